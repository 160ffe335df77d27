"""Money into an obligation: fines, taxes, fixed prices, charges that top up, the fine beside making good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from comity.market.carry import carry, most_of, owner_of
from comity.market.network import Entry, Movement
from comity.market.scene import Scene
from comity.world.clause import Clause


def pay(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Money into the obligation: a fine in lieu of units, a tax, a fixed price."""
    target, worth = clause.gives[0].of, _worth(scene, clause)
    if not scene.settles(target) or not scene.begun(clause) or worth is None:
        return
    covered = Entry(f"obligation:{target}", 1.0, 1.0)
    if tops_up(scene, clause):
        yield from _topped_up(scene, clause, covered)
        return
    yield Movement(
        id=clause.id,
        kind="pay",
        clause=clause.id,
        owner=owner_of(scene, clause),
        target=target,
        price=scene.asked(clause),
        payee=clause.payee,
        most=most_of(scene, clause),
        entries=(covered, *worth),
    )


def carried(scene: Scene, clause: Clause) -> Iterator[Movement]:
    """Units of other years; where a missing one is made good, perhaps with a fine that is a multiple of the price."""
    worth = _worth(scene, clause) if clause.gives[0].budget == "obligation" else ()
    if scene.begun(clause) and worth is not None:
        for movement in carry(scene, clause):
            yield replace(movement, entries=(*movement.entries, *worth))


def _worth(scene: Scene, clause: Clause) -> tuple[Entry, ...] | None:
    """What is paid that units are worth: felt, and not done. None where there are no such units."""
    if clause.prices or not clause.takes:
        return ()
    pool = clause.takes[0].of
    own = [found for found in scene.classes.taken(pool, clause.eligible) if found.example.standard == pool]
    worth = tuple(Entry(found.budget, 0.0, -1 / float(clause.rate), rest_to=clause.payee) for found in own[:1])
    return worth or None


def tops_up(scene: Scene, clause: Clause) -> bool:
    """Whether it is paid only as far as another mechanism's price falls short of it."""
    return clause.kind == "pay" and bool(clause.prices and clause.takes) and clause.takes[0].of in scene.obliged


def _topped_up(scene: Scene, clause: Clause, covered: Entry) -> Iterator[Movement]:
    """What is due per tonne is the price of a budget: tonnes paid for fill it. The payee empties it, for the rate less
    the other price: so no less than that is due, and nothing where there is nothing left. Nor more than the rate."""
    budget, other, rate = f"quota:{clause.id}", clause.takes[0].of, scene.asked(clause)
    payee = clause.payee or owner_of(scene, clause)
    of_payee = partial(Movement, kind="require", clause=clause.id, owner=payee)
    yield Movement(
        id=clause.id,
        kind="pay",
        clause=clause.id,
        owner=owner_of(scene, clause),
        target=clause.gives[0].of,
        most=most_of(scene, clause),
        entries=(covered, Entry(budget, 1.0, -1.0, rest_to=payee)),
    )
    paid = Entry(f"obligation:{other}", 0.0, -1.0, rest_to=payee, year=scene.due(other))
    yield of_payee(id=f"{clause.id}.due", price=-rate, entries=(Entry(budget, -1.0, -1.0), paid))
    yield of_payee(id=f"{clause.id}.at-most", price=rate, entries=(Entry(budget, 1.0, 1.0),))
