"""Ratios between groups: who meets a step more often than others, whether chance explains it, and how that changed."""

from dataclasses import dataclass

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


def of(entry, dimension, groups):
    """The disparity of one breakdown; ``groups``: {name: points}, the whole under ""."""
    title, against = WORDS[dimension]
    named = {name: points for name, points in groups.items() if name}
    years = _years(entry, groups[""], named)
    empty = Disparity(dimension, f"{title}: {entry.name}", against, counts=_counts(groups[""], named))
    if str(entry.unit) == "days":
        return _without(empty, "Medians are not divided by each other. The counts are below.")
    if not years:
        return _without(empty, "There is not yet a whole year in which every group has a figure.")
    if not any(_usable(cell) for _, cells in years for cell in cells.values()):
        return _without(
            empty,
            "How many children of each group live here is not on record, so there is no rate to compare. "
            "The counts are below.",
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
        empty.title,
        against,
        now[0],
        then[0] or "",
        tuple(rows),
        tuple(label for label, _ in years),
    )


def _without(empty, because):
    return Disparity(empty.dimension, empty.title, empty.against, because=because, counts=empty.counts)


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


def _counts(whole, groups):
    """(group, count as shown, share) of the latest period that everybody has."""
    last = next((point.end for point in reversed(whole) if point.numerator is not None), None)
    found = []
    for name, points in groups.items():
        point = next((point for point in points if point.end == last), None)
        if point is not None:
            found.append(
                (
                    name,
                    point.shown or point.symbol,
                    f"{point.numerator:,}" if point.numerator is not None else point.symbol,
                )
            )
    return tuple(found)
