"""PDF: by its tags where it has them (headings, lists and tables as marked), else by places on the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lscp.files import pdf_document, scanned
from lscp.publication.drafts.pieces import HEADING, TABLE, Fault, Piece, Read, tidy

WIDE_GAP, SPACE = 0.7, 0.2  # of the size of the letters: what parts two cells of a table, and two words
ENOUGH_TAGGED = 0.8  # of the letters on its pages; below this the tags leave out part of the report


@dataclass(frozen=True)
class Run:
    """A stretch of letters set together: its box, the height of its letters, its mark in the tags (−1: none)."""

    text: str
    left: float
    right: float
    foot: float
    top: float
    size: float
    mark: int
    bold: bool = False


def read(data: bytes, name: str) -> Read:
    from lscp.publication.drafts import positions, tagged

    with pdf_document(data, name) as document:
        count = len(document)
        pages = [_runs(document[place]) for place in range(count)]
        about = document.get_metadata_dict()
    letters = sum(len(run.text.strip()) for page in pages for run in page)
    if letters < 20 * max(1, count // 4):
        raise scanned(name)
    title = tidy(about.get("Title") or "")
    found = tagged.read(data, pages)
    by_place = tuple(positions.pieces(pages))
    untold = _untold(found, by_place, letters)
    pieces = by_place if found is None or untold else found.pieces
    faults = [*_about(title, found), *(found.faults if found else ()), *untold]
    shown = next((p.text for p in pieces if p.kind == HEADING and p.level == 1), "")
    language = found.language if found else ""
    structured = pieces is not by_place
    return Read("pdf", pieces, _best_title(title, shown), language, count, structured, tuple(faults))


def _untold(found, by_place: tuple[Piece, ...], letters: int) -> list[Fault]:
    """What the tags of a file leave out, so that it is read by places on the page after all."""
    if found is None:
        return []
    told, seen = ({piece.kind for piece in pieces} for pieces in (found.pieces, by_place))
    if found.letters < letters * ENOUGH_TAGGED:
        return [_left_out("Part of the words of this PDF has no tags, so a screen reader passes over them.")]
    missing = [kind for kind in (TABLE, HEADING) if kind in seen and kind not in told]
    return [_left_out(f"What looks like a {kind} in this PDF is not tagged as one.") for kind in missing]


def _left_out(what: str) -> Fault:
    message = f"{what} Mark it where the PDF was made, and save it again."
    return Fault("error", "the whole file", "", message)


def _best_title(title: str, shown: str) -> str:
    """The file's own title, unless it is what a program made up."""
    made_up = not title or re.search(
        r"\.(?:docx?|pdf|indd|pptx?)$|^(?:microsoft word|untitled|document\d*)\b", title, re.I
    )
    return shown if made_up else title


def _about(title: str, found) -> Iterator[Fault]:
    if not title:
        yield Fault(
            "warning",
            "the file's properties",
            "",
            "The PDF has no title of its own, so its readers hear a file name. Give the document a "
            "title before saving it as PDF.",
        )
    if found is None:
        yield Fault(
            "error",
            "the whole file",
            "",
            "The PDF has no tags: a screen reader cannot tell headings, lists and tables, and pictures have no "
            "description. Save it again as a tagged (accessible) PDF, or publish a web page as well.",
        )
    if not (found and found.language):
        yield Fault(
            "warning",
            "the file's language",
            "",
            "The PDF does not say its language, so screen readers may use the wrong voice. Set it to "
            "English (UK) before saving.",
        )


def _runs(page) -> list[Run]:
    """The page's letters in the order of the file, run by run; pdfium puts a space where it sees one."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    try:
        found: list[Run] = []
        for address, letters in groupby(_letters(textpage), key=lambda letter: letter[1]):
            if not address:
                continue
            thing = ctypes.cast(address, raw.FPDF_PAGEOBJECT)
            mark = raw.FPDFPageObj_GetMarkedContentID(thing)
            if mark < 0 and _is_ornament(thing):
                continue
            size, bold = _set_in(thing)
            found += _cut_at_gaps([(text, place) for text, _, place in letters], textpage, size, mark, bold)
        return found
    finally:
        textpage.close()
        page.close()


def _letters(textpage) -> Iterator[tuple[str, int | None, int]]:
    """(letter, where what drew it is kept, its number); a space that nobody drew goes with what is before it."""
    import pypdfium2.raw as raw

    drawn: int | None = None
    for place in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, place)
        if not raw.FPDFText_IsGenerated(textpage, place):
            thing = raw.FPDFText_GetTextObject(textpage, place)
            drawn = ctypes.cast(thing, ctypes.c_void_p).value if thing else None
        letter = (
            {0: "", 2: "-", 0xFFFE: "-", 13: " ", 10: " "}.get(code)
            if code in (0, 2, 0xFFFE, 13, 10)
            else chr(code)
        )
        yield letter, drawn, place


def _cut_at_gaps(letters, textpage, size: float, mark: int, bold: bool) -> Iterator[Run]:
    """Runs without wide gaps inside: some files draw a whole row of a table at once."""
    words: list[tuple[str, int]] = []
    for letter, place in letters:
        blank = not letter.strip()
        if not blank and words and not words[-1][0].strip():
            ink = [at for text, at in words if text.strip()]
            if ink and _box(textpage, place)[0] - _box(textpage, ink[-1])[2] > size * WIDE_GAP:
                yield _run(words, textpage, size, mark, bold)
                words = []
        if words or not blank:
            words.append((letter, place))
    if words:
        yield _run(words, textpage, size, mark, bold)


def _run(words: list[tuple[str, int]], textpage, size: float, mark: int, bold: bool) -> Run:
    ink = [at for text, at in words if text.strip()]
    left, foot, _, top = _box(textpage, ink[0])
    right = _box(textpage, ink[-1])[2]
    text = "".join(letter for letter, _ in words)
    return Run(text, left, right, foot, top, size if size > 1 else max(top - foot, 1.0), mark, bold)


def _box(textpage, place: int) -> tuple[float, float, float, float]:
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, place, box)
    return box.left, box.bottom, box.right, box.top


def _is_ornament(thing) -> bool:
    """Whether the file itself says that this is no part of the text: the head or the foot of a page, a rule."""
    import pypdfium2.raw as raw

    name, length = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
    for place in range(raw.FPDFPageObj_CountMarks(thing)):
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(thing, place), name, 128, length)
        if bytes(name)[: max(length.value - 2, 0)].decode("utf-16-le", "replace") == "Artifact":
            return True
    return False


def _set_in(thing) -> tuple[float, bool]:
    """(the size of the letters as they print, whether their font is a bold one)."""
    import pypdfium2.raw as raw

    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(thing, size)
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(thing), name, 128)
    bold = bool(re.search(rb"bold|black|heavy", name.value, re.I))
    return size.value * (matrix.c**2 + matrix.d**2) ** 0.5, bold


def joined(runs: list[Run]) -> str:
    """Runs of one paragraph as words: a space where there is a gap, or where a line ends."""
    text = ""
    before: Run | None = None
    for run in runs:
        if before is not None and text and not text[-1].isspace() and not run.text[:1].isspace():
            other_line = (
                abs(run.foot - before.foot) > max(run.size, before.size) * 0.7 and run.left < before.right
            )
            gap = run.left - before.right
            if other_line:
                split = re.search(r"[a-z]-$", text) and re.match(r"[a-z]", run.text)
                text += "" if split else " "
            elif gap > max(run.size, before.size) * SPACE or gap < -max(run.size, before.size) * 2:
                text += " "
        text += run.text
        before = run
    return tidy(text)
