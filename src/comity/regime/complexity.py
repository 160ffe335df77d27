"""How complex a regime is, year by year, and what moved each measure from one year to the next.

Everything is read off the regime of the last day of a year: mechanisms whose first day is known, their Parties, the
links between them. What is scheduled counts from its first day on. Tonnes credited are handed in, since no world has
them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal

from comity.regime.claims import conflicts, routes
from comity.regime.definition import states
from comity.regime.layers import layers
from comity.regime.network import Regime
from comity.regime.shares import Issued, concentration, covered, entropy, issued_in, runner, shares
from comity.regime.structure import Parts, centralisation, parts, ties
from comity.results.map import Metrics
from comity.world.world import World

if TYPE_CHECKING:
    from networkx import Graph
    from pandas import DataFrame

#: What can happen to a regime between two years.
What = Literal["start", "end", "link", "unlink", "join", "leave"]


@dataclass(frozen=True)
class Event:
    """One thing that happened between the last days of two years."""

    year: int
    """In this one."""
    what: What
    who: tuple[str, ...]
    """The mechanism; of a link, from and to; of a membership, the Party and the mechanism."""


#: What can move a measure; what is not named here is moved by figures too, or by all of it.
MOVED_BY: dict[str, tuple[What, ...]] = {
    "mechanisms": ("start", "end"),
    "links": ("link", "unlink"),
    "per_party": ("start", "end", "join", "leave"),
    "per_gigatonne": ("start", "end"),
    "link_density": ("start", "end", "link", "unlink"),
    "shared_parties": ("start", "end", "join", "leave"),
    "overlapping": ("start", "end", "join", "leave"),
    "entropy_kinds": ("start", "end"),
    "entropy_layers": ("start", "end"),
    "routes": ("start", "end", "link", "unlink"),
}


@dataclass(frozen=True)
class Move:
    """A measure in two years, and what happened between them that can move it."""

    measure: str
    year: int
    before: float | None
    after: float | None
    events: tuple[Event, ...]


class Snapshot:
    """A regime on the last day of a year, without mechanisms whose first day nobody knows."""

    def __init__(self, world: World, year: int) -> None:
        self.year = year
        self.regime = Regime.of_year(world, year, expected=True, dated=True)

    @cached_property
    def links(self) -> frozenset[tuple[str, str]]:
        """From whose units, to whose units or obligation."""
        return frozenset((clause.takes[0].of, clause.gives[0].of) for clause in self.regime.links)

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """The Parties of each mechanism."""
        return {id: self.regime.parties_of(id) for id in self.regime.mechanisms}

    @cached_property
    def ties(self) -> Graph[str]:
        """The mechanisms joined where something ties them directly."""
        return ties(self.regime)


def complexity(
    world: World, years: Iterable[int], *, issued: Issued | None = None, seed: int = 1, draws: int = 20
) -> tuple[Metrics, ...]:
    """The measures of each year; `seed` and `draws` are of the random graphs."""
    placed = {id: one.layer for id, one in layers(world).items()}
    runners = {id: runner(world, id) for id in world.mechanism}
    return tuple(
        _measures(Snapshot(world, year), placed, runners, issued or {}, partial(parts, seed=seed, draws=draws))
        for year in years
    )


def frame(found: Iterable[Metrics]) -> DataFrame:
    """Measures as a frame, one row a year."""
    from pandas import DataFrame

    names = list(Metrics.model_fields)
    return DataFrame([[getattr(one, name) for name in names] for one in found], columns=names)


def events(world: World, years: Iterable[int]) -> tuple[Event, ...]:
    """What happened from the end of each year to the end of the next one named."""
    snapshots = [Snapshot(world, year) for year in years]
    return tuple(event for before, after in pairwise(snapshots) for event in _between(before, after))


def moves(found: Iterable[Metrics], happened: Iterable[Event], measure: str) -> tuple[Move, ...]:
    """Where a measure moved from one year to the next, and what can have moved it."""
    listed, kinds = tuple(happened), MOVED_BY.get(measure)
    made = []
    for before, after in pairwise(found):
        was, is_ = getattr(before, measure), getattr(after, measure)
        if was != is_:
            own = (one for one in listed if one.year == after.year and (kinds is None or one.what in kinds))
            made.append(Move(measure, after.year, was, is_, tuple(own)))
    return tuple(made)


def _measures(
    now: Snapshot,
    placed: Mapping[str, str],
    runners: Mapping[str, str],
    issued: Issued,
    parts_of: Callable[[Graph[str]], Parts | None],
) -> Metrics:
    world, there = now.regime.world, now.regime.mechanisms
    count = len(there)
    of_states = {id: states(world, whole) for id, whole in now.members.items() if whole}
    shared = [len(a & b) for a, b in combinations(of_states.values(), 2)]
    nations = [id for id, party in world.party.items() if party.kind == "state"]
    tonnes = covered(now.regime, there)
    credited = issued_in(issued, now.year, world.mechanism)
    by_layer = shares(credited, placed)
    doubtful = conflicts(now.regime, now.ties)
    reached = routes(now.regime)
    giga = float(world.measures.convert_quantity(Fraction(10**9), "t CO2e"))
    return Metrics(
        year=now.year,
        mechanisms=count,
        links=len(now.links),
        per_party=sum(len(whole & set(nations)) for whole in of_states.values()) / len(nations) if nations else 0.0,
        per_gigatonne=len(tonnes.by_mechanism) * giga / tonnes.total if tonnes.total else None,
        link_density=len(now.links) / (count * (count - 1)) if count > 1 else 0.0,
        shared_parties=sum(shared) / len(shared) if shared else 0.0,
        overlapping=sum(bool(one) for one in shared) / len(shared) if shared else 0.0,
        entropy_kinds=entropy(Counter(model.kind for model in there.values()).values()),
        entropy_layers=entropy(Counter(placed[id] for id in there).values()),
        entropy_covered=entropy(tonnes.by_mechanism.values()) if tonnes.total else None,
        centralisation=centralisation(now.ties),
        **_scatter(parts_of(now.ties)),
        covered_known=tonnes.total,
        covered_carried=tonnes.carried,
        covered_subnational=_not_states(tonnes.by_mechanism, runners),
        credited_complex=by_layer.get("complex", 0.0) if by_layer else None,
        credited_private=_not_states(credited, runners),
        credited_concentration=concentration(by_layer.values()),
        conflicts=sum(one.certain for one in doubtful),
        conflicts_possible=sum(not one.certain for one in doubtful),
        routes=sum(len(one) for one in reached.values()) / len(reached) if reached else None,
    )


def _scatter(found: Parts | None) -> dict[str, float | None]:
    return {
        "modularity": found.modularity if found else None,
        "modularity_random": found.random_mean if found else None,
        "modularity_deviations": found.deviations if found else None,
        "largest_part": found.largest if found else None,
        "largest_part_random": found.random_largest if found else None,
    }


def _not_states(amounts: Mapping[str, float], runners: Mapping[str, str]) -> float | None:
    found = shares(amounts, runners)
    return found.get("subnational", 0.0) + found.get("private", 0.0) if found else None


def _between(before: Snapshot, after: Snapshot) -> list[Event]:
    was, is_ = set(before.regime.mechanisms), set(after.regime.mechanisms)
    year = after.year
    found = [Event(year, "start", (id,)) for id in sorted(is_ - was)]
    found += [Event(year, "end", (id,)) for id in sorted(was - is_)]
    found += [Event(year, "link", pair) for pair in sorted(after.links - before.links)]
    found += [Event(year, "unlink", pair) for pair in sorted(before.links - after.links)]
    for id in sorted(was & is_):
        found += [Event(year, "join", (party, id)) for party in sorted(after.members[id] - before.members[id])]
        found += [Event(year, "leave", (party, id)) for party in sorted(before.members[id] - after.members[id])]
    return found
