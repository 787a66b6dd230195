"""Regional figures made local: the method printed, and a range only where one is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lscp.statistics import localising
from lscp.statistics.localising import by_groups, by_population, by_rate, spread_between

HERE = {"region": "Mid Shire", "area": "Thornley", "people": "children"}


def test_a_count_is_shared_out_by_population_and_says_so():
    here = by_population(1240, 208_000, 31_000, **HERE)
    assert here.value == pytest.approx(1240 * 31 / 208)
    assert here.method == (
        "Estimated: 1,240 in Mid Shire, times the 31,000 of its 208,000 children who live in Thornley (14.9%)."
    )


def test_without_knowing_how_areas_differ_no_range_is_given():
    here = by_population(1240, 208_000, 31_000, **HERE)
    assert here.lower is None and here.upper is None
    assert here.caveat == (
        "It takes for granted that Thornley is like the rest of Mid Shire. "
        "How far areas differ is not known, so no range is given."
    )


def test_a_published_rate_is_applied_to_the_people_who_live_here():
    here = by_rate(4.5, 1000, 31_000, **HERE)
    assert here.value == pytest.approx(139.5)
    assert "4.5 for every 1,000 children, applied to the 31,000 who live in Thornley" in here.method


def test_group_by_group_who_lives_here_counts():
    here = by_groups([100, 300], [10_000, 10_000], [1_000, 3_000], groups="age", **HERE)
    assert here.value == pytest.approx(10 + 90)
    assert "by age" in here.method and "4,000 children" in here.method


def test_the_range_is_as_wide_as_areas_differ():
    chance = by_population(1000, 10_000, 1_000, spread=0.0, **HERE)
    spread = by_population(1000, 10_000, 1_000, spread=0.4, **HERE)
    assert spread.lower < chance.lower < 100 < chance.upper < spread.upper
    assert "differ by about 40% either way" in spread.caveat
    assert f"between {spread.lower} and {spread.upper}" in spread.caveat


def test_the_range_holds_as_often_as_it_claims_where_areas_differ_that_much():
    """2,000 made-up areas whose true rates differ by 30% of the mean."""
    random = np.random.default_rng(4)
    people, mean, spread = 5_000, 0.02, 0.3
    counts = random.poisson(people * mean * random.gamma(1 / spread**2, spread**2, 2000))
    here = by_population(1_000_000, 50_000_000, people, spread=spread, **HERE)
    assert here.value == pytest.approx(100)
    held = (here.lower <= counts) & (counts <= here.upper)
    assert held.mean() == pytest.approx(0.8, abs=0.03)


def test_the_spread_between_areas_is_found_again():
    random = np.random.default_rng(5)
    people = random.integers(20_000, 90_000, 3000)
    counts = random.poisson(people * 0.01 * random.gamma(1 / 0.25**2, 0.25**2, 3000))
    assert spread_between(counts, people) == pytest.approx(0.25, abs=0.02)
    assert spread_between(random.poisson(people * 0.01), people) == pytest.approx(0, abs=0.03)


def test_what_cannot_be_is_refused_with_what_to_check():
    with pytest.raises(ValueError, match="Check that both figures are of one year"):
        by_population(10, 1_000, 2_000, **HERE)
    with pytest.raises(ValueError, match="must be part"):
        by_groups([1, 1], [10, 0], [1, 1], groups="age", **HERE)
    with pytest.raises(ValueError, match="below zero"):
        by_rate(-1, 1000, 10, **HERE)
    with pytest.raises(ValueError, match="fewer than 3"):
        spread_between([1, 2], [10, 20])


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100)), min_size=1, max_size=9))
def test_the_areas_of_a_region_add_up_to_it(areas):
    total, people = sum(x for x, _ in areas), sum(n for _, n in areas)
    parts = [by_population(total, people, n, **HERE).value for _, n in areas]
    assert sum(parts) == pytest.approx(total)


@settings(max_examples=200, deadline=None)
@given(
    expected=st.floats(0.01, 5000),
    variance=st.one_of(st.just(0.0), st.floats(1e-4, 4)),
    level=st.sampled_from([0.5, 0.8, 0.95]),
)
def test_the_ends_of_a_range_are_the_quantiles_of_the_textbook_distributions(expected, variance, level):
    from scipy.stats import nbinom, poisson

    size = 1 / (variance or 1)
    textbook = nbinom(size, size / (size + expected)) if variance else poisson(expected)
    tail = (1 - level) / 2
    assert localising._range(expected, variance, level) == tuple(textbook.ppf([tail, 1 - tail]).astype(int))
