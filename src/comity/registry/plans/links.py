"""Planners of what carries units from one mechanism into another: moves, conversions, returns, reissues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import structs

from comity.registry.accounts import Account, Issued, account_types
from comity.registry.blocks import Series, Standing
from comity.registry.commands import Convert, Move, Reissue, Return
from comity.registry.journal import Change, Post, Put
from comity.registry.permits import Permit, exact
from comity.registry.plans.adjustments import first_transfer, moved
from comity.registry.plans.admission import Admission, of_piece
from comity.registry.plans.checks import Piece, asked, between, counted, entitled, may_hold, posts, total
from comity.registry.plans.levies import shared_out
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State


def move(state: State, command: Move, now: Now) -> Plan:
    """Serial numbers kept, one for one: only the pool changes."""
    taker = between(state, command, command.to, "move")
    pieces = asked(state, command)
    may_hold(state, taker, pieces)
    entitled(state, taker, pieces)
    admission = Admission(state, now)
    changes: list[Change] = []
    for piece in pieces:
        series, low, high, before = piece
        permit = linked(admission, command, piece, "transfer")
        first = first_transfer(admission, piece, "transfer")
        moved_to = structs.replace(before, account=taker.id, pool=command.into, first=first)
        for start, end, after in shared_out(admission, permit, low, high, moved_to):
            changes.append(Post(series, start, end, before, after))
    return Plan(admission.allowed_by("registry.clauses"), (*changes, *admission.changes()))


def convert(state: State, command: Convert, now: Now) -> Plan:
    """The originals rest in the clause's own account while what is given for them lives."""
    return exchanged(state, command, now, "convert", "immobilise")


def reissue(state: State, command: Reissue, now: Now) -> Plan:
    """The originals end; what is given for them is new, and there is no way back."""
    return exchanged(state, command, now, "reissue", "reissue")


def exchanged(
    state: State, command: Convert | Reissue, now: Now, act: str, form: Literal["immobilise", "reissue"]
) -> Plan:
    """Units of the other mechanism for every piece, at its clause's rate."""
    taker = between(state, command, command.to, act)
    pieces = asked(state, command)
    entitled(state, taker, pieces)
    admission = Admission(state, now)
    homes: set[str] = set()
    counts: dict[str, Issued] = {}
    changes: list[Change] = []
    for piece in pieces:
        permit = linked(admission, command, piece, form)
        first = first_transfer(admission, piece, "transfer")
        if form == "immobilise":
            changes += resting_place(state, permit, homes)
            leaves = {"account": resting_account(permit), "state": "immobilised"}
        else:
            leaves = {"state": "reissued"}
        changes += posts([piece], **leaves, by=state.seq + 1, first=first)
        changes += image(admission, permit, piece, Standing(taker.id, command.into, first=first), counts)
    return Plan(admission.allowed_by("registry.clauses"), (*changes, *admission.changes()))


def give_back(state: State, command: Return, now: Now) -> Plan:
    """What a conversion gave ends, and whole originals are free again, the oldest first."""
    taker = between(state, command, command.to, "return")
    pieces = asked(state, command)
    entitled(state, taker, pieces)
    admission = Admission(state, now)
    changes: list[Change] = list(posts(pieces, state="returned", by=state.seq + 1))
    for id in dict.fromkeys(piece[0] for piece in pieces):
        given = total(piece for piece in pieces if piece[0] == id)
        permit = given_under(admission, command, state.series[id])
        back = admission.whole(f"returning:{permit.id}:{taker.id}:{id}", given / exact(permit.rate))
        changes += posts(originals(state, permit, state.series[id], back), account=taker.id, state="held", by=0)
        admission.allowing[permit.id] = None
    return Plan(admission.allowed_by("registry.clauses"), (*changes, *admission.changes()))


def linked(admission: Admission, command: Move | Convert | Reissue, piece: Piece, form: str) -> Permit:
    """The clause that lets a piece into the other mechanism in this form; where it adjusts, both sides are counted."""
    asked = of_piece(
        admission, "move", piece, gives=command.into, entity=command.account, under=command.under, form=form
    )
    permit = admission.permit(asked)
    moved(admission, permit, piece)
    return permit


def image_series(origin: Series, registry: str, mechanism: str, unit_type: str) -> Series:
    """The series of what is given for units: the same in all but these; it names who issued the original."""
    return structs.replace(
        origin,
        registry=registry,
        mechanism=mechanism,
        unit_type=unit_type,
        image_of=origin.image_of or origin.mechanism,
    )


def image(
    admission: Admission, permit: Permit, piece: Piece, standing: Standing, counts: dict[str, Issued]
) -> Iterator[Change]:
    """What is given for a piece: whole units at the clause's rate, the rest kept for the next time."""
    state = admission.state
    taker = state.accounts[standing.account]
    if state.unit_types[permit.unit_type].family not in account_types()[taker.type].holds:
        refuse("image-may-not-be-held", permit.id, account=taker.id, type=taker.type, unit_type=permit.unit_type)
    units = admission.whole(f"remainder:{permit.id}:{taker.id}:{piece[0]}", total([piece]) * exact(permit.rate))
    if units:
        series = image_series(state.series[piece[0]], state.registry, standing.pool, permit.unit_type)
        standing = structs.replace(standing, authorisation=piece[3].authorisation, period=piece[3].period)
        yield from created(admission, permit, series, units, standing, counts)


def created(
    admission: Admission, permit: Permit, series: Series, units: int, standing: Standing, counts: dict[str, Issued]
) -> Iterator[Change]:
    """New units behind the last of their series; `counts` are those of the same plan so far."""
    state = admission.state
    line, kept, planned = state.holdings.lines.get(series.id), state.issued.get(series.id), counts.get(series.id)
    top = line.top if line else 0
    if planned is not None:
        top += planned.quantity - (kept.quantity if kept else 0)
    yield from counted(state, counts, series, units)
    for first, last, stands in shared_out(admission, permit, top + 1, top + units, standing):
        yield Post(series.id, first, last, None, stands)


def resting_account(permit: Permit) -> str:
    """The account in which the originals of a clause rest."""
    return f"immobilised.{permit.id}"


def resting_place(state: State, permit: Permit, opened: set[str]) -> Iterator[Change]:
    """That account, opened the first time it is needed; `opened` are those of the same plan so far."""
    id = resting_account(permit)
    if id not in state.accounts and id not in opened:
        opened.add(id)
        yield Put(None, Account(id, "immobilised"))


def given_under(admission: Admission, command: Return, image: Series) -> Permit:
    """The conversion clause that gave an image. It lets go of originals even after it has ended."""
    rules = admission.rules
    for permit in rules.permits if rules else ():
        if (
            permit.form == "immobilise"
            and image.mechanism in permit.gives
            and permit.unit_type == image.unit_type
            and command.under in ("", permit.id)
            and any(True for _ in resting(admission.state, permit, image))
        ):
            return permit
    return refuse("no-clause", block=image.id, mechanism=image.image_of or "-")


def originals(state: State, permit: Permit, image: Series, units: int) -> Iterator[Piece]:
    """So many resting originals that an image was given for, in the order in which they came to rest."""
    missing = units
    for series, first, last, standing in sorted(resting(state, permit, image), key=lambda piece: piece[3].by):
        if not missing:
            return
        last = min(last, first + missing - 1)
        missing -= last - first + 1
        yield series, first, last, standing
    if missing:
        refuse("originals-missing", permit.id, quantity=units, available=units - missing)


def resting(state: State, permit: Permit, image: Series) -> Iterator[Piece]:
    """What rests under a clause and is, but for type and mechanism, what an image is."""
    account = resting_account(permit)
    for id in sorted(state.holdings.series_of(account)):
        if image_series(state.series[id], image.registry, image.mechanism, image.unit_type) == image:
            for first, last, standing in state.holdings.live(account, id):
                yield id, first, last, standing


PLANNERS: dict[type, Planner[Any]] = {Move: move, Convert: convert, Return: give_back, Reissue: reissue}
