"""When a dated duty falls due, and under which edition of the guidance."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.calendars import is_working_day, working_days_between
from lscp.clocks.deadline import NoLimit, counted, deadline
from lscp.clocks.duties import UnknownDuty, in_force, load


def due(code, started):
    started = date.fromisoformat(started)
    return deadline(in_force(code, started), started)


def test_a_rapid_review_over_the_jubilee_as_json():
    document = due("C04", "2022-05-31").as_json()
    assert document.pop("source").startswith("S39 Child Safeguarding Practice Review Panel")
    assert document == {
        "duty": "C04",
        "started": "2022-05-31",
        "due": "2022-06-23",
        "limit": 15,
        "unit": "working days",
        "edition": "WT2018",
        "confidence": "A",
        "skipped": ["2022-06-02", "2022-06-03"],
    }


def test_a_rapid_review_over_the_jubilee_in_words():
    assert due("C04", "2022-05-31").as_text().splitlines() == [
        "Rapid review (C04): due by Thursday 23 June 2022",
        "Started: Tuesday 31 May 2022",
        "Rule: within 15 working days of the day of the notification (day 0)",
        "Working days counted: 15",
        "Not counted: Thursday 2 June 2022, Spring bank holiday (Platinum Jubilee)",
        "Not counted: Friday 3 June 2022, Platinum Jubilee bank holiday",
        "Edition: WT2018 (Working Together to Safeguard Children 2018)",
        "Source: S39 Child Safeguarding Practice Review Panel FAQs; S35 Devon SCP rapid review flowchart; "
        "S36 Trafford: CSPR update (5 days, 15 wd, 6 months)",
        "Confidence: A, read in the text of the law, or of its official publisher",
        "Take care: The Panel describes this as its expectation rather than a time set by statute. The Panel's own "
        "page is graded A, the area pages B.",
    ]


def test_words_say_which_way_the_time_runs():
    assert "at the latest on Tuesday 26 March 2024" in due("C08", "2024-04-08").as_text()
    assert "at least until Friday 28 February 2025" in due("C09", "2024-02-29").as_text()


@pytest.mark.parametrize(
    ("code", "started", "day"),
    [
        ("C01", "2024-03-27", "2024-04-05"),  # five working days over Easter
        ("C04", "2024-03-21", "2024-04-15"),  # fifteen over Easter
        ("C07", "2024-08-31", "2025-02-28"),  # six months, to the last day of February
        ("C08", "2024-04-08", "2024-03-26"),  # at least seven working days before publication
        ("C09", "2024-02-29", "2025-02-28"),  # kept for a year
        ("C22", "2024-11-18", "2025-01-23"),  # forty-five over Christmas
        ("C23", "2023-04-28", "2023-05-23"),  # fifteen over the coronation
        ("C31", "2024-01-01", "2024-07-01"),  # twenty-six weeks
        ("C45", "2024-12-24", "2024-12-27"),  # seventy-two hours run through Christmas
        ("C21c", "2024-01-05", "2024-01-05"),  # four hours: the same day
        ("C69", "2025-03-31", "2025-09-30"),  # six months from the end of the year
    ],
)
def test_each_unit_is_counted_its_own_way(code, started, day):
    assert due(code, started).due == date.fromisoformat(day)


def test_only_working_days_skip_anything():
    assert due("C45", "2024-12-24").skipped == ()
    assert due("C01", "2024-12-24").skipped == (date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1))


def test_days_counted_back_skip_holidays_as_well():
    assert due("C08", "2024-04-08").skipped == (date(2024, 3, 29), date(2024, 4, 1))


@pytest.mark.parametrize(
    ("started", "edition"),
    [("2023-12-14", "WT2018"), ("2023-12-15", "WT2023"), ("2026-03-18", "WT2023"), ("2026-03-19", "WT2026")],
)
def test_the_edition_is_the_one_in_force_when_the_clock_started(started, edition):
    assert due("C04", started).as_json()["edition"] == edition


def test_the_unread_edition_says_that_it_is_carried_over():
    edition = in_force("C04", date(2026, 6, 1)).edition
    assert edition.confidence == "C"
    assert "has not been read" in edition.caution


def test_a_limit_without_a_source_is_marked():
    document = due("C08", "2024-04-08").as_json()
    assert document["confidence"] == "UOK"
    assert document["source"] == "No stored source: check the primary text"


def test_a_duty_says_its_rule_in_words():
    assert (
        in_force("C20", date(2024, 1, 1)).rule == "within 1 working day of the day the referral is received"
    )
    assert in_force("C08", date(2024, 1, 1)).rule.startswith("at least 7 working days before the day")
    assert in_force("C09", date(2024, 1, 1)).rule.startswith("for 12 months from the day")


@pytest.mark.parametrize("typed", ["c04", " C04 ", "C04"])
def test_a_code_may_be_typed_carelessly(typed):
    assert in_force(typed, date(2024, 1, 1)).code == "C04"


def test_an_unknown_code_lists_those_there_are():
    with pytest.raises(UnknownDuty, match=r"There is no duty 'C99'. Use one of: C01, C02"):
        in_force("C99", date(2024, 1, 1))


def test_a_day_before_the_first_edition_says_when_it_begins():
    with pytest.raises(UnknownDuty) as error:
        in_force("C04", date(2012, 1, 1))
    said = str(error.value)
    held = "Working Together to Safeguard Children 2018, from 4 July 2018 to 14 December 2023;"
    assert "no rule is known for 1 January 2012" in said and held in said
    assert "Working Together to Safeguard Children 2026, from 19 March 2026 on." in said
    assert "Check the date." in said and "rulebook/" not in said


@pytest.mark.parametrize("code", ["C05", "C10", "C11", "C12", "C23b", "C29", "C48", "C54", "C55", "C58"])
def test_a_duty_without_a_limit_says_why(code):
    duty = in_force(code, date(2024, 1, 1))
    with pytest.raises(NoLimit, match="has no limit in the rulebook") as error:
        deadline(duty, date(2024, 1, 1))
    assert duty.edition.no_limit_because in str(error.value)


@pytest.mark.parametrize("code", ["C44b", "C66", "C67"])
def test_school_days_are_not_guessed(code):
    with pytest.raises(NoLimit, match="term dates"):
        due(code, "2024-01-08")


def test_a_partnership_s_own_limit_counts_with_its_own_basis():
    duty = in_force("C25", date(2024, 1, 8))
    local = counted(duty, date(2024, 1, 8), 4, "weeks", local_basis="Local procedures 4.2")
    assert local.due == date(2024, 2, 5)
    assert local.as_json()["source"] == "Local procedures 4.2"


COUNTED = [
    code
    for code, duty in load().items()
    if duty.at(date(2024, 1, 1)) and duty.at(date(2024, 1, 1)).edition.unit not in (None, "school days")
]


@given(st.sampled_from(COUNTED), st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 1, 1)))
def test_every_limit_lands_on_the_right_side_of_its_start(code, started):
    found = deadline(in_force(code, started), started)
    assert (found.due <= started) if found.direction == "before" else (found.due >= started)
    if found.unit == "working days":
        assert is_working_day(found.due)
        assert found.working_days == found.limit
    if found.unit == "working days" and found.direction == "within":
        assert working_days_between(started, found.due) == found.limit
