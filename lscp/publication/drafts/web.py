"""Web pages: what a reader sees, in order, and what somebody who cannot see it would miss."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from lscp.publication.grids import Grid

NOT_CONTENT = (
    "//script|//style|//noscript|//template|//nav|//select|//button|//form|//aside[not(ancestor::main)]"
    "|//*[@role='dialog' or @role='navigation' or @role='banner' or @role='contentinfo']"
    "|//body//*[contains(@class, 'breadcrumb') or contains(@class, 'skip')]"
    "|//*[contains(concat(' ', @class, ' '), ' downloads ')]"
    "|//*[@hidden or @aria-hidden='true']"
    "|//body//*[contains(concat(@id, @class), 'cookie')][contains(concat(@id, @class), 'banner')"
    " or contains(concat(@id, @class), 'notice') or contains(concat(@id, @class), 'consent')]"
)
NOTE_REFERENCE = (
    "//*[@role='doc-noteref' or @role='doc-backlink']|//sup[descendant::a][not(translate(normalize-space(.),"
    " '0123456789[](),* ', ''))]|//sup/ancestor::a[not(translate(normalize-space(.), '0123456789[](),* ', ''))]"
)
NOTED = "\u2063"  # stands where the number of a note stood
BLOCK_NAMES = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr legend li main menu ol p pre section summary ul"
)
BLOCKS = frozenset(BLOCK_NAMES.split())


def read(source: str, name: str) -> Read:
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    tree = html.document_fromstring(source.encode("utf-8", errors="replace"), parser=parser)
    whole = re.search(r"<(?:html|body)\b", source, re.I) is not None
    title = tidy(" ".join(tree.xpath("//head/title//text()")))
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    for unwanted in tree.xpath(NOT_CONTENT):
        if unwanted.getparent() is not None:
            unwanted.drop_tree()
    for reference in tree.xpath(NOTE_REFERENCE):
        if reference.getparent() is not None:
            reference.tail = NOTED + (reference.tail or "")
            reference.drop_tree()
    root = _content(tree)
    faults = tuple(_faults(root, title, language, whole))
    heading = tree.xpath("//h1")
    shown = tidy(heading[0].text_content()) if heading else ""
    return Read("html", tuple(_walk(root)), shown or title, language, faults=faults)


def _content(tree):
    """The part that is the report: what is outside <main> belongs to the site, its first heading apart."""
    for path in ("//main", "//*[@role='main']", "//article", "//body"):
        found = [node for node in tree.xpath(path) if len(node.text_content().strip()) > 200]
        if found:
            node = found[0]
            heading = tree.xpath("//h1")
            if heading and node not in heading[0].iterancestors():
                header = next(heading[0].iterancestors("header"), heading[0])
                if header.getparent() is not None:
                    header.drop_tree() if header.tag != "h1" else header.getparent().remove(header)
                    header.tail = None
                    node.insert(0, header)
            return node
    return tree


def _walk(root) -> Iterator[Piece]:
    """The tree as pieces, by an explicit stack: a hostile page can nest deeper than Python may recurse."""
    pending: list[str] = []
    links: list[tuple[str, str]] = []
    kinds: list[tuple[str, int]] = [(PARAGRAPH, 0)]

    def close() -> Iterator[Piece]:
        text = "".join(pending)
        bare, cited = without_marks(text.replace(NOTED, ""))
        if bare:
            kind, level = kinds[-1]
            yield Piece(kind, bare, level, links=tuple(links), cited=cited or NOTED in text)
        pending.clear()
        links.clear()

    stack: list[tuple[str, object]] = [("open", root)]
    while stack:
        event, node = stack.pop()
        if event == "text":
            pending.append(node)
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "close":
            if tag in BLOCKS:
                yield from close()
                if _kind_of(tag):
                    kinds.pop()
            elif tag == "br":
                pending.append(" ")
            continue
        stack.append(("text", node.tail if node is not root and node.tail else ""))
        if tag == "table" and not _is_for_looks(node):
            yield from close()
            yield _table(node)
            continue
        if tag in BLOCKS:
            yield from close()
            if kind := _kind_of(tag):
                kinds.append(kind)
        if tag == "a" and node.get("href"):
            links.append((tidy(node.text_content().replace(NOTED, "")), node.get("href")))
        if tag in ("td", "th"):
            pending.append(" ")
        stack.append(("close", node))
        stack.extend(("open", child) for child in reversed(list(node)))
        stack.append(("text", node.text if tag and node.text else ""))
    yield from close()


def _kind_of(tag: str) -> tuple[str, int] | None:
    if re.fullmatch(r"h[1-6]", tag):
        return HEADING, int(tag[1])
    return {"li": (ITEM, 0), "blockquote": (QUOTATION, 0), "dd": (PARAGRAPH, 0), "p": None}.get(tag)


def _is_for_looks(table) -> bool:
    """A table that only places things on the page: one row, or tables inside."""
    return (
        table.get("role") == "presentation" or bool(table.xpath(".//table")) or len(table.xpath(".//tr")) < 2
    )


def _table(node) -> Piece:
    grid, headers = Grid(), 0
    for row in node.xpath(".//tr"):
        own = row.xpath("./td|./th")
        in_head = row.getparent().tag == "thead" or (own and all(cell.tag == "th" for cell in own))
        if in_head and headers == len(grid.rows) and own:
            headers += 1
        grid.add((_words(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in own)
    caption = tidy(" ".join(node.xpath("./caption//text()"))).replace(NOTED, "")
    return Piece(TABLE, rows=grid.squared(), headers=headers, caption=caption)


def _span(cell, which: str) -> int:
    said = (cell.get(which) or "1").strip()
    return min(max(int(said), 1), 50) if said.isdigit() else 1


def _words(cell) -> str:
    """The text of a cell, a space between its lines and none inside a number that is partly bold."""
    for line in cell.iter("br", "p", "div", "li"):
        line.tail = f" {line.tail or ''}"
    return without_marks(cell.text_content().replace(NOTED, ""))[0]


def _faults(root, title: str, language: str, whole: bool) -> Iterator[Fault]:
    if whole and not title:
        yield Fault(
            "error",
            "the page's title",
            "",
            "The page has no title. Write one in its <title>: it is the first thing a screen reader says.",
        )
    if whole and not language:
        yield Fault(
            "error",
            "the page's language",
            "",
            "The page does not say its language, so screen readers may read it with the wrong voice. Write "
            '<html lang="en-GB">.',
        )
    tables = [table for table in root.xpath(".//table") if not _is_for_looks(table)]
    for place, table in enumerate(tables, 1):
        where = f"table {place}"
        caption = tidy(" ".join(table.xpath("./caption//text()")))
        where = f"{where} “{caption[:80]}”" if caption else where
        if not table.xpath(".//th"):
            yield Fault(
                "error",
                where,
                "",
                "No cell of this table is marked as a heading, so a screen reader cannot say which column or row a "
                'figure belongs to. Mark the headings as <th scope="col"> and <th scope="row">.',
            )
        elif not table.xpath(".//th[@scope]") and not table.xpath(".//thead//th"):
            yield Fault(
                "note",
                where,
                "",
                "The headings of this table do not say whether they head a column or a row. Add scope "
                "to each <th>.",
            )
    for place, image in enumerate(root.xpath(".//img"), 1):
        source = (image.get("src") or "").split("?")[0].rsplit("/", 1)[-1][:60]
        if image.get("alt") is None and not image.get("aria-label") and image.get("role") != "presentation":
            yield Fault(
                "error",
                f"picture {place}",
                source,
                "This picture has no alternative text, so nobody who cannot see it knows what it shows. Write alt with "
                'its main message, or alt="" where it only decorates.',
            )
        elif re.fullmatch(
            r"(?i)\s*(?:(?:an? )?(?:image|picture|chart|graph|photo|logo|figure)\s*\d*|\S+\.(?:png|jpe?g|gif|svg))\s*",
            image.get("alt") or "-",
        ):
            yield Fault(
                "warning",
                f"picture {place}",
                image.get("alt"),
                "This alternative text does not say what the picture shows. Give its main message.",
            )
    before = 0
    for heading in root.xpath(".//h1|.//h2|.//h3|.//h4|.//h5|.//h6"):
        level, words = int(heading.tag[1]), tidy(heading.text_content())
        if not words:
            yield Fault(
                "error", f"a heading of level {level}", "", "This heading is empty. Write it, or take it out."
            )
        elif before and level > before + 1:
            yield Fault(
                "warning",
                f"the heading “{words[:80]}”",
                words[:120],
                f"The headings jump from level {before} to level {level}. Use level {before + 1}, so that a list of "
                "headings shows what belongs to what.",
            )
        before = level
    if not before:
        yield Fault(
            "error",
            "the whole page",
            "",
            "The page has no headings, so nobody can jump from chapter to chapter. Mark each as <h1> "
            "to <h6>.",
        )
