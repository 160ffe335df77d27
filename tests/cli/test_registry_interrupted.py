"""A settlement that stops anywhere goes on where it stopped, and books nothing twice; a reserve takes and releases."""

from __future__ import annotations

from contextlib import suppress

import pytest

import comity
from comity.registry.commands import Command
from comity.registry.journal import Entry
from comity.registry.ledger import Ledger
from comity.registry.settling import Settlement
from comity.registry.views import holdings, totals
from comity.results import Flow
from comity.world import World
from tests.cli.registry_agreed import GOLDEN
from tests.registry.agreed import registry


class Stopped(Exception):
    """The lights go out."""


class Frail(Ledger):
    """A ledger that stops before a request that it is told of by its number."""

    left = 0

    def do(self, command: Command, key: str = "") -> Entry:
        if self.left == 0:
            raise Stopped
        self.left -= 1
        return super().do(command, key)


@pytest.mark.parametrize(
    ("where", "scenarios", "year"),
    [("tutorial", ["link"], 2026), (f"{GOLDEN}/backing/", [], 2030), (f"{GOLDEN}/levies/", ["buffer"], 2030)],
)
def test_a_settlement_that_was_interrupted_goes_on(where: str, scenarios: list[str], year: int) -> None:
    world = World.load(where, *scenarios)
    run = comity.solve(world, years=[year])
    ledger, clock = registry(world, year)
    list(Settlement(ledger, world, run.flows, year).settle())
    holding, entries = totals(holdings(ledger.state)), ledger.state.seq
    for left in range(entries):
        before, clock = registry(world, year)
        frail = Frail(before._store, clock)
        frail.left = left
        with suppress(Stopped):
            list(Settlement(frail, world, run.flows, year).settle())
        after = Ledger(before._store, clock)
        booked = list(Settlement(after, world, run.flows, year).settle())
        assert totals(holdings(after.state)) == holding
        assert after.state.compliance == ledger.state.compliance
        assert not [one for one in booked if one.refusal or one.short]


def in_reserve(source: str, target: str, units: float) -> Flow:
    """What a stability reserve takes or releases."""
    places = {"from": source, "to": target, "activity": "", "host": "", "tranche": ""}
    amounts = {"units": units, "credited": units, "value": 0.0}
    clause = "mechanism.north-ets.stock-reserves.msr"
    return Flow.model_validate({"clause": clause, "kind": "reserve", "year": 2026, **places, **amounts})


def test_a_stability_reserve_rests_in_an_account_of_its_own() -> None:
    world = World.load("tutorial", "link")
    issued = [flow for flow in comity.solve(world, years=[2026]).flows if flow.kind == "issue"]
    ledger, _ = registry(world, 2026)
    booked = Settlement(ledger, world, [*issued, in_reserve("north-ets", "", 5.5)], 2026).settle(("issue", "reserve"))
    assert [one.booked for one in booked if one.flow.kind == "reserve"] == [5_500_000]
    assert ledger.state.accounts["north-ets-reserve"].type == "reserve"
    assert "due::2026" not in ledger.state.tallies
    back = Settlement(ledger, world, [in_reserve("", "north-ets", 6)], 2026).settle()
    (released,) = back
    assert (released.booked, released.short) == (5_500_000, True)  # no more than it holds
    reserve = [one for one in holdings(ledger.state) if one.standing.account == "north-ets-reserve"]
    assert reserve == []
