"""Is a figure different from its comparator: England, the region, statistical neighbours, its own past?

The area's interval is set against the comparator's value, as Fingertips does for a benchmark that is itself nearly
free of chance (England); against another small area, difference and interval of two rates or shares.

    >>> from lscp.statistics.rates import rate
    >>> beside(rate(120, 10000, per=10000), 100.0)
    'similar'
"""

from __future__ import annotations

import numpy as np

from lscp.statistics.rates import Estimate, counts, deviate, positive, proportion

WORDS = ("higher", "similar", "lower", "cannot be compared")


def beside(area: Estimate, comparator: float | None) -> str:
    """higher, similar or lower; `cannot be compared` where either is not known. Higher is not worse: see polarity."""
    known = comparator is not None and not np.isnan([area.value, area.lower, area.upper, comparator]).any()
    if not known:
        return "cannot be compared"
    if area.lower > comparator:
        return "higher"
    return "lower" if area.upper < comparator else "similar"


def sentence(area: Estimate, comparator: float | None, name: str) -> str:
    """'Higher than England.' and the like, for print beside a figure."""
    found = beside(area, comparator)
    if found == "cannot be compared":
        return f"Cannot be compared with {name}: one of the two figures is not known."
    return f"Similar to {name}." if found == "similar" else f"{found.capitalize()} than {name}."


def difference_of_shares(
    part, whole, other_part, other_whole, per: float = 1, level: float = 0.95
) -> Estimate:
    """First share less second, by Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17:873, 1998)."""
    first, second = proportion(part, whole, level=level), proportion(other_part, other_whole, level=level)
    return _newcombe(first, second, per)


def difference_of_rates(
    events, population, other_events, other_population, per: float = 1, level: float = 0.95
):
    """First rate less second, an Estimate: normal approximation to two Poisson counts (rough below 10 events)."""
    a, n1, b, n2 = counts(events), positive(population), counts(other_events), positive(other_population)
    value, reach = a / n1 - b / n2, deviate(level) * np.sqrt(a / n1**2 + b / n2**2)
    return Estimate(value * per, (value - reach) * per, (value + reach) * per)


def _newcombe(first: Estimate, second: Estimate, per: float) -> Estimate:
    value = first.value - second.value
    below = np.hypot(first.value - first.lower, second.upper - second.value)
    above = np.hypot(first.upper - first.value, second.value - second.lower)
    return Estimate(value * per, (value - below) * per, (value + above) * per)
