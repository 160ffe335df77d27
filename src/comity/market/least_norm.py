"""The second pass: among all amounts that are equally right at the same prices, those of least volume and norm.

Free links, bank locations and equally dear steps leave amounts open. Prices, budgets' status and every strictly convex
movement are settled by the first pass; the rest minimises sum weight * x**2 within the same budgets and bounds.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.market.core import Answer, answer
from comity.market.curves import Costs, Floats, Ints, marginal
from comity.market.measure import residual
from comity.market.program import Mask, Program, Solution

OPEN = 1e-7  # a reduced volume below this, relative to the largest volume, leaves a movement's amount open
ROUNDING = 1e-10  # a residual or reduced cost below this, relative to the typical price, is rounding
LIGHTEST = 1e-6  # the least weight, relative to the largest


def least_norm(
    program: Program, solution: Solution, weight: Floats | None = None, volume: Floats | None = None
) -> Solution:
    """`solution` with the amounts of least sum weight * x**2 (weight (n,) >= 0, default 1) at the same prices.

    Only movements with no curvature at the solution and a reduced cost of 0 (see `undetermined`) may change;
    budgets with a positive price stay binding, the others stay at or above 0. With `volume` (n,) >= 0, the norm is only
    among those amounts that have the least sum volume * x: what need not go a roundabout way does not. The answer is
    kept only if its residual is not worse (1e-10 counts as rounding).
    """
    movable, most = undetermined(program, solution)
    if not movable.any():
        return solution
    x, spent = solution.x, 0
    if volume is not None and np.any(volume[movable] > 0):
        x, movable, spent = _least_volume(program, solution, movable, most, volume)
    columns = np.flatnonzero(movable)
    weights = np.ones(program.columns) if weight is None else np.asarray(weight, dtype=np.float64)
    weights = weights[columns] / max(float(np.max(weights[columns], initial=0.0)), 1e-300)
    norm = Costs(
        base=np.zeros(len(columns)),
        power_col=np.arange(len(columns)),
        power_coefficient=np.maximum(weights, LIGHTEST),
        power_exponent=np.ones(len(columns)),
    )
    found, size = _open_part(program, solution, x, columns, most, norm)
    x = x.copy()
    x[columns] = np.clip(found.x * size, 0.0, most[columns])
    return _kept(program, solution, x, spent + found.iterations)


def _least_volume(
    program: Program, solution: Solution, movable: Mask, most: Floats, volume: Floats
) -> tuple[Floats, Mask, int]:
    """Amounts (n,) of least sum volume * x, which movements (n,) may still change without more volume, iterations."""
    columns = np.flatnonzero(movable)
    base = volume[columns] / float(np.max(volume[columns]))
    found, size = _open_part(program, solution, solution.x, columns, most, Costs(base=base))
    x = solution.x.copy()
    x[columns] = np.clip(found.x * size, 0.0, most[columns])
    part = program.take(columns, _touched(program, solution, columns))
    shorter = np.abs(base - replace(part, feels=part.does).felt(found.y)) <= OPEN
    free = np.zeros(program.columns, dtype=bool)
    free[columns[shorter]] = True
    return x, free, found.iterations


def _open_part(
    program: Program, solution: Solution, x: Floats, columns: Ints, most: Floats, costs: Costs
) -> tuple[Answer, float]:
    """The least-cost amounts of `columns` (in units of the size returned) with all others at x, at the same prices."""
    rows = _touched(program, solution, columns)
    part = program.take(columns, rows)
    now = x[columns]
    equal = solution.price[rows] > 0
    limit = np.where(equal, 0.0, np.maximum(program.slack(x)[rows], 0.0)) - part.done(now)
    size = float(np.max(now)) if np.any(now > 0) else solution.scale.quantity
    task = replace(part, feels=part.does, limit=limit / size, upper=most[columns] / size, costs=costs)
    return answer(task, equal, 1e-9, (now / size, np.zeros(len(rows)))), size


def _touched(program: Program, solution: Solution, columns: Ints) -> Ints:
    """The budgets with a market that the columns take from or give to."""
    among = np.zeros(program.columns, dtype=bool)
    among[columns] = True
    touched = np.bincount(program.row[among[program.column()]], minlength=program.rows) > 0
    return np.flatnonzero(touched & ~np.isnan(solution.price))


def undetermined(program: Program, solution: Solution) -> tuple[Mask, Floats]:
    """Movements (n,) whose amount the prices leave open, and the most (n,) each may then be.

    These have no curvature where they stand and a reduced cost of 0, to the solution's own residual or to 1e-10 of the
    typical price; a movement on the flat part of its curve may move up to the end of that part.
    """
    x, costs = solution.x, program.costs
    flat = costs.curved() & (x <= costs.flat_to) & (costs.flat_to > 0)
    most = np.where(flat, np.minimum(program.upper, costs.flat_to), program.upper)
    price = np.where(np.isnan(solution.price), 0.0, solution.price)
    reduced = marginal(costs, x) - program.felt(price)
    unpriced = np.isnan(solution.price[program.row]) & (program.does != 0)
    held = np.bincount(program.column()[unpriced], minlength=program.columns) > 0
    open_ = np.abs(reduced) <= max(solution.residual, ROUNDING) * solution.scale.price
    return (flat | ~costs.curved()) & open_ & (most > 0) & ~held, most


def _kept(program: Program, solution: Solution, x: Floats, iterations: int) -> Solution:
    """The solution with amounts x, if its residual is no worse."""
    off = residual(program, x, solution.price, solution.scale)
    if off > solution.residual + ROUNDING:
        return solution
    slack = program.slack(x)
    if solution.status == "solved":
        slack = np.where(solution.price > 0, 0.0, slack)
    return replace(
        solution,
        x=x,
        slack=slack,
        residual=off,
        iterations=solution.iterations + iterations,
        method=f"{solution.method}; least norm",
    )
