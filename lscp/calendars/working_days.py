"""Counting working days. One-off bank holidays are in `rulebook/calendars/england-and-wales.yaml`."""

from __future__ import annotations

from bisect import bisect_right
from calendar import SATURDAY
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

from lscp.calendars.holidays import usual_holidays
from lscp.rulebook import FOLDER, Cited, Entry, Period, read

DAY = timedelta(days=1)


class OutsideCalendar(ValueError):
    """A date outside the years that the bank holiday table covers. The message says what to do."""


class Definition(Cited):
    text: str


class Moved(Cited):
    name: str
    usual: date
    to: date


class Added(Cited):
    name: str
    date: date


class WorkingDays(Entry):
    """The working days of one country: the rules, and the days moved or added by proclamation."""

    name: str
    covers: Period
    checked_to: date
    definition: Definition
    moved: tuple[Moved, ...]
    added: tuple[Added, ...]

    def is_working_day(self, day: date) -> bool:
        self._must_cover(day)
        return day.weekday() < SATURDAY and day not in self._holidays

    def between(self, start: date, end: date) -> int:
        """How many days d with start < d <= end are working days. None are when end is not after start."""
        self._must_cover(start)
        self._must_cover(end)
        if end <= start:
            return 0
        return self._counted_to(end) - self._counted_to(start)

    def add(self, start: date, number: int) -> date:
        """The `number`th working day after `start` (before it when negative; `start` itself for 0)."""
        self._must_cover(start)
        step, day = (DAY if number > 0 else -DAY), start
        for _ in range(abs(number)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def skipped(self, start: date, end: date) -> list[date]:
        """The weekdays d with start < d <= end that are no working days, earliest first."""
        self._must_cover(start)
        self._must_cover(end)
        return [day for day in self._weekday_holidays if start < day <= end]

    def bank_holidays(self, year: int) -> dict[date, str]:
        """The holidays of one year with their names, earliest first."""
        self._must_cover(date(year, 1, 1))
        return {day: name for day, name in sorted(self._holidays.items()) if day.year == year}

    @cached_property
    def _holidays(self) -> dict[date, str]:
        days = {}
        for year in range(self.covers.from_.year, self.covers.to.year + 1):
            days |= usual_holidays(year)
        for moved in self.moved:
            del days[moved.usual]
        return days | {m.to: m.name for m in self.moved} | {a.date: a.name for a in self.added}

    @cached_property
    def _weekday_holidays(self) -> list[date]:
        return sorted(day for day in self._holidays if day.weekday() < SATURDAY)

    def _counted_to(self, day: date) -> int:
        """Working days from a fixed Monday long ago up to and including `day`."""
        weeks, left = divmod(day.toordinal() - 1, 7)  # 1 January of the year 1 was a Monday
        return weeks * 5 + min(left + 1, 5) - bisect_right(self._weekday_holidays, day)

    def _must_cover(self, day: date) -> None:
        if not self.covers.holds(day):
            raise OutsideCalendar(
                f"{day} is outside the bank holiday table of {self.name}, which covers "
                f"{self.covers.from_} to {self.covers.to}. Check the date, "
                "or extend rulebook/calendars/england-and-wales.yaml."
            )


@lru_cache(maxsize=8)
def england(*, folder: Path = FOLDER) -> WorkingDays:
    """The working days of England. Raises `lscp.rulebook.RulebookError` when the table cannot be read."""
    return read(WorkingDays, "calendars/england-and-wales.yaml", folder=folder)


def is_working_day(day: date) -> bool:
    """Whether `day` is a working day in England."""
    return england().is_working_day(day)


def working_days_between(start: date, end: date) -> int:
    """How many days d with start < d <= end are working days in England (the start day is day 0)."""
    return england().between(start, end)


def add_working_days(start: date, number: int) -> date:
    """The `number`th working day after `start` in England (before it when negative; `start` itself for 0)."""
    return england().add(start, number)


def skipped(start: date, end: date) -> list[date]:
    """The bank holidays on weekdays d with start < d <= end, which a count of working days passes over."""
    return england().skipped(start, end)


def bank_holidays(year: int) -> dict[date, str]:
    """The bank holidays of one year in England and Wales, with Good Friday and Christmas Day, by date."""
    return england().bank_holidays(year)
