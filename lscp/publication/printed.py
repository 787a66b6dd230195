"""What a report prints of an indicator, kept safe as one: quarters with their year, groups with their whole, shares
with what is left, and everything that earlier editions printed. Pure.

``safe_points`` decides what is hidden before anything is drawn or said. ``leaks`` reads what a document prints, with
no knowledge of what is behind it, and tries to undo it: the two share the names of the cells and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from lscp.calendars.months import add_months
from lscp.disclosure.attack import attack
from lscp.disclosure.safe import class_named, protect_rows
from lscp.disclosure.table import HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, TOTAL
from lscp.indicators.figures import YEAR_ENDS, label, length
from lscp.indicators.safe import BECAUSE
from lscp.publication import document as d
from lscp.scorecard.catalogue import Indicator, Unit

BY = ("year", "period", "group", "part")
COUNTED, NOT_COUNTED, COUNTED_FROM = "counted", "not counted", "counted from"
EVERYBODY, WHOLE_YEAR = "everybody", "the whole year"  # a total that is not the sum of what stands beside it
GROUPS, PERIODS = "groups", "periods"


@dataclass(frozen=True)
class Printed:
    """One figure as a table of counts has it: a whole number, or one of the symbols c, : and z.

    ``group`` is "" for everybody. ``out_of`` is None where nothing is counted beside it (a published population is no
    secret). ``not_sum_of`` as in ``document.Figure``.
    """

    start: object
    end: object
    group: str
    counted: int | str
    out_of: int | str | None = None
    not_sum_of: tuple[str, ...] = ()


# ── From points, figures and memory ───────────────────────────────────────────────────────────────────────


def of_points(entry: Indicator, groups: Mapping[str, Iterable]) -> list[Printed]:
    """``{group: points}`` of ``indicators.figures``, everybody under "", with what is not the sum of what marked."""
    found = [_of_point(entry, name, point) for name, points in groups.items() for point in points]
    return marked(entry, list(dict.fromkeys(found)))


def _of_point(entry, name, point):
    if point.numerator is None:
        return Printed(point.start, point.end, name, NOT_AVAILABLE)
    own = None if point.population else point.denominator
    if entry.unit == Unit.DAYS:  # a median tells of the children behind it
        return Printed(point.start, point.end, name, NOT_AVAILABLE if own is None else int(own))
    return Printed(point.start, point.end, name, int(point.numerator), None if own is None else int(own))


def of_figure(entry: Indicator, figure: d.Figure, *, population: bool) -> Printed:
    """A figure of a document. One that says nothing of its counts is as good as its value."""
    about = (figure.period_start, figure.period_end, figure.group)
    if isinstance(figure.value, d.Hidden):
        return Printed(*about, HIDDEN, HIDDEN if _has_base(entry) else None, figure.not_sum_of)
    if isinstance(figure.value, d.NotApplicable) and figure.numerator is None:
        return Printed(*about, NOT_APPLICABLE, None, figure.not_sum_of)
    if isinstance(figure.value, d.NotAvailable | d.NotSupplied) and figure.numerator is None:
        return Printed(*about, NOT_AVAILABLE, None, figure.not_sum_of)
    if entry.unit == Unit.DAYS:
        counted = NOT_AVAILABLE if figure.denominator is None else figure.denominator
        return Printed(*about, counted, None, figure.not_sum_of)
    counted = figure.value if figure.numerator is None else figure.numerator
    own = None if population else figure.denominator
    return Printed(*about, int(counted), own, figure.not_sum_of)


def of_memory(entry: Indicator, rows: Iterable) -> list[Printed]:
    """``PublishedFigure`` rows of one edition."""
    found = []
    for row in rows:
        group = " and ".join(str(value) for _, value in sorted(row.groups.items()))
        out_of = _number(row.out_of) if row.out_of else None
        found.append(Printed(row.period_start, row.period_end, group, _number(row.shown), out_of))
    return marked(entry, found)


def _number(text):
    return int(text) if text.isdigit() else text


def _has_base(entry):
    """Is the denominator counted by an agency, and so printed and kept safe like the numerator?"""
    return entry.unit.per is not None and entry.population is None


# ── What adds up to what ──────────────────────────────────────────────────────────────────────────────────


def year_end(entry: Indicator, end):
    """The last day of the year, as the indicator counts years, in which a period ends."""
    after = add_months(date(end.year, YEAR_ENDS[entry.year], 1), 1)
    return (after if end < after else add_months(after, 12)) - timedelta(days=1)


def _is_year(one):
    return length(one.start, one.end) == "year"


def marked(entry: Indicator, printed: Sequence[Printed]) -> list[Printed]:
    """Each with what it is not the sum of: by the catalogue, and by the counts wherever all of them are there."""
    by_year = defaultdict(list)
    for one in printed:
        by_year[year_end(entry, one.end)].append(one)
    found = {}
    for theirs in by_year.values():
        apart = (GROUPS,) if not _groups_add_up(entry, theirs) else ()
        for one in theirs:
            periods = (PERIODS,) if _is_year(one) and not _periods_add_up(entry, one, theirs) else ()
            found[one] = replace(one, not_sum_of=((() if one.group else apart) + periods))
    return [found[one] for one in printed]


def _groups_add_up(entry, theirs):
    for whole in (one for one in theirs if not one.group):
        parts = [one for one in theirs if one.group and (one.start, one.end) == (whole.start, whole.end)]
        if parts and (entry.distinct or not _is_sum(whole, parts)):
            return False
    return True


def _periods_add_up(entry, year, theirs):
    if entry.kind == "stock" or entry.distinct or entry.period_type == "rolling-12":
        return False
    parts = [one for one in theirs if one.group == year.group and not _is_year(one)]
    days = sum((one.end - one.start).days + 1 for one in parts)
    return bool(parts) and days == (year.end - year.start).days + 1 and _is_sum(year, parts)


def _is_sum(whole, parts):
    """Where a count is hidden or missing it may well be: a reader would take it so."""
    for read in (lambda one: one.counted, lambda one: one.out_of):
        counts = [read(one) for one in (whole, *parts)]
        if all(isinstance(count, int) for count in counts) and counts[0] != sum(counts[1:]):
            return False
    return True


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────────────


def cells(entry: Indicator, printed: Iterable[Printed]) -> dict[tuple, int | str]:
    """``{(year, period, group, part): count}``; where two figures are of one cell, the one that says more."""
    found = {}
    for one in printed:
        for key, count in _cells(entry, one):
            if found.get(key, NOT_AVAILABLE) in (NOT_AVAILABLE, HIDDEN):
                found[key] = count
    return found


def _cells(entry, one):
    place = key_of(entry, one)
    yield (*place, COUNTED), one.counted
    if one.out_of is None:
        return
    told = isinstance(one.counted, int) and isinstance(one.out_of, int)
    if entry.unit == Unit.PERCENT and not (told and one.counted > one.out_of):
        yield (*place, NOT_COUNTED), one.out_of - one.counted if told else HIDDEN
        yield (*place, TOTAL), one.out_of
    else:
        yield (*place, COUNTED_FROM), one.out_of


def key_of(entry: Indicator, one: Printed) -> tuple[str, str, str]:
    """Year, period and group of a cell."""
    end = year_end(entry, one.end)
    year, period = label(add_months(end + timedelta(days=1), -12), end), label(one.start, one.end)
    if _is_year(one) and entry.period_type == "rolling-12":
        year, period = f"year to {d.show_date(one.end)}", WHOLE_YEAR
    elif _is_year(one):
        period = WHOLE_YEAR if PERIODS in one.not_sum_of else TOTAL
    return year, period, one.group or (EVERYBODY if GROUPS in one.not_sum_of else TOTAL)


def _as_before(entry, now: Sequence[Printed], before: Iterable[Printed]) -> list[Printed]:
    """Earlier figures, a total being one or not as it is now: the same cell must have the same name."""
    known = {(one.start, one.end, one.group): one.not_sum_of for one in now}
    return [
        replace(one, not_sum_of=known.get((one.start, one.end, one.group), one.not_sum_of)) for one in before
    ]


def _apart_where_revised(now, before, number):
    """An earlier edition's cells, the years in which it showed what is hidden now under a name of their own.

    What was shown and is still so is never hidden again (``safe_points``): such a figure was revised, and its year is
    not the year that is printed now. It is attacked for itself.
    """
    revised = {key[0] for key, count in before.items() if isinstance(count, int) and now.get(key) == HIDDEN}
    return {
        ((f"{key[0]} in earlier edition {number}", *key[1:]) if key[0] in revised else key): count
        for key, count in before.items()
    }


def _rows(counts: Mapping[tuple, int | str]) -> tuple[tuple, ...]:
    return tuple((*key, count) for key, count in counts.items())


# ── Hiding ────────────────────────────────────────────────────────────────────────────────────────────────


def safe_points(entry: Indicator, groups: Mapping[str, Sequence], earlier: Iterable[Sequence[Printed]] = ()):
    """``{group: points}`` with every point hidden that would give a small count away, given what was printed before.

    ``marks`` tells what each is not the sum of.
    """
    printed = of_points(entry, groups)
    before = tuple(_rows(cells(entry, _as_before(entry, printed, each))) for each in earlier)
    hidden = _hidden(entry.disclosure, _rows(cells(entry, printed)), before)
    places = {(one.start, one.end, one.group): key_of(entry, one) for one in printed}
    return {
        name: [_hide(point) if places[point.start, point.end, name] in hidden else point for point in points]
        for name, points in groups.items()
    }


def marks(entry: Indicator, groups: Mapping[str, Sequence]) -> dict[tuple, tuple[str, ...]]:
    """``{(start, end, group): what it is not the sum of}``, from the true counts."""
    return {(one.start, one.end, one.group): one.not_sum_of for one in of_points(entry, groups)}


@lru_cache(maxsize=512)
def _hidden(cls: str, rows: tuple, before: tuple) -> frozenset:
    """``(year, period, group)`` of each figure that must not be printed; a small count, even if it was before."""
    kind = class_named(cls)
    if not kind.threshold or not rows:
        return frozenset()
    small = {row[:3] for row in rows if _is_small(row[-1], kind)}
    if not small and not _differ(rows, before):
        return frozenset()
    made = protect_rows(
        _dicts(rows), by=BY, count="count", cls=cls, published=[_dicts(each) for each in before]
    )
    return frozenset({key[:3] for key in made.hidden} | small)


def _is_small(count, kind):
    least = 0 if kind.noughts == "hidden" else 1
    return isinstance(count, int) and least <= count <= kind.threshold


def _differ(rows, before):
    """Did an earlier edition hide anything, or print another count in one of these cells?"""
    now = {row[:-1]: row[-1] for row in rows}
    return any(row[-1] == HIDDEN or now.get(row[:-1], row[-1]) != row[-1] for each in before for row in each)


def _dicts(rows):
    return [dict(zip((*BY, "count"), row, strict=True)) for row in rows]


def _hide(point):
    return replace(
        point, numerator=None, denominator=None, value=None, shown=HIDDEN, symbol=HIDDEN, because=BECAUSE
    )


# ── Trying to undo it ─────────────────────────────────────────────────────────────────────────────────────


def leaks(
    entry: Indicator,
    figures: Iterable[d.Figure],
    earlier: Iterable[Sequence[Printed]] = (),
    since: Iterable[Sequence[Printed]] = (),
) -> list[str]:
    """What a reader of these figures of one indicator, and of the editions before, can work out: each in words.

    ``since``: editions that were published after it was decided what to hide, and so are not known to have been minded.
    """
    kind = class_named(entry.disclosure)
    population = entry.population is not None
    printed = [of_figure(entry, figure, population=population) for figure in figures]
    now = cells(entry, printed)
    if not kind.threshold or not now:
        return []
    before = (cells(entry, _as_before(entry, printed, each)) for each in earlier)
    tables = [now, *(_apart_where_revised(now, each, n) for n, each in enumerate(before, 1))]
    tables += [cells(entry, _as_before(entry, printed, each)) for each in since]
    verdict = attack(
        [_dicts(_rows(table)) for table in tables if table],
        by=BY,
        count="count",
        threshold=kind.threshold,
        width=kind.width,
        noughts_shown=kind.noughts == "shown" and entry.unit != Unit.PERCENT,
    )
    return [f"{entry.name}, {leak.cell}: {leak.because}" for leak in verdict.leaks]
