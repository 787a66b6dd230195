"""What one cell of an extract says: a text, a date, a whole number.

A cell comes as Excel keeps it (a true date, a number, true or false) or as text, and the same fact is written in
many ways. Dates are read day first, as the field writes them; a date that does not exist, or that a system writes
when it has none (1 January 1900), is not a date.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

BLANKS = frozenset(
    [
        "#n/a",
        "n/a",
        "na",
        "#null!",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#num!",
        "null",
        "nan",
        "nat",
        "<na>",
        "-",
        "--",
        ".",
        "?",
        "blank",
    ]
) | {
    "",
    "(blank)",
    "not applicable",
}
UNSEEN = {0xA0: " ", 0x200B: None, 0xFEFF: None}
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # Excel's day numbers of October 1954 and January 2119
EARLIEST, LATEST = 1948, 2099  # years; a day outside them is a slip of the pen
FOR_NONE = (1901, 2900)  # up to the one and from the other on lie the days that systems write for "none"
EXCEL_ZERO = date(1899, 12, 30)
NO_DATE = "is a date that systems write when there is none"
MONTHS = {
    name: number
    for number, month in enumerate(calendar.month_name)
    for name in (month.casefold(), month[:3].casefold())
    if number
} | {"sept": 9}
TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.]\d+)?)?\s*(?:[ap]m)?\s*(?:z|utc|[+-]\d\d:?\d\d)?)?"
DAY_FIRST = re.compile(rf"(\d{{1,2}})\s*[/.\-]\s*(\d{{1,2}})\s*[/.\-]\s*(\d{{4}}|\d{{2}}){TIME}$", re.I)
YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[/.\-]\s*(\d{{1,2}})\s*[/.\-]\s*(\d{{1,2}}){TIME}$", re.I)
NAMED = re.compile(
    rf"(?:[a-z]+,?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?[\s/.\-]*([a-z]{{3,9}})[\s/.,\-]*(\d{{4}}|\d{{2}}){TIME}$",
    re.I,
)
PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)$")
SERIAL = re.compile(r"(\d{5})(?:[.]\d+)?$")


SHORTENED = re.compile(r"\d([.]\d+)?e[+]?\d+$", re.I)  # 1.23E+11: what Excel makes of a long number


class NotADate(ValueError):
    """The text says why. `stands_for_none`: systems write such a date when there is none."""

    def __init__(self, why: str, stands_for_none: bool = False):
        super().__init__(why)
        self.stands_for_none = stands_for_none


def text_of(cell: object) -> str:
    """The cell as text without spaces round it; nothing for a blank, #N/A and their like."""
    match cell:
        case None:
            return ""
        case str():
            text = cell.strip() if cell.isascii() else cell.translate(UNSEEN).strip()
            return "" if text.casefold() in BLANKS else text
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | datetime() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


def id_of(cell: object) -> str:
    """A child's number as it is; 1001 and 1001.0 are one child."""
    text = text_of(cell)
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def date_of(cell: object, *, month_first: bool = False) -> date | None:
    """The day a cell names; None for a blank. Raises NotADate."""
    if isinstance(cell, datetime):
        return possible(cell.date())
    if isinstance(cell, date):
        return possible(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _of_serial(float(cell))
    return _of_text(text_of(cell).lstrip("'"), month_first)


@lru_cache(maxsize=65_536)
def _of_text(text: str, month_first: bool) -> date | None:
    if not text:
        return None
    if found := DAY_FIRST.match(text):
        day, month = (found[2], found[1]) if month_first else (found[1], found[2])
        return _day(year=found[3], month=month, day=day)
    if found := YEAR_FIRST.match(text) or PACKED.match(text):
        return _day(year=found[1], month=found[2], day=found[3])
    if (found := NAMED.match(text)) and found[2].casefold() in MONTHS:
        return _day(year=found[3], month=MONTHS[found[2].casefold()], day=found[1])
    if found := SERIAL.match(text):
        return _of_serial(float(text))
    raise NotADate("is not a date")


def _day(*, year: str, month: str | int, day: str) -> date:
    try:
        named = date(_full_year(year), int(month), int(day))
    except ValueError:
        raise NotADate("is not a day of the calendar (dates are read day first)") from None
    return possible(named)


def _full_year(year: str) -> int:
    """Two figures are of this century up to 49: no child of an extract was born before 1950."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 50 else 1900)


def _of_serial(number: float) -> date:
    if not FIRST_SERIAL <= number < LAST_SERIAL:
        if 0 <= number <= 1:
            raise NotADate(NO_DATE, stands_for_none=True)
        raise NotADate("is a number and not a date")
    return EXCEL_ZERO + timedelta(days=int(number))


def possible(day: date) -> date:
    """The day itself. Raises NotADate for a year that no event or birth can have."""
    if EARLIEST <= day.year <= LATEST:
        return day
    if FOR_NONE[0] < day.year < FOR_NONE[1]:
        raise NotADate(f"is in the year {day.year}")
    raise NotADate(NO_DATE, stands_for_none=True)


def whole_number_of(cell: object) -> int | None:
    """A count; None for a blank. Raises ValueError."""
    text = text_of(cell)
    if not text:
        return None
    number = float(text.replace(",", ""))
    if not number.is_integer():
        raise ValueError
    return int(number)
