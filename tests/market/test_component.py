"""What a comparison leaves out changes nothing: the whole's answer, cut to a part, is an answer of the part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.market.answer import Solved
from comity.market.compare import paying
from comity.market.component import Reach, component
from comity.market.kernel import chosen
from comity.market.measure import SOLVED
from comity.market.measures import Measure, measures, outermost
from comity.market.network import arrays
from comity.market.solve import solved, status
from comity.market.solver import residual
from comity.world import World
from comity.world.part import part
from tests.golden_world import cases, load
from tests.golden_world import names as golden_names
from tests.market.apart import beside, under_one_quota, under_one_target
from tests.random_worlds import EVERYTHING, YEAR, Recipe, Seeded, Tree, names, random_tree, series, world_of
from tests.strategies import trees

BALANCED = Recipe(**{**EVERYTHING.__dict__, "markets": (2, 3)})


@pytest.fixture(scope="module", autouse=True)
def kernel() -> str:
    """The one that is there: what is tested here is above it."""
    return chosen()


def reached(found: Sequence[Solved], *seeds: str) -> Reach:
    ties = paying((found[0].world, found[0].world))
    return component([one.network for one in found], Reach(frozenset(seeds)), ties)


def cut(whole: Sequence[Solved], reach: Reach) -> list[Solved]:
    """The part as the whole has it: its networks with the whole's amounts and prices."""
    found = solved(part(whole[0].world, *reach), [one.year for one in whole])
    return [
        replace(
            one,
            amounts={movement.id: other.amounts[movement.id] for movement in one.network.movements},
            prices={id: other.prices[id] for id in one.prices},
        )
        for one, other in zip(found, whole, strict=True)
    ]


def off(one: Solved) -> float:
    """How far amounts and prices of a year by itself are from an answer."""
    program, rows, columns = arrays(one.network)
    x = np.array([one.amounts[movement.id] for movement in columns])
    prices = np.array([one.prices[budget.id] for budget in rows])
    return residual(program, x, prices, one.solution.scale)


def leaves_out_nothing(world: World, seed: str) -> Reach:
    """Checks it for one mechanism and one year by itself; returns what it is joined to."""
    whole = solved(world, world.world.years[:1])
    reach = reached(whole, seed)
    (one,) = cut(whole, reach)
    assert off(one) <= 10 * SOLVED
    own = {party for party, model in world.party.items() if everything_in(world, party, reach)}
    there, here = measures(whole), measures([one])
    for name in here:
        if name.of in own or (name.year and name.of in reach.mechanisms):
            assert here[name] == pytest.approx(there[name], rel=1e-9, abs=1e-9), name
    return reach


def everything_in(world: World, party: str, reach: Reach) -> bool:
    """Whether all that a Party and its own parts have is in a part."""
    inside = {id for id in world.party if outermost(world, id) == party}
    activities = {id for id, activity in world.activity.items() if activity.host in inside}
    mechanisms = {id for id, one in world.mechanism.items() if inside & {one.balance, one.treasury, *one.parties}}
    return activities <= reach.activities and mechanisms <= reach.mechanisms


@settings(max_examples=10)
@given(trees(BALANCED), trees(BALANCED))
def test_worlds_side_by_side_do_not_touch(one: Tree, other: Tree) -> None:
    """Memos, the air and Parties that are part of one without an enforced target join nothing."""
    for tree in (beside(one, other), under_one_target(beside(one, other), enforced=False)):
        reach = leaves_out_nothing(world_of(tree), "am0")
        assert {id[0] for kind in reach for id in kind} == {"a"}


@settings(max_examples=8)
@given(trees(BALANCED), trees(BALANCED))
def test_what_two_worlds_share_joins_them(one: Tree, other: Tree) -> None:
    """An enforced target of a Party that both are part of; one quota for clauses of both."""
    tree = beside(one, other)
    for joined in (under_one_target(tree, enforced=True), under_one_quota(tree)):
        reach = leaves_out_nothing(world_of(joined), "am0")
        assert {"am0", "bm0"} <= reach.mechanisms


@pytest.mark.parametrize("name", golden_names())
def test_golden_worlds_lose_nothing(name: str) -> None:
    for case in cases(name)[:2]:
        world = load(name, case)
        for mechanism in world.mechanism:
            leaves_out_nothing(world, mechanism)


def joint(tree: Tree) -> Tree:
    clauses = {"auction": {"auctions": {"among": ["am0", "bm0"]}}}
    agreement = {"title": names("joint"), "status": "in-force", "clauses": clauses}
    return {**tree, "agreement": {**tree["agreement"], "joint": agreement}}


@pytest.mark.parametrize("seed", range(6))
def test_a_joint_auction_joins(seed: int) -> None:
    tree = joint(beside(random_tree(Seeded(seed), BALANCED), random_tree(Seeded(seed + 50), BALANCED)))
    for member in ("am0", "bm0"):
        reserve = {"auction-reserve": {"unit": "EUR/t", "values": series(5 if member == "am0" else 9)["values"]}}
        cap = {**tree["mechanism"][member]["cap"], "free-share": 0}
        tree["mechanism"][member] = {**tree["mechanism"][member], "cap": cap, "price-controls": reserve}
    reach = leaves_out_nothing(world_of(tree), "bm0")
    assert {"am0", "bm0"} <= reach.mechanisms


def test_a_mechanism_that_is_not_in_force_may_cover_what_is_joined() -> None:
    """It covers an activity of the first market, and its own years come later."""
    tree = beside(random_tree(Seeded(3), BALANCED), random_tree(Seeded(4), BALANCED))
    tree["mechanism"]["later"] = {
        "name": names("later"),
        "kind": "cap-and-trade",
        "parties": ["aM0"],
        "unit-type": "Ul",
        "cap": series(1),
        "start": date(2031, 1, 1),
    }
    tree["activity"]["am0-0"] = {**tree["activity"]["am0-0"], "covered-by": ["am0", "later"]}
    assert "later" not in leaves_out_nothing(world_of(tree), "am0").mechanisms


def test_targets_of_others_are_not_held() -> None:
    """A fifth below a baseline, of a Party that is not joined: in the part there is nothing left to meet it with."""
    tree = beside(random_tree(Seeded(3), BALANCED), random_tree(Seeded(4), BALANCED))
    share = series(1, "share") | {"values": [{"year": YEAR, "value": Decimal("0.2"), "status": "assumed"}]}
    target = {"type": "below-baseline", "period": {"start": YEAR, "end": YEAR}, "share": share, "enforced": True}
    tree["party"]["bM0"] = {**tree["party"]["bM0"], "targets": {"ndc": target}, "other-emissions": series(50)}
    world = world_of(tree)
    reach = reached(solved(world, (YEAR,)), "am0")
    assert status(solved(part(world, *reach), (YEAR,))) == "solved"
    assert status(solved(part(world, *reach._replace(parties=frozenset(world.party))), (YEAR,))) == "unmet"


@settings(max_examples=6)
@given(trees(BALANCED), st.data())
def test_activities_join_what_they_are_part_of(tree: Tree, data: st.DataObject) -> None:
    whole = solved(world_of(tree), (YEAR,))
    activity = data.draw(st.sampled_from(sorted(tree["activity"])))
    reach = component([whole[0].network], Reach(activities=frozenset({activity})))
    assert activity in reach.activities
    assert set(tree["activity"][activity].get("covered-by", ())) <= reach.mechanisms


def test_ties_join_both_ways() -> None:
    whole = solved(world_of(beside(random_tree(Seeded(3), BALANCED), random_tree(Seeded(4), BALANCED))), (YEAR,))
    for ties in ({"am0": {"bm0"}}, {"bm0": {"am0"}}):
        assert {"am0", "bm0"} <= component([whole[0].network], Reach(frozenset({"am0"})), ties).mechanisms


# Years together, reserves, what is unsold: by the numbers ------------------------------------------------------------


@pytest.mark.parametrize(
    ("world", "scenarios", "seed"),
    [
        ("2026", ("in-force",), "eu-ets"),
        ("2026", ("in-force",), "usa-ca"),
        ("2026", ("east-asia",), "chn-national"),
        ("2026", ("in-force",), "nzl-ets"),
        ("tutorial", (), ""),
        ("california-2013", (), ""),
        ("eu-switzerland-2020", (), ""),
    ],
)
def test_worlds_that_ship_lose_nothing(world: str, scenarios: tuple[str, ...], seed: str) -> None:
    loaded = World.load(world, *scenarios)
    whole = solved(loaded, loaded.world.years)
    for mechanism in [seed] if seed else loaded.mechanism:
        reach = reached(whole, mechanism)
        found = solved(part(loaded, *reach), loaded.world.years)
        assert status(found) == status(whole) == "solved"
        scale = whole[0].solution.scale
        there, here = measures(whole), measures(found)
        for name in here:
            if name.year and name.of in reach.mechanisms:
                size = scale.price if name.what == "price" else scale.quantity
                assert here[name] == pytest.approx(there[name], rel=1e-7, abs=1e-7 * size), name
            elif name == Measure("net-cost", name.of) and everything_in(loaded, name.of, reach):
                assert here[name] == pytest.approx(there[name], rel=1e-6, abs=1e-7 * scale.quantity * scale.price)
