"""A described table: which heading goes to which column of an event, and how its cells are read.

The description is data (`rulebook/extracts/*.yaml`, or a council's own file). This module finds the heading row,
matches headings that are nearly right, and turns each row into an event or into a reason why it is not one:

* no child's number, or none of the dates the list cannot do without: rejected;
* a date that decides what the row means (it starts, ends, decides) and cannot be read, or an end before the start:
  rejected, since an end left out would turn a closed case into an open one;
* any other date, number or word that cannot be read: the row is used, that column is not recorded, and it is said.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal

from pydantic import model_validator

from lscp.rulebook import Entry
from lscp.scorecard.events import KINDS
from lscp.scorecard.readers import cells, words
from lscp.scorecard.readers.ledger import Ledger, Reject
from lscp.scorecard.readers.workbook import Row

DEEPEST_HEADING = 15  # a heading stands in one of the first rows, under a title perhaps
NEAR = 0.88  # likeness at which a heading that no name equals is taken for one, and said
CLEAR = 0.04  # and how much less like it the next name must be
FEWEST_SURE = 2  # headings that are exactly right before others of the row are taken for nearly right
UNBORN = timedelta(days=310)  # a birth later than this after an event is no unborn child's


class Column(Entry):
    """One heading. Without `to` it is known and not used. `map`: the layout's own words for codes."""

    name: str
    also: tuple[str, ...] = ()
    to: str | None = None
    type: Literal["id", "text", "date", "boolean", "number", "age"] = "text"
    words: str | None = None
    map: dict[str, str | bool | None] = {}
    optional: bool = False  # a local addition: not missed when it is not there

    @model_validator(mode="after")
    def _words_exist(self) -> Column:
        if self.words and self.words not in words.VOCABULARIES:
            raise ValueError(f"{self.name}: there is no vocabulary {self.words!r}")
        return self

    def __hash__(self) -> int:  # a layout names each column once
        return hash(self.name)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also, *([self.to] if self.to else []))


class Layout(Entry):
    """One list or table. A row must have one of `needs`; `order` says what cannot come before what."""

    title: str
    kind: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()  # dates that change what the row means; the needed ones count already
    order: tuple[tuple[str, str], ...] = ()
    odd: tuple[tuple[str, str], ...] = ()  # an order that is unusual, and only said
    dates: Literal["day first", "month first"] = "day first"

    @model_validator(mode="after")
    def _fits_the_events(self) -> Layout:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of event. Use one of: {', '.join(KINDS)}")
        used = {column.to for column in self.columns if column.to}
        named = {name for pair in (*self.order, *self.odd) for name in pair} | {*self.needs, *self.decides}
        for name in sorted(used | named):
            if name not in KINDS[self.kind]:
                raise ValueError(
                    f"{self.kind} has no column {name!r}. Use one of: {', '.join(KINDS[self.kind])}"
                )
        if "child" not in used:
            raise ValueError("no column goes to `child`; every event needs the child's number")
        return self

    @property
    def by_target(self) -> dict[str, Column]:
        return {column.to: column for column in self.columns if column.to}


@dataclass
class Header:
    """Where the headings stand and which cell belongs to which column of the layout."""

    row: int
    headings: list[str]
    places: dict[Column, int]
    guessed: list[tuple[str, str]] = field(default_factory=list)

    def missing(self, layout: Layout) -> list[Column]:
        return [
            column
            for column in layout.columns
            if column.to and not column.optional and column not in self.places
        ]


# ── Headings ──────────────────────────────────────────────────────────────────────────────────────────────


def heading(cell: object) -> str:
    """A heading without what varies: capitals, quotes, spaces, brackets, question marks."""
    return _heading(cells.text_of(cell))


@lru_cache(maxsize=4096)
def _heading(text: str) -> str:
    return "".join(words.each_word(words.straight(text)))


def matched(row: Iterable[object], layout: Layout) -> tuple[dict[Column, int], list[tuple[str, str]]]:
    """Each column of the layout with its place in the row; and the headings that were only nearly right."""
    free = {place: written for place, cell in enumerate(row) if (written := heading(cell))}
    places: dict[Column, int] = {}
    for column in layout.columns:
        names = {heading(name) for name in column.names}
        for place, written in free.items():
            if written in names:
                places[column] = place
                del free[place]
                break
    near = list(_nearly(free, places, layout)) if len(places) >= FEWEST_SURE else []
    return places, near


def _nearly(free: dict[int, str], places: dict[Column, int], layout: Layout) -> Iterator[tuple[str, str]]:
    """Takes headings with a slip of the pen, if they are like one column only."""
    wanted = {heading(name): c for c in layout.columns if c not in places for name in (c.name, *c.also)}
    for place, written in free.items():
        if len(written) < 8:
            continue
        like = sorted(
            ((difflib.SequenceMatcher(None, written, name).ratio(), name) for name in wanted), reverse=True
        )
        best = [(ratio, wanted[name]) for ratio, name in like if ratio >= NEAR - CLEAR]
        if not best or best[0][0] < NEAR or best[0][1] in places:
            continue
        if all(column == best[0][1] or best[0][0] - ratio > CLEAR for ratio, column in best):
            places[best[0][1]] = place
            yield written, best[0][1].name


def find_header(rows: Iterable[Row], layout: Layout) -> Header | None:
    """The heading row among the first rows: the one where most columns are found, the child's number among them."""
    found = None
    for number, row in islice(rows, DEEPEST_HEADING):
        places, guessed = matched(row, layout)
        if layout.by_target["child"] not in places or len(places) < 2:
            continue
        if found is None or len(places) > len(found.places):
            found = Header(number, [cells.text_of(cell) for cell in row], places, guessed)
    return found


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────────

Event = dict[str, object]


class Rejected(Exception):
    """Why a row is not used."""

    def __init__(self, column: Column | None, cell: object, reason: str, todo: str):
        super().__init__(reason)
        self.column, self.cell, self.reason, self.todo = column, cell, reason, todo


class Reading:
    """Reads the rows of one list into events, with an account in the ledger.

    One object reads every sheet and file of a list, so that a row that stands in two of them is one row.
    """

    def __init__(
        self,
        layout: Layout,
        ledger: Ledger,
        vocabularies: Mapping[str, words.Vocabulary],
        *,
        name: str,
        area: str,
        watch: Callable[[int, Event, object], None] | None = None,
    ):
        self.layout, self.ledger, self.name, self.area, self.watch = layout, ledger, name, area, watch
        self._vocabularies = {
            column: words.Vocabulary(
                column.words or column.name,
                vocabularies[column.words].words if column.words else NO_WORDS,
                vocabularies[column.words].own | _as_codes(column.map)
                if column.words
                else _as_codes(column.map),
            )
            for column in layout.columns
            if column.words or column.map
        }
        self._met: dict[str, dict[bytes, int]] = {}  # by sheet: what its rows said, and in which row first
        self._by_target = layout.by_target
        self._child_headings = {heading(name) for name in self._by_target["child"].names}
        self._decisive = {*layout.needs, *layout.decides, *(name for pair in layout.order for name in pair)}

    def events(self, rows: Iterable[Row], header: Header, where: str = "") -> Iterator[Event]:
        """The events of one sheet. Every row is settled in the ledger before the next is read."""
        below = (row for row in rows if row[0] > header.row)
        for number, row in self.ledger.reading(self.name, self._filled(below, header)):
            try:
                event = self._event(number, row, header)
            except Rejected as why:
                self._reject(number, why, where)
                continue
            if first := self._earlier(self._said(row, event, header), number, where):
                self.ledger.duplicate(self.name, number, first, where)
                continue
            self.ledger.use(self.name)
            yield event

    def _filled(self, rows: Iterable[Row], header: Header) -> Iterator[Row]:
        """Rows with something under a heading; the rest of the sheet is empty, or a formula without a result."""
        under = [place for place, written in enumerate(header.headings) if written]
        for number, row in rows:
            if any(place < len(row) and cells.text_of(row[place]) for place in under):
                yield number, row

    def _earlier(self, said: bytes, number: int, where: str) -> str | None:
        """The row that said exactly the same, if there was one, here or in another sheet."""
        for sheet, met in self._met.items():
            if said in met:
                return str(met[said]) if sheet == where else f"{met[said]} of {sheet}"
        self._met.setdefault(where, {})[said] = number
        return None

    def _said(self, row: list, event: Event, header: Header) -> bytes:
        """All that the row says, in few bytes. A date is one date however it is written."""
        said = [cells.text_of(cell) for cell in row[: len(header.headings)]]
        for column, place in header.places.items():
            if column.type == "date" and column.to and event[column.to]:
                said[place] = event[column.to].isoformat()
        return hashlib.blake2b("\x1f".join(said).rstrip("\x1f").encode(), digest_size=12).digest()

    def _reject(self, number: int, why: Rejected, where: str) -> None:
        column, value = why.column.name if why.column else "", cells.text_of(why.cell)
        self.ledger.reject(Reject(self.name, number, column, value, why.reason, why.todo, where=where))

    # ── One row ──────────────────────────────────────────────────────────────────────────────────────────

    def _event(self, number: int, row: list, header: Header) -> Event:
        event: Event = {"area": self.area}
        age = None
        for column, place in header.places.items():
            cell = row[place] if place < len(row) else None
            if column.type == "age":
                age = cell
            elif column.to:
                event[column.to] = READ[column.type](self, number, column, cell)
        self._check(number, event, row, header)
        if self.watch:
            self.watch(number, event, age)
        return event

    def _check(self, number: int, event: Event, row: list, header: Header) -> None:
        by_target = self._by_target
        if not event.get("child"):
            raise Rejected(
                by_target["child"],
                "",
                "there is no child's number",
                "Fill it in, or delete the row if it is a total.",
            )
        if _heading(event["child"]) in self._child_headings:
            raise Rejected(by_target["child"], event["child"], "the headings again", "Delete the row.")
        if self.layout.needs and all(event.get(name) is None for name in self.layout.needs):
            columns = [by_target[name] for name in self.layout.needs]
            raise Rejected(columns[0], "", _nothing_in(columns, header), _fill_in(columns, header))
        self._check_order(number, event)

    def _check_order(self, number: int, event: Event) -> None:
        for earlier, later in self.layout.order:
            first, last = event.get(earlier), event.get(later)
            if first and last and last < first:
                raise Rejected(
                    self._by_target[later],
                    last,
                    f"it is before {self._by_target[earlier].name} ({first:%d/%m/%Y})",
                    "Correct one of the two dates.",
                )
        for earlier, later in self.layout.odd:
            first, last = event.get(earlier), event.get(later)
            if first and last and last < first:
                names = self._by_target[later].name, self._by_target[earlier].name
                self.ledger.note(self.name, f"{names[0]} is before {names[1]}; both were kept", number)
        born = event.get("birth")
        begun = next((event[name] for name in self.layout.needs if event.get(name)), None)
        if born and begun and born > begun + UNBORN:
            self.ledger.note(self.name, "the child is born more than ten months after the event", number)

    # ── One cell ─────────────────────────────────────────────────────────────────────────────────────────

    def _id(self, number: int, column: Column, cell: object) -> str | None:
        found = cells.id_of(cell) or None
        if found and cells.SHORTENED.match(found):
            self.ledger.note(
                self.name,
                f"{column.name}: a spreadsheet has shortened numbers like {found}, so that several children may have "
                f"one. Export it with this column as text",
                number,
            )
        return found

    def _text(self, number: int, column: Column, cell: object) -> str | None:
        text = cells.text_of(cell)
        if not text:
            return None
        vocabulary = self._vocabularies.get(column)
        return text if vocabulary is None else self._meaning(column, vocabulary, text)

    def _meaning(self, column: Column, vocabulary: words.Vocabulary, text: str) -> str | None:
        meaning = vocabulary.meaning(text)
        if not meaning.known:
            self.ledger.unmapped(vocabulary.name, f"{self.name}, {column.name}", text, vocabulary.known)
        return meaning.code

    def _boolean(self, number: int, column: Column, cell: object) -> bool | None:
        code = self._text(number, column, cell)
        return None if code is None else code == "true"

    def _number(self, number: int, column: Column, cell: object) -> int | None:
        try:
            count = cells.whole_number_of(cell)
        except ValueError:
            count = -1
        if count is not None and count < 0:
            self.ledger.note(self.name, f"{column.name} is not a whole number and was not read", number)
            return None
        return count

    def _date(self, number: int, column: Column, cell: object) -> date | None:
        try:
            return cells.date_of(cell, month_first=self.layout.dates == "month first")
        except cells.NotADate as why:
            only = self.layout.needs == (column.to,)
            if only or (column.to in self._decisive and not why.stands_for_none):
                raise Rejected(column, cell, f"it {why}", "Correct the date.") from None
            self.ledger.note(self.name, f"{column.name} {why}; it was read as not recorded", number)
            return None


READ: dict[str, Callable] = {
    "id": Reading._id,
    "text": Reading._text,
    "boolean": Reading._boolean,
    "number": Reading._number,
    "date": Reading._date,
}
NO_CHILD = "Fill it in, or delete the row if it is a total."
NO_WORDS = words.Words(title="a layout's own words", source="the layout itself", terms=())


def _as_codes(map_: Mapping[str, str | bool | None]) -> dict[str, str | None]:
    """YAML reads true and false as such; codes are text."""
    return {
        k: {True: "true", False: "false"}.get(v, v) if isinstance(v, bool) else v for k, v in map_.items()
    }


def _nothing_in(columns: list[Column], header: Header) -> str:
    if not any(column in header.places for column in columns):
        return f"the table has no column {' or '.join(repr(column.name) for column in columns)}"
    return f"there is no {' and no '.join(column.name for column in columns)}"


def _fill_in(columns: list[Column], header: Header) -> str:
    if not any(column in header.places for column in columns):
        return "Export the table with this column, or name it as the template does."
    return "Fill it in."
