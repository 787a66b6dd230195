"""Made-up events at the size of a borough, of London or of England, written by DuckDB as Parquet.

    python -m tests.benchmarks.events_made england /tmp/england

The numbers a year are those of an average authority; nothing in them is about any child.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import duckdb

from lscp.scorecard.events import KINDS

SCALES = {"borough": (1, 5), "london": (33, 5), "england": (153, 10)}  # authorities and years
A_YEAR = {  # events of one authority
    "contacts": 10_130,
    "early_help": 1_620,
    "referrals": 4_052,
    "assessments": 3_770,
    "enquiries": 1_457,
    "plans": 432,
    "care": 223,
}
FIRST_YEAR = 2015

CHILD = """
    'c' || child AS child,
    'E09' || lpad(CAST(place + 1 AS VARCHAR), 6, '0') AS area,
    DATE '2000-01-01' + CAST(hash(child, 1) % 7300 AS INTEGER) AS birth,
    ['M', 'F'][CAST(1 + hash(child, 2) % 2 AS INTEGER)] AS sex,
    ['WBRI', 'WBRI', 'WBRI', 'WIRI', 'WIRT', 'WOTH', 'WROM', 'MWBC', 'MWBA', 'MWAS', 'MOTH', 'AIND', 'APKN', 'ABAN',
     'AOTH', 'BCRB', 'BAFR', 'BOTH', 'CHNE', 'OOTH', 'REFU', 'NOBT'][CAST(1 + hash(child, 3) % 22 AS INTEGER)]
     AS ethnicity,
    hash(child, 4) % 9 = 0 AS disability,
    'W' || (place * 20 + hash(child, 5) % 20) AS ward
"""
OWN = {
    "contacts": """day AS date, {source} AS source, day + CAST(hash(n, 12) % 6 AS INTEGER) AS decided,
        if(hash(n, 13) % 3 = 0, 'referral', 'advice') AS outcome""",
    "early_help": "day AS start, if(hash(n, 11) % 5 > 0, day + CAST(60 + hash(n, 12) % 200 AS INTEGER), NULL) AS end",
    "referrals": """day AS date, {source} AS source, day + CAST(hash(n, 12) % 4 AS INTEGER) AS decided,
        hash(n, 13) % 15 = 0 AS nfa, CAST(NULL AS BIGINT) AS earlier""",
    "assessments": """day AS start, if(hash(n, 11) % 80 > 0, day + CAST(hash(n, 12) % 75 AS INTEGER), NULL) AS end,
        CAST(NULL AS DATE) AS referred, hash(n, 13) % 10 > 2 AS in_need, true AS seen, '3A 4B' AS factors""",
    "enquiries": """day AS start, CAST(NULL AS DATE) AS referred,
        if(hash(n, 11) % 3 = 0, day + CAST(5 + hash(n, 12) % 25 AS INTEGER), NULL) AS conference,
        hash(n, 11) % 3 > 0 AS unnecessary, hash(n, 13) % 6 > 0 AS planned""",
    # Each child has a first plan, and one child in five another one after it.
    "plans": """day AS start, if(day + lasts < DATE '{last}', day + lasts, NULL) AS end,
        ['NEG', 'EMO', 'PHY', 'SAB'][CAST(1 + hash(n, 13) % 4 AS INTEGER)] AS first_category,
        ['NEG', 'EMO', 'PHY', 'SAB'][CAST(1 + hash(n, 14) % 4 AS INTEGER)] AS category,
        CAST(NULL AS BIGINT) AS earlier""",
    "care": """day AS start, if(day + lasts < DATE '{last}', day + lasts, NULL) AS end,
        'C2' AS legal_status, CAST(1 + hash(n, 13) % 4 AS BIGINT) AS placements""",
}
SOURCE = (
    "['1A', '2A', '2B', '3A', '3D', '4', '5A', '6', '6', '8', '9'][CAST(1 + hash(n, 10) % 11 AS INTEGER)]"
)


def make(folder: Path, scale: str) -> Path:
    """Writes each kind as one Parquet file, in the order of area and day, unless they are there already."""
    authorities, years = SCALES[scale]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    database = duckdb.connect(config={"memory_limit": "6GB", "preserve_insertion_order": False})
    last = f"{FIRST_YEAR + years - 1}-12-31"
    for kind, yearly in A_YEAR.items():
        if (folder / f"{kind}.parquet").exists():
            continue
        number, span = authorities * years * yearly, years * 365
        own = OWN[kind].format(source=SOURCE, last=last)
        spread = "1" if kind in ("plans", "care") else "3"  # how often a child comes back
        rows = f"""
            SELECT n, hash('{kind}', n) % {authorities} AS place,
                   '{kind[0]}' || place || '-' || (hash('{kind}', n, 7) % ({number} // {authorities} * 10 // {spread}))
                   AS child,
                   DATE '{FIRST_YEAR}-01-01' + CAST(hash('{kind}', n, 8) % {span} AS INTEGER) AS day,
                   CAST(30 + hash(n, 9) % 600 AS INTEGER) AS lasts
            FROM range({number}) t(n)"""
        if kind in ("plans", "care"):  # spans of one child must not overlap
            rows = f"""
                SELECT n // 6 * 6 AS n, place, '{kind[0]}' || (n // 6 * 6 + if(n % 6 = 5, 0, n % 6)) AS child, lasts,
                       if(n % 6 = 5, first_value(day) OVER family + 700, day) AS day
                FROM (SELECT * REPLACE (first_value(place) OVER (PARTITION BY n // 6 ORDER BY n) AS place)
                      FROM ({rows}))
                WINDOW family AS (PARTITION BY n // 6 ORDER BY n)"""
        filled = ", ".join(
            f"{column if column in _columns(own) else f'CAST(NULL AS {_TYPES[type_]}) AS {column}'}"
            for column, type_ in KINDS[kind].items()
            if column not in PERSON_COLUMNS
        )
        database.execute(f"""
            COPY (SELECT child, area, birth, sex, ethnicity, disability, ward, {filled.replace("end,", '"end",')}
                  FROM (SELECT {CHILD}, {own.replace("AS end", 'AS "end"')} FROM ({rows})
                        WHERE day <= DATE '{last}')
                  ORDER BY area, {"date" if "AS date" in own else "start"})
            TO '{folder / kind}.parquet' (FORMAT parquet, COMPRESSION zstd)""")
    database.close()
    return folder


COMPLETED = {  # by which day a row says all it will ever say; until then it stands in the file of what is open
    **dict.fromkeys(("contacts", "referrals"), ("date", "decided")),
    **dict.fromkeys(("early_help", "assessments", "plans", "care"), ("start", "end")),
    "enquiries": ("start", "conference"),
}


def by_quarter(events: Path, before: Path, after: Path, newest: str) -> None:
    """The same events as a store that grows: one folder a quarter of each kind, and one of what is open.

    `after` is whole; `before` is as it was when the quarter of the day `newest` had not begun.
    """
    database = duckdb.connect(config={"memory_limit": "6GB"})
    for kind, (begun, over) in COMPLETED.items():
        if (before / kind).exists():
            continue
        (after / kind).mkdir(parents=True, exist_ok=True)
        rows = f"FROM '{events / kind}.parquet'"
        closed = f'("{over}" IS NOT NULL{" OR unnecessary" if kind == "enquiries" else ""})'
        day = f'greatest("{begun}", "{over}")'
        quarter = f"if({closed}, year({day}) || '-Q' || quarter({day}), 'open')"
        database.execute(f"""
            COPY (SELECT *, {quarter} AS quarter {rows} ORDER BY area, "{begun}") TO '{after / kind}'
            (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (quarter), OVERWRITE)""")
        for path in sorted((after / kind).glob("quarter=2*/*.parquet")):
            year, number = path.parent.name.removeprefix("quarter=").split("-Q")
            if f"{year}-{3 * int(number):02}" < newest:
                (before / kind / path.parent.name).mkdir(parents=True, exist_ok=True)
                os.link(path, before / kind / path.parent.name / path.name)
        (before / kind / "quarter=open").mkdir(parents=True, exist_ok=True)
        database.execute(f"""
            COPY (SELECT * REPLACE (if("{over}" >= DATE '{newest}', NULL, "{over}") AS "{over}") {rows}
                  WHERE "{begun}" < DATE '{newest}' AND (NOT {closed} OR {day} >= DATE '{newest}') ORDER BY area)
            TO '{before / kind}/quarter=open/rows.parquet' (FORMAT parquet, COMPRESSION zstd)""")
    database.close()


PERSON_COLUMNS = ("child", "area", "birth", "sex", "ethnicity", "disability", "ward")
_TYPES = {"string": "VARCHAR", "date": "DATE", "boolean": "BOOLEAN", "int64": "BIGINT"}


def _columns(own: str) -> set[str]:
    return {part.split()[0].strip(",\n") for part in own.split(" AS ")[1:]}


if __name__ == "__main__":
    print(make(Path(sys.argv[2]), sys.argv[1]))
