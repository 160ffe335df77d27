"""Solve a world: build each year's network, find prices and flows, and account for them beside a reference."""

from __future__ import annotations

from collections.abc import Sequence

from comity.errors import InputError, Problem, said
from comity.market.answer import Solved, air, balances, flows, markets
from comity.market.dominance import solve_dominated
from comity.market.progress import More, Told, counting, nobody, uncounted
from comity.market.reserves import Flip, Line
from comity.market.scoreboard import holders, marked, scoreboard
from comity.market.years import solve_years
from comity.results import Cycle, ReserveDecision, Run, Schema, Status, Units
from comity.world.world import World


def solve(world: World, years: Sequence[int] | None = None, reference: World | None = None, told: Told = nobody) -> Run:
    """Prices, flows, accounts and balances of the years given (all that the world declares if None).

    `reference`: what emissions and gains are measured against; if None, the scenario that the world names for that,
    else the world's own files without any scenario. `told` hears how many years are solved, of both. Raises InputError
    for a year that the world does not have.
    """
    chosen = known_years(world, years)
    beside = reference if reference is not None else world.reference()
    same = beside.folder.tree == world.folder.tree
    more = counting(told, "years", len(chosen) * (1 if same else 2))
    found = solved(world, chosen, more)
    against = found if same else solved(beside, chosen, more)
    name = (world.world.reference if reference is None else "+".join(beside.folder.scenarios)) or "base"
    return answered(found, against, name)


def known_years(world: World, years: Sequence[int] | None) -> tuple[int, ...]:
    """The years given, or all of the world's. Raises InputError for one that it does not have."""
    chosen = tuple(years) if years is not None else world.world.years
    for year in chosen:
        if year not in world.world.years:
            known = ", ".join(map(str, world.world.years))
            raise InputError([Problem("world.toml", 0, "world.years", str(year), said("expected-year", years=known))])
    return chosen


def answered(found: Sequence[Solved], against: Sequence[Solved], reference: str) -> Run:
    """The answer of a solution, measured against another, whose scenario has the name given."""
    world, measures = found[0].world, found[0].world.measures
    pairs = list(zip(found, against, strict=True))
    return Run(
        schema=Schema(name="run"),
        world=world.id,
        scenario=world.folder.scenarios,
        years=tuple(one.year for one in found),
        units=Units(price=measures.price_text, quantity=measures.quantity.text, money=measures.money_text),
        status=status(found),
        residual=max(one.solution.residual for one in found),
        markets=tuple(row for one in found for row in markets(one)),
        flows=tuple(row for one in found for row in flows(one)),
        holders=tuple(row for pair in pairs for row in holders(*pair)),
        balances=tuple(row for one in found for row in balances(one)),
        air=tuple(air(one, other, reference) for one, other in pairs),
        reserves=tuple(_decision(line) for one in found for line in one.decided),
        cycles=tuple(_cycle(flip) for flip in found[0].flips),
        scoreboard=scoreboard(pairs),
        marked=marked(found),
        typical={"quantity": found[0].solution.scale.quantity, "price": found[0].solution.scale.price},
    )


def solve_year(world: World, year: int) -> Solved:
    """One year of a world by itself."""
    return solved(world, (year,))[0]


def solved(world: World, years: Sequence[int], more: More = uncounted) -> list[Solved]:
    """The years of a world in order; all take prices as given but the bloc that it says dominates."""
    return (solve_years if world.world.dominance is None else solve_dominated)(world, years, more=more)


def _decision(line: Line) -> ReserveDecision:
    return ReserveDecision(
        mechanism=line.mechanism,
        reserve=line.reserve,
        decided=line.decided,
        year=line.year,
        circulation=line.circulation,
        taken=line.amount,
        regime=line.regime,
    )


def _cycle(flip: Flip) -> Cycle:
    return Cycle(
        mechanism=flip.mechanism,
        reserve=flip.reserve,
        decided=flip.decided,
        regimes=flip.regimes,
        low=flip.low,
        high=flip.high,
        smoothing=flip.high - flip.low,
    )


def status(found: Sequence[Solved]) -> Status:
    """Whether the years are solved; if not, what is the matter."""
    if any(one.solution.status == "no-equilibrium" for one in found):
        return "no-equilibrium"
    if any(one.solution.status != "solved" for one in found):
        return "not-converged"
    if not all(one.settled for one in found):
        return "no-equilibrium"
    if any(one.sum("unmet") + one.sum("missed") > one.noticed for one in found):
        return "unmet"
    return "solved"
