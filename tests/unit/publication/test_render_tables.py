"""The figures as open data, opened again."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import odfdo
import pytest

from lscp.publication import document as d
from lscp.publication.render import tables


@pytest.fixture
def book(small_report):
    made = tables.workbook(small_report, dated=small_report.dated, published_note="Published in October.")
    return odfdo.Document(io.BytesIO(made))


def sheet(book, name):
    return [[cell for cell in row] for row in book.body.get_table(name=name).get_values()]


def test_the_file_is_an_opendocument_spreadsheet_whatever_its_name(small_report):
    made = tables.workbook(small_report, dated=small_report.dated)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        first = parts.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert parts.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"


def test_cover_contents_and_notes_come_before_one_sheet_a_table(book):
    assert [table.name for table in book.body.tables] == ["Cover", "Contents", "Notes", "1 i03", "2 table-2"]
    cover = [row[0] for row in sheet(book, "Cover")]
    assert cover[:2] == ["Yearly report 2024 to 2025", "Westbridge Safeguarding Children Partnership"]
    assert "Published in October." in cover
    assert any("Baby W was aged 3 months" in line for line in cover)
    assert sheet(book, "Contents")[1][:2] == ["1 i03", "Referrals to children’s social care by quarter"]


def test_notes_explain_every_symbol(book):
    notes = [" ".join(filter(None, row)) for row in sheet(book, "Notes")]
    assert "All [c]: hidden, because a small number could identify a child." in notes
    assert "2 table-2 [x]: not supplied, because the provider changed in June." in notes


def test_numbers_are_numbers(book):
    values = sheet(book, "1 i03")
    assert values[0] == ["Quarter", "Referrals", "Within 12 months of an earlier referral", "Per cent (%)"]
    assert sum(row[1] for row in values[1:5]) == values[5][1] == 1200
    cell = book.body.get_table(name="1 i03").get_cell((3, 3))
    assert (cell.type, cell.value) == ("float", Decimal("23.0"))


def test_text_that_looks_like_a_formula_stays_text(book):
    cell = book.body.get_table(name="2 table-2").get_cell((0, 4))
    assert (cell.type, cell.value, cell.formula) == ("string", "=1+1", None)


def test_no_cell_is_merged_and_none_is_repeated_away(book):
    for table in book.body.tables:
        for cell in table.get_elements("descendant::table:table-cell"):
            assert cell.get_attribute("table:number-columns-spanned") is None
            assert cell.get_attribute("table:number-rows-spanned") is None


def test_the_properties_name_the_report_and_carry_no_clock(book):
    assert book.meta.title == "Yearly report 2024 to 2025: tables"
    assert book.meta.creation_date.date() == date(2025, 9, 1)


def test_sheet_names_are_short_unique_and_without_refused_signs():
    codes = ["a/b*c?" + "x" * 50, "a/b*c?" + "x" * 50, ""]
    names = [tables.sheet_name(n, d.Table("T", ("x",), (), code=c)) for n, c in enumerate(codes, 1)]
    assert len(set(names)) == 3 and all(len(name) <= 31 and "/" not in name for name in names)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@SUM(A1)", "\t=1", " =1"])
def test_a_csv_cell_that_a_spreadsheet_would_run_is_made_harmless(text):
    (_, row) = csv.reader(io.StringIO(tables.csv_file(d.Table("T", ("x", "y"), ((text, -3),)))))
    assert row == ["'" + text, "-3"]


def test_a_csv_keeps_numbers_plain_and_symbols_bracketed():
    table = d.Table("T", ("x", d.Column("y", "£")), ((Decimal("1E+3"), d.Hidden()), (12345, Decimal("0.50"))))
    assert list(csv.reader(io.StringIO(tables.csv_file(table)))) == [
        ["x", "y (£)"],
        ["1000", "[c]"],
        ["12345", "0.50"],
    ]
