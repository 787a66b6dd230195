"""Facts that are kept from one computation to the next: when events arrive, only what they can touch is made again.

Two rules make that safe for new events and for corrected ones, of any date:

* each row of a fact that is `alone` was made from one event. Such facts are kept by the file that their events stand
  in, and only files that are new or changed are read;
* every other fact is made from all that happened to the same child. The children of whom something new is said, or
  something old no longer, are found; their facts are made again, and the quarters that come out different are written.

So whoever keeps a store of events adds a file a quarter to each kind (`referrals/2024-Q4.parquet`) and replaces those
that were corrected. A test holds the facts, after any such history, to be those of a whole new computation.

In the folder a **part** is a Parquet file of one fact. It owns files or quarters; what a later part owns, the earlier
ones have lost. `state.json`, written last, says who owns what and which files were read. Of children the folder holds
64 bits of a hash each; it stays where the events are.
"""

# ruff: noqa: S608 - what is put into SQL here are names and paths of our own
from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Container, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb

from lscp.rulebook import FOLDER
from lscp.scorecard import compiled
from lscp.scorecard.databases import CannotRun, DuckDB, quoted
from lscp.scorecard.derive import files_of, make_calendar, make_empty
from lscp.scorecard.engine import Supplied, asked_of
from lscp.scorecard.events import KINDS
from lscp.scorecard.facts import FACTS, Fact

MOST_PARTS = 12  # of a fact; with one more they are written together
STATE = "state.json"
CALENDARS = ("calendar", "deadlines")
WHO = "hash(area || '/' || child)"  # as facts have it
BEGINS = ("date", "start", "due", "plan_start")  # the first of them that a kind has is when its events were


class _StartOver(Exception):
    """What is kept is of no use: an area has gone."""


@dataclass
class Part:
    path: str
    units: list[int]  # the numbers of files, or the quarters, that it owns
    whole: bool = True  # it has lost none


@dataclass
class State:
    made_by: str
    next: int = 0  # the number of the next file
    files: dict[str, dict[str, list[int]]] = field(
        default_factory=dict
    )  # of a kind: path: number, size, time
    parts: dict[str, list[Part]] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=lambda: {"area": [], "ward": [""]})

    @classmethod
    def of(cls, keep: Path) -> State:
        """What is kept; nothing when it was made by another version or is incomplete."""
        try:
            said = json.loads((keep / STATE).read_text(encoding="utf-8"))
            said["parts"] = {name: [Part(**part) for part in parts] for name, parts in said["parts"].items()}
            state = cls(**said)
        except (OSError, ValueError, TypeError, KeyError):
            return cls(_version())
        there = all((keep / part.path).exists() for parts in state.parts.values() for part in parts)
        return state if there and state.made_by == _version() else cls(_version())


def _version() -> str:
    """A hash of all that says what facts are and how they are kept."""
    digest = hashlib.sha256(f"{compiled.fingerprint()} {duckdb.__version__}".encode())
    for path in (Path(__file__), *sorted((FOLDER / "calendars").glob("*.yaml"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def derive(
    database: DuckDB, events: Path, keep: Path, *, only: Container[str] = tuple(FACTS)
) -> dict[str, Supplied]:
    """Makes the facts of a folder of events readable in `database`, from `keep` as far as they are there already.

    Returns what is supplied of each kind that is held. A file is taken for unchanged while its size and its time of
    change are what they were. Raises `CannotRun`.
    """
    keep.mkdir(parents=True, exist_ok=True)
    _hold(database, keep)
    facts = [each for each in FACTS.values() if each.name in only]
    try:
        return _Keeping(database, events, keep, facts, State.of(keep)).bring_up_to_date()
    except _StartOver:
        return _Keeping(database, events, keep, facts, State(_version())).bring_up_to_date()


def _hold(database: DuckDB, keep: Path) -> None:
    """Nobody else may use the folder while `database` is open. The lock is DuckDB's, and goes with its process."""
    try:
        database.connection.execute(f"ATTACH {quoted(keep / 'in-use.duckdb')} AS held")
    except (duckdb.IOException, duckdb.ResourceInUseException):
        raise CannotRun(
            f"Something else is computing with what is kept in {keep}. Wait until it has ended, or keep elsewhere."
        ) from None


class _Keeping:
    def __init__(self, database: DuckDB, events: Path, keep: Path, facts: list[Fact], state: State):
        self.database, self.events, self.keep, self.state = database, events, keep, state
        before = {kind: {number for number, *_ in state.files.get(kind, {}).values()} for kind in KINDS}
        self.files = {kind: self._files(kind) for kind in KINDS}
        self.new = {kind: set(self.files[kind]) - before[kind] for kind in KINDS}
        self.gone = {kind: before[kind] - set(self.files[kind]) for kind in KINDS}
        self.facts = [each for each in facts if all(self.files[kind] for kind in each.kinds)]
        self._looking: dict[str, Collection[int]] = {}  # which files of a kind are read now

    def bring_up_to_date(self) -> dict[str, Supplied]:
        held = [kind for kind in KINDS if self.files[kind]]
        names = [each.name for each in self.facts if each.name != "steps"]
        if any(self.new.values()) or any(self.gone.values()) or not self.state.parts.keys() >= set(names):
            self._make(held)
            self._save(names, held)
        else:
            self._load_places()
        for name in names:
            self.database.view(name, self._alive(name))
        return {kind: self._supplied(kind) for kind in held}

    def _make(self, held: list[str]) -> None:
        groups = defaultdict(list)
        for each in self.facts:
            if not each.alone:
                groups[each.reads, each.reach].append(each)
        followed = {kind for reads, _reach in groups for kind in reads}
        self._load_calendar()
        for kind in held:
            self._make_alone(f"account of {kind}", kind, _account(kind))
        for kind in set(KINDS) - set(held):
            make_empty(self.database, kind)
        self._number_places(held)
        for each in self.facts:
            if each.alone:
                self._make_alone(each.name, each.kinds[0], self._sql(each))
        for kind in held:
            if kind in followed:
                self._make_alone(f"rows of {kind}", kind, _rows(kind), forget=False)
        for (reads, reach), group in groups.items():
            self._make_together(group, reads, reach)
        for kind in followed:
            self._lose(f"rows of {kind}", self.gone[kind])

    # --- files of events

    def _files(self, kind: str) -> dict[int, Path]:
        """The files of a kind by number. One that has changed is another file, with another number."""
        known, now = self.state.files.get(kind, {}), {}
        for path in files_of(self.events, kind):
            stat, name = path.stat(), str(path.relative_to(self.events))
            stamp = [stat.st_size, stat.st_mtime_ns]
            if name in known and known[name][1:] == stamp:
                now[name] = known[name]
            else:
                now[name] = [self.state.next, *stamp]
                self.state.next += 1
        self.state.files[kind] = now
        return {number: self.events / name for name, (number, *_stamp) in now.items()}

    def _look_at(self, kind: str, numbers: Collection[int]) -> None:
        """The kind is, from here on, what stands in these files."""
        numbers = sorted(numbers)
        if self._looking.get(kind) != numbers:
            files = [self.files[kind][number] for number in numbers]
            self.database.read(kind, files, KINDS[kind], numbers=numbers)
            self._looking[kind] = numbers

    # --- what all facts need

    def _load_calendar(self) -> None:
        paths = {name: self.keep / f"{name}.parquet" for name in CALENDARS}
        if self.state.parts and all(path.exists() for path in paths.values()):
            for name, path in paths.items():
                self.database.make(name, f"FROM {_read(path)}")
            return
        make_calendar(self.database)
        for name, path in paths.items():
            self.database.write(path, f"FROM {name}")

    def _number_places(self, held: Iterable[str]) -> None:
        """Areas and wards keep their numbers; new ones get the next."""
        seen = " UNION ALL ".join(f"SELECT area, ward FROM ({self._alive(f'account of {k}')})" for k in held)
        for column, names in self.state.codes.items():
            rows = (
                self._rows(f"SELECT DISTINCT {column} FROM ({seen}) WHERE {column} IS NOT NULL")
                if seen
                else []
            )
            there = {name for (name,) in rows}
            if column == "area" and not there.issuperset(names):
                raise _StartOver
            names += sorted(there.difference(names))
        self._load_places()

    def _load_places(self) -> None:
        for column, names in self.state.codes.items():
            self.database.connection.execute(
                f"CREATE TABLE {column}s AS SELECT unnest($1::VARCHAR[]) AS {column}, "
                "unnest(range(len($1)))::INTEGER AS code",
                [names],
            )

    def _supplied(self, kind: str) -> Supplied:
        columns = ["rows", *asked_of(kind)]
        sums = ", ".join(f'coalesce(sum("{column}"), 0)::BIGINT' for column in columns)
        (row,) = self._rows(f"SELECT {sums} FROM ({self._alive(f'account of {kind}')})")
        return dict(zip(columns, row, strict=True))

    # --- facts

    def _make_alone(self, name: str, kind: str, sql: str, *, forget: bool = True) -> None:
        """Of the files that are new, or of all where it was not kept before."""
        numbers = self.new[kind] if name in self.state.parts else self.files[kind]
        if numbers:
            self._look_at(kind, numbers)
            self._add(name, sql, numbers)
        if forget:
            self._lose(name, self.gone[kind])

    def _sql(self, fact: Fact) -> str:
        """What makes a fact: with the file where it is kept by that, with the child's hash where by the child."""
        sql = compiled.sql(self.database, fact.name, fact.make)
        if fact.name == "steps":
            return sql
        if fact.alone:
            return f"SELECT * EXCLUDE (who) FROM ({sql})"
        return (
            f"SELECT * REPLACE (hash(who) AS who) FROM (SELECT COLUMNS(lambda c: c <> 'file') FROM ({sql}))"
        )

    def _make_together(self, group: list[Fact], reads: tuple[str, ...], reach: int | None) -> None:
        """Facts that are made from the same kinds of event, child by child."""
        first = all(self.new[kind] == set(self.files[kind]) for kind in reads)
        if first or any(each.name not in self.state.parts for each in group if each.name != "steps"):
            for kind in reads:
                if self.files[kind]:
                    self._look_at(kind, self.files[kind])
            self._make_whole(group)
        elif days := self._touched(reads):
            self._gather(reads, days, reach)
            where = _between("day", days, reach) if reach else "true"
            for each in group:
                self._make_again(each, where)

    def _make_whole(self, group: list[Fact]) -> None:
        for each in group:
            if each.name == "steps":
                self.database.write(self.keep / "steps.parquet", self._sql(each))
                self.database.view("steps", f"FROM {_read(self.keep / 'steps.parquet')}")
            else:
                self.state.parts.pop(each.name, None)
                self._add(each.name, self._sql(each), None)

    def _touched(self, reads: Iterable[str]) -> tuple[int, int] | None:
        """The children of whom the new files say something else than the old ones did; the first and last such day."""
        said = [
            f"SELECT who, day, row, if(file IN {_list(self.new[kind])}, 1, -1) AS change "
            f"FROM ({self._alive(f'rows of {kind}')}) WHERE file IN {_list(self.new[kind] | self.gone[kind])}"
            for kind in reads
            if (self.new[kind] or self.gone[kind]) and f"rows of {kind}" in self.state.parts
        ]
        if not said:
            return None
        changed = f"FROM ({' UNION ALL '.join(said)}) GROUP BY who, day, row HAVING sum(change) <> 0"
        self.database.make("changed", f"SELECT who, day {changed}")
        self.database.make("touched", "SELECT DISTINCT who FROM changed")
        ((first, last, number),) = self._rows("SELECT min(day), max(day), count(*) FROM changed")
        return (first or 0, last or 0) if number else None

    def _gather(self, reads: Iterable[str], days: tuple[int, int], reach: int | None) -> None:
        """The kinds are, from here on, the events of the children who were touched."""
        for kind in reads:
            if self.files[kind]:
                self._look_at(kind, self.files[kind])
                near = f" AND {_begins(kind)} {_dates(days, 2 * reach)}" if reach else ""
                own = f"SELECT * FROM {kind} WHERE {WHO} IN (SELECT who FROM touched){near}"
                self.database.make(f"{kind} of the touched", own)
                self.database.view(kind, f'FROM "{kind} of the touched"')
                del self._looking[kind]

    def _make_again(self, fact: Fact, where: str) -> None:
        """Makes the facts of the touched again, and the quarters in which they are others than before."""
        if fact.name == "steps":
            return self.database.make("steps", self._sql(fact))
        path = self.keep / f"{uuid.uuid4().hex}.parquet"
        self.database.write(path, self._sql(fact))
        theirs = f"who IN (SELECT who FROM touched) AND {where}"
        made, kept = f"FROM {_read(path)} WHERE {where}", f"FROM ({self._alive(fact.name)})"
        rows = self._rows(
            "SELECT DISTINCT quarter FROM (SELECT quarter, 1 AS change, hash(r) AS row FROM "
            f"({made}) r UNION ALL SELECT quarter, -1, hash(r) FROM ({kept} WHERE {theirs}) r) "
            "GROUP BY quarter, row HAVING sum(change) <> 0"
        )
        if quarters := {quarter for (quarter,) in rows}:
            others = f"{kept} WHERE quarter IN {_list(quarters)} AND NOT ({theirs})"
            anew = f"{others} UNION ALL {made} AND quarter IN {_list(quarters)}"
            self._add(fact.name, anew, quarters)
        path.unlink()
        return None

    # --- parts

    def _add(self, name: str, sql: str, units: Collection[int] | None) -> None:
        """Writes a part that owns these units from now on, or every quarter that it holds."""
        path = self.keep / f"{uuid.uuid4().hex}.parquet"
        self.database.write(path, sql)
        if units is None:
            units = [quarter for (quarter,) in self._rows(f"SELECT DISTINCT quarter FROM {_read(path)}")]
        self._lose(name, units)
        parts = self.state.parts.setdefault(name, [])
        parts.append(Part(path.name, sorted(units)))
        if len(parts) > MOST_PARTS:
            together = self._alive(name)
            del self.state.parts[name]
            self._add(name, together, {unit for part in parts for unit in part.units})

    def _lose(self, name: str, units: Collection[int]) -> None:
        for part in self.state.parts.get(name, ()):
            if not set(units).isdisjoint(part.units):
                part.units, part.whole = sorted(set(part.units).difference(units)), False

    def _alive(self, name: str) -> str:
        """What reads a fact from the parts that own it."""
        fact = FACTS.get(name)
        unit = "file" if fact is None or fact.alone else "quarter"
        return " UNION ALL ".join(
            f"SELECT * FROM {_read(self.keep / part.path)}"
            + ("" if part.whole else f" WHERE {unit} IN {_list(part.units)}")
            for part in self.state.parts[name]
        )

    def _save(self, facts: Iterable[str], held: Iterable[str]) -> None:
        """What was not brought up to date is not kept."""
        names = {*facts, *(f"{what} of {kind}" for kind in held for what in ("account", "rows"))}
        self.state.parts = {name: parts for name, parts in self.state.parts.items() if name in names}
        for name, parts in self.state.parts.items():
            self.state.parts[name] = [part for part in parts if part.units] or parts[-1:]
        new = self.keep / f"{STATE}.part"
        new.write_text(json.dumps(asdict(self.state)), encoding="utf-8")
        new.replace(self.keep / STATE)
        used = {part.path for parts in self.state.parts.values() for part in parts}
        used |= {f"{name}.parquet" for name in CALENDARS}
        for path in self.keep.glob("*.parquet"):
            if path.name not in used:
                path.unlink()

    def _rows(self, sql: str) -> list[tuple]:
        return self.database.connection.execute(sql).fetchall()


# --- what is kept beside the facts


def _account(kind: str) -> str:
    """How many rows, and how many with each column that a measure asks for, in each file and place."""
    counts = "".join(f', count("{column}") AS "{column}"' for column in asked_of(kind))
    return f"SELECT file, area, ward, count(*) AS rows{counts} FROM {kind} GROUP BY file, area, ward"


def _rows(kind: str) -> str:
    """Of each event the child, the day and a hash of all that it says."""
    said = ", ".join(f'"{column}"' for column in KINDS[kind])
    return f"SELECT file, {WHO} AS who, {_begins(kind)} - DATE '1970-01-01' AS day, hash({said}) AS row FROM {kind}"


def _begins(kind: str) -> str:
    return next((f'"{column}"' for column in BEGINS if column in KINDS[kind]), "NULL::DATE")


# --- SQL


def _between(column: str, days: tuple[int, int], reach: int) -> str:
    return f"{column} BETWEEN {days[0] - reach} AND {days[1] + reach}"


def _dates(days: tuple[int, int], reach: int) -> str:
    """Between dates, not numbers of days: so DuckDB skips the files and groups of rows that have none of them."""
    first, last = (date(1970, 1, 1) + timedelta(day) for day in (days[0] - reach, days[1] + reach))
    return f"BETWEEN DATE '{first}' AND DATE '{last}'"


def _list(numbers: Iterable[int]) -> str:
    """A list for IN; of nothing, one that nothing is in."""
    return f"({', '.join(map(str, sorted(numbers))) or 'NULL'})"


def _read(path: Path) -> str:
    return f"read_parquet({quoted(path)})"
