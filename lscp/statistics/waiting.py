"""How long children wait, counting those who still do.

A median over finished assessments alone looks best just when work piles up: whoever waits longest is not in it.
Kaplan and Meier's estimate (J Am Stat Assoc 53:457, 1958) counts a waiting child for as long as they have waited
and lets them leave without an event. It needs counts by number of days only, never a child.

The quartiles of a return are computed for many groups at once (`lscp/scorecard/quartiles.py`); this is the method one
group at a time, which tests hold it against.

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
    """Arrays of one length, one place for each day on which something was completed, earliest first.

    `waiting[i]` is the share still waiting once day `days[i]` is over; `at_risk[i]` children had waited that long.
    """

    days: np.ndarray
    at_risk: np.ndarray
    ended: np.ndarray
    waiting: np.ndarray

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
    return Survival(
        days=days,
        at_risk=at_risk[days].astype(np.int64),
        ended=ended[days].astype(np.int64),
        waiting=np.cumprod(1 - ended[days] / at_risk[days]),
    )


def quartiles(completed: Days, waiting: Days | None = None) -> Quartiles:
    """Quartiles of the days waited, each None where not reached."""
    curve = survival(completed, waiting or {})
    return Quartiles(*(curve.quantile(share) for share in (0.25, 0.5, 0.75)))


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
