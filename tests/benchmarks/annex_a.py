"""Annex A: a workbook read into events, beside merely reading its cells; an agency's CSV likewise. Prints a table.

    .venv/bin/python -m tests.benchmarks.annex_a [children …]      (1000 5000 40000; five rows a child)

Each line is a process of its own: CPU seconds and peak memory of the whole process, imports included; the best of
three runs. The floor is python-calamine (for the CSV, Python's csv) over every row, which cleans, maps, checks and
writes nothing.
"""

import csv
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from tests.factories.annex_a import HEADINGS, row
from tests.factories.workbooks import workbook

SIZES = [1_000, 5_000, 40_000]
AREA = "E09000999"
FIRST = date(2024, 1, 1)
ROWS_A_CHILD = {1: 1.6, 2: 0.4, 3: 1.1, 4: 1.0, 5: 0.35, 6: 0.3, 7: 0.1, 8: 0.1, 9: 0.05}
ETHNICITIES = ("a) WBRI", "White - British", "Asian or Asian British - Indian", "s) NOBT", "BAFR - African")


def main(sizes):
    print(f"{'rows':>10}{'MB':>8}  {'program':<40}{'CPU s':>8}{'us a row':>10}{'peak MB':>9}")
    for children in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for path, rows in (_book(Path(folder), children), _table(Path(folder), children)):
                size = path.stat().st_size / 1e6
                for name in PROGRAMS[path.suffix]:
                    seconds, peak, read = min(_run(name, path) for _ in range(3))
                    assert read == rows, f"{name} read {read} rows of {rows}"
                    each = 1e6 * seconds / rows
                    print(
                        f"{rows:>10,}{size:>8.1f}  {name:<40}{seconds:>8.2f}{each:>10.1f}{peak:>9.0f}",
                        flush=True,
                    )
    return 0


def _book(folder, children):
    chance, sheets = random.Random(1), {}
    for number, each in ROWS_A_CHILD.items():
        rows = [_said(number, chance, children) for _ in range(int(children * each))]
        sheets[f"List_{number}"] = [[f"List {number}"], HEADINGS[number], *rows]
    return workbook(folder / "annex-a.xlsx", sheets), sum(len(rows) - 2 for rows in sheets.values())


def _said(number, chance, children):
    child = chance.randrange(children)
    events = {
        heading: FIRST + timedelta(days=chance.randrange(180))
        for heading in HEADINGS[number]
        if heading.lower().endswith("start date") or heading in ("Date of Contact", "Date of referral")
    }
    return row(
        number,
        but=events
        | {
            "Child Unique ID": 100_000 + child,
            "Ethnicity": chance.choice(ETHNICITIES),
            "Date of Birth": FIRST - timedelta(days=child % 6_000),
            "Age of Child (Years)": child % 6_000 // 365,
            "Allocated Worker": chance.random(),
        },
    )


def _table(folder, children):
    path, chance = folder / "contacts.csv", random.Random(2)
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["Child ID", "Date of Birth", "Sex", "Ethnicity", "Contact Date", "Source", "Ward"])
        for number in range(5 * children):
            born = FIRST - timedelta(days=number % 6_000)
            on = FIRST + timedelta(days=chance.randrange(365))
            ward = f"Ward {number % 20}"
            writer.writerow(
                [
                    number,
                    f"{born:%d/%m/%Y}",
                    "F",
                    chance.choice(ETHNICITIES),
                    f"{on:%d/%m/%Y}",
                    "q) 6: Police",
                    ward,
                ]
            )
    return path, 5 * children


def _run(name, path):
    """CPU seconds, peak MB and rows read, of one program in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.annex_a", "--run", name, str(path)]
    seconds, peak, rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(peak), int(rows)


def _measured(name, path):
    rows = PROGRAMS[path.suffix][name](path)
    print(time.process_time(), _peak(), rows)


def _peak():
    """Megabytes. `getrusage` would count what the process that started this one held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def _ours(path):
    from lscp.scorecard.readers import annex_a

    return annex_a.read(path, path.parent / "events", area=AREA).total.read


def _cells_only(path):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return sum(sum(1 for _ in book.get_sheet_by_name(name).iter_rows()) - 2 for name in book.sheet_names)


def _our_csv(path):
    from lscp.scorecard.readers import agency_csv

    return agency_csv.read(path, path.parent / "events", area=AREA).total.read


def _lines_only(path):
    with open(path, encoding="utf-8", newline="") as handle:
        return sum(1 for _ in csv.reader(handle)) - 1


PROGRAMS = {
    ".xlsx": {"workbook into events": _ours, "floor: python-calamine, cells only": _cells_only},
    ".csv": {"agency's CSV into events": _our_csv, "floor: csv, lines only": _lines_only},
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _measured(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main([int(size) for size in sys.argv[1:]] or SIZES))
