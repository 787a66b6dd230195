"""Which part of a whole meeting's page is read: the safeguarding item, however the page numbers its items."""

import pytest

from lscp.minutes import read_bytes

PAGE = """Oakmere Borough Council

Families Scrutiny Panel

Minutes of the meeting held on 14 March 2023

Present: Councillors Dane, Fell and Roe

{0} Apologies for absence

Apologies were received from Councillor Prior.

RESOLVED that the apologies be accepted.

{1} Safeguarding Children Partnership Annual Report 2021/22

Una Bracken presented the annual report. Councillor Fell asked how many visits had been made on time.

RESOLVED that the annual report be received.

{2} Libraries Outturn

Councillor Roe asked when the roof would be mended. The librarian would write to him.

RESOLVED that the outturn be noted.

{3} Date of next meeting

RESOLVED that the panel meet on 9 May.
"""
NUMBERINGS = {
    "plain numbers": ("1.", "2.", "3.", "4."),
    "numbers that go on from the last meeting": ("39.", "40.", "41.", "42."),
    "decimals": ("4.1", "4.2", "4.3", "4.4"),
    "a number of the year": ("23/11", "23/12", "23/13", "23/14"),
    "a number and the year": ("102/18", "103/18", "104/18", "105/18"),
    "letters and a number": ("FSP52.", "FSP53.", "FSP54.", "FSP55."),
    "letters, number and year": ("FSP/11/23", "FSP/12/23", "FSP/13/23", "FSP/14/23"),
    "numbers without a full stop": ("17", "18", "19", "20"),
    "numbers in a cell": ("17/23 |", "18/23 |", "19/23 |", "20/23 |"),
    "letters, a full stop and a number": ("EX.64", "EX.65", "EX.66", "EX.67"),
    "codes in a column": ("CSPP8.\t", "CSPP9.\t", "CSPP10.\t", "CSPP11.\t"),
    "codes on lines of their own": ("FC31\n\n", "FC32\n\n", "FC33\n\n", "FC34\n\n"),
    "the word item": ("Item 1:", "Item 2:", "Item 3:", "Item 4:"),
}


@pytest.mark.parametrize("typed", (str, str.upper), ids=("small", "capitals"))
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_only_the_safeguarding_item_is_read_whatever_numbers_its_page_has(numbering, typed):
    text = "\n".join(
        typed(line) if is_heading(line) else line for line in PAGE.format(*NUMBERINGS[numbering]).split("\n")
    )
    paper = read_bytes(text.encode(), name="page")
    assert paper.title == typed("Safeguarding Children Partnership Annual Report 2021/22")
    assert paper.meeting_date == "2023-03-14"
    assert [one.text for one in paper.resolutions] == ["that the annual report be received."]
    assert [one.name for one in paper.speakers] == ["Una Bracken", "Fell"]
    assert (len(paper.questions), len(paper.promises)) == (1, 0)


def is_heading(line):
    return line.endswith(("absence", "2021/22", "Outturn", "next meeting"))


def test_items_without_business_of_procedure_are_told_by_their_running_numbers():
    text = PAGE.replace("{0} Apologies for absence", "{0} Youth clubs").replace(
        "{3} Date of next", "{3} Twinning"
    )
    paper = read_bytes(text.format(*NUMBERINGS["plain numbers"]).encode(), name="page")
    assert [one.text for one in paper.resolutions] == ["that the annual report be received."]


@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_two_items_are_told_by_their_decisions(numbering):
    page = PAGE[PAGE.index("{1}") : PAGE.index("{3}")].format(*NUMBERINGS[numbering])
    paper = read_bytes(page.encode(), name="page")
    assert [one.text for one in paper.resolutions] == ["that the annual report be received."]


def test_the_item_of_a_few_notes_is_told_by_its_number():
    notes = "Parenting Panel\n\nItem 6\n\nAdvocacy Service: Annual Report 2022-23\n\nUna Bracken spoke to the report.\n"
    paper = read_bytes(notes.encode(), name="notes")
    assert paper.title == "Advocacy Service: Annual Report 2022-23"


def test_a_number_in_a_list_of_the_item_does_not_begin_the_next():
    page = PAGE.format("1.", "2.", "3.", "4.").replace(
        "RESOLVED that the annual",
        "Action\n\n1. Book a room\n\n2. Draft a note\n\n3. Send it\n\nRESOLVED that the annual",
    )
    paper = read_bytes(page.encode(), name="page")
    assert [one.text for one in paper.resolutions] == ["that the annual report be received."]


def test_the_numbered_sections_of_one_report_are_not_items():
    report = "Safeguarding Children Board Annual Report\n\n" + "\n\n".join(
        f"{place}. {head}\n\nThe board met six times and heard every agency.\n\nRESOLVED that it be {head.lower()}."
        for place, head in enumerate(("Noted", "Received", "Welcomed"), 1)
    )
    assert len(read_bytes(report.encode(), name="report").resolutions) == 3


def test_where_no_heading_names_safeguarding_the_item_that_fills_the_paper_is_read():
    talk = (
        "Una Bracken presented the report. Councillor Fell asked how many visits had been made on time.\n\n"
    )
    page = PAGE.replace(
        "Safeguarding Children Partnership Annual Report 2021/22", "First Response Team"
    ).replace("Una Bracken", talk * 6 + "Una Bracken")
    paper = read_bytes(page.format(*NUMBERINGS["plain numbers"]).encode(), name="page")
    assert paper.title == "First Response Team"
    assert [one.text for one in paper.resolutions] == ["that the annual report be received."]


@pytest.mark.parametrize("head", ("Item | Action | Lead", "Minute no. | Action | Owner | Due"))
def test_a_table_at_the_end_of_the_meeting_gives_the_item_the_actions_of_its_number(head):
    due = " | May" if head.count("|") == 3 else ""
    rows = "\n\n".join(
        f"{row}{due}"
        for row in ("2 | Send the visits by ward | Una Bracken", "3 | Mend the roof | The librarian")
    )
    page = PAGE.format(*NUMBERINGS["plain numbers"]) + f"\nAction log\n\n{head}\n\n{rows}\n"
    paper = read_bytes(page.encode(), name="page")
    assert [(one.owner, one.text) for one in paper.actions] == [("Una Bracken", "Send the visits by ward")]


def test_the_name_of_a_safeguarding_board_above_its_minutes_is_no_item():
    page = PAGE.replace("Families Scrutiny Panel", "MINUTES OF THE PARENTING AND SAFEGUARDING BOARD").replace(
        "Safeguarding Children Partnership Annual Report 2021/22", "LADO ANNUAL REPORT 2021/22"
    )
    paper = read_bytes(page.format(*NUMBERINGS["plain numbers"]).encode(), name="page")
    assert paper.title == "LADO ANNUAL REPORT 2021/22"


def test_a_list_of_headings_inside_the_item_begins_no_other():
    page = PAGE.format("4.", "5.", "6.", "7.").replace(
        "RESOLVED that the annual report be received.",
        "Priorities\n\n1. Early help\n\n2. Neglect of children\n\n3. Missing children\n\nResolved:-\n\n"
        "1. That the annual report be received.\n\n2. That a note be sent.\n\n3. That visits be counted.\n\n"
        "4. That wards be named.\n\n5. That it be brought back.",
    )
    page = page.replace("Libraries Outturn", "LIBRARIES OUTTURN")
    assert len(read_bytes(page.encode(), name="page").resolutions) == 5


SINGLE = (
    "London Borough of Oakmere\n\n{}\n\nPresent: Councillors Dane and Fell\n\nChildren in Care Council: KT and MJ\n\n"
    "7. Neglect Strategy: Annual Report 2021\n\nUna Bracken presented it. Councillor Fell asked how long it took.\n"
)


@pytest.mark.parametrize("label", ("MINUTES", "Families Panel"))
def test_the_numbered_heading_of_a_single_item_is_its_title_whatever_stands_above_it(label):
    assert (
        read_bytes(SINGLE.format(label).encode(), name="page").title == "Neglect Strategy: Annual Report 2021"
    )


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("MINUTE 92 – SAFEGUARDING CHILDREN BOARD", "SAFEGUARDING CHILDREN BOARD"),
        (
            "Item 3: Safeguarding Children Report: who leads on what?",
            "Safeguarding Children Report: who leads on what?",
        ),
        (
            "SAFEGUARDING CHILDREN PARTNERSHIP ANNUAL REPORT",
            "SAFEGUARDING CHILDREN PARTNERSHIP ANNUAL REPORT",
        ),
        ("56. Report from the Safeguarding Children Board", "Report from the Safeguarding Children Board"),
        ("Section 11 safeguarding audits", "Section 11 safeguarding audits"),
    ],
)
def test_a_heading_below_a_masthead_is_the_title_however_it_is_put(heading, title):
    page = (
        f"Minutes\n\nLondon Borough of Oakmere\n\nExtract from the minutes\n\n{heading}\n\n"
        "Present for this item: Una Bracken (Chair of the Safeguarding Partnership)\n\nThe report was received.\n"
    )
    assert read_bytes(page.encode(), name="page").title == title


def test_minutes_in_a_table_are_read_row_by_row():
    page = (
        "ITEM | MINUTE | ACTION\n\n1 | Apologies were received from Councillor Prior. |\n\n"
        "2 | MINUTES OF THE LAST MEETING. Agreed. The clerk would amend the list. | JM\n\n"
        "3 | SAFEGUARDING CHILDREN BOARD ANNUAL REPORT 2012/13 |\n\n"
        "3.1 | Una Bracken presented it. Councillor Fell asked how long it took. | UB\n\n"
        "4 | PHARMACY NEEDS. Tom Hale gave an update and would circulate the timetable. | TH\n"
    )
    paper = read_bytes(page.encode(), name="page")
    assert paper.title == "SAFEGUARDING CHILDREN BOARD ANNUAL REPORT 2012/13"
    assert [one.name for one in paper.speakers] == ["Una Bracken", "Fell"]
    assert [one.owner for one in paper.actions] == ["UB"]
    assert (len(paper.questions), paper.promises) == (1, [])


@pytest.mark.parametrize(
    "line", ("Meeting of the Families Panel, 14 November 2024", "View the background to item 7")
)
def test_what_a_page_says_of_its_meeting_is_not_its_title(line):
    page = f"Agenda item\n\n{line}\n\nSafeguarding Annual Report\n\nMinutes:\n\nIt was received.\n"
    assert read_bytes(page.encode(), name="page").title == "Safeguarding Annual Report"
