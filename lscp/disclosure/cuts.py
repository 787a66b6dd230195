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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

from lscp.disclosure.linked import Linked
from lscp.disclosure.programme import Programme

TOLERANCE = 1e-6
PINNED = 50  # cells known exactly, for which cuts are sought at once
NEARBY = (450, 900, 4_000)  # hidden cells among which the sums that pin one are sought, until they are found
REMEMBERED = 4000  # moves
FAR = 1_000.0  # times the width: as good as no bound
A_LITTLE = 0.01  # of its room is left to a cell that is not hidden at all


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
        live = csr_matrix(linked.matrix.multiply(~(linked.known)[None, :]))
        live.eliminate_zeros()
        self.matrix = live[np.diff(live.indptr) > 0]
        self.columns = self.matrix.tocsc()
        self.members = abs(self.matrix)
        self.random = np.random.default_rng(seed)
        self.known_moves = deque(maxlen=REMEMBERED)

    # --- cuts that one sum alone explains

    def alone(self) -> np.ndarray:
        """Cells that would be the only unknown of a sum whatever else is hidden."""
        open_ = self.can_hide.copy()
        while True:
            members = self.members.multiply(open_).tocsr()
            members.eliminate_zeros()
            single = members[np.diff(members.indptr) == 1].indices
            if not len(single):
                return self.can_hide & ~open_
            open_[single] = False

    def never_alone(self, helps: np.ndarray, places: np.ndarray):
        """(matrix, need) over ``places``: no sum has one hidden cell only. ``helps``: hidden in any case."""
        met, rows = self.members @ helps.astype(float), self.members[:, places].tocsr()
        wanted = rows[met == 1]
        open_ = rows[met == 0].tocoo()
        each = np.arange(open_.nnz)
        itself = csr_matrix((np.full(open_.nnz, 2.0), (each, open_.col)), shape=(open_.nnz, len(places)))
        need = np.concatenate([np.ones(wanted.shape[0]), np.zeros(open_.nnz)])
        return vstack([wanted, open_.tocsr()[open_.row] - itself], format="csr"), need

    def from_single_sums(self, hidden: np.ndarray) -> list[Cut]:
        """Cells that a single sum pins down or holds too narrow."""
        matrix, shown = self.matrix, hidden.astype(float)
        many, room = self.members @ shown, self.members @ (shown * self.down)
        balance = matrix @ shown  # where the total is hidden too, nothing is bounded by this sum alone
        found = []
        for row in np.flatnonzero((many == 1) | ((many > 1) & (balance == -many) & (room < self.width))):
            members = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            signs = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
            for cell in members[hidden[members]]:
                if many[row] > 1:
                    found.append(self._room_cut(members, signs, cell))
                else:
                    others = members[members != cell]
                    found.append(Cut(others, np.ones(len(others)), 1.0, int(cell)))
        return found

    def _room_cut(self, members, signs, cell) -> Cut:
        others = members != cell
        need = self.width - self.down[cell]
        weights = np.where(signs[others] > 0, need, np.minimum(need, self.down[members[others]]))
        kept = weights > 0
        return Cut(members[others][kept], weights[kept], need, int(cell))

    # --- cuts that take several sums

    @cached_property
    def _every(self) -> Moves:
        return Moves(self, np.flatnonzero(self.can_hide))

    def from_programmes(self, hidden: np.ndarray, enough: int = 10**9) -> list[Cut]:
        """Cuts for hidden cells whose range is too narrow; none when every range is proved wide enough."""
        whole, found = Moves(self, np.flatnonzero(hidden)), []
        self._remember(whole, hidden)
        for settle in (whole.settle, whole.settle_in_whole_children):
            for cell in self.random.permutation(whole.unsettled()):
                cut = None if whole.is_wide(cell) else settle(cell)
                if cut is not None:
                    found.append(cut)
                    if len(found) >= enough:
                        break
            if found:
                break
        return found

    def from_shares(self, share: np.ndarray) -> Iterator[Cut]:
        """Cuts that cells hidden in part break: each moves as far as its share lets it, the rest a little.

        The little decides between proofs: of all that hold, one over few cells.
        """
        every = self._every
        near = (1 - A_LITTLE) * share[every.cells] + A_LITTLE
        low = every.low * near
        high = np.where(near > 1 - TOLERANCE, FAR, near) * self.width
        for cell in self.random.permutation(np.flatnonzero(share > TOLERANCE)):
            cut = every.cut(cell, [every.proof(cell, sign, low, high) for sign in (1.0, -1.0)])
            if cut.weights @ share[cut.cells] < cut.need * share[cell] - TOLERANCE:
                yield cut

    def from_pinned(self, hidden: np.ndarray) -> list[Cut]:
        """Cuts for cells that the sums determine exactly: those found nearest by, since they often mend the rest."""
        whole = Moves(self, np.flatnonzero(hidden))
        pinned = whole.pinned()[:PINNED]
        for enough in NEARBY:
            found = [self._of_pinned(whole, i, hidden, enough) for i in pinned]
            if any(found):
                return [cut for cut in found if cut]
        return [whole._anything_more(whole.cells[i]) for i in pinned]

    def _of_pinned(self, whole: Moves, i: int, hidden: np.ndarray, enough: int) -> Cut | None:
        """Something must be hidden among the cells shown that some sums, put together, leave beside the pinned one."""
        rows = whole.rows[whole.around(i, enough)[1]]
        near = Moves(self, np.unique(self.matrix[rows].indices), rows)
        room = np.where(hidden[near.cells], self.width, self.width / FAR**2)
        above = near.proof(whole.cells[i], 1.0, -room, room)
        cut = near.cut(whole.cells[i], [above, -above])
        return cut if cut.need > 0 and not hidden[cut.cells].any() else None

    def _remember(self, whole: Moves, hidden: np.ndarray) -> None:
        """Moves found for other patterns are moves here when they touch hidden cells only."""
        for cells, move in self.known_moves:
            if hidden[cells].all():
                spots = whole.spots[cells]
                whole.most[spots] = np.maximum(whole.most[spots], move)
                whole.least[spots] = np.minimum(whole.least[spots], move)


class Moves:
    """Changes of some hidden counts that keep every published number: a pool of them is proof of width.

    ``rows``: the sums that are kept, if not all: ranges are then too wide, and only proofs of narrowness hold.
    """

    def __init__(self, reader: Reader, cells: np.ndarray, rows=None) -> None:
        self.reader, self.cells, self.width, self.once = reader, cells, reader.width, rows is not None
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
        return Programme(self.part, np.zeros(len(self.rows)), self.low, self.high, dual=self.once)

    @cached_property
    def _columns(self):
        return self.part.tocsc()

    @cached_property
    def _kept(self):
        return self.reader.matrix[self.rows].T.tocsr()

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
            cut = self.cut(cell, proofs)
            stays = cut.weights[np.isin(cut.cells, self.cells)].sum() >= cut.need - TOLERANCE
            return self._anything_more(cell) if stays else cut  # rounding may have taken the edge off
        return None

    def settle_in_whole_children(self, cell: int) -> Cut | None:
        """None when the cell is wide in whole children; a cell wide in fractions only needs something more hidden."""
        wide = self.is_wide(cell) or self._wide_in_whole_children(self.spots[cell])
        return None if wide else self._anything_more(cell)

    def proof(self, cell: int, sign: float, low, high):
        """Weights on the sums that hold the cell from above, or from below, where all move within these bounds."""
        return self.programme.solve(*self._push(self.spots[cell], sign, low, high))[1]

    def _push(self, i, sign, low=None, high=None):
        """Cost and bounds that send one cell up or down, no further than the width."""
        cost = np.zeros(len(self.cells))
        low, high = (self.low if low is None else low).copy(), (self.high if high is None else high).copy()
        cost[i], low[i], high[i] = -sign, max(low[i], -self.width), min(high[i], self.width)
        return cost, low, high

    def narrow(self) -> np.ndarray:
        return np.flatnonzero(self.most - self.least < self.width)

    def _pool(self, move):
        whole = np.rint(move)
        if np.abs(whole - move).max(initial=0) > TOLERANCE:
            return
        spots = np.flatnonzero(whole)
        self._extend(spots, whole[spots])
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

    def cut(self, cell, proofs) -> Cut:
        """Both proofs of narrowness in one inequality over all cells, hidden or not."""
        reader, total = self.reader, np.zeros(len(self.reader.down))
        for sign, proof in zip((1.0, -1.0), proofs, strict=True):
            weights = np.rint(proof * 12) / 12  # any weights prove something; these are exact
            net = self._kept @ weights
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
