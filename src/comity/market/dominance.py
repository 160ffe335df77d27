"""A dominant seller or buyer against a competitive fringe: it chooses how much it trades, knowing that prices answer.

A seller of x at the price p(x), whose own efficient cost is C(x), sells where marginal revenue is marginal cost,

    p + p'(x) x = C'(x)

(R. W. Hahn, "Market Power and Transferable Property Rights", Quarterly Journal of Economics 99, 1984; with a price that
the fringe alone decides, a bloc is Stackelberg's leader). With several fringe markets k in which it trades x_k, and an
amount x in all, it is  p - C' + sum_k x_k dp_k/dx = 0;  a buyer's condition is the same with both signs turned.

The bloc's net trade of a year is a quota that the solver sees: a budget that every unit fills which crosses the bloc's
border. The quota's price is the wedge p - C' (C' - p of a buyer): who trades pays it, the bloc's treasury has it, so
the bloc pays it to itself and, inside, abates efficiently; trade that only passes through pays nothing. What is chosen
is the quota of each year, so that what the bloc's money accounts sum to is highest. For x to the right of an amount a,

    W(x) <= W(a) + (p(a) - C'(a)) (x - a)

as p falls and C' rises in x: the wedge bounds what may hide between two amounts (see `maximum.highest`).

One charge a year for all crossing units: the bloc does not charge some fringe markets more than others.

Where a stock-triggered reserve decides by what is held, the bloc knows its rule: each amount that it may choose is
solved with the decisions that follow from it. The wedge does not see that, so there it only says where to look first;
what is found stands on climbing and on trying each year alone. At a step of a rule the gain has no slope of 0: the
answer is then not called solved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import inf, nan

import numpy as np

from comity.market.answer import Solved
from comity.market.curves import Floats
from comity.market.horizon import Horizon
from comity.market.maximum import Value, climbed, gradient, highest
from comity.market.network import Budget, Entry, Movement, Network, weight
from comity.market.progress import More, uncounted
from comity.market.reserves import Solve
from comity.market.years import common_rate, solve_years
from comity.world.clause import Holder
from comity.world.conduct import Dominance
from comity.world.world import World

ROW = "world.dominance"
SLOPE = 1e-6  # in typical prices: a marginal gain below this is none
NOTHING = 1e-12  # of what the bloc has: a gain below this is none
ROUNDS = 5  # of climbing and of trying each year alone
NUMERICAL = 0.5  # of the unmet price: a price above this is not a real one
PASSING = ("move", "use", "carry", "pay", "unmet")  # what only changes one unit into another


@dataclass(frozen=True)
class Bloc:
    """Who and what is inside the bloc."""

    world: World
    rule: Dominance

    @cached_property
    def parties(self) -> frozenset[str]:
        """The Parties inside, those that are part of others included."""
        inside = set(self.rule.parties)
        for _ in self.world.party:
            inside |= {id for id, model in self.world.party.items() if model.parent in inside}
        return frozenset(inside)

    @cached_property
    def mechanisms(self) -> frozenset[str]:
        """The mechanisms inside: all their Parties are."""
        listed = self.world.mechanism.items()
        return frozenset(id for id, model in listed if model.parties and self.parties.issuperset(model.parties))

    def has(self, holder: Holder) -> bool:
        """Whether a holder is inside."""
        return holder.party in self.parties or holder.party in self.mechanisms

    def side(self, entry: Entry) -> bool | None:
        """Whether an entry's market is inside; None where its budget is no mechanism's market."""
        kind, _, rest = entry.budget.partition(":")
        of = rest.partition(":")[0]
        if kind not in ("units", "obligation") or of not in self.world.mechanism:
            return None
        return of in self.mechanisms

    def sold(self, movement: Movement) -> Iterator[tuple[Entry, float]]:
        """The entries by which a movement crosses the border, and how many units each sells to the fringe, net.

        What passes from market to market is counted in the bloc's units where it leaves or enters; what a holder does
        in a market on the other side (abates in it, credits into it, emits under it), in units of that market.
        """
        entries = [(entry, side) for entry in movement.entries if (side := self.side(entry)) is not None]
        if movement.kind in PASSING:
            if {side for _, side in entries} == {True, False}:
                yield from ((entry, -entry.feels) for entry, side in entries if side and entry.feels)
            return
        for entry, side in entries:
            if entry.feels and self.has(entry.felt_by or movement.owner) != side:
                yield entry, -entry.feels if side else entry.feels

    def held(self, one: Network, most: float) -> Network:
        """The network in which the bloc sells (buys) at most so much, net."""
        sign = -1.0 if self.rule.side == "sells" else 1.0
        movements = []
        for movement in one.movements:
            counted = [
                Entry(f"quota:{ROW}", sign * units, sign * units, felt_by=entry.felt_by, year=entry.year)
                for entry, units in self.sold(movement)
            ]
            movements.append(replace(movement, entries=(*movement.entries, *counted)))
        row = Budget(kind="quota", of=ROW, limit=most, account=Holder(self.rule.parties[0], "treasury"))
        return replace(one, budgets=(*one.budgets, row), movements=tuple(movements))


def solve_dominated(world: World, years: Sequence[int], more: More = uncounted) -> list[Solved]:
    """The years in order, as `solve_years` has them, with the bloc that the world declares as the leader of each."""
    assert world.world.dominance is not None
    return solve_years(world, years, partial(_led, Bloc(world, world.world.dominance)), more)


def _led(bloc: Bloc, horizon: Horizon, networks: Sequence[Network], solve: Solve) -> list[Solved]:
    """The years as the bloc leads them; as competition has them where it trades nothing, or on the other side."""
    free = solve(networks)
    game = Game(bloc, horizon, networks, solve)
    sales = game.traded(free)
    if not game.right(free) or not np.any(sales > free[0].noticed):
        return free
    choice = (_one if len(networks) == 1 else _several)(game, np.maximum(sales, 0.0))
    least = game.height(free) + NOTHING * (abs(game.height(free)) + free[0].solution.scale.price * float(np.max(sales)))
    found = game.solved(choice.limits) if choice.height > least else free
    price = found[0].solution.scale.price
    status = found[0].solution.status
    off = max(found[0].solution.residual, choice.slope / price)
    if not choice.sure or choice.slope > SLOPE * price or not all(one.settled for one in found):
        status = "not-converged"
    elif game.dearest(found) > NUMERICAL * game.unmet > game.dearest(free):
        status = "no-equilibrium"  # what it sells has no price at which nobody would buy it
    return [replace(one, solution=replace(one.solution, status=status, residual=off)) for one in found]


@dataclass(frozen=True, slots=True)
class Choice:
    """Amounts (years,), what the bloc has with them, how much more per unit it could have, whether nothing hides."""

    limits: Floats
    height: float
    slope: float
    sure: bool


def _one(game: Game, sales: Floats) -> Choice:
    """The best amount of a single year, up to what is traded under competition."""
    peak = highest(lambda x: game.value(np.array([x])), float(sales[0]))
    return Choice(np.array([peak.x]), peak.height, peak.slope / float(game.weights[0]), peak.sure)


def _several(game: Game, sales: Floats) -> Choice:
    """The best amounts of several years: first a common share of the competitive ones, then all, then each alone."""
    size = float(np.max(sales))
    heights: dict[bytes, float] = {}

    def height(x: Floats) -> float:
        key = x.tobytes()
        if key not in heights:
            heights[key] = game.value(x).height
        return heights[key]

    peak = highest(lambda part: game.value(part * sales, sales), 1.0)
    x, sure = np.maximum(peak.x * sales, 0.0), False
    for _ in range(ROUNDS):
        if sure:
            break
        x = climbed(height, x, size)
        sure, x = _each(game, x, height)
    slopes = gradient(height, x, size) / game.weights
    slope = float(np.max(np.where(x > 0, np.abs(slopes), slopes)))
    return Choice(x, height(x), slope if np.isfinite(slope) else inf, sure)


def _each(game: Game, x: Floats, height: Callable[[Floats], float]) -> tuple[bool, Floats]:
    """Whether no year alone can do better, from nothing to what it would trade unlimited; else what can."""
    best = height(x)
    enough = 1e-10 * abs(best)
    for place in range(len(x)):
        unlimited = x.copy()
        unlimited[place] = game.plenty
        most = float(game.traded(game.solved(unlimited))[place])
        for part in np.linspace(0.0, 1.0, 9):
            other = x.copy()
            other[place] = part * max(most, 0.0)
            if height(other) > best + enough:
                return False, other
    return True, x


@dataclass(frozen=True)
class Game:
    """What the bloc has of the amounts that it may choose, one a year."""

    bloc: Bloc
    horizon: Horizon
    networks: Sequence[Network]
    solve: Solve

    @cached_property
    def weights(self) -> Floats:
        """What each year's money weighs."""
        rate = common_rate(self.horizon)
        return np.array([weight(one, self.networks[0], rate) for one in self.networks])

    @cached_property
    def limited(self) -> list[Network]:
        """The networks with the bloc's quota, of no units."""
        return [self.bloc.held(one, 0.0) for one in self.networks]

    @property
    def unmet(self) -> float:
        """The numerical price."""
        return float(self.bloc.world.world.unmet_price)

    @cached_property
    def plenty(self) -> float:
        """More than can be traded: all that the years hold or emit."""
        fixed = sum(movement.fixed or 0.0 for one in self.networks for movement in one.movements)
        return fixed + sum(abs(budget.limit) for one in self.networks for budget in one.budgets)

    def solved(self, limits: Floats) -> list[Solved]:
        """The years in which the bloc trades at most so much in each."""
        held = [
            replace(one, budgets=(*one.budgets[:-1], replace(one.budgets[-1], limit=float(most))))
            for one, most in zip(self.limited, limits, strict=True)
        ]
        return self.solve(held)

    def value(self, limits: Floats, along: Floats | None = None) -> Value:
        """What the bloc has, and how fast that can rise with the amounts (with a common share of `along`)."""
        found = self.solved(limits)
        if not self.right(found):
            return Value(nan)
        wedges = np.array([one.worth[f"quota:{ROW}"] for one in found]) * self.weights
        return Value(self.height(found), float(wedges @ (np.ones(len(wedges)) if along is None else along)))

    def right(self, found: Sequence[Solved]) -> bool:
        """Whether an answer is one."""
        return all(one.solution.status == "solved" and one.settled for one in found)

    def height(self, found: Sequence[Solved]) -> float:
        """What the bloc's money accounts sum to, less what it could not meet at the numerical price."""
        total = 0.0
        for one, size in zip(found, self.weights, strict=True):
            money = sum(account.net for holder, account in one.accounts.items() if self.bloc.has(holder))
            missing = sum(
                one.amounts[movement.id]
                for movement in one.network.movements
                if movement.kind in ("unmet", "missed") and self.bloc.has(movement.owner)
            )
            total += float(size) * (money - self.unmet * missing)
        return total

    def traded(self, found: Sequence[Solved]) -> Floats:
        """(years,) what the bloc sells (buys) in each year, net, per year of its length."""
        place = {one.year: position for position, one in enumerate(self.networks)}
        sums = np.zeros(len(place))
        for one, solved in zip(self.networks, found, strict=True):
            for movement in one.movements:
                for entry, units in self.bloc.sold(movement):
                    year = one.year if entry.year is None else entry.year
                    length = one.length / self.networks[place[year]].length
                    sums[place[year]] += units * solved.amounts[movement.id] * length
        return sums if self.bloc.rule.side == "sells" else -sums

    def dearest(self, found: Sequence[Solved]) -> float:
        """The highest price of an obligation."""
        prices = (price for one in found for budget, price in one.worth.items() if budget.startswith("obligation:"))
        return max(prices, default=0.0)
