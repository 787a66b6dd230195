"""Answers about reviews. Counts of reviews are printed, as in every yearly report; a child's pseudonym only once the
review is published."""

from django.urls import reverse

from lscp.briefing.answers.answer import Answer, Evidence, Figure
from lscp.briefing.answers.wording import MOST_EVIDENCE, gov_date, plural, quoted, said
from lscp.sources.reviews.models import LinkedReview
from lscp.sources.reviews.queries import counts_by_year

YEARS = 4
STEPS = {
    "rapid_reviews": ("I81-RAPID", "rapid review"),
    "local_reviews": ("I81-REVIEWS", "local practice review"),
}


def reviews_by_year(about, *, on):
    """Rapid and local reviews of the year that runs, and of the years before, the latest first."""
    years = counts_by_year()
    if not years:
        return Answer(None, missing="The record holds no review of a serious incident.")
    sentences, figures = [], []
    for step, (code, name) in STEPS.items():
        counts = [(label, counted[step]) for label, counted in _up_to(years, on)]
        (now, latest), *before = counts
        compared = "; ".join(f"{count} in {label}" for label, count in before)
        sentences.append(
            f"{plural(latest, name)} in {now} up to {gov_date(on)}{f', against {compared}' if compared else ''}"
        )
        figures += [
            Figure(code, label, count, previous)
            for (label, count), (_, previous) in zip(counts, [*before, (None, None)], strict=True)
        ]
    page = Evidence("review", "all", reverse("desk:reviews"), "Serious incidents and reviews, by year")
    said_so = "Years run from 1 April to 31 March; a review counts in the year in which it was sent or begun"
    return Answer(said(*sentences, said_so), on, (page,), tuple(figures))


def _up_to(years, on):
    """The years of the record up to a day, those in which nothing happened too, the latest first."""
    counted = dict(years)
    nothing = dict.fromkeys(STEPS, 0)
    first = on.year if on.month >= 4 else on.year - 1
    earliest = int(min(counted)[:4])
    labels = [f"{year}/{(year + 1) % 100:02}" for year in range(first, max(earliest - 1, first - YEARS), -1)]
    return [(label, counted.get(label, nothing)) for label in labels]


def linked_reviews(about, *, on):
    """Reviews of ours that are linked to another, local or national, and what they have in common."""
    rows = list(
        LinkedReview.objects.select_related("incident", "other").order_by("-incident__known_on", "pk")
    )
    if not rows:
        return Answer(None, missing="The record links no review to another.")
    told = [row for row in rows if _published(row.incident, on)]
    text = said(
        f"The record links {plural(len(rows), 'review')} to another",
        *(
            f"Review {row.incident.pseudonym} is linked to {_other(row, on)}. In common: {row.in_common}"
            for row in told
        ),
        f"{plural(len(rows) - len(told), 'link')} of reviews that are not published: what they have in common is not "
        "printed"
        if len(rows) > len(told)
        else "",
    )
    evidence = tuple(
        Evidence(
            "review", str(row.incident_id), reverse("desk:incident", args=[row.incident_id]), row.in_common
        )
        for row in told[:MOST_EVIDENCE]
    )
    return Answer(text, on, evidence)


def _published(incident, on):
    return incident.published_on is not None and incident.published_on <= on


def _other(row, on):
    if row.other_id is None:
        return quoted(row.title)
    return f"review {row.other.pseudonym}" if _published(row.other, on) else "a review that is not published"
