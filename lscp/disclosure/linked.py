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
from scipy.sparse import csr_matrix

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
    check_adds_up(table)
    columns, keyed = common_keys([table, *published])
    own_sums = [
        [tuple(own[key] for key in s) for s, _ in usable_sums(t)]
        for t, own in zip([table, *published], keyed, strict=True)
    ]
    new = {wide: table.cells[key] for key, wide in keyed[0].items()}
    cells = {wide: (0 if value == NOT_APPLICABLE else value) for wide, value in new.items()}
    shown_before, hidden_before, revised, notes = set(), set(), {}, []
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
                revised[wide] = value
        own_sums[number] = [tuple(moved.get(key, key) for key in s) for s in own_sums[number]]
    across = (
        [tuple(s) for s in sums(columns, [key for key in cells if len(key) == len(columns)])]
        if published
        else []
    )
    keys = [key for key, value in cells.items() if value != NOT_AVAILABLE]
    number_of = {key: i for i, key in enumerate(keys)}
    relations = _kept([*own_sums[0], *(s for each in own_sums[1:] for s in each), *across], cells, number_of)
    count, relations = _completed(keys, cells, relations, notes)
    primary, known, closed = _parts(
        keys, count, new, shown_before, hidden_before, revised, threshold, hide_noughts
    )
    own = {key: number_of[wide] for key, wide in keyed[0].items() if wide in number_of}
    late = [key for key, i in own.items() if keys[i] in shown_before and 0 < count[i] <= threshold]
    lowest = np.full(len(keys), 0 if hide_noughts else 1)
    matrix = _matrix(relations, len(keys))
    return Linked(columns, keys, count, matrix, primary, known, closed, lowest, own, revised, late, notes)


def _check_complete(table: Table) -> None:
    for key, value in table.cells.items():
        if value == HIDDEN:
            raise BadTable(
                f"{table.name}: {in_words(table.by, key)} is hidden already. Give the table with its true counts, and "
                "what was published with --published."
            )


def _kept(relations, cells, number_of):
    """Relations as tuples of cell numbers, once each; sums across tables only where they are seen to hold."""
    kept = {}
    for relation in relations:
        if any(key not in number_of for key in relation):
            continue
        values = [cells[key] for key in relation]
        if None not in values and values[0] != sum(values[1:]):
            continue  # children that no table lists, or an edition revised since
        kept[tuple(number_of[key] for key in relation)] = None
    return list(kept)


def _completed(keys, cells, relations, notes):
    """Counts for cells that only an earlier edition held, and hid: any that fit. Sums that nothing fits go."""
    count = np.array([-1 if cells[key] is None else cells[key] for key in keys], dtype=np.int64)
    unknown = np.flatnonzero(count < 0)
    if not len(unknown):
        return count, relations
    matrix = _matrix(relations, len(keys)).tocsc()
    target = -matrix @ np.where(count < 0, 0, count)
    free = milp(
        np.ones(len(unknown)),
        constraints=LinearConstraint(matrix[:, unknown], target, target),
        bounds=Bounds(1, np.inf),
        integrality=np.ones(len(unknown)),
        options={"time_limit": 30},
    )
    if free.x is not None:
        count[unknown] = np.rint(free.x).astype(np.int64)
        return count, relations
    notes.append(
        "An earlier edition's hidden cells do not fit the new counts: they were revised. Its hidden cells that the new "
        "table lacks were not checked again."
    )
    count[unknown] = 1
    lost = set(unknown.tolist())
    return count, [relation for relation in relations if not lost & set(relation)]


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


def _matrix(relations, width) -> csr_matrix:
    sizes = np.array([len(relation) for relation in relations], dtype=np.int64)
    rows = np.repeat(np.arange(len(relations)), sizes)
    cols = np.fromiter(
        (i for relation in relations for i in relation), dtype=np.int64, count=int(sizes.sum())
    )
    data = np.full(len(cols), -1.0)
    data[np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int) if len(sizes) else []] = 1.0
    return csr_matrix((data, (rows, cols)), shape=(len(relations), width))
