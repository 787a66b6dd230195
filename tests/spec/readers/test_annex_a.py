from datetime import date

import pytest

from lscp.scorecard.events import UNBORN
from lscp.scorecard.readers import annex_a
from lscp.scorecard.readers.ledger import CannotRead
from tests.factories.annex_a import HEADINGS, row, sheet
from tests.factories.workbooks import workbook
from tests.spec.readers.conftest import AREA


def counts(ledger, number):
    tally = next(tally for name, tally in ledger.lists.items() if name.startswith(f"List {number}:"))
    return tally.read, tally.used, tally.duplicate, tally.rejected


def only_reject(ledger):
    (reject,) = ledger.rejects
    return reject


# ── What becomes of each list ─────────────────────────────────────────────────────────────────────────────


def test_each_of_the_nine_lists_becomes_its_kind_of_event(read_book, events):
    read_book({f"List {n}": sheet(n, row(n)) for n in range(1, 10)})
    front_door = ["contacts", "early_help", "referrals", "assessments", "enquiries"]
    assert [len(events(kind)) for kind in [*front_door, "needs", "plans", "care", "care_leavers"]] == [1] * 9


def test_a_row_carries_the_child_the_area_and_the_short_national_codes(read_book, events):
    read_book({"List 3": sheet(3, row(3, but={"Referral Source": "q) 6: Police", "Referral NFA?": "b) No"}))})
    (event,) = events("referrals")
    assert event == {
        "child": "1001",
        "area": AREA,
        "birth": "2012-06-01",
        "sex": "F",
        "ethnicity": "AIND",
        "disability": "",
        "ward": "",
        "date": "2024-01-10",
        "source": "6",
        "decided": "",
        "nfa": "false",
        "earlier": "",
    }


def test_a_plan_carries_its_categories_visits_reviews_and_earlier_plans(read_book, events):
    said = {
        "Initial Category of Abuse": "a) Neglect",
        "Latest Category of Abuse": "Emotional abuse",
        "Date of the Last Statutory Visit": date(2024, 2, 1),
        "Was the Child Seen Alone?": "a) Yes",
        "Date of latest review conference": date(2024, 4, 1),
        "Child Protection Plan End Date": date(2024, 5, 1),
        "Number of Previous Child Protection Plans": 2,
    }
    read_book({"List 7": sheet(7, row(7, but=said))})
    (event,) = events("plans")
    assert [
        event[c] for c in ("first_category", "category", "last_visit", "seen_alone", "last_review", "end")
    ] == [
        "NEG",
        "EMO",
        "2024-02-01",
        "true",
        "2024-04-01",
        "2024-05-01",
    ]
    assert event["earlier"] == "2"


def test_an_open_case_status_and_a_need_are_read_with_their_text(read_book, events):
    said = {"Primary Need Code": "N5 - Family dysfunction", "Case status": "d) Open assessment"}
    read_book({"List 6": sheet(6, row(6, but=said))})
    assert [(event["need"], event["status"]) for event in events("needs")] == [("N5", "assessment")]


def test_a_care_leaver_needs_no_date(read_book, events):
    said = {
        "LA In Touch": "d) Refu",
        "Suitability of Accommodation": "b) Unsuitable",
        "Activity Status": "G4: NEET",
    }
    ledger = read_book({"List 9": sheet(9, row(9, but=said))})
    assert counts(ledger, 9) == (1, 1, 0, 0)
    (event,) = events("care_leavers")
    assert (event["in_touch"], event["suitable"], event["activity"]) == ("false", "false", "G4")


def test_no_section_47_enquiry_without_a_conference_is_lost(read_book, events):
    """A public tool lost 169 of 250 such rows: it grouped by the date of the conference and dropped the blanks."""
    rows = [
        row(
            5,
            but={
                "Child Unique ID": n,
                "Date of Initial Child Protection Conference": date(2024, 1, 20) if n < 81 else "",
            },
        )
        for n in range(250)
    ]
    ledger = read_book({"List 5": sheet(5, *rows)})
    assert counts(ledger, 5) == (250, 250, 0, 0)
    assert sum(event["conference"] == "" for event in events("enquiries")) == 169


def test_a_conference_without_an_enquiry_here_is_kept(read_book, events):
    start = "Strategy discussion initiating Section 47 Enquiry Start Date"
    conference = {start: "", "Date of Initial Child Protection Conference": date(2024, 3, 1)}
    read_book({"List 5": sheet(5, row(5, but=conference))})
    assert [(event["start"], event["conference"]) for event in events("enquiries")] == [("", "2024-03-01")]


def test_a_child_is_unborn_by_its_age_if_no_birth_is_expected_yet(read_book, events):
    ledger = read_book(
        {
            "List 1": sheet(
                1,
                row(1, but={"Date of Birth": "", "Age of Child (Years)": -1}),
                row(
                    1,
                    but={
                        "Child Unique ID": 1002,
                        "Date of Birth": date(2024, 5, 1),
                        "Age of Child (Years)": -1,
                    },
                ),
            )
        }
    )
    assert counts(ledger, 1) == (2, 2, 0, 0)
    assert [event["birth"] for event in events("contacts")] == [UNBORN.isoformat(), "2024-05-01"]
    assert not [note for note in ledger.notes if "birth" in note]


def test_a_child_without_a_date_of_birth_or_an_age_below_nought_may_be_any_age(read_book, events):
    said = {"Date of Birth": "", "Age of Child (Years)": ""}
    read_book({"List 1": sheet(1, row(1, but=said))})
    assert [event["birth"] for event in events("contacts")] == [""]


# ── Where the lists are found ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    [
        "List 3",
        "List_3",
        "list3",
        "LIST 03",
        "List 3 - Referrals",
        "3. Referrals",
        "03_referral",
        "Annex A List 3",
        "Referrals",
    ],
)
def test_a_list_is_found_by_the_name_of_its_sheet(read_book, name):
    assert counts(read_book({name: sheet(3, row(3))}), 3) == (1, 1, 0, 0)


@pytest.mark.parametrize("number", range(1, 10))
def test_a_list_is_found_by_its_headings_when_the_name_says_nothing(read_book, number):
    assert counts(read_book({"Sheet1": sheet(number, row(number))}), number) == (1, 1, 0, 0)


def test_a_sheet_with_the_wrong_number_is_read_as_what_its_headings_say(read_book):
    ledger = read_book({"List 3": sheet(5, row(5))})
    assert counts(ledger, 5) == (1, 1, 0, 0)
    assert any("holds the columns of this list" in note for note in ledger.notes)


def test_headings_may_stand_under_a_title_and_blank_rows(read_book):
    above = [["Thornley Borough Council"], [], ["List 3: Referral", "", "as at 31 March"], []]
    ledger = read_book({"List 3": [*above, *sheet(3, row(3), row(3))]})
    assert counts(ledger, 3) == (2, 1, 1, 0)
    assert only_reject(ledger).row == 7


def test_two_sheets_of_one_list_are_one_list(read_book):
    other = row(3, but={"Child Unique ID": 7})
    ledger = read_book({"List 3": sheet(3, row(3)), "List 3 (2)": sheet(3, row(3), other)})
    assert counts(ledger, 3) == (3, 2, 1, 0)
    reject = only_reject(ledger)
    assert reject.reason == "the same as row 2 of the sheet 'List 3' of annex-a.xlsx in every column"
    assert reject.where == "the sheet 'List 3 (2)' of annex-a.xlsx"


def test_the_template_s_own_pages_are_passed_over_without_a_word(read_book):
    pages = {
        name: [["Guidance"], ["List 3", "Referral"]]
        for name in ("Front_Sheet", "FAQ_and_changes", "Guidance", "Codes_used")
    }
    ledger = read_book(pages | {f"List_{n}": sheet(n, row(n), title=True) for n in range(1, 10)})
    assert ledger.notes == []


def test_lists_10_and_11_are_counted_and_said_to_be_not_used(read_book):
    adopters = [
        ["List 11: Adopters"],
        ["Individual adopter identifier", "Family identifier", "Gender"],
        [1, 2, "a) Male"],
        [2, 2, ""],
    ]
    ledger = read_book({"List 1": sheet(1, row(1)), "List_11": adopters})
    assert "List 11: Adopters is not used here (rows: 2)" in ledger.notes
    assert ledger.total.read == 1


def test_a_sheet_that_is_no_list_is_said_with_its_rows(read_book):
    ledger = read_book({"List 1": sheet(1, row(1)), "Pivot": [["Team", "Children"], ["North", 12]]})
    assert "the sheet 'Pivot' of annex-a.xlsx is no list of Annex A and was not read (2 rows)" in ledger.notes


def test_a_hidden_sheet_is_not_read_and_that_is_said(read_book):
    ledger = read_book({"List 1": sheet(1, row(1)), "List 1 old": sheet(1, row(1))}, hidden=["List 1 old"])
    assert counts(ledger, 1) == (1, 1, 0, 0)
    assert any("hidden" in note for note in ledger.notes)


def test_a_list_that_is_not_there_is_said_and_its_kind_is_missing(read_book):
    ledger = read_book({"List 1": sheet(1, row(1))})
    assert ledger.missing["plans"] == "List 7: Child protection is not in the extract"
    assert "List 7: Child protection is not in the extract" in ledger.notes


def test_a_list_with_headings_and_no_rows_is_a_list_of_none_and_not_a_missing_one(read_book, events):
    ledger = read_book({"List 1": sheet(1, row(1)), "List 7": sheet(7)})
    assert counts(ledger, 7) == (0, 0, 0, 0)
    assert "plans" not in ledger.missing
    assert events("plans") == []


def test_the_lists_may_be_csv_files_in_a_folder(tmp_path, into, events):
    folder = tmp_path / "extract"
    folder.mkdir()
    for number, name in ((1, "1 contacts.csv"), (3, "Annex A - List 3.csv")):
        lines = [HEADINGS[number], row(number)]
        text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
        (folder / name).write_bytes(("\ufeff" + text).encode())
    (folder / "~$lock.xlsx").write_bytes(b"")
    ledger = annex_a.read(folder, into, area=AREA)
    assert counts(ledger, 1) == counts(ledger, 3) == (1, 1, 0, 0)
    assert [file["name"] for file in ledger.files] == ["1 contacts.csv", "Annex A - List 3.csv"]
    assert events("referrals")[0]["date"] == "2024-01-10"


# ── Headings ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "printed", "as_written"),
    [
        (1, "Age of Child (Years)", "Age"),
        (1, "Gender", "Sex"),
        (1, "Date of Contact", "  DATE OF CONTACT "),
        (
            4,
            "Was the child assessed as requiring LA children's social care support?",
            "Was the child assessed as requiring LA children’s social care support",
        ),
        (
            8,
            "Number of Episodes the Child has been Missing from their Placement in the last 12 months",
            "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
        ),
        (9, "LA In Touch", "LA in Touch "),
        (
            8,
            "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
            "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
        ),
        (3, "Date of referral", "Date\xa0of\nReferral"),
        (5, "Date of Initial Child Protection Conference", "Date of ICPC"),
    ],
)
def test_a_heading_is_known_however_it_is_dressed(read_book, number, printed, as_written):
    headings = [as_written if heading == printed else heading for heading in HEADINGS[number]]
    assert printed in HEADINGS[number]
    ledger = read_book({f"List {number}": [headings, row(number)]})
    assert ledger.absent == {ledger_kind(number): ()}


def test_of_two_columns_with_one_heading_the_first_is_read_and_that_is_said(read_book):
    ledger = read_book({"List 3": [[*HEADINGS[3], "Date of Referral "], [*row(3), "2024-02-02"]]})
    assert any("2 columns are called 'Date of referral'; the first was read" in note for note in ledger.notes)


def ledger_kind(number):
    return annex_a.template().lists[number - 1].kind


@pytest.mark.parametrize(
    ("number", "printed", "slip"),
    [
        (3, "Date of referral", "Date of refferal"),
        (3, "Child Unique ID", "Child Unqiue ID"),
        (7, "Child Protection Plan End Date", "Child Protecton Plan End Date"),
        (7, "Date of the Last Statutory Visit", "Date of Latest Statutory Visits"),
        (6, "Reason for Closure", "Reasons for the closure"),
    ],
)
def test_a_heading_with_a_slip_of_the_pen_is_read_and_said(read_book, number, printed, slip):
    headings = [slip if heading == printed else heading for heading in HEADINGS[number]]
    ledger = read_book({f"List {number}": [headings, row(number)]})
    assert ledger.absent == {ledger_kind(number): ()}
    assert any(f"the heading {slip!r} was read as {printed!r}" in note for note in ledger.notes)


@pytest.mark.parametrize(
    ("number", "printed", "other"),
    [
        (7, "Child Protection Plan End Date", "Child Protection Plan Review Date"),
        (7, "Initial Category of Abuse", "Last Category of Abuse"),
        (5, "Date of Initial Child Protection Conference", "Date of Review Child Protection Conference"),
        (8, "Number of Placements in the Last 12 months", "Number of Placements in the Last 24 months"),
        (4, "Continuous Assessment Date of Authorisation", "Continuous Assessment Date of Allocation"),
    ],
)
def test_a_heading_that_means_something_else_is_never_taken(read_book, number, printed, other):
    headings = [other if heading == printed else heading for heading in HEADINGS[number]]
    ledger = read_book({f"List {number}": [headings, row(number)]})
    assert len(ledger.absent[ledger_kind(number)]) == 1
    assert not any("was read as" in note for note in ledger.notes)


def test_initial_and_latest_category_are_never_taken_for_each_other(read_book, events):
    headings = [heading for heading in HEADINGS[7] if heading != "Initial Category of Abuse"]
    ledger = read_book(
        {"List 7": [headings, row(7, headings, but={"Latest Category of Abuse": "a) Neglect"})]}
    )
    assert [(event["first_category"], event["category"]) for event in events("plans")] == [("", "NEG")]
    assert ledger.absent["plans"] == ("first_category",)


def test_a_column_that_is_not_there_is_said(read_book):
    headings = [heading for heading in HEADINGS[3] if heading != "Referral NFA?"]
    ledger = read_book({"List 3": [headings, row(3, headings)]})
    assert (
        "List 3: Referrals: there is no column 'Referral NFA?'; what it says was not recorded" in ledger.notes
    )


def test_without_the_date_s_column_every_row_is_rejected_and_the_column_is_named(read_book):
    headings = [heading for heading in HEADINGS[3] if heading != "Date of referral"]
    ledger = read_book({"List 3": [headings, row(3, headings), row(3, headings, but={"Child Unique ID": 9})]})
    assert counts(ledger, 3) == (2, 0, 0, 2)
    assert {reject.reason for reject in ledger.rejects} == {"the table has no column 'Date of referral'"}


def test_columns_may_stand_in_any_order_with_others_between(read_book, events):
    headings = [*reversed(HEADINGS[3]), "Surname", "Local note"]
    read_book({"List 3": [headings, row(3, headings)]})
    assert events("referrals")[0]["date"] == "2024-01-10"


def test_a_ward_column_that_a_council_added_is_read(read_book, events):
    headings = [*HEADINGS[3], "Ward"]
    read_book({"List 3": [headings, row(3, headings, Ward="Mill Lane")]})
    assert events("referrals")[0]["ward"] == "Mill Lane"


@pytest.mark.parametrize(
    ("written", "ward"),
    [
        ("MILL  LANE", "Mill Lane"),
        ("mill\xa0lane ", "Mill Lane"),
        ("St John’s", "St John's"),
        ("Not known", ""),
        ("Unknown", ""),
        ("#N/A", ""),
    ],
)
def test_a_ward_is_one_ward_however_it_is_spelt_and_none_is_no_ward(read_book, events, written, ward):
    headings = [*HEADINGS[3], "Ward"]
    first = row(3, headings, Ward="Mill Lane")
    read_book({"List 3": [headings, first, ["another child", *row(3, headings, Ward=written)[1:]]]})
    assert [event["ward"] for event in events("referrals")] == ["Mill Lane", ward]


# ── Dates ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        date(2024, 3, 4),
        45355,
        45355.75,
        "45355",
        "04/03/2024",
        "4/3/2024",
        "04-03-2024",
        "04.03.2024",
        "04/03/24",
        "04-Mar-24",
        "4 March 2024",
        "4th Mar 2024",
        "2024-03-04",
        "2024-03-04 00:00:00",
        "2024-03-04T09:30:00",
        "20240304",
        " 04/03/2024 09:15 ",
    ],
)
def test_a_date_is_read_however_it_is_written(read_book, events, written):
    read_book({"List 3": sheet(3, row(3, but={"Date of referral": written}))})
    assert events("referrals")[0]["date"] == "2024-03-04"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("31/02/2024", "it is not a day of the calendar (dates are read day first)"),
        ("03/25/2024", "it is not a day of the calendar (dates are read day first)"),
        ("May be 8 Jan 2000", "it is not a date"),
        (date(1900, 1, 1), "it is a date that systems write when there is none"),
        ("01/01/1900", "it is a date that systems write when there is none"),
        (2024, "it is a number and not a date"),
        ("04/03/2204", "it is in the year 2204"),
        ("", "there is no Date of referral"),
        ("#N/A", "there is no Date of referral"),
        ("N/A", "there is no Date of referral"),
    ],
)
def test_a_referral_without_a_real_date_is_rejected_with_the_reason(read_book, written, reason):
    ledger = read_book({"List 3": sheet(3, row(3, but={"Date of referral": written}))})
    assert counts(ledger, 3) == (1, 0, 0, 1)
    reject = only_reject(ledger)
    assert (reject.row, reject.column, reject.reason) == (2, "Date of referral", reason)
    assert reject.todo


def test_an_end_that_cannot_be_read_is_rejected_and_never_leaves_a_case_open(read_book):
    rows = [
        row(7, but={"Child Protection Plan End Date": end}) for end in ("31/06/2024", "01/02/2204", "soon")
    ]
    assert counts(read_book({"List 7": sheet(7, *rows)}), 7) == (3, 0, 0, 3)


def test_an_end_in_1900_or_9999_stands_for_none_and_that_is_said(read_book, events):
    rows = [
        row(7, but={"Child Protection Plan End Date": "01/01/1900"}),
        row(7, but={"Child Unique ID": 2, "Child Protection Plan End Date": "31/12/9999"}),
    ]
    ledger = read_book({"List 7": sheet(7, *rows)})
    assert [event["end"] for event in events("plans")] == ["", ""]
    assert any("systems write when there is none" in note and "2 rows: 2, 3" in note for note in ledger.notes)


def test_an_end_before_the_start_is_rejected(read_book):
    ended = {"Continuous Assessment Date of Authorisation": date(2024, 1, 9)}
    reject = only_reject(read_book({"List 4": sheet(4, row(4, but=ended))}))
    assert reject.reason == "it is before Continuous Assessment Start Date"
    assert (reject.column, reject.value) == ("Continuous Assessment Date of Authorisation", "09/01/2024")


def test_an_end_on_the_day_of_the_start_is_kept(read_book):
    ledger = read_book(
        {"List 4": sheet(4, row(4, but={"Continuous Assessment Date of Authorisation": date(2024, 1, 10)}))}
    )
    assert counts(ledger, 4) == (1, 1, 0, 0)


def test_a_date_of_birth_that_cannot_be_read_costs_the_age_and_not_the_row(read_book, events):
    ledger = read_book({"List 3": sheet(3, row(3, but={"Date of Birth": "30/02/2010"}))})
    assert events("referrals")[0]["birth"] == ""
    assert any("Date of Birth is not a day of the calendar" in note for note in ledger.notes)


def test_an_age_that_does_not_agree_with_the_date_of_birth_is_said_and_not_rejected(read_book):
    rows = [
        row(
            1,
            but={
                "Child Unique ID": n,
                "Date of Birth": date(2012, 1 + n, 5),
                "Age of Child (Years)": 11 + (n < 6),
            },
        )
        for n in range(9)
    ]
    wrong = row(1, but={"Child Unique ID": 99, "Age of Child (Years)": 3})
    ledger = read_book({"List 1": sheet(1, *rows, wrong)})
    assert counts(ledger, 1) == (10, 10, 0, 0)
    assert [note for note in ledger.notes if "age" in note] == [
        "List 1: Contacts: the age does not agree with the date of birth (1 row: 11)"
    ]


@pytest.mark.parametrize("age", ["n/k", "1E+40", 4_000_000, "-7", "unborn"])
def test_an_age_that_is_no_age_is_passed_over(read_book, age):
    ledger = read_book({"List 1": sheet(1, row(1, but={"Age of Child (Years)": age}))})
    assert counts(ledger, 1) == (1, 1, 0, 0)


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_without_a_child_is_rejected(read_book):
    ledger = read_book({"List 3": sheet(3, row(3, but={"Child Unique ID": "#N/A"}))})
    reject = only_reject(ledger)
    assert (reject.reason, reject.column) == ("there is no child's number", "Child Unique ID")


def test_a_total_under_the_rows_is_rejected_and_a_blank_row_is_no_row(read_book):
    blank = ["" for _ in HEADINGS[3]]
    formula = ["", "", "", "", "#N/A"]
    total = ["", "", "Total", 1]
    ledger = read_book({"List 3": sheet(3, row(3), blank, formula, total)})
    assert counts(ledger, 3) == (2, 1, 0, 1)
    assert only_reject(ledger).row == 5


def test_headings_repeated_among_the_rows_are_rejected_as_such(read_book):
    ledger = read_book({"List 3": sheet(3, row(3), HEADINGS[3], row(3, but={"Child Unique ID": 2}))})
    assert counts(ledger, 3) == (3, 2, 0, 1)


def test_the_same_row_twice_is_one_event(read_book):
    ledger = read_book({"List 3": sheet(3, row(3), row(3))})
    assert counts(ledger, 3) == (2, 1, 1, 0)
    assert only_reject(ledger).reason == "the same as row 2 in every column"


def test_the_same_row_with_its_date_written_otherwise_is_one_event(read_book):
    ledger = read_book({"List 3": sheet(3, row(3), row(3, but={"Date of referral": "10/01/2024"}))})
    assert counts(ledger, 3) == (2, 1, 1, 0)


@pytest.mark.parametrize(
    "but",
    [
        {"Date of referral": date(2024, 1, 11)},
        {"Referral Source": "q) 6: Police"},
        {"Allocated Team": "North"},
    ],
)
def test_the_same_child_with_anything_else_different_is_no_duplicate(read_book, but):
    assert counts(read_book({"List 3": sheet(3, row(3), row(3, but=but))}), 3) == (2, 2, 0, 0)


def test_a_child_s_number_is_one_number_as_number_and_as_text(read_book, events):
    read_book(
        {
            "List 3": sheet(
                3,
                *(
                    row(3, but={"Child Unique ID": id_, "Date of referral": date(2024, 1, day)})
                    for day, id_ in enumerate([1001, 1001.0, "1001", "1001.0 "], 1)
                ),
            )
        }
    )
    assert {event["child"] for event in events("referrals")} == {"1001"}


def test_numbers_that_a_spreadsheet_shortened_are_said(read_book):
    ledger = read_book({"List 3": sheet(3, row(3, but={"Child Unique ID": "1.23E+11"}))})
    assert any("shortened" in note for note in ledger.notes)


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_word_nobody_mapped_is_queued_and_the_row_is_used_without_it(read_book, events):
    rows = [row(3, but={"Child Unique ID": n, "Ethnicity": "Martian"}) for n in range(3)]
    ledger = read_book({"List 3": sheet(3, *rows)})
    assert counts(ledger, 3) == (3, 3, 0, 0)
    assert [event["ethnicity"] for event in events("referrals")] == ["", "", ""]
    (word,) = ledger.queue
    assert (word.vocabulary, word.column, word.value, word.rows) == (
        "ethnicity",
        "List 3: Referrals, Ethnicity",
        "Martian",
        3,
    )


def test_the_council_s_own_words_are_read_on_the_next_run(read_book, events, tmp_path):
    words = tmp_path / "words.yaml"
    words.write_text("ethnicity:\n  Thornley code 7: BAFR\nyes-no:\n  CS Assessment Updated: null\n")
    said = {
        "Ethnicity": "thornley  CODE 7",
        "Was the child assessed as requiring LA children's social care support?": "CS Assessment Updated",
    }
    ledger = read_book({"List 4": sheet(4, row(4, but=said))}, words=words)
    assert ledger.queue == []
    assert [(event["ethnicity"], event["in_need"]) for event in events("assessments")] == [("BAFR", "")]


def test_words_that_wait_are_written_as_a_file_that_is_read_once_it_is_filled_in(read_book, events, tmp_path):
    rows = [row(3, but={"Child Unique ID": n, "Ethnicity": 'Wite "British"'}) for n in range(3)]
    book, words = {"List 3": sheet(3, *rows)}, tmp_path / "words.yaml"
    text = read_book(book).words_to_map()
    words.write_text(text, encoding="utf-8")
    assert "  # List 3: Referrals, Ethnicity, 3 rows; nearest: White British (WBRI)" in text
    assert len(read_book(book, words=words).queue) == 1  # nothing is filled in yet
    words.write_text(
        text.replace('  # "Wite \\"British\\"":', '  "Wite \\"British\\"": WBRI'), encoding="utf-8"
    )
    assert read_book(book, words=words).queue == []
    assert {event["ethnicity"] for event in events("referrals")} == {"WBRI"}


def test_a_number_that_cannot_be_read_costs_the_number_and_not_the_row(read_book, events):
    ledger = read_book({"List 3": sheet(3, row(3, but={"Number of Referrals in Last 12 Months": "two"}))})
    assert events("referrals")[0]["earlier"] == ""
    assert any("not a whole number" in note for note in ledger.notes)


# ── What is no Annex A ────────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_without_any_list_is_refused_with_what_was_found(read_book):
    with pytest.raises(CannotRead, match=r"no list of Ofsted's Annex A.*Pivot"):
        read_book({"Pivot": [["Team", "Children"], ["North", 12]]})


def test_the_annex_a_of_a_special_needs_inspection_is_told_apart(read_book):
    headings = ["Unique ID", "UPN", "Date of birth", "Gender", "Ethnicity", "Date initial EHC plan issued"]
    with pytest.raises(CannotRead, match="area SEND inspection"):
        read_book({"List_1": [headings, ["will", "u", date(2010, 1, 1), 1, "WBRI", date(2020, 1, 1)]]})


def test_a_list_whose_headings_cannot_be_found_is_refused_and_never_left_out(read_book):
    with pytest.raises(CannotRead, match=r"'List 3'.*headings were not found"):
        read_book(
            {
                "List 1": sheet(1, row(1)),
                "List 3": [[1001, "x", date(2024, 1, 1)], [1002, "y", date(2024, 1, 2)]],
            }
        )


def test_a_folder_without_files_is_refused(tmp_path, into):
    with pytest.raises(CannotRead, match="There is no file to read"):
        annex_a.read(tmp_path, into, area=AREA)


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path, into):
    with pytest.raises(CannotRead, match=r"gone\.xlsx: there is no such file"):
        annex_a.read(tmp_path / "gone.xlsx", into, area=AREA)


def test_the_folder_of_the_file_is_not_in_the_header(tmp_path, into):
    path = workbook(tmp_path / "annex.xlsx", {"List 1": sheet(1, row(1))})
    header = annex_a.read(path, into, area=AREA).as_header()
    assert header["source"]["files"][0]["name"] == "annex.xlsx"
    assert (header["rows_read"], header["rows_used"]) == (1, 1)
