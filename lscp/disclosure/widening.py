"""Hide what lets a narrow cell move: along its cheapest move, found once and for good. Pure.

Cuts (``cuts.py``) lead to few hidden cells, but each settles one bottleneck and the next one shows only afterwards. A
move settles a cell at once: among all cells that may be hidden, the cheapest change that keeps every sum and carries
the cell far enough (Kelly, Golden and Assad 1992, as a linear programme among its neighbours). What it touches is
hidden; the move stays possible whatever else is hidden later. So this always ends, and ends safe.

When time is up, a dearer move needs no search: one more child in an inner cell, and in every total above it.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack

from lscp.disclosure.cuts import EVERY_RANGE_UP_TO, NEARBY, TOLERANCE, Moves, Reader
from lscp.disclosure.programme import Programme

TOGETHER = 400  # ranges not seen among neighbours, up to which they are sought in the whole
CANDIDATES = (400, 2_000, 10**9)  # cells looked at for a move: a few, many, all


class Widening:
    """One pattern made safe by hiding more."""

    def __init__(self, reader: Reader, cost: np.ndarray, hidden: np.ndarray, out_of_time, say) -> None:
        self.reader, self.cost, self.hidden = reader, cost, hidden.copy()
        self.out_of_time, self.say = out_of_time, say
        self.pool = Moves(reader, np.flatnonzero(reader.can_hide))
        self.stuck: set[int] = set()  # nothing that may be hidden widens these

    def run(self) -> np.ndarray:
        if self.hidden.sum() > EVERY_RANGE_UP_TO:
            while len(pinned := self._pinned()):
                self.say(f"{len(pinned)} hidden counts can be worked out; more is hidden")
                self._widen(pinned)
        else:
            self._prove()
            while len(narrow := self._narrow()):
                self.say(f"{len(narrow)} ranges are too narrow; more is hidden")
                self._widen(narrow)
        return self.hidden

    def _pinned(self):
        whole = Moves(self.reader, np.flatnonzero(self.hidden))
        found = whole.cells[whole.pinned()]
        return found[~np.isin(found, list(self.stuck))]

    def _narrow(self):
        spots = self.pool.spots[self.hidden.nonzero()[0]]
        found = self.pool.cells[spots[(self.pool.most - self.pool.least)[spots] < self.reader.width]]
        return found[~np.isin(found, list(self.stuck))]

    def _prove(self):
        """Ranges that are wide already, seen among neighbours."""
        whole = Moves(self.reader, np.flatnonzero(self.hidden), self.pool)
        tried = np.zeros(len(whole.cells), dtype=bool)
        for start in self.reader.random.permutation(len(whole.cells)):
            if self.out_of_time():
                return
            if tried[start] or self.pool.is_wide(whole.cells[start]):
                continue
            ring, _ = whole.around(start, NEARBY)
            near = Moves(self.reader, whole.cells[ring], self.pool)
            spots = self.pool.spots[near.cells]
            near.most, near.least = self.pool.most[spots], self.pool.least[spots]
            near.unsettled()
            core = ring[: NEARBY // 3]
            core = core[~tried[core]]
            tried[core] = True
            for cell in whole.cells[core]:
                if not self.pool.is_wide(cell):
                    near.reach(cell)
        if len(self._narrow()) > TOGETHER:
            return
        for cell in whole.cells:
            if self.out_of_time():
                return
            if not self.pool.is_wide(cell):
                whole.reach(cell)

    def _widen(self, cells):
        for done, cell in enumerate(cells[np.argsort(-self.cost[cells], kind="stable")], start=1):
            if self.pool.is_wide(cell):
                continue
            late = self.out_of_time()
            if not ((late and self._raised(cell)) or self._moved(cell) or self._raised(cell)):
                self.stuck.add(int(cell))
            if done % 500 == 0:
                self.say(f"{done} of {len(cells)} looked at")

    def _raised(self, cell) -> bool:
        """One more child in some inner cell below, and in every total above that: no search, but totals are lost."""
        inner = cell
        while len(parts := self._across(inner, 1.0)):
            inner = max(parts, key=lambda each: (self.hidden[each], self.reader.down[each]))
        above, fresh = {inner}, [inner]
        while fresh:
            fresh = [each for one in fresh for each in self._across(one, -1.0) if each not in above]
            above.update(fresh)
        cells = np.array(sorted(above))
        if cell not in above or np.abs(self.reader.columns[:, cells] @ np.ones(len(cells))).any():
            return False  # a total among them was published already
        self._keep(cells, np.full(len(cells), float(self.reader.width)))
        return True

    def _across(self, cell, side):
        """Where the cell is a total (side 1), the parts of one of its sums; where it is a part (-1), its totals."""
        columns, matrix = self.reader.columns, self.reader.matrix
        mine = slice(columns.indptr[cell], columns.indptr[cell + 1])
        rows = columns.indices[mine][columns.data[mine] == side]
        rows = rows[:1] if side > 0 else rows
        met = [slice(matrix.indptr[row], matrix.indptr[row + 1]) for row in rows]
        return [each for at in met for each in matrix.indices[at][matrix.data[at] == -side].tolist()]

    def _keep(self, cells, move):
        self.hidden[cells] = True
        self.pool._extend(self.pool.spots[cells], move)
        self.reader.known_moves.append((cells, move))

    def _moved(self, cell) -> bool:
        """Whether a move was found; what it touches is hidden now."""
        for enough in CANDIDATES:
            spots, _ = self.pool.around(self.pool.spots[cell], enough)
            if enough < len(self.pool.cells):
                spots = spots[: 2 * enough]
            found = [move for move in self._moves(cell, self.pool.cells[spots]) if move is not None]
            if found:
                self._keep(*min(found, key=lambda each: self._price(each[0])))
                return True
        return False

    def _price(self, cells):
        return self.cost[cells[~self.hidden[cells]]].sum()

    def _moves(self, cell, cells):
        """The cheapest way up and the cheapest way down, each far enough to make the range wide."""
        spot = self.pool.spots[cell]
        owed = self.reader.width - (self.pool.most[spot] - self.pool.least[spot])
        yield self._cheapest(cell, cells, self.pool.most[spot] + owed)
        if self.reader.down[cell] >= owed - self.pool.least[spot]:
            yield self._cheapest(cell, cells, self.pool.least[spot] - owed)

    def _cheapest(self, cell, cells, far):
        columns = self.reader.columns[:, cells].tocsr()
        part = csr_matrix(columns[np.flatnonzero(np.diff(columns.indptr))])
        many, at = len(cells), int(np.flatnonzero(cells == cell)[0])
        price = np.where(self.hidden[cells], 1e-3, self.cost[cells])
        low, high = np.zeros(2 * many), np.concatenate([np.full(many, np.inf), self.reader.down[cells]])
        low[at] = high[at] = max(far, 0.0)
        low[many + at] = high[many + at] = max(-far, 0.0)
        both = csr_matrix(hstack([part, -part]))
        found, _ = Programme(both, np.zeros(part.shape[0]), low, high, dual=True).solve(np.tile(price, 2))
        if found is not None and np.abs(found - np.rint(found)).max() > TOLERANCE:
            solved = milp(
                np.tile(price, 2),
                constraints=LinearConstraint(both, 0, 0),
                bounds=Bounds(low, high),
                integrality=np.ones(2 * many),
                options={"time_limit": 5, "mip_rel_gap": 0.1},
            )
            found = solved.x
        if found is None:
            return None
        move = np.rint(found[:many] - found[many:])
        used = np.flatnonzero(move)
        return cells[used], move[used]
