"""Bytes of any format we accept → lines of text. The format is told by content, never by the file's name.

A line is what the page beside the proposals will show: a paragraph, a list item, a table row or, in a plain
text file, a line as it stands. Raises Unreadable, and nothing else, for whatever cannot be read.
"""

import codecs
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from . import bounded
from .paper import Unreadable
from .vocabulary import words

MOST_BYTES = 60_000_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_LINES = 50_000
OTHER_WAYS = "Save the paper as Word (.docx), PDF, a web page or plain text, and try again."


@dataclass(frozen=True)
class Line:
    """One line of the extracted text. `heading` is 1–6 where the format marks a heading, otherwise 0; `margin` is
    what the line prints far to the right of its last sentence, where some minutes name who acts; `indexed` is true
    where a bare number stands well before the text, as that of a list; `cells` are those of a table's row."""

    text: str
    heading: int = 0
    margin: str = ""
    indexed: bool = False
    cells: tuple[str, ...] = ()


def read_lines(data: bytes, *, name: str) -> list[Line]:
    """The paper's text, line by line; Unreadable where there is none."""
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable(f"{name} is empty. Check that the download finished, and choose the file again.")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name} is larger than 60 MB. Save only the pages of this item, and try again.")
    reader = _reader(data, name)
    if reader in (_pdf, _office) or (reader is _html and len(data) > bounded.SMALL_PAGE):
        lines = bounded.read(reader.__name__, data, name=name)
    else:
        lines = read_as(reader.__name__, data, name)
    if len(lines) > MOST_LINES:
        raise Unreadable(
            f"{name} has more than {MOST_LINES:,} lines. Save only the pages of this item, and try again."
        )
    lines = [_measured(line) for line in lines]
    if not any(re.search(r"\w", line.text) for line in lines):
        raise Unreadable(f"{name} was read but holds no text. {OTHER_WAYS}")
    return lines


def _measured(line: Line) -> Line:
    between = next((mark for mark in (r"\s\|\s", r"\t") if re.search(mark, line.text.strip())), r"\s{3,}")
    cells = tuple(tidy(cell) for cell in re.split(between, line.text.strip(" \t|")))
    indexed = bool(_INDEXED.match(line.text))
    return Line(tidy(line.text), line.heading, _margin(line.text), indexed, cells if len(cells) > 1 else ())


_INDEXED = re.compile(r"\s*\d{1,2}(?:\s{2,}|\t)(?=[“‘\"'(]*[A-Za-z])")


def _margin(text: str) -> str:
    """ "Clerk", or "ACTION JM", printed far to the right of a sentence."""
    found = re.search(r"(?P<gap>\s+)(?P<margin>\S+(?: \S+){0,5})$", text.strip()[-400:])
    if not found or not (len(found["gap"]) >= 8 or found["gap"].count("\t") > 1) or len(found["margin"]) > 41:
        return ""
    sentence = re.search(r"\w{2}[.;)]$", text.strip()[-400:][: found.start()])
    named = found["margin"][0].isupper() and (sentence or found["margin"].startswith("ACTION"))
    return found["margin"] if named else ""


def read_as(format: str, data: bytes, name: str) -> list[Line]:
    """The lines of a file whose format is known: the name of its reader below."""
    try:
        return list({"_text": _text, "_html": _html, "_office": _office, "_pdf": _pdf}[format](data, name))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # a damaged file can fail anywhere inside a parser
        raise Unreadable(
            f"{name} is damaged and could not be read. Download it again. {OTHER_WAYS}"
        ) from error


def tidy(text: str) -> str:
    """White space of every kind collapsed to one space; marks that do not print removed."""
    text = re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _reader(data: bytes, name: str):
    start = data[:1024].lstrip()
    if b"%PDF-" in data[:1024]:
        return _pdf
    if start.startswith(b"PK\x03\x04"):
        return _office
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            f"{name} is an old Office document, or one locked with a password. Open it in Word, save it as .docx "
            "without a password, and try again."
        )
    if start.startswith(b"{\\rtf"):
        raise Unreadable(f"{name} is in rich text format (RTF). {OTHER_WAYS}")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")):
        raise Unreadable(f"{name} is a picture, so it has no text to read. {OTHER_WAYS}")
    text = _decode(data, name)
    return _html if _looks_like_html(text) else _text


# Plain text ------------------------------------------------------------------------------------------------


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    stray = sum(data.count(bytes([code])) for code in (*range(0, 9), *range(14, 27), *range(28, 32)))
    if stray > len(data) / 100:
        raise Unreadable(f"{name} is not a document we can read. {OTHER_WAYS}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _text(data: bytes, name: str) -> list[Line]:
    text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if matter := re.match(r"---\n(?:[^\n]*\n){1,30}?---\n", text):  # what a web site noted about the page
        text = "\n" * matter[0].count("\n") + text[matter.end() :]
    return [_marked_up(line) for line in text.split("\n")]


def _marked_up(line: str) -> Line:
    """A line whose number signs, where it begins with them, make it a heading."""
    heading = re.match(r"(#{1,6})\s+(?=\S)", line)
    return Line(line[heading.end() :], len(heading[1])) if heading else Line(line)


# Web pages -------------------------------------------------------------------------------------------------

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


def _looks_like_html(text: str) -> bool:
    start = text[:4000].lower()
    return (
        "<html" in start
        or "<!doctype html" in start
        or len(re.findall(r"</?(?:p|div|h\d|li|br|table)\b", start)) > 2
    )


def _html(data: bytes, name: str) -> list[Line]:
    from lxml import html

    text = _decode_html(data, name)
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


def _decode_html(data: bytes, name: str) -> str:
    declared = re.search(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)""", data[:4096], re.I)
    if declared and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return _decode(data, name)


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


def _list_marker(item, place: int) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    first = parent.get("start", "1")
    place += int(first) - 1 if first.lstrip("-").isdigit() else 0
    kind = parent.get("type") or _list_style(parent)
    if kind in ("a", "A") and 1 <= place <= 26:
        return f"({_ALPHABET[place - 1]}) "
    if kind in ("i", "I") and 1 <= place <= 20:
        return f"({ROMAN[place - 1]}) "
    return f"{place}. "


_UNITS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
ROMAN = (*_UNITS, *(f"x{unit}" for unit in _UNITS))
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def _list_style(parent) -> str:
    style = (parent.get("style") or "").lower()
    return "a" if "alpha" in style or "latin" in style else "i" if "roman" in style else "1"


# Word ------------------------------------------------------------------------------------------------------


def _office(data: bytes, name: str) -> list[Line]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{name} is damaged: it stops before its end. Download it again.") from error
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Unreadable(f"{name} unpacks to more than 200 MB. {OTHER_WAYS}")
    if any(part.startswith("xl/") for part in names):
        raise Unreadable(f"{name} is a workbook, not a committee paper. {OTHER_WAYS}")
    if any(part.startswith("ppt/") for part in names):
        raise Unreadable(f"{name} is a slide show, not a committee paper. {OTHER_WAYS}")
    if "word/document.xml" not in names:
        raise Unreadable(
            f"{name} is a packed file, not a Word document. Unpack it, and choose the paper inside."
        )
    return list(_docx(data))


def _docx(data: bytes) -> Iterator[Line]:
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(data))
    counters: dict[tuple[str, int], int] = {}
    numbering = _Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield from _docx_row(row, numbering, counters)
        else:
            yield from _docx_paragraph(block, numbering, counters)


def _docx_row(row, numbering, counters) -> Iterator[Line]:
    """A row: one line where its cells are short, otherwise each cell's paragraphs in turn."""
    cells = []
    for cell in row.cells:
        if (
            not cells or cell._tc is not cells[-1]._tc
        ):  # a merged cell is listed once for each column it spans
            cells.append(cell)
    texts = [tidy(cell.text) for cell in cells]
    if all(len(text) < 200 for text in texts) and not any(len(cell.paragraphs) > 2 for cell in cells):
        yield Line("\t".join(text for text in texts if text))
        return
    for cell in cells:
        for paragraph in cell.paragraphs:
            yield from _docx_paragraph(paragraph, numbering, counters)


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
        if kind.endswith("Letter") and place <= 26:
            return f"({_ALPHABET[place - 1]}) "
        if kind.endswith("Roman") and place <= 20:
            return f"({ROMAN[place - 1]}) "
        return f"{place}. "

    def _place(self, paragraph) -> tuple[str | None, int]:
        own = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        if own is None and paragraph.style is not None and paragraph.style.element.pPr is not None:
            own = paragraph.style.element.pPr.numPr
        if own is None or own.numId is None:
            return None, 0
        depth = own.ilvl.val if own.ilvl is not None else 0
        return str(own.numId.val), depth


# PDF -------------------------------------------------------------------------------------------------------


def _pdf(data: bytes, name: str) -> list[Line]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or b"/Encrypt" in data:
            raise Unreadable(
                f"{name} is locked with a password. Save a copy without it, and try again."
            ) from error
        raise Unreadable(f"{name} is a damaged PDF and could not be opened. Download it again.") from error
    try:
        pages = [_pdf_page(document[place]) for place in range(len(document))]
    finally:
        document.close()
    if not any(text.strip() for page in pages for text, *_ in page):
        raise Unreadable(
            f"{name} is a scan: pictures of pages with no text in them. Ask the council for the original, or run "
            "text recognition (OCR) on it first, and try again."
        )
    return _paragraphs(_without_running_heads(pages))


def _pdf_page(page) -> list[tuple[str, float, float, float, float]]:
    """The page's lines as (text, left edge, right edge, foot, height), top to bottom as the file orders them."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        lines, place = [], 0
        for raw in re.split(r"(\r\n|\n|\r)", text):
            if raw.strip():
                lines.append((raw.replace("\ufffe", "-"), *_edges(textpage, place, raw)))
            place += len(raw)
        return lines
    finally:
        textpage.close()
        page.close()


def _edges(textpage, place: int, raw: str) -> tuple[float, float, float, float]:
    first = place + len(raw) - len(raw.lstrip())
    last = place + len(raw.rstrip()) - 1
    try:
        left, bottom, _, top = textpage.get_charbox(first, loose=True)
        _, _, right, _ = textpage.get_charbox(last, loose=True)
    except Exception:  # a character without a box: treat the line as one that stands alone
        return 0.0, 0.0, 0.0, 0.0
    return left, right, bottom, top - bottom


def _without_running_heads(pages):
    """Pages without the lines that recur at their top or foot, and without bare page numbers."""

    def mask(text: str) -> str:
        return re.sub(r"\d+", "#", tidy(text)).lower()

    seen: dict[str, int] = {}
    for page in pages:
        for text in {mask(line[0]) for line in (*page[:3], *page[-3:])}:
            seen[text] = seen.get(text, 0) + 1
    often = (
        {text for text, count in seen.items() if count >= max(2, len(pages) * 0.4)}
        if len(pages) > 1
        else set()
    )
    for page in pages:
        edge = {*range(3), *range(len(page) - 3, len(page))}
        yield [
            line
            for place, line in enumerate(page)
            if not (
                place in edge
                and (mask(line[0]) in often or re.fullmatch(r"(page )?#( of #)?|- ?# ?-", mask(line[0])))
            )
        ]


_STARTS_SOMETHING = re.compile(
    r"(?:\(?[ivxl]{1,5}[.)]|\(?[a-z][.)]|\(?\d{1,3}[.)]|\d{1,3}(?:\.\d{1,3})+\.?|[•·●▪◦‣○■□o§\uf0b7\uf0a7\uf02d–-])\s"
    r"|(?:RESOLVED|Resolved|DECISION|ACTION|Action|AGREED|Minutes|Reasons? for)\b"
)


def _paragraphs(pages) -> list[Line]:
    """Wrapped lines joined into paragraphs, by the gap above, the room left on the line before, and markers."""
    pages = list(pages)
    set_in = _Setting.of(pages)
    words = _words(pages)
    paragraphs: list[str] = []
    headings: list[int] = []
    before = None
    for page in pages:
        for place, line in enumerate(page):
            if before is not None and set_in.continues(before, line, new_page=place == 0):
                paragraphs[-1] = _join(paragraphs[-1], line[0], words)
            else:
                paragraphs.append(line[0])
                headings.append(2 if line[4] > set_in.height * 1.2 else 0)
            before = line
    return [Line(text, heading) for text, heading in zip(paragraphs, headings, strict=True)]


@dataclass(frozen=True)
class _Setting:
    """How the body text is set: the usual step from line to line, the usual height of a line, the right margin."""

    step: float
    height: float
    margin: float

    @classmethod
    def of(cls, pages) -> "_Setting":
        steps = sorted(
            above[3] - below[3]
            for page in pages
            for above, below in pairwise(page)
            if 4 < above[3] - below[3] < 60
        )
        heights = sorted(line[4] for page in pages for line in page)
        rights = sorted(line[2] for page in pages for line in page)
        return cls(
            step=steps[len(steps) // 4] if steps else 14.0,
            height=(heights[len(heights) // 2] if heights else 0.0) or 12.0,
            margin=rights[int(len(rights) * 0.9)] if rights else 0.0,
        )

    def continues(self, before, line, *, new_page: bool) -> bool:
        """Whether the line carries on the paragraph: no marker, no gap above, no room left for its first word."""
        text, _, right, foot, _ = before
        if _STARTS_SOMETHING.match(tidy(line[0]) + " "):
            return False
        fall = foot - line[3]
        if not new_page and abs(fall) < self.step * 0.4:
            return True  # the same printed line, split in two by the file
        first_word = (line[2] - line[1]) / max(len(line[0]), 1) * (len(line[0].split(" ")[0]) + 1)
        room = self.margin - right
        if new_page:
            return room < first_word * 1.5 + 20 and not tidy(text).endswith((".", ":", ";"))
        return 0 < fall < self.step * 1.35 * max(1.0, line[4] / self.height) and room < first_word + 12


def _join(paragraph: str, line: str, words: frozenset[str]) -> str:
    """The line put after the paragraph. A word split by a hyphen is mended where the paper elsewhere prints it
    whole, or prints its first half never alone; otherwise the hyphen is the word's own (multi-agency)."""
    paragraph, line = paragraph.rstrip(), line.strip()
    split = re.search(r"([A-Za-z]+)-$", paragraph)
    if not split or not line[:1].islower():
        return f"{paragraph} {line}"
    first, second = split[1].lower(), re.match(r"\w*", line)[0].lower()
    whole = first + second in words or (f"{first}-{second}" not in words and first not in words | _PREFIXES)
    return (paragraph[:-1] if whole else paragraph) + line


_PREFIXES = words("multi co well cross self non sub inter post pre re anti pan mid over under semi ex")


def _words(pages) -> frozenset[str]:
    return frozenset(
        word for page in pages for line in page for word in re.findall(r"[a-z]+(?:-[a-z]+)*", line[0].lower())
    )
