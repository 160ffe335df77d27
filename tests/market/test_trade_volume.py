"""Of flows equally right, those that move least are reported."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings

from comity.market.solve import solve_year
from tests.random_worlds import FREE_MARKETS, YEAR, Recipe, Tree, world_of
from tests.strategies import trees

LINKED = Recipe(**{**FREE_MARKETS.__dict__, "markets": (3, 4, 5)})


@settings(max_examples=60)
@given(trees(LINKED))
def test_nobody_buys_and_sells(tree: Tree) -> None:
    """On free links, what moves is what is bought on balance, and no market is both buyer and seller."""
    found = solve_year(world_of(tree), YEAR)
    bought: dict[str, float] = defaultdict(float)
    sold: dict[str, float] = defaultdict(float)
    for movement in found.network.movements:
        if movement.kind == "move":
            bought[movement.target] += found.amounts[movement.id]
            sold[movement.source] += found.amounts[movement.id]
    small = 1e-6 * found.solution.scale.quantity
    net = sum(max(bought[id] - sold[id], 0.0) for id in tree["mechanism"])
    assert sum(bought.values()) == pytest.approx(net, abs=small * len(bought))
    assert all(min(bought[id], sold[id]) <= small for id in tree["mechanism"])
