"""A report as plain values: what is said, in what order, and how we know it. No HTML, no Django, no clock.

Compose makes a `Document` from the record, the checks read it, the safeguarding partners sign its `checksum`,
and the renderers turn it into pages. Everything is frozen: to change a comma is to make another document.

Text is always text. A renderer escapes it for its own format; nothing here is markup. Numbers stay numbers
(`int` or `Decimal`, never `float`), so that a spreadsheet can add them up and a check can too.
"""

# ruff: noqa: F401 - to those who write or read a document it is one module, whichever of these each thing stands in

from lscp.publication.document.blocks import (
    Block,
    BulletList,
    ChartImage,
    Claim,
    Column,
    Document,
    Erratum,
    EvidenceRef,
    Notice,
    NumberedList,
    Paragraph,
    Quotation,
    Section,
    Table,
    Term,
)
from lscp.publication.document.reading import (
    KIND_WORDS,
    Placed,
    block_spans,
    figures,
    retelling,
    tables,
    walk_blocks,
    walk_sections,
    whole,
    with_text,
)
from lscp.publication.document.stored import checksum, from_json, to_json
from lscp.publication.document.values import (
    ADULTS,
    BOTH,
    CHILDREN,
    NOT_PEOPLE,
    SCOPES,
    Cell,
    Figure,
    Hidden,
    Link,
    NotApplicable,
    NotAvailable,
    NotSupplied,
    Number,
    Span,
    Spans,
    Special,
    is_number,
)
from lscp.publication.document.words import MONTHS, plain, sentence, show_date, show_period, show_value
