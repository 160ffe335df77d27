"""A part of a world has what it was given and the clauses among it; the whole stays as it was."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from comity.world import World
from comity.world.clauses import clauses
from comity.world.part import dearer, larger, named, part, with_activities
from tests.random_worlds import Tree, world_of
from tests.strategies import trees


@settings(max_examples=20)
@given(trees())
def test_all_of_a_world_is_the_world(tree: Tree) -> None:
    world = world_of(tree)
    whole = part(world, world.mechanism, world.activity, world.party)
    assert (whole.mechanism, whole.activity, whole.party) == (world.mechanism, world.activity, world.party)
    assert clauses(whole) == clauses(world)


@settings(max_examples=20)
@given(trees())
def test_a_part_has_the_clauses_among_its_mechanisms(tree: Tree) -> None:
    world = world_of(tree)
    kept = set(list(world.mechanism)[:2])
    activities = {id for id, activity in world.activity.items() if set(activity.covered_by) <= kept}
    cut = part(world, kept, activities, ())
    assert set(cut.mechanism) == kept
    assert set(cut.activity) == activities
    assert set(clauses(cut)) == {clause for clause in clauses(world) if named(clause) <= kept}
    assert all(not target.enforced for party in cut.party.values() for target in party.targets.values())
    assert set(clauses(world_of(tree))) == set(clauses(world))


def test_a_part_of_a_world_that_ships() -> None:
    world = World.load("2026")
    cut = part(world, {"nzl-ets"}, {"nzl-sectors"} & set(world.activity), ())
    assert {id for clause in clauses(cut) for id in named(clause)} <= {"nzl-ets"}
    assert clauses(cut)
    assert len(clauses(world)) > len(clauses(cut))


@pytest.mark.parametrize("factor", [Decimal("0.5"), Decimal(2)])
def test_dearer_is_every_marginal_cost_times_a_factor(factor: Decimal) -> None:
    world = World.load("tutorial")
    for activity in world.activity.values():
        changed = dearer(activity, factor)
        if activity.curve is not None:
            assert changed.curve is not None
            assert changed.curve.factor == activity.curve.factor * factor
        assert changed.baseline == activity.baseline
        assert dearer(changed, 1 / factor) == activity


def test_larger_is_every_baseline_times_a_factor() -> None:
    world = World.load("tutorial")
    for activity in world.activity.values():
        changed = larger(activity, Decimal("1.05"))
        pairs = zip(changed.baseline.values, activity.baseline.values, strict=True)
        assert all(one.value == other.value * Decimal("1.05") for one, other in pairs)
        assert {one.status for one in changed.baseline.values} == {"assumed"}
        assert (changed.output, changed.curve) == (activity.output, activity.curve)


def test_other_activities_leave_the_rest() -> None:
    world = World.load("tutorial")
    id, activity = next(iter(world.activity.items()))
    other = with_activities(world, {id: larger(activity, Decimal(2))})
    assert other.activity[id] != activity
    assert world.activity[id] == activity
    assert {key: one for key, one in other.activity.items() if key != id} == {
        key: one for key, one in world.activity.items() if key != id
    }
    assert clauses(other) is clauses(world)
