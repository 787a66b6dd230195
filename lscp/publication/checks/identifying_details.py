"""Details that could identify a child, wherever they stand: `identifying-detail`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial

from lscp.disclosure import identifying
from lscp.publication import document as d
from lscp.publication.checks.finding import ERROR, WARNING, Finding, passages, placed_tables

# What may be right to print (an office's postcode, a paper's number): a person decides. The rest may not be printed.
PERSON_DECIDES = ("postcode", "age-and-date", "case-number", "address")
TAG = re.compile(r"<[^>]*>")


def identifying_detail(
    document: d.Document,
    *,
    known_names: Iterable[str] = (),
    pseudonyms: Iterable[str] = (),
    allow_emails: Iterable[str] = (),
    allow_phones: Iterable[str] = (),
    allow_postcodes: Iterable[str] = (),
) -> Iterator[Finding]:
    """NHS numbers, dates of birth, names of children and the like, anywhere in the document."""
    allowed = {
        "known_names": tuple(known_names),
        "pseudonyms": tuple(pseudonyms),
        "allow_emails": tuple(allow_emails),
        "allow_phones": tuple(allow_phones),
        "allow_postcodes": tuple(allow_postcodes),
    }
    scan = cache(partial(identifying.scan, **allowed))  # half of what stands in tables stands there before
    for where, text in _everything_written(document):
        for detail in scan(text):
            severity = WARNING if detail.kind in PERSON_DECIDES else ERROR
            yield Finding("identifying-detail", severity, where, detail.text, detail.message)


def _everything_written(document: d.Document) -> Iterator[tuple[str, str]]:
    """(place, text): what readers see, and what only a machine reads: addresses, pictures, long numbers in cells."""
    for passage in passages(document):
        yield passage.where, passage.text
        for span in passage.spans:
            if isinstance(span, d.Link):
                yield f"{passage.where}, the address of “{span.text}”", span.url
    for placed in d.walk_blocks(document):
        if isinstance(placed.block, d.ChartImage):
            yield f"{placed.where}, the words in the picture", TAG.sub(" ", placed.block.svg)
        for evidence in placed.block.evidence if isinstance(placed.block, d.Claim) else ():
            yield f"{placed.where}, the address of its evidence", evidence.url
    for where, table in placed_tables(document):
        for number, row in enumerate(table.rows, 1):
            for cell in row:
                if d.is_number(cell):
                    yield f"{where}, row {number}", str(cell)
