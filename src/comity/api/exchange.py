"""What a service does with other registries: it carries on with transfers, and compares books."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from threading import Event, Thread

from comity.api.carrier import Carrier, tell
from comity.api.metrics import Metrics
from comity.errors import Refusal
from comity.registry.commands import CompleteExternal, DropExternal
from comity.registry.exchange import side
from comity.registry.exchange.courier import Courier, Office, Step
from comity.registry.exchange.mend import mend
from comity.registry.exchange.near import Near
from comity.registry.exchange.peer import Books, Message, Peer, Places, Unreachable, Word
from comity.registry.exchange.reconcile import Report, reconcile
from comity.registry.store import SqlStore
from comity.registry.writer import Closed

logger = logging.getLogger(__name__)
#: Between two looks at books that differ.
LOOK_SECONDS = 5.0


class _Open:
    """Another registry, until this service closes: then it is asked nothing more. A `Peer`."""

    def __init__(self, peer: Peer, closing: Event) -> None:
        self._peer, self._closing = peer, closing

    @property
    def _there(self) -> Peer:
        if self._closing.is_set():
            raise Unreachable("closing")
        return self._peer

    def ask(self, messages: Sequence[Message]) -> list[int | Refusal]:
        """Have messages decided."""
        return self._there.ask(messages)

    def words(self, numbers: Sequence[int]) -> list[Word]:
        """What became of transfers."""
        return self._there.words(numbers)

    def heard(self, registry: str, numbers: Sequence[int]) -> frozenset[int]:
        """Which transfers it has completed."""
        return self._there.heard(registry, numbers)

    def books(self) -> Books:
        """Its totals."""
        return self._there.books()

    def places(self, series: str) -> Places:
        """Its blocks of a series."""
        return self._there.places(series)


class Exchange:
    """Works for one registry until it is closed."""

    def __init__(
        self,
        office: Office,
        store: SqlStore,
        peers: Mapping[str, Peer],
        metrics: Metrics,
        now: Callable[[], str],
        reconcile_seconds: float,
    ) -> None:
        self._closing = Event()
        self._store, self._metrics = store, metrics
        self._peers: dict[str, Peer] = {name: _Open(peer, self._closing) for name, peer in peers.items()}
        self._courier = Courier(office, store.entry, self._peers, now)
        self._all: dict[str, Peer] = {store.registry: Near(office, store.entry, store.registry), **self._peers}
        self._reconcile_seconds = reconcile_seconds
        rounds: dict[str, Callable[[], Iterator[Step]]] = {
            name: partial(self._courier.round_with, name) for name in self._peers
        }
        rounds["unknown"] = self._unknown
        self._carriers = [Carrier(name, round, metrics, self._closing) for name, round in rounds.items()]
        self._thread = Thread(target=self._run, name="registry-exchange", daemon=True)

    def start(self) -> None:
        """Begin."""
        for carrier in self._carriers:
            carrier.start()
        self._thread.start()

    def wake(self) -> None:
        """Begin a round soon: something was proposed."""
        for carrier in self._carriers:
            carrier.wake()

    def disowned(self, registry: str, messages: Sequence[CompleteExternal | DropExternal]) -> frozenset[Message]:
        """The messages in another registry's name that it does not stand by, when it is asked at its own address.

        So a token that was stolen makes no units by itself. Where no address of it is known, the token is believed.
        Raises Unreachable.
        """
        peer = self._peers.get(registry)
        if peer is None or not messages:
            return frozenset()
        words = peer.words([message.number for message in messages])
        pairs = zip(messages, words, strict=True)
        return frozenset(message for message, word in pairs if not side.stands_by(word, message))

    def close(self) -> None:
        """End after what is being asked; what is under way goes on at the next start."""
        self._closing.set()
        for carrier in self._carriers:
            carrier.join()
        if self._thread.ident is not None:
            self._thread.join()

    def _unknown(self) -> Iterator[Step]:
        """What is under way with registries that nobody has said the address of."""
        for registry in self._courier.others():
            if registry not in self._peers:
                yield from self._courier.round_with(registry)

    def _run(self) -> None:
        """Compare books at the start, and then as often as is said."""
        while not self._closing.is_set():
            try:
                self._compare()
            except Closed:
                return
            except Exception as error:  # whatever it is: books must be compared when it is over
                logger.error("reconciliation", exc_info=error)
            self._closing.wait(self._reconcile_seconds)

    def _compare(self) -> None:
        """Compare books; what another registry has lost, it is told again, and then they are compared once more."""
        report = self._reconciled()
        if report.differences:
            with suppress(Unreachable):
                journal = self._store.read()
                for step in mend(self._courier, self._store.registry, journal, self._peers, report.differences):
                    tell(step)
            report = self._reconciled()
        if self._closing.is_set():
            return
        self._metrics.misplaced.set(sum(finding.block.quantity for finding in report.findings))
        self._metrics.differences.set(len(report.differences))
        self._metrics.silent.set(len(report.silent))
        told = {
            "agrees": report.agrees,
            "silent": report.silent,
            "differences": [one._asdict() for one in report.differences],
            "findings": [f"{one.kind} {one.block} {', '.join(one.registries)}" for one in report.findings],
        }
        logger.log(logging.INFO if report.agrees else logging.WARNING, "reconciliation", extra={"told": told})

    def _reconciled(self) -> Report:
        return reconcile(self._all, self._pause)

    def _pause(self) -> None:
        """Between two looks: what is on the way may come."""
        self._closing.wait(LOOK_SECONDS)
