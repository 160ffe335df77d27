"""What can be said of a program before solving it: its typical sizes, and the budgets in which nothing can happen."""

from __future__ import annotations

import numpy as np

from comity.market.curves import marginal
from comity.market.program import Mask, Program, Scale

TINY = 1e-12  # of the typical quantity: a limit or a capacity below this is none


def typical(program: Program) -> Scale:
    """The typical quantity and price of a program.

    Quantity: the median of what is finite and not zero among the |limit| and the capacities.
    Price: the median marginal cost of the curves at a typical amount (at most half the capacity), of the constant costs
    where there is no curve; leaving out what is more than 1,000 times the lower quartile: penalties and other numbers
    meant to be out of reach. Each is 1 where the program shows nothing.
    """
    sizes = np.concatenate([np.abs(program.limit), program.upper])
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    quantity = float(np.median(sizes)) if len(sizes) else 1.0
    amount = np.minimum(program.upper / 2, quantity)
    costs = np.abs(marginal(program.costs, amount))
    useful = np.isfinite(costs) & (costs > 0) & (program.upper > TINY * quantity)
    curved = useful & program.costs.curved()
    costs = costs[curved] if curved.any() else costs[useful]
    if not len(costs):
        return Scale(quantity, 1.0)
    costs = costs[costs <= 1e3 * np.quantile(costs, 0.25)]
    return Scale(quantity, float(np.median(costs)))


def dead(program: Program, scale: Scale) -> tuple[Mask, Mask]:
    """Rows (m,) without a market and columns (n,) that must be 0.

    A column without capacity is 0. A row that holds nothing and into which no remaining column brings anything is dead:
    whatever takes from it must be 0, which may kill further rows; and so on until nothing changes. (A row whose price
    some remaining column feels without doing anything to it keeps its market.)
    """
    tiny = TINY * scale.quantity
    column = program.column()
    gone = program.upper <= tiny
    lost = np.zeros(program.rows, dtype=bool)
    empty = np.abs(program.limit) <= tiny
    while True:
        left = ~gone[column]
        rising = left & ((program.does > 0) | ((program.does == 0) & (program.feels != 0)))
        alive = np.bincount(program.row[rising], minlength=program.rows) > 0
        touched = np.bincount(program.row[left & (program.does < 0)], minlength=program.rows) > 0
        new = empty & ~alive & touched & ~lost
        if not new.any():
            return lost, gone
        lost |= new
        gone[column[left & (program.does < 0) & new[program.row]]] = True


def penniless(program: Program, lost: Mask, gone: Mask) -> Mask:
    """Rows (m,) that are not lost but have no remaining entry: their price is 0 (and their slack is their limit)."""
    left = ~gone[program.column()] & ((program.does != 0) | (program.feels != 0))
    entries = np.bincount(program.row[left], minlength=program.rows)
    idle: Mask = (entries == 0) & ~lost
    return idle
