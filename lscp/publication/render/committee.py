"""The report to the council's committee as a Word document: its own heads, then numbered sections and paragraphs.

Section headings are Heading 1 and number themselves (1, 2 …); paragraphs have a style of their own and number
themselves below their heading (1.1, 1.2 …). Both are Word's numbering: a paragraph put in later moves the rest.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, RGBColor

from lscp import rulebook
from lscp.publication import covering
from lscp.publication import document as d
from lscp.publication.render import layout, word
from lscp.publication.render.archive import without_clock

NUMBERED, GAP = "Numbered paragraph", "Gap"
INDENT = 720  # twentieths of a point: the text begins 1.27 cm from the margin


def report(document: d.Document, *, dated: date, published_note: str = "") -> bytes:
    """The .docx of the committee's report on ``document``; ``dated`` stands as its date of creation."""
    shown = d.with_text(document, layout.printable)
    file = docx.Document()
    word.set_styles(file, document.language)
    _set_own_styles(file)
    word.set_properties(file, _about(shown), dated)
    parts = _parts(shown)
    file.add_paragraph(_title(shown), style="Title")
    if published_note:
        file.add_paragraph(published_note, style="Small")
    _write_front(file, shown, [(part, blocks) for part, blocks in parts if part.front])
    for correction in layout.lay_out(shown)["corrections"]:
        for line in (correction["heading"], *correction["lines"]):
            file.add_paragraph(line, style="Notice")
    laid = _Laid(shown)
    for _ in covering.opening(shown):
        word.write_block(file, laid.next())
    for part, blocks in parts:
        if part.front:
            continue
        file.add_heading(part.heading, 1)
        for _ in blocks:
            _write(file, laid.next())
        if not blocks:
            _write_gap(file.add_paragraph(style=NUMBERED), part)
    _write_appendices(file, shown)
    _write_known(file, laid)
    file.add_paragraph(
        f"Checksum of the text that was signed (SHA-256): {d.checksum(document)}", style="Small"
    )
    written = io.BytesIO()
    file.save(written)
    return without_clock(written.getvalue())


def _parts(document: d.Document) -> list[tuple[rulebook.Part, tuple[d.Block, ...]]]:
    """What was written for each part, and the report in short where the report fills it."""
    in_short = (*layout.summary_of(document), *_changes(document))
    return [
        (part, blocks or (in_short if part.from_report else ())) for part, blocks in covering.parts(document)
    ]


def _changes(document: d.Document) -> tuple[d.Block, ...]:
    changes = tuple(layout.changes_of(document))
    return (d.Paragraph("What changed for children in the period:"), *changes) if changes else ()


def _title(document: d.Document) -> str:
    return f"{document.title}: report to the committee"


def _about(document: d.Document) -> dict:
    return {
        "title": _title(document),
        "partnership": document.partnership,
        "language": document.language,
        "edition": document.edition_number,
        "named": f"{_title(document)}, edition {document.edition_number}",
    }


# ── The front ─────────────────────────────────────────────────────────────────────────────────────────────


def _write_front(file, document: d.Document, fields):
    rows = [("Title", _title(document)), ("Partnership", document.partnership)]
    rows.append(("Period", d.show_period(document.period_start, document.period_end)))
    table = file.add_table(rows=0, cols=2, style="Table Grid")
    about = {"row_header": True, "total_row": False, "caption": "About this report"}
    word.describe(table, about, first_row=False)
    for heading, text in rows:
        _row(table, heading).add_run(text)
    for part, blocks in fields:
        cell = _row(table, part.heading)
        if blocks:
            cell.add_run(" ".join(_plain(block) for block in blocks))
        else:
            _write_gap(cell, part)
    table.autofit = False
    for column, width in zip(table.columns, (Cm(4.5), Cm(11.5)), strict=True):
        for part in (column, *column.cells):
            part.width = width
    file.add_paragraph(style="Small")


def _row(table, heading: str):
    """A new row; gives the paragraph of its second cell."""
    cells = table.add_row().cells
    cells[0].paragraphs[0].add_run(heading).bold = True
    return cells[1].paragraphs[0]


def _plain(block: d.Block) -> str:
    return "; ".join(d.plain(spans) for spans in d.block_spans(block))


def _write_gap(paragraph, part: rulebook.Part):
    """ "[To be written: the cabinet member's portfolio …]", in a style that marks it and that Word can search for."""
    paragraph.add_run(f"[To be written: {part.asks}]", style=GAP)


# ── The body ──────────────────────────────────────────────────────────────────────────────────────────────


class _Laid:
    """Blocks as the report's own renderers lay them out, with the notes that they call for."""

    def __init__(self, document: d.Document):
        # No claim stands at a front here as well, so that the notes are numbered in the order of reading.
        blocks = (
            replace(b, impact=False) if isinstance(b, d.Claim) else b for b in self._blocks_of(document)
        )
        section = d.Section("committee", "", tuple(blocks))
        told = d.Document(document.title, "", document.period_start, document.period_end, (section,))
        self.layout = layout.lay_out(told)
        self.laid = iter(self.layout["sections"][0]["blocks"])

    @staticmethod
    def _blocks_of(document):
        """In the order in which they are written."""
        yield from covering.opening(document)
        for part, blocks in _parts(document):
            if not part.front:
                yield from blocks

    def next(self) -> dict:
        return next(self.laid)


def _write(file, block: dict):
    """A laid-out block below a heading: what is said is numbered, each point of a list as well."""
    if block["kind"] in ("paragraph", "claim"):
        word.write_runs(file.add_paragraph(style=NUMBERED), block["runs"])
    elif block["kind"] in ("bullets", "numbers"):
        for item in block["items"]:
            word.write_runs(file.add_paragraph(style=NUMBERED), item)
    else:
        word.write_block(file, block)


def _write_appendices(file, document: d.Document):
    file.add_heading("Appendices", 1)
    files = (
        f"A. {document.title}, edition {document.edition_number}, in full",
        *(["B. Its easy-read edition"] if d.retelling(document, "easy-read") else []),
        *(["C. Its edition for children and young people"] if d.retelling(document, "children") else []),
    )
    for named in files:
        file.add_paragraph(named, style=NUMBERED)


def _write_known(file, laid: _Laid):
    notes = laid.layout["notes"]
    if notes:
        word.write_notes(file, notes)


# ── Styles and numbering ──────────────────────────────────────────────────────────────────────────────────


def _set_own_styles(file):
    number = _numbering(file)
    numbered = file.styles.add_style(NUMBERED, WD_STYLE_TYPE.PARAGRAPH)
    numbered.base_style = file.styles["Normal"]
    _number_by(numbered, number, level=1)
    _number_by(file.styles["Heading 1"], number, level=0)
    gap = file.styles.add_style(GAP, WD_STYLE_TYPE.CHARACTER)
    gap.font.bold, gap.font.color.rgb = True, RGBColor(0x94, 0x25, 0x14)


def _numbering(file) -> int:
    """A list of two levels, "1." for headings and "1.1" for paragraphs; gives the number that styles refer to."""
    numbering = file.part.numbering_part.numbering_definitions._numbering
    taken = [int(one.get(qn("w:abstractNumId"))) for one in numbering.findall(qn("w:abstractNum"))]
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{INDENT}" w:hanging="{INDENT}"/></w:pPr></w:lvl>'
        for level, (style, text) in enumerate((("Heading1", "%1."), ("Numberedparagraph", "%1.%2")))
    )
    identity = max(taken, default=0) + 1
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(len(taken), abstract)  # definitions stand before what refers to them
    return numbering.add_num(identity).numId


def _number_by(style, number: int, *, level: int):
    numbered = style.element.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = level, number
