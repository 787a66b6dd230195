"""What outgrows one machine is counted on Spark, from partitioned Parquet, and every row is the same."""

import shutil
from datetime import date

import pytest

from lscp.scorecard import derive, engine
from lscp.scorecard.databases import DuckDB, Spark
from lscp.scorecard.events import KINDS
from tests.spec.scorecard import invented

PERIOD = {"start": date(2023, 4, 1), "end": date(2024, 12, 31), "by": "quarter"}


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'lscp[spark]'")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17, and there is no java here")
    session = (
        pyspark.sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        # Java would spend longer on compiling for speed than the few hundred rows take.
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")  # quicker for a few hundred rows
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield Spark(session)
    session.stop()


def test_every_row_of_every_indicator_is_the_same_on_spark(spark, tmp_path):
    made = invented.events(7, children=60)
    invented.write(made, tmp_path / "csv")
    partitioned(tmp_path / "csv", tmp_path / "parquet")
    on_duckdb = counted(DuckDB(threads=1), tmp_path / "csv")
    on_spark = counted(spark, tmp_path / "parquet")
    assert len(on_duckdb.rows) > 3_000
    assert on_spark.not_supplied == on_duckdb.not_supplied
    assert on_spark.rows == on_duckdb.rows


def test_a_core_group_of_a_child_without_a_ward_is_not_lost_on_spark(spark, tmp_path):
    """Spark 4.0 read the join with the wards as a promise that each row names one."""
    heading = ",".join(KINDS["core_groups"])
    rows = ["1,E09000001,2015-01-01,F,WBRI,false,Ash,2024-05-01,2024-05-01"]
    rows += ["2,E09000001,2015-01-01,F,WBRI,false,,2024-05-01,"]
    (tmp_path / "core_groups.csv").write_text("\n".join([heading, *rows]) + "\n")
    assert counted(spark, tmp_path).rows == counted(DuckDB(threads=1), tmp_path).rows


def counted(database, folder):
    held = derive.derive(database, folder)
    return engine.compute(database, held=held, breakdowns=["age", "ethnicity*sex", "ward"], **PERIOD)


def partitioned(source, target):
    """Each kind as a folder of Parquet files, one an area."""
    database = DuckDB(threads=1)
    for kind, columns in KINDS.items():
        database.read(kind, [source / f"{kind}.csv"], columns)
        for area in invented.AREAS:
            folder = target / kind / f"place={area}"
            folder.mkdir(parents=True)
            database.write(
                folder / "rows.parquet", f"SELECT * EXCLUDE (file) FROM {kind} WHERE area = '{area}'"
            )
