"""Ratios between groups with their intervals, on a scale where twice and half are equally far from the same."""

from dataclasses import dataclass

from lscp.charts import drawing as draw
from lscp.charts.chart import Chart, nothing_to_show
from lscp.charts.drawing import finite
from lscp.charts.scales import Unit, ratios

TIMES = Unit("times", decimals=2)
TICK_WORDS = {1 / 16: "1/16", 1 / 8: "1/8", 1 / 4: "1/4", 1 / 2: "half", 1: "the same", 2: "twice"}


@dataclass(frozen=True)
class Ratio:
    """One group against the group it is compared with; ``before`` an earlier (ratio, low, high) or None.
    Without a ratio, ``symbol`` says why."""

    name: str
    ratio: float | None
    low: float | None = None
    high: float | None = None
    before: tuple | None = None
    symbol: str = ""
    behind: str = ""

    def __post_init__(self):
        for name in ("ratio", "low", "high"):
            object.__setattr__(self, name, finite(getattr(self, name)))
        if self.before is not None:
            earlier = tuple(finite(value) for value in self.before)
            object.__setattr__(self, "before", earlier if earlier[0] is not None else None)

    @property
    def said(self):
        if self.ratio is None:
            return {"c": "hidden, to protect children"}.get(self.symbol, "not available")
        if self.low is not None and self.low > 1:
            return "higher, more than chance explains"
        if self.high is not None and self.high < 1:
            return "lower, more than chance explains"
        return "no difference that chance could not explain"

    def shown(self):
        if self.ratio is None:
            return self.symbol or ":"
        low = TIMES.show(self.low) if self.low is not None else "0"
        return f"{TIMES.show(self.ratio)} ({low} to {TIMES.show(self.high) if self.high is not None else 'no limit'})"


@dataclass(frozen=True)
class Ratios(Chart):
    """``against`` names the group they are compared with; ``now`` and ``then`` the periods of the two marks."""

    title: str
    rows: tuple
    against: str
    now: str = "Now"
    then: str = ""

    def __post_init__(self):
        object.__setattr__(self, "rows", tuple(self.rows))

    def description(self):
        if not self.rows:
            return "There is no comparison yet."
        said = [
            f"{row.name}: {'' if row.ratio is None else f'{row.shown()} times, '}{row.said}."
            for row in self.rows
        ]
        return f"Compared with {self.against}, {self.now}. {' '.join(said)}"

    def table(self):
        columns = ["Group", f"Times {self.against}, with 95% interval", "What it says"]
        if any(row.behind for row in self.rows):
            columns.insert(1, "Counts")
        if self._changed:
            columns.append(f"Before: {self.then}")
        rows = []
        for row in self.rows:
            cells = [row.name, row.shown(), row.said.capitalize()]
            if "Counts" in columns:
                cells.insert(1, row.behind)
            if self._changed:
                cells.append(Ratio(row.name, *row.before).shown() if row.before else ":")
            rows.append(cells)
        return columns, rows

    @property
    def _changed(self):
        return bool(self.then) and any(row.before for row in self.rows)

    def draw(self, width, key):
        if not self.rows:
            return nothing_to_show(width)
        narrow = width < 480
        names = 0.0 if narrow else min(width * 0.3, max(draw.width_of(r.name) for r in self.rows) + 12)
        words = 0.0 if narrow else max(draw.width_of(r.shown()) for r in self.rows) + 14
        values = [
            v
            for row in self.rows
            for v in (row.ratio, row.low, row.high, *((row.before or ()) if self._changed else ()))
            if v is not None
        ]
        scale = ratios(values, names + 12, width - words - 16)
        step, top = (62.0 if narrow else 34.0), 30.0
        bottom = top + step * len(self.rows)
        parts = [self._axis(scale, top, bottom, width)]
        for n, row in enumerate(self.rows):
            y = top + n * step + (44 if narrow else step / 2)
            if narrow:
                parts.append(draw.halo(0, y - 20, draw.fitted(f"{row.name}: {row.shown()}", width)))
            else:
                parts.append(draw.text(0, y + 4, draw.fitted(row.name, names - 8)))
                parts.append(draw.text(width - words + 10, y + 4, row.shown()))
            parts.append(self._row(row, scale, y))
        foot, height = self._key(bottom + 46, width)
        return height, "".join([*parts, foot])

    def _axis(self, scale, top, bottom, width):
        parts = []
        for tick in scale.ticks:
            x, same = scale(tick), tick == 1
            stroke = draw.INK if same else draw.RULE
            parts.append(draw.line(x, top - 8, x, bottom, stroke=stroke, width=2 if same else 1))
        ordered = sorted(scale.ticks, key=lambda tick: (tick != 1, tick not in (0.5, 2), tick))
        words = [(scale(tick), TICK_WORDS.get(tick, f"{tick:g} times")) for tick in ordered]
        return "".join(parts) + draw.axis_words(words, bottom + 18, width)

    def _row(self, row, scale, y):
        parts = []
        if self._changed and row.before:
            ratio, low, high = (*row.before, None, None)[:3]
            parts.append(_interval(scale, y + 8, low, high, dash="2 3"))
            parts.append(draw.mark(scale(ratio), y + 8, hollow=True, size=4.5))
        if row.ratio is None:
            return "".join(parts)
        parts.append(_interval(scale, y, row.low, row.high))
        real = row.said.startswith(("higher", "lower"))
        parts.append(draw.mark(scale(row.ratio), y, draw.CHANGE if real else draw.ORDINARY))
        return "".join(parts)

    def _key(self, y, width):
        entries = [
            ((lambda x, at: draw.mark(x, at, draw.CHANGE)), "More than chance explains"),
            ((lambda x, at: draw.mark(x, at)), "Chance could explain it"),
        ]
        if self._changed:
            entries.append(((lambda x, at: draw.mark(x, at, hollow=True, size=4.5)), f"Before: {self.then}"))
        key, y = draw.legend(entries, y, width)
        note = f"The line is 95% likely to hold the true ratio. 1 is the same as {self.against}."
        words, height = draw.paragraph(0, y + 22, note, width, size=draw.SMALL)
        return key + words, y + 14 + height


def _interval(scale, y, low, high, dash=None):
    """The line from low to high; an arrow where it goes on past the scale."""
    a, b = scale(low) if low else scale.start, scale(high) if high is not None else scale.end
    parts = [draw.line(a, y, b, y, stroke=draw.INK, width=2, dash=dash)]
    if not low or low < scale.low:
        parts.append(draw.polyline([(a + 7, y - 5), (a, y), (a + 7, y + 5)], stroke=draw.INK))
    if high is None or high > scale.high:
        parts.append(draw.polyline([(b - 7, y - 5), (b, y), (b - 7, y + 5)], stroke=draw.INK))
    return "".join(parts)
