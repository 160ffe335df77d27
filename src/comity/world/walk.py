"""Walks the models of a world: each with its path in the files, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from comity.world.address import Path


def models(value: Any, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Every model inside a value, itself included; `path` is where the value stands."""
    left: list[tuple[Path, Any]] = [(path, value)]
    while left:
        path, value = left.pop()
        inside: list[tuple[Path, Any]] = []
        if isinstance(value, BaseModel):
            yield path, value
            inside = [((*path, key), held) for name, key in _holders(type(value)) if (held := getattr(value, name))]
        elif isinstance(value, dict):
            inside = [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, tuple):
            inside = [((*path, position), inner) for position, inner in enumerate(value)]
        left += reversed(inside)


@cache
def _holders(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The attributes of a model that can hold models, with their TOML keys."""
    fields = model.model_fields.items()
    return tuple((name, info.alias or name) for name, info in fields if _can_hold(info.annotation))


def _can_hold(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_can_hold(part) for part in get_args(annotation))
