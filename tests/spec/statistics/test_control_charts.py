"""Control charts, against the values that NHSRplotthedots and qicharts2 publish."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.statistics.control_charts import (
    Rule,
    Rules,
    assurance,
    p_chart,
    reading,
    u_chart,
    variation,
    variation_icon,
    xmr,
)

VIGNETTE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
NORMAL = """-0.56047565 -0.23017749 1.55870831 0.07050839 0.12928774 1.71506499 0.46091621 -1.26506123 -0.68685285
    -0.44566197 1.22408180 0.35981383 0.40077145 0.11068272 -0.55584113 1.78691314 0.49785048 -1.96661716 0.70135590
    -0.47279141"""
RANDOM = [float(number) for number in NORMAL.split()]
OUTLIER = [*RANDOM[:14], 10, *RANDOM[15:]]
EVEN = [5, -5] * 8  # comes and goes; mean 0

numbers = st.one_of(st.none(), st.integers(-1000, 1000), st.floats(-1e6, 1e6))
series = st.lists(numbers, max_size=40)


def rules(values, **how):
    return [Rule(rule).name for rule in xmr(values, **how).rule]


@pytest.mark.parametrize(
    ("values", "screen", "mean", "lower", "upper", "digits"),
    [
        (VIGNETTE, True, 1.94, -0.72, 4.60, 0.005),
        (VIGNETTE, False, 1.94, -3.06, 6.95, 0.005),
        (RANDOM, True, 0.1416238, -3.01138, 3.294627, 1e-6),
        (OUTLIER, True, 0.6694159, -2.383666, 3.722497, 1e-6),
        (OUTLIER, False, 0.6694159, -4.596625, 5.935457, 1e-6),
    ],
)
def test_limits_are_those_that_nhsrplotthedots_prints(values, screen, mean, lower, upper, digits):
    chart = xmr(values, screen=screen)
    assert (chart.centre[-1], chart.lower[-1], chart.upper[-1]) == pytest.approx(
        (mean, lower, upper), abs=digits
    )


def test_screening_makes_limits_that_a_single_outlier_cannot_stretch():
    assert rules(VIGNETTE)[4] == rules(VIGNETTE, screen=False)[4] == "OUTSIDE"
    assert xmr(VIGNETTE).upper[0] < xmr(VIGNETTE, screen=False).upper[0]


def wide(values):
    """The same points after others that keep the limits far away and the mean at 0."""
    return [*[100, -100] * 20, *values]


def test_seven_rising_points_are_a_trend_six_are_not_and_a_tie_breaks_it():
    def trend(values):
        return [rule == "TREND" for rule in rules(wide(values))[40:]]

    assert not any(trend([-150, 1, 2, 3, 4, 5, -6, 6]))
    assert trend([-200, 1, 2, 3, 4, 5, 6, 7, 0])[2:8] == [True] * 6
    assert not any(rules([1, 2, 3, 4, 5, 6])[i] == "TREND" for i in range(6))
    assert set(rules([1, 2, 3, 4, 5, 6, 7], rules=Rules())) <= {"OUTSIDE", "TREND"}
    assert "TREND" not in rules([1, 2, 3, 3, 4, 5, 6])


def near(closes):
    """Points close to the upper limit (1), calm above the mean (0) or calm below it (-1)."""
    values = [{1: 20, 0: 1, -1: -1}[close] for close in closes]
    chart = xmr([*EVEN, *values], fix_after=16, rules=Rules(shift=99))
    assert chart.near_upper[-1] < 20 < chart.upper[-1]
    return [rule == Rule.TWO_IN_THREE for rule in chart.rule[16:]]


def test_two_of_three_near_a_limit_flag_the_near_ones_only():
    assert near([1, 0, 1]) == [True, False, True]
    assert near([1, 0, 0, 1, 1]) == [False, False, False, True, True]


def test_two_of_three_need_all_three_on_one_side_of_the_mean():
    assert not any(near([1, -1, 1, -1]))


def test_seven_points_on_one_side_are_a_shift_and_a_point_on_the_mean_breaks_it():
    eight = [*EVEN, 1, 2, 1, 2, 1, 2, 1, 2, -12]
    assert rules(eight, fix_after=16)[16:24] == ["SHIFT"] * 8
    assert "SHIFT" not in rules([*EVEN, -5, 1, 2, 1, 0, 1, 2, 1, -8], fix_after=16)


def test_alternating_points_and_two_slightly_further_are_common_cause():
    assert (
        rules([1, -1] * 7 + [5.5, -5.5])[-2:] == ["NONE", "NONE"]
        or xmr([1, -1] * 7 + [5.5, -5.5]).upper[-1] > 5.5
    )


def test_run_lengths_are_parameters():
    five = [*EVEN, 1, 2, 1, 2, 1, -9]
    assert "SHIFT" not in rules(five, fix_after=16)
    assert rules(five, fix_after=16, rules=Rules(shift=5))[16:21] == ["SHIFT"] * 5
    with pytest.raises(ValueError, match="two points or more"):
        Rules(trend=1)


def test_outside_is_told_before_trend_before_shift():
    rising = [*EVEN, 1, 2, 3, 4, 5, 6, 40]
    assert rules(rising, fix_after=16)[16:] == ["TREND"] * 6 + ["OUTSIDE"]


def test_a_trend_is_high_when_it_rises_unless_the_side_of_the_mean_is_asked_for():
    rising = [*[100, -100] * 20, -7, -6, -5, -4, -3, -2, -1]
    assert xmr(rising, fix_after=40).side[-7:].tolist() == [1] * 7
    assert xmr(rising, fix_after=40, rules=Rules(trend_by_mean=True)).side[-7:].tolist() == [-1] * 7


def test_rebasing_begins_everything_anew():
    chart = xmr([*EVEN, *(value + 50 for value in EVEN)], rebase=[16])
    assert chart.centre[15] == 0 and chart.centre[16] == 50
    assert not chart.rule.any()
    assert chart.supplied == 16
    assert xmr([1, 2, 3, 4, 5, 6, 7], rebase=[3]).rule.any() == False  # noqa: E712
    with pytest.raises(ValueError, match="begin anew"):
        xmr([1, 2], rebase=[2])


def test_limits_can_be_fixed_after_the_first_points():
    fixed = xmr([*EVEN, 500, 600], fix_after=16)
    assert fixed.upper[-1] == xmr(EVEN).upper[-1]


def test_a_gap_keeps_its_place_and_is_passed_over():
    gapped, whole = xmr([1, None, 2, 4, None, 3, None]), xmr([1, 2, 4, 3])
    assert gapped.upper[0] == whole.upper[0]
    assert np.isnan(gapped.values[1]) and gapped.rule[1] == 0
    assert gapped.latest == 5 and gapped.supplied == 4
    assert rules([1, 2, None, 3, 4, 5, None, 6, 7])[2] == "NONE"
    assert rules([1, 2, None, 3, 4, 5, None, 6, 7])[3] in {"TREND", "OUTSIDE"}


def test_equal_values_are_no_special_cause_even_when_floating_point_cannot_add_them():
    assert not xmr([0.1] * 30).rule.any()
    assert xmr([0.1] * 30).upper[0] == 0.1


@pytest.mark.parametrize("values", [[], [3], [None, None], [None, 3]])
def test_a_chart_of_nothing_or_one_point_has_no_limits_and_no_signal(values):
    chart = xmr(values)
    assert not chart.rule.any()
    assert np.isnan(chart.upper).all()
    assert reading(chart, "up").word == "too few to say"
    assert chart.latest == (values.index(3) if 3 in values else -1)


@given(st.lists(series, min_size=1, max_size=6), st.booleans())
def test_many_charts_at_once_are_the_same_as_one_by_one(charts, screen):
    length = max(map(len, charts))
    rows = [chart + [None] * (length - len(chart)) for chart in charts]
    together = xmr(rows, screen=screen)
    for place, row in enumerate(rows):
        alone = xmr(row, screen=screen)
        for name in ("centre", "lower", "upper", "rule", "side"):
            np.testing.assert_array_equal(getattr(together[place], name), getattr(alone, name))


@given(series)
def test_limits_contain_the_mean_and_no_gap_is_flagged(values):
    chart = xmr(values)
    known = ~np.isnan(chart.upper)
    assert (chart.lower[known] <= chart.centre[known]).all() and (
        chart.centre[known] <= chart.upper[known]
    ).all()
    assert not chart.rule[np.isnan(chart.values)].any()
    assert ((chart.side != 0) <= (chart.rule != 0)).all()


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=40))
def test_a_chart_upside_down_has_the_same_signals_on_the_other_side(values):
    up, down = xmr(values), xmr([-value for value in values])
    assert up.rule.tolist() == down.rule.tolist()
    assert up.side.tolist() == (-down.side).tolist()


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=40), st.integers(0, 30), st.integers(1, 10))
def test_rules_hold_as_their_definitions_read(values, seed, gaps):
    """Every rule again, point by point, as the guidance words it."""
    random = np.random.default_rng(seed)
    values = [value % 7 if random.random() < 0.5 else value for value in values]
    chart = xmr(values)
    side = np.sign(chart.values - chart.centre)
    outside = (chart.values > chart.upper) | (chart.values < chart.lower)
    close = ~outside & ((chart.values > chart.near_upper) | (chart.values < chart.near_lower))
    for place, rule in enumerate(chart.rule):

        def spans(size, place=place):
            return [
                range(s, s + size)
                for s in range(place - size + 1, place + 1)
                if s >= 0 and s + size <= len(side)
            ]

        trend = any(len(set(np.sign(np.diff([values[i] for i in s])))) == 1 and values[s[0]] != values[s[1]]
                    for s in spans(7))  # fmt: skip
        shift = any(abs(sum(side[i] for i in s)) == 7 for s in spans(7))
        two = close[place] and any(
            abs(sum(side[i] for i in s)) == 3 and sum(close[i] for i in s) >= 2 for s in spans(3)
        )
        first = next(
            (r for r, is_it in zip(Rule, [0, outside[place], trend, two, shift], strict=True) if is_it), 0
        )
        assert rule == first


# what a chart says


def test_the_word_depends_on_which_way_is_good():
    rising = [*EVEN, 1, 2, 1, 2, 1, 2, 1]
    chart = xmr(rising, fix_after=16)
    assert reading(chart, "up").word == "better"
    assert reading(chart, "down").word == "worse"
    assert reading(chart, "context").word == "higher"
    assert reading(chart, "up").sentence == "Better: the latest 7 figures are all above the average."
    assert reading(chart, "up").rule is Rule.SHIFT


@pytest.mark.parametrize(
    ("latest", "sentence"),
    [
        ([40], "Worse: the latest figure is above the upper limit of the usual coming and going."),
        ([2, 3, 4, 5, 6, 7, 8, 9], "Worse: the latest 9 figures are each higher than the one before."),
        ([20, -1, 3], "No clear change: the latest figure is within the usual coming and going."),
        ([20, 1, 20], "Worse: two or more of the latest three figures are close to the upper limit."),
    ],
)
def test_the_sentence_says_which_rule_fired(latest, sentence):
    assert reading(xmr([*EVEN, *latest], fix_after=16), "down").sentence == sentence


def test_fewer_than_twelve_points_are_too_few_to_say():
    few = reading(xmr([1, 2] * 5), "up")
    assert few.word == "too few to say"
    assert few.sentence.startswith("Too few to say: 10 points; 12 are needed")
    assert "since the limits last began anew" in reading(xmr(EVEN, rebase=[10]), "up").sentence
    assert variation_icon(xmr([1, 2] * 5), "up") is None
    assert assurance(xmr([1, 2] * 5), 99, "up") is None


def test_each_point_has_its_icon():
    icons = variation(xmr([*EVEN, None, 40], fix_after=16), "down")
    assert icons[0] == "common-cause" and icons[16] == "" and icons[17] == "concern-high"
    assert variation_icon(xmr([*EVEN, -40], fix_after=16), "down") == "improvement-low"
    assert variation_icon(xmr([*EVEN, -40], fix_after=16), "context") == "neither-low"
    with pytest.raises(ValueError, match="no polarity"):
        variation_icon(xmr(EVEN), "sideways")


@pytest.mark.parametrize(
    ("target", "polarity", "icon"),
    [
        (99, "up", "fail"),
        (99, "down", "pass"),
        (-99, "up", "pass"),
        (-99, "down", "fail"),
        (0, "up", "hit-and-miss"),
        (99, "context", None),
        (99, "band", None),
        (None, "up", None),
    ],
)
def test_assurance_compares_the_latest_limits_with_the_target(target, polarity, icon):
    assert assurance(xmr(EVEN), target, polarity) == icon


# shares and rates

CHILDREN = [120, 140, 95, 230, 118, 124, 90, 150], [1200, 1180, 1050, 1150, 1090, 1240, 1100, 1170]


def test_the_p_chart_and_laneys_p_prime_have_the_worked_values():
    """A regression value worked out once by hand from qicharts2's formulas (not published)."""
    plain, laney = p_chart(*CHILDREN), p_chart(*CHILDREN, laney=True)
    assert plain.centre[0] == pytest.approx(0.1162309, abs=5e-8)
    assert plain.upper[0] == pytest.approx(0.1439872, abs=5e-8)
    assert laney.upper[0] == pytest.approx(0.2343651, abs=5e-8)
    assert laney.sigma_z[0] == pytest.approx(4.256127, abs=5e-7)
    assert np.isnan(plain.sigma_z[0])


def test_authorities_side_by_side_have_no_neighbours_so_sigma_z_is_the_standard_deviation():
    shares = np.divide(*CHILDREN)
    plain = p_chart(*CHILDREN)
    deviates = (shares - plain.centre) / (plain.reach / 3)
    for order in ([0, 1, 2, 3, 4, 5, 6, 7], [7, 3, 0, 1, 6, 2, 5, 4]):
        found = p_chart(*(np.array(column)[order] for column in CHILDREN), laney=True, ordered=False)
        assert found.sigma_z[0] == pytest.approx(np.std(deviates, ddof=1))
    with_gap = u_chart([10, None, 20, 18], [100, 90, 120, 110], laney=True, ordered=False)
    whole = u_chart([10, 20, 18], [100, 120, 110], laney=True, ordered=False)
    assert with_gap.sigma_z[0] == pytest.approx(whole.sigma_z[0])


def test_limits_of_shares_stay_between_none_and_all_and_of_rates_above_none():
    shares = p_chart([0, 1, 0, 2, 10], [10, 10, 10, 10, 10])
    assert shares.lower.min() == 0 and shares.upper.max() <= 1
    assert u_chart([1, 0, 2], [5, 5, 5]).lower.min() == 0


def test_the_u_chart_centres_on_all_events_over_all_of_the_denominator():
    chart = u_chart([10, 20, 30], [100, 100, 400])
    assert chart.centre[0] == 60 / 600
    assert chart.upper[2] == pytest.approx(0.1 + 3 * np.sqrt(0.1 / 400))


@given(st.permutations(list(zip(*CHILDREN, strict=True))))
def test_the_centre_of_a_p_chart_does_not_depend_on_the_order_of_months(months):
    shuffled, whole = p_chart(*zip(*months, strict=True)), p_chart(*CHILDREN)
    assert shuffled.centre[0] == pytest.approx(whole.centre[0], rel=1e-12)
    assert sorted(shuffled.upper) == pytest.approx(sorted(whole.upper), rel=1e-12)


def test_a_month_without_a_denominator_is_a_gap():
    chart = p_chart([1, 0, 2, None], [10, 0, 20, 5])
    assert np.isnan(chart.values[[1, 3]]).all()
    assert chart.centre[0] == pytest.approx(3 / 30)
    assert chart.upper[2] == pytest.approx(p_chart([1, 2], [10, 20]).upper[1])


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="u_chart"):
        p_chart([11], [10])
    with pytest.raises(ValueError, match="below zero"):
        u_chart([-1], [10])
    with pytest.raises(ValueError, match="as many denominators"):
        u_chart([1, 2], [10])
