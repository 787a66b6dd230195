"""A database that an earlier version left behind is upgraded, and nothing in it is lost or changed.

Each ``version-*.sqlite3.gz`` is the demonstration as that version made it (fictional people only). A release adds
its own.
"""

import gzip
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from django.apps import apps

from tests.integration.command.conftest import run_lscp

LEFT_BEHIND = sorted(Path(__file__).parent.glob("version-*.sqlite3.gz"))


@pytest.fixture(scope="module", params=LEFT_BEHIND, ids=lambda path: path.name.split(".sqlite3")[0])
def upgraded(request, tmp_path_factory):
    """A data folder with an earlier version's database, after ``lscp init``; the tests only look."""
    folder = tmp_path_factory.mktemp("upgraded")
    (folder / "lscp.sqlite3").write_bytes(gzip.decompress(request.param.read_bytes()))
    before = _counts(folder)
    done = run_lscp("init", LSCP_DATA=str(folder))
    assert done.returncode == 0, done.stderr
    return folder, before


def _counts(folder):
    with sqlite3.connect(folder / "lscp.sqlite3") as database:
        tables = [
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if row[0].split("_")[0]
            in {"golden", "journal", "shelf", "partnerships", "meetings", "reviews", "committee"}
        ]
        return {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}


def test_no_row_is_lost(upgraded):
    folder, before = upgraded
    after = _counts(folder)
    assert {table: after.get(table) for table in before} == before
    assert before["journal_event"] > 500


def test_the_journal_still_holds(upgraded):
    assert run_lscp("journal", "verify", LSCP_DATA=str(upgraded[0])).returncode == 0


def test_what_was_published_is_still_proved(upgraded):
    folder, _ = upgraded
    with sqlite3.connect(folder / "lscp.sqlite3") as database:
        works = database.execute("SELECT DISTINCT work FROM shelf_edition WHERE kind = 'report'").fetchall()
    assert works
    for (work,) in works:
        said = run_lscp(
            "report", "verify", "--partnership", "thornley", "--report", work, LSCP_DATA=str(folder)
        )
        assert said.returncode == 0, said.stderr


def test_it_can_be_backed_up_by_the_version_of_today(upgraded):
    folder, before = upgraded
    file = folder / "all.zip"
    assert run_lscp("backup", file, LSCP_DATA=str(folder)).returncode == 0
    with zipfile.ZipFile(file) as backup:
        rows = {table["table"]: table["rows"] for table in json.loads(backup.read("manifest.json"))["tables"]}
    assert rows["journal.Event"] == before["journal_event"]


def test_it_has_every_column_that_the_code_of_today_asks_for(upgraded):
    """A migration that was rewritten, rather than followed by another, leaves an earlier database without a column."""
    folder, _ = upgraded
    with sqlite3.connect(folder / "lscp.sqlite3") as database:
        for model in apps.get_models():
            there = {row[1] for row in database.execute(f'PRAGMA table_info("{model._meta.db_table}")')}
            assert {field.column for field in model._meta.concrete_fields} <= there, model


def test_a_report_that_was_being_written_is_given_its_chapters_for_other_readers_and_no_other_is(upgraded):
    folder, _ = upgraded
    with sqlite3.connect(folder / "lscp.sqlite3") as database:
        found = database.execute(
            "SELECT r.status, count(c.id) FROM publication_report r LEFT JOIN publication_chapter c "
            "ON c.report_id = r.id AND c.code IN ('easy-read', 'children', 'committee') "
            "WHERE r.edition = 1 GROUP BY r.id"
        ).fetchall()
    assert ("signing", 3) in found and ("published", 0) in found
    assert {count for status, count in found if status == "published"} == {0}
