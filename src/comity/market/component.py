"""What a mechanism's market is joined to: the mechanisms and activities that budgets and movements tie to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from comity.market.network import BudgetKind, Network

#: A mechanism, an activity, a Party or a budget, by its kind and id.
Node = tuple[str, str]

#: Whose a budget is, of those kinds that are somebody's.
OWNERS: Mapping[BudgetKind, str] = {"units": "mechanism", "obligation": "mechanism", "balance": "party"}


class Reach(NamedTuple):
    """Mechanisms, activities, and Parties whose enforced balances are joined to them."""

    mechanisms: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()


def component(networks: Sequence[Network], seeds: Reach, ties: Mapping[str, Collection[str]] | None = None) -> Reach:
    """What some chain of constraining budgets and movements joins to the mechanisms and activities given.

    Memos and the air join nothing: they change no price. `ties`: by mechanism, others that it is joined to besides.
    """
    beside = _beside(networks)
    for id, others in (ties or {}).items():
        for other in others:
            beside[("mechanism", id)].add(("mechanism", other))
            beside[("mechanism", other)].add(("mechanism", id))
    left: list[Node] = [("mechanism", id) for id in seeds.mechanisms] + [("activity", id) for id in seeds.activities]
    found = set(left)
    while left:
        new = beside[left.pop()] - found
        found |= new
        left += new
    return Reach(*(frozenset(id for kind, id in found if kind == one) for one in ("mechanism", "activity", "party")))


def _beside(networks: Sequence[Network]) -> defaultdict[Node, set[Node]]:
    """What each thing is joined to: a mechanism to its units and obligation, what a movement touches to each other."""
    constraining = {budget for network in networks for budget in network.budgets if budget.constrains}
    holding = {budget.id for budget in constraining}
    together: set[tuple[Node, ...]] = {
        ((OWNERS[budget.kind], budget.of), ("budget", budget.id)) for budget in constraining if budget.kind in OWNERS
    }
    for network in networks:
        for movement in network.movements:
            met = [("budget", entry.budget) for entry in movement.entries if entry.budget in holding]
            together.add((*met, ("activity", movement.activity)) if movement.activity else tuple(met))
    beside: defaultdict[Node, set[Node]] = defaultdict(set)
    for first, *others in filter(None, together):
        for other in others:
            beside[first].add(other)
            beside[other].add(first)
    return beside
