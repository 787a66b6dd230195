"""The dated duties of the rulebook (`rulebook/duties/`). Pure: no Django, no clock.

A duty (C01, C02, …) says what must be done and from which day the time runs. Each of its editions says how
long, under which text, from when to when. A duty without a limit is kept too: it says why it has none.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from lscp.rulebook import FOLDER, Basis, Cited, Entry, Period, RulebookError, editions, read_all

Unit = Literal["working days", "calendar days", "hours", "weeks", "months", "school days"]
Trigger = Literal["incident", "awareness", "receipt", "decision", "publication", "period end"]
Direction = Literal["within", "before", "keep_for"]


_PHRASES = {
    "within": "within {0} of {1}",
    "before": "at least {0} before {1}",
    "keep_for": "for {0} from {1}",
}


class UnknownDuty(LookupError):
    """There is no such duty, or it was not in force on the day asked about. The message says what to do."""


def in_words(limit: int, unit: Unit) -> str:
    """A limit in words: 15 working days, 1 month."""
    return f"{limit} {unit if limit != 1 else unit.removesuffix('s')}"


def rule_in_words(allowance: str, direction: Direction, starts: str) -> str:
    """within 15 working days of the day of the notification."""
    return _PHRASES[direction].format(allowance, starts)


class DutyEdition(Cited):
    """What one text in force at one time says about a duty.

    `direction`: do it within the limit, do it at least so long before the day given, or keep it for so long.
    """

    edition: str
    in_force: Period
    basis: Basis
    limit: int | None = Field(None, gt=0)
    unit: Unit | None = None
    direction: Direction = "within"
    no_limit_because: str | None = None

    @model_validator(mode="after")
    def _has_a_limit_or_says_why_not(self) -> DutyEdition:
        if (self.limit is None) != (self.unit is None):
            raise ValueError("give both limit and unit, or neither")
        if (self.limit is None) != (self.no_limit_because is not None):
            raise ValueError("give either a limit or no_limit_because")
        return self

    @property
    def allowance(self) -> str | None:
        """The limit in words (15 working days), or None where there is none."""
        return None if self.limit is None else in_words(self.limit, self.unit)


class Duty(Entry):
    code: str = Field(pattern=r"^C\d\d[a-z]?$")
    name: str
    sentence: str
    starts: str
    trigger: Trigger
    editions: tuple[DutyEdition, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _editions_follow_each_other(self) -> Duty:
        for earlier, later in zip(self.editions, self.editions[1:], strict=False):
            ends, begins = earlier.in_force.to, later.in_force.from_
            if ends is None or begins is None or begins <= ends:
                raise ValueError(f"{earlier.edition} must end before {later.edition} begins")
        return self

    def at(self, on: date) -> DutyInForce | None:
        """This duty as it stood on one day."""
        for edition in self.editions:
            if edition.in_force.holds(on):
                return DutyInForce(duty=self, edition=edition)
        return None


class DutyInForce(Entry):
    """A duty with the one edition that applies."""

    duty: Duty
    edition: DutyEdition

    @property
    def code(self) -> str:
        return self.duty.code

    @property
    def rule(self) -> str:
        """How long, from what, in one phrase: `within 15 working days of the day of the notification`."""
        allowance = self.edition.allowance
        if allowance is None:
            return self.edition.no_limit_because
        return rule_in_words(allowance, self.edition.direction, self.duty.starts)


class _DutyFile(Entry):
    title: str
    duties: tuple[Duty, ...]


@lru_cache(maxsize=8)
def load(*, folder: Path = FOLDER) -> dict[str, Duty]:
    """Every duty by code, in the order of the files. Raises `RulebookError`."""
    duties: dict[str, Duty] = {}
    for file in read_all(_DutyFile, "duties", folder=folder):
        for duty in file.duties:
            if duty.code in duties:
                raise RulebookError(f"{folder / 'duties'}: {duty.code} is given twice. Keep one of them.")
            _check_dates(duty, folder)
            duties[duty.code] = duty
    return duties


def _check_dates(duty: Duty, folder: Path) -> None:
    """An edition of the guidance is in force on the same days for every duty it sets."""
    guidance = {edition.code: edition.in_force for edition in editions(folder=folder)}
    for each in duty.editions:
        if each.basis == "WT" and each.in_force != guidance.get(each.edition):
            raise RulebookError(
                f"{folder / 'duties'}: {duty.code} {each.edition} is not in force as editions.yaml says. "
                "Correct the dates in one of them."
            )


def in_force(code: str, on: date, *, folder: Path = FOLDER) -> DutyInForce:
    """The duty `code` as it stood on the day `on`. Raises `UnknownDuty`."""
    duties = load(folder=folder)
    duty = duties.get(code.strip().upper()[:3] + code.strip()[3:].lower())
    if duty is None:
        raise UnknownDuty(f"There is no duty {code!r}. Use one of: {', '.join(sorted(duties))}.")
    found = duty.at(on)
    if found is None:
        raise UnknownDuty(
            f"{duty.name} ({duty.code}): no rule is known for {_day(on)}. Those known: {_known_dates(duty)}. "
            "Check the date. If it is right, look in the guidance of that time."
        )
    return found


def title_of(edition: str) -> str:
    """The text that an edition of a duty is in: WT2026 is Working Together to Safeguard Children 2026."""
    known = {each.code: each.title for each in editions()}
    return known.get(edition, "The law" if edition == "Law" else edition)


def _known_dates(duty: Duty) -> str:
    return "; ".join(f"{title_of(each.edition)}, {_dates(each.in_force)}" for each in duty.editions)


def _dates(period: Period) -> str:
    since = f"from {_day(period.from_)} " if period.from_ else ""
    return f"{since}to {_day(period.to)}" if period.to else f"{since}on"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
