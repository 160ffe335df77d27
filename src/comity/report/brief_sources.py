"""What the figures of some mechanisms rest on: how many have which status, and the sources they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.world.values import keys_cited
from comity.world.walk import models

if TYPE_CHECKING:
    from comity.world import World
    from comity.world.world import Source

#: Parts of a mechanism that no market is solved with.
NOT_OF_THE_MARKET = ("design",)


@dataclass(frozen=True, slots=True)
class Basis:
    """The standing of figures: how many by status, and by source (the key, then what it is), the most used first."""

    statuses: dict[str, int]
    sources: tuple[tuple[str, Source, int], ...]


def basis_of(world: World, mechanisms: Sequence[str]) -> Basis:
    """The figures of mechanisms' rules and of the activities they cover: baselines and cost curves."""
    statuses: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    for figure in _figures_of(world, mechanisms):
        statuses[figure.status] += 1
        keys.update(dict.fromkeys(keys_cited(figure.source), 1))
    found = [(key, world.source[key], count) for key, count in keys.most_common() if key in world.source]
    return Basis(dict(statuses), tuple(found))


def _figures_of(world: World, mechanisms: Sequence[str]) -> Iterator[Any]:
    for id in mechanisms:
        mechanism = world.mechanism[id]
        for name in type(mechanism).model_fields:
            if name not in NOT_OF_THE_MARKET:
                yield from _figures(getattr(mechanism, name))
    for activity in world.activity.values():
        if set(mechanisms) & set(activity.covered_by):
            yield from _figures(activity)


def _figures(value: Any) -> Iterator[Any]:
    """Everything inside a value that has a status and a source of its own."""
    return (model for _, model in models(value) if {"status", "source"} <= set(type(model).model_fields))
