"""The pieces of a PDF without tags, told by where words stand: paragraphs, headings by size, columns by gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lscp.publication.drafts.grids import looks_like_numbers
from lscp.publication.drafts.pdf import Run
from lscp.publication.drafts.pieces import HEADING, ITEM, PARAGRAPH, TABLE, Piece, tidy, without_marks

BULLET = re.compile(r"^(?:[•·●▪◦‣○■□§–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])\s+(?=\S)")
CAPTION = re.compile(r"^(?:table|figure|chart)\s+\d+", re.I)
PAGE_NUMBER = re.compile(r"^(?:page )?#(?: of #)?$|^- ?# ?-$|^\| ?(?:page )?#$")
WIDE_GAP = 1.0  # of the height of the letters: what separates two cells
SPACE = 0.14


@dataclass(frozen=True)
class Cell:
    text: str
    left: float
    right: float


@dataclass(frozen=True)
class Line:
    cells: tuple[Cell, ...]
    foot: float
    size: float
    page: int
    bold: bool = False

    @property
    def text(self) -> str:
        return tidy(" ".join(cell.text for cell in self.cells))

    @property
    def left(self) -> float:
        return self.cells[0].left

    @property
    def right(self) -> float:
        return self.cells[-1].right


def pieces(pages: Sequence[Sequence[Run]]) -> Iterator[Piece]:
    lines = _without_running_heads([_lines(page, number) for number, page in enumerate(pages, 1)])
    flat = [line for page in lines for line in page]
    if not flat:
        return
    body = _usual_size(flat)
    step = _usual_step(lines)
    margin = sorted(line.right for line in flat)[int(len(flat) * 0.9)]
    for page in lines:
        yield from _page(page, body, step, margin)


def _lines(runs: Sequence[Run], page: int) -> list[Line]:
    """Runs that stand on one line, in the order of the file, cut into cells at wide gaps."""
    rows: list[list[Run]] = []
    for run in runs:
        if not run.text.strip():
            continue
        row = next((r for r in reversed(rows[-40:]) if _same_line(r[-1], run)), None)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    lines = []
    for row in rows:
        row.sort(key=lambda run: run.left)
        size = max(run.size for run in row)
        cells: list[list[Run]] = [[row[0]]]
        for before, run in pairwise(row):
            if run.left - before.right > size * WIDE_GAP:
                cells.append([])
            cells[-1].append(run)
        made = tuple(Cell(_words(cell, size), cell[0].left, max(r.right for r in cell)) for cell in cells)
        lines.append(Line(made, median(run.foot for run in row), size, page, all(run.bold for run in row)))
    return lines


def _same_line(one: Run, other: Run) -> bool:
    middle = (other.foot + other.top) / 2
    return one.foot - one.size * 0.25 <= middle <= one.top + one.size * 0.25 and other.left >= one.left - 1


def _words(cell: list[Run], size: float) -> str:
    text = ""
    before: Run | None = None
    for run in cell:
        if before is not None and run.left - before.right > size * SPACE and not text.endswith(" "):
            text += " "
        text += run.text
        before = run
    return tidy(text)


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without the lines that recur at their top or foot, and without bare page numbers."""

    def mask(line: Line) -> str:
        return re.sub(r"\d+", "#", line.text).lower()

    def edge(page: list[Line]) -> set[int]:
        order = sorted(range(len(page)), key=lambda place: -page[place].foot)
        return {*order[:2], *order[-2:]}

    seen = Counter(text for page in pages for text in {mask(page[place]) for place in edge(page)})
    often = {text for text, count in seen.items() if count >= max(3, len(pages) * 0.4)}
    kept = []
    for page in pages:
        at_edge = edge(page)
        kept.append([
            line for place, line in enumerate(page)
            if not (place in at_edge and (mask(line) in often or PAGE_NUMBER.match(mask(line))))
        ])  # fmt: skip
    return kept


def _usual_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 0)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _usual_step(pages: list[list[Line]]) -> float:
    steps = sorted(
        one.foot - other.foot
        for page in pages
        for one, other in pairwise(page)
        if 4 < one.foot - other.foot < 60
    )
    return steps[len(steps) // 4] if steps else 14.0


def _page(page: list[Line], body: float, step: float, margin: float) -> Iterator[Piece]:
    place = 0
    while place < len(page):
        table = _table_at(page, place)
        if table:
            rows, place = table
            yield Piece(TABLE, page=page[0].page, rows=rows, doubtful=True)
            continue
        line = page[place]
        words = [line.text]
        heading = _is_heading(line, body, page, place)
        level = 1 if line.size > body * 1.6 else 2 if line.size > body * 1.15 else 3
        place += 1
        while place < len(page) and _continues(page[place - 1], page[place], step, margin, heading):
            if _table_at(page, place):
                break
            words.append(page[place].text)
            place += 1
        text, cited = without_marks(_joined(words))
        if not text:
            continue
        if heading:
            yield Piece(HEADING, text, level, line.page)
        elif BULLET.match(text) and len(text) > 3:
            yield Piece(ITEM, BULLET.sub("", text), page=line.page, cited=cited)
        else:
            yield Piece(PARAGRAPH, text, page=line.page, cited=cited)


def _is_heading(line: Line, body: float, page: list[Line], place: int) -> bool:
    """Larger than the text, or bold, short and alone on its line."""
    if len(line.text) > 140 or len(line.cells) > 1 or not re.search(r"[A-Za-z]{3}", line.text):
        return False
    if line.text.endswith((".", ",", ";")) or (BULLET.match(line.text) and not re.match(r"\d", line.text)):
        return False
    if line.size > body * 1.15:
        return True
    below = page[place + 1] if place + 1 < len(page) else None
    return (
        line.bold
        and len(line.text.split()) <= 12
        and (below is None or not below.bold)
        and not CAPTION.match(line.text)
    )


def _continues(before: Line, line: Line, step: float, margin: float, heading: bool) -> bool:
    fall = before.foot - line.foot
    if BULLET.match(line.text) or not 0 < fall < step * 1.45 * max(1.0, line.size / 11):
        return False
    if abs(before.size - line.size) > max(before.size, line.size) * 0.12:
        return False
    first_word = (line.right - line.left) / max(len(line.text), 1) * (len(line.text.split(" ")[0]) + 1)
    return (
        heading
        or margin - before.right < first_word + line.size * 2
        or not re.search(r"[.!?:]$", before.text)
    )


def _joined(lines: list[str]) -> str:
    text = ""
    for line in lines:
        if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", line):
            text += line
        else:
            text += f" {line}"
    return tidy(text)


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────


def _table_at(page: list[Line], place: int) -> tuple[tuple[tuple[str, ...], ...], int] | None:
    """(rows, next line) where lines of cells begin here whose cells stand under one another; else None.

    Honest and simple: every cell must fall into exactly one column, and at least three rows must hold a number.
    """
    at = place
    while at < len(page) and len(page[at].cells) >= 2:
        at += 1
    lines = page[place:at]
    if len(lines) < 3:
        return None
    columns = _columns(lines)
    if columns is None or len(columns) < 2:
        return None
    rows = []
    for line in lines:
        row = [""] * len(columns)
        for cell in line.cells:
            under = [x for x, (left, right) in enumerate(columns) if cell.left < right and cell.right > left]
            if len(under) != 1 or row[under[0]]:
                return None
            row[under[0]] = cell.text
        rows.append(tuple(without_marks(text)[0] for text in row))
    counted = sum(any(looks_like_numbers(cell) for cell in row[1:]) for row in rows)
    return (tuple(rows), at) if counted >= 3 else None


def _columns(lines: list[Line]) -> list[tuple[float, float]] | None:
    """The stretches of the page's width in which cells stand, gaps between them; a cell across two makes them one."""
    edges = sorted((cell.left, cell.right) for line in lines for cell in line.cells)
    columns: list[list[float]] = []
    for left, right in edges:
        if columns and left < columns[-1][1] + 1:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    widest = Counter(len(line.cells) for line in lines).most_common(1)[0][0]
    return [(left, right) for left, right in columns] if len(columns) >= widest else None
