"""Planner of what an auction delivers. The clearing itself is `registry/auction.py`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec.structs import replace

from comity.registry.commands import Auction, Award
from comity.registry.journal import Change, Post
from comity.registry.plans.admission import Admission
from comity.registry.plans.checks import (
    Piece,
    asked,
    entitled,
    forward,
    known,
    may_act,
    may_hold,
    not_closed,
    posts,
)
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.plans.units import tradable
from comity.registry.refusals import refuse
from comity.registry.state import State


def deliver(state: State, command: Auction, now: Now) -> Plan:
    """Every bidder's units, one range after another in the order of the awards."""
    priced(command.price)
    giver = known(state, command.account)
    for award in command.awards:
        if award.to not in state.accounts:
            refuse("acquiring-account-unknown", account=award.to)
    if any(award.to == giver.id for award in command.awards):
        refuse("same-account", account=giver.id)
    not_closed(giver)
    for award in command.awards:
        if state.accounts[award.to].status == "closed":
            refuse("acquiring-account-closed", account=award.to)
    may_act(giver, "auction")
    if not command.awards:
        refuse("nothing-asked")
    if any(award.quantity < 1 for award in command.awards):
        refuse("quantity-not-positive", quantity=min(award.quantity for award in command.awards))
    if command.quantity is not None and command.quantity < 1:
        refuse("quantity-not-positive", quantity=command.quantity)
    forward(command.blocks)
    sold = sum(award.quantity for award in command.awards)
    if command.quantity not in (None, sold):
        refuse("quantity-differs", quantity=command.quantity, sum=sold)
    pieces = asked(state, replace(command, quantity=sold))
    for award in command.awards:
        may_hold(state, state.accounts[award.to], pieces)
    for award in command.awards:
        entitled(state, state.accounts[award.to], pieces)
    admission = Admission(state, now)
    tradable(admission, pieces, giver.id, command.under)
    changes: tuple[Change, ...] = (*parted(pieces, command.awards), *admission.changes())
    return Plan(admission.allowed_by("registry.auctions"), changes)


def priced(price: str) -> None:
    """Refuse what is no price."""
    try:
        good = Decimal(price) >= 0  # nan compares as an error or as False
    except InvalidOperation:
        good = False
    if not good or not Decimal(price).is_finite():
        refuse("price-malformed", price=price)


def parted(pieces: list[Piece], awards: tuple[Award, ...]) -> Iterator[Post]:
    """Hand the pieces out in order, cutting them where an award ends."""
    left = list(reversed(pieces))
    for award in awards:
        missing = award.quantity
        while missing:
            series, first, last, standing = left.pop()
            cut = min(last, first + missing - 1)
            yield from posts([(series, first, cut, standing)], account=award.to)
            missing -= cut - first + 1
            if cut < last:
                left.append((series, cut + 1, last, standing))


PLANNERS: dict[type, Planner[Any]] = {Auction: deliver}
