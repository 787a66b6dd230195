"""What a check says, and the passages of a document that it says it about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lscp.publication import document as d

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)

CHECKS = (
    "cast",
    "contradiction",
    "small-number",
    "identifying-detail",
    "period",
    "scope",
    "sign-off",
    "percentage-base",
    "abbreviation",
    "plain-language",
    "required",
    "impact",
    "accessibility",
    "reading-age",
    "committee-report",
)


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `message` says what is wrong and what to do, so that it can be mended from it alone.

    error: it must not be published so; warning: probably wrong, a person decides; note: could be better.
    """

    check: str
    severity: str
    where: str
    text: str
    message: str

    def __post_init__(self):
        if self.check not in CHECKS or self.severity not in SEVERITIES:
            raise ValueError(f"There is no check {self.check!r} with severity {self.severity!r}.")


@dataclass(frozen=True)
class Passage:
    """Some words of the document with their place. `spans` is empty where they are not a run of spans."""

    where: str
    text: str
    kind: str  # heading, paragraph, list, claim, evidence, quotation, notice, table, chart, glossary, correction,
    # or "replaced": words that a correction quotes because they were wrong
    section: str = ""  # the heading that it stands under
    spans: d.Spans = ()

    @cached_property
    def sentences(self) -> list[str]:
        return sentences(self.text)


@lru_cache(maxsize=1)  # a dozen checks read the same document one after the other
def passages(document: d.Document) -> tuple[Passage, ...]:
    """Every piece of text that readers will see, in reading order."""
    return tuple(_passages(document))


def _passages(document: d.Document) -> Iterator[Passage]:
    yield Passage("the title", document.title, "heading")
    if document.subtitle:
        yield Passage("the subtitle", document.subtitle, "heading")
    for number, erratum in enumerate(document.errata, 1):
        yield Passage(f"correction {number}, what it said", erratum.was, "replaced")
        for text in (erratum.now, erratum.reason, erratum.where):
            if text:
                yield Passage(f"correction {number}", text, "correction")
    blocks = {}
    for placed in d.walk_blocks(document):
        blocks.setdefault(placed.number, []).append(placed)
    for number, _, section in d.walk_sections(document):
        yield Passage(f"the heading of section {number}", section.heading, "heading", section.heading)
        for placed in blocks.get(number, ()):
            yield from block_passages(placed)
    for term in document.glossary:
        yield Passage(f"the glossary, “{term.term}”", f"{term.term}: {term.meaning}", "glossary")


def block_passages(placed: d.Placed) -> Iterator[Passage]:
    block, heading = placed.block, placed.section.heading
    if isinstance(block, d.Table):
        yield from _table_passages(block, placed.where, heading)
    elif isinstance(block, d.ChartImage):
        if block.alt:
            yield Passage(f"{placed.where}, its description", block.alt, "chart", heading)
        yield from _table_passages(block.table, placed.where, heading)
    else:
        if isinstance(block, d.Notice) and block.heading:
            yield Passage(placed.where, block.heading, "notice", heading)
        runs = d.block_spans(block)
        for place, spans in enumerate(runs, 1):
            where = f"{placed.where}, item {place}" if placed.kind == "list" else placed.where
            yield Passage(where, d.plain(spans), placed.kind, heading, spans)
        if isinstance(block, d.Quotation) and block.attributed_to:
            yield Passage(f"{placed.where}, who said it", block.attributed_to, "quotation", heading)
        if isinstance(block, d.Claim):
            for evidence in block.evidence:
                text = f"{evidence.label}: {evidence.quoted}" if evidence.quoted else evidence.label
                yield Passage(f"{placed.where}, its evidence", text, "evidence", heading)


def _table_passages(table: d.Table, where: str, heading: str) -> Iterator[Passage]:
    for text in (table.caption, table.note, table.source, *(column.heading for column in table.columns)):
        if text:
            yield Passage(where, text, "table", heading)
    above = (None,) * len(table.columns)
    for number, row in enumerate(table.rows, 1):
        for cell, again in zip(row, above, strict=True):
            if cell == again:
                continue  # words that span rows, or stand in each, are read once
            if isinstance(cell, str) and cell.strip():
                yield Passage(f"{where}, row {number}", cell, "table", heading)
            elif isinstance(cell, d.NotSupplied):
                yield Passage(f"{where}, row {number}", cell.because, "table", heading)
        above = row


def placed_tables(document: d.Document) -> Iterator[tuple[str, d.Table]]:
    """(place, table) for every table, those behind charts included."""
    for number, placed in enumerate(
        (p for p in d.walk_blocks(document) if isinstance(p.block, d.Table | d.ChartImage)), 1
    ):
        table = placed.block.table if isinstance(placed.block, d.ChartImage) else placed.block
        name = f" “{table.caption}”" if table.caption else ""
        yield f"table {number}{name} (section {placed.number})", table


def placed_figures(document: d.Document) -> Iterator[tuple[Passage, d.Figure]]:
    """Every figure with its place: those of sentences, then those that tables and charts print."""
    for passage in passages(document):
        for span in passage.spans:
            if isinstance(span, d.Figure):
                yield passage, span
    for where, table in placed_tables(document):
        for figure in table.figures:
            period = d.show_period(figure.period_start, figure.period_end)
            yield Passage(f"{where}, {period}", f"{table.caption} {figure.group}".strip(), "table"), figure


ENDS = re.compile(r"(?<=[.!?])[”’\")\]]*\s+(?=[A-Z0-9“‘\"(\[])")
NOT_AN_END = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|Cllr|Rev|St|No|Nos|para|paras|pp?|e\.g|i\.e|etc|vs|approx|Fig)|\b[A-Z])\.$"
)


def sentences(text: str) -> list[str]:
    """The sentences of a passage; "Dr. Khan" and "No. 3" do not end one."""
    found: list[str] = []
    for piece in ENDS.split(text):
        if found and NOT_AN_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    cut = (part for sentence in found for part in _cut(sentence))
    return [part.strip() for part in cut if part.strip()]


LONGEST_SENTENCE = 1500


def _cut(text: str) -> Iterator[str]:
    """Text without a full stop in pieces that a pattern can read in no time; nobody writes such a sentence."""
    while len(text) > LONGEST_SENTENCE:
        place = text.rfind(" ", 0, LONGEST_SENTENCE) + 1 or LONGEST_SENTENCE
        yield text[:place]
        text = text[place:]
    yield text


def short(text: str, size: int = 160) -> str:
    """The words concerned, cut where they are too long to show."""
    text = " ".join(text.split())
    return text if len(text) <= size else text[: size - 1].rsplit(" ", 1)[0] + "…"


def around(text: str, words: str) -> str:
    """The words concerned with a little of what stands on both sides of them."""
    place = text.find(words)
    return text if len(text) <= 160 else f"…{text[max(0, place - 60) : place + 80]}…"
