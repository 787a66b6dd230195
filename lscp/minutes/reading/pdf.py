"""A PDF: the lines of its pages joined into paragraphs, without running heads and page numbers."""

import re
from dataclasses import dataclass
from itertools import pairwise

from lscp.files import pdf_document, scanned

from ..vocabulary import words
from .lines import Line, tidy


def read(data: bytes, name: str) -> list[Line]:
    with pdf_document(data, name) as document:
        pages = [_pdf_page(document[place]) for place in range(len(document))]
    if not any(text.strip() for page in pages for text, *_ in page):
        raise scanned(name)
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
