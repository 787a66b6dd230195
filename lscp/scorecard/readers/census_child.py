"""One child of a children in need census → events, every module settled in the ledger.

What becomes of each module stands in `cin_census`; what the modules hold, by year, in the rulebook.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from lscp.scorecard.events import KINDS
from lscp.scorecard.readers.cells import NotADate
from lscp.scorecard.readers.census_file import EXPORT_AGAIN, Element
from lscp.scorecard.readers.census_layout import Bad, Code, Codes, Dates, Layout, Names, Years
from lscp.scorecard.readers.ledger import Ledger, Reject
from lscp.scorecard.readers.words import UNKNOWN, Vocabulary

LISTS = ("Child", "CINdetails", "Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans", "Reviews")
MADE = ("referrals", "assessments", "enquiries", "needs", "plans", "plan_reviews")

# The item that says when a module began: by it a later census is seen to hold the same module.
BEGAN = {
    "CINdetails": "CINreferralDate",
    "Assessments": "AssessmentActualStartDate",
    "CINPlanDates": "CINPlanStartDate",
    "Section47": "S47ActualStartDate",
    "ChildProtectionPlans": "CPPstartDate",
}

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
_CONFERENCE = "DateOfInitialCPC"
_FACTORS = "FactorsIdentifiedAtAssessment"
_HELD = list(KINDS["enquiries"]).index("conference")


class Elsewhere:
    """What censuses of later years hold already: such a module of an earlier year is not counted again.

    Only hashes are kept, and nothing at all when there is one census.
    """

    def __init__(self, several: bool):
        self.several = several
        self._later: set[int] = set()
        self._now: set[int] = set()

    def holds(self, *module: str | None) -> bool:
        return self.several and hash(module) in self._later

    def add(self, *module: str | None) -> None:
        if self.several:
            self._now.add(hash(module))

    def next_census(self) -> None:
        self._later |= self._now
        self._now = set()


class ChildReader:
    """Reads the children of one census. `rows` holds the events made, by kind, until somebody takes them."""

    def __init__(
        self,
        layout: Layout,
        year: int,
        area: str,
        ledger: Ledger,
        *,
        vocabularies: Callable[[], dict[str, Vocabulary]],
        repeated: frozenset[int] = frozenset(),
        elsewhere: Elsewhere | None = None,
        where: str = "",
    ):
        """`repeated`: hashes of ids that stand in the file twice. `where`: the file, when there are several."""
        self.area, self.ledger, self.repeated, self.where = area, ledger, repeated, where
        self.vocabularies = vocabularies
        self.elsewhere = elsewhere or Elsewhere(several=False)
        self.tallies = {name: ledger.tally(name) for name in LISTS}
        self.rows: dict[str, list[tuple]] = {kind: [] for kind in MADE}
        self.seen_before: dict[str, dict] = {}
        self.element: Element | None = None  # the module being read
        self.other_conferences = 0
        self.disabilities: set[str] = set()
        self.dates = Dates()
        self.names = Names(layout.names(), year, self._say_name)
        self.codes = {
            item: Codes(item, layout.codes[held], year, self._say)
            for item, held in layout.holds().items()
            if held in layout.codes
        }

    # ── A child ──────────────────────────────────────────────────────────────────────────────────────────

    def read(self, child: Element) -> int:
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
            else:
                self._misplaced(part)
        identifiers, characteristics = parts.values()
        number = (identifiers.get("LAchildID") or "").strip()
        if not number:
            self._reject_child(child)
            return -child.sourceline
        self.element, self.child = child, number
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
            except NotADate as why:
                self._note("Child", f"{item} {why}; the age was counted as not known.")
        return ""

    def _reject_child(self, child: Element) -> None:
        bad = Bad("LAchildID", "", "The child has no LAchildID.", "Give the child's id in LAchildID.")
        self._reject_all(child, bad)

    def _misplaced(self, element: Element) -> None:
        """A module where the layout has none: which referral or plan it belongs to is not to be guessed."""
        bad = Bad(
            self.names[element.tag], "", "It stands in another place than the layout has it.", EXPORT_AGAIN
        )
        self._reject_all(element, bad)

    def _reject_all(self, element: Element, bad: Bad) -> None:
        """Rejects a module with all that is inside it."""
        for each in element.iter():
            if list_ := _LIST_OF.get(self.names[each.tag]):
                self.tallies[list_].read += 1
                self._reject(list_, each, bad)

    # ── An episode and what is in it ─────────────────────────────────────────────────────────────────────

    def _episodes(self, episodes: list, person: tuple, seen: dict) -> None:
        conferences: list[str] = []
        enquiries: list[tuple] = []
        plans: list[str] = []
        for episode in episodes:
            own, inside = self._module("CINdetails", episode, None, seen, self._referral, person)
            conferences.append(self._known(own.get(_CONFERENCE)))
            referral = own.get("CINreferralDate")
            referred = self._known(referral)
            for name, module in inside:
                more: list = []
                match name:
                    case "Assessments":
                        _, more = self._module(
                            name, module, referral, seen, self._assessment, person, referred
                        )
                    case "Section47":
                        made = (self._enquiry, person, referred, enquiries)
                        own, more = self._module(name, module, referral, seen, *made)
                        conferences.append(self._known(own.get(_CONFERENCE)))
                    case "ChildProtectionPlans":
                        own, more = self._module(name, module, referral, seen, self._plan, person)
                        plans.append(self._known(own.get("CPPstartDate")))
                        more = self._reviews(more, own.get("CPPstartDate"), person, seen)
                    case "CINPlanDates":
                        _, more = self._module(name, module, referral, seen, self._need_plan)
                    case "Reviews":
                        self._misplaced(module)
                for _, misplaced in more:
                    self._misplaced(misplaced)
        if enquiries:
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
            said = (list_, referral, *own.items())
            began = own.get(BEGAN[list_])
            if not (
                self._is_elsewhere(list_, element, began) or self._is_duplicate(list_, element, said, seen)
            ):
                make(own, *arguments)
                tally.used += 1
                self.elsewhere.add(list_, self.child, began)
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
            said = tuple(each.text for each in item) if name == _FACTORS else item.text
            if said:  # an empty item says no more than none
                own[name] = said
        return own, inside, again

    def _is_duplicate(self, list_: str, element, said: tuple, seen: dict) -> bool:
        first = seen.setdefault(said, element)
        if first is element:
            if self.repeated:
                seen[said] = element.sourceline  # an element does not outlive its child
            return False
        self.ledger.duplicate(
            list_, element.sourceline, first if isinstance(first, int) else first.sourceline, self.where
        )
        return True

    def _is_elsewhere(self, list_: str, element: Element, began: str | None) -> bool:
        """Does a later census hold this module?"""
        if not self.elsewhere.holds(list_, self.child, began):
            return False
        self.ledger.duplicate(
            list_, element.sourceline, "", self.where, because="a later census holds it too"
        )
        return True

    def _referral(self, own: dict, person: tuple) -> None:
        start = self._day(own, "CINreferralDate", needed=True)
        end = self._day(own, "CINclosureDate")
        self.other_conferences += bool(self._day(own, _CONFERENCE))
        nothing = self.codes["ReferralNFA"][own.get("ReferralNFA")]
        source = self.codes["ReferralSource"][own.get("ReferralSource")]
        self.rows["referrals"].append((*person, start, source, "", nothing, ""))
        need = self.codes["PrimaryNeedCode"][own.get("PrimaryNeedCode")]
        reason = self.codes["ReasonForClosure"][own.get("ReasonForClosure")]
        if nothing != "true":
            self._check_order("CINdetails", start, end)
            self.rows["needs"].append((*person, start, end, need, reason, "", ""))

    def _assessment(self, own: dict, person: tuple, referred: str) -> None:
        start = self._day(own, "AssessmentActualStartDate", needed=True)
        end = self._day(own, "AssessmentAuthorisationDate")
        self._check_order("Assessments", start, end)
        codes = self.codes["AssessmentFactors"]
        factors = " ".join(filter(None, [codes[each] for each in own.get(_FACTORS) or ()]))
        self.rows["assessments"].append((*person, start, end, referred, "", "", factors))

    def _enquiry(self, own: dict, person: tuple, referred: str, enquiries: list) -> None:
        start = self._day(own, "S47ActualStartDate", needed=True)
        conference = self._day(own, _CONFERENCE)
        self._check_order("Section47", start, conference)
        unnecessary = self.codes["ICPCnotRequired"][own.get("ICPCnotRequired")]
        enquiries.append((*person, start, referred, conference, unnecessary))

    def _plan(self, own: dict, person: tuple) -> None:
        start = self._day(own, "CPPstartDate", needed=True)
        end = self._day(own, "CPPendDate")
        self._check_order("ChildProtectionPlans", start, end)
        codes = self.codes["LatestCategoryOfAbuse"]
        categories = codes[own.get("InitialCategoryOfAbuse")], codes[own.get("LatestCategoryOfAbuse")]
        earlier = self._number(own, "NumberOfPreviousCPP")
        self.rows["plans"].append((*person, start, end, *categories, earlier, "", "", ""))

    def _need_plan(self, own: dict) -> None:
        start = self._day(own, "CINPlanStartDate", needed=True)
        self._check_order("CINPlanDates", start, self._day(own, "CINPlanEndDate"))

    def _reviews(self, groups: list, plan: str | None, person: tuple, seen: dict) -> list:
        """Settles the plan's reviews; returns what is inside the plan and no group of reviews."""
        for name, group in groups:
            if name == "Reviews":
                for review in group:
                    if self.names[review.tag] == "CPPreviewDate":
                        self._review(review, plan, person, seen)
        return [(name, group) for name, group in groups if name != "Reviews"]

    def _review(self, review: Element, plan: str | None, person: tuple, seen: dict) -> None:
        tally = self.tallies["Reviews"]
        tally.read += 1
        try:
            if not (start := self._known(plan)):
                reason = "Its plan has no start date that can be read."
                raise Bad("CPPstartDate", plan, reason, EXPORT_AGAIN)
            day = self._day({"CPPreviewDate": review.text}, "CPPreviewDate", needed=True)
            if not (
                self._is_elsewhere("Reviews", review, f"{start} {day}")
                or self._is_duplicate("Reviews", review, ("Reviews", start, day), seen)
            ):
                self.rows["plan_reviews"].append((*person, start, day))
                tally.used += 1
                self.elsewhere.add("Reviews", self.child, f"{start} {day}")
        except Bad as bad:
            self._reject("Reviews", review, bad)

    # ── Values ───────────────────────────────────────────────────────────────────────────────────────────

    def _day(self, own: dict, item: str, *, needed: bool = False) -> str:
        text = own.get(item)
        try:
            day = self.dates[text]
        except NotADate as why:
            if why.stands_for_none and not needed:
                self._note("", f"{item} {why}. It was read as not given.")
                return ""
            raise Bad(item, text, f"{item} {why}.", f"Correct {item} and export again.") from None
        if needed and not day:
            raise Bad(item, "", f"{item} is missing.", f"Give {item} and export again.")
        return day

    def _known(self, text: str | None) -> str:
        try:
            return self.dates[text]
        except NotADate:
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
        self.ledger.reject(
            Reject(list_, element.sourceline, bad.column, bad.value, bad.reason, bad.todo, where=self.where)
        )

    def _note(self, list_: str, sentence: str) -> None:
        self.ledger.note(list_, sentence, self.element.sourceline)

    def _say(self, item: str, word: str, code: Code | None) -> str:
        """A value that is no code of this year: another year's code is taken, words are looked up, no guess made."""
        if code:
            self._note(
                "", f"{item}: the code {code.code} is in the layout {code.words} only. It was accepted."
            )
            return code.means or code.code
        vocabulary = self.vocabularies().get(_VOCABULARY.get(item))
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


def _led_to_a_plan(conferences: list[str], plans: list[str]) -> set[str]:
    """The conferences that are the child's latest on or before the start of a plan. "" is a date that is not known."""
    held = sorted(filter(None, conferences))
    places = [bisect_right(held, start) for start in plans if start]
    return {held[place - 1] for place in places if place}
