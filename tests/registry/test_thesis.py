"""The thesis: what the market finds, the registry admits; a tonne more than was agreed, it refuses, by that clause."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from math import floor
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given, settings

import comity
from comity.errors import Refusal
from comity.registry.commands import Issue, Move, Surrender, Transfer
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger
from comity.registry.permits import exact
from comity.registry.plans.admission import rules_on
from comity.registry.settling import Booked, Settlement, holders
from comity.results import Flow
from comity.world import World
from tests.random_worlds import YEAR, Tree, world_of
from tests.registry.agreed import Clock, refused, registry, settled
from tests.registry.memory import MemoryStore
from tests.strategies import trees

ROOT = Path(comity.__file__).parent / "worlds"
GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def scenarios() -> list[ParameterSet]:
    """Every world that ships or is golden, as its files stand and under each of its scenarios."""
    found: list[tuple[Path, str]] = []
    for world in sorted([*ROOT.iterdir(), *GOLDEN.iterdir()]):
        if (world / "world.toml").exists():
            reference = tomllib.loads((world / "world.toml").read_text(encoding="utf-8")).get("reference")
            names = [path.stem for path in sorted(world.glob("scenarios/*.toml"))]
            found += [(world, ""), *((world, name) for name in names if name != reference)]
    large = [pytest.mark.slow]
    return [pytest.param(world, name, marks=large if world.name == "2026" else []) for world, name in found]


def unbooked(booked: list[Booked]) -> list[Booked]:
    """What was refused, or is more than rounding: each flow into a pool can leave those out of it one unit short."""
    return [one for one in booked if one.refusal or not 0 <= one.remainder <= 2 + len(booked)]


@pytest.mark.parametrize(("path", "scenario"), scenarios(), ids=lambda value: getattr(value, "name", value) or "as-is")
def test_every_solved_flow_is_admitted(path: Path, scenario: str) -> None:
    world = World.load(f"{path}/", *filter(None, [scenario]))
    run = comity.solve(world)
    ledger, booked = settled(world, run)
    assert not unbooked(booked)
    assert violations(ledger.state) == []
    in_units = [flow for flow in run.flows if flow.kind not in ("pay", "unmet")]
    assert len(booked) >= len([flow for flow in in_units if flow.kind in ("move", "use", "credit")])


@settings(max_examples=60)
@given(trees())
def test_every_solved_flow_of_a_made_up_agreement_is_admitted(tree: Tree) -> None:
    ledger, booked = settled(world_of(tree))
    assert not unbooked(booked)
    assert violations(ledger.state) == []


# One tonne more ------------------------------------------------------------------------------------------------------

LINK = "agreement.north-south.clauses.south-units-in-north"
SHARE = f"{LINK}.quota.share-of-obligation"


def linked(**changes: object) -> World:
    """The tutorial's link, with changes of the clause by which southern units come north."""
    return World.load("tutorial", "link").with_({f"{LINK}.{key.replace('_', '-')}": to for key, to in changes.items()})


def north_and_south(world: World, year: int = 2026) -> tuple[Ledger, list[Booked]]:
    """A registry in which all of a year has been booked but the uses, so that southern units are left."""
    ledger, _ = registry(world, year)
    run = comity.solve(world, years=[year])
    return ledger, list(Settlement(ledger, world, run.flows, year).settle(("issue", "credit", "move")))


def go_north(units: int) -> Move:
    return Move(
        account=holders("south-ets"), to=holders("north-ets"), into="north-ets", quantity=units, pool="south-ets"
    )


def test_one_tonne_above_the_quota() -> None:
    ledger, booked = north_and_south(linked())
    (flow,) = (one.flow for one in booked if one.flow.kind == "move")
    assert refused(ledger, go_north(1)) == ("quota-exceeded", flow.clause)
    assert flow.clause == LINK


def test_before_the_start_and_after_the_end() -> None:
    early, _ = north_and_south(linked(start=date(2027, 1, 1)))
    assert refused(early, go_north(1)) == ("clause-not-started", LINK)
    late, _ = north_and_south(linked(end=date(2026, 12, 30)))
    assert refused(late, go_north(1)) == ("clause-ended", LINK)
    _, booked = north_and_south(linked(end=date(2026, 12, 31)))
    assert [one.booked > 0 for one in booked if one.flow.kind == "move"] == [True]


def test_the_wrong_vintage() -> None:
    ledger, booked = north_and_south(linked(vintages=[2027]))
    assert not [one for one in booked if one.flow.kind == "move"]  # the market sees the same
    assert refused(ledger, go_north(1)) == ("vintage-not-eligible", LINK)


def test_without_the_adjustment() -> None:
    world = World.load(f"{GOLDEN / 'authorisation'}/")
    ledger, booked = settled(world)
    accepted = "mechanism.ets-b.accepts.itmos"
    assert accepted in {one.flow.clause for one in booked}
    unit = {"mechanism": "std", "unit_type": "CR", "host": "H", "activity_type": "stoves", "vintage": "2030"}
    ledger.do(Issue(account=holders("ets-b"), quantity=1, under="mechanism.std.crediting", **unit))  # type: ignore[arg-type]
    surrender = Surrender(account=holders("ets-b"), mechanism="ets-b", period="2030", quantity=1, unit_type="CR")
    assert refused(ledger, surrender) == ("authorisation-missing", accepted)
    under = "agreement.h-b.clauses.stoves"
    unadjusted = Issue(account=holders("std"), quantity=1, under=under, **unit)  # type: ignore[arg-type]
    assert refused(ledger, unadjusted) == ("authorisation-missing", under)
    more = Issue(account=holders("std"), quantity=1, under=under, authorisation=f"{under}.H", **unit)  # type: ignore[arg-type]
    assert refused(ledger, more) == ("quota-exceeded", under)


def test_one_number_in_the_file_moves_both() -> None:
    for share in ("0.1", "0.15"):
        values = [{"year": year, "value": Decimal(share), "status": "assumed"} for year in (2026, 2030)]
        world = World.load("tutorial", "link").with_({SHARE: {"unit": "of the obligation", "values": values}})
        ledger, booked = north_and_south(world)
        (moved,) = (one.booked for one in booked if one.flow.kind == "move")
        due = exact(ledger.state.tallies["due:north-ets:2026"].value)  # what was solved, rounded up to a unit
        assert due * exact(share) - 1 < moved <= due * exact(share)
        assert refused(ledger, go_north(1)) == ("quota-exceeded", LINK)


@settings(max_examples=60)
@given(trees())
def test_one_unit_above_any_binding_quota_of_a_made_up_agreement(tree: Tree) -> None:
    world = world_of(tree)
    run = comity.solve(world)
    ledger, _ = registry(world, YEAR)
    settlement = Settlement(ledger, world, run.flows, YEAR)
    for kind in ("issue", "credit", "move", "use"):
        for booked in settlement.settle((kind,)):
            if binding(ledger, booked.flow):
                one_more(ledger, settlement, booked.flow)


def binding(ledger: Ledger, flow: Flow) -> bool:
    """Whether not one unit more fits into a quota of a flow's clause."""
    rules = rules_on(ledger.state, f"{flow.year}-12-31")
    assert rules is not None
    permit = next(permit for permit in rules.permits if permit.id == flow.clause)
    for id in permit.quotas:
        used = ledger.state.tallies.get(f"quota:{id}:{flow.year}")
        quota = rules.quota[id]
        due = ledger.state.tallies.get(f"due:{quota.of}:{flow.year}")
        share = exact(quota.shares[str(flow.year)]) * exact(due.value) if quota.shares and due else None
        limit = share if share is not None else exact(quota.limits.get(str(flow.year), "0"))
        if used is not None and exact(used.value) + exact(permit.rate) > limit:
            return True
    return False


def one_more(ledger: Ledger, settlement: Settlement, flow: Flow) -> None:
    """If there is one more unit to be had, the flow's clause refuses it."""
    commands, units = settlement.commands(flow, 1)
    for command in commands[:-1]:
        if isinstance(command, Transfer):
            ledger.do(command)
    if units:
        with pytest.raises(Refusal) as caught:
            ledger.do(commands[-1])
        assert (caught.value.code, caught.value.clause) == ("quota-exceeded", flow.clause)


def test_nothing_is_settled_where_nothing_is_agreed() -> None:
    world = World.load("tutorial", "link")
    ledger = Ledger(MemoryStore("demo"), Clock(datetime(2026, 12, 31, tzinfo=UTC)))
    with pytest.raises(Refusal) as caught:
        list(Settlement(ledger, world, comity.solve(world, years=[2026]).flows, 2026).settle())
    assert caught.value.code == "no-clause"
    assert ledger.state.seq == 0


def test_units_that_back_others_end_once_however_often_a_year_is_settled() -> None:
    world = World.load(f"{GOLDEN / 'backing'}/")
    run = comity.solve(world)
    whole, _ = settled(world, run)
    ledger, _ = registry(world, 2030)
    settlement = Settlement(ledger, world, run.flows, 2030)
    list(settlement.settle(("issue",)))
    (flow,) = (flow for flow in run.flows if flow.kind == "credit")
    (transfer, issue), units = settlement.commands(flow, floor(flow.units * 10**6))
    ledger.do(transfer, settlement._keys.of(flow, 0, 1, 2, units))  # and then it was interrupted
    assert isinstance(issue, Issue)
    assert sum(block.quantity for block in issue.backing) == units
    for _ in range(2):
        booked = list(Settlement(ledger, world, run.flows, 2030).settle())
        assert not unbooked(booked)
    for one in (whole, ledger):
        ended = sum(block.quantity for block, stands in one.state.holdings.everything() if stands.state == "converted")
        issued = sum(count.quantity for id, count in one.state.issued.items() if "/ERU/" in id)
        assert ended == issued == units
