"""Bytes of any format → pieces of a report. Raises Unreadable, and nothing else, for whatever cannot be read."""

from __future__ import annotations

import re

from lscp import files
from lscp.files import OTHER_WAYS, PDF, TEXT, WEB_PAGE, WORD, Unreadable, bounded
from lscp.publication.drafts.pieces import TABLE, Fault, Piece, Read

MOST_BYTES = 60_000_000
MOST_PIECES = 50_000
LEAST_WORDS = 5
MOST_MEMORY = 1536 * 1024**2
MOST_SECONDS = 90


def read(data: bytes, *, name: str) -> Read:
    """The report's pieces; Unreadable where there are none."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name} is larger than 60 MB. Save it with smaller pictures, and try again.")
    kind = files.kind_of(data, name)
    found = read_as(kind, data, name) if kind == TEXT else read_apart(kind, data, name)
    if len(found.pieces) > MOST_PIECES:
        raise Unreadable(f"{name} has more than {MOST_PIECES:,} paragraphs. Check one chapter at a time.")
    if sum(len(re.findall(r"\w+", _words(piece))) for piece in found.pieces) < LEAST_WORDS:
        raise Unreadable(f"{name} was read but holds no text. {OTHER_WAYS}")
    return found


def _words(piece: Piece) -> str:
    return " ".join(cell for row in piece.rows for cell in row) if piece.kind == TABLE else piece.text


def read_as(kind: str, data: bytes, name: str) -> Read:
    """A file whose kind is known."""
    from lscp.publication.drafts import pdf, text, web, word

    with files.damaged_otherwise(name):
        if kind == TEXT:
            return text.read(files.text_of(data, name), name)
        if kind == WEB_PAGE:
            return web.read(files.source_of_page(data, name), name)
        return {WORD: word.read, PDF: pdf.read}[kind](data, name)


def read_apart(kind: str, data: bytes, name: str) -> Read:
    """The same, in a process of its own."""
    try:
        answer = bounded.ask("lscp.publication.drafts.apart", kind, name, data=data, seconds=MOST_SECONDS)
    except bounded.TooMuch as error:
        raise Unreadable(
            f"{name} takes more memory or time to read than a report does. Save only its pages with words, or copy "
            "its text into a plain file, and try again."
        ) from error
    pieces = tuple(
        Piece(
            **{
                **piece,
                "links": tuple((words, address) for words, address in piece["links"]),
                "rows": tuple(tuple(row) for row in piece["rows"]),
            }
        )
        for piece in answer.pop("pieces")
    )
    faults = tuple(Fault(**fault) for fault in answer.pop("faults"))
    return Read(pieces=pieces, faults=faults, **answer)
