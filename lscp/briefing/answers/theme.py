"""Answers about a theme: everything that the record holds on it, and what its words mean."""

from django.urls import reverse

from lscp.briefing.answers import figures, standing
from lscp.briefing.answers.answer import Answer, Evidence
from lscp.briefing.answers.attention import priority_evidence
from lscp.briefing.answers.holding import holds, threads_about
from lscp.briefing.answers.thread import carried_out, judged
from lscp.briefing.answers.wording import MOST_EVIDENCE, gov_date, listed, lower, plural, said
from lscp.briefing.words import stems
from lscp.golden_thread.models import Recommendation
from lscp.golden_thread.states import RecommendationStatus
from lscp.partnerships.models import Priority
from lscp.partnerships.queries import priorities_with_progress
from lscp.rulebook import vocabulary
from lscp.scorecard.catalogue import catalogue

MOST_MEASURES = 3


def theme(about, *, on):
    """All that the record holds on a theme: priorities, recommendations and what came of them, tests, measures."""
    words = _words(about)
    priorities = [
        (priority, progress)
        for priority, progress in priorities_with_progress(on)
        if holds(f"{priority.title}. {priority.plain_words}", words)
    ]
    rows = Recommendation.objects.filter(pk__in=threads_about(words), made_on__lte=on)
    rows = rows.exclude(status=RecommendationStatus.WITHDRAWN)
    stands = standing.standing_of(rows, on)
    measures = [story for story in figures.stories(_measures(about.theme), on).values() if story.now]
    if not (priorities or stands or measures):
        return Answer(None, missing=f"The record holds nothing on {_named(about)}.")
    named = standing.read(standing.worst_first(stands)[:MOST_EVIDENCE])
    text = said(
        *(sentence for one in priorities for sentence in _priority(*one, on)),
        f"About {_named(about)} itself the record holds {plural(len(stands), 'recommendation')}",
        carried_out(stands),
        *standing.each(named, stands),
        judged(rows) if stands else "",
        f"Of its measures {len(measures)} {'has' if len(measures) == 1 else 'have'} figures"
        if measures
        else "",
        *(figures.in_short(story) for story in measures[:MOST_MEASURES]),
    )
    evidence = (
        *(priority_evidence(priority) for priority, _ in priorities),
        *standing.evidence(named),
        *(figures.evidence(story) for story in measures[:MOST_MEASURES]),
    )
    return Answer(text, on, evidence[:MOST_EVIDENCE], tuple(map(figures.figure, measures[:MOST_MEASURES])))


def _words(about):
    term = _term(about.theme)
    return tuple(dict.fromkeys([*about.words, *((term.label, *term.also) if term else ())]))


def _term(code):
    return next((term for term in vocabulary("themes").terms if term.code == code), None)


def _named(about):
    term = _term(about.theme)
    return lower(term.label) if term else listed([f"“{word}”" for word in about.words], "or") or "this"


def _measures(code):
    return [entry.code for entry in catalogue().values() if code in entry.themes] if code else []


def _priority(priority, progress, on):
    stood = (
        f", and at {gov_date(progress.period_end)} it stood: {lower(progress.get_direction_display())}"
        if progress
        else ""
    )
    yield f"“{priority.title}” is a priority since {gov_date(priority.started)}{stood}"
    yield progress.text if progress else ""
    stands = standing.standing_of(Recommendation.objects.filter(priority=priority), on)
    yield f"{plural(len(stands), 'recommendation')} serve it: {standing.tallied(stands)}" if stands else ""


# ── What a word means ─────────────────────────────────────────────────────────────────────────────────────


def meaning(about, *, on):
    """What a word of the field means in plain words, and how the partnership's own priorities put it."""
    wanted = {stems(word) for word in about.words}
    terms = [
        term
        for name in ("glossary", "themes")
        for term in vocabulary(name).terms
        if wanted & {stems(word) for word in (term.label, term.short or "", *term.also) if word}
    ]
    priorities = [row for row in Priority.objects.in_force(on) if holds(row.title, about.words)]
    if not terms and not priorities:
        return Answer(None, missing=f"The glossary does not explain {_named(about)}.")
    text = said(
        *(f"{term.label}: {lower(term.meaning)}" for term in terms),
        *(f"The partnership’s priority puts it so: {lower(row.plain_words)}" for row in priorities),
    )
    glossary = (
        Evidence("glossary", terms[0].code, reverse("desk:site_pages"), terms[0].meaning) if terms else None
    )
    return Answer(text, on, tuple(filter(None, (glossary, *map(priority_evidence, priorities)))))
