"""The writer's thread: many ask at once, each hears exactly what became of its own request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from threading import Barrier, Event, Thread
from time import sleep
from typing import TypeVar

import pytest

from comity.errors import Refusal
from comity.registry.commands import Command
from comity.registry.journal import Entry
from comity.registry.ledger import Ledger, Outcome, Request
from comity.registry.state import Broken
from comity.registry.store import SqlStore, Unavailable, open_store
from comity.registry.verify import verify
from comity.registry.writer import Closed, NotKept, Writer
from tests.registry.conftest import live, opened_accounts, pay

T = TypeVar("T")
UNITS = 1_000


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    with open_store(database, create="EU") as store:
        opened_accounts(Ledger(store), units=UNITS)
        yield store


def at_once(number: int, work: Callable[[int], T]) -> list[T | Exception]:
    """What each of so many threads, started together, gives or raises."""
    barrier = Barrier(number)
    results: list[T | Exception] = [AssertionError("a thread never ended")] * number

    def run(n: int) -> None:
        barrier.wait(20)
        try:
            results[n] = work(n)
        except Exception as error:
            results[n] = error

    threads = [Thread(target=run, args=(n,), daemon=True) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_no_update_is_lost(store: SqlStore) -> None:
    with Writer(Ledger(store)) as writer:
        results = at_once(64, lambda n: [writer.submit(pay(m % 3 + 1), f"{n}-{m}") for m in range(8)])
        left = writer.look(lambda state: live(state, "A"))
    entries = [entry for result in results if isinstance(result, list) for entry in result]
    assert len(entries) == 64 * 8
    assert sorted(entry.seq for entry in entries) == list(range(6, 6 + 64 * 8))
    moved = sum(m % 3 + 1 for m in range(8)) * 64
    state = Ledger(store).state
    assert live(state, "B") == moved
    assert live(state, "A") == left == UNITS - moved
    for result, n in zip(results, range(64), strict=True):
        assert isinstance(result, list)
        assert [entry.key for entry in result] == [f"{n}-{m}" for m in range(8)]
    assert verify(store, redecide=True).sound


def test_each_outcome_is_exact(store: SqlStore) -> None:
    """There is enough for some of those who ask, and not for the others."""
    with Writer(Ledger(store)) as writer:
        results = at_once(64, lambda n: writer.submit(pay(30)))
    accepted = [result for result in results if isinstance(result, Entry)]
    refused = [result for result in results if isinstance(result, Refusal)]
    assert (len(accepted), len(refused)) == (UNITS // 30, 64 - UNITS // 30)
    assert {refusal.code for refusal in refused} == {"holdings-insufficient"}
    assert live(Ledger(store).state, "A") == UNITS % 30


def test_a_key_that_is_sent_again_at_once_has_one_effect(store: SqlStore) -> None:
    with Writer(Ledger(store)) as writer:
        results = at_once(64, lambda n: writer.submit(pay(n % 8 + 1), f"key-{n % 8}"))
        other = at_once(2, lambda n: writer.submit(pay(99), "key-0"))
    assert [isinstance(result, Entry) for result in results] == [True] * 64
    assert {(e.key, e.seq) for e in results if isinstance(e, Entry)} == {(f"key-{n}", seq) for seq, n in _order(store)}
    assert [result.code for result in other if isinstance(result, Refusal)] == ["key-reused"] * 2
    assert live(Ledger(store).state, "B") == sum(range(1, 9))


def _order(store: SqlStore) -> list[tuple[int, int]]:
    return [(entry.seq, int(entry.key[4:])) for entry in store.read(5)]


class Slow:
    """A store that waits, or fails, when told to."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.registry, self.read, self.entry, self.snapshot = store.registry, store.read, store.entry, store.snapshot
        self.go, self.reached = Event(), Event()
        self.failure: Exception | None = None
        self.sizes: list[int] = []

    def append(self, entries: Sequence[Entry]) -> None:
        self.reached.set()
        assert self.go.wait(20)
        self.sizes.append(len(entries))
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        self._store.append(entries)


def queued(writer: Writer, slow: Slow, commands: Sequence[Command]) -> tuple[list[Thread], list[Entry | Exception]]:
    """Ask for the first while the rest are still to come; give what each hears in the end."""
    results: list[Entry | Exception] = []

    def ask(command: Command) -> None:
        try:
            results.append(writer.submit(command))
        except Exception as error:
            results.append(error)

    threads = [Thread(target=ask, args=(command,)) for command in commands]
    threads[0].start()
    assert slow.reached.wait(20)
    for thread in threads[1:]:
        thread.start()
    while writer._jobs.qsize() < len(commands) - 1:
        sleep(0.001)
    return threads, results


def test_what_waits_for_a_commit_is_the_next_batch(store: SqlStore) -> None:
    slow = Slow(store)
    with Writer(Ledger(slow), most=20) as writer:
        threads, results = queued(writer, slow, [pay()] * 31)
        slow.go.set()
        for thread in threads:
            thread.join(20)
    assert slow.sizes == [1, 20, 10]
    assert all(isinstance(result, Entry) for result in results)


def test_a_failure_is_told_to_exactly_those_it_concerns(store: SqlStore) -> None:
    slow = Slow(store)
    slow.failure = Unavailable("disk full")
    ledger = Ledger(slow)
    with Writer(ledger) as writer:
        threads, results = queued(writer, slow, [pay(7), *[pay()] * 10])
        slow.go.set()
        for thread in threads:
            thread.join(20)
        failed = [result for result in results if isinstance(result, Exception)]
        assert [type(error) for error in failed] == [NotKept]
        assert str(failed[0]) == "disk full"
        assert isinstance(failed[0].__cause__, Unavailable)
        slow.failure = Unavailable("disk full")
        together = at_once(5, lambda n: writer.submit(pay()))
        assert 1 <= sum(isinstance(result, NotKept) for result in together) <= 5
        assert writer.submit(pay()).seq == store.last()[0]
    assert ledger.state.store() == Ledger(store).state.store()
    assert live(ledger.state, "B") == 11 + sum(isinstance(result, Entry) for result in together)


def test_a_broken_journal_is_told_to_everybody(store: SqlStore) -> None:
    slow = Slow(store)
    slow.failure = Broken("entry 3 does not follow entry 2")
    with Writer(Ledger(slow), most=4) as writer:
        threads, results = queued(writer, slow, [pay()] * 20)
        slow.go.set()
        for thread in threads:
            thread.join(20)
        assert [type(result) for result in results] == [Closed] * 20
        assert {str(result) for result in results} == {"entry 3 does not follow entry 2"}
        with pytest.raises(Closed):
            writer.submit(pay())
    assert store.last()[0] == 5


def test_closing_decides_what_was_handed_in_and_takes_no_more(store: SqlStore) -> None:
    slow = Slow(store)
    writer = Writer(Ledger(slow), most=3)
    threads, results = queued(writer, slow, [pay()] * 12)
    closing = Thread(target=writer.close)
    closing.start()
    while not writer._closed:
        sleep(0.001)
    with pytest.raises(Closed, match="the writer is closed"):
        writer.submit(pay())
    slow.go.set()
    for thread in [*threads, closing]:
        thread.join(20)
    assert [type(result) for result in results] == [Entry] * 12
    assert live(Ledger(store).state, "B") == 12
    writer.close()


def test_many_at_once_stay_together(store: SqlStore) -> None:
    with Writer(Ledger(store), most=2) as writer:
        outcomes: list[Outcome] = writer.submit_many([Request(pay(quantity)) for quantity in (1, 0, 2)])
        assert [type(outcome) for outcome in outcomes] == [Entry, Refusal, Entry]
        assert writer.submit_many([]) == []
        with pytest.raises(Refusal):
            writer.submit(pay(0))


def test_what_no_database_can_keep_fails_its_sender_alone(store: SqlStore) -> None:
    with Writer(Ledger(store)) as writer:
        for command, key in ((pay(to="\ud800"), ""), (pay(), "\udfff"), (pay(), "NUL \0")):
            with pytest.raises(ValueError, match=r"NUL|surrogates"):
                writer.submit(command, key)
        with pytest.raises(ZeroDivisionError):
            writer.look(lambda state: 1 / 0)
        assert writer.submit(pay()).seq == 6


def test_tasks_of_an_event_loop_share_commits(store: SqlStore) -> None:
    ledger = Ledger(store)

    async def client(writer: Writer, n: int) -> list[int]:
        return [(await writer.ask(pay(), f"{n}-{m}")).seq for m in range(10)]

    async def everybody(writer: Writer) -> list[list[int]]:
        return await asyncio.gather(*(client(writer, n) for n in range(32)))

    with Writer(ledger) as writer:
        found = asyncio.run(everybody(writer))
    assert sorted(seq for own in found for seq in own) == list(range(6, 326))
    assert live(ledger.state, "B") == 320


def test_what_tasks_ask_in_one_turn_of_the_loop_is_one_batch(store: SqlStore) -> None:
    slow = Slow(store)
    slow.go.set()

    async def everybody(writer: Writer) -> list[Entry]:
        return await asyncio.gather(*(writer.ask(pay(), f"{n}") for n in range(12)))

    with Writer(Ledger(slow), most=5) as writer:
        entries = asyncio.run(everybody(writer))
    assert [(entry.seq, entry.key) for entry in entries] == [(6 + n, f"{n}") for n in range(12)]
    assert slow.sizes == [12]


def test_each_task_hears_of_a_failure_by_one_of_its_own(store: SqlStore) -> None:
    slow = Slow(store)
    slow.go.set()
    slow.failure = Unavailable("disk full")

    async def everybody(writer: Writer) -> list[Entry | BaseException]:
        return await asyncio.gather(*(writer.ask(pay(), f"{n}") for n in range(3)), return_exceptions=True)

    with Writer(Ledger(slow)) as writer:
        failures = asyncio.run(everybody(writer))
        assert [type(failure) for failure in failures] == [NotKept] * 3
        assert len({id(failure) for failure in failures}) == 3
        assert {str(failure) for failure in failures} == {"disk full"}
        assert all(isinstance(failure.__cause__, Unavailable) for failure in failures if isinstance(failure, NotKept))
        again = asyncio.run(everybody(writer))
        assert [type(entry) for entry in again] == [Entry] * 3
    closed = asyncio.run(everybody(writer))
    assert [(type(failure), str(failure)) for failure in closed] == [(Closed, "the writer is closed")] * 3


def test_a_task_is_refused_and_a_cancelled_one_hinders_nobody(store: SqlStore) -> None:
    ledger = Ledger(store)

    async def ask(writer: Writer) -> int:
        with pytest.raises(Refusal):
            await writer.ask(pay(10**9))
        given_up = asyncio.ensure_future(writer.ask(pay(), "given-up"))
        await asyncio.sleep(0)
        given_up.cancel()
        return (await writer.ask(pay(), "kept")).seq

    with Writer(ledger) as writer:
        assert asyncio.run(ask(writer)) in (6, 7)
    with pytest.raises(Closed):
        asyncio.run(ask(writer))
