"""Planners of what the administrator does: accounts, unit types, obligations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import (
    FAMILIES,
    STATUSES,
    Account,
    Accreditation,
    Compliance,
    Tally,
    UnitType,
    account_types,
)
from comity.registry.commands import Accredit, Assess, DeclareUnitType, OpenAccount, SetObligation, SetStatus
from comity.registry.journal import Change, Put
from comity.registry.permits import PenaltyRule, exact
from comity.registry.plans.admission import added, due_id, rules_on
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
    if command.status == "closed" and (state.holdings.series_of(account.id) or expected(state, account.id)):
        refuse("account-not-empty", account=account.id)
    return Plan("registry.accounts", (Put(account, replace(account, status=command.status)),))


def expected(state: State, account: str) -> bool:
    """Whether another registry has been promised that this account will take units."""
    return any(arrival.account == account for arrival in state.arrivals.values())


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
    accreditation = state.accreditations.get(command.verifier)
    if command.verifier and not (accreditation and accreditation.accredited):
        refuse("verifier-not-accredited", verifier=command.verifier)
    if command.quantity < 0:
        refuse("quantity-not-positive", quantity=command.quantity)
    before, record = compliance(state, command.mechanism, command.period, command.account)
    due = command.quantity + record.carried_forward  # what a default made due again is due beside it
    after = replace(record, due=due, verifier=command.verifier)
    more = due - (record.due or 0)
    summed = added(state, due_id(command.mechanism, command.period), more)
    return Plan("registry.surrender", (Put(before, after), summed))


def accredit(state: State, command: Accredit, now: Now) -> Plan:
    """Whether a verifier may verify from now on."""
    well_formed(command.verifier)
    reasoned(command.reason)
    after = Accreditation(command.verifier, command.accredited, command.reason)
    return Plan("registry.verification", (Put(state.accreditations.get(command.verifier), after),))


def assess(state: State, command: Assess, now: Now) -> Plan:
    """What is missing at the end of a period: fined by the penalty in force, and due again where that says so."""
    well_formed(command.mechanism, command.period, command.next_period)
    known(state, command.account)
    before, record = compliance(state, command.mechanism, command.period, command.account)
    if record.due is None:
        refuse("obligation-unknown", account=command.account, mechanism=command.mechanism, period=command.period)
    if record.shortfall is not None:
        refuse("already-assessed", account=command.account, period=command.period)
    missing = max(record.due - record.surrendered, 0)
    changes: list[Change] = [Put(before, replace(record, shortfall=missing))]
    rule = "registry.surrender"
    penalty = penalty_of(state, command.mechanism, now.at[:10]) if missing else None
    if penalty is not None:
        rule = penalty.id
        changes += penalised(state, command, penalty, missing)
    return Plan(rule, tuple(changes))


def penalty_of(state: State, mechanism: str, day: str) -> PenaltyRule | None:
    """The penalty in force; one that makes good before one that settles in money, since it leaves the cap whole."""
    rules = rules_on(state, day)
    found = [one for one in (rules.penalties if rules else ()) if one.mechanism == mechanism and one.in_force(day)]
    return max(found, key=lambda one: exact(one.ratio), default=None)


def penalised(state: State, command: Assess, penalty: PenaltyRule, missing: int) -> Iterator[Change]:
    """The fine, in money, and what is due in the next period, rounded up to a unit."""
    again = -(-missing * exact(penalty.ratio) // 1)
    if again:
        before, record = compliance(state, command.mechanism, command.next_period, command.account)
        forward = record.carried_forward + again
        yield Put(before, replace(record, due=(record.due or 0) + again, carried_forward=forward))
        yield added(state, due_id(command.mechanism, command.next_period), again)
    years = re.findall(r"\d{4}", command.period)
    fine = penalty.fines.get(years[-1]) if years else None
    if fine is not None:
        id = f"fine:{penalty.id}:{command.period}:{command.account}:{penalty.currency}"
        yield Put(state.tallies.get(id), Tally(id, str(exact(fine) * missing)))


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
    Accredit: accredit,
    Assess: assess,
}
