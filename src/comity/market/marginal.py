"""What sets a price: the movements strictly inside their bounds, in the market that free movements join."""

from __future__ import annotations

from collections.abc import Mapping

from comity.market.network import Movement, Network

INSIDE = 1e-7  # relative to the typical quantity: closer to a bound is at the bound
MARKETS = ("units:", "obligation:", "activity:")
JOINING = ("move", "use", "credit")
STEPS = ("issue", "pay", "cancel", "carry", "unmet", "retire", "credit", "abate", "mitigate")


def price_setters(
    network: Network, amounts: Mapping[str, float], prices: Mapping[str, float], quantity: float
) -> dict[str, tuple[str, ...]]:
    """By budget id of units and obligations: the clauses that set its price.

    Moves, uses and credits that no bound and no quota holds back join budgets into one market. In it, a step (a reserve
    price, a tier, a fine, a ceiling, a fixed willingness to pay) that is partly used wins; otherwise all whose curve is
    being climbed set the price together. `prices` by budget id, 0 where there is no market.
    """
    joined = _Joined()
    steps: dict[str, list[str]] = {}
    curves: dict[str, list[str]] = {}
    inside = [movement for movement in network.free if _inside(movement, amounts[movement.id], quantity)]
    for movement in inside:
        held = any(
            entry.budget.startswith("quota:") and prices.get(entry.budget, 0.0) > 0 for entry in movement.entries
        )
        if movement.kind in JOINING and not held:
            touched = _markets(movement)
            for other in touched[1:]:
                joined.join(touched[0], other)
    for movement in inside:
        climbing = bool(movement.cost.powers or movement.cost.exponentials)
        stepping = movement.kind in STEPS and bool(movement.price or movement.cost.base)
        for market in {joined.root(budget) for budget in _markets(movement)} if climbing or stepping else ():
            (curves if climbing else steps).setdefault(market, []).append(movement.clause)
    found = {}
    for budget in network.budgets:
        if budget.kind in ("units", "obligation"):
            market = joined.root(budget.id)
            found[budget.id] = tuple(dict.fromkeys(steps.get(market) or curves.get(market) or ()))
    return found


def _markets(movement: Movement) -> list[str]:
    return [entry.budget for entry in movement.entries if entry.year is None and entry.budget.startswith(MARKETS)]


def _inside(movement: Movement, amount: float, quantity: float) -> bool:
    return INSIDE * quantity < amount < movement.most - INSIDE * quantity


class _Joined:
    """Sets of budgets that free movements hold at one price (union by root)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, budget: str) -> str:
        while self._parent.get(budget, budget) != budget:
            budget = self._parent[budget]
        return budget

    def join(self, one: str, other: str) -> None:
        self._parent[self.root(other)] = self.root(one)
