"""Rows are made safe by the class of what they count."""

import pytest

from lscp.disclosure.safe import (
    class_named,
    classes,
    note,
    protect_rows,
)
from lscp.disclosure.table import BadTable

WARDS = [
    {"ward": ward, "n": n}
    for ward, n in [("Ash", 3), ("Birch", 40), ("Cedar", 12), ("Dale", 0), ("Total", 55)]
]


def test_rows_come_back_with_small_counts_hidden():
    made = protect_rows(WARDS, by=["ward"], count="n")
    assert [row["n"] for row in made.rows()] == ["c", 40, "c", 0, 55]


def test_each_class_says_how_small_is_small_and_what_to_print():
    assert class_named("dfe").threshold == 5
    assert class_named("nhs").threshold == 7
    assert "1 to 7" in note("nhs")
    assert all(each.note.endswith(".") for each in classes().values())


def test_the_class_of_deaths_hides_noughts_too():
    made = protect_rows(WARDS, by=["ward"], count="n", cls="death")
    assert made.shown(("Dale",)) == "c"


def test_the_class_of_nothing_to_hide_hides_nothing():
    assert protect_rows(WARDS, by=["ward"], count="n", cls="none").rows()[0]["n"] == 3


def test_an_unknown_class_is_an_error_that_names_the_known_ones():
    with pytest.raises(BadTable, match="dfe, nhs"):
        protect_rows(WARDS, by=["ward"], count="n", cls="dfee")
