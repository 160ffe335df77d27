"""What the service keeps beside the journal, in the same database: tokens, the audit log, and what waits.

No secret is ever written: of a token there is a hash, and of an identity provider's not even that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from comity.registry.store import Unavailable
from comity.registry.store.table import audit, entry, token, waiting
from comity.results.api import AuditRow


class Records:
    """The tables. Any thread may use it; every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        """A transaction."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise Unavailable(str(error)) from error

    def _rows(self, query: Any) -> list[dict[str, Any]]:
        with self._begun() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def numbers(self, kind: str, after: int, limit: int) -> list[int]:
        """The numbers of entries of a kind, behind a number: the database looks for them, and nothing else is read."""
        wanted = select(entry.c.seq).where(entry.c.kind == kind, entry.c.seq > after).order_by(entry.c.seq).limit(limit)
        return [row["seq"] for row in self._rows(wanted)]

    def add_token(self, **row: str) -> None:
        """Keep a new token's hash, and whose it is."""
        with self._begun() as connection:
            connection.execute(insert(token).values(**row))

    def met(self, id: str, at: str, **whose: str) -> dict[str, str]:
        """A subject that an identity provider vouches for, kept as a token that has no secret.

        It is made `at` where it is new, or was something else before: a new role has to ripen as a new token has.
        """
        with self._begun() as connection:
            found = connection.execute(select(token).where(token.c.id == id)).mappings().first()
            if found is None:
                row = {"id": id, "hash": "", "made": at, "revoked": "", **whose}
                connection.execute(insert(token).values(**row))
                return row
            row = {**found}
            if whose.items() <= row.items():
                return row
            connection.execute(update(token).where(token.c.id == id).values(made=at, **whose))
            return {**row, "made": at, **whose}

    def token(self, id: str) -> dict[str, Any] | None:
        """A token, revoked or not."""
        return next(iter(self._rows(select(token).where(token.c.id == id))), None)

    def tokens(self, after: str = "", limit: int = 1) -> list[dict[str, Any]]:
        """Tokens behind one, by id."""
        return self._rows(select(token).where(token.c.id > after).order_by(token.c.id).limit(limit))

    def revoke(self, id: str, at: str) -> bool:
        """Let a token hold no more; False where there is none that does."""
        with self._begun() as connection:
            changed = update(token).where(token.c.id == id, token.c.revoked == "").values(revoked=at)
            return bool(connection.execute(changed).rowcount)

    def revoked(self) -> int:
        """How many tokens hold no more."""
        with self._begun() as connection:
            counted = select(func.count()).select_from(token).where(token.c.revoked != "")
            return int(connection.execute(counted).scalar_one())

    def note(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write lines of the audit log, all or none."""
        with self._begun() as connection:
            connection.execute(insert(audit), list(rows))

    def audited(self, after: int, limit: int) -> list[AuditRow]:
        """Lines of the audit log behind a number."""
        rows = self._rows(select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(limit))
        return [AuditRow(audit=row.pop("number"), **row) for row in rows]

    def wait(self, **row: Any) -> int:
        """Keep a command that waits; its number."""
        with self._begun() as connection:
            made = connection.execute(insert(waiting).values(status="open", decided_by="", refused="", **row))
            return int(made.inserted_primary_key[0])  # type: ignore[index]

    def waits(self, number: int) -> dict[str, Any] | None:
        """A command that waits, or has waited."""
        return next(iter(self._rows(select(waiting).where(waiting.c.number == number))), None)

    def waits_under(self, key: str) -> dict[str, Any] | None:
        """The command that waits, or has waited, under an idempotency key."""
        return next(iter(self._rows(select(waiting).where(waiting.c.key == key))), None)

    def waiting_keys(self) -> set[str]:
        """The idempotency keys under which commands wait, or have waited."""
        return {row["key"] for row in self._rows(select(waiting.c.key).where(waiting.c.key.is_not(None)))}

    def all_waiting(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Commands behind a number."""
        return self._rows(select(waiting).where(waiting.c.number > after).order_by(waiting.c.number).limit(limit))

    def decide(self, number: int, **how: Any) -> bool:
        """Note what became of a command that waits; False where that was decided already."""
        with self._begun() as connection:
            changed = update(waiting).where(waiting.c.number == number, waiting.c.status == "open").values(**how)
            return bool(connection.execute(changed).rowcount)

    def dealt(self, account: str, other: str) -> bool:
        """Whether a command from one account to another has waited and was done."""
        done = (waiting.c.account == account, waiting.c.other == other, waiting.c.status == "done")
        return bool(self._rows(select(waiting.c.number).where(*done).limit(1)))


class AuditLog:
    """Writes lines together that come together: one transaction for all that were handed in meanwhile."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._lines: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def note(self, **line: Any) -> None:
        """Write a line; it is on the disk on return. Raises Unavailable."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.append((line, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await future

    async def _write(self) -> None:
        while self._lines:
            part, self._lines = self._lines, []
            failure: Exception | None = None
            try:
                await asyncio.to_thread(self._records.note, [line for line, _ in part])
            except Unavailable as error:
                failure = error
            for _, future in part:
                if future.done():
                    continue  # whoever waited has gone
                if failure is None:
                    future.set_result(None)
                else:
                    future.set_exception(Unavailable(str(failure)))
