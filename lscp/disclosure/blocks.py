"""Parts of a large table small enough to solve, and closed enough to be worth it. Pure.

A block is a table in the table: of each column the label at hand, ``Total``, and a few others drawn at random. A change
in a cell can be made good within it, over rows, columns and their totals, as in the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lscp.disclosure.table import Key, numbered

WHOLE_UP_TO = 1_500  # cells: no block is needed
LABELS = {1: 400, 2: 20, 3: 6, 4: 4}  # drawn from each column, by how many columns there are
LABELS_AROUND = 1  # drawn from a column that others nest in


class Blocks:
    """``keys``: a label a column, for every cell. Keys with more (an earlier edition's own figures) are in no block."""

    def __init__(self, keys: Sequence[Key], random) -> None:
        self.random = random
        self.is_whole = len(keys) <= WHOLE_UP_TO
        width = min(map(len, keys), default=0)
        self.plain = np.array([len(key) == width for key in keys], dtype=bool)
        self.codes = [numbered([key[column] for key in keys]) for column in range(width)]
        around = [self._is_around(column) for column in range(width)]
        many = LABELS.get(around.count(False), 2)
        self.drawn = [LABELS_AROUND if outer else many for outer in around]
        self.order = np.argsort(
            self.drawn, kind="stable"
        )  # the outer columns first: they say which inner ones are left

    def _is_around(self, outer: int) -> bool:
        """Whether each label of some other column stands under one label of this one, and not each under its own."""
        for inner in set(range(len(self.codes))) - {outer}:
            within = self.codes[inner] > 0
            pairs = np.unique(np.stack([self.codes[inner], self.codes[outer]])[:, within], axis=1)
            labels = [len(np.unique(each)) for each in pairs]
            if (pairs[1] > 0).all() and pairs.shape[1] == labels[0] > labels[1]:
                return True
        return False

    def around(self, cell: int) -> np.ndarray:
        """The cells of a block with the cell in it, in order."""
        if self.is_whole or not self.plain[cell]:
            return np.arange(len(self.plain))
        cells = np.flatnonzero(self.plain)
        for column in self.order:
            codes = self.codes[column][cells]
            own = [0, self.codes[column][cell]]
            others = np.setdiff1d(codes, own)
            chosen = self.random.permutation(others)[: self.drawn[column]]
            cells = cells[np.isin(codes, [*own, *chosen])]
        return cells
