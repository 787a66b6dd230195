"""The pieces of a PDF without tags, told by where words stand: paragraphs, headings by size, columns by gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lscp.publication.drafts.pdf import SPACE, WIDE_GAP, Run
from lscp.publication.drafts.pieces import HEADING, ITEM, PARAGRAPH, TABLE, Piece, tidy, without_marks
from lscp.publication.grids import looks_like_numbers

BULLET = re.compile(r"^(?:[•·●▪◦‣○■□§–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])\s+(?=\S)")
CAPTION = re.compile(r"^(?:table|figure|chart)\s+\d+", re.I)
LARGER = 1.15  # than most letters: a heading
LEAST_ROWS = 3
NEAR_ROWS = 6  # a file that goes farther back up the page has begun another column of text
PAGE_NUMBER = re.compile(r"^(?:page )?#(?: of #)?$|^- ?# ?-$|^\| ?(?:page )?#$")


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
    printed = _without_running_heads([_lines(page, number) for number, page in enumerate(pages, 1)])
    lines = [line for page in printed for line in page]
    if lines:
        margin = sorted(line.right for line in lines)[int(len(lines) * 0.9)]
        yield from _in_order(lines, _Setting(_usual_size(lines), _usual_step(printed), margin))


@dataclass(frozen=True)
class _Setting:
    """How the text is set: the size of most letters, the usual step from line to line, the right margin."""

    size: float
    step: float
    margin: float


def _lines(runs: Sequence[Run], page: int) -> list[Line]:
    """Runs that stand on one line, in the order of the file, cut into cells at wide gaps."""
    rows: list[list[Run]] = []
    for run in runs:
        if not run.text.strip():
            continue
        back, row = next(
            ((b, r) for b, r in enumerate(reversed(rows[-NEAR_ROWS:])) if _same_line(r[-1], run)), (0, None)
        )
        if row is None or (back >= 2 and _in_another_column(rows, back, run)):
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


def _in_another_column(rows: list[list[Run]], back: int, run: Run) -> bool:
    """Whether a file that goes back up the page has begun, or goes on with, another column of text."""
    begun = sum(map(_is_prose, rows[-back:])) >= 2
    last = rows[-1][-1]
    goes_on = (
        len(rows[-1]) == 1 and _is_prose(rows[-1]) and abs(last.left - run.left) <= 3 and run.foot < last.foot
    )
    return begun or goes_on


def _is_prose(row: list[Run]) -> bool:
    return sum(len(run.text.split()) for run in row) >= 4


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


def _in_order(lines: list[Line], setting: _Setting) -> Iterator[Piece]:
    place = 0
    while place < len(lines):
        line = lines[place]
        table = _table_at(lines, place)
        if table:
            rows, place = table
            yield Piece(TABLE, page=line.page, rows=rows, doubtful=True)
            continue
        words = [line.text]
        heading = _is_heading(lines, place, setting)
        place += 1
        while place < len(lines) and _continues(lines[place - 1], lines[place], setting, heading):
            if _table_at(lines, place):
                break
            words.append(lines[place].text)
            place += 1
        text, cited = without_marks(_joined(words))
        if text and heading:
            yield Piece(HEADING, text, _level(line, setting), line.page)
        elif BULLET.match(text) and len(text) > 3:
            yield Piece(ITEM, BULLET.sub("", text), page=line.page, cited=cited)
        elif text:
            yield Piece(PARAGRAPH, text, page=line.page, cited=cited)


def _level(line: Line, setting: _Setting) -> int:
    return 1 if line.size > setting.size * 1.6 else 2 if line.size > setting.size * LARGER else 3


def _is_heading(lines: list[Line], place: int, setting: _Setting) -> bool:
    """Larger than the text, or bold, short and alone on its line."""
    line = lines[place]
    if len(line.text) > 140 or len(line.cells) > 1 or not re.search(r"[A-Za-z]{3}", line.text):
        return False
    if line.text.endswith((".", ",", ";")) or (BULLET.match(line.text) and not re.match(r"\d", line.text)):
        return False
    if line.size > setting.size * LARGER:
        return True
    below = lines[place + 1] if place + 1 < len(lines) else None
    alone = below is None or not below.bold
    return line.bold and alone and len(line.text.split()) <= 12 and not CAPTION.match(line.text)


def _continues(before: Line, line: Line, setting: _Setting, heading: bool) -> bool:
    """Whether the line carries on the paragraph: no bullet, no gap above, no room left for its first word."""
    if BULLET.match(line.text) or abs(before.size - line.size) > max(before.size, line.size) * 0.12:
        return False
    if line.page != before.page:
        return not heading and not re.search(r"[.!?:;]$", before.text) and bool(re.match(r"[a-z]", line.text))
    if not 0 < before.foot - line.foot < setting.step * 1.45 * max(1.0, line.size / 11):
        return False
    if before.bold != line.bold and heading:
        return False
    first_word = (line.right - line.left) / max(len(line.text), 1) * (len(line.text.split(" ")[0]) + 1)
    room = setting.margin - before.right
    return heading or room < first_word + line.size * 2 or not re.search(r"[.!?:]$", before.text)


def _joined(lines: list[str]) -> str:
    text = ""
    for line in lines:
        if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", line):
            text += line
        else:
            text += f" {line}"
    return tidy(text)


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────


def _table_at(lines: list[Line], place: int) -> tuple[tuple[tuple[str, ...], ...], int] | None:
    """(rows, next line) where lines of cells begin here whose cells stand under one another; else None.

    Honest and simple: every cell must fall into exactly one column, and at least three rows must hold a number. A table
    goes on over the page, where its heading may be printed again.
    """
    lines, at = _rows_at(lines, place)
    columns = _columns(lines) if len(lines) >= LEAST_ROWS else None
    if columns is None or len(columns) < 2:
        return None
    rows: list[list[str]] = []
    for line in lines:
        row = [""] * len(columns)
        for cell in line.cells:
            under = [x for x, (left, right) in enumerate(columns) if cell.left < right and cell.right > left]
            if len(under) != 1 or row[under[0]]:
                return None
            row[under[0]] = without_marks(cell.text)[0]
        if not rows or row != rows[0]:
            rows.append(row)
    counted = sum(any(looks_like_numbers(cell) for cell in row[1:]) for row in rows)
    return (tuple(map(tuple, _heads_over_numbers(rows))), at) if counted >= LEAST_ROWS else None


def _rows_at(lines: list[Line], place: int) -> tuple[list[Line], int]:
    """(lines of several cells from here, next line); a label set on two lines is put together."""
    rows: list[Line] = []
    at = place
    while at < len(lines):
        line = lines[at]
        if len(line.cells) > 1:
            if _is_counted(rows[-1:]) and not _is_counted([line]) and not line.cells[-1].text[:1].isalpha():
                break  # the heading of another table
            rows.append(line)
        elif at + 1 < len(lines) and _is_label_of(line, lines[at + 1]):
            at += 1
            rows.append(_labelled(lines[at], line.text, lines[at].cells[0], before=True))
        elif rows and at > place and _is_label_of(line, lines[at - 1]):
            rows[-1] = _labelled(rows[-1], line.text, rows[-1].cells[0], before=False)
        else:
            break
        at += 1
    return rows, at


def _is_counted(rows: list[Line]) -> bool:
    return any(looks_like_numbers(cell.text) for row in rows for cell in row.cells[1:])


def _is_label_of(line: Line, row: Line) -> bool:
    """Whether the only cell of a line is a part of the label of the row beside it."""
    close = row.page == line.page and abs(row.foot - line.foot) <= line.size * 1.3
    return close and len(row.cells) > 1 and abs(row.left - line.left) <= 3 and line.right < row.cells[1].left


def _labelled(row: Line, words: str, label: Cell, *, before: bool) -> Line:
    text = f"{words} {label.text}" if before else f"{label.text} {words}"
    return Line((Cell(text, label.left, label.right), *row.cells[1:]), row.foot, row.size, row.page, row.bold)


def _heads_over_numbers(rows: list[list[str]]) -> list[list[str]]:
    """Rows in which a heading set to the left and its numbers set to the right have become one column."""
    first = next((y for y, row in enumerate(rows) if any(map(looks_like_numbers, row[1:]))), 0)
    x = 1
    while first > 0 and x + 1 < len(rows[0]):
        only_above = not any(row[x] for row in rows[first:]) and any(row[x] for row in rows[:first])
        only_below = not any(row[x + 1] for row in rows[:first])
        if only_above and only_below:
            rows = [[*row[:x], row[x] or row[x + 1], *row[x + 2 :]] for row in rows]
        x += 1
    return rows


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
