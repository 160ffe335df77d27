"""Planners of what carries units from one mechanism into another: moves, conversions, returns, reissues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import structs

from comity.registry.accounts import Account, Issued, account_types
from comity.registry.blocks import Series, Standing
from comity.registry.commands import Convert, Move, Reissue, Return
from comity.registry.journal import Change, Post, Put
from comity.registry.permits import Permit, exact
from comity.registry.plans.adjustments import first_transfer, moved
from comity.registry.plans.admission import Admission, of_piece
from comity.registry.plans.checks import Piece, asked, between, may_hold, posts, total
from comity.registry.plans.levies import shared_out
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State


def move(state: State, command: Move, now: Now) -> Plan:
    """Serial numbers kept, one for one: only the pool changes."""
    taker = between(state, command, command.to, "move")
    pieces = asked(state, command)
    may_hold(state, taker, pieces)
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
    taker = between(state, command, command.to, "convert")
    pieces = asked(state, command)
    admission = Admission(state, now)
    changes: list[Change] = []
    for piece in pieces:
        permit = linked(admission, command, piece, "immobilise")
        first = first_transfer(admission, piece, "transfer")
        changes += resting_place(state, permit, changes)
        changes += posts([piece], account=resting_account(permit), state="immobilised", by=state.seq + 1, first=first)
        changes += image(admission, permit, piece, Standing(taker.id, command.into, first=first), changes)
    return Plan(admission.allowed_by("registry.clauses"), (*changes, *admission.changes()))


def reissue(state: State, command: Reissue, now: Now) -> Plan:
    """The originals end; what is given for them is new, and there is no way back."""
    taker = between(state, command, command.to, "reissue")
    pieces = asked(state, command)
    admission = Admission(state, now)
    changes: list[Change] = []
    for piece in pieces:
        permit = linked(admission, command, piece, "reissue")
        first = first_transfer(admission, piece, "transfer")
        changes += posts([piece], state="reissued", by=state.seq + 1, first=first)
        changes += image(admission, permit, piece, Standing(taker.id, command.into, first=first), changes)
    return Plan(admission.allowed_by("registry.clauses"), (*changes, *admission.changes()))


def give_back(state: State, command: Return, now: Now) -> Plan:
    """What a conversion gave ends, and whole originals are free again, the oldest first."""
    taker = between(state, command, command.to, "return")
    pieces = asked(state, command)
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


def image(
    admission: Admission, permit: Permit, piece: Piece, standing: Standing, before: Iterable[Change]
) -> Iterator[Change]:
    """What is given for a piece: whole units at the clause's rate, the rest kept for the next time."""
    state = admission.state
    taker = state.accounts[standing.account]
    if state.unit_types[permit.unit_type].family not in account_types()[taker.type].holds:
        refuse("image-may-not-be-held", permit.id, account=taker.id, type=taker.type, unit_type=permit.unit_type)
    units = admission.whole(f"remainder:{permit.id}:{taker.id}:{piece[0]}", total([piece]) * exact(permit.rate))
    origin = state.series[piece[0]]
    series = structs.replace(
        origin,
        registry=state.registry,
        mechanism=standing.pool,
        unit_type=permit.unit_type,
        image_of=origin.image_of or origin.mechanism,
    )
    if units:
        standing = structs.replace(standing, authorisation=piece[3].authorisation, period=piece[3].period)
        yield from created(admission, permit, series, units, standing, before)


def created(
    admission: Admission, permit: Permit, series: Series, units: int, standing: Standing, before: Iterable[Change]
) -> Iterator[Change]:
    """New units behind the last of their series; `before` are the changes of the same plan so far."""
    state = admission.state
    count, known = state.issued.get(series.id), series.id in state.series
    line = state.holdings.lines.get(series.id)
    top = line.top if line else 0
    for change in before:
        if isinstance(change, Put) and isinstance(change.after, Issued) and change.after.id == series.id:
            count, known = change.after, True
        elif isinstance(change, Post) and change.series == series.id and change.before is None:
            top = max(top, change.last)
    if not known:
        yield Put(None, series)
    yield Put(count, Issued(series.id, (count.quantity if count else 0) + units))
    for first, last, stands in shared_out(admission, permit, top + 1, top + units, standing):
        yield Post(series.id, first, last, None, stands)


def resting_account(permit: Permit) -> str:
    """The account in which the originals of a clause rest."""
    return f"immobilised.{permit.id}"


def resting_place(state: State, permit: Permit, before: Iterable[Change]) -> Iterator[Change]:
    """That account, opened the first time it is needed."""
    id = resting_account(permit)
    if id not in state.accounts:
        opened = Put(None, Account(id, "immobilised"))
        if opened not in before:
            yield opened


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
        origin = state.series[id]
        like = structs.replace(
            origin,
            registry=image.registry,
            mechanism=image.mechanism,
            unit_type=image.unit_type,
            image_of=origin.image_of or origin.mechanism,
        )
        if like == image:
            for first, last, standing in state.holdings.live(account, id):
                yield id, first, last, standing


PLANNERS: dict[type, Planner[Any]] = {Move: move, Convert: convert, Return: give_back, Reissue: reissue}
