"""A journal in SQLite (one file) or PostgreSQL (one URL).

    with open_store("registry.db", create="EU") as store:
        ledger = Ledger(store)

Any thread may use a store. Opening does not wait for, nor hinder, others who have the registry open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from comity.registry.journal import Entry
from comity.registry.state import Broken, State
from comity.registry.store import schema
from comity.registry.store.drivers import DRIVERS, LAST, Driver
from comity.registry.store.place import opened
from comity.registry.store.table import COLUMNS

#: Entries that are in memory at once while a journal is read.
CHUNK = 2_000
#: Snapshots that are kept; older ones go.
SNAPSHOTS_MOST = 12


class Unavailable(Exception):
    """The database cannot be reached, or could not do what was asked.

    An append that ends so has kept all of its entries or none: which of the two, the journal says.
    """


class SqlStore(AbstractContextManager["SqlStore"]):
    """The journal of one registry. It is a `ledger.Store`; `open_store` makes it."""

    def __init__(self, engine: Engine, registry: str, where: str) -> None:
        self.registry = registry
        self.where = where
        """Where it is, without a password."""
        self.engine = engine
        self._driver: Driver = DRIVERS[engine.dialect.name]()
        self._writer: PoolProxiedConnection | None = None
        self._lock = Lock()
        self._wrote = False

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries, all or none; they are on the disk on return.

        Raises Taken where the first number is used already, Broken where the entries do not go on from the end of the
        journal, Unavailable where the database fails.
        """
        if not entries:
            return
        with self._lock, self._told():
            connection = self._own()
            try:
                self._driver.append(connection, self.registry, entries)
            except self.engine.dialect.loaded_dbapi.Error:
                self._drop()
                raise
            self._wrote = True

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a number, in order. Raises Unavailable.

        What is written meanwhile is read too. Only a chunk of them is in memory, and no transaction is open between
        two chunks: a slow reader is in nobody's way.
        """
        while rows := self._rows(f"SELECT {COLUMNS} FROM entry WHERE seq > ? ORDER BY seq LIMIT {CHUNK}", after):
            for row in rows:
                yield Entry(*row)
            after = rows[-1][0]

    def entry(self, seq: int) -> Entry | None:
        """One entry; None if there is none. Raises Unavailable."""
        rows = self._rows(f"SELECT {COLUMNS} FROM entry WHERE seq = ?", seq)
        return Entry(*rows[0]) if rows else None

    def last(self) -> tuple[int, str]:
        """Number and hash of the last entry; 0 and nothing if there is none. Raises Unavailable."""
        rows = self._rows(LAST)
        return (rows[0][0], rows[0][1]) if rows else (0, "")

    def witness(self) -> tuple[int, str]:
        """Number and hash of an entry that was there when the registry was last put away. Raises Unavailable."""
        ((seq, hash),) = self._rows("SELECT seq, hash FROM registry")
        return seq, hash

    def snapshot(self, before: str = "") -> bytes | None:
        """The newest state that was kept, or the newest of before an instant; None if there is none.

        One that is damaged, not of this journal, or of another release is passed over. Raises Unavailable.
        """
        sql = "SELECT s.seq, s.digest FROM snapshot s JOIN entry e ON e.seq = s.seq AND e.hash = s.hash "
        if before:
            found = self._rows(sql + "WHERE s.at < ? ORDER BY s.seq DESC", before)
        else:
            found = self._rows(sql + "ORDER BY s.seq DESC")
        for seq, digest in found:
            for (state,) in self._rows("SELECT state FROM snapshot WHERE seq = ?", seq):
                if fingerprint(state) == digest:
                    return bytes(state)
        return None

    def snapshots(self) -> Iterator[tuple[int, str, bytes]]:
        """All states that are kept, with the numbers and hashes of their entries, in order. Raises Unavailable."""
        for seq, hash in self._rows("SELECT seq, hash FROM snapshot ORDER BY seq"):
            for (state,) in self._rows("SELECT state FROM snapshot WHERE seq = ?", seq):
                yield seq, hash, bytes(state)

    def keep(self, state: State) -> None:
        """Save a state, so that the next opening need not read the journal from its start.

        Raises Broken where the state is not one of this journal, Unavailable where the database fails.
        """
        if not state.seq:
            return
        entry = self.entry(state.seq)
        if entry is None or entry.hash != state.hash:
            raise Broken(f"the state after entry {state.seq} is not one of this journal")
        saved = state.store()
        row = (state.seq, state.at, state.hash, fingerprint(saved), saved)
        self._run(
            "INSERT INTO snapshot (seq, at, hash, digest, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT (seq) "
            "DO UPDATE SET at = excluded.at, hash = excluded.hash, digest = excluded.digest, state = excluded.state",
            *row,
        )
        older = f"SELECT seq FROM snapshot ORDER BY seq DESC LIMIT {SNAPSHOTS_MOST}"
        self._run(f"DELETE FROM snapshot WHERE seq NOT IN ({older})")
        self.mark()

    def discard(self) -> None:
        """Throw the snapshots away: they are a cache. Raises Unavailable."""
        self._run("DELETE FROM snapshot")

    def mark(self) -> None:
        """Note the last entry, as a witness against its removal. Raises Unavailable."""
        seq, hash = self.last()
        self._run("UPDATE registry SET seq = ?, hash = ? WHERE seq < ?", seq, hash, seq)

    def settings(self) -> dict[str, str]:
        """How durable the database is: what a figure for its speed has to say. Raises Unavailable."""
        with self._lock, self._told():
            return self._driver.settings(self._own())

    def close(self) -> None:
        """Put the registry away. Raises Unavailable, and is closed all the same."""
        try:
            if self._wrote:
                self.mark()
        finally:
            with self._lock:
                if self._writer is not None:
                    self._writer.close()
                    self._writer = None
            self.engine.dispose()

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say Unavailable for whatever a database or its driver raises."""
        try:
            yield
        except (self.engine.dialect.loaded_dbapi.Error, SQLAlchemyError) as error:
            raise Unavailable(str(error)) from error

    def _own(self) -> Any:
        """The writer's connection, which is kept open."""
        if self._writer is None:
            self._writer = self.engine.raw_connection()
            self._driver.prepare(self._writer.driver_connection)
        return self._writer.driver_connection

    def _drop(self) -> None:
        """Give up the writer's connection: after an error it may be of no use."""
        if self._writer is not None:
            self._writer.invalidate()
            self._writer = None

    def _rows(self, sql: str, *values: object) -> list[Any]:
        """What a query finds."""
        with self._told():
            connection = self.engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute(sql.replace("?", self._driver.place), values)
                return list(cursor.fetchall())
            finally:
                connection.close()

    def _run(self, sql: str, *values: object) -> None:
        """Carry out one statement."""
        with self._lock, self._told():
            self._own().execute(sql.replace("?", self._driver.place), values)


def fingerprint(state: bytes) -> str:
    """What tells whether a saved state is whole, and of this release: the next one may fold differently."""
    return sha256(_release() + state).hexdigest()


@cache
def _release() -> bytes:
    try:
        return metadata.version("comity").encode()
    except metadata.PackageNotFoundError:  # run from its source alone
        return b""


def open_store(where: str | Path, *, create: str | None = None) -> SqlStore:
    """The registry at a path or URL; with `create`, a new one of that id.

    Raises InputError where there is no registry, or with `create` any table at all; where it is of another version;
    where `where` is no path or URL of SQLite or PostgreSQL; or where the database cannot be opened.
    """
    with opened(where, new=create is not None) as (engine, name):
        with engine.begin() as connection:
            if create is not None:
                schema.make(connection, name, create)
            registry = schema.identity(connection, name)
        store = SqlStore(engine, registry, name)
        if create is not None:
            store.mark()  # with the first writer's connection: in SQLite it turns the file to writing ahead
        return store


def upgrade(where: str | Path) -> None:
    """Bring the registry at a path or URL to this version, with all that is in it; one that is there already stays.

    Raises InputError as `open_store` does, and where the registry is newer than this code.
    """
    with opened(where) as (engine, name):
        with engine.begin() as connection:
            schema.upgrade(connection, name)
        engine.dispose()
