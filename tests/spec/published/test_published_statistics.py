"""The comparators: what England, regions and other authorities published, reproduced to the published digit."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from lscp.scorecard.readers import authorities, neighbours, published
from lscp.scorecard.readers.ledger import CannotRead
from lscp.scorecard.readers.published import Populations, Published, Symbol, with_population

SHARED = Path(__file__).parents[3] / "../shared/data"
RELEASE_2024 = SHARED / "data-to-insight-ERN-sessions-dfe-cin-2024"
RELEASE_2025 = SHARED / "dfe-analytical-services-CSC_outcomes_and_enablers"
ATTENDANCE = SHARED / "dfe-analytical-services-attendance-data-dashboard"
TOOL = SHARED / "dfe-analytical-services-local-authority-interactive-tool"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the published files in ../shared are not here")

YEAR_2024 = date(2024, 3, 31)
ENGLAND = authorities.ENGLAND

HEADER = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
HEADER += "old_la_code,new_la_code,la_name,category"
CAMDEN = "2024,Reporting year,Local authority,E92000001,England,E13000001,Inner London,202,E09000007,Camden,x"


@cache
def figures() -> tuple[Published, ...]:
    """Every figure of every published file, rates with the population of their own release."""
    rows, people = [], []
    for folder in (RELEASE_2024, RELEASE_2025):
        for path in sorted(folder.glob("*.csv")):
            if not path.name.startswith(("ons-ethnic", "sn_model")):
                read = published.read(path)
                (people if read[0].indicator == published.POPULATION else rows).extend(read)
    return tuple(with_population(rows, Populations(people)))


@cache
def populations() -> tuple[Published, ...]:
    return tuple(
        row
        for folder in (RELEASE_2024, RELEASE_2025)
        for path in folder.glob("ons_mid*")
        for row in published.read(path)
    )


def one(indicator, *, area=ENGLAND, table, year=2024, release=None) -> Published:
    (row,) = [
        row
        for row in figures()
        if (row.indicator, row.area_code, row.table, row.year_ending.year) == (indicator, area, table, year)
        and release in (None, row.release)
    ]
    return row


# ── England ───────────────────────────────────────────────────────────────────────────────────────────────


@needs_shared
@pytest.mark.parametrize(
    ("indicator", "table", "figure"),
    [
        ("I13", "headline", "332.9"),
        ("I05", "headline", "518.3"),
        ("I06", "c1", "22.4"),
        ("I07", "c1", "6.3"),
        ("I08", "c1", "30.3"),
        ("DFE-ASSESSMENTS", "c2", "536.0"),
        ("I11", "c2", "84.5"),
        ("I15", "c4", "187.1"),
        ("DFE-ICPC", "c4", "60.2"),
        ("I17", "c4", "79.7"),
        ("I19", "d1", "41.6"),
        ("I22", "d3", "24.7"),
        ("I26", "d6", "89.8"),
        ("I30", "looked-after", "69"),
    ],
)
def test_englands_figures_for_2024_follow_from_its_counts_and_that_releases_population(
    indicator, table, figure
):
    row = one(indicator, table=table)
    assert str(row.worked_out) == figure
    assert row.agrees in (True, None)  # None: the table publishes the counts alone


@needs_shared
def test_the_rebased_population_of_a_year_later_gives_another_rate_and_is_never_mixed_in():
    need = one("I13", table="headline")
    assert populations_of(2024) == 11_998_646 and populations_of(2025) == 12_059_476
    assert str(need.worked_out) == "332.9"
    (rebased,) = with_population([need], Populations(populations()), vintage=2025)
    assert str(rebased.worked_out) == "331.2"


def populations_of(vintage):
    return published.population(populations(), ENGLAND, YEAR_2024, vintage)


@needs_shared
def test_a_vintage_that_is_not_there_gives_no_population_and_no_rate():
    assert published.population(populations(), ENGLAND, YEAR_2024, 2019) is None
    (row,) = with_population([one("I13", table="headline")], Populations(populations()), vintage=2019)
    assert row.worked_out is None


@needs_shared
def test_plans_open_two_years_or_more_were_worked_out_before_the_count_was_rounded():
    """England's 2.6 % of 2024 does not follow from 1,270 of 49,900 (2.5), which are rounded to the nearest 10."""
    row = one("I24", table="d5")
    assert (row.numerator, row.denominator, row.value, str(row.worked_out)) == (
        1270,
        49_900,
        Decimal("2.6"),
        "2.5",
    )
    assert not row.agrees and row.agrees_before_rounding


# ── Every authority and region ────────────────────────────────────────────────────────────────────────────


@needs_shared
def test_every_published_figure_of_every_authority_for_2024_follows_from_its_counts():
    """3,677 figures of 2024 have both counts; all 3,677 are reproduced to the published digit."""
    compared = [row for row in figures() if row.level == "authority" and row.year_ending.year == 2024]
    agreed = Counter((row.table, row.agrees) for row in compared if row.agrees is not None)
    assert agreed == {
        ("c1", True): 443,
        ("c2", True): 152,
        ("c4", True): 454,
        ("d1", True): 453,
        ("d3", True): 150,
        ("d5", True): 99,
        ("d6", True): 150,
        ("looked-after", True): 456,
        ("absence", True): 1320,
    }
    assert sum(agreed.values()) == 3677


@needs_shared
def test_over_all_years_only_two_halves_of_the_absence_tables_were_rounded_the_other_way():
    """33,031 of 33,033 authority figures of 2013 to 2025. The two are exact halves: 246/480 and 23/80."""
    compared = [row for row in figures() if row.level == "authority" and row.agrees is not None]
    differ = [row for row in compared if not row.agrees]
    assert len(compared) == 33_033
    assert [(row.area_name, row.indicator, row.numerator, row.denominator) for row in differ] == [
        ("St. Helens", "I61", 246, 480),
        ("Telford and Wrekin", "I61", 23, 80),
    ]
    assert [(str(row.value), str(row.worked_out)) for row in differ] == [("51.2", "51.3"), ("28.7", "28.8")]


@needs_shared
def test_regions_and_englands_figures_follow_from_counts_that_round_to_the_published_ones():
    """All but two, both of the share of second plans in 2022, where count and percentage were not revised together."""
    compared = [row for row in figures() if row.level != "authority" and row.agrees is not None]
    differ = [row for row in compared if not row.agrees_before_rounding]
    assert len(compared) > 2400
    assert {(row.table, row.area_name, row.year_ending.year) for row in differ} == {
        ("d3", "England", 2022),
        ("d3", "Yorkshire and The Humber", 2022),
    }


# ── Symbols ───────────────────────────────────────────────────────────────────────────────────────────────


@needs_shared
def test_what_is_hidden_missing_unreliable_or_not_applicable_stays_four_different_things():
    found = Counter(
        str(row.symbol)
        for row in figures()
        if row.level == "authority" and row.table in ("c4", "d6", "b1", "d5")
    )
    assert {"c", "x", "u", "z"} <= set(found)
    hidden = one("I15", area="E06000053", table="c4")  # Isles of Scilly
    assert hidden.numerator == published.symbols()["c"] and hidden.worked_out.name == "hidden"
    assert one("I19", area="E06000053", table="d1").worked_out == 0


@needs_shared
def test_a_sum_with_a_hidden_part_is_hidden():
    row = one("I11", area="E09000001", table="c2")  # City of London: 22 assessments, most bands hidden
    assert str(row.worked_out) == "c" and row.denominator == 22


def test_a_symbol_nobody_knows_is_refused_with_its_place(tmp_path):
    path = made(tmp_path, "CPP_start,CPP_subsequent,CPP_subsequent_percent", f"{CAMDEN},241,?,22.4")
    with pytest.raises(CannotRead, match=r"made\.csv, line 2: '\?' is neither a number nor a symbol"):
        published.read(path)


@pytest.mark.parametrize(
    ("cell", "name"), [(":", "not available"), ("low", "rounds to zero"), ("z", "not applicable")]
)
def test_the_rarer_symbols_are_known_too(tmp_path, cell, name):
    path = made(tmp_path, "CPP_start,CPP_subsequent,CPP_subsequent_percent", f"{CAMDEN},241,{cell},{cell}")
    (row,) = published.read(path)
    assert isinstance(row.value, Symbol) and row.symbol.name == name and row.agrees is None


# ── Which file it is ──────────────────────────────────────────────────────────────────────────────────────


def made(tmp_path, columns, *lines, header=HEADER, encoding="utf-8"):
    path = tmp_path / "made.csv"
    path.write_text("\n".join((f"{header},{columns}", *lines)) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize(
    "columns",
    [
        "Referrals,Re_referrals,Re_referrals_percent,No_Further_Action,Not_in_Need,Referrals_child",
        "referral_count,rereferral_count,rereferral_percent,no_further_action_count,not_in_need_count,referral_child_count",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_renamed_columns_and_a_byte_order_mark_change_nothing(tmp_path, columns, encoding):
    path = made(tmp_path, columns, f"{CAMDEN},1000,224,22.4,60,300,900", encoding=encoding)
    rows = {row.indicator: row for row in published.read(path)}
    assert rows["I06"].agrees and rows["I06"].area_name == "Camden" and rows["I06"].level == "authority"
    assert rows["I05"].numerator == 1000 and rows["I05"].value is None and rows["I05"].release == 2024


def test_a_period_is_its_years_last_day(tmp_path):
    columns = "social_care_group,phase_type_grouping,t_pupils,t_sess_possible,t_sess_overall"
    columns += ",t_pupils_pa_10_exact,t_pupils_pa_50_exact"
    school = CAMDEN.replace("2024,Reporting year", "202324,Academic year")
    path = made(tmp_path, columns, f"{school},CINO at 31 March,Total,80,9000,900,23,9")
    rows = published.read(path)
    assert {row.year_ending for row in rows} == {date(2024, 8, 31)}
    assert {row.breakdown for row in rows} == {"CINO at 31 March"}
    path = made(tmp_path, "age_group,population_estimate", f"{CAMDEN},Children aged 0 to 17 years,36293")
    (row,) = published.read(path)
    assert (row.year_ending, row.release) == (date(2024, 6, 30), 2025)


@needs_shared
def test_the_school_year_so_far_is_read_too():
    rows = [row for row in published.read(ATTENDANCE / "EES_ytd_data.csv") if row.area_code == ENGLAND]
    assert {row.indicator for row in rows} == {"I60", "I61"}
    assert {row.year_ending for row in rows} == {date(2026, 8, 31)}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,b\n1,2\n", "is no published table that is known here. Known are, by their columns: Referrals"),
        (b"", "is no published table"),
        (b"\xff\xfe\x00", "is not a CSV file in UTF-8"),
    ],
)
def test_a_file_that_is_not_known_says_which_are(tmp_path, content, says):
    path = tmp_path / "made.csv"
    path.write_bytes(content)
    with pytest.raises(CannotRead, match=says):
        published.read(path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Local authority", "Ward", "the level 'Ward' is not known"),
        ("2024,Reporting", "2024Q1,Reporting", "the period '2024Q1'"),
        ("241", "241.5", "'241.5' is neither"),
        ("241", "NaN", "'NaN' is neither"),
    ],
)
def test_a_row_that_is_not_understood_is_refused_with_its_place(tmp_path, old, new, says):
    path = made(tmp_path, "CPP_start,CPP_subsequent", f"{CAMDEN},241,50".replace(old, new))
    with pytest.raises(CannotRead, match=f"made.csv, line 2: {says}"):
        published.read(path)


# ── Authorities, regions, neighbours ──────────────────────────────────────────────────────────────────────


def test_there_were_153_authorities_in_nine_regions_in_2025():
    day = date(2025, 3, 31)
    region = {each.code: each.within or each.code for each in authorities.regions() if each.code != ENGLAND}
    there = authorities.authorities(day)
    assert len(there) == 153 and len(set(region.values())) == 9
    assert {region[each.region] for each in there} == set(region.values())
    camden = authorities.authority("E09000007")
    assert authorities.name_of(region[camden.region]) == "London"


def test_a_number_that_passed_to_a_successor_is_read_by_the_day():
    assert authorities.with_number("815", date(2023, 3, 31)).code == "E10000023"
    assert authorities.with_number("815", date(2023, 4, 1)).code == "E06000065"
    assert authorities.with_number("999") is None


@needs_shared
def test_the_authorities_are_those_of_the_published_files():
    there = {(row.area_code, row.area_name) for row in figures() if row.level == "authority"}
    assert there == {(each.code, each.name) for each in authorities.authorities()}


@needs_shared
@pytest.mark.parametrize("path", [RELEASE_2025 / "sn_model_2025_wide.csv", TOOL / "sn_may_2025.xlsx"])
def test_the_neighbours_in_the_rulebook_are_those_published_as_csv_and_as_workbook(path):
    assert neighbours.read(path, on=date(2025, 5, 1)) == neighbours.known()


def test_every_authority_has_ten_neighbours_and_is_not_its_own():
    known = neighbours.known()
    assert len(known) == 153
    for code, ten in known.items():
        assert [each.rank for each in ten] == list(range(1, 11))
        assert code not in {each.code for each in ten}
    assert neighbours.of("E09000007")[0].name == "Islington"
    assert neighbours.of("E12000007") == ()


@pytest.mark.parametrize("name", ["neighbours.csv", "neighbours.xlsx"])
def test_a_file_that_holds_no_neighbours_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text("number,name\n202,Camden\n")
    with pytest.raises(
        CannotRead, match=r"is no table of statistical neighbours|neither a workbook nor a CSV"
    ):
        neighbours.read(path)
