"""Norm distance: how far apart the rules of two mechanisms are, from their rule fields alone.

Gower's (1971) general coefficient: the weighted mean, over the fields known of both, of how different they are; words
are the same or not, ordered words lie so many steps apart (Podani 1999), sets differ by Jaccard's index, numbers by
their difference over a fixed range. What is not known of both is left out. How much was known is told, as a share of
what applies to both (a standard that credits has no penalty); a pair of which too little is known has no distance.
Least and greatest are what it could be if all that applies were known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.regime.fields import Field, Scale, Table, Value, read_fields, table
from comity.results.regime_pairs import FieldRow, NormDistance, Told
from comity.world.world import World

if TYPE_CHECKING:
    from pandas import DataFrame

Matrix = NDArray[np.float64]
#: A difference between sums of weights that is rounding.
ROUNDING = 1e-12


class Distances(NamedTuple):
    """By pair of mechanisms: the distance, not a number where too little is known; and weights, of all that there is:
    of what applies to both, of what is known of both, and of what differs."""

    distance: Matrix
    applies: Matrix
    known: Matrix
    different: Matrix

    @property
    def share_known(self) -> Matrix:
        """What is known of both, as a share of what applies to both."""
        share: Matrix = self.known / self.applies
        return np.minimum(share, 1.0)


@dataclass(frozen=True)
class Norms:
    """The rule fields of mechanisms, by field, in the order of `mechanisms`."""

    mechanisms: tuple[str, ...]
    table: Table
    values: Mapping[str, tuple[Value | None, ...]]

    @cached_property
    def places(self) -> dict[str, int]:
        """Where a mechanism stands."""
        return {id: place for place, id in enumerate(self.mechanisms)}

    @cached_property
    def differences(self) -> Matrix:
        """Fields × mechanisms × mechanisms: from 0, the same, to 1; not a number where not known of both."""
        return np.stack([SCALES[field.scale](field, self.values[name]) for name, field in self.table.fields.items()])

    @cached_property
    def applies(self) -> NDArray[np.bool_]:
        """Fields × mechanisms: whether a field applies to a mechanism."""
        families = self.values["family"]
        return np.array(
            [
                [
                    not field.of or family in field.of or value is not None
                    for family, value in zip(families, self.values[name], strict=True)
                ]
                for name, field in self.table.fields.items()
            ],
            dtype=np.bool_,
        )

    @cached_property
    def distances(self) -> Distances:
        """Under the weights of the table."""
        return distances(self, self.table.weights)

    def value(self, field: str, mechanism: str) -> Value | None:
        """A field of a mechanism."""
        return self.values[field][self.places[mechanism]]


def norms(
    world: World, on: date | None = None, mechanisms: Iterable[str] | None = None, rules: Table | None = None
) -> Norms:
    """The rule fields of mechanisms (all, if none are named) on a day (that of the world), by the table that ships."""
    ids = tuple(world.mechanism if mechanisms is None else mechanisms)
    by = rules or table()
    found = [read_fields(world, id, on or world.world.as_of, by) for id in ids]
    return Norms(ids, by, {name: tuple(one[name] for one in found) for name in by.fields})


def distances(of: Norms, weights: Mapping[str, float], those: NDArray[np.bool_] | None = None) -> Distances:
    """All pairs, under any weights of the fields that sum to 1. A distance have the pairs of which enough is known, or
    (so that weights can be compared) `those`."""
    weight = np.array([weights[name] for name in of.table.fields])
    there = ~np.isnan(of.differences)
    applies = np.einsum("f,fa,fb->ab", weight, of.applies, of.applies)
    known = np.einsum("f,fab->ab", weight, there)
    different = np.einsum("f,fab->ab", weight, np.where(there, of.differences, 0.0))
    enough = known >= of.table.known_least * applies - ROUNDING if those is None else those
    distance = np.full(known.shape, np.nan)
    np.divide(different, known, out=distance, where=enough & (known > 0))
    return Distances(np.minimum(distance, 1.0), applies, known, different)


def compared(of: Norms, a: str, b: str) -> NormDistance:
    """Two mechanisms, field by field."""
    here = of.places[a], of.places[b]
    distance, applies, known, different = (float(matrix[here]) for matrix in of.distances)
    rows = [
        FieldRow(
            field=name,
            group=field.group,
            weight=of.table.weights[name],
            a=told(of.value(name, a)),
            b=told(of.value(name, b)),
            difference=number(of.differences[place][here]),
        )
        for place, (name, field) in enumerate(of.table.fields.items())
    ]
    return NormDistance(
        a=a,
        b=b,
        distance=number(distance),
        known=min(known / applies, 1.0),
        rests_on=min(known, 1.0),
        least=different / applies,
        greatest=min((different + applies - known) / applies, 1.0),
        fields=tuple(rows),
    )


def pairs(of: Norms) -> DataFrame:
    """Every pair once: a, b, distance (missing where too little is known), known (share of what applies to both)."""
    from pandas import DataFrame

    first, second = np.triu_indices(len(of.mechanisms), 1)
    ids = np.array(of.mechanisms, dtype=object)
    distance, known = of.distances.distance, of.distances.share_known
    columns = {"a": ids[first], "b": ids[second], "distance": distance[first, second], "known": known[first, second]}
    return DataFrame(columns)


def nearest(of: Norms, mechanism: str, most: int = 5) -> list[tuple[str, float]]:
    """The mechanisms at the smallest distances, and these; of equals, by id."""
    row = of.distances.distance[of.places[mechanism]]
    found = [(id, float(row[place])) for id, place in of.places.items() if id != mechanism and not np.isnan(row[place])]
    return sorted(found, key=lambda one: (round(one[1], 9), one[0]))[:most]


def told(value: Value | None) -> Told:
    """A value as an answer has it."""
    return tuple(sorted(value)) if isinstance(value, frozenset) else value


def number(value: float) -> float | None:
    """A number, or None for what is not one."""
    return None if np.isnan(value) else float(value)


# Scales ---------------------------------------------------------------------------------------------------------------


def _nominal(_: Field, values: Sequence[Value | None]) -> Matrix:
    words = sorted({one for one in values if isinstance(one, str)})
    codes = _numbers(values, {word: float(place) for place, word in enumerate(words)})
    return np.where(np.isnan(_gap(codes)), np.nan, (_gap(codes) > 0).astype(float))


def _ordinal(field: Field, values: Sequence[Value | None]) -> Matrix:
    steps = len(field.order) - 1
    return _gap(_numbers(values, {word: place / steps for place, word in enumerate(field.order)}))


def _numeric(field: Field, values: Sequence[Value | None]) -> Matrix:
    low, high = field.range
    amounts = np.array([np.nan if one is None else one for one in values], dtype=float)
    return _gap((np.clip(amounts, low, high) - low) / (high - low))


def _set(_: Field, values: Sequence[Value | None]) -> Matrix:
    sets = [one if isinstance(one, frozenset) else frozenset() for one in values]
    words = sorted(frozenset().union(*sets))
    has = np.array([[word in one for word in words] for one in sets], dtype=float).reshape(len(sets), len(words))
    return jaccard_distances(has)


def jaccard_distances(has: Matrix) -> Matrix:
    """Of each pair of rows of memberships: 1 less what both have over what either has; not a number if one is empty."""
    both = has @ has.T
    size = has.sum(axis=1)
    either = size[:, None] + size[None, :] - both
    distance = np.full(both.shape, np.nan)
    np.divide(either - both, either, out=distance, where=(size[:, None] > 0) & (size[None, :] > 0))
    return distance


def _numbers(values: Sequence[Value | None], codes: Mapping[str, float]) -> Matrix:
    return np.array([np.nan if one is None else codes[str(one)] for one in values], dtype=float)


def _gap(amounts: Matrix) -> Matrix:
    gap: Matrix = np.abs(amounts[:, None] - amounts[None, :])
    return gap


SCALES: Mapping[Scale, Callable[[Field, Sequence[Value | None]], Matrix]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "set": _set,
    "numeric": _numeric,
}
