"""What pydantic says of a tree, as problems with the place in the files and words of our own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from comity.errors import Problem, Said, said
from comity.text import load
from comity.world.address import Path, spell

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FOUND_MOST = 80
PARTS_MOST = FOUND_MOST // 3
#: Gives file and line of a path.
Placer = Callable[[Path], tuple[str, int]]
#: Text that would be something else without quotes, or nothing.
_MISTAKEN = re.compile(r"(true|false|[-+.\d].*)?", re.DOTALL)


def problems_of(model: type[BaseModel], tree: Any, error: ValidationError, place: Placer) -> list[Problem]:
    """What is wrong with a tree that should have become a model, each place once."""
    found: dict[Path, Problem] = {}
    told = [(*_descend(model, detail), detail) for detail in error.errors(include_url=False)]
    for path, owner, detail in told:
        # A list whose every element is wrong is also said to be too short; that is no second mistake.
        wrong_inside = any(len(other) > len(path) and other[: len(path)] == path for other, _, _ in told)
        if path not in found and not (detail["type"] == "too_short" and wrong_inside):
            found[path] = _problem(detail, path, owner, tree, place)
    return list(found.values())


def _problem(detail: ErrorDetails, path: Path, owner: Any, tree: Any, place: Placer) -> Problem:
    kind = detail["type"].replace("_", "-")
    args = {key: _listed(str(value)) for key, value in detail.get("ctx", {}).items() if key not in ("rule", "error")}
    found: str | Said = shown(detail["input"])
    hint = None
    if kind == "union-tag-invalid":  # the key that tells the branches apart is wrong
        path, found = (*path, args["discriminator"]), shown(args["tag"])
    elif kind == "union-tag-not-found":
        path, kind = (*path, args["discriminator"]), "missing"
    if kind == "missing":
        found = said("found-nothing")
    elif kind == "extra-forbidden":
        found = said("found-key", key=shown(str(path[-1])))
        keys = sorted(str(info.alias) for info in owner.model_fields.values())
        args["known"] = ", ".join(keys)
        close = get_close_matches(str(path[-1]), keys, 1)
        hint = said("hint-did-you-mean", key=close[0]) if close else None
    known = f"rule-{kind}" in load("en")
    expected = said(f"rule-{kind}", **args) if known else said("rule-other", kind=kind)
    return Problem(*place(path), spell(tree, path), found, expected, hint)


def _listed(text: str) -> str:
    """pydantic's `'a', 'b' or 'c'` without its English: a, b, c."""
    return ", ".join(re.findall("'([^']*)'", text)) if text.startswith("'") else text


def _descend(annotation: Any, detail: ErrorDetails) -> tuple[Path, Any]:
    """The path in the tree of a pydantic location, and the model (or mapping, or list) that its last part is a key of.

    A location also names the branches of unions, and says where it is the key of a mapping that is wrong.
    """
    path: list[str | int] = []
    owner = annotation
    location = detail["loc"]
    if location and location[-1] == "[key]" and detail["type"] != "extra_forbidden":
        location = location[:-1]
    for part in location:
        options = list(_options(annotation))
        if len(options) > 1:  # a branch of a union, told by its tag
            annotation = next((option for option in options if part in _tags(option)), None)
            continue
        owner = annotation = options[0]
        path.append(part)
        annotation = _inside(annotation, part)
    return tuple(path), owner


def _options(annotation: Any) -> Iterator[Any]:
    """The types that a value may have; of an optional value, those that it has if it is there."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _options(inner[0])
    elif inner and origin not in (dict, tuple, Literal):
        for option in inner:
            if option is not type(None):
                yield from _options(option)
    else:
        yield annotation


def _tags(option: Any) -> set[Any]:
    """What the literal fields of a model may be, by which unions tell their branches apart."""
    fields = option.model_fields.values() if isinstance(option, type) and issubclass(option, BaseModel) else ()
    return {tag for info in fields if get_origin(info.annotation) is Literal for tag in get_args(info.annotation)}


def _inside(annotation: Any, part: str | int) -> Any:
    """The annotation of what stands at a key of a model or mapping, or at a position of a list."""
    inner = get_args(annotation)
    if get_origin(annotation) is dict:
        return inner[1]
    if get_origin(annotation) is tuple:
        return inner[0]
    return next((info.annotation for info in annotation.model_fields.values() if info.alias == part), None)


def shown(value: Any) -> str:
    """A value as found, briefly, as it would stand in a file; text in quotes only where it could be something else."""
    if isinstance(value, str):
        brief = f'"{value}"' if _MISTAKEN.fullmatch(value) else value
    else:
        brief = next((text for depth in (3, 2, 1) if len(text := _written(value, depth)) <= FOUND_MOST), "")
        brief = brief or _written(value, 1).replace(" = …", "")
    return brief if len(brief) <= FOUND_MOST else brief[: FOUND_MOST - 1] + "…"


def _written(value: Any, depth: int) -> str:
    """A value as in a file, with `…` for what is deeper than `depth`."""
    if isinstance(value, str):
        return f'"{value[:FOUND_MOST]}"'
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, dict | list):
        return str(value)
    if not (value and depth):
        return "…" if value else "{ }" if isinstance(value, dict) else "[ ]"
    if isinstance(value, list):
        return f"[{', '.join(_written(part, depth - 1) for part in value[:PARTS_MOST])}]"
    pairs = islice(value.items(), PARTS_MOST)
    return f"{{ {', '.join(f'{key} = {_written(part, depth - 1)}' for key, part in pairs)} }}"
