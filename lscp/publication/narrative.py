"""The small markup that a chapter is written in, and nothing more: no HTML passes through it.

    An empty line ends a paragraph.          ## Heading        starts a part of the chapter
    - a point of a list                      [[recommendations]]  on a line of its own: a live part of the record
    [[claim 2]] on a line of its own         in a sentence, [[actions_done]] becomes a figure of the record
    Table: what it shows                     above rows pasted from Word or Excel, or typed with | between the cells
    [[scorecard]], [[figure I06]], [[disparity I06]] on lines of their own: what the partnership counts

Pure: text in, `document` values out. What the names stand for is given by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

from lscp.publication import document as d
from lscp.publication import grids

LIVE = re.compile(r"\[\[\s*([a-z][A-Za-z0-9_ -]*?)\s*\]\]")
CLAIM = re.compile(r"claim (\d+)$")
OF_INDICATOR = re.compile(r"(figure|disparity)\s+(\S+)$")
CELL_ENDS = re.compile(r"[\t|]")
RULE = re.compile(r"(?=.*\|)[\s|:+-]+")  # |---|---| under the headings, as some are used to
CAPTION = re.compile(r"table(?: \d+)?: *(?=\S)", re.I)
LIST_MARK = re.compile(r"(?:[o*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])", re.I)
BULLET = re.compile(r"^[ \t]*[•▪●◦·\uf0b7\uf0a7\uf0d8][ \t]+", re.M)  # a list pasted from Word
EMPTY_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class Live:
    """A part of the record, ready to print: blocks in place, and sections that follow at the chapter's end."""

    title: str
    blocks: tuple[d.Block, ...] = ()
    sections: tuple[d.Section, ...] = ()


@dataclass(frozen=True)
class Names:
    """What the names in double brackets stand for."""

    live: Mapping[str, Live] = field(default_factory=dict)
    figures: Mapping[str, d.Figure] = field(default_factory=dict)
    claims: Mapping[int, d.Claim] = field(default_factory=dict)


def read(text: str, names: Names, *, code: str) -> tuple[tuple[d.Block, ...], tuple[d.Section, ...]]:
    """The chapter's own blocks, and its parts as sections. A name that stands for nothing is left out."""
    own: list[d.Block] = []
    parts: list[tuple[str, list[d.Block]]] = []
    after: list[d.Section] = []
    for piece in _pieces(text):
        blocks = parts[-1][1] if parts else own
        name = LIVE.fullmatch(piece)
        if piece.startswith("## "):
            parts.append((piece[3:].strip(), []))
        elif name and (claim := CLAIM.match(name[1])):
            blocks.extend(_known(names.claims.get(int(claim[1]))))
        elif name and (part := names.live.get(canonical(name[1]))):
            blocks.extend(part.blocks)
            after.extend(part.sections)
        elif name and name[1] not in names.figures:
            continue
        elif _is_table(piece):
            blocks.append(_table(piece, _caption_above(blocks), names))
        elif piece.startswith("- "):
            items = tuple(_spans(line[2:], names) for line in _points(piece))
            blocks.append(d.BulletList(items))
        else:
            blocks.append(d.Paragraph(_spans(" ".join(piece.split()), names)))
    sections = [
        d.Section(f"{code}-{place}", heading, tuple(b)) for place, (heading, b) in enumerate(parts, 1)
    ]
    return tuple(own), (*sections, *after)


def unknown_names(text: str, names: Names) -> list[str]:
    """The names in brackets that stand for nothing, in order."""
    claims = {f"claim {place}" for place in names.claims}
    known = claims | set(names.live) | set(names.figures)
    return [name for name in LIVE.findall(text) if canonical(name) not in known]


def canonical(name: str) -> str:
    """ "figure  i06" as "figure I06": the codes of indicators are written in capitals."""
    found = OF_INDICATOR.match(name)
    return f"{found[1]} {found[2].upper()}" if found else name


def names_in(text: str) -> list[str]:
    """Every name in double brackets, in order, once."""
    return list(dict.fromkeys(map(canonical, LIVE.findall(text))))


def claims_placed(text: str) -> set[int]:
    """The numbers of the claims that the text puts in a place of their own."""
    return {int(found[1]) for name in LIVE.findall(text) if (found := CLAIM.match(name))}


def words(text: str) -> str:
    """The chapter's own words, without names in brackets: empty when nobody has written anything."""
    return " ".join(LIVE.sub(" ", text).replace("## ", " ").split())


def _pieces(text: str) -> Iterator[str]:
    """Paragraphs, lists, tables, headings and live lines, each as one piece."""
    lines = BULLET.sub("- ", text.replace("\r\n", "\n").replace("\r", "\n"))
    for paragraph in EMPTY_LINE.split(lines):
        for are_rows, lines in groupby(paragraph.split("\n"), _is_row):
            lines = list(lines)
            if are_rows and _is_table(piece := "\n".join(lines)):
                yield piece
            else:
                yield from _prose(lines)


def _prose(lines: list[str]) -> Iterator[str]:
    gathered: list[str] = []
    for line in lines:
        stands_alone = line.startswith("## ") or LIVE.fullmatch(line.strip()) or CAPTION.match(line)
        begins_list = line.startswith("- ") and not (gathered and gathered[0].startswith("- "))
        if gathered and (stands_alone or begins_list):
            yield "\n".join(gathered)
            gathered = []
        if stands_alone:
            yield line.strip()
        elif line.strip():
            gathered.append(line.strip())
    if gathered:
        yield "\n".join(gathered)


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────


def _is_row(line: str) -> bool:
    if line.startswith(("- ", "## ")):
        return False
    return bool(RULE.fullmatch(line) or (CELL_ENDS.search(line) and not LIST_MARK.fullmatch(_cells(line)[0])))


def _is_table(piece: str) -> bool:
    lines = piece.split("\n")
    return all(map(_is_row, lines)) and sum(not RULE.fullmatch(line) for line in lines) > 1


def _cells(line: str) -> list[str]:
    parts = line.split("\t") if "\t" in line else line.strip().removeprefix("|").removesuffix("|").split("|")
    return [" ".join(part.split()) for part in parts]


def _caption_above(blocks: list[d.Block]) -> str:
    """The words after "Table:" right above the rows, taken out of the text; nothing where there are none."""
    above = blocks[-1].spans if blocks and isinstance(blocks[-1], d.Paragraph) else ()
    if len(above) != 1 or not isinstance(above[0], str) or not CAPTION.match(above[0]):
        return ""
    blocks.pop()
    return CAPTION.sub("", above[0], count=1)


def _table(piece: str, caption: str, names: Names) -> d.Table:
    """The first row heads the columns. A figure of the record stands in its cell with all that is known of it."""
    rows = [_cells(line) for line in piece.split("\n") if not RULE.fullmatch(line)]
    width = max(map(len, rows))
    figures = [names.figures[name] for name in LIVE.findall(piece) if name in names.figures]
    printed = [[LIVE.sub(partial(_printed, names), cell) for cell in row] for row in rows]
    table = grids.of_rows([row + [""] * (width - len(row)) for row in printed], headers=1, caption=caption)
    return replace(table, figures=figures)


def _printed(names: Names, name: re.Match) -> str:
    figure = names.figures.get(name[1])
    return d.show_value(figure.value, figure.unit) if figure else ""


def _points(piece: str) -> list[str]:
    """The lines of a list; a line that does not begin with a dash continues the one before."""
    points: list[str] = []
    for line in piece.split("\n"):
        if line.startswith("- ") or not points:
            points.append(line)
        else:
            points[-1] += f" {line}"
    return points


def _spans(text: str, names: Names) -> d.Spans:
    spans: list[d.Span] = []
    place = 0
    for name in LIVE.finditer(text):
        spans += _known(text[place : name.start()]) + _known(names.figures.get(name[1]))
        place = name.end()
    return tuple(spans + _known(text[place:]))


def _known(value) -> list:
    return [value] if value else []
