"""Where the terminal hands in requests: the desk of a registry, opened for one verb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from comity.cli.registry.where import opened

if TYPE_CHECKING:
    from comity.registry.desk import Desk
    from comity.registry.ledger import Clock

#: So often a state is saved, for the next one to begin with.
ENTRIES_BETWEEN_SNAPSHOTS = 1_000


@contextmanager
def desk(where: str, clock: Clock | None = None) -> Iterator[Desk]:
    """The desk of a registry that is there; its entries are of now, or as the clock says. Raises InputError."""
    from comity.registry.desk import Desk
    from comity.registry.store import Unavailable

    with opened(where) as store:
        found = Desk(store, clock)
        before = found.state.seq
        yield found
        if before // ENTRIES_BETWEEN_SNAPSHOTS < found.state.seq // ENTRIES_BETWEEN_SNAPSHOTS:
            with suppress(Unavailable):  # it is a cache, and what was asked is done
                store.keep(found.state)
