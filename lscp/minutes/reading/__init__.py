"""Bytes of any format we accept → lines of text. The format is told by content, never by the file's name.

A line is what the page beside the proposals will show: a paragraph, a list item, a table row or, in a plain
text file, a line as it stands. Raises Unreadable, and nothing else, for whatever cannot be read.
"""

import re

from .. import bounded
from ..paper import Unreadable
from . import pdf, text, web, word
from .lines import Line, measured
from .text import OTHER_WAYS

__all__ = ["Line", "read_as", "read_lines"]

MOST_BYTES = 60_000_000
MOST_LINES = 50_000
_READERS = {"text": text.read, "web page": web.read, "Word": word.read, "PDF": pdf.read}


def read_lines(data: bytes, *, name: str) -> list[Line]:
    """The paper's text, line by line; Unreadable where there is none."""
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable(f"{name} is empty. Check that the download finished, and choose the file again.")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name} is larger than 60 MB. Save only the pages of this item, and try again.")
    format = _format(data, name)
    unpacks = format in ("PDF", "Word") or (format == "web page" and len(data) > bounded.SMALL_PAGE)
    lines = bounded.read(format, data, name=name) if unpacks else read_as(format, data, name)
    if len(lines) > MOST_LINES:
        raise Unreadable(
            f"{name} has more than {MOST_LINES:,} lines. Save only the pages of this item, and try again."
        )
    lines = [measured(line) for line in lines]
    if not any(re.search(r"\w", line.text) for line in lines):
        raise Unreadable(f"{name} was read but holds no text. {OTHER_WAYS}")
    return lines


def read_as(format: str, data: bytes, name: str) -> list[Line]:
    """The lines of a file whose format is known: "text", "web page", "Word" or "PDF"."""
    try:
        return list(_READERS[format](data, name))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # a damaged file can fail anywhere inside a parser
        raise Unreadable(
            f"{name} is damaged and could not be read. Download it again. {OTHER_WAYS}"
        ) from error


def _format(data: bytes, name: str) -> str:
    start = data[:1024].lstrip()
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if start.startswith(b"PK\x03\x04"):
        return "Word"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            f"{name} is an old Office document, or one locked with a password. Open it in Word, save it as .docx "
            "without a password, and try again."
        )
    if start.startswith(b"{\\rtf"):
        raise Unreadable(f"{name} is in rich text format (RTF). {OTHER_WAYS}")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")):
        raise Unreadable(f"{name} is a picture, so it has no text to read. {OTHER_WAYS}")
    return "web page" if web.is_page(text.decode(data, name)) else "text"
