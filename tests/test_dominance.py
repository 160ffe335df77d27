"""A dominant seller or buyer against a competitive fringe: closed forms, limits, and no better amount by trying."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.market.answer import Solved, abated
from comity.market.build import network
from comity.market.dominance import Bloc, Game, solve_dominated
from comity.market.horizon import Horizon
from comity.market.maximum import HIDDEN
from comity.market.solve import solve
from comity.market.years import solve_years, together
from comity.results import Run
from comity.world import World
from tests.random_worlds import FREE_MARKETS, Recipe, Tree, names, world_of
from tests.strategies import trees
from tests.test_years import FIRST, yearly

Required = dict[str, tuple[float, Sequence[float]]]
STANDARD: Required = {"a": (2, [30]), "s": (1, [-5])}
"""O9: by market its marginal cost per unit abated, and in each year its baseline less its cap."""


def pair(
    dominant: str = "S",
    side: str = "sells",
    required: Required = STANDARD,
    scale: float = 1,
    reverse: bool = False,
    **rules: Tree,
) -> Tree:
    """Linked markets, one Party each, of which one or several dominate. `rules` are added to mechanisms."""
    years = len(next(iter(required.values()))[1])
    tree: Tree = {"party": {}, "activity": {}, "mechanism": {}}
    for id, (slope, missing) in sorted(required.items(), reverse=reverse):
        tree["party"][id.upper()] = {"name": names(id)}
        tree["activity"][id] = {
            "name": names(id),
            "host": id.upper(),
            "type": "all",
            "covered-by": [id],
            "baseline": yearly([100 * scale] * years),
            "curve": {"family": "linear", "unit": "EUR2001/t", "slope": Decimal(repr(slope)), "status": "assumed"},
        }
        tree["mechanism"][id] = {
            "name": names(id),
            "kind": "cap-and-trade",
            "parties": [id.upper()],
            "unit-type": f"U{id}",
            "cap": yearly([scale * (100 - one) for one in missing]),
        } | rules.get(id, {})
    clauses = {"trade": {"moves": {"among": list(tree["mechanism"])}}}
    tree["agreement"] = {"link": {"title": names("link"), "status": "in-force", "clauses": clauses}}
    conduct = {"parties": dominant.split(), "side": side}
    listed = [FIRST + place for place in range(years)]
    tree["world"] = {"currency": "EUR", "price-year": FIRST, "years": listed, "dominance": conduct}
    return tree


def led(tree: Tree, **about: Any) -> list[Solved]:
    one = world_of(tree | {"world": tree["world"] | about})
    found = solve_dominated(one, one.world.years)
    assert {year.solution.status for year in found} == {"solved"}
    assert max(year.solution.residual for year in found) <= 1e-6
    return found


def price(found: Solved, market: str) -> float:
    return found.worth[f"obligation:{market}"]


def game(world: World) -> tuple[Game, list[Solved]]:
    """What the bloc of a world chooses from, and competition."""
    assert world.world.dominance is not None
    horizon = Horizon(world, world.world.years)
    networks = [network(scene) for scene in horizon.scenes.values()]
    solver = partial(together, horizon)
    return Game(Bloc(world, world.world.dominance), horizon, networks, solver), solver(networks)


# Closed forms ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def standard() -> Run:
    """O9 as `solve` answers it."""
    return solve(world_of(pair()))


def test_o9_a_dominant_seller(standard: Run) -> None:
    """Fringe c = 2, R = 30; seller free surplus 5, then 1 per unit: 60 − 4 x = x − 5."""
    assert standard.status == "solved"
    markets = {row.mechanism: row for row in standard.markets}
    assert markets["a"].obligation_price == pytest.approx(34, rel=1e-9)
    assert markets["s"].obligation_price == pytest.approx(8, rel=1e-9)
    assert markets["s"].abatement == pytest.approx(13 - 5, rel=1e-9)


def test_o9_competition() -> None:
    (found,) = solve_years(world_of(pair()), (FIRST,))
    assert price(found, "a") == pytest.approx(50 / 3, rel=1e-9)
    assert price(found, "s") == pytest.approx(50 / 3, rel=1e-9)
    assert abated(found, "s") + 5 == pytest.approx(65 / 3, rel=1e-9)


def test_a_dominant_buyer() -> None:
    """The other side of O9: price x − 5 beyond the surplus, worth 2 (30 − x): 60 − 2 x = 2 x − 5, x = 65/4."""
    (found,) = led(pair("A", "buys"))
    assert price(found, "s") == pytest.approx(45 / 4, rel=1e-9)
    assert price(found, "a") == pytest.approx(110 / 4, rel=1e-9)
    assert 30 - abated(found, "a") == pytest.approx(65 / 4, rel=1e-9)


def test_money_is_closed_and_the_wedge_is_the_blocs_own(standard: Run) -> None:
    """It earns 34 × 13 less the cost of 8 abated, 32; the fringe pays that and abates 17; others are not there."""
    run = standard
    net: dict[str, float] = {}
    for row in run.holders:
        net[row.holder] = net.get(row.holder, 0.0) + row.payments - row.cost
    assert net["S"] == pytest.approx(34 * 13 - 32, rel=1e-9)
    assert net["A"] == pytest.approx(-34 * 13 - 17**2, rel=1e-9)
    assert sum(row.payments for row in run.holders) == pytest.approx(0, abs=1e-9)
    assert sum(net.values()) == pytest.approx(-run.scoreboard.real_cost, rel=1e-9)
    wedge = next(row for row in run.holders if (row.holder, row.account) == ("S", "treasury"))
    assert wedge.payments == pytest.approx(13 * 26 + 8 * 105, rel=1e-9)  # and what the cap is worth at home


def test_several_fringe_markets_pay_one_price() -> None:
    """Fringe c = 2 and 4 in two markets are one of 4/3 with R = 60: 80 − 8 x / 3 = x − 5, x = 255/11."""
    (found,) = led(pair(required={"a": (2, [30]), "b": (4, [30]), "s": (1, [-5])}))
    sold = 255 / 11
    for market in "ab":
        assert price(found, market) == pytest.approx(80 - 4 / 3 * sold, rel=1e-8)
    assert price(found, "s") == pytest.approx(sold - 5, rel=1e-8)


def test_hot_air_alone() -> None:
    """A surplus of 25 and no abatement worth its price: sells where marginal revenue is 0, 60 = 4 x, and keeps 10."""
    (found,) = led(pair(required={"a": (2, [30]), "s": (1, [-25])}))
    assert price(found, "a") == pytest.approx(30, rel=1e-8)
    assert price(found, "s") == pytest.approx(0, abs=1e-8)


def at(value: float) -> Tree:
    return yearly([value], "EUR2001/t")


def test_a_ceiling_is_a_kink() -> None:
    """Above 30 the fringe buys from its own ceiling: with 15 the price is still 30, with more it falls too fast."""
    (found,) = led(pair(a={"price-controls": {"ceiling": {"price": at(30), "compliance-only": False}}}))
    assert price(found, "a") == pytest.approx(30, rel=1e-7)
    assert abated(found, "s") + 5 == pytest.approx(15, rel=1e-7)


@pytest.mark.parametrize(("floor", "sells"), [(24, 13), (Decimal("24.2"), 29.2), (40, 45)])
def test_a_floor_is_a_second_peak(floor: float, sells: float) -> None:
    """The fringe withholds at its floor f, so that the price no longer answers: f (f + 5) − f² / 2 is more than the 410
    of O9 from 24.07 on, and then the bloc sells up to its own cost of f."""
    (found,) = led(pair(a={"price-controls": {"auction-reserve": at(floor)}}))
    assert abated(found, "s") + 5 == pytest.approx(sells, rel=1e-7)
    assert price(found, "a") == pytest.approx(34 if sells == 13 else float(floor), rel=1e-7)


def test_no_trade_and_the_other_side() -> None:
    """Who cannot trade, or would buy where it is to sell, takes prices as given."""
    alone = pair()
    alone["agreement"]["link"]["status"] = "negotiating"
    (found,) = led(alone)
    assert price(found, "a") == pytest.approx(60)
    for dominant, side in (("A", "sells"), ("S", "buys")):
        (found,) = led(pair(dominant, side))
        assert price(found, "a") == pytest.approx(50 / 3)


def test_demand_without_an_end_is_no_equilibrium() -> None:
    """A fringe that cannot abate would pay the numerical price: the answer must not pretend to be one."""
    tree = pair()
    del tree["activity"]["a"]["curve"]
    assert solve(world_of(tree)).status == "no-equilibrium"


# Several years --------------------------------------------------------------------------------------------------------

BANKING: Tree = {"banking": {}}
RISING: Required = {"a": (2, [20, 40]), "s": (1, [-5, -5])}


def test_years_that_nothing_joins_have_a_wedge_each() -> None:
    """60 − 4 x = x − 5 with R = 20 instead: x = 9, 22, 4; with R = 40: x = 17, 46, 12."""
    found = led(pair(required=RISING))
    assert [price(year, "a") for year in found] == pytest.approx([22, 46], rel=1e-8)
    assert [price(year, "s") for year in found] == pytest.approx([4, 12], rel=1e-8)


def test_years_joined_by_banking() -> None:
    """With banking on both sides and no interest the years are one: p = 60 − x, c' = (x − 10) / 2, x = 26."""
    found = led(pair(required=RISING, a=BANKING, s=BANKING))
    assert [price(year, "a") for year in found] == pytest.approx([34, 34], rel=1e-7)
    assert [price(year, "s") for year in found] == pytest.approx([8, 8], rel=1e-7)


def test_only_the_fringe_banks() -> None:
    """p = 60 − x1 − x2 in both years; 60 − 2 (x1 + x2) = x1 − 5 = x2 − 15: x = 9 and 19."""
    found = led(pair(required={"a": (2, [20, 40]), "s": (1, [-5, -15])}, a=BANKING))
    assert [price(year, "a") for year in found] == pytest.approx([32, 32], rel=1e-6)
    assert [price(year, "s") for year in found] == pytest.approx([4, 4], rel=1e-6)


def test_limited_foresight() -> None:
    """Nobody looks ahead: the first year is as if alone."""
    found = led(pair(required={"a": (2, [30, 40]), "s": (1, [-5, -5])}, a=BANKING, s=BANKING), foresight=0)
    assert [price(year, "a") for year in found] == pytest.approx([34, 46], rel=1e-7)


# Limits and invariance ------------------------------------------------------------------------------------------------


def test_a_bloc_of_everyone_is_competition() -> None:
    (found,) = led(pair("A S"))
    assert price(found, "a") == pytest.approx(50 / 3, rel=1e-9)


@pytest.mark.parametrize("share", [0.1, 0.01, 0.001])
def test_a_small_bloc_is_competition(share: float) -> None:
    """The seller split in two, the bloc having `share` of it: its wedge is x / (1/2 + 1 − share), and falls with x."""
    rest = 1 - share
    required: Required = {"a": (2, [30]), "s": (1 / share, [-5 * share]), "t": (1 / rest, [-5 * rest])}
    (found,) = led(pair(required=required))
    slope = 1 / (0.5 + rest)
    # p = slope (30 − 5 rest − x), c' = (x − 5 share) / share, p − slope x = c'
    sold = (slope * (30 - 5 * rest) + 5) / (2 * slope + 1 / share)
    assert price(found, "a") == pytest.approx(slope * (30 - 5 * rest - sold), rel=1e-7)
    # a gain is flat at its maximum, so what the bloc sells is known to fewer digits than what others then do
    assert price(found, "a") - price(found, "s") == pytest.approx(slope * sold, abs=3e-5)
    assert price(found, "a") == pytest.approx(50 / 3, rel=share)


@pytest.mark.parametrize(("scale", "money"), [(1e-3, 1), (1e4, 1), (1, 1000)])
def test_scale_does_not_matter(scale: float, money: int) -> None:
    tree = pair(required={id: (slope * money / scale, r) for id, (slope, r) in STANDARD.items()}, scale=scale)
    (found,) = led(tree)
    assert price(found, "a") == pytest.approx(34 * money, rel=1e-8)


def test_order_does_not_matter() -> None:
    (found,) = led(pair(reverse=True))
    assert price(found, "a") == pytest.approx(34, rel=1e-9)


# Any world ------------------------------------------------------------------------------------------------------------

KINKED = Recipe(rates=False, quotas=False, credits=False, balances=False, levies=False)


def check(world: World) -> None:
    """Never worse off than under competition, nor than with any other amount up to what that trades."""
    (found,) = solve_dominated(world, world.world.years)
    played, free = game(world)
    assume(played.right(free))
    best, before = played.height([found]), played.height(free)
    money = sum(account.payments for account in found.accounts.values())
    assert abs(money) <= 1e-6 * sum(found.worth.values()) * found.solution.scale.quantity
    if found.solution.status != "solved":
        assert found.solution.status in ("no-equilibrium", "not-converged")
        return
    rounding = 1e-9 * (abs(best) + found.solution.scale.price * found.solution.scale.quantity)
    assert best >= before - rounding
    most = float(played.traded(free)[0])
    if most <= found.noticed:
        return
    heights = [played.value(np.array([part * most])).height for part in np.linspace(1e-6, 1, 30)]
    gain = best - heights[0]
    assert np.nanmax(heights) <= best + HIDDEN * max(gain, 0.0) + rounding


def dominated(tree: Tree, side: str, place: int) -> World:
    dominant = sorted(tree["party"])[place % len(tree["party"])]
    return world_of(tree | {"world": {"dominance": {"parties": [dominant], "side": side}}})


SIDES = st.sampled_from(["sells", "buys"])


@settings(max_examples=10)
@given(trees(FREE_MARKETS), SIDES, st.integers(0, 3))
def test_nothing_else_is_better_in_free_markets(tree: Tree, side: str, place: int) -> None:
    check(dominated(tree, side, place))


@settings(max_examples=10)
@given(trees(KINKED), SIDES, st.integers(0, 3))
def test_nothing_else_is_better_with_kinks(tree: Tree, side: str, place: int) -> None:
    check(dominated(tree, side, place))


@settings(max_examples=10)
@given(trees(), SIDES, st.integers(0, 3))
def test_nothing_else_is_better_in_any_world(tree: Tree, side: str, place: int) -> None:
    check(dominated(tree, side, place))
