"""Stock-triggered reserves inside a solve over years: circulation decides on supply, which changes circulation.

First by regime: each decision is taken as the straight line of the regime that the last circulation was in, its slope
an entry that nobody feels on the movement that carries units on; a few solves settle which regimes hold. Where regimes
cycle, Anderson's acceleration of circulation itself. Where neither settles, a step rule has no
equilibrium, and the answer says so. Circulation changes by flows alone: it is what years carry on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np

from comity.market.acceleration import next_point
from comity.market.answer import Solved
from comity.market.curves import Floats
from comity.market.horizon import Horizon
from comity.market.network import Entry, Movement, Network
from comity.quantity import parse_quantity
from comity.world.mechanism import Mechanism
from comity.world.own_rules import treasury_of
from comity.world.regimes import decisions, per_unit, together
from comity.world.reserve import StockReserve

SETTLED = 1e-7  # of the typical quantity: a decision that changes by less has settled
REGIMES_MOST, LOOP_MOST, MEMORY, DAMPING = 9, 60, 5, 0.5
LAST = 8  # of the solves of the loop, those that show between what it goes

#: By year and mechanism, what is held at the end of the year.
Circulation = Mapping[tuple[int, str], float]
Solve = Callable[[Sequence[Network]], list[Solved]]


@dataclass(frozen=True, slots=True)
class Line:
    """What the circulation of one year decides for another, in the world's unit per year.

    amount: taken from the auctions less added to them, at that circulation. slope: how much more per unit of it.
    """

    mechanism: str
    reserve: str
    decided: int
    year: int
    circulation: float
    amount: float
    slope: float
    regime: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A decision that does not settle: the regimes it goes between, and the circulations that make them hold."""

    mechanism: str
    reserve: str
    decided: int
    regimes: tuple[str, ...]
    low: float
    high: float


def has_reserves(horizon: Horizon) -> bool:
    """Whether any mechanism of the world has a stock-triggered reserve."""
    return any(reserving(horizon))


def reserving(horizon: Horizon) -> Iterator[tuple[str, Mechanism]]:
    """The mechanisms that have one, and whose status lets them hold."""
    for id, mechanism in horizon.world.mechanism.items():
        if mechanism.stock_reserves and mechanism.yields:
            yield id, mechanism


def settle(horizon: Horizon, networks: Sequence[Network], solve: Solve) -> list[Solved]:
    """The years solved with their reserves' decisions; each `Solved` has those that hold and whether they settled."""
    found = solve(networks)
    at, least = circulation(horizon, found), np.inf
    held = list(lines(horizon, at))
    for _ in range(REGIMES_MOST):
        found = solve([_applied(horizon, network, held) for network in networks])
        now = circulation(horizon, found)
        after = list(lines(horizon, now))
        gap = _gap(held, after, now)
        if gap <= SETTLED * found[0].solution.scale.quantity:
            return _told(found, after)
        # Where the regimes begin to cycle, the next lines are those half-way.
        half_way = gap >= least
        at = {key: (at[key] + now[key]) / 2 for key in now} if half_way else now
        held = list(lines(horizon, at)) if half_way else after
        least = min(gap, least)
    return _accelerated(horizon, networks, solve, found)


def circulation(horizon: Horizon, found: Sequence[Solved]) -> dict[tuple[int, str], float]:
    """What is held of each mechanism with a reserve: in the years solved, and before them as far as it is known."""
    known: dict[tuple[int, str], float] = {}
    first = horizon.years[0]
    for id, mechanism in reserving(horizon):
        for series, shift in ((mechanism.past_circulation, 0), (mechanism.opening_holdings, -1)):
            if series is None:
                continue
            for value in series.values:
                if value.year + shift < first:
                    size = horizon.world.measures.convert_quantity(Fraction(value.value), series.unit)
                    known[value.year + shift, id] = float(size)
        for one in found:
            prefix = f"units:{id}:"
            known[one.year, id] = sum(units for budget, units in one.banked.items() if budget.startswith(prefix))
    return known


def lines(horizon: Horizon, held: Circulation) -> Iterator[Line]:
    """What each known circulation decides for the years solved."""
    for id, mechanism in reserving(horizon):
        for name, reserve in mechanism.stock_reserves.items():
            yield from _lines(horizon, id, name, reserve, held)


def _lines(horizon: Horizon, id: str, name: str, reserve: StockReserve, held: Circulation) -> Iterator[Line]:
    world_unit = parse_quantity(horizon.world.measures.quantity.text).tonnes
    allowances = world_unit / parse_quantity(reserve.allowance).tonnes  # in one of the world's unit
    known = sorted(year for year, mechanism in held if mechanism == id)
    content = _opening_content(reserve, known[0] + 1)
    for year in known:
        stock = Fraction(held[year, id]) * allowances
        auctioned = Fraction(_auctions(horizon, id, year + 1)) * allowances
        parts = decisions(reserve, year, stock, whole=False)
        regime = together(parts, content, auctioned)
        if content is not None:
            content += (0 if regime.cancels else regime.intake) - regime.release
        content = _in_the_year(reserve, year + 1, content, auctioned)
        planned = sum(part.regime.intake - part.regime.release for part in parts)
        share = (regime.intake - regime.release) / planned if planned else Fraction(0)
        for part in parts:
            amount = (part.regime.intake - part.regime.release) * share
            slope = Fraction(0) if regime.limited else part.regime.slope
            for one in horizon.years:
                weight = Fraction(_months(part.begin, part.months, one), part.months)
                if weight:
                    size = float(amount * weight / allowances)
                    yield Line(id, name, year, one, held[year, id], size, float(slope * weight), regime.name)


def _months(begin: date, months: int, year: int) -> int:
    """How many of so many months from a day on are in a calendar year."""
    first = begin.year * 12 + begin.month - 1
    return max(0, min(first + months, 12 * (year + 1)) - max(first, 12 * year))


def _opening_content(reserve: StockReserve, first: int) -> Fraction | None:
    """What has come into a reserve from elsewhere before a year; None where nobody knows."""
    came = [addition.volume for addition in reserve.additions.values() if addition.on.year < first]
    known = [Fraction(volume) for volume in came if volume is not None]
    return sum(known, Fraction(0)) * per_unit(reserve) if len(known) == len(came) else None


def _in_the_year(reserve: StockReserve, year: int, content: Fraction | None, auctioned: Fraction) -> Fraction | None:
    """What a reserve holds after what comes from elsewhere, and what ceases to be valid, in a year."""
    for addition in reserve.additions.values():
        if addition.on.year == year and content is not None:
            content = content + Fraction(addition.volume) * per_unit(reserve) if addition.volume is not None else None
    for rule in reserve.invalidations.values():
        if rule.in_force(date(year, rule.start.month, rule.start.day)) and content is not None:
            level = auctioned if rule.above is None else Fraction(rule.above) * per_unit(reserve)
            content = min(content, level)
    return content


def _auctions(horizon: Horizon, id: str, year: int) -> float:
    """What a mechanism would auction in a year without the reserve; of years not solved, in the nearest that is."""
    nearest = min(max(year, horizon.years[0]), horizon.years[-1])
    scene = horizon.scenes[min(horizon.years, key=lambda one: abs(one - nearest))]
    own = (clause for clause in scene.in_force if clause.id == f"mechanism.{id}.cap")
    return sum(scene.amount(clause.fixed or clause.most) or 0.0 for clause in own)


def _applied(horizon: Horizon, network: Network, held: Sequence[Line]) -> Network:
    """A year's network with what the lines take from its supply, and with their slopes on what it carries on."""
    taken: dict[tuple[str, str], float] = {}
    for line in held:
        if line.year == network.year and horizon.scenes[network.year].runs(line.mechanism):
            solved = line.decided in horizon.scenes
            constant = line.amount - line.slope * line.circulation if solved else line.amount
            key = (line.mechanism, line.reserve)
            taken[key] = taken.get(key, 0.0) + constant
    movements = [_with_slopes(horizon, network, movement, held) for movement in network.movements]
    movements += [_taken(horizon, network, *key, amount) for key, amount in taken.items() if amount]
    return replace(network, movements=tuple(movements))


def _taken(horizon: Horizon, network: Network, mechanism: str, reserve: str, amount: float) -> Movement:
    scene = horizon.scenes[network.year]
    budget = scene.classes.of(mechanism, scene.allowance_traits(mechanism)).budget
    sign = -1.0 if amount > 0 else 1.0
    return Movement(
        id=f"mechanism.{mechanism}.stock-reserves.{reserve}",
        kind="reserve",
        clause=f"mechanism.{mechanism}.stock-reserves.{reserve}",
        owner=treasury_of(horizon.world, mechanism),
        source=mechanism if amount > 0 else "",
        target="" if amount > 0 else mechanism,
        fixed=abs(amount),
        entries=(Entry(budget, sign, sign),),
    )


def _with_slopes(horizon: Horizon, network: Network, movement: Movement, held: Sequence[Line]) -> Movement:
    """A movement of banking with what one more unit carried on takes from later supply; its owner does not feel it."""
    entries = []
    for line in held if movement.banks else ():
        if line.decided == network.year and line.mechanism == movement.source and line.slope:
            scene = horizon.scenes[line.year]
            budget = scene.classes.of(line.mechanism, scene.allowance_traits(line.mechanism)).budget
            treasury = treasury_of(horizon.world, line.mechanism)
            other = None if line.year == network.year else line.year
            entries.append(Entry(budget, -line.slope, 0.0, rest_to=treasury, year=other))
    return replace(movement, entries=(*movement.entries, *entries)) if entries else movement


def _gap(held: Sequence[Line], after: Sequence[Line], now: Circulation) -> float:
    """The largest difference, over years, of what was taken and what the circulation that came of it decides."""
    did: dict[tuple[str, str, int], float] = {}
    for line in held:
        key = (line.mechanism, line.reserve, line.year)
        moved = now[line.decided, line.mechanism] - line.circulation
        did[key] = did.get(key, 0.0) + line.amount + line.slope * moved
    for line in after:
        key = (line.mechanism, line.reserve, line.year)
        did[key] = did.get(key, 0.0) - line.amount
    return max((abs(value) for value in did.values()), default=0.0)


def _accelerated(horizon: Horizon, networks: Sequence[Network], solve: Solve, found: list[Solved]) -> list[Solved]:
    """Anderson's acceleration of circulation, decisions held constant in each solve."""
    start = circulation(horizon, found)
    keys = [key for key in start if key[0] in horizon.scenes]
    x = np.array([start[key] for key in keys])
    points: list[Floats] = []
    steps: list[Floats] = []
    trail: list[list[Line]] = []
    for _ in range(LOOP_MOST):
        held = [replace(line, slope=0.0) for line in lines(horizon, start | dict(zip(keys, x, strict=True)))]
        found = solve([_applied(horizon, network, held) for network in networks])
        now = circulation(horizon, found)
        step = np.array([now[key] for key in keys]) - x
        if float(np.max(np.abs(step))) <= SETTLED * found[0].solution.scale.quantity:
            return _told(found, list(lines(horizon, now)))
        trail.append(held)
        points, steps = [*points[-MEMORY:], x], [*steps[-MEMORY:], step]
        x = np.maximum(next_point(points, steps, DAMPING), 0.0)
    return _told(found, list(lines(horizon, circulation(horizon, found))), flips(trail[-LAST:]))


def flips(trail: Sequence[Sequence[Line]]) -> tuple[Flip, ...]:
    """The decisions that were in more than one regime along a trail of lines."""
    seen: dict[tuple[str, str, int], list[Line]] = {}
    for line in (line for held in trail for line in held):
        seen.setdefault((line.mechanism, line.reserve, line.decided), []).append(line)
    found = []
    for key, several in seen.items():
        regimes = tuple(dict.fromkeys(line.regime for line in several))
        if len(regimes) > 1:
            levels = [line.circulation for line in several]
            found.append(Flip(*key, regimes, min(levels), max(levels)))
    return tuple(found)


def _told(found: Sequence[Solved], held: Sequence[Line], flipping: tuple[Flip, ...] | None = None) -> list[Solved]:
    """The years with the decisions that hold; `flipping` where they did not settle."""
    return [
        replace(
            one,
            decided=tuple(line for line in held if line.year == one.year),
            settled=flipping is None,
            flips=flipping or (),
        )
        for one in found
    ]
