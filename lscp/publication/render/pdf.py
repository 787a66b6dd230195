"""The tagged PDF of an edition (PDF/UA-1), built by Typst from data, then given its row headers.

The words go to Typst as JSON in an input and are printed as strings: nothing a person wrote is read as markup.
Fonts come from this package alone and the time stamp is the edition's own date, so the same document gives the
same bytes on every machine.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from unicodedata import category
from unicodedata import name as character_name

import typst
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from lscp.publication.render.layout import is_absolute

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts"
RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.S)


class CannotPrint(ValueError):
    """The PDF could not be built; the message says what stands in the way."""


def report(layout: dict, *, dated: date) -> bytes:
    """The PDF of `layout.lay_out(document)`. Raises CannotPrint, for example for a chart without description.

    A character that no vendored font can draw (an emoji in a child's words) is printed as its name in brackets.
    """
    edition = _for_paper(layout)
    text = json.dumps(edition, ensure_ascii=False)
    try:
        made = _compile(text, dated)
    except typst.TypstError as problem:
        made = _compile_with_names(text, dated, problem)
    return _mark_row_headings(made, edition)


def _compile(edition: str, dated: date) -> bytes:
    return typst.compile(
        str(HERE / "edition.typ"),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"edition": edition},
        pdf_standards=["ua-1"],
        timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
    )


def _compile_with_names(text: str, dated: date, problem: Exception) -> bytes:
    """The PDF with each sign that cannot be drawn printed as its name: 😀 becomes [grinning face]."""
    undrawable = _undrawable({character for character in text if not character.isascii()})
    for character in undrawable:
        text = text.replace(character, f"[{character_name(character, 'unknown sign').lower()}]")
    try:
        return _compile(text, dated)
    except typst.TypstError as still:
        raise CannotPrint(f"The PDF could not be made: {still}") from problem


def _undrawable(characters: set[str]) -> list[str]:
    """Those of the characters for which no font at hand has a drawing, found by asking Typst to print them.

    A mark that stands on a letter is asked for on a letter, for which Typst complains in its place.
    """
    found = [mark for mark in sorted(characters) if category(mark)[0] == "M" and not _can_print(f"a{mark}")]
    left = sorted(characters - set(found))
    while left:
        try:
            _print_signs(left)
            return found
        except typst.TypstError as problem:
            named = NO_GLYPH.search(str(problem))
            shown = RUST_ESCAPE.sub(lambda code: chr(int(code[1], 16)), named.group(1)) if named else ""
            faulty = [character for character in left if character in shown]
            if not faulty:
                return found
            found += faulty
            left = [character for character in left if character not in faulty]
    return found


def _can_print(sign: str) -> bool:
    try:
        _print_signs([sign])
    except typst.TypstError:
        return False
    return True


def _print_signs(characters: list[str]):
    page = '#set document(title: "x")\n#set text(lang: "en", font: "Atkinson Hyperlegible Next")\n'
    page += '#for sign in sys.inputs.signs.split("\\n") { par(sign) }'
    typst.compile(
        page.encode(),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"signs": "\n".join(characters)},
        pdf_standards=["ua-1"],
    )


def _mark_row_headings(pdf: bytes, edition: dict) -> bytes:
    """The PDF with the first cell of each row marked as its heading.

    Typst can mark column headings; its call for row headings (`pdf.header-cell`) is switched off in the Python
    binding, so the structure tree is put right here: TD becomes TH with Scope Row.
    """
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.pdf_header = "%PDF-1.7"
    found = list(_elements(writer.root_object["/StructTreeRoot"], "/Table"))
    tables = [_table_of(block) for section in edition["sections"] for block in section["blocks"]]
    for element, table in zip(found, [table for table in tables if table], strict=True):
        if table["row_header"]:
            for row in _elements(element, "/TR"):
                _make_row_heading(row["/K"][0].get_object())
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _table_of(block: dict) -> dict | None:
    return block.get("table") if block["kind"] == "chart" else block if block["kind"] == "table" else None


def _elements(element, kind: str):
    """The structure elements of one kind below `element`, in reading order."""
    for child in _children(element):
        if child.get("/S") == kind:
            yield child
        yield from _elements(child, kind)


def _children(element) -> list:
    below = element.get("/K", ArrayObject())
    below = below.get_object() if hasattr(below, "get_object") else below
    found = [item.get_object() for item in (below if isinstance(below, ArrayObject) else [below])]
    return [child for child in found if isinstance(child, DictionaryObject) and "/S" in child]


def _make_row_heading(cell: DictionaryObject):
    if cell["/S"] != "/TD":
        return
    cell[NameObject("/S")] = NameObject("/TH")
    attributes = cell["/A"].get_object() if "/A" in cell else ArrayObject()
    listed = list(attributes) if isinstance(attributes, ArrayObject) else [attributes]
    kept = [item for item in listed if item.get_object().get("/O") != "/Table"]
    scope = DictionaryObject(
        {NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject("/Row")}
    )
    cell[NameObject("/A")] = ArrayObject([*kept, scope])


def _for_paper(layout: dict) -> dict:
    """The layout with the language in two parts, and without links that lead nowhere outside the web site."""
    language, _, region = layout["language"].partition("-")

    def walk(value):
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, dict):
            kept = {key: walk(item) for key, item in value.items()}
            return {**kept, "url": kept["url"] if is_absolute(kept["url"]) else ""} if "url" in kept else kept
        return value

    return {**walk(layout), "lang": language.lower(), "region": region or None}
