"""The writer of one registry: decides requests one after another and keeps what was decided.

    ledger = Ledger(store)
    outcomes = ledger.submit([Request(Transfer(account="A", to="B", quantity=5, unit_type="EUA"), key="order-17")])

The fold of the journal is in memory. A batch is one transaction of the store: its entries are durable when `submit`
returns, or none is. Where another writer was faster, the batch is undone, the other's entries are folded, and every
request is decided again.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from msgspec import Struct

from comity.errors import Refusal
from comity.registry.commands import Command
from comity.registry.journal import Change, Entry, instant, read_body, seal, write_body, write_command
from comity.registry.plans import plan
from comity.registry.plans.plan import Now
from comity.registry.refusals import refuse
from comity.registry.state import State


class Taken(Exception):
    """Another writer has used the next number of the journal."""


class Store(Protocol):
    """Where a journal is kept."""

    registry: str

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries, all or none, durably. Raises Taken where another writer has used the first number, and Broken
        where they do not follow on the last entry that is kept."""

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a number, in order."""

    def entry(self, seq: int) -> Entry | None:
        """One entry."""

    def snapshot(self, before: str = "") -> bytes | None:
        """The newest state that was kept, or the newest no later than an instant; None if there is none."""


class Request(Struct, frozen=True):
    """A command, and the key under which repeating it has no effect."""

    command: Command
    key: str = ""


#: What becomes of a request: the entry it made, now or when it was first sent, or why it was refused.
Outcome = Entry | Refusal
Clock = Callable[[], datetime]
#: What a key may be: printable, and short enough to be kept for ever.
KEY = re.compile(r"[^\x00-\x1f\x7f]{1,200}")


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


class Ledger:
    """Decides and keeps. Not to be used by two threads at once: that is what `Writer` is for."""

    def __init__(self, store: Store, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock
        text = store.snapshot()
        self.state = State.restore(text) if text else State(store.registry)
        self.catch_up()

    def catch_up(self) -> bool:
        """Fold what others have written; whether there was any. Raises Broken where the journal does not hold."""
        before = self.state.seq
        for entry in self._store.read(before):
            self.state.follow(entry)
        return self.state.seq > before

    def submit(self, requests: Sequence[Request]) -> list[Outcome]:
        """Decide requests in order; each sees what those before it did. What is accepted is durable on return."""
        with unburdened():
            while True:
                batch = Batch(self.state, self._store, instant(self._clock()))
                try:
                    outcomes = [batch.decide(request) for request in requests]
                    if batch.entries:
                        self._store.append(batch.entries)
                    elif self.catch_up():
                        continue  # what an old state refuses, the new one may allow, or have done already
                except Taken:
                    batch.undo()
                    self.catch_up()
                except BaseException:
                    batch.undo()
                    raise
                else:
                    return outcomes

    def do(self, command: Command, key: str = "") -> Entry:
        """Decide one command. Raises Refusal."""
        (outcome,) = self.submit([Request(command, key)])
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome


class Batch:
    """Entries that have been folded and not yet kept."""

    __slots__ = ("_at", "_bodies", "_now", "_recall", "_state", "entries")

    def __init__(self, state: State, store: Store, at: str) -> None:
        self._state = state
        self._at = max(at, state.at)
        self._bodies: list[tuple[str, str, tuple[Change, ...]]] = []  # what stood before, and the changes
        self.entries: list[Entry] = []
        self._recall = partial(recall, state, store, self.entries)  # no method: a batch would refer to itself
        self._now = Now(self._at, self._recall)

    def decide(self, request: Request) -> Outcome:
        """What becomes of one request; if it is accepted, the state has it from now on."""
        state, command = self._state, request.command
        try:
            if request.key and not KEY.fullmatch(request.key):
                refuse("identifier-malformed", found=request.key[:80].encode("unicode_escape").decode())
            if request.key and (seq := state.keys.get(request.key)) is not None:
                return self._again(request, seq)
            planned = plan(state, command, self._now)
        except Refusal as refusal:
            return refusal
        seq, kind = state.seq + 1, str(command.__struct_config__.tag)
        body = write_body(command, planned.changes)
        hash = seal(state.hash, seq, self._at, kind, request.key, planned.clause, body)
        entry = Entry(seq, self._at, kind, request.key, planned.clause, body, hash)
        before = (state.at, state.hash)
        state.advance(entry, planned.changes)
        self.entries.append(entry)
        self._bodies.append((*before, planned.changes))
        return entry

    def undo(self) -> None:
        """Bring the state back to where it was before the batch."""
        while self.entries:
            self._state.retreat(self.entries.pop(), *self._last())

    def _last(self) -> tuple[tuple[Change, ...], str, str]:
        at, hash, changes = self._bodies.pop()
        return changes, at, hash

    def _again(self, request: Request, seq: int) -> Entry:
        """The entry that the same request made before. Raises Refusal where it was another request."""
        entry = self._recall(seq)
        if entry is None or write_command(read_body(entry.body).asked) != write_command(request.command):
            refuse("key-reused", key=request.key, entry=seq)
        return entry


def recall(state: State, store: Store, unkept: Sequence[Entry], seq: int) -> Entry | None:
    """An entry that has been folded: one of the last ones, which are not kept yet, or one of the store's."""
    kept = state.seq - len(unkept)
    if not 1 <= seq <= state.seq:
        return None  # even if another writer has made it: decisions rest on what has been folded
    return unkept[seq - kept - 1] if seq > kept else store.entry(seq)


@contextmanager
def unburdened() -> Iterator[None]:
    """No garbage collection meanwhile: a batch makes many small objects and no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
