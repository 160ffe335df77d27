"""Clauses as movements: one function a kind, in a table. Nothing else turns a clause into what the market solves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import inf

from comity.market.carry import most_of, owner_of
from comity.market.classes import Traits, backing, image
from comity.market.cost import Cost
from comity.market.issues import allotments, issue
from comity.market.network import Budget, Entry, Movement
from comity.market.payments import carried, pay, tops_up
from comity.market.scene import Scene
from comity.market.sources import emission, times
from comity.world.activity import Activity
from comity.world.clause import Clause, Holder
from comity.world.terms import Levy

Rule = Callable[[Scene, Clause], Iterator[Movement]]


def credit(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Credits of every activity that the clause admits, from both tranches or in a fixed share."""
    for id, rules in scene.credited.items():
        if clause not in rules:
            continue
        activity = scene.world.activity[id]
        if activity.additional_share is not None:
            yield _credit(scene, clause, id, activity, "fixed-share", float(activity.additional_share))
        elif activity.curve is not None:
            yield _credit(scene, clause, id, activity, "additional", 1.0)
        if activity.anyway is not None:
            yield _credit(scene, clause, id, activity, "anyway", 0.0)


def _credit(scene: Scene, clause: Clause, id: str, activity: Activity, tranche: str, additional: float) -> Movement:
    unit_class = scene.classes.of(clause.gives[0].of, scene.credit_traits(clause, activity))
    covered = [(budget, year) for budget, year, target in scene.targets(activity.host) if target.covers(activity.type)]
    entries = [
        *_levied(unit_class.budget, 1.0, tuple(levy for levy in clause.levies if activity.host not in levy.exempt)),
        *_quota_entries(scene, clause, 1.0),
        Entry("air", -additional, -additional),
    ]
    if additional:
        entries.append(Entry(f"activity:{id}", -additional, -additional))
        entries += [Entry(budget, additional, 0.0, year=year) for budget, year in covered]
        entries += _off_obligations(scene, activity, additional)
    if additional < 1:
        entries.append(Entry(f"activity:{id}:anyway", additional - 1, additional - 1))
    if clause.adjusts:
        felt = -1.0 if clause.charges else 0.0
        targets = scene.targets(activity.host)
        entries += [Entry(budget, -1.0, felt, adjusts=True, year=year) for budget, year, _ in targets]
    entries += _backing(scene, clause, activity)
    paperwork = scene.price(activity.paperwork) or 0.0
    return Movement(
        id=f"{clause.id}.{id}.{tranche}",
        kind="credit",
        clause=clause.id,
        owner=Holder(activity.host, "emitters"),
        target=unit_class.pool,
        unit_class=unit_class.label,
        activity=id,
        host=activity.host,
        tranche=tranche,  # type: ignore[arg-type]
        cost=Cost(scene.transaction_cost(clause) + paperwork * (1 - additional)),
        price=scene.asked(clause),
        payee=clause.payee,
        entries=tuple(entries),
        adjusted=clause.adjusts,
        claimants=tuple(dict.fromkeys(budget.split(":")[1] for budget, _ in covered)),
        additional=additional,
    )


def _off_obligations(scene: Scene, activity: Activity, tonnes: float) -> list[Entry]:
    """Abated tonnes of a covered activity leave its obligation (and the quotas on it), whoever else counts them."""
    emitted = (entry for entry in emission(scene, activity) if entry.budget.startswith(("obligation:", "quota:")))
    return [times(entry, -tonnes) for entry in emitted]


def _backing(scene: Scene, clause: Clause, activity: Activity) -> list[Entry]:
    """The unit that is given up for each unit issued: the host's treasury bears it unless it charges."""
    for host, pool in clause.backed_by:
        if host == activity.host:
            classes = scene.classes.taken(pool.of, backing(pool))
            felt = -1.0 if clause.charges else 0.0
            return [Entry(found.budget, -1.0, felt, rest_to=Holder(host, "treasury")) for found in classes[:1]]
    return []


def move(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Units of one mechanism into another's, at the rate; each class that the clause admits is a movement."""
    source, target = clause.takes[0].of, clause.gives[0].of
    rate = float(clause.rate)
    for unit_class in scene.classes.taken(source, clause.eligible):
        given = scene.classes.of(target, image(clause, unit_class.example))
        entries = [Entry(unit_class.budget, -1.0, -1.0), *_levied(given.budget, rate, clause.levies)]
        entries += _quota_entries(scene, clause, rate)
        if clause.adjusts:
            entries += _adjustments(scene, source, -1.0) + _adjustments(scene, target, rate)
        yield _link(scene, clause, unit_class.label, unit_class.example, "move", entries)


def use(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Units against an obligation: own ones, or foreign ones that go no further."""
    source, target = clause.takes[0].of, clause.gives[0].of
    if not scene.settles(target):
        return
    rate = float(clause.rate)
    for unit_class in scene.classes.taken(source, clause.eligible):
        entries = [Entry(unit_class.budget, -1.0, -1.0), Entry(f"obligation:{target}", rate, rate)]
        entries += _quota_entries(scene, clause, rate)
        if unit_class.example.authorised or clause.adjusts:
            entries += _adjustments(scene, target, 1.0)
        if clause.adjusts and not unit_class.example.authorised:
            entries += _adjustments(scene, source, -1.0)
        yield _link(scene, clause, unit_class.label, unit_class.example, "use", entries)


def _link(scene: Scene, clause: Clause, label: str, example: Traits, kind: str, entries: list[Entry]) -> Movement:
    counts_for = scene.world.mechanism[clause.gives[0].of].balance if kind == "use" else None
    many = len(scene.classes.taken(clause.takes[0].of, clause.eligible)) > 1
    return Movement(
        id=f"{clause.id}.{label}" if many else clause.id,
        kind=kind,  # type: ignore[arg-type]
        clause=clause.id,
        owner=owner_of(scene, clause),
        source=clause.takes[0].of,
        target=clause.gives[0].of,
        unit_class=label,
        cost=Cost(scene.transaction_cost(clause)),
        price=scene.asked(clause),
        payee=clause.payee,
        most=most_of(scene, clause),
        credited=float(clause.rate),
        adjusted=example.authorised or clause.adjusts,
        claimants=(counts_for,) if counts_for else (),
        entries=tuple(entries),
    )


def _adjustments(scene: Scene, mechanism: str, does: float) -> list[Entry]:
    """A corresponding adjustment on the balances of the Party that a mechanism counts against; its users do not feel
    it.

    `does` is what the balance gains: -1 for a unit that leaves (an addition to inventory), + for one that is used.
    """
    party = scene.world.mechanism[mechanism].balance
    targets = scene.targets(party) if party else ()
    return [Entry(budget, does, 0.0, adjusts=True, year=year) for budget, year, _ in targets]


def retire(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Voluntary demand: a fixed quantity, or as much as the willingness to pay allows. Other retirement is a right."""
    demand = clause.demand
    if demand is None:
        return
    fixed = demand.quantity is not None
    willing = scene.price(demand.price) or 0.0
    slope = float(demand.slope or 0)
    for unit_class in scene.classes.taken(clause.takes[0].of, clause.eligible):
        entries = [Entry(unit_class.budget, -1.0, -1.0)]
        if fixed:
            entries.append(Entry(f"obligation:{clause.id}", 1.0, 1.0))
        yield Movement(
            id=f"{clause.id}.{unit_class.label}",
            kind="retire",
            clause=clause.id,
            owner=owner_of(scene, clause),
            source=unit_class.pool,
            unit_class=unit_class.label,
            cost=Cost() if fixed else Cost(-willing, ((slope, 1.0),) if slope else ()),
            most=inf if fixed else scene.quantity(demand.most),
            adjusted=unit_class.example.authorised,
            claim=demand.claim,
            entries=tuple(entries),
        )
    if fixed:
        yield from _required(scene, clause, scene.quantity(demand.quantity))


def cancel(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Cancellation by rule: a fixed quantity is taken out; or what is offered to the treasury at the price it pays."""
    if not scene.begun(clause):
        return
    for unit_class in scene.classes.taken(clause.takes[0].of, clause.eligible):
        entries = [Entry(unit_class.budget, -1.0, -1.0)]
        if clause.fixed is not None:
            entries.append(Entry(f"obligation:{clause.id}", 1.0, 1.0))
        elif clause.most is not None:
            entries.append(Entry(f"quota:{clause.id}", -1.0, -1.0))
        yield Movement(
            id=f"{clause.id}.{unit_class.label}",
            kind="cancel",
            clause=clause.id,
            owner=owner_of(scene, clause),
            source=unit_class.pool,
            unit_class=unit_class.label,
            price=-scene.asked(clause),
            entries=tuple(entries),
        )
    if clause.fixed is not None:
        yield from _required(scene, clause, scene.amount(clause.fixed) or 0.0)


def _required(scene: Scene, clause: Clause, quantity: float) -> Iterator[Movement]:
    """A quantity that must be filled: the requirement, and the numerical movement that keeps it feasible."""
    budget, owner = f"obligation:{clause.id}", owner_of(scene, clause)
    entries = (Entry(budget, -1.0, -1.0),)
    yield Movement(
        id=f"{clause.id}.required", kind="require", clause=clause.id, owner=owner, fixed=quantity, entries=entries
    )
    yield Movement(
        id=f"{clause.id}.unmet",
        kind="unmet",
        clause=clause.id,
        owner=owner,
        target=clause.id,
        price=float(scene.world.world.unmet_price),
        entries=(Entry(budget, 1.0, 1.0),),
    )


#: What the market makes of each kind of clause. A trade within a pool changes no budget, so it has no rule.
RULES: Mapping[str, Rule] = {
    "issue": issue,
    "credit": credit,
    "move": move,
    "use": use,
    "retire": retire,
    "cancel": cancel,
    "pay": pay,
    "carry": carried,
}


def requirements(scene: Scene) -> Iterator[Budget]:
    """What clauses need beside the books: an obligation for each fixed quantity that must be met; quotas
    for what a floor buys at most and for what is due where a charge tops up; what is given for output that responds."""
    for clause in scene.in_force:
        fixed = clause.kind == "cancel" and clause.fixed is not None
        if fixed or (clause.demand is not None and clause.demand.quantity is not None):
            yield Budget(kind="obligation", of=clause.id, account=owner_of(scene, clause))
        elif tops_up(scene, clause) or (clause.kind == "cancel" and clause.most is not None):
            limit = 0.0 if clause.kind == "pay" else scene.amount(clause.most) or 0.0
            yield Budget(kind="quota", of=clause.id, limit=limit, account=owner_of(scene, clause))
    yield from allotments(scene)


def _levied(budget: str, units: float, levies: tuple[Levy, ...]) -> list[Entry]:
    """Units given, less the shares that go elsewhere; a fund's share circulates, but is not felt by the owner."""
    kept = units * (1 - sum(float(levy.share) for levy in levies))
    funds = [
        Entry(budget, units * float(levy.share), 0.0, rest_to=Holder(levy.to, "funds"))
        for levy in levies
        if levy.to not in ("cancellation", "nobody")
    ]
    return [Entry(budget, kept, kept), *funds]


def _quota_entries(scene: Scene, clause: Clause, units: float) -> list[Entry]:
    """Quotas are counted in credited units, gross."""
    return [Entry(f"quota:{limit.id}", -units, -units, year=scene.counted(limit)) for limit in clause.quotas]
