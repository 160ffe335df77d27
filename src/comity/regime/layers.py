"""The three layers of a regime, computed: the regime complex, clusters, regime linkages.

After Wang and Zhang (2021, pp. 45–49): the complex is what was agreed by treaty on the issue and what elaborates it,
under international supervision; clusters are mechanisms on the same issue outside it; linkages belong to other issues,
and embed the topic. The rule reads supervision, derivation and issue area, and no field that says the layer:

1. *Supervision.* A mechanism whose chain of supervision (authority, and the bodies above it) reaches a treaty is of the
   complex.
2. *Derivation.* One without a supervisor of its own, or with one that is only a role, is where what it elaborates is:
   of the complex, if that is a treaty or a mechanism of the complex.
3. *Issue area.* Of the rest, one is a linkage whose object is not the units of a climate policy (a border adjustment
   belongs to trade, disclosure to information and finance, an internal price to the firm), or whose issue is
   international transport: supervised by an agency for it, or covering nothing but aviation or shipping.
4. All others are clusters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from comity.regime.network import above, supervision
from comity.world.world import World

Layer = Literal["complex", "cluster", "linkage"]
Rule = Literal["supervision", "derivation", "object", "transport", "rest"]
#: Kinds of mechanism whose object is something else than units of a climate policy, with the issue they belong to.
OTHER_ISSUES = {"border-adjustment": "trade", "disclosure": "information", "internal-price": "firm"}
TREATIES, AGENCIES, ROLES = ("treaty",), ("un-agency",), ("role",)
TRANSPORT = frozenset({"aviation", "shipping"})


@dataclass(frozen=True)
class Placed:
    """The layer of a mechanism, by which rule, and what the rule saw: ids in the order in which it met them."""

    layer: Layer
    rule: Rule
    trace: tuple[str, ...]


def layers(world: World, *, without: Collection[Rule] = ()) -> dict[str, Placed]:
    """The layer of every mechanism of a world; `without` leaves rules out, to see what hangs on each."""
    return {id: layer(world, id, without=without) for id in world.mechanism}


def layer(world: World, mechanism: str, *, without: Collection[Rule] = ()) -> Placed:
    """The layer of one mechanism: by the first rule that has something to say."""
    for rule, placed in RULES.items():
        if rule not in without and (found := placed(world, mechanism)) is not None:
            return found
    return Placed("cluster", "rest", supervision(world, mechanism))


def _by_supervision(world: World, mechanism: str) -> Placed | None:
    chain = supervision(world, mechanism)
    treaty = _first(world, chain, TREATIES)
    return None if treaty is None else Placed("complex", "supervision", chain[: treaty + 1])


def _by_derivation(world: World, mechanism: str) -> Placed | None:
    if not all(world.body[id].kind in ROLES for id in supervision(world, mechanism)):
        return None
    derived = _derived(world, mechanism)
    return None if derived is None else Placed("complex", "derivation", derived)


def _by_object(world: World, mechanism: str) -> Placed | None:
    kind = world.mechanism[mechanism].kind
    return Placed("linkage", "object", (kind,)) if kind in OTHER_ISSUES else None


def _by_transport(world: World, mechanism: str) -> Placed | None:
    chain = supervision(world, mechanism)
    agency = _first(world, chain, AGENCIES)
    if agency is not None:
        return Placed("linkage", "transport", chain[: agency + 1])
    design = world.mechanism[mechanism].design
    sectors = design.sectors if design else ()
    return Placed("linkage", "transport", tuple(sectors)) if sectors and set(sectors) <= TRANSPORT else None


#: In order of precedence.
RULES: dict[Rule, Callable[[World, str], Placed | None]] = {
    "supervision": _by_supervision,
    "derivation": _by_derivation,
    "object": _by_object,
    "transport": _by_transport,
}


def _first(world: World, chain: tuple[str, ...], kinds: tuple[str, ...]) -> int | None:
    """Where in a chain of bodies the first of a kind stands."""
    return next((place for place, id in enumerate(chain) if world.body[id].kind in kinds), None)


def _derived(world: World, mechanism: str) -> tuple[str, ...] | None:
    """The chain by which a mechanism elaborates a treaty, or something of the complex; None if it does neither."""
    chain = [mechanism]
    while (parent := world.mechanism[chain[-1]].elaborates) is not None and parent not in chain:
        chain.append(parent)
        if parent in world.body:
            up = above(world, parent)
            treaty = _first(world, up, TREATIES)
            return None if treaty is None else (*chain[1:], *up[1 : treaty + 1])
        if _first(world, supervision(world, parent), TREATIES) is not None:
            return tuple(chain[1:])
    return None
