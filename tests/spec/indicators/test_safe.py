"""What readers see who may not see counts small enough to point at a child."""

from datetime import date

import pytest

from lscp.disclosure.attack import attack
from lscp.indicators import figures, safe
from lscp.indicators.figures import breakdown_key
from lscp.indicators.models import PublishedFigure
from lscp.scorecard.catalogue import catalogue, indicator

Q = [(date(2024, 4, 1), date(2024, 6, 30)), (date(2024, 7, 1), date(2024, 9, 30))]
SHARE, COUNT = indicator("I06"), indicator("I05")


def point(entry, period, numerator, denominator=None):
    bare = figures.Point(entry.code, *period, numerator=numerator, denominator=denominator)
    return figures.with_figure(entry, bare) if numerator is not None else bare


def groups(entry, **counts):
    """Two periods are the same; a group's counts are (numerator, denominator)."""
    return {name if name != "whole" else "": [point(entry, Q[0], *given)] for name, given in counts.items()}


def seen(found):
    return {name: [one.shown for one in points] for name, points in found.items()}


def test_one_to_five_are_hidden_and_a_true_nought_is_shown():
    points = [point(SHARE, Q[0], 3, 40), point(SHARE, Q[1], 0, 40)]
    hidden, nought = safe.safe_series(SHARE, points)
    assert (hidden.symbol, hidden.numerator, hidden.denominator, hidden.value) == ("c", None, None, None)
    assert "no child can be recognised" in hidden.because
    assert nought.shown == "0.0%"


def test_all_but_three_tells_of_three():
    assert seen({"": safe.safe_series(SHARE, [point(SHARE, Q[0], 37, 40)])}) == {"": ["c"]}


def test_one_small_group_takes_another_with_it():
    found = groups(COUNT, whole=(103,), Asian=(3,), Black=(40,), White=(60,))
    shown = seen(safe.safe(COUNT, found))
    assert shown[""] == ["103"] and shown["Asian"] == ["c"]
    assert sorted(shown[name] == ["c"] for name in ("Black", "White")) == [False, True]


def test_what_is_shown_holds_against_the_attacker():
    found = groups(SHARE, whole=(30, 230), Asian=(2, 50), Black=(8, 60), White=(20, 120))
    shown = safe.safe(SHARE, found)
    rows = []
    for name, (one,) in shown.items():
        hidden = one.symbol == "c"
        for part, count in [
            ("in", one.numerator),
            ("out", None if hidden else one.denominator - one.numerator),
            ("Total", one.denominator),
        ]:
            rows.append({"group": name or "Total", "part": part, "count": "c" if hidden else count})
    assert attack([rows], by=("group", "part"), count="count").safe
    assert shown[""][0].shown == "13.0%" and shown["Asian"][0].shown == "c"


def test_groups_that_count_children_twice_are_not_taken_for_a_sum():
    found = groups(COUNT, whole=(50,), Asian=(3,), Black=(40,), White=(60,))
    assert seen(safe.safe(COUNT, found)) == {"": ["50"], "Asian": ["c"], "Black": ["40"], "White": ["60"]}


def test_a_missing_point_stays_missing_and_is_not_called_hidden():
    bare = figures.Point("I06", *Q[0], symbol=":", because="Nothing was sent for this period.")
    assert safe.safe_series(SHARE, [bare]) == [bare]


def test_a_figure_that_says_nothing_of_children_is_left_as_it_is():
    entry = next(one for one in catalogue().values() if one.disclosure == "none")
    points = [figures.Point(entry.code, *Q[0], numerator=2, shown="2")]
    assert safe.safe_series(entry, points) == points


def test_of_deaths_a_nought_is_hidden_too():
    entry = next(one for one in catalogue().values() if one.disclosure == "death" and one.unit == "count")
    assert seen({"": safe.safe_series(entry, [point(entry, Q[0], 0)])}) == {"": ["c"]}


def test_health_hides_up_to_seven():
    entry = next(one for one in catalogue().values() if one.disclosure == "nhs" and one.population)
    points = [point(entry, Q[0], 7), point(entry, Q[1], 8)]
    assert seen({"": safe.safe_series(entry, points)}) == {"": ["c", "8"]}


def test_a_median_of_few_children_is_hidden():
    entry = next(one for one in catalogue().values() if one.unit == "days")
    few, many = safe.safe_series(entry, [point(entry, Q[0], 12.5, 4), point(entry, Q[1], 12.5, 40)])
    assert (few.shown, many.symbol) == ("c", "")


def printed(entry, shown, out_of="", **group):
    return PublishedFigure(
        edition="annual-report, edition 1",
        indicator=entry.code,
        period_start=Q[0][0],
        period_end=Q[0][1],
        area="E09000099",
        breakdown=breakdown_key(group),
        shown=shown,
        out_of=out_of,
    )


def test_what_was_published_is_not_subtracted_from_what_is_shown():
    """An edition printed 100; the corrected figure is 102: two children more would be told by the difference."""
    now = {"": [point(COUNT, Q[0], 102)]}
    assert seen(safe.safe(COUNT, now)) == {"": ["102"]}
    assert seen(safe.safe(COUNT, now, [safe.published_rows(COUNT, [printed(COUNT, "100")])])) == {"": ["c"]}


def test_a_share_that_was_published_is_not_subtracted_either():
    before = safe.published_rows(SHARE, [printed(SHARE, "30", "100"), printed(SHARE, "c", "c", sex="Male")])
    now = {"": [point(SHARE, Q[0], 30, 102)]}
    assert seen(safe.safe(SHARE, now, [before])) == {"": ["c"]}
    assert seen(safe.safe(SHARE, {"": [point(SHARE, Q[0], 30, 100)]}, [before])) == {"": ["30.0%"]}


@pytest.mark.parametrize("given", [{}, {"": []}])
def test_nothing_to_show_is_nothing_to_hide(given):
    assert safe.safe(SHARE, given) == given


# ── One breakdown beside another ──


def test_where_the_whole_is_hidden_no_breakdown_tells_of_it():
    """Three children: by ethnicity one group and noughts, by age three groups of one. Together they would say three."""
    by_ethnicity = groups(COUNT, whole=(3,), Asian=(3,), Black=(0,), White=(0,))
    by_age = groups(COUNT, whole=(3,), **{"1 to 4": (1,), "5 to 9": (1,), "10 to 15": (1,)})
    for found in (by_ethnicity, by_age):
        assert {shown for (shown,) in seen(safe.safe(COUNT, found)).values()} == {"c"}


def test_where_the_whole_is_shown_a_nought_of_a_group_is_too():
    shown = seen(safe.safe(COUNT, groups(COUNT, whole=(103,), Asian=(0,), Black=(43,), White=(60,))))
    assert shown["Asian"] == ["0"]


def test_the_children_behind_medians_cannot_be_worked_out_from_the_other_groups():
    days = indicator("I94")
    found = groups(days, whole=(38, 140), Asian=(30, 26), Black=(31, 3), White=(40, 111))
    shown = seen(safe.safe(days, found))
    assert shown["Black"] == ["c"] and shown[""] == ["38 days"]
    assert sorted(shown[name] == ["c"] for name in ("Asian", "White")) == [False, True]


# ── One page beside another ──


def test_a_page_of_one_period_hides_what_a_page_of_all_of_them_hides():
    """Boys hidden on one page and girls on the other: whoever read both would know the five."""
    counts = {
        "": [(99, 620), (109, 624)],
        "Female": [(48, 308), (50, 307)],
        "Male": [(49, 308), (54, 308)],
        "Not known": [(2, 4), (5, 9)],
    }
    found = {
        name: [point(SHARE, period, *each) for period, each in zip(Q, given, strict=True)]
        for name, given in counts.items()
    }
    together = seen(safe.safe(SHARE, found, [_shown(found[""])]))
    for place in (0, 1):
        alone = {name: [points[place]] for name, points in found.items()}
        shown = seen(safe.safe(SHARE, alone, [_shown(alone[""])]))
        assert shown == {name: [all_of_them[place]] for name, all_of_them in together.items()}
    assert sum(all_of_them[0] == "c" for all_of_them in together.values()) == 2


def _shown(points):
    """The whole as a page of the scorecard printed it."""
    rows = []
    for one in points:
        kept = printed(SHARE, str(one.numerator), str(one.denominator))
        kept.period_start, kept.period_end = one.start, one.end
        rows.append(kept)
    return safe.published_rows(SHARE, rows)


# ── The desk beside a published report ──

QUARTERS = [*Q, (date(2024, 10, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 3, 31))]
BY_QUARTER = {
    "": (100, 104, 98, 97),
    "Asian": (20, 24, 19, 3),
    "Black": (30, 28, 31, 33),
    "White": (50, 52, 48, 61),
}


def of_quarters(counts=BY_QUARTER):
    return {
        name: [point(COUNT, quarter, each) for quarter, each in zip(QUARTERS, theirs, strict=True)]
        for name, theirs in counts.items()
    }


def year_printed(counts=BY_QUARTER):
    """An annual report that printed the year of every group."""
    printed_ = [
        printed(COUNT, str(sum(theirs)), **({"ethnicity": name} if name else {}))
        for name, theirs in counts.items()
    ]
    for one in printed_:
        one.period_end = QUARTERS[-1][1]
    return safe.published_rows(COUNT, printed_)


def found_out(shown, edition):
    """Does what the desk shows and what the report printed, put together, give a hidden count away?"""
    desk = [
        {
            "period": str(one.start),
            "group": name or "Total",
            "count": "c" if one.symbol == "c" else one.numerator,
        }
        for name, points in shown.items()
        for one in points
    ]
    report = [{"period": "Total", "group": group, "count": count} for _, group, _, count in edition]
    return not attack([desk, report], ["period", "group"], "count").safe


def test_a_quarter_cannot_be_worked_out_from_the_year_that_a_report_printed():
    report = year_printed()
    assert found_out(safe.safe(COUNT, of_quarters()), report), "the year less three quarters is the fourth"
    shown = safe.safe(COUNT, of_quarters(), [report])
    assert not found_out(shown, report)
    assert seen(shown)["Asian"][3] == "c"
    assert seen(shown)[""] == ["100", "104", "98", "97"]


def test_a_quarter_is_made_safe_with_the_year_that_was_printed_and_alone_where_none_was():
    assert safe.years_around(QUARTERS[1][1], [year_printed()]) == (QUARTERS[0][0], QUARTERS[-1][1])
    assert safe.years_around(QUARTERS[1][1], []) == (QUARTERS[1][1], QUARTERS[1][1])


def test_of_a_group_that_was_revised_since_the_year_tells_nothing_and_of_the_others_it_does():
    report = year_printed(BY_QUARTER | {"": (100, 104, 98, 117), "White": (50, 52, 48, 81)})
    shown = seen(safe.safe(COUNT, of_quarters(), [report]))
    assert shown["Asian"].count("c") > 1
    still_true = [row for row in report if row[1] in ("Asian", "Black")]
    assert not found_out(safe.safe(COUNT, of_quarters(), [report]), still_true)
