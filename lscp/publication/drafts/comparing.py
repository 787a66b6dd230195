"""This year's report beside last year's: figures given differently, promises not mentioned, numbers copied over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lscp.disclosure import identifying
from lscp.publication import document as d
from lscp.publication.checks.finding import NOTE, WARNING, Finding, Passage, passages, placed_tables, short
from lscp.publication.checks.numbers import DIGITS, masked, numbers

Places = Mapping[str, tuple[str, int]]
SPOKEN = ("paragraph", "list", "notice")
YEAR = re.compile(r"\b(20\d\d)\s*(?:[-–/]|to)\s*(?:20)?(\d\d)\b")
LAST_DAY = re.compile(r"\b31(?:st)? March (20\d\d)\b", re.I)
NEAR = Decimal("0.25")  # farther off than this it is another figure, not the same one given differently
WORD = re.compile(r"[a-z]{3,}")
COMMON_WORDS = (
    "the and for with that this these those from into about their they them our will would have has had been are was "
    "were children child young people family families partnership partners safeguarding agencies agency work working "
    "practice year next report continue continued ensure support including across more through develop improve review "
    "new also all make making sure which who what when how its each other within between during further local multi"
)
COMMON = frozenset(COMMON_WORDS.split())


def compare(now: d.Document, before: d.Document, *, then: Places) -> Iterator[Finding]:
    """`then`: how a person finds the places of last year's report."""
    own = _year(before)
    if own:
        yield from _restated_in_tables(now, before, own)
        yield from _restated_in_words(now, before, own)
    yield from _promises(now, before, then)
    yield from _copied_tables(now, before)
    yield from _copied_sentences(now, before)


def _year(document: d.Document) -> str:
    """ "2023/24" for a report on one year; nothing for longer and shorter ones, whose figures have other names."""
    start, end = document.period_start, document.period_end
    return (
        f"{start.year}/{end.year % 100:02d}"
        if 300 < (end - start).days < 400 and start.year != end.year
        else ""
    )


def _years_in(text: str) -> set[str]:
    """ "2023/24" for every way in which a year is named, its last day included."""
    ends = {int(found[1]) for found in LAST_DAY.finditer(text)}
    return {f"{found[1]}/{found[2]}" for found in YEAR.finditer(text)} | {
        f"{y - 1}/{y % 100:02d}" for y in ends
    }


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", YEAR.sub(" ", text.lower())))


def _tables(document: d.Document) -> Iterator[tuple[str, str, d.Table]]:
    """(place, name, table): its caption, else the heading that it stands under and which of its tables it is."""
    blocks = [placed for placed in d.walk_blocks(document) if isinstance(placed.block, d.Table)]
    for (where, table), placed in zip(placed_tables(document), blocks, strict=True):
        yield where, _plain(table.caption) or f"{_plain(placed.section.heading)} {placed.position}", table


# ── Figures of last year ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Kept:
    """A figure of a table that says of which year it is."""

    where: str
    table: str
    label: str
    value: Decimal | int
    unit: str


def _of_year(document: d.Document, year: str) -> Iterator[_Kept]:
    """Every figure that a column or a row says to be of this year."""
    for where, name, table in _tables(document):
        for y, row in enumerate(table.rows, 1):
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                if not d.is_number(cell):
                    continue
                place = f"{where}, row {y} (“{row[0]}”), column “{column.heading}”"
                if year in _years_in(column.heading):
                    label = f"{row[0]} {YEAR.sub('', column.heading)}"
                elif year in _years_in(str(row[0])):
                    label = column.heading
                else:
                    continue
                yield _Kept(place, name, _plain(label), cell, column.unit)


def _restated_in_tables(now: d.Document, before: d.Document, year: str) -> Iterator[Finding]:
    held = {(kept.table, kept.label, kept.unit): kept for kept in _of_year(before, year)}
    for kept in _of_year(now, year):
        last = held.get((kept.table, kept.label, kept.unit))
        if last and last.value != kept.value:
            yield _restated(
                kept.where, d.show_value(kept.value, kept.unit), d.show_value(last.value, kept.unit), year
            )


def _restated(where: str, said: str, then: str, year: str) -> Finding:
    return Finding(
        "contradiction",
        WARNING,
        where,
        said,
        f"For {year} this report says {said}; last year's report said {then}. Correct whichever is wrong, or say that "
        "the figure was counted again, and why.",
    )


def _restated_in_words(now: d.Document, before: d.Document, year: str) -> Iterator[Finding]:
    """A figure said to be of last year that last year's report does not print, beside one near it that it does."""
    start, end = year.split("/")
    named = rf"(?:{start}\s*[-–/]\s*(?:20)?{end}|last year|the (?:previous year|year before))"
    said_of = re.compile(
        rf"(?P<one>{DIGITS})(?P<share>\s?%)?\s+(?:\w+\s+){{0,3}}?(?:in|during|for)\s+{named}"
        rf"|{named}\s*(?:\(|:|there were|we received|it was)\s*(?P<two>{DIGITS})(?P<share2>\s?%)?",
        re.I,
    )
    printed = list(_printed(before))
    values = {value for value, *_ in printed}
    for passage in _spoken(now):
        for sentence in passage.sentences:
            for found in said_of.finditer(sentence):
                value = Decimal((found["one"] or found["two"]).replace(",", ""))
                unit = "%" if found["share"] or found["share2"] else ""
                if value in values or value < 10:
                    continue
                words = _stems(sentence)
                near = [
                    each for each, its, about in printed
                    if its == unit and abs(each - value) <= value * NEAR and about & words
                ]  # fmt: skip
                if near:
                    closest = min(near, key=lambda each: abs(each - value))
                    yield _restated(
                        passage.where, d.show_value(value, unit), d.show_value(closest, unit), year
                    )


def _printed(document: d.Document) -> Iterator[tuple[Decimal, str, frozenset[str]]]:
    """(value, unit, what it counts) for every number of a report: the words just after it, or its row and table."""
    for passage in _spoken(document):
        for sentence in passage.sentences:
            text = masked(sentence)
            for number in numbers(sentence):
                after = re.split(r"[.,;:()\d]", text[number.end :])[0]
                about = _stems(" ".join(after.split()[:4])) or _stems(
                    " ".join(text[: number.start].split()[-5:])
                )
                yield number.value, number.unit, about
    for _, table in placed_tables(document):
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                if d.is_number(cell):
                    unit = column.unit if column.unit in ("%", "£") else ""
                    total = re.match(r"\s*(?:grand )?total", str(row[0]), re.I)
                    yield Decimal(cell), unit, _stems(table.caption if total else str(row[0]))


def _spoken(document: d.Document) -> Iterator[Passage]:
    return (passage for passage in passages(document) if passage.kind in SPOKEN)


def _stems(text: str) -> frozenset[str]:
    """The words that say what a text is about, endings cut off."""
    return frozenset(
        re.sub(r"(?:ing|ed|es|s|e)$", "", word)[:7]
        for word in WORD.findall(text.lower())
        if word not in COMMON
    )


# ── Promises ────────────────────────────────────────────────────────────────────────────────────────────────

PROMISE = re.compile(
    r"\b(?:(?:we|partners|the partnership|the board|the executive|the sub-?group|it|they|this|training|work|an? \w+)\s+"
    r"(?:also )?will (?!also be found\b|find\b|see\b)|will be (?:\w+ly )?(?:\w+ed|held|run|written|built|given|set)\b"
    r"|(?:plan|intend|aim|commit(?:ted)?|agreed?)s? to\b)",
    re.I,
)
LOOKS_AHEAD = re.compile(r"\b(?:next|ahead|forward|future|plans?|priorit\w+|coming|will)\b", re.I)
ENOUGH_SAID = Decimal("0.5")
MOST_PROMISES = 20


def _promises(now: d.Document, before: d.Document, then: Places) -> Iterator[Finding]:
    """What last year's report said would be done, where half of its own words stand in no paragraph of this one."""
    said_now = [_stems(f"{passage.section} {passage.text}") for passage in passages(now)]
    told = 0
    for passage in _spoken(before):
        in_list = passage.kind == "list" and LOOKS_AHEAD.search(passage.section)
        for sentence in passage.sentences:
            words = _stems(PROMISE.sub(" ", sentence))
            if not (PROMISE.search(sentence) or in_list) or len(words) < 3:
                continue
            if (
                any(len(words & said) >= len(words) * ENOUGH_SAID for said in said_now)
                or told == MOST_PROMISES
            ):
                continue
            told += 1
            place, page = then.get(passage.where.split(", item ")[0], (passage.where, 0))
            where = f"{place}, page {page}" if page else place
            yield Finding(
                "required",
                WARNING,
                "the whole report",
                short(sentence),
                f"Last year's report said that this would be done ({where}), and this one "
                "does not seem to mention it. Say what came of it, or why it was not done.",
            )


# ── Copied over ─────────────────────────────────────────────────────────────────────────────────────────────

LEAST_COPIED, LEAST_TOLD = 3, 20


def _copied_tables(now: d.Document, before: d.Document) -> Iterator[Finding]:
    """Tables of the same name whose figures of the year are last year's, to the digit."""
    last = {name: table for _, name, table in _tables(before)}
    for where, name, table in _tables(now):
        old = last.get(name)
        named = _years_in(table.caption)
        if old is None or (named and _year(now) not in named):  # of another year, which does not change
            continue
        theirs = {key: value for key, value in _current(old, _year(before))}
        pairs = [(value, theirs[key]) for key, value in _current(table, _year(now)) if key in theirs]
        same = sum(one == other for one, other in pairs)
        if same >= LEAST_COPIED and same * 3 >= len(pairs) * 2:
            yield Finding(
                "period",
                WARNING,
                where,
                table.caption or " | ".join(column.heading for column in table.columns),
                f"{same} of the {len(pairs)} figures in this table are the same, to the digit, as in last year's "
                "report. Check that they were not copied over.",
            )


def _current(table: d.Table, year: str) -> Iterator[tuple[tuple[str, str], Decimal | int]]:
    """The counts of the report's own year by row and column; of money too little changes to tell."""
    for row in table.rows:
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            label = f"{column.heading} {row[0]}"
            own = year in _years_in(label) or not re.search(r"\b20\d\d\b", label)
            if own and d.is_number(cell) and cell > 5 and column.unit != "£":
                yield (_plain(str(row[0])), _plain(column.heading)), cell


def _copied_sentences(now: d.Document, before: d.Document) -> Iterator[Finding]:
    """Sentences with figures that stand in last year's report word for word; those with one figure are told at once."""
    then = {_without_years(sentence) for passage in _spoken(before) for sentence in passage.sentences}
    with_one: list[tuple[str, str]] = []
    for passage in _spoken(now):
        for sentence in passage.sentences:
            counted = [n for n in numbers(sentence) if n.value > 9 or n.unit]
            if len(sentence.split()) < 6 or not counted or identifying.PHONE_START.search(sentence):
                continue
            if _without_years(sentence) not in then:
                continue
            if len(counted) > 1:
                yield _copied(WARNING, passage.where, sentence, "Last year's report has this sentence")
            elif counted[0].value >= LEAST_TOLD:
                with_one.append((passage.where, sentence))
    if with_one:
        more = f" and {len(with_one) - 1} others with one figure" if len(with_one) > 1 else ""
        yield _copied(NOTE, *with_one[0], f"Last year's report has this sentence{more}")


def _copied(severity: str, where: str, sentence: str, what: str) -> Finding:
    message = f"{what}, word for word and with the same figures. Check that they are this year's."
    return Finding("period", severity, where, short(sentence), message)


def _without_years(sentence: str) -> str:
    return " ".join(
        YEAR.sub("YEAR", re.sub(r"\b20\d\d\b", "YEAR", YEAR.sub("YEAR", sentence))).lower().split()
    )
