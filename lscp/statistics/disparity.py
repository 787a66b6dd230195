"""How much more often one group meets a step than another, and whether that is chance.

A ratio of 2.0 for Black children beside White children says: twice as often. The interval says how far chance alone
could have moved it. Ratios are given at every step of the journey in two ways that may point in opposite directions:
out of the population, and out of those who reached the step before (the relative rate index).

A ratio printed beside one of its two rates gives the other away: publish after suppression only.

Formulas: Katz and others, Biometrics 34:469 (1978), for shares; the same without the 1/n for events that can repeat
(log-Poisson); Clopper and Pearson, Biometrika 26:404 (1934), for a / (a + b) where events are few. Relative rate
index: Rovner, Hamparian and others for the US Office of Juvenile Justice (disproportionate minority contact).

    >>> r = ratio(30, 2000, 90, 12000)
    >>> round(float(r.value), 2), round(float(r.lower), 3), round(float(r.upper), 3)
    (2.0, 1.323, 3.023)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from lscp.statistics.rates import FEW, Estimate, counts, deviate, positive


def ratio(
    events: ArrayLike,
    population: ArrayLike,
    other_events: ArrayLike,
    other_population: ArrayLike,
    *,
    shares: bool = False,
    level: float = 0.95,
) -> Estimate:
    """The first rate over the second. `shares`: each child counts at most once (Katz), else events may repeat.

    Exact where either has fewer than 10 events, the threshold of PHE's rates. NaN where the second rate is 0.
    """
    a, n1, b, n2 = counts(events), positive(population), counts(other_events), positive(other_population)
    if shares and ((a > n1).any() or (b > n2).any()):
        raise ValueError(
            "A share needs no more events than people; leave shares off where events can repeat."
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (a / n1) / _none_as_nan(b / n2)
        variance = 1 / a + 1 / b - ((1 / n1 + 1 / n2) if shares else 0)
        stretch = np.exp(deviate(level) * np.sqrt(np.maximum(variance, 0)))
        lower, upper = value / stretch, value * stretch
    few = np.minimum(a, b) < FEW
    low, high = _exact(a, n1, b, n2, level)
    return Estimate(value, np.where(few, low, lower), np.where(few, high, upper))


def _exact(a, n1, b, n2, level):
    """Given a + b events, the first group's share of them is binomial whatever the rates."""
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, betaincinv(np.maximum(a, 1), b + 1, tail), 0.0)
        high = np.where(b > 0, betaincinv(a + 1, np.maximum(b, 1), 1 - tail), 1.0)
        odds_low, odds_high = low / (1 - low), high / (1 - high)
        known = np.where(_none_as_nan(b) > 0, n2 / n1, np.nan)
        return odds_low * known, odds_high * known


def change(
    earlier: tuple[float, float, float, float], later: tuple[float, float, float, float], level: float = 0.95
) -> Estimate:
    """The later ratio over the earlier one: 1 no change, below 1 the gap (if above 1) narrowed.

    Each is (events, population, other events, other population) of its own year. Interval on the log scale, years
    counted as independent; half an event is added to every count where one is 0 (Haldane, Anscombe), and then the
    interval is rough. Below 10 events anywhere treat it so too.
    """
    both = np.array([earlier, later], float)
    people, events = positive(both[:, [1, 3]]), counts(both[:, [0, 2]])
    if (events == 0).any():
        events = events + 0.5
    rates = events / people
    value = (rates[1, 0] / rates[1, 1]) / (rates[0, 0] / rates[0, 1])
    stretch = np.exp(deviate(level) * np.sqrt((1 / events).sum()))
    return Estimate(value, value / stretch, value * stretch)


def _none_as_nan(numbers: np.ndarray) -> np.ndarray:
    return np.where(numbers > 0, numbers, np.nan)
