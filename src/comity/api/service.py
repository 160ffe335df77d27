"""What one process of the service holds open: a registry with its writer, records, jobs, and counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from comity.api.exchange import Exchange
from comity.api.jobs import Jobs
from comity.api.kept import Answers
from comity.api.limits import Rate
from comity.api.metrics import Metrics
from comity.api.oidc import Provider
from comity.api.problems import Trouble
from comity.api.records import AuditLog, Records
from comity.api.roles import Caller
from comity.api.settings import Settings
from comity.api.tokens import Doorkeeper
from comity.errors import Problem, said
from comity.registry import ledger
from comity.registry.desk import Desk
from comity.registry.exchange.peer import Peer
from comity.registry.journal import Entry, instant
from comity.registry.ledger import Clock, utc_now
from comity.registry.state import State
from comity.registry.store import SqlStore, Unavailable
from comity.registry.writer import Closed, Writer
from comity.world.read import shipped

T = TypeVar("T")
#: What answers about the registry say of where it is: its address here, and nothing of the machine.
WHERE = "/registry"


class Service:
    """A registry in use. Reads and commands go through its one writer."""

    def __init__(
        self,
        store: SqlStore,
        world: str,
        settings: Settings,
        clock: Clock = utc_now,
        peers: Mapping[str, Peer] = MappingProxyType({}),
    ) -> None:
        """`world`: name or path of the world that it is for, beside those that ship; empty for none. `peers`: other
        registries, by name.
        """
        self.store, self.settings, self.clock = store, settings, clock
        self._desk = Desk(store, clock)
        self.writer = Writer(self._desk.ledger)
        self.records = Records(store.engine)
        self.audit = AuditLog(self.records)
        provider = Provider(settings.sign_in) if settings.sign_in else None
        self.doorkeeper = Doorkeeper(self.records, self.now, provider)
        self.metrics = Metrics()
        self.jobs = Jobs(settings)
        self.answers = Answers(self.jobs)
        self.exchange = Exchange(self, store, peers, self.metrics, self.now, settings.reconcile_seconds)
        self.gate = Gate()
        self.waiting_keys = self.records.waiting_keys()
        """Under which commands wait, or have waited: of all others nobody has to ask the database."""
        self.deciding = asyncio.Lock()
        """Held by who accepts or rejects what waits: one of them comes first."""
        self.addresses = Rate(settings.address_requests_per_second, settings.burst_seconds)
        self.tokens = Rate(settings.token_requests_per_second, settings.burst_seconds)
        self._found: dict[Callable[[State], Any], tuple[int, Any]] = {}
        self.worlds = {id: id for id in shipped()}
        if world and world not in self.worlds:
            self.worlds[Path(world).resolve().name] = world

    def look(self, question: Callable[[State], T]) -> T:
        """What a quick function finds in the state between two batches. Raises Closed."""
        return self.writer.look(question)

    def look_once(self, question: Callable[[State], T]) -> T:
        """As `look`, for a function of a module that takes a while: it is asked once for each state. Raises Closed."""

        def _asked(state: State) -> T:
            found = self._found.get(question)
            if found is None or found[0] != state.seq:
                found = self._found[question] = (state.seq, question(state))
            answer: T = found[1]
            return answer

        return self.look(_asked)

    @property
    def state(self) -> State:
        """The state as the writer is changing it: for single records by their keys, and nothing else."""
        return self._desk.state

    def now(self, later_seconds: float = 0) -> str:
        """This moment, or one that much later, as the journal writes it."""
        return instant(self.clock() + timedelta(seconds=later_seconds))

    def submit_many(self, requests: Sequence[ledger.Request]) -> list[ledger.Outcome]:
        """Decide requests in order and in one commit, where nobody asks which were done before. As `Writer` does it."""
        outcomes = self.writer.submit_many(requests)
        for outcome in outcomes:
            if isinstance(outcome, Entry):
                self.made_here(outcome)
        return outcomes

    def made_here(self, entry: Entry) -> bool:
        """Whether an entry was made just now, and not by an earlier request with the same key; asked once each."""
        try:
            self._desk.made.remove(entry.seq)
        except KeyError:
            return False
        return True

    def where(self, world: str) -> str:
        """Where a world is that may be asked about. Raises Trouble."""
        found = self.worlds.get(world)
        if found is None:
            expected = said("expected-one-of", choices=", ".join(self.worlds))
            raise Trouble("malformed", problems=[Problem("", 0, "world", world, expected)])
        return found

    async def close(self) -> None:
        """Stop the jobs, decide what has been handed in, save the state, and put the registry away."""
        await asyncio.to_thread(self.exchange.close)
        await self.jobs.close()
        await self.answers.close()
        await asyncio.to_thread(self._put_away)

    def _put_away(self) -> None:
        with suppress(Closed):
            self.writer.close()
        with suppress(Unavailable):
            self.store.keep(self._desk.state)  # a cache
        with suppress(Unavailable):
            self.store.close()


class Gate:
    """Commands pass side by side; one with a condition on the state passes alone, so that the condition still holds."""

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._passing, self._alone = 0, False

    @asynccontextmanager
    async def passing(self, alone: bool) -> AsyncIterator[None]:
        """Be inside."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._alone and not (alone and self._passing))
            self._passing, self._alone = self._passing + 1, alone
        try:
            yield
        finally:
            async with self._changed:
                self._passing, self._alone = self._passing - 1, False
                self._changed.notify_all()


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    found: Service = request.app.state.service
    return found


def caller_of(request: Request) -> Caller:
    """Who asks."""
    found: Caller = request.state.caller
    return found


def today(service: Service) -> str:
    """The day, UTC."""
    return service.clock().astimezone(UTC).date().isoformat()


def moment(text: str) -> datetime:
    """An instant of the journal as a moment."""
    return datetime.fromisoformat(text)


Served = Annotated[Service, Depends(service_of)]
Asking = Annotated[Caller, Depends(caller_of)]
