"""A report as plain values: what is said, in what order, and how we know it. No HTML, no Django, no clock.

Compose makes a `Document` from the record, the checks read it, the safeguarding partners sign its `checksum`,
and the renderers turn it into pages. Everything is frozen: to change a comma is to make another document.

Text is always text. A renderer escapes it for its own format; nothing here is markup. Numbers stay numbers
(`int` or `Decimal`, never `float`), so that a spreadsheet can add them up and a check can too.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CHILDREN, ADULTS, BOTH, NOT_PEOPLE = "children", "adults", "both", "not people"
SCOPES = (
    CHILDREN,
    ADULTS,
    BOTH,
    NOT_PEOPLE,
    "",
)  # not people: money, meetings, recommendations; "": not said

# ── Values that are not numbers, and say why (symbols of the Government Statistical Service) ───────────────


@dataclass(frozen=True)
class Hidden:
    """A figure kept back because it is so small that it could point to a child."""

    symbol = "c"
    meaning = "hidden, because a small number could identify a child"


@dataclass(frozen=True)
class NotAvailable:
    """A figure that nobody has."""

    symbol = ":"
    meaning = "not available"


@dataclass(frozen=True)
class NotApplicable:
    """A cell where no figure could stand."""

    symbol = "z"
    meaning = "not applicable"


@dataclass(frozen=True)
class NotSupplied:
    """A figure that was asked for and did not come; the reason prints."""

    because: str
    symbol = "x"

    @property
    def meaning(self) -> str:
        return f"not supplied, because {self.because}"


Number = int | Decimal
Special = Hidden | NotAvailable | NotApplicable | NotSupplied
Cell = int | Decimal | str | Hidden | NotAvailable | NotApplicable | NotSupplied


def is_number(value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


# ── Inside a sentence ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Figure:
    """A number in a sentence, with everything needed to trust it. Its source prints under "How we know".

    `unit` is "" for a count, "%" for a percentage, "£" for money, else a few words ("days", "per 10,000").
    No `period_start` means a count on the day `period_end`. `group` is the part of all children that it counts
    ("Asian"), `not_sum_of` what it is not the sum of although it stands beside it: "groups", "periods". `signed_off`:
    the owner of the data has confirmed it. Raises ValueError where a hidden figure comes with the counts that it hides:
    the stored document is published too.
    """

    value: int | Decimal | Hidden | NotAvailable | NotApplicable | NotSupplied
    unit: str = ""
    indicator: str = ""
    definition_version: str = ""
    numerator: int | None = None
    denominator: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    geography: str = ""
    scope: str = CHILDREN
    source: str = ""
    as_of: date | None = None
    group: str = ""
    not_sum_of: tuple[str, ...] = ()
    signed_off: bool = True

    def __post_init__(self):
        _check_scope(self.scope)
        _check_value(self.value, allow_text=False)
        _set(self, not_sum_of=tuple(self.not_sum_of))
        if isinstance(self.value, Hidden) and (self.numerator, self.denominator) != (None, None):
            raise ValueError("A hidden figure may not carry the counts that it hides. Leave them out.")


@dataclass(frozen=True)
class Link:
    text: str
    url: str


Span = str | Figure | Link
Spans = tuple[Span, ...]

# ── Blocks ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Paragraph:
    """Words, figures and links in order. A single string is taken as one span."""

    spans: Spans

    def __post_init__(self):
        _set(self, spans=_as_spans(self.spans))


@dataclass(frozen=True)
class BulletList:
    items: tuple[Spans, ...]

    def __post_init__(self):
        _set(self, items=tuple(_as_spans(item) for item in self.items))


@dataclass(frozen=True)
class NumberedList:
    items: tuple[Spans, ...]

    def __post_init__(self):
        _set(self, items=tuple(_as_spans(item) for item in self.items))


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
        _check_scope(self.scope)
        _set(
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
                _check_value(cell, allow_text=True)


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
        _set(self, spans=_as_spans(self.spans), evidence=tuple(self.evidence))


@dataclass(frozen=True)
class Notice:
    """A boxed note that readers must not miss."""

    heading: str
    spans: Spans

    def __post_init__(self):
        _set(self, spans=_as_spans(self.spans))


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

# ── The whole ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Section:
    """A chapter or part of one. `meets` lists the codes of the required items that it answers."""

    code: str
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    meets: tuple[str, ...] = ()

    def __post_init__(self):
        _set(self, blocks=tuple(self.blocks), sections=tuple(self.sections), meets=tuple(self.meets))


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

    def __post_init__(self):
        _set(self, sections=tuple(self.sections), errata=tuple(self.errata), glossary=tuple(self.glossary))
        if self.period_end < self.period_start:
            raise ValueError(f"The report's period ends ({self.period_end}) before it starts.")


# ── Reading a document in order ───────────────────────────────────────────────────────────────────────────


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
    """Every figure that the document prints, in sentences, tables and charts, in reading order."""
    found: list[Figure] = []
    for placed in walk_blocks(document):
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


def plain(spans: Spans) -> str:
    """The words as they are read aloud, figures written out."""
    return "".join(span if isinstance(span, str) else _plain_span(span) for span in spans)


def _plain_span(span: Figure | Link) -> str:
    return span.text if isinstance(span, Link) else show_value(span.value, span.unit)


def sentence(text: str) -> str:
    """The words with a full stop, unless they end as a sentence already; nothing stays nothing."""
    text = text.strip()
    ends = text.rstrip("”’\"')]").endswith((".", "!", "?", "…"))
    return text if ends or not text else f"{text.rstrip(':;,')}."


def show_value(value: Cell, unit: str = "") -> str:
    """The way a value prints: 1234 → "1,234", 12.5 and "%" → "12.5%", hidden → "c"."""
    if isinstance(value, str):
        return value
    if not is_number(value):
        return f"[{value.symbol}]"
    sign, size = ("−" if value < 0 else ""), f"{abs(value):,}"
    if unit == "%":
        return f"{sign}{size}%"
    if unit == "£":
        return f"{sign}£{size}"
    return f"{sign}{size} {unit}".rstrip()


def show_date(day: date) -> str:
    """31 March 2025, the same on every machine whatever its locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def show_period(start: date | None, end: date | None) -> str:
    if end is None:
        return ""
    return f"on {show_date(end)}" if start is None else f"{show_date(start)} to {show_date(end)}"


# ── Canonical JSON and the checksum that is signed ────────────────────────────────────────────────────────

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Hidden, NotAvailable, NotApplicable, NotSupplied, Figure, Link, Paragraph, BulletList, NumberedList,
        Column, Table, Quotation, EvidenceRef, Claim, Notice, ChartImage, Section, Erratum, Term, Document,
    )
}  # fmt: skip


def to_json(document: Document) -> str:
    """One text for one document: keys sorted, no spare white space, fields at their default left out.

    Leaving defaults out means that a field added to this file later does not change an old checksum.
    """
    return json.dumps(_encode(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Document:
    """The document that `to_json` wrote. Raises ValueError, saying what was not understood."""
    try:
        found = _decode(json.loads(text))
    except (TypeError, KeyError, ArithmeticError) as problem:
        raise ValueError(f"This is not a stored report: {problem}") from problem
    if not isinstance(found, Document):
        raise ValueError("This is not a stored report: the outermost value is not a Document.")
    return found


def checksum(document: Document) -> str:
    """SHA-256 of the canonical JSON: what a safeguarding partner signs."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()


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


def _encode(value):
    if dataclasses.is_dataclass(value):
        said = {
            field.name: _encode(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not _is_default(field, getattr(value, field.name))
        }
        return {"is": type(value).__name__, **said}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, Decimal):
        return {"is": "Decimal", "value": str(value)}
    if isinstance(value, date):
        return {"is": "date", "value": value.isoformat()}
    return value


def _is_default(field: dataclasses.Field, value) -> bool:
    default = field.default
    return default is not dataclasses.MISSING and type(default) is type(value) and default == value


def _decode(value):
    if isinstance(value, list):
        return tuple(_decode(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = value.get("is")
    if kind == "Decimal":
        return Decimal(value["value"])
    if kind == "date":
        return date.fromisoformat(value["value"])
    if kind not in _KINDS:
        raise ValueError(f"This is not a stored report: {kind!r} is not a kind of block.")
    return _KINDS[kind](**{name: _decode(item) for name, item in value.items() if name != "is"})


# ── Making values sound ───────────────────────────────────────────────────────────────────────────────────


def _as_spans(value: str | Spans | list) -> Spans:
    return (value,) if isinstance(value, str) else tuple(value)


def _set(frozen, **values):
    for name, value in values.items():
        object.__setattr__(frozen, name, value)


def _check_scope(scope: str):
    if scope not in SCOPES:
        raise ValueError(f"Scope must be children, adults, both or not people, not {scope!r}.")


def _check_value(value, *, allow_text: bool):
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("A figure must be a finite number; write NotAvailable() where there is none.")
    if is_number(value) or isinstance(value, Special) or (allow_text and isinstance(value, str)):
        return
    raise ValueError(
        f"{value!r} cannot stand as a figure. Use a whole number, a Decimal, or say why there is none "
        "(Hidden, NotAvailable, NotApplicable, NotSupplied)."
    )
