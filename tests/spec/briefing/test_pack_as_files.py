"""The pack's files, read back: the structure tree of the PDF, the styles of the Word document, its tables."""

import io
import itertools
import re

import docx
import odfdo
import pikepdf
import pytest

from lscp.briefing.pack import files
from tests.unit.publication.test_render_pdf import elements, kinds_below, scope


@pytest.fixture
def members_paper(taken_up, pack):
    return files.for_members(pack())


def test_the_pdf_is_tagged_with_title_language_headings_in_order_and_tables_with_their_headings(
    members_paper,
):
    with pikepdf.open(io.BytesIO(members_paper.makers["pack.pdf"]().content)) as found:
        assert found.Root.MarkInfo.Marked is True and str(found.Root.Lang) == "en-GB"
        assert str(found.docinfo["/Title"]).startswith("Pack for the Children's Scrutiny Panel")
        with found.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        levels = [int(str(one.S)[2:]) for one in elements(found) if re.fullmatch(r"/H\d", str(one.S))]
        assert levels[0] == 1 and all(after <= before + 1 for before, after in itertools.pairwise(levels))
        tables = elements(found, "/Table")
        assert len(tables) == 2, "the cover's head, and what was asked for"
        for table in tables:
            assert kinds_below(table) == ["/Caption", "/THead", "/TBody"]
            _, head, body = table.K
            assert {tuple(scope(cell)) for cell in head.K[0].K} == {("/Column",)}
            assert {tuple(scope(row.K[0])) for row in body.K} == {("/Row",)}


def test_the_word_document_has_real_headings_tables_that_repeat_their_head_and_no_word_of_signing(
    members_paper,
):
    word = docx.Document(io.BytesIO(members_paper.makers["pack.docx"]().content))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings[1:] == [
        "1 Cover report", "2 What became of what you asked for", "3 Executive summary", "4 Appendices",
    ]  # fmt: skip
    assert [table.rows[0].cells[0].text for table in word.tables] == ["Heading", "No."]
    assert word.core_properties.language == "en-GB"
    words = "\n".join(p.text for p in word.paragraphs)
    assert "signed (SHA-256)" not in words and "edition" not in word.sections[0].footer.paragraphs[0].text
    assert "Checksum of this text (SHA-256)" in words


def test_a_paragraph_has_the_same_number_on_the_web_in_word_and_on_paper(members_paper):
    word = docx.Document(io.BytesIO(members_paper.makers["pack.docx"]().content))
    web = members_paper.makers["pack.html"]().content.decode()
    numbered = [p.text for p in word.paragraphs if re.match(r"\d\.\d\.\d ", p.text)]
    assert numbered[0].startswith("1.1.1 [To be written: what members are asked to look at")
    assert all(text in web for text in numbered)


def test_what_was_asked_for_is_a_table_of_the_spreadsheet(members_paper):
    book = odfdo.Document(io.BytesIO(members_paper.makers["tables.ods"]().content))
    (sheet,) = [table for table in book.body.tables if "asked" in table.name]
    assert [cell for cell in sheet.get_row_values(0)][:4] == ["No.", "In the paper's words", "Owner", "Due"]
    assert sheet.get_row_values(1)[3] == "1 March 2025"


def test_columns_of_the_word_document_are_as_wide_as_their_words_ask_for(members_paper):
    word = docx.Document(io.BytesIO(members_paper.makers["pack.docx"]().content))
    number, words, *_ = [column.width for column in word.tables[1].columns]
    assert words > 2 * number
    assert round(sum(column.width.cm for column in word.tables[1].columns), 1) == 16.0, "as wide as the text"
