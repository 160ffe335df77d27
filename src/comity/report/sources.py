"""The sources that a world cites: what its figures, memberships and relations name as theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from comity.world.values import Cited

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
            named |= {one.split(",")[0].strip() for one in text.split(";")}
        found |= {key: source for key, source in world.source.items() if key not in found}
    return {key: source for key, source in found.items() if key in named}


def _citations(value: Any) -> Iterator[str]:
    """Every citation inside a value."""
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            inner = getattr(value, name)
            if isinstance(inner, str):
                if _CITATION in info.metadata:
                    yield inner
            else:
                yield from _citations(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _citations(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _citations(inner)
