"""Funnel limits, against Public Health England's published test values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.statistics.funnels import ALARM, expected_limits, proportion_limits, ratio_limits
from lscp.statistics.rates import proportion

AVERAGE = 0.80642448


def test_limits_around_an_average_share():
    assert proportion_limits(AVERAGE, [1, 2, 3]).lower * 100 == pytest.approx(
        [3.204264, 25.885383, 35.933491], abs=1e-6
    )
    assert proportion_limits(AVERAGE, 3, ALARM).lower * 100 == pytest.approx(10.150815, abs=1e-6)
    assert proportion_limits(AVERAGE, [1, 2, 3]).upper.tolist() == [1, 1, 1]


def test_expected_counts_between_which_an_observed_count_is_chance():
    """The reference searches these step by step to 5e-5."""
    assert np.hstack(expected_limits([1])) == pytest.approx([0.025317898, 5.571644585], abs=5e-5)
    assert np.hstack(expected_limits([1], ALARM)) == pytest.approx([0.001000547, 9.233410143], abs=5e-5)
    assert np.hstack(expected_limits([2])) == pytest.approx([0.242209467, 7.224687515], abs=5e-5)


def test_ratio_limits_are_observed_over_expected():
    limits = ratio_limits([2])
    assert limits.lower == pytest.approx(2 / 7.224687515, abs=1e-5)
    assert limits.upper == pytest.approx(2 / 0.242209467, rel=1e-4)
    assert ratio_limits(0).upper == np.inf and ratio_limits(0).lower == 0


@given(st.floats(0.02, 0.98), st.integers(5, 100_000))
def test_a_share_on_the_limit_has_a_wilson_interval_that_just_reaches_the_average(average, whole):
    limits = proportion_limits(average, whole)
    assert limits.lower <= average <= limits.upper
    if limits.lower > 0:
        assert proportion(limits.lower * whole, whole).upper == pytest.approx(average, abs=1e-8)
    if limits.upper < 1:
        assert proportion(limits.upper * whole, whole).lower == pytest.approx(average, abs=1e-8)


@given(st.integers(1, 5000))
def test_funnels_narrow_towards_one(observed):
    here, further = ratio_limits(observed), ratio_limits(observed + 1)
    assert here.lower < further.lower < 1 < further.upper < here.upper


def test_an_average_in_percent_is_refused():
    with pytest.raises(ValueError, match="Divide a percentage by 100"):
        proportion_limits(80.6, 10)
