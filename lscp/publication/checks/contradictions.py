"""Two values for one thing, in the report or between the report and the record: `contradiction`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lscp.publication import document as d
from lscp.publication.checks.casts import is_added, is_total
from lscp.publication.checks.finding import (
    ERROR,
    WARNING,
    Finding,
    Passage,
    passages,
    placed_figures,
    placed_tables,
    short,
)
from lscp.publication.checks.numbers import DIGITS, WORDS, masked
from lscp.scorecard.catalogue import called


def identity(figure: d.Figure) -> tuple:
    """What makes two figures the same figure: indicator, definition, unit, period, area, people and group."""
    return (
        figure.indicator,
        figure.definition_version,
        figure.unit,
        figure.period_start,
        figure.period_end,
        figure.geography,
        figure.scope,
        figure.group,
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
    yield from _compared(document)
    yield from _how_many_priorities(document)
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
                f"{called(figure.indicator)} is {other} here and {one} in {earlier[0].where}, for the same period, "
                "area and people. Take the one that the record holds in both places.",
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
                f"The record holds no {called(figure.indicator)} for "
                f"{d.show_period(figure.period_start, figure.period_end)}"
                f"{f', {figure.geography}' if figure.geography else ''}, so {shown} cannot be checked. "
                "Receive the return that it comes from, or take the figure out.",
            )
        elif held != figure.value:
            yield Finding(
                "contradiction",
                ERROR,
                passage.where,
                short(passage.text),
                f"The record holds {d.show_value(held, figure.unit)} for {called(figure.indicator)}; the report says "
                f"{shown}. Refresh the figure from the record.",
            )


COMPARED = re.compile(
    r"\b(?:previous|earlier|year before|last year|prior|compared|against|than|forecast|target)\b", re.I
)
NEAR = Decimal("0.10")  # a number this close to a total, and not in the table, is probably meant to be it


def _words_against_totals(document: d.Document) -> Iterator[Finding]:
    """ "1,210 referrals" in a sentence, where the table of referrals says 1,200."""
    totals: dict[str, dict[str, list]] = {}  # by the heading's first word, then by the heading
    for where, table in placed_tables(document):
        for x in _counted_columns(table):
            heading = table.columns[x].heading.casefold()
            alike = totals.setdefault(FIRST_WORD.search(heading)[0], {}).setdefault(heading, [])
            if len(alike) < MOST_ALIKE:
                alike.append((where, table, x))
    for passage in passages(document):
        if passage.kind not in ("paragraph", "list", "claim", "notice"):
            continue
        for sentence in passage.sentences if totals else ():
            counted = {found[1].casefold() for found in COUNT_OF.finditer(sentence)}
            for word in sorted(counted & totals.keys()):
                for alike in totals[word].values():
                    for where, table, x in alike:
                        yield from _near_miss(passage, sentence, where, table, x)


FIRST_WORD = re.compile(r"[^\W\d][\w'’-]*|$")
COUNT_OF = re.compile(r"\d\s+([^\W\d][\w'’-]*)")
MOST_ALIKE = 12  # a heading, or a thing, with more numbers than this is no one thing


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
            "thing, correct one of them; if not, say what differs.",
        )


COUNTED_THING = re.compile(
    rf"(?<![\d,.£])(?P<count>{DIGITS})\s+(?P<thing>(?:(?!(?:of|out|were|was|are|is|had|have|has|in|at|for|from|"
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
                        f"This says {value:,} {thing}; {other[1].where} says {other[0]:,} {thing}. If they "
                        "are the same thing, correct one of them; if not, say what differs.",
                    )
                if len(earlier) < MOST_ALIKE and all(e[0] != value for e in earlier):
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
    rf"\b(?P<word>rose|risen|rising|increased?|grew|grown|went up|up|rise|growth|"
    rf"fell|fallen|falling|fall|decreased?|reduced|reduction|dropped|drop|went down|down)"
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
                    "round.",
                )


MORE_OR_FEWER = re.compile(
    r"\b(?P<word>more|higher|greater|increased?|rise|rose|fewer|less|lower|decreased?|reduced|reduction|fell|fall)\b"
    rf"[^.;()]{{0,80}}?\(\s*(?P<now>{DIGITS})\s?%?[^.;()\d]{{0,30}}?\bcompared (?:with|to)\s+"
    rf"(?P<before>{DIGITS})\s?%?[^.;()]{{0,40}}\)",
    re.I,
)
FEWER = re.compile(r"few|less|low|decr|redu|f[ea]ll", re.I)


def _compared(document: d.Document) -> Iterator[Finding]:
    """ "fewer plans (534 compared with 496)" """
    for passage in passages(document):
        for sentence in passage.sentences:
            for found in MORE_OR_FEWER.finditer(masked(sentence)):
                now, before = (Decimal(found[name].replace(",", "")) for name in ("now", "before"))
                if now == before or (now < before) == bool(FEWER.match(found["word"])):
                    continue
                yield Finding(
                    "contradiction",
                    ERROR,
                    passage.where,
                    short(sentence),
                    f"The words say “{found['word']}”, but {now:,} is {'more' if now > before else 'less'} than "
                    f"{before:,}. Correct the word, or put the figures the right way round.",
                )


PRIORITIES = re.compile(
    rf"\b(?:our|the|these|partnership['’]s)\s+(?P<count>{'|'.join(WORDS)}|\d{{1,2}})\s+(?:(?:strategic|key|agreed|shared|main|"
    r"safeguarding|partnership|overarching)\s+){0,2}priorities\b",
    re.I,
)
OTHER_PRIORITIES = re.compile(
    r"\b(?:previous|last|earlier|old|new|next|coming|former|instead|replac\w+|board['’]s|20\d\d)\b", re.I
)


def _how_many_priorities(document: d.Document) -> Iterator[Finding]:
    """ "our three priorities" in one place and "our four priorities" in another."""
    first: tuple[int, str, str] | None = None
    for passage in passages(document):
        for sentence in passage.sentences:
            for found in PRIORITIES.finditer(sentence) if not OTHER_PRIORITIES.search(sentence) else ():
                said = found["count"].lower()
                count = WORDS[said] if said in WORDS else int(said)
                first = first or (count, found["count"], passage.where)
                if count != first[0]:
                    yield Finding(
                        "contradiction",
                        WARNING,
                        passage.where,
                        short(sentence),
                        f"This speaks of {found['count']} priorities; {first[2]} speaks of {first[1]}. Make the two "
                        "agree.",
                    )
