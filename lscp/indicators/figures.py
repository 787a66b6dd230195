"""From readings to the points of a series: which reading counts, over which population, and why one is missing.

Pure: plain values in, plain values out; ``queries`` fetches them. No percentage is averaged: where a partnership covers
several areas their numerators and denominators are added, and a period for which one area is missing has no figure.
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from lscp.calendars.months import add_months
from lscp.scorecard.catalogue import Indicator, Unit

MONTHS = {"month": 1, "quarter": 3, "year": 12}
# The last month of each kind of year.
YEAR_ENDS = {"financial": 3, "academic": 8, "calendar": 12}
NOT_AVAILABLE, NOT_APPLICABLE, HIDDEN = ":", "z", "c"
WHOLE = "{}"  # no breakdown


def breakdown_key(breakdown):
    """The one text for a breakdown, whatever the order of its keys: ``{"sex": "Female"}``; ``{}`` for the whole."""
    return json.dumps(breakdown or {}, sort_keys=True, ensure_ascii=False)


def dimensions_key(breakdown):
    """What it is broken down by: ``ethnicity`` or ``ethnicity*sex``; empty for the whole."""
    return "*".join(sorted(breakdown or {}))


@dataclass(frozen=True)
class Sent:
    """What matters about the return a reading came in."""

    pk: int
    agency: int
    agency_name: str
    source: str
    received_at: object
    produced_on: date
    status: str


@dataclass(frozen=True)
class Raw:
    """One current reading, as it is kept."""

    pk: int
    sent: Sent
    indicator: str
    version: int
    start: date
    end: date
    area: str
    breakdown: str
    numerator: Decimal
    denominator: int | None

    @property
    def cell(self):
        return self.indicator, self.start, self.end, self.area, self.breakdown


@dataclass(frozen=True)
class People:
    """A published population: how many, in the middle of which year, by which release, and of which group."""

    area: str
    year: int
    ages: str
    count: int
    vintage: str
    released_on: date
    breakdown: str = WHOLE


@dataclass(frozen=True)
class Point:
    """One period of a series.

    ``numerator`` and ``denominator`` are the counts (``denominator`` is the population, where the rate is of one);
    ``value`` is the exact figure for drawing, ``shown`` the figure as it is published. Where there is none, ``symbol``
    is ``:`` (not supplied, or its population is not known), ``z`` (out of none) or ``c`` (hidden), and ``because``
    says why in a sentence. ``readings`` are the keys of the readings behind it, ``returns`` those of the returns.
    """

    indicator: str
    start: date
    end: date
    breakdown: str = WHOLE
    area: str = ""
    numerator: int | Decimal | None = None
    denominator: int | None = None
    value: float | None = None
    shown: str = ""
    symbol: str = ""
    because: str = ""
    version: int | None = None
    readings: tuple = ()
    returns: tuple = ()
    agency: str = ""
    signed_off: bool = False
    disputed: bool = False
    population: tuple = ()
    replaced_definition: bool = False

    @property
    def label(self):
        """``Apr to Jun 2024``, ``June 2024``, ``2023/24``."""
        return label(self.start, self.end)


@lru_cache(maxsize=4096)
def length(start, end):
    """``month``, ``quarter``, ``year``, or ``term`` for anything else, such as a school term."""
    after = end + timedelta(days=1)
    if start.day != 1:
        return "term"
    return next((name for name, months in MONTHS.items() if add_months(start, months) == after), "term")


def label(start, end):
    kind = length(start, end)
    if kind == "month":
        return f"{start:%B %Y}"
    if kind == "year" and start.month != 1:
        return f"{start.year}/{end.year % 100:02}" if start.month in (4, 9) else f"Year to {end:%B %Y}"
    if kind == "year":
        return f"{start.year}"
    if start.year == end.year and start.day == 1:
        return f"{start:%b} to {end:%b %Y}"
    return f"{start:%-d %b %Y} to {end:%-d %b %Y}"


def population_year(end):
    """The mid-year whose population a period's rate is counted against: for the year that ends on 31 March of t,
    mid-year t - 1 (DfE, Characteristics of children in need, methodology), and so for the periods within it."""
    return end.year - 1 if end.month <= 3 else end.year


# ── Which reading counts ──


def standing(raws, owner=None):
    """``(raw, disputed)`` by cell: the owning agency's before others', the last received before earlier ones.

    Disputed: another agency, or another source of the same one, gives another figure for the same cell.
    """
    found = defaultdict(list)
    for raw in raws:
        found[raw.cell].append(raw)
    return {cell: _first(given, owner) for cell, given in found.items()}


def _first(given, owner):
    if len(given) == 1:
        return given[0], False
    given.sort(key=lambda raw: (raw.sent.agency == owner, raw.sent.received_at, raw.sent.pk))
    return given[-1], len(set(latest_by_source(given).values())) > 1


def latest_by_source(given):
    """What each agency says by each source: ``{(agency, source): (numerator, denominator)}``, the last received."""
    ordered = sorted(given, key=lambda raw: (raw.sent.received_at, raw.sent.pk))
    return {(raw.sent.agency, raw.sent.source): (raw.numerator, raw.denominator) for raw in ordered}


# ── A series ──


def series(entry: Indicator, raws, *, by, missing=(), people=(), owner=None, areas=None):
    """The ``Point``s of one indicator and one breakdown, oldest first.

    ``missing``: rows with ``period_start, period_end, because, agency`` (not supplied). ``by`` is a key of
    ``MONTHS``, ``term``, or None for the division there is most of. Between the first and the last period every
    period has its point, with a figure or with the reason why there is none.
    """
    by = by or finest(entry, raws)
    chosen = standing(_of_length(entry, raws, by), owner)
    expected = set(areas or {raw.area for raw, _ in chosen.values()})
    by_period = defaultdict(dict)
    for raw, disputed in chosen.values():
        by_period[raw.start, raw.end][raw.area] = raw, disputed
    said = _said(missing, by, entry)
    periods = _every(sorted(set(by_period) | set(said)), by)
    breakdown = next(iter(raws)).breakdown if raws else WHOLE
    points = []
    for period in periods:
        rows = by_period.get(period, {})
        because = said.get(period) or "Nothing was sent for this period."
        point = Point(entry.code, *period, breakdown, symbol=NOT_AVAILABLE, because=because)
        if rows and expected <= set(rows):
            point = _worked_out(entry, point, [rows[area] for area in sorted(expected)], people)
        elif rows:
            gone = ", ".join(sorted(expected - set(rows)))
            point = replace(point, because=f"Nothing was sent for {gone}; a part is not shown as the whole.")
        points.append(point)
    return _mark_definitions(points)


def finest(entry, raws):
    """The division with the most periods; the finer one of two with as many. A quarter where there is nothing."""
    periods = {(raw.start, raw.end) for raw in raws}
    counted = Counter(_division(entry, start, end) for start, end in periods)
    order = [*MONTHS, "term"]
    return max(order, key=lambda by: (counted[by], -order.index(by))) if periods else "quarter"


def _division(entry, start, end):
    kind = length(start, end)
    if entry.period_type == "rolling-12" and kind == "year":
        return "quarter"
    return kind


def _of_length(entry, raws, by):
    """The readings of one division. A rolling year is drawn each quarter (or month), or once at the end of the year."""
    plain = [raw for raw in raws if length(raw.start, raw.end) == by]
    if entry.period_type != "rolling-12":
        return plain
    if by == "year":
        return [raw for raw in plain if raw.end.month == YEAR_ENDS[entry.year]] or plain
    rolling = [raw for raw in raws if length(raw.start, raw.end) == "year"] if by != "term" else []
    return rolling or plain


def _said(missing, by, entry):
    """``{period: reason}``: a reason given for a longer period holds for each division within it."""
    found = {}
    for row in sorted(missing, key=lambda row: (row.on, row.pk)):
        sentence = f"Not supplied, because {row.because}"
        if _division(entry, row.period_start, row.period_end) == by:
            parts = [(row.period_start, row.period_end)]
        else:
            parts = _divided(row.period_start, row.period_end, by)
        found |= dict.fromkeys(parts, sentence)
    return found


def _divided(start, end, by):
    """The whole months, quarters or years within a stretch of time; none in a shorter one, and none by term."""
    parts = []
    while by in MONTHS and (after := add_months(start, MONTHS[by])) <= end + timedelta(days=1):
        parts.append((start, after - timedelta(days=1)))
        start = after
    return parts


def _every(periods, by):
    """The periods with those between them that nobody gave."""
    if by == "term" or len(periods) < 2:
        return periods
    filled = [periods[0]]
    for start, end in periods[1:]:
        while (gap := add_months(filled[-1][1] + timedelta(days=1), MONTHS[by])) <= end:
            between = gap - timedelta(days=1)
            filled.append((_start_like(filled[-1], between), between))
        filled.append((start, end))
    return filled


def _start_like(period, end):
    """The first day of a period as long as ``period`` that ends on ``end``."""
    months = (period[1].year - period[0].year) * 12 + period[1].month - period[0].month + 1
    return add_months(end + timedelta(days=1), -months)


def _worked_out(entry, bare, rows, people):
    """The point of a period for which every area's reading is there; ``bare`` is the point without one."""
    raws = [raw for raw, _ in rows]
    if len(raws) > 1 and entry.unit == Unit.DAYS:
        return replace(bare, because="Medians of several areas are not added; choose one area.")
    numerator = _whole(sum(raw.numerator for raw in raws))
    denominator, used, because = _denominator(entry, raws, people)
    return Point(
        entry.code,
        bare.start,
        bare.end,
        bare.breakdown,
        area=raws[0].area if len(raws) == 1 else "",
        numerator=numerator,
        denominator=denominator,
        version=max(raw.version for raw in raws),
        readings=tuple(raw.pk for raw in raws),
        returns=tuple(sorted({raw.sent.pk for raw in raws})),
        agency=", ".join(sorted({raw.sent.agency_name for raw in raws})),
        signed_off=all(raw.sent.status == "signed_off" for raw in raws),
        disputed=any(disputed for _, disputed in rows),
        population=used,
        **_figure(entry, numerator, denominator, because),
    )


def with_figure(entry, point, because=""):
    """``point`` with ``value`` and ``shown`` from its counts; or with the symbol and the reason where there is none."""
    return replace(point, **_figure(entry, point.numerator, point.denominator, because))


def _figure(entry, numerator, denominator, because):
    unit, value, symbol = entry.unit, None, ""
    if unit.per is None:
        value, shown = float(numerator), entry.show(numerator)
    elif denominator is None:
        symbol, shown = NOT_AVAILABLE, f"{numerator:,}"
    elif denominator == 0:
        symbol, shown, because = NOT_APPLICABLE, "not applicable", "There were none to count from."
    else:
        value = float(numerator) * unit.per / denominator
        shown = entry.show(numerator, denominator)
    return {"value": value, "shown": shown, "symbol": symbol, "because": because}


def _denominator(entry, raws, people):
    """``(denominator, populations used, what to say)``."""
    given = [raw.denominator for raw in raws]
    if None not in given:
        return sum(given), (), ""
    if not entry.population:
        return None, (), ""
    used = [population(people, raw, entry.population) for raw in raws]
    if None in used and raws[0].breakdown != WHOLE:
        return (
            None,
            (),
            "How many children of this group live in the area is not on record, so there is no rate.",
        )
    if None in used:
        return (
            None,
            (),
            f"The population aged {entry.population} is not on record; bring in the published estimates.",
        )
    return sum(one.count for one in used), tuple(used), _stands_in(used, raws[0])


def _stands_in(used, raw):
    """Which year's population stands in for the period's own, in a sentence; nothing where it is its own."""
    wanted = population_year(raw.end)
    others = sorted({one.year for one in used} - {wanted})
    if not others:
        return ""
    if raw.breakdown != WHOLE:
        return f"Counted against {used[0].vintage}: how many lived here by group in mid-{wanted} is not published."
    return f"Mid-{wanted} is not published yet: mid-{others[0]} stands in."


def population(people, raw, ages):
    """The estimate for a reading's period as it was known when the figure was made: the last release until that day.

    A later revision does not rewrite an old figure. Without the year's own estimate the latest earlier year stands in
    (for a group, whose people are counted every ten years, the nearest); without a release until that day, the first
    one after it.
    """
    wanted, known_on = population_year(raw.end), raw.sent.produced_on
    fit = [one for one in people if (one.area, one.ages, one.breakdown) == (raw.area, ages, raw.breakdown)]
    year = _year_for(wanted, {one.year for one in fit}, or_later=raw.breakdown != WHOLE)
    fit = sorted((one for one in fit if one.year == year), key=lambda one: (one.released_on, one.vintage))
    known = [one for one in fit if one.released_on <= known_on]
    return known[-1] if known else next(iter(fit), None)


def _year_for(wanted, years, *, or_later):
    earlier = [year for year in years if year <= wanted]
    return max(earlier) if earlier else min(years, default=None) if or_later else None


def _mark_definitions(points):
    """Marks each point whose definition is not that of the point before it."""
    marked, version = [], None
    for point in points:
        if point.version is not None:
            if version not in (None, point.version):
                point = replace(point, replaced_definition=True)
            version = point.version
        marked.append(point)
    return marked


def written(number):
    """A number from the record as people write it: 20, 1,234.5; never 20.000 or 2E+1. Nothing for None."""
    return "" if number is None else f"{Decimal(number).normalize():,f}"


def _whole(number):
    return int(number) if number == int(number) else number
