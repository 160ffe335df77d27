"""From one posting of the ledger to the actions that the agreed electronic format knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comity.formats.aef_rows import ABROAD, DEFINED, OMGE
from comity.registry.accounts import Authorisation
from comity.registry.blocks import Standing
from comity.registry.commands import AnyCommand, Cancel, Surrender, UseNdc
from comity.registry.journal import Entry, Post
from comity.registry.plans.admission import rules_on
from comity.registry.plans.ends import year_of
from comity.registry.state import State

END_STATES = frozenset({"used", "surrendered", "retired", "cancelled"})
SUBTYPES = {"authorisation": DEFINED["Authorisation"], "issuance": DEFINED["Issuance"]}
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """A posting of ITMOs, and the state after its entry."""

    state: State
    entry: Entry
    asked: AnyCommand
    post: Post
    after: Standing

    @property
    def authorisation(self) -> Authorisation:
        """Under which the units are."""
        return self.state.authorisations[self.after.authorisation]

    @property
    def born(self) -> bool:
        """Whether they become ITMOs by it."""
        return self.post.before is None or not self.post.before.authorisation

    @property
    def giver(self) -> str:
        """The Party they were with: new ones with their host."""
        before = self.post.before
        return self.authorisation.host if before is None or self.born else self.state.accounts[before.account].party

    @property
    def taker(self) -> str:
        """The Party they are with; empty for an account of none, as the Adaptation Fund's is."""
        return self.state.accounts[self.after.account].party

    @property
    def first(self) -> bool:
        """Whether it is their first transfer."""
        return self.after.first == self.entry.seq

    @property
    def over(self) -> bool:
        """Whether they end by it."""
        before = self.post.before
        return self.after.state in END_STATES and (before is None or before.state not in END_STATES)


def actions_of(done: Done, party: str) -> Iterator[Columns]:
    """The columns of every action that a Party reports of a posting, but those of the block and the time."""
    ours, moved = done.authorisation.host == party, done.giver != done.taker
    end = end_of(done) if done.over else {}
    if done.born and ours:
        yield {"action": "Authorization"}
    abroad = moved and bool(done.taker) and not end
    if done.first and ours:
        yield {"action": "First transfer", **first_transfer(done, abroad, end)}
    if moved and done.giver == party and not (done.first and abroad):
        yield {"action": "Transfer", **_to(done)}
    if moved and done.taker == party:
        yield {"action": "Acquisition", "transferring": done.giver or None}
    if end and done.taker == party:
        yield end


def first_transfer(done: Done, abroad: bool, end: Columns) -> Columns:
    """What kind of first transfer it is: by a use or cancellation, to another Party, or where the units are."""
    if end:
        subtype = OMGE if end.get("subtype") == OMGE else DEFINED["Use or Cancellation"]
        return {
            "subtype": subtype,
            **{name: end[name] for name in ("oimp", "user_party", "user_entity") if name in end},
        }
    if abroad:
        return {"subtype": ABROAD, "acquiring": done.taker}
    return {"subtype": SUBTYPES.get(done.authorisation.first_transfer)}


def _to(done: Done) -> Columns:
    """To whom a transfer goes: a Party, or the Adaptation Fund."""
    if done.taker:
        return {"acquiring": done.taker}
    levied = done.post.before is None
    return {"subtype": f"{'Mandatory' if levied else 'Voluntary'} transfer to the Adaptation Fund (A6.4 ERs)"}


def end_of(done: Done) -> Columns:
    """A use or cancellation."""
    account, authorisation, asked = done.after.account, done.authorisation, done.asked
    named = [one for one in (account, done.state.accounts[account].holder) if one and one in authorisation.entities]
    user: Columns = {"user_entity": named[0]} if named else {"user_party": done.taker or None}
    elsewhere = "OP" if "other" in authorisation.purposes else "IMP"
    if isinstance(asked, UseNdc):
        return {"action": "Use", "ndc_year": asked.year, **user}
    if isinstance(asked, Surrender):
        day = done.entry.at[:10]
        rules = rules_on(done.state, day)
        if rules is not None and asked.mechanism in rules.balances:
            return {"action": "Use", "ndc_year": year_of(asked.period, int(day[:4])), **user}
        return {"action": "Use", "oimp": elsewhere, **user}
    if isinstance(asked, Cancel):
        return {**cancellation(asked), **user}
    if done.after.state == "cancelled":
        return {"action": "Cancellation", "subtype": OMGE, **user}
    if set(authorisation.purposes) <= {"ndc"}:  # retired in somebody's name, which no purpose covers
        return {"action": "Cancellation", "subtype": "Other cancellations", **user}
    return {"action": "Use", "oimp": elsewhere, **user}


def cancellation(asked: Cancel) -> Columns:
    """A cancellation that somebody asked for."""
    if asked.purpose == "overall-mitigation":
        return {"action": "Cancellation", "subtype": "Voluntary cancellation to deliver OMGE"}
    action = "Voluntary Cancellation" if asked.purpose == "voluntary" else "Cancellation"
    return {"action": action, "subtype": "Other cancellations"}
