"""What a map of the regime is about: a world in a year, what is computed of it, and how things are called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from numpy import isnan

from comity.regime.complexity import Event, complexity, events
from comity.regime.counts import FAMILIES, FAMILY, Family
from comity.regime.definition import participants
from comity.regime.fields import table
from comity.regime.interactions import Interactions, interactions
from comity.regime.layers import Layer, Placed, layer
from comity.regime.modes import MODES, PairFacts
from comity.regime.network import Regime
from comity.report.regime_names import name_of, pair_name
from comity.results.map import Map, MappedMechanism, Metrics
from comity.results.shared import Schema

if TYPE_CHECKING:
    from comity.results.regime_pairs import PairRow
    from comity.text import Text
    from comity.world.world import World


@dataclass(frozen=True)
class MapSubject:
    """A world at the end of a year, told in one language. `facts`: what a market says of pairs; None: not asked."""

    world: World
    year: int
    text: Text
    facts: tuple[PairFacts, ...] | None = field(default=None, repr=False)

    @cached_property
    def regime(self) -> Regime:
        """What exists, with what is scheduled to have started by then."""
        return Regime.of_year(self.world, self.year, expected=True)

    @cached_property
    def placed(self) -> dict[str, Placed]:
        """The layer of every mechanism that exists."""
        return {id: layer(self.world, id) for id in self.regime.mechanisms}

    @cached_property
    def interactions(self) -> Interactions:
        """Every pair of mechanisms that exist."""
        there = self.regime.mechanisms
        return interactions(self.regime, facts=[one for one in self.facts or () if one.a in there and one.b in there])

    @cached_property
    def main(self) -> tuple[str, ...]:
        """The systems that put a duty on emitters, of those that say how they are built."""
        duty = {kind for kind, (_, what) in table().kinds.items() if what == "duty"}
        there = self.regime.mechanisms.items()
        return tuple(id for id, model in there if model.kind in duty and model.design is not None)

    @cached_property
    def measures(self) -> tuple[Metrics, Metrics]:
        """Of the year before, and of the year."""
        before, now = complexity(self.world, (self.year - 1, self.year))
        return before, now

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happened in the year."""
        return events(self.world, (self.year - 1, self.year))

    @cached_property
    def by_layer(self) -> dict[Layer, list[str]]:
        """The mechanisms of each layer."""
        found: dict[Layer, list[str]] = {"complex": [], "cluster": [], "linkage": []}
        for id, placed in self.placed.items():
            found[placed.layer].append(id)
        return found

    @cached_property
    def by_family(self) -> dict[Family, list[str]]:
        """The mechanisms of each family that has any."""
        found: dict[Family, list[str]] = {family: [] for family in FAMILIES}
        for id, model in self.regime.mechanisms.items():
            found[FAMILY[model.kind]].append(id)
        return {family: ids for family, ids in found.items() if ids}

    def name(self, id: str) -> str:
        """A short name."""
        return name_of(self.world, self.text, id)

    def pair(self, a: str, b: str) -> str:
        """Both names."""
        return pair_name(self.world, self.text, a, b)

    @cached_property
    def interacting(self) -> tuple[PairRow, ...]:
        """Every pair that is not indifferent."""
        found = self.interactions
        return tuple(found.row(int(place)) for place in (found.modes != MODES.index("indifference")).nonzero()[0])

    @cached_property
    def priced(self) -> tuple[PairRow, ...]:
        """Every pair of which a market says what a link would bring."""
        found = self.interactions
        return tuple(found.row(int(place)) for place in (~isnan(found.numbers.worse)).nonzero()[0])

    def pairs(self, everything: bool) -> tuple[PairRow, ...]:
        """Every pair; or those that interact, and those that a market has priced."""
        if everything:
            return tuple(self.interactions.rows())
        seen = {(row.a, row.b) for row in self.interacting}
        return (*self.interacting, *(row for row in self.priced if (row.a, row.b) not in seen))

    def answer(self, everything: bool) -> Map:
        """As programs have it; `everything`: with the pairs that are indifferent."""
        return Map(
            schema=Schema(name="map"),
            world=self.world.id,
            scenarios=self.world.folder.scenarios,
            year=self.year,
            mechanisms=tuple(
                MappedMechanism(id=id, layer=one.layer, rule=one.rule, trace=one.trace)
                for id, one in self.placed.items()
            ),
            pairs=self.pairs(everything),
            metrics=self.measures[1],
        )

    def rank(self, mechanism: str) -> tuple[int, int, str]:
        """By ties, then by Parties: those with most come first."""
        return -self.tie_count(mechanism), -self.party_count(mechanism), mechanism

    def tie_count(self, mechanism: str) -> int:
        """Links and agreements that a mechanism is in."""
        return self._ties[mechanism]

    def party_count(self, mechanism: str) -> int:
        """How many Parties take part in a mechanism, or may as Parties to the treaty above it; 0 if none is known."""
        return len(participants(self.regime, mechanism))

    @cached_property
    def _ties(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for *ends, more in self.regime.graph.edges(data=True):
            if more["type"] in ("moves", "accepts", "binds"):
                found.update(id for kind, id in ends if kind == "mechanism")
        return found
