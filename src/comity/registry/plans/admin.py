"""Planners of what the administrator does: accounts, unit types, obligations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import FAMILIES, STATUSES, Account, Compliance, Tally, UnitType, account_types
from comity.registry.commands import DeclareUnitType, OpenAccount, SetObligation, SetStatus
from comity.registry.journal import Put
from comity.registry.plans.admission import due_id
from comity.registry.plans.checks import known, not_closed, reasoned, well_formed
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State


def open_account(state: State, command: OpenAccount, now: Now) -> Plan:
    """A new account."""
    well_formed(command.account)
    if command.type not in account_types():
        refuse("account-type-unknown", type=command.type)
    if command.account in state.accounts:
        refuse("account-exists", account=command.account)
    account = Account(command.account, command.type, command.holder, command.party)
    return Plan("registry.accounts", (Put(None, account),))


def set_status(state: State, command: SetStatus, now: Now) -> Plan:
    """An account opens again, is blocked or is closed; a closed one stays closed."""
    reasoned(command.reason)
    account = known(state, command.account)
    not_closed(account)
    if command.status not in STATUSES:
        refuse("status-unknown", status=command.status)
    if command.status == account.status:
        refuse("status-unchanged", account=account.id, status=account.status)
    if command.status == "closed" and state.holdings.series_of(account.id):
        refuse("account-not-empty", account=account.id)
    return Plan("registry.accounts", (Put(account, replace(account, status=command.status)),))


def declare(state: State, command: DeclareUnitType, now: Now) -> Plan:
    """A new type of unit."""
    well_formed(command.unit_type)
    if command.family not in FAMILIES:
        refuse("family-unknown", family=command.family)
    if command.unit_type in state.unit_types:
        refuse("unit-type-exists", unit_type=command.unit_type)
    return Plan("registry.unit-types", (Put(None, UnitType(command.unit_type, command.family, command.measure)),))


def set_obligation(state: State, command: SetObligation, now: Now) -> Plan:
    """What an account must surrender for a period."""
    well_formed(command.mechanism, command.period)
    not_closed(known(state, command.account))
    if command.quantity < 0:
        refuse("quantity-not-positive", quantity=command.quantity)
    before, record = compliance(state, command.mechanism, command.period, command.account)
    sum_id = due_id(command.mechanism, command.period)
    summed = state.tallies.get(sum_id)
    due = Fraction(summed.value if summed else 0) + command.quantity - (record.due or 0)
    changes = (Put(before, replace(record, due=command.quantity)), Put(summed, Tally(sum_id, str(due))))
    return Plan("registry.surrender", changes)


def compliance(state: State, mechanism: str, period: str, account: str) -> tuple[Compliance | None, Compliance]:
    """The compliance record there is, if any, and one to start from."""
    empty = Compliance(mechanism, period, account)
    before = state.compliance.get(empty.id)
    return before, before or empty


PLANNERS: dict[type, Planner[Any]] = {
    OpenAccount: open_account,
    SetStatus: set_status,
    DeclareUnitType: declare,
    SetObligation: set_obligation,
}
