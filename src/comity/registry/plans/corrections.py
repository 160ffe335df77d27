"""Planners of what undoes an earlier entry. Nothing is ever edited: a counter-entry turns its changes round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import Compliance, Tally, Undone
from comity.registry.blocks import Block, Standing
from comity.registry.commands import Correct, Reverse
from comity.registry.journal import Body, Change, Post, Put, read_body
from comity.registry.permits import exact
from comity.registry.plans.checks import authorised, reasoned
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State

REVERSIBLE = frozenset({"surrender", "retire", "cancel"})
CORRECTABLE = frozenset({"transfer", "allocate", "auction", "accept", "carry-over"})


def reverse(state: State, command: Reverse, now: Now) -> Plan:
    """An end that should not have been."""
    return counter_entry(state, command, now, REVERSIBLE)


def correct(state: State, command: Correct, now: Now) -> Plan:
    """A movement that should not have been."""
    return counter_entry(state, command, now, CORRECTABLE)


def counter_entry(state: State, command: Reverse | Correct, now: Now, kinds: frozenset[str]) -> Plan:
    """The counter-entry of one of these kinds of entry."""
    reasoned(command.reason)
    authorised(command.authority)
    entry = now.recall(command.entry)
    if entry is None:
        refuse("entry-unknown", entry=command.entry)
    if entry.kind not in kinds or str(command.entry) in state.undone:
        refuse("not-correctable", entry=command.entry, kind=entry.kind)
    body = read_body(entry.body)
    counter = tuple(counter_postings(body))
    for post in counter:
        if list(state.standings(Block(post.series, post.first, post.last))) != [
            (Block(post.series, post.first, post.last), post.before)
        ]:
            refuse("units-moved-on", block=Block(post.series, post.first, post.last), entry=command.entry)
    for post in counter:
        if post.after and state.accounts[post.after.account].status == "closed":
            refuse("account-since-closed", account=post.after.account)
    undone = Undone(str(command.entry), state.seq + 1)
    return Plan("registry.corrections", (*counter, *counter_records(state, body), Put(None, undone)))


def counter_postings(body: Body) -> Iterator[Post]:
    """The postings back; what had waited for an acceptance is then free."""
    for change in body.changes:
        if isinstance(change, Post):
            yield Post(change.series, change.first, change.last, change.after, freed(change.before))


def freed(standing: Standing | None) -> Standing | None:
    """A standing without its reservation."""
    if standing is not None and standing.state == "reserved":
        return replace(standing, state="held", by=0)
    return standing


def counter_records(state: State, body: Body) -> Iterator[Change]:
    """What the entry added to running numbers, taken off them as they are now."""
    for change in body.changes:
        if isinstance(change, Put) and isinstance(change.after or change.before, Compliance):
            yield less_compliance(state, change)
        elif isinstance(change, Put) and isinstance(change.after or change.before, Tally):
            yield less_tally(state, change)


def less_compliance(state: State, change: Put) -> Put:
    """A compliance record without what a change gave it."""
    old, new = change.before, change.after
    assert isinstance(new, Compliance)  # these are never removed
    before = old if isinstance(old, Compliance) else Compliance(new.mechanism, new.period, new.account)
    now = state.compliance[new.id]
    allocated = now.allocated - new.allocated + before.allocated
    return Put(
        now, replace(now, allocated=allocated, surrendered=now.surrendered - new.surrendered + before.surrendered)
    )


def less_tally(state: State, change: Put) -> Put:
    """A running number without what a change added to it; what is 0 has no record."""
    old, new = (record if isinstance(record, Tally) else None for record in (change.before, change.after))
    id = (old or new or Tally("", "0")).id
    now = state.tallies.get(id)
    value = exact(now.value if now else "0") - exact(new.value if new else "0") + exact(old.value if old else "0")
    return Put(now, Tally(id, str(value)) if value else None)


PLANNERS: dict[type, Planner[Any]] = {Reverse: reverse, Correct: correct}
