"""Addresses: the dotted names of everything in a world, as `mechanism.uk-ets.cap.2030`.

An address is kind, id, keys; a year names the figure of that year in a series. `*` and `?` match within one part.
The functions here work on the tree that the files make (plain dicts and lists) and never change it in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Any

Path = tuple[str | int, ...]


def expand(tree: Any, address: str) -> list[Path]:
    """Every path in the tree that an address (with wildcards) names, in order; empty if there is none."""
    return list(_match(tree, address.split("."), ()))


def _match(node: Any, parts: list[str], path: Path) -> Iterator[Path]:
    if not parts:
        yield path
        return
    part, rest = parts[0], parts[1:]
    if isinstance(node, dict):
        for key in node:
            if key == part or fnmatchcase(key, part):
                yield from _match(node[key], rest, (*path, key))
        if part.isdigit() and isinstance(node.get("values"), list):
            for index, value in enumerate(node["values"]):
                if isinstance(value, dict) and str(value.get("year")) == part:
                    yield from _match(value, rest, (*path, "values", index))


def new_path(tree: Any, address: str) -> list[Path]:
    """Paths for a key, or a year of a series, that is not there yet, under parents that are."""
    parent, _, last = address.rpartition(".")
    found = []
    for path in expand(tree, parent) if parent else [()]:
        node = get(tree, path)
        if isinstance(node, dict) and last.isdigit() and isinstance(node.get("values"), list):
            found.append((*path, "values", len(node["values"])))
        elif isinstance(node, dict) and last:
            found.append((*path, last))
    return found


def get(tree: Any, path: Path) -> Any:
    """What stands at a path. Raises KeyError or IndexError where nothing does."""
    for part in path:
        tree = tree[part]
    return tree


def replace(tree: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """A copy of the tree with `change` applied to what stands at the path (None if nothing did).

    Only the containers along the path are copied; a list may grow by one at its end.
    """
    if not path:
        return change(tree)
    part, rest = path[0], path[1:]
    copy: Any = tree.copy()
    if isinstance(copy, list) and isinstance(part, int):
        if part == len(copy):
            copy.append(None)
        copy[part] = replace(copy[part], rest, change)
    else:
        copy[part] = replace(copy.get(part, {} if rest else None), rest, change)
    return copy


def without(tree: Any, path: Path) -> Any:
    """A copy of the tree without what stands at the path."""
    parent, last = path[:-1], path[-1]

    def drop(node: Any) -> Any:
        copy = node.copy()
        del copy[last]
        return copy

    return replace(tree, parent, drop)


def spell(tree: Any, path: Path) -> str:
    """The address of a path: positions in a series become years."""
    parts: list[str] = []
    for position, part in enumerate(path):
        if part == "values" and position + 1 < len(path) and _year(tree, path[: position + 2]):
            continue
        year = _year(tree, path[: position + 1]) if isinstance(part, int) and path[position - 1] == "values" else None
        parts.append(year or str(part))
    return ".".join(parts)


def _year(tree: Any, path: Path) -> str | None:
    try:
        value = get(tree, path)
    except (KeyError, IndexError, TypeError):
        return None
    return str(value["year"]) if isinstance(value, dict) and isinstance(value.get("year"), int) else None
