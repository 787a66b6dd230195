"""Bytes of any format we accept → lines of text. Raises Unreadable, and nothing else, for whatever cannot be read.

A line is what the page beside the proposals will show: a paragraph, a list item, a table row or, in a plain
text file, a line as it stands.
"""

import re

from lscp import files
from lscp.files import OTHER_WAYS, PDF, TEXT, WEB_PAGE, WORD, Unreadable, bounded

from . import pdf, text, web, word
from .lines import Line, measured

__all__ = ["Line", "read_as", "read_lines"]

MOST_BYTES = 60_000_000
MOST_LINES = 50_000
MOST_MEMORY = 1024**3
MOST_SECONDS = 20
# A web page up to this size cannot grow to anything much, and is read on the spot.
SMALL_PAGE = 2_000_000
_READERS = {TEXT: text.read, WEB_PAGE: web.read, WORD: word.read, PDF: pdf.read}


def read_lines(data: bytes, *, name: str) -> list[Line]:
    """The paper's text, line by line; Unreadable where there is none."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name} is larger than 60 MB. Save only the pages of this item, and try again.")
    kind = files.kind_of(data, name)
    unpacks = kind in (PDF, WORD) or (kind == WEB_PAGE and len(data) > SMALL_PAGE)
    lines = _read_apart(kind, data, name) if unpacks else read_as(kind, data, name)
    if len(lines) > MOST_LINES:
        raise Unreadable(
            f"{name} has more than {MOST_LINES:,} lines. Save only the pages of this item, and try again."
        )
    lines = list(measured(lines))
    if not any(re.search(r"\w", line.text) for line in lines):
        raise Unreadable(f"{name} was read but holds no text. {OTHER_WAYS}")
    return lines


def read_as(kind: str, data: bytes, name: str) -> list[Line]:
    """The lines of a file whose kind is known."""
    with files.damaged_otherwise(name):
        return list(_READERS[kind](data, name))


def _read_apart(kind: str, data: bytes, name: str) -> list[Line]:
    """The same, in a process of its own."""
    try:
        answer = bounded.ask("lscp.minutes.reading.apart", kind, name, data=data, seconds=MOST_SECONDS)
    except bounded.TooMuch as error:
        raise Unreadable(
            f"{name} takes more memory or time to read than a committee paper does. Save only the pages of this "
            "item, or copy its text and paste it."
        ) from error
    return [Line(text, heading) for text, heading in answer]
