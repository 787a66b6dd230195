"""Figures, dates and years that belong to another time than the report: `period`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from lscp.publication import document as d
from lscp.publication.checks import spans
from lscp.publication.checks.finding import (
    ERROR,
    NOTE,
    WARNING,
    Finding,
    Passage,
    passages,
    placed_figures,
    placed_tables,
    short,
)
from lscp.publication.checks.numbers import MONTH, numbers

MONTH_NUMBER = {name.lower()[:3]: place for place, name in enumerate(d.MONTHS, 1)}
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
FULL_DATE = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?)?\b(?P<day>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?\s+(?:of\s+)?(?P<month>{MONTH}),?\s+(?P<year>\d{{4}})\b",
    re.I,
)
YEAR_SPAN = re.compile(r"\b(?P<start>20\d\d)\s*(?:[-–/]|to)\s*(?P<end>20\d\d|\d\d)\b")
RANGE_OF_MONTHS = re.compile(
    rf"(?P<between>\bbetween\s+)?(?:the\s+)?\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m1>{MONTH})\s+"
    rf"(?P<y1>\d{{4}})\s*(?:to|until|[-–]|(?(between)and|to))\s*(?:the\s+)?(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?\s+)?(?P<m2>{MONTH})\s+(?P<y2>\d{{4}})",
    re.I,
)
ABOUT_THE_REPORT = re.compile(
    r"\b(?:(?:this|annual|yearly|the|our|first)\s+(?:annual |yearly )?report|report(?:ing)? period)\b", re.I
)
OTHER_TIME = re.compile(
    r"\b(?:previous|earlier|before|last year|prior|compared|comparison|since|from|was|were|had|than|then|"
    r"against|against a)\b",
    re.I,
)
FORWARD = re.compile(
    r"\b(?:our |the |new |agreed |proposed )?(?:priorities|objectives|business plan|plans?|strategy|aims|"
    r"focus)\b[^.;]{0,40}?\b(?:for|in)\s+"
    r"(?:the year |financial year )?(?P<span>20\d\d\s*(?:[-–/]|to)\s*(?:20\d\d|\d\d))",
    re.I,
)
LOOKS_BACK = re.compile(
    r"\b(?:were|was|had|delivered|achieved|progress(?:ed)?|against|reviewed|met|completed|agreed|adopted|"
    r"published|launched|remain\w*)\b",
    re.I,
)
SPEAKS_FOR_ITSELF = ("paragraph", "heading", "list", "notice")
LOOKS_AHEAD = re.compile(r"\b(?:ahead|next|future|forward|coming|plans?|will|going)\b", re.I)


def period(document: d.Document) -> Iterator[Finding]:
    """Figures and dates from another time than the report's own."""
    for passage, figure in placed_figures(document):
        if passage.kind != "table":  # the rows and columns of a table say of which period they are
            yield from _period_of_figure(document, passage, figure)
    for where, table in placed_tables(document):
        if table.period_end and table.period_end > document.period_end:
            yield _after_the_end(where, table.caption, table.period_start, table.period_end, document)
    yield from _period_of_title(document)
    for passage in passages(document):
        for sentence in passage.sentences if passage.kind != "replaced" else ():
            yield from _dates(document, passage, sentence)
            yield from _stated_period(document, passage, sentence)
            yield from _year_already_reported(document, passage, sentence)
            yield from _year_logic(document, passage, sentence)
            yield from _which_report(document, passage, sentence)
            yield from _figures_of_the_future(document, passage, sentence)
            yield from spans.faults_in(document, passage.where, sentence)


def _period_of_figure(document: d.Document, passage: Passage, figure: d.Figure) -> Iterator[Finding]:
    start, end = figure.period_start, figure.period_end
    shown = d.show_value(figure.value, figure.unit)
    if end is None:
        return
    if end > document.period_end:
        if str(end.year) not in passage.text:
            yield _after_the_end(passage.where, short(passage.text), start, end, document)
    elif end < document.period_start:
        if not OTHER_TIME.search(passage.text) and str(end.year) not in passage.text:
            yield Finding(
                "period",
                WARNING,
                passage.where,
                short(passage.text),
                f"{shown} is from {d.show_period(start, end)}, before the report's period, and the words do "
                "not say so. Use the figure for this period, or say which period it is from.",
            )
    elif start and start < document.period_start and str(start.year) not in passage.text:
        yield Finding(
            "period",
            WARNING,
            passage.where,
            short(passage.text),
            f"{shown} covers {d.show_period(start, end)}, which is not the report's period "
            f"({d.show_period(document.period_start, document.period_end)}). Use the figure for this period, "
            "or say which period it covers.",
        )
    if figure.as_of and figure.as_of < end:
        yield Finding(
            "period",
            WARNING,
            passage.where,
            short(passage.text),
            f"{shown} was read on {d.show_date(figure.as_of)}, before its period ended on "
            f"{d.show_date(end)}. Read it again from the record.",
        )


def _after_the_end(where: str, text: str, start, end, document: d.Document) -> Finding:
    return Finding(
        "period",
        ERROR,
        where,
        text,
        f"This is from {d.show_period(start, end)}, after the report's period ended on "
        f"{d.show_date(document.period_end)}. Use the figure for the report's period, or say in the words "
        "when it is from.",
    )


def _years(span: re.Match) -> tuple[int, int]:
    start, end = int(span["start"]), span["end"]
    return start, int(end) if len(end) == 4 else start // 100 * 100 + int(end)


def _period_of_title(document: d.Document) -> Iterator[Finding]:
    for text, where, severity in (
        (document.title, "the title", ERROR),
        (document.subtitle, "the subtitle", WARNING),
    ):
        for span in YEAR_SPAN.finditer(text):
            start, end = _years(span)
            if (start, end) != (document.period_start.year, document.period_end.year):
                yield Finding(
                    "period",
                    severity,
                    where,
                    text,
                    f"{where.capitalize()} says {span.group()}, but the report covers "
                    f"{d.show_period(document.period_start, document.period_end)}. Correct it, or the "
                    "period.",
                )


def _dates(document: d.Document, passage: Passage, sentence: str) -> Iterator[Finding]:
    for found in FULL_DATE.finditer(sentence):
        day, month, year = int(found["day"]), MONTH_NUMBER[found["month"].lower()[:3]], int(found["year"])
        try:
            said = date(year, month, day)
        except ValueError:
            last = calendar.monthrange(year, month)[1] if 1 <= year <= 9999 else 31
            yield Finding(
                "period",
                ERROR,
                passage.where,
                found.group(),
                f"There is no {found.group()}: {d.MONTHS[month - 1]} {year} has {last} days. Correct the date.",
            )
            continue
        weekday = WEEKDAYS[said.weekday()]
        if found["weekday"] and found["weekday"].lower() != weekday:
            yield Finding(
                "period",
                ERROR,
                passage.where,
                found.group(),
                f"{d.show_date(said)} was a {weekday.capitalize()}, not a {found['weekday'].capitalize()}. "
                "Correct the day or the date.",
            )


def _stated_period(document: d.Document, passage: Passage, sentence: str) -> Iterator[Finding]:
    if passage.kind not in SPEAKS_FOR_ITSELF or not ABOUT_THE_REPORT.search(sentence):
        return
    for found in RANGE_OF_MONTHS.finditer(sentence):
        start = (int(found["y1"]), MONTH_NUMBER[found["m1"].lower()[:3]], int(found["d1"] or 0))
        end = (int(found["y2"]), MONTH_NUMBER[found["m2"].lower()[:3]], int(found["d2"] or 0))
        right = _same(start, document.period_start) and _same(end, document.period_end)
        if not right:
            yield Finding(
                "period",
                ERROR,
                passage.where,
                short(sentence),
                f"This says that the report covers {found.group()}, but its period is "
                f"{d.show_period(document.period_start, document.period_end)}. Make the two agree.",
            )


SEVERAL_YEARS = re.compile(
    r"\b(?:strateg\w+|plans?|priorit\w+|programme|years|period|between|cohort|since|over)\b", re.I
)
ONE_YEAR_SPAN = re.compile(r"(?<![\d/-])(?P<start>20\d\d)(?P<mark>[/-]|–)(?P<end>\d\d|20\d\d)(?![\d/-])")


LONGEST_PLAN = 10
ONE_YEAR = re.compile(r"\b(?:financial|academic|school|fiscal|council) year\s+(?:of\s+)?$", re.I)


def _year_logic(document: d.Document, passage: Passage, sentence: str) -> Iterator[Finding]:
    """ "2023/25" is two years and "2025/24" runs backwards: a year is written 2023/24."""
    for span in ONE_YEAR_SPAN.finditer(sentence):
        start, end = _years(span)
        whole = start + 1 == end or (start, end) == (document.period_start.year, document.period_end.year)
        if whole or (span["mark"] == "-" and int(span["end"]) in range(1, 13) and end <= start):
            continue  # 2025-03 is a month
        backwards = end <= start
        one_year = ONE_YEAR.search(sentence[: span.start()])
        several = SEVERAL_YEARS.search(sentence) and not one_year and end - start <= LONGEST_PLAN
        if not backwards and (several or not (one_year or span["mark"] == "/")):
            continue  # a strategy for 2023-2026
        yield Finding(
            "period",
            ERROR if backwards else WARNING,
            passage.where,
            short(sentence),
            f"{span.group()} {'runs backwards' if backwards else f'is {end - start} years'}. A year is written "
            f"{start}/{(start + 1) % 100:02d}: correct it, or say that several years are meant.",
        )


def _same(said: tuple[int, int, int], day: date) -> bool:
    return said[:2] == (day.year, day.month) and said[2] in (0, day.day)


def _year_already_reported(document: d.Document, passage: Passage, sentence: str) -> Iterator[Finding]:
    for found in FORWARD.finditer(sentence):
        span = YEAR_SPAN.search(found["span"])
        if _years(span) != (document.period_start.year, document.period_end.year) or LOOKS_BACK.search(
            sentence
        ):
            continue
        ahead = LOOKS_AHEAD.search(f"{sentence} {passage.section}")
        following = f"{document.period_end.year}-{(document.period_end.year + 1) % 100:02d}"
        yield Finding(
            "period",
            WARNING if ahead else NOTE,
            passage.where,
            short(sentence),
            f"{found['span']} is the year that this report looks back on. If these are for the coming year, "
            f"write {following}; if not, say what became of them.",
        )


OTHER_REPORT = re.compile(
    r"\bthis (?:annual |yearly )?report (?:is )?for (?P<this>20\d\d\s*[-–/]\s*(?:20\d\d|\d\d))\b"
    r"|\b(?:our|the|my) next (?:annual |yearly )?report\b[^.;]{0,40}?\b(?P<next>20\d\d\s*[-–/]\s*(?:20\d\d|\d\d))\b",
    re.I,
)


def _which_report(document: d.Document, passage: Passage, sentence: str) -> Iterator[Finding]:
    """ "This annual report for 2022/23" in the report on 2023/24, and "our next report will cover 2023/24"."""
    own = (document.period_start.year, document.period_end.year)
    for found in OTHER_REPORT.finditer(sentence):
        said = _years(YEAR_SPAN.search(found["this"] or found["next"]))
        if (said == own) == bool(found["next"]):
            yield Finding(
                "period",
                WARNING,
                passage.where,
                short(sentence),
                f"This report covers {d.show_period(document.period_start, document.period_end)}, and the "
                f"sentence says "
                "otherwise. Correct the year.",
            )


HAPPENED = re.compile(
    r"\b(?:there (?:were|was)|received|rose|fell|recorded|completed|held|made|attended|was|were)\b", re.I
)
TO_COME = re.compile(
    r"\b(?:will|plan\w*|forecast|project\w+|expect\w*|budget\w*|aim\w*|target|priorit\w+|by|until|agreed|for)\b",
    re.I,
)


def _figures_of_the_future(document: d.Document, passage: Passage, sentence: str) -> Iterator[Finding]:
    """ "In 2026/27 there were 1,300 calls", in a report on 2024/25."""
    if passage.kind not in SPEAKS_FOR_ITSELF or TO_COME.search(sentence) or not HAPPENED.search(sentence):
        return
    for span in ONE_YEAR_SPAN.finditer(sentence):
        start, end = _years(span)
        late = start >= document.period_end.year and end == start + 1
        if late and any(number.value >= 10 for number in numbers(sentence)):
            yield Finding(
                "period",
                WARNING,
                passage.where,
                short(sentence),
                f"{span.group()} comes after the report's period, which ended on {d.show_date(document.period_end)}. "
                "Use the figure for the report's own year, or correct the year.",
            )
