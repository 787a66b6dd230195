"""Control charts: is a change real, or what chance alone would do?

The limits are worked out elsewhere (``lscp.statistics``); a chart draws what it is given. A point may have no
value: its ``symbol`` then says why ("c" hidden, ":" not supplied), stands at the foot, and the line is broken.
"""

from dataclasses import dataclass
from functools import cached_property

from lscp.charts import drawing as draw
from lscp.charts.chart import Chart, nothing_to_show
from lscp.charts.drawing import MEANINGS, ORDINARY, finite
from lscp.charts.scales import PLAIN, Unit, linear, tick_words

SYMBOLS = {
    "c": "hidden, to protect children",
    ":": "not supplied",
    "z": "does not apply",
    "": "not supplied",
}


@dataclass(frozen=True)
class Point:
    """One period. ``centre``, ``lower`` and ``upper`` are the limits in force then; ``signal`` a key of
    ``MEANINGS``; ``rebased`` the reason why new limits begin here; ``behind`` the counts as printed ("12 of 34")."""

    label: str
    value: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    signal: str = ORDINARY
    symbol: str = ""
    rebased: str = ""
    behind: str = ""

    def __post_init__(self):
        for name in ("value", "centre", "lower", "upper"):
            object.__setattr__(self, name, finite(getattr(self, name)))

    @property
    def said(self):
        return SYMBOLS.get(self.symbol, self.symbol)


@dataclass(frozen=True)
class Flag:
    """Something that happened: ``at`` is the number of the point (from 0) in whose period it falls."""

    at: int
    text: str


@dataclass(frozen=True)
class ControlChart(Chart):
    title: str
    points: tuple
    unit: Unit = PLAIN
    target: float | None = None
    flags: tuple = ()
    period: str = "period"  # what a point is: "quarter", "month", "year"
    how: str = ""  # which chart it is and why, in a sentence or two

    def __post_init__(self):
        object.__setattr__(self, "points", tuple(self.points))
        kept = (flag for flag in self.flags if 0 <= flag.at < len(self.points))
        object.__setattr__(self, "flags", tuple(sorted(kept, key=lambda flag: flag.at)))
        object.__setattr__(self, "target", finite(self.target))

    # --- words

    def description(self):
        return " ".join(_sentences(self))

    def table(self):
        limits = any(point.centre is not None for point in self.points)
        columns = [self.period.capitalize(), _numeric(self.unit.words or "Value")]
        if any(point.behind for point in self.points):
            columns.append("Counts")
        if limits:
            columns += [_numeric("Average"), _numeric("Lower limit"), _numeric("Upper limit")]
        columns.append("What it says")
        return columns, [self._row(n, len(columns), limits) for n in range(len(self.points))]

    def _row(self, n, width, limits):
        point, show = self.points[n], self.unit.show
        row = [point.label, point.symbol or ":" if point.value is None else show(point.value)]
        if width == len(row) + 2 + 3 * limits:
            row.append(point.behind)
        if limits:
            row += [show(point.centre), show(point.lower), show(point.upper)]
        says = [MEANINGS[point.signal] if point.value is not None and limits else ""]
        says += [point.said] if point.value is None else []
        says += [f"New limits from here: {point.rebased}"] if point.rebased else []
        says += [flag.text for flag in self.flags if flag.at == n]
        return [*row, ". ".join(part[:1].upper() + part[1:] for part in says if part)]

    # --- the picture

    def draw(self, width, key):
        if not self.points:
            return nothing_to_show(width)
        return _Picture(self, width).drawn()


def _numeric(words):
    return {"text": words, "numeric": True}


def _sentences(chart):
    points, show = chart.points, chart.unit.show
    if not points:
        yield "There is no figure yet."
        return
    many = f"{len(points)} {chart.period}s, " if len(points) > 1 else f"1 {chart.period}, "
    yield many + (
        f"from {points[0].label} to {points[-1].label}." if len(points) > 1 else f"{points[0].label}."
    )
    last = points[-1]
    words = chart.unit.words.removeprefix(chart.unit.suffix).strip()
    if last.value is None:
        yield f"The latest is {last.said}."
    else:
        yield f"The latest is {f'{show(last.value)} {words}'.strip()}."
    limits = next((p for p in reversed(points) if p.centre is not None), None)
    if limits:
        between = (
            f"; by chance alone it would move between {show(limits.lower)} and {show(limits.upper)}"
            if limits.lower is not None and limits.upper is not None
            else ""
        )
        yield f"The average is {show(limits.centre)}{between}."
        yield from _signals(points)
    if chart.target is not None:
        yield f"The target is {show(chart.target)}."
    yield from (f"New limits begin at {p.label}: {_ended(p.rebased)}" for p in points if p.rebased)
    for symbol in dict.fromkeys(p.symbol for p in points[:-1] if p.value is None):
        labels = [p.label for p in points[:-1] if p.value is None and p.symbol == symbol]
        yield f"{SYMBOLS.get(symbol, symbol).capitalize()}: {_listed(labels)}."
    yield from (f"{n}, {points[flag.at].label}: {_ended(flag.text)}" for n, flag in enumerate(chart.flags, 1))
    if limits and chart.how:
        yield chart.how


def _signals(points):
    found = [m for m in MEANINGS if m and any(p.signal == m and p.value is not None for p in points)]
    if not found:
        yield "Nothing in it is more than chance would do."
    for meaning in found:
        labels = [p.label for p in points if p.signal == meaning and p.value is not None]
        yield f"{MEANINGS[meaning].capitalize()}: {_listed(labels)}."


def _listed(labels, most=4):
    """A, B and C; long lists by their ends: A to Z (12 of them)."""
    if len(labels) > most:
        return f"{len(labels)} points, the first {labels[0]} and the last {labels[-1]}"
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def _ended(words):
    words = draw.plain(words)
    return words if words.endswith((".", "!", "?")) else f"{words}."


HEIGHT = 250  # of the plot


class _Picture:
    """One drawing of a chart at one width: where things are, then what is drawn."""

    def __init__(self, chart, width):
        self.chart, self.width, self.points = chart, width, chart.points
        self.narrow = width < 480
        self.top = 24 + (26 if chart.flags or any(p.rebased for p in self.points) else 4)
        self.bottom = self.top + (200 if self.narrow else HEIGHT)
        self.scale = linear(self._values, self.bottom, self.top, unit=chart.unit)
        self.ticks = tick_words(self.scale, chart.unit)
        self.left = max(draw.width_of(words, draw.SMALL) for words in self.ticks) + 10
        self.right = width - (10 if self.narrow else self._room_for_names)

    @cached_property
    def _values(self):
        values = [v for p in self.points for v in (p.value, p.centre, p.lower, p.upper) if v is not None]
        return values + ([self.chart.target] if self.chart.target is not None else [])

    @cached_property
    def _room_for_names(self):
        return max((draw.width_of(words, draw.SMALL) for _, words, _ in self._names), default=4) + 14

    @cached_property
    def _names(self):
        """(value, words, colour) of the lines, as they stand at the right-hand end."""
        show, last = (
            self.chart.unit.show,
            next((p for p in reversed(self.points) if p.centre is not None), None),
        )
        names = []
        if last:
            names = [
                (last.upper, f"Upper limit {show(last.upper)}", draw.GREY),
                (last.centre, f"Average {show(last.centre)}", draw.INK),
                (last.lower, f"Lower limit {show(last.lower)}", draw.GREY),
            ]
        if self.chart.target is not None:
            names.append((self.chart.target, f"Target {show(self.chart.target)}", draw.GREEN))
        return [name for name in names if name[0] is not None]

    def x(self, n):
        return self.left + (n + 0.5) * (self.right - self.left) / len(self.points)

    def drawn(self):
        under = [self._grid(), self._limits(), self._target(), self._rebased(), self._flags()]
        over = [self._line(), self._marks(), self._latest(), self._labels()]
        foot, height = self._foot(self.bottom + 26)
        names = self._names_at_the_end() if not self.narrow else ""
        return height, "".join([*under, *over, names, foot])

    def _grid(self):
        parts = [draw.text(0, 12, self.chart.unit.words, size=draw.SMALL)] if self.chart.unit.words else []
        for value, words in zip(self.scale.ticks, self.ticks, strict=True):
            y = self.scale(value)
            parts.append(draw.line(self.left, y, self.right, y, stroke=draw.RULE))
            parts.append(draw.text(self.left - 6, y + 4, words, size=draw.SMALL, anchor="end"))
        return "".join(parts)

    def _steps(self, run, name):
        """A line along one limit: level within a period, a step where it changes."""
        half = (self.right - self.left) / len(self.points) / 2
        steps = []
        for n in run:
            y = self.scale(getattr(self.points[n], name))
            if not steps or steps[-1][1] != y:
                steps += (
                    [(self.x(n) - half, y)]
                    if not steps
                    else [(self.x(n) - half, steps[-1][1]), (self.x(n) - half, y)]
                )
        return [*steps, (self.x(run[-1]) + half, steps[-1][1])]

    def _limits(self):
        parts = []
        for run in _stretches(self.points, "lower", "upper"):
            upper, lower = self._steps(run, "upper"), self._steps(run, "lower")
            outline = " L".join(f"{draw.number(x)} {draw.number(y)}" for x, y in [*upper, *reversed(lower)])
            parts.append(draw.path(f"M{outline}Z", fill=draw.BAND))
            parts += [draw.polyline(edge, stroke=draw.GREY, width=1.5, dash="2 4") for edge in (upper, lower)]
        parts += [
            draw.polyline(self._steps(run, "centre"), stroke=draw.INK, width=1.5)
            for run in _stretches(self.points, "centre")
        ]
        return "".join(parts)

    def _target(self):
        if self.chart.target is None:
            return ""
        y = self.scale(self.chart.target)
        return draw.line(self.left, y, self.right, y, stroke=draw.GREEN, width=2, dash="10 5")

    def _rebased(self):
        half, parts = (self.right - self.left) / len(self.points) / 2, []
        for n, point in enumerate(self.points):
            if point.rebased:
                x = self.x(n) - half
                parts.append(
                    draw.line(x, self.top - 6, x, self.bottom, stroke=draw.INK, width=1.5, dash="6 3")
                )
        return "".join(parts)

    def _flags(self):
        """A numbered flag on its pole for each event; neighbours move aside so that each can be read."""
        wanted = [self.x(flag.at) for flag in self.chart.flags]
        moved = draw.apart(wanted, 19, self.left + 8, self.right - 8) if wanted else []
        parts = []
        for n, (x, at) in enumerate(zip(moved, wanted, strict=True), 1):
            y = self.top - 14
            parts.append(
                draw.path(
                    f"M{draw.number(x)} {draw.number(y)} L{draw.number(at)} {self.top} V{self.bottom}",
                    stroke=draw.INK,
                    width=1,
                    dash="1 3",
                )
            )
            parts.append(draw.tag("circle", cx=float(x), cy=float(y), r=9.0, fill=draw.INK))
            parts.append(
                draw.text(x, y + 4.5, n, size=draw.SMALL, anchor="middle", bold=True, fill=draw.WHITE)
            )
        return "".join(parts)

    def _line(self):
        stretches = _stretches(self.points, "value")
        return "".join(
            draw.polyline([(self.x(n), self.scale(self.points[n].value)) for n in run])
            for run in stretches
            if len(run) > 1
        )

    def _marks(self):
        size = 5.0 if len(self.points) <= 40 and not self.narrow else 4.0 if len(self.points) <= 60 else 3.0
        parts = []
        for n, point in enumerate(self.points):
            if point.value is not None:
                parts.append(draw.mark(self.x(n), self.scale(point.value), point.signal, size=size))
            else:
                parts.append(
                    draw.text(
                        self.x(n),
                        self.bottom - 5,
                        point.symbol or ":",
                        size=draw.SMALL,
                        anchor="middle",
                        bold=True,
                    )
                )
        return "".join(parts)

    def _latest(self):
        """The latest figure, in words beside its mark."""
        last = self.points[-1]
        if last.value is None:
            return ""
        words, y = self.chart.unit.show(last.value), self.scale(last.value)
        before = next((p.value for p in reversed(self.points[:-1]) if p.value is not None), last.value)
        high, low = y - 12, y + 22
        over = (high - 12 > self.top and last.value >= before) or low > self.bottom - 2
        above = high if over else low
        x = max(self.left, min(self.x(len(self.points) - 1), self.right - draw.width_of(words) / 2))
        return draw.halo(x, above, words, anchor="middle", bold=True, size=14)

    def _labels(self):
        """As many periods as can be read, counted back from the latest."""
        widest = max(draw.width_of(point.label, draw.SMALL) for point in self.points) + 12
        every = max(1, -int(-widest * len(self.points) // (self.right - self.left)))
        named = range(len(self.points) - 1, -1, -every)
        ticks = [
            draw.line(self.x(n), self.bottom, self.x(n), self.bottom + 4, stroke=draw.INK) for n in named
        ]
        words = draw.axis_words(
            [(self.x(n), self.points[n].label) for n in named], self.bottom + 18, self.width
        )
        return (
            draw.line(self.left, self.bottom, self.right, self.bottom, stroke=draw.INK)
            + "".join(ticks)
            + words
        )

    def _names_at_the_end(self):
        places = draw.apart([self.scale(value) + 4 for value, _, _ in self._names], 15, self.top, self.bottom)
        return "".join(
            draw.text(self.right + 6, y, words, size=draw.SMALL, fill=colour)
            for y, (_, words, colour) in zip(places, self._names, strict=True)
        )

    def _foot(self, y):
        """(SVG, height): the key, the lines' values where there was no room beside them, and the events."""
        key, y = draw.legend(self._key(), y + 12.0, self.width)
        parts = [key]
        if self.narrow and self._names:
            words = "; ".join(words for _, words, _ in self._names)
            set_, height = draw.paragraph(0, y + 22, words, self.width, size=draw.SMALL)
            parts.append(set_)
            y += 5 + height
        y += 24
        for sign, words in self._notes():
            set_, height = draw.paragraph(22, y, words, self.width - 24)
            parts += [draw.text(8, y, sign, bold=True, anchor="middle"), set_]
            y += height + 3
        return "".join(parts), y - 10

    def _key(self):
        drawn = [p for p in self.points if p.value is not None]
        if any(p.centre is not None for p in self.points):
            for meaning in MEANINGS:
                if any(p.signal == meaning for p in drawn):
                    yield (lambda x, y, m=meaning: draw.mark(x, y, m)), MEANINGS[meaning].capitalize()
        for symbol in dict.fromkeys(p.symbol or ":" for p in self.points if p.value is None):
            yield (
                (lambda x, y, s=symbol: draw.text(x, y + 4, s, size=draw.SMALL, anchor="middle", bold=True)),
                SYMBOLS.get(symbol, symbol).capitalize(),
            )

    def _notes(self):
        for n, flag in enumerate(self.chart.flags, 1):
            yield str(n), f"{self.points[flag.at].label}: {flag.text}"
        for point in self.points:
            if point.rebased:
                yield "┆", f"New limits from {point.label}: {point.rebased}"


@dataclass(frozen=True)
class SmallChart(ControlChart):
    """The same in the size of a word, for a list: the line, its limits, and the marks that matter."""

    def draw(self, width, key):
        height, points = 52, self.points
        values = [v for p in points for v in (p.value, p.centre, p.lower, p.upper) if v is not None]
        if not any(p.value is not None for p in points):
            return height, draw.line(4, 26, width - 4, 26, stroke=draw.GREY, dash="2 4")
        scale = linear(values, height - 9.0, 9.0, unit=self.unit, about=50)
        gap = (width - 16) / max(1, len(points) - 1)

        def x(n):
            return 8 + n * gap if len(points) > 1 else width / 2

        parts = []
        for run in _stretches(points, "upper", "lower"):
            a, b = x(run[0]) - 4, x(run[-1]) + 4
            top, bottom = scale(points[run[-1]].upper), scale(points[run[-1]].lower)
            parts.append(draw.rect(a, top, b - a, bottom - top, fill=draw.BAND))
            parts += [draw.line(a, y, b, y, dash="2 3") for y in (top, bottom)]
            middle = scale(points[run[-1]].centre) if points[run[-1]].centre is not None else None
            parts += [draw.line(a, middle, b, middle, stroke=draw.INK)] if middle is not None else []
        for run in _stretches(points, "value"):
            parts.append(draw.polyline([(x(n), scale(points[n].value)) for n in run], width=1.5))
        last = len(points) - 1
        for n, point in enumerate(points):
            if point.value is not None and (point.signal or n == last):
                parts.append(
                    draw.mark(x(n), scale(point.value), point.signal, size=4.5 if n == last else 3.0)
                )
        return height, "".join(parts)


def _stretches(points, *names):
    """Neighbouring points that have all of ``names``, under the same limits, as lists of their numbers."""
    run = []
    for n, point in enumerate(points):
        has = all(getattr(point, name) is not None for name in names)
        if run and (not has or point.rebased):
            yield run
            run = []
        if has:
            run.append(n)
    if run:
        yield run
