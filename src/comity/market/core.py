"""The answer of one scaled program without dead budgets: interior point and polish, in turns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comity.market.curves import Floats, marginal
from comity.market.interior import Interior, Point
from comity.market.measure import SOLVED, measure
from comity.market.normal import Normal
from comity.market.polish import UNIT, polish
from comity.market.program import Mask, Program

EXACT = 1e-12  # an answer whose measure is below this is not improved further
EARLY = (1e-3, 1e-6)  # the polish is tried already here; it often succeeds, and saves iterations
STARTS = (10.0, 1e3)  # products of the first start and, only where that fails, of the next
FINEST = 1e-13  # the interior point is not driven below this


@dataclass(frozen=True, slots=True)
class Answer:
    """Scaled amounts x (n,), prices y (m,), their measure, the iterations spent and what produced the answer."""

    x: Floats
    y: Floats
    off: float
    iterations: int
    method: str


def answer(program: Program, equal: Mask, tolerance: float, start: tuple[Floats, Floats] | None = None) -> Answer:
    """Solve the scaled `program`; rows `equal` (m,) hold as equations; `start` are amounts and prices to try first."""
    if program.columns == 0 or program.rows == 0:
        return _alone(program)
    normal = Normal(program)
    best = Answer(np.zeros(program.columns), np.zeros(program.rows), np.inf, 0, "none")
    if start is not None:
        x, y, off = polish(program, normal, equal, _around(program, *start))
        best = Answer(x, y, off, 0, "active-set")
    for count, product in enumerate(STARTS):
        if best.off > (SOLVED if count else EXACT):
            best = _descended(program, normal, equal, tolerance, product, best)
    return best


def _descended(program: Program, normal: Normal, equal: Mask, tolerance: float, product: float, best: Answer) -> Answer:
    """The better of `best` and what the interior point finds from its start with all products equal to `product`."""
    held = np.zeros(program.columns, dtype=bool)
    interior = Interior(program, normal, equal)
    at, spent = interior.first(product), best.iterations
    for target in (*(early for early in EARLY if early > tolerance), tolerance, tolerance * 1e-2, FINEST):
        if best.off <= EXACT:
            break
        at = interior.run(at, target)
        x, y, off = polish(program, normal, equal, at)
        if off < best.off:
            best = Answer(x, y, off, 0, "interior-point, polished")
        raw = measure(program, at.x, at.y, UNIT, held, equal)
        if raw < best.off:
            best = Answer(at.x, at.y, raw, 0, "interior-point")
        if interior.off(at) > target:  # it has stalled
            break
    return replace(best, iterations=spent + interior.iterations)


def _around(program: Program, x: Floats, y: Floats) -> Point:
    """The point of amounts x and prices y, with multipliers and slacks computed from them."""
    x = np.clip(np.nan_to_num(x), 0.0, program.upper)
    y = np.maximum(np.nan_to_num(y), 0.0)
    reduced = marginal(program.costs, x) - program.felt(y)
    room = np.where(np.isfinite(program.upper), program.upper - x, 1.0)
    slack = np.maximum(program.slack(x), 0.0)
    return Point(x, np.maximum(reduced, 0.0), room, np.maximum(-reduced, 0.0), y, slack)


def _alone(program: Program) -> Answer:
    """The answer where there is no movement or no budget: each movement on its own, by bisection of its curve."""
    low, high = np.zeros(program.columns), np.minimum(program.upper, 1e30)
    for _ in range(200):
        mid = (low + high) / 2
        rising = marginal(program.costs, mid) < 0
        low, high = np.where(rising, mid, low), np.where(rising, high, mid)
    x = np.where(marginal(program.costs, np.zeros(program.columns)) >= 0, 0.0, high)
    x = np.where(marginal(program.costs, program.upper) <= 0, program.upper, x)
    y = np.zeros(program.rows)
    off = measure(program, x, y, UNIT, np.zeros(program.columns, dtype=bool))
    return Answer(x, y, off, 0, "presolved")
