"""What tests of the registry share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from comity.registry.commands import DeclareUnitType, Issue, OpenAccount, Transfer
from comity.registry.ledger import Ledger
from comity.registry.state import State
from comity.registry.store import SqlStore


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
