"""Published comparators, populations and neighbours, the outlines of wards, and what is compared with what."""

import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from lscp.indicators import commands, operations
from lscp.indicators.models import Comparator, Neighbour, Population, WardShape
from lscp.indicators.surroundings import operations as surroundings
from lscp.indicators.surroundings import queries as surrounding
from lscp.indicators.surroundings import shapes
from lscp.refusal import Refused
from tests.factories.returns import a_return, quarter, row

YEAR = date(2024, 3, 31)
LONDON = "E12000007"


def refused(rule, operation, *given, **more):
    with pytest.raises(Refused) as caught:
        operation(*given, **more)
    assert caught.value.refusal.rule == rule
    return caught.value.refusal.because


def published(area, name, level, numerator=None, denominator=None, value=None, symbol="", **more):
    return SimpleNamespace(
        **{
            "indicator": "I06",
            "area_code": area,
            "area_name": name,
            "level": level,
            "year_ending": YEAR,
            "numerator": numerator,
            "denominator": denominator,
            "value": value,
            "symbol": symbol,
            "release": "Children in need 2024",
        }
        | more
    )


ENGLAND = published("E92000001", "England", "england", 139_400, 621_880, 22.4)


def test_a_release_says_a_thing_once(db):
    assert surroundings.import_published([ENGLAND]) == 1
    assert surroundings.import_published([ENGLAND]) == 0
    other = published("E92000001", "England", "england", 139_500, 621_880, 22.4)
    assert "England" in refused("IN-31", surroundings.import_published, [other])
    later = published(
        "E92000001", "England", "england", 139_500, 621_880, 22.4, release="Children in need 2025"
    )
    assert surroundings.import_published([later]) == 1
    assert Comparator.objects.count() == 2


def test_hidden_zero_not_available_and_not_applicable_are_kept_apart(db):
    rows = [
        published("E09000001", "A", "authority", symbol="c"),
        published("E09000002", "B", "authority", 0, 40, 0),
        published("E09000003", "C", "authority", symbol=":"),
        published("E09000004", "D", "authority", symbol="z"),
    ]
    surroundings.import_published(rows)
    kept = {one.area_name: (one.symbol, one.value) for one in Comparator.objects.all()}
    assert kept == {"A": ("c", None), "B": ("", 0), "C": (":", None), "D": ("z", None)}


def test_in15_only_indicators_of_the_catalogue_are_compared(db):
    refused(
        "IN-15",
        surroundings.import_published,
        [published("E92000001", "England", "england", indicator="I999")],
    )


def test_only_who_keeps_the_scorecard_brings_in_figures(world):
    refused("PA-01", surroundings.import_published, [ENGLAND], by=world.reader)
    assert surroundings.import_published([ENGLAND], by=world.analyst) == 1


@pytest.fixture
def kensington(world):
    """A partnership of a real authority, so that it has a region and neighbours."""
    from lscp.partnerships.models import Partnership

    Partnership.objects.filter(pk=world.partnership.pk).update(
        authorities=[{"code": "E09000020", "name": "Kensington and Chelsea"}]
    )
    world.partnership.refresh_from_db()
    return world


def test_a_figure_stands_beside_england_its_region_and_its_neighbours(kensington):
    world = kensington
    surroundings.import_published(
        [
            ENGLAND,
            published(LONDON, "London", "region", 20_000, 100_000, 20.0),
            published("E09000033", "Westminster", "authority", 300, 1500, 20.0),
            published("E09000007", "Camden", "authority", 300, 1000, 30.0),
            published("E09000020", "Kensington and Chelsea", "authority", 250, 1000, 25.0),
        ]
    )
    surroundings.import_neighbours(
        {"area": "E09000020", "neighbour": code, "name": name, "place": place, "source": "Set of 2024"}
        for place, (code, name) in enumerate([("E09000033", "Westminster"), ("E09000007", "Camden")], 1)
    )
    from lscp import scope
    from lscp.partnerships.access import scope_of

    with scope.within(scope_of(world.manager)):
        found = surrounding.comparison(world.partnership, "I06")
    assert found.year_ending == YEAR and found.england.area_name == "England"
    assert [one.area_name for one in found.regions] == ["London"]
    assert [one.area_name for one in found.neighbours] == ["Westminster", "Camden"]
    assert (found.pooled.numerator, found.pooled.denominator, found.pooled.shown) == (600, 2500, "24.0%")
    assert [one.area_name for one in found.published] == ["Kensington and Chelsea"]
    assert len(found.authorities) == 3 and found.ours is None


def test_neighbours_are_not_pooled_when_one_is_hidden(kensington):
    from lscp import scope
    from lscp.partnerships.access import scope_of

    surroundings.import_published(
        [
            published("E09000033", "Westminster", "authority", 300, 1500, 20.0),
            published("E09000007", "Camden", "authority", symbol="c"),
        ]
    )
    surroundings.import_neighbours(
        {"area": "E09000020", "neighbour": code, "name": "", "place": place, "source": "Set of 2024"}
        for place, code in enumerate(["E09000033", "E09000007"], 1)
    )
    with scope.within(scope_of(kensington.manager)):
        found = surrounding.comparison(kensington.partnership, "I06")
    assert found.pooled is None and len(found.neighbours) == 2


def test_the_last_release_counts(kensington):
    from lscp import scope
    from lscp.partnerships.access import scope_of

    surroundings.import_published([ENGLAND], on=date(2024, 11, 1))
    surroundings.import_published(
        [
            published(
                "E92000001", "England", "england", 140_000, 621_880, 22.5, release="Children in need 2025"
            )
        ],
        on=date(2025, 11, 1),
    )
    with scope.within(scope_of(kensington.manager)):
        assert surrounding.comparison(kensington.partnership, "I06").england.value == Decimal("22.5")


def test_ours_is_the_year_added_from_its_quarters(inside):
    surroundings.import_published([ENGLAND])
    rows = [row("I06", quarter(2023, number), 30, 100) for number in (1, 2, 3, 4)]
    content = a_return(rows, agency=inside.agencies["council"].name)
    operations.receive(content, name="q.json", partnership=inside.partnership, by=inside.analyst)
    ours = surrounding.comparison(inside.partnership, "I06").ours
    assert (ours.numerator, ours.denominator, ours.shown) == (120, 400, "30.0%")


# ── Populations and neighbours from files ──


def test_populations_come_from_a_csv(db, tmp_path):
    file = tmp_path / "population.csv"
    file.write_text(
        "area,year,ages,count,vintage,released_on\n"
        "E09000099,2023,0-17,50000,Mid-2023,2024-07-15\nE09000099,2023,,51000,Rebased,2025-07-30\n"
    )
    assert commands.import_population_file(file) == 2
    assert commands.import_population_file(file) == 0
    assert set(Population.objects.values_list("ages", "count")) == {("0-17", 50_000), ("0-17", 51_000)}
    file.write_text("area,year,count,vintage,released_on\nE09000099,2023,49999,Mid-2023,2024-07-15\n")
    assert "50,000" in refused("IN-31", commands.import_population_file, file)


def test_in31_a_file_that_cannot_be_read_says_where(db, tmp_path):
    file = tmp_path / "population.csv"
    file.write_text("area,year,count\n")
    assert "vintage, released_on" in refused("IN-31", commands.import_population_file, file)
    file.write_text("area,year,count,vintage,released_on\nE09000099,last,5,x,2024-07-15\n")
    assert "Row 2" in refused("IN-31", commands.import_population_file, file)
    assert Population.objects.count() == 0


GROUPS = {"Asian": 7_000, "Black": 6_000, "Mixed": 4_000, "White": 30_000, "Other": 1_000}


def test_populations_come_by_group_and_every_group_is_needed(db, tmp_path):
    file = tmp_path / "census.csv"
    head = "area,year,ages,ethnicity,count,vintage,released_on\n"
    lines = [
        f'E09000099,2021,0-17,{group},"{count:,}",Census 2021,2022-11-29\n' for group, count in GROUPS.items()
    ]
    file.write_text(head + "".join(lines))
    assert commands.import_population_file(file) == 5
    assert commands.import_population_file(file) == 0
    found = dict(Population.objects.values_list("breakdown", "count"))
    assert found == {f'{{"ethnicity": "{group}"}}': count for group, count in GROUPS.items()}
    file.write_text(head + "".join(lines[:3]))
    assert "White, Other is missing" in refused("IN-31", commands.import_population_file, file)
    file.write_text(head + lines[0].replace("Asian", "Martian"))
    assert "“Martian” is no ethnicity here" in refused("IN-31", commands.import_population_file, file)
    file.write_text(
        "area,year,sex,age,count,vintage,released_on\nE09000099,2021,Male,1 to 4,5,x,2022-11-29\n"
    )
    assert "Give sex or age, not both" in refused("IN-31", commands.import_population_file, file)


CENSUS_GROUPS = {
    "Does not apply": 999,
    "Asian, Asian British or Asian Welsh: Bangladeshi": 3,
    "Asian, Asian British or Asian Welsh: Chinese": 2,
    "Black, Black British, Black Welsh, Caribbean or African: African": 4,
    "Mixed or Multiple ethnic groups: White and Asian": 6,
    "White: English, Welsh, Scottish, Northern Irish or British": 20,
    "White: Roma": 1,
    "Other ethnic group: Arab": 7,
}


def a_census(ages):
    yield (
        "Lower tier local authorities Code,Lower tier local authorities,Ethnic group (20 categories) Code,"
        "Ethnic group (20 categories),Age (101 categories) Code,Age (101 categories),Observation\n"
    )
    for code, age in enumerate(ages):
        for group, (words, count) in enumerate(CENSUS_GROUPS.items()):
            yield f'E09000099,Thornley,{group},"{words}",{code},{age},{count}\n'


def test_a_census_table_is_read_as_the_ons_gives_it_out(db, tmp_path):
    file = tmp_path / "RM032-2021-1.csv"
    ages = [
        "Aged under 1 year",
        "Aged 1 year",
        *(f"Aged {n} years" for n in range(2, 100)),
        "Aged 100 years and over",
    ]
    file.write_text("".join(a_census(ages)))
    commands.import_population_file(file)
    found = {
        (row.ages, *json.loads(row.breakdown).values()): row.count
        for row in Population.objects.filter(area="E09000099", year=2021, vintage="ONS, Census 2021")
    }
    whole = {"Asian": 5, "Black": 4, "Mixed": 6, "White": 21, "Other": 7}
    assert {group: found["0-17", group] for group in whole} == {group: n * 18 for group, n in whole.items()}
    assert found["10-17", "White"] == 21 * 8
    assert [found["0-17", age] for age in ("Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")] == [
        43 * years for years in (1, 4, 5, 6, 2)
    ]
    assert not Population.objects.filter(breakdown="{}").exists()


def test_bands_of_age_that_go_past_17_are_refused(db, tmp_path):
    file = tmp_path / "wide.csv"
    file.write_text("".join(a_census(["Aged 15 years and under", "Aged 16 to 24 years"])))
    assert "goes past 17. Download single years" in refused("IN-31", commands.import_population_file, file)


def test_in33_a_partnership_that_is_not_here_is_named(world, tmp_path):
    file = tmp_path / "q.json"
    file.write_text("{}")
    assert "thornley" in refused("IN-33", commands.receive_file, file, "thornly")


def test_in34_a_file_that_is_not_there_is_named(world, tmp_path):
    assert "nothing.json" in refused("IN-34", commands.receive_file, tmp_path / "nothing.json", "thornley")


def test_nobody_is_their_own_neighbour(db):
    one = {"area": "E09000099", "neighbour": "E09000099", "name": "", "place": 1, "source": "Set"}
    refused("IN-31", surroundings.import_neighbours, [one])
    assert Neighbour.objects.count() == 0


# ── Wards ──

SQUARE = [[-0.2, 51.5], [-0.1, 51.5], [-0.1, 51.6], [-0.2, 51.6], [-0.2, 51.5]]


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def ward(name, ring=SQUARE, kind="Polygon", **properties):
    given = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": {"WD24NM": name, "WD24CD": "E05000001"} | properties,
        "geometry": {"type": kind, "coordinates": given},
    }


def test_wards_stand_on_the_map_with_their_children_and_services(inside):
    content = collection(ward("North", children=4000, year=2023), ward("South", kind="MultiPolygon"))
    into = {"partnership": inside.partnership, "area": "E09000099", "by": inside.analyst}
    assert surroundings.import_ward_shapes(content, vintage="December 2024", **into) == 2
    assert surroundings.import_ward_shapes(content, vintage="December 2025", **into) == 2
    assert set(WardShape.objects.values_list("vintage", flat=True)) == {"December 2025"}
    surroundings.import_resources([{"name": "The Hub", "kind": "Family hub", "ward": "North"}], **into)
    year = (date(2023, 4, 1), date(2024, 3, 31))
    rows = [row("I05", year, 220, ward="North"), row("I05", year, 100, ward="South"), row("I05", year, 320)]
    content = a_return(rows, agency=inside.agencies["council"].name)
    operations.receive(content, name="q.json", partnership=inside.partnership, by=inside.analyst)
    north, south = surrounding.ward_figures(inside.partnership, "I05")
    assert (north.name, north.point.shown, north.point.denominator) == ("North", "550.0 per 10,000", 4000)
    assert [one.name for one in north.resources] == ["The Hub"]
    assert (south.point.shown, south.point.value) == ("100", None)
    assert "not on record" in south.point.because


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG", "cannot be read as JSON"),
        (b"[1]", "FeatureCollection"),
        (collection(), "no ward"),
        (collection(ward("")), "no name"),
        (collection(ward("North"), ward("North")), "twice"),
        (collection(ward("North", [[530000, 180000]] * 4)), "British National Grid"),
        (collection(ward("North", SQUARE[:3])), "four points"),
        (collection(ward("North", [["a", "b"]] * 4)), "pairs of numbers"),
        (collection(ward("North") | {"geometry": {"type": "Point", "coordinates": [0, 1]}}), "Polygon"),
        (collection(ward("North") | {"geometry": None}), "Polygon"),
        (collection(ward("North", children="many", year=2023)), "whole number"),
        (collection(ward("North", children=300)), "whole number"),
        (collection("North"), "not a feature"),
    ],
)
def test_in31_outlines_that_cannot_be_used_say_why(inside, content, says):
    into = {"partnership": inside.partnership, "area": "E09000099", "vintage": "x", "by": inside.analyst}
    assert says in refused("IN-31", surroundings.import_ward_shapes, content, **into)
    assert not WardShape.objects.exists()


def test_in05_wards_of_an_area_that_is_not_covered_are_refused(inside):
    into = {"partnership": inside.partnership, "area": "E09000001", "vintage": "x", "by": inside.analyst}
    refused("IN-05", surroundings.import_ward_shapes, collection(ward("North")), **into)


def test_an_outline_loses_its_hedges_and_keeps_its_corners():
    hedge = [[-0.2 + number / 1000, 51.5 + (number % 2) / 100_000] for number in range(1, 100)]
    ((found,), faults) = shapes.read(collection(ward("North", [SQUARE[0], *hedge, *SQUARE[1:]])))
    assert (faults, found.shape["coordinates"]) == ([], [SQUARE])


def test_services_are_checked_row_by_row(inside):
    into = {"partnership": inside.partnership, "area": "E09000099", "by": inside.analyst}
    good = {"name": "The Hub", "kind": "Family hub", "ward": "North"}
    for wrong, says in [
        (good | {"ward": ""}, "Row 2 needs"),
        (good, "twice"),
        (good | {"ward": "South", "longitude": "x", "latitude": "1"}, "numbers"),
        (good | {"ward": "South", "longitude": "-0.2"}, "one coordinate"),
    ]:
        assert says in refused("IN-31", surroundings.import_resources, [good, wrong], **into)
