"""A bloc that dominates where a stock-triggered reserve answers to what it trades, too: closed forms, no pretence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from comity.market.dominance import solve_dominated
from comity.market.years import solve_years
from tests.random_worlds import Tree, names, world_of
from tests.test_dominance import BANKING, RISING, Required, led, pair, price

#: Half of what is held at the end of a year is taken from the auctions of the next.
HALF: Tree = {
    "name": names("reserve"),
    "unit": "Mt CO2e",
    "rounding": "none",
    "intakes": {"all": {"above": 0, "share": Decimal("0.5"), "status": "assumed"}},
}
RESERVE: Tree = BANKING | {"stock-reserves": {"r": HALF}}
OWN: Required = {"a": (2, [30, 30]), "s": (1, [-20, 5])}


def test_a_seller_with_a_reserve_of_its_own() -> None:
    """Its emitters bank b and abate q in both years: x1 + b = q + 20, x2 = q - 5 + b / 2, so q = (x1 + 2 x2 - 10) / 3.

    60 - 4 x1 = 2 q / 3 and 60 - 4 x2 = 4 q / 3: q = 210/23.
    """
    found = led(pair(required=OWN, s=RESERVE))
    q = 210 / 23
    assert [price(year, "s") for year in found] == pytest.approx([q, q], rel=1e-7)
    assert [price(year, "a") for year in found] == pytest.approx([30 + q / 3, 30 + 2 * q / 3], rel=1e-7)
    assert sum(found[0].banked.values()) == pytest.approx(20 + q - (15 - q / 6), rel=1e-7)
    (line,) = found[1].decided
    assert line.amount == pytest.approx(sum(found[0].banked.values()) / 2, rel=1e-7)


def test_a_seller_knows_that_the_reserve_of_others_answers() -> None:
    """A unit sold in the first year is banked, and half of it taken: 3 p = 200 - 2 x1 - 4 x2, so the bloc sells early.

    p - 2 (x1 + x2) / 3 = x1 - 5 and p - 4 (x1 + x2) / 3 = x2 - 5: p = 1730/41. That takes a leader who knows the rule:
    one who took what the reserve takes as given would see the price fall by 1 a unit in either year.
    """
    found = led(pair(required=RISING, a=RESERVE))
    p = 1730 / 41
    assert [price(year, "a") for year in found] == pytest.approx([p, p], rel=1e-7)
    assert [price(year, "s") for year in found] == pytest.approx([(5 * p + 25) / 9 - 5, (p + 5) / 9 - 5], rel=1e-6)


def test_who_is_on_the_other_side_leaves_the_reserve_to_competition() -> None:
    world = world_of(pair("A", required=OWN, s=RESERVE))
    found = solve_dominated(world, world.world.years)
    free = solve_years(world, world.world.years)
    assert [price(year, "s") for year in found] == [price(year, "s") for year in free]
    assert [line.amount for line in found[1].decided] == [line.amount for line in free[1].decided]


@pytest.mark.slow
def test_a_step_that_the_best_amount_stands_at_is_not_called_solved() -> None:
    """The bloc sells just so much that the bank stays under a step, where its gain still rises: no slope is 0 there."""
    high = {"above": 15, "volume": 6, "status": "assumed"}
    low = {"below": 10, "volume": 5, "status": "assumed"}
    stock = {"on": date(1999, 1, 1), "volume": 60, "status": "assumed"}
    step = HALF | {"intakes": {"high": high}, "releases": {"low": low}, "additions": {"opening": stock}}
    world = world_of(pair(required=RISING, a=BANKING | {"stock-reserves": {"r": step}}))
    found = solve_dominated(world, world.world.years)
    assert {year.solution.status for year in found} == {"not-converged"}
    assert all(year.settled for year in found)
