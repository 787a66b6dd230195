"""How long children wait, counting those who still do.

A median over finished assessments alone looks best just when work piles up: whoever waits longest is not in it.
Kaplan and Meier's estimate (J Am Stat Assoc 53:457, 1958) counts a waiting child for as long as they have waited
and lets them leave without an event. It needs counts by number of days only, never a child.

Both arguments, everywhere in this file, map a whole number of days to how many children: `completed` days from
start to end, `waiting` days from start to the day of the count.

    >>> quartiles({10: 1, 20: 1, 30: 1}, {40: 3})
    Quartiles(q1=20, median=30, q3=None)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

Days = Mapping[int, int]
SAME = 1e-9  # two shares nearer than this are one share, counted in floating point


class Quartiles(NamedTuple):
    """Days by which a quarter, half and three quarters were done; None where that many are not done yet."""

    q1: float | None
    median: float | None
    q3: float | None


@dataclass(frozen=True)
class Survival:
    """Four arrays of one length, one place for each day on which something was completed, earliest first.

    `waiting[i]` is the share still waiting once day `days[i]` is over; `at_risk[i]` children had waited that long.
    `last` is the longest anybody was followed, completed or not: nothing is known beyond it. None of nobody.
    """

    days: np.ndarray
    at_risk: np.ndarray
    ended: np.ndarray
    waiting: np.ndarray
    last: int | None

    def quantile(self, share: float) -> float | None:
        """The day by which `share` (0 to 1) were done. None when so many are not done yet.

        Where exactly that share was done and nobody ended for a while, halfway to the next: with nobody waiting this
        is the median as commonly taught, (a + b) / 2 of the middle two (so does R's survival package).
        """
        left = 1 - share
        reached = np.flatnonzero(self.waiting <= left + SAME)
        if not reached.size:
            return None
        first = int(reached[0])
        day = int(self.days[first])
        if abs(self.waiting[first] - left) <= SAME and first + 1 < len(self.days):
            return _plain(Fraction(day + int(self.days[first + 1]), 2))
        return day

    def still_waiting(self, day: int) -> float | None:
        """The share still waiting when `day` is over. None when nobody was followed that long."""
        done = int(np.searchsorted(self.days, day, side="right"))
        share = float(self.waiting[done - 1]) if done else 1.0
        unknown = self.last is None or (day > self.last and share > SAME)
        return None if unknown else share

    def interval(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper limit of `waiting`: Greenwood's variance on the log(-log) scale, so within 0 and 1."""
        from scipy.special import ndtri

        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.cumsum(self.ended / (self.at_risk * (self.at_risk - self.ended)))
            wide = ndtri(0.5 + level / 2) * np.sqrt(spread) / np.abs(np.log(self.waiting))
            lower, upper = self.waiting ** np.exp(wide), self.waiting ** np.exp(-wide)
        gone = self.waiting <= SAME
        return np.where(gone, 0.0, lower), np.where(gone, 0.0, upper)


class Within(NamedTuple):
    """Of those who started: what became of them by the limit. `limit` itself is within.

    `of_completed` is the published kind of percentage (completed in time / completed); `of_everyone` counts the
    waiting too, and is None when nobody was followed as long as the limit. Both are shares, 0 to 1.
    """

    completed_in_time: int
    completed_late: int
    waiting_in_time: int
    waiting_late: int
    of_completed: float | None
    of_everyone: float | None


def survival(completed: Days, waiting: Days) -> Survival:
    """The share still waiting after each day. ValueError for a negative number of days or of children."""
    _must_count(completed)
    _must_count(waiting)
    ended = np.bincount(*_columns(completed), minlength=1)
    length = max([len(ended), *(day + 1 for day in waiting)])
    ended = np.pad(ended, (0, length - len(ended)))
    left = np.bincount(*_columns(waiting), minlength=length)
    at_risk = np.cumsum((ended + left)[::-1])[::-1]
    days = np.flatnonzero(ended)
    followed = np.flatnonzero(ended + left)
    return Survival(
        days=days,
        at_risk=at_risk[days].astype(np.int64),
        ended=ended[days].astype(np.int64),
        waiting=np.cumprod(1 - ended[days] / at_risk[days]),
        last=int(followed[-1]) if followed.size else None,
    )


def quartiles(completed: Days, waiting: Days | None = None) -> Quartiles:
    """Quartiles of the days waited, each None where not reached."""
    curve = survival(completed, waiting or {})
    return Quartiles(*(curve.quantile(share) for share in (0.25, 0.5, 0.75)))


def median(completed: Days, waiting: Days | None = None) -> float | None:
    return quartiles(completed, waiting).median


def share_within(limit: int, completed: Days, waiting: Days | None = None) -> Within:
    """How many were done within `limit` days, among the completed and among everyone."""
    waiting = waiting or {}
    still = survival(completed, waiting).still_waiting(limit)
    in_time, late = _either_side(limit, completed)
    return Within(
        in_time,
        late,
        *_either_side(limit, waiting),
        of_completed=in_time / (in_time + late) if in_time + late else None,
        of_everyone=None if still is None else 1 - still,
    )


def _either_side(limit: int, histogram: Days) -> tuple[int, int]:
    in_time = sum(number for days, number in histogram.items() if days <= limit)
    return in_time, sum(histogram.values()) - in_time


def _columns(histogram: Days) -> tuple[np.ndarray, np.ndarray]:
    return np.fromiter(histogram.keys(), np.int64), np.fromiter(histogram.values(), np.float64)


def _must_count(histogram: Days) -> None:
    for days, number in histogram.items():
        if days < 0 or number < 0:
            raise ValueError(
                f"{number} children after {days} days: neither can be below zero. Reject rows that end before "
                "they start first."
            )


def _plain(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)
