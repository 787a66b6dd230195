"""Limits and every rule for a million charts of 40 points, against one chart at a time in plain numpy. Prints a table.

    .venv/bin/python -m tests.benchmarks.charts_many [charts]

Goal C2: a million in 5 seconds on one core. The loop runs over a sample and is scaled up; both must agree.
"""

import sys
import time

import numpy as np

from lscp.statistics.control_charts import xmr

POINTS, SAMPLE = 40, 2000


def one_chart(y):
    """The same rules, as one writes them for a single chart."""
    mean = y.mean()
    ranges = np.abs(np.diff(y))
    ranges = ranges[ranges < 3.267 * ranges.mean()]
    reach = 2.66 * ranges.mean()
    side = np.sign(y - mean)
    outside = np.abs(y - mean) > reach
    close = (np.abs(y - mean) > reach * 2 / 3) & ~outside
    up = np.sign(np.diff(y))
    flags = np.zeros(len(y), int)
    for i in range(len(y) - 6):
        if abs(side[i : i + 7].sum()) == 7:
            flags[i : i + 7] = 4
    for i in range(len(y) - 2):
        if abs(side[i : i + 3].sum()) == 3 and close[i : i + 3].sum() >= 2:
            flags[i : i + 3][close[i : i + 3]] = 3
    for i in range(len(y) - 6):
        if abs(up[i : i + 6].sum()) == 6:
            flags[i : i + 7] = 2
    flags[outside] = 1
    return flags


def timed(function, *arguments, times=3):
    best = np.inf
    for _ in range(times):
        start = time.perf_counter()
        result = function(*arguments)
        best = min(best, time.perf_counter() - start)
    return best, result


def main(charts):
    values = np.random.default_rng(3).standard_normal((charts, POINTS))
    together, chart = timed(xmr, values)
    loop, rules = timed(lambda: [one_chart(row) for row in values[:SAMPLE]])
    agree = (np.array(rules) == chart.rule[:SAMPLE]).all()
    floor, _ = timed(lambda: values.sum())
    loop *= charts / SAMPLE
    print(f"{charts:,} charts of {POINTS} points, best of 3; same flags on {SAMPLE:,} charts: {agree}")
    print(f"{'':28}{'seconds':>10}{'us a chart':>12}{'ratio':>8}")
    for name, seconds in (
        ("all at once", together),
        (f"loop ({SAMPLE:,}, scaled up)", loop),
        ("floor: touch every value", floor),
    ):
        print(f"{name:28}{seconds:10.2f}{seconds / charts * 1e6:12.2f}{seconds / together:8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
