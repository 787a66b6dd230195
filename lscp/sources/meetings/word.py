"""Minutes as a Word file with real styles: its headings make the contents list, its tables name their columns."""

import io
from datetime import UTC, datetime

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from lscp.design.words import gov_date, gov_time
from lscp.sources.meetings.minutes import Minutes

INK = RGBColor(0x0B, 0x0C, 0x0C)


def minutes_file(minutes: Minutes) -> bytes:
    """The .docx of composed minutes."""
    word = docx.Document()
    _set_styles(word)
    _set_properties(word, minutes)
    word.add_paragraph(minutes.title, style="Title")
    when = gov_date(minutes.held_on)
    if minutes.starts_at:
        when += f", {gov_time(datetime.combine(minutes.held_on, minutes.starts_at))}"
    for line in filter(None, [minutes.partnership, when, minutes.place, _standing(minutes)]):
        word.add_paragraph(line, style="Subtitle")
    _write_people(word, "Present", minutes.present, "Nobody is recorded as present.")
    _write_people(word, "Apologies and absent", minutes.apologies, "None.")
    if minutes.corrections:
        word.add_heading("Corrections made when these minutes were approved", 1)
        word.add_paragraph(minutes.corrections)
    for item in minutes.items:
        _write_item(word, item)
    _write_actions(word, [action for item in minutes.items for action in item.actions])
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _standing(minutes):
    return (
        f"Approved on {gov_date(minutes.approved_at)}" if minutes.approved_at else "Draft, not approved yet"
    )


def _write_people(word, heading, people, nobody):
    word.add_heading(heading, 1)
    if not people:
        word.add_paragraph(nobody)
        return
    rows = [
        [one.who, one.agency, f"{one.status}: {one.deputy}" if one.deputy else one.status] for one in people
    ]
    _write_table(word, ["Name and seat", "Agency", "Attendance"], rows)


def _write_item(word, item):
    word.add_heading(f"{item.place}. {item.title}", 1)
    for text in filter(None, [item.text, item.notes]):
        word.add_paragraph(text)
    for text, reasons, comes_back_on in item.decisions:
        decision = word.add_paragraph(style="Decision")
        decision.add_run("Decision: ").bold = True
        decision.add_run(text)
        if reasons:
            word.add_paragraph(f"Reasons: {reasons}")
        if comes_back_on:
            word.add_paragraph(f"To come back on {gov_date(comes_back_on)}")
    for action in item.actions:
        line = word.add_paragraph(style="List Bullet")
        line.add_run("Action: ").bold = True
        line.add_run(f"{action.text} ({action.owner}{_by(action.due)})")


def _by(due):
    return f", by {gov_date(due)}" if due else ""


def _write_actions(word, actions):
    if actions:
        word.add_heading("Actions arising", 1)
        rows = [[action.text, action.owner, gov_date(action.due) or "Not set"] for action in actions]
        _write_table(word, ["Action", "Owner", "Due"], rows)


def _write_table(word, columns, rows):
    table = word.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    # Word and screen readers take this row for the heading, and it stands again on each page.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _set_styles(word):
    styles = word.styles
    styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:val"), "en-GB")
    for name, size in [("Normal", 12), ("Title", 24), ("Subtitle", 12), ("Heading 1", 16)]:
        styles[name].font.name, styles[name].font.size = "Arial", Pt(size)
        styles[name].font.color.rgb = INK
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    styles["Subtitle"].font.italic = False
    decision = styles.add_style("Decision", WD_STYLE_TYPE.PARAGRAPH)
    decision.base_style = styles["Normal"]
    decision.paragraph_format.left_indent = Pt(18)


def _set_properties(word, minutes):
    properties = word.core_properties
    properties.title = f"{minutes.title}, {gov_date(minutes.held_on)}"
    properties.author, properties.language, properties.comments = minutes.partnership, "en-GB", ""
    properties.created = properties.modified = datetime.combine(
        minutes.held_on, datetime.min.time(), tzinfo=UTC
    )
