"""How hard a text is to read, and numbers as somebody would say them."""

from decimal import Decimal

import pytest

from lscp.publication.plain import hardest_words, is_plain, reading_age, syllables
from lscp.publication.plain_numbers import in_ten

EASY = "If you are in danger now, call 999. You can tell a teacher. It is not your fault."
HARD = (
    "The effectiveness of multi-agency safeguarding arrangements necessitates continuous evaluation of organisational "
    "accountability, particularly where professional disagreement has been insufficiently escalated."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("safe", 1),
        ("children", 2),
        ("people", 2),
        ("family", 3),
        ("education", 4),
        ("asked", 1),
        ("I", 1),
    ],
)
def test_syllables_are_counted_by_ear(word, count):
    assert syllables(word) == count


def test_an_easy_text_has_a_lower_age_than_a_hard_one():
    assert reading_age(EASY) <= 8
    assert reading_age(HARD) >= 18


def test_nothing_to_read_is_easy():
    assert reading_age("") == reading_age("999") == 5


def test_a_name_does_not_make_a_sentence_hard():
    assert (
        reading_age("We are the Northumberland Safeguarding Children Partnership.")
        <= reading_age("We are the team.") + 1
    )
    assert hardest_words("We met Northumberland. Accountability matters.") == ["accountability"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Schools were told too late.", True),
        ("The NHS helped.", True),
        ("The MASH was told.", False),
        ("Of them 40% came.", False),
        ("", False),
        (f"{'word ' * 21}end.", False),
    ],
)
def test_a_sentence_of_the_record_is_taken_over_where_it_is_short_and_has_no_abbreviation(text, plain):
    assert is_plain(text) == plain


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("0", "none"),
        ("4.9", "fewer than 1 in every 10"),
        ("5", "about 1 in every 10"),
        ("22.4", "about 2 in every 10"),
        ("25", "about 3 in every 10"),
        ("94.9", "about 9 in every 10"),
        ("95", "nearly all"),
        ("100", "all"),
    ],
)
def test_a_percentage_is_said_as_so_many_in_every_ten(percent, said):
    assert in_ten(Decimal(percent)) == said
