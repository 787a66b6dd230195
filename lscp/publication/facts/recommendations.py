"""What was recommended and what became of it: what the partnership follows, what it asked of others, and what the
committee asked for."""

from collections import Counter

from django.db.models import Q

from lscp.golden_thread.models import Action, Recommendation, Source
from lscp.golden_thread.states import OPEN, SHOWN, ActionStatus, RecommendationStatus
from lscp.publication import document as d
from lscp.publication.facts.parts import SOURCE_OF_THREAD


def recommendations_followed(report):
    """Recommendations made in the period, and earlier ones that were open, acted on or judged in it. Asks of
    other bodies are told apart."""
    start, end = report.period_start, report.period_end
    in_it = Q(made_on__gte=start)
    still_open = Q(status__in=OPEN)
    judged = Q(impacts__judged_on__gte=start, impacts__judged_on__lte=end)
    worked_on = Q(actions__updates__on__gte=start, actions__updates__on__lte=end)
    rows = Recommendation.objects.filter(in_it | still_open | judged | worked_on, made_on__lte=end)
    return (
        rows.exclude(kind="ask")
        .distinct()
        .select_related("finding__source", "priority")
        .prefetch_related("actions__owner_agency", "responses__agency", "impacts__evidence")
        .order_by("made_on", "pk")
    )


def where_they_stand(report, followed):
    """How many stand where, by what they came from. The row and the column of totals add up."""
    counted = {}
    for recommendation in followed:
        kind = recommendation.finding.source.kind_shown
        counted.setdefault(kind, Counter())[recommendation.status] += 1
    if not counted:
        return ((d.Paragraph("No recommendation was made or followed in this period."),),)
    rows = [
        (kind, *(counts[status] for status in RecommendationStatus), counts.total())
        for kind, counts in sorted(counted.items())
    ]
    columns = list(zip(*rows, strict=True))[1:]
    table = d.Table(
        caption="Recommendations followed in the period, by where they came from",
        columns=("From", *(SHOWN[status][0] for status in RecommendationStatus), "Total"),
        rows=(*rows, ("Total", *(sum(column) for column in columns))),
        total_row=True,
        total_column=True,
        scope=d.NOT_PEOPLE,
        code="recommendations",
        note="Made in the period, or made earlier and still open, acted on or judged in it.",
        source=SOURCE_OF_THREAD,
        period_start=report.period_start,
        period_end=report.period_end,
    )
    return ((table,),)


def each_recommendation(report, followed):
    rows = tuple(
        (r.text, r.finding.source.title, _answers(r), SHOWN[RecommendationStatus(r.status)][0])
        for r in followed
    )
    if not rows:
        return ((),)
    table = d.Table(
        caption="Each recommendation and what became of it",
        columns=("Recommendation", "From", "Answered", "Where it stands"),
        rows=rows,
        scope=d.NOT_PEOPLE,
        code="each-recommendation",
        source=SOURCE_OF_THREAD,
        period_start=report.period_start,
        period_end=report.period_end,
    )
    return ((table,),)


# As a reader of the report would say it: the desk's choices are what somebody is about to do.
ANSWERED = {"accept": "accepted", "accept_in_part": "accepted in part", "decline": "declined"}


def _answers(recommendation):
    latest = {response.agency: response for response in recommendation.responses.all()}
    said = [
        f"{agency}: {ANSWERED[response.verdict]}{f' ({response.reason})' if response.reason else ''}"
        for agency, response in latest.items()
    ]
    return "; ".join(said) or "Not answered yet"


def asks(report):
    asks = Recommendation.objects.filter(kind="ask", made_on__lte=report.period_end).exclude(
        status=RecommendationStatus.WITHDRAWN
    )
    rows = tuple(
        (ask.asked_of, ask.text, d.show_date(ask.made_on), _standing(ask))
        for ask in asks.order_by("made_on", "pk")
        if ask.status in OPEN or ask.made_on >= report.period_start
    )
    if not rows:
        return ((d.Paragraph("We asked nothing of bodies outside the partnership."),),)
    table = d.Table(
        caption="What we asked of others",
        columns=("Asked of", "What we asked", "Since", "Where it stands"),
        rows=rows,
        scope=d.NOT_PEOPLE,
        code="asks",
        source=SOURCE_OF_THREAD,
        period_end=report.period_end,
    )
    return ((table,),)


def _standing(ask):
    if ask.standing:
        return f"{ask.standing} ({d.show_date(ask.standing_on)})"
    return SHOWN[RecommendationStatus(ask.status)][0]


def committee(report):
    """What became of what the council's scrutiny committee asked for when it met last."""
    last = (
        Source.objects.filter(kind="committee", happened_on__lte=report.period_end)
        .order_by("-happened_on", "-pk")
        .first()
    )
    if last is None:
        return ((d.Paragraph("No committee paper has been brought into the record for this period."),),)
    actions = (
        Action.objects.filter(recommendation__finding__source=last)
        .select_related("owner_agency")
        .order_by("pk")
    )
    asked = Recommendation.objects.filter(finding__source=last, actions__isnull=True).exclude(kind="ask")
    rows = [(a.text, _owner(a), SHOWN[ActionStatus(a.status)][0]) for a in actions]
    rows += [(r.text, "Nobody yet", SHOWN[RecommendationStatus(r.status)][0]) for r in asked.order_by("pk")]
    said = d.Paragraph(f"The last paper in the record is “{last.title}” of {d.show_date(last.happened_on)}.")
    if not rows:
        return ((said,),)
    table = d.Table(
        caption="What became of what the committee asked for",
        columns=("Asked for", "Owner", "Where it stands"),
        rows=tuple(rows),
        scope=d.NOT_PEOPLE,
        code="committee",
        source=SOURCE_OF_THREAD,
        period_end=report.period_end,
    )
    return ((said, table),)


def _owner(action):
    return action.owner_agency.name if action.owner_agency_id else (action.owner_as_printed or "Nobody yet")
