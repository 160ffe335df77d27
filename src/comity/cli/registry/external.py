"""`comity registry external`: the transfers to and from other registries that are under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.desk import desk
from comity.cli.registry.lists import ROWS_MOST, quantities, table
from comity.cli.registry.where import pick, plain, shown, where_option
from comity.cli.registry.words import when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.results import ExternalRow


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        option(face, "--all", "everything", is_flag=True, help="registry-option-all"),
        where_option(face),
    ]
    return Verb(face, verb, external, given, words="registry-external")


def external(face: Face, everything: bool, registry: str | None) -> int:
    """List them."""
    from comity.registry.answers.external import external_rows
    from comity.results import RegistryExternal, Schema

    where = pick(registry)
    with desk(where) as at:
        state = at.state
    rows = external_rows(state)
    if face.json:
        schema = Schema(name="registry-external")
        face.answer(
            RegistryExternal(
                schema=schema, registry=state.registry, where=shown(where), entry=state.seq, transfers=rows
            )
        )
        return 0
    under: dict[str, Any] = {"registry": plain(state.registry), "where": shown(where), "entry": state.seq}
    face.prose(face.text("registry-external-under", **under))
    _show(face, rows, everything)
    return 0


def _show(face: Face, rows: Sequence[ExternalRow], everything: bool) -> None:
    from comity.cli.tables import Column
    from comity.text.numbers import NONE

    text, part = face.text, rows if everything else rows[:ROWS_MOST]
    table(
        face,
        [
            Column(text("head-external-transfer"), [one.transfer for one in part]),
            Column(
                text("head-external-way"),
                [text(f"registry-external-{one.way}", registry=one.other) for one in part],
            ),
            Column(text("head-external-here"), [one.account for one in part]),
            Column(text("head-external-there"), [one.other_account or NONE for one in part]),
            *quantities(face, [one.quantity for one in part], [one.measure for one in part]),
            Column(text("head-unit"), [one.unit_type for one in part]),
            Column(text("head-external-stage"), [text(f"registry-external-stage-{one.stage}") for one in part]),
            Column(text("head-external-expires"), [when(one.expires) or NONE for one in part]),
        ],
        len(rows),
    )
