"""A backup holds everything, and can be restored on either database."""

import json
import os
import sqlite3
import zipfile

import pytest

from tests.factories.demonstration import begin_record


@pytest.fixture(scope="module")
def saved(lscp, demonstration, tmp_path_factory):
    folder, _ = demonstration
    file = tmp_path_factory.mktemp("backup") / "all.zip"
    said = lscp("backup", file, DATABASE_URL=f"sqlite:///{folder / 'demo.sqlite3'}", LSCP_DATA=str(folder))
    assert said.returncode == 0, said.stderr
    return file


def _manifest(file):
    with zipfile.ZipFile(file) as backup:
        return json.loads(backup.read("manifest.json"))


def test_restoring_gives_back_every_row_and_a_journal_that_holds(lscp, saved, tmp_path):
    said = lscp("restore", saved, LSCP_DATA=str(tmp_path))
    assert said.returncode == 0, said.stderr
    assert lscp("journal", "verify", LSCP_DATA=str(tmp_path)).returncode == 0
    again = tmp_path / "again.zip"
    assert lscp("backup", again, LSCP_DATA=str(tmp_path)).returncode == 0
    assert _manifest(again)["tables"] == _manifest(saved)["tables"]


@pytest.fixture
def postgresql():
    """The address of an empty database on the server that the PostgreSQL half of the tests runs on."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("runs in the PostgreSQL half of `make test`, which gives a server's address")
    import psycopg

    name = f"restored_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return address.replace("/postgres?", f"/{name}?", 1)


def test_a_backup_from_one_database_is_restored_on_the_other(lscp, postgresql, saved, tmp_path):
    there = postgresql
    said = lscp("restore", saved, LSCP_DATA=str(tmp_path), DATABASE_URL=there)
    assert said.returncode == 0, said.stderr
    assert lscp("journal", "verify", LSCP_DATA=str(tmp_path), DATABASE_URL=there).returncode == 0
    again = tmp_path / "again.zip"
    assert lscp("backup", again, LSCP_DATA=str(tmp_path), DATABASE_URL=there).returncode == 0
    assert _manifest(again)["tables"] == _manifest(saved)["tables"]


def test_a_record_is_never_restored_over_another(lscp, saved, demonstration, tmp_path):
    copy = tmp_path / "lscp.sqlite3"
    with sqlite3.connect(demonstration[0] / "demo.sqlite3") as source, sqlite3.connect(copy) as target:
        source.backup(target)
    said = lscp("restore", saved, LSCP_DATA=str(tmp_path))
    assert said.returncode == 1
    assert "already holds a record" in said.stderr


def test_a_damaged_backup_restores_nothing(lscp, saved, tmp_path):
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(saved) as good, zipfile.ZipFile(damaged, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(
                name,
                content.replace(b"Owen Farrow", b"Owen Marrow") if name.startswith("journal") else content,
            )
    begin_record(tmp_path)
    said = lscp("restore", damaged, LSCP_DATA=str(tmp_path))
    assert said.returncode == 1 and "damaged" in said.stderr
    with sqlite3.connect(tmp_path / "lscp.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM partnerships_partnership").fetchone() == (0,)


@pytest.mark.parametrize("content", [b"", b"not a zip"])
def test_what_is_not_a_backup_is_refused(lscp, tmp_path, content):
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    said = lscp("restore", file, LSCP_DATA=str(tmp_path))
    assert said.returncode == 1 and "not a backup" in said.stderr
    assert list(tmp_path.iterdir()) == [file], "a database was made for nothing"
