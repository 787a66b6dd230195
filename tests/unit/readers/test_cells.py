from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.scorecard.readers.cells import NotADate, date_of, id_of, text_of, whole_number_of

DAYS = st.dates(date(1960, 1, 1), date(2049, 12, 31))


@given(DAYS)
def test_a_day_is_the_same_day_however_it_is_written(day):
    written = [
        day,
        datetime(day.year, day.month, day.day, 14, 5),
        (day - date(1899, 12, 30)).days,
        (day - date(1899, 12, 30)).days + 0.6,
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%y}",
        f"{day:%d-%b-%y}",
        f"{day:%d %B %Y}",
        f"{day:%A} {day.day} {day:%b} {day:%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y-%m-%d}T23:59:59.999Z",
        f"{day:%d/%m/%Y} 09:15",
        f"{day:%d/%m/%Y} 09:15:00 AM",
    ]
    if (day - date(1899, 12, 30)).days < 20_000:
        written[2:4] = []
    if day.year < 1950:
        written.remove(f"{day:%d/%m/%y}")
    assert {date_of(cell) for cell in written} == {day}


@given(DAYS)
def test_month_first_is_read_only_when_asked_for(day):
    assert date_of(f"{day:%m/%d/%Y}", month_first=True) == day
    assert date_of(f"{day:%Y-%m-%d}", month_first=True) == day


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "\xa0", "#N/A", "n/a", "NULL", "-", "Not applicable", "\ufeff"]
)
def test_what_stands_for_nothing_is_nothing(cell):
    assert (text_of(cell), date_of(cell), whole_number_of(cell), id_of(cell)) == ("", None, None, "")


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2024",
        "29/02/2023",
        "00/01/2024",
        "12/13/2024",
        "soon",
        "2024",
        2024,
        1e9,
        "99/99/9999",
        "01/02/2204",
        "01/02/1924",
        True,
    ],
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(NotADate) as refused:
        date_of(cell)
    assert not refused.value.stands_for_none


@pytest.mark.parametrize(
    "cell",
    [date(1900, 1, 1), "01/01/1900", "30/12/1899", "1753-01-01", "31/12/9999", 0, 1, datetime(1901, 1, 1)],
)
def test_a_day_that_systems_write_when_there_is_none_is_told_apart(cell):
    with pytest.raises(NotADate) as refused:
        date_of(cell)
    assert refused.value.stands_for_none


def test_the_29th_of_february_is_a_day_in_leap_years():
    assert date_of("29/02/2024") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1001.0, "1001"),
        (6.5, "6.5"),
        (True, "true"),
        ("Dustin\xa0Hazlett ", "Dustin Hazlett"),
        (date(2024, 1, 2), "2024-01-02"),
        (datetime(2024, 1, 2), "2024-01-02"),
        (datetime(2024, 1, 2, 3, 4), "2024-01-02T03:04:00"),
        (time(3, 4), "03:04:00"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_a_cell_as_text(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("cell", "id_"),
    [(1001.0, "1001"), ("1001.0", "1001"), ("0071", "0071"), ("A.0", "A.0"), ("1001.50", "1001.50")],
)
def test_a_child_s_number_keeps_all_it_says(cell, id_):
    assert id_of(cell) == id_


@pytest.mark.parametrize(("cell", "number"), [(2.0, 2), ("2", 2), ("1,204", 1204), (0, 0), ("-1", -1)])
def test_a_whole_number(cell, number):
    assert whole_number_of(cell) == number


@pytest.mark.parametrize("cell", ["two", 2.5, "2.5", "1/2"])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(ValueError):
        whole_number_of(cell)
