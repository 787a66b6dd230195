"""Quartiles of many histograms at once, by the method of `lscp.statistics.waiting` (Kaplan and Meier)."""

from __future__ import annotations

import numpy as np

SAME = 1e-9  # two shares nearer than this are one share, counted in floating point


def quartiles_of_many(
    cell: np.ndarray,
    days: np.ndarray,
    number: np.ndarray,
    *,
    done: np.ndarray | None = None,
    cells: int,
    share: float,
) -> np.ndarray:
    """For each of `cells` histograms the day by which `share` were done; NaN where so many are not done yet.

    The arrays are parallel: `number` children (at least one) of histogram `cell` were followed for `days`, and were
    `done` then or still waiting; without it, all were. A test holds every result against
    `lscp.statistics.waiting.quartiles`.
    """
    if not len(cell):
        return np.full(cells, np.nan)
    if done is None or done.all():
        return _of_the_done(cell, days, number, cells, share)
    found = np.full(cells, np.nan)
    cell, days, ended, left = _by_day(cell, days, np.where(done, number, 0), np.where(done, 0, number))
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


def _of_the_done(cell, days, number, cells: int, share: float) -> np.ndarray:
    """Where nobody waits it is the child at that share of the way through the days in order, or halfway to the next."""
    order = np.argsort(_key(cell, days))
    days, gone = days[order], np.cumsum(number[order])
    total = np.bincount(cell, weights=number, minlength=cells)
    wanted = np.cumsum(total) - total + share * total
    some = total > 0
    first = np.searchsorted(gone, wanted[some])
    then = first + (gone[first] == wanted[some])
    found = np.full(cells, np.nan)
    found[some] = (days[first].astype(np.int64) + days[then]) / 2
    return found


def _key(cell, days) -> np.ndarray:
    """One number for a histogram and a day, so that sorting is by the one and then the other."""
    return cell.astype(np.int64) * (int(days.max()) + 1) + days


def _by_day(cell, days, ended, left):
    """One place for each histogram and day, in order."""
    key = _key(cell, days)
    order = np.argsort(key)
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
