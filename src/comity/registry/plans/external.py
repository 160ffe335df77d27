"""Planners of external transfers, on both sides; `external.py` in the folder above tells how they follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import Account, Issued
from comity.registry.blocks import Block, Standing
from comity.registry.commands import (
    AdmitExternal,
    CompleteExternal,
    ConfirmExternal,
    DropExternal,
    FinaliseExternal,
    ProposeExternal,
    TerminateExternal,
)
from comity.registry.external import CONSIGNMENTS_MOST, Arrival, Consignment, Departure, arrived_id, departed_id
from comity.registry.journal import Change, Post, Put
from comity.registry.plans.adjustments import first_transfer
from comity.registry.plans.admission import Admission
from comity.registry.plans.checks import (
    acts,
    asked,
    both_entitled,
    counted,
    forward,
    issued,
    known,
    may_act,
    may_hold_type,
    named_in,
    posts,
    ranges,
    total,
    well_formed,
)
from comity.registry.plans.holds import is_instant
from comity.registry.plans.issues import SERIAL_MOST
from comity.registry.plans.kyoto import reserve_kept, still_valid
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.plans.units import tradable
from comity.registry.refusals import refuse
from comity.registry.state import State

RULE = "registry.external-transfers"


def propose(state: State, command: ProposeExternal, now: Now) -> Plan:
    """Units wait for what another registry says."""
    well_formed(command.registry, command.to)
    if command.expires and not is_instant(command.expires):
        refuse("identifier-malformed", found=command.expires)
    giver = known(state, command.account)
    elsewhere(state, command.registry)
    acts(state, giver.id, "propose-external")
    pieces = asked(state, command)
    if len(pieces) > CONSIGNMENTS_MOST:
        refuse("too-many-blocks", found=len(pieces), most=CONSIGNMENTS_MOST)
    authorisations = sorted({piece[3].authorisation for piece in pieces} - {""})
    departure = Departure(
        id=str(state.seq + 1),
        account=giver.id,
        blocks=tuple(Block(series, first, last) for series, first, last, _ in pieces),
        registry=command.registry,
        to=command.to,
        party=command.party,
        holder=command.holder,
        authorisations=tuple(replace(state.authorisations[id], issued=0) for id in authorisations),
        under=command.under,
        expires=command.expires,
    )
    taker = taker_of(departure)
    reserve_kept(state, giver, taker, pieces)
    still_valid(pieces, now.at[:10])
    both_entitled(state, giver, taker, pieces)
    tradable(Admission(state, now), pieces, giver.id, command.under)
    if command.expires and command.expires <= now.at:
        refuse("expiry-past", expires=command.expires)
    return Plan(RULE, (*posts(pieces, state="reserved", by=state.seq + 1), Put(None, departure)))


def finalise(state: State, command: FinaliseExternal, now: Now) -> Plan:
    """The units depart. This one entry decides: before it nothing has moved, after it nothing can hold them up."""
    departure = under_way(state, command.transfer)
    giver, taker = state.accounts[departure.account], taker_of(departure)
    may_act(giver, "propose-external")
    pieces = issued(state, departure.blocks)
    reserve_kept(state, giver, taker, pieces)
    still_valid(pieces, now.at[:10])
    both_entitled(state, giver, taker, pieces)
    admission = Admission(state, now)
    tradable(admission, pieces, giver.id, departure.under)
    if departure.expires and departure.expires <= now.at:
        refuse("proposal-expired", hold=departure.id, expires=departure.expires)
    not_finalised(departure)
    changes: list[Change] = []
    for piece in pieces:
        first = first_transfer(admission, piece, "transfer") if giver.party != taker.party else piece[3].first
        changes += posts([piece], state="departed", by=state.seq + 1, first=first)
        admission.add(departed_id(departure.registry, piece[0]), Fraction(total([piece])))
    changes.append(Put(departure, replace(departure, finalised=state.seq + 1)))
    return Plan(admission.allowed_by(RULE), (*changes, *admission.changes()))


def terminate(state: State, command: TerminateExternal, now: Now) -> Plan:
    """The units are free again, and will never depart under this proposal."""
    account = known(state, command.account)
    departure = under_way(state, command.transfer)
    if account.id != departure.account:
        refuse("not-for-this-account", account=account.id, hold=departure.id)
    not_finalised(departure)
    return Plan(RULE, (*posts(issued(state, departure.blocks), state="held", by=0), Put(departure, None)))


def confirm(state: State, command: ConfirmExternal, now: Now) -> Plan:
    """There is nothing more to be told to the other registry."""
    departure = under_way(state, command.transfer)
    if not departure.finalised:
        refuse("external-not-finalised", transfer=command.transfer)
    return Plan(RULE, (Put(departure, None),))


def admit(state: State, command: AdmitExternal, now: Now) -> Plan:
    """A promise: whatever could stand in the way of the units is looked for now, and nothing later."""
    well_formed(command.registry, *(part for unit in command.units for part in parts_of(unit)))
    taker = state.accounts.get(command.account)
    if taker is None:
        refuse("acquiring-account-unknown", account=command.account)
    elsewhere(state, command.registry)
    if command.addressee != state.registry:
        refuse("not-the-addressee", registry=command.addressee)
    if taker.status == "closed":
        refuse("acquiring-account-closed", account=taker.id)
    if command.party != taker.party or command.holder not in ("", taker.holder):
        refuse("acquiring-account-differs", account=taker.id)
    same_types(state, command)
    blocks = tuple(unit.block for unit in command.units)
    well_placed(state, blocks)
    for unit in command.units:
        may_hold_type(state, taker, unit.series.unit_type)
    for unit in command.units:
        if unit.expires and now.at[:10] > unit.expires:
            refuse("unit-expired", expires=unit.expires)
    authorisations = authorised(state, command, taker)
    arrival = Arrival(command.registry, command.number, command.hash, taker.id, command.units)
    if arrival.id in state.arrivals:
        refuse("external-known", transfer=arrival.id)
    return Plan(RULE, (*authorisations, Put(None, arrival)))


def complete(state: State, command: CompleteExternal, now: Now) -> Plan:
    """The units are there, in the standing that they had."""
    arrival = promised(state, command)
    if len(command.transferred) != len(arrival.units):
        refuse("external-differs", transfer=arrival.id)
    counts: dict[str, Issued] = {}
    admission = Admission(state, now)
    changes: list[Change] = []
    for unit, transferred in zip(arrival.units, command.transferred, strict=True):
        after = Standing(
            arrival.account,
            unit.pool,
            period=unit.period,
            authorisation=unit.authorisation,
            first=state.seq + 1 if transferred and unit.authorisation else 0,
            expires=unit.expires,
        )
        changes += entered(state, unit, after, counts)
        admission.add(arrived_id(arrival.registry, unit.series.id), Fraction(unit.block.quantity))
    return Plan(RULE, (*changes, *admission.changes(), Put(arrival, None)))


def drop(state: State, command: DropExternal, now: Now) -> Plan:
    """The promise is not needed any more."""
    return Plan(RULE, (Put(promised(state, command), None),))


def elsewhere(state: State, registry: str) -> None:
    """Refuse an external transfer within one registry."""
    if registry == state.registry:
        refuse("same-registry", registry=registry)


def taker_of(departure: Departure) -> Account:
    """The account of the other registry, as far as it matters here."""
    return Account(departure.to, "party-holding", departure.holder, departure.party)


def under_way(state: State, transfer: int) -> Departure:
    """A proposal that is neither terminated nor confirmed."""
    departure = state.departures.get(str(transfer))
    if departure is None:
        refuse("external-unknown", transfer=transfer)
    return departure


def not_finalised(departure: Departure) -> None:
    """Refuse what has been decided: units that have departed neither depart again nor stay."""
    if departure.finalised:
        refuse("external-finalised", transfer=departure.id, entry=departure.finalised)


def promised(state: State, command: CompleteExternal | DropExternal) -> Arrival:
    """What was admitted, if it is the same that is spoken of."""
    id = f"{command.registry}/{command.number}"
    arrival = state.arrivals.get(id)
    if arrival is None:
        refuse("external-unknown", transfer=id)
    if arrival.hash != command.hash:
        refuse("external-differs", transfer=id)
    return arrival


def parts_of(unit: Consignment) -> Iterator[str]:
    """What the id of a series is written from, and what else names something."""
    series = unit.series
    yield from (series.registry, series.mechanism, series.unit_type, unit.pool)
    optional = (
        series.vintage, series.period, series.host, series.activity, series.activity_type, series.standard,
        series.metric, series.image_of, unit.period, unit.authorisation, unit.expires,
    )  # fmt: skip
    yield from filter(None, optional)


def same_types(state: State, command: AdmitExternal) -> None:
    """Refuse units of a type that is unknown here, or measures something else here."""
    said = {unit_type.id: unit_type for unit_type in command.unit_types}
    found = sorted({unit.series.unit_type for unit in command.units})
    for unit_type in found:
        if unit_type not in state.unit_types:
            refuse("unit-type-unknown", unit_type=unit_type)
    for unit_type in found:
        if said.get(unit_type) != state.unit_types[unit_type]:
            refuse("unit-type-differs", unit_type=unit_type)


def well_placed(state: State, blocks: tuple[Block, ...]) -> None:
    """Refuse what are no ranges, or are of units that this registry never issued, has, or has promised to take."""
    if not blocks:
        refuse("nothing-asked")
    forward(blocks)
    for block in blocks:
        if block.last > SERIAL_MOST:
            refuse("serial-too-high", last=block.last, most=SERIAL_MOST)
    ranges(blocks, None)
    for block in blocks:
        if block.series.partition("/")[0] == state.registry:
            issued(state, (block,))
    for block in blocks:
        here = any(standing.state != "departed" for _, standing in state.standings(block))
        if here or overlaps(block, (unit.block for one in state.arrivals.values() for unit in one.units)):
            refuse("units-present", block=block)


def overlaps(block: Block, others: Iterable[Block]) -> bool:
    """Whether a block has a unit in common with any of the others."""
    return any(
        block.series == other.series and block.first <= other.last and other.first <= block.last for other in others
    )


def authorised(state: State, command: AdmitExternal, taker: Account) -> list[Change]:
    """Records of the authorisations that are not known here yet."""
    here_or_said = {one.id: one for one in command.authorisations} | state.authorisations
    units = [unit for unit in command.units if unit.authorisation]
    for unit in units:
        if unit.authorisation not in here_or_said:
            refuse("authorisation-unknown", authorisation=unit.authorisation)
    found = {unit.authorisation: here_or_said[unit.authorisation] for unit in units}
    for unit in units:
        if (host := found[unit.authorisation].host) != unit.series.host:
            refuse("authorisation-of-another-host", authorisation=unit.authorisation, host=host)
    for authorisation in found.values():
        named_in(authorisation, taker)
    return [Put(None, one) for id, one in found.items() if id not in state.authorisations]


def entered(state: State, unit: Consignment, after: Standing, counts: dict[str, Issued]) -> Iterator[Change]:
    """The postings of what arrives: units that have been here come back, the others are new here."""
    block, at = unit.block, unit.first
    gaps: list[tuple[int, int]] = []
    for part, before in state.standings(block):
        if at < part.first:
            gaps.append((at, part.first - 1))
        yield Post(block.series, part.first, part.last, before, after)
        at = part.last + 1
    if at <= block.last:
        gaps.append((at, block.last))
    if gaps:
        yield from counted(state, counts, unit.series, sum(last - first + 1 for first, last in gaps))
    for first, last in gaps:
        yield Post(block.series, first, last, None, after)


PLANNERS: dict[type, Planner[Any]] = {
    ProposeExternal: propose,
    FinaliseExternal: finalise,
    TerminateExternal: terminate,
    ConfirmExternal: confirm,
    AdmitExternal: admit,
    CompleteExternal: complete,
    DropExternal: drop,
}
