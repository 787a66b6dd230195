"""When a duty that started on a given day falls due. Pure: no Django, no clock.

The start day is day 0. Working days are those of England; calendar days, weeks and months run through
weekends and holidays, and their last day is not moved when it falls on one. Hours are counted from a date: 72
hours are three days, fewer than 24 the same day; whoever needs the hour must record the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lscp.calendars import add_months, add_working_days, bank_holidays, skipped, working_days_between
from lscp.clocks.duties import Direction, DutyInForce, Unit, in_words, rule_in_words
from lscp.rulebook import CONFIDENCE

DAY = timedelta(days=1)


class NoLimit(ValueError):
    """The duty has no limit that can be counted. The message says why and what to do."""


@dataclass(frozen=True)
class Deadline:
    """`skipped` holds the bank holidays passed over; `working_days` is how many lie between start and due."""

    duty: DutyInForce
    started: date
    due: date
    limit: int
    unit: Unit
    direction: Direction
    skipped: tuple[date, ...]
    working_days: int
    local_basis: str | None = None

    @property
    def allowance(self) -> str:
        return in_words(self.limit, self.unit)

    @property
    def rule(self) -> str:
        """The rule in one phrase: within 15 working days of the day of the notification (day 0)."""
        return rule_in_words(self.allowance, self.direction, self.duty.duty.starts)

    def as_json(self) -> dict:
        """The document printed by `lscp clock --json`."""
        edition = self.duty.edition
        return {
            "duty": self.duty.code,
            "started": self.started.isoformat(),
            "due": self.due.isoformat(),
            "limit": self.limit,
            "unit": self.unit,
            "edition": edition.edition,
            "source": self.local_basis or edition.source,
            "confidence": edition.confidence,
            "skipped": [day.isoformat() for day in self.skipped],
        }

    def as_text(self) -> str:
        """What `lscp clock` prints: the due day, the rule, where it comes from and what to watch for."""
        edition, names = self.duty.edition, _named(self.skipped)
        lines = [
            f"{self.duty.duty.name} ({self.duty.code}): {_DUE[self.direction]} {_day(self.due)}",
            f"Started: {_day(self.started)}",
            f"Rule: {self.rule}",
            f"Working days counted: {self.working_days}",
            *(f"Not counted: {_day(day)}, {name}" for day, name in names),
            f"Edition: {edition.edition} ({edition.citation})",
            f"Source: {self.local_basis or edition.source}",
            f"Confidence: {edition.confidence}, {CONFIDENCE[edition.confidence]}",
        ]
        if edition.caution:
            lines.append(f"Take care: {edition.caution}")
        return "\n".join(lines)


_DUE = {"within": "due by", "before": "at the latest on", "keep_for": "at least until"}


def _named(days: tuple[date, ...]) -> list[tuple[date, str]]:
    return [(day, bank_holidays(day.year)[day]) for day in days]


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def deadline(duty: DutyInForce, started: date) -> Deadline:
    """When `duty` falls due. Raises `NoLimit`, or `OutsideCalendar` for a date too early or late."""
    edition = duty.edition
    if edition.limit is None:
        raise NoLimit(
            f"{duty.code} ({duty.duty.name}) has no limit in the rulebook. {edition.no_limit_because} "
            "Nothing is due by a date, unless your partnership has recorded a limit of its own."
        )
    return counted(duty, started, edition.limit, edition.unit)


def counted(
    duty: DutyInForce, started: date, limit: int, unit: Unit, local_basis: str | None = None
) -> Deadline:
    """As `deadline`, with a limit that a partnership set itself, and on what basis."""
    if unit == "school days":
        raise NoLimit(
            f"{duty.code} ({duty.duty.name}) is counted in school days, which differ from school to school. "
            "Count them with the school's term dates."
        )
    direction = duty.edition.direction
    due = _count(started, -limit if direction == "before" else limit, unit)
    # The start day is never counted: forwards the days after it count, backwards the days before it.
    first, last = (due - DAY, started - DAY) if direction == "before" else (started, due)
    return Deadline(
        duty=duty,
        started=started,
        due=due,
        limit=limit,
        unit=unit,
        direction=direction,
        skipped=tuple(skipped(first, last)) if unit == "working days" else (),
        working_days=working_days_between(first, last),
        local_basis=local_basis,
    )


def _count(started: date, number: int, unit: Unit) -> date:
    match unit:
        case "working days":
            return add_working_days(started, number)
        case "months":
            return add_months(started, number)
        case "weeks":
            return started + timedelta(weeks=number)
        case "hours":
            return started + timedelta(days=number // 24)
        case "calendar days":
            return started + timedelta(days=number)
    raise NoLimit(f"Days cannot be counted in {unit}.")
