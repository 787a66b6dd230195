"""What a report is called and which period it covers, from its title, its opening and what it says of itself."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lscp.publication import document as d
from lscp.publication.checks.numbers import MONTH
from lscp.publication.checks.periods import ABOUT_THE_REPORT, MONTH_NUMBER, RANGE_OF_MONTHS, YEAR_SPAN
from lscp.publication.drafts.pieces import HEADING, ITEM, PARAGRAPH, Read

REPORT = re.compile(r"\b(?:annual|yearly|year[- ]end)\b.{0,40}\breport\b|\breport\b.{0,30}\b20\d\d", re.I)
YEAR_ENDING = re.compile(
    rf"\byear (?:ending|ended|to)\s+(?:the\s+)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?"
    rf"(?P<month>{MONTH})\s+(?P<year>20\d\d)",
    re.I,
)
SAME_YEAR = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m1>{MONTH})\s*(?:to|until|[-–])\s*(?:the\s+)?"
    rf"(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m2>{MONTH})\s+(?P<y>20\d\d)",
    re.I,
)
ONE_YEAR = re.compile(r"\b(20\d\d)\b(?!\s*[-–/]\s*\d)")
SPEAKS_OF_PERIOD = re.compile(r"\bperiod\b|\bcover(?:s|ed|ing)?\b|\bthis report\b", re.I)
LABEL = re.compile(r"^(?:title|subject|report|item)\s*:\s*", re.I)
FIRST_PIECES, LONGEST = 40, 160


@dataclass(frozen=True)
class Dated:
    """The report's title and period. `sure`: it says so itself; else the years that it speaks of most."""

    title: str
    start: date
    end: date
    sure: bool


def dated(read: Read) -> Dated | None:
    """None where not even the years that it speaks of tell."""
    title = _title(read)
    early = [piece for piece in read.pieces[:FIRST_PIECES] if piece.kind in (HEADING, PARAGRAPH, ITEM)]
    said = [title, *(p.text for p in early[:6]), *(p.text for p in early if SPEAKS_OF_PERIOD.search(p.text))]
    said += [p.text for p in read.pieces if p.kind in (PARAGRAPH, ITEM) and ABOUT_THE_REPORT.search(p.text)]
    for text in [title]:
        if period := _of_title(text):
            return Dated(title, *period, True)
    for text in said:
        if period := next(_ranges(text), None) or _of_title(text, only_spans=not REPORT.search(text)):
            return Dated(title, *period, True)
    years = Counter(
        years
        for piece in read.pieces
        for span in YEAR_SPAN.finditer(piece.text)
        if (years := _financial(span))
    )
    if not years:
        return None
    (start, end), _ = years.most_common(1)[0]
    return Dated(title, start, end, False)


def _title(read: Read) -> str:
    """The first of the headings that names a report, else what the file is called by itself."""
    opening = [
        p.text for p in read.pieces[:FIRST_PIECES] if 0 < len(p.text) <= LONGEST and not p.text.endswith(".")
    ]
    reports = [LABEL.sub("", text) for text in opening if REPORT.search(text)]
    reports.sort(
        key=lambda text: not re.search(r"20\d\d", text)
    )  # one that names its year before one that does not
    if read.title and (REPORT.search(read.title) or not reports):
        return read.title
    return next(iter(reports), read.title or next(iter(opening), ""))


def _of_title(text: str, *, only_spans: bool = False) -> tuple[date, date] | None:
    if found := next(_ranges(text), None):
        return found
    for span in YEAR_SPAN.finditer(text):
        if period := _financial(span):
            return period
    year = ONE_YEAR.search(text)
    return (
        (date(int(year[1]), 1, 1), date(int(year[1]), 12, 31))
        if year and not only_spans and REPORT.search(text)
        else None
    )


def _ranges(text: str) -> Iterator[tuple[date, date]]:
    """Every stretch of months that a text names, first to last day."""
    for found in RANGE_OF_MONTHS.finditer(text):
        yield from _stretch(found["d1"], found["m1"], found["y1"], found["d2"], found["m2"], found["y2"])
    for found in SAME_YEAR.finditer(text):
        year = int(found["y"])
        before = MONTH_NUMBER[found["m1"].lower()[:3]] > MONTH_NUMBER[found["m2"].lower()[:3]]
        yield from _stretch(found["d1"], found["m1"], year - before, found["d2"], found["m2"], year)
    for found in YEAR_ENDING.finditer(text):
        month, year = MONTH_NUMBER[found["month"].lower()[:3]], int(found["year"])
        last = _day(year, month, found["day"] and int(found["day"]))
        if last:
            yield _year_before(last), last


def _year_before(last: date) -> date:
    year, month = (last.year, 1) if last.month == 12 else (last.year - 1, last.month + 1)
    return date(year, month, 1)


def _stretch(d1, m1, y1, d2, m2, y2) -> Iterator[tuple[date, date]]:
    start = _day(int(y1), MONTH_NUMBER[m1.lower()[:3]], int(d1 or 1))
    end = _day(int(y2), MONTH_NUMBER[m2.lower()[:3]], int(d2) if d2 else None)
    if start and end and 0 < (end - start).days < 1100:
        yield start, end


def _day(year: int, month: int, day: int | None) -> date | None:
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or last, last)) if (day or last) > 0 else None


def _financial(span: re.Match) -> tuple[date, date] | None:
    """2024-25 → 1 April 2024 to 31 March 2025; None where the second year does not follow the first closely."""
    start, end = int(span["start"]), int(span["end"])
    end = end if end > 1000 else start // 100 * 100 + end
    return (date(start, 4, 1), date(end, 3, 31)) if 1 <= end - start <= 2 else None


def show(dated: Dated | None) -> str:
    return d.show_period(dated.start, dated.end) if dated else ""
