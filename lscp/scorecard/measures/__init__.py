"""What each indicator is, as a formula over facts. One pure function each; its docstring says it in words.

A formula only names what to count; the engine puts every formula over one table into one scan. The facts and their
columns are in `lscp/scorecard/facts/`, what an indicator means to people is in `rulebook/indicators/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from ibis.common.deferred import Deferred


@dataclass(frozen=True, eq=False)
class Flow:
    """How many rows of a flow the period owns, of those that meet `where`."""

    table: str
    where: Deferred | None = None

    @property
    def key(self) -> str:
        return f"{self.table} {self.where!r}"


@dataclass(frozen=True, eq=False)
class Children(Flow):
    """How many different children are on those rows: each once, so that groups may add to more than the total."""

    @property
    def key(self) -> str:
        return f"children {super().key}"


@dataclass(frozen=True, eq=False)
class Stock:
    """How many are in a stock at the end of the period's last day: of those within `mark`, that meet `where`."""

    table: str
    mark: str = "open"
    where: Deferred | None = None

    @property
    def key(self) -> str:
        return f"{self.table} {self.mark} {self.where!r}"


Term = Flow | Stock


@dataclass(frozen=True, eq=False)
class Count:
    """A number; where the catalogue says it is a rate, the population joins it later."""

    of: Term


@dataclass(frozen=True, eq=False)
class Share:
    part: Term
    whole: Term


@dataclass(frozen=True, eq=False)
class Quartile:
    """The day by which `share` had what they waited for, those who wait counted for as long as they have waited.

    `table` is a flow with the days (or working days) in `column` and, where some still wait, whether it is `done`.
    """

    table: str
    share: float = 0.5
    where: Deferred | None = None
    column: str = "lasted"
    done: str | None = None

    @property
    def of(self) -> Flow:
        return Flow(self.table, self.where)

    @property
    def columns(self) -> list[str]:
        return [name for name in (self.column, self.done) if name]


Formula = Count | Share | Quartile


@dataclass(frozen=True)
class Measure:
    """`needs`: what an extract must hold to tell, a kind of event or one of its columns ("a|b" is either). `cannot`:
    sources that hold it and still cannot tell, with the reason. `latest`: told of the last day only, of none before.
    """

    code: str
    formula: Formula
    says: str
    needs: tuple[str, ...]
    cannot: Mapping[str, str] = field(default_factory=dict)
    latest: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        match self.formula:
            case Count(of):
                return (of,)
            case Share(part, whole):
                return (part, whole)
            case Quartile():
                return (self.formula.of,)


MEASURES: dict[str, Measure] = {}


def measure(code: str, *needs: str, cannot: Mapping[str, str] | None = None, latest: bool = False):
    """Registers the formula that the function returns under the indicator's code."""

    def register(formula: Callable[[], Formula]):
        MEASURES[code] = Measure(code, formula(), formula.__doc__ or "", needs, cannot or {}, latest)
        return formula

    return register


def measures(codes, needs=(), *, latest: bool = False):
    """Registers one formula for each of `codes`: the function takes what follows the hyphen."""

    def register(formula):
        for code in codes:
            measure(code, *needs, latest=latest)(_given(formula, code.partition("-")[2]))
        return formula

    return register


def _given(formula, suffix: str):
    def given():
        return formula(suffix)

    given.__doc__ = formula.__doc__
    return given


for _room in ("front_door", "protection", "care", "timeline"):
    import_module(f"{__name__}.{_room}")
