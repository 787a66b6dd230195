"""Whatever stands in the rows: each is used, a duplicate or rejected, and each used one is an event."""

import csv
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lscp.scorecard.readers import agency_csv, annex_a
from tests.factories.annex_a import HEADINGS
from tests.factories.workbooks import workbook

AREA = "E09000999"

DIRT = st.one_of(
    st.sampled_from(
        ["", " ", "#N/A", "N/A", "\xa0", "-", "Total", "Child Unique ID", "=1+1", '"', "a\nb", ",", "é’"]
    ),
    st.sampled_from(
        ["31/02/2024", "01/01/1900", "31/12/9999", "2024", "45355", "04-Mar-24", "4.3.24", "1.23E+11"]
    ),
    st.sampled_from(
        ["s)", "s) NOBT", "a) Yes", "White", "Martian", "q) 6: Police", "N1 - Abuse or neglect", "-1"]
    ),
    st.dates(date(1980, 1, 1), date(2030, 1, 1)),
    st.integers(-3, 100_000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6),
)
GOOD = st.sampled_from([1001, 1002, "1003", date(2024, 1, 10), "10/01/2024", date(2024, 2, 1)])
BOOK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller example is not worth minutes here
)


@st.composite
def rows(draw, width):
    """Rows of good and dirty cells; some are given twice."""
    row = st.lists(st.one_of(GOOD, DIRT), min_size=width, max_size=width)
    drawn = draw(st.lists(row, max_size=6))
    return drawn + draw(st.lists(st.sampled_from(drawn), max_size=3)) if drawn else drawn


@st.composite
def books(draw):
    numbers = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True))
    return {f"List {n}": [HEADINGS[n], *draw(rows(len(HEADINGS[n])))] for n in numbers}


def lines(path):
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def check(ledger, folder):
    for tally in ledger.lists.values():
        assert tally.read == tally.used + tally.duplicate + tally.rejected
    written = sum(len(lines(path)) for path in folder.glob("*.csv"))
    assert written == ledger.total.used
    ledger.write_rejects(folder / "rejects")
    refused = lines(folder / "rejects")
    assert len(refused) == ledger.total.duplicate + ledger.total.rejected
    assert all(line["reason"] for line in refused)
    assert sum(line["outcome"] == "rejected" for line in refused) == ledger.total.rejected


@given(books())
@BOOK
def test_every_row_of_a_workbook_is_accounted_for(book):
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder, "a.xlsx"), book)
        ledger = annex_a.read(path, Path(folder, "events"), area=AREA)
        check(ledger, Path(folder, "events"))


@given(rows(len(HEADINGS[3])))
@BOOK
def test_every_row_with_something_in_it_is_read(drawn):
    """Counted here from the cells themselves: a row is one unless all its cells say nothing."""
    nothing = {"", "#n/a", "n/a", "-", ".", "?", "na", "--", "nan", "null", "nat"}
    expected = sum(any(str(cell).strip().casefold() not in nothing for cell in row) for row in drawn)
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder, "a.xlsx"), {"List 3": [HEADINGS[3], *drawn]})
        assert annex_a.read(path, Path(folder, "events"), area=AREA).total.read == expected


@given(rows(len(HEADINGS[7])), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@BOOK
def test_every_row_of_a_csv_is_accounted_for(drawn, encoding):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list 7.csv")
        with open(path, "w", encoding=encoding, newline="") as handle:
            csv.writer(handle).writerows([HEADINGS[7], *drawn])
        ledger = annex_a.read(path, Path(folder, "events"), area=AREA)
        check(ledger, Path(folder, "events"))


@given(rows(4))
@BOOK
def test_every_row_of_an_agency_s_table_is_accounted_for(drawn):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "core_groups.csv")
        with open(path, "w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([["child", "birth", "due", "date"], *drawn])
        ledger = agency_csv.read(path, Path(folder, "events"), area=AREA)
        check(ledger, Path(folder, "events"))
