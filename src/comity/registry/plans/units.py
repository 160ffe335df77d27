"""Planners of what moves units between accounts or periods: transfer, allocate, carry over."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import Account
from comity.registry.commands import Allocate, CarryOver, Transfer
from comity.registry.journal import Change, Put
from comity.registry.plans.adjustments import first_transfer
from comity.registry.plans.admin import compliance
from comity.registry.plans.admission import Admission, of_piece
from comity.registry.plans.checks import (
    Piece,
    acts,
    asked,
    between,
    both_entitled,
    entitled,
    may_hold,
    posts,
    total,
    well_formed,
)
from comity.registry.plans.kyoto import carried, reserve_kept, still_valid
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State


def transfer(state: State, command: Transfer, now: Now) -> Plan:
    """Units to another account."""
    taker = between(state, command, command.to, "transfer")
    pieces = asked(state, command)
    may_hold(state, taker, pieces)
    reserve_kept(state, state.accounts[command.account], taker, pieces)
    still_valid(pieces, now.at[:10])
    if not (state.adoptions or state.authorisations):
        return Plan("registry.transfer", posts(pieces, account=taker.id))
    giver = state.accounts[command.account]
    both_entitled(state, giver, taker, pieces)
    return traded(Admission(state, now), pieces, giver, taker, command.under)


def traded(admission: Admission, pieces: list[Piece], giver: Account, taker: Account, under: str = "") -> Plan:
    """A transfer within each pool's own rules; between accounts of two Parties it can be a first transfer."""
    abroad = giver.party != taker.party
    tradable(admission, pieces, giver.id, under)
    changes: list[Change] = []
    for piece in pieces:
        first = first_transfer(admission, piece, "transfer") if abroad else piece[3].first
        changes += posts([piece], account=taker.id, state="held", by=0, first=first)
    return Plan(admission.allowed_by("registry.transfer"), (*changes, *admission.changes()))


def tradable(admission: Admission, pieces: list[Piece], giver: str, under: str = "") -> None:
    """Refuse what the rules of its pool do not let change hands, where a world has been adopted."""
    for piece in pieces if admission.state.adoptions else ():
        admission.permit(of_piece(admission, "trade", piece, gives=piece[3].pool, entity=giver, under=under))


def allocate(state: State, command: Allocate, now: Now) -> Plan:
    """Units free of charge to who has an obligation; by mechanism, since units of several may be given at once."""
    well_formed(command.period)
    taker = between(state, command, command.to, "allocate")
    pieces = asked(state, command)
    may_hold(state, taker, pieces)
    entitled(state, taker, pieces)
    admission = Admission(state, now)
    tradable(admission, pieces, command.account, command.under)
    given: dict[str, int] = {}
    for piece in pieces:
        given[piece[3].pool] = given.get(piece[3].pool, 0) + total([piece])
    records = []
    for mechanism, quantity in sorted(given.items()):
        before, record = compliance(state, mechanism, command.period, taker.id)
        records.append(Put(before, replace(record, allocated=record.allocated + quantity)))
    changes: tuple[Change, ...] = (*posts(pieces, account=taker.id), *records, *admission.changes())
    return Plan(admission.allowed_by("registry.allocation"), changes)


def carry_over(state: State, command: CarryOver, now: Now) -> Plan:
    """Units to a later period. Periods are compared as text: years, or ranges of years, compare as they should."""
    well_formed(command.to_period)
    account = acts(state, command.account, "carry-over")
    pieces = asked(state, command)
    limited = carried(state, account, pieces, command.to_period)
    admission = Admission(state, now)
    for piece in pieces if state.adoptions else ():
        admission.permit(
            of_piece(admission, "carry", piece, gives=piece[3].pool, entity=command.account, under=command.under)
        )
    for series, _, _, standing in pieces:
        period = standing.period or state.series[series].period or state.series[series].vintage
        if command.to_period <= period:
            refuse("period-not-later", period=period, to_period=command.to_period)
    changes: tuple[Change, ...] = (*posts(pieces, period=command.to_period), *admission.changes(), *limited)
    return Plan(admission.allowed_by("registry.periods"), changes)


PLANNERS: dict[type, Planner[Any]] = {
    Transfer: transfer,
    Allocate: allocate,
    CarryOver: carry_over,
}
