"""The same paper as Word, PDF and web page; and every file that is no paper refused in words."""

import io
import zipfile

import docx
import pypdf
import pytest
import typst

from lscp.minutes import Paper, Unreadable, read_bytes, read_path

TITLE = "Larkfield Safeguarding Children Partnership Annual Report 2022/23"
PRESENTED = (
    "Imogen Salter (Independent Scrutineer) presented the report and drew attention to multi-agency audits, to the "
    "work of the education sub-group and to the two learning reviews that had been published in the course of the year."
)
ASKED = (
    "Councillor Ned Ashby asked how many practitioners had attended the safeguarding week and whether any evaluation "
    "had been made. Imogen Salter said that 340 had attended, and that an evaluation would be circulated to the "
    "Committee after the meeting."
)
RESOLVED = ["That the report be noted.", "That the evaluation of the safeguarding week be received in March."]


def found_in(paper: Paper) -> None:
    assert paper.title == TITLE
    assert paper.report_period == "2022/23"
    assert [(one.name, one.role) for one in paper.speakers] == [
        ("Imogen Salter", "Independent Scrutineer"),
        ("Ned Ashby", "Councillor"),
    ]
    assert len(paper.questions) == 1
    assert [(one.owner, one.text) for one in paper.actions] == [("Business Manager", ASKED)]
    assert [(one.number, one.text) for one in paper.resolutions] == list(enumerate(RESOLVED, 1))
    assert len(paper.promises) == 1


def word(*, table: bool = False) -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, level=1)
    document.add_paragraph("Minutes:")
    if table:
        rows = document.add_table(rows=2, cols=2).rows
        for row, text in zip(rows, (PRESENTED, ASKED), strict=True):
            row.cells[1].text = text
    else:
        document.add_paragraph(PRESENTED)
        document.add_paragraph(ASKED)
    document.add_paragraph("ACTION: Business Manager")
    document.add_paragraph("RESOLVED")
    for text in RESOLVED:
        document.add_paragraph(text, style="List Number")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def pdf(*, pages_between: int = 0) -> bytes:
    """A typeset paper with running heads, page numbers and hyphenated lines."""
    filler = "\n\n".join(
        f"It was noted that part {place} of the plan was on track." for place in range(pages_between)
    )
    source = f"""
#set page(width: 148mm, height: 120mm, margin: 18mm, numbering: "1 of 1",
  header: text(9pt)[Larkfield Council: Children's Scrutiny Committee])
#set par(justify: true)
#set text(lang: "en", hyphenate: true, size: 11pt)
= {TITLE}

Minutes:

{PRESENTED}

{filler}

{ASKED}

ACTION: Business Manager

RESOLVED

+ {RESOLVED[0]}
+ {RESOLVED[1]}
"""
    return typst.compile(source.encode("utf-8"))


def html() -> bytes:
    items = "".join(f"<li>{text}</li>" for text in RESOLVED)
    return (
        f"<html><body><nav>Home</nav><main><h1>{TITLE}</h1><p>Minutes:</p><p>{PRESENTED}</p><p>&nbsp;</p><p>{ASKED}</p>"
        f"<p><b>ACTION:</b>&nbsp;Business Manager</p><p>RESOLVED</p><ol>{items}</ol></main></body></html>"
    ).encode()


def test_a_word_paper_is_read_with_the_numbers_that_word_keeps_out_of_its_text():
    found_in(read_bytes(word(), name="paper.docx"))


def test_a_word_paper_laid_out_in_a_table_is_read_cell_by_cell():
    found_in(read_bytes(word(table=True), name="paper.docx"))


ROWS = (
    ("No", "Action", "Owner"),
    ("1", "Circulate the figures by ward to all members of the Committee", "Imogen Salter"),
    ("2", "Book a room", "Clerk"),
)


def test_a_table_of_actions_is_read_row_by_row_in_a_web_page_and_in_word():
    document = docx.Document()
    for text in (TITLE, "Minutes:", PRESENTED, "Actions"):
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    held = io.BytesIO()
    document.save(held)
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
    page = f"<html><body><h1>{TITLE}</h1><p>Minutes:</p><p>{PRESENTED}</p><table>{rows}</table></body></html>"
    for data, name in ((held.getvalue(), "paper.docx"), (page.encode(), "paper.html")):
        actions = read_bytes(data, name=name).actions
        assert [(one.owner, one.text) for one in actions] == [(who, what) for _, what, who in ROWS[1:]]


def test_a_pdf_is_read_over_its_page_breaks_running_heads_and_hyphens():
    paper = read_bytes(pdf(pages_between=12), name="paper.pdf")
    found_in(paper)
    assert not any("Larkfield Council" in line for line in paper.lines)


def test_a_web_page_is_read_without_its_navigation():
    found_in(read_bytes(html(), name="paper.html"))


def test_the_format_is_told_by_content_and_not_by_the_files_name():
    found_in(read_bytes(word(), name="paper.txt"))
    found_in(read_bytes(html(), name="paper.pdf"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_councils_use(encoding):
    text = "Agenda item\n\nPartnership’s Annual Report – 2022/23\n\nRESOLVED: That the report be noted."
    paper = read_bytes(text.encode(encoding), name="paper.txt")
    assert paper.title == "Partnership’s Annual Report – 2022/23"


def packed(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "<x/>")
    return held.getvalue()


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf()))
    writer.encrypt("secret")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def scanned_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


REFUSED = {
    "an empty file": (lambda: b"", "is empty"),
    "white space only": (lambda: b" \n\t\r\n ", "is empty"),
    "a page without words": (lambda: b"<html><body><p>&nbsp;</p><p> - </p></body></html>", "holds no text"),
    "a workbook": (lambda: packed("xl/workbook.xml"), "is a workbook"),
    "a slide show": (lambda: packed("ppt/presentation.xml"), "is a slide show"),
    "a packed folder": (lambda: packed("minutes.txt"), "Unpack it"),
    "half a Word file": (lambda: word()[:2000], "is damaged"),
    "half a PDF": (lambda: pdf()[:900], "damaged PDF"),
    "a PDF with a password": (locked_pdf, "locked with a password"),
    "a scanned PDF": (scanned_pdf, "is a scan"),
    "an old Office file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .docx"),
    "rich text": (lambda: b"{\\rtf1\\ansi Minutes}", "RTF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is a picture"),
    "bytes of no kind": (lambda: bytes(range(256)) * 8, "not a document"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_paper_is_refused_with_what_to_do(kind):
    make, words = REFUSED[kind]
    with pytest.raises(Unreadable) as refusal:
        read_bytes(make(), name="upload")
    assert words in str(refusal.value)
    assert str(refusal.value).startswith("upload ")


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path):
    with pytest.raises(Unreadable, match=r"absent\.pdf could not be opened"):
        read_path(tmp_path / "absent.pdf")


def test_text_that_is_no_committee_paper_is_read_and_found_to_hold_nothing():
    paper = read_bytes(b"milk, eggs, bread\ncall the dentist about tuesday\n", name="list.txt")
    document = paper.as_json()
    assert document["title"] is None and document["report_period"] is None
    assert not any(document[kind] for kind in ("actions", "resolutions", "speakers", "questions", "promises"))
