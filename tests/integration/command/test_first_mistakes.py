"""What somebody who installs it gets wrong first: each ends with a sentence and never with a traceback."""

import pytest

from lscp.config import environment
from tests.factories.demonstration import begin_record

FOUNDING = (
    "found", "ashby", "Ashby Partnership", "--authority", "E09000001=Ashby", "--started", "2020-04-01",
    "--council", "Ashby Council", "--administrator", "Pat Field", "--email", "pat@ashby.example",
)  # fmt: skip


@pytest.mark.parametrize("command", [["init"], ["journal", "verify"]])
def test_a_database_that_cannot_be_reached_is_named_with_its_setting(lscp, tmp_path, command):
    said = lscp(*command, LSCP_DATA=str(tmp_path), DATABASE_URL="postgresql://a:b@127.0.0.1:1/lscp")
    assert said.returncode == 1
    assert said.stderr.startswith("The database cannot be reached: ")
    assert said.stderr.strip().endswith("Check DATABASE_URL.") and "Traceback" not in said.stderr


def test_a_database_of_a_kind_that_is_not_kept_is_refused_by_name(lscp, tmp_path):
    said = lscp("init", LSCP_DATA=str(tmp_path), DATABASE_URL="mysql://a:b@host/lscp")
    assert said.returncode == 1
    assert said.stderr.strip() == "DATABASE_URL begins with mysql:. Give one that begins with postgresql://."


def test_a_partnership_is_founded_once_and_the_second_time_is_told_so(lscp, tmp_path):
    begin_record(tmp_path)
    assert lscp(*FOUNDING, LSCP_DATA=str(tmp_path)).returncode == 0
    again = lscp(*FOUNDING, LSCP_DATA=str(tmp_path))
    assert again.returncode == 1
    assert again.stderr.startswith("There is a partnership ashby here already.")


def test_a_backup_into_a_folder_that_is_not_there_says_so(lscp, tmp_path):
    begin_record(tmp_path)
    said = lscp("backup", str(tmp_path / "nowhere" / "all.zip"), LSCP_DATA=str(tmp_path))
    assert said.returncode == 1
    assert (
        "No such file or directory. Name a file in a folder" in said.stderr and "Traceback" not in said.stderr
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [(("E09000001=Ashby", "Ashby"), "--authority"), (("pat@ashby.example", "pat"), "e-mail address")],
)
def test_an_authority_without_its_code_and_an_address_that_is_none_are_refused(lscp, tmp_path, wrong, says):
    begin_record(tmp_path)
    said = lscp(*(wrong[1] if part == wrong[0] else part for part in FOUNDING), LSCP_DATA=str(tmp_path))
    assert said.returncode in (1, 2) and says in said.stderr and "Traceback" not in said.stderr


def test_the_sites_own_address_is_answered_to_without_being_named_twice(monkeypatch):
    monkeypatch.setenv("LSCP_HOSTS", "www.thornley.example")
    assert environment.hosts("https://lscp.thornley.example") == [
        "localhost", "lscp.thornley.example", "www.thornley.example",
    ]  # fmt: skip
