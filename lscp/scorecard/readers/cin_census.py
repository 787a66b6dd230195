"""Reads the children in need census XML into events, one child at a time, in memory that does not grow.

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

Every module is one row of its list in the ledger, Child and each CPPreviewDate too. A module that says exactly what
another of the same child says, in the same referral, is a duplicate. A row's number is its line in the file (beyond
line 65,535 perhaps the line after: the XML library keeps no exact count there).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from lscp.scorecard.events import KINDS, EventWriter
from lscp.scorecard.readers import authorities, census_layout
from lscp.scorecard.readers.census_file import EXPORT_AGAIN, THE_RIGHT_FILE, Element, open_census
from lscp.scorecard.readers.census_layout import Bad, Code, Codes, Dates, Years
from lscp.scorecard.readers.ledger import CannotRead, Ledger, Reject
from lscp.scorecard.readers.words import UNKNOWN, Vocabulary, vocabularies

LISTS = ("Child", "CINdetails", "Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans", "Reviews")
MADE = ("referrals", "assessments", "enquiries", "needs", "plans", "plan_reviews")
AT_ONCE = 2000  # children whose events are written together
FEW_DISABILITIES = 8  # the Department's query 2887Q


def read(path: Path | str, into: Path | str, *, area: str | None = None, words: Path | None = None) -> Ledger:
    """Writes the census's events into the folder `into` and returns the account of every module in it.

    `area` is the authority's nine-character code; without it the header's LEA number says whose file it is. `words`
    is the council's own list of words, should its census hold words where codes are due.
    Raises `CannotRead`, and leaves nothing behind, when the file is not a children in need census.
    """
    path, into = Path(path), Path(into)
    reading = _Reading(path, area, words)
    if repeated := reading.write(into):
        # a child that stands in the file twice may say the same twice: read again, looking for that
        reading = _Reading(path, area, words, repeated)
        reading.write(into)
    return reading.ledger


class _Reading:
    """One pass through one file."""

    def __init__(
        self, path: Path, area: str | None, words: Path | None, repeated: frozenset[int] = frozenset()
    ):
        self.path, self.area, self.repeated = path, area, repeated
        self.layout = census_layout.layout()
        self.words = words
        if words:
            self.vocabularies  # noqa: B018 - the council's own list is checked before anything is read
        self.ledger = Ledger("cin-census")
        self.tallies = {name: self.ledger.tally(name) for name in LISTS}
        self.seen_before: dict[str, dict] = {}
        self.rows: dict[str, list[tuple]] = {kind: [] for kind in MADE}
        self.element = None  # the module being read
        self.other_conferences = 0
        self.disabilities: set[str] = set()

    @cached_property
    def vocabularies(self) -> dict[str, Vocabulary]:
        """The lists of words, read when the first word stands where a code is due."""
        return vocabularies(self.words)

    # ── The file ─────────────────────────────────────────────────────────────────────────────────────────

    def write(self, into: Path) -> frozenset[int]:
        """Reads all children and writes their events. Returns the hashes of the ids that stand there twice."""
        header, children = open_census(self.path)
        self._header(header)
        ids = array("q")
        try:
            with EventWriter(into) as writer:
                self._write_rows(writer)
                for number, child in enumerate(children, 1):
                    ids.append(self._child(child))
                    if number % AT_ONCE == 0:
                        self._write_rows(writer)
                self._write_rows(writer)
        except CannotRead:
            for kind in MADE:
                (into / f"{kind}.csv").unlink(missing_ok=True)
            raise
        if not ids:
            self.ledger.note("", "There is no child in this census.")
        self._say_what_is_not_there()
        self.ledger.add_file(self.path)
        return _twice(ids) - self.repeated

    def _write_rows(self, writer: EventWriter) -> None:
        for kind, rows in self.rows.items():
            writer.write_rows(kind, rows)
            rows.clear()

    # ── The header ───────────────────────────────────────────────────────────────────────────────────────

    def _header(self, said: dict[str, str]) -> None:
        collection = said.get("Collection", "")
        if collection != self.layout.collection:
            raise CannotRead(
                f"{self.path.name} is the collection {collection!r}, not the children in need census (CIN). "
                + THE_RIGHT_FILE
            )
        year = self._year(said.get("Year", ""), said.get("ReferenceDate", ""))
        self.year = year
        self._authority(said.get("LEA", ""), year)
        self._prepare(self.layout.year(year))

    def _year(self, year: str, reference: str) -> int:
        if not (year.isdecimal() and len(year) == 4):
            raise CannotRead(
                f"{self.path.name}: the header's Year is {year!r}. Write the year the census ends in, such as 2024."
            )
        number = int(year)
        if reference != f"{number}-03-31":
            self.ledger.note(
                "",
                f"The header's ReferenceDate is {reference or 'missing'}; a census of {number} ends on {number}-03-31. "
                "It was read by the layout of that year. Correct the header.",
            )
        if self.layout.year(number) != number:
            covers = self.layout.covers
            self.ledger.note(
                "",
                f"The layout of {number} is not described; the nearest, {self.layout.year(number)}, was used. "
                f"Described are {covers.from_} to {covers.to}.",
            )
        return number

    def _authority(self, number: str, year: int) -> None:
        day = date(min(max(year, 1900), 2200), 3, 31)
        found = authorities.with_number(number, day) or authorities.with_number(number)
        if self.area is None:
            if found is None:
                raise CannotRead(
                    f"{self.path.name}: the header's LEA is {number!r}, no local authority's number. Correct it, or "
                    "say whose file it is by giving the area's code."
                )
            self.area = found.code
        elif found is None:
            self.ledger.note("", f"The header's LEA is {number!r}, no local authority's number.")
        elif found.code != self.area:
            self.ledger.note(
                "",
                f"The header's LEA {number} is {found.name} ({found.code}); the file was counted for {self.area}, "
                "as you asked. Check that it is the right file.",
            )

    def _prepare(self, year: int) -> None:
        """The tables for one year's layout."""
        codes = self.layout.codes
        holds = {item.name: item.holds for module in self.layout.modules for item in module.items}
        self.dates = Dates()
        self.codes = {
            item: Codes(item, codes[held], year, self._say) for item, held in holds.items() if held in codes
        }
        self.names = _Names(self.layout.names(), year, self._say_name)

    # ── A child ──────────────────────────────────────────────────────────────────────────────────────────

    def _child(self, child: Element) -> int:
        """Reads one child; returns the hash of the id, so that the same child further on is noticed."""
        names = self.names
        parts: dict[str, dict] = {"ChildIdentifiers": {}, "ChildCharacteristics": {}}
        disabilities: list[str | None] = []
        episodes = []
        for part in child:
            name = names[part.tag]
            if name == "CINdetails":
                episodes.append(part)
            elif name in parts:
                parts[name] = {names[item.tag]: item.text for item in part}
                disabilities += [each.text for each in part.iter("{*}Disability")]
        identifiers, characteristics = parts.values()
        number = (identifiers.get("LAchildID") or "").strip()
        if not number:
            self._reject_child(child)
            return -child.sourceline
        self.element = child
        seen = self._seen(number)
        said = ("Child", *identifiers.items(), *characteristics.items(), *disabilities)
        tally = self.tallies["Child"]
        tally.read += 1
        if not self._is_duplicate("Child", child, said, seen):
            tally.used += 1
        person = (number, self.area, *self._person(identifiers, characteristics, disabilities), "")
        self._episodes(episodes, person, seen)
        return hash(number)

    def _seen(self, number: str) -> dict:
        """What this child's modules have said so far; kept beyond the child only for one that comes again."""
        if hash(number) not in self.repeated:
            return {}
        return self.seen_before.setdefault(number, {})

    def _person(self, identifiers: dict, characteristics: dict, disabilities: list) -> tuple[str, ...]:
        """Birth, sex, ethnicity and disability as the events keep them."""
        codes = self.codes
        item = "Sex" if "Sex" in identifiers else "GenderCurrent"
        return (
            self._birth(identifiers),
            codes[item][identifiers.get(item)],
            codes["Ethnicity"][characteristics.get("Ethnicity")],
            self._disabled({codes["Disability"][each] for each in disabilities}),
        )

    def _disabled(self, found: set[str]) -> str:
        """True with any disability, false when "none" was recorded, nothing when nothing was."""
        found.discard("")
        self.disabilities |= found
        return "" if not found else "false" if found == {"NONE"} else "true"

    def _birth(self, identifiers: dict) -> str:
        """The date of birth, or of an unborn child the expected one."""
        for item in ("PersonBirthDate", "ExpectedPersonBirthDate"):
            try:
                if day := self.dates[identifiers.get(item)]:
                    return day
            except ValueError:
                self._note(
                    "Child", f"{item} is not a date such as 2015-03-27; the age was counted as not known."
                )
        return ""

    def _reject_child(self, child: Element) -> None:
        bad = Bad("LAchildID", "", "The child has no LAchildID.", "Give the child's id in LAchildID.")
        for element in child.iter():
            if list_ := _LIST_OF.get(self.names[element.tag]):
                self.tallies[list_].read += 1
                self._reject(list_, element, bad)

    # ── An episode and what is in it ─────────────────────────────────────────────────────────────────────

    def _episodes(self, episodes: list, person: tuple, seen: dict) -> None:
        conferences: list[str] = []
        enquiries: list[tuple] = []
        plans: list[str] = []
        for episode in episodes:
            own, inside = self._module("CINdetails", episode, None, seen, self._referral, person, conferences)
            referral = own.get("CINreferralDate")
            referred = self._known(referral)
            for name, module in inside:
                match name:
                    case "Assessments":
                        self._module(name, module, referral, seen, self._assessment, person, referred)
                    case "Section47":
                        made = (self._enquiry, person, referred, conferences, enquiries)
                        self._module(name, module, referral, seen, *made)
                    case "ChildProtectionPlans":
                        own, reviews = self._module(name, module, referral, seen, self._plan, person, plans)
                        self._reviews(reviews, own.get("CPPstartDate"), person, seen)
                    case "CINPlanDates":
                        self._module(name, module, referral, seen, self._need_plan)
        led = _led_to_a_plan(conferences, plans)
        for enquiry in enquiries:
            held = enquiry[_HELD]
            planned = "" if not held else "true" if held in led else "false"
            self.rows["enquiries"].append((*enquiry, planned))

    def _module(self, list_, element, referral, seen, make, *arguments) -> tuple[dict, list]:
        """Settles one module: used once `make` has made its events, else a duplicate, or rejected for what is bad.

        Returns its own items by name, and the modules inside it.
        """
        self.element = element
        tally = self.tallies[list_]
        tally.read += 1
        own, inside, again = self._items(element)
        try:
            if again:
                raise Bad(
                    again,
                    own[again],
                    f"{again} is given more than once.",
                    f"Give one {again} and export again.",
                )
            if not self._is_duplicate(list_, element, (list_, referral, *own.items()), seen):
                make(own, *arguments)
                tally.used += 1
        except Bad as bad:
            self._reject(list_, element, bad)
        return own, inside

    def _items(self, element) -> tuple[dict, list, str | None]:
        names = self.names
        own: dict = {}
        inside = []
        again = None
        for item in element:
            name = names[item.tag]
            if name in _INSIDE:
                inside.append((name, item))
                continue
            if name in own:
                again = name
            own[name] = tuple(each.text for each in item) if name == _FACTORS else item.text
        return own, inside, again

    def _is_duplicate(self, list_: str, element, said: tuple, seen: dict) -> bool:
        first = seen.setdefault(said, element)
        if first is element:
            if self.repeated:
                seen[said] = element.sourceline  # an element does not outlive its child
            return False
        self.ledger.duplicate(
            list_, element.sourceline, first if isinstance(first, int) else first.sourceline
        )
        return True

    def _referral(self, own: dict, person: tuple, conferences: list[str]) -> None:
        start = self._day(own, "CINreferralDate", needed=True)
        end = self._day(own, "CINclosureDate")
        conference = self._day(own, "DateOfInitialCPC")
        nothing = self.codes["ReferralNFA"][own.get("ReferralNFA")]
        source = self.codes["ReferralSource"][own.get("ReferralSource")]
        self.rows["referrals"].append((*person, start, source, "", nothing, ""))
        need = self.codes["PrimaryNeedCode"][own.get("PrimaryNeedCode")]
        reason = self.codes["ReasonForClosure"][own.get("ReasonForClosure")]
        if nothing != "true":
            self._check_order("CINdetails", start, end)
            self.rows["needs"].append((*person, start, end, need, reason, "", ""))
        if conference:
            conferences.append(conference)
            self.other_conferences += 1

    def _assessment(self, own: dict, person: tuple, referred: str) -> None:
        start = self._day(own, "AssessmentActualStartDate", needed=True)
        end = self._day(own, "AssessmentAuthorisationDate")
        self._check_order("Assessments", start, end)
        codes = self.codes["AssessmentFactors"]
        factors = " ".join(filter(None, [codes[each] for each in own.get(_FACTORS) or ()]))
        self.rows["assessments"].append((*person, start, end, referred, "", "", factors))

    def _enquiry(self, own: dict, person: tuple, referred: str, conferences: list, enquiries: list) -> None:
        start = self._day(own, "S47ActualStartDate", needed=True)
        conference = self._day(own, "DateOfInitialCPC")
        self._check_order("Section47", start, conference)
        unnecessary = self.codes["ICPCnotRequired"][own.get("ICPCnotRequired")]
        if conference:
            conferences.append(conference)
        enquiries.append((*person, start, referred, conference, unnecessary))

    def _plan(self, own: dict, person: tuple, plans: list[str]) -> None:
        start = self._day(own, "CPPstartDate", needed=True)
        end = self._day(own, "CPPendDate")
        self._check_order("ChildProtectionPlans", start, end)
        codes = self.codes["LatestCategoryOfAbuse"]
        categories = codes[own.get("InitialCategoryOfAbuse")], codes[own.get("LatestCategoryOfAbuse")]
        earlier = self._number(own, "NumberOfPreviousCPP")
        self.rows["plans"].append((*person, start, end, *categories, earlier, "", "", ""))
        plans.append(start)

    def _need_plan(self, own: dict) -> None:
        start = self._day(own, "CINPlanStartDate", needed=True)
        self._check_order("CINPlanDates", start, self._day(own, "CINPlanEndDate"))

    def _reviews(self, groups: list, plan: str | None, person: tuple, seen: dict) -> None:
        tally = self.tallies["Reviews"]
        for _, group in groups:
            for review in group:
                if self.names[review.tag] != "CPPreviewDate":
                    continue
                tally.read += 1
                own = {"CPPreviewDate": review.text}
                try:
                    if not self._known(plan):
                        raise Bad(
                            "CPPstartDate", plan, "Its plan has no start date that can be read.", EXPORT_AGAIN
                        )
                    day = self._day(own, "CPPreviewDate", needed=True)
                    if not self._is_duplicate("Reviews", review, ("Reviews", plan, day), seen):
                        self.rows["plan_reviews"].append((*person, self._known(plan), day))
                        tally.used += 1
                except Bad as bad:
                    self._reject("Reviews", review, bad)

    # ── Values ───────────────────────────────────────────────────────────────────────────────────────────

    def _day(self, own: dict, item: str, *, needed: bool = False) -> str:
        text = own.get(item)
        try:
            day = self.dates[text]
        except ValueError:
            reason = f"{item} is not a date such as 2024-03-31."
            raise Bad(item, text, reason, f"Correct {item} and export again.") from None
        if needed and not day:
            raise Bad(item, "", f"{item} is missing.", f"Give {item} and export again.")
        return day

    def _known(self, text: str | None) -> str:
        try:
            return self.dates[text]
        except ValueError:
            return ""

    def _number(self, own: dict, item: str) -> str:
        text = (own.get(item) or "").strip()
        if text and not (text.isascii() and text.isdecimal()):
            self._note(
                "ChildProtectionPlans", f"{item} is not a whole number; it was counted as not recorded."
            )
            return ""
        return text

    def _check_order(self, list_: str, start: str, end: str) -> None:
        if end and end < start:  # ISO dates sort as text
            self._note(list_, "It ends before it starts. It was kept as it is; correct the dates.")

    # ── What is said about it ────────────────────────────────────────────────────────────────────────────

    def _reject(self, list_: str, element, bad: Bad) -> None:
        self.ledger.reject(Reject(list_, element.sourceline, bad.column, bad.value, bad.reason, bad.todo))

    def _note(self, list_: str, sentence: str) -> None:
        self.ledger.note(list_, sentence, self.element.sourceline)

    def _say(self, item: str, word: str, code: Code | None) -> str:
        """A value that is no code of this year: another year's code is taken, words are looked up, no guess made."""
        if code:
            self._note(
                "", f"{item}: the code {code.code} is in the layout {code.words} only. It was accepted."
            )
            return code.means or code.code
        vocabulary = self.vocabularies.get(_VOCABULARY.get(item))
        meaning = vocabulary.meaning(word) if vocabulary else UNKNOWN
        if not meaning.known:
            known = vocabulary.known if vocabulary else tuple(self.codes[item].known)
            self.ledger.unmapped(vocabulary.name if vocabulary else item, item, word, known)
            return ""
        self._note("", f"{item}: words stand where a code is due. They were read by the list of words.")
        return meaning.code or ""

    def _say_name(self, name: str, years: Years | None) -> None:
        if years is None:
            self.ledger.note("", f"{name} is in no layout that is described here. It was not read.")
        else:
            self.ledger.note("", f"{name} is in the layout {years.words} only. It was read all the same.")

    def _say_what_is_not_there(self) -> None:
        for kind in KINDS:
            if kind not in MADE:
                self.ledger.missing[kind] = (
                    f"the children in need census does not hold {kind.replace('_', ' ')}"
                )
        self.ledger.note(
            "CINdetails",
            f"One census holds one year: an earlier referral that was closed before 1 April {self.year - 1} is not in "
            "it. So the share of re-referrals comes out too low, most of all early in the year.",
        )
        if self.tallies["CINPlanDates"].read:
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


# Modules that stand inside others, and what each is called in the ledger.
_INSIDE = {
    "Assessments",
    "CINPlanDates",
    "Section47",
    "ChildProtectionPlans",
    "Reviews",
    "PreProceedingsandFGDM",
}
_LIST_OF = {name: name for name in LISTS if name != "Reviews"} | {"CPPreviewDate": "Reviews"}
_VOCABULARY = {
    "Sex": "sex",
    "GenderCurrent": "sex",
    "Ethnicity": "ethnicity",
    "ReferralSource": "sources",
    "PrimaryNeedCode": "needs",
    "ReasonForClosure": "closure",
    "InitialCategoryOfAbuse": "abuse",
    "LatestCategoryOfAbuse": "abuse",
}
_FACTORS = "FactorsIdentifiedAtAssessment"
_HELD = list(KINDS["enquiries"]).index("conference")


class _Names(dict):
    """A tag, with its namespace → its name in the layout. `say` hears of a name that this year's layout has not."""

    def __init__(self, parts: dict[str, Years], year: int, say):
        super().__init__()
        self.parts, self.year, self.say = parts, year, say

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        years = self.parts.get(name)
        if name != "Child" and (years is None or not years.hold(self.year)):
            self.say(name, years)
        self[tag] = name
        return name


def _led_to_a_plan(conferences: list[str], plans: list[str]) -> set[str]:
    """The conferences that are the child's latest on or before the start of a plan."""
    if not (conferences and plans):
        return set()
    held = sorted(conferences)
    places = [bisect_right(held, start) for start in plans]
    return {held[place - 1] for place in places if place}


def _twice(ids: array) -> frozenset[int]:
    """The hashes that stand in the list more than once."""
    ordered = np.sort(np.frombuffer(ids, dtype=np.int64))
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
