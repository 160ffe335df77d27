"""How prices answer to caps, baselines and costs, from one factor at the solution.

At a solution with the active budgets (price above 0) and the free movements (inside their bounds), small changes obey

    H dx + dc - F' dp = 0,   D dx + dl = 0     =>     (D H⁻¹ F') dp = D H⁻¹ dc - dl

with H the slopes of marginal cost, dl a change of what budgets hold and dc one of constant costs. It holds where no
movement or budget is just at the point of changing sides; there the two directions differ.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comity.market.build import build
from comity.market.cost import FREE
from comity.market.curves import Floats, slope
from comity.market.network import arrays
from comity.market.normal import normal
from comity.market.program import Program, Solution
from comity.market.solver import solve
from comity.results import Sensitivity
from comity.world.world import World

INSIDE = 1e-7  # of the typical quantity: nearer to a bound is at the bound
STIFF = 1e-10  # least slope of marginal cost, relative to typical price over typical quantity


def price_change(program: Program, solution: Solution, limit: Floats, base: Floats) -> Floats:
    """Change of prices (m,) for small changes of limits (m,) and of constant marginal costs (n,); 0 where not active.

    Raises LinAlgError where prices are not determined by the movements inside their bounds.
    """
    inside = INSIDE * solution.scale.quantity
    free = (solution.x > inside) & (solution.x < program.upper - inside)
    active = np.flatnonzero(np.nan_to_num(solution.price) > 0)
    stiffness = np.maximum(slope(program.costs, solution.x), STIFF * solution.scale.price / solution.scale.quantity)
    theta = np.where(free, 1.0 / stiffness, 0.0)
    matrix = normal(program)
    if not matrix.factor(theta, np.zeros(program.rows), active):
        raise np.linalg.LinAlgError("prices are not determined by the movements inside their bounds")
    change = np.zeros(program.rows)
    change[active] = matrix.solve(program.done(theta * base) - limit)[active]
    return change


def sensitivities(world: World, year: int) -> Iterator[Sensitivity]:
    """Of one year by itself: what one unit more of each cap and baseline adds to the price of each obligation, and what
    abatement of each activity dearer by one does."""
    network = build(world, year)
    program, rows, columns = arrays(network)
    solution = solve(program)
    index = {budget.id: place for place, budget in enumerate(rows)}
    told = [place for place, budget in enumerate(rows) if budget.kind == "obligation" and budget.of in world.mechanism]
    nothing = np.zeros(program.rows), np.zeros(program.columns)
    changes: dict[str, Floats] = {}
    for movement in network.movements:
        if movement.fixed is not None and movement.clause.split(".")[0] in ("activity", "mechanism"):
            limit = nothing[0].copy()
            for entry in movement.entries:
                if entry.budget in index:
                    limit[index[entry.budget]] += entry.does
            changes[movement.clause] = price_change(program, solution, limit, nothing[1])
    for activity in world.activity:
        base = np.array(
            [
                float(one.activity == activity and one.clause == f"activity.{activity}.curve" and one.cost != FREE)
                for one in columns
            ]
        )
        if base.any():
            changes[f"activity.{activity}.curve"] = price_change(program, solution, nothing[0], base)
    for address, change in changes.items():
        for place in told:
            yield Sensitivity(mechanism=rows[place].of, year=year, to=address, change=float(change[place]))
