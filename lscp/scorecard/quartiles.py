"""Quartiles of many histograms at once, by the method of `lscp.statistics.waiting` (Kaplan and Meier)."""

from __future__ import annotations

import numpy as np

SAME = 1e-9  # two shares nearer than this are one share, counted in floating point


def quartiles_of_many(
    cell: np.ndarray, days: np.ndarray, done: np.ndarray, number: np.ndarray, *, cells: int, share: float
) -> np.ndarray:
    """For each of `cells` histograms the day by which `share` were done; NaN where so many are not done yet.

    The four arrays are parallel: `number` children of histogram `cell` were followed for `days`, and were `done` then
    or still waiting. A test holds every result against `lscp.statistics.waiting.quartiles`.
    """
    found = np.full(cells, np.nan)
    if not len(cell):
        return found
    cell, days, ended, left = _by_day(cell, days, number * (done == 1), number * (done != 1))
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    segment = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(cell)))
    waiting = _still_waiting(ended, left, starts, segment)

    # The first place in each histogram at which few enough wait, and the next one at which somebody was done.
    places, remaining, never = np.arange(len(cell)), 1 - share, len(cell)
    first = np.minimum.reduceat(np.where(waiting <= remaining + SAME, places, never), starts)
    events = np.where(ended > 0, places, never)
    following = np.append(np.minimum.accumulate(events[::-1])[::-1], [never, never])[first + 1]

    reached = first < never
    first, following, of = first[reached], following[reached], cell[starts][reached]
    halfway = np.abs(waiting[first] - remaining) <= SAME
    halfway &= (following < never) & (segment[np.minimum(following, never - 1)] == segment[first])
    then = days[np.where(halfway, np.minimum(following, never - 1), first)]
    found[of] = (days[first] + then) / 2
    return found


def _by_day(cell, days, ended, left):
    """One place for each histogram and day, in order."""
    key = cell * (int(days.max()) + 1) + days
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    first = order[starts]
    return cell[first], days[first], *(np.add.reduceat(values[order], starts) for values in (ended, left))


def _still_waiting(ended, left, starts, segment) -> np.ndarray:
    """The share of each histogram still waiting once the day is over."""
    gone = np.cumsum(ended + left)
    before = np.concatenate([[0], gone])[starts]
    total = np.append(gone[starts[1:] - 1], gone[-1]) - before
    at_risk = total[segment] - (gone - (ended + left) - before[segment])
    nobody = ended == at_risk
    steps = np.cumsum(np.log1p(np.where(nobody, 0, -ended / at_risk)))
    offset = np.concatenate([[0], steps])[starts]
    return np.where(nobody, 0.0, np.exp(steps - offset[segment]))
