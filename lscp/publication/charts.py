"""Charts of a report, from points that may be printed. Pure but for the points' own shape."""

from __future__ import annotations

import re

from lscp.charts import drawing
from lscp.charts.chart import NARROW
from lscp.charts.control import ControlChart, Flag
from lscp.charts.disparity import Ratio, Ratios
from lscp.indicators.charts import drawn, period_name, unit_of
from lscp.publication import document as d

WIDTH = 760  # as wide as the words of a page
FONT = "Atkinson Hyperlegible Next, Arial, sans-serif"  # the PDF draws with the edition's own letters


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


def _image(drawn, entry, table, title=""):
    wide, narrow = (
        drawn.svg(width, _key(entry, title)).replace(drawing.FONT, FONT) for width in (WIDTH, NARROW)
    )
    return d.ChartImage(wide, f"{title or entry.name}. {drawn.description()}", table, narrow)


def _key(entry, title):
    return "-".join(re.findall("[a-z0-9]+", f"chart-{entry.code}-{title}".lower()))


# ── Disparity ─────────────────────────────────────────────────────────────────────────────────────────────


def ratios(entry, title, rows, period, before, table):
    """Ratios with their intervals above their table: ``rows`` of (group, now, before, symbol), the two ``Estimate``s
    or None."""
    drawn = [
        Ratio(name, *(now or (None,)), before=tuple(then) if then else None, symbol=symbol)
        for name, now, then, symbol in rows
    ]
    return _image(Ratios(title, drawn, "White children", period, before), entry, table, title)
