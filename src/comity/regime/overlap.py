"""What mechanisms share: Parties, sectors, gases, buyers of their units, activities; and the instrument they stem from.

Each is read off memberships, rules and clauses in force on a day. An overlap is what both have over what either has
(Jaccard); that of activities is over what the smaller one has, since a standard open to all hosts takes nothing less
from a standard of one host because it also works elsewhere. Where either has none that is known, there is no overlap,
rather than one of 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from comity.regime.distance import Matrix, Norms, jaccard_distances
from comity.regime.network import Regime
from comity.results.regime_pairs import Overlap
from comity.world.clause import Clause
from comity.world.clauses import clauses
from comity.world.world import World

#: Whoever buys units to retire them, under no obligation.
VOLUNTARY = "voluntary"
#: Families whose units are bought for that; others' are there for their own obligation.
CREDITS = ("credit", "cooperation")


@dataclass(frozen=True)
class Overlaps:
    """By pair of mechanisms, in the order of `mechanisms`; not a number where nothing is known of one."""

    mechanisms: tuple[str, ...]
    parties: Matrix
    sectors: Matrix
    gases: Matrix
    buyers: Matrix
    activities: Matrix
    links: NDArray[np.int_]
    """Directions in which units of one count in the other."""
    kin: NDArray[np.bool_]
    """Whether they carry out the same instrument, or one carries out the other."""

    def between(self, a: int, b: int) -> Overlap:
        """Of one pair, by their places."""
        names = ("parties", "sectors", "gases", "buyers", "activities")
        found = {name: float(getattr(self, name)[a, b]) for name in names}
        return Overlap(**{name: None if np.isnan(value) else value for name, value in found.items()})


def overlaps(regime: Regime, of: Norms) -> Overlaps:
    """What the mechanisms of `of` share on the day of the regime."""
    shared = _Shared(regime, of)
    ids = of.mechanisms
    fields = list(of.table.fields)
    return Overlaps(
        mechanisms=ids,
        parties=1 - jaccard_distances(_has(shared.parties(id) for id in ids)),
        sectors=1 - of.differences[fields.index("sectors")],
        gases=1 - of.differences[fields.index("gases")],
        buyers=1 - jaccard_distances(_has(shared.buyers(id) for id in ids)),
        activities=_of_smaller(_has(shared.activities(id) for id in ids)),
        links=shared.links,
        kin=_of_smaller(_has(_instruments(regime.world, id) for id in ids)) > 0,
    )


class _Shared:
    """What each mechanism has, of what mechanisms may share."""

    def __init__(self, regime: Regime, of: Norms) -> None:
        self.regime, self.of, self.world = regime, of, regime.world

    def parties(self, id: str) -> frozenset[str]:
        """Its Parties, the hosts it credits, the members of what it carries out; with all that these are part of."""
        crediting = self.world.mechanism[id].crediting
        named = {*self.regime.parties_of(id), *(crediting.hosts if crediting else ())}
        for instrument in _instruments(self.world, id) if not named else ():
            named |= self.regime.members_of(instrument) if instrument in self.world.body else set()
        return frozenset(one for party in named if party in self.world.party for one in _lineage(self.world, party))

    def buyers(self, id: str) -> frozenset[str]:
        """The mechanisms in which its units count, itself if it has an obligation, and who buys of their own will."""
        family, duty = (self.of.value(name, id) for name in ("family", "duty"))
        own = {id} if duty == "duty" and self.world.mechanism[id].unit_type else set()
        free = {VOLUNTARY} if family in CREDITS and id in self._retired else set()
        return frozenset({*own, *free, *self._takers.get(id, ())})

    def activities(self, id: str) -> frozenset[tuple[str, str]]:
        """Pairs of Party and type: what it could credit, or what its obligation covers."""
        credited = [clause for clause in self._credits if any(pool.of == id for pool in clause.gives)]
        found = {cell for clause in credited for cell in self._admitted(clause)}
        sectors = self.of.value("sectors", id)
        if self.of.value("duty", id) == "duty" and isinstance(sectors, frozenset):
            found |= set(product(self._within(self.regime.parties_of(id)), sectors))
        return frozenset(found)

    @cached_property
    def links(self) -> NDArray[np.int_]:
        """Directions in which units of one count in the other."""
        directed = np.zeros((len(self.of.mechanisms),) * 2, dtype=int)
        for giver, takers in self._takers.items():
            for taker in takers:
                if giver in self.of.places and taker in self.of.places:
                    directed[self.of.places[giver], self.of.places[taker]] = 1
        both: NDArray[np.int_] = directed + directed.T
        return both

    @cached_property
    def _takers(self) -> Mapping[str, set[str]]:
        """By mechanism, those in whose units or obligation its units count."""
        found: dict[str, set[str]] = {}
        for clause in self.regime.links:
            found.setdefault(clause.takes[0].of, set()).add(clause.gives[0].of)
        return found

    @cached_property
    def _retired(self) -> frozenset[str]:
        """Mechanisms whose units may be retired."""
        return frozenset(pool.of for clause in self._clauses if clause.kind == "retire" for pool in clause.takes)

    @cached_property
    def _credits(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self._clauses if clause.kind == "credit")

    @cached_property
    def _clauses(self) -> tuple[Clause, ...]:
        return clauses(self.world, self.regime.day)

    def _admitted(self, clause: Clause) -> Iterable[tuple[str, str]]:
        """Host and type, of every Party of the world where a clause names no host."""
        hosts = clause.eligible.hosts or tuple(self.world.party)
        return product(self._within(hosts), clause.eligible.activities or ("*",))

    def _within(self, parties: Iterable[str]) -> frozenset[str]:
        """Parties, and all that are part of them."""
        there = frozenset(parties)
        return frozenset(id for id in self.world.party if there & set(_lineage(self.world, id)))


def _lineage(world: World, party: str) -> tuple[str, ...]:
    """A Party and all that it is part of."""
    chain: list[str] = []
    above: str | None = party
    while above is not None and above in world.party and above not in chain:
        chain.append(above)
        above = world.party[above].parent
    return tuple(chain)


def _instruments(world: World, mechanism: str) -> frozenset[str]:
    """A mechanism and what it carries out, up to the instrument that carries out none."""
    chain: list[str] = []
    above: str | None = mechanism
    while above is not None and above not in chain:
        chain.append(above)
        above = world.mechanism[above].elaborates if above in world.mechanism else None
    return frozenset(chain)


def _has(sets: Iterable[frozenset[object]]) -> Matrix:
    """Memberships: a row for each set, a column for each thing in any."""
    rows = list(sets)
    columns = {thing: place for place, thing in enumerate(dict.fromkeys(one for row in rows for one in row))}
    has = np.zeros((len(rows), len(columns)))
    for place, row in enumerate(rows):
        has[place, [columns[one] for one in row]] = 1
    return has


def _of_smaller(has: Matrix) -> Matrix:
    """Of each pair of rows: what both have over what the smaller one has; not a number if one is empty."""
    size = has.sum(axis=1)
    smaller = np.minimum(size[:, None], size[None, :])
    share = np.full((len(size), len(size)), np.nan)
    np.divide(has @ has.T, smaller, out=share, where=smaller > 0)
    return share
