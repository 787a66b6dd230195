"""What every reader of a file gives: the pieces of a report in reading order, and what the format says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HEADING, PARAGRAPH, ITEM, TABLE, QUOTATION = "heading", "paragraph", "item", "table", "quotation"


@dataclass(frozen=True)
class Piece:
    """A heading, a paragraph, an item of a list, a quotation or a table, with the page it begins on (0: no pages).

    `links` are (words, address) inside the text. `cited`: a note or a source is pointed at. Of a table: `rows` of
    text, the first `headers` of which head the columns, and its `caption`. `doubtful`: the columns were told by where
    the words stand on the page.
    """

    kind: str
    text: str = ""
    level: int = 0
    page: int = 0
    links: tuple[tuple[str, str], ...] = ()
    cited: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    headers: int = 0
    caption: str = ""
    doubtful: bool = False


@dataclass(frozen=True)
class Fault:
    """Something about the file itself, most often what stops somebody from reading it."""

    severity: str
    where: str
    text: str
    message: str
    check: str = "accessibility"


@dataclass(frozen=True)
class Read:
    """A file that was read. `structured`: the format marks headings, lists and tables, so they can be judged."""

    format: str
    pieces: tuple[Piece, ...]
    title: str = ""
    language: str = ""
    pages: int | None = None
    structured: bool = True
    faults: tuple[Fault, ...] = field(default=())


DOES_NOT_PRINT = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\ue000-\uf8ff]")
NOTE_MARK = re.compile(
    r"(?<=[\w.,;:)’”%])\s?(?:\[\d{1,3}\](?!\s*(?:children|people)))+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=[\s.,;:)]|$)"
)


def tidy(text: str) -> str:
    """White space of every kind collapsed to one space; marks that do not print removed."""
    return re.sub(r"\s+", " ", DOES_NOT_PRINT.sub("", text)).strip()


def without_marks(text: str) -> tuple[str, bool]:
    """(the text without the numbers of its notes, whether it had any): "18[1] reviews" is 18 reviews."""
    bare, marks = NOTE_MARK.subn("", text)
    return tidy(bare), marks > 0
