"""One registry on a bad network, in a process of its own: `python -m tests.api.exchange_node --registry WHERE …`.

It is the service as it is, with two things around it: messages to other registries are lost, repeated or come late, by
a seed; and the process is killed, really, when it comes to a phase for the n-th time.
"""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from random import Random
from threading import Lock
from typing import Any, TypeVar

from comity.api import carrier, exchange, server
from comity.errors import Refusal
from comity.registry.exchange.peer import Message, Peer, Unreachable, Word
from comity.registry.exchange.peers import read_peers
from comity.registry.journal import Entry
from comity.registry.store import SqlStore
from tests.api.conftest import GENEROUS

T = TypeVar("T")
ENTRIES = ("propose", "admit", "finalise", "complete", "confirm", "terminate", "drop")
MESSAGES = ("admit", "complete", "drop", "words")
#: Where a registry can die: around every entry that an external transfer makes, and around every message.
PHASES = tuple(
    f"{when} {what}"
    for what in (*(f"entry {kind}-external" for kind in ENTRIES), *(f"message {name}" for name in MESSAGES))
    for when in ("before", "after")
)


class Doom:
    """Kills this process at a phase."""

    def __init__(self, phase: str, times: int) -> None:
        self._phase, self._left, self._lock = phase, times, Lock()

    def at(self, phase: str) -> None:
        """Here it may end: no clean-up, no farewell."""
        with self._lock:
            if phase == self._phase:
                self._left -= 1
                if self._left <= 0:
                    os.kill(os.getpid(), signal.SIGKILL)


class BadWire:
    """Another registry, over a network that loses, repeats and reorders; a `Peer`."""

    def __init__(self, peer: Peer, random: Random, trouble: float, doom: Doom) -> None:
        self._peer, self._random, self._trouble, self._doom = peer, random, trouble, doom
        self._late: list[Callable[[], object]] = []
        self.heard, self.books, self.places = peer.heard, peer.books, peer.places

    def ask(self, messages: Sequence[Message]) -> list[int | Refusal]:
        """Send messages."""
        kinds = {str(message.__struct_config__.tag).removesuffix("-external") for message in messages}
        return self._sent(kinds, partial(self._peer.ask, messages))

    def words(self, numbers: Sequence[int]) -> list[Word]:
        """Ask what became of transfers."""
        return self._sent({"words"}, partial(self._peer.words, numbers))

    def _sent(self, kinds: Collection[str], send: Callable[[], T]) -> T:
        lost, late, twice, deaf = (self._random.random() < self._trouble for _ in range(4))
        for kind in kinds:
            self._doom.at(f"before message {kind}")
        if self._random.random() < 0.5:
            with suppress(Unreachable, IndexError):  # nothing is late; or another thread took it
                self._late.pop(0)()
        if late:
            self._late.append(send)
        if lost or late:
            raise Unreachable("lost")
        if twice:
            send()
        answer = send()
        for kind in kinds:
            self._doom.at(f"after message {kind}")
        if deaf:
            raise Unreachable("no answer")
        return answer


def main() -> None:
    """Serve until it is told to stop, or dies."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("registry", "port", "peers", "seed", "trouble", "die", "times"):
        parser.add_argument(f"--{name}", required=True)
    asked: Any = parser.parse_args()
    doom = Doom(asked.die, int(asked.times))
    append = SqlStore.append

    def doomed(store: SqlStore, entries: Sequence[Entry]) -> None:
        kinds = [f"entry {entry.kind}" for entry in entries]
        for kind in kinds:
            doom.at(f"before {kind}")
        append(store, entries)
        for kind in kinds:
            doom.at(f"after {kind}")

    SqlStore.append = doomed  # type: ignore[assignment]
    carrier.ROUND_SECONDS = exchange.LOOK_SECONDS = 0.1
    peers: dict[str, Any] = {
        name: BadWire(peer, Random(f"{asked.seed}/{name}"), float(asked.trouble), doom)
        for name, peer in read_peers(asked.peers).items()
    }
    with server.bound("127.0.0.1", int(asked.port)) as taken:
        server.serve(asked.registry, "", taken, GENEROUS, peers=peers)


if __name__ == "__main__":
    main()
