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

from collections import deque
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from lscp.disclosure.linked import Linked
from lscp.disclosure.programme import Programme

TOLERANCE = 1e-6
EVERY_RANGE_UP_TO = (
    20_000  # hidden cells; with more, each sum is checked for width, and the whole for exact disclosure
)
NEARBY = 240  # hidden cells that a programme takes in at first
REMEMBERED = 4000  # moves


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
        self.up = np.full(len(linked.count), np.inf)
        self.judged = np.ones(len(linked.count), dtype=bool)
        live = csr_matrix(linked.matrix.multiply(~(linked.known)[None, :]))
        live.eliminate_zeros()
        self.matrix = live[np.diff(live.indptr) > 0]
        self.columns = self.matrix.tocsc()
        self.random = np.random.default_rng(seed)
        self.known_moves = deque(maxlen=REMEMBERED)

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
        """Cuts for hidden cells whose range is too narrow; none when every range is proved wide enough."""
        whole = Moves(self, np.flatnonzero(hidden))
        if len(whole.cells) > EVERY_RANGE_UP_TO:
            return self._of_pinned(whole)
        self._remember(whole, hidden)
        found = self._nearby(whole, enough) if len(whole.cells) > NEARBY else []
        for settle in (whole.settle, whole.settle_in_whole_children):
            if found:
                break
            for cell in self.random.permutation(whole.unsettled()):
                cut = None if whole.is_wide(cell) else settle(cell)
                if cut is not None:
                    found.append(cut)
                    if len(found) >= enough:
                        break
        return found

    def _nearby(self, whole: Moves, enough: int) -> list[Cut]:
        """Most cells are settled among their neighbours: moved with all else still, or held by the sums nearby."""
        found, tried = [], np.zeros(len(whole.cells), dtype=bool)
        for start in self.random.permutation(whole.narrow()):
            if tried[start] or whole.most[start] - whole.least[start] >= self.width:
                continue
            ring, rows = whole.around(start, NEARBY)
            inner = Moves(self, whole.cells[ring], whole)
            inner.unsettled()
            core = ring[: NEARBY // 3]
            core = core[~tried[core]]
            tried[core] = True
            for i in core:
                if not whole.is_wide(whole.cells[i]):
                    inner.settle(whole.cells[i])
            narrow = [i for i in core if not whole.is_wide(whole.cells[i])]
            if narrow:
                near = np.unique(whole.part[rows].indices)
                outer = Moves(self, whole.cells[near], None, whole.rows[rows])
                found += [cut for cut in (outer.settle(whole.cells[i]) for i in narrow) if cut is not None]
            if len(found) >= enough:
                break
        return found

    def _of_pinned(self, whole: Moves) -> list[Cut]:
        """Cuts for the cells that the sums determine exactly."""
        found = []
        for i in whole.pinned():
            for enough in (NEARBY, 5 * NEARBY, 25 * NEARBY):
                _, rows = whole.around(i, enough)
                near = np.unique(whole.part[rows].indices)
                cut = Moves(self, whole.cells[near], None, whole.rows[rows]).settle(whole.cells[i])
                if cut is not None:
                    break
            found.append(whole._anything_more(whole.cells[i]) if cut is None else cut)
        return found

    def _remember(self, whole: Moves, hidden: np.ndarray) -> None:
        """Moves found for other patterns are moves here when they touch hidden cells only."""
        for cells, move in self.known_moves:
            if hidden[cells].all():
                spots = whole.spots[cells]
                whole.most[spots] = np.maximum(whole.most[spots], move)
                whole.least[spots] = np.minimum(whole.least[spots], move)


class Moves:
    """Changes of some hidden counts that keep every published number: a pool of them is proof of width.

    ``whole``: the pool that these moves are added to as well. ``rows``: the sums that are kept, if not all: ranges are
    then too wide rather than too narrow, and only proofs of narrowness hold.
    """

    def __init__(self, reader: Reader, cells: np.ndarray, whole: Moves | None = None, rows=None) -> None:
        self.reader, self.cells, self.width = reader, cells, reader.width
        self.whole, self.partial = whole, rows is not None
        if rows is None:
            part = reader.columns[:, cells].tocsr()
            self.rows = np.flatnonzero(np.diff(part.indptr))
        else:
            part, self.rows = reader.matrix[:, cells], rows
        self.part = csr_matrix(part[self.rows])
        self.low, self.high = -reader.down[cells], reader.up[cells]
        self.most, self.least = np.zeros(len(cells)), np.zeros(len(cells))
        self.spots = np.full(len(reader.down), -1)
        self.spots[cells] = np.arange(len(cells))

    @cached_property
    def programme(self) -> Programme:
        return Programme(self.part, np.zeros(len(self.rows)), self.low, self.high)

    @cached_property
    def _columns(self):
        return self.part.tocsc()

    def around(self, start: int, enough: int):
        """Cells by their distance over shared sums, about ``enough`` of them, and the sums met on the way."""
        cells, rows, fresh = [start], [], [start]
        seen, met = {start}, set()
        while fresh and len(cells) < enough:
            edge = []
            for cell in fresh:
                for row in self._columns.indices[self._columns.indptr[cell] : self._columns.indptr[cell + 1]]:
                    if row not in met:
                        met.add(row)
                        rows.append(row)
                        edge += [
                            other
                            for other in self.part.indices[self.part.indptr[row] : self.part.indptr[row + 1]]
                            if other not in seen and not seen.add(other)
                        ]
                if len(cells) + len(edge) >= enough:
                    break
            cells, fresh = cells + edge, edge
        return np.array(cells), np.array(rows)

    def pinned(self) -> np.ndarray:
        """A random change that keeps every sum leaves still only what the sums determine."""
        change = _kept_by(self.part, self.reader.random.standard_normal(len(self.cells)))
        return np.flatnonzero(np.abs(change) < 1e-8)

    def unsettled(self) -> np.ndarray:
        """After programmes that move many cells at once, the cells not yet seen to be wide."""
        random, idle, left = self.reader.random, 0, self.narrow()
        low, high = np.maximum(self.low, -self.width), np.minimum(self.high, self.width)
        while len(left) and idle < 2:
            cost = np.zeros(len(self.cells))
            cost[left] = random.choice([-1.0, 1.0], len(left)) * random.integers(2, 6, len(left))
            self._pool(self.programme.solve(cost, low, high)[0])
            before, left = len(left), self.narrow()
            idle = idle + 1 if len(left) > 0.95 * before else 0
        return self.cells[left]

    def is_wide(self, cell: int) -> bool:
        i = self.spots[cell]
        return self.most[i] - self.least[i] >= self.width

    def settle(self, cell: int) -> Cut | None:
        """The cell's own range by two programmes. None when it is wide, if only in fractions of children."""
        i, proofs, reach = self.spots[cell], [], 0.0
        for sign in (1.0, -1.0):
            move, duals = self.programme.solve(*self._push(i, sign))
            reach += abs(move[i])
            proofs.append(duals)
            self._pool(move)
        if reach < self.width - TOLERANCE:
            cut = self._cut(cell, proofs)
            stays = cut.weights[np.isin(cut.cells, self.cells)].sum() >= cut.need - TOLERANCE
            return self._anything_more(cell) if stays else cut  # rounding may have taken the edge off
        return None

    def settle_in_whole_children(self, cell: int) -> Cut | None:
        """None when the cell is wide in whole children; a cell wide in fractions only needs something more hidden."""
        if len(self.cells) > NEARBY:
            ring, _ = self.around(self.spots[cell], NEARBY)
            near = Moves(self.reader, self.cells[ring], self)
            near._wide_in_whole_children(near.spots[cell])
        wide = self.is_wide(cell) or self._wide_in_whole_children(self.spots[cell])
        return None if wide else self._anything_more(cell)

    def _push(self, i, sign):
        """Cost and bounds that send one cell up or down, no further than the width."""
        cost, low, high = np.zeros(len(self.cells)), self.low.copy(), self.high.copy()
        cost[i], low[i], high[i] = -sign, max(low[i], -self.width), min(high[i], self.width)
        return cost, low, high

    def narrow(self) -> np.ndarray:
        return np.flatnonzero((self.most - self.least < self.width) & self.reader.judged[self.cells])

    def _pool(self, move):
        whole = np.rint(move)
        if self.partial or np.abs(whole - move).max(initial=0) > TOLERANCE:
            return
        spots = np.flatnonzero(whole)
        self._extend(spots, whole[spots])
        if self.whole is not None:
            self.whole._extend(self.whole.spots[self.cells[spots]], whole[spots])
        self.reader.known_moves.append((self.cells[spots], whole[spots]))

    def _extend(self, spots, move):
        self.most[spots] = np.maximum(self.most[spots], move)
        self.least[spots] = np.minimum(self.least[spots], move)

    def _wide_in_whole_children(self, i) -> bool:
        for sign in (1.0, -1.0):
            cost, low, high = self._push(i, sign)
            solved = milp(
                cost,
                constraints=LinearConstraint(self.part, 0, 0),
                bounds=Bounds(low, high),
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
            net = reader.matrix[self.rows].T @ weights
            net[cell] += sign
            up, down = net > TOLERANCE, net < -TOLERANCE
            total[up] += net[up] * reader.up[up]
            total[down] -= net[down] * reader.down[down]
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


def _kept_by(sums, change):
    """What of a change keeps every sum: the rest is taken off by conjugate gradients."""
    columns = csr_matrix(sums.T)
    slope = sums @ change
    way, steep = slope, (slope * slope).sum()
    enough = 1e-24 * steep
    for _ in range(20_000):
        if steep <= enough:
            break
        step = columns @ way
        change = change - steep / (step * step).sum() * step
        slope, before = sums @ change, steep
        steep = (slope * slope).sum()
        way = slope + steep / before * way
    return change
