"""Small numbers are hidden, and so is what would give them away. Small tables, worked by hand."""

import pytest

from lscp.disclosure.attack import attack
from lscp.disclosure.suppression import protect
from lscp.disclosure.table import BadTable, Table


def table(text, by=None, name="the table"):
    """A table written as words: the columns, then a row a line."""
    header, *lines = [line.split() for line in text.strip().splitlines()]
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    return Table.from_rows(rows, by or header[:-1], header[-1], name)


def shown(protected):
    return {" ".join(key): protected.shown(key) for key in protected.table.cells}


SEEN = """
ward   n
Ash    3
Birch  40
Cedar  12
Total  55
"""


def test_counts_of_one_to_five_are_hidden_and_a_true_nought_is_shown():
    protected = protect(table("ward n\nAsh 1\nBirch 5\nCedar 6\nDale 0\nTotal 12"))
    assert shown(protected) == {"Ash": "c", "Birch": "c", "Cedar": 6, "Dale": 0, "Total": 12}


def test_one_hidden_cell_in_a_sum_takes_another_with_it_the_smallest_that_is_enough():
    assert shown(protect(table(SEEN))) == {"Ash": "c", "Birch": 40, "Cedar": "c", "Total": 55}


def test_a_table_without_totals_needs_no_secondary_cell():
    protected = protect(table("ward n\nAsh 3\nBirch 40\nCedar 12"))
    assert shown(protected) == {"Ash": "c", "Birch": 40, "Cedar": 12}


def test_two_small_counts_whose_sum_gives_them_away_are_not_left_alone():
    """1 and 1 make 2: since noughts are shown, each hidden count is at least 1, so both would be known."""
    protected = protect(table("ward n\nAsh 1\nBirch 1\nCedar 12\nTotal 14"))
    assert shown(protected)["Cedar"] == "c"


def test_a_square_is_hidden_in_a_table_with_two_margins():
    protected = protect(
        table("""
        ward   sex    n
        Ash    girls  3
        Ash    boys   20
        Ash    Total  23
        Birch  girls  14
        Birch  boys   17
        Birch  Total  31
        Cedar  girls  30
        Cedar  boys   41
        Cedar  Total  71
        Total  girls  47
        Total  boys   78
        Total  Total  125
        """)
    )
    hidden = {" ".join(key) for key in protected.hidden}
    assert hidden == {"Ash girls", "Ash boys", "Birch girls", "Birch boys"}
    assert protected.proved


def test_a_small_total_is_hidden_and_the_cell_that_equals_it_too():
    """One contributor: the total of the row is the cell."""
    protected = protect(
        table("""
        ward   sex    n
        Ash    girls  4
        Ash    boys   0
        Ash    Total  4
        Birch  girls  30
        Birch  boys   41
        Birch  Total  71
        Total  girls  34
        Total  boys   41
        Total  Total  75
        """)
    )
    assert shown(protected)["Ash girls"] == shown(protected)["Ash Total"] == "c"
    assert attack([protected.rows()]).safe


def test_wards_nest_in_areas_and_a_subtotal_is_a_sum_like_any_other():
    nested = table("""
    area   ward   n
    North  Ash    2
    North  Birch  30
    North  Cedar  44
    North  Total  76
    South  Dale   25
    South  Elm    50
    South  Total  75
    Total  Total  151
    """)
    assert [key for key in shown(protect(nested)) if shown(protect(nested))[key] == "c"] == [
        "North Ash",
        "North Birch",
    ]


def test_the_report_says_in_words_what_was_hidden_and_why():
    protected = protect(table(SEEN))
    assert protected.sentences()[0] == (
        "2 of 4 counts are hidden: 1 because they are 1 to 5, 1 so that those cannot be worked out from the totals."
    )
    assert "Fewer breakdowns" in protected.sentences()[-1]  # half the table is lost
    assert protected.report()["secondary"] == 1


def test_not_available_and_not_applicable_are_kept_apart_from_hidden():
    protected = protect(table("ward n\nAsh 3\nBirch :\nCedar z\nDale 12\nTotal 15"))
    assert list(shown(protected).values())[1:3] == [":", "z"]


@pytest.mark.parametrize(
    ("text", "because"),
    [
        (
            "ward n\nAsh 3\nBirch 40\nTotal 44",
            "does not add up: ward Total is 44, but its 2 parts by ward come to 43",
        ),
        ("ward n\nAsh 3\nAsh 4", "row 3: there is already a row for ward Ash"),
        ("ward n\nAsh three", "n is “three”"),
        ("ward n\nAsh 2.5", "A count is a whole number"),
        ("ward n\nAsh -1", "A count is a whole number"),
        ("ward n\nAsh c\nBirch 4", "is hidden already"),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_what_to_do(text, because):
    with pytest.raises(BadTable, match=because):
        protect(table(text))


# --- what was published before


def test_what_was_published_cannot_be_hidden_again_and_others_are_hidden_instead():
    earlier = table("ward n\nCedar 12", name="last year's report")
    protected = protect(table(SEEN), published=[earlier])
    assert shown(protected) == {"Ash": "c", "Birch": "c", "Cedar": 12, "Total": 55}


def test_a_small_count_that_was_published_is_named():
    protected = protect(table(SEEN), published=[table("ward n\nAsh 3")])
    assert protected.too_late == [("Ash",)]
    assert "was published before" in " ".join(protected.sentences())


def test_a_cell_given_away_by_what_was_published_is_named():
    protected = protect(table(SEEN), published=[table("ward n\nBirch 40\nCedar 12\nTotal 55")])
    assert protected.exposed == [("Ash",)]
    assert "cannot be kept safe" in " ".join(protected.sentences())


def test_a_figure_that_differs_from_the_published_one_by_few_is_hidden():
    """40 now and 38 then: two children were added since."""
    protected = protect(table(SEEN), published=[table("ward n\nBirch 38")])
    assert protected.hidden[("Birch",)] == "differs"


def test_two_earlier_editions_may_differ_in_a_cell_that_is_not_printed_now():
    """An edition and its correction printed Dale; the new table does not."""
    earlier = [table("ward n\nDale 20"), table("ward n\nDale 21")]
    protected = protect(table(SEEN), published=earlier)
    assert protected.shown(("Ash",)) == "c" and protected.shown(("Total",)) == 55


def test_a_cell_hidden_in_an_earlier_edition_is_not_given_away_by_the_new_one():
    """Then, Ash and Cedar were hidden. Now Cedar would be shown beside a total that has not changed."""
    earlier = table("ward n\nAsh c\nBirch 40\nCedar c\nTotal 55")
    by_sex = table("""
    ward   sex    n
    Cedar  girls  6
    Cedar  boys   6
    Cedar  Total  12
    """)
    protected = protect(by_sex, published=[earlier])
    assert protected.shown(("Cedar", "Total")) == "c"
    assert attack([protected.rows(), written(earlier)]).safe


def test_quarters_published_before_are_not_undone_by_the_year():
    quarters = table("""
    year  quarter  n
    2023  Q1       c
    2023  Q2       20
    2023  Q3       c
    2023  Q4       14
    """)
    year = table("year place n\n2023 home 30\n2023 away 25\n2023 Total 55")
    protected = protect(year, published=[quarters])
    verdict = attack([protected.rows(), written(quarters)])
    assert verdict.safe, verdict.leaks


def written(table_):
    return list(table_.written(table_.cells))
