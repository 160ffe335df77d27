"""The answer of one scaled program without dead budgets: interior point and polish, in turns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comity.market.curves import Floats, marginal
from comity.market.interior import Point
from comity.market.kernel import Kernel, chosen, kernel
from comity.market.measure import SOLVED, measure
from comity.market.polish import UNIT
from comity.market.program import Mask, Program

EXACT = 1e-12  # an answer whose measure is below this is not improved further
EARLY = (1e-3, 1e-6)  # the polish is tried already here; it often succeeds, and saves iterations
STARTS = (5.0, 1e3)  # products of the first start and, only where that fails, of the next
FINEST = 1e-13  # the interior point is not driven below this


@dataclass(frozen=True, slots=True)
class Answer:
    """Scaled amounts x (n,), prices y (m,), their measure, the iterations spent and what produced the answer."""

    x: Floats
    y: Floats
    off: float
    iterations: int
    method: str


def answer(
    program: Program,
    equal: Mask,
    tolerance: float,
    start: tuple[Floats, Floats] | None = None,
    exact: bool = True,
    patient: bool = True,
) -> Answer:
    """Solve the scaled `program`; rows `equal` (m,) hold as equations; `start` are amounts and prices to try first.

    Unless it shall be `exact`, any answer whose measure is at most `tolerance` is good enough. `patient`: where the
    compiled kernel fails for want of pivots, the reference tries too, which takes fifty times as long.
    """
    if program.columns == 0 or program.rows == 0:
        return _alone(program)
    name = chosen()
    found = _answered(program, equal, tolerance, start, exact, name)
    if patient and found.off > SOLVED and name != "reference" and not program.symmetric():  # it chooses its pivots
        again = _answered(program, equal, tolerance, start, exact, "reference")
        return again if again.off < found.off else found
    return found


def _answered(
    program: Program, equal: Mask, tolerance: float, start: tuple[Floats, Floats] | None, exact: bool, name: str
) -> Answer:
    """The answer by the kernel `name`."""
    best = Answer(np.zeros(program.columns), np.zeros(program.rows), np.inf, 0, "none")
    work = kernel(program, equal, name)
    if start is not None:
        x, y, off = work.polish(_around(program, *start))
        best = Answer(x, y, off, 0, f"active-set ({name})")
    for count, product in enumerate(STARTS):
        if best.off > (SOLVED if count else EXACT if exact else tolerance):
            best = _descended(program, work, equal, (tolerance, product), best, exact, name)
    return best


def _descended(
    program: Program, work: Kernel, equal: Mask, of: tuple[float, float], best: Answer, exact: bool, name: str
) -> Answer:
    """The better of `best` and what is found; `of`: to which tolerance, from the start with which products."""
    held = np.zeros(program.columns, dtype=bool)
    tolerance, product = of
    early = tuple(target for target in EARLY if target > tolerance) if exact else ()
    at, spent = work.first(product), best.iterations
    for target in (*early, tolerance, tolerance * 1e-2, FINEST):
        at = work.run(at, target)
        raw = measure(program, at.x, at.y, UNIT, held, equal)
        if raw < best.off:
            best = Answer(at.x, at.y, raw, 0, f"interior-point ({name})")
        if best.off <= (EXACT if exact else tolerance):
            break
        if not exact and work.off <= target > FINEST:  # a finer target costs less than the polish
            continue
        x, y, off = work.polish(at)
        if off < best.off:
            best = Answer(x, y, off, 0, f"interior-point, polished ({name})")
        if best.off <= EXACT or work.off > target:  # there is no better, or it has stalled
            break
    return replace(best, iterations=spent + work.iterations)


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
