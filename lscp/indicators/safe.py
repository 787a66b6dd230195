"""Figures for readers who may not see counts small enough to point at a child. Pure.

What is too small is hidden, and with it whatever would let the reader work it out: from the whole and the other groups,
from the share that is left, or from what was published before. Which cells those are, ``lscp.disclosure.suppression``
decides and proves; here a series becomes its table, and the answer becomes points again.
"""

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from lscp.disclosure.safe import class_named, protect_rows
from lscp.disclosure.table import HIDDEN, NOT_AVAILABLE, TOTAL
from lscp.scorecard.catalogue import Unit

_CELL = ("group", "part", "count")
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

    Each period is a table by itself, for nothing adds periods up here. So a page of one period and a page of all hide
    the same, and nobody who reads both works out what either hides.

    Where the whole of a period is hidden, all its groups are, noughts too. So one breakdown never tells of another:
    they have nothing in common but the whole, and that is either shown to everybody or told by none of them.
    """
    kind = class_named(entry.disclosure)
    rows, keys = _rows(entry, groups)
    editions = [_by_period(edition) for edition in published]
    hidden = set()
    for period, cells in _by_period(rows).items():
        before = tuple(edition[period] for edition in editions if period in edition)
        if before or _has_small(cells, kind):
            hidden |= {(period, group) for group in _hidden(cells, kind.code, before)}
    gone = {period for period, group in hidden if group in (TOTAL, _ALL)}
    return {
        name: [
            _hide(point) if _period(point) in gone or keys[name, _period(point)] in hidden else point
            for point in points
        ]
        for name, points in groups.items()
    }


@lru_cache(maxsize=4096)
def _hidden(cells, code, published):
    """The groups of one period that are hidden: worked out once for the same counts, whoever looks, on any page."""
    made = protect_rows(
        _named(cells), by=_CELL[:2], count=_CELL[2], cls=code, published=[*map(_named, published)]
    )
    return frozenset(group for group, _ in made.hidden)


def _named(cells):
    return [dict(zip(_CELL, cell, strict=True)) for cell in cells]


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
    if entry.unit == Unit.DAYS:
        yield *place, _IN, figure.out_of or figure.shown
        return
    yield *place, _IN, figure.shown
    if not figure.out_of:
        return
    if entry.unit == Unit.PERCENT:
        told = HIDDEN not in (figure.shown, figure.out_of)
        yield *place, _OUT, int(figure.out_of) - int(figure.shown) if told else HIDDEN
    yield *place, TOTAL if entry.unit == Unit.PERCENT else _BASE, figure.out_of


def _has_small(cells, kind):
    """Is any count too small? Then the rest is looked at too; otherwise there is nothing to give away."""
    least = 0 if kind.noughts == "hidden" else 1
    return any(count != NOT_AVAILABLE and least <= count <= kind.threshold for *_, count in cells)


def _hide(point):
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
