"""Which control chart a figure gets, by the numbers of the rules, and that it cries wolf as seldom as is said."""

import numpy as np
import pytest
from scipy.stats import binom

from lscp.statistics.control_charts import Kind, Rule, p_chart, reading, u_chart
from lscp.statistics.many_signals import by_chance, signals, strength
from lscp.statistics.which_chart import choose, draw, scatter

STEADY = [400, 420, 390, 405, 410, 395, 400, 415, 402, 398, 407, 411]
VARIED = [22, 41, 30, 65, 28, 37, 52, 24, 33, 60, 29, 45]
A_THIRD = [8, 13, 10, 21, 10, 12, 18, 7, 11, 20, 9, 16]


def test_ch1_what_is_no_count_out_of_another_has_the_xmr_chart():
    found = choose([60, 71, 55], [None] * 3, share=False, counted=False)
    assert (found.kind, found.rule) == (Kind.XMR, "CH-1") and "XmR" in found.because
    assert choose([None, None], [10, None], share=True).rule == "CH-1"


def test_ch2_a_share_out_of_many_and_about_as_many_each_time_has_the_xmr_chart():
    assert choose([n // 4 for n in STEADY], STEADY, share=True).rule == "CH-2"
    assert choose([30] * 12, [46_000 + 20 * n for n in range(12)], share=False).rule == "CH-2"


def test_ch3_a_share_of_few_or_of_numbers_that_differ_has_the_p_chart():
    assert choose(A_THIRD, VARIED, share=True).kind is Kind.P
    nearly_all = choose([n - 2 for n in STEADY], STEADY, share=True)  # two of 400 are not counted: few
    assert (nearly_all.kind, nearly_all.rule) == (Kind.P, "CH-3")


def test_ch4_a_rate_of_few_has_the_u_chart():
    found = choose([3, 1, 4, 2, 0, 5, 3, 2, 1, 4, 2, 3], [46_000] * 12, share=False)
    assert (found.kind, found.rule) == (Kind.U, "CH-4")


def test_a_share_that_is_larger_than_its_whole_is_taken_as_a_rate():
    assert choose([30, 41, 30, 65], [22, 41, 30, 65], share=True).kind is Kind.U


def test_ch5_what_scatters_more_than_chance_has_laneys_chart_and_says_how_much_more():
    numerators, denominators = (
        [120, 140, 95, 230, 118, 124, 90, 150],
        [1200, 1180, 1050, 1750, 1090, 1240, 1100, 1170],
    )
    found = choose(numerators, denominators, share=True)
    assert (found.kind, found.rule) == (Kind.P_PRIME, "CH-5")
    assert f"{found.sigma_z:.1f} times as wide" in found.because
    assert choose([n * 1.0 for n in A_THIRD], VARIED, share=False).kind is Kind.U


def test_ch5_one_point_that_stands_out_is_no_wide_scatter():
    numerators = [*A_THIRD[:-1], 44]
    found = choose(numerators, VARIED, share=True)
    assert found.kind is Kind.P
    assert draw(found, None, numerators, VARIED).rule[-1] == Rule.OUTSIDE


def test_ch5_a_scatter_that_chance_explains_leaves_the_limits_as_they_are():
    """At the 95% level about one chart in twenty in which nothing happens gets wider limits."""
    random = np.random.default_rng(3)
    sizes = random.integers(20, 61, (800, 24))
    counts = random.binomial(sizes, 0.3)
    wide = sum(choose(x, n, share=True).rule == "CH-5" for x, n in zip(counts, sizes, strict=True))
    assert wide / 800 == pytest.approx(0.05, abs=0.03)


def test_what_is_hidden_is_passed_over():
    gaps = [None if place in (2, 7) else x for place, x in enumerate(A_THIRD)]
    found = choose(gaps, VARIED, share=True)
    chart = draw(found, None, gaps, VARIED, per=100)
    assert found.kind is Kind.P and chart.supplied == 10 and np.isnan(chart.values[2])


def test_a_chart_is_drawn_in_the_unit_of_the_figure():
    chart = draw(choose(A_THIRD, VARIED, share=True), None, A_THIRD, VARIED, per=100)
    plain = p_chart(A_THIRD, VARIED)
    assert chart.values == pytest.approx(plain.values * 100) and chart.upper == pytest.approx(
        plain.upper * 100
    )
    assert chart.rule.tolist() == plain.rule.tolist()


def test_no_range_reaches_over_a_re_basing():
    low, high = [10, 11, 9, 10, 12, 10], [30, 29, 31, 30, 28, 30]
    sizes = [40, 90, 40, 90, 40, 90] * 2
    assert scatter(p_chart(low + high, sizes, rebase=[6]))[1] == 10


# ── The rules are read in terms of each point's own limits ──


def test_a_rising_share_is_no_trend_where_its_own_limits_say_otherwise():
    """Seven shares, each a little higher than the one before and each of fewer, so ever less far from the average."""
    counts, sizes = (
        [280] * 10 + [640, 330, 201, 102, 69, 35, 18],
        [1000] * 10 + [2000, 1000, 600, 300, 200, 100, 50],
    )
    chart = p_chart(counts, sizes)
    assert (np.diff(chart.values[-7:]) > 0).all() and Rule.TREND not in chart.rule.tolist()


def test_a_trend_in_the_shares_and_by_their_own_limits_is_one():
    counts, sizes = [60] * 12 + [63, 66, 69, 72, 75, 78], [200] * 18
    read = reading(p_chart(counts, sizes), "up")
    assert read.rule is Rule.TREND and read.word == "better"
    assert read.sentence == "Better: the latest 7 figures are each higher than the one before."


# ── False alarms ──


def test_charts_of_counts_have_false_alarms_of_their_own():
    from tests.benchmarks.by_chance import _counts, rates

    stored = [by_chance(24, kind=Kind.U), *(by_chance(24, rule, Kind.U) for rule in Rule if rule)]
    assert rates(24, 40_000, seed=11, drawn=_counts)[:-1] == pytest.approx(stored, abs=0.002)
    assert by_chance(24, kind=Kind.P) < by_chance(24) == by_chance(24, kind=Kind.P_PRIME)


def test_the_whole_rule_cries_wolf_no_more_often_than_the_scorecard_says():
    """Shares of 20 to 60 in which nothing happens, each drawn as the rule chooses."""
    random = np.random.default_rng(5)
    sizes = random.integers(20, 61, (1500, 24))
    counts = random.binomial(sizes, 0.3)
    charts = [draw(choose(x, n, share=True), None, x, n) for x, n in zip(counts, sizes, strict=True)]
    found = signals(charts)
    assert len(found.ranked) == pytest.approx(found.expected, abs=4 * found.expected**0.5)


def test_how_strong_a_signal_of_counts_is_comes_from_the_counts():
    chart = p_chart([10] * 19 + [25], [40] * 20)
    assert chart.rule[-1] == Rule.OUTSIDE
    assert strength(chart) == pytest.approx(4 * 2 * binom.sf(24, 40, 215 / 800))
    assert strength(chart.times(100)) == pytest.approx(strength(chart))


# ── As published ──


def test_the_p_chart_of_montgomerys_orange_juice_cans():
    """Introduction to Statistical Quality Control, example on the p chart: 0.2313, limits 0.0524 and 0.4102."""
    cans = [
        12,
        15,
        8,
        10,
        4,
        7,
        16,
        9,
        14,
        10,
        5,
        6,
        17,
        12,
        22,
        8,
        10,
        5,
        13,
        11,
        20,
        18,
        24,
        15,
        9,
        12,
        7,
        13,
        9,
        6,
    ]
    chart = p_chart(cans, [50] * 30)
    limits = chart.centre[0], chart.lower[0], chart.upper[0]
    assert limits == pytest.approx((0.2313, 0.0524, 0.4102), abs=5e-5)
    assert np.flatnonzero(chart.rule == Rule.OUTSIDE).tolist() == [14, 22]


def test_the_u_chart_of_montgomerys_computers():
    """The same book, example on the u chart: 1.93 defects a computer, limits 0.07 and 3.79."""
    found = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
    chart = u_chart(found, [5] * 20)
    assert (chart.centre[0], chart.lower[0], chart.upper[0]) == pytest.approx((1.93, 0.07, 3.79), abs=5e-3)
    assert Rule.OUTSIDE not in chart.rule.tolist()
