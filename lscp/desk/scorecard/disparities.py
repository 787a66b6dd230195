"""Ratios between groups: who meets a step more often than others, whether chance explains it, and how that changed.

A share is compared as it is. A count of a group has no population of its own group on record, so it is compared out of
those who reached the step before (the relative rate index): enquiries out of referrals, and so on.
"""

from dataclasses import dataclass, replace

import numpy as np

from lscp.indicators.figures import length
from lscp.statistics import disparity

# The group that the others are compared with. Where none is natural, all others together.
AGAINST = {"ethnicity": "White", "sex": "Female", "disability": "No"}
WORDS = {
    "ethnicity": ("By ethnicity", "White children"),
    "sex": ("By sex", "girls"),
    "disability": ("By disability", "children without a disability"),
    "age": ("By age", "all other children"),
}
# The step before, whose count by group a count is compared out of.
STEP_BEFORE = {
    "I05": "I01",
    "I15": "I05",
    "I20-STARTED": "I15",
    "I101": "I05",
    "I09": "I01",
    "I19": "I13",
    "I30": "I13",
}
A_YEAR = {"month": 12, "quarter": 4, "year": 1, "term": 1}


@dataclass(frozen=True)
class Row:
    """One group: ``now`` and ``before`` are (ratio, low, high) or None; ``years`` has each year's, newest first."""

    name: str
    now: tuple | None
    before: tuple | None = None
    symbol: str = ""
    behind: str = ""
    years: tuple = ()


@dataclass(frozen=True)
class Disparity:
    """One breakdown. Without ``rows`` of ratios, ``because`` says why; ``counts`` are then (group, count, share)."""

    dimension: str
    title: str
    against: str
    now: str = ""
    then: str = ""
    rows: tuple = ()
    years: tuple = ()
    because: str = ""
    counts: tuple = ()


def of(entry, dimension, groups, before=None, base=None):
    """The disparity of one breakdown; ``groups``: {name: points}, the whole under "".

    ``before`` is the catalogue's entry of the step before and ``base`` its groups, where there is one.
    """
    title, against = WORDS[dimension]
    named = {name: points for name, points in groups.items() if name}
    days = str(entry.unit) == "days"
    empty = Disparity(
        dimension,
        f"{title}: {entry.name}",
        against,
        counts=_medians(groups[""], named) if days else _counts(groups[""], named),
    )
    full = empty.title
    if base and not any(point.denominator for points in named.values() for point in points):
        named = {name: _out_of(points, base.get(name, ())) for name, points in named.items()}
        full = f"{full}, out of {before.name[:1].lower()}{before.name[1:]}"
    years = _years(entry, groups[""], named)
    if days:
        return replace(empty, because="Medians are shown beside each other, never divided.")
    if not years:
        return replace(empty, because="There is not yet a whole year in which every group has a figure.")
    if not any(_usable(cell) for _, cells in years for cell in cells.values()):
        return replace(
            empty,
            because="How many children of each group live here is not on record, so there is no rate to compare.",
        )
    now, then = years[0], years[-1] if len(years) > 1 else (None, {})
    rows = [
        Row(
            name,
            _ratio(entry, dimension, name, now[1]),
            _ratio(entry, dimension, name, then[1]) if then[1] else None,
            symbol=_why(now[1].get(name)),
            behind=_behind(now[1].get(name)),
            years=tuple(_ratio(entry, dimension, name, cells) for _, cells in years),
        )
        for name in named
        if name != AGAINST.get(dimension)
    ]
    return Disparity(
        dimension,
        full,
        against,
        now[0],
        then[0] or "",
        tuple(rows),
        tuple(label for label, _ in years),
    )


def _out_of(points, base):
    """The points with the counts of the step before below them; a hidden one hides its point."""
    at = {(point.start, point.end): point for point in base}
    found = []
    for point in points:
        below = at.get((point.start, point.end))
        if below is not None and below.symbol == "c":
            point = replace(point, numerator=None, denominator=None, symbol="c")
        elif below is not None and point.numerator is not None:
            point = replace(point, denominator=below.numerator)
        found.append(point)
    return found


def _years(entry, whole, groups):
    """[(label, {group: (numerator, denominator)})] of each whole year back from the latest, newest first."""
    points = [point for point in whole if point.numerator is not None]
    if not points:
        return []
    size = 1 if entry.kind == "stock" else A_YEAR[length(points[-1].start, points[-1].end)]
    step = A_YEAR[length(points[-1].start, points[-1].end)]
    by_end = {name: {point.end: point for point in theirs} for name, theirs in groups.items()}
    ends, found = [point.end for point in whole], []
    last = ends.index(points[-1].end)
    while last - size + 1 >= 0 and len(found) < 6:
        wanted = ends[last - size + 1 : last + 1]
        cells = {name: _added([theirs.get(end) for end in wanted]) for name, theirs in by_end.items()}
        if all(cell is None for cell in cells.values()):
            break
        first, final = whole[last - size + 1], whole[last]
        found.append((first.label if size == 1 else f"{first.label} to {final.label}", cells))
        last -= step
    return found


def _added(points):
    """(numerator, denominator) of the periods together; the symbol of a hidden one; None where one is missing."""
    if any(point is None for point in points):
        return None
    if any(point.symbol == "c" for point in points):
        return "c"
    if any(point.numerator is None for point in points):
        return None
    given = [point.denominator for point in points]
    return sum(point.numerator for point in points), None if None in given else sum(given)


def _ratio(entry, dimension, name, cells):
    ours, other = cells.get(name), _other(dimension, name, cells)
    if not _usable(ours) or not _usable(other):
        return None
    shares = str(entry.unit) in {"percent", "per_100"}
    found = disparity.ratio(float(ours[0]), ours[1], float(other[0]), other[1], shares=shares)
    return (
        tuple(None if not np.isfinite(v) else float(v) for v in found) if np.isfinite(found.value) else None
    )


def _other(dimension, name, cells):
    if dimension in AGAINST:
        return cells.get(AGAINST[dimension])
    rest = [cell for other, cell in cells.items() if other not in (name, "Not known")]
    if any(not _usable(cell) for cell in rest):
        return None
    return sum(top for top, _ in rest), sum(bottom for _, bottom in rest)


def _usable(cell):
    return isinstance(cell, tuple) and cell[1]


def _why(cell):
    return "c" if cell == "c" else ":" if not isinstance(cell, tuple) else ""


def _behind(cell):
    if not isinstance(cell, tuple):
        return ""
    return f"{cell[0]:,} of {cell[1]:,}" if cell[1] is not None else f"{cell[0]:,}"


def _latest(whole, groups):
    """(the whole's latest point, [(group, point)]) of the latest period with a figure."""
    last = next((point for point in reversed(whole) if point.numerator is not None), None)
    named = [
        (name, point) for name, points in groups.items() for point in points if last and point.end == last.end
    ]
    return last, named


def _medians(whole, groups):
    """(group, days as shown, children) of the latest period."""
    _, named = _latest(whole, groups)
    return tuple(
        (
            name,
            point.shown or point.symbol,
            point.symbol if point.denominator is None else f"{point.denominator:,}",
        )
        for name, point in named
    )


def _counts(whole, groups):
    """(group, count, share of all) of the latest period."""
    last, named = _latest(whole, groups)
    found = []
    for name, point in named:
        if point.numerator is None:
            found.append((name, point.symbol, point.symbol))
        else:
            share = f"{point.numerator / last.numerator:.0%}" if last.numerator else ""
            found.append((name, f"{point.numerator:,}", share))
    return tuple(found)
