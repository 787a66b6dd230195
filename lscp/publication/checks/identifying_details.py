"""Details that could identify a child, wherever they stand: `identifying-detail`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lscp.disclosure import identifying
from lscp.publication import document as d
from lscp.publication.checks.finding import (
    ERROR,
    Finding,
    passages,
)


def identifying_detail(
    document: d.Document,
    *,
    known_names: Iterable[str] = (),
    pseudonyms: Iterable[str] = (),
    allow_emails: Iterable[str] = (),
    allow_phones: Iterable[str] = (),
) -> Iterator[Finding]:
    """NHS numbers, dates of birth, postcodes, names of children and the like, anywhere in the document."""
    for passage in passages(document):
        details = identifying.scan(
            passage.text,
            known_names=known_names,
            pseudonyms=pseudonyms,
            allow_emails=allow_emails,
            allow_phones=allow_phones,
        )
        for detail in details:
            yield Finding("identifying-detail", ERROR, passage.where, detail.text, detail.message)
