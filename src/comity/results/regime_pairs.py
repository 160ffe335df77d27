"""How the rules of mechanisms compare, and how each pair of mechanisms interacts.

A distance, an overlap and a share lie between 0 and 1. What is not known is None, never 0.
"""

from __future__ import annotations

from typing import Literal

from comity.results.shared import Shape

#: What a rule field is of a mechanism: a word, several words in alphabetical order, a number; or unknown.
Told = str | tuple[str, ...] | float | None


class FieldRow(Shape):
    """One rule field of two mechanisms."""

    field: str
    group: str
    weight: float
    """Of all weight."""
    a: Told
    b: Told
    difference: float | None
    """None where it is not known of both."""


class NormDistance(Shape):
    """How far apart the rules of two mechanisms are."""

    a: str
    b: str
    distance: float | None
    """Over what is known of both; None where that is too little."""
    known: float
    """Share of the weight of what applies to both that is known of both."""
    rests_on: float
    """Share of all weight that is known of both."""
    least: float
    """The distance if all that applies and is unknown were the same."""
    greatest: float
    """The distance if all that applies and is unknown were as different as can be."""
    fields: tuple[FieldRow, ...]


class RuleChange(Shape):
    """Fields of one rule that a mechanism would take over from another."""

    rule: str
    fields: tuple[str, ...]
    before: tuple[Told, ...]
    after: tuple[Told, ...]
    like: str
    """The mechanism whose rule it is."""
    gain: float
    """What the distance loses by this change."""


class Closer(Shape):
    """The few changes of one mechanism's rules that bring it closest to others."""

    mechanism: str
    toward: tuple[str, ...]
    before: float | None
    """Mean distance to those that it has a distance to; None where there is none."""
    after: float | None
    changes: tuple[RuleChange, ...]
    """The largest first."""


class CoreField(Shape):
    """A field on which all members of a set agree."""

    field: str
    group: str
    weight: float
    value: Told


class CommonCore(Shape):
    """What the rules of a set of mechanisms have in common."""

    mechanisms: tuple[str, ...]
    size: float | None
    """Weight of the fields on which all agree, as a share of those known of all; None where that is too little."""
    known: float
    """Share of the weight of what applies to all that is known of all."""
    least: float
    """Weight of the fields on which all agree, as a share of what applies to all: the size if all that is unknown
    differs."""
    agreed: tuple[CoreField, ...]
    in_part: tuple[CoreField, ...]
    """Fields of several words on which they do not agree, with the words that all have; only where there are any."""


class Weighting(Shape):
    """How distances under other weights compare with those under the weights that ship."""

    weighting: str
    """`form×2`, `form×0.5`, …; `drawn` for the mean over weights drawn at random, `drawn-least` for the worst draw."""
    tau: float
    """Kendall's tau-b of the distances of all pairs that have one."""
    nearest_kept: float
    """Share of mechanisms one of whose nearest neighbours still is one."""


Mode = Literal["benign-synergy", "constructive-cooperation", "functional-competition", "indifference"]


class Overlap(Shape):
    """What two mechanisms share, as Jaccard indices; None where either has none that is known."""

    parties: float | None
    sectors: float | None
    gases: float | None
    buyers: float | None
    """Who accepts units of both."""
    activities: float | None
    """What both could credit or cover."""


Basis = Literal["market", "agreements", "overlap", "nothing"]
"""What a mode rests on: what a market says of a link; what has been agreed; what both share; nothing."""


class Step(Shape):
    """One test of the rule that gives a mode: a number, its threshold, and how far it is from the other answer."""

    test: str
    value: float | None
    """None where it is not known."""
    threshold: float
    passed: bool
    margin: float | None
    """How far the number is on the side of the threshold where the test is passed; below 0 on the other."""


class ModeTurn(Shape):
    """A threshold that, put elsewhere, would give another mode."""

    threshold: str
    to: float
    """Where it would have to stand, or just beyond."""
    mode: Mode
    """What the pair would then be."""


class PairRow(Shape):
    """How two mechanisms interact."""

    a: str
    b: str
    norm_distance: float | None
    known: float
    """Share of the weight of what applies to both that the distance rests on."""
    gain: float | None
    """What the side that gains less would gain by a link, as a share of what the emissions of the smaller are worth;
    None where no market has been solved."""
    overlap: Overlap
    links: int
    """Directions in which units of one count in the other: 0, 1 or 2."""
    kin: bool
    """Whether they carry out the same instrument, or one carries out the other."""
    mode: Mode
    basis: Basis
    holds: bool | None
    """Whether the mode is the same under every variant of what the market does not know; None where no market has been
    solved."""
    trace: tuple[Step, ...]
    """The tests, in the order in which they were made."""
    turns: tuple[ModeTurn, ...]
    """The thresholds on which it turns."""


class ThresholdShift(Shape):
    """What becomes of modes if one threshold stands elsewhere, or one sort of evidence is not counted."""

    threshold: str
    """Name of a threshold, or `kin` or `market`: as if nothing were known of it."""
    value: float | None
    counts: dict[Mode, int]
    kept: float
    """Share of pairs whose mode stays, of those that are not indifferent both before and after."""
