"""`comity registry holdings`: who holds what, now or at the end of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, get_args

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.lists import ROWS_MOST, day, one_of, quantities, table
from comity.cli.registry.where import opened, pick, plain, shown, where_option

if TYPE_CHECKING:
    from comity.registry.state import State
    from comity.registry.views import Holding
    from comity.results import HoldingRow

#: What units that stand alike have in common, in the order of the list.
ALIKE = (
    "account", "mechanism", "unit_type", "vintage", "state", "measure", "period", "authorisation", "expires",
)  # fmt: skip


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        option(face, "--account", metavar="ACCOUNT", help="registry-option-only-account"),
        option(face, "--mechanism", metavar="MECHANISM", help="registry-option-only-mechanism"),
        option(face, "--unit", "unit_type", metavar="UNIT", help="registry-option-only-unit"),
        option(face, "--state", metavar="STATE", help="registry-option-only-state"),
        option(face, "--at", metavar="DAY", help="registry-option-at"),
        option(face, "--blocks", is_flag=True, help="registry-option-list-blocks"),
        option(face, "--all", "everything", is_flag=True, help="registry-option-all"),
        where_option(face),
    ]
    return Verb(face, verb, holdings, given, words="registry-holdings")


def holdings(
    face: Face,
    account: str | None,
    mechanism: str | None,
    unit_type: str | None,
    state: str | None,
    at: str | None,
    blocks: bool,
    everything: bool,
    registry: str | None,
) -> int:
    """List what accounts hold, and what has ended in them."""
    from comity.registry.blocks import State
    from comity.registry.ledger import Ledger
    from comity.registry.views import end_of, state_at
    from comity.results import RegistryHoldings, Schema

    until = end_of(day(at)) if at is not None else ""
    one_of("--state", state, get_args(State))
    where = pick(registry)
    with opened(where) as store:
        found = now = Ledger(store).state
        if until and until <= now.at:
            found = state_at(store, until)
    one_of("--account", account, now.accounts)
    one_of("--unit", unit_type, now.unit_types)
    wanted = {
        "account": account or "",
        "mechanism": mechanism or "",
        "unit_type": unit_type or "",
        "standing": state or "",
    }
    rows = tuple(_blocks(found, wanted) if blocks else _sums(found, wanted))
    if face.json:
        schema = Schema(name="registry-holdings")
        face.answer(
            RegistryHoldings(
                schema=schema,
                registry=found.registry,
                where=shown(where),
                at=at or "",
                entry=found.seq,
                holdings=rows,
            )
        )
        return 0
    under: dict[str, Any] = {"registry": plain(found.registry), "where": shown(where), "entry": found.seq}
    face.prose(face.text("registry-holdings-at", at=at, **under) if at else face.text("registry-holdings-now", **under))
    _show(face, rows, blocks, everything)
    return 0


def _alike(one: Holding) -> tuple[str, ...]:
    stands = one.standing
    what = (stands.account, one.mechanism, one.unit_type, one.vintage, stands.state, one.measure)
    return (*what, stands.period, stands.authorisation, stands.expires)


def _sums(state: State, wanted: dict[str, str]) -> Iterator[HoldingRow]:
    """How many units stand alike."""
    from comity.registry.views import holdings
    from comity.results import HoldingRow

    sums: dict[tuple[str, ...], int] = {}
    for one in holdings(state, **wanted):
        key = _alike(one)
        sums[key] = sums.get(key, 0) + one.block.quantity
    for key, quantity in sorted(sums.items()):
        yield HoldingRow.model_validate({**dict(zip(ALIKE, key, strict=True)), "quantity": quantity})


def _blocks(state: State, wanted: dict[str, str]) -> Iterator[HoldingRow]:
    """Block by block."""
    from comity.registry.views import holdings
    from comity.results import HoldingRow

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


def _show(face: Face, rows: Sequence[HoldingRow], blocks: bool, everything: bool) -> None:
    from comity.cli.registry.words import standing_columns
    from comity.cli.tables import Column

    text, part = face.text, rows if everything else rows[:ROWS_MOST]
    given = [Column(text("head-account"), [one.account for one in part])]
    if blocks:
        given.append(Column(text("head-block"), [f"{one.series}:{one.first}-{one.last}" for one in part]))
        given.append(Column(text("head-pool"), [one.pool for one in part]))
    else:
        given.append(Column(text("head-unit"), [one.unit_type for one in part]))
        given.append(Column(text("head-mechanism"), [one.mechanism for one in part]))
        given.append(Column(text("head-vintage"), [one.vintage or "–" for one in part]))
    given.append(Column(text("head-state"), [text(f"unit-state-{one.state}") for one in part]))
    given += standing_columns(face, part)
    given += quantities(face, [one.quantity for one in part], [one.measure for one in part])
    table(face, given, len(rows))
