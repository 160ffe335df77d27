"""Where a registry is: a path, or a URL of SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from comity.errors import said
from comity.registry.store import schema

#: Seconds that a writer of SQLite waits for another.
PATIENCE = 30


@contextmanager
def opened(where: str | Path, *, new: bool = False) -> Iterator[tuple[Engine, str]]:
    """The database at a path or URL, and what to call it. What fails is told as InputError; then nothing stays open,
    nor any file that was not there before.
    """
    url = address(where)
    name = url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    file = Path(name) if url.get_backend_name() == "sqlite" else None
    made = file is not None and _made(file, new)
    engine = connecting(url, "BEGIN IMMEDIATE" if new else "BEGIN")
    try:
        yield engine, name
    except BaseException as error:
        engine.dispose()
        if made and file is not None and not file.stat().st_size:  # else somebody has put something into it since
            file.unlink()
        if isinstance(error, SQLAlchemyError | engine.dialect.loaded_dbapi.Error):
            reason = str(getattr(error, "orig", error)).strip()
            raise schema.wrong(name, reason, said("expected-registry")) from error
        raise


def _made(file: Path, new: bool) -> bool:
    """Whether an empty file had to be made, as only one can who wants a registry there. Raises InputError."""
    if not new:
        if file.exists():
            return False
        raise schema.wrong(str(file), said("found-no-file"), said("expected-registry"))
    try:
        file.touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError as error:
        raise schema.wrong(str(file), error.strerror or str(error), said("expected-readable")) from error
    return True


def address(where: str | Path) -> URL:
    """A path or URL as SQLAlchemy has it. Raises InputError where it is neither of SQLite nor of PostgreSQL."""
    words = str(where)
    if "://" not in words:
        return URL.create("sqlite", database=words)
    try:
        url = make_url(words)
        if url.get_backend_name() == "postgresql":
            return url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
            return url
    except (ArgumentError, ValueError):
        pass
    raise schema.wrong(words, words, said("expected-registry-url"))


def connecting(url: URL, begin: str = "BEGIN") -> Engine:
    """An engine whose transactions begin where they are said to begin, and how, in SQLite too."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": PATIENCE, "isolation_level": None})

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
