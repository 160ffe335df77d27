"""A world and a year → a network: parties, activities and clauses as budgets and movements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from comity.market.carry import brought
from comity.market.horizon import Horizon
from comity.market.network import Budget, Movement, Network
from comity.market.rules import RULES, requirements
from comity.market.scene import Scene
from comity.market.sources import (
    AIR,
    activity_budgets,
    activity_movements,
    balances,
    obligations,
    party_movements,
    unmet,
)
from comity.world.clause import Holder
from comity.world.world import World


def build(world: World, year: int) -> Network:
    """The network of one year by itself."""
    return network(Horizon(world, (year,)).scenes[year])


def network(scene: Scene) -> Network:
    """The network of a year among others, in an order that does not depend on that of the files."""
    budgets = tuple(chain(_units(scene), obligations(scene), requirements(scene), balances(scene), (AIR,)))
    local = tuple(chain(activity_budgets(scene), scene.quota_budgets()))
    movements = tuple(
        chain(activity_movements(scene), party_movements(scene), brought(scene), _clauses(scene), unmet(scene))
    )
    length = scene.horizon.length(scene.year)
    return Network(year=scene.year, length=length, budgets=budgets + local, movements=movements, terms=scene.in_force)


def _units(scene: Scene) -> Iterator[Budget]:
    for found in scene.classes:
        yield Budget(kind="units", of=found.pool, label=found.label, account=Holder(found.pool, "funds"))


def _clauses(scene: Scene) -> Iterator[Movement]:
    for clause in scene.in_force:
        rule = RULES.get(clause.kind)
        if rule is not None:
            yield from rule(scene, clause)
