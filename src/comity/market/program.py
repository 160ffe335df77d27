"""The standard form of a market: movements (columns), budgets (rows), two amounts per entry.

Find amounts x (n,) and prices (m,) such that

    slack   = does @ x + limit >= 0             complementary to   price >= 0
    reduced = marginal(x) - feels.T @ price     >= 0 at x = 0,  <= 0 at x = upper,  = 0 in between.

`does` is what a movement does to a budget, `feels` what its owner is paid (positive) or charged (negative) for it;
where they are the same everywhere, these are the optimality conditions of: minimise total cost within the budgets.
Nothing here knows of carbon. Amounts are in one quantity unit, prices in one price unit, whatever the caller chose.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from comity.market.curves import Costs, Floats, Ints, gathered

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """n movements in m budgets, stored by column like a CSC matrix with two values per entry.

    start: (n+1,) column j's entries are start[j]:start[j+1].
    row: (nnz,) budget of each entry; no budget twice in a column.
    does, feels: (nnz,) the two amounts, quantity of the budget per unit of the movement.
    limit: (m,) what a budget holds before any movement; negative for a requirement.
    upper: (n,) capacity of a movement, >= 0, may be inf.
    costs: marginal cost curves of the n movements.
    """

    start: Ints
    row: Ints
    does: Floats
    feels: Floats
    limit: Floats
    upper: Floats
    costs: Costs
    _column: Ints = field(init=False, repr=False)

    def __post_init__(self) -> None:
        n = len(self.upper)
        if len(self.start) != n + 1 or len(self.costs) != n:
            raise ValueError(f"start, upper and costs disagree: {len(self.start)}, {n}, {len(self.costs)}")
        if not len(self.row) == len(self.does) == len(self.feels) == self.start[-1] or self.start[0] != 0:
            raise ValueError("row, does, feels and start disagree about the number of entries")
        if len(self.row) and (self.row.min() < 0 or self.row.max() >= len(self.limit)):
            raise ValueError(f"row is outside 0..{len(self.limit) - 1}")
        if not np.all(self.upper >= 0):
            raise ValueError("an upper bound is negative or not a number")
        if not (np.all(np.isfinite(self.limit)) and np.all(np.isfinite(self.does)) and np.all(np.isfinite(self.feels))):
            raise ValueError("limit, does and feels must be finite")
        object.__setattr__(self, "_column", np.repeat(np.arange(n), np.diff(self.start)))

    @property
    def columns(self) -> int:
        """Number of movements."""
        return len(self.upper)

    @property
    def rows(self) -> int:
        """Number of budgets."""
        return len(self.limit)

    def column(self) -> Ints:
        """(nnz,) the column of each entry."""
        return self._column

    def symmetric(self) -> bool:
        """Whether what movements do and what their owners feel agree everywhere: then the answer is an optimum."""
        return bool(np.array_equal(self.does, self.feels))

    def done(self, x: Floats) -> Floats:
        """does @ x, (m,): what the amounts x (n,) do to the budgets."""
        return gathered(self.row, self.does * x[self.column()], self.rows)

    def felt(self, price: Floats) -> Floats:
        """feels.T @ price, (n,): what owners are paid per unit at `price` (m,)."""
        return gathered(self.column(), self.feels * price[self.row], self.columns)

    def slack(self, x: Floats) -> Floats:
        """(m,) what is left in each budget at the amounts x (n,)."""
        return self.done(x) + self.limit

    def take(self, columns: Ints, rows: Ints) -> Program:
        """The program with only `columns` (k,) and `rows` (l,), renumbered; entries in other rows are left out."""
        if np.array_equal(columns, np.arange(self.columns)) and np.array_equal(rows, np.arange(self.rows)):
            return self
        place = np.full(self.rows, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        order = np.full(self.columns, -1, dtype=np.int64)
        order[columns] = np.arange(len(columns))
        column = order[self.column()]
        keep = np.flatnonzero((column >= 0) & (place[self.row] >= 0))
        keep = keep[np.argsort(column[keep], kind="stable")]
        counts = np.bincount(column[keep], minlength=len(columns))
        return Program(
            start=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)]),
            row=place[self.row[keep]],
            does=self.does[keep],
            feels=self.feels[keep],
            limit=self.limit[rows],
            upper=self.upper[columns],
            costs=self.costs.take(columns),
        )

    def rescaled(self, quantity: float, price: float) -> Program:
        """The same program with amounts in units of `quantity` and prices in units of `price`."""
        return Program(
            start=self.start,
            row=self.row,
            does=self.does,
            feels=self.feels,
            limit=self.limit / quantity,
            upper=self.upper / quantity,
            costs=self.costs.rescaled(quantity, price),
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """A program's typical quantity and typical price, in its own units; residuals are relative to them."""

    quantity: float
    price: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """An answer, in the program's own units.

    x: (n,) amounts. price: (m,) prices; nan where nothing can ever enter or leave the budget (no market).
    slack: (m,) what is left; exactly 0 where the price is positive and the answer is solved.
    iterations: interior-point iterations. rounds: solves of the outer loop, 1 where there was none.
    residual: the larger of the two relative measures of `solver.residual`, recomputed from the data.
    status: "solved" (residual <= 1e-6) or "not-converged". method: what produced the answer.
    """

    x: Floats
    price: Floats
    slack: Floats
    iterations: int
    residual: float
    status: str
    method: str
    scale: Scale
    rounds: int = 1


def constant(base: Floats | list[float]) -> Costs:
    """Costs with a constant marginal cost `base` (n,) and nothing else."""
    return Costs(base=np.asarray(base, dtype=np.float64))
