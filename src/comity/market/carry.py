"""Units from year to year: banking, borrowing, making good, and what was brought from the years before."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from comity.market.cost import Cost
from comity.market.network import Entry, Movement
from comity.market.scene import Scene
from comity.world.clause import Clause, Holder


def carry(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Units of this year in the next, or of the next in this; or, for a missing one, several of the next and a fine."""
    if clause.gives[0].budget == "obligation":
        yield from _make_good(scene, clause)
    elif scene.later is not None and clause.lag > 0:
        yield from _banked(scene, scene.later, clause)
    elif scene.later is not None:
        yield _borrowed(scene, scene.later, clause)


def _banked(scene: Scene, later: Scene, clause: Clause) -> Iterator[Movement]:
    pool = clause.takes[0].of
    classes = scene.classes.taken(pool, clause.eligible)
    for found in classes:
        kept = later.classes.of(pool, found.example)
        yield Movement(
            id=f"{clause.id}.{found.label}" if len(classes) > 1 else clause.id,
            kind="carry",
            clause=clause.id,
            owner=owner_of(scene, clause),
            source=pool,
            target=pool,
            unit_class=found.label,
            most=most_of(scene, clause),
            rate=discount_rate(scene, pool),
            entries=(Entry(found.budget, -1.0, -1.0), Entry(kept.budget, 1.0, 1.0, year=later.year)),
        )


def _borrowed(scene: Scene, later: Scene, clause: Clause) -> Movement:
    pool, rate = clause.takes[0].of, float(clause.rate)
    own = scene.classes.of(pool, scene.allowance_traits(pool))
    lent = later.classes.of(pool, later.allowance_traits(pool))
    return Movement(
        id=clause.id,
        kind="carry",
        clause=clause.id,
        owner=owner_of(scene, clause),
        source=pool,
        target=pool,
        unit_class=own.label,
        most=most_of(scene, clause),
        credited=rate,
        rate=discount_rate(scene, pool),
        entries=(Entry(own.budget, rate, rate), Entry(lent.budget, -1.0, -1.0, year=later.year)),
    )


def _make_good(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """In the last year that is solved, next year's price is an input; where none is given, nothing can be made good."""
    target, ratio = clause.gives[0].of, float(clause.ratio)
    next_price = scene.price(clause.next_price)
    if not scene.settles(target) or (scene.later is None and next_price is None):
        return
    if scene.later is not None and scene.world.mechanism[target].unit_type and not scene.later.classes.has(target):
        return  # next year brings no units that could be due
    entries = [Entry(f"obligation:{target}", 1.0, 1.0)]
    if scene.later is not None and scene.world.mechanism[target].unit_type is not None:
        lent = scene.later.classes.of(target, scene.later.allowance_traits(target))
        entries.append(Entry(lent.budget, -ratio, -ratio, year=scene.later.year))
        next_price = 0.0
    yield Movement(
        id=clause.id,
        kind="carry",
        clause=clause.id,
        owner=owner_of(scene, clause),
        target=target,
        cost=Cost(ratio * (next_price or 0.0)),
        price=scene.asked(clause),
        payee=clause.payee,
        most=most_of(scene, clause),
        rate=discount_rate(scene, target),
        entries=tuple(entries),
    )


def brought(scene: Scene) -> Iterator[Movement]:
    """In the first year of a horizon that is not the first solved: the units held from before."""
    if scene.horizon.before(scene.year) is None:
        for pool, traits, quantity in scene.horizon.brought:
            found = scene.classes.of(pool, traits)
            yield Movement(
                id=f"mechanism.{pool}.brought.{found.label}",
                kind="carry",
                clause=f"mechanism.{pool}.banking",
                owner=scene.users(pool),
                source=pool,
                target=pool,
                unit_class=found.label,
                fixed=quantity,
                entries=(Entry(found.budget, 1.0, 1.0),),
            )


def discount_rate(scene: Scene, mechanism: str) -> float | None:
    """The real rate at which a mechanism's holders discount, where it is not the world's."""
    series = scene.world.mechanism[mechanism].discount_rate
    return scene.ratio(series) if series is not None else None


def most_of(scene: Scene, clause: Clause) -> float:
    """A clause's capacity; unlimited where it names none."""
    most = scene.amount(clause.most)
    return inf if most is None else most


def owner_of(scene: Scene, clause: Clause) -> Holder:
    """Who keeps the remainder: the clause's owner, else those in whose name the mechanism's units are used."""
    if clause.owner is not None:
        return clause.owner
    pools = clause.gives or clause.takes
    return scene.users(pools[0].of)
