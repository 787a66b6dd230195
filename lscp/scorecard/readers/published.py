"""Reads official statistics published as CSV into plain rows: the comparators of a scorecard.

Which file it is follows from its columns (rulebook data, `extracts/published.yaml`). A cell that holds a symbol
instead of a number stays that symbol. A rate per population has no denominator in its own file: it belongs to the
population estimate of the same release (`population`), because estimates are restated: England's children in need of
31 March 2024 are 332.9 per 10,000 by the estimate of their own release and 331.2 by the one a year later.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from lscp import rulebook
from lscp.rulebook import FOLDER, Cited, Entry
from lscp.scorecard.readers import authorities
from lscp.scorecard.readers.ledger import CannotRead
from lscp.scorecard.rounding import half_up, rate

Level = Literal["national", "regional", "authority"]
LEVELS: dict[str, tuple[Level, str, str]] = {
    "National": ("national", "country_code", "country_name"),
    "Regional": ("regional", "region_code", "region_name"),
    "Local authority": ("authority", "new_la_code", "la_name"),
}
POPULATION = "population"
HALF_OF_TEN = 5


class Symbol(Entry):
    """What stands in a cell instead of a number, and why there is none."""

    symbol: str
    name: str
    meaning: str

    def __str__(self) -> str:
        return self.symbol


# A count or a figure as published; None where the table has no such column at all.
Count = int | Symbol | None
Value = Decimal | Symbol | None


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure. `release` is the year the release is named after; `per` and `decimals` how it was rounded.

    `denominator` is None for a rate per population until `with_population` has put it there.
    """

    indicator: str
    area_code: str
    area_name: str
    level: Level
    year_ending: date
    numerator: Count
    denominator: Count
    value: Value
    release: int
    per: int = 100
    decimals: int = 1
    per_population: bool = False
    breakdown: str = ""
    table: str = ""

    @property
    def symbol(self) -> Symbol | None:
        """Why there is no figure: the symbol of the value, or where none is published of what it is made from."""
        made_of = (self.numerator, self.denominator) if self.value is None else (self.value,)
        return next((each for each in made_of if isinstance(each, Symbol)), None)

    @property
    def worked_out(self) -> Value:
        """The figure from its counts, rounded as the publisher rounds; a symbol where a count is one."""
        for count in (self.numerator, self.denominator):
            if not isinstance(count, int):
                return count
        return rate(self.numerator, self.denominator, self.per, self.decimals)

    @property
    def agrees(self) -> bool | None:
        """Is the published figure the one that follows from the published counts? None where either is not a number."""
        found = self.worked_out
        if not (isinstance(found, Decimal) and isinstance(self.value, Decimal)):
            return None
        return found == half_up(self.value, self.decimals)

    @property
    def agrees_before_rounding(self) -> bool | None:
        """Does the published figure follow from counts that would be rounded to the published ones?

        Counts of England and regions are published to the nearest 10, their rates worked out before that.
        """
        if self.agrees is None or self.level == "authority":
            return self.agrees
        spread = 0 if self.per_population else HALF_OF_TEN
        low = rate(max(self.numerator - HALF_OF_TEN, 0), self.denominator + spread, self.per, self.decimals)
        high = rate(self.numerator + HALF_OF_TEN, max(self.denominator - spread, 1), self.per, self.decimals)
        return low <= self.value <= high


# ── What is in a file (rulebook data) ─────────────────────────────────────────────────────────────────────


class _Figure(Entry):
    indicator: str
    numerator: tuple[str, ...] = ()
    denominator: str | None = None
    per: int = 100
    decimals: int = 1
    value: str | None = None
    where: dict[str, str] = {}


class _Table(Cited):
    code: str
    title: str
    columns: dict[str, tuple[str, ...]]
    published: dict[str, tuple[str, ...]] = {}
    only: dict[str, str] = {}
    breakdown: dict[str, str] = {}
    mid_year: bool = False
    figures: tuple[_Figure, ...] = Field(min_length=1)

    def placed(self, header: Iterable[str]) -> dict[str, str] | None:
        """Our name for each column → its name in this file; None when the file is another table."""
        there = set(header)
        found = {name: [each for each in spelt if each in there] for name, spelt in self.columns.items()}
        if not all(found.values()):
            return None
        more = {name: [each for each in spelt if each in there] for name, spelt in self.published.items()}
        return {name: spelt[0] for name, spelt in (found | more).items() if spelt}


class _Tables(Entry):
    title: str
    symbols: tuple[Symbol, ...]
    tables: tuple[_Table, ...]


@lru_cache(maxsize=4)
def _known(folder=FOLDER) -> _Tables:
    return rulebook.read(_Tables, "extracts/published.yaml", folder=folder)


def symbols() -> dict[str, Symbol]:
    """Every symbol by itself: c, x, z, u, :, low."""
    return {each.symbol: each for each in _known().symbols}


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────


def read(path: Path | str, *, release: int | None = None) -> list[Published]:
    """Every figure of one file. Raises `CannotRead` for a file, a period or a cell that is not known.

    `release` is the year of the release; without it, the latest year in the file.
    """
    path = Path(path)
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            table, columns = _which(path, rows.fieldnames or [])
            return _named(list(_figures(path, rows, table, columns)), release, table)
    except OSError as error:
        raise CannotRead(f"{path.name} cannot be opened: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error):
        raise CannotRead(f"{path.name} is not a CSV file in UTF-8. Download it again.") from None


def _which(path: Path, header: list[str]) -> tuple[_Table, dict[str, str]]:
    if {"time_period", "geographic_level"} <= set(header):
        found = [(table, placed) for table in _known().tables if (placed := table.placed(header))]
        if found:
            return max(found, key=lambda each: len(each[1]))  # the one that explains most of its columns
    titles = "; ".join(table.title for table in _known().tables)
    raise CannotRead(
        f"{path.name} is no published table that is known here. Known are, by their columns: {titles}. "
        "Download the CSV of one of these, or describe the new table in rulebook/extracts/published.yaml."
    )


def _figures(path: Path, rows: csv.DictReader, table: _Table, columns: dict[str, str]) -> Iterator[Published]:
    cells = _Cells()
    for row in rows:
        if any(row[columns[name]] != wanted for name, wanted in table.only.items()):
            continue
        place = _place(path, rows.line_num, row)
        ends = _year_ending(path, rows.line_num, row, table)
        said = ", ".join(row[columns[name]] for name in table.breakdown)
        for figure in table.figures:
            if any(row[columns[name]] != wanted for name, wanted in figure.where.items()):
                continue
            try:
                yield _figure(cells, row, table, columns, figure, place, ends, said)
            except ValueError as error:
                raise CannotRead(
                    f"{path.name}, line {rows.line_num}: {error.args[0]!r} is neither a number nor a symbol that is "
                    f"known ({', '.join(symbols())}). Correct it, or add the symbol to the rulebook."
                ) from None


def _figure(cells, row, table, columns, figure, place, ends, said) -> Published:
    def count(name: str) -> Count:
        return cells.count(row[columns[name]]) if name in columns else None

    level, code, name = place
    numerator = _sum([count(part) for part in figure.numerator])
    per_population = figure.denominator == POPULATION
    denominator = None if figure.denominator is None or per_population else count(figure.denominator)
    value = cells.value(row[columns[figure.value]]) if figure.value in columns else None
    return Published(
        figure.indicator, code, name, level, ends, numerator, denominator, value, ends.year,
        figure.per, figure.decimals, per_population, said, table.code,
    )  # fmt: skip


class _Cells:
    """Cells as counts and values; each text is understood once."""

    def __init__(self):
        self._counts: dict[str, Count] = {}
        self._values: dict[str, Value] = {}
        self._symbols = symbols()

    def count(self, text: str) -> Count:
        if text not in self._counts:
            number = self.value(text)
            if isinstance(number, Decimal):
                if number != number.to_integral_value():
                    raise ValueError(text)
                number = int(number)
            self._counts[text] = number
        return self._counts[text]

    def value(self, text: str) -> Value:
        if text not in self._values:
            self._values[text] = self._understood(text.strip())
        return self._values[text]

    def _understood(self, text: str) -> Value:
        if text in self._symbols:
            return self._symbols[text]
        if not text:
            return None
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            raise ValueError(text) from None
        if not number.is_finite():
            raise ValueError(text)
        return number


def _sum(parts: list[Count]) -> Count:
    """The sum of counts; with a symbol among them the sum is that symbol, and with nothing, nothing."""
    if not parts or None in parts:
        return None
    return next((part for part in parts if isinstance(part, Symbol)), None) or sum(parts)


def _place(path: Path, line: int, row: Mapping[str, str]) -> tuple[Level, str, str]:
    level = row["geographic_level"]
    if level not in LEVELS:
        raise CannotRead(
            f"{path.name}, line {line}: the level {level!r} is not known here. Known are: {', '.join(LEVELS)}."
        )
    name, code, title = LEVELS[level]
    known = authorities.authority(row[code]) if name == "authority" else None
    return name, known.code if known else row[code], row[title]


def _year_ending(path: Path, line: int, row: Mapping[str, str], table: _Table) -> date:
    """The last day of the row's year: 2024 is the year to 31 March 2024, 202324 the school year to 31 August 2024."""
    period, kind = row["time_period"], row.get("time_identifier", "")
    if table.mid_year and len(period) == 4 and period.isdecimal():
        return date(int(period), 6, 30)
    if kind == "Academic year" and len(period) == 6 and period.isdecimal():
        return date(int(period[:2] + period[4:]), 8, 31)
    if kind == "Financial year" and len(period) == 6 and period.isdecimal():
        return date(int(period[:2] + period[4:]), 3, 31)
    if kind == "Reporting year" and len(period) == 4 and period.isdecimal():
        return date(int(period), 3, 31)
    raise CannotRead(
        f"{path.name}, line {line}: the period {period!r} ({kind or 'no kind of year'}) is not known here. "
        "Known are reporting, financial and academic years."
    )


def _named(rows: list[Published], release: int | None, table: _Table) -> list[Published]:
    """The rows with their release: a population file is published with the rates of the year after its last."""
    latest = max((row.year_ending.year for row in rows), default=0) + table.mid_year
    return [replace(row, release=release or latest) for row in rows]


# ── Populations by vintage ────────────────────────────────────────────────────────────────────────────────


def population(rows: Iterable[Published], area: str, year_ending: date, vintage: int) -> Count:
    """Children aged 0 to 17 for the rates of a year: the estimate of the middle of the year before, as one release
    gave it. None where that release is not among the rows."""
    return Populations(rows).of(area, year_ending, vintage)


class Populations:
    """Population estimates of any number of releases, looked up by area, year and vintage."""

    def __init__(self, rows: Iterable[Published]):
        self._by_key = {
            (row.area_code, row.year_ending.year, row.release): row.numerator
            for row in rows
            if row.indicator == POPULATION
        }

    def of(self, area: str, year_ending: date, vintage: int) -> Count:
        """A year that ends on 31 March 2024 has the estimate of mid-2023."""
        return self._by_key.get((area, _mid_year_before(year_ending), vintage))

    def vintages(self) -> list[int]:
        return sorted({release for _, _, release in self._by_key})


def with_population(
    rows: Iterable[Published], populations: Populations, *, vintage: int | None = None
) -> Iterator[Published]:
    """The rows; rates per population with their release's (or another vintage's) estimate as the denominator."""
    for row in rows:
        if row.per_population:
            people = populations.of(row.area_code, row.year_ending, vintage or row.release)
            row = replace(row, denominator=people)
        yield row


def _mid_year_before(year_ending: date) -> int:
    return year_ending.year - 1
