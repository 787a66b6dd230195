"""The catalogue of indicators (`rulebook/indicators/`). Pure: no Django, no clock.

An indicator is one number that a partnership follows: one numerator and, for a share or a rate, one denominator. Its
definitions are dated: a change of meaning is a new version below the old one, and figures keep the version they were
counted by. Codes are never reused; where one subject needs several measures they share a number and differ after the
hyphen (I21-NEG, I21-EMO).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from lscp.rulebook import FOLDER, Cited, Entry, RulebookError, read_all, vocabulary
from lscp.scorecard.rounding import half_up, rate

CODE = r"^I\d{2,3}(-[A-Z]+)?$"

Kind = Literal["flow", "stock", "median"]
PeriodType = Literal["snapshot", "cumulative", "rolling-12"]
Year = Literal["financial", "academic", "calendar"]
Scope = Literal["children", "adults", "both"]
Frequency = Literal["month", "quarter", "term", "year", "audit"]
Class = Literal["none", "dfe", "nhs", "death", "small", "local"]
Comparator = Literal["england", "region", "neighbours"]
Extract = Literal["annex-a", "cin-census", "csv", "published"]
# The ages whose number is taken from published estimates and so need not stand in a return.
Population = Literal[
    "0-4", "0-14", "0-15", "0-17", "10-14", "10-17", "10-24", "15-19", "15-24", "20-24", "18+"
]

# Figures that no sector owns alone are kept by the partnership's own team.
PARTNERSHIP = "partnership"


class UnknownIndicator(LookupError):
    """There is no such indicator, or no such definition of it. The message says what to do."""


class Unit(StrEnum):
    """What a figure is counted in, and how it is written for people."""

    COUNT = "count"
    PERCENT = "percent"
    PER_100 = "per_100"
    PER_1000 = "per_1000"
    PER_10000 = "per_10000"
    PER_100000 = "per_100000"
    EACH = "each"  # so many for each one: cases for each social worker
    DAYS = "days"
    POUNDS = "pounds"

    @property
    def per(self) -> int | None:
        """What the share is multiplied by; None where there is no share."""
        return _PER.get(self)

    @property
    def decimals(self) -> int:
        return _DECIMALS[self]

    @property
    def words(self) -> str:
        """What stands beside a figure or on an axis: `%`, `per 10,000`, `days`."""
        return _WORDS[self]

    def figure(
        self, numerator: float, denominator: int | None, decimals: int | None = None
    ) -> Decimal | None:
        """The figure itself, rounded as it is shown; None where there is nothing to divide by."""
        places = self.decimals if decimals is None else decimals
        if self.per is None:
            return half_up(str(numerator), places)
        return rate(numerator, denominator, self.per, places) if denominator else None

    def show(self, numerator: float, denominator: int | None = None, decimals: int | None = None) -> str:
        """The figure as people read it: `41.6 per 10,000`, `84.5%`, `£47,300`, `not applicable` out of none."""
        if self.per and denominator is None:
            return f"{numerator:,}"
        value = self.figure(numerator, denominator, decimals)
        if value is None:
            return "not applicable"
        if self == Unit.DAYS:  # a median is a whole day or a half: 12 days, 12.5 days, 1 day
            value = value.to_integral_value() if value == value.to_integral_value() else value
            return "1 day" if value == 1 else f"{value:,} days"
        return _SHAPES[self].format(value)


_PER = {
    Unit.PERCENT: 100,
    Unit.PER_100: 100,
    Unit.PER_1000: 1_000,
    Unit.PER_10000: 10_000,
    Unit.PER_100000: 100_000,
    Unit.EACH: 1,
}
_DECIMALS = dict.fromkeys(Unit, 1) | {Unit.COUNT: 0, Unit.POUNDS: 0}
_WORDS = {
    Unit.COUNT: "number",
    Unit.PERCENT: "%",
    Unit.PER_100: "per 100",
    Unit.PER_1000: "per 1,000",
    Unit.PER_10000: "per 10,000",
    Unit.PER_100000: "per 100,000",
    Unit.EACH: "each",
    Unit.DAYS: "days",
    Unit.POUNDS: "£",
}
_SHAPES = {unit: "{:,} " + words for unit, words in _WORDS.items()} | {
    Unit.COUNT: "{:,}",
    Unit.PERCENT: "{}%",
    Unit.POUNDS: "£{:,}",
}


class Polarity(StrEnum):
    UP = "up"
    DOWN = "down"
    CONTEXT = "context"
    BAND = "band"

    @property
    def words(self) -> str:
        return _POLARITY[self]


_POLARITY = {
    Polarity.UP: "Higher is better",
    Polarity.DOWN: "Lower is better",
    Polarity.CONTEXT: "For context: neither high nor low is good in itself",
    Polarity.BAND: "Ask why when it is very high or very low",
}


class Band(Entry):
    """The range that raises no question of itself. An open end has no agreed limit; `because` says why both ends do."""

    low: Decimal | None = None
    high: Decimal | None = None
    because: str = Field(min_length=10)


class Break(Entry):
    """From this day figures cannot be compared with those before it."""

    on: date = Field(alias="from")  # `on` is a truth value in YAML
    what: str = Field(min_length=10)


class Definition(Entry):
    """What is counted, from one day until the next version. `what` says how a version differs from the one before."""

    version: int = Field(gt=0)
    from_: date | None = Field(None, alias="from")
    numerator: str = Field(min_length=5)
    denominator: str | None = None
    what: str | None = None


class Indicator(Cited):
    """One number to follow. `question` is how a councillor would ask for it.

    `population` names the ages that a rate is counted against, when their number is joined from published estimates.
    `distinct`: each child is counted once, so groups of a breakdown may add to more than the total.
    """

    code: str = Field(pattern=CODE)
    name: str
    question: str
    meaning: str
    why: str
    unit: Unit
    decimals: int | None = Field(None, ge=0, le=3)
    polarity: Polarity
    band: Band | None = None
    kind: Kind
    distinct: bool = False
    period_type: PeriodType
    year: Year = "financial"
    scope: Scope = "children"
    population: Population | None = None
    owner: str
    data_source: str
    frequency: tuple[Frequency, ...] = Field(min_length=1)
    disclosure: Class
    comparators: tuple[Comparator, ...] = ()
    breaks: tuple[Break, ...] = ()
    definitions: tuple[Definition, ...] = Field(min_length=1)
    themes: tuple[str, ...] = Field(min_length=1)
    computed_from: tuple[Extract, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Indicator:
        for wrong in (*_unit_faults(self), *_definition_faults(self)):
            raise ValueError(wrong)
        if self.unsure and not self.caution:
            raise ValueError("an entry without a source (UOK) needs a caution: say what to agree or to check")
        return self

    @property
    def number(self) -> int:
        return int(self.code[1:].partition("-")[0])

    @property
    def latest(self) -> Definition:
        return self.definitions[-1]

    @property
    def numerator(self) -> str:
        return self.latest.numerator

    @property
    def denominator(self) -> str | None:
        return self.latest.denominator

    @property
    def places(self) -> int:
        """How many decimals its figures are shown with."""
        return self.unit.decimals if self.decimals is None else self.decimals

    def at(self, on: date) -> Definition:
        """The definition in force on a day (for a figure: the last day of its period). Raises `UnknownIndicator`."""
        for each in reversed(self.definitions):
            if each.from_ is None or each.from_ <= on:
                return each
        raise UnknownIndicator(
            f"{self.code} ({self.name}) has no definition for {on}: the first is in force from "
            f"{self.definitions[0].from_}. Leave it out of that period, or add the definition of the time."
        )

    def version(self, number: int) -> Definition:
        """One version by its number. Raises `UnknownIndicator`."""
        for each in self.definitions:
            if each.version == number:
                return each
        known = ", ".join(str(each.version) for each in self.definitions)
        raise UnknownIndicator(f"{self.code} has no definition version {number}. Use one of: {known}.")

    def show(self, numerator: float, denominator: int | None = None) -> str:
        return self.unit.show(numerator, denominator, self.places)


def _unit_faults(indicator: Indicator):
    divided = indicator.unit.per is not None
    if divided and not all(each.denominator for each in indicator.definitions):
        yield f"a figure in {indicator.unit.value} needs a denominator in every definition"
    if (
        not divided
        and indicator.unit != Unit.DAYS
        and any(each.denominator for each in indicator.definitions)
    ):
        yield f"a figure in {indicator.unit.value} has no denominator: take it out, or change the unit"
    if indicator.population and not divided:
        yield "only a rate has a population: take it out, or change the unit"
    if (indicator.unit == Unit.DAYS) != (indicator.kind == "median"):
        yield "a median is in days, and nothing else is"
    if (indicator.polarity == Polarity.BAND) != (indicator.band is not None):
        yield "the polarity band needs a band with its reason, and only that polarity has one"
    if (indicator.kind == "stock") != (indicator.period_type == "snapshot"):
        yield "a stock is a snapshot, and a snapshot is a stock"


def _definition_faults(indicator: Indicator):
    for place, each in enumerate(indicator.definitions, 1):
        if each.version != place:
            yield f"definition versions run 1, 2, 3 …: {each.version} stands in place {place}"
        if place > 1 and not each.what:
            yield f"version {each.version} must say what changed"
    for earlier, later in zip(indicator.definitions, indicator.definitions[1:], strict=False):
        if later.from_ is None or (earlier.from_ and later.from_ <= earlier.from_):
            yield f"version {later.version} must begin after version {earlier.version}"


class Chapter(Entry):
    """One file of the catalogue. `usual` holds for each of its entries that does not say otherwise."""

    title: str
    note: str | None = None
    indicators: tuple[Indicator, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _as_usual(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("indicators"), list):
            return given
        usual = given.get("usual") or {}
        entries = [usual | each if isinstance(each, dict) else each for each in given["indicators"]]
        return {name: value for name, value in given.items() if name != "usual"} | {"indicators": entries}


@lru_cache(maxsize=8)
def chapters(*, folder: Path = FOLDER) -> tuple[Chapter, ...]:
    """The catalogue by chapter, in the order of its numbers. Raises `RulebookError`."""
    found = read_all(Chapter, "indicators", folder=folder)
    return tuple(sorted(found, key=lambda chapter: chapter.indicators[0].number))


@lru_cache(maxsize=8)
def catalogue(*, folder: Path = FOLDER) -> dict[str, Indicator]:
    """Every indicator by its code, in the order of the numbers. Raises `RulebookError`."""
    found: dict[str, Indicator] = {}
    for chapter in chapters(folder=folder):
        for each in chapter.indicators:
            if each.code in found:
                raise RulebookError(f"{folder / 'indicators'}: {each.code} is given twice. Keep one of them.")
            _check_words(each, folder)
            found[each.code] = each
    return dict(sorted(found.items(), key=lambda item: item[1].number))


def _check_words(indicator: Indicator, folder: Path) -> None:
    """Themes and owners are words of the vocabularies."""
    sectors = {term.code for term in vocabulary("agency-sectors", folder=folder).terms} | {PARTNERSHIP}
    themes = {term.code for term in vocabulary("themes", folder=folder).terms}
    for what, unknown, file in [
        ("theme", set(indicator.themes) - themes, "themes.yaml"),
        ("owner", {indicator.owner} - sectors, "agency-sectors.yaml"),
    ]:
        if unknown:
            raise RulebookError(
                f"{folder / 'indicators'}: {indicator.code} has the {what} {', '.join(sorted(unknown))}, "
                f"which is not in vocabularies/{file}. Correct it there or here."
            )


def indicator(code: str, *, folder: Path = FOLDER) -> Indicator:
    """One indicator. Raises `UnknownIndicator`."""
    known = catalogue(folder=folder)
    if code not in known:
        same = [each for each in known if each.partition("-")[0] == code.upper().partition("-")[0]]
        hint = (
            f" Did you mean {', '.join(same)}?" if same else " docs/reference/indicators.md lists them all."
        )
        raise UnknownIndicator(f"There is no indicator {code!r}.{hint}")
    return known[code]


def called(code: str) -> str:
    """An indicator in words: `Referrals (I05)`; anything else as it is."""
    known = catalogue().get(code)
    return f"{known.name} ({code})" if known else code


def definition(code: str, on: date, *, folder: Path = FOLDER) -> Definition:
    """What `code` meant on the day `on`. Raises `UnknownIndicator`."""
    return indicator(code, folder=folder).at(on)
