"""Figures about adults in a report about children: `scope`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lscp.publication import document as d
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
from lscp.publication.checks.numbers import DIGITS, numbers
from lscp.publication.checks.small_numbers import CHILD_WORDS, row_labels

ADULT_WORDS = re.compile(
    r"\b(?:adults?|women|men|over[ -]?18s?|(?:people|persons|victims|those) aged 18 (?:and|or) over|"
    r"adult (?:victims?|survivors?|social care))\b",
    re.I,
)


def scope(document: d.Document) -> Iterator[Finding]:
    """Figures about adults in a report about children."""
    for passage, figure in placed_figures(document):
        if passage.kind == "table":  # looked at as a whole below
            continue
        if figure.scope in (d.ADULTS, d.BOTH) and not (
            figure.scope == d.ADULTS and ADULT_WORDS.search(passage.text)
        ):
            whom = "adults" if figure.scope == d.ADULTS else "children and adults together"
            yield Finding(
                "scope",
                ERROR if figure.scope == d.ADULTS else WARNING,
                passage.where,
                short(passage.text),
                f"{d.show_value(figure.value, figure.unit)} counts {whom}, in a report about children, and "
                "the words do not say so. Use the figure for children, or say in the sentence that it "
                f"counts {whom}.",
            )
    for where, table in placed_tables(document):
        yield from _scope_of_table(where, table)
    for passage in passages(document):
        if passage.kind in ("paragraph", "list", "claim"):
            yield from _scope_of_words(passage)


def _scope_of_table(where: str, table: d.Table) -> Iterator[Finding]:
    told = any(ADULT_WORDS.search(text) for text in (table.caption, table.note))
    if table.scope in (d.ADULTS, d.BOTH) and not told:
        whom = "adults" if table.scope == d.ADULTS else "children and adults together"
        yield Finding(
            "scope",
            ERROR if table.scope == d.ADULTS else WARNING,
            where,
            table.caption,
            f"This table counts {whom}, in a report about children, and its caption does not say so. Use the "
            f"table for children, or write “{whom}” in the caption.",
        )
    labels = [(f"row {y}", label) for y, label in row_labels(table)]
    labels += [(f"column {x}", column.heading) for x, column in enumerate(table.columns, 1)]
    children = table.scope == d.CHILDREN
    reads_so = table.scope == "" and any(
        CHILD_WORDS.search(text) for text in (table.caption, *dict(labels).values())
    )
    for place, label in labels if children or (reads_so and not told) else ():
        if ADULT_WORDS.search(label) and not CHILD_WORDS.search(label):
            yield Finding(
                "scope",
                ERROR if children else WARNING,
                f"{where}, {place}",
                label,
                f"“{label}” speaks of adults, in a table about children. Take it out, or make a table of its "
                "own that says it counts adults.",
            )


CHANGED = re.compile(
    r"\b(?:fell|fallen|rose|risen|increase\w*|decrease\w*|reduc\w+|drop\w*|fewer|more)\b", re.I
)
ABUSE_COUNTS = re.compile(r"\bdomestic (?:abuse|violence)\b", re.I)


ADULTS_COUNTED = re.compile(
    rf"\b{DIGITS}\s+(?:of (?:them|whom|these)\s+)?(?:(?!and\b|or\b)[a-z’'-]+\s+){{0,3}}?"
    r"(?:adults?|women|men|pensioners|offenders)\b",
    re.I,
)
FOR_ADULTS = re.compile(  # what is only ever counted of adults
    r"\b(?:adults?['’]? safeguarding|safeguarding adults?|adults?['’]?s? (?:social care|protection|mental health|"
    r"victims?|survivors?|wards?|services?|offenders?)|adults? (?:at risk|with|aged)|vulnerable adults?|"
    r"homicides of adults|carers of adults|section 42|care act|mental capacity act|deprivation of liberty|"
    r"care homes?|nursing homes?|pensioners?|elder(?:ly| abuse)|older (?:people|residents|adults|persons)|"
    r"over[- ]?[6-9][05]s?|dementia|rough sleepers?|working[- ]age)\b",
    re.I,
)
# From 18 on, whatever they are called; care leavers and young people with special needs are the partnership's to 25.
AGED_18 = re.compile(
    r"\b(?:aged(?: between| over| from)?|over the age of|(?:people|persons|residents|men|women|adults|victims|"
    r"those|offenders|patients|students) over)\s+(?:1[89]|[2-9]\d)\b(?!\s*(?:%|months?|weeks?|days?|hours?|per\b))",
    re.I,
)
TO_25 = re.compile(r"care leavers?|leaving care|special educational|SEND\b|disab", re.I)
# Adults who are no subject of the statistic: they work, were trained, spoke, or brought their children.
NOT_COUNTED = re.compile(
    r"\b(?:train\w+|parents?|mothers?|fathers?|pregnan\w+|members?|staff|volunt\w+|attended|took part|spoke|told|"
    r"conference|panel|team|workforce|professionals?|recruit\w*|foster|employ\w*|board (?:and|is)|share)\b",
    re.I,
)


def _scope_of_words(passage: Passage) -> Iterator[Finding]:
    """Counts of adults, and domestic abuse counts that name nobody: the papers show that they often count adults."""
    if any(isinstance(span, d.Figure) for span in passage.spans):
        return
    for sentence in passage.sentences:
        counted = bool(numbers(sentence))
        people = counted and not NOT_COUNTED.search(sentence)
        of_age = None if TO_25.search(sentence) else AGED_18.search(sentence)
        if CHILD_WORDS.search(sentence) and not (people and of_age):
            continue
        found = people and (of_age or ADULTS_COUNTED.search(sentence))
        if found := found or (counted and FOR_ADULTS.search(sentence)):
            yield Finding(
                "scope",
                WARNING,
                passage.where,
                short(sentence),
                f"“{short(found.group(), 60)}” counts adults, in a report about children. Use the figure for "
                "children, or say why the figure for adults matters to them.",
            )
            continue
        if ADULT_WORDS.search(sentence) or not (ABUSE_COUNTS.search(sentence) and CHANGED.search(sentence)):
            continue
        yield Finding(
            "scope",
            WARNING,
            passage.where,
            short(sentence),
            "This counts domestic abuse but does not say whether it counts children, adults or households. "
            "Say which; if it counts adults, give the number of children as well.",
        )
