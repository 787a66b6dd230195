"""`lscp return compute` as it is typed."""

import errno
import json
import subprocess
import sys
from datetime import date

import pytest

from lscp import cli
from lscp.scorecard import returns
from lscp.scorecard.databases import DuckDB
from lscp.scorecard.events import KINDS
from tests.factories import annex_a
from tests.factories.workbooks import workbook
from tests.spec.scorecard import invented

PERIOD = ["--area", "E09000001", "--from", "2023-10-01", "--to", "2024-03-31"]


@pytest.fixture
def extract(tmp_path):
    day = date(2024, 1, 10)
    referrals = [
        annex_a.row(3, but={"Child Unique ID": "A1", "Date of referral": day}),
        annex_a.row(3, but={"Child Unique ID": "A1", "Date of referral": day}),  # the same row again
        annex_a.row(3, but={"Child Unique ID": "A2", "Date of referral": "soon"}),
    ]
    return workbook(tmp_path / "extract.xlsx", {"List 3": annex_a.sheet(3, *referrals)})


def run(*arguments):
    return cli.main(["return", "compute", *map(str, arguments)])


def test_it_writes_a_sound_return_and_says_in_words_what_became_of_the_rows(extract, tmp_path, capsys):
    out = tmp_path / "made.return.json"
    assert run("--annex-a", extract, *PERIOD, "--by", "quarter", "--breakdown", "age,sex", "--out", out) == 0
    made = returns.read(out)
    assert returns.check(made) == []
    assert made.source.files[0].name == "extract.xlsx" and len(made.source.files[0].sha256) == 64
    assert (made.rows_read, made.rows_used, made.rows_duplicate, made.rows_rejected) == (3, 1, 1, 1)
    said, progress = capsys.readouterr()
    assert "3 rows read, 1 used, 1 duplicate, 1 rejected" in said
    assert "Not supplied: " in said and "I14" in said and "Computed: " in said
    assert "Counting" in progress and "Counting" not in said
    assert "soon" in (tmp_path / "made.return.json.rejects.csv").read_text("utf-8-sig")


def test_json_is_one_document_and_nothing_else(extract, tmp_path, capsys):
    run("--annex-a", extract, *PERIOD, "--out", tmp_path / "made.json", "--json")
    document = json.loads(capsys.readouterr().out)
    assert document["rows_read"] == 3 and "I05" in document["indicators"]


def test_no_child_is_in_the_return(extract, tmp_path):
    run("--annex-a", extract, *PERIOD, "--out", tmp_path / "made.json")
    text = (tmp_path / "made.json").read_text()
    assert "A1" not in text and "A2" not in text


@pytest.mark.parametrize(
    "content, says",
    [(b"PK\x03\x04 not a workbook", "extract.xlsx"), (b"", "extract.xlsx")],
)
def test_a_file_that_is_not_an_extract_is_said_to_be_none(tmp_path, capsys, content, says):
    (tmp_path / "extract.xlsx").write_bytes(content)
    assert run("--annex-a", tmp_path / "extract.xlsx", *PERIOD, "--out", tmp_path / "made.json") == 1
    assert says in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["extract.xlsx"]


def test_when_no_row_can_be_used_there_is_no_return(tmp_path, capsys):
    row = annex_a.row(3, but={"Date of referral": "soon"})
    extract = workbook(tmp_path / "extract.xlsx", {"List 3": annex_a.sheet(3, row)})
    assert run("--annex-a", extract, *PERIOD, "--out", tmp_path / "made.json") == 1
    assert "No row could be used, so there is no return." in capsys.readouterr().err
    assert not (tmp_path / "made.json").exists()


@pytest.mark.parametrize(
    "changed, says",
    [
        (["--from", "2024-04-01", "--to", "2024-03-31"], "Swap --from and --to"),
        (["--breakdown", "shoe"], "There is no breakdown by 'shoe'"),
        (["--breakdown", "age*sex*ward*disability"], "three different ones at most"),
        (["--area", "Thornley"], "'Thornley' is no area's code"),
        (["--to", "2098-12-31"], "The period ends on 2098-12-31, which is not over"),
        (["--out", "nowhere/made.json"], "There is no folder"),
        (["--out", "."], "is a folder. Give the name of the file to write"),
        (["--annex-a", "missing.xlsx"], "missing.xlsx"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(extract, tmp_path, capsys, changed, says):
    given = {"--annex-a": extract, "--out": tmp_path / "made.json", "--area": "E09000001"}
    given |= {"--from": "2023-10-01", "--to": "2024-03-31"} | dict(
        zip(changed[::2], changed[1::2], strict=True)
    )
    assert run(*(part for pair in given.items() for part in pair)) == 1
    assert says in capsys.readouterr().err


def test_one_extract_must_be_named(capsys):
    with pytest.raises(SystemExit) as ended:
        run(*PERIOD, "--out", "made.json")
    assert ended.value.code == 2


def test_a_killed_run_leaves_the_old_return_as_it_was(extract, tmp_path):
    out = tmp_path / "made.json"
    out.write_text("the old one")
    dying = (
        "import os, sys; from lscp.scorecard import returns; from lscp import cli;"
        "os.replace = lambda *paths: os._exit(9);"
        "cli.main(sys.argv[1:])"
    )
    command = [
        sys.executable,
        "-c",
        dying,
        "return",
        "compute",
        "--annex-a",
        str(extract),
        *PERIOD,
        "--out",
        str(out),
    ]
    assert subprocess.run(command, capture_output=True).returncode == 9
    assert out.read_text() == "the old one"


def test_when_the_return_cannot_be_written_nothing_is_left_behind(extract, tmp_path, capsys, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(returns.os, "replace", full)
    assert run("--annex-a", extract, *PERIOD, "--out", tmp_path / "made.json") == 1
    assert "made.json could not be written (No space left on device)." in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["extract.xlsx"]


@pytest.mark.parametrize(
    "heading", ["child,date", "area,child,birth,sex,ethnicity,disability,ward,due,date", ""]
)
def test_events_whose_columns_are_not_the_models_are_refused_in_a_sentence(tmp_path, capsys, heading):
    (tmp_path / "core_groups.csv").write_text(f"{heading}\n1,2024-01-10\n")
    assert run("--events", tmp_path, *PERIOD, "--out", tmp_path / "made.json") == 1
    assert "core_groups.csv does not have the columns of these events" in capsys.readouterr().err


def test_events_that_hold_no_dates_where_dates_are_due_are_refused_in_a_sentence(tmp_path, capsys):
    heading = ",".join(KINDS["core_groups"])
    (tmp_path / "core_groups.csv").write_text(f"{heading}\n1,E09000001,,,,,,31/12/2023,\n")
    assert run("--events", tmp_path, *PERIOD, "--out", tmp_path / "made.json") == 1
    assert "cannot be counted" in (said := capsys.readouterr().err)
    assert "31/12/2023" not in said
    assert not (tmp_path / "made.json").exists()


def test_parquet_events_that_lack_a_column_are_refused_in_a_sentence(tmp_path, capsys):
    (tmp_path / "core_groups").mkdir()
    written = DuckDB(threads=1)
    written.write(
        tmp_path / "core_groups" / "rows.parquet", "SELECT 'a' AS child, 'E09000001' AS area, NULL AS due"
    )
    assert run("--events", tmp_path, *PERIOD, "--out", tmp_path / "made.json") == 1
    assert "The Parquet files of core_groups have no column birth, sex, " in (said := capsys.readouterr().err)
    assert "write the files again with it" in said


def test_what_was_made_of_events_is_kept_and_the_next_return_is_the_same(tmp_path):
    made = invented.events(4)
    invented.write({"referrals": made["referrals"], "plans": made["plans"]}, tmp_path / "events")
    given = ["--events", tmp_path / "events", *PERIOD, "--by", "quarter", "--breakdown", "ward", "--out"]
    assert run(*given, tmp_path / "plain.json") == 0
    for name in ("first.json", "second.json"):
        assert run(*given, tmp_path / name, "--keep", tmp_path / "kept") == 0
    plain, *others = (returns.read(tmp_path / name) for name in ("plain.json", "first.json", "second.json"))
    for other in others:
        assert (other.rows, other.not_supplied, other.lists) == (plain.rows, plain.not_supplied, plain.lists)


@pytest.mark.parametrize(
    "more, says",
    [
        (["--annex-a", "x.xlsx", "--keep", "kept"], "--keep goes with --events"),
        (["--events", ".", "--keep", "kept", "--engine", "spark"], "--keep works with DuckDB"),
    ],
)
def test_only_what_is_made_from_events_by_duckdb_is_kept(tmp_path, capsys, more, says):
    assert run(*more, *PERIOD, "--out", tmp_path / "made.json") == 1
    assert says in capsys.readouterr().err
