"""Forecasts of counts: shown only where they proved better than last year's figure, with ranges that held."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.statistics import forecasting
from lscp.statistics.forecasting import LAST_YEAR, SMOOTHED, fewest, forecast
from tests.benchmarks.forecasts import made_series, smooth_one

SERIES = made_series(200)
PAST, FUTURE = SERIES[:, :84], SERIES[:, 84:]
YEAR = [30, 35, 40, 38, 36, 20, 15, 5, 28, 33, 37, 29]


@pytest.fixture(scope="module")
def found():
    return forecast(PAST, season=12, horizon=12)


def test_the_forecast_equals_a_smoother_written_out_for_one_series(found):
    shown = np.flatnonzero(found.method == SMOOTHED)[:5]
    for place in shown:
        assert found.value[place] == pytest.approx(smooth_one(PAST[place]))


def test_most_series_with_seasons_are_forecast_better_than_by_last_year(found):
    scale = np.abs(PAST[:, 12:] - PAST[:, :-12]).mean(axis=1)
    error, last_year = (
        np.abs(FUTURE - value).mean(axis=1) / scale for value in (found.value, found.last_year)
    )
    assert (found.method == SMOOTHED).mean() > 0.5
    assert error.mean() < 0.9 * last_year.mean()


def test_ranges_hold_as_often_as_they_claim_in_a_year_nobody_had_seen(found):
    told = ~np.isnan(found.lower[:, 0])
    inside = ((found.lower <= FUTURE) & (found.upper >= FUTURE))[told]
    assert inside.mean() == pytest.approx(0.8, abs=0.05)


def test_whatever_is_shown_beat_last_years_figure_and_held_in_its_back_test(found):
    shown = found.method == SMOOTHED
    assert (found.mase < found.mase_last_year)[shown].all()
    assert (np.abs(found.coverage - 0.8) <= 0.05 + np.sqrt(0.16 / 24) + 1e-12)[shown].all()
    assert all(because == "" for because in found.because[shown])
    assert all("In the back-test" in because for because in found.because[~shown])
    np.testing.assert_allclose(found.value[~shown], found.last_year[~shown])


@pytest.mark.parametrize("origin", [30, 50, 70])
def test_a_back_test_never_looks_at_what_came_after_its_origin(origin):
    z = np.log1p(PAST[:20].T)
    whole, cut = forecasting._smooth(z, 12, 6), forecasting._smooth(z[:origin], 12, 6)
    assert np.array_equal(whole[origin - 24], cut[-1])
    whole, cut = forecasting._repeat(z, 12, 18), forecasting._repeat(z[:origin], 12, 18)
    assert np.array_equal(whole[origin - 24], cut[-1])


def test_many_series_at_once_are_forecast_as_each_alone(found):
    for place in (0, 57, 199):
        alone = forecast(PAST[place], season=12, horizon=12)
        for name in ("value", "lower", "upper", "last_year", "mase", "coverage"):
            np.testing.assert_allclose(getattr(alone, name), getattr(found[place], name), rtol=1e-12)
        assert alone.because == found[place].because


def test_the_same_period_last_year_is_always_given():
    few = forecast([*YEAR, *YEAR[:3]], season=12, horizon=14)
    assert few.value.tolist() == [*YEAR[3:], *YEAR[:3], *YEAR[3:5]]
    assert few.method == LAST_YEAR
    assert np.isnan(few.lower).all()


def test_too_short_a_series_is_refused_with_what_is_needed():
    few = forecast(YEAR * 3, season=12, horizon=12)
    assert few.because == "Only 36 periods; 57 are needed to forecast 12 ahead and to test it."
    assert fewest(12, 12) == 57
    assert forecast(YEAR[:5], season=12, horizon=3).because.startswith(
        "Only 5 periods: there is no year before"
    )


def test_five_years_of_yearly_figures_are_never_forecast():
    found = forecast([310, 325, 340, 352, 371], season=1, horizon=1)
    assert found.method == LAST_YEAR and "Only 5 periods" in found.because
    assert np.isnan(found.lower).all()


def test_a_series_that_repeats_itself_exactly_is_not_forecast_by_anything_cleverer():
    found = forecast(YEAR * 7, season=12, horizon=12)
    assert found.method == LAST_YEAR
    assert found.value == pytest.approx(YEAR)
    assert "came no closer than last year's figure" in found.because and "nan" not in found.because


def test_ranges_that_did_not_hold_are_not_given():
    """Calm for six years, then wild: the ranges of the calm years do not hold."""
    random = np.random.default_rng(2)
    calm = np.tile(YEAR, 6) + random.integers(-1, 2, 72)
    wild = np.tile(YEAR, 2) * random.uniform(0.3, 3, 24)
    found = forecast(np.maximum([*calm, *wild.round()], 0), season=12, horizon=12)
    assert found.method == LAST_YEAR
    assert np.isnan(found.lower).all() and np.isnan(found.upper).all()
    assert "none is given" in found.because


def test_a_break_begins_the_series_anew():
    before = [1000.0] * 24
    broken = forecast([*before, *PAST[0]], season=12, horizon=12, starts=24)
    whole = forecast(PAST[0], season=12, horizon=12)
    np.testing.assert_array_equal(broken.value, whole.value)
    assert "Only 20 periods" in forecast(PAST[0], season=12, horizon=12, starts=64).because


def test_each_series_may_begin_at_its_own_break():
    both = forecast(PAST[:2], season=12, horizon=12, starts=[0, 12])
    alone = forecast(PAST[1, 12:], season=12, horizon=12)
    np.testing.assert_allclose(both[1].value, alone.value)


def test_a_missing_figure_is_said_not_guessed():
    gappy = forecast([*PAST[0][:50], None, *PAST[0][51:]], season=12, horizon=12)
    assert (
        gappy.because
        == "Figures are missing for 1 period: supply them, or let the series begin after the gap."
    )
    assert np.isnan(gappy.value).all()


def test_what_is_no_count_is_refused():
    with pytest.raises(ValueError, match="of counts only"):
        forecast([1, -2], season=12, horizon=1)
    with pytest.raises(ValueError, match="one of its own places"):
        forecast(YEAR, season=12, horizon=1, starts=-3)
    with pytest.raises(ValueError, match="whole numbers from 1"):
        forecast([1, 2], season=12, horizon=0)


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=90),
    st.sampled_from([1, 4, 12]),
    st.integers(1, 15),
    st.sampled_from([0.5, 0.8, 0.95, 0.99]),
)
def test_any_series_of_counts_gives_ranges_that_hold_the_forecast_or_a_reason(counts, season, horizon, level):
    found = forecast(counts, season=season, horizon=horizon, level=level)
    assert found.because != "" or found.method == SMOOTHED
    told = ~np.isnan(found.lower)
    assert (found.lower[told] >= 0).all()
    assert (found.lower[told] <= found.value[told] + 1e-9).all()
    assert (found.value[told] <= found.upper[told] + 1e-9).all()
