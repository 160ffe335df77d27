"""How prices answer to caps, baselines and costs, of one year or of several that banking joins, from the solution.

With the binding budgets and the movements that are free to move (inside their bounds), small changes obey

    H dx + dc - F' dp = 0,   D dx + dl = 0     =>     (D H⁻¹ F') dp = D H⁻¹ dc - dl

with H the slopes of marginal cost, dl a change of what budgets hold and dc one of constant costs. A movement that is
just about to leave a bound (units of two years have one worth, and none are banked), or a budget that is just about to
bind, may move one way only, and then more and less of a thing have different answers: dx >= 0 there, complementary to
the change of its reduced cost, and dp >= 0 to the change of slack. Which of these move is found by trying, all that are
on the wrong side at once as long as they become fewer, else the first of them (J. J. Júdice and F. M. Pires, Computers
& Operations Research 21, 1994; K. G. Murty's rule of the least index).

Movements without a slope are given a small one, without which nothing could be factored; what it spoils is taken back
by repeating the solve with the same factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.errors import InputError, Problem, said
from comity.market.build import network
from comity.market.cost import FREE
from comity.market.curves import Floats, marginal, slope
from comity.market.horizon import Horizon
from comity.market.network import Budget, Movement, Network, arrays, weight
from comity.market.normal import normal
from comity.market.program import Mask, Program, Solution
from comity.market.reserves import has_reserves
from comity.market.solver import solve
from comity.market.unsold import offers_again
from comity.market.years import common_rate
from comity.results import Sensitivity
from comity.world.world import World

INSIDE = 1e-7  # of the typical quantity or price: nearer to a bound is at the bound
STIFF = 1e-7  # least slope of marginal cost, relative to typical price over typical quantity
WRONG = 1e-6  # a change on the wrong side by more than this, relative to the largest, is one
REPEATS = 30  # solves with one factor
TRIES = 200  # factors
DETERMINED = 1e-8  # what the equations may be off by, relative to what changes


@dataclass(frozen=True)
class Kinks:
    """A solution's free movements (n,) and binding budgets (m,), and those that may become so, one way only."""

    free: Mask
    active: Mask
    at_zero: Mask
    at_most: Mask
    idle: Mask

    @classmethod
    def of(cls, program: Program, solution: Solution) -> Kinks:
        """Those of a solution."""
        quantity, money = INSIDE * solution.scale.quantity, INSIDE * solution.scale.price
        market = ~np.isnan(solution.price)
        price = np.where(market, solution.price, 0.0)
        dead = np.bincount(program.column()[~market[program.row]], minlength=program.columns) > 0
        level = np.abs(marginal(program.costs, solution.x) - program.felt(price)) <= money
        low, high = solution.x <= quantity, solution.x >= program.upper - quantity
        movable = level & ~dead & (program.upper > quantity)
        return cls(
            free=~low & ~high,
            active=price > money,
            at_zero=low & movable,
            at_most=high & ~low & movable,
            idle=market & (price <= money) & (program.slack(solution.x) <= quantity),
        )


def price_change(program: Program, solution: Solution, limit: Floats, base: Floats) -> Floats:
    """Change of prices (m,) for small changes of limits (m,) and of constant marginal costs (n,); 0 where not active.

    Raises LinAlgError where prices are not determined by the movements that are free to move.
    """
    kinks = Kinks.of(program, solution)
    free, active = kinks.free | kinks.at_zero | kinks.at_most, kinks.active.copy()
    least = program.rows + program.columns + 1
    for _ in range(TRIES):
        dx, dp = _equations(program, solution, (free, active), limit, base)
        moved, freed = _wrong(program, kinks, (free, active), dx, dp, limit, base)
        count = int(moved.sum() + freed.sum())
        if not count:
            return dp
        if count < least:
            least = count
        elif moved.any():
            moved, freed = _first(moved), np.zeros_like(freed)
        else:
            freed = _first(freed)
        free, active = free ^ moved, active ^ freed
    raise np.linalg.LinAlgError("no direction was found in which prices change")


def _first(among: Mask) -> Mask:
    """Only the first of several."""
    only = np.zeros_like(among)
    only[int(np.argmax(among))] = True
    return only


def _equations(
    program: Program, solution: Solution, sets: tuple[Mask, Mask], limit: Floats, base: Floats
) -> tuple[Floats, Floats]:
    """Changes of amounts (n,) and prices (m,), with the free movements and active budgets as they are given."""
    free, active = sets
    scale = solution.scale
    softness = STIFF * scale.price / scale.quantity
    curve = np.minimum(slope(program.costs, solution.x), 1e30)
    theta = np.where(free, 1.0 / (curve + softness), 0.0)
    matrix, rows = normal(program), np.flatnonzero(active)
    if not matrix.factor(theta, np.full(program.rows, STIFF**2 / softness), rows):
        raise np.linalg.LinAlgError("prices are not determined by the movements that are free to move")
    dx, dp = np.zeros(program.columns), np.zeros(program.rows)
    size = max(
        float(np.max(np.abs(limit), initial=0.0)) / scale.quantity,
        float(np.max(np.abs(base), initial=0.0)) / scale.price,
    )
    off = np.inf
    for _ in range(REPEATS):
        dear = np.where(free, np.where(free, curve, 0.0) * dx + base - program.felt(dp), 0.0)
        short = np.where(active, program.done(dx) + limit, 0.0)
        off = max(np.max(np.abs(dear), initial=0.0) / scale.price, np.max(np.abs(short), initial=0.0) / scale.quantity)
        if off <= 1e-3 * DETERMINED * size:
            break
        more = np.where(active, matrix.solve(program.done(theta * dear) - short), 0.0)
        dp = dp + more
        dx = dx + theta * (program.felt(more) - dear)
    if off > DETERMINED * size:
        raise np.linalg.LinAlgError("prices are not determined by the movements that are free to move")
    return dx, dp


def _wrong(
    program: Program, kinks: Kinks, sets: tuple[Mask, Mask], dx: Floats, dp: Floats, limit: Floats, base: Floats
) -> tuple[Mask, Mask]:
    """The movements (n,) and budgets (m,) that may move one way only, and would move the other."""
    free, active = sets
    far = WRONG * float(np.max(np.abs(dx), initial=0.0)) + 1e-300
    dear = WRONG * float(np.max(np.abs(dp), initial=0.0)) + 1e-300
    reduced, slack = base - program.felt(dp), program.done(dx) + limit
    up = np.where(free, dx < -far, reduced < -dear) & kinks.at_zero
    down = np.where(free, dx > far, reduced > dear) & kinks.at_most
    return up | down, np.where(active, dp < -dear, slack < -far) & kinks.idle


def sensitivities(world: World, *years: int, less: bool = False) -> Iterator[Sensitivity]:
    """What one unit more of each year's caps and baselines adds to each year's price of each obligation, and what
    abatement of each activity dearer by one in every year does.

    With `less`, per unit of a fall instead: the same where no movement or budget is just about to change sides. The
    years are solved together, with perfect foresight. A baseline moves the tonnes that are emitted, not the curve.
    The change is nan where the equations do not tell it: a market that emits nothing and uses nothing has a price
    between two, and a tonne more makes it jump. Raises InputError where the answer is not that of one set of equations.
    """
    horizon = Horizon(world, years)
    networks = [network(scene) for scene in horizon.scenes.values()]
    _told_by_equations(horizon, networks)
    rate = common_rate(horizon)
    program, rows, columns = arrays(*networks, rate=rate)
    solution = solve(program)
    weights = {one.year: weight(one, networks[0], rate) for one in networks}
    of_row = [one.year for one in networks for budget in one.budgets if budget.constrains]
    told = [place for place, budget in enumerate(rows) if _is_obligation(world, budget)]
    sign = -1.0 if less else 1.0
    no_limit, no_base = np.zeros(program.rows), np.zeros(program.columns)
    changes = [(to, one, no_base) for to, one in _limits(networks, rate)]
    changes += [(to, no_limit, one) for to, one in _bases(world, networks, columns, weights)]
    for address, limit, base in changes:
        try:
            change = sign * price_change(program, solution, sign * limit, sign * base)
        except np.linalg.LinAlgError:
            change = np.full(program.rows, np.nan)
        for place in told:
            year = of_row[place]
            each = float(change[place]) / weights[year]
            yield Sensitivity(mechanism=rows[place].of, year=year, to=address, change=each)


def _is_obligation(world: World, budget: Budget) -> bool:
    return budget.kind == "obligation" and budget.of in world.mechanism


def _told_by_equations(horizon: Horizon, networks: Sequence[Network]) -> None:
    """Raise InputError for rules that are settled outside the solver: their answer to a change is not in a factor."""
    world = horizon.world
    joined = any(entry.year for one in networks for movement in one.movements for entry in movement.entries)
    standing = {
        "world.dominance": world.world.dominance is not None,
        "world.foresight": joined and world.world.foresight is not None,
        "mechanism.*.stock-reserves": joined and has_reserves(horizon),
        "mechanism.*.price-controls": offers_again(networks),
    }
    for address, stands in standing.items():
        if stands:
            raise InputError([Problem("", 0, address, said("found-settled-apart"), said("expected-one-equilibrium"))])


def _limits(networks: Sequence[Network], rate: float) -> Iterator[tuple[str, Floats]]:
    """By address, what one unit more of a fixed quantity of a year adds to each budget (m,)."""
    freed = [
        replace(one, movements=tuple(replace(movement, fixed=None) for movement in one.movements if _told(movement)))
        for one in networks
    ]
    program, _, columns = arrays(*freed, rate=rate)
    years = [one.year for one in freed for _ in one.movements]
    found: dict[str, Floats] = {}
    for place, (movement, year) in enumerate(zip(columns, years, strict=True)):
        only = np.zeros(len(columns))
        only[place] = 1.0
        found[f"{movement.clause}.{year}"] = program.done(only)
    yield from found.items()


def _told(movement: Movement) -> bool:
    """Whether it stands for a figure of an activity or mechanism."""
    return movement.fixed is not None and movement.clause.split(".")[0] in ("activity", "mechanism")


def _bases(
    world: World, networks: Sequence[Network], columns: Sequence[Movement], weights: dict[int, float]
) -> Iterator[tuple[str, Floats]]:
    """By address, what a curve dearer by one, in every year, adds to each constant cost (n,)."""
    weighs = [weights[one.year] for one in networks for _ in one.free]
    for activity in world.activity:
        clause = f"activity.{activity}.curve"
        curves = [one.activity == activity and one.clause == clause and one.cost != FREE for one in columns]
        if any(curves):
            yield clause, np.where(curves, weighs, 0.0)
