"""Figures for readers who may not see counts small enough to point at a child. Pure.

What is too small is hidden, and with it whatever would let the reader work it out: from the whole and the other groups,
from the share that is left, or from what was published before. Which cells those are, ``lscp.disclosure.suppression``
decides and proves; here a series becomes its table, and the answer becomes points again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from lscp.disclosure.safe import class_named, protect_rows
from lscp.disclosure.table import HIDDEN, NOT_AVAILABLE, TOTAL
from lscp.scorecard.catalogue import Unit

_BY = ("period", "group", "part")
_IN, _OUT, _BASE = "counted", "not counted", "counted from"
_ALL = "everybody"
BECAUSE = "Hidden, so that no child can be recognised."


def safe_series(entry, points):
    """The points of one series, those that are too small hidden."""
    return safe(entry, {"": points})[""]


def safe(entry, groups, published=()):
    """``{group: points}`` (the whole under ``""``) with every point hidden that would give a small count away.

    How small is small, the indicator's disclosure class says (``rulebook/disclosure/classes.yaml``). A hidden point
    keeps its period and says why; it has the symbol ``c``. ``published``: ``published_rows`` of earlier editions.

    The periods of a year that an edition printed are one table, for their sum is known; any other period is one by
    itself. So a page of one period and a page of all hide the same (``years_around`` says which periods it takes),
    and nobody who reads both, or the edition too, works out what is hidden.

    Where the whole of a period is hidden, all its groups are, noughts too. So one breakdown never tells of another:
    they have nothing in common but the whole, and that is either shown to everybody or told by none of them.
    """
    kind = class_named(entry.disclosure)
    rows, keys = _rows(entry, groups)
    tables, editions = _by_period(rows), [_by_period(edition) for edition in published]
    hidden = set()
    for periods, year in _together(entry, tables, editions):
        now = [(period, *cell) for period in periods for cell in tables[period]]
        before = [
            tuple(
                (TOTAL if period == year else period, *cell)
                for period in (*periods, year)
                for cell in edition.get(period, ())
            )
            for edition in editions
        ]
        now += _sums(now, len(periods), before)
        if _has_small(now, kind) or any(set(each).difference(now) for each in before):
            hidden |= _hidden(tuple(now), kind.code, tuple(filter(None, before)))
    gone = {period for period, group in hidden if group in (TOTAL, _ALL)}
    return {
        name: [
            hide(point) if _period(point) in gone or keys[name, _period(point)] in hidden else point
            for point in points
        ]
        for name, points in groups.items()
    }


def years_around(end, published):
    """The first and the last day of what must be made safe together with the period that ends on ``end``."""
    periods = [_days(period) for edition in published for period, *_ in edition]
    around = [(first, last) for first, last in periods if first <= end <= last]
    return min((first for first, _ in around), default=end), max((last for _, last in around), default=end)


def _together(entry, tables, editions) -> Iterator[tuple[list[str], str | None]]:
    """(periods, the printed year that they make up, or None) of each table."""
    left = list(tables)
    if entry.kind == "flow" and not entry.distinct and entry.period_type != "rolling-12":
        for year in sorted({period for edition in editions for period in edition}):
            periods = sorted(period for period in left if period != year and _is_in(period, year))
            if _make_up(periods, year):
                left = [period for period in left if period not in periods]
                yield periods, year
    yield from (([period], None) for period in left)


def _days(period):
    return tuple(map(date.fromisoformat, period.split("/")))


def _is_in(period, year):
    (start, end), (first, last) = _days(period), _days(year)
    return first <= start and end <= last


def _make_up(periods, year):
    days = [_days(period) for period in periods]
    follow = all(after[0] == before[1] + timedelta(1) for before, after in pairwise(days))
    return bool(days) and (days[0][0], days[-1][1]) == _days(year) and follow


def _sums(now, many, before):
    """The year's cells that an edition printed or hid, as the periods' counts have them.

    Not of a group that was revised since; then not of everybody either, whose groups would not add up.
    """
    counts, printed = defaultdict(list), defaultdict(dict)
    for _, group, part, count in now:
        counts[group, part].append(count)
    for edition in before:
        for period, group, part, shown in edition:
            if period == TOTAL:
                theirs = counts.get((group, part), [])
                fits = len(theirs) == many and NOT_AVAILABLE not in theirs and shown in (HIDDEN, sum(theirs))
                printed[group][part] = fits and printed[group].get(part, True)
    fitting = {group for group, parts in printed.items() if all(parts.values())}
    if fitting - {TOTAL} and fitting < {group for group, _ in counts}:
        fitting.discard(TOTAL)
    for group in sorted(fitting):
        for part in printed[group]:
            yield TOTAL, group, part, sum(counts[group, part])


@lru_cache(maxsize=4096)
def _hidden(cells, code, published):
    """The ``(period, group)`` that are hidden: worked out once for the same counts, whoever looks, on any page."""
    made = protect_rows(_named(cells), by=_BY, count="count", cls=code, published=[*map(_named, published)])
    return frozenset((period, group) for period, group, _ in made.hidden if period != TOTAL)


def _named(cells):
    return [dict(zip((*_BY, "count"), cell, strict=True)) for cell in cells]


def _by_period(rows):
    """``{period: its cells}``, in order."""
    found = defaultdict(list)
    for period, *cell in rows:
        found[period].append(tuple(cell))
    return {period: tuple(cells) for period, cells in found.items()}


def published_rows(entry, figures):
    """What one edition printed of an indicator by one breakdown, for ``safe(published=…)``.

    ``figures``: the edition's ``PublishedFigure`` rows of that breakdown and of the whole.
    """
    return [row for one in figures for row in _printed(entry, one)]


def _printed(entry, figure):
    """The cells of one printed figure: the count, and what it was a share of where that was printed too."""
    place = (
        f"{figure.period_start}/{figure.period_end}",
        " and ".join(str(value) for _, value in sorted(figure.groups.items())) or TOTAL,
    )
    shown, out_of = _count(figure.shown), _count(figure.out_of)
    if entry.unit == Unit.DAYS:
        yield *place, _IN, shown if out_of == "" else out_of
        return
    yield *place, _IN, shown
    if out_of == "":
        return
    if entry.unit == Unit.PERCENT:
        told = isinstance(shown, int) and isinstance(out_of, int)
        yield *place, _OUT, out_of - shown if told else HIDDEN
    yield *place, TOTAL if entry.unit == Unit.PERCENT else _BASE, out_of


def _count(text):
    """The number that was printed, or the symbol."""
    return int(text) if text.isdigit() else text


def _has_small(cells, kind):
    """Is any count too small? Then the rest is looked at too; otherwise there is nothing to give away."""
    least = 0 if kind.noughts == "hidden" else 1
    return any(count != NOT_AVAILABLE and least <= count <= kind.threshold for *_, count in cells)


def hide(point):
    """The point without its figure, saying why."""
    return replace(
        point, numerator=None, denominator=None, value=None, shown=HIDDEN, symbol=HIDDEN, because=BECAUSE
    )


def _period(point):
    return f"{point.start}/{point.end}"


def _adds_up(groups, whole, days):
    """Do the groups of a period (if there are any) make up its whole? A child who counts once may stand in two."""
    parts = [
        point
        for name, points in groups.items()
        if name
        for point in points
        if _period(point) == _period(whole)
    ]
    counts = (_own,) if days else (lambda point: point.numerator, _own)  # medians add up to nothing
    return not parts or all(_sum(parts, own) == own(whole) for own in counts)


def _sum(points, own):
    numbers = [own(point) for point in points]
    return None if None in numbers else sum(numbers)


def _own(point):
    """The denominator where it is counted too; a published population is no secret."""
    return None if point.population or point.denominator is None else point.denominator


def _rows(entry, groups):
    """The rows of the table, and each point's ``(period, group)`` in it by ``(name, period)``."""
    rows, keys = [], {}
    for name, points in groups.items():
        for point in points:
            label = name or (TOTAL if _adds_up(groups, point, entry.unit == Unit.DAYS) else _ALL)
            keys[name, _period(point)] = _period(point), label
            rows += _cells(entry, _period(point), label, point)
    return rows, keys


def _cells(entry, period, group, point):
    """A count; where it is a share, also what is left and what it is a share of."""
    if point.numerator is None:
        yield period, group, _IN, NOT_AVAILABLE
        return
    own = _own(point)
    if entry.unit == Unit.DAYS:  # a median tells of the children behind it
        yield period, group, _IN, NOT_AVAILABLE if own is None else int(own)
        return
    yield period, group, _IN, int(point.numerator)
    if own is None:
        return
    if entry.unit == Unit.PERCENT:
        yield period, group, _OUT, int(own - point.numerator)
    yield period, group, TOTAL if entry.unit == Unit.PERCENT else _BASE, int(own)
