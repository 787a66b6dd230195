"""The PDF, read back: its structure tree is walked and its page contents are parsed; nothing is taken on trust."""

import dataclasses
import io
import itertools
import re
from datetime import date

import pikepdf
import pypdf
import pytest

from lscp.publication import document as d
from lscp.publication.render import layout, pdf


def build(document):
    return pdf.report(layout.lay_out(document), dated=document.dated or document.period_end)


@pytest.fixture(scope="module")
def opened():
    from tests.unit.publication.westbridge_report import make_report

    with pikepdf.open(io.BytesIO(build(make_report()))) as found:
        yield found


def walk(element, above=()):
    """(structure element, the kinds above it) in reading order."""
    if isinstance(element, pikepdf.Array):
        for item in element:
            yield from walk(item, above)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element, above
        if "/K" in element:
            yield from walk(element.K, (*above, str(element.S)))


def elements(found, kind=None):
    every = [element for element, _ in walk(found.Root.StructTreeRoot.K)]
    return every if kind is None else [element for element in every if str(element.S) == kind]


def kinds_below(element):
    return [str(child.S) for child in element.K if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def scope(cell):
    attributes = cell.get("/A", [])
    listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return [str(item["/Scope"]) for item in listed if "/Scope" in item]


def test_the_file_says_that_it_is_tagged_in_which_language_and_by_what_title(opened):
    assert opened.Root.MarkInfo.Marked is True
    assert str(opened.Root.Lang) == "en-GB"
    assert opened.Root.ViewerPreferences.DisplayDocTitle is True
    assert str(opened.docinfo["/Title"]).startswith("Yearly report 2024 to 2025 – Westbridge")
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith("Yearly report 2024 to 2025")
    assert opened.pdf_version == "1.7"


def test_the_tree_starts_with_the_document_and_its_title(opened):
    first = elements(opened)
    assert str(first[0].S) == "/Document"
    assert len(elements(opened, "/Title")) == 1


def test_headings_begin_at_the_first_level_and_never_skip_one(opened):
    levels = [int(str(e.S)[2:]) for e in elements(opened) if str(e.S)[1] == "H" and str(e.S)[2:].isdigit()]
    assert levels[0] == 1 and 2 in levels
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_each_table_holds_its_caption_its_heading_row_and_its_rows(opened):
    tables = elements(opened, "/Table")
    assert len(tables) == 2
    for table in tables:
        assert kinds_below(table) == ["/Caption", "/THead", "/TBody"]


def test_each_column_and_each_row_has_a_heading_that_says_what_it_heads(opened):
    for table in elements(opened, "/Table"):
        _, head, body = table.K
        assert [scope(cell) for row in head.K for cell in row.K] == [["/Column"]] * len(head.K[0].K)
        for row in body.K:
            assert [str(cell.S) for cell in row.K] == ["/TH"] + ["/TD"] * (len(row.K) - 1)
            assert scope(row.K[0]) == ["/Row"]


def test_a_table_without_row_headings_has_none_marked(small_report):
    plain = d.Table("Meetings", ("Day", "Place"), (("Monday", "Hall"),), row_header=False)
    document = dataclasses.replace(small_report, sections=(d.Section("s", "S", (plain,)),))
    with pikepdf.open(io.BytesIO(build(document))) as found:
        assert [scope(cell) for cell in elements(found, "/TH")] == [["/Column"], ["/Column"]]


def test_every_picture_has_its_description(opened):
    assert [str(figure.Alt) for figure in elements(opened, "/Figure")] == [
        "A line that falls from 24% to 20% over the year."
    ]


def test_lists_are_lists(opened):
    lists = elements(opened, "/L")
    assert len(lists) >= 3
    for item in (item for one in lists for item in one.K):
        assert str(item.S) == "/LI" and kinds_below(item) == ["/Lbl", "/LBody"]


def test_links_are_tagged_and_described(opened):
    links = [a for page in opened.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    assert links and elements(opened, "/Link")
    assert all("/StructParent" in link and str(link.get("/Contents", "")) for link in links)
    addresses = {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
    assert "https://westbridge.example/p" in addresses


def test_there_are_bookmarks_for_every_section(opened):
    with opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
        below = [child.title for item in outline.root for child in item.children]
    assert "1 Summary" in titles and "2 The front door" in titles and "How we know" in titles
    assert below == ["2.1 What children told us"]


def test_nothing_on_a_page_is_left_out_of_the_tree_unless_marked_as_decoration(opened):
    painting = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"}
    for number, page in enumerate(opened.pages, 1):
        open_marks = []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC"):
                tagged = (
                    len(operands) > 1
                    and isinstance(operands[1], pikepdf.Dictionary)
                    and "/MCID" in operands[1]
                )
                open_marks.append(tagged or str(operands[0]) == "/Artifact")
            elif str(operator) == "EMC":
                open_marks.pop()
            elif str(operator) in painting:
                assert any(open_marks), (
                    f"page {number}: {operator} paints something that no reader is told of"
                )


def test_every_piece_of_marked_content_is_in_the_tree_once(opened):
    told = {}
    for element, _ in walk(opened.Root.StructTreeRoot.K):
        for page, number in marked_content(element):
            told.setdefault(page, []).append(number)
    for page in opened.pages:
        painted = [
            int(operands[1]["/MCID"])
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC"
            and isinstance(operands[1], pikepdf.Dictionary)
            and "/MCID" in operands[1]
        ]
        assert sorted(told.get(page.objgen, [])) == sorted(painted)


def marked_content(element):
    below = element.get("/K", pikepdf.Array([]))
    page = element.get("/Pg")
    for item in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(item, int):
            yield page.objgen, item
        elif isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/MCR":
            yield item.get("/Pg", page).objgen, int(item.MCID)


def test_only_the_vendored_font_is_used_and_it_is_embedded(opened):
    names = set()
    for page in opened.pages:
        for font in page.Resources.get("/Font", {}).values():
            below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            names.add(str(below.BaseFont).split("+")[-1])
            assert {"/FontFile2", "/FontFile3", "/FontFile"} & set(below.FontDescriptor.keys())
    assert all(name.startswith("AtkinsonHyperlegible") for name in names) and names


def test_a_chart_without_a_description_stops_the_pdf(small_report):
    table = d.Table("A", ("x",), ((1,),))
    chart = d.ChartImage('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "", table)
    document = dataclasses.replace(small_report, sections=(d.Section("s", "S", (chart,)),))
    with pytest.raises(pdf.CannotPrint):
        build(document)


def test_a_short_table_is_not_torn_in_two_and_a_long_one_goes_on_overleaf(small_report):
    def table(name, rows):
        return d.Table(name, ("Week", "Calls"), tuple((f"{name} {n}", n) for n in range(rows)))

    short = [f"short{letter}" for letter in "abcdef"]
    tables = (*(table(name, 12) for name in short), table("long", 100))
    document = dataclasses.replace(small_report, sections=(d.Section("s", "S", tables),))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(build(document))).pages]

    def pages_with(name):
        return {number for number, words in enumerate(pages) if re.search(rf"{name} \d", words)}

    assert [len(pages_with(name)) for name in short] == [1] * 6
    assert len(pages_with("long")) > 1


def test_what_people_wrote_is_never_read_as_markup(small_report):
    wild = 'Say #panic("no"), $x$, *bold*, @ref, <label>, \\n, `raw`, //comment, = heading, "quoted" & {{ braces }}'
    document = dataclasses.replace(
        small_report, title=wild, sections=(d.Section("s", wild, (d.Paragraph(wild),)),)
    )
    text = page_text(build(document))
    assert text.count('#panic("no")') >= 2 and "{{ braces }}" in text and "//comment" in text


def test_a_sign_that_the_font_cannot_draw_prints_as_its_name(small_report):
    words = d.Paragraph("It was 😀 today, and 0\u1dc0 in the room")
    document = dataclasses.replace(small_report, sections=(d.Section("s", "S", (words,)),))
    text = page_text(build(document))
    assert "It was [grinning face] today" in text
    assert "0[combining dotted grave accent]" in text, (
        "a mark on a letter too, of which only the letter is named"
    )


def test_a_long_table_repeats_its_headings_on_paper_but_says_them_once(small_report):
    rows = tuple((f"Week {n}", n) for n in range(1, 121))
    document = dataclasses.replace(
        small_report, sections=(d.Section("s", "S", (d.Table("Weeks", ("Week", "Calls"), rows),)),)
    )
    made = build(document)
    assert page_text(made).count("Calls") == 4
    with pikepdf.open(io.BytesIO(made)) as found:
        assert len(elements(found, "/Table")) == 1
        assert len(elements(found, "/TR")) == 121
        assert len([cell for cell in elements(found, "/TH") if scope(cell) == ["/Column"]]) == 2


@pytest.mark.parametrize("dated", [None, date(2030, 1, 1)])
def test_the_pdf_carries_the_editions_date_and_not_todays(small_report, dated):
    document = dataclasses.replace(small_report, dated=dated)
    with pikepdf.open(io.BytesIO(build(document))) as found:
        assert str(found.docinfo["/CreationDate"]).startswith("D:20300101" if dated else "D:20250331")


def page_text(made):
    import pypdfium2

    opened = pypdfium2.PdfDocument(made)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in opened)


def test_a_table_of_many_columns_gets_a_page_turned_on_its_side(small_report):
    wide = d.Table("Quarters", ("Area", *(f"Q{n}" for n in range(1, 13))), (("North", *range(100, 112)),))
    section = d.Section("s", "S", (d.Paragraph("Before."), wide, d.Paragraph("After.")))
    with pikepdf.open(io.BytesIO(build(dataclasses.replace(small_report, sections=(section,))))) as found:
        shapes = [page.MediaBox[2] > page.MediaBox[3] for page in found.pages]
        assert shapes[0] is False and True in shapes and shapes[-1] is False
        (table,) = elements(found, "/Table")
        assert kinds_below(table) == ["/Caption", "/THead", "/TBody"]
