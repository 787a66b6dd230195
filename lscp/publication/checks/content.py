"""What a report must say, what it claims, and when: `required`, `impact`, `period`, `contradiction`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lscp import rulebook
from lscp.publication import document as d
from lscp.publication.checks.casts import is_added, is_total
from lscp.publication.checks.finding import (
    ERROR,
    NOTE,
    WARNING,
    Finding,
    Passage,
    block_passages,
    passages,
    placed_figures,
    placed_tables,
    short,
)
from lscp.publication.checks.numbers import DIGITS, MONTH, masked, numbers

# ── Required content ──────────────────────────────────────────────────────────────────────────────────────

ENOUGH_WORDS = 15  # fewer than this in a section says nothing that could meet a requirement
CHECK_THE_TEXT = (
    "This item has no stored source: check it against the primary text of the guidance before relying on it."
)


@dataclass(frozen=True)
class RequiredItem:
    """One item of the requirement set in force, and what in the document meets it (`where` is empty if nothing)."""

    item: str
    met: bool
    where: str
    text: str
    force: str
    citation: str
    confidence: str
    caution: str


def required_items(document: d.Document, requirements: rulebook.RequirementSet) -> tuple[RequiredItem, ...]:
    """Each requirement, met or missing.

    A section meets an item when somebody marked it so (`Section.meets`) and it has something in it: at least a
    sentence or two, a table or a claim. That it has the usual heading is not enough.
    """
    filled = [
        (f"section {n} “{s.heading}”", s) for n, _, s in d.walk_sections(document) if _says_something(s)
    ]
    return tuple(
        _required_item(item, [where for where, section in filled if item.id in section.meets])
        for item in requirements.items
    )


def _required_item(item: rulebook.Requirement, met_by: list[str]) -> RequiredItem:
    caution = item.caution or (CHECK_THE_TEXT if item.unsure else "")
    where = "; ".join(met_by)
    return RequiredItem(
        item.id, bool(met_by), where, item.text, item.force, item.citation, item.confidence, caution
    )


def _says_something(section: d.Section) -> bool:
    words = 0
    for block in section.blocks:
        if isinstance(block, d.Table | d.ChartImage | d.Claim):
            return True
        placed = d.Placed(block, section, "", 1)
        words += sum(len(passage.text.split()) for passage in block_passages(placed))
    return words >= ENOUGH_WORDS or any(_says_something(below) for below in section.sections)


def required(document: d.Document, requirements: rulebook.RequirementSet) -> Iterator[Finding]:
    """What the guidance in force asks for and no section is marked as answering."""
    sections = {section.code: (number, section) for number, _, section in d.walk_sections(document)}
    missing = {item.item for item in required_items(document, requirements) if not item.met}
    for item in requirements.items:
        if item.id not in missing:
            continue
        where, todo = _what_to_do(item, [sections[code] for code in item.sections if code in sections])
        caution = _required_item(item, []).caution
        yield Finding(
            "required",
            ERROR if item.force == "must" and not item.unsure else WARNING,
            where,
            item.text,
            f"No section answers {item.id} ({item.force}, {item.citation}). {todo}"
            + (f" {caution}" if caution else ""),
        )


def _what_to_do(item: rulebook.Requirement, usual: list[tuple[str, d.Section]]) -> tuple[str, str]:
    """(where to look, what to do): mark a section that is written, write one that is begun, or add one."""
    for number, section in usual:
        if _says_something(section):
            where = f"section {number} “{section.heading}”"
            return where, f"If {where} does, mark it there; if not, write it."
    for number, section in usual:
        where = f"section {number} “{section.heading}”"
        return where, f"Write {where}, which is still empty, and mark that it answers this."
    headings = " or ".join(f"“{heading}”" for heading in _headings_of(item.sections))
    return "the whole report", f"Write it (usually under {headings}) and mark the section that answers it."


def _headings_of(codes: Sequence[str]) -> list[str]:
    headings = {section.code: section.heading for section in rulebook.sections()}
    return [headings.get(code, code) for code in codes]


# ── Claims of impact ──────────────────────────────────────────────────────────────────────────────────────

CLAIMS_CHANGE = re.compile(
    r"\b(?:(?:has|have|had|is|are|was|were)\s+(?:\w+ly\s+)?(?:improv(?:ed|ing)|strengthened|transformed|"
    r"better|safer)"
    r"|(?:has|have|had)\s+(?:\w+ly\s+)?(?:led|resulted|contributed|enabled|ensured|helped|reduced|"
    r"increased|raised)"
    r"|(?:improved|strengthened|transformed|reduced|increased|raised|"
    r"enhanced)\s+(?:\w+\s+){0,4}?(?:outcomes?|safety|safeguarding|"
    r"practice|confidence|understanding|awareness|lives|experiences?|identification|responses?|harm|risks?)"
    r"|(?:led|leading|resulted|resulting) (?:to|in) (?:\w+\s+){0,3}?(?:better|improved|improvements?|"
    r"fewer|safer|reduced|earlier|"
    r"increased|reductions?|greater)"
    r"|made a (?:real |positive |significant |lasting |big )*difference|(?:positive|significant|real|"
    r"demonstrable|clear|strong)"
    r" (?:impact|effect|difference)|impact (?:has been|was|is) (?:positive|significant|clear|strong)"
    r"|(?:children|families|young people) (?:are|feel|felt|were) (?:now )?(?:safer|better|"
    r"more (?:confident|supported))"
    r"|better outcomes|improved outcomes)\b",
    re.I,
)
NOT_YET = re.compile(
    r"\b(?:will|would|should|could|may|might|must|aim\w*|intend\w*|plan(?:s|ned|ning)?|hop(?:e|es|ed|"
    r"ing)|expect\w*|want\w*|need\w*|seek\w*|"
    r"in order to|so that|to (?:improve|reduce|strengthen|increase|make|raise|enhance)|areas? for|"
    r"whether|if|next year|priority is|"
    r"not (?:yet )?(?:known|improved|clear)|no (?:evidence|clear|change|improvement)|unable|yet to|"
    r"cannot|further improvement)\b",
    re.I,
)


def impact(document: d.Document) -> Iterator[Finding]:
    """Words that say something changed, with nothing that shows it."""
    for placed in d.walk_blocks(document):
        if isinstance(placed.block, d.Claim):
            yield from _claim(placed.where, placed.block)
    for passage in passages(document):
        if passage.kind not in ("paragraph", "list", "notice"):
            continue
        for sentence in passage.sentences:
            if (
                CLAIMS_CHANGE.search(sentence)
                and not NOT_YET.search(sentence)
                and not _is_shown(passage, sentence)
            ):
                yield Finding(
                    "impact",
                    WARNING,
                    passage.where,
                    short(sentence),
                    "This says that something changed, and nothing shows it. Make it a claim with its "
                    "evidence (a figure before and after, an audit, what children said), or say what was "
                    "done instead of what it changed.",
                )


def _claim(where: str, claim: d.Claim) -> Iterator[Finding]:
    text = short(d.plain(claim.spans))
    if claim.impact and not claim.evidence and not _figures(claim.spans):
        yield Finding(
            "impact",
            ERROR,
            where,
            text,
            "This claims an impact on children and has no evidence. Link the evidence (an audit, a figure "
            "before and after, what children said), or write “not known yet; will be judged on …”.",
        )
    for evidence in claim.evidence if claim.impact else ():
        if not (evidence.quoted or evidence.url):
            yield Finding(
                "impact",
                WARNING,
                where,
                f"{text} – {evidence.label}",
                f"The evidence “{evidence.label}” is named but not quoted, so readers cannot see what it "
                f"shows. Quote the words or the figure, with the date on which it was so, or give its "
                f"address.",
            )


def _is_shown(passage: Passage, sentence: str) -> bool:
    """Whether the sentence carries a figure, a percentage, or two numbers to compare."""
    counted = numbers(sentence)
    return bool(_figures(passage.spans)) or len(counted) >= 2 or any(number.unit == "%" for number in counted)


def _figures(spans: d.Spans) -> list[d.Figure]:
    return [span for span in spans if isinstance(span, d.Figure)]


# ── Period ────────────────────────────────────────────────────────────────────────────────────────────────

MONTH_NUMBER = {name.lower()[:3]: place for place, name in enumerate(d.MONTHS, 1)}
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
FULL_DATE = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?)?\b(?P<day>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?\s+(?:of\s+)?"
    rf"(?P<month>{MONTH}),?\s+(?P<year>\d{{4}})\b",
    re.I,
)
YEAR_SPAN = re.compile(r"\b(?P<start>20\d\d)\s*(?:[-–/]|to)\s*(?P<end>20\d\d|\d\d)\b")
RANGE_OF_MONTHS = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m1>{MONTH})\s+(?P<y1>\d{{4}})\s*(?:to|until|"
    rf"[-–])\s*(?:the\s+)?"
    rf"(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m2>{MONTH})\s+(?P<y2>\d{{4}})",
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
    r"published|launched|"
    r"remain\w*)\b",
    re.I,
)
LOOKS_AHEAD = re.compile(r"\b(?:ahead|next|future|forward|coming|plans?|will|going)\b", re.I)


def period(document: d.Document) -> Iterator[Finding]:
    """Figures and dates from another time than the report's own."""
    for passage, figure in placed_figures(document):
        yield from _period_of_figure(document, passage, figure)
    for where, table in placed_tables(document):
        if table.period_end and table.period_end > document.period_end:
            yield _after_the_end(where, table.caption, table.period_start, table.period_end, document)
    yield from _period_of_title(document)
    for passage in passages(document):
        for sentence in passage.sentences:
            yield from _dates(document, passage, sentence)
            yield from _stated_period(document, passage, sentence)
            yield from _year_already_reported(document, passage, sentence)


def _period_of_figure(document: d.Document, passage: Passage, figure: d.Figure) -> Iterator[Finding]:
    start, end = figure.period_start, figure.period_end
    shown = d.show_value(figure.value, figure.unit)
    if end is None:
        return
    if end > document.period_end:
        yield _after_the_end(passage.where, short(passage.text), start, end, document)
    elif end < document.period_start:
        if not OTHER_TIME.search(passage.text) and str(end.year) not in passage.text:
            yield Finding(
                "period",
                WARNING,
                passage.where,
                short(passage.text),
                f"{shown} is from {d.show_period(start, end)}, before the report's period, and the words do "
                f"not say so. Use the figure for this period, or say which period it is from.",
            )
    elif start and start < document.period_start and str(start.year) not in passage.text:
        yield Finding(
            "period",
            WARNING,
            passage.where,
            short(passage.text),
            f"{shown} covers {d.show_period(start, end)}, which is not the report's period "
            f"({d.show_period(document.period_start, document.period_end)}). Use the figure for this period, "
            f"or say which period it covers.",
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
        f"{d.show_date(document.period_end)}. Use the figure for the report's period.",
    )


def _years(span: re.Match) -> tuple[int, int]:
    start, end = int(span["start"]), span["end"]
    return start, int(end) if len(end) == 4 else start // 100 * 100 + int(end)


def _period_of_title(document: d.Document) -> Iterator[Finding]:
    for text, where in ((document.title, "the title"), (document.subtitle, "the subtitle")):
        for span in YEAR_SPAN.finditer(text):
            start, end = _years(span)
            if (start, end) != (document.period_start.year, document.period_end.year):
                yield Finding(
                    "period",
                    ERROR,
                    where,
                    text,
                    f"The title says {span.group()}, but the report covers "
                    f"{d.show_period(document.period_start, document.period_end)}. Correct the title or the "
                    f"period.",
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
                f"Correct the day or the date.",
            )


def _stated_period(document: d.Document, passage: Passage, sentence: str) -> Iterator[Finding]:
    if not ABOUT_THE_REPORT.search(sentence) or passage.kind not in (
        "paragraph",
        "heading",
        "list",
        "notice",
    ):
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


# ── Contradictions ────────────────────────────────────────────────────────────────────────────────────────


def identity(figure: d.Figure) -> tuple:
    """What makes two figures the same figure: indicator, definition, unit, period, area and people."""
    return (
        figure.indicator,
        figure.definition_version,
        figure.unit,
        figure.period_start,
        figure.period_end,
        figure.geography,
        figure.scope,
    )


def contradiction(
    document: d.Document, *, record: Mapping[tuple, Decimal | int] | None = None
) -> Iterator[Finding]:
    """Two values for one thing: inside the report, or between the report and the record.

    `record` maps `identity(figure)` to the value that the record holds now.
    """
    yield from _figures_that_differ(document)
    yield from _words_against_totals(document)
    yield from _words_against_words(document)
    yield from _direction(document)
    if record is not None:
        yield from _against_record(document, record)


def _figures_that_differ(document: d.Document) -> Iterator[Finding]:
    first: dict[tuple, tuple[Passage, d.Figure]] = {}
    for passage, figure in placed_figures(document):
        if not figure.indicator:
            continue
        earlier = first.setdefault(identity(figure), (passage, figure))
        if earlier[1].value != figure.value:
            one, other = (d.show_value(each.value, each.unit) for each in (earlier[1], figure))
            yield Finding(
                "contradiction",
                ERROR,
                passage.where,
                short(passage.text),
                f"{figure.indicator} is {other} here and {one} in {earlier[0].where}, for the same period, "
                f"area and people. Take the one that the record holds in both places.",
            )


def _against_record(document: d.Document, record: Mapping[tuple, Decimal | int]) -> Iterator[Finding]:
    for passage, figure in placed_figures(document):
        if not figure.indicator or not d.is_number(figure.value):
            continue
        held = record.get(identity(figure))
        shown = d.show_value(figure.value, figure.unit)
        if held is None:
            yield Finding(
                "contradiction",
                WARNING,
                passage.where,
                short(passage.text),
                f"The record holds no {figure.indicator} for "
                f"{d.show_period(figure.period_start, figure.period_end)}"
                f"{f', {figure.geography}' if figure.geography else ''}, so {shown} cannot be checked. "
                f"Receive the return that it comes from, or take the figure out.",
            )
        elif held != figure.value:
            yield Finding(
                "contradiction",
                ERROR,
                passage.where,
                short(passage.text),
                f"The record holds {d.show_value(held, figure.unit)} for {figure.indicator}; the report says "
                f"{shown}. Refresh the figure from the record.",
            )


COMPARED = re.compile(
    r"\b(?:previous|earlier|year before|last year|prior|compared|against|than|forecast|target)\b", re.I
)
NEAR = Decimal("0.10")  # a number this close to a total, and not in the table, is probably meant to be it


def _words_against_totals(document: d.Document) -> Iterator[Finding]:
    """ "1,210 referrals" in a sentence, where the table of referrals says 1,200."""
    totals = [(where, table, x) for where, table in placed_tables(document) for x in _counted_columns(table)]
    for passage in passages(document):
        if passage.kind not in ("paragraph", "list", "claim", "notice"):
            continue
        for sentence in passage.sentences:
            for where, table, x in totals:
                yield from _near_miss(passage, sentence, where, table, x)


def _counted_columns(table: d.Table) -> Sequence[int]:
    if not table.rows or not is_total(table, len(table.rows) - 1):
        return ()
    last = table.rows[-1]
    return [
        x for x, column in enumerate(table.columns)
        if is_added(column) and isinstance(last[x], int) and last[x] >= 20 and len(column.heading) >= 5
    ]  # fmt: skip


def _near_miss(passage: Passage, sentence: str, where: str, table: d.Table, x: int) -> Iterator[Finding]:
    heading, total = table.columns[x].heading, table.rows[-1][x]
    said = re.compile(rf"(?<![\d,.£])({DIGITS})\s+{re.escape(heading)}\b", re.I)
    for found in said.finditer(masked(sentence)):
        value = Decimal(found[1].replace(",", ""))
        cells = {cell for row in table.rows for cell in row if d.is_number(cell)}
        if value in cells or abs(value - total) > total * NEAR or COMPARED.search(sentence):
            continue
        yield Finding(
            "contradiction",
            WARNING,
            passage.where,
            short(sentence),
            f"The sentence says {found.group()}; {where} has a total of {total:,}. If they are the same "
            f"thing, correct one of them; if not, say what differs.",
        )


COUNTED_THING = re.compile(
    rf"(?<![\d,.£])(?P<count>{DIGITS})\s+(?P<thing>(?:(?!(?:were|was|are|is|had|have|has|in|at|for|from|"
    rf"by|who|that|which|and|"
    r"or|with|to|during|across|this|each|every|per|as|on the)\b)[a-z’'-]+\s*){1,6})",
    re.I,
)
VAGUE_WORDS = (
    "people children families staff professionals practitioners days hours sessions cases times others"
)
VAGUE = frozenset(VAGUE_WORDS.split())
LEAST = 50  # below this, two numbers of one kind are too often two different things


def _words_against_words(document: d.Document) -> Iterator[Finding]:
    """ "1,204 referrals" in one place and "1,240 referrals" in another, neither said to be of another time."""
    seen: dict[str, list[tuple[Decimal, Passage, str]]] = {}
    for passage in passages(document):
        if passage.kind not in ("paragraph", "list", "claim", "notice", "heading"):
            continue
        for sentence in passage.sentences:
            if COMPARED.search(sentence) or _other_years(document, sentence):
                continue
            for value, thing in _counted_things(sentence):
                earlier = seen.setdefault(thing, [])
                other = next(
                    (e for e in earlier if e[0] != value and abs(e[0] - value) <= max(e[0], value) * NEAR),
                    None,
                )
                if other and not any(e[0] == value for e in earlier) and other[2] != sentence:
                    yield Finding(
                        "contradiction",
                        WARNING,
                        passage.where,
                        short(sentence),
                        f"This says {value:,} {thing}; {other[1].where} says {other[0]:,} {thing}. If "
                        f"they are the same "
                        "thing, correct one of them; if not, say what differs.",
                    )
                earlier.append((value, passage, sentence))


def _counted_things(sentence: str) -> Iterator[tuple[Decimal, str]]:
    for found in COUNTED_THING.finditer(masked(sentence)):
        thing = " ".join(found["thing"].lower().split())
        value = Decimal(found["count"].replace(",", ""))
        if value >= LEAST and (" " in thing or thing not in VAGUE):
            yield value, thing


def _other_years(document: d.Document, sentence: str) -> bool:
    """Whether the sentence speaks of a year outside the period, or of a part of it."""
    own = {document.period_start.year, document.period_end.year}
    years = {int(year) for year in re.findall(r"\b(20\d\d)\b", sentence)}
    return bool(years - own) or bool(re.search(r"\bquarter\b|\bQ[1-4]\b|\bterm\b", sentence, re.I))


DIRECTION = re.compile(
    rf"\b(?P<word>rose|risen|rising|increased?|grew|grown|went up|up|fell|fallen|falling|decreased?|"
    rf"reduced|dropped|went down|down)"
    rf"\b[^.;,]{{0,40}}?\bfrom\s+(?:£\s?)?(?P<before>{DIGITS})(?:\s?%|\s+per\s?cent)?[^.;\d]{{0,60}}?"
    rf"(?:\([^)]*\)\s*)?(?:in \d{{4}}(?:[-–/]\d\d)?\s*)?\bto\s+(?:£\s?)?(?P<after>{DIGITS})",
    re.I,
)
UP = re.compile(r"ros|ris|incr|gr[eo]w|up", re.I)


def _direction(document: d.Document) -> Iterator[Finding]:
    for passage in passages(document):
        if passage.kind == "heading":
            continue
        for sentence in passage.sentences:
            for found in DIRECTION.finditer(masked(sentence)):
                before, after = (Decimal(found[name].replace(",", "")) for name in ("before", "after"))
                up = bool(UP.match(found["word"].replace("went ", "")))
                if before == after or (after > before) == up:
                    continue
                yield Finding(
                    "contradiction",
                    ERROR,
                    passage.where,
                    short(sentence),
                    f"The words say “{found['word']}”, but {before:,} to {after:,} is "
                    f"{'a fall' if up else 'a rise'}. Correct the word, or put the figures the right way "
                    f"round.",
                )
