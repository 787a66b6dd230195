"""Which authorities a council is compared with: its ten statistical neighbours, nearest first.

The Department for Education's model of May 2025 is in the rulebook (`extracts/neighbours.yaml`); `read` takes the
spreadsheet or CSV of another one. Regions are in `authorities`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import python_calamine
from pydantic import Field, model_validator

from lscp import rulebook
from lscp.rulebook import FOLDER, Cited, Entry
from lscp.scorecard.readers import authorities
from lscp.scorecard.readers.ledger import CannotRead

CLOSE = {"E": "extremely close", "V": "very close", "C": "close", "S": "somewhat close", "N": "not close"}
HOW_MANY = 10


@dataclass(frozen=True)
class Neighbour:
    code: str
    name: str
    rank: int
    closeness: str


Neighbours = dict[str, tuple[Neighbour, ...]]


class _Ten(Entry):
    number: str
    are: str
    close: str = Field(pattern=f"^[{''.join(CLOSE)}]{{{HOW_MANY}}}$")

    @model_validator(mode="after")
    def _ten_that_exist(self) -> _Ten:
        numbers = self.are.split()
        if len(numbers) != HOW_MANY or len(set(numbers)) != HOW_MANY:
            raise ValueError(f"{self.number} needs {HOW_MANY} different neighbours")
        for number in (self.number, *numbers):
            if authorities.with_number(number) is None:
                raise ValueError(f"{number} is no authority's number in authorities.yaml")
        return self


class _Model(Cited):
    title: str
    licence: str
    since: date = Field(alias="from")
    neighbours: tuple[_Ten, ...]


@lru_cache(maxsize=4)
def known(folder=FOLDER) -> Neighbours:
    """Every authority's neighbours by the model in the rulebook, by nine-character code."""
    model = rulebook.read(_Model, "extracts/neighbours.yaml", folder=folder)
    rows = (
        (ten.number, list(zip(ten.are.split(), (CLOSE[letter] for letter in ten.close), strict=True)))
        for ten in model.neighbours
    )
    return _by_code(rows, model.since)


def of(code: str) -> tuple[Neighbour, ...]:
    """The neighbours of one authority, nearest first; none for an area that has none (a region, a former authority)."""
    return known().get(code, ())


def read(path: Path | str, *, on: date | None = None) -> Neighbours:
    """Another model: a CSV or workbook with an authority's number, then ten times a neighbour and how close it is.

    Authorities that no longer exist on the day (today's, by default) are left out. Raises `CannotRead`.
    """
    path = Path(path)
    on = on or date.today()
    lines = list(_lines(path))
    start = next((place for place, line in enumerate(lines) if _is_header(line)), None)
    if start is None:
        raise CannotRead(
            f"{path.name} is no table of statistical neighbours: it has no heading with SN1 (or SN_1) to "
            f"SN{HOW_MANY}. Give the Department's statistical neighbours file."
        )
    places = _places(lines[start])
    rows = (
        (line[0], [(line[place], line[place + 1]) for place in places])
        for line in lines[start + 1 :]
        if line[0]
    )
    found = _by_code(rows, on)
    if not found:
        raise CannotRead(
            f"{path.name} names no authority that exists on {on}. Check that it is the right file."
        )
    return found


def _lines(path: Path) -> Iterator[list[str]]:
    try:
        if path.suffix.casefold() == ".csv":
            with open(path, newline="", encoding="utf-8-sig") as file:
                yield from ([cell.strip() for cell in line] for line in csv.reader(file) if line)
        else:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
            for line in book.get_sheet_by_index(0).to_python():
                yield [_text(cell) for cell in line]
    except OSError as error:
        raise CannotRead(f"{path.name} cannot be opened: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error, python_calamine.CalamineError):
        raise CannotRead(f"{path.name} is neither a workbook nor a CSV file. Download it again.") from None


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _spelt(heading: str) -> str:
    return heading.replace("_", "").replace(" ", "").upper()


def _is_header(line: list[str]) -> bool:
    headings = {_spelt(cell) for cell in line}
    return {f"SN{rank}" for rank in range(1, HOW_MANY + 1)} <= headings


def _places(header: list[str]) -> list[int]:
    headings = [_spelt(cell) for cell in header]
    return [headings.index(f"SN{rank}") for rank in range(1, HOW_MANY + 1)]


def _by_code(rows, on: date) -> Neighbours:
    found: Neighbours = {}
    for number, ten in rows:
        if own := authorities.with_number(number, on):
            found[own.code] = tuple(_neighbours(ten, on))
    return found


def _neighbours(ten: list[tuple[str, str]], on: date) -> Iterator[Neighbour]:
    for rank, (number, closeness) in enumerate(ten, 1):
        if each := authorities.with_number(number, on):
            yield Neighbour(each.code, each.name, rank, closeness.strip().casefold())
