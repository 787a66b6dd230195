"""Ratios between groups on the page of an indicator: out of the people who live here, out of those who reached the step
before, and how both changed."""

from dataclasses import dataclass, replace

from lscp.indicators import disparity
from lscp.indicators.disparity import AGAINST, WORDS, usable
from lscp.indicators.figures import length

A_YEAR = {"month": 12, "quarter": 4, "year": 1, "term": 1}
MOST_YEARS = 6


@dataclass(frozen=True)
class Row:
    """One group: ``years`` has each year's ``Estimate`` or None, newest first; ``change`` is from first to last."""

    name: str
    years: tuple
    change: object = None
    symbol: str = ""
    behind: str = ""

    @property
    def now(self):
        return self.years[0]

    @property
    def before(self):
        return self.years[-1] if len(self.years) > 1 else None


@dataclass(frozen=True)
class Disparity:
    """One breakdown, compared in one way. Without ``rows``, ``because`` says why there is no ratio; ``counts`` are then
    (group, count, share). ``note`` says what it is counted against."""

    key: str
    title: str
    against: str
    rows: tuple = ()
    years: tuple = ()
    because: str = ""
    counts: tuple = ()
    note: str = ""

    @property
    def now(self):
        return self.years[0]

    @property
    def then(self):
        return self.years[-1] if len(self.years) > 1 else ""


def of(entry, dimension, groups, before=None, base=None):
    """The disparities of one breakdown, a list; ``groups``: {name: points}, the whole under "".

    ``before`` is the catalogue's entry of the step before and ``base`` its groups, where there is one.
    """
    title, against = WORDS[dimension]
    named = {name: points for name, points in groups.items() if name}
    empty = Disparity(f"by-{dimension}", f"{title}: {entry.name}", against)
    first = _compared(entry, dimension, groups[""], named, empty)
    if not first.rows:
        days = str(entry.unit) == "days"
        first = replace(first, counts=_medians(groups[""], named) if days else _counts(groups[""], named))
    found = [first]
    if base:
        out_of = {name: _out_of(points, base.get(name, ())) for name, points in named.items()}
        words = f"{empty.title}, out of {before.name[:1].lower()}{before.name[1:]}"
        second = replace(empty, key=f"{empty.key}-of-the-step-before", title=words)
        found.append(_compared(entry, dimension, groups[""], out_of, second, of_step=True))
    return [each for each in found if each.rows or each is first]


def _compared(entry, dimension, whole, groups, made, *, of_step=False):
    """``made`` with its ratios by year, or with the reason why there are none."""
    if str(entry.unit) == "days":
        return replace(made, because="Medians are shown beside each other, never divided.")
    years = _years(entry, whole, groups)
    if not years:
        return replace(made, because="There is not yet a whole year in which every group has a figure.")
    if not any(usable(cell) for _, cells in years for cell in cells.values()):
        return replace(made, because=NO_PEOPLE_BY_GROUP if entry.population else NOTHING_TO_DIVIDE)
    newest, oldest = years[0][1], years[-1][1]
    rows = [
        Row(
            name,
            tuple(disparity.ratio(entry, dimension, name, cells, of_step=of_step) for _, cells in years),
            disparity.change(dimension, name, oldest, newest) if len(years) > 1 else None,
            symbol=_why(newest.get(name)),
            behind=_behind(newest.get(name)),
        )
        for name in groups
        if name != AGAINST.get(dimension)
    ]
    return replace(
        made,
        rows=tuple(rows),
        years=tuple(label for label, _ in years),
        note="" if of_step else _people(groups),
    )


NO_PEOPLE_BY_GROUP = (
    "How many children of each group live here is not on record, so there is no rate to compare. An operator brings in "
    "the census with the command lscp population."
)
NOTHING_TO_DIVIDE = "It is a count, with nothing that it is counted out of, so there is no rate to compare."


def _people(groups):
    """What the groups are counted against, where it is people who live here."""
    vintages = {
        f"{one.vintage} (mid-{one.year})"
        for points in groups.values()
        for point in points
        for one in point.population
    }
    return (
        f"Rates are out of the children of each group who live here: {'; '.join(sorted(vintages))}."
        if vintages
        else ""
    )


def _out_of(points, base):
    """The points with the counts of the step before below them; a hidden one hides its point."""
    at = {(point.start, point.end): point for point in base}
    found = []
    for point in points:
        below = at.get((point.start, point.end))
        point = replace(point, denominator=below.numerator if below else None, population=())
        if below is not None and below.symbol == "c":
            point = replace(point, numerator=None, symbol="c")
        found.append(point)
    return found


def _years(entry, whole, groups):
    """[(label, {group: (numerator, denominator)})] of each whole year back from the latest, newest first."""
    points = [point for point in whole if point.numerator is not None]
    if not points:
        return []
    step = A_YEAR[length(points[-1].start, points[-1].end)]
    size = 1 if entry.kind == "stock" else step
    by_end = {name: {point.end: point for point in theirs} for name, theirs in groups.items()}
    ends, found = [point.end for point in whole], []
    last = ends.index(points[-1].end)
    while last - size + 1 >= 0 and len(found) < MOST_YEARS:
        wanted = ends[last - size + 1 : last + 1]
        cells = {name: _added(entry, [theirs.get(end) for end in wanted]) for name, theirs in by_end.items()}
        if all(cell is None for cell in cells.values()):
            break
        first, final = whole[last - size + 1], whole[last]
        found.append((first.label if size == 1 else f"{first.label} to {final.label}", cells))
        last -= step
    return found


def _added(entry, points):
    """(numerator, denominator) of the periods together; the symbol of a hidden one; None where one is missing.

    What is counted is added; the people who live here are those of the last period.
    """
    if any(point is None for point in points):
        return None
    if any(point.symbol == "c" for point in points):
        return "c"
    if any(point.numerator is None for point in points):
        return None
    given = [point.denominator for point in points]
    below = given[-1] if points[-1].population else None if None in given else sum(given)
    return sum(point.numerator for point in points), below


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
