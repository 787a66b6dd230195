"""Rows of text → a table of numbers: what each cell holds, what heads a column, what its unit is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lscp.publication import document as d

NUMBER = re.compile(
    r"^[~≈c.]{0,3}\s*(?P<sign>[-−–(]?)\s*(?P<pound>£?)\s*(?P<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\)?"
    r"\s*(?P<percent>%|per cent)?\s*\*?$"
)
BOTH = re.compile(
    r"^(?P<count>\d{1,3}(?:,\d{3})+|\d+)\s*[(\[/,]\s*(?P<share>\d+(?:\.\d+)?)\s*%\s*[)\]]?$"
    r"|^(?P<share2>\d+(?:\.\d+)?)\s*%\s*[(\[/,]\s*(?:n\s*=\s*)?(?P<count2>\d{1,3}(?:,\d{3})+|\d+)\s*[)\]]?$"
)
HIDDEN = re.compile(
    r"^(?:\[?c\]?|\*+|[<≤]\s?\d{1,2}|(?:fewer|less) than \w+|under \d|suppressed|redacted|\d\s?(?:-|–|to)\s?\d)$",
    re.I,
)
ABSENT = re.compile(
    r"^(?:\[?[:x]\]?|\.\.|n/?a|not (?:available|known|supplied|recorded|yet known)|tbc|tba|unknown|no data)$",
    re.I,
)
NOTHING = re.compile(r"^(?:\[?z\]?|[-–—]|nil return|)$", re.I)
YEAR = re.compile(r"^(?:19|20)\d\d(?:\s?[-–/]\s?(?:\d\d|(?:19|20)\d\d))?$")
LONGEST_CAPTION = 160


def looks_like_numbers(cell: str) -> bool:
    return bool(NUMBER.match(cell) or BOTH.match(cell) or (HIDDEN.match(cell) and cell)) and not YEAR.match(
        cell
    )


def is_heading_row(row: Sequence[str]) -> bool:
    """Whether a row heads its columns: words or years, and no counts."""
    return not any(looks_like_numbers(cell) for cell in row[1:]) and any(cell for cell in row[1:])


class Grid:
    """Rows of cells as they stand on the page: words that span cells stand in each, a number in the first alone."""

    def __init__(self):
        self.rows: list[list[str]] = []
        self._below: dict[
            int, tuple[int, str]
        ] = {}  # column → (rows that it still reaches into, what stands there)

    def add(self, cells: Iterable[tuple[str, int, int]]) -> None:
        """One row, as (words, columns that they span, rows that they span)."""
        row: list[str] = []
        for text, wide, high in cells:
            self._fill(row)
            again = "" if looks_like_numbers(text) else text
            for repeated in range(wide):
                if high > 1:
                    self._below[len(row)] = (high - 1, again)
                row.append(again if repeated else text)
        self._fill(row)
        self.rows.append(row)

    def _fill(self, row: list[str]) -> None:
        while self._below.get(len(row), (0, ""))[0] > 0:
            left, text = self._below[len(row)]
            self._below[len(row)] = (left - 1, text)
            row.append(text)

    def squared(self) -> tuple[tuple[str, ...], ...]:
        width = max((len(row) for row in self.rows), default=0)
        return tuple((*row, *("",) * (width - len(row))) for row in self.rows)


def table(rows: Sequence[Sequence[str]], *, headers: int = 0, caption: str = "") -> d.Table | None:
    """The table, or None where these rows are no table of figures or words (one column, no rows, ragged)."""
    rows = [tuple(row) for row in rows if any(cell for cell in row)]
    if not caption and len(rows) > 2 and len({cell for cell in rows[0] if cell}) == 1 and len(rows[0]) > 1:
        caption, rows, headers = next(cell for cell in rows[0] if cell), rows[1:], max(headers - 1, 0)
    if not rows or len(rows[0]) < 2 or len({len(row) for row in rows}) > 1:
        return None
    if not headers and is_heading_row(rows[0]) and len(rows) > 1:
        headers = 1
        while (
            headers < min(3, len(rows) - 1)
            and rows[headers][0] in ("", rows[0][0])
            and is_heading_row(rows[headers])
        ):
            headers += 1
    return of_rows(rows, headers=min(headers, len(rows) - 1), caption=caption)


def of_rows(rows: Sequence[Sequence[str]], *, headers: int, caption: str) -> d.Table:
    """The table of rows of one length, of which the first `headers` head the columns."""
    heads = [_joined([row[x] for row in rows[:headers]]) for x in range(len(rows[0]))]
    body = rows[headers:]
    columns, cells = [], []
    for x, heading in enumerate(heads):
        said = [row[x] for row in body]
        for column, values in [(d.Column(heading), said)] if x == 0 else _columns(heading, said):
            columns.append(column)
            cells.append(values)
    return d.Table(caption[:LONGEST_CAPTION], tuple(columns), tuple(zip(*cells, strict=True)))


def _joined(heads: list[str]) -> str:
    return " ".join(dict.fromkeys(head for head in heads if head))


def _columns(heading: str, said: list[str]) -> list[tuple[d.Column, list[d.Cell]]]:
    """The column, or two where its cells hold a count and a share: "12 (34%)"."""
    pairs = [BOTH.match(cell) for cell in said]
    if sum(map(bool, pairs)) * 2 > len(said):
        counts = [
            _plain_number(p["count"] or p["count2"]) if p else cell(s)[0]
            for p, s in zip(pairs, said, strict=True)
        ]
        shares = [Decimal(p["share"] or p["share2"]) if p else d.NotApplicable() for p in pairs]
        return [(d.Column(heading), counts), (d.Column(f"{heading} (%)", "%"), shares)]
    read = [cell(text) for text in said]
    units = {unit for value, unit in read if d.is_number(value)}
    if units <= {"", "£"} and "£" in units:
        units = {"£"}
    marked = "%" if re.search(r"%|\bper ?cent", heading, re.I) else "£" if "£" in heading else ""
    if units == {"", "%"} and not marked:  # counts and shares under one heading: nothing here may be added
        return [
            (
                d.Column(heading),
                [text if d.is_number(value) else value for text, (value, _) in zip(said, read, strict=True)],
            )
        ]
    unit = next(iter(units)) if len(units) == 1 else ""
    return [(d.Column(heading, unit or marked), [value for value, _ in read])]


def cell(text: str) -> tuple[d.Cell, str]:
    """(the value, its unit): "£1,200" → 1200 and "£"; "c" → Hidden; words stay words."""
    if NOTHING.match(text):
        return d.NotApplicable(), ""
    if found := NUMBER.match(text):
        value = _plain_number(found["digits"])
        unit = "%" if found["percent"] else "£" if found["pound"] else ""
        return (-value if found["sign"] else value), unit
    if HIDDEN.match(text):
        return d.Hidden(), ""
    if ABSENT.match(text):
        return d.NotAvailable(), ""
    return text, ""


def _plain_number(digits: str) -> int | Decimal:
    bare = re.sub(r"[, ]", "", digits)
    return Decimal(bare) if "." in bare else int(bare)
