"""Intervals, against the values that Public Health England's package is tested with (both levels)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.statistics.rates import byar, count, exact, proportion, rate

close = pytest.approx
counts = st.integers(1, 5000)

BYAR = {
    65: (50.163187710459454, 82.84913854593984, 42.8802614714802, 94.00029084431802),
    1045: (982.5932018073325, 1110.33121298565, 947.9407035610374, 1148.806160988033),
    1: (0.01307213290150435, 5.5637555824752605, np.nan, 9.362180217908362),
}
RATES_PER_100 = {
    (1, 100): (0.025317807984289897, 5.571643390938898, 0.0010005003335835344, 9.233413476451585),
    (5, 100): (1.62348639011842, 11.668332079322669, 0.739371731917839, 16.454745203680105),
    (222, 3215): (6.026574877652675, 7.87572937087185, 5.560737695259854, 8.46104668173341),
}
WILSON = {
    (65, 100): (0.5525444329688797, 0.7363575175690247, 0.4954946574070431, 0.7783540614089697),
    (1045, 5000): (0.19795549880013297, 0.22049130373189027, 0.19179381799015244, 0.22731562902525818),
    (1, 100): (0.0017674320640641407, 0.054486196178705294, 0.000873065697299977, 0.1045544528370582),
}


def both(function, *arguments, **how):
    limits = [function(*arguments, level=level, **how) for level in (0.95, 0.998)]
    return [float(limit) for at in limits for limit in (at.lower, at.upper)]


@pytest.mark.parametrize(("events", "limits"), BYAR.items())
def test_byars_limits(events, limits):
    assert both(byar, events) == close(limits, rel=1e-13, nan_ok=True)


def test_byars_limits_of_ten_at_998():
    assert both(byar, 10)[2:] == close([2.916318374695686, 24.193724927880535], rel=1e-13)


@pytest.mark.parametrize(("counted", "limits"), RATES_PER_100.items())
def test_rates_are_exact_below_ten_events_and_byars_from_ten(counted, limits):
    assert both(rate, *counted, per=100) == close(limits, rel=1e-9)


@pytest.mark.parametrize(("counted", "limits"), WILSON.items())
def test_wilsons_limits_of_a_share(counted, limits):
    assert both(proportion, *counted) == close(limits, rel=1e-12)


def test_no_events_and_all_events_stay_in_bounds():
    assert rate(0, 50).lower == 0 and rate(0, 50).upper > 0
    assert proportion(0, 50).lower == 0 and proportion(50, 50).upper == 1


def test_no_population_gives_no_rate():
    assert np.isnan(rate(0, 0)).all()
    assert np.isnan(proportion(0, 0)).all()


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="larger than its whole"):
        proportion(3, 2)
    with pytest.raises(ValueError, match="below zero"):
        rate(-1, 2)
    with pytest.raises(ValueError, match="level"):
        rate(1, 2, level=95)


@given(counts, counts)
def test_intervals_contain_the_figure_and_widen_with_the_level(part, more):
    for found, wider in (
        (rate(part, 100), rate(part, 100, level=0.998)),
        (proportion(part, part + more), proportion(part, part + more, level=0.998)),
    ):
        assert wider.lower < found.lower < found.value < found.upper < wider.upper


@given(st.lists(counts, min_size=1, max_size=20))
def test_a_column_of_counts_gives_what_each_gives_alone(column):
    assert count(column).upper == close([float(count(x).upper) for x in column], rel=1e-13)


@given(st.integers(10, 2000))
def test_byar_is_near_the_exact_limits(events):
    assert byar(events).lower == close(exact(events).lower, rel=0.005)
    assert byar(events).upper == close(exact(events).upper, rel=0.005)
