"""Funnel limits, against Public Health England's published test values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.statistics.funnels import ALARM, proportion_limits, rate_limits
from lscp.statistics.rates import proportion

AVERAGE = 0.80642448


# Population, then 95% lower and upper, 99.8% lower and upper, in percent: rows of the package's own test table.
SHARES = [
    (10, 56.154344, 100, 42.03259, 100),
    (18, 62.390093, 98.894803, 51.864359, 100),
    (50, 69.691035, 91.593861, 63.375595, 97.909301),
    (102, 72.974925, 88.309971, 68.553233, 92.731663),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (9998, 79.867989, 81.416907, 79.421375, 81.863521),
    (110000, 80.408963, 80.875933, 80.274317, 81.010578),
]
# Observed events, then 95% lower and upper, 99.8% lower and upper ratio, in percent.
RATIOS = [
    (1, 17.94802207, 3949.774946, 10.83023482, 99945.32721),
    (5, 42.85102213, 307.979188, 30.38637225, 676.2496398),
    (20, 64.74926614, 163.7127595, 52.57362804, 223.2588569),
    (100, 82.21871402, 122.9044681, 74.11562345, 139.0406755),
    (716, 92.93605352, 107.7488421, 89.20960712, 112.5516964),
]
# Three years' population and the rate at it: 95% lower pair, 95% upper pair, events behind them, average 116.1720835.
RATES = [
    (10, 5276.757672, 63.17010446, 1375.943768, 242.2579623),
    (49, 18587.54012, 87.87248461, 10401.37233, 157.0305612),
    (110, 38041.18771, 96.38675572, 25940.42894, 141.3495003),
    (1360, 411529.9259, 110.158048, 369759.5622, 122.6021934),
]


@pytest.mark.parametrize(("whole", "low", "high", "lowest", "highest"), SHARES)
def test_limits_of_shares_are_those_of_the_published_table(whole, low, high, lowest, highest):
    found = [limit * 100 for level in (0.95, 0.998) for limit in proportion_limits(AVERAGE, whole, level)]
    assert found == pytest.approx([low, high, lowest, highest], abs=1e-6)


@pytest.mark.parametrize(("observed", "low", "high", "lowest", "highest"), RATIOS)
def test_limits_of_ratios_are_those_of_the_published_table(observed, low, high, lowest, highest):
    """Read at the expected counts that the table's own ratios tell. Its search stops within 5e-5 events, which shows
    where few are expected: there, at less than one, the limit is not reached at all."""
    for level, below, above in ((0.95, low, high), (0.998, lowest, highest)):
        assert rate_limits(1, observed / below * 100, level).lower * 100 == pytest.approx(below, rel=1e-5)
        if observed > 1:
            assert rate_limits(1, observed / above * 100, level).upper * 100 == pytest.approx(above, rel=6e-4)


@pytest.mark.parametrize(("events", "lower_at", "lower", "upper_at", "upper"), RATES)
def test_limits_of_rates_are_those_of_the_published_table(events, lower_at, lower, upper_at, upper):
    low = rate_limits(116.1720835, 3 * lower_at, per=100_000).lower
    high = rate_limits(116.1720835, 3 * upper_at, per=100_000).upper
    assert (low, high) == pytest.approx((lower, upper), rel=1e-5)
    assert low * 3 * lower_at / 100_000 == pytest.approx(events, rel=1e-5)


def test_limits_around_an_average_share():
    assert proportion_limits(AVERAGE, [1, 2, 3]).lower * 100 == pytest.approx(
        [3.204264, 25.885383, 35.933491], abs=1e-6
    )
    assert proportion_limits(AVERAGE, 3, ALARM).lower * 100 == pytest.approx(10.150815, abs=1e-6)
    assert proportion_limits(AVERAGE, [1, 2, 3]).upper.tolist() == [1, 1, 1]


@given(st.floats(0.02, 0.98), st.integers(5, 100_000))
def test_a_share_on_the_limit_has_a_wilson_interval_that_just_reaches_the_average(average, whole):
    limits = proportion_limits(average, whole)
    assert limits.lower <= average <= limits.upper
    if limits.lower > 0:
        assert proportion(limits.lower * whole, whole).upper == pytest.approx(average, abs=1e-8)
    if limits.upper < 1:
        assert proportion(limits.upper * whole, whole).lower == pytest.approx(average, abs=1e-8)


@given(st.integers(4, 5000))
def test_funnels_narrow_towards_one(observed):
    here, further = rate_limits(1, observed), rate_limits(1, observed + 1)
    assert here.lower < further.lower < 1 < further.upper < here.upper


def test_an_average_in_percent_is_refused():
    with pytest.raises(ValueError, match="Divide a percentage by 100"):
        proportion_limits(80.6, 10)
