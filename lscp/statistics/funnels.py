"""Funnel plots: how far from the average an area of that size may lie by chance alone.

Closed forms of what PHE's funnel plot method searches for step by step (OHID, Fingertips guidance; Spiegelhalter,
Statistics in Medicine 24:1185, 2005). Levels are 0.95 (a warning) and 0.998 (an alarm). Arrays in, arrays out.

    >>> limits = proportion_limits(0.80642448, 1)
    >>> round(float(limits.lower) * 100, 4)
    3.2043
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, pdtrik

from lscp.statistics.rates import Limits

WARNING, ALARM = 0.95, 0.998


def proportion_limits(average: float, whole: ArrayLike, level: float = WARNING) -> Limits:
    """Shares between which an area of `whole` children may lie, the average being `average` (0 to 1).

    The share whose Wilson interval only just reaches the average, on either side.
    """
    if not 0 <= average <= 1:
        raise ValueError(
            f"An average share is between 0 and 1; {average} is not. Divide a percentage by 100."
        )
    n, p, q = np.asarray(whole, float), average, ndtri(0.5 + level / 2) ** 2
    # Wilson inverted: the roots f of (f - p)^2 = ... are those of a f^2 - b f + c with the terms below.
    halves = p * (n / q + 1)
    inside = halves**2 - (1 / q + 1 / n) * p * (n * (p * (n / q + 2) - 1) + q * (p - 1))
    reach = np.sqrt(np.maximum(inside, 0))
    below = (1 / q + 1 / n) * n
    return Limits(np.clip((halves - reach) / below, 0, 1), np.clip((halves + reach) / below, 0, 1))


def rate_limits(average: float, population: ArrayLike, level: float = WARNING, per: float = 1) -> Limits:
    """Rates for every `per` between which an area of `population` may lie, the average being `average` for every `per`.

    The observed count, whole or between, that differs only just from the expected one (Poisson). With an average of 1
    and the expected counts for a population these are the limits of ratios, observed over expected.
    """
    n, tail = np.asarray(population, float), (1 - level) / 2
    expected = average / per * n
    return Limits(pdtrik(tail, expected) / n * per, (pdtrik(1 - tail, expected) + 1) / n * per)
