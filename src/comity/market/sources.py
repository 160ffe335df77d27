"""Where tonnes come from: Parties' balances and activities, as budgets and movements.

An activity's baseline is a fixed movement that fills the obligations that cover it, the Party's inventory and the air.
Abating takes it off all of them, at the curve's cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from comity.market.cost import Cost, abatement
from comity.market.network import Budget, Entry, Movement
from comity.market.scene import Scene
from comity.world.activity import Activity
from comity.world.clause import Holder
from comity.world.party import Target

AIR = Budget(kind="air", of="", constrains=False)


def balances(scene: Scene) -> Iterator[Budget]:
    """What each target of the year still leaves. A memo unless it is enforced; over several years, then, in all."""
    for party, model in scene.world.party.items():
        for id, target in model.targets.items():
            if target.period.start <= scene.year <= target.period.end:
                years = scene.horizon.together(scene.year, (target.period,))
                budget = partial(Budget, kind="balance", of=party, account=Holder(party, "treasury"))
                alone = target.enforced and len(years) == 1
                yield budget(label=id, limit=target_level(scene, party, target), constrains=alone)
                if target.enforced and not alone and scene.year == years[-1]:
                    scenes = [scene.horizon.scenes[year] for year in years]
                    total = sum(scene.horizon.length(one.year) * target_level(one, party, target) for one in scenes)
                    yield budget(label=f"{id} in all", limit=total / scene.horizon.length(scene.year))


def target_level(scene: Scene, party: str, target: Target) -> float:
    """What a target allows in the year, in the world's quantity."""
    if target.type == "absolute":
        return scene.quantity(target.level)
    if target.type == "intensity":
        return scene.quantity(target.intensity) * scene.ratio(target.output)
    inventory = sum(
        scene.quantity(activity.baseline)
        for activity in scene.world.activity.values()
        if party in scene.lineage(activity.host) and target.covers(activity.type)
    )
    inventory += sum(
        scene.quantity(model.other_emissions) for id, model in scene.world.party.items() if party in scene.lineage(id)
    )
    return (1 - scene.ratio(target.share)) * inventory


def party_movements(scene: Scene) -> Iterator[Movement]:
    """Inventory that no activity has; and, for enforced balances, what is missed."""
    for party, model in scene.world.party.items():
        treasury = Holder(party, "treasury")
        other = scene.quantity(model.other_emissions)
        if other:
            entries = [Entry(budget, -1.0, 0.0, year=year) for budget, year, _ in scene.targets(party)]
            yield Movement(
                id=f"party.{party}.other-emissions",
                kind="emit",
                clause=f"party.{party}.other-emissions",
                owner=treasury,
                host=party,
                fixed=other,
                entries=(*entries, Entry("air", 1.0, 1.0)),
            )
        for id, target in model.targets.items():
            years = scene.horizon.together(scene.year, (target.period,))
            held = target.period.start <= scene.year <= target.period.end and scene.year == years[-1]
            if target.enforced and held:
                budget = f"balance:{party}:{id}" + (" in all" if len(years) > 1 else "")
                yield Movement(
                    id=f"party.{party}.targets.{id}.missed",
                    kind="missed",
                    clause=f"party.{party}.targets.{id}",
                    owner=treasury,
                    host=party,
                    price=float(scene.world.world.unmet_price),
                    entries=(Entry(budget, 1.0, 1.0),),
                )


def obligations(scene: Scene) -> Iterator[Budget]:
    """One budget a mechanism that covers activities."""
    for mechanism in filter(scene.settles, scene.obliged):
        rule = scene.world.mechanism[mechanism].obligation
        limit = float(rule.factor) * scene.over_period(mechanism, rule.above)
        yield Budget(kind="obligation", of=mechanism, limit=limit, account=scene.users(mechanism))


def unmet(scene: Scene) -> Iterator[Movement]:
    """The numerical movement that keeps every obligation feasible; who uses it is told so, and pays nobody."""
    for mechanism in filter(scene.settles, scene.obliged):
        yield Movement(
            id=f"mechanism.{mechanism}.unmet",
            kind="unmet",
            clause=f"mechanism.{mechanism}.obligation",
            owner=scene.users(mechanism),
            target=mechanism,
            price=float(scene.world.world.unmet_price),
            entries=(Entry(f"obligation:{mechanism}", 1.0, 1.0),),
        )


def activity_budgets(scene: Scene) -> Iterator[Budget]:
    """Of credited activities: the tonnes abated, and those that happen anyway; each tonne is credited once."""
    for id in scene.credited:
        activity = scene.world.activity[id]
        yield Budget(kind="activity", of=id)
        if activity.anyway is not None:
            yield Budget(kind="activity", of=id, label="anyway", limit=scene.quantity(activity.anyway))
        elif activity.additional_share is not None:  # what is not additional cannot be more than there is
            most = scene.quantity(activity.potential, scene.quantity(activity.baseline))
            yield Budget(kind="activity", of=id, label="anyway", limit=most)


def activity_movements(scene: Scene) -> Iterator[Movement]:
    """Emissions without abatement, and abatement: straight for those that feel it, or first into a credited
    activity."""
    for id, activity in scene.world.activity.items():
        baseline = scene.quantity(activity.baseline)
        owner = Holder(activity.host, "emitters")
        emitted = emission(scene, activity)
        yield Movement(
            id=f"activity.{id}.baseline",
            kind="emit",
            clause=f"activity.{id}.baseline",
            owner=owner,
            activity=id,
            host=activity.host,
            fixed=baseline,
            entries=emitted,
        )
        avoided = tuple(times(entry, -1.0) for entry in emitted)
        felt = any(entry.feels for entry in avoided if entry.budget != "air")
        segments = abatement(activity, baseline, scene.quantity(activity.potential, baseline), scene.world.measures)
        for number, (cost, length) in enumerate(segments, 1):
            suffix = f".{number}" if len(segments) > 1 else ""
            if id not in scene.credited:
                yield _abate(id, activity, suffix, avoided, cost, length)
                continue
            yield Movement(
                id=f"activity.{id}.mitigate{suffix}",
                kind="mitigate",
                clause=f"activity.{id}.curve",
                owner=owner,
                activity=id,
                host=activity.host,
                cost=cost,
                most=length,
                entries=(Entry(f"activity:{id}", 1.0, 1.0),),
            )
        if id in scene.credited and segments and felt:
            takes = Entry(f"activity:{id}", -1.0, -1.0)
            yield _abate(id, activity, "", (takes, *avoided), Cost(), sum(length for _, length in segments))


def times(entry: Entry, factor: float) -> Entry:
    """The entry of `factor` units (adding 0 makes minus zero zero)."""
    return replace(entry, does=entry.does * factor + 0.0, feels=entry.feels * factor + 0.0)


def _abate(id: str, activity: Activity, suffix: str, entries: tuple[Entry, ...], cost: Cost, most: float) -> Movement:
    return Movement(
        id=f"activity.{id}.abate{suffix}",
        kind="abate",
        clause=f"activity.{id}.curve",
        owner=Holder(activity.host, "emitters"),
        activity=id,
        host=activity.host,
        cost=cost,
        most=most,
        entries=entries,
    )


def emission(scene: Scene, activity: Activity) -> tuple[Entry, ...]:
    """What one tonne emitted does: obligations and the quotas that are a share of them, balances, air.

    Obligations and enforced balances are felt only where policy reaches the activity (else those in whose name the
    mechanism's units are used, or the Party, bear them); a quota only where it is internalised besides.
    """
    entries = []
    felt = 1.0 if activity.policy_reaches else 0.0
    for mechanism in activity.covered_by:
        if not scene.runs(mechanism):
            continue
        factor = float(scene.world.mechanism[mechanism].obligation.factor)
        entries.append(Entry(f"obligation:{mechanism}", -factor, -factor * felt, year=scene.due(mechanism)))
        for limit, share in scene.shares(mechanism):
            grows = share * factor
            feels = grows * felt if limit.internalised else 0.0
            entries.append(Entry(f"quota:{limit.id}", grows, feels, year=scene.counted(limit)))
    for budget, year, target in scene.targets(activity.host):
        if target.covers(activity.type):
            entries.append(Entry(budget, -1.0, -felt if target.enforced else 0.0, year=year))
    entries.append(Entry("air", 1.0, 1.0))
    return tuple(entries)
