"""Charts of a report, from points that may be printed. Pure but for the points' own shape."""

from __future__ import annotations

import numpy as np

from lscp.charts import drawing
from lscp.charts.chart import NARROW
from lscp.charts.control import ControlChart, Flag
from lscp.charts.disparity import Ratio, Ratios
from lscp.indicators.charts import drawn, period_name, unit_of
from lscp.publication import document as d
from lscp.scorecard.catalogue import Unit as UnitOf
from lscp.statistics import disparity as ratios

WIDTH = 760  # as wide as the words of a page
FONT = "Atkinson Hyperlegible Next, Arial, sans-serif"  # the PDF draws with the edition's own letters
AGAINST = "White"


def control(entry, points, rebased, table):
    """The control chart of an indicator above its table."""
    chart = ControlChart(
        entry.name,
        drawn(entry, points, rebased),
        unit_of(entry),
        flags=_flags(entry, points),
        period=period_name(points),
    )
    return _image(chart, entry, table)


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
    wide, narrow = (
        drawn.svg(width, f"chart-{entry.code.lower()}").replace(drawing.FONT, FONT)
        for width in (WIDTH, NARROW)
    )
    return d.ChartImage(wide, f"{entry.name}. {drawn.description()}", table, narrow)


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
