"""Which control chart a figure gets: five rules, tried in this order. The docstring of each is the rule.

Every figure could have the XmR chart, and NHS England draws every one so. Two kinds are better served otherwise: shares
and rates of few, and those whose denominators differ. There a quarter with few children moves far by chance alone, and
XmR limits, the same for all, call it a change: simulated charts of ten events, denominators differing by half, alarm at
their latest point in 1.9 of 100 by XmR and in 1.2 by the u chart (24 points; tests/benchmarks/by_chance.py).

    >>> choose([9, 12, 10, 30], [20, 31, 25, 70], share=True).kind
    <Kind.P: 'p'>
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import chdtri

from lscp.statistics.control_charts import D2, SCREEN, Chart, Kind, p_chart, u_chart, xmr
from lscp.statistics.many_signals import DEGREES

STEADY = 0.25  # denominators that differ from their mean by no more than this are about the same
ENOUGH = (
    5  # so many are expected to be counted, and as many not to be, before a share is no longer one of few
)
LEVEL = 0.95  # a scatter that chance alone stays below in so many of 100 charts


@dataclass(frozen=True)
class Choice:
    """Which chart and by which rule, and why in a sentence. ``sigma_z``: how many times wider the figures scatter than
    chance alone would have them; None where that is not known."""

    kind: Kind
    rule: str
    because: str
    sigma_z: float | None = None


def choose(
    numerators: Sequence,
    denominators: Sequence,
    *,
    share: bool,
    counted: bool = True,
    rebase: Sequence[int] = (),
) -> Choice:
    """The chart of one series. ``counted``: it is a count out of another count; ``share``: it is a part of it.

    What was not supplied is None, or NaN. ``rebase`` as in ``control_charts``.
    """
    x, n = (np.asarray(each, dtype=float) for each in (numerators, denominators))
    given = np.isfinite(x) & np.isfinite(n) & (n > 0)
    if ch1_no_count_out_of_another(counted, given):
        return Choice(Kind.XMR, "CH-1", BECAUSE["CH-1"])
    share = share and bool((x[given] <= n[given]).all())
    if ch2_out_of_many_and_about_as_many(x[given], n[given], share=share):
        return Choice(Kind.XMR, "CH-2", BECAUSE["CH-2"])
    plain = (p_chart if share else u_chart)(
        np.where(given, x, np.nan), np.where(given, n, np.nan), rebase=rebase
    )
    sigma_z, ranges = scatter(plain)
    wide = ch5_scatters_more_than_chance(sigma_z, ranges)
    if share:
        kind, rule = (Kind.P_PRIME, "CH-5") if wide else (Kind.P, "CH-3")
    else:
        kind, rule = (Kind.U_PRIME, "CH-5") if wide else (Kind.U, "CH-4")
    return Choice(kind, rule, BECAUSE[rule].format(times=f"{sigma_z:.1f}"), sigma_z)


def draw(
    choice: Choice, values, numerators, denominators, *, per: float = 1, rebase: Sequence[int] = ()
) -> Chart:
    """The chart that was chosen, in the unit of ``values`` (its counts times ``per``)."""
    if not choice.kind.of_counts:
        return xmr(values, rebase=rebase)
    laney = choice.kind in (Kind.P_PRIME, Kind.U_PRIME)
    make = p_chart if choice.kind in (Kind.P, Kind.P_PRIME) else u_chart
    return make(numerators, denominators, laney=laney, screen=laney, rebase=rebase).times(per)


# ── The rules ──


def ch1_no_count_out_of_another(counted: bool, given: np.ndarray) -> bool:
    """CH-1. What is not a count out of another count (a number of events, a median, money) has the XmR chart: nothing
    says how much chance alone would move it but its own coming and going (NHS England, Making Data Count)."""
    return not counted or not given.any()


def ch2_out_of_many_and_about_as_many(x: np.ndarray, n: np.ndarray, *, share: bool) -> bool:
    """CH-2. A share or a rate out of many, and out of about as many each time, has the XmR chart. About as many: every
    denominator is within a quarter of their mean (AIAG, Statistical Process Control, 2nd edition 2005, where limits may
    be drawn straight). Many: at least five are expected to be counted each time, and for a share five not to be
    (Montgomery, Introduction to Statistical Quality Control, on the normal approximation)."""
    steady = (np.abs(n - n.mean()) <= STEADY * n.mean()).all()
    part = x.sum() / n.sum()
    fewest = n.min() * (min(part, 1 - part) if share else part)
    return bool(steady and fewest >= ENOUGH)


def ch5_scatters_more_than_chance(sigma_z: float, ranges: int) -> bool:
    """CH-5. Where the figures of a p or u chart scatter more than chance alone would have them, it is Laney's p′ or u′:
    its limits are wider by sigma_z (Laney, Quality Engineering 14:531, 2002). More: sigma_z lies above what 95 of 100
    charts without any such cause stay below (chi-squared; 0.62 degrees of freedom a moving range, Wheeler)."""
    if not ranges or not np.isfinite(sigma_z):
        return False
    degrees = DEGREES * ranges
    return bool(sigma_z > np.sqrt(chdtri(degrees, 1 - LEVEL) / degrees))


# CH-3. Any other share has the p chart; CH-4. any other rate the u chart (qicharts2; Mohammed, Worthington and Woodall,
# Quality and Safety in Health Care 17:137, 2008).
_OWN_LIMITS = (
    "so each figure has limits of its own: wider where fewer were counted. A change is told by how far a figure lies "
    "from the average in terms of them."
)
BECAUSE = {
    "CH-1": "This is an XmR chart. Its limits come from how far the figure usually moves from one time to the next.",
    "CH-2": "This is an XmR chart. The figure is counted out of many and about as many each time, so its limits come "
    "from how far it usually moves from one time to the next.",
    "CH-3": f"This is a p chart. The share is of few, or of numbers that differ, {_OWN_LIMITS}",
    "CH-4": f"This is a u chart. The rate is of few, or out of numbers that differ, {_OWN_LIMITS}",
    "CH-5": "This is Laney's chart (p-prime or u-prime). Each figure has limits of its own, wider where fewer were "
    "counted; all are {times} times as wide as chance alone would have them, for the figures scatter that much more.",
}


def scatter(chart: Chart) -> tuple[float, int]:
    """(sigma_z, how many moving ranges it comes from) of a p or u chart. No range reaches over a re-basing, and one
    that is no common coming and going is left out, as in the XmR chart."""
    ranges = []
    for start, end in pairwise([*chart.starts, len(chart)]):
        z = chart.deviations[start:end][np.isfinite(chart.values[start:end])]
        ranges += list(np.abs(np.diff(z)))
    kept = [one for one in ranges if one < SCREEN * np.mean(ranges)]
    return (float(np.mean(kept)) / D2 if kept else np.nan), len(kept)
