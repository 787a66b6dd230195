"""The pieces of a PDF as its tags tell them: headings, paragraphs, lists, tables with their headings, descriptions."""

from __future__ import annotations

import dataclasses
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lscp.publication.drafts.pdf import Run, joined
from lscp.publication.drafts.pieces import (
    HEADING,
    ITEM,
    PARAGRAPH,
    QUOTATION,
    TABLE,
    Fault,
    Piece,
    tidy,
    without_marks,
)
from lscp.publication.grids import Grid

MOST_TAGS = 400_000
LEAVES_OUT = ("Artifact", "TOC", "TOCI", "Lbl")
INLINE = (
    "Span",
    "Link",
    "Reference",
    "Em",
    "Strong",
    "Sub",
    "Quote",
    "Note",
    "FENote",
    "Code",
    "Annot",
    "Form",
)


@dataclass
class Tag:
    """An element of the tag tree: its kind, its description, and what it holds: tags, or (page, mark)."""

    kind: str
    alt: str | None = None
    span: tuple[int, int] = (1, 1)
    holds: list = field(default_factory=list)


@dataclass(frozen=True)
class Tagged:
    pieces: tuple[Piece, ...]
    letters: int  # how many of the letters on the pages stand under a tag
    language: str
    faults: tuple[Fault, ...]


def read(data: bytes, pages: list[list[Run]]) -> Tagged | None:
    """None where the PDF has no tags."""
    import pypdf

    document = pypdf.PdfReader(io.BytesIO(data))
    root = document.trailer["/Root"]
    tree = root.get("/StructTreeRoot")
    tree = tree.get_object() if tree is not None else None
    if not tree or tree.get("/K") is None:
        return None
    language = str(root.get("/Lang") or "").strip()
    numbers = {
        page.indirect_reference.idnum: place
        for place, page in enumerate(document.pages)
        if page.indirect_reference
    }
    top = _tree(tree, numbers)
    by_mark: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for place, page in enumerate(pages):
        for run in page:
            if run.mark >= 0:
                by_mark[place, run.mark].append(run)
    walk = _Walk(by_mark)
    pieces = tuple(piece for piece in walk.pieces(top) if piece.text or piece.rows)
    faults = tuple(walk.faults)
    return Tagged(
        pieces, sum(len(run.text.strip()) for mark in walk.seen for run in by_mark[mark]), language, faults
    )


def _tree(tree, numbers: dict[int, int]) -> Tag:
    """The tags, read with a stack and a limit: a hostile file can point in circles."""
    roles = {str(k)[1:]: str(v)[1:] for k, v in (tree.get("/RoleMap") or {}).items()}
    top = Tag("Document")
    stack = [(tree.get("/K"), top, None)]
    seen: set[int] = set()
    count = 0
    while stack:
        node, parent, page = stack.pop()
        count += 1
        if count > MOST_TAGS:
            break
        number = getattr(node, "idnum", None)
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            stack.extend((each, parent, page) for each in reversed(node))
        elif isinstance(node, int):
            parent.holds.append((page, int(node)))
        elif isinstance(node, dict):
            page = numbers.get(getattr(node.raw_get("/Pg"), "idnum", -1), page) if "/Pg" in node else page
            if node.get("/Type") == "/OBJR":
                continue
            if "/MCID" in node and "/S" not in node:
                parent.holds.append((page, int(node["/MCID"])))
                continue
            if number is not None and number in seen:
                continue
            seen.add(number) if number is not None else None
            kind = str(node.get("/S", "/Div"))[1:]
            for _ in range(4):
                kind = roles.get(kind, kind) if roles.get(kind, kind) != kind else kind
            alt = node.get("/Alt") if "/Alt" in node else node.get("/ActualText")
            tag = Tag(kind, None if alt is None else tidy(str(alt)), _span(node))
            parent.holds.append(tag)
            if "/K" in node:
                stack.append((node.raw_get("/K"), tag, page))
    return top


def _span(node) -> tuple[int, int]:
    said = node.get("/A")
    said = said.get_object() if hasattr(said, "get_object") else said
    for each in said if isinstance(said, list) else [said]:
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, dict) and ("/ColSpan" in each or "/RowSpan" in each):
            return min(int(each.get("/ColSpan", 1)), 50), min(int(each.get("/RowSpan", 1)), 200)
    return 1, 1


class _Walk:
    def __init__(self, by_mark: dict[tuple[int, int], list[Run]]):
        self.by_mark = by_mark
        self.seen: set[tuple[int, int]] = set()
        self.faults: list[Fault] = []
        self.pictures = self.tables = 0

    def pieces(self, tag: Tag) -> Iterator[Piece]:
        kind = tag.kind
        if kind == "Figure":
            yield from self._figure(tag)
        elif kind == "Table" and sum(1 for _ in _inside(tag, "TR")) > 1:
            yield self._table(tag)
        elif kind in LEAVES_OUT:
            self._words(tag)  # a list of contents repeats the headings
        elif level := re.fullmatch(r"H([1-6]?)", kind):
            yield self._piece(HEADING, tag, int(level[1] or 2))
        elif kind == "Title":
            yield self._piece(HEADING, tag, 1)
        elif kind == "LI":
            yield from self._mixed(tag, ITEM)
        elif kind == "BlockQuote":
            yield from self._mixed(tag, QUOTATION)
        elif kind == "Caption":
            text, page, _ = self._words(tag)
            yield Piece(PARAGRAPH, text, page=page, caption=text)
        else:
            yield from self._mixed(tag, PARAGRAPH)

    def _piece(self, kind: str, tag: Tag, level: int = 0) -> Piece:
        text, page, cited = self._words(tag)
        return Piece(kind, text, level, page, cited=cited)

    def _mixed(self, tag: Tag, kind: str) -> Iterator[Piece]:
        """The words of a tag, and the blocks inside it, each in its place."""
        if not tag.holds or tag.kind != "LI":
            yield from self._inside_of(tag, kind)
            return
        label = " ".join(self._words(held)[0] for held in tag.holds if _is_label(held))
        body = self._inside_of(tag, kind)
        if re.search(r"[A-Za-z]{2}", label):  # not a bullet or a number, but the word that is explained
            first = next(body, None)
            if first is not None:
                yield dataclasses.replace(first, text=f"{label}: {first.text}")
        yield from body

    def _inside_of(self, tag: Tag, kind: str) -> Iterator[Piece]:
        runs: list = []
        for held in tag.holds:
            if _is_label(held):
                self._words(held)
                continue
            if isinstance(held, tuple) or _is_inline(held):
                runs.append(held)
                continue
            if runs:
                yield self._piece(kind, Tag("Span", holds=runs))
                runs = []
            inside = held.kind in ("P", "LBody", "Div", "NonStruct", "Span")
            yield from self._mixed(held, kind) if inside and kind != PARAGRAPH else self.pieces(held)
        if runs:
            yield self._piece(kind, Tag("Span", holds=runs))

    def _words(self, tag: Tag) -> tuple[str, int, bool]:
        """(the words under a tag, the page they begin on, whether a note is pointed at)."""
        runs: list[Run] = []
        page, cited = 0, False
        stack: list = [tag]
        while stack:
            held = stack.pop()
            if isinstance(held, tuple):
                self.seen.add(held)
                found = self.by_mark.get(held, [])
                page = page or (held[0] + 1 if found and held[0] is not None else 0)
                runs += found
            elif held.kind in ("Note", "FENote"):
                cited = True
                self._words(Tag("Span", holds=held.holds)) if held.holds else None
            else:
                stack.extend(reversed(held.holds))
        text, marked = without_marks(joined(runs))
        return text, page, cited or marked

    def _figure(self, tag: Tag) -> Iterator[Piece]:
        self.pictures += 1
        if any(isinstance(held, Tag) and held.kind == "Table" for held in tag.holds):
            for held in tag.holds:
                if isinstance(held, Tag):
                    yield from self.pieces(held)
            return
        _, page, _ = self._words(tag)
        if not tag.alt:
            where = f"picture {self.pictures}" + (f" (page {page})" if page else "")
            self.faults.append(
                Fault(
                    "error",
                    where,
                    "",
                    "This picture has no alternative text, so nobody who cannot see it knows what it shows. Write its "
                    "main message where the PDF was made, and save it again.",
                )
            )

    def _table(self, tag: Tag) -> Piece:
        self.tables += 1
        grid = Grid()
        headers = page = 0
        any_heading = False
        for row in _inside(tag, "TR"):
            own = [cell for cell in row.holds if isinstance(cell, Tag) and cell.kind in ("TH", "TD")]
            cells = [(*self._cell(cell), cell.span) for cell in own]
            page = page or next((on for _, on, _ in cells if on), 0)
            any_heading |= any(cell.kind == "TH" for cell in own)
            if own and headers == len(grid.rows) and all(cell.kind == "TH" for cell in own):
                headers += 1
            if own:
                grid.add((text, *span) for text, _, span in cells)
        caption = next((self._words(each)[0] for each in _inside(tag, "Caption")), "")
        if grid.rows and not any_heading:
            place = f"table {self.tables}" + (f" (page {page})" if page else "")
            self.faults.append(
                Fault(
                    "error",
                    place,
                    " | ".join(grid.rows[0])[:120],
                    "No cell of this table is marked as a heading, so a screen reader cannot say which column a figure "
                    "belongs to. Mark its heading row where the PDF was made, and save it again.",
                )
            )
        return Piece(TABLE, page=page, rows=grid.squared(), headers=headers, caption=caption)

    def _cell(self, cell: Tag) -> tuple[str, int]:
        """(the words of a cell, its page); a heading that is printed again on each page counts once."""
        text, page, _ = self._words(cell)
        return (re.sub(r"^(.+?)(?: \1)+$", r"\1", text) if cell.kind == "TH" else text), page


def _is_label(held) -> bool:
    return isinstance(held, Tag) and held.kind == "Lbl"


def _is_inline(tag: Tag) -> bool:
    return tag.kind in INLINE and not any(
        isinstance(held, Tag) and not _is_inline(held) for held in tag.holds
    )


def _inside(tag: Tag, kind: str) -> Iterator[Tag]:
    stack = [held for held in reversed(tag.holds) if isinstance(held, Tag)]
    while stack:
        held = stack.pop()
        if held.kind == kind:
            yield held
        elif held.kind != "Table":
            stack.extend(each for each in reversed(held.holds) if isinstance(each, Tag))
