"""A scorecard of many charts cries wolf: how many of its signals chance alone would give, and which it would not.

Of charts in which nothing happens, about 1 in 60 flags its latest point (24 points, every rule). So a scorecard says
how many signals to expect, and ranks its own: each gets the probability of evidence so strong where nothing
happens, and Benjamini and Hochberg's step-up (J R Stat Soc B 57:289, 1995) says which survive all that looking.

`by_chance.txt` and `by_chance_counts.txt` hold the false alarm rates by number of points, simulated by
tests/benchmarks/by_chance.py: XmR charts (and Laney's, whose limits come from the scatter as theirs do) of normal
figures, p and u charts of counts out of denominators that differ. Figures that drift slowly, or follow one another,
alarm more often than that: the number expected is a floor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import factorial
from pathlib import Path

import numpy as np
from scipy.special import bdtr, bdtrc, pdtr, pdtrc, stdtr

from lscp.statistics.control_charts import FEWEST, Chart, Kind, Rule, run_length

LOOKS = 4  # rules that look at each point: the strongest of four is that much easier by chance (Bonferroni)
DEGREES = 0.62  # degrees of freedom a moving range brings (Wheeler, Advanced Topics in SPC, table of d.o.f.)


@dataclass(frozen=True)
class Signals:
    """The signals of many charts. Arrays have one place a chart, in the order given.

    `p` is the probability of evidence so strong in a chart where nothing happens: 1 without a signal, NaN where there
    are too few points. `survives` marks those that stand out even from so many charts. `ranked` lists the
    places of the charts with a signal, strongest first. `expected` is how many signals chance alone would give.
    """

    p: np.ndarray
    survives: np.ndarray
    ranked: tuple[int, ...]
    expected: float
    sentence: str


def signals(charts: Chart | Sequence[Chart], fewest: int = FEWEST, false_share: float = 0.05) -> Signals:
    """Look across charts. Of those that survive, `false_share` at most are expected to be chance."""
    charts = list(_one_by_one(charts))
    p = np.array([strength(chart) if chart.supplied >= fewest else np.nan for chart in charts], float)
    read = ~np.isnan(p)
    found = read & np.array([bool(_signal(chart)) for chart in charts], bool)
    survives = np.zeros(len(p), bool)
    survives[read] = benjamini_hochberg(p[read], false_share)
    survives &= found
    expected = float(
        sum(
            by_chance(int(chart.supplied), kind=chart.kind)
            for chart, is_read in zip(charts, read, strict=True)
            if is_read
        )
    )
    ranked = sorted(np.flatnonzero(found), key=lambda place: p[place])
    sentence = _sentence(int(read.sum()), len(ranked), expected, int(survives.sum()), false_share)
    return Signals(p, survives, tuple(int(place) for place in ranked), expected, sentence)


def strength(chart: Chart) -> float:
    """How improbable one chart's latest signal is where nothing happens: small is strong, 1 is no signal.

    The strongest of: how far out (Student's t where the limits are estimated from the scatter, exact where they come
    from the counts), the length of the run on one side (a half each time), the length of the trend (one order of all),
    two of three near a limit (as simulated).
    """
    rule, latest, supplied = _signal(chart), int(chart.latest), int(chart.supplied)
    if not rule:
        return 1.0
    likely = [
        0.5 ** (run_length(chart, Rule.SHIFT, latest) - 1),
        2 / factorial(run_length(chart, Rule.TREND, latest)),
    ]
    if chart.reach[latest] > 0:
        likely.append(_so_far_out(chart, latest, supplied))
    if rule == Rule.TWO_IN_THREE:
        likely.append(by_chance(supplied, Rule.TWO_IN_THREE, chart.kind))
    return min(1.0, LOOKS * min(likely))


def _so_far_out(chart: Chart, latest: int, supplied: int) -> float:
    """The probability of a point so far from the centre, on either side."""
    if chart.kind not in (Kind.P, Kind.U):
        deviations = abs(float(chart.deviations[latest]))
        return 2 * float(stdtr(DEGREES * (supplied - 1), -deviations))
    size, centre = float(chart.sizes[latest]), float(chart.centre[latest]) / chart.per
    counted = round(float(chart.values[latest]) / chart.per * size)
    if chart.kind is Kind.P:
        of = round(size)
        no_more, as_many = bdtr(counted, of, centre), bdtrc(counted - 1, of, centre) if counted else 1.0
    else:
        expected = centre * size
        no_more, as_many = pdtr(counted, expected), pdtrc(counted - 1, expected) if counted else 1.0
    return min(1.0, 2 * float(min(no_more, as_many)))


def benjamini_hochberg(p: np.ndarray, false_share: float = 0.05) -> np.ndarray:
    """Which of these probabilities (no NaN) to believe: at most `false_share` of those are expected to be false."""
    order = np.argsort(p, kind="stable")
    allowed = false_share * np.arange(1, len(p) + 1) / max(len(p), 1)
    passed = np.flatnonzero(p[order] <= allowed)
    believed = np.zeros(len(p), bool)
    believed[order[: passed[-1] + 1 if passed.size else 0]] = True
    return believed


def by_chance(points: int, rule: Rule | None = None, kind: Kind = Kind.XMR) -> float:
    """The probability that the latest of so many points is flagged where nothing happens: by any rule, or by one.

    Simulated for 8 to 60 points; fewer or more take the nearest.
    """
    table = _table("by_chance_counts.txt" if kind in (Kind.P, Kind.U) else "by_chance.txt")
    row = table[min(max(points, min(table)), max(table))]
    return row["any" if rule is None else rule.name]


@cache
def _table(name: str) -> dict[int, dict[str, float]]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    names, *rows = [line.split() for line in lines if line and not line.startswith("#")]
    return {int(row[0]): dict(zip(names[1:], map(float, row[1:]), strict=True)) for row in rows}


def _one_by_one(charts: Chart | Sequence[Chart]) -> Iterable[Chart]:
    if not isinstance(charts, Chart):
        return charts
    return [charts] if charts.values.ndim == 1 else (charts[place] for place in range(len(charts)))


def _signal(chart: Chart) -> int:
    latest = int(chart.latest)
    return int(chart.rule[latest]) if latest >= chart.starts[-1] else 0


def _sentence(read: int, found: int, expected: float, survive: int, false_share: float) -> str:
    if not read:
        return "No chart has enough points to be read."
    parts = [
        f"{read:,} {'chart was' if read == 1 else 'charts were'} read and {found:,} "
        f"{'shows' if found == 1 else 'show'} a signal in the latest figure. "
        f"Chance alone would give about {_rounded(expected)}."
    ]
    if not found:
        return parts[0]
    if survive:
        stand = "stands" if survive == 1 else "stand"
        parts.append(
            f"{survive:,} {stand} out even among so many: fewer than one in {round(1 / false_share)} such is chance."
        )
    else:
        parts.append("None stands out among so many: look again when the next figures come.")
    return " ".join(parts)


def _rounded(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:,.0f}"
