"""What an agency proposes for a chapter, beside the chapter as it is: place by place, each taken or left. Pure.

A chapter may be asked for as a whole, or as the part under one of its headings (``## Police``).
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lscp.publication.differences import Difference
from lscp.publication.narrative import EMPTY_LINE


@dataclass(frozen=True)
class Place(Difference):
    """One paragraph that differs. ``theirs``: the agency wrote it so; else the chapter was changed since they began."""

    number: int
    theirs: bool


def part_of(narrative: str, heading: str) -> str:
    """The text under a heading of the chapter, without it: empty where there is none. No heading: all of it."""
    return _split(narrative, heading)[1] if heading else narrative


def with_part(narrative: str, heading: str, text: str) -> str:
    """The chapter with ``text`` under that heading, which is added at the end where it is missing."""
    if not heading:
        return text
    before, _, after = _split(narrative, heading)
    return "\n\n".join(piece for piece in (before, f"## {heading}", text.strip(), after) if piece)


def places(narrative: str, heading: str, text: str, *, began_with: str) -> list[Place]:
    """Where the chapter would differ if ``text`` were taken over. ``began_with``: what its writer was shown."""
    shown = set(_pieces(began_with))
    return [
        Place("", was, now, number, now not in shown if now else was in shown)
        for number, (was, now) in enumerate(_pairs(narrative, heading, text), 1)
        if was != now
    ]


def taken(narrative: str, heading: str, text: str, numbers: Collection[int]) -> str:
    """The chapter with the places of these numbers as proposed, and all others as they are."""
    chosen = [
        now if number in numbers else was
        for number, (was, now) in enumerate(_pairs(narrative, heading, text), 1)
    ]
    return "\n\n".join(piece for piece in chosen if piece)


def _pairs(narrative: str, heading: str, text: str) -> Iterator[tuple[str, str]]:
    """Each paragraph as it is and as proposed; one of the two is empty where there is no other."""
    old, new = _pieces(narrative), _pieces(with_part(narrative, heading, text))
    for kind, a, b, x, y in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(old[a:b], old[a:b], strict=True)
        else:
            yield from zip_longest(old[a:b], new[x:y], fillvalue="")


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in EMPTY_LINE.split(text.replace("\r\n", "\n")) if piece.strip()]


def _split(narrative: str, heading: str) -> tuple[str, str, str]:
    """What stands before a heading, under it, and from the next one on; all before, where it is missing."""
    lines = narrative.replace("\r\n", "\n").split("\n")
    starts = [n for n, line in enumerate(lines) if line.startswith("## ")]
    own = next((n for n in starts if lines[n][3:].strip().lower() == heading.strip().lower()), None)
    if own is None:
        return narrative.strip(), "", ""
    end = next((n for n in starts if n > own), len(lines))
    return tuple("\n".join(piece).strip() for piece in (lines[:own], lines[own + 1 : end], lines[end:]))
