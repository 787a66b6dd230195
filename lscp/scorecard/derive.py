"""From events to facts, made once: reads a folder of events and makes each table of facts from them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import numpy as np

from lscp.calendars import england
from lscp.scorecard import compiled
from lscp.scorecard.events import KINDS
from lscp.scorecard.facts import FACTS, LISTS
from lscp.scorecard.shapes import (
    CALENDAR,
    COUNTS,
    EPOCH,
    ORIGIN,
    events,
)


def derive(database, folder: Path, *, empty: Iterable[str] = (), only: Container[str] = FACTS) -> set[str]:
    """Reads a folder of events and makes the facts of the kinds it holds. Returns those kinds.

    `empty` are kinds that an extract had, without a row in them: they are held too, and count none. `only` these facts.
    """
    make_calendar(database)
    held = set(empty)
    for kind in KINDS:
        if files := files_of(Path(folder), kind):
            database.read(kind, files, KINDS[kind])
            held.add(kind)
        else:
            make_empty(database, kind)
    for name in ("places", "areas", "wards"):
        database.make(name, compiled.sql(database, name, LISTS[name]))
    for each in FACTS.values():
        if each.name in only and held.issuperset(each.kinds):
            database.make(each.name, compiled.sql(database, each.name, each.make), without=ORIGIN)
    return held


def make_calendar(database) -> None:
    with TemporaryDirectory() as scratch:
        _count_working_days(database, Path(scratch))
        for name in ("calendar", "deadlines"):
            database.make(name, compiled.sql(database, name, LISTS[name]))


def make_empty(database, kind: str) -> None:
    """Nothing of a kind, so that whatever asks for it finds none."""
    columns = events(kind).schema().items()
    database.make(kind, database.sql(CALENDAR.limit(0).select(**{c: ibis.null(t) for c, t in columns})))


def files_of(folder: Path, kind: str) -> list[Path]:
    """The files that hold a kind: one of CSV, or one or many of Parquet."""
    for path in (folder / f"{kind}.csv", folder / f"{kind}.parquet"):
        if path.exists():
            return [path]
    return sorted((folder / kind).glob("**/*.parquet"))


def _count_working_days(database, scratch: Path) -> None:
    """The table `counts`: each day on which they are known, with the working days up to and including it."""
    known = england()
    days = np.arange(known.covers.from_.toordinal(), known.covers.to.toordinal() + 1)
    years = range(known.covers.from_.year, known.covers.to.year + 1)
    holidays = [day.toordinal() for year in years for day in known.bank_holidays(year)]
    working = ((days - 1) % 7 < 5) & ~np.isin(days, holidays)  # day 1 was a Monday
    rows = np.column_stack([days - EPOCH, np.cumsum(working)])
    names = ",".join(COUNTS.columns)
    np.savetxt(scratch / "counts.csv", rows, fmt="%d", delimiter=",", header=names, comments="")
    database.read("counts", [scratch / "counts.csv"], dict.fromkeys(COUNTS.columns, "int32"))
