"""Making a registry's tables, bringing them up to date, and telling what is there.

Alembic, which is slow to load, is needed only where tables are made or changed.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, inspect
from sqlalchemy import text as sql

from comity.errors import InputError, Problem, Said, said
from comity.registry.journal import genesis
from comity.registry.store import table

#: Where the migrations are.
VERSIONS = Path(__file__).parent / "migrations" / "versions"
#: Alembic keeps what it is doing in variables of its modules: one thread at a time.
ALEMBIC = Lock()


def wrong(where: str, found: str | Said, expected: Said) -> InputError:
    """The error that says what stands where a registry should."""
    return InputError([Problem("", 0, where, found, expected)])


def version(connection: Connection) -> str | None:
    """The version of the registry in a database; None if there is none."""
    if not inspect(connection).has_table(table.VERSION_TABLE):
        return None
    found = connection.execute(sql(f"SELECT version_num FROM {table.VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def identity(connection: Connection, where: str) -> str:
    """The id of the registry in a database. Raises InputError where there is none, or one of another version."""
    found = version(connection)
    if found is None:
        raise wrong(where, said("found-no-registry"), said("expected-registry"))
    if found != table.VERSION:
        raise wrong(where, found, said("expected-registry-version", version=table.VERSION))
    return str(connection.execute(sql("SELECT id FROM registry")).scalar_one())


def make(connection: Connection, where: str, registry: str) -> None:
    """The tables of a new registry. Raises InputError where there are tables already.

    Of two who make one at the same time the second waits here, and then finds tables.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sql("SELECT pg_advisory_xact_lock(hashtext('comity registry'))"))
    if tables := inspect(connection).get_table_names():
        raise wrong(where, ", ".join(sorted(tables)), said("expected-no-registry"))
    migrate(connection)
    connection.execute(table.registry.insert().values(id=registry, seq=0, hash=genesis(registry)))


def migrate(connection: Connection) -> None:
    """Bring the tables up to date, in the connection's transaction. They never go back to an older version."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(VERSIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with ALEMBIC:
        command.upgrade(config, "head")


def upgrade(connection: Connection, where: str) -> None:
    """Bring a registry that is there up to date. Raises InputError where there is none, or one of a version to come."""
    found = version(connection)
    if found is None:
        raise wrong(where, said("found-no-registry"), said("expected-registry"))
    if found > table.VERSION:
        raise wrong(where, found, said("expected-registry-version", version=table.VERSION))
    if found < table.VERSION:
        migrate(connection)
