"""Word documents: paragraphs by their styles, lists, tables, links, and pictures with their descriptions."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lscp.files import word_document
from lscp.publication.drafts.pieces import (
    HEADING,
    ITEM,
    PARAGRAPH,
    QUOTATION,
    TABLE,
    Fault,
    Piece,
    Read,
    tidy,
    without_marks,
)
from lscp.publication.grids import looks_like_numbers

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MOST_WORDS_OF_HEADING, LOOKS_LIKE_A_HEADING = 12, 6


def read(data: bytes, name: str) -> Read:
    document = word_document(data, name)
    walk = _Walk(document)
    pieces = tuple(walk.pieces())
    properties = document.core_properties
    titled = [p.text for p in pieces if p.kind == HEADING and p.level <= 1]
    shown = walk.title or (titled[0] if titled else "")
    language = walk.language or properties.language or ""
    pages = _pages(data)
    faults = (*_faults(document, pieces, properties.title or "", language), *_left_in(document))
    return Read("docx", pieces, shown or properties.title or "", language, pages=pages, faults=faults)


def _pages(data: bytes) -> int | None:
    """How many pages Word counted when it last saved, where it says."""
    try:
        said = zipfile.ZipFile(io.BytesIO(data)).read("docProps/app.xml").decode("utf-8", "replace")
    except KeyError:
        return None
    found = re.search(r"<Pages>(\d+)</Pages>", said)
    return int(found[1]) if found and int(found[1]) > 1 else None


class _Walk:
    """The body in order. The page is counted where Word marked where it broke them when it last saved."""

    def __init__(self, document):
        from docx.oxml.ns import qn

        self.document, self.qn = document, qn
        self.page = 1 if document.element.body.iter(qn("w:lastRenderedPageBreak")) and self._breaks() else 0
        self.title = ""
        self.language = self._language()

    def _breaks(self) -> bool:
        return any(True for _ in self.document.element.body.iter(self.qn("w:lastRenderedPageBreak")))

    def _language(self) -> str:
        for node in self.document.styles.element.iter(self.qn("w:lang")):
            if said := node.get(self.qn("w:val")):
                return said
        return ""

    def pieces(self) -> Iterator[Piece]:
        yield from self._blocks(self.document.iter_inner_content())

    def _blocks(self, blocks) -> Iterator[Piece]:
        from docx.table import Table

        for block in blocks:
            if isinstance(block, Table):
                yield from self._table(block)
            else:
                yield from self._paragraph(block)

    def _turn(self, element) -> None:
        if self.page:
            self.page += sum(1 for _ in element.iter(self.qn("w:lastRenderedPageBreak")))

    def _words(self, element) -> str:
        """The words as they would read with every tracked change accepted; those of boxes inside are read apart."""
        text, left_out = "", {self.qn(name) for name in ("w:del", "w:moveFrom", "w:txbxContent")} | {FALLBACK}
        stack = list(reversed(element))
        while stack:
            node = stack.pop()
            if node.tag in left_out or not isinstance(node.tag, str):
                continue
            if node.tag == self.qn("w:t"):
                text += node.text or ""
            elif node.tag == self.qn("w:noBreakHyphen"):
                text += "-"
            elif node.tag in (self.qn("w:tab"), self.qn("w:br"), self.qn("w:cr")):
                text += " "
            else:
                if node.tag == self.qn("w:p"):
                    text += " "
                stack.extend(reversed(node))
        return text

    def _boxes(self, element) -> Iterator[Piece]:
        """The words in boxes that stand beside a paragraph."""
        from docx.text.paragraph import Paragraph

        for box in element.iter(self.qn("w:txbxContent")):
            if not any(above.tag == FALLBACK for above in box.iterancestors()):
                for inside in box.iterchildren(self.qn("w:p")):
                    yield from self._paragraph(Paragraph(inside, self.document._body))

    def _paragraph(self, paragraph) -> Iterator[Piece]:
        self._turn(paragraph._p)
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        text, cited = without_marks(self._words(paragraph._p))
        cited = cited or any(
            True for _ in paragraph._p.iter(self.qn("w:footnoteReference"), self.qn("w:endnoteReference"))
        )
        yield from self._boxes(paragraph._p)
        if not text or re.match(r"(?i)toc |table of figures", style):
            return
        links = tuple((tidy(link.text), link.url or "") for link in paragraph.hyperlinks if link.url)
        level = re.fullmatch(r"(?i)heading (\d)", style)
        if style == "Title":
            self.title = self.title or text
            yield Piece(HEADING, text, 1, self.page)
        elif level:
            yield Piece(HEADING, text, int(level[1]), self.page)
        elif style == "Caption" or style.lower().startswith("caption"):
            yield Piece(PARAGRAPH, text, page=self.page, caption=text)
        elif self._is_bold(paragraph, text) and not self._is_item(paragraph, style):
            yield Piece(HEADING, text, LOOKS_LIKE_A_HEADING, self.page)
        else:
            kind = ITEM if self._is_item(paragraph, style) else QUOTATION if "Quote" in style else PARAGRAPH
            yield Piece(kind, text, page=self.page, links=links, cited=cited)

    def _is_bold(self, paragraph, text: str) -> bool:
        """Whether a paragraph only looks like a heading: short, bold, and no sentence."""
        runs = [run for run in paragraph.runs if run.text.strip()]
        few = len(text.split()) <= MOST_WORDS_OF_HEADING and not text.endswith((".", ",", ";", ":"))
        return few and bool(runs) and all(run.bold for run in runs)

    def _is_item(self, paragraph, style: str) -> bool:
        if style.startswith("List"):
            return True
        for properties in (
            paragraph._p.pPr,
            paragraph.style.element.pPr if paragraph.style is not None else None,
        ):
            numbering = properties.numPr if properties is not None else None
            if numbering is not None and numbering.numId is not None:
                return numbering.numId.val != 0
        return False

    def _cell(self, part, *, again: bool) -> str:
        """The words of a cell; a number that spans several cells stands in the first of them alone."""
        text = "" if part is None else without_marks(self._words(part))[0]
        return "" if again and looks_like_numbers(text) else text

    def _table(self, table) -> Iterator[Piece]:
        rows, headers = [], 0
        page = self.page
        above: list = []
        for row in table.rows:
            self._turn(row._tr)
            parts = [None] * row.grid_cols_before + [cell._tc for cell in row.cells]
            cells = [
                self._cell(
                    part, again=part in (parts[x - 1] if x else None, above[x] if x < len(above) else None)
                )
                for x, part in enumerate(parts)
            ]
            above = parts
            marked = row._tr.trPr is not None and row._tr.trPr.find(self.qn("w:tblHeader")) is not None
            if marked and headers == len(rows):
                headers += 1
            rows.append(tuple(cells))
        width = max((len(row) for row in rows), default=0)
        if width == 1 or len(rows) == 1:  # a box around some words
            for row in table.rows:
                seen = None
                for cell in row.cells:
                    if cell._tc is not seen:
                        yield from self._blocks(cell.iter_inner_content())
                    seen = cell._tc
            return
        yield Piece(
            TABLE, page=page, rows=tuple((*r, *("",) * (width - len(r))) for r in rows), headers=headers
        )


def _faults(document, pieces, title: str, language: str) -> Iterator[Fault]:
    from docx.oxml.ns import qn

    if not title.strip():
        yield Fault(
            "warning",
            "the document's properties",
            "",
            "The document has no title. In Word choose File, Info, Title, and write it: a screen "
            "reader says it first, and a PDF made from it keeps it.",
        )
    if not language:
        yield Fault(
            "warning",
            "the document's language",
            "",
            "The document does not say its language. In Word choose Review, Language, English (United "
            "Kingdom).",
        )
    for place, drawing in enumerate(document.element.body.iter(qn("w:drawing")), 1):
        about = next(drawing.iter(qn("wp:docPr")), None)
        said = ((about.get("descr") or "") if about is not None else "").strip()
        if not said and not _decorates(drawing):
            yield Fault(
                "error",
                f"picture {place}",
                (about.get("name") or "") if about is not None else "",
                "This picture has no alternative text, so nobody who cannot see it knows what it shows. In Word choose "
                "it, then Alt Text, and write its main message, or mark it as decorative.",
            )
    tables = [piece for piece in pieces if piece.kind == TABLE]
    for place, piece in enumerate(tables, 1):
        pairs = len(piece.rows[0]) == 2 and not any(looks_like_numbers(row[1]) for row in piece.rows)
        if not piece.headers and not pairs:  # a word and what it stands for need no heading above them
            yield Fault(
                "warning",
                f"table {place}",
                " | ".join(piece.rows[0])[:120],
                "No row of this table is marked as its heading, so a screen reader cannot say which column a figure "
                "belongs to. In Word choose the first row, then Layout, Repeat Header Rows.",
            )
    words = sum(len(piece.text.split()) for piece in pieces)
    if words > 300 and not any(
        piece.kind == HEADING and piece.level < LOOKS_LIKE_A_HEADING for piece in pieces
    ):
        yield Fault(
            "error",
            "the whole document",
            "",
            "No heading has a heading style, so nobody can jump from chapter to chapter. Use the "
            "styles Heading 1, Heading 2 and so on.",
        )


def _left_in(document) -> Iterator[Fault]:
    """Changes and comments that were never settled: whoever opens the file reads them."""
    from docx.oxml.ns import qn

    body = document.element.body
    changes = sum(1 for _ in body.iter(qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo")))
    comments = sum(1 for _ in body.iter(qn("w:commentReference")))
    if changes or comments:
        yield Fault(
            "warning",
            "the whole document",
            f"{changes} tracked changes, {comments} comments",
            "Whoever opens the file can read the tracked changes and the comments in it, and with them what nobody "
            "meant to publish. In Word choose Review, accept or reject each, and delete the comments.",
            "identifying-detail",
        )


def _decorates(drawing) -> bool:
    return any(
        node.tag.endswith("}decorative") and node.get("val") in ("1", "true")
        for node in drawing.iter()
        if isinstance(node.tag, str)
    )
