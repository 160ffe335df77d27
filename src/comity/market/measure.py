"""How far an answer is from being one, recomputed from the data: the only measure that is believed."""

from __future__ import annotations

import numpy as np

from comity.market.curves import Floats, marginal
from comity.market.presolve import dead
from comity.market.program import Mask, Program, Scale

SOLVED = 1e-6  # the largest residual of an answer that may be called solved


def residual(program: Program, x: Floats, price: Floats, scale: Scale) -> float:
    """The larger of the two relative measures, from unscaled data.

    Budgets:    max_i | min(slack_i / Q, price_i / P) |
    Movements:  max_j | mid(reduced_j / P, x_j / Q, (x_j - upper_j) / Q) |

    with Q, P the typical quantity and price in `scale`; x (n,), price (m,) in the program's units. A price of nan is
    accepted only in a budget that `presolve.dead` finds to have no market, and only if whatever takes from it is 0.
    """
    unpriced = np.isnan(price)
    held = np.zeros(program.columns, dtype=bool)
    if unpriced.any():
        lost, gone = dead(program, scale)
        if np.any(unpriced & ~lost) or np.any(np.abs(x[gone]) > SOLVED * scale.quantity):
            return float("inf")
        held = gone
    return measure(program, x, price, scale, held)


def measure(program: Program, x: Floats, price: Floats, scale: Scale, held: Mask, equal: Mask | None = None) -> float:
    """`residual`, prices unchecked: columns `held` (n,) need only be 0, rows `equal` (m,) may have no slack."""
    quantity, money = scale.quantity, scale.price
    unpriced = np.isnan(price)
    paid = np.where(unpriced, 0.0, price)
    slack = program.slack(x) / quantity
    rows = np.where(unpriced, np.minimum(slack, 0.0), np.minimum(slack, paid / money))
    if equal is not None:
        rows = np.where(equal, slack, rows)
    reduced = (marginal(program.costs, np.maximum(x, 0.0)) - program.felt(paid)) / money
    columns = middle(reduced, x / quantity, (x - program.upper) / quantity)
    columns = np.where(held, x / quantity, columns)
    worst = max(np.max(np.abs(rows), initial=0.0), np.max(np.abs(columns), initial=0.0))
    return float(worst) if np.isfinite(worst) else float("inf")


def middle(reduced: Floats, low: Floats, high: Floats) -> Floats:
    """The middle of reduced, low = x and high = x - upper <= low: 0 exactly where a movement is complementary."""
    return np.maximum(high, np.minimum(reduced, low))
