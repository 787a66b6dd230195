"""How often a chart in which nothing happens raises a signal: writes lscp/statistics/by_chance.txt.

    .venv/bin/python -m tests.benchmarks.by_chance [charts for each number of points]

Normal figures, seed 7, limits from all points, moving ranges screened. A column a rule, whichever rule is told first.
"""

import sys
from pathlib import Path

import numpy as np

import lscp.statistics
from lscp.statistics.control_charts import Rule, xmr

SIZES = range(8, 61)
RULES = [rule for rule in Rule if rule]
TABLE = Path(lscp.statistics.__file__).with_name("by_chance.txt")


def rates(points, charts, seed=7):
    """The shares of charts whose latest point is flagged: any rule, each rule; and any point at all."""
    random = np.random.default_rng([seed, points])
    latest, anywhere, left = np.zeros(len(Rule)), 0, charts
    while left:
        some = min(left, 100_000)
        rule = xmr(random.standard_normal((some, points))).rule
        latest += np.bincount(rule[:, -1], minlength=len(Rule))
        anywhere += int(rule.any(axis=1).sum())
        left -= some
    return [latest[1:].sum() / charts, *latest[1:] / charts, anywhere / charts]


def main(charts):
    lines = [
        "# False alarms by number of points: the share of charts without any change whose latest point is flagged",
        f"# (any rule, then each), and with a flag anywhere. {charts:,} simulated charts a row; see tests/benchmarks.",
        "points any " + " ".join(rule.name for rule in RULES) + " anywhere",
    ]
    for points in SIZES:
        lines.append(f"{points} " + " ".join(f"{rate:.5f}" for rate in rates(points, charts)))
        print(lines[-1], flush=True)
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400_000)
