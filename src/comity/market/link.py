"""What a link would do to both sides: ranges, who gains by which account, exposure to shocks, and what would turn it.

Only what budgets and movements join to the two systems changes, so only that part is solved again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product
from math import exp, log
from typing import Literal

from comity.market.accounts import embedded_tonnes
from comity.market.compare import (
    OWN,
    Case,
    Pair,
    cased,
    changes,
    count,
    counted,
    difference,
    narrowed,
    nothing,
    others,
    ranged,
    run_both,
    variants,
    verdicts,
)
from comity.market.component import Reach
from comity.market.measures import Measure, sides
from comity.market.progress import Told, counting, nobody
from comity.market.scoreboard import discount_rate
from comity.market.solve import known_years
from comity.results import Border, LinkAnswer, Risk, Schema, Terms, Turn, Verdict
from comity.world.linking import Link, linked
from comity.world.part import dearer, larger, with_activities
from comity.world.world import World

SHOCK = Decimal("1.05")  # emissions without abatement, for what a link does to risk
Lever = Literal["costs", "emissions"]
TIMES: Mapping[Lever, tuple[tuple[Decimal, Decimal], ...]] = {  # what is tried to turn a verdict: far steps and near
    "costs": ((Decimal("0.25"), Decimal("0.5")), (Decimal(4), Decimal(2))),
    "emissions": ((Decimal("0.8"), Decimal("0.9")), (Decimal("1.25"), Decimal("1.1"))),
}


def link(world: World, terms: Link, years: Sequence[int] | None = None, told: Told = nobody) -> LinkAnswer:
    """What the link would do, year by year and in all. Raises InputError; see `linked`.

    `told` hears how many variants are solved, then how many levers are tried, then how many shocks.
    """
    chosen = known_years(world, years)
    pair = (world, linked(world, terms))
    more = counting(told, "variants", count(world))
    whole = cased(pair, chosen)
    more(1)
    runs = run_both(whole)
    both, start = (terms.first, terms.second), terms.start or chosen[0]
    narrow = narrowed(whole, Reach(frozenset(both)))
    pairs = {(family, slope): narrow(of) for family, slope, of in variants(pair)}
    own = narrow(pair)
    found = [whole, *others(((key, of) for key, of in pairs.items() if key != OWN), chosen, more)]
    families = [(pairs[case.family, case.slope], case) for case in found if case.slope == 1]
    return LinkAnswer(
        schema=Schema(name="link"),
        before=runs[0],
        after=runs[1],
        units=runs[1].units,
        discount_rate=discount_rate(whole.after[0]),
        variants=tuple(case.told for case in found),
        change=tuple(changes(found, runs[1])),
        verdicts=tuple(_turned(list(verdicts(found)), own, chosen, both, told)),
        terms=Terms(
            mechanisms=both,
            rate=float(terms.rate),
            quota=None if terms.quota is None else float(terms.quota),
            one_way=terms.one_way,
            start=start,
        ),
        risks=tuple(_risks(families, both, [year for year in chosen if year >= start] or chosen, told)),
        borders=tuple(_borders(world, found, both, chosen)),
    )


# Risk -----------------------------------------------------------------------------------------------------------------


def _risks(
    found: Sequence[tuple[Pair, Case]], both: tuple[str, str], years: Sequence[int], told: Told
) -> Iterator[Risk]:
    """How prices answer to emissions higher than expected in each of the two, under every family of curves.

    years: those of the link, of which the first and the last are told.
    """
    more = counting(told, "shocks", len(both))
    for shocked in both:
        hit = [(case, cased(_stressed(pair, shocked, "emissions", SHOCK), years)) for pair, case in found]
        more(1)
        rises = [(case.measured, after.measured) for case, after in hit if case.solved and after.solved]
        known = hit[0][0].solved and hit[0][1].solved  # else the world's own curves say nothing
        for mechanism in both if known else ():
            for year in dict.fromkeys((years[0], years[-1])):
                name = Measure("price", mechanism, year)
                least = nothing(found[0][1], name)
                before, after = (
                    ranged([hit[side].get(name, 0.0) - calm[side].get(name, 0.0) for calm, hit in rises], least)
                    for side in (0, 1)
                )
                yield Risk(
                    shocked=shocked,
                    share=float(SHOCK - 1),
                    mechanism=mechanism,
                    year=year,
                    before=before,
                    after=after,
                )


def _stressed(pair: Pair, mechanism: str, of: Lever, times: Decimal) -> Pair:
    """Both worlds with costs or emissions of what a mechanism covers times a factor."""
    alter = dearer if of == "costs" else larger
    before, after = (
        with_activities(
            world, {id: alter(one, times) for id, one in world.activity.items() if mechanism in one.covered_by}
        )
        for world in pair
    )
    return before, after


# What would turn a verdict --------------------------------------------------------------------------------------------


def _turned(
    found: Sequence[Verdict], pair: Pair, years: Sequence[int], both: tuple[str, str], told: Told
) -> Iterator[Verdict]:
    """The verdicts; those of the two sides that have a sign, with the smallest change found that gives it the other."""
    own = sides(pair[0], both)
    open_ = [verdict for verdict in found if verdict.sign in "+-" and verdict.holder in own]
    more = counting(told, "levers", len(both) * len(TIMES))
    levers = []
    for mechanism, of in product(both, TIMES):
        levers.append((mechanism, of, dict(_tried(open_, pair, years, mechanism, of))))
        more(1)
    for verdict in found:
        turns = [
            Turn(mechanism=mechanism, of=of, times=times)
            for mechanism, of, tried in levers
            if verdict in open_
            for times in _turning(verdict, tried)
        ]
        yield verdict.model_copy(update={"turn": min(turns, key=lambda turn: abs(log(turn.times)), default=None)})


def _tried(
    open_: Sequence[Verdict], pair: Pair, years: Sequence[int], mechanism: str, of: Lever
) -> Iterator[tuple[Decimal, Case]]:
    """What one lever does at its far steps; and at the near one, where something has turned at the far one."""
    for far, near in TIMES[of]:
        case = cased(_stressed(pair, mechanism, of, far), years)
        yield far, case
        if any(True for verdict in open_ for _ in _turning(verdict, {far: case})):
            yield near, cased(_stressed(pair, mechanism, of, near), years)


def _turning(verdict: Verdict, tried: Mapping[Decimal, Case]) -> Iterator[float]:
    """Where a verdict turns, below and above 1: on the line, in logarithms, between the steps that it turns between."""
    name = Measure(verdict.account, verdict.holder)
    steps = [(0.0, verdict.central)]
    steps += [(log(times), difference(case, name)) for times, case in tried.items() if case.solved]
    least = nothing(next(iter(tried.values())), name)
    told = sorted(step for step in steps if abs(step[1]) > least)
    for (lower, low), (upper, high) in pairwise(told):
        if (low > 0) != (high > 0):
            yield round(exp(lower + (upper - lower) * low / (low - high)), 2)


# Border adjustments ---------------------------------------------------------------------------------------------------


def _borders(world: World, found: Sequence[Case], both: tuple[str, str], years: Sequence[int]) -> Iterator[Border]:
    """What each side charges on the other's exports, which a link exempts; money where the tonnes are known."""
    for mechanism, exporter in (both, both[::-1]):
        for adjustment in world.mechanism[mechanism].border_adjustments.values():
            for year in years if adjustment.exporter == exporter else ():
                share = adjustment.charged(year)
                if share is None:
                    continue
                gaps = [_gap(case, mechanism, exporter, year) for case in counted(found)]
                charge = ranged([float(share) * gap for gap in gaps], 0.0)
                tonnes = embedded_tonnes(world, adjustment, year)
                yield Border(
                    mechanism=mechanism,
                    exporter=exporter,
                    year=year,
                    share=float(share),
                    charge=charge,
                    tonnes=tonnes,
                    payment=None if tonnes is None else ranged([float(share) * gap * tonnes for gap in gaps], 0.0),
                )


def _gap(case: Case, mechanism: str, exporter: str, year: int) -> float:
    """What the exporter's price falls short, before."""
    home, abroad = (case.measured[0].get(Measure("price", id, year), 0.0) for id in (mechanism, exporter))
    return max(home - abroad, 0.0)
