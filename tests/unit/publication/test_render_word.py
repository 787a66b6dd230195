"""The Word edition, opened again."""

import dataclasses
import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from lscp.publication import document as d
from lscp.publication.render import layout, word


def build(document):
    made = word.report(layout.lay_out(document), dated=document.dated or document.period_end)
    return docx.Document(io.BytesIO(made))


@pytest.fixture
def opened(small_report):
    return build(small_report)


def words(opened, style):
    return [paragraph.text for paragraph in opened.paragraphs if paragraph.style.name == style]


def test_the_title_is_a_title_and_the_headings_are_headings(opened):
    assert words(opened, "Title") == ["Yearly report 2024 to 2025"]
    assert words(opened, "Heading 1") == [
        "Correction to edition 1", "What changed for children", "Contents",
        "1 Summary", "2 The front door", "Words we use", "How we know",
    ]  # fmt: skip
    assert words(opened, "Heading 2") == ["2.1 What children told us"]


def test_the_properties_name_title_language_and_date(opened):
    properties = opened.core_properties
    assert properties.title == "Yearly report 2024 to 2025"
    assert properties.author == "Westbridge Safeguarding Children Partnership"
    assert properties.language == "en-GB"
    assert properties.created.replace(tzinfo=None) == datetime(2025, 9, 1)
    language = opened.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"


def test_each_table_repeats_its_heading_row_and_keeps_its_rows_whole(opened):
    assert len(opened.tables) == 2
    for table in opened.tables:
        marks = [[child.tag for child in row._tr.trPr] for row in table.rows]
        assert qn("w:tblHeader") in marks[0]
        assert not any(qn("w:tblHeader") in row for row in marks[1:])
        assert all(qn("w:cantSplit") in row for row in marks)
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"


def test_each_table_has_its_caption_just_above_it(opened):
    for table in opened.tables:
        above = table._tbl.getprevious()
        assert above.pPr.pStyle.get(qn("w:val")) == "Caption"
    assert words(opened, "Caption")[0] == "Table 1: Referrals to children’s social care by quarter"


def test_cells_print_their_values_and_symbols(opened):
    cells = [[cell.text for cell in row.cells] for row in opened.tables[1].rows]
    assert cells[0] == ["Age", "Children", "Cost"]
    assert cells[1] == ["Under 5", "[c]", "[z]"]
    assert cells[2] == ["5 to 9", "12", "£1,250.50"]
    assert "[c]: hidden, because a small number could identify a child." in words(opened, "Small")


def test_the_chart_has_its_description(opened):
    (picture,) = opened.inline_shapes
    assert picture._inline.docPr.get("descr") == "A line that falls from 24% to 20% over the year."
    (title,) = words(opened, "Chart title")
    assert title.startswith("Chart of table ")


def test_each_numbered_list_starts_at_one(small_report):
    lists = (d.NumberedList(("a", "b")), d.Paragraph("between"), d.NumberedList(("c",)))
    opened = build(dataclasses.replace(small_report, sections=(d.Section("s", "S", lists),)))
    numbers = [
        p._p.pPr.numPr.numId.val
        for p in opened.paragraphs
        if p.style.name == "List Number" and p._p.pPr.numPr is not None
    ]
    assert numbers[0] == numbers[1] != numbers[2]
    definitions = opened.part.numbering_part.element
    for number in set(numbers):
        override = definitions.num_having_numId(number).lvlOverride_lst[0]
        assert override.startOverride.val == 1


def test_every_link_inside_the_document_leads_somewhere(opened):
    body = opened.element
    bookmarks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert len(anchors) >= 8 and set(anchors) <= set(bookmarks)
    assert len(set(bookmarks)) == len(bookmarks)
    assert len({mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))}) == len(bookmarks)


def test_sources_stand_under_how_we_know(opened):
    listed = words(opened, "List Number")
    assert any(line.startswith("Indicator I03. 240 of 1,200.") for line in listed)


def test_a_link_that_leads_nowhere_from_a_desk_prints_as_words(small_report):
    blocks = (
        d.Paragraph(("See ", d.Link("our page", "/priorities"), d.Link(" or this", "javascript:alert(1)"))),
    )
    opened = build(dataclasses.replace(small_report, sections=(d.Section("s", "S", blocks),)))
    assert "See our page or this" in [p.text for p in opened.paragraphs]
    targets = [r.target_ref for r in opened.part.rels.values() if r.is_external]
    assert not any("javascript" in t or t.startswith("/") for t in targets)


def test_characters_that_no_file_can_hold_are_left_out(small_report):
    blocks = (d.Paragraph("be\x00fore\x0b\x1f\x85\ue123 after\nnext"), d.Paragraph("\uf0b7 point"))
    opened = build(dataclasses.replace(small_report, sections=(d.Section("s", "S", blocks),)))
    assert {"before after next", "• point"} <= {p.text for p in opened.paragraphs}


def test_every_part_is_well_formed_and_dateless(small_report):
    made = word.report(layout.lay_out(small_report), dated=small_report.dated)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(part))
