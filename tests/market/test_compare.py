"""`compare`: ranges, signs, what is left out of them, and that solving a part says what solving the whole says."""

from __future__ import annotations

import shutil
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.errors import InputError
from comity.market import compare as comparing
from comity.market.compare import Pair, cased, compare, different, narrowed, ranged, sign
from comity.market.component import Reach
from comity.market.kernel import chosen
from comity.market.solve import solve
from comity.results import Comparison
from comity.world import World, read_world
from comity.world.linking import Link, linked
from tests.golden_world import GOLDEN
from tests.market.apart import beside, under_one_target
from tests.market.pair import BUYER_AND_SELLER
from tests.random_worlds import YEAR, Recipe, Tree, series, world_of
from tests.strategies import trees

#: Worlds whose prices are all unique, so that two ways to them must agree.
UNIQUE = Recipe(curves=("linear",), caps=("binding",), controls=False, markets=(2, 3), outside_quotas=False)


@pytest.fixture(scope="module", autouse=True)
def kernel() -> str:
    """The one that is there: what is tested here is above it."""
    return chosen()


# Ranges and signs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "wanted"),
    [
        ([1.0, 2.0], "+"),
        ([-1.0, -2.0], "-"),
        ([0.0, 1e-9], "0"),
        ([1.0, -1.0], "?"),
        ([1.0, 0.0], "?"),
        ([-1.0, 1e-9], "?"),
        ([1e-7], "0"),
    ],
)
def test_a_sign_stands_only_where_all_agree(amounts: list[float], wanted: str) -> None:
    assert sign(amounts, 1e-7) == wanted


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_a_range_holds_what_it_is_of(amounts: list[float]) -> None:
    """Its centre is the first; what is nothing is 0, and a sign never contradicts it."""
    found = ranged(amounts, 1e-3)
    assert found.low <= found.central <= found.high
    assert all(found.low - 1e-3 <= amount <= found.high + 1e-3 for amount in amounts)
    told = sign(amounts, 1e-3)
    assert {"+": found.low > 0, "-": found.high < 0, "0": found.low == found.high == 0}.get(told, True)


def test_the_same_twice_is_no_change() -> None:
    world = BUYER_AND_SELLER.world()
    found = compare(world, BUYER_AND_SELLER.world())
    assert (found.change, found.verdicts) == ((), ())


def test_the_runs_are_those_of_solve() -> None:
    """Both in full, measured against the first; `change` is their difference under the world's own curves."""
    before = BUYER_AND_SELLER.world()
    after = linked(before, Link(first="a", second="b"))
    found = compare(before, after)
    assert found.after.markets == solve(after, reference=before).markets
    assert found.after.scoreboard == solve(after, reference=before).scoreboard
    for row in found.change:
        if row.measure == "price":
            there, here = (
                next(one.obligation_price for one in run.markets if one.mechanism == row.mechanism)
                for run in (found.before, found.after)
            )
            assert there is not None
            assert here is not None
            assert (row.before.central, row.after.central) == (there, here)
            assert row.change.central == pytest.approx(here - there)
            assert row.set_by == next(one.price_set_by for one in found.after.markets if one.mechanism == row.mechanism)


# Variants that are not solved, families, power ------------------------------------------------------------------------


def test_what_is_not_solved_is_told_and_left_out() -> None:
    """Unmet at 150 a tonne: a's price of 120 is below, the doubled one above."""
    before = BUYER_AND_SELLER.world(world={"unmet-price": 150})
    found = compare(before, linked(before, Link(first="a", second="b")))
    assert [(one.slope, one.before, one.after) for one in found.variants] == [
        (1.0, "solved", "solved"),
        (0.5, "solved", "solved"),
        (2.0, "unmet", "unmet"),
    ]
    row = next(row for row in found.change if (row.mechanism, row.measure) == ("a", "price"))
    assert (row.before.central, row.before.low, row.before.high) == pytest.approx((120, 60, 120))


def test_a_family_of_curves_is_a_variant(tmp_path: Path) -> None:
    """Declared in world.toml and put by a scenario: ranges then hold what the scenario's worlds say."""
    shutil.copytree(GOLDEN / "link-transfer", tmp_path / "w")
    folder = tmp_path / "w"
    world_file = folder / "world.toml"
    bare = read_world(folder)
    activity = next(iter(bare.activity))
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "dear.toml").write_text(
        f'title = {{ en = "Dear", zh = "贵" }}\n[[change]]\nset = "activity.{activity}.curve.factor"\nto = 3\n', "utf-8"
    )
    world_file.write_text('curve-families = ["dear"]\n' + world_file.read_text("utf-8"), "utf-8")
    after = read_world(folder)
    id = after.activity[activity].covered_by[0]
    before = after.with_({f"mechanism.{id}.cap.{after.world.years[0]}": 1})
    found = compare(before, after)
    assert [(one.family, one.slope) for one in found.variants] == [
        (family, slope) for family in ("", "dear") for slope in (1.0, 0.5, 2.0)
    ]
    row = next(row for row in found.change if (row.mechanism, row.measure) == (id, "price"))
    prices = [
        next(one.obligation_price for one in solve(world).markets if one.mechanism == id)
        for base in (after, after.with_("dear"))
        for world in (comparing.steeper(base, slope) for slope in comparing.SLOPES)
    ]
    known = [price for price in prices if price is not None]
    assert (row.after.central, row.after.low, row.after.high) == pytest.approx((known[0], min(known), max(known)))


def test_under_market_power_nothing_is_left_out() -> None:
    before = BUYER_AND_SELLER.world(world={"dominance": {"parties": ["B"], "side": "sells"}})
    pair = (before, linked(before, Link(first="a", second="b")))
    whole = cased(pair, (YEAR,))
    assert narrowed(whole, Reach(frozenset({"a"})))(pair) == pair
    found = compare(*pair)
    competitive = BUYER_AND_SELLER.world()
    free = compare(competitive, linked(competitive, Link(first="a", second="b")))
    sold, freely = (
        next(row.central for row in one.verdicts if (row.holder, row.account) == ("b", "net-import"))
        for one in (found, free)
    )
    assert freely < sold < 0  # whoever has power sells less


def test_years_must_be_those_of_both() -> None:
    world = BUYER_AND_SELLER.world()
    with pytest.raises(InputError):
        compare(world, world, [2031])


# What differs, and that the part says the same as the whole ----------------------------------------------------------


def leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all numbers of a tree but years."""
    items: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found = [leaf for key, value in items if key != "year" for leaf in leaves(value, (*path, key))]
    return found or ([path] if isinstance(node, int | Decimal) and not isinstance(node, bool) else [])


def altered(tree: Tree, path: tuple[Any, ...], factor: Decimal) -> Tree:
    """A tree with one number times a factor."""
    made = deepcopy(tree)
    node = made
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = node[path[-1]] * factor
    return made


def agree(one: Comparison, other: Comparison, scale: tuple[float, float]) -> None:
    """Two answers say the same, but for what solvers leave."""
    price, quantity = scale
    there = {(row.mechanism, row.measure, row.year): row for row in other.change}
    for change in one.change:
        twin = there.pop((change.mechanism, change.measure, change.year))
        size = price if change.measure == "price" else quantity
        for name in ("before", "after", "change"):
            for at in ("central", "low", "high"):
                found, wanted = (getattr(getattr(row, name), at) for row in (change, twin))
                assert found == pytest.approx(wanted, rel=1e-6, abs=3e-6 * size), (change, twin)
    # Where a cap is slack, a cubic curve makes the cube root of what solvers leave of a price into tonnes.
    assert all(max(abs(row.change.low), abs(row.change.high)) < 1e-4 * max(scale) for row in there.values())
    seen = {(row.holder, row.account): row for row in other.verdicts}
    for verdict in one.verdicts:
        same = seen.pop((verdict.holder, verdict.account), None)
        for at in ("central", "low", "high"):
            wanted = getattr(same, at) if same else 0.0
            assert getattr(verdict, at) == pytest.approx(wanted, rel=1e-6, abs=1e-5 * price * quantity), verdict
    for left in seen.values():
        assert max(abs(left.low), abs(left.high)) < 1e-5 * price * quantity, left


def as_a_whole(before: World, after: World) -> Comparison:
    """The comparison with nothing left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "narrowed", lambda whole, seeds: lambda pair: pair)
        return compare(before, after)


@settings(max_examples=20)
@given(trees(UNIQUE), trees(UNIQUE), st.booleans(), st.data())
def test_one_number_changed_anywhere(one: Tree, other: Tree, joined: bool, data: st.DataObject) -> None:
    """Two worlds side by side, or under one enforced target; one number of either is half, or a tenth more."""
    tree = beside(one, other)
    tree = under_one_target(tree, enforced=True) if joined else tree
    path = data.draw(st.sampled_from(leaves(tree)))
    try:
        after = world_of(altered(tree, path, data.draw(st.sampled_from([Decimal("0.5"), Decimal("1.1")]))))
    except InputError:
        assume(False)
    before = world_of(tree)
    found = compare(before, after)
    assume(all(one.before == one.after == "solved" for one in found.variants))
    scale = found.after.typical
    agree(found, as_a_whole(before, after), (scale["price"], scale["quantity"]))


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, Reach()),
        ({"mechanism.a.cap.2030": 50}, Reach(frozenset({"a"}))),
        ({"activity.a-sectors.curve.slope": 9}, Reach(activities=frozenset({"a-sectors"}))),
        ({"activity.more": "a"}, Reach(activities=frozenset({"more"}))),
        ({"party.A.other-emissions": series(5)}, None),
        ({"world.unmet-price": 500}, None),
    ],
)
def test_what_differs_is_found(changes: dict[str, Any], wanted: Reach | None) -> None:
    before = BUYER_AND_SELLER.world()
    if "activity.more" in changes:
        changes = {"activity.more": deepcopy(before.folder.tree["activity"]["a-sectors"])}
    found = different(before, before.with_(changes) if changes else before)
    assert found == wanted
    if wanted is not None and changes:
        assert different(before.with_(changes), before) == wanted  # what is taken away differs too


def test_a_mechanism_more_differs() -> None:
    before = BUYER_AND_SELLER.world()
    new = deepcopy(before.folder.tree["mechanism"]["a"]) | {"unit-type": "Uc"}
    after = before.with_({"mechanism.c": new})
    assert different(before, after) == different(after, before) == Reach(frozenset({"c"}))


def test_the_border_is_not_left_out() -> None:
    """The exporter's price alone changes, and nothing but the payment joins the two: it is told, for both."""
    about = {"exporter": "b", "payer": "B", "tonnes": series(10)}
    before = BUYER_AND_SELLER.world(mechanism={"a": {"border-adjustments": {"b": about}}})
    after = before.with_({"mechanism.b.cap.2030": 130})
    found = compare(before, after)
    rise = Decimal("1.2") * 10
    for holder, account, way in (("A", "treasury", -1), ("B", "cross-border", 1)):
        row = next(one for one in found.verdicts if (one.holder, one.account) == (holder, account))
        assert row.central == pytest.approx(way * float(rise) * 10)
    agree(found, as_a_whole(before, after), (100.0, 100.0))


@pytest.mark.parametrize(
    ("world", "scenario"), [("tutorial", "link"), pytest.param("2026", "east-asia", marks=pytest.mark.slow)]
)
def test_worlds_that_ship_say_the_same_as_a_whole(world: str, scenario: str) -> None:
    after = World.load(world, scenario)
    before: Pair = (after.reference(), after)
    found = compare(*before)
    agree(found, as_a_whole(*before), (found.after.typical["price"], found.after.typical["quantity"]))
