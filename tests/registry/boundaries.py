"""Where a writer can be killed: every point between two things it does that others could see.

They are data, so that a run can say which of them it hit, and fail where it missed one.
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import event

from comity.registry.journal import Entry
from comity.registry.state import State
from comity.registry.store import SqlStore

Stage = tuple[str, str]
"""What the writer is doing, and what it is about to do."""

ALIKE: tuple[Stage, ...] = (
    ("open", "before"), ("open", "between two entries that are read"), ("open", "after"),
    ("append", "before"), ("append", "after"), ("keep", "before"), ("keep", "INSERT INTO snapshot"),
    ("keep", "DELETE FROM snapshot"), ("keep", "UPDATE registry"), ("keep", "after"), ("close", "UPDATE registry"),
    ("close", "after"),
)  # fmt: skip
#: Stages by database. The statements are those that the store sends; "row 2" is the second entry of a batch.
BOUNDARIES: dict[str, tuple[Stage, ...]] = {
    "sqlite": (
        *ALIKE,
        ("append", "BEGIN IMMEDIATE"),
        ("append", "SELECT"),
        ("append", "row 1"),
        ("append", "row 2"),
        ("append", "row 3"),
        ("append", "COMMIT"),
        ("append", "some byte of the log"),
    ),
    "postgresql": (
        *ALIKE,
        ("append", "INSERT INTO entry"),
        ("append", "SELECT"),
        ("append", "row 1"),
        ("append", "row 2"),
        ("append", "row 3"),
        ("append", "COMMIT"),
        ("append", "inserted"),
    ),
}


def die() -> None:
    """No clean-up, no flush, no farewell."""
    os.kill(os.getpid(), signal.SIGKILL)


class Doomed:
    """A store whose process is killed at one stage, when it comes there for the n-th time."""

    def __init__(self, store: SqlStore, stage: Stage, times: int, random: Random) -> None:
        self.inner = store
        self.registry = store.registry
        self._stage, self._left, self._random = stage, times, random
        self._doing, self._rows = "", 0
        if store.engine.dialect.name == "sqlite":
            event.listen(store.engine, "checkout", self._traced)
        else:
            self._patched()

    def at(self, what: str) -> None:
        """Here it may end."""
        if (self._doing, what) == self._stage:
            self._left -= 1
            if self._left <= 0:
                die()

    def doing(self, what: str, work: Callable[[], Any]) -> Any:
        """Do something that can be interrupted."""
        self._doing, self._rows = what, 0
        self.at("before")
        done = work()
        self.at("after")
        self._doing = ""
        return done

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries."""
        if self._stage == ("append", "some byte of the log"):
            self._tear()
        self.doing("append", lambda: self.inner.append(entries))

    def keep(self, state: State) -> None:
        """Save a state."""
        self.doing("keep", lambda: self.inner.keep(state))

    def close(self) -> None:
        """Put the registry away."""
        self.doing("close", self.inner.close)

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a number."""
        for entry in self.inner.read(after):
            self.at("between two entries that are read")
            yield entry

    def entry(self, seq: int) -> Entry | None:
        """One entry."""
        return self.inner.entry(seq)

    def snapshot(self, before: str = "") -> bytes | None:
        """The newest state that was kept."""
        return self.inner.snapshot(before)

    def told(self, statement: str) -> None:
        """A statement is about to run."""
        if statement.startswith("INSERT INTO entry") and self.inner.engine.dialect.name == "sqlite":
            self._rows += 1
            self.at(f"row {self._rows}")
            return
        for doing, what in BOUNDARIES[self.inner.engine.dialect.name]:
            if doing == self._doing and statement.startswith(what):
                self.at(what)

    def _traced(self, connection: Any, *_: object) -> None:
        connection.set_trace_callback(self.told)

    def _tear(self) -> None:
        """Let the file of the log grow by so many bytes and no more: the system kills who writes on."""
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        log = Path(f"{self.inner.where}-wal")
        size = log.stat().st_size if log.exists() else 0
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + self._random.randint(1, 6000), hard))

    def _patched(self) -> None:
        """Look in on the driver of PostgreSQL, in this process, which will not live long."""
        import psycopg
        from psycopg.transaction import Transaction

        execute, cursor_execute = psycopg.Connection.execute, psycopg.Cursor.execute
        write_row, leave = psycopg.Copy.write_row, Transaction.__exit__
        doomed = self

        def connection_executes(connection: Any, query: Any, *rest: Any, **more: Any) -> Any:
            text = query.decode() if isinstance(query, bytes) else str(query)
            done = execute(connection, query, *rest, **more)
            if text.startswith("INSERT INTO entry"):
                doomed.at("inserted")
            return done

        def cursor_executes(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
            doomed.told(query.decode() if isinstance(query, bytes) else str(query))
            return cursor_execute(cursor, query, *rest, **more)

        def writes_row(copy: Any, row: Any) -> None:
            doomed._rows += 1
            doomed.at(f"row {doomed._rows}")
            write_row(copy, row)

        def leaves(transaction: Any, *rest: Any) -> Any:
            doomed.at("COMMIT")
            return leave(transaction, *rest)

        for kind, name, instead in (
            (psycopg.Connection, "execute", connection_executes),
            (psycopg.Cursor, "execute", cursor_executes),
            (psycopg.Copy, "write_row", writes_row),
            (Transaction, "__exit__", leaves),
        ):
            setattr(kind, name, instead)
