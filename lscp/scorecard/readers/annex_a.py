"""Reads Ofsted Annex A, lists 1 to 9, from a workbook or from CSV files, into events.

The lists and their headings are data: `rulebook/extracts/annex-a.yaml`. A sheet is taken for the list its name says,
or, where the name says nothing, for the list whose columns it holds. Lists 10 and 11 are counted and not used.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from pydantic import model_validator

from lscp import rulebook
from lscp.rulebook import Entry
from lscp.scorecard.events import EventWriter
from lscp.scorecard.readers import cells
from lscp.scorecard.readers.layout import Column, Header, Layout, find_header, heading
from lscp.scorecard.readers.ledger import CannotRead, Ledger
from lscp.scorecard.readers.rows import Reading
from lscp.scorecard.readers.words import Vocabulary, each_word, straight, vocabularies
from lscp.scorecard.readers.workbook import Book, Row, Sheet, books

NUMBERED = re.compile(r"\blists? ?0*(\d{1,2})\b|^0*(\d{1,2})\b(?= [a-z]|$)")
TOP = 20  # rows looked at to recognise a sheet
OLDEST = 120  # what is more is no age
FEWEST_AGES = 5  # below that many ages nothing is said of the day they were taken


class List(Layout):
    """One list of the template."""

    number: int
    sheets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"List {self.number}: {self.title}"

    def own(self, header: Header) -> int:
        """How many columns of the header are this list's and not every list's."""
        base = {column.name for column in template().base}
        return sum(
            column.name not in base and not column.name.startswith("Allocated") for column in header.places
        )


class Unused(Entry):
    number: int
    title: str
    sheets: tuple[str, ...]
    headings: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"List {self.number}: {self.title}"


class Mistaken(Entry):
    word: str
    what: str


class Template(Entry):
    """All lists; each opens with the columns of `base`."""

    title: str
    note: str
    source: str
    base: tuple[Column, ...]
    disability: Column
    ignored_sheets: tuple[str, ...]
    mistaken_for: tuple[Mistaken, ...]
    lists: tuple[List, ...]
    unused: tuple[Unused, ...]

    @model_validator(mode="before")
    @classmethod
    def _every_list_opens_with_the_base(cls, data: dict) -> dict:
        lists = [list_ | {"columns": [*data["base"], *list_["columns"]]} for list_ in data["lists"]]
        return data | {"lists": lists}


@lru_cache(maxsize=1)
def template() -> Template:
    return rulebook.read(Template, "extracts/annex-a.yaml")


def read(
    paths: Path | str | Iterable[Path | str], into: Path, *, area: str, words: Path | None = None
) -> Ledger:
    """Reads a workbook, CSV files, or folders of them into the folder `into`; returns the account of every row.

    `area` is the authority's code, `words` the council's own file of words. Raises CannotRead for a file that is
    not what it should be, and when no list is found at all.
    """
    loading = _Loading(Ledger("annex-a"), vocabularies(words), area)
    with EventWriter(into) as writer:
        for book in books(paths):
            loading.book(book, writer)
    loading.finish()
    return loading.ledger


class _Loading:
    """One run of the reader over all its files."""

    def __init__(self, ledger: Ledger, known: dict[str, Vocabulary], area: str):
        self.ledger, self._known, self._area = ledger, known, area
        self._readings: dict[int, Reading] = {}
        self._ages = Ages()
        self._strange: list[str] = []
        self._mistaken: Mistaken | None = None

    def book(self, book: Book, writer: EventWriter) -> None:
        self.ledger.add_file(book.path, book.sha256)
        for sheet in book.sheets:
            if _said(sheet.name) in template().ignored_sheets:
                continue
            if sheet.hidden:
                self.ledger.note("", f"{sheet.where} is hidden and was not read")
                continue
            self._sheet(sheet, writer)

    def _sheet(self, sheet: Sheet, writer: EventWriter) -> None:
        rows = sheet.rows()
        top = list(islice(rows, TOP))
        named = _named(sheet.name)
        list_, header = _recognised(top, named)
        rows = chain(top, rows)
        if list_ and header:
            if named and named is not list_:
                self.ledger.note(
                    list_.name, f"{sheet.where} holds the columns of this list and was read as it"
                )
            self._list(list_, header, rows, writer, sheet.where)
        elif unused := _unused(sheet.name, top):
            count = sum(_filled(row) > 1 for _, row in rows)  # a title fills one cell, the heading is no row
            self.ledger.note("", f"{unused.name} is not used here (rows: {max(count - 1, 0):,})")
        else:
            self._unrecognised(sheet, named, top, rows)

    def _list(
        self, list_: List, header: Header, rows: Iterator[Row], writer: EventWriter, where: str
    ) -> None:
        writer.begin(list_.kind)
        self.ledger.tally(list_.name)
        self._say_headings(list_, header)
        reading = self._reading(list_)
        for event in reading.events(rows, header, where):
            writer.write(list_.kind, event)

    def _reading(self, list_: List) -> Reading:
        if list_.number not in self._readings:
            self._readings[list_.number] = Reading(
                list_,
                self.ledger,
                self._known,
                name=list_.name,
                area=self._area,
                watch=lambda number, event, age: self._ages.add(list_.name, number, event.get("birth"), age),
            )
        return self._readings[list_.number]

    def _say_headings(self, list_: List, header: Header) -> None:
        for remark in header.remarks():
            self.ledger.note(list_.name, remark)
        missing = header.missing(list_)
        self.ledger.lacks(list_.kind, [column.to for column in missing if column.to])
        if missing:
            names = ", ".join(repr(column.name) for column in missing)
            self.ledger.note(list_.name, f"there is no column {names}; what it says was not recorded")

    def _unrecognised(self, sheet: Sheet, named: List | None, top: list[Row], rows: Iterator[Row]) -> None:
        count = sum(_filled(row) > 0 for _, row in rows)
        if not count:
            self.ledger.note("", f"{sheet.where} is empty")
            return
        for mistaken in template().mistaken_for:
            if any(heading(mistaken.word) in heading(cell) for _, row in top for cell in row):
                self._mistaken = mistaken
                return
        if named and count > 1 and not self._mistaken:
            raise CannotRead(
                f"{sheet.where} is called {named.name}, but its headings were not found among the first {TOP} rows. "
                f"Put the template's headings above the rows, 'Child Unique ID' first."
            )
        self._strange.append(sheet.where)
        self.ledger.note("", f"{sheet.where} is no list of Annex A and was not read ({count:,} rows)")

    # ── At the end ───────────────────────────────────────────────────────────────────────────────────────

    def finish(self) -> None:
        if not self._readings:
            raise CannotRead(self._nothing())
        for list_ in template().lists:
            if list_.number not in self._readings:
                because = f"{list_.name} is not in the extract"
                self.ledger.missing[list_.kind] = because
                self.ledger.note("", because)
        self._ages.say(self.ledger)

    def _nothing(self) -> str:
        names = ", ".join(file["name"] for file in self.ledger.files)
        if self._mistaken:
            return f"{names}: this is {self._mistaken.what}. Give the Annex A of an inspection of children's services."
        seen = f" Found instead: {'; '.join(self._strange[:8])}." if self._strange else ""
        return (
            f"{names}: there is no list of Ofsted's Annex A here. Give a workbook with sheets called List 1 to List 9, "
            f"or CSV files with these names.{seen}"
        )


# ── Which list a sheet is ─────────────────────────────────────────────────────────────────────────────────


def _recognised(top: list[Row], named: List | None) -> tuple[List | None, Header | None]:
    """The list of the sheet's name if its columns are there, else the list whose columns are there."""
    if named and (header := find_header(top, named)) and named.own(header):
        return named, header
    fitting = [
        (list_.own(header), list_, header)
        for list_ in template().lists
        if (header := find_header(top, list_)) and _enough(list_, header)
    ]
    fitting.sort(key=lambda fit: -fit[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None, None
    return fitting[0][1:]


def _enough(list_: List, header: Header) -> bool:
    """Without a name to go by, the column of the list's date must be there, or two of its own."""
    found = {column.to for column in header.places}
    return bool(found.intersection(list_.needs)) if list_.needs else list_.own(header) > 1


def _named(name: str) -> List | None:
    """The list a sheet's or file's name says: its number, or its subject."""
    said = _said(name)
    if number := NUMBERED.search(said):
        return next(
            (list_ for list_ in template().lists if list_.number == int(number[1] or number[2])), None
        )
    called = {
        list_.number: list_
        for list_ in template().lists
        for subject in list_.sheets
        if f" {subject} " in f" {said} "
    }
    return called.popitem()[1] if len(called) == 1 else None


def _unused(name: str, top: list[Row]) -> Unused | None:
    said, number = _said(name), NUMBERED.search(_said(name))
    headings = {heading(cell) for _, row in top for cell in row}
    for unused in template().unused:
        if (number and int(number[1] or number[2]) == unused.number) or said in unused.sheets:
            return unused
        if headings.issuperset(heading(text) for text in unused.headings):
            return unused
    return None


def _said(name: str) -> str:
    return " ".join(each_word(straight(name.replace("_", " "))))


def _where(sheet: Sheet) -> str:
    return (
        f"the sheet {sheet.name!r} of {sheet.file.name}" if sheet.name != sheet.file.stem else sheet.file.name
    )


def _filled(row: list) -> int:
    return sum(bool(cells.text_of(cell)) for cell in row)


# ── Ages against dates of birth ───────────────────────────────────────────────────────────────────────────


@dataclass
class Ages:
    """Compares the column Age with the date of birth. The file does not say on which day ages were taken, so the
    day that fits most rows is found first; rows that do not fit it are said, none is rejected."""

    lists: list[str] = field(default_factory=list)
    rows: array = field(default_factory=lambda: array("q"))
    first: array = field(default_factory=lambda: array("q"))  # days on which the child has this age
    last: array = field(default_factory=lambda: array("q"))
    _of_list: array = field(default_factory=lambda: array("q"))

    def add(self, list_: str, row: int, birth: date | None, age: object) -> None:
        years = _years(age)
        if birth is None or years is None:
            return
        if not self.lists or self.lists[-1] != list_:
            self.lists.append(list_)
        self._of_list.append(len(self.lists) - 1)
        self.rows.append(row)
        self.first.append(_birthday(birth, years) if years >= 0 else 0)
        self.last.append(_birthday(birth, years + 1) - 1)

    def day(self) -> tuple[int, int]:
        """The first day that fits most rows, and how many it fits."""
        changes = Counter(self.first)
        changes.subtract(last + 1 for last in self.last)
        best, fits, most = 0, 0, 0
        for day in sorted(changes):
            fits += changes[day]
            if fits > most:
                best, most = day, fits
        return best, most

    def say(self, ledger: Ledger) -> None:
        day, fits = self.day()
        if len(self.rows) < FEWEST_AGES:
            return
        if fits * 2 < len(self.rows):
            ledger.note("", "Ages were taken on different days; they were not compared with dates of birth")
            return
        for place, row in enumerate(self.rows):
            if not self.first[place] <= day <= self.last[place]:
                ledger.note(
                    self.lists[self._of_list[place]], "the age does not agree with the date of birth", row
                )


def _years(age: object) -> int | None:
    """The age at the last birthday; -1 for an unborn child; None where there is no age."""
    try:
        years = float(cells.text_of(age))
    except ValueError:
        return None
    return math.floor(years) if -1 <= years < OLDEST else None


def _birthday(birth: date, years: int) -> int:
    """The day on which a child born then has that many years; one born on 29 February on 1 March."""
    try:
        return birth.replace(year=birth.year + years).toordinal()
    except ValueError:
        return date(birth.year + years, 3, 1).toordinal()
