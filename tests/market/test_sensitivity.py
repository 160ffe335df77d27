"""What prices answer to caps, baselines and costs, against differences of whole solutions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import InputError
from comity.market.sensitivity import sensitivities
from comity.market.solve import solve_year
from comity.market.years import solve_years
from comity.world import World, read_world
from tests.golden_world import GOLDEN
from tests.random_worlds import YEAR, Recipe, Seeded, Tree, names, random_tree, world_of
from tests.test_years import BANKING, FIRST, system, world, yearly

SMOOTH = Recipe(curves=("linear", "quadratic", "exponential"), caps=("binding",), controls=False, outside_quotas=True)


def prices(one: World) -> dict[str, float]:
    found = solve_year(one, YEAR)
    return {id: found.worth.get(f"obligation:{id}", 0.0) for id in one.mechanism}


def test_the_standard_pair_linked() -> None:
    """p = (sum of required abatement) / (1/2 + 1): a unit more of cap is 2/3 off, of baseline 2/3 on."""
    pair = read_world(GOLDEN / "link-transfer")
    found = {(row.mechanism, row.to): row.change for row in sensitivities(pair, YEAR)}
    for mechanism in ("ets-a", "ets-b"):
        for id in ("a", "b"):
            assert found[mechanism, f"mechanism.ets-{id}.cap.{YEAR}"] == pytest.approx(-2 / 3, rel=1e-6)
            assert found[mechanism, f"activity.{id}.baseline.{YEAR}"] == pytest.approx(2 / 3, rel=1e-6)
        assert found[mechanism, "activity.a.curve"] == pytest.approx(1 / 3, rel=1e-6)
        assert found[mechanism, "activity.b.curve"] == pytest.approx(2 / 3, rel=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_as_differences_of_solutions(seed: int) -> None:
    one = world_of(random_tree(Seeded(seed), SMOOTH))
    found = {(row.mechanism, row.to): row.change for row in sensitivities(one, YEAR)}
    before = prices(one)
    step = 1e-5
    for id, mechanism in one.mechanism.items():
        if mechanism.cap is None or mechanism.cap.free_share:
            continue
        cap = float(mechanism.cap.values[0].value)
        after = prices(one.with_({f"mechanism.{id}.cap.{YEAR}": cap + step}))
        for other in one.mechanism:
            if (other, f"mechanism.{id}.cap.{YEAR}") in found:
                difference = (after[other] - before[other]) / step
                assert found[other, f"mechanism.{id}.cap.{YEAR}"] == pytest.approx(difference, rel=2e-3, abs=2e-3)


@pytest.mark.parametrize(("seed", "jumps"), [(16, "m0-0"), (56, "m1-0")])
def test_where_a_price_would_jump_the_rest_is_told(seed: int, jumps: str) -> None:
    """An activity that abates all it emits, in a market that uses nothing: a tonne more there has another price, and
    until then the price is any between two."""
    one = world_of(random_tree(Seeded(seed), Recipe()))
    found = {(row.mechanism, row.to): row.change for row in sensitivities(one, YEAR)}
    assert {to for (_, to), change in found.items() if np.isnan(change)} == {f"activity.{jumps}.baseline.{YEAR}"}
    before, step, count = prices(one), 1e-4, 0
    for id, mechanism in one.mechanism.items():
        if mechanism.cap is None or mechanism.cap.free_share:
            continue
        after = prices(one.with_({f"mechanism.{id}.cap.{YEAR}": float(mechanism.cap.values[0].value) + step}))
        for (other, to), change in found.items():
            if to == f"mechanism.{id}.cap.{YEAR}" and other != jumps.split("-")[0]:
                count += 1
                assert change == pytest.approx((after[other] - before[other]) / step, rel=2e-3, abs=2e-3)
    assert count


def of(tree: Tree, years: int, rate: float = 0, less: bool = False, **about: Any) -> dict[tuple[str, int], float]:
    """By what is changed and the year of the price, what the price does."""
    one = world(tree, years, rate, **about)
    return {(row.to, row.year): row.change for row in sensitivities(one, *one.world.years, less=less)}


FIRST_CAP, SECOND_CAP = f"mechanism.ets.cap.{FIRST}", f"mechanism.ets.cap.{FIRST + 1}"


def test_a_bank_shares_a_change_among_its_years() -> None:
    """p2 = 1.1 p1 and p1 + p2 = 40 less what is added to either cap; with curves dearer by one, p1 + p2 = 42."""
    found = of(system([10, 30], BANKING), 2, 0.1)
    for to in (FIRST_CAP, SECOND_CAP):
        assert found[to, FIRST] == pytest.approx(-1 / 2.1, rel=1e-7)
        assert found[to, FIRST + 1] == pytest.approx(-1.1 / 2.1, rel=1e-7)
        assert found[to.replace("mechanism.ets.cap", "activity.a.baseline"), FIRST] == pytest.approx(1 / 2.1, rel=1e-7)
    assert found["activity.a.curve", FIRST] == pytest.approx(2 / 2.1, rel=1e-7)
    assert found["activity.a.curve", FIRST + 1] == pytest.approx(2.2 / 2.1, rel=1e-7)


def test_where_nothing_is_banked_each_year_is_alone() -> None:
    found = of(system([30, 10], BANKING), 2, 0.1)
    assert found[FIRST_CAP, FIRST] == pytest.approx(-1, rel=1e-7)
    assert found[SECOND_CAP, FIRST + 1] == pytest.approx(-1, rel=1e-7)
    assert found[FIRST_CAP, FIRST + 1] == found[SECOND_CAP, FIRST] == 0


@pytest.mark.parametrize(("required", "rate"), [([20, 20], 0.0), ([20, 22], 0.1)])
def test_a_bank_about_to_begin_answers_to_more_and_less_apart(required: list[float], rate: float) -> None:
    """More units in the first year are shared with the second; more in the second cannot be. Of less, the contrary."""
    both, tree = (-1 / (2 + rate), -(1 + rate) / (2 + rate)), system(required, BANKING)
    for less, shared, alone in ((False, FIRST_CAP, SECOND_CAP), (True, SECOND_CAP, FIRST_CAP)):
        found = of(tree, 2, rate, less)
        assert (found[shared, FIRST], found[shared, FIRST + 1]) == pytest.approx(both, rel=1e-6)
        apart = (-1, 0) if alone == FIRST_CAP else (0, -1)
        assert (found[alone, FIRST], found[alone, FIRST + 1]) == pytest.approx(apart, rel=1e-6, abs=1e-6)


def linked(required: Sequence[float], other: Sequence[float], **rules: Tree) -> Tree:
    """Two systems that may sell to one another, with rules for each."""
    tree, more = system(required, rules.get("ets")), system(other, rules.get("two"), slope=3)
    tree["party"]["B"] = {"name": names("B")}
    tree["mechanism"]["two"] = more["mechanism"]["ets"] | {"parties": ["B"], "unit-type": "UB"}
    tree["activity"]["b"] = more["activity"]["a"] | {"host": "B", "covered-by": ["two"]}
    clauses = {"trade": {"moves": {"among": ["ets", "two"]}}}
    tree["agreement"] = {"link": {"title": names("link"), "status": "in-force", "clauses": clauses}}
    return tree


def discounting(rate: str) -> Tree:
    values = [{"year": year, "value": Decimal(rate), "status": "assumed"} for year in (FIRST, FIRST + 99)]
    return {"discount-rate": {"unit": "a year", "values": values}}


LIMITED: Tree = {"borrowing": {"limit": yearly([3] * 4)}, "opening-holdings": yearly([6])}
PERIODS: Tree = {"compliance-periods": [{"start": FIRST, "end": FIRST + 1}, {"start": FIRST + 2, "end": FIRST + 3}]}
CEILING: Tree = {"price-controls": {"ceiling": {"price": yearly([15] * 4, "EUR2001/t")}}}
#: By what is special: a world of four years, the rate, and how many years each stands for.
SEVERAL: dict[str, tuple[Tree, float, int]] = {
    "two banks": (linked([5, 10, 30, 12], [4, 8, 9, 40], ets=BANKING, two=BANKING), 0.05, 1),
    "one banks": (linked([5, 10, 30, 12], [4, 8, 9, 40], ets=BANKING), 0.05, 1),
    "runs dry": (system([5, 20, 10, 30], BANKING), 0.02, 1),
    "all alike": (system([20, 20, 20, 20], BANKING), 0.0, 1),
    "borrows": (system([30, 5, 20, 10], BANKING | LIMITED), 0.03, 1),
    "a surplus": (system([-10, -5, 1, 2], BANKING), 0.03, 1),
    "just no surplus": (system([-10, 4, 6], BANKING), 0.0, 1),
    "periods": (system([5, 20, 10, 30], BANKING | PERIODS), 0.02, 1),
    "own rate": (linked([5, 10, 20, 30], [4, 8, 9, 40], ets=BANKING, two=BANKING | discounting("0.12")), 0.03, 1),
    "ceiling": (system([10, 12, 14, 40], BANKING | CEILING), 0.05, 1),
    "five years each": (system([*[5] * 5, *[9] * 5, *[30] * 5, *[40] * 5], BANKING), 0.02, 5),
}


@pytest.mark.parametrize("less", [False, True], ids=["more", "less"])
@pytest.mark.parametrize("name", SEVERAL)
def test_several_years_as_differences_of_solutions(name: str, less: bool) -> None:
    tree, rate, step = SEVERAL[name]
    number = len(tree["mechanism"]["ets"]["cap"]["values"]) // step
    priced = compared(world(tree, number, rate, step), less)
    markets = len(tree["mechanism"])
    assert len(priced) == (number // 2 if name == "periods" else number * markets)


@settings(max_examples=25)
@given(st.lists(st.integers(-5, 30), min_size=2, max_size=4), st.sampled_from([0.0, 0.1]), st.booleans(), st.booleans())
def test_random_years_as_differences_of_solutions(required: list[int], rate: float, borrows: bool, less: bool) -> None:
    """Whole numbers at no interest meet kinks often."""
    tree = system(required, BANKING | (LIMITED if borrows else {}))
    compared(world(tree, len(required), rate), less)


def compared(one: World, less: bool) -> set[tuple[str, int]]:
    """Whether all prices answer to all caps as differences of solutions do; of which obligations and years."""
    years, change = one.world.years, -1e-4 if less else 1e-4
    found = {(row.mechanism, row.year, row.to): row.change for row in sensitivities(one, *years, less=less)}
    priced, before = {key[:2] for key in found}, over_years(one)
    for id, mechanism in one.mechanism.items():
        assert mechanism.cap is not None
        for year in years:
            cap = mechanism.cap.at(year)
            assert cap is not None
            after = over_years(one.with_({f"mechanism.{id}.cap.{year}": float(cap.value) + change}))
            for market, of_year in priced:
                difference = (after[market, of_year] - before[market, of_year]) / change
                told = found[market, of_year, f"mechanism.{id}.cap.{year}"]
                assert told == pytest.approx(difference, rel=1e-4, abs=1e-4), (market, of_year, id, year)
    return priced


def over_years(one: World) -> dict[tuple[str, int], float]:
    found = solve_years(one, one.world.years)
    assert all(year.solution.status == "solved" for year in found)
    priced = ((year, id, year.worth.get(f"obligation:{id}")) for year in found for id in one.mechanism)
    return {(id, year.year): price for year, id, price in priced if price is not None and not np.isnan(price)}


@pytest.mark.parametrize(
    ("about", "rules", "address"),
    [
        ({"foresight": 1}, {}, "world.foresight"),
        ({"dominance": {"parties": ["A"], "side": "sells"}}, {}, "world.dominance"),
        ({}, {"stock-reserves": {"msr": {"name": names("msr"), "unit": "Mt CO2e"}}}, "mechanism.*.stock-reserves"),
        (
            {},
            {"price-controls": {"auction-reserve": yearly([5, 5], "EUR2001/t") | {"unsold": "later-auctions"}}},
            "mechanism.*.price-controls",
        ),
    ],
)
def test_what_is_settled_apart_is_refused(about: Tree, rules: Tree, address: str) -> None:
    with pytest.raises(InputError) as caught:
        of(system([10, 30], BANKING | rules), 2, **about)
    assert [problem.address for problem in caught.value.problems] == [address]
