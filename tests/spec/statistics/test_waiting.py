"""How long children wait, with those still waiting counted."""

from collections import Counter
from statistics import median as middle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.statistics.waiting import quartiles, survival

days = st.integers(min_value=0, max_value=120)
lists = st.lists(days, max_size=40)


def test_with_nobody_waiting_the_quartiles_are_the_ordinary_ones():
    assert quartiles({10: 1, 20: 1, 30: 1, 40: 1, 50: 1}, {}) == (20, 30, 40)
    assert quartiles({1: 1, 2: 1, 3: 1, 4: 1}, {}) == (1.5, 2.5, 3.5)


def test_freireich_leukaemia_remissions_have_the_published_median_and_curve():
    """The worked example of most textbooks (Freireich 1963; Cox 1972): 6-mercaptopurine arm, 21 patients."""
    completed = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
    waiting = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
    curve = survival(completed, waiting)
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.waiting == pytest.approx([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5)
    assert quartiles(completed, waiting) == (13, 23, None)
    assert (
        quartiles(Counter([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23])).median
        == 8
    )


def test_a_pile_of_waiting_children_moves_the_median_that_the_completed_hide():
    completed = {5: 6, 30: 2}
    assert quartiles(completed).median == 5
    assert quartiles(completed, {40: 12}).median is None


def test_nobody_gives_no_figures():
    assert quartiles({}, {}) == (None, None, None)


def test_a_negative_wait_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match="Reject rows that end before they start"):
        quartiles({-1: 2}, {})


@given(lists.filter(bool))
def test_with_nobody_waiting_it_equals_the_list_written_out(completed):
    assert quartiles(Counter(completed)).median == middle(completed)


@given(lists.filter(bool), lists)
def test_the_curve_equals_the_product_over_children_one_by_one(completed, waiting):
    curve = survival(Counter(completed), Counter(waiting))
    everybody = [(day, 0, True) for day in completed] + [(day, 1, False) for day in waiting]
    share, left = 1.0, len(everybody)
    by_day = {}
    for day, _, ended in sorted(everybody):
        if ended:
            share *= 1 - 1 / left
        left -= 1
        by_day[day] = share
    assert curve.waiting == pytest.approx([by_day[day] for day in curve.days], abs=1e-12)


@given(lists, lists)
def test_quartiles_never_fall_and_waiting_never_rises(completed, waiting):
    reached = [q for q in quartiles(Counter(completed), Counter(waiting)) if q is not None]
    assert reached == sorted(reached)
    assert all(np.diff(survival(Counter(completed), Counter(waiting)).waiting) <= 0)


@given(lists.filter(bool), lists)
def test_another_child_who_still_waits_never_shortens_the_median(completed, waiting):
    before = quartiles(Counter(completed), Counter(waiting)).median
    after = quartiles(Counter(completed), Counter([*waiting, 200])).median
    assert after is None or (before is not None and after >= before)
