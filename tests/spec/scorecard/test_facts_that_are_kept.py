"""Whatever arrives, is corrected or goes, the facts that were kept and brought up to date count what new ones count."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from lscp.scorecard import derive, engine, kept
from lscp.scorecard.databases import CannotRun, DuckDB
from lscp.scorecard.events import KINDS
from lscp.scorecard.facts import FACTS
from tests.spec.scorecard import invented

QUARTER = {"start": date(2024, 10, 1), "end": date(2024, 12, 31), "by": "quarter"}


@pytest.mark.parametrize("seed", range(2))
def test_after_any_history_the_facts_are_those_of_a_new_computation(tmp_path, seed):
    store = Store(tmp_path / "events", invented.events(seed, children=25), random.Random(seed))
    for happens in (store.begin, store.add, store.correct, store.take_away, store.add, store.close):
        happens()
        brought_up, anew = facts_of(kept_in(tmp_path)), facts_of(made_from(tmp_path))
        assert sum(map(len, anew.values())) > 500
        assert brought_up == anew, happens.__name__


def test_the_newest_quarter_counted_from_what_was_kept_is_that_of_a_new_computation(tmp_path):
    store = Store(tmp_path / "events", invented.events(3), random.Random(3))
    store.begin()
    kept_in(tmp_path).close()
    before = stamps(tmp_path / "facts")
    store.add()
    supplied = kept.derive(database := DuckDB(threads=1), tmp_path / "events", tmp_path / "facts")
    told = engine.compute(database, held=set(supplied), supplied=supplied, breakdowns=["ward"], **QUARTER)
    held = derive.derive(database := DuckDB(threads=1), tmp_path / "events")
    anew = engine.compute(database, held=held, breakdowns=["ward"], **QUARTER)
    assert len(told.rows) > 100
    assert sorted(told.rows, key=repr) == sorted(anew.rows, key=repr)
    assert told.not_supplied == anew.not_supplied
    after = stamps(tmp_path / "facts")
    assert len(after) > len(before)
    assert {path: stamp for path, stamp in after.items() if path in before} == before  # none is written again


def test_what_has_not_changed_is_not_made_again_and_what_was_lost_is(tmp_path):
    Store(tmp_path / "events", invented.events(3), random.Random(3)).begin()
    first = facts_of(kept_in(tmp_path))
    before = stamps(tmp_path / "facts")
    assert facts_of(kept_in(tmp_path)) == first
    assert stamps(tmp_path / "facts") == before
    max((tmp_path / "facts").glob("*.parquet")).unlink()
    assert facts_of(kept_in(tmp_path)) == first
    assert stamps(tmp_path / "facts") != before


def test_many_parts_are_written_together(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "MOST_PARTS", 2)
    store = Store(tmp_path / "events", invented.events(5), random.Random(5))
    for happens in (store.begin, store.correct, store.correct, store.correct):
        happens()
        brought_up = facts_of(kept_in(tmp_path))
    assert brought_up == facts_of(made_from(tmp_path))
    assert {len(parts) for parts in kept.State.of(tmp_path / "facts").parts.values()} <= {1, 2}


def test_two_computations_do_not_keep_in_one_folder_at_once(tmp_path):
    Store(tmp_path / "events", invented.events(3), random.Random(3)).begin()
    first = kept_in(tmp_path)
    with pytest.raises(CannotRun, match="Wait until it has ended"):
        kept_in(tmp_path)
    first.close()
    kept_in(tmp_path)


class Store:
    """A store of events in several files a kind, and what happens to such a store."""

    def __init__(self, folder, events, chance):
        self.folder, self.chance = folder, chance
        self.files = {}  # (kind, file): rows
        self.later = {}
        self.number = 0
        for kind, rows in events.items():
            for row in rows:
                place = chance.choice(["a", "b", "c", "later"])
                (self.later if place == "later" else self.files).setdefault((kind, place), []).append(row)

    def begin(self):
        for key in self.files:
            self.write(*key)

    def add(self):
        """New files, with events of any date, of children who were there and of others."""
        self.number += 1
        for (kind, _later), rows in self.later.items():
            now = [row for row in rows if self.chance.random() < 0.5]
            rows[:] = [row for row in rows if row not in now]
            if now:
                self.files[kind, f"new-{self.number}"] = now
                self.write(kind, f"new-{self.number}")

    def correct(self):
        """Files come again with rows gone, rows twice, other days, and children who turn out to be others."""
        for kind, name in self.chance.sample(sorted(self.files), 6):
            rows = self.files[kind, name]
            rows[:] = [self.changed(row) for row in rows if self.chance.random() < 0.9]
            rows += self.chance.sample(rows, min(2, len(rows)))
            self.write(kind, name)

    def take_away(self):
        for kind, name in self.chance.sample(sorted(self.files), 4):
            (self.folder / kind / f"{name}.parquet").unlink()
            del self.files[kind, name]

    def close(self):
        """What was open ends on the last day."""
        for (kind, name), rows in self.files.items():
            for row in rows:
                if kind in ("plans", "care", "needs") and row["end"] is None:
                    row["end"] = date(2024, 12, 31)
            self.write(kind, name)

    def changed(self, row):
        if self.chance.random() > 0.3:
            return row
        column = self.chance.choice(sorted(row))
        value = row[column]
        if isinstance(value, date):
            return row | {column: value + timedelta(self.chance.choice([-400, -1, 1, 90]))}
        if column == "child":
            return row | {"child": f"child {self.chance.randrange(30)}"}
        return row | {column: None} if column != "area" else row | {"area": "E09000003"}

    def write(self, kind, name):
        path = self.folder / kind / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        invented.write({kind: self.files[kind, name]}, self.folder / "as csv")
        database = DuckDB(threads=1)
        database.read(kind, [self.folder / "as csv" / f"{kind}.csv"], KINDS[kind])
        database.write(path, f"SELECT * EXCLUDE (file) FROM {kind}")
        database.close()


def kept_in(folder):
    database = DuckDB(threads=1)
    kept.derive(database, folder / "events", folder / "facts")
    return database


def made_from(folder):
    database = DuckDB(threads=1)
    derive.derive(database, folder / "events")
    return database


def facts_of(database):
    """Each fact's rows, however often each, with the names of areas and wards for their numbers."""
    there = {
        name for (name,) in database.connection.execute("SELECT view_name FROM duckdb_views()").fetchall()
    }
    there |= {
        name for (name,) in database.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    }
    found = {}
    for name in there & set(FACTS) - {"steps"}:
        own = sorted(set(database.names(name)) - {"area", "ward", "who", "file"})
        rows = database.connection.execute(
            f"SELECT areas.area, wards.ward, {', '.join(own)} FROM {name} "
            f"JOIN areas ON {name}.area = areas.code JOIN wards ON {name}.ward = wards.code"
        ).fetchall()
        found[name] = Counter(rows)
    return found


def stamps(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}
