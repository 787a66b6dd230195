import zipfile

import pytest

from lscp.scorecard.readers.ledger import CannotRead
from lscp.scorecard.readers.workbook import books, open_book
from tests.factories.workbooks import workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def rows_of(path):
    (sheet,) = open_book(path).sheets
    return list(sheet.rows())


def written(path, content):
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"", "the file is empty"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n \r\n", "the file is empty"),
        ("a.xlsx", b"%PDF-1.7\n" + b"x" * 900, "this is a PDF"),
        ("a.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "this is a web page"),
        ("a.xls", b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>", "this is a web page"),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>", "this is an XML file"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 900, "damaged or is not a workbook"),
        ("a.xls", OLE + b"\0" * 900, "damaged or is not a workbook"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 900, "locked with a password"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "a picture"),
        ("a.csv", b"Child,Date\n\0\1\2\3,1", "not text"),
    ],
)
def test_a_wrong_file_is_refused_in_plain_words(tmp_path, name, content, says):
    with pytest.raises(CannotRead, match=says) as refused:
        open_book(written(tmp_path / name, content))
    assert str(refused.value).startswith(name)
    assert str(refused.value).endswith(".")


def test_a_workbook_cut_short_is_refused(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", {"List 1": [["Child Unique ID", 1]] * 50}).read_bytes()
    with pytest.raises(CannotRead, match="damaged"):
        open_book(written(tmp_path / "cut.xlsx", whole[: len(whole) // 2]))


@pytest.mark.parametrize("ending", [".xls", ".csv", ".dat"])
def test_a_workbook_under_another_ending_is_read_as_what_it_is(tmp_path, ending):
    whole = workbook(tmp_path / "whole.xlsx", {"List 1": [["Child Unique ID", 1]]}).read_bytes()
    assert rows_of(written(tmp_path / f"renamed{ending}", whole)) == [(1, ["Child Unique ID", 1])]


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
        packed.writestr("list 1.csv", "a,b")
    with pytest.raises(CannotRead, match="not a workbook"):
        open_book(tmp_path / "a.xlsx")


def test_a_sheet_that_is_damaged_is_refused_when_it_is_read(tmp_path):
    workbook(tmp_path / "a.xlsx", {"List 1": [["a"]]})
    with zipfile.ZipFile(tmp_path / "a.xlsx") as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, b"<worksheet><sheetData><row" if "sheet1" in name else whole.read(name))
    with pytest.raises(CannotRead, match="damaged"):
        rows_of(tmp_path / "b.xlsx")


def test_text_in_a_file_called_xls_is_read_as_the_text_it_is(tmp_path):
    assert rows_of(written(tmp_path / "a.xls", b"Child\tDate\n1\t01/02/2024\n")) == [
        (1, ["Child", "Date"]),
        (2, ["1", "01/02/2024"]),
    ]


def test_a_workbook_called_csv_is_read_as_the_workbook_it_is(tmp_path):
    assert rows_of(workbook(tmp_path / "a.csv", {"List 1": [["Child"], [7]]})) == [(1, ["Child"]), (2, [7.0])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_the_encoding_it_is_written_in(tmp_path, encoding):
    content = "Child,Team\n1,Zoë’s team – north\n".encode(encoding)
    assert rows_of(written(tmp_path / "a.csv", content))[1] == (2, ["1", "Zoë’s team – north"])


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_csv_is_read_whatever_stands_between_its_cells(tmp_path, sign):
    text = f'List 3\nChild{sign}Date{sign}Team\n1{sign}01/02/2024{sign}"a, b; c"\n'
    assert rows_of(written(tmp_path / "a.csv", text.encode()))[2] == (3, ["1", "01/02/2024", "a, b; c"])


def test_a_row_s_number_is_its_number_in_the_file(tmp_path):
    text = b'a,b\n\n"x\ny",2\n3,4\n'
    assert [number for number, _ in rows_of(written(tmp_path / "a.csv", text))] == [1, 2, 3, 4]
    book = workbook(tmp_path / "a.xlsx", {"S": [[], [], ["a"], [], ["b"]]})
    assert [(number, row) for number, row in rows_of(book) if row != [""]] == [(3, ["a"]), (5, ["b"])]


def test_an_empty_sheet_has_no_row_that_says_anything(tmp_path):
    assert [row for _, row in rows_of(workbook(tmp_path / "a.xlsx", {"S": []})) if any(row)] == []


def test_a_quotation_mark_that_is_never_closed_is_said_with_its_row(tmp_path):
    content = b'a,b\n1,2\n3,"' + b"x,y\n" * 600_000
    with pytest.raises(CannotRead, match=r"after row 2.*quotation mark"):
        rows_of(written(tmp_path / "a.csv", content))


def test_an_ods_file_is_read(tmp_path):
    from odfdo import Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table("List 1")
    for values in (["Child", "Team"], ["7", "North"]):
        row = Row()
        row.set_values(values)
        table.append_row(row)
    document.body.append(table)
    document.save(tmp_path / "a.ods")
    assert rows_of(tmp_path / "a.ods")[1] == (2, ["7", "North"])


def test_a_file_that_is_open_elsewhere_or_missing_is_said(tmp_path):
    with pytest.raises(CannotRead, match="no such file"):
        list(books(tmp_path / "none.xlsx"))
