"""Working days in England: which days they are, and how they are counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.calendars import (
    OutsideCalendar,
    add_working_days,
    bank_holidays,
    england,
    is_working_day,
    skipped,
    working_days_between,
)

DAY = timedelta(days=1)
days = st.dates(min_value=date(1991, 1, 1), max_value=date(2037, 12, 31))
counts = st.integers(min_value=0, max_value=260)

# England and Wales, as printed in GOV.UK's list of bank holidays for these years.
ON_GOV_UK = {
    2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
}


@pytest.mark.parametrize("year", ON_GOV_UK)
def test_the_weekday_holidays_of_a_year_are_those_on_gov_uk(year):
    printed = [date.fromisoformat(f"{year}-{day}") for day in ON_GOV_UK[year].split()]
    assert [day for day in bank_holidays(year) if day.weekday() < 5] == printed


@pytest.mark.parametrize(
    "day",
    [
        "1995-05-08",
        "1999-12-31",
        "2002-06-03",
        "2002-06-04",
        "2011-04-29",
        "2020-05-08",
        "2022-09-19",
        "2023-05-08",
    ],
)
def test_a_holiday_by_proclamation_is_no_working_day(day):
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["1995-05-01", "2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"])
def test_the_usual_day_of_a_moved_holiday_is_a_working_day(day):
    assert is_working_day(date.fromisoformat(day))


def test_the_council_s_own_closure_after_christmas_does_not_stop_the_count():
    assert is_working_day(date(2024, 12, 27))
    assert is_working_day(date(2024, 12, 31))


def test_christmas_on_a_saturday_gives_two_days_in_lieu():
    assert working_days_between(date(2021, 12, 24), date(2021, 12, 29)) == 1


def test_the_start_day_is_day_nought():
    assert working_days_between(date(2024, 3, 4), date(2024, 3, 4)) == 0
    assert working_days_between(date(2024, 3, 4), date(2024, 3, 5)) == 1


def test_an_end_before_the_start_holds_no_days():
    assert working_days_between(date(2024, 3, 5), date(2024, 3, 4)) == 0


def test_fifteen_working_days_run_round_easter():
    assert add_working_days(date(2024, 3, 21), 15) == date(2024, 4, 15)
    assert skipped(date(2024, 3, 21), date(2024, 4, 15)) == [date(2024, 3, 29), date(2024, 4, 1)]


def test_counting_back_reaches_the_last_day_to_send_something():
    assert add_working_days(date(2024, 4, 8), -7) == date(2024, 3, 26)


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2040, 1, 1)])
def test_a_date_outside_the_table_is_refused_with_the_years_it_covers(day):
    with pytest.raises(OutsideCalendar, match="covers 1990-01-01 to 2039-12-31"):
        is_working_day(day)
    with pytest.raises(OutsideCalendar):
        working_days_between(date(2000, 1, 1), day)
    with pytest.raises(OutsideCalendar):
        add_working_days(day, 1)


def test_counting_past_the_end_of_the_table_is_refused_too():
    with pytest.raises(OutsideCalendar):
        add_working_days(date(2039, 12, 20), 30)


def test_every_holiday_by_proclamation_says_where_it_comes_from():
    table = england()
    assert all(entry.citation for entry in (*table.moved, *table.added, table.definition))
    assert table.checked_to <= table.covers.to


@given(days, counts)
def test_adding_and_counting_are_inverse(start, number):
    assert working_days_between(start, add_working_days(start, number)) == number


@given(days, counts)
def test_counting_and_adding_reach_the_last_working_day(start, more):
    end = start + more * DAY
    reached = add_working_days(start, working_days_between(start, end))
    between = [reached + n * DAY for n in range(1, (end - reached).days + 1)]
    assert reached <= end
    assert not any(is_working_day(day) for day in between)


@given(days, st.integers(min_value=1, max_value=120))
def test_forwards_and_backwards_agree(start, number):
    due = add_working_days(start, number)
    back = add_working_days(due, -number)
    assert back == start if is_working_day(start) else back < start


@given(days, counts)
def test_the_quick_count_equals_the_slow_one(start, more):
    end = start + more * DAY
    slow = sum(is_working_day(start + n * DAY) for n in range(1, more + 1))
    assert working_days_between(start, end) == slow


@given(days, counts)
def test_working_days_skipped_days_and_weekends_fill_the_span(start, more):
    end = start + more * DAY
    weekends = sum((start + n * DAY).weekday() >= 5 for n in range(1, more + 1))
    assert working_days_between(start, end) + len(skipped(start, end)) + weekends == more


@given(days, counts, counts)
def test_more_days_never_end_sooner(start, one, other):
    low, high = sorted((one, other))
    assert add_working_days(start, low) <= add_working_days(start, high)


@given(days, st.integers(min_value=0, max_value=60), st.integers(min_value=0, max_value=60))
def test_counts_over_neighbouring_spans_add_up(start, first, second):
    middle, end = start + first * DAY, start + (first + second) * DAY
    assert working_days_between(start, end) == working_days_between(start, middle) + working_days_between(
        middle, end
    )
