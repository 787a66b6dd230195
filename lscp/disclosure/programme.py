"""A linear programme that is asked many questions: same sums, other goal and bounds. Pure; HiGHS, through scipy.

scipy's public function builds the model anew each time and starts from nothing, which costs twenty times the solving.
The HiGHS that scipy carries keeps the model and the last basis. Should a release of scipy no longer carry it that way,
the public function answers instead, more slowly and alike.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

try:
    from scipy.optimize._highspy import _core as highs
except ImportError:  # pragma: no cover - another layout of scipy
    highs = None


class Programme:
    """minimise cost·x where matrix·x = target and low <= x <= high. ``dual``: asked once, x = 0 nearly fits."""

    def __init__(self, matrix: csr_matrix, target, low: np.ndarray, high: np.ndarray, dual=False) -> None:
        self.matrix, self.target, self.low, self.high = (
            csr_matrix(matrix),
            np.asarray(target, float),
            low,
            high,
        )
        self.model = _kept_model(self.matrix, self.target, low, high, dual) if highs else None
        self.width = self.matrix.shape[1]
        self.all = np.arange(self.width, dtype=np.int32)

    def solve(self, cost: np.ndarray, low: np.ndarray | None = None, high: np.ndarray | None = None):
        """(x, duals of the sums), or (None, None) where nothing fits."""
        low, high = self.low if low is None else low, self.high if high is None else high
        if self.model is None:
            return self._anew(cost, low, high)
        self.model.changeColsCost(self.width, self.all, np.ascontiguousarray(cost, float))
        self.model.changeColsBounds(
            self.width, self.all, np.ascontiguousarray(low, float), np.ascontiguousarray(high, float)
        )
        self.model.run()
        if self.model.getModelStatus() != highs.HighsModelStatus.kOptimal:
            self.model.clearSolver()
            return self._anew(cost, low, high)
        found = self.model.getSolution()
        return np.array(found.col_value), np.array(found.row_dual)

    def _anew(self, cost, low, high):
        found = linprog(
            cost, A_eq=self.matrix, b_eq=self.target, bounds=np.column_stack([low, high]), method="highs-ds"
        )
        if found.x is None:
            return None, None
        return found.x, np.asarray(found.eqlin.marginals)


def _kept_model(matrix, target, low, high, dual):
    columns = matrix.tocsc()
    lp = highs.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.shape[1], matrix.shape[0]
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = matrix.shape[1], matrix.shape[0]
    lp.a_matrix_.format_ = highs.MatrixFormat.kColwise
    lp.col_cost_ = np.zeros(matrix.shape[1])
    lp.col_lower_, lp.col_upper_ = np.asarray(low, float), np.asarray(high, float)
    lp.row_lower_ = lp.row_upper_ = target
    lp.a_matrix_.start_ = columns.indptr.astype(np.int32)
    lp.a_matrix_.index_ = columns.indices.astype(np.int32)
    lp.a_matrix_.value_ = columns.data.astype(float)
    model = highs._Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("presolve", "off")  # only the goal and a bound change between two questions,
    # so the primal simplex goes on from where it stands; the dual one is for a question asked once, from nothing
    model.setOptionValue("simplex_strategy", 1 if dual else 4)
    if model.passModel(lp) == highs.HighsStatus.kError:
        return None
    return model
