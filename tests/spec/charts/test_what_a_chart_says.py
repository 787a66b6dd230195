"""What a chart says to somebody who does not see it, and what it never says."""

import pytest

from lscp.charts.control import ControlChart, Flag, Point, SmallChart
from lscp.charts.disparity import Ratio, Ratios
from lscp.charts.forecast import Ahead, Fan
from lscp.charts.funnel import ABOVE, Funnel, Place
from lscp.charts.scales import COUNT, Unit
from lscp.charts.steps import Step, Steps
from lscp.charts.ward_map import Place as Resource
from lscp.charts.ward_map import Ward, WardMap

PERCENT = Unit("% of assessments", suffix="%", most=100.0)


def quarters(*values, **last):
    points = [Point(f"Q{n}", value, 40, 30, 50) for n, value in enumerate(values, 1)]
    return [*points[:-1], Point(f"Q{len(values)}", values[-1], 40, 30, 50, **last)]


def chart(points, **more):
    return ControlChart("In time?", points, PERCENT, period="quarter", **more)


def test_a_control_chart_says_the_latest_the_average_and_that_chance_explains_it():
    said = chart(quarters(41, 39, 42)).description()
    assert said == (
        "3 quarters, from Q1 to Q3. The latest is 42.0% of assessments. The average is 40.0%; by chance alone it would "
        "move between 30.0% and 50.0%. Nothing in it is more than chance would do."
    )


def test_a_real_change_is_said_with_its_direction_and_when():
    said = chart(quarters(41, 39, 62, signal="better")).description()
    assert "A real change for the better: Q3." in said
    assert "Nothing in it" not in said


def test_target_events_and_new_limits_are_said():
    points = [*quarters(41, 39), Point("Q3", 44, 44, 40, 48, rebased="one front door")]
    said = chart(points, target=45, flags=[Flag(1, "Inspection")]).description()
    assert "The target is 45.0%." in said
    assert "New limits begin at Q3: one front door." in said
    assert said.endswith("1, Q2: Inspection.")


@pytest.mark.parametrize("kind", [ControlChart, SmallChart])
def test_a_hidden_point_is_said_to_be_hidden_and_the_line_is_broken(kind):
    points = [Point("Q1", 3), Point("Q2", 4), Point("Q3", None, symbol="c"), Point("Q4", 5), Point("Q5", 6)]
    one = kind("How many?", points, COUNT)
    assert "Hidden, to protect children: Q3." in one.description()
    assert one.table()[1][2] == ["Q3", "c", "Hidden, to protect children"]
    assert one.svg().count("<path") == 2  # two stretches of line, not one across the gap


def test_a_point_not_supplied_is_not_a_nought():
    one = chart([Point("Q1", 0.0), Point("Q2", None)])
    assert one.table()[1] == [["Q1", "0.0%", ""], ["Q2", ":", "Not supplied"]]
    assert "The latest is not supplied." in one.description()


def test_an_empty_chart_says_so():
    one = chart([])
    assert one.description() == "There is no figure yet."
    assert "There is nothing to draw yet" in one.svg()


def test_the_table_has_the_counts_behind_each_figure_and_what_happened():
    points = [
        Point("Q1", 40, 40, 30, 50, behind="4 of 10"),
        Point("Q2", 60, 40, 30, 50, "better", behind="6 of 10"),
    ]
    columns, rows = chart(points, flags=[Flag(1, "A second team")]).table()
    assert [c if isinstance(c, str) else c["text"] for c in columns] == [
        "Quarter", "% of assessments", "Counts", "Average", "Lower limit", "Upper limit", "What it says",
    ]  # fmt: skip
    assert rows[1] == [
        "Q2", "60.0%", "6 of 10", "40.0%", "30.0%", "50.0%", "A real change for the better. A second team",
    ]  # fmt: skip


def test_a_funnel_says_where_we_stand_and_how_many_stand_out():
    places = [
        Place("Thornley", 100, 30, ours=True),
        Place("Eastmere", 200, 60, place=ABOVE),
        Place("Fell", 50, 31),
    ]
    one = Funnel("Beside others", places, 31, unit=PERCENT)
    assert one.description() == (
        "3 places. The average of all is 31.0%. Thornley: 30.0%, within what its size explains. Of the others 1 are "
        "higher and 0 lower than their size explains."
    )
    assert [row[0] for row in one.table()[1]] == ["Thornley", "Eastmere", "Fell"]
    assert "Thornley 30.0%" in one.svg() and "Eastmere" not in one.svg()


def test_a_ratio_says_whether_chance_could_explain_it_and_a_hidden_one_nothing():
    rows = [Ratio("Black", 1.9, 1.5, 2.4), Ratio("Other", 0.9, 0.4, 2.05), Ratio("Mixed", None, symbol="c")]
    one = Ratios("Plans", rows, "White children", "2024/25")
    assert one.description() == (
        "Compared with White children, 2024/25. Black: 1.90 (1.50 to 2.40) times, higher, more than chance explains. "
        "Other: 0.90 (0.40 to 2.05) times, no difference that chance could not explain. "
        "Mixed: hidden, to protect children."
    )
    assert one.table()[1][2] == ["Mixed", "c", "Hidden, to protect children"]


def test_a_ratio_without_an_upper_end_goes_on():
    assert Ratio("Few", 3, 1.1, None).shown() == "3.00 (1.10 to no limit)"
    assert Ratio("None", 0, None, 2.1).shown() == "0.00 (0 to 2.10)"


def test_a_step_says_its_quartiles_its_limit_and_who_still_waits():
    steps = [
        Step("Assessment", 38, 24, 47, 45, inside=72.3, waiting="88", waiting_over="12"),
        Step("Conference", 14, 12, 19, 15, waiting="6", waiting_over="c"),
        Step("Visit", None, symbol="c"),
        Step("Review", None, limit=91, limit_words="3 months", waiting="68", waiting_over="1", too_soon=True),
    ]
    said = Steps("Steps", steps).description()
    assert said == (
        "Assessment: half within 38 working days; three quarters within 47; the limit is 45; 72% inside it; 88 still "
        "waiting, 12 of them over the limit. Conference: half within 14 working days; three quarters within 19; the "
        "limit is 15; 6 still waiting, a hidden number of them over the limit. Visit: hidden, to protect children. "
        "Review: too soon to tell; the limit is 3 months; 68 still waiting, 1 of them over the limit."
    )


def test_a_forecast_says_how_sure_it_is():
    one = Fan(
        "Referrals", [("2024", 100), ("2025", 110)], [Ahead("2026", 115, 90, 140)], tested="It was tried."
    )
    assert one.description() == (
        "The latest, 2025, is 110. By 2026 about 115, 80 times in 100 between 90 and 140. It was tried."
    )


SQUARE = {"type": "Polygon", "coordinates": [[[0, 51], [0.1, 51], [0.1, 51.1], [0, 51.1], [0, 51]]]}


def test_a_map_numbers_its_wards_says_high_and_low_and_names_the_places_inside():
    east = {"type": "Polygon", "coordinates": [[[x + 0.1, y] for x, y in SQUARE["coordinates"][0]]]}
    far = {"type": "Polygon", "coordinates": [[[x + 0.2, y] for x, y in SQUARE["coordinates"][0]]]}
    one = WardMap(
        "By ward",
        [
            Ward("3", "Dock", far, None, "c"),
            Ward("1", "Abbey", SQUARE, 20.0, services=[("Family hub", "Abbey hub")]),
            Ward("2", "Bridge", east, 80.0),
        ],
        Unit("per 10,000 children"),
        [Resource("Abbey hub", "Family hub", 0.05, 51.05)],
    )
    assert one.description() == (
        "3 wards. Highest: Bridge, 80.0 per 10,000 children. Lowest: Abbey, 20.0. 1 hidden, to protect children. "
        "1 × Family hub."
    )
    assert one.table()[1] == [
        ["Abbey", 1, "20.0", "Abbey hub"],
        ["Bridge", 2, "80.0", ""],
        ["Dock", 3, "c", ""],
    ]
