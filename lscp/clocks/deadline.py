"""When a duty that started on a given day falls due. Pure: no Django, no clock.

The start day is day 0. Working days are those of England; calendar days, weeks and months run through
weekends and holidays, and their last day is not moved when it falls on one. Hours are counted from a date: 72
hours are three days, fewer than 24 the same day; whoever needs the hour must record the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lscp.calendars import add_months, add_working_days, skipped, working_days_between
from lscp.clocks.duties import Direction, DutyInForce, Unit, in_words

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
