"""What the tests of agreements share: a world solved, adopted by a registry, and settled in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

import comity
from comity.errors import Refusal
from comity.registry.adopting import adoption
from comity.registry.commands import Command, DeclareUnitType
from comity.registry.ledger import Ledger
from comity.registry.settling import Booked, Settlement
from comity.results import Run
from comity.world import World
from comity.world.clauses import clauses
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
    own = {mechanism.unit_type for mechanism in world.mechanism.values()}
    for unit_type in sorted(filter(None, own | {clause.unit_type for clause in clauses(world)})):
        ledger.do(DeclareUnitType(unit_type=unit_type, family="allowance"))
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
