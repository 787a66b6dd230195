"""A Word document: paragraphs, and the rows of tables, with the list numbers that Word keeps out of the text."""

import re
from collections.abc import Iterator
from itertools import chain

from lscp.files import word_document

from .lines import Line, list_marker, tidy


def read(data: bytes, name: str) -> Iterator[Line]:
    document = word_document(data, name)
    from docx.table import Table

    counters: dict[tuple[str, int], int] = {}
    numbering = _Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield from _docx_row(row, numbering, counters)
        else:
            yield from _docx_paragraph(block, numbering, counters)


def _docx_row(row, numbering, counters) -> Iterator[Line]:
    """A row: one line where its cells are short or single paragraphs, otherwise each cell's paragraphs in turn."""
    cells = []
    for cell in row.cells:
        if (
            not cells or cell._tc is not cells[-1]._tc
        ):  # a merged cell is listed once for each column it spans
            cells.append(cell)
    told = [
        [line for paragraph in cell.paragraphs for line in _docx_paragraph(paragraph, numbering, counters)]
        for cell in cells
    ]
    texts = [tidy(" ".join(line.text for line in lines)) for lines in told]
    most = max(len(cell.paragraphs) for cell in cells)
    short = most == 2 and all(len(text) < 200 for text in texts)
    if sum(map(bool, texts)) > 1 and (most < 2 or short):
        yield Line(" | ".join(texts))
    else:
        yield from chain(*told)


def _docx_paragraph(paragraph, numbering, counters) -> Iterator[Line]:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    level = re.fullmatch(r"Heading (\d)", style)
    heading = int(level[1]) if level else 1 if style == "Title" else 0
    marker = numbering.marker(paragraph, style, counters)
    for place, text in enumerate(paragraph.text.split("\n")):
        yield Line((marker if place == 0 and tidy(text) else "") + text, heading)


class _Numbering:
    """Word keeps list numbers out of the text; this puts the printed marker back."""

    def __init__(self, document):
        from docx.oxml.ns import qn

        self._qn = qn
        self._formats: dict[tuple[str, int], str] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {}
        for node in root.findall(qn("w:abstractNum")):
            for level in node.findall(qn("w:lvl")):
                kind = level.find(qn("w:numFmt"))
                if kind is not None:
                    abstract[node.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl"), 0))] = kind.get(
                        qn("w:val")
                    )
        for node in root.findall(qn("w:num")):
            chosen = node.find(qn("w:abstractNumId"))
            for (key, depth), kind in abstract.items():
                if chosen is not None and key == chosen.get(qn("w:val")):
                    self._formats[node.get(qn("w:numId")), depth] = kind

    def marker(self, paragraph, style: str, counters: dict) -> str:
        identity, depth = self._place(paragraph)
        if identity in (None, "0"):
            return "• " if style.startswith("List Bullet") else ""
        kind = self._formats.get((identity, depth), "decimal" if "Number" in style else "bullet")
        if kind in ("bullet", "none"):
            return "• " if kind == "bullet" else ""
        place = counters[identity, depth] = counters.get((identity, depth), 0) + 1
        for deeper in [key for key in counters if key[0] == identity and key[1] > depth]:
            del counters[deeper]
        return list_marker(kind.lower().removeprefix("lower").removeprefix("upper"), place)

    def _place(self, paragraph) -> tuple[str | None, int]:
        own = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        if own is None and paragraph.style is not None and paragraph.style.element.pPr is not None:
            own = paragraph.style.element.pPr.numPr
        if own is None or own.numId is None:
            return None, 0
        depth = own.ilvl.val if own.ilvl is not None else 0
        return str(own.numId.val), depth
