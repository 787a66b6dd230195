"""Answers from the golden thread: what was asked for, and what became of it."""

from collections import Counter

from django.db.models import F
from django.urls import reverse

from lscp.briefing.answers import standing
from lscp.briefing.answers.answer import Answer, Evidence
from lscp.briefing.answers.holding import held, speakable, threads_about
from lscp.briefing.answers.wording import (
    MOST_EVIDENCE,
    MOST_NAMED,
    are,
    gov_date,
    listed,
    lower,
    months_between,
    plural,
    quoted,
    said,
    tally,
)
from lscp.golden_thread.models import Action, Impact, Recommendation, Source, source_kinds
from lscp.golden_thread.states import SHOWN, ActionStatus, RecommendationStatus

MOST_TESTS = 2
VERDICTS = {
    "changed": "showed a change",
    "no_change": "showed no change",
    "not_known_yet": "cannot be judged yet",
}


# ── What the committee asked for ──────────────────────────────────────────────────────────────────────────


def committee_follow_up(about, *, on):
    """What became of everything the committee asked for or was promised; of the last meeting, each by name."""
    papers = Source.objects.filter(kind="committee", happened_on__lte=on)
    last = papers.order_by("-happened_on", "-pk").first()
    if last is None:
        return Answer(None, missing="The record holds no minutes of the committee.")
    rows = Recommendation.objects.filter(finding__source__in=papers.order_by().values("pk"))
    found = standing.standing_of(rows, on)
    at_the_last = rows.filter(finding__source__happened_on=last.happened_on).order_by()
    here = set(at_the_last.values_list("pk", flat=True))
    theirs = {pk: each for pk, each in found.items() if pk in here}
    earlier = {pk: each for pk, each in found.items() if pk not in here}
    named = standing.read(standing.worst_first(theirs)[:MOST_EVIDENCE])
    text = said(
        f"The last minutes in the record are of {gov_date(last.happened_on)}, on {quoted(last.title)}",
        _asked_for(theirs),
        *(standing.named(row, theirs[row.pk]) for row in named),
        f"Of {plural(len(earlier), 'thing')} asked for before that: {standing.tallied(earlier)}"
        if earlier
        else "",
    )
    return Answer(text, on, (source(last), *standing.evidence(named)))


def _asked_for(theirs):
    if not theirs:
        return "The committee asked for nothing then"
    return (
        f"The committee then asked for, resolved on or was promised {plural(len(theirs), 'thing')}: "
        f"{standing.tallied(theirs)}"
    )


def source(row):
    return Evidence("source", str(row.pk), reverse("desk:source", args=[row.pk]), row.title)


# ── Recommendations by where they came from, or by what they say ──────────────────────────────────────────


def threads(about, *, on):
    """Whether recommendations are carried out: of some kinds of source, or that hold some words, or both."""
    rows = _followed(about, on).exclude(kind="ask")
    found = standing.standing_of(rows, on)
    if not found:
        return Answer(None, missing=f"The record holds no recommendation{_of_what(about)}.")
    come_from = rows.order_by().values_list(
        "finding__source", "finding__source__happened_on", "finding__source__kind"
    )
    days = {pk: day for pk, day, _ in come_from}
    if about.source_kinds:  # of those asked about, the ones that there are
        about = about.model_copy(update={"source_kinds": tuple(sorted({kind for *_, kind in come_from}))})
    named = standing.read(standing.worst_first(found)[:MOST_EVIDENCE])
    text = said(
        f"The record holds {plural(len(found), 'recommendation')}{_of_what(about)}, from "
        f"{plural(len(days), 'source')}, the latest of {gov_date(max(days.values()))}",
        carried_out(found),
        *standing.each(named, found),
        judged(rows),
    )
    return Answer(text, on, standing.evidence(named))


def _followed(about, on):
    """Recommendations that stand, of the kinds of source and with the words that are asked about."""
    rows = Recommendation.objects.filter(made_on__lte=on).exclude(status=RecommendationStatus.WITHDRAWN)
    if about.source_kinds:
        rows = rows.filter(finding__source__kind__in=about.source_kinds)
    return rows.filter(pk__in=threads_about(about.words)) if about.words else rows


def _of_what(about):
    """ " with the source “rapid review” or “inspection”, about “neglect”"."""
    words = dict(source_kinds())
    kinds = [f"“{lower(words.get(kind, kind))}”" for kind in about.source_kinds]
    return (f" with the source {listed(kinds, 'or')}" if kinds else "") + about_words(about)


def about_words(about):
    return f" about {listed([f'“{one}”' for one in about.words], 'or')}" if about.words else ""


def carried_out(found):
    """How many of some; nothing of one, for which its own sentence says it."""
    if len(found) < 2:
        return ""
    done = sum(each.words in standing.CARRIED_OUT for each in found.values())
    return (
        f"{done} of {len(found)} {'has' if done == 1 else 'have'} been carried out: {standing.tallied(found)}"
    )


# ── What changed ──────────────────────────────────────────────────────────────────────────────────────────


def judged(recommendations, *, named=MOST_TESTS):
    """What tests showed of recommendations (a queryset): counted, and the last few in the words of what was found."""
    tests = Impact.objects.filter(recommendation__in=recommendations.order_by().values("pk"))
    rows = list(tests.order_by(F("judged_on").desc(nulls_last=True), "-pk"))
    if not rows:
        return "No test of what changed is on record"
    counts = Counter(VERDICTS[row.verdict] for row in rows)
    last = [row for row in rows if row.judged_on][:named]
    several = f"Of {len(rows):,} tests of what changed, {tally({words: counts[words] for words in VERDICTS.values()})}"
    return said(
        several if len(rows) > 1 else f"The one test of what changed {VERDICTS[rows[0].verdict]}",
        *(f"{_within(row)}, when looked at on {gov_date(row.judged_on)}" for row in last),
    )


def _within(impact):
    """ "At the start: five of 12. Afterwards: nine of 12"."""
    before = f"At the start: {impact.before.rstrip('.')}. " if impact.before.strip() else ""
    return f"{before}Afterwards: {impact.after.rstrip('.')}"


def what_changed(about, *, on):
    """Whether anything has changed for the better: what each test showed, with how it was before."""
    rows = _followed(about, on)
    tested = rows.filter(impacts__isnull=False).order_by("-impacts__judged_on", "-pk")
    ids = list(dict.fromkeys(tested.values_list("pk", flat=True)))
    if not ids:
        return Answer(
            None, missing=f"The record holds no test of what changed after a recommendation{_of_what(about)}."
        )
    text = said(
        f"The record tests what changed after recommendations{_of_what(about)}",
        judged(rows, named=MOST_NAMED),
    )
    return Answer(text, on, standing.evidence(standing.read(ids[:MOST_EVIDENCE])))


# ── Actions, with their dates ─────────────────────────────────────────────────────────────────────────────


def actions(about, *, on):
    """How far something has come: each action that holds the words, with its dates and its evidence."""
    rows = Action.objects.exclude(recommendation__status=RecommendationStatus.WITHDRAWN)
    if about.words:
        found = held(about.words, "action", "recommendation")
        theirs = rows.filter(recommendation__in=found["recommendation"]).values_list("pk", flat=True)
        rows = rows.filter(pk__in=found["action"] | set(theirs))
    if about.sector:
        rows = rows.filter(owner_agency__sector=about.sector)
    ids = list(rows.order_by("-assigned_on", "-pk").values_list("pk", flat=True))
    if not ids:
        return Answer(None, missing=f"The record holds no action{about_words(about)}.")
    few = list(
        Action.objects.filter(pk__in=ids[:MOST_NAMED])
        .select_related("owner_agency", "recommendation")
        .prefetch_related("updates", "evidence")
        .order_by("-assigned_on", "-pk")
    )
    may_say = speakable(
        [row.text for action in few for row in (*action.updates.all(), *action.evidence.all())]
    )
    more = len(ids) - len(few)
    text = said(
        f"The record holds {plural(len(ids), 'action')}{about_words(about)}",
        *(sentence for action in few for sentence in _history(action, on, may_say)),
        f"The record has {more} more" if more else "",
    )
    return Answer(text, on, tuple(map(_action, few)))


def _history(action, on, may_say):
    """Where an action stands, since when, and the last that was said or shown."""
    owner = str(action.owner_agency or action.owner_as_printed or "nobody named yet")
    reached = [row for row in action.updates.all() if row.status == action.status]
    since = f" since {gov_date(reached[0].on)}" if reached else ""
    due = f", due {gov_date(action.due)}" if action.due and action.is_live else ""
    late = " and overdue" if action.is_overdue(on) else ""
    status = lower(SHOWN[ActionStatus(action.status)][0])
    yield (
        f"{quoted(action.text)} ({owner}), asked for on {gov_date(action.assigned_on)}{due}: {status}{since}{late}"
    )
    shown = [(row.as_of, row.text, "What shows it") for row in action.evidence.all()]
    told = [(row.on, row.text, "Last word") for row in action.updates.all()]
    words = [row for row in (shown or told) if row[1] in may_say]
    if words:
        day, text, what = max(words)
        yield f"{what}, on {gov_date(day)}: {quoted(text)}"


def _action(row):
    return Evidence("action", str(row.pk), reverse("desk:action", args=[row.pk]), row.text)


# ── What we ask of others ─────────────────────────────────────────────────────────────────────────────────


def asks_of_others(about, *, on):
    """What is asked of bodies outside the partnership: since when, and where each stands."""
    rows = Recommendation.objects.filter(kind="ask", made_on__lte=on).exclude(
        status=RecommendationStatus.WITHDRAWN
    )
    if about.words:
        rows = rows.filter(pk__in=held(about.words, "recommendation")["recommendation"])
    asks = list(rows.order_by("made_on", "pk"))
    if not asks:
        return Answer(None, missing=f"The record holds nothing asked of others{about_words(about)}.")
    bodies = list(dict.fromkeys(ask.asked_of for ask in asks))
    unmoved = [ask for ask in asks if not ask.standing and ask.status == RecommendationStatus.MADE]
    text = said(
        f"The partnership has asked {plural(len(asks), 'thing')} of others: of {listed(bodies)}",
        *(_ask(ask, on) for ask in asks[:MOST_NAMED]),
        f"The record has {len(asks) - MOST_NAMED} more" if len(asks) > MOST_NAMED else "",
        f"{are(len(unmoved), 'ask')} without a word on where it stands" if unmoved else "",
    )
    return Answer(text, on, standing.evidence(asks))


def _ask(ask, on):
    months = months_between(ask.made_on, on)
    age = f", {plural(months, 'month')} ago" if months else ""
    where = (
        f"{lower(ask.standing.rstrip('.'))} ({gov_date(ask.standing_on)})"
        if ask.standing
        else lower(SHOWN[RecommendationStatus(ask.status)][0])
    )
    return f"{quoted(ask.text)}, asked of {ask.asked_of} on {gov_date(ask.made_on)}{age}. Where it stands: {where}"
