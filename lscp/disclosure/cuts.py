"""What a pattern of hidden cells leaves narrow, and what would have to be hidden as well. Pure.

The reader of a table knows every sum, every count shown, that a hidden count is at least one (true noughts are shown),
and no more: primary and secondary cells carry the same symbol. So every hidden cell must be able to move over a range
at least ``width`` wide, in whole children, all else as published.

A cell that cannot gives a *cut*: an inequality that every safe pattern satisfies and this one does not (Fischetti and
Salazar 2000, doi 10.1287/mnsc.46.7.1008.12033). With any weights g on the sums, the cell q moves by at most
``sum |net| * room * hidden`` where ``net = e_q - g R`` and room is how far each cell may go that way; linear
programming finds the g that prove narrowness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from lscp.disclosure.linked import Linked

FEW = 500  # hidden cells up to which each linear programme takes in the whole table
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Cut:
    """sum(weight * hidden[cells]) >= need, or need * hidden[owner] where the owner is not hidden in any case."""

    cells: np.ndarray
    weights: np.ndarray
    need: float
    owner: int


class Reader:
    """Someone with a pencil: how far may the hidden cells move?"""

    def __init__(self, linked: Linked, width: int, seed: int = 0) -> None:
        self.linked, self.width = linked, width
        self.always = linked.primary | linked.closed
        self.can_hide = ~linked.known
        self.down = np.maximum(0, linked.count - linked.lowest).astype(float)
        live = csr_matrix(linked.matrix.multiply(~(linked.known)[None, :]))
        live.eliminate_zeros()
        self.matrix = live[np.diff(live.indptr) > 0]
        self.columns = self.matrix.tocsc()
        self.random = np.random.default_rng(seed)

    # --- cuts that one sum alone explains

    def from_single_sums(self, hidden: np.ndarray) -> list[Cut]:
        """Cells that a single sum pins down or holds too narrow."""
        found, matrix = [], self.matrix
        touched = np.flatnonzero(abs(matrix) @ hidden.astype(float))
        for row in touched:
            members = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            signs = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
            here = members[hidden[members]]
            if len(here) == 1:
                others = members[members != here[0]]
                found.append(Cut(others, np.ones(len(others)), 1.0, int(here[0])))
                continue
            if (signs[hidden[members]] > 0).any():
                continue  # the total is hidden too: nothing is bounded by this sum alone
            room = self.down[here]
            short = room.sum() < self.width
            if short:
                for cell in here:
                    found.append(self._room_cut(members, signs, cell))
        return found

    def _room_cut(self, members, signs, cell) -> Cut:
        others = members != cell
        need = self.width - self.down[cell]
        weights = np.where(signs[others] > 0, need, np.minimum(need, self.down[members[others]]))
        kept = weights > 0
        return Cut(members[others][kept], weights[kept], need, int(cell))

    # --- cuts that take several sums

    def from_programmes(self, hidden: np.ndarray, enough: int = 10**9) -> list[Cut]:
        """A cut for each hidden cell whose range is too narrow; empty when every range is proved wide enough."""
        cells = np.flatnonzero(hidden)
        moved = Moves(self, cells)
        doubtful = moved.unsettled()
        found = []
        for cell in doubtful:
            if moved.is_wide(cell):
                continue
            cut = moved.settle(cell)
            if cut is not None:
                found.append(cut)
                if len(found) >= enough:
                    break
        return found


class Moves:
    """Changes of the hidden counts that keep every published number: a pool of them is proof of width."""

    def __init__(self, reader: Reader, cells: np.ndarray) -> None:
        self.reader, self.cells, self.width = reader, cells, reader.width
        part = reader.matrix[:, cells]
        rows = np.diff(part.indptr) > 0
        self.rows = np.flatnonzero(rows)
        self.part = csr_matrix(part[rows])
        self.low = -reader.down[cells]
        self.most, self.least = np.zeros(len(cells)), np.zeros(len(cells))
        self.spot = {int(cell): i for i, cell in enumerate(cells)}

    def unsettled(self) -> np.ndarray:
        """After programmes that move many cells at once, the cells not yet seen to be wide."""
        random, tries, idle = self.reader.random, 0, 0
        left = self._narrow()
        while len(left) and idle < 2 and tries < 30:
            signs = np.ones(len(left)) if tries == 0 else -np.ones(len(left)) if tries == 1 else None
            if signs is None:
                signs = random.choice([-1.0, 1.0], len(left))
            cost = np.zeros(len(self.cells))
            cost[left] = signs * random.uniform(0.5, 1.0, len(left))
            self._pool(
                self._solve(cost, np.maximum(self.low, -self.width), np.full(len(self.cells), self.width)).x
            )
            before, left, tries = len(left), self._narrow(), tries + 1
            idle = idle + 1 if len(left) > 0.9 * before else 0
        return self.cells[left]

    def is_wide(self, cell: int) -> bool:
        i = self.spot[int(cell)]
        return self.most[i] - self.least[i] >= self.width

    def settle(self, cell: int) -> Cut | None:
        """The cell's own range by two programmes. None when it is wide, in whole children."""
        i, proofs, reach = self.spot[int(cell)], [], 0.0
        for sign in (1.0, -1.0):
            cost = np.zeros(len(self.cells))
            cost[i] = -sign
            upper = np.full(len(self.cells), np.inf)
            upper[i] = self.width
            low = self.low.copy()
            low[i] = max(low[i], -self.width)
            solved = self._solve(cost, low, upper)
            reach += abs(solved.x[i])
            proofs.append(sign * -solved.eqlin.marginals if len(self.rows) else np.zeros(0))
            self._pool(solved.x)
        if reach < self.width - TOLERANCE:
            return self._cut(cell, proofs)
        if self.is_wide(cell) or self._wide_in_whole_children(i):
            return None
        return self._anything_more(cell)

    def _narrow(self):
        return np.flatnonzero(self.most - self.least < self.width)

    def _solve(self, cost, low, upper):
        solved = linprog(
            cost,
            A_eq=self.part,
            b_eq=np.zeros(self.part.shape[0]),
            bounds=np.column_stack([low, upper]),
            method="highs-ds" if len(self.cells) <= FEW else "highs",
        )
        if solved.x is None:
            raise ArithmeticError(f"HiGHS: {solved.message}")
        return solved

    def _pool(self, move):
        whole = np.rint(move)
        if np.abs(whole - move).max(initial=0) < TOLERANCE:
            np.maximum(self.most, whole, out=self.most)
            np.minimum(self.least, whole, out=self.least)

    def _wide_in_whole_children(self, i) -> bool:
        for sign in (1.0, -1.0):
            cost = np.zeros(len(self.cells))
            cost[i] = -sign
            upper = np.full(len(self.cells), np.inf)
            upper[i] = self.width
            solved = milp(
                cost,
                constraints=LinearConstraint(self.part, 0, 0),
                bounds=Bounds(self.low, upper),
                integrality=np.ones(len(cost)),
                options={"time_limit": 10},
            )
            if solved.x is not None:
                self._pool(np.rint(solved.x))
        return self.is_wide(self.cells[i])

    def _cut(self, cell, proofs) -> Cut:
        """Both proofs of narrowness in one inequality over all cells, hidden or not."""
        reader, total = self.reader, np.zeros(len(self.reader.down))
        for sign, proof in zip((1.0, -1.0), proofs, strict=True):
            weights = np.rint(proof * 12) / 12  # any weights prove something; these are exact
            net = -(reader.matrix[self.rows].T @ weights)
            net[cell] += 1.0
            net = net * sign
            total += np.where(net > TOLERANCE, np.inf, np.where(net < -TOLERANCE, -net * reader.down, 0.0))
        total = np.where(reader.can_hide, np.minimum(total, self.width), 0.0)
        need = self.width - total[cell]
        total[cell] = 0.0
        used = np.flatnonzero(total > TOLERANCE)
        return Cut(used, np.minimum(total[used], need), need, int(cell))

    def _anything_more(self, cell) -> Cut:
        """Wide in fractions, narrow in whole children: something else must be hidden."""
        more = np.flatnonzero(self.reader.can_hide)
        more = more[~np.isin(more, self.cells)]
        return Cut(more, np.ones(len(more)), 1.0, int(cell))
