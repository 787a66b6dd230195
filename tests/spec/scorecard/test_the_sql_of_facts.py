"""What makes the facts in DuckDB is written beforehand, and never from something else than it is now."""

from lscp.scorecard import compiled


def test_the_file_holds_the_sql_that_would_be_written_now():
    assert compiled.WRITTEN.read_text(encoding="utf-8") == compiled.write(), (
        "Run: python -m lscp.scorecard.compiled"
    )


def test_sql_written_from_something_else_is_not_used(monkeypatch, tmp_path):
    stale = tmp_path / "facts.sql"
    stale.write_text(compiled.WRITTEN.read_text(encoding="utf-8").replace(compiled.fingerprint(), "0" * 64))
    monkeypatch.setattr(compiled, "WRITTEN", stale)
    assert compiled.written.__wrapped__() == {}
