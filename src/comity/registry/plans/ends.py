"""Planners of what ends units: surrender, retirement, cancellation, replacement."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from comity.registry.blocks import Block
from comity.registry.commands import PURPOSES, Cancel, Replace, Retire, Surrender
from comity.registry.journal import Put
from comity.registry.plans.admin import compliance
from comity.registry.plans.checks import Piece, acts, asked, named, posts, reasoned, together, total, well_formed
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State

REPLACEABLE = frozenset({"held", "surrendered", "retired", "cancelled"})


def surrender(state: State, command: Surrender, now: Now) -> Plan:
    """Units against an obligation; only those that count among the mechanism's own."""
    well_formed(command.mechanism, command.period)
    acts(state, command.account, "surrender")
    pieces = asked(state, command)
    for series, first, last, standing in pieces:
        if standing.pool != command.mechanism:
            refuse("not-accepted-for-surrender", block=Block(series, first, last), mechanism=command.mechanism)
    before, record = compliance(state, command.mechanism, command.period, command.account)
    after = replace(record, surrendered=record.surrendered + total(pieces))
    return Plan("registry.surrender", (*posts(pieces, state="surrendered", by=state.seq + 1), Put(before, after)))


def retire(state: State, command: Retire, now: Now) -> Plan:
    """Units in somebody's name."""
    if not command.beneficiary.strip():
        refuse("beneficiary-missing")
    acts(state, command.account, "retire")
    pieces = asked(state, command)
    return Plan("registry.retirement", posts(pieces, state="retired", by=state.seq + 1))


def cancel(state: State, command: Cancel, now: Now) -> Plan:
    """Units without a claim."""
    if command.purpose not in PURPOSES:
        refuse("purpose-unknown", purpose=command.purpose, purposes=", ".join(PURPOSES))
    acts(state, command.account, "cancel")
    pieces = asked(state, command)
    return Plan("registry.cancellation", posts(pieces, state="cancelled", by=state.seq + 1))


def replace_units(state: State, command: Replace, now: Now) -> Plan:
    """Units in the place of as many others, which can be replaced only once."""
    reasoned(command.reason)
    acts(state, command.account, "replace")
    pieces, replaced = together(lambda: asked(state, command), lambda: named(state, command.replaces))
    for piece in replaced:
        replaceable(command, piece, pieces)
    if total(replaced) != total(pieces):
        refuse("replacement-differs", quantity=total(pieces), replaced=total(replaced))
    entry = state.seq + 1
    changes = (*posts(pieces, state="replacement", by=entry), *posts(replaced, state="replaced", by=entry))
    return Plan("registry.replacement", changes)


def replaceable(command: Replace, piece: Piece, by: list[Piece]) -> None:
    """Refuse to replace what waits or is replaced already, another's live units, or the replacing units themselves."""
    series, first, last, standing = piece
    anothers = standing.state == "held" and standing.account != command.account
    itself = any(series == one and first <= high and low <= last for one, low, high, _ in by)
    if standing.state not in REPLACEABLE or anothers or itself:
        refuse("not-replaceable", block=Block(series, first, last), state=standing.state)


PLANNERS: dict[type, Planner[Any]] = {
    Surrender: surrender,
    Retire: retire,
    Cancel: cancel,
    Replace: replace_units,
}
