"""Adding calendar months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.calendars import add_months

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2080, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 11, 15), 3, date(2025, 2, 15)),
        (date(2025, 3, 31), 6, date(2025, 9, 30)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 5), 0, date(2024, 12, 5)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_there_is(start, months, due):
    assert add_months(start, months) == due


@given(days, st.integers(min_value=-240, max_value=240))
def test_the_month_moves_by_exactly_that_many_and_the_day_never_grows(start, months):
    due = add_months(start, months)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day <= start.day


@given(days, days, st.integers(min_value=0, max_value=60))
def test_a_later_start_never_ends_sooner(one, other, months):
    early, late = sorted((one, other))
    assert add_months(early, months) <= add_months(late, months)
