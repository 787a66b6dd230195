"""Charts of a report, from points that may be printed. Pure but for the points' own shape."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from lscp.charts import drawing
from lscp.charts.control import ControlChart, Flag, Point
from lscp.charts.disparity import Ratio, Ratios
from lscp.charts.drawing import BETTER, CHANGE, ORDINARY, WORSE
from lscp.charts.scales import Unit
from lscp.indicators.figures import length
from lscp.publication import document as d
from lscp.scorecard.catalogue import Unit as UnitOf
from lscp.statistics import control_charts
from lscp.statistics import disparity as ratios

WIDTH = 760  # as wide as the words of a page
FONT = "Atkinson Hyperlegible Next, Arial, sans-serif"  # the PDF draws with the edition's own letters
AGAINST = "White"
MEANING = {"improvement": BETTER, "concern": WORSE, "neither": CHANGE}


def unit_of(entry):
    """How a chart prints figures of an indicator."""
    if entry.unit == UnitOf.PERCENT:
        return Unit("%", suffix="%", decimals=entry.places, most=100.0)
    if entry.unit == UnitOf.POUNDS:
        return Unit("pounds", prefix="£", decimals=entry.places)
    if entry.unit == UnitOf.COUNT:
        return Unit("number", decimals=0)
    return Unit(entry.unit.words, decimals=entry.places)


def limits(points, rebased=()):
    """The control chart of points; what is hidden or missing is passed over, and so tells nothing."""
    begins = {row.from_period for row in rebased}
    places = [place for place, point in enumerate(points) if place and point.start in begins]
    return control_charts.xmr([point.value for point in points], rebase=places)


def control(entry, points, rebased, table):
    """The control chart of an indicator above its table."""
    chart = limits(points, rebased)
    reasons = {row.from_period: row.because for row in rebased}
    icons = control_charts.variation(chart, str(entry.polarity))
    trusted, unit = _trusted(chart, points), unit_of(entry)
    drawn = ControlChart(
        entry.name,
        [
            Point(
                point.label,
                point.value,
                *_limits(chart, place, unit),
                signal=MEANING.get(str(icons[place]).partition("-")[0], ORDINARY)
                if place in trusted
                else ORDINARY,
                symbol=point.symbol,
                rebased=reasons.get(point.start, "") if place else "",
            )
            for place, point in enumerate(points)
        ],
        unit,
        flags=_flags(entry, points),
        period={"month": "month", "quarter": "quarter", "year": "year"}.get(
            length(points[-1].start, points[-1].end), "period"
        ),
    )
    return _image(drawn, entry, table)


def _trusted(chart, points):
    """Places whose limits stand on enough figures to call anything a real change."""
    found = set()
    for start, end in pairwise([*chart.starts, len(points)]):
        if sum(point.value is not None for point in points[start:end]) >= control_charts.FEWEST:
            found |= set(range(start, end))
    return found


def _limits(chart, place, unit):
    lower, upper = float(chart.lower[place]), float(chart.upper[place])
    lower = lower if unit.least is None else max(lower, unit.least)
    upper = upper if unit.most is None else min(upper, unit.most)
    return float(chart.centre[place]), lower, upper


def _flags(entry, points):
    """Where the way of counting changed. What people did stands in the report's own words."""
    events = [(one.on, f"A break: {one.what}") for one in entry.breaks]
    events += [
        (one.from_, f"Counted differently: {one.what}") for one in entry.definitions if one.from_ and one.what
    ]
    for on, words in events:
        at = next((n for n, point in enumerate(points) if point.start <= on <= point.end), None)
        if at is not None:
            yield Flag(at, words)


def _image(drawn, entry, table):
    svg = drawn.svg(WIDTH, f"chart-{entry.code.lower()}").replace(drawing.FONT, FONT)
    return d.ChartImage(svg=svg, alt=f"{entry.name}. {drawn.description()}", table=table)


# ── Disparity ─────────────────────────────────────────────────────────────────────────────────────────────


def ratios_of(entry, groups):
    """``{group: Estimate}`` beside White children, of the groups that show both counts; empty where none can be."""
    against = groups.get(AGAINST)
    if not _usable(entry, against):
        return {}
    found = {}
    for name, point in groups.items():
        if name != AGAINST and _usable(entry, point):
            estimate = ratios.ratio(
                float(point.numerator),
                point.denominator,
                float(against.numerator),
                against.denominator,
                shares=entry.unit in (UnitOf.PERCENT, UnitOf.PER_100),
            )
            if np.isfinite(estimate.value):
                found[name] = estimate
    return found


def _usable(entry, point):
    divided = entry.unit.per is not None and not entry.population
    return divided and point is not None and point.numerator is not None and bool(point.denominator)


def is_real(estimate):
    return bool(estimate.lower > 1 or estimate.upper < 1)


def interval_words(estimate):
    high = f"{estimate.upper:.2f}" if np.isfinite(estimate.upper) else "no limit"
    return f"{estimate.lower:.2f} to {high}"


def disparity(entry, period, names, groups, found, table):
    """The ratios with their intervals above their table, or None where there is none."""
    if not found:
        return None
    rows = [
        Ratio(
            name,
            *(
                map(float, (found[name].value, found[name].lower, found[name].upper))
                if name in found
                else (None,)
            ),
            symbol=groups[name].symbol,
        )
        for name in names
        if name != AGAINST
    ]
    return _image(Ratios(f"{entry.name} by ethnicity", rows, "White children", period), entry, table)
