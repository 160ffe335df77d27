"""Stock-triggered reserves inside a solve: they settle in a few solves, or say that there is no equilibrium."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from comity.market.answer import Solved
from comity.market.build import network
from comity.market.horizon import Horizon
from comity.market.network import Network
from comity.market.reserves import settle
from comity.market.solve import solve
from comity.market.years import together
from comity.world import World
from comity.world.read import read_folder
from comity.world.regimes import intake
from tests.random_worlds import Tree, names, world_of
from tests.test_years import BANKING, FIRST, system, world, yearly

#: As the EU's from 2024, at a hundredth: a share above a threshold, the graduated band below it, a release when scarce.
CONTINUOUS: Tree = {
    "name": names("reserve"),
    "unit": "Mt CO2e",
    "rounding": "none",
    "smoothing": 1,
    "application": {"month": 9, "lag": 1, "months": 12},
    "intakes": {
        "band": {"above": Decimal("8.33"), "share": 1, "beyond": Decimal("8.33"), "status": "assumed"},
        "share": {"above": Decimal("10.96"), "share": Decimal("0.24"), "status": "assumed"},
    },
    "releases": {"scarce": {"below": 4, "volume": 1, "status": "assumed"}},
    "additions": {"opening": {"on": date(1999, 1, 1), "volume": 5, "status": "assumed"}},
}
#: A step up and a larger step down, close together.
STEP: Tree = {
    "name": names("reserve"),
    "unit": "Mt CO2e",
    "rounding": "none",
    "intakes": {"high": {"above": 10, "volume": 3, "status": "assumed"}},
    "releases": {"low": {"below": 9, "volume": 8, "status": "assumed"}},
    "additions": {"opening": {"on": date(1999, 1, 1), "volume": 60, "status": "assumed"}},
}


def with_reserve(path: Sequence[float], reserve: Tree, opening: float, rate: float = 0.03) -> World:
    rules = BANKING | {"stock-reserves": {"msr": reserve}, "opening-holdings": yearly([opening])}
    return world(system(path, rules), len(path), rate)


def solved(one: World) -> tuple[list[Solved], int]:
    """The years, and how many solves it took."""
    horizon = Horizon(one, one.world.years)
    count = 0

    def counted(networks: Sequence[Network]) -> list[Solved]:
        nonlocal count
        count += 1
        return together(horizon, networks)

    found = settle(horizon, [network(scene) for scene in horizon.scenes.values()], counted)
    return found, count


def market(seed: int) -> World:
    """Twelve years: a surplus first, then scarcity that grows."""
    random = Random(seed)
    path = [round(random.uniform(-6, 2) + 2.2 * year * random.uniform(0.6, 1.4), 3) for year in range(12)]
    return with_reserve(path, CONTINUOUS, round(random.uniform(0, 20), 3))


@pytest.mark.parametrize("seed", range(20))
def test_a_continuous_rule_settles_in_ten_solves(seed: int) -> None:
    found, solves = solved(market(seed))
    assert solves <= 10
    assert all(one.settled and one.solution.status == "solved" for one in found)
    _as_the_rule_says(market(seed), found)


def _as_the_rule_says(one: World, found: list[Solved]) -> None:
    """What was taken in each year is what the rule, applied to the circulation found, takes."""
    reserve = one.mechanism["ets"].stock_reserves["msr"]
    held = {FIRST - 1: float(one.mechanism["ets"].opening_holdings.values[0].value)}  # type: ignore[union-attr]
    held |= {year.year: sum(year.banked.values()) for year in found}
    content = Fraction(5_000_000)
    decided: dict[int, Fraction] = {}
    for year in sorted(held):
        auctions = Fraction(str(one.mechanism["ets"].cap.at(min(year + 1, found[-1].year)).value)) * 10**6  # type: ignore[union-attr]
        regime = intake(reserve, year, Fraction(held[year]) * 10**6, content, auctions, whole=False)
        content += regime.intake - regime.release
        decided[year] = regime.intake - regime.release
    for one_year in found:
        wanted = decided[one_year.year - 1] / 3 + decided.get(one_year.year - 2, Fraction(0)) * 2 / 3
        taken = sum(line.amount for line in one_year.decided)
        assert taken == pytest.approx(float(wanted) / 10**6, abs=1e-5)
        cap = one_year.sum("issue", clause="mechanism.ets.cap")
        emitted = 100 - one_year.sum("abate")
        before = held[one_year.year - 1]
        assert held[one_year.year] - before == pytest.approx(cap - emitted - taken, abs=2e-5)


def test_a_step_rule_that_cycles_is_no_equilibrium() -> None:
    """What is taken at a high circulation makes a low one, whose larger release makes the first not high any more."""
    path = [0.8, -0.9, 2.2, 5.8, 7.2, 12.3]
    run = solve(with_reserve(path, STEP, 10.0))
    assert run.status == "no-equilibrium"
    assert run.cycles
    for cycle in run.cycles:
        assert len(cycle.regimes) > 1
        assert cycle.low < cycle.high
        assert cycle.smoothing == cycle.high - cycle.low
    smooth = solve(with_reserve(path, STEP | {"smoothing": Decimal("0.9")}, 10.0))
    assert smooth.status == "solved"
    assert not smooth.cycles


def test_a_reserve_that_takes_nothing_changes_nothing() -> None:
    path = [1, 2, 3, 4]
    plain = world(system(path, BANKING | {"opening-holdings": yearly([2.0])}), 4, 0.03)
    free = solve(plain)
    idle = solve(with_reserve(path, CONTINUOUS | {"intakes": {}, "releases": {}}, 2.0))
    assert [row.price for row in idle.markets] == pytest.approx([row.price for row in free.markets])


def test_unit_of_account_is_the_horizon() -> None:
    """The same world solved with the plain function gives what the public one gives."""
    one = market(3)
    horizon = Horizon(one, one.world.years)
    networks = [network(scene) for scene in horizon.scenes.values()]
    direct = settle(horizon, networks, partial(together, horizon))
    prices = [year.worth["obligation:ets"] for year in direct]
    assert [row.obligation_price for row in solve(one).markets] == pytest.approx(prices)


MSR = tomllib.loads((Path(__file__).parent / "oracles" / "msr.toml").read_text("utf-8"))
EXACT = [one for one in MSR["decision"] if "places" not in one and "scenario" not in one]


@pytest.mark.parametrize("official", EXACT, ids=lambda one: f"{one['year']}-{one['mark']}")
def test_official_decisions_inside_a_solve(official: dict[str, Any]) -> None:
    """What the circulation published for a year takes from the auctions solved, to the allowance."""
    year = official["year"]
    eu = read_folder("eu-reserve").tree
    figure = {"year": year, "value": Decimal(official["circulation"]) / 10**6, "status": "assumed"}
    tree = system([100, 120, 140], BANKING, base=1600)
    tree["mechanism"]["ets"]["stock-reserves"] = eu["mechanism"]["eu-ets"]["stock-reserves"]
    tree["mechanism"]["ets"]["past-circulation"] = {"unit": "Mt CO2e", "values": [figure]}
    tree["source"] = eu["source"]
    years = [year + 1, year + 2, year + 3]
    one = world_of(_shifted(tree, year + 1 - FIRST) | {"world": {"price-year": FIRST, "years": years}})
    run = solve(one)
    taken = sum(row.taken for row in run.reserves if row.decided == year)
    assert round(taken * 10**6) == official["intake"]


def _shifted(tree: Tree, by: int) -> Tree:
    """The tree with the figures of its activities, caps and opening holdings so many years later."""
    moved = {kind: dict(things) for kind, things in tree.items()}
    activity = moved["activity"]["a"]
    moved["activity"]["a"] = activity | {"baseline": _later(activity["baseline"], by)}
    mechanism = moved["mechanism"]["ets"]
    moved["mechanism"]["ets"] = mechanism | {"cap": _later(mechanism["cap"], by)}
    return moved


def _later(figures: Tree, by: int) -> Tree:
    return figures | {"values": [one | {"year": one["year"] + by} for one in figures["values"]]}
