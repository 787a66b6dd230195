"""Quartiles of many histograms at once, by the method of `lscp.statistics.waiting` (Kaplan and Meier)."""

from __future__ import annotations

import numpy as np

SAME = 1e-9
AT_ONCE = 2_000_000  # numbers in one matrix


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
    width = int(days.max()) + 1
    step = max(1, AT_ONCE // width)
    for first in range(0, cells, step):
        here = (cell >= first) & (cell < first + step)
        size = min(step, cells - first)
        place = (cell[here] - first) * width + days[here]
        ended = _matrix(place, number[here] * (done[here] == 1), size, width)
        left = _matrix(place, number[here] * (done[here] != 1), size, width)
        found[first : first + size] = _quantile(ended, left, 1 - share)
    return found


def _matrix(place: np.ndarray, number: np.ndarray, size: int, width: int) -> np.ndarray:
    return np.bincount(place, weights=number, minlength=size * width).reshape(size, width)


def _quantile(ended: np.ndarray, left: np.ndarray, remaining: float) -> np.ndarray:
    at_risk = np.cumsum((ended + left)[:, ::-1], axis=1)[:, ::-1]
    waiting = np.cumprod(1 - ended / np.maximum(at_risk, 1), axis=1)
    rows = np.arange(len(ended))
    reached = waiting <= remaining + SAME
    first = reached.argmax(axis=1)
    later = (ended > 0) & (np.arange(ended.shape[1]) > first[:, None])
    halfway = (np.abs(waiting[rows, first] - remaining) <= SAME) & later.any(axis=1)
    day = np.where(halfway, (first + later.argmax(axis=1)) / 2, first)
    return np.where(reached.any(axis=1), day, np.nan)
