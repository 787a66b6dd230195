"""Is a figure different from its comparator: England, the region, statistical neighbours, its own past?

The area's interval is set against the comparator's value, as Fingertips does for a benchmark, which it takes as it
stands: England's is nearly free of chance, a neighbour's is not, and a small difference from it says little.

    >>> from lscp.statistics.rates import rate
    >>> beside(rate(120, 10000, per=10000), 100.0)
    'similar'
"""

from __future__ import annotations

import numpy as np

from lscp.statistics.rates import Estimate

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
