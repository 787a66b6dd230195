"""Counts of children small enough to point to one of them: `small-number`."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from lscp.publication.checks.numbers import WORDS, masked

THRESHOLD = 5  # counts from 1 to this are hidden in the statistics of the Department for Education
CHILD_WORDS = re.compile(
    r"\b(?:child|children|young (?:people|person)|youth|bab(?:y|ies)|infants?|toddlers?|teenagers?|"
    r"adolescents?|boys?|girls?|pupils?|siblings?|care leavers?|under[ -]?(?:18|16|5)s?|students?)\b",
    re.I,
)
HOW = (
    "Hide it (print “c” and the reason) or join it with another group, and hide a second number so that it "
    "cannot be worked out."
)


# A first column under such a heading holds names: “Women’s Aid” and “Children’s Services” say nobody was counted.
LISTS_NAMES = re.compile(
    r"\s*(?:agenc(?:y|ies)|organi[sz]ations?|(?:safeguarding )?partners?|sub-?groups?|boards?|providers?)\s*",
    re.I,
)


def row_labels(table: d.Table) -> list[tuple[int, str]]:
    """(row, what its first cell says) where the first column says who is counted; none where it lists names."""
    if LISTS_NAMES.fullmatch(table.columns[0].heading):
        return []
    return [(y, str(row[0])) for y, row in enumerate(table.rows, 1)]


def small_number(document: d.Document, *, threshold: int = THRESHOLD) -> Iterator[Finding]:
    """Counts of 1 to 5 children that are printed, or can be worked out from what is printed."""
    for where, table in placed_tables(document):
        severity = _severity(table)
        if severity:
            yield from _small_cells(where, table, threshold, severity)
            yield from _undone(where, table)
    for passage, figure in placed_figures(document):
        if figure.scope in (d.CHILDREN, d.BOTH):
            yield from _small_figure(passage, figure, threshold)
    for passage in passages(document):
        if passage.kind in ("paragraph", "list", "claim", "notice", "chart", "heading", "table"):
            yield from _small_words(passage, threshold)


def is_small(value, threshold: int = THRESHOLD) -> bool:
    """Whether a value is a whole number from 1 to the threshold."""
    return d.is_number(value) and 0 < value <= threshold and value == int(value)


def _severity(table: d.Table) -> str | None:
    """An error where the table says that it counts children, a warning where it only reads so."""
    if table.scope in (d.CHILDREN, d.BOTH):
        return ERROR
    words = [table.caption, *(c.heading for c in table.columns), *(label for _, label in row_labels(table))]
    reads_so = table.scope == "" and any(CHILD_WORDS.search(text) for text in words)
    return WARNING if reads_so else None


def _small_cells(where: str, table: d.Table, threshold: int, severity: str) -> Iterator[Finding]:
    for y, row in enumerate(table.rows):
        for x, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            counts = column.unit == "" and is_added(column) and not (x == 0 and table.row_header)
            if counts and is_small(cell, threshold):
                yield Finding(
                    "small-number",
                    severity,
                    f"{where}, row {y + 1} (“{row[0]}”), column “{column.heading}”",
                    str(cell),
                    f"{cell} is small enough to point to a child. {HOW}",
                )


def _undone(where: str, table: d.Table) -> Iterator[Finding]:
    """A single hidden number in a row or column that shows its total is not hidden."""
    for x, column in enumerate(table.columns):
        groups: list[list[int]] = [[]]
        for y in range(len(table.rows)):
            groups[-1].append(y)
            if is_total(table, y):
                groups.append([])
        for group in groups:
            cells = [table.rows[y][x] for y in group]
            if group and is_total(table, group[-1]) and _one_hidden(cells) and is_added(column):
                yield _can_be_worked_out(f"{where}, column “{column.heading}”", cells)
    place = len(table.columns) - 1
    if table.total_column or re.fullmatch(r"\s*total\s*", table.columns[place].heading, re.I):
        for y, row in enumerate(table.rows):
            parts = [row[x] for x, column in enumerate(table.columns) if is_added(column) or x == place]
            if _one_hidden(parts):
                yield _can_be_worked_out(f"{where}, row {y + 1} (“{row[0]}”)", parts)
    yield from _undone_by_percentage(where, table)


def _one_hidden(cells: list[d.Cell]) -> bool:
    hidden = [cell for cell in cells[:-1] if isinstance(cell, d.Hidden)]
    known = [cell for cell in cells[:-1] if not isinstance(cell, d.NotAvailable | d.NotSupplied)]
    return len(hidden) == 1 and len(known) == len(cells) - 1 and d.is_number(cells[-1])


def _can_be_worked_out(where: str, cells: list[d.Cell]) -> Finding:
    shown = sum(cell for cell in cells[:-1] if d.is_number(cell))
    return Finding(
        "small-number",
        ERROR,
        where,
        "c",
        f"The hidden number can be worked out: the total {cells[-1]:,} less the numbers shown ({shown:,}). "
        "Hide the next smallest number as well, or round the total.",
    )


def _undone_by_percentage(where: str, table: d.Table) -> Iterator[Finding]:
    by_heading = {column.heading: x for x, column in enumerate(table.columns)}
    for x, column in enumerate(table.columns):
        top, bottom = by_heading.get(column.numerator), by_heading.get(column.denominator)
        if column.unit != "%" or top is None:
            continue
        for y, row in enumerate(table.rows):
            known = bottom is None or d.is_number(row[bottom])
            if isinstance(row[top], d.Hidden) and d.is_number(row[x]) and known:
                yield Finding(
                    "small-number",
                    ERROR,
                    f"{where}, row {y + 1} (“{row[0]}”), column “{column.heading}”",
                    f"{row[x]}%",
                    f"The percentage gives away the hidden number in “{column.numerator}”. Hide the "
                    "percentage as well.",
                )


def _small_figure(passage: Passage, figure: d.Figure, threshold: int) -> Iterator[Finding]:
    counts = figure.unit == "" or bool(CHILD_WORDS.search(figure.unit))
    if counts and is_small(figure.value, threshold):
        yield Finding(
            "small-number",
            ERROR,
            passage.where,
            short(passage.text),
            f"{figure.value} is small enough to point to a child. {HOW}",
        )
    elif figure.unit and is_small(figure.numerator, threshold):
        yield Finding(
            "small-number",
            ERROR,
            passage.where,
            short(passage.text),
            f"This figure rests on {figure.numerator} children, and “how we know” would print that number. "
            "Hide the figure, or take a longer period or a wider group.",
        )


SMALL_COUNT = re.compile(
    rf"(?<![\d,.£–-])\b(?P<count>\d|{'|'.join(WORDS)})\s+(?:of (?:the|these|those|our) )?"
    r"(?P<between>(?:(?!and\b|or\b|in\b|of\b|to\b|per\b|for\b|at\b|with\b|from\b|on\b)[a-z-]+\s+){0,2}?)"
    r"(?P<noun>child|children|young people|young person|baby|babies|infants?|toddlers?|teenagers?|boys?|"
    r"girls?|pupils?|"
    r"siblings?|care leavers?)\b(?!['’]s?\b|s['’]|\s+(?:home|homes|house|protection|safeguarding|"
    r"practice|in every|"
    r"is too|too many|centre|centres|service|services|group|groups|panel|board|review|reviews|council|forum|"
    r"champions|survey|conference|conferences|plan))",
    re.I,
)
NOT_A_COUNT_BEFORE = re.compile(
    r"(?:\b(?:in|per|every|each|aged?|under|over|no|any|(?<!the )(?<!this )(?<!that )(?<!last )year|"
    r"stage|level|tier|priority|than|by|band|"
    r"phase|at least)\s*)$",
    re.I,
)
NOT_CHILDREN_BETWEEN = re.compile(
    r"service|social|agenc|review|school|hospital|home|team|meeting|worker|year|month", re.I
)


# Children who spoke for themselves are not the subject of a statistic.
TOLD_US = re.compile(
    r"\s+(?:\w+\s+){0,5}?(?:told|said|says|asked|joined|sits?|sat|designed|advised|spoke|described|wrote|presented|chaired|"
    r"interviewed|helped|took part|explained|suggested|commented)\b",
    re.I,
)
# Few by nature, and known about locally: a small number of any of these can point to one family.
RARE_COUNT = re.compile(
    rf"(?<![\d,.£–-])\b(?P<count>\d|{'|'.join(WORDS)})\s+(?P<between>(?:(?!of\b|in\b|and\b|"
    rf"to\b)[a-z-]+\s+){{0,2}}?)"
    r"(?:child deaths?|deaths? of (?:a |an )?(?:child|children|baby|babies|infants?)|suicides?|"
    r"private fostering "
    r"(?:arrangements?|notifications?)|cases? of (?:fgm|female genital mutilation|forced marriage)|fgm cases?|"
    r"forced marriages?|victims? of (?:trafficking|exploitation|modern slavery)|prevent referrals?|"
    r"channel cases?)\b",
    re.I,
)


def _small_words(passage: Passage, threshold: int) -> Iterator[Finding]:
    for sentence in passage.sentences:
        text = masked(sentence)
        for found in (*SMALL_COUNT.finditer(text), *RARE_COUNT.finditer(text)):
            count = found["count"].lower()
            value = Decimal(WORDS[count]) if count in WORDS else Decimal(count)
            before = sentence[: found.start()]
            if not is_small(value, threshold) or NOT_A_COUNT_BEFORE.search(before):
                continue
            if TOLD_US.match(sentence[found.end() :]):
                continue
            if NOT_CHILDREN_BETWEEN.search(found["between"]) or _in_a_figure(passage, found.group()):
                continue
            yield Finding(
                "small-number",
                WARNING,
                passage.where,
                short(sentence),
                f"“{short(found.group(), 60)}” is small enough to point to a child. Say “fewer than "
                f"{threshold + 1}” or “a small number”, and check that no other number in the report lets "
                "readers work it out.",
            )


def _in_a_figure(passage: Passage, words: str) -> bool:
    """A number that is a `Figure` has been looked at already, with all that is known of it."""
    values = [str(span.value) for span in passage.spans if isinstance(span, d.Figure)]
    return words.split()[0] in values
