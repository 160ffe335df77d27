"""Who pays, who is paid, who bears real cost: the money accounts of a solved network.

Every budget clears: what movements do to it, and what it holds, is worth nothing together at its price. So each entry
pays its owner what it feels, the rest goes to whom the entry or the budget names, and the limit to the budget's
account. Over all holders the accounts sum to minus the real cost. What the unmet movement asks is paid to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from comity.market.network import Budget, Entry, Movement, Network
from comity.world.clause import Clause, Holder
from comity.world.mechanism import BorderAdjustment
from comity.world.own_rules import treasury_of
from comity.world.world import World

Pay = Callable[[Holder, float], None]


@dataclass(slots=True)
class Account:
    """Real cost borne, and payments received less paid, in the world's money."""

    cost: float = 0.0
    payments: float = 0.0

    @property
    def net(self) -> float:
        """What the holder has of it all."""
        return self.payments - self.cost


def accounts(network: Network, amounts: Mapping[str, float], prices: Mapping[str, float]) -> dict[Holder, Account]:
    """The account of every holder. `amounts` by movement id, `prices` by budget id (0 where there is no market)."""
    budgets = {budget.id: budget for budget in network.budgets}
    found: dict[Holder, Account] = {}

    def pay(holder: Holder, money: float) -> None:
        found.setdefault(holder, Account()).payments += money

    for budget in network.budgets:
        if budget.account is not None:
            pay(budget.account, budget.limit * prices.get(budget.id, 0.0))
    for movement in network.movements:
        amount = amounts[movement.id]
        found.setdefault(movement.owner, Account()).cost += movement.cost.total(amount)
        if movement.payee is not None:
            pay(movement.owner, -movement.price * amount)
            pay(movement.payee, movement.price * amount)
        _entries(movement, amount, budgets, prices, pay)
    return found


def arrive(found: dict[Holder, Account], network: Network, movement: Movement, entry: Entry, worth: float) -> None:
    """Books what an entry of a movement of another year is worth in this one."""
    budget = next(one for one in network.budgets if one.id == entry.budget)

    def pay(holder: Holder, money: float) -> None:
        found.setdefault(holder, Account()).payments += money

    _entry(movement, entry, budget, worth, pay)


def _entries(
    movement: Movement, amount: float, budgets: Mapping[str, Budget], prices: Mapping[str, float], pay: Pay
) -> None:
    for entry in movement.entries:
        if entry.year is None:  # else it is booked in the year of its budget
            _entry(movement, entry, budgets[entry.budget], amount * prices.get(entry.budget, 0.0), pay)


def _entry(movement: Movement, entry: Entry, budget: Budget, worth: float, pay: Pay) -> None:
    if budget.account is None or not worth:
        return
    pay(entry.felt_by or movement.owner, entry.feels * worth)
    if entry.does != entry.feels:
        pay(entry.rest_to or budget.account, (entry.does - entry.feels) * worth)


def border_adjustments(
    world: World, year: int, clauses: Iterable[Clause], prices: Mapping[str, float]
) -> Iterable[tuple[Holder, Holder, float]]:
    """Payments on imports (payer, payee, money): tonnes to be paid for times what the home price falls short.

    A link between the two mechanisms, in either direction, exempts.
    """
    linked = {frozenset((clause.takes[0].of, clause.gives[0].of)) for clause in clauses if clause.kind == "move"}
    for id, mechanism in world.mechanism.items():
        for adjustment in mechanism.border_adjustments.values():
            embedded = embedded_tonnes(world, adjustment, year)
            if embedded is None or frozenset((id, adjustment.exporter)) in linked:
                continue
            tonnes = embedded * float(adjustment.charged(year) or 0)
            home = prices.get(f"obligation:{adjustment.exporter}", 0.0)
            short = max(prices.get(f"obligation:{id}", 0.0) - home, 0.0)
            yield Holder(adjustment.payer, "emitters"), treasury_of(world, id), tonnes * short


def embedded_tonnes(world: World, adjustment: BorderAdjustment, year: int) -> float | None:
    """Emissions embedded in the goods of a year, in the world's quantity; None where no figure is known."""
    reading = adjustment.tonnes.at(year) if adjustment.tonnes else None
    if reading is None or adjustment.tonnes is None:
        return None
    return float(world.measures.convert_quantity(reading.value, adjustment.tonnes.unit))
