"""From values to pixels, with ticks a person would choose."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """How a value is printed. ``words`` stand at the axis: "per 10,000 children"."""

    words: str = ""
    suffix: str = ""
    prefix: str = ""
    decimals: int = 1
    least: float | None = 0.0
    most: float | None = None

    def show(self, value):
        """As printed: 1,234.5 %, 12, £3,000. A whole number of children has no decimals."""
        if value is None:
            return ""
        size = abs(value)
        digits = f"{size:.3g}" if size >= 1e12 else f"{size:,.{self.decimals}f}"
        negative = value < 0 and any(c in "123456789" for c in digits)
        return f"{'-' if negative else ''}{self.prefix}{digits}{self.suffix}"


NOTHING = 1e-290  # a smaller spread leaves no numbers for its ticks

PLAIN = Unit()
COUNT = Unit("children", decimals=0)


@dataclass(frozen=True)
class Linear:
    """``low`` at pixel ``start``, ``high`` at pixel ``end``; what lies outside is held at the edge."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple = ()

    def __call__(self, value):
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)


@dataclass(frozen=True)
class Log:
    """As ``Linear``, by ratios; only for values above nothing, others are held at the low edge."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple = ()

    def __call__(self, value):
        if value <= self.low:
            return self.start
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + min(1.0, share) * (self.end - self.start)


def linear(values, start, end, *, unit=None, about=5, zero=False):
    """A scale that holds ``values`` (finite numbers, any number of them) between round ticks.

    It begins at zero where ``zero`` asks for it or zero is near, and never goes past what the unit can be.
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if zero or (low > 0 and low < 0.4 * high):
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= max(abs(high) * 1e-9, NOTHING):
        room = abs(high) * 0.1 or 1.0
        low, high = low - room, high + room
        if unit and unit.least is not None and min(values, default=0) >= unit.least:
            low = max(low, unit.least)
    step = round_step((high - low) / max(1, about))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    low, high = first * step, last * step
    if unit and unit.most is not None and max(values, default=0) <= unit.most:
        high = min(high, unit.most) if low < unit.most else high
    ticks = tuple(n * step for n in range(first, last + 1) if n * step <= high * (1 + 1e-9) + 1e-12)
    return Linear(low, high, start, end, ticks)


def round_step(rough):
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next((n * power for n in (1, 2, 5) if n * power >= rough * (1 - 1e-9)), 10 * power)


RATIO_TICKS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32)


def ratios(values, start, end):
    """A scale of ratios round 1, at least from a half to two times, at most from a sixteenth to 32."""
    above = [value for value in values if value > 0]
    low, high = min([0.5, *above]), max([2.0, *above])
    ticks = [tick for tick in RATIO_TICKS if low / 2 < tick < high * 2]
    low = max((tick for tick in ticks if tick <= low), default=ticks[0])
    high = min((tick for tick in ticks if tick >= high), default=ticks[-1])
    return Log(low, high, start, end, tuple(tick for tick in ticks if low <= tick <= high))


def tick_words(scale, unit):
    """The ticks as printed, with as many decimals as they need and no more."""
    step = scale.ticks[1] - scale.ticks[0] if len(scale.ticks) > 1 else 1.0
    decimals = max(0, min(6, -math.floor(math.log10(step) + 1e-9))) if step else 0
    shown = Unit(unit.words, unit.suffix, unit.prefix, decimals)
    return [shown.show(tick) for tick in scale.ticks]
