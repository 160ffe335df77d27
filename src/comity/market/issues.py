"""How allowances are issued: free, per output (which may respond), auctioned alone or jointly, at a price."""

from __future__ import annotations

from collections.abc import Iterator

from comity.market.carry import most_of, owner_of
from comity.market.cost import abatement
from comity.market.network import Budget, Entry, Movement, MovementKind
from comity.market.scene import Scene
from comity.market.sources import emission, times
from comity.world.activity import Activity
from comity.world.clause import Clause, Holder
from comity.world.mechanism import Benchmark
from comity.world.own_rules import treasury_of
from comity.world.price_controls import ReservePrice


def issue(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Allowances: free to covered activities, per output, auctioned (perhaps at a reserve price, perhaps jointly)."""
    if clause.parts:
        yield from _joint_auction(scene, clause)
    elif clause.free:
        yield from _free(scene, clause)
    else:
        pool = clause.gives[0]
        if pool.budget == "units":
            budget = scene.classes.of(pool.of, scene.allowance_traits(pool.of)).budget
        else:
            budget = f"obligation:{pool.of}"
        elsewhere = pool.budget == "obligation" and not scene.settles(pool.of)
        before = scene.horizon.before(scene.year) is not None or not scene.horizon.opens
        if elsewhere or (clause.opening and (before or scene.amount(clause.fixed) is None)):
            return
        fixed, auction = clause.fixed, clause.prices and isinstance(clause.prices[0], ReservePrice)
        if not scene.begun(clause):
            if not auction:
                return
            fixed = clause.most
        yield Movement(
            id=clause.id,
            kind="issue",
            clause=clause.id,
            owner=owner_of(scene, clause),
            target=pool.of,
            price=scene.asked(clause),
            most=most_of(scene, clause),
            fixed=scene.amount(fixed),
            entries=(Entry(budget, 1.0, 1.0),),
        )


def _free(scene: Scene, clause: Clause) -> Iterator[Movement]:
    mechanism = clause.gives[0].of
    unit_class = scene.classes.of(mechanism, scene.allowance_traits(mechanism))
    for id, activity, quantity in _allotted(scene, clause):
        budget = _responding(scene, clause, id, activity)
        yield Movement(
            id=f"{clause.id}.{id}",
            kind="issue",
            clause=clause.id,
            owner=Holder(activity.host, "emitters"),
            target=mechanism,
            unit_class=unit_class.label,
            activity=id,
            host=activity.host,
            fixed=quantity if budget is None else None,
            entries=(Entry(unit_class.budget, 1.0, 1.0), *([Entry(budget, -1.0, -1.0)] if budget else [])),
        )
        if budget is not None:
            yield from _output(scene, clause, id, activity, quantity, budget)


def _allotted(scene: Scene, clause: Clause) -> Iterator[tuple[str, Activity, float]]:
    """The activities that are given units free, and how many, at the output of their baselines."""
    covered = [(id, scene.world.activity[id]) for id in scene.obliged.get(clause.gives[0].of, ())]
    rule = clause.eligible.activities
    covered = [(id, activity) for id, activity in covered if not rule or activity.type in rule]
    total = sum(scene.quantity(activity.baseline) for _, activity in covered)
    for id, activity in covered:
        if clause.per_output is not None:
            yield id, activity, scene.quantity(clause.per_output) * scene.ratio(activity.output)
        else:
            share = scene.quantity(activity.baseline) / total if total else 1 / len(covered)
            yield id, activity, (scene.amount(clause.fixed) or 0.0) * share


def _responding(scene: Scene, clause: Clause, id: str, activity: Activity) -> str | None:
    """Where output responds: the budget of what it is given units for."""
    responds = isinstance(clause.per_output, Benchmark) and clause.per_output.output_response is not None
    reached = activity.policy_reaches and scene.quantity(activity.baseline) > 0
    return f"activity:{id}:{clause.id}" if responds and reached else None


def _output(
    scene: Scene, clause: Clause, id: str, activity: Activity, quantity: float, budget: str
) -> Iterator[Movement]:
    """Less output, or more: with each tonne of emissions goes what the benchmark gives for the output it comes with."""
    assert isinstance(clause.per_output, Benchmark)
    baseline = scene.quantity(activity.baseline)
    response = activity.model_copy(update={"curve": clause.per_output.output_response})
    segments = abatement(response, baseline, baseline, scene.world.measures)
    tonne = (*emission(scene, activity), Entry(budget, quantity / baseline, quantity / baseline))
    ways: tuple[tuple[str, MovementKind, float], ...] = (("less", "abate", -1.0), ("more", "emit", 1.0))
    for way, kind, sign in ways:
        for number, (cost, most) in enumerate(segments, 1):
            yield Movement(
                id=f"{clause.id}.{id}.{way}-output" + (f".{number}" if len(segments) > 1 else ""),
                kind=kind,
                clause=f"{clause.id}.output-response",
                owner=Holder(activity.host, "emitters"),
                activity=id,
                host=activity.host,
                cost=cost,
                most=most,
                entries=tuple(times(entry, sign) for entry in tonne),
            )


def allotments(scene: Scene) -> Iterator[Budget]:
    """Where output responds: what each activity is given, at the output of its baseline."""
    for clause in scene.in_force:
        if clause.per_output is not None:
            for id, activity, quantity in _allotted(scene, clause):
                if _responding(scene, clause, id, activity):
                    owner = Holder(activity.host, "emitters")
                    yield Budget(kind="activity", of=id, label=clause.id, limit=quantity, account=owner)


def _joint_auction(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """One movement that issues all members' units in fixed proportion, at the highest reserve price."""
    volumes = [scene.amount(part) or 0.0 for part in clause.parts]
    total = sum(volumes)
    if not total:
        return
    entries = []
    for pool, volume in zip(clause.gives, volumes, strict=True):
        budget = scene.classes.of(pool.of, scene.allowance_traits(pool.of)).budget
        seller = treasury_of(scene.world, pool.of)
        entries.append(Entry(budget, volume / total, volume / total, felt_by=seller))
    yield Movement(
        id=clause.id,
        kind="issue",
        clause=clause.id,
        owner=entries[0].felt_by or owner_of(scene, clause),
        target="+".join(pool.of for pool in clause.gives),
        price=scene.asked(clause),
        most=total,
        fixed=None if scene.prices(clause) else total,
        entries=tuple(entries),
    )
