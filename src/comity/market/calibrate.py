"""Fits cost curves to prices observed: one parameter for all that clears at one price.

The years of a world are solved with what its files say of opening holdings, caps, price controls, banking and
discounting; `scale` multiplies the marginal cost of every activity that a market covers, and is sought so that the
price of the base year is the one observed. Where rules of price or supply do not bind, the price is proportional to
`scale` and one solve would do; where they do, the price rises with `scale` but not in proportion, and may stand
still: at a floor, at a ceiling, at nothing where allowances are more than emissions. An observed price on such a
stretch does not say what `scale` is, and the fit says so.

Pure: a world in, figures out; nothing is read or written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, isnan, log
from typing import Literal

from scipy.optimize import brentq

from comity.market.answer import Solved, markets
from comity.market.figures import Figures
from comity.market.marginal import price_setters
from comity.market.years import solve_years
from comity.world.clauses import clauses
from comity.world.part import dearer, with_activities
from comity.world.price_controls import PriceControls
from comity.world.values import Price
from comity.world.world import World

#: `scale` is sought between these.
LEAST, MOST = 1 / 256, 65536.0
#: How close the price comes, as a share of it, and the logarithm of `scale`.
CLOSE, STEP = 1e-6, 1e-7
#: By how much `scale` is moved, and how much of that the price must follow, for it to be known from the price.
NUDGE, FOLLOWS = 1.1, 0.05
#: A price this close to a floor, an auction's reserve price or a ceiling is taken to be set by it.
NEAR = 0.05
#: Significant digits of a parameter.
DIGITS = 4

Reason = Literal["fitted", "slack", "at-a-control", "below-reach", "above-reach", "not-solved"]


@dataclass(frozen=True, slots=True)
class Target:
    """What is fitted: mechanisms that clear at one price, the one whose price was observed first."""

    members: tuple[str, ...]
    price: float
    """Observed, in the world's money per unit of quantity."""
    activities: tuple[str, ...] = ()
    """Whose costs are fitted; all that the members cover if left out. An activity under two systems is fitted once."""

    def fitted(self, world: World) -> set[str]:
        """The activities whose costs are fitted."""
        return set(self.activities) or covered(world, self.members)


@dataclass(frozen=True, slots=True)
class Reading:
    """A market in the base year, at one `scale`."""

    price: float
    share: float
    """Abated, of the baselines of the activities that it covers."""
    emissions: float
    """In the world's unit."""
    set_by: tuple[str, ...]
    """Addresses of the rules and curves that set the price."""
    solved: bool
    """Whether the years were solved with every budget closed by a movement of the world."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A market fitted. `scale` is 1 where the price does not say what it is, and `reason` says why."""

    target: Target
    uncalibrated: Reading
    scale: Decimal
    reason: Reason
    calibrated: Reading
    solves: int

    @property
    def identified(self) -> bool:
        """Whether the price says what `scale` is."""
        return self.reason == "fitted"


def groups(world: World, mechanisms: Iterable[str]) -> list[tuple[str, ...]]:
    """The mechanisms, in groups that one price may join: those whose units pass both ways on the day of the world.

    In the order given, within groups and among them."""
    listed = list(mechanisms)
    joined = {id: {id} for id in listed}
    moves = {(c.takes[0].of, c.gives[0].of) for c in clauses(world, world.world.as_of) if c.kind == "move"}
    for a, b in moves:
        if (b, a) in moves and a in joined and b in joined:
            together = joined[a] | joined[b]
            joined.update(dict.fromkeys(together, together))
    found = dict.fromkeys(tuple(id for id in listed if id in joined[one]) for one in listed)
    return list(found)


def covered(world: World, mechanisms: Iterable[str]) -> set[str]:
    """The activities that some of the mechanisms cover."""
    some = set(mechanisms)
    return {id for id, activity in world.activity.items() if some & set(activity.covered_by)}


def restricted(world: World, members: Sequence[str]) -> World:
    """The world with only the activities that the mechanisms cover, and those under systems that cover these too.

    All other mechanisms issue nothing: nobody there would use it, and their reserves would have nothing to act on.
    """
    systems = set(members) | {id for one in covered(world, members) for id in world.activity[one].covered_by}
    kept = covered(world, systems)
    idle: dict[str, object] = {"cap": None, "opening_holdings": None, "price_controls": PriceControls()}
    idle |= {"benchmarks": {}, "stock_reserves": {}, "penalties": {}}
    mechanisms = {id: one if id in systems else one.model_copy(update=idle) for id, one in world.mechanism.items()}
    activities = {id: one for id, one in world.activity.items() if id in kept}
    auctions = (clause for clause in clauses(world) if clause.parts)
    joint = {clause.stems_from for clause in auctions if not systems & {pool.of for pool in clause.gives}}
    agreements = {id: one for id, one in world.agreement.items() if f"agreement.{id}" not in joint}
    alone = world.model_copy(update={"activity": activities, "mechanism": mechanisms, "agreement": agreements})
    alone._clauses = None  # those of the world it was copied from
    return alone


def scaled(world: World, activities: Iterable[str], scale: float) -> World:
    """The world with the marginal costs of some activities multiplied."""
    factor = Decimal(repr(scale))
    return with_activities(world, {id: dearer(world.activity[id], factor) for id in activities if id in world.activity})


def read(world: World, target: Target, years: Sequence[int]) -> Reading:
    """The market in the first of the years, all of which are solved together."""
    solved = solve_years(world, years)
    return reading(solved, target)


def reading(solved: Sequence[Solved], target: Target) -> Reading:
    """The market in the first of the years solved."""
    first, id = solved[0], target.members[0]
    theirs = covered(first.world, target.members)
    abated, emitted = (_sum(first, kind, theirs) for kind in ("abate", "emit"))
    setters = price_setters(first.network, first.amounts, first.worth, first.solution.scale.quantity)
    rows = [row for row in markets(first) if row.mechanism == id]
    set_by = tuple(dict.fromkeys(name for row in rows for name in row.price_set_by)) or setters.get(
        f"obligation:{id}", ()
    )
    price = first.prices.get(f"obligation:{id}", 0.0)
    closed = all(one.sum("unmet") + one.sum("missed") <= one.noticed for one in solved)
    return Reading(
        price=0.0 if isnan(price) else price,
        share=abated / emitted if emitted else 0.0,
        emissions=emitted - abated,
        set_by=set_by,
        solved=closed and all(one.solution.status == "solved" and one.settled for one in solved),
    )


def _sum(solved: Solved, kind: str, activities: set[str]) -> float:
    found = (m.id for m in solved.network.movements if m.kind == kind and m.activity in activities)
    return sum(solved.amounts[id] for id in found)


def controls(world: World, mechanism: str, year: int) -> dict[str, float]:
    """The prices that a mechanism's rules hold its price between in a year, in the world's money, by address."""
    rules, figures = world.mechanism[mechanism].price_controls, Figures(world, year)
    series: dict[str, Price | None] = {
        "auction-reserve": rules.auction_reserve,
        "floor": rules.floor.price if rules.floor else None,
        "ceiling": rules.ceiling.price if rules.ceiling else None,
    }
    known = {name: figures.price(one) for name, one in series.items() if one is not None}
    address = f"mechanism.{mechanism}.price-controls."
    return {address + name: price for name, price in known.items() if price is not None}


def held_by(world: World, target: Target, price: float, year: int) -> str:
    """The address of the rule that is taken to set the observed price, empty if it is none: one that is near it, or one
    that sets `price`, that of the uncalibrated market, on the wrong side of it."""
    for member in target.members:
        for address, bound in controls(world, member, year).items():
            sets = abs(price / bound - 1) <= CLOSE
            beyond = (bound < target.price) if address.endswith("ceiling") else (bound > target.price)
            if abs(target.price / bound - 1) <= NEAR or (sets and beyond):
                return address
    return ""


def fit(world: World, target: Target, years: Sequence[int]) -> Fit:
    """The `scale` at which the market's price in the first of the years is the one observed."""
    alone, costs = restricted(world, target.members), target.fitted(world)
    known: dict[float, Reading] = {}

    def at(scale: float) -> Reading:
        if scale not in known:
            known[scale] = read(scaled(alone, costs, scale), target, years)
        return known[scale]

    def gap(exponent: float) -> float:
        return at(exp(exponent)).price - target.price

    def told(scale: float, reason: Reason) -> Fit:
        rounded = _rounded(scale)
        return Fit(target, at(1.0), rounded, reason, at(float(rounded)), len(known))

    if not at(1.0).solved:
        return told(1.0, "not-solved")
    if held_by(world, target, at(1.0).price, years[0]):
        return told(1.0, "at-a-control")
    bracket = _bracket(gap, at(1.0).price, target.price)
    if bracket is None:
        low = at(LEAST).price
        if low > target.price:
            return told(1.0, "below-reach")
        return told(1.0, "slack" if at(MOST).price <= CLOSE * target.price else "above-reach")
    exponent = bracket[0] if bracket[0] == bracket[1] else brentq(gap, *bracket, xtol=STEP, rtol=1e-12)
    scale = exp(exponent)
    moved = log(max(at(scale * NUDGE).price, CLOSE) / max(at(scale / NUDGE).price, CLOSE)) / (2 * log(NUDGE))
    return told(scale if moved > FOLLOWS else 1.0, "fitted" if moved > FOLLOWS else "at-a-control")


def fit_all(world: World, targets: Sequence[Target], years: Sequence[int]) -> list[Fit]:
    """Several markets, one after another, each beside the costs that were found before it; those that share activities
    with another twice, since each moves the other's price."""
    found: dict[Target, Fit] = {}
    shared = [one for one in targets if any(_overlap(world, one, other) for other in targets if other is not one)]
    for target in [*targets, *shared]:
        beside = apply(world, [found[other] for other in shared if other in found and other is not target])
        found[target] = fit(beside, target, years)
    return [found[target] for target in targets]


def apply(world: World, fits: Iterable[Fit]) -> World:
    """The world with the costs of fitted markets."""
    for one in fits:
        world = scaled(world, one.target.fitted(world), float(one.scale))
    return world


def _overlap(world: World, one: Target, other: Target) -> bool:
    return bool(covered(world, one.members) & covered(world, other.members))


def _bracket(gap: Callable[[float], float], price: float, observed: float) -> tuple[float, float] | None:
    """Logarithms of `scale` between which the price goes through the observed one; None if it does not.

    Starts from where it would be if the price were proportional, and widens from there.
    """
    close = CLOSE * observed
    first = min(max(log(observed / price), log(LEAST)), log(MOST)) if price > 0 else 0.0
    here = gap(first)
    if abs(here) <= close:
        return first, first
    direction, end = (-1.0, log(LEAST)) if here > 0 else (1.0, log(MOST))
    before, step = first, log(1.5)
    while before != end:
        after = max(before - step, end) if direction < 0 else min(before + step, end)
        found = gap(after)
        if abs(found) <= close:
            return after, after
        if found * here < 0:
            return min(before, after), max(before, after)
        before, step = after, 2 * step
    return None


def _rounded(scale: float) -> Decimal:
    return Decimal(f"{scale:.{DIGITS}g}")


def worst(fits: Iterable[Fit]) -> float:
    """The largest distance of a calibrated price from the observed one, as a share of it, of those fitted."""
    return max((abs(one.calibrated.price / one.target.price - 1) for one in fits if one.identified), default=0.0)
