"""``lscp disclosure protect|attack``: a table of counts in; a safe one out, or what gives it away."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from lscp.disclosure.attack import CannotAttack, Verdict, attack
from lscp.disclosure.suppression import Protected, protect
from lscp.disclosure.table import TOTAL, BadTable, Table, in_words, read_csv

Trouble = (BadTable, CannotAttack)

# How long the attacker looks. Tables of ten thousand cells take seconds where they are safe; each cell that is not is
# looked at alone, and what is still open in the end is said.
SECONDS_AFTER_PROTECTING = 120
SECONDS = 600


def protect_file(
    path: Path,
    *,
    by: Sequence[str],
    count: str,
    threshold: int,
    width: int,
    published: Sequence[Path],
    out: Path,
) -> tuple[Protected, Verdict]:
    """Protect, attack what came of it, and write it only if the attack finds nothing. Raises BadTable, CannotAttack.

    What the attacker could not settle in time does not stop the writing: each hidden count was widened by a move that
    keeps every sum when the table was protected. It is said, and ``attack`` alone looks longer.
    """
    table = Table.read(path, by, count)
    earlier = [_read_earlier(each, by, count) for each in published]
    protected = protect(table, threshold, width, earlier, say=lambda text: print(text, file=sys.stderr))
    tables = [protected.rows(), *filter(None, (_unrevised(each, table) for each in earlier))]
    verdict = attack(tables, by, count, threshold, width, seconds=SECONDS_AFTER_PROTECTING)
    if not verdict.leaks:
        _write(out, protected.rows())
    return protected, verdict


def _read_earlier(path: Path, by: Sequence[str], count: str) -> Table:
    """An earlier table may lack some of the columns."""
    header, _ = read_csv(path)
    try:
        return Table.read(path, [column for column in by if column in header], count)
    except BadTable as wrong:
        if more := [column for column in header if column not in (*by, count)]:
            raise BadTable(
                f"{wrong} If {path.name} counts by {' and '.join(more)} too, name that in --by, and give your table "
                f"the column with {TOTAL} in each row."
            ) from None
        raise


def _unrevised(earlier: Table, table: Table) -> list[dict]:
    """Its rows but for counts that were others then, and the totals that these were part of.

    The old figure and the new one are two: an attacker takes them for one, hidden here and shown there.
    """
    gone = [key for key, shown in earlier.cells.items() if _is_revised(earlier, key, shown, table)]
    for key in gone:
        for place in range(len(key)):
            total = (*key[:place], TOTAL, *key[place + 1 :])
            if total in earlier.cells and total not in gone:
                gone.append(total)
    return [
        {**dict(zip(earlier.by, key, strict=True)), earlier.count: shown}
        for key, shown in earlier.cells.items()
        if key not in gone
    ]


def _is_revised(earlier, key, shown, table):
    labels = dict(zip(earlier.by, key, strict=True))
    now = table.cells.get(tuple(labels.get(column, TOTAL) for column in table.by))
    return isinstance(shown, int) and isinstance(now, int) and now != shown


def _write(path: Path, rows) -> None:
    with open(path, "w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def attack_files(paths, *, by, count, threshold, width, noughts_shown=True) -> Verdict:
    """Raises CannotAttack."""
    return attack(paths, by, count, threshold, width, noughts_shown, seconds=SECONDS)


def said(protected: Protected) -> str:
    """The report for people."""
    return "\n".join(protected.sentences())


def said_of_attack(verdict: Verdict) -> list[str]:
    found = [f"{leak.cell}: {leak.because}" for leak in verdict.leaks]
    return [*found, *said_of_time(verdict), *verdict.notes]


def said_of_time(verdict: Verdict) -> list[str]:
    if not verdict.unproved:
        return []
    return [
        f"Not proved: the ranges of {len(verdict.unproved)} of {verdict.hidden} hidden counts are still open."
    ]


def protected_as_json(protected: Protected, verdict: Verdict) -> dict:
    by = protected.table.by
    return {
        "report": protected.report(),
        "hidden": [
            {"cell": dict(zip(by, key, strict=True)), "why": why} for key, why in protected.hidden.items()
        ],
        "sentences": protected.sentences(),
        "attack": verdict.as_json(),
    }


__all__ = [
    "attack_files",
    "in_words",
    "protect_file",
    "protected_as_json",
    "said",
    "said_of_attack",
    "said_of_time",
]
