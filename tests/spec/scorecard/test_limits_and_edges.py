"""Each limit with a case on either side of it, counted by hand."""

from datetime import date

import pytest

from lscp.scorecard import derive, engine
from lscp.scorecard.databases import DuckDB
from lscp.scorecard.events import EventWriter

CHILD = {
    "child": "one",
    "area": "E09000001",
    "birth": date(2012, 6, 1),
    "sex": "F",
    "ethnicity": "WBRI",
    "disability": False,
    "ward": "Alder",
}


def facts_of(indicator):
    """The facts that it is counted from, and what those are made from: no other need be made here."""
    tables = {term.table for term in engine.MEASURES[indicator].terms}
    return tables | ({"steps"} if tables & {"waits", "waiting"} else set())


@pytest.fixture
def count(tmp_path):
    """count(indicator, start, end, kind=[rows…]): the total's numerator and denominator."""

    def counted(indicator, start, end, *, breakdown=None, **kinds):
        with EventWriter(tmp_path) as writer:
            for kind, rows in kinds.items():
                writer.write_all(kind, [CHILD | row for row in rows])
        database = DuckDB(threads=1)
        held = derive.derive(database, tmp_path, only=facts_of(indicator))
        found = engine.compute(
            database,
            held=held,
            start=start,
            end=end,
            measures=[indicator],
            breakdowns=[breakdown] if breakdown else [],
        )
        figures = {tuple(row.breakdown.values()): (row.numerator, row.denominator) for row in found.rows}
        if breakdown:
            return {group[0]: figure for group, figure in figures.items() if group and figure[0]}
        return figures.get((), found.not_supplied.get(indicator))

    return counted


YEAR = date(2023, 4, 1), date(2024, 3, 31)


@pytest.mark.parametrize(
    "start, end, in_time",
    [
        (
            date(2023, 5, 2),
            date(2023, 7, 6),
            1,
        ),  # 45 working days, over the coronation and a spring bank holiday
        (date(2023, 5, 2), date(2023, 7, 7), 0),  # 46
        (date(2023, 5, 2), date(2023, 5, 2), 1),  # the day itself is day 0
        (date(2023, 12, 22), date(2024, 2, 28), 1),  # 45, over Christmas and New Year
        (date(2023, 12, 22), date(2024, 2, 29), 0),  # 46, on a leap day
    ],
)
def test_an_assessment_is_in_time_until_its_45th_working_day(count, start, end, in_time):
    assert count("I11", *YEAR, assessments=[{"start": start, "end": end}]) == (in_time, 1)


@pytest.mark.parametrize(
    "start, held, in_time",
    [
        (date(2022, 5, 31), date(2022, 6, 23), 1),  # 15 working days over the Platinum Jubilee
        (date(2022, 5, 31), date(2022, 6, 24), 0),
        (date(2022, 6, 4), date(2022, 6, 24), 1),  # from a Saturday
    ],
)
def test_a_conference_is_in_time_until_the_15th_working_day(count, start, held, in_time):
    days = date(2022, 4, 1), date(2023, 3, 31)
    assert count("I17", *days, enquiries=[{"start": start, "conference": held}]) == (in_time, 1)


@pytest.mark.parametrize("begun", [date(2023, 5, 12), None])
def test_a_conference_before_its_enquiry_or_without_one_is_a_conference_but_none_in_time(count, begun):
    enquiry = {"start": begun, "conference": date(2023, 5, 8)}
    assert count("I17", *YEAR, enquiries=[enquiry]) == (0, 1)
    assert count("I95-LIMIT", *YEAR, enquiries=[enquiry]) == (0, 0)


@pytest.mark.parametrize(
    "first, second, repeats",
    [
        (date(2023, 2, 28), date(2024, 2, 28), 1),  # twelve months to the day
        (date(2023, 2, 28), date(2024, 2, 29), 0),  # a day more
        (date(2024, 2, 29), date(2024, 2, 29), 0),  # twice on one day is not again
        (date(2022, 6, 1), date(2023, 6, 1), 1),
        (date(2022, 6, 1), date(2023, 6, 2), 0),
    ],
)
def test_a_re_referral_is_within_twelve_calendar_months_of_an_earlier_day(count, first, second, repeats):
    numerator, _ = count("I06", *YEAR, referrals=[{"date": first}, {"date": second}])
    assert numerator == repeats


def test_what_annex_a_says_of_earlier_referrals_counts_on_the_latest_row_only(count):
    rows = [{"date": date(2023, 6, 1), "earlier": 2}, {"date": date(2023, 9, 1), "earlier": 2}]
    assert count("I06", *YEAR, referrals=rows[:1]) == (1, 1)
    assert count("I06", *YEAR, referrals=rows) == (1, 2)


def test_a_period_owns_its_first_and_its_last_day(count):
    days = [date(2023, 3, 31), date(2023, 4, 1), date(2024, 3, 31), date(2024, 4, 1)]
    assert count("I05", *YEAR, referrals=[{"date": day} for day in days]) == (2, None)


def test_a_plan_that_ends_on_the_last_day_is_closed_on_it(count):
    rows = [
        {"child": "a", "start": date(2024, 3, 31)},
        {"child": "b", "start": date(2024, 1, 1), "end": date(2024, 3, 31)},
        {"child": "c", "start": date(2024, 1, 1), "end": date(2024, 4, 1)},
        {"child": "d", "start": date(2024, 4, 1)},
    ]
    assert count("I19", *YEAR, plans=rows) == (2, None)


@pytest.mark.parametrize(
    "start, two_years",
    [(date(2022, 3, 31), 1), (date(2022, 4, 1), 0), (date(2020, 2, 29), 1)],
)
def test_a_plan_is_two_years_old_on_the_same_day_of_the_month(count, start, two_years):
    assert count("I24", *YEAR, plans=[{"start": start}]) == (two_years, 1)


@pytest.mark.parametrize(
    "reviews, in_time",
    [
        ([date(2023, 7, 1)], 1),  # three months after 1 April, and six months are not over on 31 December
        ([date(2023, 7, 2)], 0),  # a day late
        ([], 0),
        ([date(2023, 6, 29)], 0),  # the next was due on 29 December
        ([date(2023, 6, 29), date(2023, 12, 29)], 1),
        ([date(2023, 6, 29), date(2023, 12, 30)], 0),
    ],
)
def test_every_review_must_be_in_time_and_none_overdue(count, reviews, in_time):
    plan = {"start": date(2023, 4, 1)}
    held = [{"plan_start": date(2023, 4, 1), "date": day} for day in reviews]
    held += [{"child": "two", "plan_start": date(2023, 4, 1), "date": date(2023, 5, 1)}]
    days = date(2023, 4, 1), date(2023, 12, 31)
    assert count("I26", *days, plans=[plan], plan_reviews=held) == (in_time, 1)


@pytest.mark.parametrize(
    "birth, group",
    [
        (date(2007, 6, 1), "16 and over"),  # the sixteenth birthday
        (date(2007, 6, 2), "10 to 15"),
        (date(2022, 6, 1), "1 to 4"),
        (date(2022, 6, 2), "Under 1"),
        (date(2023, 6, 1), "Under 1"),  # born that day
        (date(2023, 6, 2), "Unborn"),
        (None, "Not known"),
    ],
)
def test_a_child_is_as_old_as_on_the_day(count, birth, group):
    found = count("I05", *YEAR, breakdown="age", referrals=[{"birth": birth, "date": date(2023, 6, 1)}])
    assert found == {group: (1, None)}


@pytest.mark.parametrize("last, group", [(date(2021, 2, 28), "Under 1"), (date(2021, 3, 1), "1 to 4")])
def test_a_child_born_on_29_february_has_a_birthday_on_1_march(count, last, group):
    plan = {"birth": date(2020, 2, 29), "start": date(2020, 6, 1)}
    assert count("I19", date(2021, 1, 1), last, breakdown="age", plans=[plan]) == {group: (1, None)}


def test_one_child_with_two_plans_at_once_is_one_child(count):
    rows = [{"start": date(2024, 1, 1)}, {"start": date(2024, 2, 1)}]
    assert count("I19", *YEAR, plans=rows) == (1, None)
    assert count("I20-STARTED", *YEAR, plans=rows) == (2, None)


def test_a_far_off_day_that_stands_for_no_end_is_an_end_after_all_others(count):
    plan = {"start": date(1999, 1, 1), "end": date(2099, 12, 31)}
    assert count("I24", *YEAR, plans=[plan]) == (1, 1)
    assert count("I24-ENDED", *YEAR, plans=[plan]) == (0, 0)
    review = {"plan_start": date(1999, 1, 1), "date": date(1999, 3, 1)}
    assert count("I98-WAITING", *YEAR, plans=[plan], plan_reviews=[review]) == (1, 1)


@pytest.mark.parametrize("waits", ["I96-LIMIT", "I97-LIMIT"])
def test_a_plan_that_ends_on_its_first_day_waits_for_nothing(count, waits):
    later = {"core_groups": [{"due": date(2023, 5, 2), "date": date(2023, 5, 3)}]}
    later["plan_reviews"] = [{"plan_start": date(2023, 5, 2), "date": date(2023, 5, 3)}]
    for end, steps in ((date(2023, 5, 2), 0), (date(2023, 5, 4), 1)):
        plan = {"start": date(2023, 5, 2), "end": end}
        assert count(waits, *YEAR, plans=[plan], **later) == (steps, steps)


def test_what_happened_in_a_year_of_care_is_what_its_latest_period_says(count):
    first = {"start": date(2023, 1, 1), "end": date(2023, 9, 1), "missing": 0}
    second = {"start": date(2023, 11, 1), "missing": 2, "interviews_offered": True}
    assert count("I33", *YEAR, care=[first, second]) == (1, 1)
    assert count("I131-OFFERED", *YEAR, care=[first, second]) == (1, 1)


def test_a_child_who_still_waits_counts_in_the_median(count):
    finished = [{"start": date(2023, 5, 2), "end": date(2023, 5, 3)}]  # one working day
    waiting = [{"child": f"w{n}", "start": date(2023, 5, 2)} for n in range(2)]
    assert count("I94", *YEAR, assessments=finished) == (1, 1)
    said = count("I94", *YEAR, assessments=finished + waiting)
    assert said == engine.NOTHING  # half of them have not finished: there is no median to tell
    assert count("I94-LIMIT", *YEAR, assessments=finished + waiting) == (1, 3)
    assert count("I94-WAITING", *YEAR, assessments=finished + waiting) == (2, 2)


def test_what_the_extract_cannot_tell_is_not_zero(count):
    assert count("I14", *YEAR, referrals=[{"date": date(2023, 5, 1)}]).startswith(
        "The extract has no strategy"
    )
    assert count("I07", *YEAR, referrals=[{"date": date(2023, 5, 1)}]).startswith("The extract has no mark")


def test_a_breakdown_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no breakdown by 'shoe size'"):
        engine.compute(DuckDB(threads=1), held=set(), start=YEAR[0], end=YEAR[1], breakdowns=["shoe size"])
