"""The record's figures as charts of ``lscp.charts``."""

from datetime import timedelta

from django.http import Http404, HttpResponse

from lscp.charts.beside import Beside
from lscp.charts.control import ControlChart, SmallChart
from lscp.charts.disparity import Ratio, Ratios
from lscp.charts.forecast import Ahead, Fan
from lscp.charts.funnel import ABOVE, BELOW, INSIDE, Funnel, Place
from lscp.charts.ward_map import Place as Resource
from lscp.charts.ward_map import Ward, WardMap
from lscp.indicators.charts import behind, drawn, flags, period_name, unit_of

SMALL_POINTS = 24
NEARLY_A_YEAR = timedelta(days=360)


def control(told, *, title, events=()):
    """The large chart of one indicator; ``events`` are ``ChartEvent``s."""
    points = told.line.points
    return ControlChart(
        title,
        drawn(told.line.entry, points, told.limits, told.line.rebases),
        unit_of(told.line.entry),
        target=float(told.line.target.value) if told.line.target else None,
        flags=flags(points, events),
        period=period_name(points),
        how=told.how,
    )


def small(told):
    line = told.line
    points = drawn(line.entry, line.points, told.limits, line.rebases)
    return SmallChart(line.entry.question, points[-SMALL_POINTS:], unit_of(line.entry))


# --- beside others


def beside(areas, entry, title):
    return Beside(title, areas, unit_of(entry))


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
            before=tuple(row.before) if row.before else None,
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
            behind(entry, one.point),
            tuple((place.kind, place.name) for place in one.resources),
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


def svg_address(request):
    """``address(name)``: of a chart's file, as the reader chose to look at the page."""

    def address(name):
        chosen = request.GET.copy()
        chosen["format"], chosen["chart"] = "svg", name
        return f"?{chosen.urlencode()}"

    return address
