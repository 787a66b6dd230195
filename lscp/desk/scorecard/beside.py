"""An indicator beside others: England, the region, statistical neighbours, and every authority in a funnel."""

from dataclasses import dataclass

import numpy as np

from lscp.statistics import funnels

STEPS = 40


@dataclass(frozen=True)
class Spread:
    """What size alone would give: ``rows`` for a funnel, and the outer limits at any size."""

    average: float | None
    rows: tuple
    per: int

    def figure(self, row):
        if row.numerator is None or not row.denominator:
            return None
        return float(row.numerator) * self.per / float(row.denominator)

    def outer(self, size):
        if not self.rows:
            return None
        sizes = [row[0] for row in self.rows]
        return tuple(float(np.interp(size, sizes, [row[column] for row in self.rows])) for column in (1, 4))


def spread(comparison):
    """The spread of the authorities of a ``queries.Comparison`` round England's figure, or round all of them added."""
    per = comparison.entry.unit.per
    rows = [row for row in comparison.authorities if row.denominator and row.numerator is not None]
    whole = comparison.england if _counted(comparison.england) else None
    if per is None or len(rows) < 3:
        return Spread(None, (), per or 1)
    numerator = float(whole.numerator) if whole else sum(float(row.numerator) for row in rows)
    denominator = float(whole.denominator) if whole else sum(float(row.denominator) for row in rows)
    share = numerator / denominator
    sizes = [float(row.denominator) for row in rows]
    grid = np.geomspace(max(1.0, min(sizes) * 0.9), max(sizes) * 1.05, STEPS)
    shares = str(comparison.entry.unit) in {"percent", "per_100"}
    limits = _of_shares(share, grid) if shares else _of_rates(share, grid)
    table = tuple(
        (float(size), *(float(v) * per for v in row)) for size, row in zip(grid, limits, strict=True)
    )
    return Spread(share * per, table, per)


def _counted(row):
    return row is not None and row.numerator is not None and row.denominator


def _of_shares(share, grid):
    inner = funnels.proportion_limits(share, grid)
    outer = funnels.proportion_limits(share, grid, funnels.ALARM)
    return np.column_stack([outer.lower, inner.lower, inner.upper, outer.upper])


def _of_rates(share, grid):
    inner = funnels.rate_limits(share, grid)
    outer = funnels.rate_limits(share, grid, funnels.ALARM)
    return np.column_stack([outer.lower, inner.lower, inner.upper, outer.upper])
