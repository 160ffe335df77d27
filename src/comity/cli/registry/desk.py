"""Where requests are handed in: a ledger, and a note of the entries that were made here and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from comity.cli.registry.where import opened

if TYPE_CHECKING:
    from comity.registry.journal import Entry
    from comity.registry.ledger import Clock, Ledger
    from comity.registry.state import State
    from comity.registry.store import SqlStore

#: So often a state is saved, for the next one to begin with.
ENTRIES_BETWEEN_SNAPSHOTS = 1_000


class Desk:
    """The ledger of a registry; to it, this is the store."""

    def __init__(self, store: SqlStore, clock: Clock | None) -> None:
        from comity.registry.ledger import Ledger, utc_now

        self._store = store
        self.registry = store.registry
        self.made: set[int] = set()
        """Numbers of the entries that were made here: what a key leads to besides had been made before."""
        self.ledger: Ledger = Ledger(self, clock or utc_now)

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


@contextmanager
def desk(where: str, clock: Clock | None = None) -> Iterator[Desk]:
    """The desk of a registry that is there; its entries are of now, or as the clock says. Raises InputError."""
    from comity.registry.store import Unavailable

    with opened(where) as store:
        found = Desk(store, clock)
        before = found.state.seq
        yield found
        if before // ENTRIES_BETWEEN_SNAPSHOTS < found.state.seq // ENTRIES_BETWEEN_SNAPSHOTS:
            with suppress(Unavailable):  # it is a cache, and what was asked is done
                store.keep(found.state)
