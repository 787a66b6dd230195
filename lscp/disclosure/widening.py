"""Hide what lets narrow cells move. Pure.

A move is a change of some counts that keeps every sum. A cell that moves far enough along hidden cells is wide,
whatever else is hidden later: so cells are hidden along moves until each hidden one is wide. That always ends, and
ends safe.

Moves are found by linear programmes that send several narrow cells at once, up or down: through hidden cells for next
to nothing, through others at a price, as in Kelly, Golden and Assad (1992) for a single cell. What is offered for a
cell rises as bargains grow rare, so that what is hidden first is what serves many.

When time is up, a dearer move needs no search: one more child in an inner cell, and in every total above it.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, hstack
from scipy.sparse.csgraph import connected_components

from lscp.disclosure.blocks import Blocks
from lscp.disclosure.cuts import TOLERANCE, Moves, Reader
from lscp.disclosure.programme import Programme

CANDIDATES = (400, 2_000, 10**9)  # cells looked at for one cell's move: a few, many, all
SENT = 12  # cells sent at once in a block, or a twentieth of those open in a whole table
HIDDEN_ALREADY = (
    0.005  # what it costs to move a hidden cell by one; a cell to be hidden, its cost over the width
)
FURTHEST = 10  # times the width that anything moves
OFFER_RISES, HIGHEST_OFFER = 1.25, 300.0


class Widening:
    """One pattern made safe by hiding more, among ``candidates``. ``stuck``: cells that nothing is known to widen."""

    def __init__(self, reader: Reader, cost, hidden, out_of_time, say, candidates=None, stuck=()) -> None:
        self.reader, self.cost, self.hidden = reader, cost, hidden.copy()
        self.out_of_time, self.say = out_of_time, say
        self.pool = Moves(reader, np.flatnonzero(reader.can_hide))
        self.candidates = reader.can_hide if candidates is None else candidates
        self.stuck: set[int] = set(stuck)
        self.random = reader.random

    def run(self, exact_only=False) -> np.ndarray:
        """What is hidden in the end. ``exact_only``: no count can be worked out, however narrow its range."""
        if exact_only:
            while len(pinned := self._pinned()):
                self.say(f"{len(pinned)} hidden counts can be worked out; more is hidden")
                self._widen(pinned)
        else:
            self._send_together()
            while len(narrow := self._narrow()):
                self._widen(narrow)
        return self.hidden

    def _pinned(self):
        whole = Moves(self.reader, np.flatnonzero(self.hidden))
        found = whole.cells[whole.pinned()]
        return found[~np.isin(found, list(self.stuck))]

    def _narrow(self):
        found = self.pool.cells[self._open()]
        return found[~np.isin(found, list(self.stuck))]

    def _open(self):
        """Places in the pool of hidden cells not yet seen to be wide."""
        far = self.pool.most - self.pool.least
        return np.flatnonzero(self.hidden[self.pool.cells] & (far < self.reader.width))

    # --- many at once

    def _send_together(self) -> None:
        blocks = Blocks([self.reader.linked.keys[cell] for cell in self.pool.cells], self.random)
        offer, enough = (
            (0.4, 0.2) if blocks.is_whole else (1.0, 0.025)
        )  # of those sent: fewer settled, and it rises
        looked = sent = settled = 0
        while len(open_ := self._open()) and offer < HIGHEST_OFFER and not self.out_of_time():
            spots = blocks.around(self.random.choice(open_))
            near = np.intersect1d(open_, spots)
            many = max(SENT, len(near) // 20) if blocks.is_whole else SENT
            near = np.sort(self.random.permutation(near)[:many])
            self._send(spots, near, offer)
            left = self._open()
            looked, sent, settled = looked + 1, sent + len(near), settled + len(open_) - len(left)
            if looked >= (2 if blocks.is_whole else max(5, len(open_) // (4 * SENT))):
                self.say(f"{len(left)} ranges are too narrow; more is hidden")
                offer *= OFFER_RISES if settled < enough * sent else 1.0
                looked = sent = settled = 0

    def _send(self, spots, sent, offer) -> None:
        """The best move for all those ``sent``, within ``spots``; what it touches is hidden."""
        cells, width = self.pool.cells[spots], self.reader.width
        usable = self.hidden[cells] | self.candidates[cells]
        spots, cells = spots[usable], cells[usable]
        at = np.searchsorted(spots, sent)
        price = np.where(self.hidden[cells], HIDDEN_ALREADY, self.cost[cells] / width)
        up, down = price.copy(), price.copy()
        high = np.full(len(cells), float(FURTHEST * width))
        low = np.minimum(self.reader.down[cells], FURTHEST * width)
        may_sink = low[at] >= width - self.pool.most[sent]
        sinks = may_sink & (self.random.random(len(sent)) < 0.5)
        worth = np.where(sinks, -1.0, 1.0) * offer * self.random.uniform(0.8, 1.2, len(sent))
        up[at], down[at] = -worth, worth
        high[at] = np.where(sinks, high[at], self.pool.least[sent] + width)
        low[at] = np.where(sinks, width - self.pool.most[sent], low[at])
        part = self.reader.columns[:, cells].tocsr()
        part = part[np.flatnonzero(np.diff(part.indptr))]
        move = _cheapest_move(part, up, down, high, low)
        if move is not None:
            used = np.flatnonzero(move)
            self._keep(cells[used], move[used])

    # --- one by one

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


def _cheapest_move(part, up, down, high, low):
    """In whole children, or None; what is not whole is left out with all that hangs together with it."""
    many, rows = part.shape[1], part.shape[0]
    bounds = np.column_stack([np.zeros(2 * many), np.concatenate([high, low])])
    cost = np.concatenate([up, down])
    both = csr_matrix(hstack([part, -part]))
    found = linprog(cost, A_eq=both, b_eq=np.zeros(rows), bounds=bounds, method="highs-ds").x
    if found is None:
        return None
    move = found[:many] - found[many:]
    broken = np.abs(move - np.rint(move)) > TOLERANCE
    if broken.any():
        used = np.flatnonzero(np.abs(move) > TOLERANCE)
        met = abs(part[:, used])
        _, label = connected_components(met.T @ met, directed=False)
        move[used[np.isin(label, label[broken[used]])]] = 0.0
    return np.rint(move)
