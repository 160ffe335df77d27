"""Where requests are handed in: a ledger, and a note of the entries that were made here and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.registry import ledger
from comity.registry.journal import Entry
from comity.registry.state import State
from comity.registry.store import SqlStore


class Desk:
    """The ledger of a registry; to it, this is the store."""

    def __init__(self, store: SqlStore, clock: ledger.Clock | None = None) -> None:
        self._store = store
        self.registry = store.registry
        self.made: set[int] = set()
        """Numbers of the entries that were made here: what a key leads to besides had been made before."""
        self.ledger = ledger.Ledger(self, clock or ledger.utc_now)

    @property
    def state(self) -> State:
        """The state of the registry."""
        return self.ledger.state

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries, and note their numbers."""
        self._store.append(entries)
        self.made.update(entry.seq for entry in entries)

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a number."""
        return self._store.read(after)

    def entry(self, seq: int) -> Entry | None:
        """One entry."""
        return self._store.entry(seq)

    def snapshot(self, before: str = "") -> bytes | None:
        """A state that was kept."""
        return self._store.snapshot(before)
