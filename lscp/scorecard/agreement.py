"""Where two returns about the same children do not say the same. Pure.

The same indicator, counted from Annex A and from the children in need census, must agree; where it does not, somebody
has to ask why before either figure is printed. The usual reasons: the extracts were taken on different days, one of
them holds less of the past, or a system writes two different dates for one event.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lscp.scorecard.returns import Return, Row


@dataclass(frozen=True)
class Disagreement:
    """One figure that both returns give, and give differently."""

    indicator: str
    period_start: date
    period_end: date
    area: str
    breakdown: dict[str, str]
    first: Row
    second: Row

    @property
    def because(self) -> str:
        """Why the two cannot be compared at all, or how they differ."""
        if self.first.definition_version != self.second.definition_version:
            return "They were counted by different versions of the definition."
        return f"One counts {_said(self.first)}, the other {_said(self.second)}."


def disagreements(one: Return, other: Return) -> list[Disagreement]:
    """The figures that both returns hold and that differ, in the order of `one`; empty when they agree.

    Figures are the same when numerator, denominator and definition are. A figure that only one of them holds is no
    disagreement: not every source can tell everything.
    """
    return list(_differing(one, other))


def compared(one: Return, other: Return) -> int:
    """How many figures both returns hold: agreement of none says nothing."""
    return len({_key(row) for row in one.rows} & {_key(row) for row in other.rows})


def _differing(one: Return, other: Return) -> Iterator[Disagreement]:
    others = {_key(row): row for row in other.rows}
    for row in one.rows:
        found = others.get(_key(row))
        if found and _figure(row) != _figure(found):
            yield Disagreement(
                row.indicator, row.period_start, row.period_end, row.area, row.breakdown, row, found
            )


def _key(row: Row) -> tuple:
    groups = tuple(sorted(row.breakdown.items()))
    return row.indicator, row.period_start, row.period_end, row.area, groups


def _figure(row: Row) -> tuple:
    return row.numerator, row.denominator, row.definition_version, row.unit


def _said(row: Row) -> str:
    return f"{row.numerator:,}" if row.denominator is None else f"{row.numerator:,} of {row.denominator:,}"
