"""The record's figures as charts of ``lscp.charts``."""

from datetime import timedelta
from itertools import pairwise

from django.http import Http404, HttpResponse

from lscp.charts.control import ControlChart, Flag, Point, SmallChart
from lscp.charts.disparity import Ratio, Ratios
from lscp.charts.drawing import BETTER, CHANGE, ORDINARY, WORSE
from lscp.charts.forecast import Ahead, Fan
from lscp.charts.funnel import ABOVE, BELOW, INSIDE, Funnel, Place
from lscp.charts.scales import Unit
from lscp.charts.ward_map import Place as Resource
from lscp.charts.ward_map import Ward, WardMap
from lscp.indicators.figures import length
from lscp.statistics import control_charts

MEANING = {"improvement": BETTER, "concern": WORSE, "neither": CHANGE}
PERIOD_NAMES = {"month": "month", "quarter": "quarter", "year": "year", "term": "period"}
SMALL_POINTS = 24
MOST_FLAGS = 12
NEARLY_A_YEAR = timedelta(days=360)


def unit_of(entry):
    """How a chart prints figures of an indicator."""
    words = str(entry.unit)
    if words == "percent":
        return Unit("%", suffix="%", decimals=entry.places, most=100.0)
    if words == "pounds":
        return Unit("pounds", prefix="£", decimals=entry.places)
    if words == "days":
        return Unit("days", decimals=entry.places)
    if words == "count":
        return Unit("number", decimals=0)
    return Unit(entry.unit.words, decimals=entry.places)


def counts(point):
    """The counts behind a figure: 12 of 34. A median of days has the number of children behind it."""
    if point.numerator is None or point.denominator is None:
        return ""
    return f"{point.numerator:,} of {point.denominator:,}"


def control(told, *, title, flags=()):
    """The large chart of one indicator; ``flags`` are ``ChartEvent``s."""
    points = told.line.points
    return ControlChart(
        title,
        _points(told),
        unit_of(told.line.entry),
        target=float(told.line.target.value) if told.line.target else None,
        flags=_flags(points, flags),
        period=PERIOD_NAMES[length(points[-1].start, points[-1].end)] if points else "period",
    )


def small(told):
    return SmallChart(told.line.entry.question, _points(told)[-SMALL_POINTS:], unit_of(told.line.entry))


def meaning_of(icon):
    """The mark for an icon of ``lscp.statistics``: improvement-high, common-cause …"""
    return MEANING.get(str(icon).partition("-")[0], ORDINARY)


def _points(told):
    line, chart = told.line, told.chart
    reasons = {row.from_period: row.because for row in line.rebases}
    icons = control_charts.variation(chart, str(line.entry.polarity)) if chart is not None else None
    trusted, unit = _trusted(chart, line.points), unit_of(line.entry)
    return [
        Point(
            point.label,
            point.value,
            *(_limits(chart, place, unit) if chart is not None else (None, None, None)),
            signal=meaning_of(icons[place]) if place in trusted else ORDINARY,
            symbol=point.symbol,
            rebased=reasons.get(point.start, "") if place else "",
            behind=_behind(line.entry, point),
        )
        for place, point in enumerate(line.points)
    ]


def _trusted(chart, points):
    """The places where limits stand on enough figures to call anything a real change."""
    if chart is None:
        return set()
    found = set()
    for start, end in pairwise([*chart.starts, len(points)]):
        if sum(point.value is not None for point in points[start:end]) >= control_charts.FEWEST:
            found |= set(range(start, end))
    return found


def _behind(entry, point):
    if str(entry.unit) == "days" and point.denominator is not None:
        return f"{point.denominator:,} children"
    return counts(point)


def _limits(chart, place, unit):
    """Centre and limits, cut off at what the figure can be."""
    lower, upper = float(chart.lower[place]), float(chart.upper[place])
    if unit.least is not None:
        lower = max(lower, unit.least)
    if unit.most is not None:
        upper = min(upper, unit.most)
    return float(chart.centre[place]), lower, upper


SAYS = {
    "action": "Done",
    "change": "Judged to have changed",
    "definition": "Counted differently",
    "break": "A break",
}


def _flags(points, events):
    found = []
    for event in events:
        at = next((n for n, point in enumerate(points) if point.start <= event.on <= point.end), None)
        if at is not None and event.kind in SAYS:
            found.append(Flag(at, f"{SAYS[event.kind]}: {event.text}"))
    return found[-MOST_FLAGS:]


# --- beside others


def funnel(comparison, spread, title):
    """Authorities by their size; ``spread`` as ``beside.spread`` works it out."""
    entry, ours = comparison.entry, {row.area_code for row in comparison.published}
    places = [
        Place(
            row.area_name,
            row.denominator,
            row.value if row.value is not None else spread.figure(row),
            row.area_code in ours,
            _where(spread, row),
            row.symbol,
        )
        for row in comparison.authorities
        if row.denominator
    ]
    size = "Children who live there" if entry.population else "Counted from (the figure’s denominator)"
    return Funnel(title, places, spread.average, spread.rows, unit_of(entry), size)


def _where(spread, row):
    value = row.value if row.value is not None else spread.figure(row)
    outer = spread.outer(float(row.denominator))
    if value is None or outer is None:
        return INSIDE
    return BELOW if float(value) < outer[0] else ABOVE if float(value) > outer[1] else INSIDE


def ratios(disparity):
    """The forest of one breakdown; ``disparity`` as ``disparities.Disparity``."""
    rows = [
        Ratio(
            row.name,
            *(row.now or (None, None, None)),
            before=row.before,
            symbol=row.symbol,
            behind=row.behind,
        )
        for row in disparity.rows
    ]
    return Ratios(disparity.title, rows, disparity.against, disparity.now, disparity.then)


def fan(points, ahead, title, unit, tested):
    """``ahead``: rows of (label, middle, low, high, last year)."""
    return Fan(
        title, [(p.label, p.value) for p in points], [Ahead(*row) for row in ahead], unit, tested=tested
    )


def ward_map(figures, entry, title):
    wards = [
        Ward(
            one.ward.code or one.name,
            one.name,
            one.ward.shape,
            one.point.value if one.point else None,
            (one.point.symbol or "") if one.point else ":",
            counts(one.point) if one.point else "",
        )
        for one in figures
        if one.ward
    ]
    places = [
        Resource(place.name, place.kind, place.longitude, place.latitude)
        for one in figures
        for place in one.resources
        if place.longitude is not None
    ]
    return WardMap(title, wards, unit_of(entry), places)


def svg_file(request, charts):
    """The chart that the address asks for (``?format=svg&chart=…``) as a file, or None for a page."""
    if request.GET.get("format") != "svg":
        return None
    name = request.GET.get("chart", "")
    if name not in charts:
        raise Http404
    response = HttpResponse(charts[name].file(), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def svg_address(name):
    return f"?format=svg&chart={name}"
