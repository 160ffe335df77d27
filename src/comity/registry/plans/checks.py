"""Checks that several planners make. Each refuses, or gives what it looked up; planners call them in register order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, filterfalse, pairwise
from typing import Any

from msgspec.structs import replace

from comity.errors import Refusal
from comity.registry.accounts import IDENTIFIER, Account, Authorisation, Issued, account_types
from comity.registry.blocks import ENDED, Block, Series, Standing
from comity.registry.commands import Units
from comity.registry.journal import Post, Put
from comity.registry.refusals import precedence, refuse
from comity.registry.state import State

#: One piece of what is asked: a block that has one standing.
Piece = tuple[str, int, int, Standing]
#: A blocked account may still do these (Regulation (EC) No 2216/2004, response code 7025).
WHILE_BLOCKED = frozenset({"surrender", "cancel", "replace"})
NOT_FREE = {
    "unit-ended": ENDED,
    "unit-reserved": frozenset({"reserved"}),
    "unit-frozen": frozenset({"frozen", "disputed"}),
}


def well_formed(*identifiers: str) -> None:
    """Refuse what cannot be part of an address; empty is allowed where the caller lets it through."""
    for identifier in identifiers:
        if not IDENTIFIER.fullmatch(identifier):
            refuse("identifier-malformed", found=identifier)


def reasoned(reason: str) -> None:
    """Refuse an act that nobody gives a reason for."""
    if not reason.strip():
        refuse("reason-missing")


def authorised(authority: str) -> None:
    """Refuse an act that names no authority."""
    if not authority.strip():
        refuse("authority-missing")


def known(state: State, id: str) -> Account:
    """The account that acts."""
    account = state.accounts.get(id)
    if account is None:
        refuse("account-unknown", account=id)
    return account


def between(state: State, command: Units, to: str, act: str) -> Account:
    """The account that acquires, once both are known to exist, to differ and to be able to."""
    giver = known(state, command.account)
    taker = state.accounts.get(to)
    if taker is None:
        refuse("acquiring-account-unknown", account=to)
    if giver.id == taker.id:
        refuse("same-account", account=to)
    not_closed(giver)
    if taker.status == "closed":
        refuse("acquiring-account-closed", account=to)
    may_act(giver, act)
    return taker


def not_closed(account: Account) -> None:
    """Refuse a closed account."""
    if account.status == "closed":
        refuse("account-closed", account=account.id)


def may_act(account: Account, act: str) -> None:
    """Refuse what an account's status or type does not allow."""
    if account.status == "blocked" and act not in WHILE_BLOCKED:
        refuse("account-blocked", account=account.id)
    if act not in account_types()[account.type].acts:
        refuse("not-for-this-account-type", account=account.id, type=account.type, act=act)


def acts(state: State, id: str, act: str) -> Account:
    """The account that ends its units, once it is known to be able to."""
    account = known(state, id)
    not_closed(account)
    may_act(account, act)
    return account


def may_hold(state: State, account: Account, pieces: Iterable[Piece]) -> None:
    """Refuse units of a family that the account's type does not hold."""
    for series in {piece[0] for piece in pieces}:
        may_hold_type(state, account, state.series[series].unit_type)


def may_hold_type(state: State, account: Account, unit_type: str) -> None:
    """Refuse a type of unit of a family that the account's type does not hold."""
    if state.unit_types[unit_type].family not in account_types()[account.type].holds:
        refuse("may-not-hold", account=account.id, type=account.type, unit_type=unit_type)


def entitled(state: State, account: Account, pieces: Iterable[Piece]) -> None:
    """Refuse ITMOs to an account where their authorisation names who may have them, and it is of none of these."""
    for id in sorted({piece[3].authorisation for piece in pieces} - {""}):
        named_in(state.authorisations[id], account)


def named_in(authorisation: Authorisation, account: Account) -> None:
    """Refuse an account that an authorisation is not for."""
    if not names(authorisation, account):
        entities = ", ".join(authorisation.entities)
        refuse("entity-not-authorised", account=account.id, authorisation=authorisation.id, entities=entities)


def names(authorisation: Authorisation, account: Account) -> bool:
    """Whether an authorisation is for an account, by its id or its holder; one that names nobody is for all."""
    return not authorisation.entities or bool({account.id, account.holder} & set(authorisation.entities))


def both_entitled(state: State, giver: Account, taker: Account, pieces: Iterable[Piece]) -> None:
    """Refuse ITMOs to whom they are not for, and their first transfer abroad by whom they are not for.

    A Party's own account, which nobody holds, needs no leave of its own to transfer.
    """
    pieces = tuple(pieces)
    entitled(state, taker, pieces)
    if giver.holder and giver.party != taker.party:
        entitled(state, giver, (piece for piece in pieces if not piece[3].first))


def asked(state: State, command: Units, suits: Callable[[Piece], bool] | None = None) -> list[Piece]:
    """The units that a command names, in pieces of one standing: held by its account, and free to go.

    `suits`: which go first where a quantity is asked for; the others come last, for who asks to refuse with a reason.
    """
    if command.blocks:
        ranges(command.blocks, command.quantity)
        pieces = issued(state, command.blocks)
        if command.unit_type or command.series or command.vintage or command.pool:
            as_described(state, command, pieces)
        for series, first, last, standing in pieces:
            if standing.account != command.account:
                refuse("not-held", block=Block(series, first, last), account=command.account)
        free(pieces)
        return pieces
    if command.quantity is None:
        refuse("nothing-asked")
    if command.quantity < 1:
        refuse("quantity-not-positive", quantity=command.quantity)
    return chosen(state, command, command.quantity, suits)


def as_described(state: State, command: Units, pieces: Iterable[Piece]) -> None:
    """Refuse blocks of units that are not what the command says of them besides."""
    for id, first, last, standing in pieces:
        series = state.series[id]
        for said, found in (
            (command.unit_type, series.unit_type),
            (command.series, id),
            (command.vintage, series.vintage),
            (command.pool, standing.pool),
        ):
            if said not in ("", found):
                refuse("not-as-described", block=Block(id, first, last), found=found or "-", said=said)


def ranges(blocks: tuple[Block, ...], quantity: int | None) -> None:
    """Refuse blocks that are no ranges, do not sum to the quantity, or name a unit twice."""
    if quantity is not None and quantity < 1:
        refuse("quantity-not-positive", quantity=quantity)
    forward(blocks)
    if quantity is not None and quantity != sum(block.quantity for block in blocks):
        refuse("quantity-differs", quantity=quantity, sum=sum(block.quantity for block in blocks))
    if len(blocks) > 1:
        ordered = sorted((block.series, block.first, block.last) for block in blocks)
        for one, two in pairwise(ordered):
            if one[0] == two[0] and two[1] <= one[2]:
                refuse("blocks-overlap", block=Block(*two))


def forward(blocks: Iterable[Block]) -> None:
    """Refuse blocks that are no ranges of serial numbers."""
    for block in blocks:
        if not 1 <= block.first <= block.last:
            refuse("range-reversed", first=block.first, last=block.last)


def named(state: State, blocks: tuple[Block, ...]) -> list[Piece]:
    """The pieces of well-formed blocks, whoever holds them."""
    ranges(blocks, None)
    return issued(state, blocks)


def together(*lookups: Callable[[], list[Piece]]) -> list[list[Piece]]:
    """What each lookup gives. Where several refuse, the refusal that stands first in the register."""
    found, refusals = [], []
    for lookup in lookups:
        try:
            found.append(lookup())
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        raise min(refusals, key=lambda refusal: precedence()[refusal.code])
    return found


def issued(state: State, blocks: Iterable[Block]) -> list[Piece]:
    """The pieces of blocks, all of whose units must have been issued."""
    pieces = []
    for block in blocks:
        next_serial = block.first
        line = state.holdings.lines.get(block.series)
        if line is not None:
            for first, last, standing in line.within(block.first, block.last):
                if first != next_serial:
                    break
                pieces.append((block.series, first, last, standing))
                next_serial = last + 1
        if next_serial <= block.last:
            refuse("not-issued", block=block)
    return pieces


def free(pieces: Iterable[Piece]) -> None:
    """Refuse units that have ended, are proposed to somebody, or are frozen or disputed."""
    bound = [piece for piece in pieces if piece[3].state != "held"]
    if not bound:
        return
    for code, states in NOT_FREE.items():
        for series, first, last, standing in bound:
            if standing.state in states:
                refuse(code, block=Block(series, first, last), state=standing.state)


def chosen(state: State, command: Units, quantity: int, suits: Callable[[Piece], bool] | None = None) -> list[Piece]:
    """So many free units: those that suit, then the oldest vintage first, then by series and serial number."""
    pieces, missing = [], quantity
    found: Iterable[Piece] = candidates(state, command)
    if suits is not None:
        found = chain(filter(suits, found), filterfalse(suits, candidates(state, command)))
    for series, first, last, standing in found:
        last = min(last, first + missing - 1)
        pieces.append((series, first, last, standing))
        missing -= last - first + 1
        if not missing:
            break
    if missing:
        refuse("holdings-insufficient", account=command.account, quantity=quantity, available=quantity - missing)
    return pieces


def candidates(state: State, command: Units) -> Iterator[Piece]:
    """An account's free units that are what the command says, in the order in which they go."""
    fitting = []
    for id in state.holdings.series_of(command.account):
        series = state.series[id]
        if (
            command.series in ("", id)
            and command.unit_type in ("", series.unit_type)
            and command.vintage in ("", series.vintage)
        ):
            fitting.append((series.vintage, id))
    for _, id in sorted(fitting):
        for first, last, standing in state.holdings.live(command.account, id):
            if standing.state == "held" and command.pool in ("", standing.pool):
                yield id, first, last, standing


def posts(pieces: Iterable[Piece], **now: Any) -> tuple[Post, ...]:
    """The postings that change these fields of every piece's standing and leave the others."""
    return tuple(
        Post(series, first, last, standing, replace(standing, **now)) for series, first, last, standing in pieces
    )


def counted(state: State, counts: dict[str, Issued], series: Series, units: int) -> list[Put]:
    """The record of a series that is new, and its count with so many more; `counts` are those of the plan so far."""
    before = counts.get(series.id) or state.issued.get(series.id)
    counts[series.id] = Issued(series.id, (before.quantity if before else 0) + units)
    new = [] if before else [Put(None, series)]
    return [*new, Put(before, counts[series.id])]


def family_of(state: State, series: str) -> str:
    """The family of a series' units."""
    return state.unit_types[state.series[series].unit_type].family


def total(pieces: Iterable[Piece]) -> int:
    """How many units."""
    return sum(last - first + 1 for _, first, last, _ in pieces)
