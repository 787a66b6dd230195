"""How often a chart in which nothing happens raises a signal: writes lscp/statistics/by_chance.txt and
by_chance_counts.txt.

    .venv/bin/python -m tests.benchmarks.by_chance [charts for each number of points]

XmR charts: normal figures, seed 7, limits from all points, moving ranges screened. Charts of counts (p, u): ten events
on average, out of denominators that differ by half either way. A column a rule, whichever rule is told first.
"""

import sys
from pathlib import Path

import numpy as np

import lscp.statistics
from lscp.statistics.control_charts import Rule, u_chart, xmr

SIZES = range(8, 61)
RULES = [rule for rule in Rule if rule]
FOLDER = Path(lscp.statistics.__file__).parent
EVENTS = 10  # on average in each point of a chart of counts


def _xmr(random, shape):
    return xmr(random.standard_normal(shape))


def _counts(random, shape):
    sizes = random.uniform(0.5, 1.5, shape)
    return u_chart(random.poisson(EVENTS * sizes), sizes)


TABLES = {"by_chance.txt": _xmr, "by_chance_counts.txt": _counts}


def rates(points, charts, seed=7, drawn=_xmr):
    """The shares of charts whose latest point is flagged: any rule, each rule; and any point at all."""
    random = np.random.default_rng([seed, points])
    latest, anywhere, left = np.zeros(len(Rule)), 0, charts
    while left:
        some = min(left, 100_000)
        rule = drawn(random, (some, points)).rule
        latest += np.bincount(rule[:, -1], minlength=len(Rule))
        anywhere += int(rule.any(axis=1).sum())
        left -= some
    return [latest[1:].sum() / charts, *latest[1:] / charts, anywhere / charts]


def main(charts):
    for name, drawn in TABLES.items():
        lines = [
            "# False alarms by number of points: the share of charts without any change whose latest point is",
            f"# flagged (any rule, then each), and with a flag anywhere. {charts:,} simulated charts a row.",
            "points any " + " ".join(rule.name for rule in RULES) + " anywhere",
        ]
        for points in SIZES:
            found = rates(points, charts, drawn=drawn)
            lines.append(f"{points} " + " ".join(f"{rate:.5f}" for rate in found))
            print(lines[-1], flush=True)
        (FOLDER / name).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400_000)
