"""PDF: by its tags where it has them (headings, lists and tables as marked), else by places on the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lscp.publication.drafts.pieces import HEADING, OTHER_WAYS, Fault, Read, Unreadable, tidy

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
    import pypdfium2

    from lscp.publication.drafts import positions, tagged

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or b"/Encrypt" in data:
            raise Unreadable(
                f"{name} is locked with a password. Save a copy without it, and try again."
            ) from error
        raise Unreadable(f"{name} is a damaged PDF and could not be opened. Download it again.") from error
    try:
        count = len(document)
        pages = [_runs(document[place]) for place in range(count)]
        about = document.get_metadata_dict()
    finally:
        document.close()
    letters = sum(len(run.text.strip()) for page in pages for run in page)
    if letters < 20 * max(1, count // 4):
        raise Unreadable(
            f"{name} is a scan: pictures of pages with no text in them. Ask its authors for the original, or run text "
            f"recognition (OCR) on it first. {OTHER_WAYS}"
        )
    title = tidy(about.get("Title") or "")
    found = tagged.read(data, pages)
    by_tags = found is not None and found.letters >= letters * ENOUGH_TAGGED
    pieces = found.pieces if by_tags else tuple(positions.pieces(pages))
    faults = [*_about(title, found), *(found.faults if by_tags else ())]
    shown = next((p.text for p in pieces if p.kind == HEADING and p.level == 1), "")
    return Read(
        "pdf",
        pieces,
        _best_title(title, shown),
        found.language if found else "",
        count,
        by_tags,
        tuple(faults),
    )


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
    """The page's letters in the order of the file, run by run."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    found: list[Run] = []
    try:
        edges = [ctypes.c_float() for _ in range(4)]
        for thing in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=6, textpage=textpage):
            length = raw.FPDFTextObj_GetText(thing.raw, textpage.raw, None, 0)
            if length <= 2:
                continue
            held = (ctypes.c_ushort * (length // 2 + 1))()
            raw.FPDFTextObj_GetText(thing.raw, textpage.raw, held, length)
            text = bytes(held)[: length - 2].decode("utf-16-le", "replace")
            if not text.strip("\0"):
                continue
            raw.FPDFPageObj_GetBounds(thing.raw, *edges)
            left, foot, right, top = (edge.value for edge in edges)
            mark = raw.FPDFPageObj_GetMarkedContentID(thing.raw)
            if mark < 0 and _is_ornament(thing.raw):
                continue
            size, bold = _set_in(thing.raw, max(top - foot, 1.0))
            words = text.replace("\ufffe", "-").replace("\x02", "-").replace("\0", "")
            found.append(Run(words, left, right, foot, top, size, mark, bold))
    finally:
        textpage.close()
        page.close()
    return found


def _is_ornament(thing) -> bool:
    """Whether the file itself says that this is no part of the text: the head or the foot of a page, a rule."""
    import pypdfium2.raw as raw

    name, length = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
    for place in range(raw.FPDFPageObj_CountMarks(thing)):
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(thing, place), name, 128, length)
        if bytes(name)[: max(length.value - 2, 0)].decode("utf-16-le", "replace") == "Artifact":
            return True
    return False


def _set_in(thing, height: float) -> tuple[float, bool]:
    """(the size of the letters as they print, whether their font is a bold one)."""
    import pypdfium2.raw as raw

    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(thing, size)
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    printed = size.value * (matrix.c**2 + matrix.d**2) ** 0.5
    font = raw.FPDFTextObj_GetFont(thing)
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, 128)
    return (printed if printed > 1 else height), bool(
        re.search(rb"bold|black|heavy|semibold", name.value, re.I)
    )


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
            elif gap > max(run.size, before.size) * 0.12 or gap < -max(run.size, before.size) * 2:
                text += " "
        text += run.text
        before = run
    return tidy(text)
