"""Two mechanisms on one activity without a rule between them, and the routes that lead to an obligation.

A mechanism *claims* the emissions of the Parties it names as its own (if none, of its members; a crediting mechanism:
of the hosts it admits, where it says so) in the sectors it covers. Where two claim the same Party and sector, and
nothing ties them, nobody has said whose the tonne is: what has been called chessboard politics. Sectors of crediting
mechanisms are often not recorded: then the conflict is *possible*, not certain. Mechanisms whose Parties are not
recorded claim nothing here, though they may credit anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, get_args

from comity.regime.counts import FAMILY, OBLIGED, Family
from comity.regime.network import Regime
from comity.world.design import Sector
from comity.world.world import World

if TYPE_CHECKING:
    from networkx import Graph

SECTORS = frozenset(get_args(Sector)) - {"all"}
#: Families that take or give tonnes of activities; government trading does so for the whole of a Party.
CLAIMING: tuple[Family, ...] = (
    "trading-system",
    "voluntary-system",
    "performance-standard",
    "carbon-tax",
    "crediting",
    "offsetting-obligation",
)


@dataclass(frozen=True)
class Conflict:
    """Two mechanisms that claim the same tonnes, and no rule between them."""

    a: str
    b: str
    parties: tuple[str, ...]
    """Where; of a Party and a part of it, the part."""
    sectors: tuple[str, ...]
    """In which sectors; none named where those of either are not known."""

    @property
    def certain(self) -> bool:
        """Whether the sectors of both are known."""
        return bool(self.sectors)


def conflicts(regime: Regime, ties: Graph[str]) -> tuple[Conflict, ...]:
    """Every pair of mechanisms with conflicting claims; `ties` joins those between which there is a rule."""
    world = regime.world
    claims = {
        id: (places, _sectors(world, id))
        for id, model in regime.mechanisms.items()
        if FAMILY[model.kind] in CLAIMING and (places := _places(regime, id))
    }
    found = []
    for a, b in combinations(claims, 2):
        if ties.has_edge(a, b):
            continue
        (at_a, in_a), (at_b, in_b) = claims[a], claims[b]
        parties = {place for one in at_a for other in at_b if (place := _common(world, one, other))}
        sectors = in_a & in_b if in_a and in_b else frozenset[str]()
        if parties and (sectors or not (in_a and in_b)):
            found.append(Conflict(a, b, tuple(sorted(parties)), tuple(sorted(sectors))))
    return tuple(found)


def routes(regime: Regime) -> dict[str, tuple[str, ...]]:
    """By mechanism with an obligation, the mechanisms whose units can meet it: its own first, then those that its rules
    accept, or that come into its units, over as many links as it takes."""
    into: dict[tuple[str, str], set[str]] = {}
    for clause in regime.links:
        into.setdefault((clause.kind, clause.gives[0].of), set()).add(clause.takes[0].of)
    found = {}
    for id, model in regime.mechanisms.items():
        if FAMILY[model.kind] in OBLIGED:
            own = [id] if model.unit_type else []
            usable = {id, *into.get(("use", id), ())}
            left = list(usable)
            while left:
                for source in into.get(("move", left.pop()), set()) - usable:
                    usable.add(source)
                    left.append(source)
            found[id] = (*own, *sorted(usable - {id}))
    return found


def _places(regime: Regime, id: str) -> frozenset[str]:
    model = regime.world.mechanism[id]
    if model.crediting is not None and model.crediting.hosts:
        return frozenset(model.crediting.hosts)
    return frozenset(model.parties) or regime.parties_of(id)


def _sectors(world: World, id: str) -> frozenset[str]:
    """Empty if not known."""
    design = world.mechanism[id].design
    named = frozenset[str](design.sectors) if design else frozenset[str]()
    return SECTORS if "all" in named else named


def _common(world: World, one: str, other: str) -> str | None:
    """The smaller of two Parties of which one is the other or a part of it."""
    if one == other or other in _wholes(world, one):
        return one
    return other if one in _wholes(world, other) else None


def _wholes(world: World, party: str) -> Iterator[str]:
    parent = world.party[party].parent
    while parent is not None:
        yield parent
        parent = world.party[parent].parent
