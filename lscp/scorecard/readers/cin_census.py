"""Reads the children in need census XML into events, one child at a time; memory grows by eight bytes a child.

What becomes of each module (the layout itself is rulebook data, `extracts/cin-census.yaml`):

* CINdetails: a referral; and, unless there was no further action, an episode of need from the referral to the closure.
* Assessments, Section47, ChildProtectionPlans, Reviews: an assessment, an enquiry, a plan, a review of the plan.
* CINPlanDates: checked and accounted for; no event is made of it.
* DateOfInitialCPC stands in Section47 for a conference after an enquiry, and directly in CINdetails for any other
  (a child who moves in on another authority's plan). Only the first is a conference of an enquiry; the second is
  counted in a note, and used to see which conference a plan came from.

The census does not say whether a conference led to a plan. A plan is taken to come from the child's latest conference
on or before the day it starts (the Department's own check holds that no authority has more plans starting than
conferences); an enquiry whose conference is that one is `planned`.

A folder holds the censuses of several years: the latest is read first, and what it holds (the same child's module of
the same kind and first day) is not counted again from an earlier one. Only so are all re-referrals seen: one census
does not hold a referral that was closed before its year.

Every module is one row of its list in the ledger, Child and each CPPreviewDate too. A module that says exactly what
another of the same child says, in the same referral, is a duplicate. A row's number is its line in the file (beyond
line 65,535 perhaps the line after: the XML library keeps no exact count there).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from lscp.scorecard.events import KINDS, EventWriter
from lscp.scorecard.readers import authorities, census_layout
from lscp.scorecard.readers.census_child import LISTS, MADE, ChildReader, Elsewhere
from lscp.scorecard.readers.census_file import THE_RIGHT_FILE, Element, open_census
from lscp.scorecard.readers.census_layout import Layout
from lscp.scorecard.readers.ledger import CannotRead, Ledger
from lscp.scorecard.readers.words import vocabularies

__all__ = ["LISTS", "MADE", "read"]

AT_ONCE = 2000  # children whose events are written together
FEW_DISABILITIES = 8  # the Department's query 2887Q

# Columns of the events that no census fills.
NOT_HELD = {
    "referrals": ("decided", "earlier"),
    "assessments": ("in_need", "seen"),
    "needs": ("status", "last_seen"),
    "plans": ("last_visit", "seen_alone", "last_review"),
}


def read(path: Path | str, into: Path | str, *, area: str | None = None, words: Path | None = None) -> Ledger:
    """Writes the census's events into the folder `into` and returns the account of every module in it.

    `path` is one census, or a folder with one for each of several years. `area` is the authority's nine-character
    code; without it the header's LEA number says whose file it is. `words` is the council's own list of words, should
    its census hold words where codes are due. Raises `CannotRead`, and leaves nothing behind, when a file is not a
    children in need census.
    """
    paths, into = _files(Path(path)), Path(into)
    load = _Load(paths, area, words)
    if repeated := load.write(into):
        # a child that stands in a file twice may say the same twice: read again, looking for that
        load = _Load(paths, area, words, repeated)
        load.write(into)
    return load.ledger


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix.casefold() == ".xml")
    if not found:
        raise CannotRead(f"There is no XML file in {path.name}. {THE_RIGHT_FILE}")
    return found


@dataclass(frozen=True)
class _Census:
    """One file, opened: whose it is, of which year, and its children to come."""

    path: Path
    year: int
    area: str
    children: Iterator[Element]


class _Load:
    """One pass through the files."""

    def __init__(
        self,
        paths: list[Path],
        area: str | None,
        words: Path | None,
        repeated: Mapping[Path, frozenset[int]] | None = None,
    ):
        self.paths, self.area, self.repeated = paths, area, repeated or {}
        self.layout: Layout = census_layout.layout()
        self.vocabularies = cache(lambda: vocabularies(words))  # read when the first word stands for a code
        if words:
            self.vocabularies()  # a list of words that cannot be read is said before anything else
        self.ledger = Ledger("cin-census")
        self.other_conferences = 0
        self.disabilities: set[str] = set()

    def write(self, into: Path) -> dict[Path, frozenset[int]]:
        """Reads all children and writes their events. Returns, by file, the hashes of ids that stand there twice."""
        censuses = self._opened()
        elsewhere = Elsewhere(several=len(censuses) > 1)
        twice = {}
        try:
            with EventWriter(into) as writer:
                for census in censuses:
                    twice[census.path] = self._write(census, writer, elsewhere)
                    elsewhere.next_census()
        except CannotRead:
            for kind in MADE:
                (into / f"{kind}.csv").unlink(missing_ok=True)
            raise
        self._say_what_is_not_there([census.year for census in censuses])
        found = {path: ids - self.repeated.get(path, frozenset()) for path, ids in twice.items()}
        return {path: ids for path, ids in found.items() if ids}

    def _write(self, census: _Census, writer: EventWriter, elsewhere: Elsewhere) -> frozenset[int]:
        reader = ChildReader(
            self.layout,
            self.layout.year(census.year),
            census.area,
            self.ledger,
            vocabularies=self.vocabularies,
            repeated=self.repeated.get(census.path, frozenset()),
            elsewhere=elsewhere,
            where=census.path.name if elsewhere.several else "",
        )
        ids = array("q")
        _take(reader, writer)  # every kind is there, even when it stays empty
        for number, child in enumerate(census.children, 1):
            ids.append(reader.read(child))
            if number % AT_ONCE == 0:
                _take(reader, writer)
        _take(reader, writer)
        if not ids:
            self._note(census.path, "There is no child in this census.")
        self.other_conferences += reader.other_conferences
        self.disabilities |= reader.disabilities
        self.ledger.add_file(census.path)
        return _twice(ids)

    # ── Headers ──────────────────────────────────────────────────────────────────────────────────────────

    def _opened(self) -> list[_Census]:
        """The files in the order to read them: the latest year first."""
        censuses = sorted((self._open(path) for path in self.paths), key=lambda census: -census.year)
        for later, earlier in pairwise(censuses):
            if later.year == earlier.year:
                raise CannotRead(
                    f"{earlier.path.name} and {later.path.name} are both the census of {later.year}. "
                    "Keep the one that was sent last."
                )
            if later.area != earlier.area:
                raise CannotRead(
                    f"{earlier.path.name} and {later.path.name} are of two authorities. Give one authority's."
                )
        return censuses

    def _open(self, path: Path) -> _Census:
        said, children = open_census(path)
        collection = said.get("Collection", "")
        if collection != self.layout.collection:
            raise CannotRead(
                f"{path.name} is the collection {collection!r}, not the children in need census (CIN). "
                + THE_RIGHT_FILE
            )
        year = self._year(path, said.get("Year", ""), said.get("ReferenceDate", ""))
        return _Census(path, year, self._area(path, said.get("LEA", ""), year), children)

    def _year(self, path: Path, year: str, reference: str) -> int:
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise CannotRead(
                f"{path.name}: the header's Year is {year!r}. Write the year the census ends in, such as 2024."
            )
        number = int(year)
        if reference != f"{year}-03-31":
            self._note(
                path,
                f"The header's ReferenceDate is {reference or 'missing'}; a census of {year} ends on {year}-03-31. "
                "It was read by the layout of that year. Correct the header.",
            )
        if self.layout.year(number) != number:
            covers = self.layout.covers
            self._note(
                path,
                f"The layout of {year} is not described; the nearest, {self.layout.year(number)}, was used. "
                f"Described are {covers.from_} to {covers.to}.",
            )
        return number

    def _area(self, path: Path, number: str, year: int) -> str:
        found = authorities.with_number(number, date(max(year, 1), 3, 31)) or authorities.with_number(number)
        if self.area is None:
            if found is None:
                raise CannotRead(
                    f"{path.name}: the header's LEA is {number!r}, no local authority's number. Correct it, or "
                    "say whose file it is by giving the area's code."
                )
            return found.code
        if found is None:
            self._note(path, f"The header's LEA is {number!r}, no local authority's number.")
        elif found.code != self.area:
            self._note(
                path,
                f"The header's LEA {number} is {found.name} ({found.code}); the file was counted for {self.area}, "
                "as you asked. Check that it is the right file.",
            )
        return self.area

    # ── What is said about the whole ─────────────────────────────────────────────────────────────────────

    def _note(self, path: Path, sentence: str) -> None:
        self.ledger.note(path.name if len(self.paths) > 1 else "", sentence)

    def _say_what_is_not_there(self, years: list[int]) -> None:
        self.ledger.absent.update(NOT_HELD)
        for kind in KINDS:
            if kind not in MADE:
                because = f"the children in need census does not hold {kind.replace('_', ' ')}"
                self.ledger.missing[kind] = because
        self.ledger.note("CINdetails", _which_years(years))
        if self.ledger.tally("CINPlanDates").read:
            self.ledger.note("CINPlanDates", "These were checked; no indicator is counted from them.")
        kinds = len(self.disabilities - {"NONE"})
        if kinds < FEW_DISABILITIES:
            self.ledger.note(
                "Child",
                f"Kinds of disability that occur: {kinds}. The Department queries a census with fewer than "
                f"{FEW_DISABILITIES}; check that disability is recorded.",
            )
        if self.other_conferences:
            self.ledger.note(
                "CINdetails",
                f"Initial conferences that did not follow an enquiry: {self.other_conferences:,} (DateOfInitialCPC "
                "outside Section47, as for a child who moves in with a plan). They are not counted among the "
                "conferences of enquiries.",
            )


def _which_years(years: list[int]) -> str:
    if len(years) > 1:
        said = ", ".join(map(str, sorted(years)))
        return f"The censuses of {said} were read together; what two of them hold was counted as the later has it."
    return (
        f"One census holds one year: an earlier referral that was closed before 1 April {years[0] - 1} is not in it. "
        "So the share of re-referrals comes out too low, most of all early in the year. Give a folder with the census "
        "of the year before as well."
    )


def _take(reader: ChildReader, writer: EventWriter) -> None:
    """Writes the events that were made, and empties the reader of them."""
    for kind, rows in reader.rows.items():
        writer.write_rows(kind, rows)
        rows.clear()


def _twice(ids: array) -> frozenset[int]:
    """The hashes that stand in the list more than once."""
    ordered = np.sort(np.frombuffer(ids, dtype=np.int64))
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
