"""The covering report to the council's committee, opened again as Word and its readers' software would."""

import io
import re
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from lscp.publication import commands, covering, operations, queries
from lscp.publication import document as d
from lscp.publication.compose import compose
from lscp.publication.models import Chapter
from lscp.publication.render import committee_report

WRITTEN = """Members asked for this paper.

## Portfolio

Children and Education

## Author and contact

Owen Farrow, partnership manager

## Recommendations to the committee

- That the report is noted.
- That the committee hears more about neglect.

## Since the committee last met

[[recommendations]]

## Financial implications

The council gives £92,000, which is in its budget.

## Data protection

No child is named."""


@pytest.fixture
def written(world, report):
    row = Chapter.everywhere.get(report=report, code="committee")
    operations.write_chapter(row, narrative=WRITTEN, version=row.version, by=world.manager)
    return report


def opened(report):
    (made,) = committee_report(compose(report)).values()
    return docx.Document(io.BytesIO(made.content))


def under(word, heading):
    """[(style, text)] of what stands below a heading, up to the next."""
    said, there = [], False
    for paragraph in word.paragraphs:
        if paragraph.style.name == "Heading 1":
            there = paragraph.text == heading
        elif there:
            said.append((paragraph.style.name, paragraph.text))
    return said


def front(word):
    return {row.cells[0].text: row.cells[1].text for row in word.tables[0].rows}


def test_its_head_names_what_a_committee_asks_of_every_paper(written):
    assert list(front(opened(written))) == [
        "Title", "Partnership", "Period", "Committee", "Date of the meeting", "Classification", "Report of",
        "Portfolio", "Wards", "Policy context", "Author and contact",
    ]  # fmt: skip


def test_what_was_written_stands_in_its_place_and_what_was_not_is_a_gap_that_says_what_is_missing(written):
    head = front(opened(written))
    assert head["Portfolio"] == "Children and Education"
    assert head["Date of the meeting"] == "[To be written: the day on which the committee meets]"
    ((_, legal),) = under(opened(written), "Legal implications")
    assert legal.startswith("[To be written: ")


def test_a_gap_is_marked_by_a_style_of_its_own_so_that_it_can_be_found_and_seen(written):
    gaps = [
        run.text
        for paragraph in opened(written).paragraphs
        for run in paragraph.runs
        if run.style.name == "Gap"
    ]
    assert gaps and all(text.startswith("[To be written: ") for text in gaps)


def test_the_title_is_a_title_and_title_and_language_are_set(written):
    word = opened(written)
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [
        "Annual report 2023-24: report to the committee"
    ]
    assert word.core_properties.title == "Annual report 2023-24: report to the committee"
    assert word.core_properties.language == "en-GB"
    language = word.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"


def test_sections_and_paragraphs_number_themselves_and_no_number_is_typed(written):
    word = opened(written)
    numbering = word.part.numbering_part.element
    levels = {}
    for style, level in (("Heading 1", 0), ("Numbered paragraph", 1)):
        mark = word.styles[style].element.pPr.numPr
        assert mark.ilvl.val == level
        abstract = numbering.num_having_numId(mark.numId.val).abstractNumId.val
        lists = {one.get(qn("w:abstractNumId")): one for one in numbering.findall(qn("w:abstractNum"))}
        definition = lists[str(abstract)]
        text = definition.findall(qn("w:lvl"))[level].find(qn("w:lvlText"))
        levels[style] = (abstract, text.get(qn("w:val")))
    assert levels["Heading 1"][0] == levels["Numbered paragraph"][0], "one list: 1 is followed by 1.1"
    assert (levels["Heading 1"][1], levels["Numbered paragraph"][1]) == ("%1.", "%1.%2")
    assert not [p.text for p in word.paragraphs if re.match(r"\d+(\.\d+)*\.?\s", p.text)]


def test_what_stands_before_the_first_heading_opens_the_paper_without_a_number(written):
    (style,) = (p.style.name for p in opened(written).paragraphs if p.text == "Members asked for this paper.")
    assert style == "Normal"


def test_each_point_of_a_list_is_a_numbered_paragraph_that_can_be_quoted_in_a_debate(written):
    assert under(opened(written), "Recommendations to the committee") == [
        ("Numbered paragraph", "That the report is noted."),
        ("Numbered paragraph", "That the committee hears more about neglect."),
    ]


def test_the_executive_summary_is_the_reports_own_unless_somebody_wrote_another(world, written):
    row = Chapter.everywhere.get(report=written, code="year")
    operations.write_chapter(row, narrative="It was a hard year.", version=row.version, by=world.manager)
    assert under(opened(written), "Executive summary") == [("Numbered paragraph", "It was a hard year.")]
    row = Chapter.everywhere.get(report=written, code="committee")
    own = f"{WRITTEN}\n\n## Executive summary\n\nFor members: read section 6."
    operations.write_chapter(row, narrative=own, version=row.version, by=world.manager)
    assert under(opened(written), "Executive summary") == [
        ("Numbered paragraph", "For members: read section 6.")
    ]


def test_what_became_of_the_committees_own_requests_stands_in_it_by_itself(report):
    assert under(opened(report), "Since the committee last met") == [
        ("Numbered paragraph", "No committee paper has been brought into the record for this period.")
    ]


def test_a_table_keeps_its_heading_row(written):
    table = opened(written).tables[1]
    assert table.rows[0].cells[0].text == "From"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_heading_of_the_writers_own_comes_after_those_that_every_paper_has(written):
    headings = [p.text for p in opened(written).paragraphs if p.style.name == "Heading 1"]
    assert headings.index("Data protection") == headings.index("Background papers") + 1
    assert headings[headings.index("Data protection") + 1] == "Appendices"


def test_the_gaps_are_one_finding_which_warns_once_somebody_has_begun_to_write(world, report, written):
    (finding,) = (f for f in queries.check(report).findings if f.check == "committee-report")
    assert finding.severity == "warning" and "Legal implications" in finding.text
    assert "Executive summary" not in finding.text, "the report itself fills that one"
    row = Chapter.everywhere.get(report=report, code="committee")
    operations.write_chapter(row, narrative="[[committee]]", version=row.version, by=world.manager)
    (finding,) = (f for f in queries.check(report).findings if f.check == "committee-report")
    assert finding.severity == "note"


def test_gaps_do_not_hold_up_the_signing_of_the_report(written):
    assert covering.gaps(compose(written))
    assert not [f for f in queries.check(written).errors if f.check == "committee-report"]


def test_a_corrected_edition_tells_the_committee_what_it_corrects(written):
    erratum = d.Erratum(1, date(2024, 11, 1), was="61 schools", now="58 schools")
    made = committee_report(replace(compose(written), edition_number=2, errata=(erratum,)))
    word = docx.Document(io.BytesIO(made["committee-report.docx"].content))
    notices = [p.text for p in word.paragraphs if p.style.name == "Notice"]
    assert notices[0] == "Correction to edition 1" and "It said: “61 schools”." in notices


def test_a_draft_says_that_it_is_one(written):
    made, _ = commands.for_the_committee(written)["committee-report.docx"]
    assert any("This is a draft." in p.text for p in docx.Document(io.BytesIO(made)).paragraphs)


def test_the_same_text_makes_the_same_bytes(written):
    document = compose(written)
    assert committee_report(document) == committee_report(document)


def test_the_notes_on_how_we_know_are_numbered_in_the_order_of_reading(world, written):
    row = Chapter.everywhere.get(report=written, code="year")
    words = "[[recommendations_made]] were made, and [[actions]] actions followed."
    operations.write_chapter(row, narrative=words, version=row.version, by=world.manager)
    made = operations.claim(row, text="Fewer children wait.", impact=True, by=world.manager)
    operations.cite(made, label="Audit of waiting", by=world.manager)
    said = " ".join(text for _, text in under(opened(written), "Executive summary"))
    assert re.findall(r"\[(\d)\]", said) == ["1", "2", "3"]
