"""From an interior iterate to the exact answer: Newton on the movements and budgets that are seen to be active.

The interior point ends a hair inside every bound. Here each movement is put at 0, at its capacity or between, and each
budget binds or is slack; the remaining equations are solved by Newton's method with a small proximal term (so that free
links, whose amounts are not unique, stay next to where they are). Where an amount or price comes out on the wrong
side, it changes sets. Nothing is trusted: the caller keeps the result only if its recomputed residual is smaller.
"""

from __future__ import annotations

import numpy as np

from comity.market.curves import Floats, marginal, slope
from comity.market.interior import Point
from comity.market.measure import measure
from comity.market.normal import Normal
from comity.market.program import Mask, Program, Scale

NEAR_AMOUNT = 1e-6  # proximal weight on amounts
NEAR_PRICE = 1e-8  # proximal weight on prices
WRONG = 1e-13  # a reduced cost or slack beyond this is on the wrong side
STEPS = 16
UNIT = Scale(1.0, 1.0)


class Sets:
    """Which movements stand at 0 (`low`) or at capacity (`high`), and which budgets bind."""

    def __init__(self, at: Point, program: Program, equal: Mask) -> None:
        self.bounded = np.isfinite(program.upper)
        self.low = at.z > at.x
        self.high = self.bounded & (at.v > at.w) & ~self.low
        self.bind = equal | (at.y > at.s)
        self.equal = equal

    def place(self, x: Floats, y: Floats, upper: Floats) -> tuple[Floats, Floats]:
        """x and y with what is not free put exactly on its bound."""
        x = np.where(self.low, 0.0, np.where(self.high, upper, x))
        return x, np.where(self.bind, y, 0.0)

    def leave(self, x: Floats, y: Floats, upper: Floats) -> None:
        """Put at a bound what has run beyond it."""
        self.low |= x < 0
        self.high |= (x > upper) & ~self.low
        self.bind &= self.equal | (y >= 0)

    def enter(self, reduced: Floats, slack: Floats) -> None:
        """Free what wants to move off its bound."""
        self.low &= ~(reduced < -WRONG)
        self.high &= ~(reduced > WRONG)
        self.bind |= slack < -WRONG


def polish(program: Program, normal: Normal, equal: Mask, at: Point) -> tuple[Floats, Floats, float]:
    """Amounts (n,), prices (m,) and their measure, starting from the interior iterate `at`, all scaled."""
    held = np.zeros(program.columns, dtype=bool)
    sets = Sets(at, program, equal)
    x, y = sets.place(at.x, at.y, program.upper)
    best = (x, y, measure(program, x, y, UNIT, held, equal))
    since = 0
    for count in range(STEPS):
        moved = _newton(program, normal, sets, x, y)
        if moved is None:
            break
        x, y = moved
        sets.leave(x, y, program.upper)
        x, y = sets.place(x, y, program.upper)
        off = measure(program, x, y, UNIT, held, equal)
        since += 1
        if off < best[2]:
            best, since = (x, y, off), 0
        if best[2] < 1e-15 or since >= 5:
            break
        if count >= 1:
            sets.enter(marginal(program.costs, x) - program.felt(y), program.slack(x))
    return best


def _newton(program: Program, normal: Normal, sets: Sets, x: Floats, y: Floats) -> tuple[Floats, Floats] | None:
    """One proximal Newton step on the free movements and binding budgets; None where it cannot be had."""
    free = ~sets.low & ~sets.high
    theta = np.where(free, 1.0 / (np.minimum(slope(program.costs, x), 1e30) + NEAR_AMOUNT), 0.0)
    chosen = np.flatnonzero(sets.bind)
    if not normal.factor(theta, np.full(program.rows, NEAR_PRICE), chosen):
        return None
    push = program.felt(y) - marginal(program.costs, x)
    dy = normal.solve(-program.slack(x) - program.done(theta * push))
    if not np.all(np.isfinite(dy)):
        return None
    dx = theta * (push + program.felt(dy))
    return x + dx, y + dy
