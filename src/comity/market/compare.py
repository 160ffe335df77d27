"""Two scenarios side by side, under every family of cost curves that the world declares, and steeper and flatter ones.

Abatement curves are the least known input. What is said of a change is therefore said as a range over variants, and has
a sign only where all agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import get_args

from comity.market.answer import Solved
from comity.market.component import Reach, component
from comity.market.measures import Measure, Measures, measures
from comity.market.progress import More, Told, counting, nobody
from comity.market.scoreboard import discount_rate
from comity.market.solve import answered, known_years, solved, status
from comity.results import Account, Change, Comparison, Money, Range, Run, Schema, Sign, Variant, Verdict
from comity.world.clauses import clauses
from comity.world.part import dearer, named, part, with_activities
from comity.world.world import World

SLOPES = (Decimal(1), Decimal("0.5"), Decimal(2))
OWN = ("", SLOPES[0])  # the variant that is the worlds' own
NOTHING = 1e-6  # a change below this, relative to what is typical, is what the solver left


@dataclass(frozen=True)
class Case:
    """One variant of two worlds, solved: what is measured before, and after."""

    family: str
    slope: Decimal
    before: Sequence[Solved]
    after: Sequence[Solved]
    measured: tuple[Measures, Measures]

    @cached_property
    def told(self) -> Variant:
        """As it stands in the answer."""
        return Variant(
            family=self.family, slope=float(self.slope), before=status(self.before), after=status(self.after)
        )

    @property
    def solved(self) -> bool:
        """Whether both are."""
        return self.told.before == self.told.after == "solved"


#: Two worlds, before and after.
Pair = tuple[World, World]


def compare(before: World, after: World, years: Sequence[int] | None = None, told: Told = nobody) -> Comparison:
    """What `after` changes against `before`: two scenarios of one world, or two worlds in the same units.

    `told` hears how many variants are solved. Raises InputError for a year that either does not have.
    """
    chosen = known_years(after, years)
    known_years(before, chosen)
    more = counting(told, "variants", count(before))
    whole = cased((before, after), chosen)
    more(1)
    narrow = narrowed(whole, different(before, after))
    narrowly = ((of[:2], narrow(of[2])) for of in variants((before, after)) if of[:2] != OWN)
    found = [whole, *others(narrowly, chosen, more)]
    runs = run_both(whole)
    return Comparison(
        schema=Schema(name="compare"),
        before=runs[0],
        after=runs[1],
        units=runs[1].units,
        discount_rate=discount_rate(found[0].after[0]),
        variants=tuple(case.told for case in found),
        change=tuple(changes(found, runs[1])),
        verdicts=tuple(verdicts(found)),
    )


def variants(pair: Pair) -> Iterable[tuple[str, Decimal, Pair]]:
    """The worlds under each family and slope; the first are the two as they stand."""
    for family in ("", *pair[0].world.curve_families):
        put = _put(pair, family) if family else pair
        for slope in SLOPES:
            yield family, slope, put if slope == 1 else (steeper(put[0], slope), steeper(put[1], slope))


def others(pairs: Iterable[tuple[tuple[str, Decimal], Pair]], years: Sequence[int], more: More) -> Iterator[Case]:
    """Variants, by family and slope, solved one after another. `more` hears of each."""
    for (family, slope), pair in pairs:
        yield cased(pair, years, family, slope)
        more(1)


def count(world: World) -> int:
    """How many variants a world has."""
    return (1 + len(world.world.curve_families)) * len(SLOPES)


def _put(pair: Pair, family: str) -> Pair:
    """Both worlds under a scenario; where it changes activities alone, and they have the same, it is read once."""
    before = pair[0].with_(family)
    new = before.folder.changes[len(pair[0].folder.changes) :]
    if pair[0].activity == pair[1].activity and all(mark.path[0] == "activity" for mark in new):
        return before, with_activities(pair[1], before.activity)
    return before, pair[1].with_(family)


def steeper(world: World, slope: Decimal) -> World:
    """All marginal costs times a factor."""
    return with_activities(world, {id: dearer(activity, slope) for id, activity in world.activity.items()})


def different(before: World, after: World) -> Reach | None:
    """The mechanisms whose rules or clauses, and the activities, that differ; None where the worlds differ in more."""
    if (before.world, before.party) != (after.world, after.party):
        return None
    found = {name for clause in set(clauses(before)) ^ set(clauses(after)) for name in named(clause)}
    found |= _unequal(before.mechanism, after.mechanism)
    return Reach(frozenset(found), frozenset(_unequal(before.activity, after.activity)))


def _unequal(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """The ids of what only one has, or both, but not the same."""
    return {id for id in {*before, *after} if before.get(id) != after.get(id)}


def narrowed(whole: Case, seeds: Reach | None) -> Callable[[Pair], Pair]:
    """What cuts two worlds to what changes of these can reach; all of them, where anything can."""
    solved = (*whole.before, *whole.after)
    worlds = (whole.before[0].world, whole.after[0].world)
    if seeds is None or any(world.world.dominance is not None for world in worlds):
        return lambda pair: pair
    reach = component([one.network for one in solved], seeds, paying(worlds))
    return lambda pair: (part(pair[0], *reach), part(pair[1], *reach))


def paying(worlds: Pair) -> dict[str, set[str]]:
    """By mechanism, those whose exporters pay at its border: the price of either decides how much."""
    found: dict[str, set[str]] = {}
    for world in worlds:
        for id, mechanism in world.mechanism.items():
            adjustments = mechanism.border_adjustments.values()
            found.setdefault(id, set()).update(one.exporter for one in adjustments if one.tonnes is not None)
    return found


def cased(pair: Pair, years: Sequence[int], family: str = "", slope: Decimal = Decimal(1)) -> Case:
    """Both worlds solved and measured."""
    before, after = solved(pair[0], years), solved(pair[1], years)
    return Case(family, slope, before, after, (measures(before), measures(after)))


def run_both(case: Case) -> tuple[Run, Run]:
    """The two answers in full, both measured against the first."""
    scenario = "+".join(case.before[0].world.folder.scenarios) or "base"
    return answered(case.before, case.before, scenario), answered(case.after, case.before, scenario)


def changes(found: Sequence[Case], after: Run) -> Iterable[Change]:
    """Prices, emissions and imports of mechanisms of which something changes, by mechanism and year."""
    setters = {(row.mechanism, row.year): row.price_set_by for row in after.markets if row.emissions is not None}
    names = [name for name in _names(found) if name.what in ("price", "emissions", "net-import") and name.year]
    cases = counted(found)
    moved = {name.of for name in names if any(_moves(case, name) for case in cases)}
    for name in names:
        if name.of not in moved:
            continue
        amounts = [tuple(of.get(name, 0.0) for of in case.measured) for case in cases]
        moves = [after - before for before, after in amounts]
        least = nothing(found[0], name)
        yield Change(
            mechanism=name.of,
            measure=name.what,
            year=name.year,
            before=ranged([before for before, _ in amounts], least),
            after=ranged([after for _, after in amounts], least),
            change=ranged(moves, least),
            sign=sign(moves, least),
            set_by=setters.get((name.of, name.year), ()) if name.what == "price" else (),
        )


def verdicts(found: Sequence[Case]) -> Iterable[Verdict]:
    """What changes for whom, by account; nothing for whom nothing does in any variant."""
    accounts = [name for kind in get_args(Account) for name in get_args(kind)]
    names = [name for name in _names(found) if name.what in accounts and not name.year]
    for name in sorted(names, key=lambda name: (name.of == "", name.of, accounts.index(name.what))):
        amounts = [difference(case, name) for case in counted(found)]
        least = nothing(found[0], name)
        told = sign(amounts, least)
        if told != "0":
            span = ranged(amounts, least)
            yield Verdict(
                holder=name.of, account=name.what, central=span.central, low=span.low, high=span.high, sign=told
            )


def difference(case: Case, name: Measure) -> float:
    """After less before."""
    before, after = case.measured
    return after.get(name, 0.0) - before.get(name, 0.0)


def ranged(amounts: Sequence[float], least: float) -> Range:
    """The first, the least and the greatest; what is no larger than `least` is 0."""
    clean = [amount if abs(amount) > least else 0.0 for amount in amounts]
    return Range(central=clean[0], low=min(clean), high=max(clean))


def sign(amounts: Iterable[float], least: float) -> Sign:
    """More, less, the same, or it depends; what is no larger than `least` is nothing."""
    seen = {0 if abs(amount) <= least else 1 if amount > 0 else -1 for amount in amounts}
    if len(seen) > 1:
        return "?"
    return {1: "+", -1: "-", 0: "0"}[seen.pop()]  # type: ignore[return-value]


def _names(found: Sequence[Case]) -> list[Measure]:
    """All that is measured anywhere of what every variant has, in a stable order: all but the first may be parts."""
    there = {name.of for case in found[1:] or found for of in case.measured for name in of}
    return sorted({name for case in found for of in case.measured for name in of if name.of in there})


def counted(found: Sequence[Case]) -> list[Case]:
    """The variants in the ranges: those with both sides solved; the first always, so that there is something."""
    return [case for case in found if case.solved or case is found[0]]


def nothing(case: Case, name: Measure) -> float:
    """How small a number of this sort is nothing."""
    scale = case.after[0].solution.scale
    if name.what == "price":
        return NOTHING * scale.price
    return NOTHING * scale.quantity * (scale.price if name.what in get_args(Money) else 1.0)


def _moves(case: Case, name: Measure) -> bool:
    """Whether a number changes in a variant."""
    return abs(difference(case, name)) > nothing(case, name)
