"""The sources that a world cites: what its figures, memberships and relations name as theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from comity.world.values import Cited, keys_cited
from comity.world.walk import models

if TYPE_CHECKING:
    from comity.world import World
    from comity.world.world import Source

_CITATION = next(mark for mark in Cited.__metadata__)  # type: ignore[attr-defined]


def cited(worlds: Iterable[World]) -> dict[str, Source]:
    """Every source that one of the worlds cites, by key, in the order of its first world's files."""
    found: dict[str, Source] = {}
    named: set[str] = set()
    for world in worlds:
        for text in _citations(world):
            named.update(keys_cited(text))
        found |= {key: source for key, source in world.source.items() if key not in found}
    return {key: source for key, source in found.items() if key in named}


def _citations(world: World) -> Iterator[str]:
    """Every citation in a world."""
    for _, model in models(world):
        for name, info in type(model).model_fields.items():
            if _CITATION in info.metadata:
                yield getattr(model, name)
