"""Bytes of any format → pieces of a report. The format is told by content, never by the file's name.

Raises Unreadable, and nothing else, for whatever cannot be read.
"""

from __future__ import annotations

import codecs
import re

from lscp.publication.drafts import bounded
from lscp.publication.drafts.pieces import OTHER_WAYS, TABLE, Read, Unreadable

MOST_BYTES = 60_000_000
MOST_PIECES = 50_000
LEAST_WORDS = 5


def read(data: bytes, *, name: str) -> Read:
    """The report's pieces; Unreadable where there are none."""
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable(f"{name} is empty. Check that the download finished, and choose the file again.")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name} is larger than 60 MB. Save it with smaller pictures, and try again.")
    format = _format(data, name)
    found = read_as(format, data, name) if format == "text" else bounded.read(format, data, name=name)
    if len(found.pieces) > MOST_PIECES:
        raise Unreadable(f"{name} has more than {MOST_PIECES:,} paragraphs. Check one chapter at a time.")
    words = sum(
        len(
            re.findall(
                r"\w+",
                " ".join(cell for row in piece.rows for cell in row) if piece.kind == TABLE else piece.text,
            )
        )
        for piece in found.pieces
    )
    if words < LEAST_WORDS:
        raise Unreadable(f"{name} was read but holds no text. {OTHER_WAYS}")
    return found


def read_as(format: str, data: bytes, name: str) -> Read:
    """A file whose format is known: text, html, docx or pdf."""
    from lscp.publication.drafts import pdf, text, web, word

    readers = {"text": text.read, "html": web.read, "docx": word.read, "pdf": pdf.read}
    source = decode_html(data, name) if format == "html" else decode(data, name) if format == "text" else data
    try:
        return readers[format](source, name)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # a damaged file can fail anywhere inside a parser
        raise Unreadable(
            f"{name} is damaged and could not be read. Download it again. {OTHER_WAYS}"
        ) from error


def _format(data: bytes, name: str) -> str:
    start = data[:1024].lstrip()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "docx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            f"{name} is an old Office document, or one locked with a password. Open it in Word, save it as .docx "
            "without a password, and try again."
        )
    if start.startswith(b"{\\rtf"):
        raise Unreadable(f"{name} is in rich text format (RTF). {OTHER_WAYS}")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")):
        raise Unreadable(f"{name} is a picture, so it has no text to read. {OTHER_WAYS}")
    return "html" if _looks_like_html(decode(data, name)) else "text"


def _looks_like_html(text: str) -> bool:
    start = text[:4000].lower()
    return (
        "<html" in start
        or "<!doctype html" in start
        or len(re.findall(r"</?(?:p|div|h\d|li|br|table)\b", start)) > 2
    )


def decode(data: bytes, name: str) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    stray = sum(data.count(bytes([code])) for code in (*range(0, 9), *range(14, 27), *range(28, 32)))
    if stray > len(data) / 100:
        raise Unreadable(f"{name} is not a document we can read. {OTHER_WAYS}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def decode_html(data: bytes, name: str) -> str:
    declared = re.search(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)""", data[:4096], re.I)
    if declared and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name)
