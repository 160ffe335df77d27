"""A small registry in which there is something of everything, and a good request of every kind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from comity.registry.blocks import Block
from comity.registry.commands import (
    Accept,
    Allocate,
    Auction,
    Award,
    Cancel,
    CarryOver,
    Command,
    Correct,
    DeclareUnitType,
    Dispute,
    Expire,
    Freeze,
    Issue,
    OpenAccount,
    Propose,
    Reject,
    Release,
    Replace,
    Retire,
    Reverse,
    SetObligation,
    SetStatus,
    Surrender,
    Transfer,
)  # fmt: skip

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)
"""When the requests come: the offers that expire in March have expired."""
MARCH = "2026-03-01T00:00:00.000000Z"
SEPTEMBER = "2026-09-01T00:00:00.000000Z"
EUA, OLD, VER, TCER = "R/eu/EUA/v2025", "R/eu/EUA/v2024", "R/voluntary/VER/v2025", "R/cdm/TCER/v2025"


def eua(first: int, last: int) -> tuple[Block, ...]:
    """Allowances of 2025."""
    return (Block(EUA, first, last),)


OFFER = Propose(account="state", to="bob", blocks=eua(51, 60), expires=SEPTEMBER)
STALE_OFFER = Propose(account="state", to="bob", blocks=eua(61, 65), expires=MARCH)
OFFER_OF_BARRED = Propose(account="barred", to="bob", blocks=eua(211, 215))
OFFER_TO_SHUT = Propose(account="state", to="shut", blocks=eua(66, 70))
FREEZE = Freeze(account="state", blocks=eua(71, 75), reason="court order 12", authority="court")
DISPUTE = Dispute(account="state", blocks=eua(76, 80), reason="claimed by an heir")
RETIREMENT = Retire(account="state", blocks=eua(41, 45), beneficiary="Acme")
SPENT_RETIREMENT = Retire(account="state", blocks=eua(46, 47), beneficiary="Acme")
REVERSED_RETIREMENT = Retire(account="state", blocks=eua(48, 50), beneficiary="Acme")
RETIREMENT_OF_SHUT = Retire(account="shut", blocks=eua(231, 233), beneficiary="Acme")
SPENT_RETIREMENT_OF_SHUT = Retire(account="shut", blocks=eua(234, 235), beneficiary="Acme")
SALE = Transfer(account="state", to="bob", blocks=eua(81, 90))
SPENT_SALE = Transfer(account="state", to="bob", blocks=eua(91, 95))
SALE_OF_SHUT = Transfer(account="shut", to="bob", blocks=eua(236, 238))
SPENT_SALE_OF_SHUT = Transfer(account="shut", to="bob", blocks=eua(239, 240))
CORRECTED_SALE = Transfer(account="state", to="bob", blocks=eua(96, 100))

WORLD: tuple[Command, ...] = (
    DeclareUnitType(unit_type="EUA", family="allowance"),
    DeclareUnitType(unit_type="VER", family="credit"),
    DeclareUnitType(unit_type="TCER", family="tcer"),
    OpenAccount(account="state", type="party-holding"),
    OpenAccount(account="bob", type="operator-holding", holder="Bob's Power"),
    OpenAccount(account="eve", type="trading"),
    OpenAccount(account="fund", type="buffer"),
    OpenAccount(account="barred", type="party-holding"),
    OpenAccount(account="barred-fund", type="buffer"),
    OpenAccount(account="shut", type="party-holding"),
    OpenAccount(account="shut-fund", type="buffer"),
    Issue(account="state", mechanism="eu", unit_type="EUA", vintage="2025", quantity=200),
    Issue(account="barred", mechanism="eu", unit_type="EUA", vintage="2025", quantity=20),
    Issue(account="shut", mechanism="eu", unit_type="EUA", vintage="2025", first=231, last=240),
    Issue(account="state", mechanism="eu", unit_type="EUA", vintage="2024", quantity=20),
    Issue(account="state", mechanism="voluntary", unit_type="VER", vintage="2025", quantity=20),
    Issue(account="state", mechanism="cdm", unit_type="TCER", vintage="2025", quantity=20, expires="2050-12-31"),
    OFFER,
    STALE_OFFER,
    OFFER_OF_BARRED,
    OFFER_TO_SHUT,
    FREEZE,
    DISPUTE,
    RETIREMENT,
    SPENT_RETIREMENT,
    Replace(account="state", blocks=eua(101, 102), replaces=eua(46, 47), reason="the project never was"),
    REVERSED_RETIREMENT,
    Reverse(entry=27, reason="typing error", authority="administrator"),
    RETIREMENT_OF_SHUT,
    SALE,
    SPENT_SALE,
    Transfer(account="bob", to="eve", blocks=eua(91, 92)),
    SALE_OF_SHUT,
    SPENT_RETIREMENT_OF_SHUT,
    Replace(account="state", blocks=eua(103, 104), replaces=eua(234, 235), reason="the project never was"),
    SPENT_SALE_OF_SHUT,
    Transfer(account="bob", to="eve", blocks=eua(239, 240)),
    CORRECTED_SALE,
    Correct(entry=38, reason="typing error", authority="administrator"),
    SetStatus(account="barred", status="blocked", reason="sanctions"),
    SetStatus(account="barred-fund", status="blocked", reason="sanctions"),
    SetStatus(account="shut", status="closed", reason="wound up"),
    SetStatus(account="shut-fund", status="closed", reason="wound up"),
    OpenAccount(account="pending", type="pending"),
    OpenAccount(account="shut-pending", type="pending"),
    SetStatus(account="shut-pending", status="closed", reason="wound up"),
)


def number(command: Command) -> int:
    """The entry that a command of the world made."""
    return WORLD.index(command) + 1


WHAT: dict[str, Any] = {"account": "state", "blocks": eua(1, 10), "quantity": 10}
GOOD: dict[type[Command], Command] = {
    type(command): command
    for command in (
        OpenAccount(account="carol", type="trading"),
        SetStatus(account="bob", status="blocked", reason="overdue"),
        DeclareUnitType(unit_type="UKA", family="allowance"),
        SetObligation(account="bob", mechanism="eu", period="2025", quantity=100),
        Issue(account="state", mechanism="eu", unit_type="EUA", vintage="2025", first=301, last=310, quantity=10),
        Transfer(to="bob", **WHAT),
        Allocate(to="bob", period="2025", **WHAT),
        Auction(awards=(Award("bob", 6), Award("eve", 4)), price="71.20", currency="EUR", **WHAT),
        Propose(to="bob", expires=SEPTEMBER, **WHAT),
        Accept(account="bob", proposal=number(OFFER)),
        Reject(account="bob", proposal=number(OFFER)),
        Expire(proposal=number(STALE_OFFER)),
        Freeze(reason="court order 13", authority="court", **WHAT),
        Dispute(reason="stolen", **WHAT),
        Release(hold=number(FREEZE), reason="the order was lifted"),
        Surrender(mechanism="eu", period="2025", **WHAT),
        Retire(beneficiary="Acme", **WHAT),
        Cancel(purpose="voluntary", **WHAT),
        Replace(replaces=(*eua(41, 45), Block(VER, 1, 5)), reason="the project never was", **WHAT),
        Reverse(entry=number(RETIREMENT), reason="typing error", authority="administrator"),
        CarryOver(to_period="2026", **WHAT),
        Correct(entry=number(SALE), reason="typing error", authority="administrator"),
    )
}
