"""Addresses: the dotted names of everything in a world, as `mechanism.uk-ets.cap.2030`.

An address is kind, id, keys; a year names the figure of that year in a series, a number elsewhere a position in a list,
from 0. `*` and `?` match within one part. The functions here work on the tree that the files make (plain dicts and
lists) and never change it in place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Any

Path = tuple[str | int, ...]

_YEAR = re.compile(r"[0-9]{4}")


def expand(tree: Any, address: str) -> list[Path]:
    """Every path in the tree that an address (with wildcards) names, in order; empty if there is none."""
    return list(_match(tree, address.split("."), 0, ()))


def _match(node: Any, parts: list[str], at: int, path: Path) -> Iterator[Path]:
    if at == len(parts):
        yield path
        return
    part = parts[at]
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if str(key) == part or _fits(str(key), part):
            yield from _match(value, parts, at + 1, (*path, key))
    if _YEAR.fullmatch(part):
        for index, value in enumerate(_figures(node) or ()):
            if isinstance(value, dict) and _year_of(value) == part:
                yield from _match(value, parts, at + 1, (*path, "values", index))


def _fits(key: str, part: str) -> bool:
    """Whether a part with `*` or `?` matches a key; brackets mean nothing."""
    return ("*" in part or "?" in part) and fnmatchcase(key, part.replace("[", "[[]"))


def _figures(node: Any) -> list[Any] | None:
    """The figures of a series."""
    values = node.get("values") if isinstance(node, dict) else None
    return values if isinstance(values, list) else None


def new_path(tree: Any, address: str) -> list[Path]:
    """Paths for a key, or a year of a series, that is not there yet, under parents that are."""
    parent, _, last = address.rpartition(".")
    found: list[Path] = []
    if not parent or not last or "*" in last or "?" in last:
        return found
    for path in expand(tree, parent):
        node = get(tree, path)
        figures = _figures(node)
        if figures is not None and _YEAR.fullmatch(last):
            found.append((*path, "values", len(figures)))
        elif isinstance(node, dict):
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
    if isinstance(copy, list) and part == len(copy):
        copy.append(None)
    old = copy.get(part) if isinstance(copy, dict) else copy[part]
    copy[part] = replace(old, rest, change)
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
        if isinstance(part, int) and position and path[position - 1] == "values":
            year = _year_at(tree, path[: position + 1])
            if year is not None:
                parts[-1] = year
                continue
        parts.append(str(part))
    return ".".join(parts)


def _year_at(tree: Any, path: Path) -> str | None:
    try:
        value = get(tree, path)
    except (KeyError, IndexError, TypeError):
        return None
    return _year_of(value) if isinstance(value, dict) else None


def _year_of(figure: dict[str, Any]) -> str | None:
    """The year of a figure, as it stands in addresses; None if it has none that could."""
    year = figure.get("year")
    return str(year) if type(year) is int and 1000 <= year <= 9999 else None
