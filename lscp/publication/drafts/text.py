"""Plain text: paragraphs between blank lines, lists by their marks, headings by how they stand, tables by columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lscp.publication.drafts.pieces import HEADING, ITEM, PARAGRAPH, TABLE, Piece, Read, tidy, without_marks
from lscp.publication.grids import looks_like_numbers

BULLET = re.compile(r"^\s*(?:[•▪●◦‣·*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])\s+(?=\S)")
MARKED_HEADING = re.compile(r"^(#{1,6})\s+(?=\S)")
UNDERLINE = re.compile(r"^\s*([=\-~])\1{2,}\s*$")
RULE = re.compile(r"^[\s|:+=-]+$")
NUMBERED_HEADING = re.compile(
    r"^(?:chapter |section |appendix |part )?(?P<number>\d{1,2}(?:\.\d{1,2})*|[A-Z])[.:)]?\s+[A-Z]", re.I
)
ENDS_A_SENTENCE = re.compile(r"[.!?;:,]$")
CAPTION = re.compile(r"(?:table|figure|chart)\s+\d", re.I)
LONGEST_HEADING, MOST_WORDS = 90, 8
WIDEST_BROKEN, FULL_ENOUGH = (
    120,
    0.7,
)  # a longer line was not broken; one with room ends its paragraph


def read(source: str, name: str) -> Read:
    """`\\f` turns the page, where there is one."""
    pages = source.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    many = len(pages) > 1
    width = _width(source)
    pieces = [
        piece for number, page in enumerate(pages, 1) for piece in _page(page, number if many else 0, width)
    ]
    return Read("text", tuple(pieces), pages=len(pages) if many else None, structured=False)


def _width(source: str) -> int:
    """How wide the lines were broken; 0 where each line is a paragraph of its own."""
    lengths = sorted(len(line.rstrip()) for line in source.split("\n") if len(line.split()) > 4)
    widest = lengths[int(len(lengths) * 0.95)] if lengths else 0
    return widest if widest <= WIDEST_BROKEN else 0


def _page(page: str, number: int, width: int) -> Iterator[Piece]:
    lines = page.split("\n")
    place = 0
    paragraph: list[str] = []

    def close() -> Iterator[Piece]:
        if paragraph:
            text, cited = without_marks(" ".join(paragraph))
            yield Piece(PARAGRAPH, text, page=number, cited=cited)
            paragraph.clear()

    while place < len(lines):
        line = lines[place]
        table = _table_at(lines, place)
        if table:
            yield from close()
            rows, place = table
            yield Piece(TABLE, page=number, rows=tuple(rows))
            continue
        heading = _heading_at(lines, place)
        if heading:
            yield from close()
            level, text, place = heading
            yield Piece(HEADING, text, level, number)
            continue
        if not tidy(line):
            yield from close()
        elif BULLET.match(line):
            yield from close()
            item = [BULLET.sub("", line, count=1)]
            while (
                place + 1 < len(lines)
                and re.match(r"\s{2,}\S", lines[place + 1])
                and not BULLET.match(lines[place + 1])
            ):
                place += 1
                item.append(lines[place])
            text, cited = without_marks(" ".join(item))
            yield Piece(ITEM, text, page=number, cited=cited)
        else:
            paragraph.append(tidy(line))
            if len(line.rstrip()) < width * FULL_ENOUGH or not width:
                yield from close()
        place += 1
    yield from close()


def _heading_at(lines: list[str], place: int) -> tuple[int, str, int] | None:
    """(level, words, next line) where a heading stands here: marked, underlined, numbered or short and alone."""
    line = lines[place]
    if marked := MARKED_HEADING.match(line):
        return len(marked[1]), tidy(line[marked.end() :].rstrip("# ")), place + 1
    text = tidy(line)
    if not text or len(text) > LONGEST_HEADING:
        return None
    following = lines[place + 1] if place + 1 < len(lines) else ""
    if UNDERLINE.match(following) and not RULE.match(line) and not BULLET.match(line):
        return (1 if following.strip()[0] == "=" else 2), text, place + 2
    alone = (place == 0 or not tidy(lines[place - 1])) and not tidy(following)
    if CAPTION.match(text) or ENDS_A_SENTENCE.search(text) or not re.match(r"[A-Z\d]", text) or not alone:
        return None
    numbered = NUMBERED_HEADING.match(text)
    if numbered and len(text.split()) <= MOST_WORDS + 1:
        return 1 + numbered["number"].count(".") + 1, text, place + 1
    few = len(text.split()) <= MOST_WORDS and ":" not in text and not BULLET.match(line)
    return (2, text, place + 1) if few and re.search(r"[A-Za-z]{3}", text) else None


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a line of a table, told by bars, tabs or wide gaps; empty where there are none."""
    if line.count("|") >= 2 or re.search(r"\S\s*\|\s*\S", line):
        cells = line.strip().strip("|").split("|")
    elif "\t" in line.strip():
        cells = re.split(r"\t+", line.strip())
    else:
        cells = re.split(r"\s{2,}", line.strip())
    return tuple(tidy(cell) for cell in cells) if len(cells) > 1 else ()


def _table_at(lines: list[str], place: int) -> tuple[list[tuple[str, ...]], int] | None:
    """(rows, next line) where at least three lines from here have the same number of cells, two of them numbers."""
    rows: list[tuple[str, ...]] = []
    at = place
    while at < len(lines):
        if RULE.match(lines[at]) and lines[at].strip() and rows:
            at += 1
            continue
        cells = cells_of(lines[at])
        if not cells or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        at += 1
    counted = sum(any(looks_like_numbers(cell) for cell in row[1:]) for row in rows)
    return (rows, at) if len(rows) >= 3 and counted >= 2 else None
