"""The simulator: registries that live through random requests, retries, rivals, faults and crashes, from a seed.

A `Life` is one registry: a store, two ledgers that write to it in turn or at once, and the oracle that is told the same
requests in the order in which they took effect. What a ledger answers must be what the oracle answers, and what it
holds, what the oracle holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from comity.errors import Refusal
from comity.registry.invariants import violations
from comity.registry.journal import Entry, instant
from comity.registry.ledger import Ledger, Outcome, Request, Store
from comity.registry.refusals import register
from comity.registry.state import State
from tests.registry.clause_negatives import CLAUSES
from tests.registry.exchange.worlds import OWN
from tests.registry.memory import MemoryStore
from tests.registry.oracle import Oracle
from tests.registry.pictures import known, pictured
from tests.registry.requests import Requests
from tests.registry.small import BEGIN, GOOD

Counts = Counter[tuple[str, str]]
"""By kind of request, and "accepted" or the code of the refusal; events of the simulator are of the kind "event"."""
#: Of the ledger itself; links, Paris, Kyoto and external transfers have stories of their own.
KINDS = frozenset(str(kind.__struct_config__.tag) for kind in GOOD)
AGREED = frozenset(CLAUSES) | OWN


class Fault(Exception):
    """What a store fails with on purpose."""


class Handle:
    """One ledger's way to a store, where things can happen just before and just after its entries are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.registry = store.registry
        self.before: Callable[[], None] | None = None
        self.after: Callable[[], None] | None = None

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries. What is set to happen happens once."""
        before, self.before = self.before, None
        if before is not None:
            before()
        self._store.append(entries)
        after, self.after = self.after, None
        if after is not None:
            after()

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a number."""
        return self._store.read(after)

    def entry(self, seq: int) -> Entry | None:
        """One entry."""
        return self._store.entry(seq)

    def snapshot(self, before: str = "") -> bytes | None:
        """The newest state that was kept."""
        return self._store.snapshot(before)


class Sent(NamedTuple):
    """A request that was sent, and when."""

    request: Request
    clock: str


class Life:
    """One registry, its two writers, its oracle, and what has become of its requests."""

    def __init__(
        self, seed: str, counts: Counts, *, store: Any = None, every: int = 1, oracle: Oracle | None = None
    ) -> None:
        self.seed, self.counts, self.every = seed, counts, every
        self.random = Random(seed)
        self.store: Any = store or MemoryStore("R")
        self.oracle = oracle or Oracle(self.store.registry)
        self.now = BEGIN
        self.requests = Requests(self.random, self.oracle, self.clock)
        self.handles = [Handle(self.store), Handle(self.store)]
        self.ledgers = [Ledger(handle, self.clock) for handle in self.handles]
        self.sent: list[Sent] = []
        self.steps = self.operations = self._keys = 0

    def clock(self) -> datetime:
        """The clock of both writers, which may go back."""
        return self.now

    def step(self) -> None:
        """One batch, with whatever befalls it; then everything is compared."""
        self.steps += 1
        self.tick()
        chance = self.random.random()
        if chance < 0.04:
            self.reopen()
        batch = self.batch()
        which = self.random.randrange(2)
        if chance < 0.12:
            self.rival(which, batch)
        elif chance < 0.16:
            self.failing(which, batch)
        elif chance < 0.20:
            self.unheard(which, batch)
        else:
            self.submit(which, batch)
        self.check(which)

    def tick(self) -> None:
        """Time passes, and now and then goes back."""
        back = self.random.random() < 0.1
        self.now += timedelta(seconds=-self.random.randint(0, 300) if back else self.random.randint(0, 240))

    def batch(self) -> list[Request]:
        """Mostly one request; sometimes several, a repeated one, or an old key with something else."""
        size = self.random.choice((1, 1, 1, 1, 2, 3, 8))
        return [self.request() for _ in range(size)]

    def request(self) -> Request:
        """A new request, or one that has been sent before."""
        chance = self.random.random()
        if self.sent and chance < 0.05:
            return self.random.choice(self.sent[-40:]).request
        command = self.requests.next()
        if self.sent and chance < 0.08:
            return Request(command, self.random.choice(self.sent[-40:]).request.key)
        if chance < 0.5:
            return Request(command)
        self._keys += 1
        return Request(command, f"k{self._keys}")

    def submit(self, which: int, batch: list[Request]) -> None:
        """A writer decides a batch; the oracle must agree."""
        outcomes = self.ledgers[which].submit(batch)
        self.agree(batch, outcomes)

    def agree(self, batch: list[Request], outcomes: Sequence[Outcome]) -> None:
        """Every outcome is the oracle's."""
        clock = instant(self.now)
        for request, outcome in zip(batch, outcomes, strict=True):
            answer = self.oracle.decide(request.command, request.key, clock)
            code = outcome.code if isinstance(outcome, Refusal) else ""
            entry = 0 if isinstance(outcome, Refusal) else outcome.seq
            assert (code, entry) == answer, f"{self}: {request}: the ledger says {code or entry}, the oracle {answer}"
            self.counts[str(request.command.__struct_config__.tag), code or "accepted"] += 1
            self.sent.append(Sent(request, clock))
            self.operations += 1

    def rival(self, which: int, batch: list[Request]) -> None:
        """The other writer is faster: what the first one decided is void, and decided again."""
        other = self.batch()

        def overtake() -> None:
            self.counts["event", "overtaken"] += 1
            self.submit(1 - which, other)

        self.handles[which].before = overtake
        self.submit(which, batch)
        self.handles[which].before = None

    def failing(self, which: int, batch: list[Request]) -> None:
        """The store fails before it keeps anything: nothing has happened, and the batch can be sent again."""
        before = self.ledgers[which].state.store()
        seq = self.ledgers[which].state.seq

        def fail() -> None:
            raise Fault

        self.handles[which].before = fail
        try:
            outcomes = self.ledgers[which].submit(batch)
        except Fault:
            self.counts["event", "failed"] += 1
            assert self.ledgers[which].state.store() == before or self.ledgers[which].state.seq > seq, (
                f"{self}: not undone"
            )
            self.submit(which, batch)
        else:
            self.agree(batch, outcomes)
        self.handles[which].before = None

    def unheard(self, which: int, batch: list[Request]) -> None:
        """The store keeps the batch and its answer is lost: sent again under the same keys, it has no second effect."""
        batch = [Request(request.command, request.key or f"u{self.steps}.{n}") for n, request in enumerate(batch)]

        def fail() -> None:
            raise Fault

        self.handles[which].after = fail
        try:
            outcomes = self.ledgers[which].submit(batch)
        except Fault:
            self.counts["event", "unheard"] += 1
            at = instant(self.now)
            for request in batch:
                self.oracle.decide(request.command, request.key, at)
            outcomes = self.ledgers[self.random.randrange(2)].submit(batch)
        self.handles[which].after = None
        self.agree(batch, outcomes)

    def reopen(self) -> None:
        """One writer crashes: what it had in memory is gone. Sometimes a state has been kept before."""
        which = self.random.randrange(2)
        if self.random.random() < 0.5:
            self.ledgers[which].catch_up()
            self.store.keep(self.ledgers[which].state)
            self.counts["event", "kept"] += 1
        self.ledgers[which] = Ledger(self.handles[which], self.clock)
        self.counts["event", "reopened"] += 1

    def check(self, which: int) -> None:
        """The writer's state is the oracle's; in full now and then, else by what the last entries moved."""
        self.ledgers[which].catch_up()
        state = self.ledgers[which].state
        assert (state.seq, state.at) == (self.oracle.seq, self.oracle.at), f"{self}: seq, at"
        if self.steps % self.every:
            return
        assert violations(state) == [], f"{self}"
        mine, theirs = pictured(state), known(self.oracle)
        for part, value in theirs.items():
            assert mine[part] == value, f"{self}: {part} differ"

    def finish(self) -> None:
        """At the end both writers know the same, and so does who reads the journal from its start."""
        fresh = State(self.store.registry)
        for entry in self.store.read():
            fresh.follow(entry)
        for ledger in self.ledgers:
            ledger.catch_up()
            assert ledger.state.store() == fresh.store(), f"{self}: not what the journal says"
        self.steps, self.every = 0, 1
        self.check(0)

    def __str__(self) -> str:
        return f"seed {self.seed!r}, step {self.steps}"


def run(seed: str, operations: int, *, life: int = 1500, every: int = 1, together: int = 3) -> Counts:
    """So many requests, on several registries at a time, each of which lives through so many requests."""
    counts: Counts = Counter()
    random = Random(seed)
    begun = done = 0
    lives: list[Life] = []
    while done + sum(one.operations for one in lives) < operations:
        while len(lives) < together:
            begun += 1
            lives.append(Life(f"{seed}/{begun}", counts, every=every))
        one = random.choice(lives)
        one.step()
        if one.operations >= life:
            one.finish()
            done += one.operations
            lives.remove(one)
    for one in lives:
        one.finish()
    counts["event", "registries"] += begun
    return counts


def gaps(counts: Counts) -> list[str]:
    """Kinds that were never accepted, and codes that were never given."""
    accepted = {kind for kind, code in counts if code == "accepted"}
    given = {code for kind, code in counts if kind != "event"}
    return sorted((KINDS - accepted) | (set(register()) - AGREED - given))


def table(counts: Counts) -> str:
    """The counts as text: by kind, how often it was accepted and how often each code was given."""
    lines = []
    for kind in [*sorted(KINDS), "event"]:
        found = {code: n for (name, code), n in counts.items() if name == kind}
        accepted = found.pop("accepted", 0)
        codes = ", ".join(f"{code} {n}" for code, n in sorted(found.items()))
        lines.append(f"{kind:14}" + (f"{accepted:9} accepted   " if kind != "event" else "  ") + codes)
    operations = sum(n for (kind, _), n in counts.items() if kind != "event")
    return "\n".join([f"{operations} requests", *lines])
