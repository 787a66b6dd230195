"""``lscp return receive`` and its neighbours, as a person runs them."""

import pytest

from tests.factories.demonstration import begin_record
from tests.factories.returns import a_return, quarter, row
from tests.integration.command.conftest import run_lscp

Q1 = quarter(2024, 1)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """A founded partnership of E09000099, and a way to run ``lscp`` on it."""
    folder = begin_record(tmp_path_factory.mktemp("record"))

    def lscp(*arguments):
        return run_lscp(*arguments, LSCP_DATA=str(folder))

    founded = lscp(
        "found", "thornley", "Thornley Partnership", "--authority", "E09000099=Thornley", "--started", "2021-04-01",
        "--council", "Thornley Council", "--administrator", "Ada Marsh", "--email", "ada@thornley.example",
    )  # fmt: skip
    assert founded.returncode == 0, founded.stderr
    return lscp


def test_a_return_is_received_once_and_its_hash_is_said(record, tmp_path):
    file = tmp_path / "q1.return.json"
    file.write_bytes(a_return([row("I05", Q1, 310), row("I06", Q1, 62, 310)], agency="Thornley Council"))
    done = record("return", "receive", file, "--partnership", "thornley")
    assert done.returncode == 0, done.stderr
    assert "2 figures, SHA-256 " in done.stdout
    assert record("return", "receive", file, "--partnership", "thornley").stdout == done.stdout


def test_a_return_without_an_agency_says_whose_it_is_on_the_command_line(record, tmp_path):
    file = tmp_path / "q1.return.json"
    file.write_bytes(a_return([row("I05", Q1, 31)]))
    silent = record("return", "receive", file, "--partnership", "thornley")
    assert (silent.returncode, silent.stdout) == (1, "")
    named = record("return", "receive", file, "--partnership", "thornley", "--agency", "thornley council")
    assert named.returncode == 0, named.stderr


def test_what_is_wrong_with_a_file_is_said_and_nothing_is_kept(record, tmp_path):
    file = tmp_path / "q1.return.json"
    file.write_bytes(a_return([row("I06", Q1, 400, 310)], agency="Thornley Council"))
    wrong = record("return", "receive", file, "--partnership", "thornley")
    assert wrong.returncode == 1 and "more than 100%" in wrong.stderr and "Traceback" not in wrong.stderr
    for name, code in (("nothing.json", "thornley"), (file.name, "nowhere")):
        missing = record("return", "receive", tmp_path / name, "--partnership", code)
        assert missing.returncode == 1 and "Traceback" not in missing.stderr


def test_a_partnership_or_file_left_out_is_a_question_of_usage(record):
    assert record("return", "receive").returncode == 2
    assert record("return", "receive", "q.json").returncode == 2


def test_populations_and_wards_are_brought_in(record, tmp_path):
    people = tmp_path / "population.csv"
    people.write_text(
        "area,year,ages,count,vintage,released_on\nE09000099,2023,0-17,50000,Mid-2023,2024-07-15\n"
    )
    assert record("population", people).stdout == "1 populations are new.\n"
    wards = tmp_path / "wards.geojson"
    wards.write_text("{}")
    into = ("--partnership", "thornley", "--area", "E09000099", "--vintage", "December 2024")
    wrong = record("wards", wards, *into)
    assert wrong.returncode == 1 and "FeatureCollection" in wrong.stderr
    ring = "[[[0,51],[0.1,51],[0.1,51.1],[0,51]]]"
    wards.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "North"}, '
        f'"geometry": {{"type": "Polygon", "coordinates": {ring}}}}}]}}'
    )
    assert record("wards", wards, *into).stdout == "1 wards of E09000099 are on the map.\n"


def test_services_of_the_wards_are_brought_in(record, tmp_path):
    services, into = tmp_path / "services.csv", ("--partnership", "thornley", "--area", "E09000099")
    services.write_text("name,kind\nOld Library,Youth club\n")
    wrong = record("services", services, *into)
    assert wrong.returncode == 1 and "no column ward" in wrong.stderr
    services.write_text("name,kind,ward\nOld Library,Youth club,North\n")
    assert record("services", services, *into).stdout == "1 services of E09000099 stand beside the map.\n"
