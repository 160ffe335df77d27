"""Two random worlds in one, that nothing joins, or one thing: what comparisons must and must not leave out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.random_worlds import Tree, names, series

KINDS = ("party", "activity", "mechanism", "agreement")
YEAR_ONLY = {"start": 2030, "end": 2030}
#: Of targets: they are no names.
TYPES = {"absolute"}


def beside(one: Tree, other: Tree) -> Tree:
    """Both in one world; ids of the first get an `a` in front, those of the second a `b`."""
    first, second = renamed(one, "a"), renamed(other, "b")
    return {kind: first.get(kind, {}) | second.get(kind, {}) for kind in KINDS}


def renamed(tree: Tree, mark: str) -> Tree:
    """A tree whose ids, unit types and types of activity all begin with a mark."""
    ids = {id for kind in KINDS for id in tree.get(kind, {})} | set(_called(tree)) - TYPES

    def of(node: Any) -> Any:
        if isinstance(node, dict):
            return {f"{mark}{key}" if key in ids else key: of(value) for key, value in node.items()}
        if isinstance(node, list):
            return [of(one) for one in node]
        return f"{mark}{node}" if isinstance(node, str) and node in ids else node

    return {kind: of(tree.get(kind, {})) for kind in KINDS}


def _called(node: Any) -> Iterator[str]:
    for key, inner in node.items() if isinstance(node, dict) else ():
        yield from [inner] if key in ("unit-type", "type") and isinstance(inner, str) else _called(inner)


def under_one_target(tree: Tree, enforced: bool) -> Tree:
    """The same where the Parties of the first market of each world are part of one, which has a target in all."""
    made = {kind: dict(tree[kind]) for kind in KINDS}
    level = series(150)
    target = {"type": "absolute", "period": YEAR_ONLY, "level": level, "enforced": enforced}
    made["party"]["UNION"] = {"name": names("UNION"), "targets": {"all": target}}
    for id in ("aM0", "bM0"):
        made["party"][id] = made["party"][id] | {"parent": "UNION"}
    return made


def under_one_quota(tree: Tree) -> Tree:
    """The same where credits of one more standard come into both worlds' first markets, within one quota."""
    made = {kind: dict(tree[kind]) for kind in KINDS}
    for id in ("x", "y"):
        made["party"][id.upper()] = {"name": names(id)}
        made["activity"][f"project-{id}"] = {
            "name": names(id),
            "host": id.upper(),
            "type": f"project-{id}",
            "baseline": series(100),
            "curve": {"family": "linear", "unit": "EUR/t", "slope": 1, "status": "assumed"},
        }
        made["mechanism"][f"standard-{id}"] = {
            "name": names(id),
            "kind": "project-crediting",
            "unit-type": f"C{id}",
            "crediting": {"activities": [f"project-{id}"]},
        }
    clauses = {
        "first": {"accepts": {"from": "standard-x", "into": "am0"}, "quotas": ["both"]},
        "second": {"accepts": {"from": "standard-y", "into": "bm0"}, "quotas": ["both"]},
    }
    made["agreement"]["shared"] = {
        "title": names("shared"),
        "status": "in-force",
        "quotas": {"both": {"limit": series(5)}},
        "clauses": clauses,
    }
    return made
