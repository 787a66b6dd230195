"""`lscp export`: everything a partnership has kept, readable without us, and nothing of anybody else."""

import csv
import hashlib
import json
import subprocess

import pytest
from django.apps import apps

from lscp import export, scope
from lscp.partnerships.access import scope_of
from lscp.scope import Scoped
from tests.factories.one_of_everything import fill

OURS, THEIRS = "Heron words", "Bittern words"


@pytest.fixture
def folder(world, elsewhere, tmp_path):
    fill(world, OURS)
    fill(elsewhere, THEIRS)
    export.write(world.partnership.code, tmp_path / "out")
    return tmp_path / "out"


def read(folder, path):
    with (folder / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_exported_or_says_why_it_is_not():
    ours = {model for model in apps.get_models() if model.__module__.startswith("lscp.")}
    unlocked = {model._meta.label for model in ours if not issubclass(model, Scoped)}
    assert unlocked - set(export.LEFT_OUT) == set(export.OPEN)
    assert {model._meta.label for model in ours} == {m._meta.label for m in export.tables()} | set(
        export.LEFT_OUT
    )
    assert all(export._meaning(model) for model in export.tables())
    assert len({export._path(model) for model in export.tables()}) == len(export.tables())


def test_each_table_has_as_many_rows_as_the_partnership_sees(world, folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    rows = {file["path"]: file["rows"] for file in manifest["files"] if file["rows"] is not None}
    with scope.within(scope_of(world.manager)):
        for model in export.tables():
            if issubclass(model, Scoped):
                assert (
                    rows[export._path(model)]
                    == model.objects.count()
                    == len(read(folder, export._path(model)))
                )
    assert rows["tables/golden_thread-actions.csv"], "there is something to compare"


def test_nothing_of_another_partnership_is_in_it(folder):
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.csv"))
    assert OURS in text
    assert THEIRS not in text


def test_what_a_number_refers_to_stands_beside_it_in_words(folder):
    recommendations = {row["id"]: row for row in read(folder, "tables/golden_thread-recommendations.csv")}
    actions = read(folder, "tables/golden_thread-actions.csv")
    given = [action for action in actions if action["recommendation_id"]]
    assert given
    for action in given:
        assert action["recommendation_is"] in recommendations[action["recommendation_id"]]["text"]
        assert action["owner_agency_is"]


def test_the_dictionary_says_what_every_column_of_every_table_is(folder):
    said = {(row["table"], row["column"]) for row in read(folder, "dictionary.csv") if row["meaning"]}
    for path in (folder / "tables").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            columns = [c for c in next(csv.reader(file)) if not c.endswith("_is")]
        assert {(f"tables/{path.name}", column) for column in columns} <= said


def test_an_uploaded_file_comes_back_byte_for_byte(world, folder):
    from lscp.documents.models import Document

    with scope.within(scope_of(world.manager)):
        kept = {document.sha256 for document in Document.objects.all()}
    out = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "documents").iterdir()}
    assert kept and out == kept


def test_any_change_to_a_file_is_found_without_us(folder):
    check = ["sha256sum", "-c", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=folder, check=False).returncode == 0
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - listed == {"SHA256SUMS"}
    (folder / "dictionary.csv").write_text("changed")
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode == 1


def test_no_key_of_a_link_leaves(folder):
    for path in (folder / "tables").glob("*-links.csv"):
        assert all("token" not in column for row in read(folder, f"tables/{path.name}") for column in row)


def test_a_text_that_a_spreadsheet_would_run_is_text(world, tmp_path):
    fill(world, "", owner="council")
    world.partnership.name = "=cmd|' /C calc'!A0"
    world.partnership.save(update_fields=["name"])
    export.write(world.partnership.code, tmp_path / "out")
    (row,) = read(tmp_path / "out", "tables/partnerships-partnerships.csv")
    assert row["name"].startswith("'=")


def test_a_folder_in_use_and_an_unknown_partnership_are_refused(world, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(export.CannotExport, match="holds something already"):
        export.write(world.partnership.code, tmp_path)
    with pytest.raises(export.CannotExport, match=f"There are: {world.partnership.code}"):
        export.write("nowhere", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_export_that_breaks_off_leaves_no_folder_that_looks_whole(world, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr(export, "_write_dictionary", full)
    with pytest.raises(OSError, match="No space"):
        export.write(world.partnership.code, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    monkeypatch.undo()
    export.write(world.partnership.code, tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_names_of_files_are_made_safe():
    assert export._safe("../../etc/passwd") == "passwd"
    assert export._safe("C:\\papers\\Minutes: June?.docx") == "Minutes- June-.docx"
    assert export._safe("...") == "file"
