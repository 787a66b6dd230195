"""The attacker works out what a reader could, and says so. It shares no code with what it attacks."""

import ast
from pathlib import Path

import pytest

from lscp.disclosure import attack as package
from lscp.disclosure.attack import CannotAttack, attack


def rows(text):
    header, *lines = [line.split() for line in text.strip().splitlines()]
    return [dict(zip(header, line, strict=True)) for line in lines]


def kinds(*texts, **options):
    return [leak.kind for leak in attack([rows(text) for text in texts], **options).leaks]


SAFE = "ward n\nAsh c\nBirch 40\nCedar c\nTotal 55"


def test_the_attacker_shares_no_code_with_what_it_attacks():
    imported = {
        name
        for file in Path(package.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    }
    assert any(name.startswith(package.__name__) for name in imported)
    assert not [n for n in imported if n.startswith("lscp") and not n.startswith(package.__name__)]


def test_a_safe_table_is_called_safe():
    verdict = attack([rows(SAFE)])
    assert verdict.safe
    assert verdict.hidden == 2


def test_a_small_count_left_standing_is_found():
    assert kinds("ward n\nAsh 3\nBirch 40\nCedar c\nDale c\nTotal 90") == ["shown"]


def test_one_hidden_cell_under_a_shown_total_is_found():
    verdict = attack([rows("ward n\nAsh c\nBirch 40\nCedar 12\nTotal 55")])
    assert [(leak.kind, leak.low, leak.high) for leak in verdict.leaks] == [("exact", 3, 3)]
    assert verdict.leaks[0].because == "It can be nothing but 3."


def test_a_range_that_is_too_narrow_is_found():
    """Two hidden cells that make 4, each at least 1: 1 to 3."""
    assert kinds("ward n\nAsh c\nBirch 40\nCedar c\nTotal 44") == ["narrow", "narrow"]
    assert kinds("ward n\nAsh c\nBirch 40\nCedar c\nTotal 44", width=2) == []


def test_a_total_that_its_parts_do_not_come_to_is_found():
    assert kinds("ward n\nAsh 13\nBirch 40\nTotal 55") == ["sum"]


def test_a_total_that_no_hidden_counts_could_make_is_found():
    verdict = attack([rows("ward n\nAsh c\nBirch 40\nCedar c\nTotal 39")])
    assert [leak.kind for leak in verdict.leaks] == ["sum"]
    assert "ward Total" in verdict.leaks[0].cell


def test_a_second_table_that_shows_what_the_first_hides_is_found():
    assert kinds(SAFE, "ward n\nCedar 12") == ["shown", "exact"]


def test_a_second_table_that_differences_the_first_is_found():
    """Without Ash the second table's total is 52."""
    first = "ward sex n\nAsh girls c\nAsh boys c\nAsh Total 23\nBirch girls 14\nBirch boys 17\nBirch Total 31"
    assert kinds(first) == []
    assert "exact" in kinds(first, "ward sex n\nAsh girls 20")


def test_two_editions_that_differ_by_few_are_found():
    assert kinds(SAFE, "ward n\nBirch 38") == ["differs"]
    assert kinds(SAFE, "ward n\nBirch 20") == []  # a revision, and it is said
    assert "revised" in attack([rows(SAFE), rows("ward n\nBirch 20")]).notes[0]


def test_quarters_and_their_year_are_one_puzzle():
    quarters = "year quarter n\n2023 Q1 c\n2023 Q2 20\n2023 Q3 21\n2023 Q4 14"
    assert kinds(quarters, by=["year", "quarter"]) == []
    assert kinds(quarters, "year n\n2023 59", by=["year", "quarter"]) == ["exact"]


def test_columns_are_found_by_their_totals_when_nobody_names_them():
    assert attack([rows(SAFE)]).safe
    assert attack([rows(SAFE)], by=["ward"], count="n").safe


@pytest.mark.parametrize(
    "text", ["ward n\nAsh many\nTotal 3", "ward n\nAsh 9\nAsh 9\nTotal 18", "ward\nAsh\nBirch"]
)
def test_what_is_no_table_of_counts_is_said_to_be_none(text):
    with pytest.raises(CannotAttack):
        attack([rows(text)])


EARLIER = "ward n\nAsh c\nBirch 20\nCedar c\nTotal 30"


def test_hidden_counts_beside_revised_ones_are_taken_as_revised_where_one_number_would_fit_neither_table():
    """Then the two hidden wards made 10 together, now 15."""
    verdict = attack([rows(SAFE), rows(EARLIER)])
    assert verdict.safe and "taken as revised too" in verdict.notes[-1]
    assert "ward Birch is 40, and was 20 in the table: revised." in verdict.notes


def test_what_an_earlier_edition_gives_away_of_its_own_counts_is_named_with_it():
    """Then they made 4: each lay between 1 and 3, and does no longer."""
    verdict = attack([rows(SAFE), rows(EARLIER.replace("30", "24"))])
    assert [(leak.cell, leak.kind) for leak in verdict.leaks] == [
        ("ward Ash, table 2", "narrow"),
        ("ward Cedar, table 2", "narrow"),
    ]


def test_hidden_counts_that_no_revised_one_stands_beside_stay_one_number():
    """Ash was printed once, and Birch revised: that gives Ash away all the same."""
    first = "ward sex n\nAsh girls c\nAsh boys c\nAsh Total 23\nBirch girls 14\nBirch boys 17\nBirch Total 31"
    assert "exact" in kinds(first, "ward sex n\nAsh girls 20\nBirch girls 44")
