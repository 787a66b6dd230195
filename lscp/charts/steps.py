"""How long each step took: quartiles against the statutory limit."""

from dataclasses import dataclass

from lscp.charts import drawing as draw
from lscp.charts.chart import Chart, nothing_to_show
from lscp.charts.drawing import finite


@dataclass(frozen=True)
class Step:
    """One step on a child's way. Times are in ``unit`` ("working days"); ``limit`` None where no law sets one.
    ``inside`` is the share (0 to 100) done within the limit; ``symbol`` says why there is no figure."""

    name: str
    median: float | None
    lower: float | None = None
    upper: float | None = None
    limit: float | None = None
    unit: str = "working days"
    inside: float | None = None
    done: str = ""
    waiting: str = ""
    waiting_over: str = ""
    symbol: str = ""
    inside_symbol: str = ""  # why there is no share
    limit_words: str = ""  # where the law counts otherwise than in ``unit``: "3 months"
    too_soon: bool = (
        False  # fewer than half of the children have finished: nobody knows yet how long half will wait
    )

    def __post_init__(self):
        for name in ("median", "lower", "upper", "limit", "inside"):
            object.__setattr__(self, name, finite(getattr(self, name)))

    def limit_said(self):
        if self.limit is None:
            return ""
        unit = self.unit.removesuffix("s") if self.limit == 1 else self.unit
        return self.limit_words or f"{days_said(self.limit)} {unit}"

    def inside_said(self):
        """The share done within the limit, or why there is none."""
        if self.limit is None:
            return ""
        if self.inside is not None:
            return f"{self.inside:.1f}%"
        return {"z": "none due"}.get(self.inside_symbol, self.inside_symbol or ":")

    def missing(self):
        """Why there is no median, for a table or a picture."""
        return "too soon" if self.too_soon else self.symbol or ":"

    def said(self):
        """One step in a sentence."""
        if self.median is None and not self.too_soon:
            why = "hidden, to protect children" if self.symbol == "c" else "not supplied"
            return f"{self.name}: {why}."
        half = "too soon to tell" if self.too_soon else f"half within {days_said(self.median)} {self.unit}"
        parts = [f"{self.name}: {half}"]
        if self.upper is not None:
            parts.append(f"three quarters within {days_said(self.upper)}")
        if self.limit is not None:
            parts.append(f"the limit is {self.limit_words or days_said(self.limit)}")
        if self.inside is not None:
            parts.append(f"{self.inside:.0f}% inside it")
        if self.waiting:
            over = f", {_number(self.waiting_over)} of them over the limit" if self.waiting_over else ""
            parts.append(f"{_number(self.waiting)} still waiting{over}")
        return f"{'; '.join(parts)}."


def _number(shown):
    return "a hidden number" if shown == "c" else shown


def days_said(value):
    """So many days, without a nought at the end."""
    return f"{value:,.1f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Steps(Chart):
    """Each step as a bar from its lower to its upper quartile, on a scale of its own limit: what lies left of the
    one line was in time."""

    title: str
    steps: tuple

    def __post_init__(self):
        object.__setattr__(self, "steps", tuple(self.steps))

    def description(self):
        if not self.steps:
            return "There is no figure yet."
        return " ".join(step.said() for step in self.steps)

    def table(self):
        def numeric(words):
            return {"text": words, "numeric": True}

        columns = ["Step", numeric("A quarter within"), numeric("Half within"), numeric("Three quarters within"),
                   "Limit", numeric("Inside the limit"), numeric("Done"), numeric("Still waiting"),
                   numeric("Waiting over the limit")]  # fmt: skip
        rows = [
            [
                step.name,
                *(
                    days_said(v) if v is not None else step.missing()
                    for v in (step.lower, step.median, step.upper)
                ),
                step.limit_said() or "none in law",
                step.inside_said(),
                step.done,
                step.waiting,
                step.waiting_over if step.limit is not None else "",
            ]
            for step in self.steps
        ]
        return columns, rows

    def draw(self, width, key):
        if not self.steps:
            return nothing_to_show(width)
        narrow = width < 480
        left = 0.0 if narrow else min(280.0, width * 0.4)
        start, end, high = left + 8, width - 16.0, 98.0 if narrow else 58.0
        limit = start + (end - start) / 2
        top, parts = 28.0, []
        bottom = top + high * len(self.steps)
        parts.append(draw.line(limit, top - 8, limit, bottom, stroke=draw.INK, width=2))
        parts.append(draw.text(limit, 12, "the legal limit", size=draw.SMALL, anchor="middle", bold=True))
        parts.append(draw.text(start, 12, "at once", size=draw.SMALL))
        parts.append(draw.text(end, 12, "twice as long", size=draw.SMALL, anchor="end"))
        for x in (start, end):
            parts.append(draw.line(x, top - 8, x, bottom, stroke=draw.RULE))
        for n, step in enumerate(self.steps):
            y = top + n * high
            parts.append(self._named(step, y, width, left, narrow))
            parts.append(_bar(step, start, limit, end, y + (58 if narrow else high / 2)))
            parts.append(draw.line(0, y + high, width, y + high, stroke=draw.RULE))
        key, y = draw.legend(_STEP_KEY, bottom + 26, width)
        return y + 12, "".join([*parts, key])

    def _named(self, step, y, width, left, narrow):
        limit = f"limit {step.limit_said()}" if step.limit is not None else "no limit in law"
        room = width if narrow else left - 12
        return draw.halo(0, y + 20, draw.fitted(step.name, room), bold=True) + draw.halo(
            0, y + 38, draw.fitted(f"{limit}{_share(step)}", room, draw.SMALL), size=draw.SMALL
        )


def _share(step):
    return f"; {step.inside:.0f}% inside" if step.inside is not None and step.limit is not None else ""


def _bar(step, start, limit, end, y):
    """The quartiles of a step; against its limit, or against three times its own median where there is none."""
    if step.median is None:
        return draw.text(start + 6, y + 5, step.missing(), bold=True)
    whole = step.limit if step.limit else max(step.upper or 0, step.median, 1) * 1.5

    def x(value):
        return start + min(max(value, 0) / whole * (limit - start), end - start)

    lower, upper = (v if v is not None else step.median for v in (step.lower, step.upper))
    late = step.limit is not None and upper > step.limit
    parts = [
        draw.rect(
            x(lower),
            y - 9,
            max(x(upper) - x(lower), 3),
            18,
            fill=draw.BAND,
            stroke=draw.BLUE,
            stroke_width=1.5,
        ),
        draw.line(x(step.median), y - 12, x(step.median), y + 12, stroke=draw.INK, width=4),
    ]
    if late:  # the part after the limit is darker and barred
        over = max(x(step.limit), x(lower))
        bars = [_bar_of_lateness(at, y, 8) for at in _every(over + 4, x(upper) - 1, 5)]
        parts.insert(1, "".join(bars))
    if upper / whole * (limit - start) > end - start:
        parts.append(draw.polyline([(end - 1, y - 6), (end + 7, y), (end - 1, y + 6)], stroke=draw.BLUE))
    words = f"{days_said(step.median)}"
    half = draw.width_of(words) / 2
    at = min(max(x(step.median), start + half), end - half)
    return "".join([*parts, draw.halo(at, y + 25, words, anchor="middle", bold=True)])


def _bar_of_lateness(x, y, half):
    return draw.line(x, y - half, x, y + half, stroke=draw.ORANGE, width=1.5)


def _every(first, last, step):
    while first <= last:
        yield first
        first += step


_STEP_KEY = [
    ((lambda x, y: draw.rect(x - 8, y - 6, 18, 12, fill=draw.BAND, stroke=draw.BLUE, stroke_width=1.5)),
     "The middle half of the children"),
    ((lambda x, y: draw.line(x, y - 7, x, y + 7, stroke=draw.INK, width=4)), "Half waited no longer than this"),
    ((lambda x, y: "".join(_bar_of_lateness(x + at, y, 6) for at in (-5, 0, 5))),
     "Over the limit"),
]  # fmt: skip
