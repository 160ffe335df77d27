"""`comity registry accounts` and `compliance`; and how lists are cut, chosen from and shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.desk import desk
from comity.cli.registry.where import pick, plain, shown, where_option
from comity.errors import InputError, Problem, said

if TYPE_CHECKING:
    from comity.cli.tables import Column
    from comity.results import ComplianceRow

#: Rows of a table, unless all are asked for.
ROWS_MOST = 40


def command(face: Face, verb: str) -> Verb:
    """One verb."""
    options: dict[str, list[click.Parameter]] = {
        "accounts": [],
        "compliance": [
            option(face, "--account", metavar="ACCOUNT", help="registry-option-only-account"),
            option(face, "--mechanism", metavar="MECHANISM", help="registry-option-only-mechanism"),
            option(face, "--period", metavar="PERIOD", help="registry-option-only-period"),
        ],
    }
    do: dict[str, Callable[..., int]] = {"accounts": accounts, "compliance": compliance}
    given = [*options[verb], option(face, "--all", "everything", is_flag=True, help="registry-option-all")]
    return Verb(face, verb, do[verb], [*given, where_option(face)], words=f"registry-{verb}")


def accounts(face: Face, registry: str | None, everything: bool) -> int:
    """List the accounts."""
    from comity.registry.answers.lists import account_rows
    from comity.results import RegistryAccounts, Schema

    where = pick(registry)
    with desk(where) as at:
        state = at.state
    rows = account_rows(state)
    if face.json:
        schema = Schema(name="registry-accounts")
        face.answer(RegistryAccounts(schema=schema, registry=state.registry, where=shown(where), accounts=rows))
        return 0
    from comity.cli.tables import Column

    text = face.text
    face.prose(text("registry-accounts-under", registry=plain(state.registry), where=shown(where), count=len(rows)))
    part = rows if everything else rows[:ROWS_MOST]
    table(
        face,
        [
            Column(text("head-account"), [one.account for one in part]),
            Column(text("head-type"), [text(f"account-type-{one.type}") for one in part]),
            Column(text("head-holder"), [plain(one.holder) or "–" for one in part]),
            Column(text("head-party"), [plain(one.party) or "–" for one in part]),
            Column(text("head-status"), [text(f"account-status-{one.status}") for one in part]),
        ],
        len(rows),
    )
    return 0


def compliance(
    face: Face,
    account: str | None,
    mechanism: str | None,
    period: str | None,
    everything: bool,
    registry: str | None,
) -> int:
    """List obligations, and what has been surrendered against them."""
    from comity.registry.answers.lists import compliance_rows
    from comity.results import RegistryCompliance, Schema

    where = pick(registry)
    with desk(where) as at:
        state = at.state
    one_of("--account", account, state.accounts)
    rows = compliance_rows(state, account or "", mechanism or "", period or "")
    if face.json:
        schema = Schema(name="registry-compliance")
        face.answer(RegistryCompliance(schema=schema, registry=state.registry, where=shown(where), compliance=rows))
        return 0
    under = {"registry": plain(state.registry), "where": shown(where)}
    face.prose(face.text("registry-compliance-under", entry=state.seq, **under))
    _show_compliance(face, rows, everything)
    return 0


def _show_compliance(face: Face, rows: Sequence[ComplianceRow], everything: bool) -> None:
    from comity.cli.tables import Column
    from comity.text.numbers import NONE

    text, part = face.text, rows if everything else rows[:ROWS_MOST]
    unit = text("unit-units")

    def numbers(name: str) -> Column:
        values = [getattr(one, name) for one in part]
        cells = [NONE if value is None else f"{value:,}" for value in values]
        return Column(text(f"head-{name}".replace("_", "-")), cells, unit, numbers=True)

    forward = ("carried_forward",) if any(one.carried_forward for one in part) else ()
    table(
        face,
        [
            Column(text("head-mechanism"), [one.mechanism for one in part]),
            Column(text("head-period"), [one.period for one in part]),
            Column(text("head-account"), [one.account for one in part]),
            *(numbers(name) for name in ("allocated", "due", *forward, "surrendered", "missing")),
        ],
        len(rows),
    )


def quantities(face: Face, values: Sequence[int], measures: Sequence[str]) -> list[Column]:
    """A column of whole units, with their measure under its head; as a column of its own where they differ."""
    from comity.cli.tables import Column

    alike = len(set(measures)) == 1
    cells = [f"{value:,}" for value in values]
    column = Column(face.text("head-quantity"), cells, measures[0] if alike else "", numbers=True)
    return [column] if alike else [column, Column(face.text("head-measured-in"), measures)]


def table(face: Face, given: Sequence[Column], total: int) -> None:
    """A table of a list, if there is anything in it; and how many rows are left out."""
    from comity.cli.tables import show

    face.say()
    rows = len(given[0].cells)
    if not rows:
        face.say("  " + face.text("registry-nothing"))
        return
    show(face, given)
    if total > rows:
        face.say(click.style("  " + face.text("registry-more", more=total - rows), dim=True))


def one_of(address: str, typed: str | None, known: Collection[str]) -> None:
    """Raise InputError where what was typed is none of what is known."""
    if typed is None or typed in known:
        return
    close = get_close_matches(typed, known, 1)
    hint = said("hint-did-you-mean", key=close[0]) if close else None
    several = list(known) if isinstance(known, tuple) else sorted(known)
    many = ", ".join(several[:ROWS_MOST]) + (", …" if len(known) > ROWS_MOST else "")
    raise InputError(
        [Problem("", 0, address, plain(typed) or '""', said("expected-one-of", choices=many or "–"), hint)]
    )


def day(typed: str, address: str = "--at") -> date:
    """The day that an option says. Raises InputError."""
    from comity.cli.registry import parse

    try:
        return parse.day(typed)
    except parse.Wrong as wrong:
        raise InputError([Problem("", 0, address, plain(typed) or '""', wrong.expected)]) from None
