"""What the market says of every pair of systems of a world: gains by a link, the air, and how one's price answers the
other's units.

Each link is tried alone: both ways, at par, without a quota, in force from the first year, as `comity link` tries it.
Only the part of the world that the two are joined to is solved, under every family and slope of cost curves that
`comity compare` knows. Systems whose units pass already are not tried again; of those in one part, it is asked what a
hundredth more units of one do to the price of the other. In different parts that is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

from comity.market.answer import Solved
from comity.market.compare import Case, variants, verdicts
from comity.market.component import Reach, component
from comity.market.measures import Measure, Measures, measures, outermost
from comity.market.progress import Told, counting, nobody
from comity.market.scoreboard import discount_rate
from comity.market.solve import solved, status
from comity.regime.modes import PairFacts
from comity.world.clause import Amount, Clause
from comity.world.clauses import clauses
from comity.world.part import part, with_activities
from comity.world.pricing import systems
from comity.world.world import World

#: Classes of price that a market, or a market within bounds, makes.
PRICED = ("market", "administered")
#: The agreement under which all links are written down together; each is then solved alone.
TRIED = "tried"
#: How many more units of one are asked about.
MORE = Fraction(1, 100)
Pair = tuple[str, str]


def market_systems(world: World) -> list[str]:
    """The systems that issue units and whose price the solver makes, by id."""
    found = systems(world)
    return sorted(
        id
        for id, system in found.items()
        if system.solved and system.pricing.kind in PRICED and world.mechanism[id].unit_type
    )


def facts(world: World, ids: Sequence[str] | None = None, told: Told = nobody) -> list[PairFacts]:
    """What the market says of every pair of systems (all of the world's, if none are named). `told` hears how many
    pairs are done."""
    chosen = market_systems(world) if ids is None else list(ids)
    pairs = tuple(combinations(chosen, 2))
    more = counting(told, "pairs", len(pairs))
    trial = _Trial(world, pairs)
    found = []
    for pair in pairs:
        found.append(trial.facts(pair))
        more(1)
    return found


@dataclass(frozen=True)
class _Variant:
    """The parts of a world under one family and slope, before any link; solved once, and put together for each pair."""

    family: str
    slope: Decimal
    world: World
    parts: Mapping[str, Reach]

    @cached_property
    def _cache(self) -> dict[Reach, tuple[list[Solved], Measures]]:
        return {}

    def before(self, pair: Pair) -> tuple[list[Solved], Measures]:
        """The parts of both, solved; what is measured of both together."""
        found: list[Solved] = []
        sums: dict[Measure, float] = {}
        for reach in dict.fromkeys(self.parts[id] for id in pair):
            one, of = self._solved(reach)
            found += one
            for name, value in of.items():
                sums[name] = sums.get(name, 0.0) + value
        return found, sums

    def _solved(self, reach: Reach) -> tuple[list[Solved], Measures]:
        if reach not in self._cache:
            one = list(solved(part(self.world, *reach), self.world.world.years))
            self._cache[reach] = (one, measures(one))
        return self._cache[reach]


class _Trial:
    """A world with every link written down, from which the clauses of one at a time are taken."""

    def __init__(self, world: World, pairs: tuple[Pair, ...]) -> None:
        self.world, self.pairs = world, pairs
        self.years = world.world.years
        whole = solved(world, self.years)
        networks = [one.network for one in whole]
        ids = dict.fromkeys(id for pair in pairs for id in pair)
        self.parts = {id: component(networks, Reach(frozenset({id}))) for id in ids}
        self.variants = [_Variant(family, slope, of, self.parts) for family, slope, (of, _) in variants((world, world))]
        self.linking = _linking(world, pairs)

    def facts(self, pair: Pair) -> PairFacts:
        """One pair."""
        one, other = pair
        substitution = self._substitution(pair)
        if self.parts[one] == self.parts[other]:
            return PairFacts(a=one, b=other, substitution=substitution)
        found = [self._case(pair, variant) for variant in self.variants]
        if not found[0].solved:
            return PairFacts(a=one, b=other, substitution=substitution)
        cases = [case for case in found if case.solved]
        return PairFacts(
            a=one,
            b=other,
            gains=tuple((self._gain(case, pair, one), self._gain(case, pair, other)) for case in cases),
            air=tuple(_air(case, pair, self.years) for case in cases),
            substitution=substitution,
            accounts=tuple(verdicts(found)),
        )

    def _case(self, pair: Pair, variant: _Variant) -> Case:
        """A link solved beside the world without it."""
        before, measured = variant.before(pair)
        reaches = [self.parts[id] for id in pair]
        both = Reach(*(frozenset().union(*(reach[side] for reach in reaches)) for side in range(3)))
        cut = part(self.world, *both)
        linked = _with_clauses(cut, (*clauses(cut), *self.linking[pair]))
        after = solved(with_activities(linked, {id: variant.world.activity[id] for id in linked.activity}), self.years)
        return Case(variant.family, variant.slope, before, after, (measured, measures(after)))

    def _gain(self, case: Case, pair: Pair, side: str) -> float:
        """What a side's Party has more, over what the emissions of the smaller are worth at the higher price."""
        party = outermost(self.world, self.world.mechanism[side].users or side)
        name = Measure("net-cost", party)
        before, after = case.measured
        worth = min(_worth(case, pair, id, self.years) for id in pair)
        return (before.get(name, 0.0) - after.get(name, 0.0)) / worth if worth else 0.0

    def _substitution(self, pair: Pair) -> tuple[float, ...] | None:
        """By how many per cent the price of one falls with a per cent more units of the other: the mean of both ways.
        None where either has no price or no units that could be more."""
        if self.parts[pair[0]] != self.parts[pair[1]]:
            return (0.0,)
        found = [self._answers(variant, pair) for variant in self.variants]
        known = [one for one in found if one is not None]
        return tuple(known) if found[0] is not None else None

    def _answers(self, variant: _Variant, pair: Pair) -> float | None:
        before, measured = variant.before(pair)
        falls = []
        for one, other in (pair, pair[::-1]):
            more = solved(_more_units(part(variant.world, *self.parts[one]), one), self.years)
            name = Measure("price", other, self.years[0])
            price = measured.get(name, 0.0)
            if price <= 0 or status(more) != "solved" or status(before) != "solved":
                return None
            falls.append((1 - measures(more).get(name, 0.0) / price) / float(MORE))
        return sum(falls) / len(falls)


def _worth(case: Case, pair: Pair, side: str, years: Iterable[int]) -> float:
    """A side's emissions at the higher of the two prices, before; discounted."""
    before, _ = case.measured
    rate, first = discount_rate(case.after[0]), case.after[0].year
    return sum(
        before.get(Measure("emissions", side, year), 0.0)
        * max(before.get(Measure("price", id, year), 0.0) for id in pair)
        * (1 + rate) ** (first - year)
        for year in years
    )


def _air(case: Case, pair: Pair, years: Iterable[int]) -> float:
    """What the atmosphere gets besides, as a share of what both emit."""
    before, after = case.measured
    emitted = sum(before.get(Measure("emissions", id, year), 0.0) for id in pair for year in years)
    name = Measure("air", "")
    return (after[name] - before[name]) / emitted if emitted else 0.0


def _linking(world: World, pairs: Iterable[Pair]) -> dict[Pair, tuple[Clause, ...]]:
    """The clauses of each link, of a world in which all are written down."""
    places = {f"link-{place}": pair for place, pair in enumerate(pairs)}
    terms: dict[str, Any] = {name: {"moves": {"among": list(pair)}, "adjusts": True} for name, pair in places.items()}
    agreement = {
        "title": {"en": TRIED, "zh": TRIED},
        "status": "in-force",
        "start": date(world.world.years[0], 1, 1),
        "clauses": terms,
    }
    every = world.with_({f"agreement.{TRIED}": agreement})
    found: dict[Pair, tuple[Clause, ...]] = dict.fromkeys(places.values(), ())
    for clause in clauses(every):
        if clause.stems_from == f"agreement.{TRIED}":
            pair = places[clause.id.split(".")[3]]
            found[pair] = (*found[pair], clause)
    return found


def _more_units(world: World, mechanism: str) -> World:
    """The world in which a mechanism issues a hundredth more units under each of its rules."""
    return _with_clauses(world, [_more(clause, mechanism) for clause in clauses(world)])


def _more(clause: Clause, mechanism: str) -> Clause:
    if clause.kind != "issue" or {pool.of for pool in clause.gives} != {mechanism}:
        return clause
    output = clause.per_output
    if output is not None:
        values = tuple(
            one.model_copy(
                update={"value": one.value * (1 + Decimal(MORE.numerator) / MORE.denominator), "status": "assumed"}
            )
            for one in output.values
        )
        output = output.model_copy(update={"values": values})
    return replace(clause, fixed=_times(clause.fixed), most=_times(clause.most), per_output=output)


def _times(amount: Amount | None) -> Amount | None:
    if amount is None:
        return None
    return Amount(tuple((factor * (1 + MORE), series) for factor, series in amount.terms))


def _with_clauses(world: World, kept: Iterable[Clause]) -> World:
    """The world with these clauses; a link's among them, whose agreement it does not have."""
    other = world.model_copy()
    other._clauses = tuple(sorted(kept, key=lambda clause: clause.id))
    return other
