"""What may come: the past as a line, the future as a fan that says how unsure it is."""

from dataclasses import dataclass

from lscp.charts import drawing as draw
from lscp.charts.chart import Chart, nothing_to_show
from lscp.charts.drawing import finite
from lscp.charts.scales import COUNT, Unit, linear, tick_words


@dataclass(frozen=True)
class Ahead:
    """One period to come: the middle and the interval round it."""

    label: str
    middle: float | None
    low: float | None = None
    high: float | None = None
    naive: float | None = None  # what "the same as a year before" would say

    def __post_init__(self):
        for name in ("middle", "low", "high", "naive"):
            object.__setattr__(self, name, finite(getattr(self, name)))


@dataclass(frozen=True)
class Fan(Chart):
    """``past``: (label, value or None); ``ahead``: ``Ahead``; ``level`` how often the truth falls inside, in per cent;
    ``tested`` says in a sentence how the method did on the past."""

    title: str
    past: tuple
    ahead: tuple
    unit: Unit = COUNT
    level: int = 80
    tested: str = ""

    def __post_init__(self):
        object.__setattr__(self, "past", tuple((label, finite(value)) for label, value in self.past))
        object.__setattr__(self, "ahead", tuple(self.ahead))

    def description(self):
        known = [(label, value) for label, value in self.past if value is not None]
        if not known:
            return "There is no figure yet."
        show = self.unit.show
        parts = [f"The latest, {known[-1][0]}, is {show(known[-1][1])}."]
        last = next((a for a in reversed(self.ahead) if a.middle is not None), None)
        if last:
            parts.append(f"By {last.label} about {show(last.middle)}{_between(last, show, self.level)}.")
        return " ".join([*parts, self.tested]).strip()

    def table(self):
        columns = ["Period", {"text": "Happened", "numeric": True}, {"text": "Expected", "numeric": True},
                   {"text": f"{self.level}% interval", "numeric": True},
                   {"text": "Same as a year before", "numeric": True}]  # fmt: skip
        show = self.unit.show
        rows = [[label, ":" if value is None else show(value), "", "", ""] for label, value in self.past]
        rows += [
            [
                a.label,
                "",
                show(a.middle),
                f"{show(a.low)} to {show(a.high)}" if a.low is not None else "",
                show(a.naive),
            ]
            for a in self.ahead
        ]
        return columns, rows

    def draw(self, width, key):
        every = len(self.past) + len(self.ahead)
        values = [v for _, v in self.past if v is not None]
        values += [v for a in self.ahead for v in (a.middle, a.low, a.high, a.naive) if v is not None]
        if not values:
            return nothing_to_show(width)
        top, bottom = 34.0, 254.0
        y = linear(values, bottom, top, unit=self.unit)
        ticks = tick_words(y, self.unit)
        left, right = max(draw.width_of(words, draw.SMALL) for words in ticks) + 10, width - 12.0

        def x(n):
            return left + (n + 0.5) * (right - left) / every

        parts = [draw.text(0, 12, self.unit.words, size=draw.SMALL)]
        for value, words in zip(y.ticks, ticks, strict=True):
            parts.append(draw.line(left, y(value), right, y(value), stroke=draw.RULE))
            parts.append(draw.text(left - 6, y(value) + 4, words, size=draw.SMALL, anchor="end"))
        parts += self._fan(x, y)
        parts += self._history(x, y)
        if self.ahead and self.past:
            at = (x(len(self.past) - 1) + x(len(self.past))) / 2
            parts.append(draw.line(at, top - 8, at, bottom, stroke=draw.INK, dash="6 3"))
            parts.append(draw.halo(at, top - 12, "now", anchor="middle", size=draw.SMALL))
        labels = [label for label, _ in self.past] + [a.label for a in self.ahead]
        order = [every - 1, len(self.past) - 1, 0, *range(every - 1, -1, -max(1, every // 8))]
        parts.append(draw.line(left, bottom, right, bottom, stroke=draw.INK))
        parts.append(draw.axis_words([(x(n), labels[n]) for n in order if n >= 0], bottom + 18, width))
        key, low = draw.legend(self._key(), bottom + 42, width)
        if self.tested:
            words, height = draw.paragraph(0, low + 22, self.tested, width, size=draw.SMALL)
            key, low = key + words, low + height + 5
        return low + 12, "".join([*parts, key])

    def _fan(self, x, y):
        n = len(self.past)
        known = [(x(n + i), a) for i, a in enumerate(self.ahead) if a.low is not None and a.high is not None]
        if len(known) > 1:
            edge = [(at, y(a.high)) for at, a in known] + [(at, y(a.low)) for at, a in reversed(known)]
            yield draw.tag("polygon", points=" ".join(f"{draw.number(a)},{draw.number(b)}" for a, b in edge),
                           fill=draw.BAND, stroke=draw.BLUE, stroke_dasharray="2 4")  # fmt: skip
        elif known:
            yield draw.line(
                known[0][0], y(known[0][1].low), known[0][0], y(known[0][1].high), stroke=draw.BLUE, width=3
            )
        for name, look in (
            ("naive", {"width": 1.5, "dash": "2 4"}),
            ("middle", {"width": 2.5, "stroke": draw.BLUE}),
        ):
            points = [
                (x(n + i), y(getattr(a, name)))
                for i, a in enumerate(self.ahead)
                if getattr(a, name) is not None
            ]
            if points and name == "middle" and self.past and self.past[-1][1] is not None:
                points.insert(0, (x(n - 1), y(self.past[-1][1])))
            if len(points) > 1:
                yield draw.polyline(points, **look)
            elif points:
                yield draw.mark(*points[0], hollow=True)

    def _history(self, x, y):
        run = []
        for n, (_, value) in enumerate([*self.past, ("", None)]):
            if value is not None:
                run.append((x(n), y(value)))
            elif run:
                yield draw.polyline(run, stroke=draw.INK) if len(run) > 1 else draw.mark(*run[0])
                run = []

    def _key(self):
        def dash(**look):
            return lambda x, y: draw.line(x - 8, y, x + 10, y, **look)

        yield dash(stroke=draw.INK, width=2), "What happened"
        if self.ahead:
            yield dash(stroke=draw.BLUE, width=2.5), "What we expect"
            yield (
                (
                    lambda x, y: draw.rect(
                        x - 8, y - 6, 18, 12, fill=draw.BAND, stroke=draw.BLUE, stroke_width=1
                    )
                ),
                f"{self.level} times in 100 the truth falls in here",
            )
        if any(a.naive is not None for a in self.ahead):
            yield dash(width=1.5, dash="2 4"), "Simply the same as a year before"


def _between(ahead, show, level):
    if ahead.low is None or ahead.high is None:
        return ""
    return f", {level} times in 100 between {show(ahead.low)} and {show(ahead.high)}"
