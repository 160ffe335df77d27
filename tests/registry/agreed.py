"""What the tests of agreements share: a world solved, adopted by a registry, and settled in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

import comity
from comity.errors import Refusal
from comity.registry.adopting import adoption
from comity.registry.commands import Command
from comity.registry.journal import Entry
from comity.registry.ledger import Ledger
from comity.registry.opening import opening
from comity.registry.settling import Booked, Settlement
from comity.results import Run
from comity.world import World
from tests.registry.memory import MemoryStore


@dataclass
class Clock:
    """A clock that says what it is told."""

    now: datetime = field(default_factory=lambda: datetime(2000, 1, 1, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now


def registry(world: World, year: int) -> tuple[Ledger, Clock]:
    """An empty registry that has adopted a world from a year on; it is the last day of that year."""
    clock = Clock(datetime(year, 12, 31, tzinfo=UTC))
    ledger = Ledger(MemoryStore("demo"), clock)
    for outcome in ledger.submit(opening(world)):
        assert isinstance(outcome, Entry)
    ledger.do(adoption(world, (), f"{year}-01-01"))
    return ledger, clock


def settled(world: World, run: Run | None = None) -> tuple[Ledger, list[Booked]]:
    """All years of a world, solved and booked one after another."""
    run = run or comity.solve(world)
    years = sorted({flow.year for flow in run.flows}) or [min(world.world.years)]
    ledger, clock = registry(world, years[0])
    booked: list[Booked] = []
    for year in years:
        clock.now = datetime(year, 12, 31, tzinfo=UTC)
        booked += Settlement(ledger, world, run.flows, year).settle()
    return ledger, booked


def refused(ledger: Ledger, command: Command) -> tuple[str, str]:
    """The code and clause with which a command is refused; the state stays as it was."""
    before = ledger.state.store()
    with pytest.raises(Refusal) as caught:
        ledger.do(command)
    assert ledger.state.store() == before
    return caught.value.code, caught.value.clause
