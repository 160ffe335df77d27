"""Planners of what binds the registry: the clauses of a world, and a host's authorisations."""

from __future__ import annotations

from typing import Any

from comity.registry.accounts import NEXT_STATES, Approach, Authorisation
from comity.registry.commands import Adopt, Authorise, SetApproach, WriteOff
from comity.registry.journal import Put
from comity.registry.permits import Adoption, digest
from comity.registry.plans.admission import rules_on
from comity.registry.plans.checks import reasoned, well_formed
from comity.registry.plans.kyoto import a_day
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State


def adopt(state: State, command: Adopt, now: Now) -> Plan:
    """The clauses that hold from a day on. What was counted before goes on counting."""
    well_formed(command.world)
    a_day(command.effective)
    if command.digest != digest(command.permits, command.quotas, command.penalties):
        refuse("digest-differs", world=command.world)
    for permit in command.permits:
        if permit.unit_type and permit.unit_type not in state.unit_types:
            refuse("unit-type-unknown", permit.id, unit_type=permit.unit_type)
    adoption = Adoption(
        id=str(state.seq + 1),
        world=command.world,
        scenarios=command.scenarios,
        digest=command.digest,
        effective=command.effective,
        permits=command.permits,
        quotas=command.quotas,
        penalties=command.penalties,
        balances=command.balances,
    )
    return Plan("registry.adoption", (Put(None, adoption),))


def set_approach(state: State, command: SetApproach, now: Now) -> Plan:
    """A cooperative approach in a state from a day on; what has ended stays so, and no day is before the last one."""
    well_formed(command.approach, *command.parties)
    day = command.since or now.at[:10]
    a_day(day)
    if command.state in ("suspended", "ended"):
        reasoned(command.reason)
    before = state.approaches.get(command.approach)
    since, last = before.states[-1] if before else ("", "")
    if command.state not in NEXT_STATES[last] or day < since:
        refuse("approach-state-impossible", approach=command.approach, state=last or "-", since=since or "-", day=day)
    parties = command.parties or (before.parties if before else ())
    states = (*before.states, (day, command.state)) if before else ((day, command.state),)
    return Plan("registry.approaches", (Put(before, Approach(command.approach, parties, states)),))


def authorise(state: State, command: Authorise, now: Now) -> Plan:
    """A new version of what a host lets count elsewhere; units keep the id, and with it the newest version."""
    well_formed(command.authorisation, command.host)
    before = state.authorisations.get(command.authorisation)
    if before is not None and before.host != command.host:
        refuse("authorisation-of-another-host", authorisation=before.id, host=before.host)
    after = Authorisation(
        id=command.authorisation,
        version=before.version + 1 if before else 1,
        host=command.host,
        approach=command.approach,
        purposes=command.purposes,
        first_transfer=command.first_transfer,
        quantity=command.quantity,
        vintages=command.vintages,
        entities=command.entities,
        issued=before.issued if before else 0,
    )
    return Plan("registry.authorisation", (Put(before, after),))


def write_off(state: State, command: WriteOff, now: Now) -> Plan:
    """What rounding has left under a clause that holds no more; the entry says how much it was."""
    day = now.at[:10]
    rules = rules_on(state, day)
    if any(permit.in_force(day) for permit in (rules.by_id.get(command.clause, ()) if rules else ())):
        refuse("clause-in-force", command.clause)
    left = [
        Put(tally, None)
        for id, tally in sorted(state.tallies.items())
        if id.startswith(tuple(f"{kind}:{command.clause}:" for kind in ("remainder", "returning", "levy", "credited")))
    ]
    if not left:
        refuse("nothing-asked", command.clause)
    return Plan(command.clause, tuple(left))


PLANNERS: dict[type, Planner[Any]] = {
    Adopt: adopt,
    SetApproach: set_approach,
    Authorise: authorise,
    WriteOff: write_off,
}
