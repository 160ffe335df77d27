"""What becomes of units between registries: those that come home, that were never here, that are authorised."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from comity.registry.answers.entries import accounts_of
from comity.registry.blocks import Block, Standing
from comity.registry.commands import (
    Adopt,
    Authorise,
    CarryOver,
    Command,
    DeclareUnitType,
    Issue,
    OpenAccount,
    ProposeExternal,
    SetApproach,
    UseNdc,
)
from comity.registry.exchange.courier import Step
from comity.registry.invariants import violations
from comity.registry.journal import read_body
from comity.registry.ledger import Ledger
from comity.registry.permits import Permit, digest
from comity.registry.state import State
from comity.registry.store import open_store
from comity.registry.store.backup import export_journal, import_journal
from comity.registry.verify import verify
from tests.registry.exchange.network import Registries
from tests.registry.memory import MemoryStore

SERIES = "A/a/EUA/v2026"
AUTHORISED = "A/a/EUA/v2026/hAAA"


class Three(Registries):
    """Registries A, B and C on a good network; each issued 50 units to `one`."""

    def do(self, name: str, *commands: Command) -> None:
        """What one registry is asked for."""
        for command in commands:
            self.nodes[name].submit(command)

    def offer(self, giver: str, taker: str, *blocks: Block, account: str = "one", to: str = "one", **more: Any) -> None:
        """Propose units to another registry."""
        asked = ProposeExternal(account=account, blocks=blocks, registry=taker, to=to, party=taker * 3, **more)
        self.do(giver, asked)

    def send(self, giver: str, taker: str, *blocks: Block, account: str = "one", to: str = "one", **more: Any) -> Step:
        """The same, carried through; every registry is sound before and after."""
        self.offer(giver, taker, *blocks, account=account, to=to, **more)
        self.sound()
        (step,) = self.carry(giver)
        self.sound()
        return step

    def sound(self) -> None:
        """No registry breaks an invariant, and no unit is in two places."""
        assert list(self.wrong(settled=False)) == []

    def standings(self, name: str, *blocks: Block) -> list[tuple[int, int, Standing]]:
        """How units stand in a registry."""
        state = self.nodes[name].state
        return [(part.first, part.last, standing) for block in blocks for part, standing in state.standings(block)]

    def places(self, name: str, *blocks: Block) -> list[tuple[int, int, str, str]]:
        """In which account, and in which state."""
        return [(first, last, one.account, one.state) for first, last, one in self.standings(name, *blocks)]

    def tally(self, name: str, id: str) -> str:
        """A running number; empty without a record."""
        found = self.nodes[name].state.tallies.get(id)
        return found.value if found else ""


def units(first: int, last: int, series: str = SERIES) -> Block:
    """Units that A issued."""
    return Block(series, first, last)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    """Three registries; when a story has ended, their journals are verified, told again, and carried elsewhere."""
    found = Three("calm", often=0.0)
    yield found
    found.sound()
    for node in found.nodes.values():
        kept = node.state.store()
        assert State.restore(kept).store() == kept
        again = MemoryStore(node.name)
        again.append(node.store.entries)
        assert Ledger(again).state.store() == kept
        stream = io.BytesIO()
        with open_store(tmp_path / f"{node.name}.db", create=node.name) as store:
            store.append(node.store.entries)
            report = verify(store, redecide=True)
            assert report.sound, report.problems
            assert report.hash == node.state.hash
            export_journal(store, stream)
        stream.seek(0)
        import_journal(stream, tmp_path / f"{node.name}-again.db")
        with open_store(tmp_path / f"{node.name}-again.db") as store:
            state = Ledger(store).state
            assert (state.store(), state.hash) == (kept, node.state.hash)


def test_units_come_home_to_who_issued_them(three: Three) -> None:
    assert three.send("A", "B", units(1, 10)).outcome == "completed"
    assert three.places("A", units(1, 11)) == [(1, 10, "one", "departed"), (11, 11, "one", "held")]
    assert three.places("B", units(1, 11)) == [(1, 10, "one", "held")]
    three.send("B", "A", units(3, 5), to="two")
    assert three.places("A", units(1, 10)) == [
        (1, 2, "one", "departed"),
        (3, 5, "two", "held"),
        (6, 10, "one", "departed"),
    ]
    three.send("A", "B", units(4, 4), account="two", to="two")
    assert three.tally("A", f"departed:B:{SERIES}") == "11"
    assert three.tally("A", f"arrived:B:{SERIES}") == "3"
    assert three.tally("B", f"arrived:A:{SERIES}") == "11"
    assert three.nodes["A"].state.issued[SERIES].quantity == 50


def test_units_come_back_in_parts_to_who_held_them_before(three: Three) -> None:
    three.send("A", "B", units(1, 10))
    three.send("B", "C", units(1, 10))
    assert three.nodes["B"].state.issued[SERIES].quantity == 10
    three.send("C", "B", units(2, 3))
    three.send("A", "B", units(11, 15))
    three.send("C", "B", units(6, 10), to="two")
    assert three.places("B", units(1, 50)) == [
        (1, 1, "one", "departed"),
        (2, 3, "one", "held"),
        (4, 5, "one", "departed"),
        (6, 10, "two", "held"),
        (11, 15, "one", "held"),
    ]
    assert three.nodes["B"].state.issued[SERIES].quantity == 15
    # a gap between what was here before is filled in one
    three.send("C", "B", units(1, 1), units(4, 5))
    assert three.places("B", units(1, 50)) == [(1, 5, "one", "held"), (6, 10, "two", "held"), (11, 15, "one", "held")]
    three.send("B", "A", units(1, 5), units(11, 15))
    assert three.places("A", units(1, 15)) == [
        (1, 5, "one", "held"),
        (6, 10, "one", "departed"),
        (11, 15, "one", "held"),
    ]


def test_entries_touch_accounts_of_their_own_registry(three: Three) -> None:
    three.send("A", "B", units(1, 10), to="two")
    touched = {
        entry.kind: set(accounts_of(read_body(entry.body))) & {"one", "two"}
        for name in "AB"
        for entry in three.nodes[name].store.entries
        if entry.kind.endswith("-external")
    }
    transferring = {f"{step}-external": {"one"} for step in ("propose", "finalise", "confirm")}
    assert touched == {**transferring, "admit-external": {"two"}, "complete-external": {"two"}}


def test_new_units_arrive_around_those_that_were_here(three: Three) -> None:
    three.send("A", "B", units(4, 6))
    three.send("B", "A", units(4, 6))
    three.send("A", "B", units(1, 9))
    assert three.places("B", units(1, 50)) == [(1, 9, "one", "held")]
    assert three.nodes["B"].state.issued[SERIES].quantity == 9


def authorise(three: Three, **more: Any) -> None:
    """A authorises 20 units that it issues to `one`."""
    authorisation = {"authorisation": "X", "host": "AAA", "purposes": ("ndc",), **more}
    issue = Issue(
        account="one", mechanism="a", unit_type="EUA", vintage="2026", host="AAA", quantity=20, authorisation="X"
    )
    three.do("A", Authorise(**authorisation), issue)


def first_of(three: Three, name: str, block: Block) -> bool:
    """Whether units have been first transferred, as a registry has it."""
    (found,) = {bool(standing.first) for _, _, standing in three.standings(name, block)}
    return found


def test_a_first_transfer_is_counted_once_by_who_transfers(three: Three) -> None:
    authorise(three)
    block = units(1, 10, AUTHORISED)
    three.send("A", "B", block)
    assert three.tally("A", "transferred:AAA:2026") == "10"
    assert first_of(three, "A", block)
    assert first_of(three, "B", block)
    three.send("B", "C", block)
    three.send("C", "A", block)
    three.send("A", "B", block)
    assert [three.tally(name, "transferred:AAA:2026") for name in "ABC"] == ["10", "", ""]
    assert first_of(three, "C", block)
    assert first_of(three, "B", block)
    assert replace(three.nodes["A"].state.authorisations["X"], issued=0) == three.nodes["B"].state.authorisations["X"]


def test_what_is_first_transferred_at_use_is_counted_where_it_is_used(three: Three) -> None:
    authorise(three, first_transfer="use")
    block = units(1, 10, AUTHORISED)
    three.send("A", "B", block)
    assert not first_of(three, "A", block)
    assert not first_of(three, "B", block)
    assert three.tally("A", "transferred:AAA:2026") == ""
    three.do("B", OpenAccount(account="state", type="party-holding", party="BBB"))
    three.send("A", "B", units(11, 20, AUTHORISED), to="state")
    world = tuple(
        Permit(id=f"mechanism.{name}.{kind}", kind=kind, takes=name, gives=gives)  # type: ignore[arg-type]
        for name in ("a", "b")
        for kind, gives in (("trade", (name,)), ("use", (name,)))
    )
    three.do(
        "B",
        Adopt(world="w", effective="2026-01-01", digest=digest(world, (), ()), permits=world, balances={"b": "BBB"}),
        UseNdc(account="state", blocks=(units(11, 20, AUTHORISED),), year=2026),
    )
    assert [three.tally(name, "transferred:AAA:2026") for name in "ABC"] == ["", "10", ""]


def test_an_approach_that_is_suspended_ends_a_first_transfer(three: Three) -> None:
    approach = SetApproach(approach="CA0001", state="active", parties=("AAA", "BBB"))
    three.do("A", approach)
    authorise(three, approach="CA0001")
    three.offer("A", "B", units(1, 10, AUTHORISED))
    three.do("A", replace(approach, state="suspended", reason="under review"))
    assert [step.why for step in three.carry("A")] == ["approach-not-active"]
    assert three.places("A", units(1, 10, AUTHORISED)) == [(1, 10, "one", "held")]
    assert [node.state.arrivals for node in three.nodes.values()] == [{}, {}, {}]


def test_who_an_authorisation_does_not_name_gets_nothing(three: Three) -> None:
    authorise(three, entities=("klik", "one"))
    three.do("B", OpenAccount(account="klik-account", type="trading", party="BBB", holder="klik"))
    assert three.send("A", "B", units(1, 5, AUTHORISED), to="klik-account", holder="klik").outcome == "completed"
    # named by who gives, and not as the other registry knows it
    step = three.send("A", "B", units(6, 10, AUTHORISED), to="two", holder="klik")
    assert (step.outcome, step.why) == ("terminated", "acquiring-account-differs")


def test_period_expiry_and_pool_are_kept(three: Three) -> None:
    for name in "AB":
        three.do(name, DeclareUnitType(unit_type="tCER", family="tcer"))
    three.do(
        "A",
        CarryOver(account="one", blocks=(units(1, 10),), to_period="2027"),
        Issue(account="one", mechanism="cdm", unit_type="tCER", vintage="2026", quantity=5, expires="2030-12-31"),
    )
    temporary = units(1, 5, "A/cdm/tCER/v2026")
    three.send("A", "B", units(9, 12), temporary)
    assert three.standings("B", units(1, 50), temporary) == [
        (9, 10, Standing("one", "a", period="2027")),
        (11, 12, Standing("one", "a")),
        (1, 5, Standing("one", "cdm", expires="2030-12-31")),
    ]


def test_the_clauses_of_an_adopted_world_decide_when_units_depart(three: Three) -> None:
    world = (Permit(id="mechanism.a.trade", kind="trade", takes="a", gives=("a",), end="2026-01-31"),)
    adopt = Adopt(world="w", effective="2026-01-01", digest=digest(world, (), ()), permits=world)
    three.do("A", adopt)
    assert three.send("A", "B", units(1, 5)).outcome == "completed"
    finalised = next(entry for entry in three.nodes["A"].store.entries if entry.kind == "finalise-external")
    assert finalised.clause == "mechanism.a.trade"
    three.offer("A", "B", units(6, 10))
    three.time = datetime(2026, 2, 1, tzinfo=UTC)
    (step,) = three.carry("A")
    assert (step.outcome, step.why) == ("terminated", "clause-ended")
    assert three.places("A", units(6, 10)) == [(6, 10, "one", "held")]
    assert all(violations(node.state) == [] for node in three.nodes.values())
