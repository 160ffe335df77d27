"""Planners of what ends units: surrender, retirement, cancellation, replacement."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import Authorisation
from comity.registry.blocks import Block
from comity.registry.commands import PURPOSES, Cancel, Replace, Retire, Surrender
from comity.registry.journal import Change, Put
from comity.registry.permits import exact
from comity.registry.plans.adjustments import first_transfer, used
from comity.registry.plans.admin import compliance
from comity.registry.plans.admission import Admission, of_piece
from comity.registry.plans.checks import (
    Piece,
    acts,
    asked,
    entitled,
    known,
    named,
    names,
    posts,
    reasoned,
    together,
    total,
    well_formed,
)
from comity.registry.plans.kyoto import may_replace, still_valid
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State

REPLACEABLE = frozenset({"held", "surrendered", "retired", "cancelled"})


def surrender(state: State, command: Surrender, now: Now) -> Plan:
    """Units against an obligation: the mechanism's own, or others that a clause accepts, at its rate."""
    well_formed(command.mechanism, command.period)
    obliged = known(state, command.obliged or command.account).id
    account = acts(state, command.account, "surrender")
    admission = Admission(state, now)
    pieces = asked(state, command, lambda piece: suits(admission, command, piece))
    entitled(state, account, pieces)
    credited = sum(accepted(admission, command, piece, obliged) for piece in pieces)
    before, record = compliance(state, command.mechanism, command.period, obliged)
    after = replace(record, surrendered=record.surrendered + credited)
    changes: list[Change] = []
    for piece in pieces:
        first = first_transfer(admission, piece, "use")
        changes += posts([piece], state="surrendered", by=state.seq + 1, first=first)
    return Plan(admission.allowed_by("registry.surrender"), (*changes, *admission.changes(), Put(before, after)))


def suits(admission: Admission, command: Surrender, piece: Piece) -> bool:
    """Whether the obligation's clauses accept a piece, as far as that hangs on the unit: limits come later."""
    if not admission.state.adoptions:
        return piece[3].pool == command.mechanism
    authorisation = admission.state.authorisations.get(piece[3].authorisation)
    if authorisation is not None and not (
        names(authorisation, admission.state.accounts[command.account])
        and for_target(admission, command.mechanism, authorisation)
    ):
        return False
    entity = command.obliged or command.account
    return admission.suits(
        of_piece(admission, "use", piece, gives=command.mechanism, entity=entity, under=command.under)
    )


def accepted(admission: Admission, command: Surrender, piece: Piece, obliged: str) -> int:
    """How many units of the obligation a piece meets; a use that adjusts is counted."""
    if not admission.state.adoptions:
        if piece[3].pool != command.mechanism:
            refuse("not-accepted-for-surrender", block=Block(*piece[:3]), mechanism=command.mechanism)
        return total([piece])
    year = year_of(command.period, admission.year)
    permit = admission.permit(
        of_piece(admission, "use", piece, gives=command.mechanism, entity=obliged, year=year, under=command.under)
    )
    towards_target(admission, command.mechanism, piece)
    used(admission, permit, piece, command.mechanism, year)
    return admission.whole(f"credited:{permit.id}:{obliged}", total([piece]) * exact(permit.rate))


def towards_target(admission: Admission, mechanism: str, piece: Piece) -> None:
    """Refuse an ITMO where it would count towards a Party's target for which its host has not authorised it."""
    authorisation = admission.state.authorisations.get(piece[3].authorisation)
    if authorisation is not None and not for_target(admission, mechanism, authorisation):
        refuse("purpose-not-eligible", found=", ".join(authorisation.purposes) or "-", eligible="ndc")


def for_target(admission: Admission, mechanism: str, authorisation: Authorisation) -> bool:
    """Whether an authorisation lets ITMOs count where a mechanism's units do: towards a Party's target, or nowhere."""
    counts = admission.rules is not None and mechanism in admission.rules.balances
    return not counts or "ndc" in authorisation.purposes


def year_of(period: str, otherwise: int) -> int:
    """The year whose quotas a period's surrender counts against: the last that it names."""
    years = re.findall(r"\d{4}", period)
    return int(years[-1]) if years else otherwise


def retire(state: State, command: Retire, now: Now) -> Plan:
    """Units in somebody's name."""
    if not command.beneficiary.strip():
        refuse("beneficiary-missing")
    account = acts(state, command.account, "retire")
    pieces = asked(state, command)
    still_valid(pieces, now.at[:10])
    entitled(state, account, pieces)
    admission = Admission(state, now)
    changes: list[Change] = []
    for piece in pieces:
        if state.adoptions:
            asks = of_piece(admission, "retire", piece, gives="", entity=command.account, under=command.under)
            admission.permit(asks)
        first = first_transfer(admission, piece, "use")
        changes += posts([piece], state="retired", by=state.seq + 1, first=first)
    return Plan(admission.allowed_by("registry.retirement"), (*changes, *admission.changes()))


def cancel(state: State, command: Cancel, now: Now) -> Plan:
    """Units without a claim. An authorisation that counts from use or cancellation counts from this."""
    if command.purpose not in PURPOSES:
        refuse("purpose-unknown", purpose=command.purpose, purposes=", ".join(PURPOSES))
    acts(state, command.account, "cancel")
    pieces = asked(state, command)
    admission = Admission(state, now)
    changes: list[Change] = []
    for piece in pieces:
        first = first_transfer(admission, piece, "use")
        changes += posts([piece], state="cancelled", by=state.seq + 1, first=first)
    return Plan("registry.cancellation", (*changes, *admission.changes()))


def replace_units(state: State, command: Replace, now: Now) -> Plan:
    """Units in the place of as many others, which can be replaced only once."""
    reasoned(command.reason)
    acts(state, command.account, "replace")
    pieces, replaced = together(lambda: asked(state, command), lambda: to_replace(state, command))
    may_replace(state, pieces, replaced)
    for piece in replaced:
        replaceable(command, piece, pieces)
    if total(replaced) != total(pieces):
        refuse("replacement-differs", quantity=total(pieces), replaced=total(replaced))
    entry = state.seq + 1
    changes = (*posts(pieces, state="replacement", by=entry), *posts(replaced, state="replaced", by=entry))
    return Plan("registry.replacement", changes)


def to_replace(state: State, command: Replace) -> list[Piece]:
    """The units in whose place others come."""
    if not command.replaces:
        refuse("nothing-replaced")
    return named(state, command.replaces)


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
