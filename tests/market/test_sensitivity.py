"""What prices answer to caps, baselines and costs, against differences of whole solutions."""

from __future__ import annotations

import pytest

from comity.market.sensitivity import sensitivities
from comity.market.solve import solve_year
from comity.world import World, read_world
from tests.golden_world import GOLDEN
from tests.random_worlds import YEAR, Recipe, Seeded, random_tree, world_of

SMOOTH = Recipe(curves=("linear", "quadratic", "exponential"), caps=("binding",), controls=False, outside_quotas=True)


def prices(world: World) -> dict[str, float]:
    found = solve_year(world, YEAR)
    return {id: found.worth.get(f"obligation:{id}", 0.0) for id in world.mechanism}


def test_the_standard_pair_linked() -> None:
    """p = (sum of required abatement) / (1/2 + 1): a unit more of cap is 2/3 off, of baseline 2/3 on."""
    world = read_world(GOLDEN / "link-transfer")
    found = {(row.mechanism, row.to): row.change for row in sensitivities(world, YEAR)}
    for mechanism in ("ets-a", "ets-b"):
        for id in ("a", "b"):
            assert found[mechanism, f"mechanism.ets-{id}.cap"] == pytest.approx(-2 / 3, rel=1e-6)
            assert found[mechanism, f"activity.{id}.baseline"] == pytest.approx(2 / 3, rel=1e-6)
        assert found[mechanism, "activity.a.curve"] == pytest.approx(1 / 3, rel=1e-6)
        assert found[mechanism, "activity.b.curve"] == pytest.approx(2 / 3, rel=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_as_differences_of_solutions(seed: int) -> None:
    world = world_of(random_tree(Seeded(seed), SMOOTH))
    found = {(row.mechanism, row.to): row.change for row in sensitivities(world, YEAR)}
    before = prices(world)
    step = 1e-5
    for id, mechanism in world.mechanism.items():
        if mechanism.cap is None or mechanism.cap.free_share:
            continue
        cap = float(mechanism.cap.values[0].value)
        after = prices(world.with_({f"mechanism.{id}.cap.{YEAR}": cap + step}))
        for other in world.mechanism:
            if (other, f"mechanism.{id}.cap") in found:
                difference = (after[other] - before[other]) / step
                assert found[other, f"mechanism.{id}.cap"] == pytest.approx(difference, rel=2e-3, abs=2e-3)
