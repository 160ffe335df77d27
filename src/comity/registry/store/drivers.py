"""What the two databases do differently. Rows go straight to the driver: on the way every commit waits for, a layer
between costs more than the insertion itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from msgspec.structs import astuple

from comity.registry.journal import Entry, genesis, seal
from comity.registry.ledger import Taken
from comity.registry.state import Broken
from comity.registry.store.table import COLUMNS

LAST = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"


class Driver(Protocol):
    """One database. `connection` is always the driver's own, in its autocommit mode."""

    place: str
    """How a parameter is written in SQL."""

    def prepare(self, connection: Any) -> None:
        """Make a writer's connection durable."""

    def append(self, connection: Any, registry: str, entries: Sequence[Entry]) -> None:
        """Keep entries, all or none. Raises Taken, Broken, or the driver's own errors."""

    def insert(self, connection: Any, entries: Sequence[Entry]) -> None:
        """Keep entries, unseen, in the transaction there is."""

    def settings(self, connection: Any) -> dict[str, str]:
        """How durable it is, for who compares speeds."""


def sealed_on(hash: str, entry: Entry) -> bool:
    """Whether an entry's hash is made over this one and the entry's own fields."""
    return entry.hash == seal(hash, entry.seq, entry.at, entry.kind, entry.key, entry.clause, entry.body)


def follows(last: tuple[int, str], first: Entry) -> None:
    """See that an entry goes on from the last one kept.

    Raises Taken where its number is used, Broken where the journal is not the one that the entry was made for: it ends
    too early, or with another entry, as it does once an older copy of the database has been put back.
    """
    seq, hash = last
    if first.seq <= seq:
        raise Taken
    if first.seq != seq + 1 or not sealed_on(hash, first):
        raise Broken(f"entry {first.seq} does not follow entry {seq}, with which the journal ends")


class Sqlite:
    """SQLite, one file. Readers do not wait for the writer, nor it for them (WAL)."""

    place = "?"
    _INSERT = f"INSERT INTO entry ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"

    def prepare(self, connection: Any) -> None:
        """Write ahead, and to the disk at every commit."""
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    def append(self, connection: Any, registry: str, entries: Sequence[Entry]) -> None:
        """One transaction, which has the database to itself from the start."""
        connection.execute("BEGIN IMMEDIATE")
        try:
            follows(connection.execute(LAST).fetchone() or (0, genesis(registry)), entries[0])
            self.insert(connection, entries)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def insert(self, connection: Any, entries: Sequence[Entry]) -> None:
        """Keep entries in the transaction there is."""
        connection.executemany(self._INSERT, map(astuple, entries))

    def settings(self, connection: Any) -> dict[str, str]:
        """Version, journal mode, and when it writes to the disk."""
        (version,) = connection.execute("SELECT sqlite_version()").fetchone()
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
        names = {0: "off", 1: "normal", 2: "full", 3: "extra"}
        return {"database": f"SQLite {version}", "journal_mode": mode, "synchronous": names[synchronous]}


class Postgres:
    """PostgreSQL. A few entries are one statement that is its own transaction; many are copied in one."""

    place = "%s"
    # The last entry was this writer's own, as it nearly always is: the same statement sees that it is still there.
    _STILL_LAST = "WHERE EXISTS (SELECT FROM entry WHERE seq = %s::bigint AND hash = %s)"
    _INSERT = f"INSERT INTO entry ({COLUMNS}) SELECT %s::bigint, %s, %s, %s, %s, %s, %s {_STILL_LAST}"
    _BETWEEN = "\x1e"  # the record separator; entries in whose text it occurs are copied
    _COLUMN = f"string_to_array(%s, '{_BETWEEN}')"  # measured: quicker than arrays, JSON or copying
    _INSERT_FEW = (
        f"INSERT INTO entry ({COLUMNS}) SELECT seq::bigint, at, kind, key, clause, body, hash"
        f" FROM unnest({', '.join([_COLUMN] * 7)}) AS told (seq, at, kind, key, clause, body, hash) {_STILL_LAST}"
    )
    _FEW = 500  # measured: more are quicker copied

    def __init__(self) -> None:
        self._last = (-1, "")

    def prepare(self, connection: Any) -> None:
        """Acknowledged is on the disk, whatever the server's own default."""
        connection.autocommit = True
        connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )

    def append(self, connection: Any, registry: str, entries: Sequence[Entry]) -> None:
        """The unique number decides between writers."""
        from psycopg.errors import UniqueViolation

        try:
            if len(entries) > self._FEW or not self._went_on(connection, entries):
                self._copy(connection, registry, entries)
        except UniqueViolation:
            raise Taken from None
        self._last = (entries[-1].seq, entries[-1].hash)

    def _went_on(self, connection: Any, entries: Sequence[Entry]) -> bool:
        """Keep entries that go on from the one this writer kept last; False, and nothing, if they do not or cannot."""
        first = entries[0]
        if self._last[0] != first.seq - 1 or not sealed_on(self._last[1], first):
            return False
        if len(entries) == 1:
            return bool(connection.execute(self._INSERT, (*astuple(first), *self._last)).rowcount)
        columns = [self._BETWEEN.join(map(str, column)) for column in zip(*map(astuple, entries), strict=True)]
        if any(column.count(self._BETWEEN) >= len(entries) for column in columns):
            return False
        return bool(connection.execute(self._INSERT_FEW, (*columns, *self._last)).rowcount)

    def _copy(self, connection: Any, registry: str, entries: Sequence[Entry]) -> None:
        with connection.transaction():
            follows(connection.execute(LAST).fetchone() or (0, genesis(registry)), entries[0])
            self.insert(connection, entries)

    def insert(self, connection: Any, entries: Sequence[Entry]) -> None:
        """Keep entries in the transaction there is."""
        with connection.cursor() as cursor, cursor.copy(f"COPY entry ({COLUMNS}) FROM STDIN") as copy:
            for entry in entries:
                copy.write_row(astuple(entry))

    def settings(self, connection: Any) -> dict[str, str]:
        """Version, and when it writes to the disk."""
        names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_level")
        found = {name: connection.execute("SELECT current_setting(%s)", (name,)).fetchone()[0] for name in names}
        return {"database": f"PostgreSQL {found.pop('server_version')}", **found}


DRIVERS: dict[str, type[Sqlite | Postgres]] = {"sqlite": Sqlite, "postgresql": Postgres}
