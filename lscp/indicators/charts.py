"""Readings as a chart draws them: the limits, what is a real change, and how a figure is printed. Pure.

One place for the desk and for the report, so that the same figures never tell two stories.
"""

from dataclasses import dataclass
from itertools import pairwise

from lscp.charts.control import Flag, Point
from lscp.charts.drawing import BETTER, CHANGE, ORDINARY, WORSE
from lscp.charts.scales import Unit
from lscp.indicators.figures import length
from lscp.scorecard.catalogue import Unit as UnitOf
from lscp.statistics import control_charts, which_chart

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


@dataclass(frozen=True)
class Limits:
    """The control chart of a series, which kind it is, and why."""

    chart: control_charts.Chart
    choice: which_chart.Choice


def limits(entry, points, rebases=()):
    """The control chart of ``figures.Point``s. What is hidden or missing is passed over, and so tells nothing.

    Which chart, ``lscp.statistics.which_chart`` decides. ``rebases``: rows by which people let the limits begin anew.
    """
    begins = {row.from_period for row in rebases}
    places = [place for place, point in enumerate(points) if place and point.start in begins]
    given = [point if point.value is not None else None for point in points]
    values = [point and point.value for point in given]
    counted = [
        (None, None) if point is None else (float(point.numerator), point.denominator) for point in given
    ]
    counts = tuple(zip(*counted, strict=True))
    of_another = entry.unit.per is not None
    choice = which_chart.choose(
        *counts, share=entry.unit == UnitOf.PERCENT, counted=of_another, rebase=places
    )
    return Limits(which_chart.draw(choice, values, *counts, per=entry.unit.per or 1, rebase=places), choice)


def meaning_of(icon):
    """The mark for an icon of ``control_charts``: improvement-high, common-cause …"""
    return MEANINGS.get(str(icon).partition("-")[0], ORDINARY)


def drawn(entry, points, found, rebases=()):
    """The points as ``lscp.charts`` draws them, with the ``Limits`` found for them (None where there is no figure)."""
    if found is None:
        return [Point(point.label, None, symbol=point.symbol) for point in points]
    chart = found.chart
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


FLAGS = {
    "action": "Done",
    "change": "Judged to have changed",
    "definition": "Counted differently",
    "break": "A break",
}
MOST_FLAGS = 12


@dataclass(frozen=True)
class ChartEvent:
    """Something that happened: ``kind`` is ``action``, ``change``, ``definition``, ``break`` or ``rebase``;
    ``about`` the thread's recommendation, where there is one."""

    on: object
    kind: str
    text: str
    about: int | None = None


def definitions_of(entry):
    """Where the way of counting changed: breaks and new definitions."""
    return [ChartEvent(one.on, "break", one.what) for one in entry.breaks] + [
        ChartEvent(one.from_, "definition", one.what) for one in entry.definitions if one.from_ and one.what
    ]


def flags(points, events):
    """What happened (``ChartEvent``s), each at the point in whose period it fell; the latest ones."""
    found = []
    for event in events:
        at = next((n for n, point in enumerate(points) if point.start <= event.on <= point.end), None)
        if at is not None and event.kind in FLAGS:
            found.append(Flag(at, f"{FLAGS[event.kind]}: {event.text}"))
    return found[-MOST_FLAGS:]


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
