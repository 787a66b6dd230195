"""The fewest cells that satisfy every cut: exactly (integer programme), or nearly, where there are too many. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_matrix, vstack

from lscp.disclosure.cuts import TOLERANCE, Cut, Reader

PRESOLVED = 100  # places
A_CELL = 0.9  # counts are whole: a pattern nearer to the bound than a cell has the fewest cells


class Cover:
    """Cuts so far, over ``places`` (cells that may be hidden) and cells that are hidden ``always``.

    ``exposed``: hidden always, and nothing keeps them safe. ``barred``: not to be hidden, since nothing would.
    """

    def __init__(self, reader: Reader, cost: np.ndarray) -> None:
        self.always, self.cost = reader.always, cost
        alone = reader.alone()
        self.exposed = set(np.flatnonzero(alone & self.always).tolist())
        self.barred = alone & ~self.always
        self.helps = self.always & ~alone
        self.places = np.flatnonzero(reader.can_hide & ~self.always & ~alone)
        self.first = reader.never_alone(self.helps, self.places)
        self.cuts: dict[tuple, Cut] = {}
        self.lowest = 0.0  # secondary cells: no safe pattern has fewer
        self._compiled = (0, *self.first)

    @property
    def fewest(self) -> int:
        """Secondary cells that any safe pattern must hide."""
        return int(np.ceil(self.lowest - TOLERANCE))

    def add(self, cuts: Sequence[Cut]) -> int:
        """How many changed what may be hidden. A cut that nothing can satisfy bars its owner, or names it exposed."""
        before = len(self.cuts) + self.barred.sum()
        for cut in cuts:
            self._add(cut)
        return int(len(self.cuts) + self.barred.sum() - before)

    def _add(self, cut: Cut) -> None:
        if cut.owner in self.exposed:
            return
        need = cut.need - cut.weights[self.helps[cut.cells]].sum()
        usable = ~self.always[cut.cells] & ~self.barred[cut.cells]
        cells, weights = cut.cells[usable], np.minimum(cut.weights[usable], need)
        if need <= TOLERANCE:
            return
        if weights.sum() < need - TOLERANCE:
            if self.always[cut.owner]:
                self.exposed.add(cut.owner)
            else:
                self.barred[cut.owner] = True
            return
        order = np.argsort(cells)
        made = Cut(cells[order], weights[order], need, -1 if self.always[cut.owner] else cut.owner)
        self.cuts[(made.owner, made.cells.tobytes(), made.weights.round(6).tobytes(), round(need, 6))] = made

    def holds(self, hidden: np.ndarray) -> bool:
        matrix, need = self._matrix()
        return bool((matrix @ hidden[self.places].astype(float) >= need - TOLERANCE).all())

    # --- the fewest

    def exact(self, seconds: float, slack=A_CELL) -> np.ndarray | None:
        """The fewest cells that satisfy every cut so far, or so many more; None when none was found in time.

        Equals are equal here: the solver sees that the answer is a whole number, and needs far less to prove it.
        """
        options = {"time_limit": seconds, "mip_rel_gap": slack / (self.lowest + 3)}
        solved = self._solved(np.ones(len(self.cost)), True, options=options)
        if solved.mip_dual_bound is not None and np.isfinite(solved.mip_dual_bound):
            self.lowest = max(self.lowest, solved.mip_dual_bound)
        return self._pattern(solved)

    def extended(self, hidden: np.ndarray) -> np.ndarray | None:
        """``hidden``, and the fewest others that satisfy every cut so far."""
        return self._pattern(self._solved(self.cost, True, hidden[self.places], options={"time_limit": 2.0}))

    def relaxed(self) -> np.ndarray | None:
        """The cheapest share of each cell that satisfies every cut so far."""
        solved = self._solved(self.cost, False)
        if solved.x is None:
            return None
        self.lowest = max(self.lowest, solved.fun / self.cost.max(initial=1.0))
        share = self.helps.astype(float)
        share[self.places] = solved.x
        return share

    def rounded(self, seconds: float) -> np.ndarray | None:
        """What the relaxation hides whole, and the fewest of what it hides in part, which is little."""
        share = self.relaxed()
        if share is None:
            return None
        share = share[self.places]
        sure, used = share > 1 - TOLERANCE, share > TOLERANCE
        presolve = (
            int((used & ~sure).sum()) > PRESOLVED
        )  # it may print among the output: only where it saves much
        options = {"time_limit": seconds, "mip_rel_gap": 1e-3, "presolve": presolve}
        return self._pattern(self._solved(self.cost, True, sure, used, options))

    def _solved(self, cost, whole: bool, low=0.0, high=1.0, options=None):
        """Only places whose share is not settled by the bounds are asked about."""
        matrix, need = self._matrix()
        high = np.where(self.barred[self.places], 0.0, high)
        low = np.minimum(low, high)
        free = np.flatnonzero(low < high)
        need = need - matrix @ np.where(low < high, 0.0, high)
        part = matrix[:, free]
        live = np.diff(part.indptr) > 0
        if (need[~live] > TOLERANCE).any():
            return OptimizeResult(x=None, fun=None, mip_dual_bound=None)
        if not live.any():
            return OptimizeResult(x=low, fun=cost[self.places] @ low, mip_dual_bound=cost[self.places] @ low)
        found = milp(
            cost[self.places[free]],
            constraints=LinearConstraint(part[live], need[live], np.inf),
            bounds=Bounds(0, 1),
            integrality=np.full(len(free), int(whole)),
            options=options,
        )
        if found.x is not None:
            high[free] = found.x
            found.x = high
        return found

    def _pattern(self, solved) -> np.ndarray | None:
        if solved.x is None:
            return None
        hidden = self.always.copy()
        hidden[self.places[solved.x > 0.5]] = True
        return hidden

    def _matrix(self):
        """A row a cut, a column a place; and what each row must come to."""
        if self._compiled[0] < len(self.cuts):
            fresh = list(self.cuts.values())[self._compiled[0] :]
            matrix, need = self._rows(fresh)
            self._compiled = (
                len(self.cuts),
                vstack([self._compiled[1], matrix], format="csr"),
                np.concatenate([self._compiled[2], need]),
            )
        return self._compiled[1:]

    def _rows(self, cuts):
        rows, cols, data, need = [], [], [], []
        for row, cut in enumerate(cuts):
            mine = cut.owner >= 0
            cols += [cut.cells, [cut.owner]] if mine else [cut.cells]
            data += [cut.weights, [-cut.need]] if mine else [cut.weights]
            rows.append(np.full(len(cut.cells) + mine, row))
            need.append(0.0 if mine else cut.need)
        place = np.searchsorted(self.places, np.concatenate(cols))
        shape = (len(need), len(self.places))
        return csr_matrix((np.concatenate(data), (np.concatenate(rows), place)), shape=shape), np.array(need)
