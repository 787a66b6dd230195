"""Answers about what is not as it should be: what needs somebody, what comes back, what is not good enough yet."""

from datetime import timedelta

from django.db.models import Count, Max
from django.urls import reverse

from lscp.briefing.answers import figures, standing
from lscp.briefing.answers.answer import Answer, Evidence
from lscp.briefing.answers.wording import (
    MOST_EVIDENCE,
    MOST_NAMED,
    are,
    gov_date,
    listed,
    lower,
    plural,
    quoted,
    said,
)
from lscp.golden_thread import queries
from lscp.golden_thread.models import Action, Finding, Impact, Recommendation
from lscp.golden_thread.states import RecommendationStatus
from lscp.indicators.models import PriorityIndicator
from lscp.partnerships.models import Objective
from lscp.partnerships.queries import priorities_with_progress

LATELY = timedelta(days=3 * 365)


def attention(about, *, on):
    """What needs more attention than it gets, by what is the matter with it; the oldest by name."""
    rows = Recommendation.objects.exclude(status=RecommendationStatus.WITHDRAWN)
    followed = rows.count()
    if not followed:
        return Answer(None, missing="The record holds no recommendation yet.")
    found = queries.needs_attention(on)
    if not found:
        return Answer(
            f"No. The record follows {plural(followed, 'recommendation')}, and nothing about any of them is overdue, "
            "without an owner, without evidence or waiting to be judged.",
            on,
        )
    counts = {words: len(found.under(code)) for code, words in queries.CONCERNS.items()}
    text = said(
        f"Yes: {plural(len(found), 'thing')} need{'s' if len(found) == 1 else ''} somebody, among "
        f"{plural(followed, 'recommendation')} that the record follows",
        f"By what is the matter: {'; '.join(f'{lower(words)} ({count})' for words, count in counts.items() if count)}",
        *map(_one, found[:MOST_NAMED]),
    )
    return Answer(text, on, tuple(map(_evidence, found[:MOST_EVIDENCE])))


def _one(item):
    row = item.row
    owner = f" ({row.owner_agency or row.owner_as_printed or 'no owner'})" if _is_action(item) else ""
    what = listed([lower(queries.CONCERNS[code]) for code in item.concerns])
    return f"{quoted(_words(row))}{owner}: {what}, since {gov_date(min(item.concerns.values()))}"


def _is_action(item):
    return isinstance(item.row, Action)


def _words(row):
    return row.test if isinstance(row, Impact) else row.text


def _evidence(item):
    if _is_action(item):
        return Evidence("action", str(item.row.pk), reverse("desk:action", args=[item.row.pk]), item.row.text)
    row = item.recommendation
    return Evidence("recommendation", str(row.pk), reverse("desk:thread", args=[row.pk]), str(row))


# ── What comes back ───────────────────────────────────────────────────────────────────────────────────────


def recurring(about, *, on):
    """The themes of findings that came from more than one source in three years, the most often first."""
    rows = Finding.objects.filter(source__happened_on__lte=on, source__happened_on__gt=on - LATELY)
    if about.source_kinds:
        rows = rows.filter(source__kind__in=about.source_kinds)
    themes = (
        rows.exclude(theme="")
        .order_by()
        .values("theme")
        .annotate(
            findings=Count("pk"), sources=Count("source", distinct=True), latest=Max("source__happened_on")
        )
    )
    found = sorted(themes, key=lambda one: (-one["sources"], -one["findings"], one["theme"]))
    if not found:
        return Answer(None, missing="The record holds no finding with a theme from the last three years.")
    again = [one for one in found if one["sources"] > 1]
    untold = rows.filter(theme="").count()
    text = said(
        _again(again),
        *(_theme(one, on) for one in again[:MOST_NAMED]),
        "" if again else f"Heard once each: {listed([_name(one) for one in found[:8]])}",
        f"{are(untold, 'more finding')} without a theme" if untold else "",
    )
    shown = {one["theme"] for one in (again or found)[:MOST_NAMED]}
    heard = rows.filter(theme__in=shown).select_related("source").order_by("-source__happened_on", "pk")
    evidence = tuple(
        Evidence("finding", str(row.pk), reverse("desk:source", args=[row.source_id]), row.text)
        for row in heard[:MOST_EVIDENCE]
    )
    return Answer(text, on, evidence)


def _again(again):
    if not again:
        return "In the last three years no theme came up in more than one source"
    return (
        f"In the last three years {plural(len(again), 'theme')} came up in more than one source: "
        f"{listed([_name(one) for one in again[:8]])}"
    )


def _name(theme):
    return theme["theme"].replace("-", " ")


def _theme(theme, on):
    rows = Recommendation.objects.filter(finding__theme=theme["theme"])
    stands = standing.standing_of(rows, on)
    what_came = (
        f"{plural(len(stands), 'recommendation')} followed: {standing.tallied(stands)}"
        if stands
        else "nothing was recommended"
    )
    return (
        f"{_name(theme)}: {plural(theme['findings'], 'finding')} from {plural(theme['sources'], 'source')}, the last "
        f"on {gov_date(theme['latest'])}; {what_came}"
    )


# ── What is not good enough yet ───────────────────────────────────────────────────────────────────────────


def not_good_enough(about, *, on):
    """Priorities that the partnership itself says are not better; measures that got worse; tests without a change."""
    priorities = priorities_with_progress(on)
    told = [(priority, progress) for priority, progress in priorities if progress]
    behind = [(priority, progress) for priority, progress in told if progress.direction != "better"]
    worse = [story for story in figures.stories(_followed(priorities), on).values() if story.word == "worse"]
    unchanged = list(
        Impact.objects.filter(verdict="no_change", judged_on__lte=on).select_related("recommendation")
    )
    if not told and not worse and not unchanged:
        return Answer(None, missing="The record does not say how any priority stands.")
    text = said(
        f"{len(behind)} of {plural(len(told), 'priority', 'priorities')} did not stand better when last looked at"
        if told
        else "The record does not say how any priority stands",
        *(_priority(*one) for one in behind),
        f"Worse by the scorecard: {listed([lower(story.entry.name) for story in worse])}" if worse else "",
        f"{plural(len(unchanged), 'test')} of what changed showed no change" if unchanged else "",
        *(f"No change: {quoted(impact.test)}" for impact in unchanged[:MOST_NAMED]),
    )
    evidence = [priority_evidence(priority) for priority, _ in behind]
    evidence += [figures.evidence(story) for story in worse]
    evidence += standing.evidence([impact.recommendation for impact in unchanged])
    days = [progress.period_end for _, progress in told]
    return Answer(text, max(days, default=on), tuple(evidence[:MOST_EVIDENCE]))


def _followed(priorities):
    ids = [priority.pk for priority, _ in priorities]
    links = PriorityIndicator.objects.filter(priority__in=ids).values_list("indicator", flat=True)
    aims = (
        Objective.objects.filter(priority__in=ids).exclude(indicator="").values_list("indicator", flat=True)
    )
    return [*links, *aims]


def _priority(priority, progress):
    return (
        f"{priority.title}: {progress.get_direction_display().lower()} at {gov_date(progress.period_end)}. "
        f"{progress.text}"
    )


def priority_evidence(priority):
    return Evidence(
        "priority", str(priority.pk), reverse("desk:priority", args=[priority.pk]), priority.title
    )
