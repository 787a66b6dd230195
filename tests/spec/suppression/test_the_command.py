"""``lscp disclosure protect`` and ``attack``, as an analyst with a CSV uses them."""

import csv
import ctypes
import json

import pytest

from lscp import cli
from lscp.disclosure import commands

TABLE = "ward,n\nAsh,3\nBirch,40\nCedar,12\nDale,0\nTotal,55\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "table.csv").write_text(TABLE)
    return tmp_path


def protect(files, *more):
    where = [str(files / "table.csv"), "--out", str(files / "out.csv")]
    return cli.main(["disclosure", "protect", *where, "--by", "ward", "--count", "n", *more])


def counts(path):
    return [row["n"] for row in csv.DictReader(path.open())]


def test_protect_writes_the_table_and_says_what_it_hid(files, capsys):
    assert protect(files) == 0
    assert counts(files / "out.csv") == ["c", "40", "c", "0", "55"]
    assert "2 of 5 counts are hidden" in capsys.readouterr().out


def test_what_was_protected_withstands_the_attack(files, capsys):
    protect(files)
    assert cli.main(["disclosure", "attack", str(files / "out.csv")]) == 0
    assert "Safe" in capsys.readouterr().out


def test_a_cell_put_back_makes_the_attack_fail_and_says_which_is_known(files, capsys):
    protect(files)
    (files / "out.csv").write_text((files / "out.csv").read_text().replace("Cedar,c", "Cedar,12"))
    assert cli.main(["disclosure", "attack", str(files / "out.csv")]) == 1
    assert "ward Ash: It can be nothing but 3." in capsys.readouterr().err


def test_json_holds_the_report_and_the_attack(files, capsys):
    protect(files, "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["report"]["secondary"] == 1
    assert told["attack"]["safe"] is True
    assert {"cell": {"ward": "Ash"}, "why": "small"} in told["hidden"]


def test_json_is_one_document_whatever_the_solver_prints(files, capfd, monkeypatch):
    real = commands.protect_file

    def talking(*args, **more):
        ctypes.CDLL(None).printf(b"a word of the solver's own\n")
        return real(*args, **more)

    monkeypatch.setattr(commands, "protect_file", talking)
    assert protect(files, "--json") == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["report"]["secondary"] == 1
    assert "a word of the solver's own" in err


def test_nothing_is_written_when_what_was_published_gives_it_away(files, capsys):
    (files / "earlier.csv").write_text(TABLE.replace("Ash,3", "Ash,c"))
    assert protect(files, "--published", str(files / "earlier.csv")) == 1
    assert not (files / "out.csv").exists()
    assert "It can be nothing but 3." in capsys.readouterr().err


def test_a_count_that_was_revised_by_a_few_is_hidden_and_the_table_is_written(files, capsys):
    """Forty were printed, and now it is 42: the difference would tell of two children."""
    (files / "earlier.csv").write_text(TABLE.replace("Ash,3", "Ash,c").replace("Cedar,12", "Cedar,c"))
    (files / "table.csv").write_text(TABLE.replace("40", "42").replace("55", "57"))
    assert protect(files, "--published", str(files / "earlier.csv")) == 0, capsys.readouterr().err
    assert counts(files / "out.csv") == ["c", "c", "c", "0", "c"]


def test_counts_that_were_revised_while_their_total_stayed_stop_nothing_either(files, capsys):
    (files / "earlier.csv").write_text(TABLE.replace("Ash,3", "Ash,c").replace("Cedar,12", "Cedar,c"))
    (files / "table.csv").write_text(TABLE.replace("40", "42").replace("12", "10"))
    assert protect(files, "--published", str(files / "earlier.csv")) == 0, capsys.readouterr().err
    assert counts(files / "out.csv") == ["c", "c", "c", "0", "55"]


def test_an_earlier_table_by_something_else_is_said_with_what_to_do(files, capsys):
    (files / "earlier.csv").write_text("sex,n\nF,30\nM,25\nTotal,55\n")
    assert protect(files, "--published", str(files / "earlier.csv")) == 1
    assert "If earlier.csv counts by sex too, name that in --by" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "is empty"),
        ("ward,n\nAsh,3,4\n", "row 2 has 3 columns"),
        ("place,n\nAsh,3\n", "has no column ward"),
        (TABLE.replace("55", "56"), "does not add up"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_clear_error(files, capsys, text, because):
    (files / "table.csv").write_text(text)
    assert protect(files) == 1
    assert because in capsys.readouterr().err
