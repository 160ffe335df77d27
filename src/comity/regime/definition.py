"""Whether some institutions are a regime complex, by the definition, condition by condition.

- *Three or more* elemental regimes: Orsini, Morin and Young (2013), whose "whether or not they are managed effectively"
  is why nothing is asked about management here.
- *(Partially) overlapping* members, and *no hierarchy* among them: Raustiala and Victor (2004).

Each condition answers with its number and the elements behind it, and may be unknown: members that nobody recorded are
no proof of having none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from comity.regime.network import Regime, above
from comity.world.world import World

Name = Literal["three-or-more", "overlap", "no-hierarchy"]
#: Parties that are part of another; membership of these is membership of that one.
PARTS = ("subnational", "region", "sector", "company")
ELEMENTS_LEAST = 3
#: Each condition with the work that set it (erratum 19 of the founding paper keeps the two apart).
SOURCES: dict[Name, str] = {
    "three-or-more": "Orsini, Morin and Young 2013",
    "overlap": "Raustiala and Victor 2004",
    "no-hierarchy": "Raustiala and Victor 2004",
}


@dataclass(frozen=True)
class Condition:
    """One condition: whether it is met (None: not known), by which number, and what was seen."""

    name: Name
    met: bool | None
    value: float | None
    """three-or-more: elements that exist. overlap: share of pairs, among those whose members are known, that have a
    member in common. no-hierarchy: pairs of which one stands above the other."""
    threshold: float
    """three-or-more: at least. overlap: above. no-hierarchy: at most."""
    trace: tuple[tuple[str, ...], ...]
    """three-or-more: the elements. overlap: pairs that share, each with what they share; an element that shares with
    none stands alone. no-hierarchy: the lower, the upper."""


@dataclass(frozen=True)
class Definition:
    """The answer for a set of mechanisms and bodies on a day."""

    elements: tuple[str, ...]
    absent: tuple[str, ...]
    """Those asked about that do not exist on the day."""
    unknown: tuple[str, ...]
    """Elements of whose members nothing is known."""
    conditions: tuple[Condition, ...]

    @property
    def met(self) -> bool | None:
        """Whether all conditions are; no if any is not, else unknown if any is."""
        answers = [condition.met for condition in self.conditions]
        return False if False in answers else None if None in answers else True


def definition(regime: Regime, asked: Collection[str]) -> Definition:
    """The definition test of mechanisms and bodies, by id. Raises KeyError for an id that the world does not have."""
    world = regime.world
    for id in asked:
        if id not in world.mechanism and id not in world.body:
            raise KeyError(id)
    there = {*regime.mechanisms, *regime.bodies}
    elements = tuple(id for id in dict.fromkeys(asked) if id in there)
    members = {id: states(world, participants(regime, id)) for id in elements}
    known = {id: whole for id, whole in members.items() if whole}
    enough = Condition(
        "three-or-more",
        len(elements) >= ELEMENTS_LEAST,
        len(elements),
        ELEMENTS_LEAST,
        tuple((id,) for id in elements),
    )
    return Definition(
        elements,
        tuple(id for id in dict.fromkeys(asked) if id not in there),
        tuple(id for id in elements if id not in known),
        (enough, _overlap(known, len(elements)), _hierarchy(world, elements)),
    )


def states(world: World, members: Collection[str]) -> frozenset[str]:
    """Members, each part of a Party counted as that Party."""
    found = set()
    for id in members:
        while id in world.party and world.party[id].kind in PARTS and (parent := world.party[id].parent):
            id = parent
        found.add(id)
    return frozenset(found)


def participants(regime: Regime, id: str) -> frozenset[str]:
    """The Parties in a mechanism or body on the day. One that has none of its own is open to those of the nearest body
    above it that has: a mechanism under a treaty, to the Parties to it."""
    world = regime.world
    if id in world.mechanism:
        if own := regime.parties_of(id):
            return own
        bodies = [one for one in _superiors(world, id) if one in world.body]
    else:
        bodies = list(above(world, id))
    for body in bodies:
        if members := frozenset(one for one in regime.members_of(body) if one in world.party):
            return members
    return frozenset()


def _overlap(known: dict[str, frozenset[str]], elements: int) -> Condition:
    """Members overlap where they tie all elements into one; it may be in part, or full."""
    from networkx import Graph, connected_components

    ties: Graph[str] = Graph()
    ties.add_nodes_from(known)
    sharing = [(a, b, shared) for a, b in combinations(known, 2) if (shared := known[a] & known[b])]
    ties.add_edges_from((a, b) for a, b, _ in sharing)
    groups = list(connected_components(ties))
    pairs = len(known) * (len(known) - 1) // 2
    complete = len(known) == elements and elements > 1
    return Condition(
        "overlap",
        len(groups) == 1 if complete else None,
        len(sharing) / pairs if pairs else None,
        0,
        (*((a, b, *sorted(shared)) for a, b, shared in sharing), *((id,) for id in known if not ties[id])),
    )


def _hierarchy(world: World, elements: tuple[str, ...]) -> Condition:
    """Above a mechanism stand its authority and what it elaborates, and what stands above those."""
    ranked = tuple((id, upper) for id in elements for upper in _superiors(world, id) if upper in elements)
    return Condition("no-hierarchy", not ranked, len(ranked), 0, ranked)


def _superiors(world: World, id: str) -> Iterator[str]:
    """What stands above, each once."""
    seen, left = {id}, [id]
    while left:
        one = left.pop(0)
        if one in world.mechanism:
            model = world.mechanism[one]
            next_up = [*above(world, model.authority), *([model.elaborates] if model.elaborates else [])]
        else:
            next_up = list(above(world, one)[1:])
        for upper in next_up:
            if upper not in seen:
                seen.add(upper)
                left.append(upper)
                yield upper
