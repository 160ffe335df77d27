"""A part of a world, and a world with other activities: what a comparison solves many times, quickly.

A part keeps the clauses whose pools it has, so that nothing has to be read again. It is for solving alone: its files
and its agreements are still those of the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from comity.world.activity import Activity
from comity.world.clause import Clause
from comity.world.clauses import clauses
from comity.world.party import Party
from comity.world.world import World


def part(world: World, mechanisms: Collection[str], activities: Collection[str], parties: Collection[str]) -> World:
    """Only these mechanisms and activities, the clauses among them, and enforced targets of these Parties alone.

    What these need must be among them, but for mechanisms that cover an activity and are not in force: these stay.
    """
    kept = tuple(clause for clause in clauses(world) if named(clause) <= set(mechanisms))
    activity = {id: model for id, model in world.activity.items() if id in activities}
    there = {*mechanisms, *(id for model in activity.values() for id in model.covered_by)}
    return _altered(
        world,
        kept,
        mechanism={id: model for id, model in world.mechanism.items() if id in there},
        activity=activity,
        party={id: model if id in parties else _not_held(model) for id, model in world.party.items()},
    )


def _not_held(party: Party) -> Party:
    """A Party without the targets that are enforced: most of what they count is elsewhere."""
    kept = {id: target for id, target in party.targets.items() if not target.enforced}
    return party if len(kept) == len(party.targets) else party.model_copy(update={"targets": kept})


def with_activities(world: World, activities: Mapping[str, Activity]) -> World:
    """The world with some of its activities replaced."""
    return _altered(world, clauses(world), activity={**world.activity, **activities})


def dearer(activity: Activity, factor: Decimal) -> Activity:
    """The activity with all marginal costs times a factor."""
    if activity.curve is None:
        return activity
    curve = activity.curve.model_copy(update={"factor": activity.curve.factor * factor})
    return activity.model_copy(update={"curve": curve})


def larger(activity: Activity, factor: Decimal) -> Activity:
    """The activity with its emissions without abatement times a factor; caps and output stay."""
    values = tuple(
        figure.model_copy(update={"value": figure.value * factor, "status": "assumed"})
        for figure in activity.baseline.values
    )
    return activity.model_copy(update={"baseline": activity.baseline.model_copy(update={"values": values})})


def named(clause: Clause) -> set[str]:
    """The mechanisms that a clause names."""
    pools = (*clause.takes, *clause.gives, *(pool for _, pool in clause.backed_by))
    limits = {name for limit in clause.quotas for name in (limit.of, limit.over)}
    return ({pool.of for pool in pools} | limits) - {""}


def _altered(world: World, kept: tuple[Clause, ...], **changes: object) -> World:
    other = world.model_copy(update=changes)
    other._clauses = kept
    return other
