"""A percentage, a rate, a chart or a sentence tells no more than the counts beneath it."""

import pytest

from lscp.disclosure.safe import (
    class_named,
    classes,
    hide_dependents,
    note,
    protect_ratios,
    protect_rows,
    ratio_shown,
)
from lscp.disclosure.table import BadTable

WARDS = [
    {"ward": ward, "n": n}
    for ward, n in [("Ash", 3), ("Birch", 40), ("Cedar", 12), ("Dale", 0), ("Total", 55)]
]


def test_rows_come_back_with_small_counts_hidden():
    made = protect_rows(WARDS, by=["ward"], count="n")
    assert [row["n"] for row in made.rows()] == ["c", 40, "c", 0, 55]


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (22, 40, 55.0),
        ("c", 40, "c"),
        (22, "c", "c"),
        (0, 40, 0.0),
        (4, 5, "c"),  # a denominator of 1 to 5
        (":", 40, ":"),
        (22, "z", "z"),
        (0, 0, "z"),
    ],
)
def test_a_percentage_is_hidden_with_either_of_its_counts(numerator, denominator, shown):
    assert ratio_shown(numerator, denominator) == shown


def test_ninety_seven_of_a_hundred_tells_that_three_were_not_and_is_hidden():
    rows = [
        {"ward": ward, "due": due, "seen": seen}
        for ward, due, seen in [("Ash", 100, 97), ("Birch", 40, 22), ("Cedar", 60, 31), ("Total", 200, 150)]
    ]
    made = {
        row["ward"]: row for row in protect_ratios(rows, by=["ward"], numerator="seen", denominator="due")
    }
    assert made["Ash"]["percent"] == "c"
    assert "c" in (made["Ash"]["due"], made["Ash"]["seen"])
    assert made["Total"]["percent"] == 75.0


def test_a_part_larger_than_its_whole_is_refused():
    rows = [{"ward": "Ash", "due": 4, "seen": 9}]
    with pytest.raises(BadTable, match="9 of 4 is no part"):
        protect_ratios(rows, by=["ward"], numerator="seen", denominator="due")


def test_sentences_and_charts_built_on_a_hidden_count_are_named_with_the_reason():
    made = protect_rows(WARDS, by=["ward"], count="n")
    found = hide_dependents(
        made, {"the chart's first bar": [("Ash",)], "the sentence on Birch": [("Birch",)]}
    )
    assert found == {"the chart's first bar": "It is built on a count that is hidden (ward: Ash)."}


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
