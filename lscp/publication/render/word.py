"""The Word edition: real styles, so that Word's own navigation, contents and screen readers work.

Headings are Heading 1 to 6, lists are lists, each table repeats its heading row and has its caption above it,
each picture has its description. Nothing is made to look like a heading by being bold.
"""

from __future__ import annotations

import io
from datetime import date, datetime

import docx
import typst
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from lscp.publication.render.archive import without_clock
from lscp.publication.render.layout import is_absolute
from lscp.publication.render.pdf import FONTS

INK, FAINT, LINK = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x48, 0x49, 0x49), RGBColor(0x1A, 0x65, 0xA6)
PICTURE_WIDTH = TABLE_WIDTH = Cm(16)
MANY_COLUMNS = 4  # more are printed in smaller letters
LONGEST_WORD, LONGEST_TEXT = 14, 250  # letters that a column's width goes by
DEEPEST_HEADING = 6


def report(layout: dict, *, dated: date) -> bytes:
    """The .docx of `layout.lay_out(document)`; `dated` stands as its date of creation."""
    word = docx.Document()
    set_styles(word, layout["language"])
    set_properties(word, layout, dated)
    _write_front(word, layout)
    _write_contents(word, layout)
    for section in layout["sections"]:
        heading = f"{section['number']} {section['heading']}"
        level = min(section["depth"], DEEPEST_HEADING)
        _bookmark(word.add_heading(heading, level), section["id"])
        for block in section["blocks"]:
            write_block(word, block)
    _write_glossary(word, layout["glossary"])
    write_notes(word, layout["notes"])
    word.add_paragraph(layout["sealed"], style="Small")
    written = io.BytesIO()
    word.save(written)
    return without_clock(written.getvalue())


# ── Styles and properties ─────────────────────────────────────────────────────────────────────────────────


def set_styles(word, language: str):
    styles = word.styles
    lang = styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    lang.set(qn("w:val"), language)
    theme = word.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), language)
    for name in ["Normal", "Title", "Subtitle", "Caption", "Quote", *(f"Heading {n}" for n in range(1, 7))]:
        _set_font(styles[name], "Arial", INK)
    styles["Normal"].font.size = Pt(12)
    styles["Caption"].font.size = Pt(11)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, size in (
        ("Title", 26),
        ("Subtitle", 15),
        ("Heading 1", 20),
        ("Heading 2", 16),
        ("Heading 3", 13),
    ):
        styles[name].font.size = Pt(size)
        styles[name].font.italic = False
    small = styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = styles["Normal"]
    small.font.size, small.font.color.rgb = Pt(10), FAINT
    small.paragraph_format.space_after = Pt(2)
    styles.add_style("Chart title", WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Caption"]
    notice = styles.add_style("Notice", WD_STYLE_TYPE.PARAGRAPH)
    notice.base_style = styles["Normal"]
    notice.element.get_or_add_pPr().append(_borders())
    hyperlink = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    hyperlink.font.underline, hyperlink.font.color.rgb = True, LINK


def _set_font(style, name: str, colour: RGBColor):
    style.font.name, style.font.color.rgb = name, colour
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _borders():
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "1D70B8")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    return borders


def set_properties(word, layout: dict, dated: date):
    properties = word.core_properties
    properties.title = layout["title"][:255]
    properties.author = properties.last_modified_by = layout["partnership"][:255]
    properties.language = layout["language"]
    properties.comments = properties.keywords = ""
    properties.subject = f"Edition {layout['edition']}"
    properties.created = properties.modified = datetime(dated.year, dated.month, dated.day)
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    footer = page.footer.paragraphs[0]
    footer.text = f"{layout['named']}, page "
    _field(footer, "PAGE", "1")


# ── The front ─────────────────────────────────────────────────────────────────────────────────────────────


def _write_front(word, layout: dict):
    word.add_paragraph(layout["partnership"]).runs[0].bold = True
    word.add_paragraph(layout["title"], style="Title")
    if layout["subtitle"]:
        word.add_paragraph(layout["subtitle"], style="Subtitle")
    word.add_paragraph(layout["facts"], style="Small")
    for correction in layout["corrections"]:
        word.add_heading(correction["heading"], 1)
        for line in correction["lines"]:
            word.add_paragraph(line, style="Notice")
    if layout["summary"]:
        word.add_heading("In short", 1)
        for runs in layout["summary"]:
            write_runs(word.add_paragraph(), runs)
    if layout["changes"]:
        word.add_heading("What changed for children", 1)
        for runs in layout["changes"]:
            write_runs(word.add_paragraph(style="List Bullet"), runs)


def _write_contents(word, layout: dict):
    """A contents field that is already filled in: it reads at once, and Word can refresh it with page numbers."""
    word.add_heading("Contents", 1)
    entries = [(s["id"], f"{s['number']} {s['heading']}", s["depth"]) for s in layout["sections"]]
    entries += [("glossary", "Words we use", 1)] if layout["glossary"] else []
    entries += [("how-we-know", "How we know", 1)] if layout["notes"] else []
    for place, (address, text, depth) in enumerate(entries):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.8 * (depth - 1))
        if place == 0:
            _field_part(paragraph, "begin")
            _field_code(paragraph, 'TOC \\o "1-3" \\h')
            _field_part(paragraph, "separate")
        _link_inside(paragraph, address, text)
        if place == len(entries) - 1:
            _field_part(paragraph, "end")


# ── Blocks ────────────────────────────────────────────────────────────────────────────────────────────────


def write_block(word, block: dict):
    match block["kind"]:
        case "paragraph" | "claim":
            write_runs(word.add_paragraph(), block["runs"])
        case "bullets":
            for item in block["items"]:
                write_runs(word.add_paragraph(style="List Bullet"), item)
        case "numbers":
            _write_numbered(word, block["items"])
        case "quotation":
            word.add_paragraph(f"“{block['text']}”", style="Quote")
            if block["attributed_to"]:
                word.add_paragraph(block["attributed_to"], style="Small")
        case "notice":
            word.add_paragraph(style="Notice").add_run(block["heading"]).bold = True
            write_runs(word.add_paragraph(style="Notice"), block["runs"])
        case "table":
            _write_table(word, block)
        case "chart":
            _write_picture(word, block)
            _write_table(word, block["table"])


def write_runs(paragraph, runs: list[dict]):
    for run in runs:
        if is_absolute(run["url"]):
            _link_outside(paragraph, run["url"], run["text"])
        elif run["text"]:
            paragraph.add_run(run["text"])
        if run["note"]:
            _link_inside(paragraph, f"know-{run['note']}", f"[{run['note']}]", superscript=True)


def _write_numbered(word, items: list[list[dict]]) -> list:
    number = _new_numbering(word)
    written = []
    for item in items:
        paragraph = word.add_paragraph(style="List Number")
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number
        write_runs(paragraph, item)
        written.append(paragraph)
    return written


def _new_numbering(word) -> int:
    """A numbering of its own that starts at 1; otherwise Word counts on from the list before."""
    numbering = word.part.numbering_part.numbering_definitions._numbering
    style = word.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(style).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(0).add_startOverride(1)
    return number.numId


def _write_picture(word, block: dict):
    word.add_paragraph(block["title"], style="Chart title")
    drawing = word.add_picture(io.BytesIO(_as_png(block["svg"])), width=PICTURE_WIDTH)
    properties = drawing._inline.docPr
    properties.set("descr", block["alt"])
    properties.set("name", block["name"])
    word.paragraphs[-1].paragraph_format.keep_with_next = True


def _as_png(svg: str) -> bytes:
    """The chart as a picture of dots, for Word versions that cannot draw lines."""
    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 16cm)'
    )
    return typst.compile(
        page.encode(),
        format="png",
        ppi=200,
        sys_inputs={"svg": svg},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )


def _write_table(word, block: dict):
    word.add_paragraph(f"{block['label']}: {block['caption']}", style="Caption")
    table = word.add_table(rows=0, cols=len(block["columns"]), style="Table Grid")
    describe(table, block)
    heading = table.add_row()
    _mark_row(heading, "w:tblHeader")
    for cell, column in zip(heading.cells, block["columns"], strict=True):
        _write_cell(cell, column["heading"], number=column["number"], bold=True)
    for place, row in enumerate(block["rows"], 1):
        total = block["total_row"] and place == len(block["rows"])
        written = table.add_row()
        for x, (cell, value) in enumerate(zip(written.cells, row, strict=True)):
            heavy = total or (x == 0 and block["row_header"] and not value["long"])
            _write_cell(cell, value["text"], number=value["number"], bold=heavy)
    _set_widths(table, block)
    for row in table.rows:
        _mark_row(row, "w:cantSplit")
    for remark in block["remarks"]:
        word.add_paragraph(remark, style="Small")
    word.add_paragraph(style="Small")


def describe(table, block: dict, *, first_row: bool = True):
    """The table's title for screen readers, and which of its edges are headings."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for edge, on in (
        ("firstRow", first_row),
        ("firstColumn", block["row_header"]),
        ("lastRow", block["total_row"]),
    ):
        look.set(qn(f"w:{edge}"), "1" if on else "0")
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), block["caption"])
    table._tbl.tblPr.append(caption)


def _set_widths(table, block: dict):
    """No word is broken, and what is left goes to the longer texts; Word itself would make all columns equal."""
    texts = [
        [column["heading"], *(row[place]["text"] for row in block["rows"])]
        for place, column in enumerate(block["columns"])
    ]
    words = [max((len(word) for text in column for word in text.split()), default=1) for column in texts]
    least = [Cm(0.5 + 0.2 * min(word, LONGEST_WORD)) for word in words]
    asked = [min(max(map(len, column)), LONGEST_TEXT) ** 0.6 for column in texts]
    left = max(TABLE_WIDTH - sum(least), 0)
    table.autofit = False
    for column, at_least, one in zip(table.columns, least, asked, strict=True):
        column.width = int(min(at_least, at_least / sum(least) * TABLE_WIDTH) + left * one / sum(asked))
        for cell in column.cells:
            cell.width = column.width


def _mark_row(row, mark: str):
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _write_cell(cell, text: str, *, number: bool, bold: bool):
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold = bold
    if len(cell._parent.columns) > MANY_COLUMNS:
        run.font.size = Pt(10)
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


# ── The back ──────────────────────────────────────────────────────────────────────────────────────────────


def _write_glossary(word, glossary: list[dict]):
    if not glossary:
        return
    _bookmark(word.add_heading("Words we use", 1), "glossary")
    for entry in glossary:
        paragraph = word.add_paragraph()
        paragraph.add_run(entry["term"]).bold = True
        paragraph.add_run(f": {entry['meaning']}")


def write_notes(word, notes: list[dict]):
    if not notes:
        return
    _bookmark(word.add_heading("How we know", 1), "how-we-know")
    word.add_paragraph("Each number in square brackets in the report leads to one of these.")
    items = [[{**part, "note": 0} for part in note["parts"]] for note in notes]
    for note, paragraph in zip(notes, _write_numbered(word, items), strict=True):
        _bookmark(paragraph, f"know-{note['number']}")


# ── Word's own markup ─────────────────────────────────────────────────────────────────────────────────────


def _address(name: str) -> str:
    """A bookmark's name may hold letters, digits and underscores only."""
    return name.replace("-", "_")


def _bookmark(paragraph, name: str):
    number = str(len(paragraph.part.element.findall(f".//{qn('w:bookmarkStart')}")) + 1)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), number)
    start.set(qn("w:name"), _address(name))
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(end)


def _link_inside(paragraph, name: str, text: str, *, superscript: bool = False):
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _address(name))
    _fill_link(paragraph, link, text, superscript)


def _link_outside(paragraph, url: str, text: str):
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    _fill_link(paragraph, link, text, superscript=False)


def _fill_link(paragraph, link, text: str, superscript: bool):
    run = paragraph.add_run(text, style="Hyperlink")
    run.font.superscript = superscript or None
    link.append(run._r)
    paragraph._p.append(link)


def _field(paragraph, code: str, shown: str):
    _field_part(paragraph, "begin")
    _field_code(paragraph, code)
    _field_part(paragraph, "separate")
    paragraph.add_run(shown)
    _field_part(paragraph, "end")


def _field_part(paragraph, kind: str):
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(part)


def _field_code(paragraph, code: str):
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = code
    paragraph.add_run()._r.append(text)
