"""Where facts are kept, the newest quarter is counted without the ones before it, and every figure is the same."""

from datetime import date

from lscp.scorecard import derive, engine
from lscp.scorecard.databases import DuckDB
from tests.spec.scorecard import invented

NEWEST = date(2024, 10, 1)


def test_the_newest_quarter_from_kept_facts_is_that_of_a_whole_computation(tmp_path):
    invented.write(invented.events(3), tmp_path / "events")
    made = DuckDB(threads=1)
    held = derive.derive(made, tmp_path / "events")
    kept = DuckDB(threads=1, keep=tmp_path / "facts")
    derive.derive(kept, tmp_path / "events")
    kept.close()
    whole = [row for row in rows(made, held, date(2023, 4, 1)) if row.period_start == NEWEST]
    opened = DuckDB(threads=1, keep=tmp_path / "facts")
    opened.open_kept()
    for kind in held:
        opened.read(kind, tmp_path / "events" / f"{kind}.csv", derive.KINDS[kind])
    assert len(whole) > 500
    assert rows(opened, held, NEWEST) == whole


def rows(database, held, start):
    return engine.compute(
        database, held=held, start=start, end=date(2024, 12, 31), by="quarter", breakdowns=["ethnicity"]
    ).rows
