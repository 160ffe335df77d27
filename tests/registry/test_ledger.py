"""The writer: batches, keys, clocks, rivals, and what is left when something fails."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from comity.errors import Refusal
from comity.registry.blocks import Block
from comity.registry.commands import Command, Issue, OpenAccount, Retire, Reverse, SetObligation, SetStatus, Transfer
from comity.registry.journal import Entry, instant, read_body, read_command, write_command
from comity.registry.ledger import Ledger, Request, Taken
from comity.registry.state import State
from tests.registry.memory import MemoryStore
from tests.registry.negatives import FAULTS, spoilt
from tests.registry.small import BEGIN, EUA, GOOD, LATER, WORLD, eua
from tests.registry.test_negatives import Clock, small


class Failing(MemoryStore):
    """A store that can be told to fail, before or after it has kept the entries."""

    def __init__(self, registry: str) -> None:
        super().__init__(registry)
        self.before = self.after = False

    def append(self, entries: Sequence[Entry]) -> None:
        if self.before:
            raise OSError("disk full")
        super().append(entries)
        if self.after:
            raise OSError("connection lost")


def begun(store: MemoryStore) -> Ledger:
    """A writer of the small registry in some store."""
    clock = Clock()
    ledger = Ledger(store, clock)
    for command in WORLD:
        ledger.do(command)
    clock.now = LATER
    return ledger


def pay(quantity: int) -> SetObligation:
    """A request that is always accepted, and different for each number."""
    return SetObligation(account="bob", mechanism="eu", period="2025", quantity=quantity)


# Batches


def test_each_request_of_a_batch_sees_those_before_it() -> None:
    ledger = small()
    there, back = (
        Transfer(account="bob", to="eve", blocks=eua(1, 5)),
        Transfer(account="eve", to="bob", blocks=eua(1, 5)),
    )
    out = Transfer(account="state", to="bob", blocks=eua(1, 5))
    outcomes = ledger.submit([Request(out), Request(there), Request(back)])
    assert outcomes == list(ledger._store.read(len(WORLD)))
    ((_, standing),) = ledger.state.standings(Block(EUA, 1, 5))
    assert standing.account == "bob"


def test_a_batch_leaves_nothing_to_the_garbage_collector() -> None:
    ledger = small()
    gc.collect()
    gc.disable()
    try:
        ledger.submit([Request(pay(quantity), f"{quantity}") for quantity in range(1, 6)])
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_refusal_in_a_batch_does_not_hinder_the_others() -> None:
    ledger = small()
    bad = spoilt(Transfer, FAULTS[Transfer]["account-unknown"])
    outcomes = ledger.submit([Request(pay(1)), Request(bad), Request(pay(2))])
    assert [type(outcome).__name__ for outcome in outcomes] == ["Entry", "Refusal", "Entry"]
    assert ledger.state.seq == len(WORLD) + 2


def test_a_batch_of_refusals_and_an_empty_batch_write_nothing() -> None:
    ledger = small()
    bad = spoilt(Transfer, FAULTS[Transfer]["account-unknown"])
    assert ledger.submit([]) == []
    assert len(ledger.submit([Request(bad)] * 3)) == 3
    assert ledger.state.seq == len(WORLD) == len(list(ledger._store.read()))


def test_an_entry_of_the_same_batch_can_be_undone() -> None:
    ledger = small()
    seq = ledger.state.seq
    retire, undo = GOOD[Retire], Reverse(entry=seq + 1, reason="typing error", authority="administrator")
    outcomes = ledger.submit([Request(retire), Request(undo)])
    assert [outcome.kind for outcome in outcomes if isinstance(outcome, Entry)] == ["retire", "reverse"]


# Keys


def test_a_repeated_key_gives_the_first_entry_and_has_no_effect() -> None:
    ledger = small()
    move = Transfer(account="state", to="bob", quantity=5)
    first = ledger.do(move, "order-17")
    state = ledger.state.store()
    assert [ledger.do(move, "order-17") for _ in range(3)] == [first] * 3
    assert ledger.state.store() == state


def test_a_key_holds_within_a_batch() -> None:
    ledger = small()
    first, again, other = ledger.submit([Request(pay(1), "k"), Request(pay(1), "k"), Request(pay(2), "k")])
    assert first == again
    assert isinstance(other, Refusal)
    assert other.code == "key-reused"


def test_a_key_holds_for_another_writer_and_after_a_restart() -> None:
    store = MemoryStore("R")
    ledger, other = begun(store), Ledger(store)
    entry = ledger.do(Transfer(account="state", to="bob", blocks=eua(1, 10)), "k")
    again = Request(Transfer(account="state", to="bob", blocks=eua(1, 10)), "k")
    assert other.submit([again]) == [entry]
    assert Ledger(store).submit([again]) == [entry]


def test_who_lags_behind_does_not_refuse_what_has_been_accepted() -> None:
    """The other writer does not know yet of the account that the request is about, nor that the request was made."""
    store = MemoryStore("R")
    ledger, other = begun(store), Ledger(store)
    ledger.do(GOOD[OpenAccount])
    status = SetStatus(account="carol", status="blocked", reason="order")
    entry = ledger.do(status, "k")
    assert other.submit([Request(status, "k")]) == [entry]


def test_without_a_key_every_request_counts() -> None:
    ledger = small()
    assert ledger.do(pay(1)).seq + 1 == ledger.do(pay(1)).seq


# Clocks


def test_entries_are_never_dated_back() -> None:
    times = iter([BEGIN, BEGIN - timedelta(days=1), BEGIN + timedelta(microseconds=1)])
    ledger = Ledger(MemoryStore("R"), lambda: next(times))
    dates = [ledger.do(command).at for command in WORLD[:3]]
    assert dates == [instant(BEGIN), instant(BEGIN), instant(BEGIN + timedelta(microseconds=1))]


def test_a_clock_needs_a_time_zone() -> None:
    ledger = Ledger(MemoryStore("R"), lambda: datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="time zone"):
        ledger.do(WORLD[0])
    assert ledger.state.seq == 0


# Rivals and faults


def test_of_two_writers_the_slower_decides_again() -> None:
    """Both want the same units: one has them, and the other hears why not."""
    store = MemoryStore("R")
    ledger, rival = begun(store), Ledger(store)
    taken = rival.do(Transfer(account="state", to="eve", blocks=eua(1, 10)))
    (refused,) = ledger.submit([Request(Transfer(account="state", to="bob", blocks=eua(5, 15)))])
    assert isinstance(refused, Refusal)
    assert refused.code == "not-held"
    assert ledger.state.store() == rival.state.store()
    assert ledger.state.seq == taken.seq


def test_a_batch_that_cannot_be_kept_has_not_happened() -> None:
    store = Failing("R")
    ledger = begun(store)
    before = ledger.state.store()
    batch = [
        Request(command, f"k{n}") for n, command in enumerate((pay(1), GOOD[Issue], GOOD[Transfer], GOOD[Reverse]))
    ]
    store.before = True
    with pytest.raises(OSError, match="disk full"):
        ledger.submit(batch)
    assert ledger.state.store() == before
    store.before = False
    assert all(isinstance(outcome, Entry) for outcome in ledger.submit(batch))


def test_a_lost_answer_is_made_good_by_asking_again() -> None:
    store = Failing("R")
    ledger = begun(store)
    store.after = True
    with pytest.raises(OSError, match="lost"):
        ledger.do(GOOD[Transfer], "k")
    store.after = False
    assert ledger.state.seq == len(WORLD)
    assert ledger.do(GOOD[Transfer], "k").seq == len(WORLD) + 1
    assert ledger.state.store() == Ledger(store).state.store()


def test_what_is_no_command_leaves_the_rest_of_its_batch_undone() -> None:
    ledger = small()
    before = ledger.state.store()
    with pytest.raises(KeyError):
        ledger.submit([Request(pay(1)), Request(Command())])
    assert ledger.state.store() == before
    assert ledger.do(pay(1)).seq == len(WORLD) + 1


def test_numbers_are_used_in_order() -> None:
    store = MemoryStore("R")
    begun(store)
    with pytest.raises(Taken):
        store.append(store.entries[:1])


# Replay


def states(store: MemoryStore) -> Iterator[bytes]:
    """The state after each entry, read from the start."""
    state = State("R")
    for entry in store.read():
        state.follow(entry)
        yield state.store()


def test_replay_gives_the_same_state_and_hash() -> None:
    store = MemoryStore("R")
    clock = Clock()
    ledger = Ledger(store, clock)
    seen = []
    for command in WORLD:
        ledger.do(command)
        seen.append(ledger.state.store())
    assert list(states(store)) == seen
    assert len({entry.hash for entry in store.read()}) == len(WORLD)


def test_opening_from_a_kept_state_is_the_same_as_from_the_start() -> None:
    store = MemoryStore("R")
    ledger = Ledger(store, Clock())
    for n, command in enumerate(WORLD):
        ledger.do(command)
        if n == len(WORLD) // 2:
            store.keep(ledger.state)
    assert store.snapshots
    assert Ledger(store).state.store() == ledger.state.store()


def test_journals_of_two_registries_share_no_hash() -> None:
    one, two = (Ledger(MemoryStore(name), lambda: datetime(2026, 1, 1, tzinfo=UTC)) for name in ("R", "S"))
    assert one.do(WORLD[0]).hash != two.do(WORLD[0]).hash


def test_what_was_asked_can_be_read_from_the_entry() -> None:
    ledger = small()
    for command in GOOD.values():
        assert read_command(write_command(command)) == command
    entry = ledger.do(GOOD[Transfer])
    assert read_body(entry.body).asked == GOOD[Transfer]


@pytest.mark.parametrize("key", ["a\0b", "two\nlines", "k" * 201])
def test_a_key_is_one_short_line(key: str) -> None:
    ledger = Ledger(MemoryStore("R"))
    with pytest.raises(Refusal) as refused:
        ledger.do(OpenAccount(account="a", type="trading"), key)
    assert refused.value.code == "identifier-malformed"
    assert ledger.state.seq == 0
