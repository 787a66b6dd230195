"""Periods in a sentence that contradict themselves, whatever the report covers: they run backwards, are longer "
"or shorter
than the words beside them say, or lie in the future and are told as past. Part of the check `period`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from lscp.publication import document as d
from lscp.publication.checks.finding import ERROR, WARNING, Finding, short
from lscp.publication.checks.numbers import MONTH, WORDS

MONTH_NUMBER = {name.lower()[:3]: place for place, name in enumerate(d.MONTHS, 1)}


def _day(n: int) -> str:
    return rf"(?:(?P<d{n}>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m{n}>{MONTH})"


RANGE = re.compile(
    rf"(?P<between>\bbetween\s+)?(?:the\s+)?\b{_day(1)}(?:\s+(?P<y1>\d{{4}}))?\s*(?:to|until|till|[-–]|"
    rf"(?(between)and|to))\s*(?:the\s+)?{_day(2)}\s+(?P<y2>\d{{4}})\b",
    re.I,
)
BEGAN_AND_ENDED = re.compile(
    rf"\b(?:began|begun|started|opened|"
    rf"launched)\b[^.;]{{0,30}}?\b{_day(1)}\s+(?P<y1>\d{{4}})\b[^.;]{{0,40}}?\b(?:ended|finished|closed|concluded|"
    rf"completed)\b[^.;]{{0,30}}?\b{_day(2)}\s+(?P<y2>\d{{4}})\b",
    re.I,
)
YEARS = re.compile(
    r"(?P<between>\bbetween\s+)?\b(?P<y1>20\d\d)(?:[-–/]\d\d)?\s+(?:to|until|(?(between)and|"
    r"to))\s+(?P<y2>20\d\d)(?:[-–/]\d\d)?\b(?!,\d)",
    re.I,
)
A_COUNT_CHANGED = re.compile(
    r"\b(?:fell|fallen|rose|risen|grew|grown|dropped|up|down|increas\w+|decreas\w+|reduced)\s+from\s*$", re.I
)
LENGTH = re.compile(
    rf"(?:\b(?P<count>{'|'.join(WORDS)}|\d{{1,2}})[- ](?P<unit>month|year)s?|(?P<quarter>\bquarter)|"
    rf"(?P<year>\b(?:calendar|"
    r"financial|academic|school|(?<!last )(?<!each )(?<!every )(?<!per )(?<!half )(?<!of )(?<!next ))\s?year|"
    r"\b20\d\d/\d\d))(?:\s+(?:plan|strategy|period|pilot|programme|project))?(?:\s+(?:from|for|of|between|runs|ran|"
    r"covers|is|was|the))*\s*[(:,]?\s*(?:from\s+|between\s+)?$",
    re.I,
)
NO_QUARTER = re.compile(r"\b(?:quarter|Q)\s?(?:[5-9]|five|six)\b(?!\s?(?:%|per))", re.I)
DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{MONTH})\s+(?P<year>\d{{4}})\b", re.I
)
PAST = re.compile(
    r"\b(?:was|were|had|met|took|began|started|signed|held|agreed|launched|published|showed|reviewed|left|returned|"
    r"sat|has been|have been|completed|visited|opened|ended|gave|became|joined|the audit of|the (?:year|"
    r"period) ended)\b",
    re.I,
)
TO_COME = re.compile(
    r"\b(?:will|planned|planning|plans? (?:to|for)|expect\w*|due|next|would|should|funded|contract\w*|runs?|"
    r"expires?|ends|until|extended|target|review date|valid|deadline|set for|before|forecast|project\w*)\b",
    re.I,
)
A_YEAR = timedelta(days=365)


def faults_in(document: d.Document, where: str, sentence: str) -> Iterator[Finding]:
    for found in (*RANGE.finditer(sentence), *BEGAN_AND_ENDED.finditer(sentence)):
        start, end = _ends(found)
        if start and end and end < start:
            yield _backwards(where, sentence, found.group())
        elif start and end and found.re is RANGE:
            said = LENGTH.search(sentence[: found.start()])
            if said and not _fits(_months(said), start, end):
                yield _length(where, sentence, said.group(), found.group())
    for found in YEARS.finditer(sentence):
        start, end = int(found["y1"]), int(found["y2"])
        before = sentence[: found.start()]
        if A_COUNT_CHANGED.search(before):
            continue
        if end < start:
            yield _backwards(where, sentence, found.group())
        elif (
            (said := LENGTH.search(before))
            and said["unit"] == "year"
            and not 0 <= _years(said) - (end - start) <= 1
        ):
            yield _length(where, sentence, said.group(), found.group())
    for found in NO_QUARTER.finditer(sentence):
        yield Finding(
            "period",
            ERROR,
            where,
            short(sentence),
            f"A year has four quarters, so there is no “{found.group()}”. Correct it.",
        )
    yield from _not_yet(document, where, sentence)


AFTERWARDS = re.compile(
    r"\bsigned by\b|\bafter (?:this|the) (?:report|period|year)|\bcorrect(?:ed|ion)\b", re.I
)


def _not_yet(document: d.Document, where: str, sentence: str) -> Iterator[Finding]:
    """ "The board reviewed it on 12 August 2027", in a report on 2024/25 that is written within a year."""
    told = PAST.search(sentence) and not TO_COME.search(sentence) and not AFTERWARDS.search(sentence)
    if not told or not 1950 < document.period_end.year < 9000:
        return
    written = max(document.period_end + A_YEAR, document.dated or document.period_end)
    for found in DATED.finditer(sentence):
        year, month = int(found["year"]), MONTH_NUMBER[found["month"].lower()[:3]]
        if year and date(year, month, calendar.monthrange(year, month)[1]) >= written:
            yield Finding(
                "period",
                WARNING,
                where,
                short(sentence),
                f"{found.group()} is told as past, and is a year or more after the report's period ended on "
                f"{d.show_date(document.period_end)}. Correct the date, or say that it is still to come.",
            )


def _ends(found: re.Match) -> tuple[date | None, date | None]:
    """First and last day; a month alone is all of it, and takes the other's year where it has none."""
    m1, m2 = (MONTH_NUMBER[found[name].lower()[:3]] for name in ("m1", "m2"))
    y2 = min(int(found["y2"]), 9998)
    y1 = int(found["y1"]) if found["y1"] else y2 - (m1 > m2)
    try:
        start = date(y1, m1, int(found["d1"] or 1))
        return start, date(y2, m2, int(found["d2"] or calendar.monthrange(y2, m2)[1]))
    except ValueError:
        return None, None


def _months(said: re.Match) -> int:
    if said["count"]:
        count = WORDS[said["count"].lower()] if said["count"].lower() in WORDS else int(said["count"])
        return count * (12 if said["unit"].lower() == "year" else 1)
    return 3 if said["quarter"] else 12


def _years(said: re.Match) -> int:
    return _months(said) // 12


def _fits(months: int, start: date, end: date) -> bool:
    """Exactly, where both ends are days that make whole months; else within a month. A school year has ten to "
    "twelve."""
    after = end + timedelta(days=1)
    long = (after.year - start.year) * 12 + after.month - start.month
    if after.day == start.day:
        return long == months or (months == 12 and start.month in (8, 9) and 10 <= long <= 12)
    return abs(long - months) <= 1


def _backwards(where: str, sentence: str, words: str) -> Finding:
    return Finding(
        "period",
        ERROR,
        where,
        short(sentence),
        f"“{short(words, 80)}” runs backwards. Correct one of the two dates.",
    )


def _length(where: str, sentence: str, said: str, words: str) -> Finding:
    said = said.strip(" (:,")
    return Finding(
        "period",
        WARNING,
        where,
        short(sentence),
        f"“{words}” is longer or shorter than “{said}” says. Correct the dates, or the words.",
    )
