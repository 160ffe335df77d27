"""Planners of what makes units and moves them: issue, transfer, allocate, carry over."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import Issued, account_types
from comity.registry.blocks import Block, Line, Series, Standing
from comity.registry.commands import Allocate, CarryOver, Issue, Transfer
from comity.registry.journal import Change, Post, Put
from comity.registry.plans.admin import compliance
from comity.registry.plans.checks import acts, asked, between, known, may_hold, not_closed, posts, total, well_formed
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State

#: The highest serial number: what every reader of JSON can hold exactly.
SERIAL_MOST = 2**53 - 1
NO_LINE = Line()


def issue(state: State, command: Issue, now: Now) -> Plan:
    """New units in a series, which the first issue creates."""
    optional = (command.vintage, command.period, command.host, command.activity, command.standard, command.metric)
    well_formed(command.mechanism, command.unit_type, *filter(None, optional))
    account = known(state, command.account)
    not_closed(account)
    if command.unit_type not in state.unit_types:
        refuse("unit-type-unknown", unit_type=command.unit_type)
    series = Series(
        registry=state.registry,
        mechanism=command.mechanism,
        unit_type=command.unit_type,
        vintage=command.vintage,
        period=command.period,
        host=command.host,
        activity=command.activity,
        standard=command.standard,
        metric=command.metric,
    )
    block = new_block(state, command, series.id)
    standing = Standing(account.id, command.mechanism)
    changes: list[Change] = [] if series.id in state.series else [Put(None, series)]
    before = state.issued.get(series.id)
    changes.append(Put(before, Issued(series.id, (before.quantity if before else 0) + block.quantity)))
    changes.append(Post(block.series, block.first, block.last, None, standing))
    family = state.unit_types[command.unit_type].family
    if family not in account_types()[account.type].holds:
        refuse("may-not-hold", account=account.id, type=account.type, unit_type=command.unit_type)
    return Plan("registry.issue", tuple(changes))


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


def transfer(state: State, command: Transfer, now: Now) -> Plan:
    """Units to another account."""
    taker = between(state, command, command.to, "transfer")
    pieces = asked(state, command)
    may_hold(state, taker, pieces)
    return Plan("registry.transfer", posts(pieces, account=taker.id))


def allocate(state: State, command: Allocate, now: Now) -> Plan:
    """Units free of charge to who has an obligation; by mechanism, since units of several may be given at once."""
    well_formed(command.period)
    taker = between(state, command, command.to, "allocate")
    pieces = asked(state, command)
    may_hold(state, taker, pieces)
    given: dict[str, int] = {}
    for piece in pieces:
        given[piece[3].pool] = given.get(piece[3].pool, 0) + total([piece])
    records = []
    for mechanism, quantity in sorted(given.items()):
        before, record = compliance(state, mechanism, command.period, taker.id)
        records.append(Put(before, replace(record, allocated=record.allocated + quantity)))
    return Plan("registry.allocation", (*posts(pieces, account=taker.id), *records))


def carry_over(state: State, command: CarryOver, now: Now) -> Plan:
    """Units to a later period. Periods are compared as text: years, or ranges of years, compare as they should."""
    well_formed(command.to_period)
    acts(state, command.account, "carry-over")
    pieces = asked(state, command)
    for series, _, _, standing in pieces:
        period = standing.period or state.series[series].period or state.series[series].vintage
        if command.to_period <= period:
            refuse("period-not-later", period=period, to_period=command.to_period)
    return Plan("registry.periods", posts(pieces, period=command.to_period))


PLANNERS: dict[type, Planner[Any]] = {
    Issue: issue,
    Transfer: transfer,
    Allocate: allocate,
    CarryOver: carry_over,
}
