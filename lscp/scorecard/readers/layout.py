"""A described table: which heading goes to which column of an event, and how its cells are read.

The description is data (`rulebook/extracts/*.yaml`, or a council's own file). This module finds the heading row and
matches headings, those that are nearly right too; `rows.py` reads the rows.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Literal

from pydantic import model_validator

from lscp.rulebook import Entry
from lscp.scorecard.events import KINDS
from lscp.scorecard.readers import cells, words
from lscp.scorecard.readers.workbook import Row

DEEPEST_HEADING = 15  # a heading stands in one of the first rows, under a title perhaps
NEAR = 0.75  # likeness at which a word of a heading is taken for another, and that is said
LITTLE = frozenset(["the", "of", "a", "to", "for", "in", "s"])
FEWEST_SURE = 2  # headings that are exactly right before others of the row are taken for nearly right


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

    def remarks(self) -> Iterator[str]:
        """What is to be said of headings that were guessed at, or stand there more than once."""
        for written, name in self.guessed:
            yield f"the heading {written!r} was read as {name!r}"
        times = Counter(heading(each) for each in self.headings)
        for written in (self.headings[place] for column, place in self.places.items() if column.to):
            if times[heading(written)] > 1:
                yield f"{times[heading(written)]} columns are called {written!r}; the first was read"


# ── Headings ──────────────────────────────────────────────────────────────────────────────────────────────


def heading(cell: object) -> str:
    """A heading without what varies: capitals, quotes, spaces, brackets, question marks."""
    return _heading(cells.text_of(cell))


@lru_cache(maxsize=4096)
def _heading(text: str) -> str:
    return "".join(words.each_word(words.straight(text)))


def matched(row: list, layout: Layout) -> tuple[dict[Column, int], list[tuple[str, str]]]:
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
    near = list(_nearly(row, free, places, layout)) if len(places) >= FEWEST_SURE else []
    return places, near


def _nearly(
    row: list, free: Iterable[int], places: dict[Column, int], layout: Layout
) -> Iterator[tuple[str, str]]:
    """Takes headings with a slip of the pen, if word for word they are like one column only."""
    wanted = [(_told(name), c) for c in layout.columns if c not in places for name in (c.name, *c.also)]
    for place in free:
        written = _told(cells.text_of(row[place]))
        like = {column for name, column in wanted if column not in places and _alike(written, name)}
        if len(like) == 1:
            column = like.pop()
            places[column] = place
            yield cells.text_of(row[place]), column.name


def _told(text: str) -> list[str]:
    """The words of a heading that tell something."""
    return [word for word in words.each_word(words.straight(text)) if word not in LITTLE]


def _alike(written: list[str], name: list[str]) -> bool:
    """Each word is the other's, or nearly; "start" is not nearly "end", and a number is itself only."""
    return len(written) == len(name) and all(
        one == other
        or (
            min(len(one), len(other)) > 3
            and not (one + other).isdecimal()
            and difflib.SequenceMatcher(None, one, other).ratio() >= NEAR
        )
        for one, other in zip(written, name, strict=True)
    )


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
