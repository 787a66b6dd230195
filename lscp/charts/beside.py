"""One figure beside others of the same year: England, the region, statistical neighbours. The line is our interval."""

from dataclasses import dataclass

from lscp.charts import drawing as draw
from lscp.charts.chart import Chart, nothing_to_show
from lscp.charts.drawing import finite
from lscp.charts.scales import PLAIN, Unit, linear, tick_words


@dataclass(frozen=True)
class Area:
    """``ours`` has an interval, ``low`` to ``high``; of another area ``said`` tells how ours stands to it.
    ``published``: its ``source`` is a release."""

    name: str
    value: float | None
    shown: str
    ours: bool = False
    low: float | None = None
    high: float | None = None
    said: str = ""
    source: str = ""
    behind: str = ""
    published: bool = False

    def __post_init__(self):
        for name in ("value", "low", "high"):
            object.__setattr__(self, name, finite(getattr(self, name)))


@dataclass(frozen=True)
class Beside(Chart):
    """Areas as a row each, ours first, on one scale."""

    title: str
    areas: tuple
    unit: Unit = PLAIN

    def __post_init__(self):
        object.__setattr__(self, "areas", tuple(self.areas))

    def description(self):
        if not self.areas:
            return "There is nothing to compare with yet."
        said = [f"{one.name}: {one.shown}." for one in self.areas]
        return " ".join([*said, *dict.fromkeys(one.said for one in self.areas if one.said)])

    def table(self):
        columns = ["Area", {"text": "Figure", "numeric": True}, "Counts", "How ours stands to it", "From"]
        return columns, [[one.name, one.shown, one.behind, one.said, one.source] for one in self.areas]

    def draw(self, width, key):
        drawn = [one for one in self.areas if one.value is not None]
        if not drawn:
            return nothing_to_show(width)
        narrow = width < 480
        names = 0.0 if narrow else min(width * 0.45, max(draw.width_of(one.name) for one in drawn) + 16)
        words = 0.0 if narrow else max(draw.width_of(one.shown) for one in drawn) + 20
        values = [v for one in drawn for v in (one.value, one.low, one.high) if v is not None]
        scale = linear(values, names + 12, width - words - 14, unit=self.unit)
        step, top = (50.0 if narrow else 30.0), 14.0
        bottom = top + step * len(drawn)
        parts = [
            draw.line(scale(tick), top - 6, scale(tick), bottom, stroke=draw.RULE) for tick in scale.ticks
        ]
        for n, one in enumerate(drawn):
            y = top + n * step + (34 if narrow else step / 2)
            if narrow:
                words_of_row = draw.fitted(f"{one.name}: {one.shown}", width)
                parts.append(draw.halo(0, y - 16, words_of_row, bold=one.ours))
            else:
                parts.append(draw.text(0, y + 4, draw.fitted(one.name, names - 8), bold=one.ours))
                parts.append(draw.text(width - words + 8, y + 4, one.shown, bold=one.ours))
            if one.low is not None and one.high is not None:
                parts.append(draw.line(scale(one.low), y, scale(one.high), y, stroke=draw.INK, width=2))
            parts.append(draw.mark(scale(one.value), y, draw.ORDINARY, size=6.0, hollow=not one.ours))
        ticks = list(zip(map(scale, scale.ticks), tick_words(scale, self.unit), strict=True))
        axis = draw.axis_words(ticks, bottom + 18, width)
        key, y = draw.legend(_KEY if any(one.ours for one in drawn) else _KEY[1:], bottom + 44, width)
        return y + 12, "".join([*parts, axis, key])


_KEY = [
    ((lambda x, y: draw.line(x - 9, y, x + 9, y, stroke=draw.INK, width=2) + draw.mark(x, y, size=6.0)),
     "Here, and between what chance could have put it"),
    ((lambda x, y: draw.mark(x, y, size=6.0, hollow=True)), "Others"),
]  # fmt: skip
