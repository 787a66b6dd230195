"""The fewest cells that satisfy every cut: exactly (integer programme), or nearly, where there are too many. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from lscp.disclosure.cuts import Cut


class Cover:
    """Cuts so far, over ``free`` cells (may be hidden) and ``always`` cells (are hidden)."""

    def __init__(self, always: np.ndarray, free: np.ndarray, cost: np.ndarray) -> None:
        self.always, self.free, self.cost = always, free, cost
        self.cuts: dict[tuple, Cut] = {}
        self.barred = np.zeros(len(always), dtype=bool)
        self.exposed: set[int] = set()
        self.fewest = 0.0  # no safe pattern costs less: proved by the integer programme
        self._compiled = None

    def add(self, cuts: Sequence[Cut]) -> int:
        """How many were new. A cut that nothing can satisfy bars its owner, or names it exposed."""
        before = len(self.cuts)
        for cut in cuts:
            self._add(cut)
        return len(self.cuts) - before

    def _add(self, cut: Cut) -> None:
        fixed = self.always[cut.cells]
        need = cut.need - cut.weights[fixed].sum()
        usable = ~fixed & self.free[cut.cells]
        cells, weights = cut.cells[usable], np.minimum(cut.weights[usable], need)
        if need <= 1e-9:
            return
        if weights.sum() < need - 1e-9:
            if self.always[cut.owner]:
                self.exposed.add(cut.owner)
            else:
                self.barred[cut.owner] = True
            return
        order = np.argsort(cells)
        made = Cut(cells[order], weights[order], need, -1 if self.always[cut.owner] else cut.owner)
        self.cuts[(made.owner, made.cells.tobytes(), made.weights.round(6).tobytes(), round(need, 6))] = made

    def exact(self, seconds: float, keep: np.ndarray | None = None) -> np.ndarray | None:
        """The fewest cells, ``keep`` among them, that satisfy every cut so far; None when none was found in time."""
        places = np.flatnonzero(self.free & ~self.always & ~self.barred)
        if not self.cuts:
            return self.always.copy()
        matrix, need = self._matrix()
        roughly = max(self.fewest, 1.0)
        solved = milp(
            self.cost[places],
            constraints=LinearConstraint(matrix[:, places], need, np.inf),
            bounds=Bounds(0 if keep is None else keep[places].astype(float), 1),
            integrality=np.ones(len(places)),
            # counts are whole: a pattern within nine tenths of a cell of the bound has the fewest cells
            options={"time_limit": seconds, "mip_rel_gap": 0.9 / (roughly + 2)},
        )
        if keep is None and solved.mip_dual_bound is not None and np.isfinite(solved.mip_dual_bound):
            self.fewest = max(self.fewest, solved.mip_dual_bound)
        if solved.x is None:
            return None
        hidden = self.always.copy()
        hidden[places[solved.x > 0.5]] = True
        return hidden

    def extended(self, hidden: np.ndarray) -> np.ndarray:
        """``hidden`` and, one at a time, the cell that goes furthest for its cost, until every cut holds."""
        hidden = hidden.copy()
        matrix, need = self._matrix()
        columns = matrix.tocsc()
        slack = matrix @ hidden.astype(float) - need
        usable = self.free & ~self.always & ~self.barred
        while (short := slack < -1e-9).any():
            owed = np.where(short, -slack, 0.0)
            row = int(np.argmax(short))
            within = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            within = within[usable[within] & ~hidden[within] & (matrix[row].toarray()[0][within] > 0)]
            if not len(within):
                owner = self._owner(row)
                hidden[owner] = False  # it was hidden in vain: nothing can keep it so
                slack = matrix @ hidden.astype(float) - need
                usable[owner] = False
                continue
            gains = [self._gain(columns, cell, owed) / self.cost[cell] for cell in within]
            best = within[int(np.argmax(gains))]
            hidden[best] = True
            slack += columns[:, [best]].toarray()[:, 0]
        return hidden

    def holds(self, hidden: np.ndarray) -> bool:
        if not self.cuts:
            return True
        matrix, need = self._matrix()
        return bool((matrix @ hidden.astype(float) >= need - 1e-9).all())

    def _owner(self, row):
        return list(self.cuts.values())[row].owner

    @staticmethod
    def _gain(columns, cell, owed):
        rows = columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]
        weights = columns.data[columns.indptr[cell] : columns.indptr[cell + 1]]
        return np.minimum(np.maximum(weights, 0), owed[rows]).sum()

    def _matrix(self):
        if self._compiled and self._compiled[0] == len(self.cuts):
            return self._compiled[1:]
        rows, cols, data, need = [], [], [], []
        for row, cut in enumerate(self.cuts.values()):
            mine = cut.owner >= 0
            cols += [cut.cells, [cut.owner]] if mine else [cut.cells]
            data += [cut.weights, [-cut.need]] if mine else [cut.weights]
            rows.append(np.full(len(cut.cells) + mine, row))
            need.append(0.0 if mine else cut.need)
        matrix = csr_matrix(
            (np.concatenate(data), (np.concatenate(rows), np.concatenate(cols))),
            shape=(len(need), len(self.free)),
        )
        self._compiled = (len(self.cuts), matrix, np.array(need))
        return self._compiled[1:]
