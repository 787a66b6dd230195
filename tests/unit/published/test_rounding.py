from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.scorecard.rounding import half_up, rate


def test_a_half_goes_up_where_binary_fractions_would_go_down():
    assert rate(49, 400, decimals=1) == Decimal("12.3")  # exactly 12.25
    assert round(100 * 49 / 400, 1) == 12.2


def test_the_children_in_need_rate_of_2024():
    assert str(rate(399_460, 11_998_646, per=10_000)) == "332.9"


def test_a_whole_answer_keeps_its_decimals():
    assert str(rate(1, 2)) == "50.0"
    assert str(rate(1, 2, decimals=0)) == "50"


def test_a_share_of_nothing_is_no_figure():
    assert rate(0, 0) is None
    assert str(rate(0, 7)) == "0.0"


def test_a_fall_is_rounded_away_from_zero_as_a_rise_is():
    assert rate(-49, 400) == Decimal("-12.3")


@pytest.mark.parametrize("wrong", [(1.0, 2), (1, 2.5), (True, 2), (None, 2)])
def test_a_figure_already_rounded_is_refused(wrong):
    with pytest.raises(TypeError, match="whole numbers"):
        rate(*wrong)


def test_a_decimal_is_rounded_half_up_and_a_float_refused():
    assert str(half_up("2.675", 2)) == "2.68"
    assert str(half_up(Decimal("0.05"), 1)) == "0.1"
    with pytest.raises(TypeError, match="float"):
        half_up(2.675, 2)


@given(st.integers(0, 10**9), st.integers(1, 10**8), st.sampled_from([1, 100, 1000, 10_000, 100_000]))
def test_the_answer_is_never_further_than_half_a_digit_from_the_truth(top, bottom, per):
    difference = Fraction(rate(top, bottom, per=per, decimals=1)) - Fraction(top * per, bottom)
    assert -Fraction(1, 20) < difference <= Fraction(1, 20)
