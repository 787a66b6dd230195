"""From readings to figures: which one counts, over which population, and why one is missing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lscp.calendars.months import add_months
from lscp.indicators import figures, operations, queries
from lscp.indicators.surroundings import operations as surroundings
from lscp.scorecard import returns
from lscp.scorecard.catalogue import catalogue
from tests.factories.returns import a_return, quarter, row

Q1, Q2, Q3, Q4 = (quarter(2024, number) for number in (1, 2, 3, 4))
CENSUS = returns.Source("cin-census", [returns.SourceFile("cin.xml", "b" * 64)])


@pytest.fixture
def council(world):
    return world.agencies["council"]


def send(world, rows, by="analyst", **given):
    agency = given.pop("agency", world.agencies["council"])
    return operations.receive(
        a_return(rows, agency=agency.name, **given),
        name="q.json",
        partnership=world.partnership,
        by=world.roles[by],
    )


def shown(points):
    return [(point.start, point.shown or point.because) for point in points]


def people(world, *rows):
    surroundings.import_population(
        (
            {
                "area": area,
                "year": year,
                "ages": "0-17",
                "count": count,
                "vintage": vintage,
                "released_on": on,
            }
            for area, year, count, vintage, on in rows
        )
    )


def test_a_percentage_keeps_its_numerator_and_denominator(inside):
    send(inside, [row("I06", Q1, 62, 310), row("I06", Q2, 70, 290)])
    points = queries.series(inside.partnership, "I06")
    assert [(point.numerator, point.denominator, point.shown) for point in points] == [
        (62, 310, "20.0%"),
        (70, 290, "24.1%"),
    ]
    assert points[1].value == 70 * 100 / 290


def test_out_of_none_is_not_applicable_and_not_nought(inside):
    send(inside, [row("I06", Q1, 0, 0), row("I06", Q2, 0, 9)])
    none, nought = queries.series(inside.partnership, "I06")
    assert (none.symbol, none.value, none.numerator) == ("z", None, 0)
    assert (nought.symbol, nought.value, nought.shown) == ("", 0.0, "0.0%")


def test_a_rate_is_counted_against_the_children_of_the_mid_year_before(inside):
    people(
        inside,
        ("E09000099", 2023, 50_000, "Mid-2023", date(2024, 7, 15)),
        ("E09000099", 2024, 60_000, "Mid-2024", date(2025, 7, 15)),
    )
    year = (date(2023, 4, 1), date(2024, 3, 31))
    send(inside, [row("I05", year, 1500)])
    (point,) = queries.series(inside.partnership, "I05", by="year")
    assert (point.denominator, point.shown) == (50_000, "300.0 per 10,000")
    assert point.population[0].vintage == "Mid-2023"


def test_a_revised_population_does_not_rewrite_a_figure_made_before_it(inside):
    people(
        inside,
        ("E09000099", 2023, 50_000, "Mid-2023", date(2023, 7, 15)),
        ("E09000099", 2023, 51_000, "Mid-2023, rebased", date(2026, 7, 15)),
    )
    year = (date(2023, 4, 1), date(2024, 3, 31))
    send(inside, [row("I05", year, 1500)])
    assert queries.series(inside.partnership, "I05", by="year")[0].denominator == 50_000


def test_the_rate_england_published_for_2024_comes_from_that_releases_population():
    """399,460 children in need; the release counted them against 11,998,646 and printed 332.9 (DfE 2024).

    The rebased estimate of mid-2023, 12,059,476, would give 331.2.
    """
    from lscp.scorecard.catalogue import indicator

    both = [
        figures.People("E92000001", 2023, "0-17", 11_998_646, "Mid-2023", date(2024, 7, 15)),
        figures.People("E92000001", 2023, "0-17", 12_059_476, "Mid-2023, rebased", date(2025, 7, 30)),
    ]
    sent = figures.Sent(1, 1, "England", "cin-census", 1, date(2024, 10, 31), "received")
    end = date(2024, 3, 31)
    raw = figures.Raw(1, sent, "I13", 1, date(2023, 4, 1), end, "E92000001", "{}", 399_460, None)
    (point,) = figures.series(indicator("I13"), [raw], by="year", people=both)
    assert point.shown == "332.9 per 10,000"
    later = replace(raw, sent=replace(sent, produced_on=date(2025, 10, 31)))
    assert figures.population(both, later, "0-17").count == 12_059_476


def test_without_a_population_the_count_is_shown_and_the_rate_says_what_is_missing(inside):
    send(inside, [row("I05", Q1, 310)])
    (point,) = queries.series(inside.partnership, "I05")
    assert (point.numerator, point.shown, point.value) == (310, "310", None)
    assert "population aged 0-17 is not on record" in point.because


def test_an_earlier_mid_year_stands_in_and_says_so(inside):
    people(inside, ("E09000099", 2022, 50_000, "Mid-2022", date(2023, 7, 15)))
    send(inside, [row("I05", Q1, 310)])
    (point,) = queries.series(inside.partnership, "I05")
    assert point.shown == "62.0 per 10,000" and "mid-2022 stands in" in point.because


def test_a_period_that_nobody_gave_keeps_its_place_with_a_reason(inside):
    send(inside, [row("I06", Q1, 62, 310)])
    send(inside, [row("I06", Q4, 70, 290)])
    assert shown(queries.series(inside.partnership, "I06")) == [
        (Q1[0], "20.0%"),
        (Q2[0], "Nothing was sent for this period."),
        (Q3[0], "Nothing was sent for this period."),
        (Q4[0], "24.1%"),
    ]


def test_not_supplied_is_a_value_with_its_reason(inside, council):
    send(inside, [row("I06", Q1, 62, 310)])
    operations.say_not_supplied(
        inside.partnership,
        agency=council,
        indicator="I06",
        period_start=Q2[0],
        period_end=Q3[1],
        because="the system was replaced",
        by=inside.analyst,
    )
    assert shown(queries.series(inside.partnership, "I06"))[1:] == [
        (Q2[0], "Not supplied, because the system was replaced"),
        (Q3[0], "Not supplied, because the system was replaced"),
    ]
    send(inside, [row("I06", Q2, 70, 290)])
    assert shown(queries.series(inside.partnership, "I06"))[1] == (Q2[0], "24.1%")


def test_the_latest_return_counts_and_a_correction_moves_the_figure(inside):
    send(inside, [row("I06", Q1, 62, 310)])
    send(inside, [row("I06", Q1, 63, 310), row("I06", Q2, 70, 290)])
    assert [point.numerator for point in queries.series(inside.partnership, "I06")] == [63, 70]


def test_a_correction_that_leaves_an_indicator_out_takes_its_figure_away(inside):
    first = send(inside, [row("I06", Q1, 62, 310), row("I05", Q1, 310)])
    operations.receive(
        a_return([row("I06", Q1, 61, 309)], agency=inside.agencies["council"].name),
        name="q.json",
        partnership=inside.partnership,
        by=inside.analyst,
        replaces=first,
    )
    assert queries.series(inside.partnership, "I05") == []


def test_two_sources_that_disagree_are_shown_and_the_later_one_is_marked(inside):
    send(inside, [row("I06", Q1, 62, 310), row("I05", Q1, 310)])
    send(inside, [row("I06", Q1, 60, 309), row("I05", Q1, 310)], source=CENSUS)
    (dispute,) = queries.disagreements(inside.partnership)
    assert dispute.indicator == "I06"
    assert [(source, int(top)) for _, source, top, _, _ in dispute.sides] == [
        ("Ofsted Annex A", 62),
        ("Children in need census", 60),
    ]
    assert queries.latest(inside.partnership, "I06").disputed
    assert not queries.latest(inside.partnership, "I05").disputed


def test_a_return_restated_by_the_same_source_is_no_disagreement(inside):
    send(inside, [row("I06", Q1, 62, 310)])
    send(inside, [row("I06", Q1, 63, 310), row("I06", Q2, 70, 290)])
    assert queries.disagreements(inside.partnership) == []


def test_the_owners_figure_comes_before_another_agencys(inside, council):
    operations.give_to_owner(
        inside.partnership, indicator="I06", agency=council, started=inside.started, by=inside.analyst
    )
    send(inside, [row("I06", Q1, 62, 310)])
    send(inside, [row("I06", Q1, 50, 300)], agency=inside.agencies["police"])
    assert queries.latest(inside.partnership, "I06").numerator == 62


def test_two_boroughs_are_added_and_a_half_is_never_shown_as_the_whole(inside):
    from lscp.partnerships.models import Partnership

    both = [{"code": code, "name": code} for code in ("E09000099", "E09000098")]
    Partnership.objects.filter(pk=inside.partnership.pk).update(authorities=both)
    inside.partnership.refresh_from_db()
    here, there = {"area": "E09000099"}, {"area": "E09000098"}
    send(
        inside,
        [row("I06", Q1, 10, 100, **here), row("I06", Q1, 30, 100, **there), row("I06", Q2, 9, 90, **here)],
    )
    whole, half = queries.series(inside.partnership, "I06")
    assert (whole.shown, whole.numerator, whole.denominator) == ("20.0%", 40, 200)
    assert half.numerator is None and "E09000098" in half.because
    assert [p.shown for p in queries.series(inside.partnership, "I06", area="E09000099")] == [
        "10.0%",
        "10.0%",
    ]


def test_a_year_is_added_from_its_quarters_where_events_are_counted(inside):
    people(inside, ("E09000099", 2024, 60_000, "Mid-2024", date(2024, 7, 15)))
    send(inside, [row("I05", period, 300) for period in (Q1, Q2, Q3, Q4)])
    point = queries.year_point(inside.partnership, "I05", Q4[1])
    assert (point.numerator, point.denominator, point.shown) == (1200, 60_000, "200.0 per 10,000")
    assert "quarters" in point.because and len(point.readings) == 4


def test_three_quarters_are_no_year(inside):
    send(inside, [row("I06", period, 30, 100) for period in (Q2, Q3, Q4)])
    assert queries.year_point(inside.partnership, "I06", Q4[1]) is None


def test_groups_of_a_breakdown_are_series_of_their_own(inside):
    send(
        inside,
        [
            row("I06", Q1, 30, 100),
            row("I06", Q1, 20, 60, ethnicity="Asian"),
            row("I06", Q1, 10, 40, ethnicity="White"),
        ],
    )
    found = queries.groups(inside.partnership, "I06", "ethnicity")
    assert {name: points[0].shown for name, points in found.items()} == {
        "": "30.0%",
        "Asian": "33.3%",
        "White": "25.0%",
    }


@pytest.mark.parametrize(
    ("start", "end", "kind", "words"),
    [
        (date(2024, 6, 1), date(2024, 6, 30), "month", "June 2024"),
        (*Q1, "quarter", "Apr to Jun 2024"),
        (date(2023, 4, 1), date(2024, 3, 31), "year", "2023/24"),
        (date(2023, 1, 1), date(2023, 12, 31), "year", "2023"),
        (date(2023, 9, 1), date(2023, 12, 20), "term", "Sep to Dec 2023"),
        (date(2023, 7, 1), date(2024, 6, 30), "year", "Year to June 2024"),
    ],
)
def test_periods_are_named_as_people_name_them(start, end, kind, words):
    assert (figures.length(start, end), figures.label(start, end)) == (kind, words)


@pytest.mark.parametrize(
    ("end", "year"), [(date(2024, 3, 31), 2023), (date(2024, 6, 30), 2024), (date(2024, 12, 31), 2024)]
)
def test_year_t_uses_mid_year_t_minus_one(end, year):
    assert figures.population_year(end) == year


def test_a_rolling_year_is_drawn_each_quarter_and_once_a_year():
    entry = next(
        one for one in catalogue().values() if one.period_type == "rolling-12" and one.unit == "percent"
    )
    sent = figures.Sent(1, 1, "Council", "csv", 1, date(2025, 5, 1), "received")
    ends = [date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31)]
    raws = [
        figures.Raw(
            place,
            sent,
            entry.code,
            1,
            add_months(end + timedelta(1), -12),
            end,
            "E09000099",
            "{}",
            place,
            100,
        )
        for place, end in enumerate(ends)
    ]
    assert [point.end for point in figures.series(entry, raws, by="quarter")] == ends
    assert [point.end for point in figures.series(entry, raws, by="year")] == ends[-1:]
    del raws[1]
    points = figures.series(entry, raws, by="quarter")
    assert [(point.start, point.end) for point in points][1] == (date(2023, 10, 1), date(2024, 9, 30))
    assert points[1].numerator is None


# ── People by group ──


def of_group(group, year, count, vintage="Census 2021"):
    return figures.People("E09000099", year, "0-17", count, vintage, date(year + 1, 11, 29), group)


def a_group(end=date(2024, 3, 31), group='{"ethnicity": "Black"}', count=60):
    sent = figures.Sent(1, 1, "Council", "csv", 1, date(2024, 10, 31), "received")
    return figures.Raw(1, sent, "I05", 1, date(end.year - 1, 4, 1), end, "E09000099", group, count, None)


def point_of(raw, people):
    (point,) = figures.series(catalogue()["I05"], [raw], by="year", people=people)
    return point


def test_a_group_is_counted_against_its_own_people_and_says_from_which_census():
    people = [
        figures.People("E09000099", 2023, "0-17", 50_000, "Mid-2023", date(2024, 7, 15)),
        of_group('{"ethnicity": "Black"}', 2021, 6_000),
        of_group('{"ethnicity": "White"}', 2021, 30_000),
    ]
    point = point_of(a_group(), people)
    assert (point.denominator, point.shown) == (6_000, "100.0 per 10,000")
    assert "Census 2021: how many lived here by group in mid-2023 is not published" in point.because


def test_a_census_stands_in_for_the_years_before_it_too():
    people = [of_group('{"ethnicity": "Black"}', 2021, 6_000)]
    assert point_of(a_group(date(2020, 3, 31)), people).denominator == 6_000


def test_a_group_without_people_on_record_has_no_rate():
    point = point_of(
        a_group(group='{"ethnicity": "Not known"}'), [of_group('{"ethnicity": "Black"}', 2021, 6_000)]
    )
    assert (point.shown, point.value) == ("60", None) and "this group" in point.because
