"""A line of the extracted text, whatever the format it came from, and the markers that lists print."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_UNITS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
ROMAN = (*_UNITS, *(f"x{unit}" for unit in _UNITS))
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Line:
    """One line of the extracted text. `heading` is 1–6 where the format marks a heading, otherwise 0; `margin` is
    what the line prints far to the right of its last sentence, where some minutes name who acts; `indexed` is true
    where a bare number stands well before the text, as that of a list; `cells` are those of a table's row."""

    text: str
    heading: int = 0
    margin: str = ""
    indexed: bool = False
    cells: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """White space of every kind collapsed to one space; marks that do not print removed."""
    text = re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def list_marker(kind: str, place: int) -> str:
    """What stands before the item of a list that is numbered in letters, in roman numerals or otherwise."""
    if kind == "letter" and 1 <= place <= 26:
        return f"({_ALPHABET[place - 1]}) "
    if kind == "roman" and 1 <= place <= 20:
        return f"({ROMAN[place - 1]}) "
    return f"{place}. "


def measured(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with what their own white space tells: cells, margin, the number of a list."""
    column = None  # where a column "Action by" begins, once its head is met
    for line in lines:
        between = next((mark for mark in (r"\s\|\s", r"\t") if re.search(mark, line.text.strip())), r"\s{3,}")
        cells = tuple(tidy(cell) for cell in re.split(between, line.text.strip(" \t|")))
        head = _HEADS_COLUMN.match(line.text)
        column = head.start("head") if head else column
        margin = head["head"] if head else _margin(line.text, column)
        indexed = bool(_INDEXED.match(line.text))
        yield Line(tidy(line.text), line.heading, margin, indexed, cells if len(cells) > 1 else ())


_HEADS_COLUMN = re.compile(
    r"(?:.{0,200}\s{3}|\s*[\t|] ?)(?P<head>A(?:CTION|ction) (?:[Bb]y|BY)(?:/\w+)?)\s*$"
)
_INDEXED = re.compile(r"\s*\d{1,2}(?:\s{2,}|\t)(?=[“‘\"'(]*[A-Za-z])")


def _margin(text: str, column: int | None) -> str:
    """ "Clerk", or "ACTION JM", printed far to the right of a sentence, or in a column "Action by" beside it."""
    found = re.search(
        r"(?P<gap>[\s|]+)(?P<margin>[^\s|]+(?: [^\s|]+){0,5})$", (text := text.rstrip(" \t|"))[-400:]
    )
    gap = found["gap"] if found else ""
    near = 8 if column is None else 2
    if not (len(gap) >= near or "|" in gap or "\t" in gap[near == 8 :]) or len(found["margin"]) > 41:
        return ""
    aligned = column == len(text) - len(found["margin"])
    sentence = re.search(r"[^|]{30}[.;]$" if "|" in gap else r"\w{2}[.;)]$", text[-400:][: found.start()])
    named = found["margin"][0].isupper() and (sentence or aligned or found["margin"].startswith("ACTION"))
    return found["margin"] if named else ""
