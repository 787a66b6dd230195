"""``lscp``: exit statuses, JSON on stdout and nothing else, errors that say what to do."""

import json
import sqlite3

import pytest

from tests.factories.demonstration import begin_record


def test_clock_prints_the_due_date_with_its_source(lscp):
    said = lscp("clock", "C04", "2022-05-31", "--json")
    due = json.loads(said.stdout)
    assert said.returncode == 0
    assert due["due"] == "2022-06-23"
    assert (due["limit"], due["unit"], due["confidence"]) == (15, "working days", "A")
    assert due["skipped"] == ["2022-06-02", "2022-06-03"]


def test_an_unknown_duty_is_wrong_input_and_says_so(lscp):
    said = lscp("clock", "C99", "2022-05-31")
    assert said.returncode == 1
    assert "C99" in said.stderr and said.stdout == ""


def test_a_date_that_is_none_is_wrong_usage(lscp):
    assert lscp("clock", "C04", "31/5/2022").returncode == 2


def test_no_command_is_wrong_usage(lscp):
    assert lscp().returncode == 2


def test_minutes_read_prints_one_json_document(lscp, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text(
        "Agenda item\n\nAnnual Report 2024/25\n\nMinutes:\n\nThe Chair asked why. It was so.\n\n"
        "RESOLVED\n\n1. That it be noted.\n"
    )
    said = lscp("minutes", "read", paper, "--json")
    found = json.loads(said.stdout)
    assert said.returncode == 0
    assert found["title"] == "Annual Report 2024/25"
    assert [item["text"] for item in found["resolutions"]] == ["That it be noted."]
    assert set(found) == {
        "title", "report_period", "meeting_date", "committee", "actions", "resolutions", "speakers", "questions",
        "promises", "warnings",
    }  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"PK\x03\x04 broken"])
def test_an_unreadable_paper_is_an_error_and_never_an_empty_success(lscp, tmp_path, content):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(content)
    said = lscp("minutes", "read", paper, "--json")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.strip()


def test_without_a_secret_key_nothing_starts(lscp, tmp_path):
    said = lscp("journal", "verify", LSCP_SECRET_KEY="", LSCP_DATA=str(tmp_path))
    assert said.returncode != 0
    assert "LSCP_SECRET_KEY" in said.stderr


def test_the_demonstration_says_what_it_made_and_a_second_run_changes_nothing(lscp, demonstration):
    folder, said = demonstration
    assert "Sign in with the password" in said
    before = _events(folder)
    again = lscp("demo", LSCP_DATA=str(folder), SERVE="0")
    assert again.returncode == 0 and "loaded already" in again.stderr
    assert _events(folder) == before > 300


def _events(folder):
    with sqlite3.connect(folder / "demo.sqlite3") as database:
        return database.execute("SELECT count(*) FROM journal_event").fetchone()[0]


def test_the_journal_of_the_demonstration_holds_until_a_row_is_altered(lscp, demonstration, tmp_path):
    folder, _ = demonstration
    copy = tmp_path / "lscp.sqlite3"
    with sqlite3.connect(folder / "demo.sqlite3") as source, sqlite3.connect(copy) as target:
        source.backup(target)
    assert lscp("journal", "verify", LSCP_DATA=str(tmp_path)).returncode == 0
    with sqlite3.connect(copy) as database:
        database.execute("DROP TRIGGER journal_event_no_update")
        database.execute("UPDATE journal_event SET by = 'Somebody Else' WHERE number = 40")
    said = lscp("journal", "verify", LSCP_DATA=str(tmp_path))
    assert said.returncode == 1
    assert "40" in said.stderr and "altered" in said.stderr


def test_a_partnership_is_founded_with_its_administrator(lscp, tmp_path):
    begin_record(tmp_path)
    said = lscp(
        "found", "ashby", "Ashby Partnership", "--authority", "E09000001=Ashby", "--started", "2020-04-01",
        "--council", "Ashby Council", "--administrator", "Pat Field",
        "--email", "pat@ashby.example", LSCP_DATA=str(tmp_path),
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "Pat Field" in said.stdout


def test_a_published_report_is_built_verified_and_one_changed_byte_is_found(lscp, demonstration, tmp_path):
    there = {"DATABASE_URL": f"sqlite:///{demonstration[0] / 'demo.sqlite3'}", "LSCP_DATA": str(tmp_path)}
    made = _published(lscp, there)
    named = ("--partnership", "thornley", "--report", made)
    assert lscp("report", "verify", *named, **there).returncode == 0
    assert lscp("report", "build", *named, "--out", tmp_path / "out", **there).returncode == 0
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")
    promised = (
        "index.html report.pdf report.docx tables.ods easy-read.html children.html committee-report.docx"
    )
    assert {*promised.split()} <= {path.name for path in (tmp_path / "out").iterdir()}
    assert lscp("report", "verify", "--folder", tmp_path / "out", **there).returncode == 0
    with (tmp_path / "out" / "report.docx").open("ab") as file:
        file.write(b"!")
    said = lscp("report", "verify", "--folder", tmp_path / "out", **there)
    assert said.returncode == 1 and "report.docx" in said.stderr


def test_a_report_is_checked_before_it_is_signed(lscp, demonstration, tmp_path):
    there = {"DATABASE_URL": f"sqlite:///{demonstration[0] / 'demo.sqlite3'}", "LSCP_DATA": str(tmp_path)}
    said = lscp(
        "report", "check", "--partnership", "thornley", "--report", _published(lscp, there), "--json", **there
    )
    assert said.returncode == 0
    found = json.loads(said.stdout)
    assert set(found) == {"document", "findings", "required"}
    assert all(item["met"] for item in found["required"])


def test_a_report_that_is_not_there_is_wrong_input_and_the_others_are_named(lscp, demonstration, tmp_path):
    there = {"DATABASE_URL": f"sqlite:///{demonstration[0] / 'demo.sqlite3'}", "LSCP_DATA": str(tmp_path)}
    said = lscp("report", "verify", "--partnership", "thornley", "--report", "x", **there)
    assert said.returncode == 1 and "annual-report-" in said.stderr


def _published(lscp, there):
    """The name of a published report of the demonstration, as the error for a wrong name lists them."""
    said = lscp("report", "verify", "--partnership", "thornley", "--report", "x", **there)
    return said.stderr.rsplit("There are: ", 1)[1].split(",")[0].strip()


@pytest.mark.parametrize(
    "command",
    [
        ["journal", "verify"],
        ["backup", "all.zip"],
        ["export", "--partnership", "thornley", "--out", "out"],
        ["serve"],
    ],
)
def test_a_command_that_needs_a_record_says_when_there_is_none(lscp, tmp_path, command):
    said = lscp(*command, LSCP_DATA=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr.strip() == "There is no record here yet. Make it with lscp init."


def test_a_database_of_an_earlier_version_is_not_touched_before_it_is_brought_up_to_date(
    lscp, demonstration, tmp_path
):
    copy = tmp_path / "lscp.sqlite3"
    with sqlite3.connect(demonstration[0] / "demo.sqlite3") as source, sqlite3.connect(copy) as target:
        source.backup(target)
        target.execute("DELETE FROM django_migrations WHERE app = 'journal' AND name = '0002_append_only'")
    said = lscp("journal", "verify", LSCP_DATA=str(tmp_path))
    assert said.returncode == 1
    assert "earlier version" in said.stderr and "lscp init" in said.stderr


def test_the_whole_demonstration_leaves_as_open_files(lscp, demonstration, tmp_path):
    folder, _ = demonstration
    where = {"LSCP_DATA": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}"}
    said = lscp("export", "--partnership", "thornley", "--out", tmp_path / "out", **where)
    assert said.returncode == 0, said.stderr
    assert "Begin with" in said.stdout and (tmp_path / "out" / "index.html").exists()
    published = tmp_path / "out" / "editions" / "annual-report-2024-25" / "2"
    assert lscp("report", "verify", "--folder", published, LSCP_DATA=str(tmp_path)).returncode == 0
    again = lscp("export", "--partnership", "thornley", "--out", tmp_path / "out", **where)
    assert again.returncode == 1 and "holds something already" in again.stderr
