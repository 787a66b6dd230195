"""Turns the rows of a described table into events, or into reasons why a row is not one.

* no child's number, or none of the dates the list cannot do without: rejected;
* a date that decides what the row means (it starts, ends, decides) and cannot be read, or an end before the start:
  rejected, since an end left out would turn a closed case into an open one;
* any other date, number or word that cannot be read: the row is used, that column is not recorded, and it is said;
* all that an earlier row says, in every column: a duplicate;
* the code of another authority: rejected, since its children are not to be counted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from lscp.scorecard.events import UNBORN
from lscp.scorecard.readers import cells
from lscp.scorecard.readers.duplicates import Rows, key_of
from lscp.scorecard.readers.layout import Column, Header, Layout, heading
from lscp.scorecard.readers.ledger import Ledger, Reject
from lscp.scorecard.readers.words import Vocabulary, Words, place_name, straight
from lscp.scorecard.readers.workbook import Row

TEN_MONTHS = timedelta(days=310)  # a birth later than this after an event is no unborn child's
UNBORN_AGE = ("-1", "-1.0", "unborn")  # as Annex A writes the age of a child who is not born
REMEMBERED = 50_000  # different cells of a column whose meaning is kept
AUTHORITY = re.compile(r"[EWSN]\d{8}$")  # a code of the Office for National Statistics
UNMET = object()
NO_WORDS = Words(title="a layout's own words", source="the layout itself", terms=())

Event = dict[str, object]
Watch = Callable[
    [int, Event, object], None
]  # told of each used row: its number, the event, the age as written


class Rejected(Exception):
    """Why a row is not used."""

    def __init__(self, column: Column, cell: object, reason: str, todo: str):
        super().__init__(reason)
        self.column, self.cell, self.reason, self.todo = column, cell, reason, todo


class NotKnown(Exception):
    """A word that no vocabulary knows."""


@dataclass
class Cell:
    """One column in one sheet: where it stands, how it is read, and what it was read as before."""

    column: Column
    place: int
    read: Callable[[object], object]
    met: dict[object, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.to = self.column.to

    def remember(self, cell: object, value: object) -> None:
        """What a text or a date means. Not of a number: to a dictionary 1 is true, but not to a reader.

        Nor of a child's number, which few rows share.
        """
        if type(cell) in (str, date) and len(self.met) < REMEMBERED and self.column.type != "id":
            self.met[cell] = value


class Reading:
    """Reads one list, with an account in the ledger.

    One object reads every sheet and file of a list, so that a row that stands in two of them is one row.
    """

    def __init__(
        self,
        layout: Layout,
        ledger: Ledger,
        vocabularies: Mapping[str, Vocabulary],
        *,
        name: str,
        area: str,
        watch: Watch | None = None,
    ):
        self.layout, self.ledger, self.name, self.area, self.watch = layout, ledger, name, area, watch
        self._vocabularies = {
            column: _vocabulary(column, vocabularies)
            for column in layout.columns
            if column.words or column.map
        }
        self._by_target = layout.by_target
        self._child_headings = {heading(name) for name in self._by_target["child"].names}
        self._decisive = {*layout.needs, *layout.decides, *(name for pair in layout.order for name in pair)}
        self._sheets: dict[str, Rows] = {}

    def events(self, rows: Iterable[Row], header: Header, where: str = "") -> Iterator[Event]:
        """The events of one sheet. Every row is settled in the ledger before the next is read."""
        columns, age = self._columns(header), self._age(header)
        dates = [(one.place, one.to) for one in columns if one.column.type == "date"]
        columns = [(one.place, one.to, one.met.get, one) for one in columns]  # looked at for every cell
        tally, own = self.ledger.tally(self.name), self._sheets.setdefault(where, Rows())
        others = {sheet: rows for sheet, rows in self._sheets.items() if sheet != where}
        for number, row in self.ledger.reading(self.name, _filled(rows, header)):
            remarks: list[tuple] = []
            try:
                event = self._event(row, columns, remarks)
                self._check(event, header, remarks)
            except Rejected as why:
                self._reject(number, why, where)
                continue
            key = key_of(_said(row, event, dates))
            if first := _earlier(others, key) or own.find_or_add(key, number):
                self.ledger.duplicate(self.name, number, first, where)
                continue
            if remarks:
                self._remark(number, remarks)
            years = row[age] if age is not None and age < len(row) else None
            if years and event.get("birth") is None and cells.text_of(years).casefold() in UNBORN_AGE:
                event["birth"] = UNBORN
            if self.watch:
                self.watch(number, event, years)
            tally.used += 1
            yield event

    def _columns(self, header: Header) -> list[Cell]:
        return [
            Cell(column, place, self._reader(column)) for column, place in header.places.items() if column.to
        ]

    @staticmethod
    def _age(header: Header) -> int | None:
        return next((place for column, place in header.places.items() if column.type == "age"), None)

    def _reject(self, number: int, why: Rejected, where: str) -> None:
        value = f"{why.cell:%d/%m/%Y}" if isinstance(why.cell, date) else cells.text_of(why.cell)
        self.ledger.reject(
            Reject(self.name, number, why.column.name, value, why.reason, why.todo, where=where)
        )

    def _remark(self, number: int, remarks: list[tuple]) -> None:
        """What is said of a row that is used: a sentence, or a word for the queue."""
        for column, said in remarks:
            if isinstance(said, str):
                self.ledger.note(self.name, said, number)
            else:
                known = self._vocabularies[column]
                self.ledger.unmapped(known.name, f"{self.name}, {column.name}", said.args[0], known.known)

    # ── One row ──────────────────────────────────────────────────────────────────────────────────────────

    def _event(self, row: list, columns: list[tuple], remarks: list[tuple]) -> Event:
        event: Event = {"area": self.area}
        width = len(row)
        for place, to, met, one in columns:
            cell = row[place] if place < width else None
            if (value := met(cell, UNMET)) is UNMET:
                try:
                    value = one.read(cell)
                except (cells.NotADate, ValueError, NotKnown) as why:
                    event[to] = self._unclear(one.column, cell, why, remarks)
                    continue
                one.remember(cell, value)
            event[to] = value
        return event

    def _unclear(self, column: Column, cell: object, why: Exception, remarks: list[tuple]) -> None:
        """A cell that is not understood: the row is rejected if that changes what it means, else it is said."""
        match why:
            case NotKnown():
                remarks.append((column, why))
            case cells.NotADate():
                if self._decides(column, why):
                    raise Rejected(column, cell, f"it {why}", "Correct the date.") from None
                remarks.append((column, f"{column.name} {why}; it was read as not recorded"))
            case _:
                remarks.append((column, f"{column.name} is not a whole number and was not read"))

    def _decides(self, column: Column, why: cells.NotADate) -> bool:
        if self.layout.needs == (column.to,):
            return True
        return column.to in self._decisive and not why.stands_for_none

    def _check(self, event: Event, header: Header, remarks: list[tuple]) -> None:
        child, needs = self._by_target["child"], self.layout.needs
        number = event.get("child")
        if not number:
            raise Rejected(
                child, "", "there is no child's number", "Fill it in, or delete the row if it is a total."
            )
        if number[-1].isalpha() and heading(number) in self._child_headings:
            raise Rejected(child, number, "the headings again", "Delete the row.")
        self._check_area(event)
        if number[0].isdecimal() and cells.SHORTENED.match(number):
            remarks.append((child, SHORTENED.format(child.name)))
        if needs and all(event.get(name) is None for name in needs):
            raise _nothing([self._by_target[name] for name in needs], header)
        for earlier, later in self.layout.order:
            if _before(event, later, earlier):
                raise self._turned_round(event, earlier, later)
        for earlier, later in self.layout.odd:
            if _before(event, later, earlier):
                names = self._by_target[later].name, self._by_target[earlier].name
                remarks.append((child, f"{names[0]} is before {names[1]}; both were kept"))
        begun, birth = next((event[name] for name in needs if event.get(name)), None), event.get("birth")
        if begun and birth and birth > begun and birth > begun + TEN_MONTHS:
            remarks.append((child, "the child is born more than ten months after the event"))

    def _check_area(self, event: Event) -> None:
        """A table may name the authority of each row. Other words in such a column are names of districts."""
        said = event["area"]
        if said and said != self.area and AUTHORITY.match(said):
            todo = f"Count it with the returns of {said}."
            raise Rejected(
                self._by_target["area"], said, f"it is of another authority than {self.area}", todo
            )
        event["area"] = self.area

    def _turned_round(self, event: Event, earlier: str, later: str) -> Rejected:
        reason = f"it is before {self._by_target[earlier].name}"
        return Rejected(self._by_target[later], event[later], reason, "Correct one of the two dates.")

    # ── One cell ─────────────────────────────────────────────────────────────────────────────────────────

    def _reader(self, column: Column) -> Callable[[object], object]:
        vocabulary = self._vocabularies.get(column)
        if column.to == "ward" and vocabulary is None:
            return self._ward
        match column.type:
            case "id":
                return lambda cell: cells.id_of(cell) or None
            case "date":
                month_first = self.layout.dates == "month first"
                return lambda cell: cells.date_of(cell, month_first=month_first)
            case "number":
                return _count
            case "boolean":
                return lambda cell: {"true": True, "false": False}.get(_meaning(vocabulary, cell))
            case _:
                return lambda cell: _meaning(vocabulary, cell)

    def _ward(self, cell: object) -> str | None:
        """A ward by its name, spelt as it first was; capitals, quotes and spaces make no other ward of it."""
        name = place_name(cells.text_of(cell))
        return self.ledger.spelt.setdefault(straight(name).casefold(), name) if name else None


SHORTENED = (
    "{}: a spreadsheet has shortened long numbers (1.23E+11), so that several children may have one. "
    "Export it with this column as text"
)


def _filled(rows: Iterable[Row], header: Header) -> Iterator[Row]:
    """Rows with something under a heading; the rest of the sheet is empty, or a formula without a result."""
    under = [place for place, written in enumerate(header.headings) if written]
    for number, row in rows:
        if number > header.row:
            width = len(row)
            for place in under:  # of nearly every row the first is enough
                if place < width and cells.text_of(row[place]):
                    yield number, row
                    break


def _said(row: list, event: Event, dates: list[tuple[int, str]]) -> list[object]:
    """All that the row says. A date is one date however it is written."""
    try:
        said = list(map(str.strip, row))
    except TypeError:  # not of a CSV file
        said = [cell.strip() if type(cell) is str else cells.text_of(cell) for cell in row]
    for place, name in dates:
        if day := event[name]:
            said[place] = day
    while said and not said[-1]:
        said.pop()
    return said


def _earlier(sheets: Mapping[str, Rows], key: int) -> str | None:
    """The row of another sheet that said exactly the same, if there was one."""
    for sheet, rows in sheets.items():
        if first := rows.find(key):
            return f"{first} of {sheet}"
    return None


def _before(event: Event, one: str, other: str) -> bool:
    first, second = event.get(one), event.get(other)
    return first is not None and second is not None and first < second


def _nothing(columns: list[Column], header: Header) -> Rejected:
    """None of the dates the list cannot do without."""
    if any(column in header.places for column in columns):
        return Rejected(
            columns[0], "", f"there is no {' and no '.join(c.name for c in columns)}", "Fill it in."
        )
    return Rejected(
        columns[0],
        "",
        f"the table has no column {' or '.join(repr(column.name) for column in columns)}",
        "Export the table with this column, or name it as the template does.",
    )


def _count(cell: object) -> int | None:
    """A count; none is below nought."""
    number = cells.whole_number_of(cell)
    if number is not None and number < 0:
        raise ValueError
    return number


def _meaning(vocabulary: Vocabulary | None, cell: object) -> str | None:
    text = cells.text_of(cell)
    if vocabulary is None or not text:
        return text or None
    meaning = vocabulary.meaning(text)
    if not meaning.known:
        raise NotKnown(text)
    return meaning.code


def _vocabulary(column: Column, known: Mapping[str, Vocabulary]) -> Vocabulary:
    """The column's words, with the layout's own before the council's, and both before the published."""
    own = {k: {True: "true", False: "false"}[v] if isinstance(v, bool) else v for k, v in column.map.items()}
    if not column.words:
        return Vocabulary(column.name, NO_WORDS, own)
    return Vocabulary(column.words, known[column.words].words, known[column.words].own | own)
