"""What comparisons are about: the same numbers as the answers of `solve`, added up over years and holders."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from comity.market.answer import Solved
from comity.market.kernel import chosen
from comity.market.measures import Measure, measures, outermost
from comity.market.solve import answered, solved
from comity.results import Run
from comity.world import World

WORLDS = [("tutorial", "link"), ("2026", "east-asia"), ("eu-switzerland-2020", "")]


@pytest.fixture(scope="module", autouse=True)
def kernel() -> str:
    """The one that is there: what is tested here is above it."""
    return chosen()


@pytest.fixture(scope="module", params=WORLDS, ids=lambda one: "-".join(one))
def both(request: pytest.FixtureRequest, kernel: str) -> tuple[Sequence[Solved], Sequence[Solved], Run]:
    """A world that ships, solved before and after, and the answer."""
    name, scenario = request.param
    after = World.load(name, scenario) if scenario else World.load(name)
    before = after.reference()
    one, other = solved(before, after.world.years), solved(after, after.world.years)
    return one, other, answered(other, one, "before")


def test_net_costs_sum_to_minus_what_is_saved(both: tuple[Sequence[Solved], Sequence[Solved], Run]) -> None:
    one, other, run = both
    there, here = measures(one), measures(other)
    change = sum(here[name] for name in here if name.what == "net-cost")
    change -= sum(there[name] for name in there if name.what == "net-cost")
    scale = run.scoreboard.reference_cost
    assert change == pytest.approx(-run.scoreboard.cost_saved, abs=1e-7 * scale)
    assert sum(here[name] for name in here if name.what == "cross-border") == pytest.approx(0, abs=1e-7 * scale)


def test_accounts_are_those_of_the_answer_discounted(both: tuple[Sequence[Solved], Sequence[Solved], Run]) -> None:
    _, other, run = both
    found = measures(other)
    world, rate = other[0].world, run.scoreboard.discount_rate
    for account in ("emitters", "treasury", "funds"):
        for party in {name.of for name in found if name.what == account}:
            rows = [row for row in run.holders if row.account == account and outermost(world, row.holder) == party]
            wanted = sum((row.payments - row.cost) / (1 + rate) ** (row.year - run.years[0]) for row in rows)
            assert found.get(Measure(account, party), 0.0) == pytest.approx(wanted, rel=1e-9, abs=1e-6)


def test_prices_are_those_of_the_answer(both: tuple[Sequence[Solved], Sequence[Solved], Run]) -> None:
    """Of every year, also where an obligation is due later."""
    _, other, run = both
    found = measures(other)
    rows = [row for row in run.markets if row.obligation_price is not None]
    assert rows
    for row in rows:
        assert found[Measure("price", row.mechanism, row.year)] == row.obligation_price
        assert found[Measure("emissions", row.mechanism, row.year)] == pytest.approx(row.emissions, abs=1e-6)


def test_a_balance_is_emissions_less_what_is_taken_in(both: tuple[Sequence[Solved], Sequence[Solved], Run]) -> None:
    _, other, _ = both
    found, world = measures(other), other[0].world
    for party in {name.of for name in found if name.what == "balance"}:
        own = {id for id, one in world.mechanism.items() if one.balance and outermost(world, one.balance) == party}
        taken = sum(found.get(Measure("net-import", id), 0.0) for id in own)
        wanted = found.get(Measure("emissions", party), 0.0) - taken
        credits = any(one.crediting is not None for one in world.mechanism.values())
        if not credits:
            assert found[Measure("balance", party)] == pytest.approx(wanted, abs=1e-6)


def test_the_air_is_that_of_the_answer(both: tuple[Sequence[Solved], Sequence[Solved], Run]) -> None:
    one, other, run = both
    change = measures(other)[Measure("air", "")] - measures(one)[Measure("air", "")]
    assert change == pytest.approx(sum(row.change for row in run.air), abs=1e-6 * other[0].solution.scale.quantity)


def test_the_outermost_party_is_the_state() -> None:
    world = World.load("2026")
    inside = [id for id, party in world.party.items() if party.parent]
    assert inside
    for id in inside:
        top = outermost(world, id)
        assert world.party[top].parent is None or world.party[top].parent not in world.party
        assert outermost(world, top) == top
    assert outermost(world, "nobody") == "nobody"
