"""Where the counting runs: DuckDB in this process, or Spark for what outgrows one machine.

Both offer the same four verbs, so nothing else in the scorecard knows which one it talks to. Ibis says what is
wanted, its compilers write each database's SQL (docs/adr/0011), and only counted rows ever come back here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import ibis
import numpy as np
import numpy.ma  # DuckDB hands over masked arrays; it is not paid for in the middle of counting
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import DuckDBCompiler, PySparkCompiler

Columns = dict[str, np.ndarray]
ibis.options.sql.fuse_selects = (
    False  # a database merges nested selects in a hundredth of the time that Ibis takes
)


class DuckDB:
    """DuckDB in the process. `memory` and `threads` are limits, where a machine is shared.

    What does not fit in memory goes to `scratch` for as long as it is needed.
    """

    dialect = "duckdb"

    def __init__(self, *, threads: int | None = None, memory: str | None = None, scratch: Path | None = None):
        import duckdb

        settings = {"threads": threads or os.cpu_count(), "perfect_ht_threshold": PERFECT_HASH_BITS}
        if memory:
            settings["memory_limit"] = memory
        if scratch:
            settings["temp_directory"] = str(scratch)
        self.connection = duckdb.connect(config=settings)

    def read(
        self,
        name: str,
        files: Sequence[Path],
        columns: Mapping[str, str],
        *,
        numbers: Sequence[int] | None = None,
    ) -> None:
        """Makes what is on disk readable as `name`: one CSV file, or Parquet files. Raises `CannotRun`.

        A column `file` has each file's number of `numbers`; 0 of all without them.
        """
        types = {column: _DUCKDB_TYPES[type_] for column, type_ in columns.items()}
        if files[0].suffix == ".csv":
            reading = (
                f"read_csv({quoted(files[0])}, header=true, nullstr='', auto_detect=false, delim=',', quote='\"', "
                f"escape='\"', columns={types})"
            )
            number = numbers[0] if numbers else 0
            as_read = f'"{name} as read"'  # it is asked for often
            self.connection.execute(
                f"CREATE OR REPLACE TABLE {as_read} AS SELECT *, {number}::INTEGER AS file FROM {reading}"  # noqa: S608
            )
            self.view(name, f"FROM {as_read}")
            return
        paths = ", ".join(map(quoted, files))
        reading = f"read_parquet([{paths}], hive_partitioning=true, union_by_name=true)"
        _must_hold(name, self.connection.sql(f"FROM {reading} LIMIT 0").columns, columns)
        chosen = [f'CAST("{c}" AS {type_}) AS "{c}"' for c, type_ in types.items()]
        number = f"({list(numbers)})[file_index::INTEGER + 1]" if numbers else "0"
        chosen.append(f"{number}::INTEGER AS file")
        self.view(name, f"SELECT {', '.join(chosen)} FROM {reading}")  # noqa: S608

    def view(self, name: str, sql: str) -> None:
        self.connection.execute(f'CREATE OR REPLACE VIEW "{name}" AS {sql}')

    def make(self, name: str, sql: str, *, without: Sequence[str] = ()) -> None:
        """A table of what `sql` says, but for some columns."""
        self.connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS {_less(sql, without)}')

    def write(self, path: Path, sql: str) -> None:
        """A Parquet file of what `sql` says."""
        self.connection.execute(f"COPY ({sql}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")

    def names(self, table: str) -> list[str]:
        return self.connection.table(table).columns

    def number_of_rows(self, table: str) -> int:
        return self.connection.table(table).shape[0]

    def columns(self, wanted: ibis.Table, sets: Sequence[Sequence[str]] = ()) -> Columns:
        """The answer, one array a column, -1 for null. `sets` are grouping sets, all counted in one scan."""
        answer = self.connection.execute(_sql(DuckDBCompiler, wanted, sets)).fetchnumpy()
        return {name: np.ma.filled(values, -1) for name, values in answer.items()}

    def sql(self, wanted: ibis.Table) -> str:
        return _sql(DuckDBCompiler, wanted)

    def close(self) -> None:
        self.connection.close()


class Spark:
    """A Spark session that exists already, or a small one on this machine."""

    dialect = "spark"

    def __init__(self, session=None):
        self.session = session or _local_session()
        # Spark 4.0 takes a join on coalesce(ward, '') to say that no ward is null, and leaves out where one is.
        self.session.conf.set("spark.sql.constraintPropagation.enabled", "false")

    def read(self, name: str, files: Sequence[Path], columns: Mapping[str, str]) -> None:
        if files[0].suffix == ".csv":
            schema = ", ".join(f"`{c}` {_SPARK_TYPES[t]}" for c, t in columns.items())
            frame = self.session.read.csv(
                str(files[0]), header=True, schema=schema, nullValue="", quote='"', escape='"'
            )
        else:
            frame = self.session.read.option("mergeSchema", "true").parquet(*map(str, files))
            _must_hold(name, frame.columns, columns)
            frame = frame.selectExpr(
                *(f"CAST(`{c}` AS {_SPARK_TYPES[t]}) AS `{c}`" for c, t in columns.items())
            )
        frame.selectExpr("*", "CAST(0 AS INT) AS file").createOrReplaceTempView(name)

    def make(self, name: str, sql: str, *, without: Sequence[str] = ()) -> None:
        """Made at once: what it is read from may be gone when it is asked for."""
        self.session.sql(sql).drop(*without).localCheckpoint().createOrReplaceTempView(name)

    def names(self, table: str) -> list[str]:
        return self.session.table(table).columns

    def number_of_rows(self, table: str) -> int:
        return self.session.table(table).count()

    def columns(self, wanted: ibis.Table, sets: Sequence[Sequence[str]] = ()) -> Columns:
        """As `DuckDB.columns`."""
        frame = self.session.sql(_sql(PySparkCompiler, wanted, sets))
        rows = frame.collect()
        return {
            name: np.array([-1 if row[place] is None else row[place] for row in rows])
            for place, name in enumerate(frame.columns)
        }

    def sql(self, wanted: ibis.Table) -> str:
        return _sql(PySparkCompiler, wanted)

    def close(self) -> None:
        self.session.catalog.clearCache()


# DuckDB counts straight into an array when the groups' codes fit in this many bits: 153 areas, 120 months and six
# groups take 18.
PERFECT_HASH_BITS = 22

ENOUGH = "512MB"  # for England's events too, with somewhat more time

_DUCKDB_TYPES = {
    "string": "VARCHAR",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "int64": "BIGINT",
    "int32": "INTEGER",
}
_SPARK_TYPES = {"string": "STRING", "date": "DATE", "boolean": "BOOLEAN", "int64": "BIGINT", "int32": "INT"}


def open_database(engine: str, scratch: Path):
    """`duckdb` or `spark`. Raises `CannotRun`, whose text says what to install."""
    if engine == "duckdb":
        return DuckDB(memory=ENOUGH, scratch=scratch)
    try:
        return Spark()
    except ImportError:
        raise CannotRun(
            "Spark is not installed here. Run: pip install 'lscp[spark]' (it needs Java 17)."
        ) from None
    except Exception as failure:  # pyspark says many things when Java is missing
        raise CannotRun(
            f"Spark did not start ({type(failure).__name__}). It needs Java 17: set JAVA_HOME."
        ) from failure


class CannotRun(RuntimeError):
    """The chosen engine is not there."""


def _must_hold(kind: str, found: Sequence[str], wanted: Iterable[str]) -> None:
    if lacking := [column for column in wanted if column not in found]:
        raise CannotRun(
            f"The Parquet files of {kind} have no column {', '.join(lacking)}. Every column of these events must be "
            f"there ({', '.join(wanted)}), empty where nothing is known: write the files again with it."
        )


def _less(sql: str, without: Sequence[str]) -> str:
    """All columns of the answer but these, whether it has them or not."""
    if not without:
        return sql
    return f"SELECT COLUMNS(lambda name: name NOT IN {(*without, '')}) FROM ({sql})"  # noqa: S608


def _sql(compiler, wanted: ibis.Table, sets: Sequence[Sequence[str]] = ()) -> str:
    query = compiler().to_sqlglot(wanted)
    if len(sets) > 1:  # Ibis has no word for grouping sets
        of = {column.alias_or_name: column.unalias() for column in query.expressions}
        tuples = [sge.Tuple(expressions=[of[name].copy() for name in columns]) for columns in sets]
        query.set("group", sge.Group(grouping_sets=[sge.GroupingSets(expressions=tuples)]))
    return query.sql(dialect=compiler.dialect)


def quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _local_session():
    from pyspark.sql import SparkSession

    return (
        SparkSession.builder.master("local[*]")
        .appName("lscp")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
