"""Dates and reporting periods as committee papers print them."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .layout import Sentence

MONTHS = calendar.month_name[1:]
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b{_DAY.format('')}\s+(?:of\s+)?(?P<month>{MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|\b(?P<day2>\d{1,2})[/.](?P<month2>\d{1,2})[/.](?P<year2>20\d\d)\b"
    r"|\b(?P<year3>20\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d)\b"
    rf"|\b(?P<month4>{MONTH})\s+(?P<day4>\d{{1,2}}),\s+(?P<year4>20\d\d)\b",
    re.I,
)
_SPAN = re.compile(
    rf"\b(?:{_DAY.format('1')}\s+)?(?P<month1>{MONTH})\s*(?P<year1>20\d\d)?\s*(?:-|–|—|to|until|and)\s*"
    rf"(?:{_DAY.format('2')}\s+)?(?P<month2>{MONTH})\s*(?P<year2>20\d\d)\b",
    re.I,
)
_PAIR = re.compile(
    r"(?<![\d/.])(?P<first>20\d\d)\s*(?:[-–—/]|\bto\b|/\s*)\s*(?P<second>20\d\d|\d\d?)(?![\d/]|-\d)",
    re.I,
)
_ALONE = re.compile(
    r"\b(?:report|reports|year)(?:\s+(?:for|of))?(?:\s+the)?(?:\s+year)?\s*[-–:,(]?\s*(?P<year>20\d\d)\b",
    re.I,
)


@dataclass(frozen=True)
class Period:
    """A reporting period: how to show it, where it stands in the text, and its ends as (year, month, day or None)."""

    text: str
    start: int
    first: tuple[int, int, int | None]
    last: tuple[int, int, int | None]
    in_months: bool


def find_date(text: str) -> date | None:
    """The first date printed in the text."""
    for found in DATE.finditer(text):
        day = found["day"] or found["day2"] or found["day3"] or found["day4"]
        year = found["year"] or found["year2"] or found["year3"] or found["year4"]
        month = found["month2"] or found["month3"] or _month(found["month"] or found["month4"])
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def periods_in(text: str) -> list[Period]:
    """Every reporting period printed in the text, in order. A single year counts only after "report" or "year"."""
    found = [_span(match) for match in _SPAN.finditer(text)]
    found += [_pair(match) for match in _PAIR.finditer(text)]
    if not any(found):
        found += [
            Period(
                match["year"],
                match.start(),
                (int(match["year"]), 1, None),
                (int(match["year"]), 12, None),
                False,
            )
            for match in _ALONE.finditer(text)
        ]
    return sorted((period for period in found if period), key=lambda period: period.start)


# "priorities for 2024/25", "forward plan for the period July to October 2021": what is to come, not what is reported.
_AHEAD = re.compile(
    r"\b(?:priorit\w+|plans?|strategy|budget|targets?|objectives|programme)\s+(?:for|in)\s*"
    r"(?:the )?(?:(?:coming |next )?(?:year|period) )?$",
    re.I,
)


def report_period(title: str | None, sentences: Sequence[Sentence]) -> str | None:
    """The title's period if it prints one, else the one the body gives the report."""
    named = periods_in(title or "")
    reported = (
        one for one in named if re.search(r"\bre(?:port|view)\W[^,;:]{0,12}$", title[: one.start], re.I)
    )
    for period in (*reported, *named):
        return period.text
    for evidence in (
        r"annual (?:\w+ ){0,2}report",
        r"\b(?:for|during|over|in) the (?:financial |reporting )?(?:year|period)|covering",
        r"report",
    ):
        for sentence in sentences:
            near = re.search(evidence, sentence.text, re.I)
            periods = periods_in(sentence.text) if near else []
            periods = [one for one in periods if not _AHEAD.search(sentence.text[: one.start])]
            if periods:
                return min(periods, key=lambda period: abs(period.start - near.end())).text
    return None


def _span(match) -> Period | None:
    last_year = int(match["year2"])
    first_month, last_month = _month(match["month1"]), _month(match["month2"])
    first_year = int(match["year1"] or (last_year if first_month <= last_month else last_year - 1))
    months = (last_year - first_year) * 12 + last_month - first_month
    if not 2 <= months <= 59:
        return None  # a visit from 29 April to 3 May is no reporting period
    first = (first_year, first_month, int(match["day1"]) if match["day1"] else None)
    last = (last_year, last_month, int(match["day2"]) if match["day2"] else None)
    return Period(match[0].strip(), match.start(), first, last, True)


def _pair(match) -> Period | None:
    first = int(match["first"])
    second = int(str(first)[: -len(match["second"])] + match["second"])
    if not first < second <= first + 3:
        return None
    return Period(f"{first}/{second % 100:02d}", match.start(), (first, 4, None), (second, 3, None), False)


def _month(name: str) -> int:
    return next(place for place, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower()[:3]))
