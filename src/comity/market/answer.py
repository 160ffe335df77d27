"""A solved network as the rows of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING

from comity.market.accounts import Account, accounts, arrive, border_adjustments
from comity.market.claims import Densities, claimed_twice, densities
from comity.market.marginal import price_setters
from comity.market.network import Budget, Entry, Movement, Network
from comity.market.program import Solution
from comity.results import Air, Balance, Flow, Market, Reference
from comity.world.clause import Holder
from comity.world.world import World

if TYPE_CHECKING:
    from comity.market.reserves import Flip, Line

#: A flow below this share of the typical quantity is none.
NOTICED = 1e-9


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a movement of another year does in this one: `amount` per year of this one's length."""

    movement: Movement
    entry: Entry
    amount: float


@dataclass(frozen=True)
class Solved:
    """One year of a world, its network and the amounts and prices found."""

    world: World
    network: Network
    solution: Solution
    amounts: Mapping[str, float]
    """By movement id, fixed ones included."""
    prices: Mapping[str, float]
    """By budget id; nan where there is no market. Of an obligation that is due later, its price when it is."""
    arrivals: tuple[Arrival, ...] = ()
    """What movements of other years do in this one."""
    banked: Mapping[str, float] = field(default_factory=dict)
    """Units held at the end of the year, by units budget, where they may be kept."""
    before: Solved | None = None
    """The year before, where it was solved with this one."""
    decided: tuple[Line, ...] = ()
    """What stock-triggered reserves take from, or add to, the year's supply."""
    settled: bool = True
    """Whether those decisions and the circulation that they depend on agree."""
    flips: tuple[Flip, ...] = ()
    """Where they do not: the decisions that go between regimes."""

    @property
    def year(self) -> int:
        """The year."""
        return self.network.year

    @cached_property
    def worth(self) -> Mapping[str, float]:
        """Prices with 0 where there is no market."""
        return {budget: 0.0 if isnan(price) else price for budget, price in self.prices.items()}

    @cached_property
    def accounts(self) -> dict[Holder, Account]:
        """Money accounts, border adjustments included."""
        found = accounts(self.network, self.amounts, self.worth)
        for arrival in self.arrivals:
            worth = arrival.amount * self.worth.get(arrival.entry.budget, 0.0)
            arrive(found, self.network, arrival.movement, arrival.entry, worth)
        for payer, payee, money in border_adjustments(self.world, self.year, self.network.terms, self.worth):
            found.setdefault(payer, Account()).payments -= money
            found.setdefault(payee, Account()).payments += money
        return found

    @property
    def noticed(self) -> float:
        """The smallest quantity that is not nothing."""
        return NOTICED * self.solution.scale.quantity

    @cached_property
    def emissions(self) -> float:
        """What the air gets."""
        return sum(
            entry.does * self.amounts[movement.id]
            for movement in self.network.movements
            for entry in movement.entries
            if entry.budget == "air"
        )

    @cached_property
    def densities(self) -> Densities:
        """See `claims`."""
        brought: dict[str, float] = {}
        for arrival in self.arrivals:
            if arrival.entry.budget.startswith("units:") and arrival.entry.does > 0:
                units = arrival.amount * arrival.entry.does
                brought[arrival.entry.budget] = brought.get(arrival.entry.budget, 0.0) + units
        for movement in self.network.movements:
            if movement.kind == "carry" and movement.fixed is not None:
                brought[movement.entries[0].budget] = movement.fixed
        return densities(self.network, self.amounts, self.before.densities if self.before else {}, brought)

    @cached_property
    def claimed_twice(self) -> float:
        """See `claims`."""
        return claimed_twice(self.network, self.amounts, self.densities)

    def sum(self, kind: str, **like: str) -> float:
        """Amounts of all movements of a kind with the attributes given."""
        return sum(
            self.amounts[movement.id]
            for movement in self.network.movements
            if movement.kind == kind and all(getattr(movement, name) == value for name, value in like.items())
        )


def markets(solved: Solved) -> Iterator[Market]:
    """One row a unit class; of a mechanism that issues none, one row without a unit."""
    setters = price_setters(solved.network, solved.amounts, solved.worth, solved.solution.scale.quantity)
    emitted = (movement for movement in solved.network.movements if movement.kind == "emit")
    touched = dict.fromkeys(entry.budget for movement in emitted for entry in movement.entries)
    obliged = [budget.partition(":")[2] for budget in touched if budget.startswith("obligation:")]
    told: set[str] = set()
    for budget in solved.network.budgets:
        if budget.kind == "units":
            with_mechanism = budget.of in obliged and budget.of not in told
            told.add(budget.of)
            yield _market(solved, budget, with_mechanism, setters[budget.id])
    for mechanism in obliged:
        if mechanism not in told:
            budget = Budget(kind="obligation", of=mechanism)
            yield _market(solved, budget, True, setters.get(budget.id, ()))


def _market(solved: Solved, budget: Budget, with_mechanism: bool, price_set_by: tuple[str, ...]) -> Market:
    obligation = f"obligation:{budget.of}"
    supply = sum(
        entry.does * solved.amounts[movement.id]
        for movement in solved.network.movements
        if movement.kind in ("issue", "credit")
        for entry in movement.entries
        if entry.budget == budget.id
    )
    emitted, abated = _covered(solved, obligation) if with_mechanism else (None, None)
    price = solved.prices[budget.id] if budget.kind == "units" and budget.id in solved.network.wanted else None
    return Market(
        mechanism=budget.of,
        unit_class=budget.label,
        year=solved.year,
        price=None if price is None or isnan(price) else price,
        obligation_price=solved.worth[obligation] if with_mechanism else None,
        emissions=None if emitted is None or abated is None else emitted - abated,
        abatement=abated,
        supply=supply,
        bank=solved.banked.get(budget.id),
        unmet=solved.sum("unmet", target=budget.of) if with_mechanism else None,
        price_set_by=price_set_by,
    )


def _covered(solved: Solved, obligation: str) -> tuple[float, float]:
    """Baseline and abatement of the activities that an obligation covers."""
    covers = {
        movement.activity
        for movement in solved.network.movements
        if movement.kind == "emit" and any(entry.budget == obligation for entry in movement.entries)
    }
    emitted = sum(solved.sum("emit", activity=activity) for activity in covers)
    return emitted, sum(abated(solved, activity) for activity in covers)


def abated(solved: Solved, activity: str) -> float:
    """Tonnes an activity abates, credited ones included."""
    return sum(
        -entry.does * solved.amounts[movement.id]
        for movement in solved.network.movements
        if movement.activity == activity and movement.kind in ("abate", "credit")
        for entry in movement.entries
        if entry.budget == "air"
    )


def flows(solved: Solved) -> Iterator[Flow]:
    """What came, went or counted; nothing that is nothing."""
    shown = ("issue", "reserve", "credit", "move", "use", "retire", "pay", "carry", "cancel")
    for movement in solved.network.movements:
        units = solved.amounts[movement.id]
        if movement.kind in shown and units > solved.noticed:
            yield Flow(
                clause=movement.clause,
                kind=movement.kind,
                **{"from": movement.source, "to": movement.target},
                activity=movement.activity,
                host=movement.host,
                tranche=movement.tranche,
                year=solved.year,
                units=units,
                credited=units * movement.credited,
                value=units * _unit_value(solved, movement),
            )


def _unit_value(solved: Solved, movement: Movement) -> float:
    """At the price of what is taken; of what is given, where nothing is."""
    market = [entry for entry in movement.entries if entry.budget.startswith(("units:", "obligation:"))]
    taken = [-entry.does * solved.worth[entry.budget] for entry in market if entry.does < 0]
    return sum(taken) if taken else sum(entry.does * solved.worth[entry.budget] for entry in market)


def balances(solved: Solved) -> Iterator[Balance]:
    """Each Party's target, inventory and adjustments."""
    for budget in solved.network.budgets:
        if budget.kind != "balance" or budget.label not in solved.world.party[budget.of].targets:
            continue
        inventory, adjustments = 0.0, 0.0
        for movement in solved.network.movements:
            if movement.kind == "missed":
                continue
            for entry in movement.entries:
                if entry.budget == budget.id and entry.adjusts:
                    adjustments -= entry.does * solved.amounts[movement.id]
                elif entry.budget == budget.id:
                    inventory -= entry.does * solved.amounts[movement.id]
        period = solved.world.party[budget.of].targets[budget.label].period
        missed = max(inventory + adjustments - budget.limit, 0.0)
        yield Balance(
            party=budget.of,
            period=f"{budget.label} {period.start}-{period.end}",
            year=solved.year,
            target=budget.limit,
            inventory=inventory,
            adjustments=adjustments,
            enforced=solved.world.party[budget.of].targets[budget.label].enforced,
            missed=missed if missed > solved.noticed else 0.0,
            price=solved.worth.get(budget.id, solved.worth.get(f"{budget.id} in all")),
        )


def air(solved: Solved, reference: Solved, name: str) -> Air:
    """Emissions beside those of the reference."""
    change = solved.emissions - reference.emissions
    return Air(
        year=solved.year,
        emissions=solved.emissions,
        reference=Reference(scenario=name, emissions=reference.emissions),
        change=change if abs(change) > solved.noticed else 0.0,
        claimed_twice=solved.claimed_twice,
    )
