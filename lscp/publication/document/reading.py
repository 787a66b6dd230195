"""Reading a document in order: its sections, blocks, tables and figures, each with its place."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lscp.publication.document.blocks import (
    Block,
    BulletList,
    ChartImage,
    Claim,
    Document,
    Notice,
    NumberedList,
    Paragraph,
    Quotation,
    Section,
    Table,
)
from lscp.publication.document.values import Figure, Spans


@dataclass(frozen=True)
class Placed:
    """A block with its place: the section it stands in, the headings above it, its number in the section."""

    block: Block
    section: Section
    number: str  # "2.1": the section's number in the contents
    position: int  # 1 for the first block of the section

    @property
    def where(self) -> str:
        """ "section 2.1 “Early help”, block 3", as a person would point to it."""
        return f"section {self.number} “{self.section.heading}”, {self.kind} {self.position}"

    @property
    def kind(self) -> str:
        return KIND_WORDS[type(self.block)]


KIND_WORDS = {
    Paragraph: "paragraph",
    BulletList: "list",
    NumberedList: "list",
    Table: "table",
    Quotation: "quotation",
    Claim: "claim",
    Notice: "notice",
    ChartImage: "chart",
}


def whole(document: Document) -> Document:
    """Everything that is signed as one text: the report, then each retelling as a section after the last."""
    if not document.retellings:
        return document
    return dataclasses.replace(document, sections=document.sections + document.retellings, retellings=())


def retelling(document: Document, code: str) -> Section | None:
    """The retelling of this code, or None where the document has none."""
    return next((section for section in document.retellings if section.code == code), None)


def walk_sections(document: Document) -> Iterator[tuple[str, int, Section]]:
    """Each section in reading order as (number "2.1", depth 1, section)."""

    def descend(sections, prefix, depth):
        for place, section in enumerate(sections, 1):
            number = f"{prefix}{place}"
            yield number, depth, section
            yield from descend(section.sections, f"{number}.", depth + 1)

    yield from descend(document.sections, "", 1)


def walk_blocks(document: Document) -> Iterator[Placed]:
    """Each block in reading order; `position` counts blocks of the same kind in the same section."""
    for number, _, section in walk_sections(document):
        seen: dict[str, int] = {}
        for block in section.blocks:
            kind = KIND_WORDS[type(block)]
            seen[kind] = seen.get(kind, 0) + 1
            yield Placed(block, section, number, seen[kind])


def tables(document: Document) -> tuple[Table, ...]:
    """Every table in reading order, those behind charts included, each with a code of its own.

    A table without a code, or with one already used, is given the next free "table-N".
    """
    found = [
        placed.block.table if isinstance(placed.block, ChartImage) else placed.block
        for placed in walk_blocks(document)
        if isinstance(placed.block, Table | ChartImage)
    ]
    used: set[str] = set()
    coded = []
    for place, table in enumerate(found, 1):
        code = re.sub(r"[^a-z0-9]+", "-", table.code.lower()).strip("-")[:40]
        if not code or code in used:
            code = f"table-{place}"
        while code in used:
            code += "-b"
        used.add(code)
        coded.append(dataclasses.replace(table, code=code))
    return tuple(coded)


def figures(document: Document) -> tuple[Figure, ...]:
    """Every figure that the document prints, in sentences, tables and charts, in reading order; retellings last."""
    found: list[Figure] = []
    for placed in walk_blocks(whole(document)):
        block = placed.block
        if isinstance(block, Table | ChartImage):
            found += (block.table if isinstance(block, ChartImage) else block).figures
        found += [span for spans in block_spans(block) for span in spans if isinstance(span, Figure)]
    return tuple(found)


def block_spans(block: Block) -> tuple[Spans, ...]:
    """The runs of words of a block, one for each paragraph or list item; none for a table or a chart."""
    if isinstance(block, Paragraph | Claim | Notice):
        return (block.spans,)
    if isinstance(block, BulletList | NumberedList):
        return block.items
    if isinstance(block, Quotation):
        return ((block.text,),)
    return ()


def with_text(document: Document, change: Callable[[str], str]) -> Document:
    """The same document with every piece of text passed through `change`."""

    def walk(value):
        if isinstance(value, str):
            return change(value)
        if isinstance(value, tuple):
            return tuple(walk(item) for item in value)
        if dataclasses.is_dataclass(value):
            return type(value)(**{f.name: walk(getattr(value, f.name)) for f in dataclasses.fields(value)})
        return value

    return walk(document)
