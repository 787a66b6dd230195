"""How far apart can each hidden count lie, in whole counts that fit every sum? Pure.

Two tables that fit and differ by the width in a cell prove that its range is wide. So the reader walks from one table
that fits to another: of some part of the table, a linear programme finds the change that takes many open cells the way
each is sent, up or down, and little else with them. Most such changes are in whole counts, and settle dozens of cells.
The few cells left are then sent to both their ends, one by one, in the whole.
"""

from __future__ import annotations

from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, hstack, identity
from scipy.sparse.csgraph import connected_components

NEAR = 1e-6
PART = 1_000  # hidden cells moved at once
SENT = 40
STAYING = 0.02  # worth of a cell that does not move, where one that goes where it is sent is worth 1
IDLE = 8  # changes in a row that settle nothing, after which each cell is looked at alone
SECONDS_FOR_ONE = 10


def a_solution(matrix, target, lowest):
    """Whole counts that fit, where they are found in a minute; else numbers that fit, or None."""
    wide = matrix.shape[1]
    found = _solve(matrix, target, np.zeros(wide), np.full(wide, lowest), np.full(wide, np.inf))
    if found is None or _is_whole(found).all():
        return None if found is None else np.rint(found)
    whole = milp(
        np.zeros(wide),
        constraints=LinearConstraint(matrix, target, target),
        bounds=Bounds(lowest, np.inf),
        integrality=np.ones(wide),
        options={"time_limit": 6 * SECONDS_FOR_ONE},
    )
    if whole.status == 2:
        return None
    return np.rint(whole.x) if whole.x is not None else found


def by_sums_alone(matrix, target):
    """Numbers that fit the sums, whole or not, below one or not: what the sums determine is right in them."""
    found, rest = _least_squares(matrix, target)
    return found if np.abs(rest).max(initial=0) < 1e-3 else None


def pinned(matrix) -> np.ndarray:
    """Cells that the sums alone determine: no random change that keeps every sum moves them."""
    still, random = np.arange(matrix.shape[1]), np.random.default_rng(7)
    for _ in range(2):
        if len(still):
            _, change = _least_squares(matrix.T.tocsr(), random.standard_normal(matrix.shape[1]))
            still = still[np.abs(change[still]) < 1e-8]
    return still


def _least_squares(matrix, target):
    """(x, target - matrix·x), nearest to nought, by conjugate gradients: no more than additions, and in order."""
    turned = matrix.T.tocsr()
    found, rest = np.zeros(matrix.shape[1]), target.astype(float)
    slope = turned @ rest
    way, steep = slope, (slope * slope).sum()
    enough = 1e-24 * steep
    for _ in range(20_000):
        if steep <= enough:
            break
        step = matrix @ way
        far = steep / (step * step).sum()
        found, rest = found + far * way, rest - far * step
        slope, before = turned @ rest, steep
        steep = (slope * slope).sum()
        way = slope + steep / before * way
    return found, rest


def misfits(matrix, target) -> np.ndarray:
    """Where nothing fits: the sums that would have to give."""
    rows, wide = matrix.shape
    slack = identity(rows, format="csr")
    given = _solve(
        csr_matrix(hstack([matrix, slack, -slack])),
        target,
        np.concatenate([np.zeros(wide), np.ones(2 * rows)]),
        np.zeros(wide + 2 * rows),
        np.full(wide + 2 * rows, np.inf),
    )
    if given is None:
        return np.array([], dtype=int)
    return np.flatnonzero(given[wide : wide + rows] + given[wide + rows :] > 0.5)


class Ranges:
    """The least and the greatest of each hidden count seen so far, in whole tables that fit. ``names``: its labels."""

    def __init__(self, matrix, target, start, names, width, lowest) -> None:
        self.matrix, self.target, self.table = csr_matrix(matrix), target, start.copy()
        self.columns, self.labels = self.matrix.tocsc(), _numbered(names)
        self.width, self.lowest = width, lowest
        self.low, self.high = np.full(len(start), np.inf), np.full(len(start), -np.inf)
        self.random = np.random.default_rng(11)
        self.tangle = tangles(self.matrix)
        self._see(start)

    def narrow(self, until: float):
        """(cell, low, high) of each narrower than the width; and the cells whose range is not known: time was up."""
        self._send_many(until)
        found, unproved = [], []
        for cell in self._open():
            if not self._is_open(cell):
                continue  # seen meanwhile
            if monotonic() > until:
                return self._exact_only(found)
            low, high = self._ends(cell)
            if high - low < self.width:
                found.append((int(cell), low, high))
            elif self._is_open(cell):
                unproved.append(int(cell))
        return found, unproved

    def _open(self) -> np.ndarray:
        return np.flatnonzero(self.high - self.low < self.width)

    def _is_open(self, cell) -> bool:
        return self.high[cell] - self.low[cell] < self.width

    def _exact_only(self, found):
        """Time is up: of the cells still open, those that the sums alone determine, and the rest."""
        left = np.setdiff1d(self._open(), [cell for cell, *_ in found])
        exact = np.intersect1d(left, pinned(self.matrix))
        found += [(int(cell), *2 * (np.rint(self.table[cell]),)) for cell in exact]
        return found, np.setdiff1d(left, exact).tolist()

    def _send_many(self, until) -> None:
        idle, left = 0, self._open()
        while len(left) and idle < IDLE and monotonic() < until:
            self._send(self._part_around(self.random.choice(left)))
            before, left = len(left), self._open()
            idle = 0 if len(left) < before else idle + 1

    def _part_around(self, cell) -> np.ndarray:
        """A table in the table: its labels, the totals, and half of the others of one column after another."""
        cells, columns = np.arange(len(self.table)), self.labels
        while len(cells) > PART:
            others = [np.setdiff1d(labels[cells], [0, labels[cell]]) for labels in columns]
            longer = [i for i, each in enumerate(others) if len(each) > 1]
            if not longer:
                break
            i = self.random.choice(longer)
            kept = self.random.permutation(others[i])[: len(others[i]) // 2]
            cells = cells[np.isin(columns[i][cells], [0, columns[i][cell], *kept])]
        return cells

    def _send(self, cells) -> None:
        """Some open cells up or down by what would settle them, all but these cells as they are."""
        here, many = self.table[cells], len(cells)
        sent = np.flatnonzero(self.high[cells] - self.low[cells] < self.width)
        sent = self.random.permutation(sent)[:SENT]
        worth = self.random.choice([-1.0, 1.0], len(sent)) * self.random.uniform(0.8, 1.2, len(sent))
        up, down = np.full(many, STAYING), np.full(many, STAYING)
        up[sent], down[sent] = -worth, worth
        floor, ceiling = (bound[cells] for bound in self._bounds(cells[sent]))
        part = self.columns[:, cells].tocsr()
        part = part[np.flatnonzero(np.diff(part.indptr))]
        room = np.concatenate([np.maximum(0, ceiling - here), np.maximum(0, here - floor)])
        both = csr_matrix(hstack([part, -part]))
        found = _solve(both, np.zeros(part.shape[0]), np.concatenate([up, down]), np.zeros(2 * many), room)
        if found is not None:
            self.table[cells] += _whole_part(part, found[:many] - found[many:])
            self._see(self.table)

    def _bounds(self, sent):
        """Cells that are sent go no further than will settle them: the others keep their room."""
        floor, ceiling = np.full(len(self.table), float(self.lowest)), np.full(len(self.table), np.inf)
        floor[sent] = np.maximum(self.lowest, self.high[sent] - self.width)
        ceiling[sent] = self.low[sent] + self.width
        return floor, ceiling

    def _see(self, fitting, cells=slice(None)) -> None:
        """What is not whole counts for nothing, nor does anything that hangs together with it."""
        if fitting is None:
            return
        broken = np.unique(self.tangle[cells][~_is_whole(fitting)])
        sound = ~np.isin(self.tangle[cells], broken)
        self.low[cells] = np.where(sound, np.minimum(self.low[cells], np.rint(fitting)), self.low[cells])
        self.high[cells] = np.where(sound, np.maximum(self.high[cells], np.rint(fitting)), self.high[cells])

    def _ends(self, cell):
        """Smallest and largest count, as far as the width. Narrow ones are right; wide ones may be so in fractions."""
        mine = np.flatnonzero(self.tangle == self.tangle[cell])
        part = self.matrix[:, mine]
        rows = np.flatnonzero(np.diff(part.indptr))
        sums = part[rows], self.target[rows]
        floor, ceiling = (bound[mine] for bound in self._bounds(np.array([cell])))
        spot, ends = int(np.flatnonzero(mine == cell)[0]), []
        for sign in (1.0, -1.0):
            push = np.zeros(len(mine))
            push[spot] = sign
            found = _solve(*sums, push, floor, ceiling)
            end = found[spot] if found is not None else -sign * np.inf
            if found is not None and not _is_whole(found).all():
                found, end = _solve_whole(*sums, push, floor, ceiling, spot, end)
            self._see(found, mine)
            ends.append(end)
        return np.ceil(ends[0] - NEAR), np.floor(ends[1] + NEAR)


def _numbered(names) -> list[np.ndarray]:
    """A number for each label, column by column; Total is 0."""
    found = []
    for labels in zip(*names, strict=False):
        number = {"Total": 0}
        found.append(np.array([number.setdefault(label, len(number)) for label in labels]))
    return found


def _whole_part(sums, change):
    """A change that keeps the sums, without what is not whole in it and all that hangs together with that."""
    broken, moved = ~_is_whole(change), np.flatnonzero(np.abs(change) > NEAR)
    tangle = tangles(sums[:, moved])
    whole = np.rint(change)
    whole[moved[np.isin(tangle, tangle[broken[moved]])]] = 0.0
    return whole


def tangles(matrix) -> np.ndarray:
    """Numbers the cells by the tangle they are in: those that hang together by their sums."""
    return connected_components(abs(matrix).T @ abs(matrix), directed=False)[1]


def _is_whole(numbers) -> np.ndarray:
    return np.abs(numbers - np.rint(numbers)) < NEAR


def _solve(matrix, target, cost, floor, ceiling):
    """The cheapest numbers that fit, or None. HiGHS looks at such sums first, which is most of the work."""
    bounds = np.column_stack([floor, ceiling])
    return linprog(cost, A_eq=matrix, b_eq=target, bounds=bounds, method="highs-ds").x


def _solve_whole(matrix, target, cost, floor, ceiling, spot, end):
    """The same in whole numbers, since fractions may reach further; ``end`` stands where time was too short."""
    found = milp(
        cost,
        constraints=LinearConstraint(matrix, target, target),
        bounds=Bounds(floor, ceiling),
        integrality=np.ones(len(cost)),
        options={"time_limit": SECONDS_FOR_ONE},
    )
    table = None if found.x is None else np.rint(found.x)
    return table, table[spot] if found.status == 0 else end
