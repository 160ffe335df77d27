"""A thousand random markets: zero prices, binding penalties, kinks, rates, quotas. All converge, and others agree."""

from __future__ import annotations

import numpy as np
import pytest

from comity.market.curves import total
from comity.market.measure import residual
from comity.market.solver import solve
from tests.market.test_solver_random import clarabel_prices, pinned
from tests.programs import CURVED, LINEAR, random_market

MOST = 60  # iterations


def converge(seeds: range) -> None:
    """Every third market is compared with Clarabel, every fifth feels other amounts than it does."""
    zero = unmet = kinks = compared = 0
    for seed in seeds:
        peer = seed % 3 == 0
        program = random_market(
            50_000 + seed,
            markets=1 + seed % 7,
            kinds=LINEAR if peer else CURVED,
            nonsymmetric=not peer and seed % 5 == 0,
            ties=bool(seed % 2),
        )
        answer = solve(program)
        money, size = answer.scale.price, answer.scale.quantity
        assert answer.status == "solved", seed
        assert answer.iterations <= MOST, seed
        zero += int(np.any(answer.price == 0))
        unmet += int(np.any(answer.x[program.costs.base >= 300] > 0.01 * size))
        kinks += int(np.any((answer.x == program.upper) & (program.upper > 0)))
        if not peer:
            continue
        x, price = clarabel_prices(program, answer)
        ours, theirs = total(program.costs, answer.x).sum(), total(program.costs, np.maximum(x, 0)).sum()
        scale = max(np.abs(program.costs.base * answer.x).sum(), size * money)
        assert abs(ours - theirs) <= 1e-6 * scale, seed
        wrong = residual(program, np.clip(x, 0, program.upper), np.maximum(price, 0), answer.scale)
        unique = pinned(program, answer)
        near = 1e-6 * np.maximum(np.abs(answer.price), money) + 10 * wrong * money
        assert np.all(np.abs(answer.price - price)[unique] <= near[unique]), seed
        compared += 1
    count = len(seeds)
    assert min(zero, kinks) >= count / 10  # the sample holds what it is meant to hold
    assert unmet >= count / 100
    assert compared >= count / 4


def test_sixty_markets_converge() -> None:
    converge(range(60))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_a_thousand_markets_converge(block: int) -> None:
    converge(range(100 * block, 100 * block + 100))
