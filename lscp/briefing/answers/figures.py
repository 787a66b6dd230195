"""Answers in figures, every one as the report may print it: what would point at a child is hidden here too.

A figure is said with its numerator and denominator, its period, the one before, and the scorecard's own word for what
has changed. All indicators that are made safe together are read together, so that no two answers give a count away.
"""

import json
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from django.urls import reverse

from lscp import scope
from lscp.briefing.answers.answer import Answer, Evidence, Figure
from lscp.briefing.answers.wording import MOST_EVIDENCE, gov_date, listed, lower, plural, said
from lscp.indicators import queries
from lscp.indicators.models import DataGap
from lscp.indicators.safe import published_rows, safe
from lscp.partnerships.models import Partnership
from lscp.publication import disparities
from lscp.publication import document as d
from lscp.publication import stories as told
from lscp.publication.models import Report
from lscp.publication.printed import family
from lscp.scorecard.catalogue import Unit, catalogue
from lscp.scorecard.codes import BREAKDOWNS, STEPS

# The steps that a child may come to, in order, and what may befall them at school and with the police.
JOURNEY = ("I05", "I15", "I19", "I30", "I63", "I64", "I73-STOP")
FRONT_DOOR = dict(zip(STEPS, ("I92", "I93", "I94", "I95", "I96", "I97", "I98"), strict=True))
MOST_GROUPS = 5
# Whatever is asked, so much is made safe together: then what is hidden is the same in every answer.
PRINTED = frozenset([told.SCORECARD, told.DISPARITY])
HIDDEN = "hidden, so that no child can be recognised"


@dataclass(frozen=True)
class _UpTo:
    """What may be printed of a partnership up to a day: all that ``publication.stories`` asks of a report."""

    partnership: Partnership
    period_end: date


def ours():
    """The partnership whose record is open. Raises ValueError where it is not one."""
    codes = scope.current().partnerships
    if codes is None or len(codes) != 1:
        raise ValueError("An answer is one partnership's. Open the scope of one.")
    return Partnership.objects.get(pk=next(iter(codes)))


def stories(codes, on):
    """``{code: publication.stories.Story}`` of those that the record holds something about, in the order given."""
    known = catalogue()
    codes = [code for code in dict.fromkeys(codes) if code in known]
    families = {family(known[code]) for code in codes}
    together = [code for code, entry in known.items() if family(entry) in families]
    if not codes:
        return {}
    found = told.Record(_UpTo(ours(), on), {code: PRINTED for code in together}).stories
    return {code: found[code] for code in codes if found[code].now or found[code].groups_of(found[code].year)}


# ── One indicator after another ───────────────────────────────────────────────────────────────────────────


def indicators(about, *, on):
    """The latest figure of each indicator, the one before, whether it changed, and whose count it is."""
    found = [story for story in stories(about.indicators, on).values() if story.now]
    gaps = _known_gaps(about.indicators)
    if not found:
        return Answer(None, missing=said(_without(about.indicators), *map(_gap, gaps)))
    text = said(
        *(part for story in found for part in _story(story)),
        _opposite(about, found[0]),
        _without(about.indicators, found),
        *map(_gap, gaps),
    )
    return Answer(
        text, max(story.now.end for story in found), tuple(map(evidence, found)), tuple(map(figure, found))
    )


def _opposite(about, story):
    """The other way round, with the arithmetic: attendance from absence."""
    number = _number(story.entry, story.now)
    if (
        not about.opposite
        or number is None
        or story.entry.unit != Unit.PERCENT
        or story.entry.code != about.indicators[0]
    ):
        return ""
    rest = 100 - story.entry.unit.figure(story.now.numerator, story.now.denominator, story.entry.places)
    return f"{about.opposite} was therefore {rest}% (100% less {story.now.shown})"


def _without(codes, found=(), by=""):
    """Which of the figures asked for are not there; nothing where all are."""
    held = {story.entry.code for story in found}
    names = [f"“{catalogue()[code].name}”" for code in codes if code in catalogue() and code not in held]
    if found and not names:
        return ""
    return f"The scorecard holds no figure {by}for {listed(names, 'or') if names else 'what is asked'}"


def _story(story):
    yield in_short(story)
    yield _changed(story)
    yield f"Counted: {lower(story.entry.numerator)}{_by_whom(story.now)}"


def in_short(story):
    """The figure and the one before, without what is counted."""
    return f"{story.entry.name}{story.caption_scope}: {_value(story.entry, story.now)}{_against(story)}"


def _value(entry, point):
    if point.symbol == "c":
        return f"{HIDDEN} ({told.when(entry, point)})"
    return f"{_shown(entry, point)} {'on' if entry.kind == 'stock' else 'in'} {told.when(entry, point)}"


def _shown(entry, point):
    return HIDDEN if point.symbol == "c" else f"{point.shown}{told.counts(entry, point)}"


def _against(story):
    before = story.before
    return f", against {_value(story.entry, before)}" if before and before.shown else ""


_WORDS = {
    "too few to say": "There are too few figures yet to say whether it has changed",
    "no clear change": "That is no clear change by the scorecard",
}


def _changed(story):
    if not story.word:
        return ""
    return _WORDS.get(story.word, f"By the scorecard it is {story.word}: {lower(story.because)}")


def _by_whom(point):
    if not point.agency:
        return ""
    return f" (the count of {point.agency}{'' if point.signed_off else ', not yet signed off'})"


def evidence(story):
    """The page of an indicator, with what is counted and how it is known."""
    known = story.known_by([story.now])
    text = f"{story.entry.name}. {told.meaning(story.entry)} {known}".strip()
    return Evidence("indicator", story.entry.code, _page(story.entry.code), text)


def _page(code):
    return reverse("desk:indicator", args=[code])


def figure(story):
    return Figure(
        story.entry.code,
        told.when(story.entry, story.now),
        _number(story.entry, story.now),
        _number(story.entry, story.before),
    )


def _number(entry, point):
    """As it is printed; None where it is hidden or there is none."""
    if point is None or point.value is None:
        return None
    value = entry.unit.figure(point.numerator, point.denominator, entry.places)
    return int(value) if value == value.to_integral_value() else float(value)


def _known_gaps(codes):
    return [gap for gap in DataGap.objects.exclude(indicators=[]) if set(gap.indicators) & set(codes)]


def _gap(gap):
    return f"A known gap: {lower(gap.dataset)}, held by {gap.held_by} ({lower(gap.get_status_display())})"


# ── Shares, the largest first ─────────────────────────────────────────────────────────────────────────────


def shares(about, *, on):
    """Kinds of one thing (who makes contacts) by their share, the largest first."""
    found = [story for story in stories(about.indicators, on).values() if story.now]
    if not found:
        return Answer(None, missing="The record holds no figure of where contacts come from.")
    shown = sorted((s for s in found if s.now.value is not None), key=lambda s: -s.now.value)
    hidden = len(found) - len(shown)
    text = said(
        *(f"{s.entry.name}: {_value(s.entry, s.now)}" for s in shown[:MOST_GROUPS]),
        f"The others are smaller: {listed([lower(s.entry.name) for s in shown[MOST_GROUPS:]])}"
        if len(shown) > MOST_GROUPS
        else "",
        f"{plural(hidden, 'share')} {'is' if hidden == 1 else 'are'} {HIDDEN}" if hidden else "",
    )
    day = max(story.now.end for story in found)
    return Answer(text, day, tuple(map(evidence, shown[:MOST_EVIDENCE])), tuple(map(figure, shown)))


# ── The front door ────────────────────────────────────────────────────────────────────────────────────────


def front_door(about, *, on):
    """How long each step takes: within how many days half was done, and how many kept to the limit in law."""
    codes = [code for number in FRONT_DOOR.values() for code in (number, f"{number}-LIMIT")]
    found = stories(codes, on)
    steps = [_step(name, number, found) for name, number in FRONT_DOOR.items()]
    steps = [step for step in steps if step]
    if not steps:
        return Answer(None, missing="The record holds no figure of how long a step takes.")
    told_ = [story for story in found.values() if story.now]
    page = Evidence("indicator", "front-door", reverse("desk:front_door"), "The front door, step by step")
    day = max(story.now.end for story in told_)
    return Answer(said(*steps), day, (page, *map(evidence, told_[:MOST_EVIDENCE])), tuple(map(figure, told_)))


def _step(name, number, found):
    median, kept = found.get(number), found.get(f"{number}-LIMIT")
    parts = []
    if median and median.now:
        half = f"half within {median.now.shown}" if median.now.numerator else "half on the same day"
        shown = HIDDEN if median.now.symbol == "c" else half
        parts.append(f"{shown} in {median.now.label}")
    if kept and kept.now:
        parts.append(f"{_shown(kept.entry, kept.now)} within {_limit(STEPS[name])} in {kept.now.label}")
    return f"{catalogue()[number].name.removesuffix(': median')}: {', '.join(parts)}" if parts else ""


def _limit(step):
    days = plural(step.limit, "working day" if step.working else "month")
    return f"the limit of {days}"


# ── By group, and by ward ─────────────────────────────────────────────────────────────────────────────────


def by_group(about, *, on):
    """Where, or of which age, most are: the latest period of the first indicator that was sent by this breakdown."""
    dimension = about.dimension or "ward"
    found = queries.Figures(ours(), about.indicators, ["", dimension])
    for code in (code for code in about.indicators if code in catalogue()):
        groups = {name: points for name, points in _safe_groups(found, code, dimension, on).items() if points}
        if groups:
            return _ranked(catalogue()[code], dimension, groups)
    return Answer(None, missing=said(_without(about.indicators, by=f"by {dimension} ")))


def _safe_groups(found, code, dimension, on):
    """``{group: [its latest point]}`` as it may be printed, given what editions and the scorecard print."""
    entry = catalogue()[code]
    by_name = {}
    for key in found.breakdowns(code):
        named = json.loads(key)
        if list(named) == [dimension]:
            by_name[named[dimension]] = [p for p in found.series(code, key, by=None) if p.end <= on]
    ends = [p.end for points in by_name.values() for p in points if p.numerator is not None]
    if not ends:
        return {}
    whole = [p for p in found.series(code, by=None) if p.end <= on]
    shown = safe(entry, {"": whole}, found.editions(entry))[""]
    published = [published_rows(entry, map(_as_printed, shown)), *found.editions(entry, dimension)]
    groups = safe(entry, {"": whole} | by_name, published)
    return {name: [p for p in points if p.end == max(ends)] for name, points in groups.items() if name}


def _as_printed(point):
    """A point of the whole as the scorecard prints it."""
    return SimpleNamespace(
        period_start=point.start,
        period_end=point.end,
        groups={},
        shown=point.symbol if point.numerator is None else str(point.numerator),
        out_of="" if point.denominator is None or point.population else str(point.denominator),
    )


def _ranked(entry, dimension, groups):
    points = {name: one for name, (one, *_) in groups.items()}
    shown = {name: one for name, one in points.items() if one.numerator is not None}
    hidden = [name for name, one in points.items() if one.symbol == "c"]
    ranked = sorted(shown, key=lambda name: (-shown[name].numerator, _place(dimension, name)))
    first = next(iter(points.values()))
    most = MOST_GROUPS if dimension == "ward" else len(ranked)
    text = said(
        f"{entry.name} by {dimension}, {first.label}",
        "; ".join(f"{name} {_count(entry, shown[name])}" for name in ranked[:most]),
        f"{plural(len(ranked) - most, f'more {dimension}')} had fewer" if len(ranked) > most else "",
        f"{len(hidden)} of {len(points)} are {HIDDEN}" if hidden else "",
    ).replace(". ", ": ", 1)
    figures = tuple(
        Figure(f"{entry.code} {dimension} {name}", first.label, _counted(shown[name]))
        for name in ranked[:most]
    )
    page = Evidence("indicator", entry.code, _page(entry.code), f"{entry.name}. {told.meaning(entry)}")
    return Answer(text, first.end, (page,), figures)


def _count(entry, point):
    if point.population or entry.unit in (Unit.COUNT, Unit.POUNDS) or point.denominator is None:
        return f"{point.numerator:,}"
    return point.shown + told.counts(entry, point)


def _counted(point):
    number = point.numerator
    return int(number) if number == int(number) else float(number)


def _place(dimension, name):
    order = BREAKDOWNS[dimension] or ()
    return order.index(name) if name in order else len(order)


# ── Whether outcomes are fair ─────────────────────────────────────────────────────────────────────────────


def disparity(about, *, on):
    """Whom each step meets more often than White children, by more than chance, and whether that has changed."""
    found = stories(about.indicators or JOURNEY, on)
    found = [story for story in found.values() if story.groups_of(story.year)]
    if not found:
        return Answer(None, missing="The record holds no figure by ethnicity for a whole year.")
    sentences = [
        d.plain(block.spans)
        for story in found
        for block in disparities.blocks(story)
        if isinstance(block, d.Paragraph)
    ]
    page = tuple(Evidence("indicator", s.entry.code, _page(s.entry.code), s.entry.name) for s in found)
    day = max(point.end for story in found for point in story.groups_of(story.year).values())
    return Answer(said(*sentences, _in_public(found)), day, page)


def _in_public(found):
    codes = [story.entry.code for story in found]
    printed = queries.published(ours(), codes).exclude(breakdown="{}").order_by("published_on")
    editions = list(dict.fromkeys(printed.values_list("edition", "published_on")))
    if not editions:
        return "No published edition of the report prints these figures by ethnicity yet"
    name, day = editions[-1]
    titles = {
        f"{one.work}, edition {one.edition}": str(one) for one in Report.objects.filter(status="published")
    }
    return f"They are reported in public: last in {titles.get(name, name)}, published on {gov_date(day)}"


# ── What cannot be known ──────────────────────────────────────────────────────────────────────────────────


def data_gaps(about, *, on):
    """Data that the partnership cannot get: who holds it, what was asked, and what came back."""
    gaps = [gap for gap in queries.gaps(ours()) if gap.status != "supplied"]
    if not gaps:
        return Answer(None, missing="The register of data gaps holds nothing.")
    text = said(
        f"{plural(len(gaps), 'dataset')} cannot be had now",
        *(one for gap in gaps[:MOST_GROUPS] for one in _dataset(gap)),
        f"The register has {len(gaps) - MOST_GROUPS} more" if len(gaps) > MOST_GROUPS else "",
    )
    page = tuple(
        Evidence("data gap", str(gap.pk), reverse("desk:gap", args=[gap.pk]), gap.dataset) for gap in gaps
    )
    return Answer(text, max(gap.status_on for gap in gaps), page[:MOST_EVIDENCE])


def _dataset(gap):
    yield (
        f"{gap.dataset} (held by {gap.held_by}; area: {lower(gap.geography)}): {lower(gap.get_status_display())} "
        f"({gov_date(gap.status_on)})"
    )
    yield f"Without it: {lower(gap.why)}" if gap.why else ""
    steps = list(gap.steps.all())
    yield f"Last step, on {gov_date(steps[-1].on)}: {lower(steps[-1].text)}" if steps else ""
