"""How many signals chance alone would give, and which stand out even so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.statistics.control_charts import Rule, xmr
from lscp.statistics.many_signals import benjamini_hochberg, by_chance, signals, strength
from tests.benchmarks.by_chance import rates

probabilities = st.lists(st.floats(0, 1), max_size=40)


def calm(charts, points=24, seed=5):
    return np.random.default_rng(seed).standard_normal((charts, points))


@pytest.mark.parametrize("points", [8, 24, 60])
def test_the_stored_false_alarm_rates_come_out_again_with_another_seed(points):
    charts = 40_000
    again = rates(points, charts, seed=11)
    stored = [by_chance(points), *(by_chance(points, rule) for rule in Rule if rule)]
    for one, other in zip(again, stored, strict=False):
        assert one == pytest.approx(other, abs=4.5 * np.sqrt(max(other, 1e-4) / charts))


def test_one_in_sixty_charts_of_24_points_flags_its_latest_and_nearly_a_fifth_flag_somewhere():
    assert by_chance(24) == pytest.approx(0.016, abs=0.0005)
    assert rates(24, 40_000)[-1] == pytest.approx(0.185, abs=0.01)


def test_sizes_outside_the_table_take_the_nearest():
    assert by_chance(200) == by_chance(60)
    assert by_chance(3) == by_chance(8)


@pytest.mark.parametrize("points", [12, 24, 48])
def test_where_nothing_happens_strong_evidence_is_as_rare_as_it_says(points):
    charts = xmr(calm(30_000, points))
    flagged = np.flatnonzero(charts.rule[:, -1])
    p = np.array([strength(charts[int(place)]) for place in flagged])
    for alpha in (0.05, 0.02, 0.01, 0.003, 0.001, 0.0003):
        found, allowed = (p <= alpha).sum(), alpha * 30_000
        assert found <= allowed + 3 * np.sqrt(allowed)


def test_a_calm_scorecard_expects_about_as_many_signals_as_it_has():
    found = signals(xmr(calm(3000)))
    assert found.expected == pytest.approx(48, abs=3)
    assert len(found.ranked) == pytest.approx(found.expected, abs=4 * np.sqrt(found.expected))
    assert found.survives.sum() == 0
    assert "Chance alone would give about 4" in found.sentence
    assert "None stands out" in found.sentence


def test_a_real_jump_is_ranked_first_and_survives():
    values = calm(300)
    values[17, -1] += 14
    values[40, -12:] += 4
    found = signals(xmr(values))
    assert found.ranked[0] == 17
    assert found.survives[17]
    assert set(np.flatnonzero(found.survives)) <= set(found.ranked)
    assert "stand" in found.sentence and "fewer than one in 20 such is chance" in found.sentence


def test_charts_of_different_lengths_may_be_looked_at_together():
    found = signals([xmr([1, 2] * 10), xmr([1, 2, 1]), xmr([*[1, 2] * 20, 30])])
    assert np.isnan(found.p[1]) and found.p[0] == 1 and found.p[2] < 0.001
    assert found.ranked == (2,)
    assert found.expected == pytest.approx(by_chance(20) + by_chance(41))
    assert found.sentence.startswith("2 charts were read and 1 shows a signal in the latest figure.")


def test_nothing_to_read_is_said_so():
    assert signals([]).sentence == "No chart has enough points to be read."
    assert signals([xmr([1, 2])]).ranked == ()


def test_benjamini_and_hochbergs_own_example():
    """The fifteen probabilities of their 1995 paper, section 3.2: four are believed at 0.05."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
    ]
    p = np.array([*p, 0.7590, 1.0])
    assert benjamini_hochberg(p).tolist() == [True] * 4 + [False] * 11


@given(probabilities, st.randoms(use_true_random=False))
def test_the_order_of_the_charts_does_not_matter(p, random):
    shuffled = list(range(len(p)))
    random.shuffle(shuffled)
    believed = benjamini_hochberg(np.array(p))
    again = benjamini_hochberg(np.array([p[place] for place in shuffled]))
    assert sorted(np.array(p)[believed]) == sorted(np.array([p[place] for place in shuffled])[again])
