"""What an address of `comity explain` names, and what to say where it names nothing."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from comity.errors import InputError, Problem, said
from comity.world import World
from comity.world.address import Path, expand, get, spell
from comity.world.values import Price, Quantity, Ratio

SERIES = (Quantity, Price, Ratio)
LISTED_MOST = 12


@dataclass(frozen=True, slots=True)
class Target:
    """A thing in a world: its address, its path in the files, what it was read as, and what that stands in."""

    address: str
    path: Path
    model: Any
    around: tuple[Any, ...]
    """The models it stands in, the nearest first."""
    year: int | None = None
    """The year that the address itself names."""


def find(world: World, address: str) -> Target | None:
    """The thing at an address; of a year of a series, the series. Raises InputError where there are several."""
    tree = world.folder.tree
    paths = expand(tree, address)
    if len(paths) > 1:
        several = ", ".join(spell(tree, path) for path in paths[:LISTED_MOST])
        raise InputError(
            [Problem("", 0, address, said("found-several"), said("expected-one-address", several=several))]
        )
    parts, year = address.split("."), None
    if paths:
        path = paths[0]
        if isinstance(path[-1], int) and path[-2] == "values":
            year, path = int(get(tree, path)["year"]), path[:-2]
    else:
        path = tuple(parts)
        above = expand(tree, ".".join(parts[:-1])) if parts[-1].isascii() and parts[-1].isdigit() else []
        if len(above) == 1 and isinstance(get(tree, above[0]), dict) and "values" in get(tree, above[0]):
            year, path = int(parts[-1]), above[0]
    chain = _chain(world, path)
    if chain is None:
        return None
    return Target(spell(tree, path), path, chain[0], tuple(chain[1:]), year)


def _chain(world: World, path: Path) -> list[Any] | None:
    """What stands at a path, read, and all it stands in, the nearest first; also of keys left to their defaults."""
    chain: list[Any] = [world]
    for part in path:
        inner = _step(chain[0], part)
        if inner is None:
            return None
        chain.insert(0, inner)
    return chain


def _step(node: Any, part: str | int) -> Any:
    if isinstance(node, BaseModel):
        name = next((name for name, info in type(node).model_fields.items() if (info.alias or name) == part), None)
        return getattr(node, name) if name else None
    if isinstance(node, dict):
        return node.get(part)
    position = int(part) if str(part).isascii() and str(part).isdigit() else -1
    if isinstance(node, tuple) and 0 <= position < len(node):
        return node[position]
    return None


def unknown(world: World, address: str, clause_ids: list[str]) -> InputError:
    """The error for an address that names nothing: what comes closest, else what stands where it goes astray."""
    node: Any = world.folder.tree
    parts = address.split(".")
    right: list[str] = []
    for part in parts:
        keys = _keys(node)
        close = part if part in keys else next(iter(get_close_matches(part, keys, 1)), None)
        if close is None:
            break
        right.append(close)
        node = node[close] if isinstance(node, dict) and close in node else None
    near = [".".join(right)] if len(right) == len(parts) else get_close_matches(address, clause_ids, 1, 0.8)
    hint = said("hint-did-you-mean", key=", ".join(dict.fromkeys(near))) if near else None
    below = ", ".join(_keys(node)[:LISTED_MOST]) or "-"
    if right:
        expected = said("expected-address-below", above=".".join(right), below=below)
    else:
        expected = said("expected-address-of", kinds=", ".join(_keys(world.folder.tree)))
    return InputError([Problem("", 0, address, said("found-nothing-there"), expected, hint)])


def _keys(node: Any) -> list[str]:
    """What may follow in an address: keys; of a series, its years."""
    if not isinstance(node, dict):
        return []
    figures = node.get("values")
    years = [str(figure["year"]) for figure in figures if "year" in figure] if isinstance(figures, list) else []
    return [*(key for key in node if key != "values"), *years]
