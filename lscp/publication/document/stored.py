"""Canonical JSON, and the checksum that is signed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from decimal import Decimal

from lscp.publication.document.blocks import (
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
from lscp.publication.document.values import Figure, Hidden, Link, NotApplicable, NotAvailable, NotSupplied

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Hidden, NotAvailable, NotApplicable, NotSupplied, Figure, Link, Paragraph, BulletList, NumberedList,
        Column, Table, Quotation, EvidenceRef, Claim, Notice, ChartImage, Section, Erratum, Term, Document,
    )
}  # fmt: skip


def to_json(document: Document) -> str:
    """One text for one document: keys sorted, no spare white space, fields at their default left out.

    Leaving defaults out means that a field added to a block later does not change an old checksum.
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
