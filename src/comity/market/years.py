"""Solves the years of a world: each by itself, all together, or with as much foresight as its holders have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

import numpy as np

from comity.market.answer import Arrival, Solved
from comity.market.build import network
from comity.market.classes import Traits
from comity.market.horizon import Horizon
from comity.market.network import Network, arrays, weight
from comity.market.program import Solution
from comity.market.progress import More, uncounted
from comity.market.reserves import Solve, has_reserves, settle
from comity.market.scene import Scene
from comity.market.solver import least_norm
from comity.market.solver import solve as solve_program
from comity.market.unsold import offers_again, settle_unsold
from comity.world.world import World

#: How networks of a horizon become solved years, given what solves them: the competitive answer, or a leader's.
Answering = Callable[[Horizon, Sequence[Network], Solve], list[Solved]]


def competitive(_: Horizon, networks: Sequence[Network], solve: Solve) -> list[Solved]:
    """All take prices as given."""
    return solve(networks)


def solve_years(
    world: World, years: Sequence[int], answer: Answering = competitive, more: More = uncounted
) -> list[Solved]:
    """The years in order. Those that nothing joins are solved one by one. `more` hears how many are, each time."""
    horizon = Horizon(world, tuple(years))
    networks = [network(scene) for scene in horizon.scenes.values()]
    joined = any(entry.year for one in networks for movement in one.movements for entry in movement.entries)
    if not joined and not offers_again(networks):
        alone = partial(together, horizon)
        found: list[Solved] = []
        for one in networks:
            found += answer(horizon, [one], alone)
            more(1)
        return found
    if world.world.foresight is None:
        found = answer(horizon, networks, _settling(horizon, networks))
        more(len(networks))
        return found
    return rolling(world, tuple(years), world.world.foresight, answer, more)


def rolling(
    world: World, years: tuple[int, ...], ahead: Decimal, answer: Answering = competitive, more: More = uncounted
) -> list[Solved]:
    """Each year solved with those up to `ahead` years after it; then what is held at its end is carried on."""
    found: list[Solved] = []
    horizon = Horizon(world, ())
    for place, year in enumerate(years):
        window = tuple(one for one in years[place:] if one <= year + ahead)
        horizon = Horizon(world, window, place == 0, held(horizon, found[-1], year) if found else ())
        networks = [network(scene) for scene in horizon.scenes.values()]
        first = answer(horizon, networks, _settling(horizon, networks))[0]
        found.append(replace(first, before=found[-1] if found else None))
        more(1)
    return found


def _settling(horizon: Horizon, networks: Sequence[Network]) -> Solve:
    """What solves years that are joined, with what is unsold and what stock-triggered reserves decide.

    With a reserve there may be several answers, and the nearest to the last need not lead to decisions that settle. So
    what does not settle from the last answer on is tried again, each time from nothing.
    """
    again, reserves = offers_again(networks), has_reserves(horizon)

    def settling(solve: Solve) -> Solve:
        if again:
            solve = partial(settle_unsold, solve=solve)
        return partial(settle, horizon, solve=solve) if reserves else solve

    quick, patient = settling(_remembering(horizon)), settling(partial(together, horizon))

    def settled(networks: Sequence[Network]) -> list[Solved]:
        found = quick(networks)
        return found if all(one.settled for one in found) else patient(networks)

    return settled


def _remembering(horizon: Horizon) -> Solve:
    """Solves the years again and again, from the last answer: what is offered anew mostly moves no bound."""
    last: list[Solved] = []

    def solve(networks: Sequence[Network]) -> list[Solved]:
        last[:] = together(horizon, networks, last[0].solution if last else None)
        return list(last)

    return solve


def held(horizon: Horizon, solved: Solved, after: int) -> tuple[tuple[str, Traits, float], ...]:
    """What is held at the end of a year, by pool and kind of unit, per year of the next one's length."""
    size = solved.network.length / horizon.length(after)
    examples = {found.budget: found for found in horizon.scenes[solved.year].classes}
    kept = ((examples[budget], quantity * size) for budget, quantity in solved.banked.items())
    return tuple((found.pool, found.example, quantity) for found, quantity in kept if quantity > solved.noticed)


def together(horizon: Horizon, networks: Sequence[Network], start: Solution | None = None) -> list[Solved]:
    """The networks of several years, solved as one; of flows equally right, those that move least, then least norm.

    `start`: an answer of similar networks, which is tried first.
    """
    rate = common_rate(horizon)
    program, _, columns = arrays(*networks, rate=rate)
    moves = np.array([movement.kind == "move" for movement in columns], dtype=np.float64)
    if start is not None and (len(start.x), len(start.price)) != (program.columns, program.rows):
        start = None
    solution = least_norm(program, solve_program(program, start=start), volume=moves)
    amounts = _amounts(networks, solution)
    prices = _prices(networks, solution, rate)
    found: list[Solved] = []
    idle: dict[str, float] = {}  # worthless units that no movement carries, but accounts keep
    for one in networks:
        scene = horizon.scenes[one.year]
        later = {
            f"obligation:{id}": prices[due].get(f"obligation:{id}", np.nan)
            for id in scene.obliged
            if (due := scene.due(id)) is not None and due in prices
        }
        arrivals = _arrivals(networks, one, amounts)
        size = found[-1].network.length / one.length if found else 1.0
        banked = _banked(scene, one, amounts[one.year], arrivals, {id: left * size for id, left in idle.items()})
        carried = _carried(one, amounts[one.year])
        idle = {id: quantity - carried.get(id, 0.0) for id, quantity in banked.items()}
        before = found[-1] if found else None
        here = prices[one.year] | later
        found.append(Solved(horizon.world, one, solution, amounts[one.year], here, arrivals, banked, before))
    return found


def common_rate(horizon: Horizon) -> float:
    """The rate at which most mechanisms' holders discount: what differs from it makes amounts done and felt differ."""
    scene = horizon.scenes[horizon.years[0]]
    world = horizon.world
    own = [
        mechanism.discount_rate or world.world.discount_rate
        for mechanism in world.mechanism.values()
        if mechanism.banking is not None or mechanism.borrowing is not None
    ]
    rates = Counter(scene.ratio(series) for series in own)
    return rates.most_common(1)[0][0] if rates else scene.ratio(world.world.discount_rate)


def _amounts(networks: Sequence[Network], solution: Solution) -> dict[int, dict[str, float]]:
    """By year and movement id, in the order of the columns."""
    values = iter(solution.x)
    return {
        one.year: {
            movement.id: float(next(values)) if movement.fixed is None else movement.fixed for movement in one.movements
        }
        for one in networks
    }


def _prices(networks: Sequence[Network], solution: Solution, rate: float) -> dict[int, dict[str, float]]:
    """By year and budget id, in the order of the rows; of the year itself, not weighted."""
    values = iter(solution.price)
    return {
        one.year: {
            budget.id: float(next(values)) / weight(one, networks[0], rate)
            for budget in one.budgets
            if budget.constrains
        }
        for one in networks
    }


def _arrivals(networks: Sequence[Network], here: Network, amounts: dict[int, dict[str, float]]) -> tuple[Arrival, ...]:
    """What movements of other years do in this one, per year of this one's length."""
    return tuple(
        Arrival(movement, entry, amounts[one.year][movement.id] * one.length / here.length)
        for one in networks
        for movement in one.movements
        for entry in movement.entries
        if entry.year == here.year
    )


def _banked(
    scene: Scene, one: Network, amounts: dict[str, float], arrivals: Sequence[Arrival], idle: dict[str, float]
) -> dict[str, float]:
    """Units held at the end of a year, by units budget: what is carried on, and what is left where it may be kept."""
    pools = {clause.takes[0].of for clause in scene.in_force if clause.kind == "carry" and clause.lag > 0}
    held = {b.id: b.limit + idle.get(b.id, 0.0) for b in one.budgets if b.kind == "units" and b.of in pools}
    for arrival in arrivals:
        if arrival.entry.budget in held:
            held[arrival.entry.budget] += arrival.amount * arrival.entry.does
    for movement in one.movements:
        for entry in movement.entries if not movement.banks else ():
            if entry.budget in held and entry.year is None:
                held[entry.budget] += entry.does * amounts[movement.id]
    return {id: max(quantity, 0.0) for id, quantity in held.items()}


def _carried(one: Network, amounts: dict[str, float]) -> dict[str, float]:
    """What banking takes on to the next year, by units budget."""
    return {m.entries[0].budget: amounts[m.id] for m in one.movements if m.banks}
