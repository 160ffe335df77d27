"""A world whose every id is another word: what is computed of it may not change but for that."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from comity.world.checks import _named, _references
from comity.world.read import Folder, build
from comity.world.walk import models
from comity.world.world import World

KINDS = ("party", "body", "activity", "mechanism", "agreement", "relation")


def new_name(id: str) -> str:
    """What an id becomes."""
    return f"Z{''.join(reversed(id))}z"


def renamed(world: World) -> World:
    """The world with every id renamed wherever a field refers to one; names, kinds and notes stay as they are."""
    tree = deepcopy(world.folder.tree)
    keys: list[tuple[Any, ...]] = [(kind, id) for kind in KINDS for id in tree.get(kind, {})]
    for path, model in models(world):
        for key, (name, refers) in _references(type(model)).items():
            if {"source", "quota"} & set(refers.kinds):
                continue
            for place, text in _named(getattr(model, name)):
                if text in refers.besides:
                    continue
                here = (*path, key, *place)
                if place and isinstance(place[0], str):
                    keys.append(here)
                elif _there(tree, here):
                    _at(tree, here[:-1])[here[-1]] = new_name(text)
    for path in sorted(keys, key=len, reverse=True):  # what is inside first, else its path is gone
        if _there(tree, path):
            node = _at(tree, path[:-1])
            moved = {new_name(key) if key == path[-1] else key: value for key, value in node.items()}
            node.clear()
            node.update(moved)
    return build(replace(world.folder, tree=tree, base=None, changes=(), layers=()))


def with_tree(world: World, tree: dict[str, Any]) -> World:
    """Another tree in the same folder."""
    return build(Folder(world.id, world.folder.path, tree, {}))


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def _there(tree: Any, path: tuple[Any, ...]) -> bool:
    """Whether the files say it; a default is nowhere in them."""
    for part in path:
        inside = part in tree if isinstance(tree, dict) else isinstance(part, int) and part < len(tree)
        if not inside:
            return False
        tree = tree[part]
    return True
