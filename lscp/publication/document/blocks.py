"""The blocks of a document, its sections, and the whole. Frozen: to change a comma is to make another document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lscp.publication.document.values import (
    Cell,
    Figure,
    Spans,
    as_spans,
    check_scope,
    check_value,
    set_frozen,
)


@dataclass(frozen=True)
class Paragraph:
    """Words, figures and links in order. A single string is taken as one span."""

    spans: Spans

    def __post_init__(self):
        set_frozen(self, spans=as_spans(self.spans))


@dataclass(frozen=True)
class BulletList:
    items: tuple[Spans, ...]

    def __post_init__(self):
        set_frozen(self, items=tuple(as_spans(item) for item in self.items))


@dataclass(frozen=True)
class NumberedList:
    items: tuple[Spans, ...]

    def __post_init__(self):
        set_frozen(self, items=tuple(as_spans(item) for item in self.items))


@dataclass(frozen=True)
class Column:
    """A column of a table. A string alone is taken as a heading.

    For a percentage, `numerator` and `denominator` name the headings of the columns it is worked out from;
    no `denominator` means "of that column's total". `unit` is as in `Figure`.
    """

    heading: str
    unit: str = ""
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class Table:
    """Rows and columns with a caption. `total_row`: the last row adds up the others; `total_column` likewise.

    `code` names the sheet and the CSV file; `scope` says whom it counts ("children", "adults", "both", "not people"
    where it counts meetings, recommendations or money, "" where nobody said). `figures` are those of indicators that
    the rows print, with all that is known of each: what the checks and the memory of editions read.
    Raises ValueError where a row has not one cell for each column.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_header: bool = True
    total_row: bool = False
    total_column: bool = False
    unit: str = ""
    code: str = ""
    note: str = ""
    source: str = ""
    scope: str = ""
    period_start: date | None = None
    period_end: date | None = None
    figures: tuple[Figure, ...] = ()

    def __post_init__(self):
        check_scope(self.scope)
        set_frozen(
            self,
            figures=tuple(self.figures),
            columns=tuple(Column(c) if isinstance(c, str) else c for c in self.columns),
            rows=tuple(tuple(row) for row in self.rows),
        )
        for place, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Table “{self.caption}”, row {place}: {len(row)} cells for {len(self.columns)} columns."
                )
            for cell in row:
                check_value(cell, allow_text=True)


@dataclass(frozen=True)
class Quotation:
    text: str
    attributed_to: str = ""


@dataclass(frozen=True)
class EvidenceRef:
    """Where a claim can be looked up: the words or reading quoted, and the date on which it was so."""

    label: str
    url: str = ""
    quoted: str = ""
    as_of: date | None = None


@dataclass(frozen=True)
class Claim:
    """Something the partnership says is so. `impact`: it says that something changed for children."""

    spans: Spans
    evidence: tuple[EvidenceRef, ...] = ()
    impact: bool = False

    def __post_init__(self):
        set_frozen(self, spans=as_spans(self.spans), evidence=tuple(self.evidence))


@dataclass(frozen=True)
class Notice:
    """A boxed note that readers must not miss."""

    heading: str
    spans: Spans

    def __post_init__(self):
        set_frozen(self, spans=as_spans(self.spans))


@dataclass(frozen=True)
class ChartImage:
    """A picture of numbers, its description, and the numbers themselves: no chart without its table.

    `narrow` is the same picture for the width of a phone, where there is one.
    """

    svg: str
    alt: str
    table: Table
    narrow: str = ""


Block = Paragraph | BulletList | NumberedList | Table | Quotation | Claim | Notice | ChartImage


@dataclass(frozen=True)
class Section:
    """A chapter or part of one. `meets` lists the codes of the required items that it answers."""

    code: str
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    meets: tuple[str, ...] = ()

    def __post_init__(self):
        set_frozen(self, blocks=tuple(self.blocks), sections=tuple(self.sections), meets=tuple(self.meets))


@dataclass(frozen=True)
class Erratum:
    """What this edition puts right in an earlier one: prints at the top of the document."""

    corrects_edition: int
    corrected_on: date
    was: str
    now: str
    where: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Term:
    """A word or abbreviation of the glossary, and what it means."""

    term: str
    meaning: str


@dataclass(frozen=True)
class Document:
    """The whole. `retellings` tell it again for other readers, one section each: signed with it, printed apart."""

    title: str
    partnership: str
    period_start: date
    period_end: date
    sections: tuple[Section, ...] = ()
    subtitle: str = ""
    language: str = "en-GB"
    requirement_set: str = ""
    edition_number: int = 1
    dated: date | None = None
    errata: tuple[Erratum, ...] = ()
    glossary: tuple[Term, ...] = ()
    retellings: tuple[Section, ...] = ()

    def __post_init__(self):
        set_frozen(
            self,
            sections=tuple(self.sections),
            errata=tuple(self.errata),
            glossary=tuple(self.glossary),
            retellings=tuple(self.retellings),
        )
        if self.period_end < self.period_start:
            raise ValueError(f"The report's period ends ({self.period_end}) before it starts.")
