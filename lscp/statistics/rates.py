"""Shares and rates, each with its interval.

Every function takes numbers or arrays of one shape and gives that shape back, in the unit it was asked for. Counts are
whole events in whole people; nothing here rounds. Two levels are usual: 0.95 and 0.998.

Formulas: Public Health England (now OHID), "Public health methods", Fingertips guidance; Byar in Breslow and Day,
Statistical Methods in Cancer Research II (1987); Wilson, J Am Stat Assoc 22:209 (1927). Tested against the
values that PHE's own package is tested with.

    >>> at = rate(1, 100, per=100)
    >>> round(float(at.lower), 4), round(float(at.upper), 4)
    (0.0253, 5.5716)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, ndtri

FEW = 10  # below this many events Byar's approximation gives way to the exact Poisson limits


class Estimate(NamedTuple):
    """A figure with the interval that holds it; NaN where a limit cannot be given."""

    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


class Limits(NamedTuple):
    lower: np.ndarray
    upper: np.ndarray


def byar(events: ArrayLike, level: float = 0.95) -> Limits:
    """Limits of a count by Byar's approximation. The lower one is NaN where it would be below zero."""
    x, z = counts(events), deviate(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    above = x + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return Limits(np.where(lower >= 0, lower, np.nan), upper)


def exact(events: ArrayLike, level: float = 0.95) -> Limits:
    """Exact Poisson limits of a count, by chi-squared quantiles (Garwood 1936)."""
    x, tail = counts(events), (1 - level) / 2
    with np.errstate(invalid="ignore"):
        lower = np.where(x > 0, chdtri(2 * x, 1 - tail) / 2, 0.0)
    return Limits(np.where(np.isnan(x), np.nan, lower), chdtri(2 * x + 2, tail) / 2)


def count(events: ArrayLike, level: float = 0.95) -> Limits:
    """Limits of a count as PHE publishes them: exact below 10 events, Byar from 10."""
    x = counts(events)
    few, many = exact(x, level), byar(np.where(x < FEW, FEW, x), level)
    return Limits(np.where(x < FEW, few.lower, many.lower), np.where(x < FEW, few.upper, many.upper))


def rate(events: ArrayLike, population: ArrayLike, per: float = 1, level: float = 0.95) -> Estimate:
    """Events for every `per` of the population. NaN where the population is 0."""
    n = positive(population)
    return Estimate(*(counts(x) / n * per for x in (events, *count(events, level))))


def proportion(part: ArrayLike, whole: ArrayLike, per: float = 1, level: float = 0.95) -> Estimate:
    """The share `part` is of `whole`, with Wilson's interval; `per=100` for percentages.

    ValueError where the part is larger than the whole. NaN where the whole is 0.
    """
    x, n, z = counts(part), positive(whole), deviate(level)
    if (x > n).any():
        raise ValueError("A part cannot be larger than its whole; for a rate use rate().")
    middle, reach = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    below = 2 * (n + z**2)
    lower = np.where(x == 0, 0.0, (middle - reach) / below)  # no rounding error below none, or above all
    upper = np.where(x == n, 1.0, (middle + reach) / below)
    known = np.where(np.isnan(x / n), np.nan, 1.0)
    return Estimate(x / n * per, lower * known * per, upper * known * per)


def deviate(level: float) -> float:
    """How many standard deviations either way hold `level` of a normal distribution: 1.96 for 0.95."""
    if not 0 < level < 1:
        raise ValueError(f"A level is between 0 and 1, such as 0.95; {level} is not.")
    return float(ndtri(0.5 + level / 2))


def counts(numbers: ArrayLike) -> np.ndarray:
    """As numbers; ValueError where one is below zero."""
    array = np.asarray(numbers, dtype=float)
    if (array < 0).any():
        raise ValueError("A count cannot be below zero.")
    return array


def positive(numbers: ArrayLike) -> np.ndarray:
    """As numbers, 0 as NaN: nothing can be divided by nobody."""
    array = counts(numbers)
    return np.where(array > 0, array, np.nan)
