"""Reads of what stands round the partnership's own figures: published statistics, neighbours, and the map."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Max

from lscp.indicators import figures
from lscp.indicators.figures import WHOLE, Point
from lscp.indicators.models import Comparator, Neighbour, Population, ResourcePoint, WardShape
from lscp.indicators.queries import Figures, values_of, year_point
from lscp.scorecard.catalogue import indicator as entry_of
from lscp.scorecard.readers import neighbours as neighbours_known
from lscp.scorecard.readers.authorities import ENGLAND, authority, regions

LONDON = "E12000007"


# ── Beside others ─────────────────────────────────────────────────────────────────────────────────────────


def _near(partnership):
    """``(areas, regions, neighbours)`` of a partnership, as nine-character codes."""
    areas = [one["code"] for one in partnership.authorities]
    within = {one.code: one.within for one in regions()}  # inner London lies within London
    around = {one.region for one in map(authority, areas) if one}
    # A borough of London by its code (ONS), though no list has it yet.
    around |= {LONDON for code in areas if authority(code) is None and code.startswith("E09")}
    around |= {within[code] for code in around if within.get(code)}
    return areas, around, [row.neighbour for row in neighbours(areas)]


def neighbours(areas):
    """The statistical neighbours of some authorities, nearest first: the latest set that was brought in for an
    authority, else the Department for Education's in the rulebook."""
    rows = list(Neighbour.objects.filter(area__in=areas).order_by("area", "source", "place"))
    last = {row.area: row.source for row in rows}
    known = [
        Neighbour(
            area=area, neighbour=one.code, name=one.name, place=one.rank, source="Department for Education"
        )
        for area in areas
        if area not in last
        for one in neighbours_known.of(area)
    ]
    return [row for row in rows if row.source == last[row.area]] + known


def populations_of(vintages):
    """``{(area, year, vintage): count}`` of children aged 0 to 17, of some vintages."""
    rows = Population.objects.filter(vintage__in=vintages, ages="0-17", breakdown=WHOLE)
    return {row[:3]: row[3] for row in rows.values_list("area", "year", "vintage", "count")}


def _comparators(partnership, codes):
    """The published figures near a partnership, ``{code: [Comparator, …]}``: one a cell, by the last release."""
    areas, around, near = _near(partnership)
    rows = Comparator.objects.filter(
        indicator__in=list(codes), area_code__in={ENGLAND, *areas, *around, *near}
    ).order_by("release", "imported_on", "pk")
    found = defaultdict(dict)
    for row in rows:
        found[row.indicator][row.area_code, row.year_ending] = row
    return defaultdict(list, {code: list(cells.values()) for code, cells in found.items()})


def beside(partnership, lines):
    """``{code: rows}``: England and the region for the last year that is published and over when the latest point of a
    ``queries.Line`` is."""
    rows = _comparators(partnership, {line.code for line in lines})
    return {line.code: _wide(rows[line.code], line.latest) for line in lines}


def _wide(rows, latest):
    wide = [
        row
        for row in rows
        if row.level in ("england", "region") and (latest is None or row.year_ending <= latest.end)
    ]
    year = max((row.year_ending for row in wide), default=None)
    return tuple(row for row in wide if row.year_ending == year)


@dataclass(frozen=True)
class Comparison:
    """One indicator beside England, the region and the neighbours, for the year that ends on ``year_ending``.

    ``ours``: the partnership's own point for that year (its four quarters added, where only they were given);
    ``published``: what the release says of its areas; ``authorities``: everybody, for a funnel. ``pooled`` is the
    neighbours' figure from their added counts: a rate is never averaged; None unless all their counts are published.
    """

    entry: object
    year_ending: object
    ours: Point | None
    published: tuple
    england: Comparator | None
    regions: tuple
    neighbours: tuple
    pooled: Point | None
    authorities: tuple


def comparisons(partnership, codes, until):
    """``{code: Comparison}`` for the last year that England (or else anybody near) is published for, up to a day.

    Our own point and the funnel's authorities are left out: two queries, however many indicators there are.
    """
    areas, around, near = _near(partnership)
    found = {}
    for code, rows in _comparators(partnership, codes).items():
        rows = [row for row in rows if row.year_ending <= until]
        of_england = [row.year_ending for row in rows if row.area_code == ENGLAND]
        year = max(of_england or [row.year_ending for row in rows], default=None)
        if year:
            cells = {row.area_code: row for row in rows if row.year_ending == year}
            found[code] = _beside_others(entry_of(code), year, cells, areas, around, near)
    return found


def comparison(partnership, indicator, year_ending=None):
    """See ``Comparison``. Without ``year_ending`` the last year that England is published for."""
    found = entry_of(indicator)
    rows = Comparator.objects.filter(indicator=indicator)
    year = year_ending or rows.filter(level="england").aggregate(last=Max("year_ending"))["last"]
    year = year or rows.aggregate(last=Max("year_ending"))["last"]
    areas, around, near = _near(partnership)
    cells = {}
    for row in rows.filter(year_ending=year).order_by("release", "imported_on", "pk") if year else ():
        cells[row.area_code] = row
    made = _beside_others(found, year, cells, areas, around, near)
    return replace(
        made,
        ours=year_point(partnership, indicator, year) if year else None,
        authorities=tuple(row for row in cells.values() if row.level == "authority"),
    )


def _beside_others(entry, year, cells, areas, around, near):
    theirs = tuple(cells[code] for code in dict.fromkeys(near) if code in cells)
    return Comparison(
        entry,
        year,
        ours=None,
        published=tuple(cells[code] for code in areas if code in cells),
        england=cells.get(ENGLAND),
        regions=tuple(cells[code] for code in sorted(around) if code in cells),
        neighbours=theirs,
        pooled=_pooled(entry, theirs, len(set(near))),
        authorities=(),
    )


def _pooled(found, rows, expected):
    counts = [(row.numerator, row.denominator) for row in rows]
    if not rows or len(rows) < expected or any(None in pair for pair in counts):
        return None
    point = Point(
        found.code,
        rows[0].year_ending,
        rows[0].year_ending,
        numerator=int(sum(top for top, _ in counts)),
        denominator=int(sum(bottom for _, bottom in counts)),
    )
    return figures.with_figure(found, point)


# ── The map ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class WardFigure:
    """A ward with its count, its rate for each 10,000 children where both are known, and the services in it."""

    ward: WardShape | None
    name: str
    point: Point | None
    resources: tuple


def ward_figures(partnership, indicator, *, end=None, by="year"):
    """One ``WardFigure`` for each ward on the map or in the figures, for the period that ends on ``end`` (the last).

    Two boroughs may each have an Abbey ward: they are two.
    """
    found, entry = Figures(partnership, [indicator], ["ward"]), entry_of(indicator)
    points = {}
    for area in (one["code"] for one in partnership.authorities):
        for key in found.breakdowns(indicator, area):
            theirs = found.series(indicator, key, by=by, area=area)
            points[area, values_of(key)[0]] = {one.end: one for one in theirs if one.numerator is not None}
    end = end or max((day for theirs in points.values() for day in theirs), default=None)
    shapes = {(row.area, row.name): row for row in WardShape.objects.filter(partnership=partnership)}
    services = defaultdict(list)
    for row in ResourcePoint.objects.filter(partnership=partnership):
        services[row.area, row.ward].append(row)
    return [
        WardFigure(
            shapes.get(ward),
            ward[1],
            _of_ward(entry, points.get(ward, {}).get(end), shapes.get(ward)),
            tuple(services[ward]),
        )
        for ward in sorted(set(shapes) | set(points), key=lambda ward: (ward[1].casefold(), ward[0]))
    ]


def _of_ward(entry, point, ward):
    """The point with the ward's children below it, where the rate is of children and the ward has its own count."""
    if point is None or point.denominator is not None or entry.population != "0-17":
        return point
    if ward is None or not ward.children:
        return replace(point, because="How many children live in this ward is not on record.")
    return figures.with_figure(entry, replace(point, denominator=ward.children), f"Children: {ward.vintage}.")
