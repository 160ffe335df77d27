"""Planners of what makes units wait where they are: proposals, freezes, disputes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from comity.registry.accounts import Hold
from comity.registry.blocks import Block
from comity.registry.commands import Accept, Dispute, Expire, Freeze, Propose, Reject, Release
from comity.registry.journal import Put, instant
from comity.registry.plans.admission import Admission
from comity.registry.plans.checks import (
    Piece,
    asked,
    authorised,
    between,
    both_entitled,
    entitled,
    issued,
    known,
    may_hold,
    not_closed,
    posts,
    reasoned,
)
from comity.registry.plans.kyoto import reserve_kept, still_valid
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.plans.units import tradable, traded
from comity.registry.refusals import refuse
from comity.registry.state import State


def propose(state: State, command: Propose, now: Now) -> Plan:
    """Units wait for another account's answer."""
    if command.expires and not is_instant(command.expires):
        refuse("identifier-malformed", found=command.expires)
    taker = between(state, command, command.to, "propose")
    pieces = asked(state, command)
    may_hold(state, taker, pieces)
    still_valid(pieces, now.at[:10])
    entitled(state, taker, pieces)
    tradable(Admission(state, now), pieces, command.account, command.under)
    if command.expires and command.expires <= now.at:
        refuse("expiry-past", expires=command.expires)
    hold = made(state, "proposal", command.account, pieces, command.to, command.expires)
    return Plan("registry.proposals", (*posts(pieces, state="reserved", by=state.seq + 1), Put(None, hold)))


def is_instant(text: str) -> bool:
    """Whether this is a UTC instant as the journal writes it, so that instants compare as texts do."""
    try:
        return instant(datetime.fromisoformat(text)) == text
    except ValueError:
        return False


def accept(state: State, command: Accept, now: Now) -> Plan:
    """The units go to whom they were proposed."""
    account = known(state, command.account)
    not_closed(account)
    hold = waiting(state, command.proposal, "proposal")
    if state.accounts[hold.account].status == "blocked":
        refuse("account-blocked", account=hold.account)
    pieces = issued(state, hold.blocks)
    reserve_kept(state, state.accounts[hold.account], state.accounts[hold.to], pieces)
    still_valid(pieces, now.at[:10])
    both_entitled(state, state.accounts[hold.account], state.accounts[hold.to], pieces)
    if account.id != hold.to:
        refuse("not-for-this-account", account=account.id, hold=hold.id)
    if hold.expires and hold.expires <= now.at:
        refuse("proposal-expired", hold=hold.id, expires=hold.expires)
    if not (state.adoptions or state.authorisations):
        return Plan("registry.proposals", (*posts(pieces, account=account.id, state="held", by=0), Put(hold, None)))
    plan = traded(Admission(state, now), pieces, state.accounts[hold.account], account)
    return Plan(plan.clause, (*plan.changes, Put(hold, None)))


def reject(state: State, command: Reject, now: Now) -> Plan:
    """The units are free again."""
    account = known(state, command.account)
    hold = waiting(state, command.proposal, "proposal")
    if account.id not in (hold.to, hold.account):
        refuse("not-for-this-account", account=account.id, hold=hold.id)
    return freed(state, hold)


def expire(state: State, command: Expire, now: Now) -> Plan:
    """The units are free again, since nobody accepted in time."""
    hold = waiting(state, command.proposal, "proposal")
    if not hold.expires or now.at < hold.expires:
        refuse("proposal-not-expired", hold=hold.id)
    return freed(state, hold)


def freeze(state: State, command: Freeze, now: Now) -> Plan:
    """Units stay where they are, by order."""
    reasoned(command.reason)
    authorised(command.authority)
    return stopped(state, command, "freeze", "frozen")


def dispute(state: State, command: Dispute, now: Now) -> Plan:
    """Units stay where they are, since they are contested."""
    reasoned(command.reason)
    return stopped(state, command, "dispute", "disputed")


def stopped(state: State, command: Freeze | Dispute, kind: Literal["freeze", "dispute"], stands: str) -> Plan:
    """Units in another state, until they are released."""
    known(state, command.account)
    pieces = asked(state, command)
    hold = made(state, kind, command.account, pieces)
    return Plan("registry.freezes", (*posts(pieces, state=stands, by=state.seq + 1), Put(None, hold)))


def release(state: State, command: Release, now: Now) -> Plan:
    """Units that were frozen or disputed are free again."""
    reasoned(command.reason)
    return freed(state, waiting(state, command.hold, "freeze", "dispute"), "registry.freezes")


def made(
    state: State,
    kind: Literal["proposal", "freeze", "dispute"],
    account: str,
    pieces: list[Piece],
    to: str = "",
    expires: str = "",
) -> Hold:
    """The record of what waits; its id is the number that its entry will have."""
    blocks = tuple(Block(series, first, last) for series, first, last, _ in pieces)
    return Hold(str(state.seq + 1), kind, account, blocks, to, expires)


def waiting(state: State, entry: int, *kinds: str) -> Hold:
    """What an entry holds back, if it still does."""
    hold = state.holds.get(str(entry))
    if hold is None or hold.kind not in kinds:
        refuse("hold-unknown", hold=entry)
    return hold


def freed(state: State, hold: Hold, rule: str = "registry.proposals") -> Plan:
    """Everything that waited is held freely by its account again."""
    return Plan(rule, (*posts(issued(state, hold.blocks), state="held", by=0), Put(hold, None)))


PLANNERS: dict[type, Planner[Any]] = {
    Propose: propose,
    Accept: accept,
    Reject: reject,
    Expire: expire,
    Freeze: freeze,
    Dispute: dispute,
    Release: release,
}
