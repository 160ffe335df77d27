"""Planner of what makes units: an issue, under a clause where a world has been adopted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from comity.registry.blocks import Block, Line, Series, Standing
from comity.registry.commands import Issue
from comity.registry.journal import Change, Post, Put
from comity.registry.permits import Permit
from comity.registry.plans.adjustments import first_transfer
from comity.registry.plans.admission import Admission, Asked, vintage_of
from comity.registry.plans.checks import (
    Piece,
    counted,
    entitled,
    known,
    may_hold_type,
    not_closed,
    posts,
    total,
    well_formed,
)
from comity.registry.plans.kyoto import TEMPORARY, a_day, assigned
from comity.registry.plans.levies import shared_out
from comity.registry.plans.paris import authorisation_for
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State

#: The highest serial number: what every reader of JSON can hold exactly.
SERIAL_MOST = 2**53 - 1
NO_LINE = Line()


def issue(state: State, command: Issue, now: Now) -> Plan:
    """New units in a series, which the first issue creates."""
    optional = (
        command.vintage, command.period, command.host, command.activity, command.activity_type, command.standard,
        command.metric,
    )  # fmt: skip
    well_formed(command.mechanism, command.unit_type, *filter(None, optional))
    if command.expires:
        a_day(command.expires)
    account = known(state, command.account)
    not_closed(account)
    if command.unit_type not in state.unit_types:
        refuse("unit-type-unknown", unit_type=command.unit_type)
    series = series_of(state, command)
    block = new_block(state, command, series.id)
    family = state.unit_types[command.unit_type].family
    may_hold_type(state, account, command.unit_type)
    if family == "aau":
        assigned(state, series, block.quantity)
    if (family in TEMPORARY) != bool(command.expires):
        refuse("expiry-missing", unit_type=command.unit_type)
    authorisation = None
    if command.authorisation:
        authorisation = authorisation_for(state, command.authorisation, series, block.quantity)
        if account.party not in ("", series.host):
            standing = Standing(account.id, command.mechanism, authorisation=authorisation.id)
            entitled(state, account, [(series.id, block.first, block.last, standing)])
    elif family == "a64er":
        refuse("authorisation-missing", "paris.article-6-4", account=account.id)
    records: list[Change] = [*counted(state, {}, series, block.quantity)]
    if authorisation:
        records.append(Put(authorisation, replace(authorisation, issued=authorisation.issued + block.quantity)))
    standing = Standing(account.id, command.mechanism, authorisation=command.authorisation, expires=command.expires)
    if not (state.adoptions or authorisation or command.backing):
        return Plan("registry.issue", (*records, Post(block.series, block.first, block.last, None, standing)))
    return allowed_issue(Admission(state, now), command, series, block, standing, records)


def series_of(state: State, command: Issue) -> Series:
    """The series that an issue adds to."""
    return Series(
        registry=state.registry,
        mechanism=command.mechanism,
        unit_type=command.unit_type,
        vintage=command.vintage,
        period=command.period,
        host=command.host,
        activity=command.activity,
        activity_type=command.activity_type,
        standard=command.standard,
        metric=command.metric,
    )


def allowed_issue(
    admission: Admission, command: Issue, series: Series, block: Block, standing: Standing, records: list[Change]
) -> Plan:
    """An issue under a clause; whole units go to whom its levies say, and what rounding leaves is kept for later."""
    permit = None
    if admission.state.adoptions:
        permit = admission.permit(
            Asked(
                kind="issue",
                gives=command.mechanism,
                series=series,
                standing=standing,
                units=block.quantity,
                entity=command.account,
                year=vintage_of(series, admission.year),
                under=command.under,
            )
        )
    given_up = backing(admission.state, command, permit, block.quantity)
    whole = (series.id, block.first, block.last, standing)
    # what is authorised from the start is authorised and issued at once, and abroad it is transferred, too
    abroad = ("transfer",) if admission.state.accounts[command.account].party not in ("", series.host) else ()
    for event in ("authorisation", "issuance", *abroad):
        standing = replace(standing, first=standing.first or first_transfer(admission, whole, event, series))
    changes: list[Change] = [*records, *given_up]
    parts: Iterable[tuple[int, int, Standing]] = ((block.first, block.last, standing),)
    if permit is not None:
        parts = shared_out(admission, permit, block.first, block.last, standing, series.host)
    for low, high, stands in parts:
        # under 6.4 what is levied or cancelled is first transferred at issuance (3/CMA.3, annex)
        if stands != standing and admission.state.unit_types[series.unit_type].family == "a64er":
            part = (series.id, low, high, stands)
            stands = replace(stands, first=first_transfer(admission, part, "issuance", series, at_once=True))
        changes.append(Post(series.id, low, high, None, stands))
    return Plan(admission.allowed_by("registry.issue"), (*changes, *admission.changes()))


def backing(state: State, command: Issue, permit: Permit | None, units: int) -> tuple[Post, ...]:
    """The end of the units that are given up, one for each new one, where the clause says of which class.

    Refuses where they are not as many, or any of them is not of that class, and free, in the account.
    """
    pool, unit_types = permit.backed_by.get(command.host, ("", ())) if permit else ("", ())
    needed = units if pool else 0
    found: list[Piece] = []
    ends: dict[str, int] = {}
    for block in sorted(command.backing, key=lambda block: (block.series, block.first)):
        if block.first > ends.get(block.series, 0):  # a unit that is named twice counts once
            ends[block.series] = block.last
            found += ((block.series, part.first, part.last, standing) for part, standing in state.standings(block))
    found = [
        piece
        for piece in found
        if (piece[3].account, piece[3].pool, piece[3].state) == (command.account, pool, "held")
        and (not unit_types or state.series[piece[0]].unit_type in unit_types)
        and state.series[piece[0]].host in ("", command.host)
    ]
    if total(found) != needed or sum(max(block.quantity, 1) for block in command.backing) != needed:
        of = ", ".join(unit_types) or "-"
        clause = permit.id if permit else ""
        refuse("backing-differs", clause, needed=needed, pool=pool or "-", unit_types=of, named=total(found))
    return posts(found, state="converted", by=state.seq + 1)


def new_block(state: State, command: Issue, series: str) -> Block:
    """The serial numbers that an issue creates."""
    line = state.holdings.lines.get(series, NO_LINE)
    first, last, quantity = command.first, command.last, command.quantity
    if quantity is None and (first is None or last is None):
        refuse("nothing-asked")
    if quantity is not None and quantity < 1:
        refuse("quantity-not-positive", quantity=quantity)
    if first is None:
        first = line.top + 1 if last is None or quantity is None else last - quantity + 1
    if last is None:
        last = first + (quantity or 0) - 1
    if not 1 <= first <= last:
        refuse("range-reversed", first=first, last=last)
    if last > SERIAL_MOST:
        refuse("serial-too-high", last=last, most=SERIAL_MOST)
    if quantity is not None and quantity != last - first + 1:
        refuse("quantity-differs", quantity=quantity, sum=last - first + 1)
    block = Block(series, first, last)
    if next(line.within(first, last), None) is not None:
        refuse("already-issued", block=block)
    return block


PLANNERS: dict[type, Planner[Any]] = {Issue: issue}
