"""A solution as named numbers, so that two can be compared by subtraction, and many by their least and greatest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from comity.market.answer import Solved, abated, flows
from comity.market.scoreboard import discount_rate
from comity.results import Account
from comity.world.world import World


class Measure(NamedTuple):
    """What a number is of: a mechanism or Party (nobody in particular where empty), and a year (all where 0)."""

    what: Account | Literal["price"]
    of: str
    year: int = 0


Measures = Mapping[Measure, float]


def measures(found: Sequence[Solved]) -> dict[Measure, float]:
    """All that comparisons are about. Money is discounted to the first year, tonnes are summed; see `Account`."""
    numbers: defaultdict[Measure, float] = defaultdict(float)
    for solved in found:
        weight = (1 + discount_rate(found[0])) ** (found[0].year - solved.year)
        _prices(solved, numbers)
        _money(solved, weight, numbers)
        _tonnes(solved, numbers)
    return dict(numbers)


def outermost(world: World, holder: str) -> str:
    """The Party that a holder's gains and tonnes are counted for: the State or union that it is part of."""
    seen = {holder}
    while holder in world.party and (parent := world.party[holder].parent) and parent not in seen:
        seen.add(holder := parent)
    return holder


def sides(world: World, mechanisms: Collection[str]) -> set[str]:
    """Mechanisms, and the Parties in whose name their units are used: those that a link is between."""
    parties = {outermost(world, party) for id in mechanisms if (party := world.mechanism[id].users)}
    return {*mechanisms} | parties


def _prices(solved: Solved, numbers: defaultdict[Measure, float]) -> None:
    """Of a tonne of each obligation, also of one that is due in a later year."""
    for budget, price in solved.worth.items():
        kind, _, of = budget.partition(":")
        if kind == "obligation" and of in solved.world.mechanism:
            numbers[Measure("price", of, solved.year)] = price


def _money(solved: Solved, weight: float, numbers: defaultdict[Measure, float]) -> None:
    for holder, account in solved.accounts.items():
        party = outermost(solved.world, holder.party)
        numbers[Measure(holder.account, party)] += weight * account.net
        numbers[Measure("net-cost", party)] -= weight * account.net
        numbers[Measure("cross-border", party)] += weight * account.payments


def _tonnes(solved: Solved, numbers: defaultdict[Measure, float]) -> None:
    world, year = solved.world, solved.year
    for id, activity in world.activity.items():
        emitted = solved.sum("emit", activity=id) - abated(solved, id)
        party = outermost(world, activity.host)
        numbers[Measure("emissions", party)] += emitted
        numbers[Measure("balance", party)] += emitted
        for mechanism in activity.covered_by:
            numbers[Measure("emissions", mechanism, year)] += emitted
    for flow in flows(solved):
        if flow.kind == "credit" and not world.mechanism[flow.target].balance:
            numbers[Measure("balance", outermost(world, flow.host))] += flow.credited
        if flow.kind not in ("move", "use") or flow.source == flow.target:
            continue
        for mechanism, units in ((flow.source, -flow.units), (flow.target, flow.credited)):
            numbers[Measure("net-import", mechanism, year)] += units
            numbers[Measure("net-import", mechanism)] += units
            # What a Party's systems take in lets it emit so much more; what they give away must be made up for.
            if owner := world.mechanism[mechanism].balance:
                numbers[Measure("balance", outermost(world, owner))] -= units
    numbers[Measure("air", "")] += solved.emissions
    numbers[Measure("claimed-twice", "")] += solved.claimed_twice
