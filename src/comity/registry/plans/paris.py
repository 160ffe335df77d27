"""Planners of the Paris Agreement: units become ITMOs, and are used towards a Party's target.

Decisions 2/CMA.3 and 3/CMA.3, each with its annex.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from comity.registry.accounts import Authorisation
from comity.registry.blocks import Series
from comity.registry.commands import AuthoriseUnits, UseNdc
from comity.registry.journal import Change, Put
from comity.registry.plans.adjustments import first_transfer, used_id
from comity.registry.plans.admission import Admission, vintage_of
from comity.registry.plans.checks import acts, asked, entitled, posts, total
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.refusals import refuse
from comity.registry.state import State


def authorisation_for(state: State, id: str, series: Series, quantity: int, already: str = "") -> Authorisation:
    """The authorisation of that id, once it is known to cover so many units of a series.

    `already`: under which they are authorised. Mitigation contribution units never are (3/CMA.3, annex).
    """
    found = state.authorisations.get(id)
    if found is None:
        refuse("authorisation-unknown", authorisation=id)
    if found.host != series.host:
        refuse("authorisation-of-another-host", authorisation=found.id, host=found.host)
    if already:
        refuse("already-authorised", authorisation=already)
    if state.unit_types[series.unit_type].family == "mcu":
        refuse("contribution-unit", unit_type=series.unit_type)
    if found.vintages and not found.vintages[0] <= vintage_of(series) <= found.vintages[1]:
        refuse("authorisation-vintage", authorisation=found.id, first=found.vintages[0], last=found.vintages[1])
    if found.quantity is not None and found.issued + quantity > found.quantity:
        refuse("authorisation-exceeded", authorisation=found.id, quantity=found.quantity, issued=found.issued)
    return found


def authorise_units(state: State, command: AuthoriseUnits, now: Now) -> Plan:
    """Units that are held become ITMOs. Once authorised a unit stays under that authorisation."""
    acts(state, command.account, "authorise-units")
    pieces = asked(state, command)
    admission = Admission(state, now)
    changes: list[Change] = []
    units = 0
    for piece in pieces:
        units += total([piece])
        authorisation = authorisation_for(
            state, command.authorisation, state.series[piece[0]], units, piece[3].authorisation
        )
    for piece in pieces:
        itmo = (*piece[:3], replace(piece[3], authorisation=command.authorisation))
        first = first_transfer(admission, itmo, "authorisation")
        changes += posts([piece], authorisation=command.authorisation, first=first)
    changes.append(Put(authorisation, replace(authorisation, issued=authorisation.issued + units)))
    return Plan("paris.authorisation", (*changes, *admission.changes()))


def use_ndc(state: State, command: UseNdc, now: Now) -> Plan:
    """ITMOs end, and the using Party counts them (2/CMA.3, annex, paragraph 8); the host may not use its own."""
    account = acts(state, command.account, "use-ndc")
    pieces = asked(state, command)
    entitled(state, account, pieces)
    admission = Admission(state, now)
    changes: list[Change] = []
    for piece in pieces:
        authorisation = state.authorisations.get(piece[3].authorisation)
        if authorisation is None or not account.party or authorisation.host == account.party:
            refuse("authorisation-missing", account=account.id)
        if "ndc" not in authorisation.purposes:
            refuse("purpose-not-eligible", found=", ".join(authorisation.purposes) or "-", eligible="ndc")
        first = first_transfer(admission, piece, "use") or first_transfer(admission, piece, "transfer")
        changes += posts([piece], state="used", by=state.seq + 1, first=first)
        admission.add(used_id(account.party, command.year, state.series[piece[0]].metric), Fraction(total([piece])))
    return Plan("paris.use-towards-ndc", (*changes, *admission.changes()))


PLANNERS: dict[type, Planner[Any]] = {AuthoriseUnits: authorise_units, UseNdc: use_ndc}
