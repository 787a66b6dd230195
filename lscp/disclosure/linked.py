"""One system of sums over a new table and everything published before it, as matrices. Pure.

``Linked`` is what suppression works on. Each cell has its true count, and one of these parts to play:

* ``primary``: too small to be shown, or hidden before, or it would differ from what was published by too few;
* ``known``: published already, a true nought, or not applicable: it cannot be hidden any more, or need not be;
* ``closed``: an earlier edition hid it and it is not in the new table: it stays hidden and must stay safe;
* otherwise it may be hidden to protect another (secondary).

An earlier edition's cell is the new table's cell when their keys agree and their counts do. Where the count was
revised, the old figure and the new one are two cells, and sums of the old edition that no longer hold are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

from lscp.disclosure.table import (
    HIDDEN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    BadTable,
    Key,
    Table,
    check_adds_up,
    common_keys,
    in_words,
    sums,
    usable_sums,
)


@dataclass
class Linked:
    """Cells of all tables at once. Row r of ``matrix`` times the counts is nought."""

    columns: tuple[str, ...]
    keys: list[Key]
    count: np.ndarray
    matrix: csr_matrix
    primary: np.ndarray
    known: np.ndarray
    closed: np.ndarray
    lowest: np.ndarray
    place: dict[Key, int]  # the new table's own keys
    revised: dict[Key, int]  # new keys whose earlier figure was another one: that figure
    too_late: list[Key]  # small, and published already
    notes: list[str]


def link(table: Table, published: Sequence[Table], threshold: int, hide_noughts=False) -> Linked:
    """Raises BadTable."""
    _check_complete(table)
    own_sums = [usable_sums(each) for each in (table, *published)]
    check_adds_up(table, own_sums[0])
    columns, keyed = common_keys([table, *published])
    new = {wide: table.cells[key] for key, wide in keyed[0].items()}
    cells = {wide: (0 if value == NOT_APPLICABLE else value) for wide, value in new.items()}
    shown_before, hidden_before, revised, notes = set(), set(), {}, []
    written = [list(keyed[0].values())]  # each table's cells, in its order, under the keys they have here
    for number, (earlier, own) in enumerate(zip(published, keyed[1:], strict=True), start=1):
        moved = {}
        for key, wide in own.items():
            value = earlier.cells[key]
            value = 0 if value == NOT_APPLICABLE else value
            if value == NOT_AVAILABLE:
                continue
            if value == HIDDEN:
                hidden_before.add(wide)
                cells.setdefault(wide, None)
            elif cells.get(wide) in (None, NOT_AVAILABLE):
                cells[wide] = value
                shown_before.add(wide)
            elif cells[wide] == value:
                shown_before.add(wide)
            else:
                moved[wide] = (*wide, f"edition {number}")
                cells[moved[wide]] = value
                shown_before.add(moved[wide])
                if isinstance(
                    new.get(wide), int
                ):  # else two earlier editions differ in what is not printed now
                    revised[wide] = value
        written.append([moved.get(wide, wide) for wide in own.values()])
    keys = [key for key, value in cells.items() if value != NOT_AVAILABLE]
    number_of = {key: i for i, key in enumerate(keys)}
    matrices = [_spread(each.matrix, at, number_of) for each, at in zip(own_sums, written, strict=True)]
    if published:
        plain = [key for key in keys if len(key) == len(columns)]
        matrices.append(_spread(sums(plain).matrix, plain, number_of))
    count = np.array([-1 if cells[key] is None else cells[key] for key in keys], dtype=np.int64)
    matrix = _kept(vstack(matrices, format="csr"), count)
    count, matrix = _completed(count, matrix, notes)
    primary, known, closed = _parts(
        keys, count, new, shown_before, hidden_before, revised, threshold, hide_noughts
    )
    own = {key: number_of[wide] for key, wide in keyed[0].items() if wide in number_of}
    late = [key for key, i in own.items() if keys[i] in shown_before and 0 < count[i] <= threshold]
    lowest = np.full(len(keys), 0 if hide_noughts else 1)
    return Linked(columns, keys, count, matrix, primary, known, closed, lowest, own, revised, late, notes)


def _check_complete(table: Table) -> None:
    for key, value in table.cells.items():
        if value == HIDDEN:
            raise BadTable(
                f"{table.name}: {in_words(table.by, key)} is hidden already. Give the table with its true counts, and "
                "what was published with --published."
            )


def _spread(matrix: csr_matrix, written, number_of) -> csr_matrix:
    """Sums over some cells as sums over all."""
    at = np.array([number_of.get(key, -1) for key in written], dtype=np.int64)
    usable = matrix[abs(matrix) @ (at < 0) == 0]
    return csr_matrix(
        (usable.data, at[usable.indices], usable.indptr), shape=(usable.shape[0], len(number_of))
    )


def _kept(matrix: csr_matrix, count: np.ndarray) -> csr_matrix:
    """Sums once each, where they are seen to hold, or some of their counts are not known."""
    holds = (matrix @ count == 0) | (
        abs(matrix) @ (count < 0) > 0
    )  # or: parts no table lists, an edition revised
    matrix = matrix[holds]
    names = np.random.default_rng(0).integers(1, 2**40, matrix.shape[1])
    _, once = np.unique(matrix.astype(np.int64) @ names, return_index=True)
    return matrix[np.sort(once)]


def _completed(count, matrix, notes):
    """Counts for cells that only an earlier edition held, and hid: any that fit. Sums that nothing fits go."""
    unknown = count < 0
    if not unknown.any():
        return count, matrix
    columns, count = matrix.tocsc(), np.where(unknown, 0, count)
    target = -(matrix @ count)
    free = milp(
        np.ones(unknown.sum()),
        constraints=LinearConstraint(columns[:, unknown], target, target),
        bounds=Bounds(1, np.inf),
        integrality=np.ones(unknown.sum()),
        options={"time_limit": 30},
    )
    if free.x is not None:
        count[unknown] = np.rint(free.x).astype(np.int64)
        return count, matrix
    notes.append(
        "An earlier edition's hidden cells do not fit the new counts: they were revised. Its hidden cells that the new "
        "table lacks were not checked again."
    )
    count[unknown] = 1
    return count, matrix[abs(matrix) @ unknown == 0]


def _parts(keys, count, new, shown_before, hidden_before, revised, threshold, hide_noughts):
    least = 0 if hide_noughts else 1
    small = (count >= least) & (count <= threshold)
    fresh = np.array([key in new for key in keys])
    shown = np.array([key in shown_before for key in keys])
    applies = np.array([new.get(key) not in (NOT_APPLICABLE,) for key in keys])
    apart = np.array([key in revised and 0 < abs(revised[key] - new[key]) <= threshold for key in keys])
    before = np.array([key in hidden_before for key in keys])
    primary = fresh & applies & (small | apart | before) & ~shown & (count >= least)
    closed = before & ~fresh & ~shown
    known = shown | ~applies | (~fresh & ~closed) | (count < least)
    return primary, known & ~primary, closed
