"""The Department for Education's own files, brought in and compared: figures as printed, each by its release.

Reads the published files beside the repository where they are (Open Government Licence v3.0); skips where not.
"""

from datetime import date
from pathlib import Path

import pytest

from lscp import scope
from lscp.indicators import commands
from lscp.indicators.models import Comparator, Population
from lscp.indicators.surroundings import operations as surroundings
from lscp.indicators.surroundings import queries as surrounding
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import Partnership
from lscp.refusal import Refused

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
OF_2024 = DATA / "data-to-insight-ERN-sessions-dfe-cin-2024"
OF_2025 = DATA / "dfe-analytical-services-CSC_outcomes_and_enablers"
PEOPLE_2024 = OF_2024 / "ons_mid-year_population_estimates_2012_to_2023.csv"
PEOPLE_2025 = OF_2025 / "ons_mid-year_population_estimates_2012_to_2024.csv"

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the published files are not beside the repository")


@pytest.fixture
def kensington(world):
    Partnership.objects.filter(pk=world.partnership.pk).update(
        authorities=[{"code": "E09000020", "name": "Kensington and Chelsea"}]
    )
    world.partnership.refresh_from_db()
    return world


def test_a_rate_keeps_the_population_of_its_own_release(db):
    done = commands.import_published_files(
        [OF_2024 / "headline_figures_2013_to_2024.csv", PEOPLE_2024, PEOPLE_2025]
    )
    assert (done.figures, done.populations, done.left_out) == (36, 4057, 0)
    england = Comparator.objects.get(indicator="I13", year_ending=date(2024, 3, 31))
    assert (england.numerator, england.denominator) == (399_460, 11_998_646)
    assert float(england.value) == 332.9
    assert Population.objects.get(area="E92000001", year=2023, vintage__endswith="2025").count == 12_059_476


def test_the_population_may_come_before_the_figures(db):
    commands.import_published_files([PEOPLE_2024])
    commands.import_published_files([OF_2024 / "headline_figures_2013_to_2024.csv"])
    assert Comparator.objects.get(indicator="I13", year_ending=date(2024, 3, 31)).denominator == 11_998_646


def test_the_same_files_again_change_nothing(db):
    paths = [OF_2024 / "d6_cpps_reviewed_within_timescales_2013_to_2024.csv"]
    assert commands.import_published_files(paths).figures == 1967
    assert commands.import_published_files(paths).figures == 0


SECTION_47 = OF_2024 / "c4_children_in_need_section_47s_and_icpcs_2013_to_2024.csv"


def test_an_authority_stands_beside_england_london_and_its_ten_neighbours(kensington):
    commands.import_published_files([SECTION_47, PEOPLE_2024])
    with scope.within(scope_of(kensington.manager)):
        found = surrounding.comparison(kensington.partnership, "I17")
    assert (found.year_ending, float(found.england.value)) == (date(2024, 3, 31), 79.7)
    assert {one.area_name for one in found.regions} == {"London", "Inner London"}
    assert len(found.neighbours) == 10
    assert len(found.authorities) > 150


def test_what_the_catalogue_does_not_have_is_counted_and_left_out(db):
    done = commands.import_published_files(
        [OF_2024 / "c5_children_in_need_referrals_by_source_2014_to_2024.csv"]
    )
    assert (done.figures, done.left_out) == (0, 19_833)


def test_in31_a_file_that_is_no_published_table_is_refused(db):
    with pytest.raises(Refused, match="no published table"):
        commands.import_published_files([OF_2025 / "sn_model_2025_wide.csv"])
    assert surroundings.import_published([]) == 0
