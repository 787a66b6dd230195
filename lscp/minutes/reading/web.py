"""A web page: its content without menus and banners, one line for each block, list items with their marker."""

import re
from collections import Counter
from collections.abc import Iterator

from lscp.files import source_of_page

from ..vocabulary import words
from .lines import Line, list_marker, tidy

_BLOCKS = words(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre section summary table tbody
    td tfoot th thead tr ul
    """
)
_NOT_CONTENT = (
    "//script|//style|//noscript|//template|//nav|//header|//footer|//aside|//select|//button|//head"
    "|//*[@role='dialog' or @role='navigation' or @role='banner' or @role='contentinfo']"
    "|//body//*[contains(@class, 'breadcrumb')]"
    "|//body//*[contains(concat(@id, @class), 'cookie')][contains(concat(@id, @class), 'banner')"
    " or contains(concat(@id, @class), 'notice') or contains(concat(@id, @class), 'consent')]"
)
_CONTENT = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' mgContent ')]",
    "//*[@id='modgov']",
    "//main",
    "//*[@role='main']",
    "//article",
    "//body",
)


def read(data: bytes, name: str) -> list[Line]:
    from lxml import html

    text = source_of_page(data, name)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    tree = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    chrome = _NOT_CONTENT if tree.xpath("//main|//article|//*[@id='modgov']|//p") else "//script|//style"
    for unwanted in tree.xpath(chrome):
        if unwanted.tag == "header" and unwanted.xpath("ancestor::main|ancestor::article"):
            continue
        unwanted.drop_tree()
    for path in _CONTENT:
        found = [node for node in tree.xpath(path) if len(node.text_content().strip()) > 200]
        if found:
            return list(_walk(found[0]))
    return list(_walk(tree))


def _walk(root) -> Iterator[Line]:
    """The tree as lines: one for each run of text between block elements, list items with their marker."""
    pending, prefix, heading = "", "", 0
    places: Counter = Counter()  # how many items of each list came before
    # An explicit stack of (event, node), because a hostile page can nest deeper than Python may recurse.
    stack = [("open", root)]
    while stack:
        event, node = stack.pop()
        if event == "text":
            pending += node
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        breaks = tag in _BLOCKS or tag == "br"
        if breaks and (tidy(pending) or event == "open"):
            if tidy(pending):
                yield Line(prefix + tidy(pending), heading)
                prefix = ""
            pending = ""
        if event == "close":
            heading = 0 if re.fullmatch(r"h[1-6]", tag) else heading
            if tag == "p" or tag == "tr":
                yield Line("")
            continue
        if tag == "tr" and (row := _row(node)):
            yield Line(row)
            yield Line("")
            stack.append(("text", node.tail or ""))
            continue
        if re.fullmatch(r"h[1-6]", tag):
            heading = int(tag[1])
        if tag == "li":
            places[node.getparent()] += 1
            prefix = _list_marker(node, places[node.getparent()])
        stack.append(("text", node.tail if node is not root and node.tail else ""))
        stack.append(("close", node))
        stack.extend(("open", child) for child in reversed(list(node)))
        stack.append(("text", node.text if tag and node.text else ""))
    if tidy(pending):
        yield Line(prefix + tidy(pending), heading)


def _row(node) -> str:
    """The row of a table as one line, where each of its cells holds a single run of text."""
    cells = [cell for cell in node if cell.tag in ("td", "th")]
    if any(part.tag in _BLOCKS for cell in cells for part in cell.iterdescendants("*")):
        return ""
    texts = [tidy(cell.text_content()) for cell in cells]
    return " | ".join(texts) if sum(map(bool, texts)) > 1 else ""


def _list_marker(item, place: int) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    first = parent.get("start", "1")
    place += int(first) - 1 if first.lstrip("-").isdigit() else 0
    style = (parent.get("type") or parent.get("style") or "").lower()
    letters = style == "a" or "alpha" in style or "latin" in style
    return list_marker("letter" if letters else "roman" if style == "i" or "roman" in style else "", place)
