"""Commands that need a second person: they wait, and are done when another accepts them.

Three reasons: an adoption, where there has been one; more units than the threshold; of an account holder's command, an
account that is not the holder's own and was never dealt with before. Then nobody can accept it until a waiting time
has passed, in which whoever's token was stolen can notice. Nor can a token that is younger than that accept anything:
who steals the right to make tokens does not at once become two persons. An identity provider's subject is as young as
the role that was last given to it.
"""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from msgspec import to_builtins

from comity.api.problems import Trouble
from comity.api.roles import Caller
from comity.api.service import Service, moment
from comity.errors import Refusal
from comity.registry.commands import Accept, Adopt, Command, Correct, Issue, ProposeExternal, Reverse, Units
from comity.registry.journal import Entry, Post, read_body, read_command, write_command
from comity.registry.plans import plan
from comity.registry.plans.plan import Now
from comity.results.api import WaitingRow

Reason = Literal["threshold", "new-counterparty", "adoption"]
#: What keys begin with that the registry and the service give themselves; nobody else may take one before them.
OWN_KEYS = ("opening/", "waiting/", "external/")


async def held_up(service: Service, caller: Caller, command: Command, key: str) -> WaitingRow | None:
    """What waits now instead of being done; None where one person is enough.

    Raises Refusal where the registry would refuse the command as things are, Trouble where its key waits for another.
    """
    before = await asyncio.to_thread(service.records.waits_under, key) if key in service.waiting_keys else None
    if before is not None:
        if before["asked"] != write_command(command):
            raise Trouble("key-waiting", number=before["number"])
        return row(before)
    reasons = await _reasons(service, caller, command, key)
    if not reasons:
        return None
    later = service.settings.waiting_seconds if "new-counterparty" in reasons else 0
    waits: dict[str, Any] = {
        "made": service.now(),
        "token": caller.token,
        "kind": str(command.__struct_config__.tag),
        "account": str(getattr(command, "account", "")),
        "other": counterparty(command),
        "reasons": " ".join(reasons),
        "not_before": service.now(later),
        "key": key or None,
        "asked": write_command(command),
        "quantity": quantity(service, command),
    }
    number = await asyncio.to_thread(lambda: service.records.wait(**waits))
    if key:
        service.waiting_keys.add(key)
    found = await asyncio.to_thread(service.records.waits, number)
    return row(found or {})


async def _reasons(service: Service, caller: Caller, command: Command, key: str) -> tuple[Reason, ...]:
    """Why a second person is needed. Raises Refusal where the registry would refuse anyway."""
    if key and key in service.state.keys:
        return ()  # it was done: the ledger answers as then, or refuses the key
    reasons: list[Reason] = []
    if isinstance(command, Adopt) and service.state.adoptions and not service.settings.one_person_adopts:
        reasons.append("adoption")
    if quantity(service, command) > service.settings.four_eyes_above:
        reasons.append("threshold")
    if caller.role == "account-holder" and _is_anothers(service, caller, command):
        account = str(getattr(command, "account", ""))
        if not await asyncio.to_thread(service.records.dealt, account, counterparty(command)):
            reasons.append("new-counterparty")
    if reasons:
        now = Now(service.now(), service.store.entry)
        await asyncio.to_thread(service.look, lambda state: plan(state, command, now))
    return tuple(reasons)


def counterparty(command: Command) -> str:
    """The account that would get units, with its registry if that is another."""
    to = str(getattr(command, "to", ""))
    return f"{command.registry}/{to}" if isinstance(command, ProposeExternal) else to


def _is_anothers(service: Service, caller: Caller, command: Command) -> bool:
    """Whether the account that would get units is, as far as is known here, not the caller's."""
    if isinstance(command, ProposeExternal):
        return True
    other = service.state.accounts.get(counterparty(command))
    return other is not None and other.holder != caller.holder


def quantity(service: Service, command: Command) -> int:
    """How many units a command is about: of what is undone or accepted, those of then."""
    if isinstance(command, Units):
        if command.quantity is not None:
            return command.quantity
        return sum(block.quantity for block in command.blocks)
    if isinstance(command, Issue):
        if command.quantity is None and command.first is not None and command.last is not None:
            return command.last - command.first + 1
        return command.quantity or 0
    if isinstance(command, Accept) and (hold := service.state.holds.get(str(command.proposal))) is not None:
        return sum(block.quantity for block in hold.blocks)
    if isinstance(command, Reverse | Correct) and (entry := service.store.entry(command.entry)) is not None:
        posts = (change for change in read_body(entry.body).changes if isinstance(change, Post))
        return sum(post.last - post.first + 1 for post in posts)
    return 0


async def accept(service: Service, caller: Caller, number: int) -> tuple[WaitingRow, Entry]:
    """Do what waits, as a second person. Raises Trouble, and Refusal where the registry has come to refuse it."""
    async with service.deciding:
        return await _accept(service, caller, number)


async def _accept(service: Service, caller: Caller, number: int) -> tuple[WaitingRow, Entry]:
    found = await _open(service, number)
    asker = await asyncio.to_thread(service.records.token, found["token"])
    # the token besides: a provider may have come to name its person otherwise
    if asker is None or caller.token == found["token"] or caller.person == asker["person"]:
        raise Trouble("own-request")
    ripe = service.now(-service.settings.waiting_seconds)
    if service.now() < found["not_before"]:
        raise Trouble("too-early", since=found["not_before"])
    if caller.made > ripe:
        raise Trouble("too-early", since=_ripe(service, caller))
    command = read_command(found["asked"])
    try:
        # under one key however often it is accepted, so that it is done once
        entry = await service.writer.ask(command, found["key"] or f"{OWN_KEYS[1]}{number}")
    except Refusal as refusal:
        no = {"status": "refused", "decided_by": caller.token, "refused": refusal.code}
        await asyncio.to_thread(lambda: service.records.decide(number, **no))
        raise
    how: dict[str, Any] = {"status": "done", "decided_by": caller.token, "entry": entry.seq}
    await asyncio.to_thread(lambda: service.records.decide(number, **how))
    return row({**found, **how}), entry


async def reject(service: Service, caller: Caller, number: int) -> WaitingRow:
    """Let what waits be. Raises Trouble."""
    async with service.deciding:
        found = await _open(service, number)
        how = {"status": "rejected", "decided_by": caller.token}
        if not await asyncio.to_thread(lambda: service.records.decide(number, **how)):
            raise Trouble("decided-already")
    return row({**found, **how})


async def _open(service: Service, number: int) -> dict[str, Any]:
    found = await asyncio.to_thread(service.records.waits, number)
    if found is None:
        raise Trouble("not-found")
    if found["status"] != "open":
        raise Trouble("decided-already")
    return found


def _ripe(service: Service, caller: Caller) -> str:
    later = service.settings.waiting_seconds - (service.clock() - moment(caller.made)).total_seconds()
    return service.now(later)


def row(found: dict[str, Any]) -> WaitingRow:
    """What waits, as it is told."""
    return WaitingRow(
        waiting=found["number"],
        made=found["made"],
        by=found["token"],
        kind=found["kind"],
        account=found["account"],
        to=found["other"],
        quantity=found["quantity"],
        reasons=tuple(found["reasons"].split()),
        not_before=found["not_before"],
        status=found["status"],
        decided_by=found["decided_by"],
        entry=found["entry"],
        refused=found["refused"],
        asked=to_builtins(read_command(found["asked"])),
    )
