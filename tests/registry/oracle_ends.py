"""What the oracle knows of requests that make units wait, end them, or undo an entry; and the table of all rules."""

from __future__ import annotations

from comity.registry import commands as ask
from tests.registry.oracle import Oracle, Serial, Verdict, Wait
from tests.registry.oracle_rules import (
    Rule,
    acting,
    allocates,
    auctions,
    carries,
    declares,
    giving,
    issues,
    malformed,
    odd_instant,
    opens,
    owes,
    receiving,
    shapes,
    status,
    taking,
    transfers,
)  # fmt: skip

# Units wait -----------------------------------------------------------------------------------------------------------


def holds_back(o: Oracle, kind: str, state: str, c: ask.Units, units: list[Serial], v: Verdict, *more: str) -> None:
    """Units wait for the entry that is being made."""
    entry = o.seq + 1
    v.moves = {unit: o.units[unit]._replace(state=state, by=entry) for unit in units}
    v.then = lambda: o.waits.update({entry: Wait(kind, c.account, frozenset(units), *more)})


def lets_go(o: Oracle, entry: int, kinds: tuple[str, ...], v: Verdict) -> Wait | None:
    """What waits for an entry is free; None where nothing does."""
    wait = o.waits.get(entry)
    if wait is None or wait.kind not in kinds:
        v.object_if(True, "hold-unknown")
        return None
    v.moves = {unit: o.units[unit]._replace(state="held", by=0) for unit in wait.units}
    v.then = lambda: o.waits.pop(entry)
    return wait


def proposes(o: Oracle, c: ask.Propose, at: str, v: Verdict) -> None:
    v.object_if(c.expires and odd_instant(c.expires), "identifier-malformed")
    giving(o, c.account, [c.to], "propose", v)
    units = taking(o, c, v)
    receiving(o, c.to, units, v)
    v.object_if(c.expires and c.expires <= at, "expiry-past")
    holds_back(o, "proposal", "reserved", c, units, v, c.to, c.expires)


def accepts(o: Oracle, c: ask.Accept, at: str, v: Verdict) -> None:
    v.object_if(c.account not in o.accounts, "account-unknown")
    v.object_if(c.account in o.accounts and o.accounts[c.account].status == "closed", "account-closed")
    wait = lets_go(o, c.proposal, ("proposal",), v)
    if wait:
        v.object_if(o.accounts[wait.account].status == "blocked", "account-blocked")
        v.object_if(wait.to != c.account, "not-for-this-account")
        v.object_if(wait.expires and wait.expires <= at, "proposal-expired")
        v.moves = {unit: stand._replace(account=c.account) for unit, stand in v.moves.items()}


def rejects(o: Oracle, c: ask.Reject, at: str, v: Verdict) -> None:
    v.object_if(c.account not in o.accounts, "account-unknown")
    wait = lets_go(o, c.proposal, ("proposal",), v)
    v.object_if(wait and c.account not in (wait.to, wait.account), "not-for-this-account")


def expires(o: Oracle, c: ask.Expire, at: str, v: Verdict) -> None:
    wait = lets_go(o, c.proposal, ("proposal",), v)
    v.object_if(wait and not (wait.expires and wait.expires <= at), "proposal-not-expired")


def freezes(o: Oracle, c: ask.Freeze, at: str, v: Verdict) -> None:
    v.object_if(not c.authority.strip(), "authority-missing")
    _stops(o, c, "freeze", "frozen", v)


def disputes(o: Oracle, c: ask.Dispute, at: str, v: Verdict) -> None:
    _stops(o, c, "dispute", "disputed", v)


def _stops(o: Oracle, c: ask.Freeze | ask.Dispute, kind: str, state: str, v: Verdict) -> None:
    v.object_if(not c.reason.strip(), "reason-missing")
    v.object_if(c.account not in o.accounts, "account-unknown")
    holds_back(o, kind, state, c, taking(o, c, v), v)


def releases(o: Oracle, c: ask.Release, at: str, v: Verdict) -> None:
    v.object_if(not c.reason.strip(), "reason-missing")
    lets_go(o, c.hold, ("freeze", "dispute"), v)


# Ends -----------------------------------------------------------------------------------------------------------------


def ends(o: Oracle, c: ask.Units, state: str, v: Verdict, best: str = "") -> list[Serial]:
    """Units come to an end by the entry that is being made."""
    acting(o, c.account, str(c.__struct_config__.tag), v)
    units = taking(o, c, v, best)
    v.moves = {unit: o.units[unit]._replace(state=state, by=o.seq + 1) for unit in units}
    return units


def surrenders(o: Oracle, c: ask.Surrender, at: str, v: Verdict) -> None:
    v.object_if(malformed(c.mechanism, c.period), "identifier-malformed")
    units = ends(o, c, "surrendered", v, c.mechanism)
    v.object_if(any(o.units[unit].pool != c.mechanism for unit in units), "not-accepted-for-surrender")
    obliged = c.obliged or c.account
    v.object_if(obliged not in o.accounts, "account-unknown")
    v.counts = [(f"{c.mechanism}/{c.period}/{obliged}", "surrendered", len(units))]


def retires(o: Oracle, c: ask.Retire, at: str, v: Verdict) -> None:
    v.object_if(not c.beneficiary.strip(), "beneficiary-missing")
    ends(o, c, "retired", v)


def cancels(o: Oracle, c: ask.Cancel, at: str, v: Verdict) -> None:
    known = ["voluntary", "overall-mitigation", "excess-issuance", "reversal", "invalidation", "stability-reserve"]
    v.object_if(c.purpose not in known, "purpose-unknown")
    ends(o, c, "cancelled", v)


def replaces(o: Oracle, c: ask.Replace, at: str, v: Verdict) -> None:
    v.object_if(not c.reason.strip(), "reason-missing")
    fresh = ends(o, c, "replacement", v)
    v.object_if(not c.replaces, "nothing-replaced")
    stale = shapes(o, c.replaces, v)
    bad = {"tcer": {"lcer", "credit", "allowance", "itmo", "a64er", "mcu"}}
    bad["lcer"] = bad["tcer"] - {"lcer"} | {"tcer"}
    worse = set().union(*(bad.get(o.family(unit[0]), set()) for unit in stale))
    v.object_if(any(o.family(unit[0]) in worse for unit in fresh), "may-not-replace")
    for unit in stale:
        stand = o.units[unit]
        good = stand.state in ("surrendered", "retired", "cancelled")
        good = good or (stand.state == "held" and stand.account == c.account)
        v.object_if(not good or unit in fresh, "not-replaceable")
        v.moves[unit] = stand._replace(state="replaced", by=o.seq + 1)
    v.object_if(len(fresh) != sum(block.last - block.first + 1 for block in c.replaces), "replacement-differs")


# What undoes ----------------------------------------------------------------------------------------------------------


def undoes(kinds: set[str]) -> Rule:
    """The rule of undoing an entry of one of these kinds."""

    def rule(o: Oracle, c: ask.Reverse | ask.Correct, at: str, v: Verdict) -> None:
        v.object_if(not c.reason.strip(), "reason-missing")
        v.object_if(not c.authority.strip(), "authority-missing")
        done = o.done.get(c.entry)
        v.object_if(done is None, "entry-unknown")
        if done is None:
            return
        v.object_if(done.kind not in kinds or c.entry in o.undone, "not-correctable")
        if done.kind not in kinds:
            return
        for unit, (before, after) in done.moves.items():
            v.object_if(o.units[unit] != after, "units-moved-on")
            if before is not None:
                back = before._replace(state="held", by=0) if before.state == "reserved" else before
                v.object_if(o.accounts[back.account].status == "closed", "account-since-closed")
                v.moves[unit] = back
        v.counts = [(address, number, -more) for address, number, more in done.counts]
        v.then = lambda: o.undone.add(c.entry)

    return rule


RULES: dict[type, Rule] = {
    ask.OpenAccount: opens, ask.SetStatus: status, ask.DeclareUnitType: declares, ask.SetObligation: owes,
    ask.Issue: issues, ask.Transfer: transfers, ask.Allocate: allocates, ask.Auction: auctions,
    ask.CarryOver: carries, ask.Propose: proposes, ask.Accept: accepts, ask.Reject: rejects, ask.Expire: expires,
    ask.Freeze: freezes, ask.Dispute: disputes, ask.Release: releases, ask.Surrender: surrenders,
    ask.Retire: retires, ask.Cancel: cancels, ask.Replace: replaces,
    ask.Reverse: undoes({"surrender", "retire", "cancel"}),
    ask.Correct: undoes({"transfer", "allocate", "auction", "accept", "carry-over"}),
}  # fmt: skip
