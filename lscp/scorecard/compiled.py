"""The SQL that makes the facts in DuckDB, written beforehand: Ibis takes seconds to write it, DuckDB little to run it.

    python -m lscp.scorecard.compiled

writes `facts.sql` again, after a change to what facts are made of. The file says what it was written from; when that
has changed since, it is not used and Ibis writes the SQL as it is asked for, as it always does for Spark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import ibis
from ibis.expr.types import Table

from lscp.scorecard.events import KINDS

HERE = Path(__file__).parent
WRITTEN = HERE / "facts.sql"
SOURCES = ("codes.py", "shapes.py", "facts")  # and the columns of events


def sql(database, name: str, make: Callable[[], Table]) -> str:
    """What makes the table `name`, in the words of the database."""
    ready = written() if database.dialect == "duckdb" else {}
    return ready.get(name) or database.sql(make())


@cache
def written() -> dict[str, str]:
    """The SQL of each table in the file; nothing when it was written from something else."""
    if not WRITTEN.exists():
        return {}
    first, *statements = WRITTEN.read_text(encoding="utf-8").split("\n-- ")
    if not first.endswith(fingerprint()):
        return {}
    return dict(statement.rstrip("\n").split("\n", 1) for statement in statements)


def fingerprint() -> str:
    """A hash of everything that says what facts are."""
    digest = hashlib.sha256(repr(KINDS).encode())
    for source in (HERE / name for name in SOURCES):
        for path in sorted(source.glob("*.py")) if source.is_dir() else [source]:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def write() -> str:
    """The whole text of the file, as it should be now."""
    from lscp.scorecard.databases import DuckDB
    from lscp.scorecard.facts import FACTS, LISTS

    ibis.options.sql.fuse_selects = True  # takes Ibis longer, and DuckDB has less to read each time
    making = LISTS | {each.name: each.make for each in FACTS.values()}
    database = DuckDB()
    statements = [f"-- {name}\n{database.sql(make())}\n" for name, make in making.items()]
    heading = f"-- Written by python -m lscp.scorecard.compiled from {', '.join(SOURCES)} of {fingerprint()}"
    return "\n".join([heading, *statements])


if __name__ == "__main__":
    WRITTEN.write_text(write(), encoding="utf-8")
