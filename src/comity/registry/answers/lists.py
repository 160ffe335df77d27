"""Accounts, holdings and obligations of a registry, as rows in a stable order."""

from __future__ import annotations

from collections.abc import Iterator

from comity.registry.state import State
from comity.registry.views import Holding, holdings
from comity.results import AccountRow, ComplianceRow, HoldingRow

#: What units that stand alike have in common, in the order of the list.
ALIKE = (
    "account", "mechanism", "unit_type", "vintage", "state", "measure", "period", "authorisation", "expires",
)  # fmt: skip


def account_rows(state: State) -> tuple[AccountRow, ...]:
    """The accounts, by id."""
    return tuple(
        AccountRow(account=one.id, type=one.type, holder=one.holder, party=one.party, status=one.status)
        for _, one in sorted(state.accounts.items())
    )


def sum_rows(state: State, wanted: dict[str, str]) -> Iterator[HoldingRow]:
    """How many units stand alike; `wanted` are the arguments of `views.holdings`."""
    sums: dict[tuple[str, ...], int] = {}
    for one in holdings(state, **wanted):
        key = _alike(one)
        sums[key] = sums.get(key, 0) + one.block.quantity
    for key, quantity in sorted(sums.items()):
        yield HoldingRow.model_validate({**dict(zip(ALIKE, key, strict=True)), "quantity": quantity})


def block_rows(state: State, wanted: dict[str, str]) -> Iterator[HoldingRow]:
    """Block by block, by account, series and serial number."""
    found = holdings(state, **wanted)
    for one in sorted(found, key=lambda one: (one.standing.account, one.block.series, one.block.first)):
        yield HoldingRow.model_validate(
            {
                **dict(zip(ALIKE, _alike(one), strict=True)),
                "quantity": one.block.quantity,
                "series": one.block.series,
                "first": one.block.first,
                "last": one.block.last,
                "pool": one.standing.pool,
                "first_transfer": one.standing.first or None,
            }
        )


def compliance_rows(
    state: State, account: str = "", mechanism: str = "", period: str = ""
) -> tuple[ComplianceRow, ...]:
    """Obligations, and what has been surrendered against them, by mechanism, period and account; empty asks for all."""
    return tuple(
        ComplianceRow(
            mechanism=one.mechanism,
            period=one.period,
            account=one.account,
            allocated=one.allocated,
            due=one.due,
            carried_forward=one.carried_forward,
            surrendered=one.surrendered,
            missing=None if one.due is None else max(one.due - one.surrendered, 0),
        )
        for _, one in sorted(state.compliance.items())
        if account in ("", one.account) and mechanism in ("", one.mechanism) and period in ("", one.period)
    )


def _alike(one: Holding) -> tuple[str, ...]:
    stands = one.standing
    what = (stands.account, one.mechanism, one.unit_type, one.vintage, stands.state, one.measure)
    return (*what, stands.period, stands.authorisation, stands.expires)
