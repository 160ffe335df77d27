"""A journal in memory: what a store must do, and no more. Two ledgers may share one, as two processes share a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.registry.journal import Entry
from comity.registry.ledger import Taken
from comity.registry.state import State


class MemoryStore:
    """A list of entries, and the snapshots that were kept."""

    def __init__(self, registry: str) -> None:
        self.registry = registry
        self.entries: list[Entry] = []
        self.snapshots: list[tuple[str, bytes]] = []

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries. Raises Taken where the first number is not the next one."""
        if entries[0].seq != len(self.entries) + 1:
            raise Taken
        self.entries.extend(entries)

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a number."""
        return iter(self.entries[after:])

    def entry(self, seq: int) -> Entry | None:
        """One entry."""
        return self.entries[seq - 1] if 1 <= seq <= len(self.entries) else None

    def snapshot(self, before: str = "") -> bytes | None:
        """The newest state that was kept, or the newest of before an instant."""
        kept = [text for at, text in self.snapshots if not before or at < before]
        return kept[-1] if kept else None

    def keep(self, state: State) -> None:
        """Save a state."""
        self.snapshots.append((state.at, state.store()))
