"""What ``[[disparity …]]`` says of groups: out of those who live here, out of the step before, and since last year. And
what stands beside a figure."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from lscp.indicators.surroundings import operations as surroundings
from lscp.publication import document as d
from lscp.publication import queries
from tests.factories.returns import AREA
from tests.spec.report.counting import rows_of, send
from tests.spec.report.test_numbers_in_a_chapter import follow, said, tables, text_of, write

PEOPLE = {"Asian": 1_500, "Black": 2_000, "Mixed": 700, "White": 8_000}


@pytest.fixture
def people(db):
    surroundings.import_population(
        {"area": AREA, "year": 2021, "ages": "0-17", "breakdown": {"ethnicity": group}, "count": count,
         "vintage": "Census 2021", "released_on": date(2022, 11, 29)}
        for group, count in PEOPLE.items()
    )  # fmt: skip


def enquiries(black, asian=20):
    """Quarters of two years: 200 White and 100 Black children referred in each, 15 White ones with an enquiry."""
    groups = {"Asian": [asian] * 8, "Black": black, "Mixed": [3] * 8, "White": [15] * 8}
    whole = [sum(theirs) for theirs in zip(*groups.values(), strict=True)]
    referred = {"Asian": [50] * 8, "Black": [100] * 8, "Mixed": [20] * 8, "White": [200] * 8}
    return rows_of("I15", whole, groups=groups) + rows_of("I05", [370] * 8, groups=referred)


def test_a_rate_ratio_and_the_relative_rate_index_stand_beside_each_other(world, report, people):
    send(world, enquiries([15] * 8))
    write(report, world.manager, "[[disparity I15]]")
    rates = {row[0]: row[1:] for row in tables(report, "disparity-I15").rows}
    assert rates["Black"] == (60, 2_000, Decimal("300.0"), Decimal("4.00"), "2.80 to 5.72")
    step = {row[0]: row[1:] for row in tables(report, "disparity-I15-step").rows}
    assert step["Black"] == (60, 400, Decimal("15.0"), Decimal("2.00"), "1.40 to 2.86")
    assert any("Black children more often (4.00 times)" in line for line in said(report))
    assert any(
        "Out of referrals" in line and "Black children more often (2.00 times)" in line
        for line in said(report)
    )
    assert "Census 2021, mid-2021" in tables(report, "disparity-I15").note
    assert not queries.leaks(report, text_of(report))


def test_a_ratio_that_grew_by_more_than_chance_is_said_to_have_grown(world, report, people):
    send(world, enquiries([12] * 4 + [48] * 4))
    write(report, world.manager, "[[disparity I15]]")
    change = {row[0]: row[1:] for row in tables(report, "disparity-I15-before").rows}
    assert change["Black"][:4] == (48, 2_000, Decimal("240.0"), Decimal("3.20"))
    assert change["Black"][4] == Decimal("4.00")
    assert any("Since 2022/23 the ratio of Black children has grown." in line for line in said(report))


def test_a_group_too_small_to_show_has_no_ratio_anywhere(world, report, people):
    send(world, enquiries([15] * 8, asian=1))
    write(report, world.manager, "[[disparity I15]]")
    for code in ("disparity-I15", "disparity-I15-step", "disparity-I15-before"):
        rows = {row[0]: row for row in tables(report, code).rows}
        assert any(isinstance(cell, d.Hidden) for cell in rows["Asian"][1:]), code
        assert not any(isinstance(cell, Decimal) for cell in rows["Asian"][1:]), code
    assert not queries.leaks(report, text_of(report))


def test_a_figure_stands_beside_england_its_region_and_its_neighbours(world, report):
    send(world, rows_of("I06", [(62, 310)] * 8))
    rows = [
        ("E92000001", "England", "england", 139_080, 621_880, 22.4),
        ("E12000007", "London", "region", 19_890, 105_700, 18.8),
        *((f"E0990001{n}", f"Town {n}", "authority", 240, 1000, 24.0) for n in range(3)),
    ]
    surroundings.import_published(
        SimpleNamespace(indicator="I06", area_code=code, area_name=name, level=level, value=Decimal(str(value)),
                        year_ending=date(2024, 3, 31), numerator=top, denominator=bottom, symbol="",
                        release="Children in need 2024")
        for code, name, level, top, bottom, value in rows
    )  # fmt: skip
    surroundings.import_neighbours(
        {"area": AREA, "neighbour": f"E0990001{n}", "name": f"Town {n}", "place": n + 1, "source": "Set"}
        for n in range(3)
    )
    priority = follow(world, "I06")
    write(report, world.manager, "[[figure I06]]\n\n[[scorecard]]")
    assert any(
        "Beside others, in 2023/24: Lower than England. Similar to London. Lower than statistical neighbours."
        in line
        for line in said(report)
    )
    chart = tables(report, "beside-I06").rows
    assert [row[:2] for row in chart[:4]] == [
        ("Here, from our own returns", "20.0%"), ("England", "22.4%"), ("London", "18.8%"),
        ("Statistical neighbours together", "24.0%"),
    ]  # fmt: skip
    (row,) = tables(report, f"scorecard-{priority.pk}").rows
    assert row[4] == "England 22.4%; London 18.8%; statistical neighbours together 24.0%"
