"""Rate ratios between groups, with intervals, step by step and over time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from lscp.statistics import disparity
from lscp.statistics.comparing import beside, sentence
from lscp.statistics.disparity import change, ratio
from lscp.statistics.rates import rate

people = st.integers(50, 5000)


def test_the_ratio_of_two_rates_with_a_log_poisson_interval():
    """Regression values: worked out here from the formulas, published nowhere."""
    assert [*map(float, ratio(30, 2000, 90, 12000))] == pytest.approx([2.0, 1.32306, 3.02328], abs=5e-6)


def test_the_interval_is_the_one_that_is_published():
    """Breast cancer after fluoroscopy, 41 in 28,010 years and 15 in 19,017 without. By log-Poisson 1.86, 1.03 to 3.35
    (test of the R package episheet). Exact: 1.005684 to 3.6093 (Stata, Incidence-rate ratio calculator)."""
    found = ratio(41, 28010, 15, 19017)
    assert [*map(float, found)] == pytest.approx([1.855759, 1.03, 3.35], abs=5e-3)
    exact = disparity._exact(*map(np.asarray, (41.0, 28010.0, 15.0, 19017.0)), 0.95)
    assert [*map(float, exact)] == pytest.approx([1.005684, 3.6093], abs=5e-5)


def test_shares_take_katz_interval():
    """10 of 75 and 12 of 225, as SciPy's reference prints them for ``relative_risk``."""
    found = ratio(10, 75, 12, 225, shares=True)
    assert [*map(float, found)] == pytest.approx([2.5, 1.1261564003469628, 5.549850800541033], rel=1e-12)
    assert [*map(float, ratio(30, 2000, 90, 12000, shares=True))] == pytest.approx(
        [2.0, 1.32667, 3.01507], abs=5e-6
    )


def test_the_exact_interval_of_the_same_counts():
    limits = disparity._exact(*map(np.asarray, (30.0, 2000.0, 90.0, 12000.0)), 0.95)
    assert [*map(float, limits)] == pytest.approx([1.27683, 3.05345], abs=5e-6)


@given(st.integers(1, 9), people, st.integers(1, 500), people)
def test_few_events_take_exact_limits_each_leaving_half_of_what_is_not_covered(a, n1, b, n2):
    found = ratio(a, n1, b, n2)
    for limit, tail in ((found.lower, binom.sf(a - 1, a + b, 0)), (found.upper, 1)):
        odds = limit * n1 / n2
        share = odds / (1 + odds)
        tail = binom.sf(a - 1, a + b, share) if limit == found.lower else binom.cdf(a, a + b, share)
        assert tail == pytest.approx(0.025, rel=1e-6)


def test_no_events_in_the_first_group_is_a_ratio_of_0_and_in_the_second_no_ratio():
    none = ratio(0, 500, 20, 5000)
    assert none.value == 0 and none.lower == 0 and 0 < none.upper < 2.5
    assert np.isnan(ratio(5, 500, 0, 5000)).all()


@given(st.integers(1, 300), people, st.integers(1, 300), people)
def test_swapping_the_groups_turns_the_ratio_over(a, n1, b, n2):
    there, back = ratio(a, n1, b, n2), ratio(b, n2, a, n1)
    assert there.lower <= there.value <= there.upper
    assert [there.value, there.lower, there.upper] == pytest.approx(
        [1 / back.value, 1 / back.upper, 1 / back.lower]
    )


def test_change_over_time_is_a_ratio_of_ratios():
    same = change((30, 2000, 90, 12000), (30, 2000, 90, 12000))
    assert same.value == 1 and same.lower < 1 < same.upper
    half = change((300, 2000, 900, 12000), (150, 2000, 900, 12000))
    assert half.value == pytest.approx(0.5)
    reach = np.exp(1.959963984540054 * np.sqrt(1 / 300 + 1 / 900 + 1 / 150 + 1 / 900))
    assert (half.lower, half.upper) == pytest.approx((0.5 / reach, 0.5 * reach))
    assert np.isfinite(change((0, 2000, 90, 12000), (30, 2000, 90, 12000))).all()


# beside a comparator


def test_a_figure_is_higher_or_lower_only_when_its_interval_leaves_the_comparator_out():
    assert beside(rate(120, 10000, per=10000), 100) == "similar"
    assert beside(rate(130, 10000, per=10000), 100) == "higher"
    assert beside(rate(80, 10000, per=10000), 100) == "lower"
    assert beside(rate(80, 10000), None) == "cannot be compared"
    assert sentence(rate(130, 10000, per=10000), 100, "England") == "Higher than England."
    assert sentence(rate(120, 10000, per=10000), 100, "England") == "Similar to England."
    assert "not known" in sentence(rate(0, 0), 100, "England")
