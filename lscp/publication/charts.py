"""Charts of a report, from points that may be printed. Pure but for the points' own shape."""

from __future__ import annotations

import re

from lscp.charts import drawing
from lscp.charts.beside import Beside
from lscp.charts.chart import NARROW
from lscp.charts.control import ControlChart
from lscp.charts.disparity import Ratio, Ratios
from lscp.indicators.charts import definitions_of, drawn, flags, period_name, unit_of
from lscp.publication import document as d

WIDTH = 760  # as wide as the words of a page
FONT = "Atkinson Hyperlegible Next, Arial, sans-serif"  # the PDF draws with the edition's own letters


def control(story, table):
    """The control chart of an indicator above its table. What people did stands in the report's own words."""
    entry, points = story.entry, story.line
    chart = ControlChart(
        entry.name,
        drawn(entry, points, story.limits, story.rebased),
        unit_of(entry),
        flags=flags(points, definitions_of(entry)),
        period=period_name(points),
        how=story.limits.choice.because,
    )
    return _image(chart, entry, table)


def beside(entry, title, areas):
    """Areas beside each other, above their table: published figures, and ours where it is printed elsewhere too."""
    chart = Beside(title, areas, unit_of(entry))
    columns, rows = chart.table()
    table = d.Table(
        caption=title,
        columns=tuple(d.Column(one["text"] if isinstance(one, dict) else one) for one in columns),
        rows=tuple(tuple(row) for row in rows),
        code=f"beside-{entry.code}",
        source="; ".join(dict.fromkeys(one.source for one in areas if one.published)),
    )
    return _image(chart, entry, table, title)


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
