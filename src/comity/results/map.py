"""What `comity map` answers: layers, interactions and measures of a regime; or what changed between two worlds.

What is not known is None, never 0.
"""

from __future__ import annotations

from typing import Literal

from comity.results.regime_pairs import PairRow
from comity.results.shared import Answer, Shape

NoticeKind = Literal[
    "added", "removed", "status", "layer", "membership", "clause", "figure", "dates", "words", "settings", "value"
]


class MappedMechanism(Shape):
    """A mechanism with its layer."""

    id: str
    layer: Literal["complex", "cluster", "linkage"]
    rule: Literal["supervision", "derivation", "object", "transport", "rest"]
    """Which rule put it there."""
    trace: tuple[str, ...]
    """What the rule saw: bodies and mechanisms above it, the kind, or the sectors."""


class Metrics(Shape):
    """How complex a regime is on the last day of a year."""

    year: int
    mechanisms: int
    links: int
    """Ordered pairs of mechanisms of which the units of the one go into the other, or count there."""
    per_party: float
    """Mechanisms that a state is in itself or through a part of it, a mean over all states of the world."""
    per_gigatonne: float | None
    """Mechanisms whose covered emissions are known, per Gt covered."""
    link_density: float
    """Links as a share of ordered pairs."""
    shared_parties: float
    """States that a pair of mechanisms has in common, a mean over all pairs whose Parties are known."""
    overlapping: float
    """Share of those pairs that have any in common."""
    entropy_kinds: float
    """Of mechanisms over kinds, in bits."""
    entropy_layers: float
    """Of mechanisms over the three layers, in bits."""
    entropy_covered: float | None
    """Of tonnes covered over mechanisms, in bits."""
    centralisation: float | None
    """Of the ties between mechanisms: 1 is hub and spokes."""
    modularity: float | None
    """Of the ties between mechanisms."""
    modularity_random: float | None
    """The same of random graphs in which each has as many ties, a mean."""
    modularity_deviations: float | None
    """By how many standard deviations the one is above the other."""
    largest_part: float | None
    """Share of mechanisms that hang together in the largest part."""
    largest_part_random: float | None
    covered_known: float
    """Tonnes covered, in the world's unit, of mechanisms whose figures are known."""
    covered_carried: float
    """Share of it that rests on figures of other years."""
    covered_subnational: float | None
    """Share of tonnes covered that subnational jurisdictions or non-state actors run."""
    credited_complex: float | None
    """Share of the credits of the year that mechanisms of the complex issued."""
    credited_private: float | None
    """Share that subnational jurisdictions or non-state actors issued."""
    credited_concentration: float | None
    """Herfindahl–Hirschman index of the credits over the three layers."""
    conflicts: int
    """Pairs of mechanisms that certainly claim the same tonnes without a rule between them."""
    conflicts_possible: int
    """The same, where the sectors of one are not known."""
    routes: float | None
    """Mechanisms whose units can meet an obligation, a mean over obligations."""


class Map(Answer):
    """`comity map`: the regime of a year."""

    world: str
    scenarios: tuple[str, ...]
    year: int
    mechanisms: tuple[MappedMechanism, ...]
    pairs: tuple[PairRow, ...]
    metrics: Metrics


class BothLanguages(Shape):
    """The same words twice."""

    en: str
    zh: str


class NoticeRow(Shape):
    """One thing that changed."""

    kind: NoticeKind
    """added, removed: something with an id. status: how far it has come. layer: computed. membership: who is in it.
    clause: terms of an agreement, or of what a mechanism accepts. figure: of a year. dates: a first or last day. words:
    names, notes, sources. settings: of the world. value: everything else."""
    address: str
    """Where it stands, in the world that has it."""
    before: str | None
    """As text; None where nothing stood there."""
    after: str | None
    """None where nothing stands there now."""
    words: BothLanguages


class MapDiff(Answer):
    """`comity map --diff`: what changed between two worlds."""

    old: str
    new: str
    notices: tuple[NoticeRow, ...]
