"""Try to undo a published table: what can a reader work out about each hidden count? Pure.

Nothing here is shared with the code that hides (a test sees to that): the files are read, the sums found and the counts
solved for on their own, so that a mistake there is not repeated here.

The reader knows every count shown, in every file given; that a Total is the sum of its parts; that counts are whole;
and that a hidden one is at least 1, since true noughts are shown. For each hidden cell the smallest and the largest
count that fit are sought. Where they lie less than ``width`` apart the cell is given away.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic

from lscp.disclosure.attack.files import CannotAttack, Published, in_words
from lscp.disclosure.attack.sums import Puzzle
from lscp.disclosure.attack.verdict import Leak, Verdict

__all__ = ["CannotAttack", "Leak", "Verdict", "attack"]


def attack(
    tables: Sequence[Path | Sequence[Mapping]],
    by: Sequence[str] | None = None,
    count: str | None = None,
    threshold: int = 5,
    width: int = 3,
    noughts_shown: bool = True,
    seconds: float = math.inf,
) -> Verdict:
    """``tables``: everything published, the newest first, as CSV files or as rows. Raises CannotAttack.

    After so many ``seconds``, cells whose range is not settled are tested for exact disclosure only and listed as
    ``unproved``: a table with one is not called safe.
    """
    until = monotonic() + seconds
    files = []
    for source in tables:
        files.append(Published(source, by, count, [column for each in files for column in each.by]))
    verdict = Verdict(hidden=sum(value is None for each in files for value in each.cells.values()))
    _read_small_counts(files[0], threshold, verdict)
    puzzle = Puzzle(files, threshold, verdict)
    if not any(leak.kind == "sum" for leak in verdict.leaks):
        puzzle.solve(width, 1.0 if noughts_shown else 0.0, until)
    return verdict


def _read_small_counts(file: Published, threshold: int, verdict: Verdict) -> None:
    for labels, value in file.cells.items():
        if value is not None and 0 < value <= threshold:
            text = f"{value:.0f} is shown; counts of 1 to {threshold} are hidden."
            verdict.leak(in_words(file.by, labels), "shown", text, value, value)
