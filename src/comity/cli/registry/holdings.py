"""`comity registry holdings`: who holds what, now or at the end of a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.lists import ROWS_MOST, day, one_of, quantities, table
from comity.cli.registry.where import opened, pick, plain, shown, where_option

if TYPE_CHECKING:
    from comity.results import HoldingRow


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
    from comity.registry.answers.lists import block_rows, sum_rows
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
    rows = tuple(block_rows(found, wanted) if blocks else sum_rows(found, wanted))
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
