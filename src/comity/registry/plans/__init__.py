"""Planners: what a command would change, or why it is refused. They change nothing themselves."""

from __future__ import annotations

from typing import Any

from comity.registry.plans import (
    admin,
    adopt,
    auctions,
    corrections,
    ends,
    external,
    holds,
    issues,
    kyoto,
    links,
    paris,
    units,
)
from comity.registry.plans.plan import Now, Plan, Planner
from comity.registry.state import State

#: One planner for each kind of command.
PLANNERS: dict[type, Planner[Any]] = {
    **admin.PLANNERS,
    **adopt.PLANNERS,
    **issues.PLANNERS,
    **units.PLANNERS,
    **auctions.PLANNERS,
    **holds.PLANNERS,
    **external.PLANNERS,
    **links.PLANNERS,
    **ends.PLANNERS,
    **kyoto.PLANNERS,
    **paris.PLANNERS,
    **corrections.PLANNERS,
}


def plan(state: State, command: object, now: Now) -> Plan:
    """What the command changes. Raises Refusal."""
    return PLANNERS[type(command)](state, command, now)
