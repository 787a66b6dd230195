"""A figure beside England, the region and neighbours: in figures, and in words that mind chance."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from lscp.charts.beside import Beside
from lscp.indicators import beside
from lscp.indicators.figures import Point
from lscp.scorecard.catalogue import indicator

YEAR = date(2024, 4, 1), date(2025, 3, 31)


def point(code, numerator, denominator):
    entry = indicator(code)
    value = numerator * entry.unit.per / denominator
    return Point(code, *YEAR, numerator=numerator, denominator=denominator, value=value,
                 shown=entry.show(numerator, denominator))  # fmt: skip


def published(name, value, numerator=None, denominator=None, symbol=""):
    value = None if value is None else Decimal(str(value))
    return SimpleNamespace(area_name=name, value=value, numerator=numerator, denominator=denominator,
                           symbol=symbol, release="An invented release")  # fmt: skip


def compared(code="I11", pooled=None, neighbours=(), england=84.0, regions=()):
    return SimpleNamespace(
        entry=indicator(code), england=published("England", england), regions=regions, published=(),
        neighbours=neighbours, pooled=pooled,
    )  # fmt: skip


def test_ours_stands_first_with_the_interval_that_chance_allows():
    ours, england = beside.areas(compared(), point("I11", 609, 800))
    assert ours.ours and (ours.low, ours.high) == pytest.approx((73.05, 78.95), abs=0.05)
    assert england.said == "Lower than England." and england.shown == "84.0%"


def test_a_difference_that_chance_could_explain_is_similar():
    (_, england) = beside.areas(compared(), point("I11", 33, 40))
    assert england.said == "Similar to England."


def test_a_rate_has_a_poisson_interval():
    (ours, england) = beside.areas(compared("I15", england=120.0), point("I15", 130, 10_000))
    assert (ours.low, ours.high) == pytest.approx((108.6, 154.4), abs=0.1)
    assert england.said == "Similar to England."


def test_neighbours_are_added_where_all_their_counts_are_known():
    rows = tuple(published(f"Town {n}", 80 + n, 800 + n, 1000) for n in range(3))
    found = beside.areas(compared(pooled=point("I11", 2403, 3000), neighbours=rows), point("I11", 609, 800))
    together = next(one for one in found if one.name == beside.TOGETHER)
    assert together.shown == "80.1%" and together.said == "Lower than statistical neighbours."
    assert [one.name for one in found[-3:]] == ["Neighbour: Town 0", "Neighbour: Town 1", "Neighbour: Town 2"]


def test_a_rate_is_never_averaged_without_their_counts_the_middle_one_speaks_for_them():
    rows = tuple(published(f"Town {n}", value) for n, value in enumerate([70, 90, 81]))
    found = beside.areas(compared(neighbours=rows), point("I11", 609, 800), each_neighbour=False)
    assert found[-1].name == "The middle one of 3 statistical neighbours" and found[-1].shown == "81.0%"
    assert beside.areas(compared(neighbours=rows[:2]), None, each_neighbour=False)[-1].name == "England"


def test_a_hidden_figure_of_ours_or_theirs_is_not_compared():
    hidden = published("Town", None, symbol="c")
    found = beside.areas(compared(neighbours=(hidden,)), None)
    assert [one.said for one in found] == ["", ""] and found[-1].shown == "hidden"


def test_the_chart_says_the_figures_and_how_ours_stands_to_them():
    chart = Beside("Finished in time", beside.areas(compared(), point("I11", 609, 800)))
    assert chart.description() == "Here, from our own returns: 76.1%. England: 84.0%. Lower than England."
    assert chart.table()[1][1] == ["England", "84.0%", "", "Lower than England.", "An invented release"]
    assert chart.svg(700).startswith("<svg") and chart.svg(288).startswith("<svg")
