"""`lscp report check --file`: any yearly report, ours or not, read from its file and checked. By example.

The report of `written_elsewhere` is sound; what stands here plants one fault in it, in each format, and reads it again.
"""

import json
import os
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lscp import cli
from lscp.files import PDF
from lscp.publication import checks, drafts, grids
from lscp.publication.drafts import reading
from tests.spec.report import written_elsewhere as elsewhere
from tests.spec.report.planted_faults import FAULTS, REQUIRED
from tests.spec.report.written_elsewhere import FORMATS, SOUND, after, changed, without

CHAPTER = "Learning from reviews"


@pytest.fixture(autouse=True)
def read_on_the_spot(request, monkeypatch):
    """A process for each of hundreds of files would take minutes; the tests of the process itself ask for it."""
    if "its_own_process" not in request.fixturenames:
        monkeypatch.setattr(reading, "read_apart", reading.read_as)


@pytest.fixture
def its_own_process():
    """As the command does it."""


def check(parts, format="html", **more):
    return drafts.check_file(FORMATS[format](parts), f"draft.{format}", **more)


def found(parts, format="html", **more):
    return check(parts, format, **more).checked.findings


def of(name, findings):
    return [finding for finding in findings if finding.check == name]


def only(findings):
    (finding,) = findings
    return finding


# ── What a sound report says ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
def test_a_sound_report_has_nothing_to_correct_and_nothing_to_look_at(format):
    assert found(SOUND, format) == ()


@pytest.mark.parametrize("format", ["pdf-without-tags", "text"])
def test_a_format_that_marks_nothing_says_what_could_not_be_checked(format):
    told = found(SOUND, format)
    assert {finding.check for finding in told} == {"accessibility"}
    assert told[-1].severity == "note" and "not checked" in told[-1].message


@pytest.mark.parametrize("format", FORMATS)
def test_its_title_its_period_and_its_pages_are_told(format):
    about = check(SOUND, format).as_json()["document"]
    assert about["title"] == elsewhere.TITLE
    assert about["period"] == "1 April 2024 to 31 March 2025"
    assert about["pages"] == (3 if format.startswith("pdf") else None)


# ── What is found ─────────────────────────────────────────────────────────────────────────────────────────


@cache
def all_in_words(format):
    """The report with every fault that is a sentence, each a paragraph of its own."""
    return found(after(SOUND, CHAPTER, *(("p", fault.now) for fault in FAULTS if not fault.was)), format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_in_every_format(fault, format):
    told = found(changed(SOUND, (fault.was, fault.now)), format) if fault.was else all_in_words(format)
    told = of(fault.check, told)
    hits = [f for f in told if fault.says.lower() in f"{f.where} {f.text} {f.message}".lower()]
    assert hits, told
    assert fault.severity in ("", hits[0].severity)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("heading", "item"), REQUIRED.items())
def test_what_the_guidance_asks_for_and_nothing_answers_is_named(heading, item, format):
    checked = check(without(SOUND, heading), format).checked
    assert item in only(of("required", checked.findings)).message
    assert [told.item for told in checked.required if not told.met] == [item]


def test_each_item_says_where_it_is_answered():
    where = {told.item: told.where for told in check(SOUND, "pdf").checked.required}
    assert where["W23-13"] == "section “Money and value” (page 3)"
    assert where["W23-01"] == "section “Foreword” (page 1); section “About this report” (page 1)"


@pytest.mark.parametrize(
    ("years", "began", "ended", "code"),
    [
        (("2016/17", "2015/16"), "1 April 2016", "31 March 2017", "L-01"),
        (("2021/22", "2020/21"), "1 April 2021", "31 March 2022", "W18-01"),
        (("2024/25", "2023/24"), "1 April 2024", "31 March 2025", "W23-01"),
        (("2026/27", "2025/26"), "1 April 2026", "31 March 2027", "W26-01"),
    ],
)
def test_the_requirements_are_those_in_force_for_the_reports_period(years, began, ended, code):
    parts = changed(SOUND, ("2025/26", "next"), ("2024/25", "this"), ("2023/24", "last"))
    parts = changed(parts, ("this", years[0]), ("last", years[1])) if years[0] != "2024/25" else SOUND
    parts = (
        changed(parts, ("1 April 2024", began), ("31 March 2025", ended))
        if began != "1 April 2024"
        else parts
    )
    assert code in [told.item for told in check(parts).checked.required]


# ── Where it stands ───────────────────────────────────────────────────────────────────────────────────────


def test_a_place_in_a_table_is_its_row_and_column_and_the_page_where_there_are_pages():
    wrong = changed(SOUND, ("£150,000", "£158,517"))
    at = [finding.where for finding in of("cast", found(wrong, "pdf"))]
    assert at[0] == "table 6 “Income and spending”, row 4 (“Total income”), column “2024/25” (page 3)"
    at = [finding.where for finding in of("cast", found(wrong, "docx"))]
    assert at[0] == (
        "table 6 “Income and spending” (section “Money and value”), row 4 (“Total income”), column “2024/25”"
    )


def test_a_place_in_the_words_is_the_chapter_and_the_paragraph():
    wrong = after(
        SOUND, CHAPTER, ("p", "The forum met on 31 April 2024."), ("p", "The MARAC met each month.")
    )
    assert [finding.where for finding in found(wrong)] == [
        "section “Learning from reviews”, paragraph 2",
        "section “Learning from reviews”, paragraph 3",
    ]
    assert found(wrong, "pdf")[0].where == "section “Learning from reviews”, paragraph 2 (page 2)"


def test_errors_come_first_and_the_same_thing_once():
    again = ("p", "The forum met on 31 April 2024.")
    told = found(after(SOUND, CHAPTER, ("p", "Staff utilise the tool."), again, again))
    assert [finding.severity for finding in told] == ["error", "note"]


def test_what_is_alike_is_told_together():
    page = FORMATS["html"](SOUND).replace(
        b"</main>", b'<img src="a.png"><img src="b.png"><img src="c.png"></main>'
    )
    told = only(drafts.check_file(page, "page").checked.findings)
    assert told.where == "picture 1 and 2 more" and told.message.endswith("The others: picture 2; picture 3.")
    rows = tuple((f"Ward {letter}", "3") for letter in "ABCDE")
    table = ("table", "Children by ward", ("Ward", "Children"), rows)
    small = only(of("small-number", found(after(SOUND, CHAPTER, table))))
    assert "and 4 more" in small.where and "row 5 (“Ward E”)" in small.message


def test_what_one_place_says_of_another_names_both_as_a_person_finds_them():
    wrong = after(SOUND, CHAPTER, ("p", "We heard 421 young people in May."))
    message = only(of("contradiction", found(wrong))).message
    assert "section “Learning from reviews”, paragraph 2 says 421 young people" in message


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────


often = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def tables_that_add_up(draw):
    """Rows of counts with a total row and, as may be, a total column."""
    columns = draw(st.integers(1, 4))
    rows = draw(
        st.lists(st.lists(st.integers(0, 5000), min_size=columns, max_size=columns), min_size=2, max_size=6)
    )
    across = columns > 1 and draw(st.booleans())
    rows = [[*row, sum(row)] if across else row for row in rows]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    head = ("Team", *(f"Group {x}" for x in range(1, columns + 1)), *(("Total",) if across else ()))
    named = [(f"Team {y}" if y < len(rows) else "Total", *row) for y, row in enumerate(rows, 1)]
    return head, named


def _casts(head, rows):
    shown = tuple((row[0], *(f"{cell:,}" for cell in row[1:])) for row in rows)
    part = ("table", "Visits made", head, shown)
    return of("cast", found((*SOUND, part), "html"))


@often
@given(tables_that_add_up())
def test_a_table_that_adds_up_is_never_complained_of(table):
    assert _casts(*table) == []


@often
@given(tables_that_add_up(), st.data())
def test_one_changed_cell_always_is(table, data):
    head, rows = table
    y = data.draw(st.integers(0, len(rows) - 1))
    x = data.draw(st.integers(1, len(head) - 1))
    by = data.draw(st.integers(1, 900))
    spoilt = [row if at != y else (*row[:x], row[x] + by, *row[x + 1 :]) for at, row in enumerate(rows)]
    assert _casts(head, spoilt)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,240", 1240), ("12.5%", checks.Decimal("12.5")), ("£43,326", 43326), ("(250)", -250), ("-3", -3),
        ("c", grids.d.Hidden()), ("[c]", grids.d.Hidden()), ("<5", grids.d.Hidden()), ("*", grids.d.Hidden()),
        ("n/a", grids.d.NotAvailable()), ("–", grids.d.NotApplicable()), ("", grids.d.NotApplicable()),
        ("two teams", "two teams"), ("2023/24", "2023/24"),
    ],
)  # fmt: skip
def test_what_a_cell_holds(cell, value):
    assert grids.cell(cell)[0] == value


def test_a_cell_with_a_count_and_its_share_is_read_as_both():
    table = grids.table(
        [("Ethnicity", "Children"), ("White", "120 (60%)"), ("Other", "80 (40%)"), ("Total", "200 (100%)")]
    )
    assert [column.heading for column in table.columns] == ["Ethnicity", "Children", "Children (%)"]
    assert table.rows[-1] == ("Total", 200, 100)


def test_a_second_heading_row_is_one_too_where_the_corner_spans_both():
    rows = [
        ("Category", "2023", "2023"),
        ("Category", "Number", "%"),
        ("Neglect", "62", "62"),
        ("Other", "38", "38"),
    ]
    assert [column.heading for column in grids.table(rows).columns] == ["Category", "2023 Number", "2023 %"]


def test_rows_that_are_part_of_a_row_above_are_not_added_twice():
    rows = (("Girls", "40"), ("of which under 5", "9"), ("Boys", "50"), ("Total", "90"))
    assert found(after(SOUND, CHAPTER, ("table", "Visits to teams", ("Group", "Visits"), rows))) == ()


def test_a_number_that_spans_two_rows_is_counted_once():
    body = (
        b"<table><caption>Visits</caption><tr><th></th><th>Calls</th><th>Visits</th></tr><tr><th>East</th>"
        b'<td rowspan="2">30</td><td>14</td></tr><tr><th>West</th><td>16</td></tr><tr><th>Total</th><td>30</td>'
        b"<td>%s</td></tr></table></main>"
    )
    page = FORMATS["html"](SOUND)

    def told(total):
        return of("cast", drafts.check_file(page.replace(b"</main>", body % total), "page").checked.findings)

    assert told(b"30") == [] and "add up to 30" in only(told(b"31")).message


def test_two_heading_rows_name_a_column_together_and_an_empty_corner_is_no_base():
    body = (
        b"<table><caption>Plans</caption><tr><th></th><th colspan=2>2023</th><th colspan=2>2024</th></tr><tr><th></th>"
        b"<th>Number</th><th>%</th><th>Number</th><th>%</th></tr><tr><th>East</th><td>62</td><td>50</td><td>65</td>"
        b"<td>52</td></tr><tr><th>West</th><td>31</td><td>25</td><td>35</td><td>28</td></tr><tr><th>South</th><td>31</td>"
        b"<td>25</td><td>25</td><td>20</td></tr><tr><th>North</th><td>0</td><td>0</td><td>0</td><td>10</td></tr>"
        b"<tr><th>Total</th><td>124</td><td>100</td><td>125</td><td>100</td></tr></table></main>"
    )
    page = FORMATS["html"](SOUND).replace(b"</main>", body)
    told = only(of("cast", drafts.check_file(page, "page").checked.findings))
    assert told.where.endswith("row 4 (“North”), column “2024 %”") and "0 of 125 is 0%" in told.message


def test_a_table_of_meetings_or_of_money_has_no_small_numbers_and_one_of_children_by_ethnicity_has():
    def told(caption, head, cell):
        table = ("table", caption, head, (("Asian", cell), ("Black", "14"), ("White", "90")))
        return [finding.severity for finding in of("small-number", found(after(SOUND, CHAPTER, table)))]

    assert told("Meetings of the Safeguarding Children Partnership", ("Group", "Meetings"), "2") == []
    assert told("What was spent on children", ("Group", "Amount"), "£2") == []
    assert told("Children in care by ethnicity", ("Ethnicity", "Children"), "2") == ["error"]
    assert told("Children who were visited", ("Group", "Children"), "2") == ["warning"]


# ── What passes ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "sentence",
    [
        "Nearly half (48%) of those who answered had waited, and more than a third (36%) had not been told why.",
        "Of the families, 60% spoke of neglect, 45% of violence and 30% of both.",
        "Our strategy for 2023-2026 and the plan for 2024/27 were agreed in July.",
        "Call the out of hours team on 01632 960987, or Childline on 0800 1111.",
        "Write to training@eastmere.gov.uk or ask the LADO at lado.duty@eastmere.police.uk.",
        "Write to partnership@eastmere.example, or ask safeguarding@eastmeretrust.co.uk.",
        "The hub is in Year 3 classrooms in 12 schools.",
        "The number of contacts rose by 9.4% from 12,990 to 14,212.",
        "Twelve schools, three colleges and one nursery joined: sixteen settings in total.",
        "There were 46 allegations: 29 in education, 8 in foster care and 9 elsewhere.",
        "Our three priorities were agreed in May 2023; the previous partnership had five priorities.",
        "Fewer families came back (19% compared with 24% the year before).",
        "About one in five (21%) of those aged 10 to 17 had been stopped more than once.",
        "The grant of £47,300 was spent on two posts (£41,000) and on training (£6,300).",
        "Strategy discussions rose by 12% from 1,000 to 1,120 and section 47 enquiries fell by 5% from 800 to 760.",
        "The executive met six times, on 4 April, 6 June, 1 August, 3 October, 5 December and 6 February.",
        "Training will make children safer if it changes what teams do.",
    ],
)
def test_what_is_right_passes(sentence):
    assert found(after(SOUND, CHAPTER, ("p", sentence))) == ()


def test_a_claim_that_points_at_a_note_has_its_evidence():
    claim = "The new panel has made children safer."
    page = FORMATS["html"](after(SOUND, CHAPTER, ("p", claim)))
    cited = page.replace(claim.encode(), claim.encode() + b'<sup><a href="#n1">[1]</a></sup>')
    assert of("impact", drafts.check_file(page, "draft").checked.findings)
    assert not of("impact", drafts.check_file(cited, "draft").checked.findings)


def test_a_glossary_explains_whatever_form_it_has():
    spoken = after(SOUND, CHAPTER, ("p", "The MARAC and the SEMH team met."))
    table = (
        "table",
        "",
        ("Term", "Meaning"),
        (("MARAC", "a meeting about violence at home"), ("SEMH", "feelings")),
    )
    assert len(of("abbreviation", found(spoken))) == 2
    assert found((*spoken, ("h2", "Glossary"), table)) == ()
    assert (
        found(
            (*spoken, ("h2", "Abbreviations"), ("list", ("MARAC: a meeting", "SEMH – feelings and health")))
        )
        == ()
    )


# ── A page as partnerships publish them: two heading rows, boxes of figures, hidden cells, columns of text ───────────

PAGE = Path(__file__).with_name("northcliffe.html").read_text(encoding="utf-8")  # an invented place


def on_the_page(was, now):
    assert was in PAGE
    return drafts.check_file(PAGE.replace(was, now, 1).encode(), "page").checked.findings


def test_a_sound_page_with_difficult_tables_has_nothing_to_correct():
    told = on_the_page("Northcliffe", "Northcliffe")
    assert {finding.check for finding in told if finding.severity != "note"} == {"required"}
    assert not [finding for finding in told if finding.severity == "error"]


@pytest.mark.parametrize(
    ("was", "now", "check_name", "says"),
    [
        (">289<", ">298<", "cast", "column “31 March 2024 Number”"),
        (">34.1<", ">31.4<", "cast", "182 of 534 is 34.1%"),
        ("<td>1,046</td></tr></tbody>", "<td><b>1</b>,064</td></tr></tbody>", "cast", "add up to 1,046"),
        ("325,185", "324,387", "cast", "798 too few"),
        (">83%</td></tr><tr><td>ICB", ">87%</td></tr><tr><td>ICB", "cast", "5 of 6 is 83%"),
        ("41 secondary", "47 secondary", "cast", "214 + 47 + 32 makes 293"),
        ("<td>Other</td><td>*</td>", "<td>Other</td><td>3</td>", "small-number", "(“Other”)"),
        ("<td>Not known</td><td>*</td>", "<td>Not known</td><td>0</td>", "small-number", "can be worked out"),
        (
            "1 April 2023 to 31 March 2024",
            "1 April 2022 to 31 March 2023",
            "period",
            "1 April 2022 to 31 March 2023",
        ),
        (
            "for 2024-26 will be",
            "for 2023-24 will be",
            "period",
            "2023-24 is the year that this report looks back on",
        ),
        ("1,310 missing episodes and", "1,310 adult safeguarding concerns and", "scope", "counts adults"),
    ],
)
def test_one_thing_changed_on_that_page_is_found(was, now, check_name, says):
    told = of(check_name, on_the_page(was, now))
    assert any(says in f"{finding.where} {finding.message}" for finding in told), told


# ── The period ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_that_never_says_its_period_is_told_so_and_not_held_to_any_year():
    parts = (
        ("h1", "About us"),
        ("p", "We are a partnership of the council, the police and the NHS, and we meet."),
    )
    checked = check(parts)
    assert checked.as_json()["document"]["period"] is None and checked.checked.required == ()
    assert "does not say which period" in only(of("period", checked.checked.findings)).message


def test_a_title_with_another_period_than_the_words_is_an_error():
    wrong = changed(SOUND, (elsewhere.TITLE, "Eastmere annual report April 2024 to December 2025"))
    told = of("period", found(wrong))
    assert told[0].severity == "error" and "1 April 2024 and 31 March 2025" in told[0].message


# ── What somebody who cannot see the page would miss ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        (b' lang="en-GB"', b"", "does not say its language"),
        (f"<title>{elsewhere.TITLE}</title>".encode(), b"", "has no title"),
        (b"</main>", b'<img src="chart.png"></main>', "no alternative text"),
        (b"</main>", b'<img src="x.png" alt="chart 1"></main>', "does not say what the picture shows"),
        (b"</main>", b"<h4>Deep</h4><p>Words.</p></main>", "jump from level 2 to level 4"),
        (b"</main>", b'<p>See <a href="/x">here</a>.</p></main>', "does not say where the link leads"),
        (
            b"</main>",
            b"<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table></main>",
            "No cell",
        ),
    ],
)
def test_a_web_page_that_shuts_somebody_out(was, now, says):
    page = FORMATS["html"](SOUND)
    assert was in page
    told = of("accessibility", drafts.check_file(page.replace(was, now, 1), "page").checked.findings)
    assert any(says in finding.message for finding in told), told


def test_a_picture_that_only_decorates_is_left_alone():
    page = FORMATS["html"](SOUND).replace(b"</main>", b'<img src="line.png" alt=""></main>')
    assert drafts.check_file(page, "page").checked.findings == ()


def test_a_word_document_without_a_title_headings_or_marked_tables_is_told_so():
    import io

    import docx

    document = docx.Document()
    document.add_paragraph("Annual report 2024/25. " + "We met and we talked about what we had seen. " * 40)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Team", "Visits", "East", "41"), strict=True
    ):
        cell.text = text
    file = io.BytesIO()
    document.save(file)
    told = " ".join(
        f.message for f in of("accessibility", drafts.check_file(file.getvalue(), "d").checked.findings)
    )
    assert "has no title" in told and "heading style" in told and "No row of this table" in told


def test_words_in_tracked_changes_are_read_as_accepted_and_told_to_be_settled():
    import io

    import docx
    from docx.oxml import OxmlElement

    document = docx.Document(io.BytesIO(FORMATS["docx"](SOUND)))
    paragraph = document.add_paragraph("The forum met")
    inserted, run, words = OxmlElement("w:ins"), OxmlElement("w:r"), OxmlElement("w:t")
    words.text = " on 31 April 2024."
    run.append(words)
    inserted.append(run)
    paragraph._p.append(inserted)
    file = io.BytesIO()
    document.save(file)
    date, left_in = drafts.check_file(file.getvalue(), "draft").checked.findings
    assert date.text == "31 April 2024" and left_in.text == "1 tracked changes, 0 comments"


def test_a_pdf_without_tags_is_told_so_and_one_with_tags_is_read_by_them():
    told = of("accessibility", found(SOUND, "pdf-without-tags"))
    assert "has no tags" in told[0].message and told[0].severity == "error"
    assert reading.read_as(PDF, FORMATS["pdf"](SOUND), "d").structured


def test_two_columns_of_words_are_read_one_after_the_other():
    import typst

    left = (
        "In the year the partners met six times and heard from 40 teams, 25 of them new to it. " * 2
        + "All came."
    )
    right = "Each school sent one teacher, each surgery one nurse and each station one officer to the day in March."
    page = f"#set page(columns: 2, height: 12cm)\n{left}\n#colbreak()\n{right}".encode()
    read = reading.read_as(PDF, typst.compile(page, format="pdf", pdf_tags=False), "d")
    assert " ".join(piece.text for piece in read.pieces) == f"{left} {right}"


def test_a_pdf_whose_tags_leave_out_its_tables_is_read_by_places_and_told_so():
    import typst

    plain = "#set document(title: [Annual report 2024/25])\n= Annual report 2024/25\nWe met six times and talked.\n\n"
    rows = (("Team", "Visits"), ("East", "41"), ("West", "52"), ("South", "60"), ("Total", "154"))
    grid = (
        "#grid(columns: 2, column-gutter: 3em, row-gutter: 1em, "
        + ", ".join(f"[{c}]" for r in rows for c in r)
        + ")"
    )
    told = drafts.check_file(typst.compile((plain + grid).encode(), format="pdf"), "draft").checked.findings
    assert "add up to 153" in only(of("cast", told)).message
    assert any("looks like a table" in finding.message for finding in of("accessibility", told))


# ── Our own editions ──────────────────────────────────────────────────────────────────────────────────────


def test_our_own_edition_says_the_same_in_all_three_formats():
    from lscp.publication import document as d
    from lscp.publication.render import render

    table = d.Table(
        "Visits by team", ("Team", "Visits"), (("East", 40), ("West", 50), ("Total", 91)), total_row=True
    )
    section = d.Section("year", "The year at a glance", (d.Paragraph("The MARAC met each month."), table))
    start, end = (d.blocks.date(2024, 4, 1), d.blocks.date(2025, 3, 31))
    files = render(d.Document("Yearly report 2024/25", "Westbridge Partnership", start, end, (section,)))
    said = {}
    for path in ("index.html", "report.docx", "report.pdf"):
        told = drafts.check_file(files[path].content, path).checked.findings
        said[path] = [(f.check, f.severity, f.text, f.message) for f in told]
    assert said["index.html"] == said["report.docx"] == said["report.pdf"]
    assert {("cast", "error"), ("abbreviation", "warning")} <= {told[:2] for told in said["report.pdf"]}


# ── Against last year's ───────────────────────────────────────────────────────────────────────────────────

LAST_YEAR = changed(
    SOUND,
    ("2025/26", "2024/next"), ("2024/25", "2023/this"), ("2023/24", "2022/23"), ("2023/this", "2023/24"),
    ("2024/next", "2024/25"), ("1 April 2024", "1 April 2023"), ("March 2025", "March 2024"), ("1,240", "1,180"),
)  # fmt: skip


def against(now, before=LAST_YEAR, format="html"):
    return found(now, format, against=(FORMATS[format](before), "last"))


def test_a_figure_of_last_year_that_last_years_report_gave_differently():
    told = of("contradiction", against(SOUND))
    council = next(finding for finding in told if "(“Council”)" in finding.where)
    assert council.text == "£85,000" and "last year's report said £90,000" in council.message
    spoken = of("contradiction", against(changed(SOUND, ("1,180 in 2023/24", "1,168 in 2023/24"))))
    assert any("says 1,168; last year's report said 1,180" in finding.message for finding in spoken)


def test_a_count_on_the_last_day_of_last_year_and_a_table_without_a_caption_are_compared_as_well():
    def counted(then, now):
        rows = (("East", then, now), ("West", "52", "61"))
        head = ("Team", "31 March 2024", "31 March 2025")
        return ("h2", "Open cases"), ("table", "", head, rows)

    before = (
        *LAST_YEAR,
        ("h2", "Open cases"),
        ("table", "", ("Team", "31 March 2024"), (("East", "41"), ("West", "52"))),
    )
    told = [
        f for f in of("contradiction", against((*SOUND, *counted("43", "44")), before)) if "East" in f.where
    ]
    assert "last year's report said 41" in only(told).message
    assert not [f for f in against((*SOUND, *counted("41", "44")), before) if "East" in f.where]


def test_a_promise_of_last_year_that_this_year_does_not_mention():
    promised = after(
        LAST_YEAR, "What comes next", ("p", "We will open a drop-in for fathers in the libraries.")
    )
    told = only(of("required", against(SOUND, promised)))
    assert told.text == "We will open a drop-in for fathers in the libraries."
    assert "(section “What comes next”, paragraph 2)" in told.message
    kept = after(SOUND, CHAPTER, ("p", "The drop-in for fathers opened in two libraries in May."))
    assert of("required", against(kept, promised)) == []


def test_a_report_that_is_no_earlier_is_not_last_years():
    assert any("which is not earlier than this one" in finding.message for finding in against(SOUND, SOUND))
    assert not any("which is not earlier" in finding.message for finding in against(SOUND))


def test_figures_that_were_copied_over_to_the_digit():
    told = of("period", against(SOUND))
    assert any(finding.text == "Training courses" and "8 of the 8" in finding.message for finding in told)
    fresh = changed(
        SOUND, ("288", "287"), ("321", "322"), ("260", "261"), ("869", "870"), ("300", "310"), ("340", "330")
    )
    assert not any(finding.text == "Training courses" for finding in of("period", against(fresh)))


# ── Papers as councils published them ─────────────────────────────────────────────────────────────────────

PAPERS = Path(__file__).parents[4] / "shared" / "papers"


@pytest.mark.parametrize(
    ("paper", "period", "check_name", "says"),
    [
        ("P0-*", "1 April 2021 to 31 December 2022", "period", "1 April 2021 to 31 October 2022"),
        ("P1-*", "1 April 2016 to 31 March 2017", "impact", "nothing beside it shows it"),
        ("P2-*", "1 April 2014 to 31 March 2015", "abbreviation", "LSCB is never explained"),
        ("P3-*", "1 April 2024 to 31 March 2025", "percentage-base", "sessions are not pupils"),
        ("P4-*", "1 April 2022 to 31 March 2023", "period", "the year that this report looks back on"),
    ],
)
def test_what_is_wrong_in_the_five_papers_and_nothing_else_that_must_be_corrected(
    paper, period, check_name, says
):
    if not PAPERS.is_dir():
        pytest.skip("the papers stand beside the repository and are not here")
    (path,) = PAPERS.glob(paper)
    checked = drafts.check_file(path.read_bytes(), path.name)
    assert checked.period == period
    assert any(says in finding.message for finding in of(check_name, checked.checked.findings))
    errors = [
        finding for finding in checked.errors if finding.check != "required"
    ]  # they are minutes, not reports
    assert [finding.check for finding in errors] == (["period"] if paper == "P0-*" else [])


# ── Files that cannot be read, and the command ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"  \n\n ", "is empty"),
        (b"%PDF-1.7 and then nothing", "damaged PDF"),
        (b"PK\x03\x04 cut short", "stops before its end"),
        (b"\xd0\xcf\x11\xe0old office", "locked with a password"),
        (b"{\\rtf1 words}", "rich text"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(256)) * 40, "not a document"),
        (b"<html><body><nav>Home</nav></body></html>", "holds no text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_one_sentence(data, says):
    with pytest.raises(drafts.Unreadable, match=says):
        drafts.check_file(data, "draft")


def test_a_scan_and_a_locked_pdf_say_what_they_are():
    import io

    import pypdf

    blank, locked = pypdf.PdfWriter(), pypdf.PdfWriter(io.BytesIO(FORMATS["pdf"](SOUND)))
    blank.add_blank_page(200, 200)
    locked.encrypt("secret", algorithm="RC4-128")
    for writer, says in ((blank, "is a scan"), (locked, "locked with a password")):
        file = io.BytesIO()
        writer.write(file)
        with pytest.raises(drafts.Unreadable, match=says):
            drafts.check_file(file.getvalue(), "draft")


@pytest.mark.parametrize(
    "words",
    ["word ", "10% and ", "In 2024 there were 12 children and 14 adults, of whom 3 (25%) were seen, "],
)
def test_a_hundred_thousand_letters_without_a_full_stop_are_read_in_seconds(words):
    began = sum(os.times()[:4])
    drafts.check_file(("Annual report 2024/25\n\n" + words * (100_000 // len(words))).encode(), "draft")
    assert sum(os.times()[:4]) - began < 30  # patterns that look back from every word would take many minutes


def run(capsys, *arguments):
    status = cli.main(["report", "check", *map(str, arguments)])
    return status, capsys.readouterr()


ROWS = range(2000)
LONG_TABLES = {
    "a cell that spans every row below, in every row": "".join(
        f"<tr><th rowspan={2000 - n}>area {n}</th><td>{n}</td></tr>" for n in ROWS
    ),
    "a total in every row": "<tr><th>Area<th>Plans<th>Visits</tr>"
    + "".join(f"<tr><th>Total {n}<td>{n * 7 % 89}<td>{n * 5 % 97}</tr>" for n in ROWS),
    "shares without a total": "<tr><th>Area<th>Plans<th>Visits<th>Calls<th>% of plans</tr>"
    + "".join(f"<tr><th>Area {n}<td>{n * 7 % 89}<td>{n % 97}<td>{n % 83}<td>{n % 99}%</tr>" for n in ROWS),
    "many columns of shares": "<tr><th>Area"
    + "".join(f"<th>Plans {n}<th>Share {n} %" for n in range(60))
    + "".join("<tr><th>Area" + "".join(f"<td>{n % 89}<td>{n}%" for n in range(60)) for _ in range(30)),
}


@pytest.mark.parametrize("rows", LONG_TABLES.values(), ids=LONG_TABLES)
def test_the_checks_of_a_long_table_take_no_longer_than_its_reading(rows):
    page = f"<html lang=en><title>Annual report 2024/25</title><h1>Plans</h1><table>{rows}</table>".encode()
    began = time.process_time()
    drafts.check_file(page, "draft.html")
    assert time.process_time() - began < 6  # a check that reads every row from every row takes half a minute


def test_the_command_prints_one_json_document_and_ends_with_1_for_an_error(tmp_path, capsys, its_own_process):
    sound, wrong = tmp_path / "sound.docx", tmp_path / "wrong.pdf"
    sound.write_bytes(FORMATS["docx"](SOUND))
    wrong.write_bytes(FORMATS["pdf"](changed(SOUND, ("£150,000", "£158,517"))))
    status, said = run(capsys, "--file", sound, "--json")
    assert (status, json.loads(said.out)["findings"]) == (0, [])
    status, said = run(capsys, "--file", wrong, "--json")
    told = json.loads(said.out)
    assert status == 1 and set(told) == {"document", "findings", "required"}
    assert set(told["findings"][0]) == {"check", "severity", "where", "text", "message"}
    assert {"item", "met", "where"} <= set(told["required"][0])


def test_for_a_person_the_command_says_the_same_line_by_line(tmp_path, capsys, its_own_process):
    draft = tmp_path / "draft.html"
    draft.write_bytes(FORMATS["html"](after(SOUND, CHAPTER, ("p", "The forum met on 31 April 2024."))))
    status, said = run(capsys, "--file", draft)
    first, *_, last = said.out.splitlines()
    assert status == 1 and first == f"{elsewhere.TITLE} (1 April 2024 to 31 March 2025)"
    assert last == "1 to correct, 0 to look at."
    assert (
        "error: period: section “Learning from reviews”, paragraph 2: There is no 31 April 2024" in said.out
    )


def test_the_command_says_what_is_wrong_with_the_file_or_with_the_question(tmp_path, capsys):
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    assert run(capsys, "--file", empty)[0] == 1
    status, said = run(capsys, "--file", tmp_path / "nowhere.pdf")
    assert status == 1 and "cannot be opened" in said.err
    for wrong in ((), ("--against", empty), ("--file", empty, "--partnership", "thornley")):
        assert run(capsys, *wrong)[0] == 2
