"""Telephone numbers in a line become links that a telephone can call; other numbers stay words."""

import pytest

from lscp.design.telephones import telephones, to_call
from lscp.design.words import with_calls


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Call 01632 960 123, or (01632) 960124 at night.", ["01632 960 123", "(01632) 960124"]),
        ("From abroad +44 1632 960123.", ["+44 1632 960123"]),
        ("Childline: 0800 1111. Call 999.", ["0800 1111", "999"]),
        ("In 2024, 999 children and 0.123456789012 of 012345678901234.", []),
        ("On 03 04 2024 we met 101 families.", []),
    ],
)
def test_a_number_that_can_be_called_is_told_from_any_other(line, numbers):
    assert telephones(line) == numbers
    assert "".join(words for words, _ in to_call(line)) == line


def test_the_words_around_a_number_are_escaped_and_the_number_leads_to_the_telephone():
    assert with_calls("<b>01632 960123") == (
        '&lt;b&gt;<a class="govuk-link" href="tel:01632960123">01632 960123</a>'
    )
