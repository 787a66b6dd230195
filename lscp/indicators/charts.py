"""Readings as a chart draws them: the limits, what is a real change, and how a figure is printed. Pure.

One place for the desk and for the report, so that the same figures never tell two stories.
"""

from itertools import pairwise

from lscp.charts.control import Point
from lscp.charts.drawing import BETTER, CHANGE, ORDINARY, WORSE
from lscp.charts.scales import Unit
from lscp.indicators.figures import length
from lscp.scorecard.catalogue import Unit as UnitOf
from lscp.statistics import control_charts

MEANINGS = {"improvement": BETTER, "concern": WORSE, "neither": CHANGE}


def unit_of(entry):
    """How a chart prints figures of an indicator."""
    if entry.unit == UnitOf.PERCENT:
        return Unit("%", suffix="%", decimals=entry.places, most=100.0)
    if entry.unit == UnitOf.POUNDS:
        return Unit("pounds", prefix="£", decimals=entry.places)
    if entry.unit == UnitOf.COUNT:
        return Unit("number", decimals=0)
    return Unit(entry.unit.words, decimals=entry.places)


def period_name(points):
    """What a point is: month, quarter, year or period."""
    kind = length(points[-1].start, points[-1].end) if points else "term"
    return "period" if kind == "term" else kind


def limits(points, rebases=()):
    """The control chart of ``figures.Point``s. What is hidden or missing is passed over, and so tells nothing.

    Individual values and moving ranges, as the NHS's "Making Data Count" draws every figure that is counted once a
    period, whatever its unit. ``rebases``: the rows by which people let the limits begin anew.
    """
    begins = {row.from_period for row in rebases}
    places = [place for place, point in enumerate(points) if place and point.start in begins]
    return control_charts.xmr([point.value for point in points], rebase=places)


def meaning_of(icon):
    """The mark for an icon of ``control_charts``: improvement-high, common-cause …"""
    return MEANINGS.get(str(icon).partition("-")[0], ORDINARY)


def drawn(entry, points, rebases=(), chart=None):
    """The points as ``lscp.charts`` draws them, with the limits of ``chart`` (of ``limits``, where none is given)."""
    if not any(point.value is not None for point in points):
        return [Point(point.label, None, symbol=point.symbol) for point in points]
    chart = limits(points, rebases) if chart is None else chart
    icons = control_charts.variation(chart, str(entry.polarity))
    reasons = {row.from_period: row.because for row in rebases}
    trusted, unit = _trusted(chart, points), unit_of(entry)
    return [
        Point(
            point.label,
            point.value,
            *_limits(chart, place, unit),
            signal=meaning_of(icons[place]) if place in trusted else ORDINARY,
            symbol=point.symbol,
            rebased=reasons.get(point.start, "") if place else "",
            behind=behind(entry, point),
        )
        for place, point in enumerate(points)
    ]


def behind(entry, point):
    """The counts behind a figure, in words: 12 of 34; a median of days has its children."""
    if point is None or point.numerator is None or point.denominator is None:
        return ""
    if entry.unit == UnitOf.DAYS:
        return f"{point.denominator:,} children"
    return f"{point.numerator:,} of {point.denominator:,}"


def _limits(chart, place, unit):
    """Centre and limits, cut off at what the figure can be."""
    lower, upper = float(chart.lower[place]), float(chart.upper[place])
    lower = lower if unit.least is None else max(lower, unit.least)
    upper = upper if unit.most is None else min(upper, unit.most)
    return float(chart.centre[place]), lower, upper


def _trusted(chart, points):
    """The places whose limits stand on enough figures to call anything a real change."""
    found = set()
    for start, end in pairwise([*chart.starts, len(points)]):
        if sum(point.value is not None for point in points[start:end]) >= control_charts.FEWEST:
            found |= set(range(start, end))
    return found
