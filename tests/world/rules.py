"""Every rule that a world's files can break, enumerated from the models and the code, so that none goes without a case.

A rule of a model is a pair: what is wrong, and of what. `unknown Cap` is a key that a Cap does not have, `missing
Cap.unit` a key that it needs, `choice Target.type` a value not among those it may have, and `type int ge=1900` a value
that a scalar type refuses. A site is a place in the code that says something is wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import comity.world
from comity.world.scenarios import Scenario
from comity.world.values import Refers
from comity.world.world import World

WORLD = Path(comity.world.__file__).parent
#: World itself is no table of a file: its keys are the files.
ROOTS: tuple[type[BaseModel], ...] = (World, Scenario)
DISCRIMINATOR = "family"
#: What says that something is wrong, by the modules where it does. Those of `toml.py` have tests of their own.
SAYERS = {"rule": None, "said": ("checks", "read", "scenarios"), "_Misses": ("scenarios",)}

Rule = tuple[str, str]
Site = tuple[str, int, int]


def models() -> list[type[BaseModel]]:
    """Every model that a table of a file becomes."""
    found: dict[type[BaseModel], None] = {}
    pending = list(ROOTS)
    while pending:
        model = pending.pop()
        if model not in found:
            found[model] = None
            for info in model.model_fields.values():
                pending += _models_in(info.annotation)
    return sorted((model for model in found if model is not World), key=lambda model: model.__name__)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by their keys in files."""
    return {str(info.alias): info for info in model.model_fields.values()}


def model_rules() -> set[Rule]:
    """The keys no model knows, the keys each needs, and its choices."""
    found: set[Rule] = set()
    for model in models():
        found.add(("unknown", model.__name__))
        for key, info in fields(model).items():
            if key == DISCRIMINATOR and get_origin(info.annotation) is Literal:
                continue  # the union's: it has folders of its own
            if info.default is PydanticUndefined and info.default_factory is None:
                found.add(("missing", f"{model.__name__}.{key}"))
            if choices(info.annotation):
                found.add(("choice", f"{model.__name__}.{key}"))
    return found


def choices(annotation: Any) -> tuple[str, ...]:
    """What a field may be that is one of a few words, or a list of these; empty for other fields."""
    parts = [part for part in get_args(annotation) if part not in (type(None), ...)]
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return choices(parts[0]) if len(parts) == 1 else ()


def type_rules() -> set[Rule]:
    """What the scalar types, lists and tables of the models ask of a value."""
    found: set[Rule] = set()
    for model in models():
        for info in model.model_fields.values():
            found.update(("type", one) for one in _asked(info.annotation, info.metadata))
    return found


def _asked(annotation: Any, marks: Any = ()) -> Iterator[str]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _asked(inner[0], (*inner[1:], *marks))
    elif origin is dict:
        yield "dict"
        yield from (f"key {one}" for one in list(_asked(inner[0]))[1:])  # that keys are text, TOML sees to
        yield from _asked(inner[1])
    elif origin is tuple:
        name = "tuple" if inner[-1] is ... else f"tuple of {len(inner)}"
        yield from _marked(name, marks)
        yield from (one for part in inner if part is not ... for one in _asked(part))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield "model"
    elif inner and origin is not Literal:
        yield from (one for part in inner if part is not type(None) for one in _asked(part, marks))
    elif isinstance(annotation, type) and annotation is not Any:
        yield from _marked(annotation.__name__, marks)


def _marked(name: str, marks: Any) -> Iterator[str]:
    """A type, and all that the marks beside it ask."""
    yield name
    for mark in marks:
        if isinstance(mark, AfterValidator):
            yield f"{name} {getattr(mark.func, '__name__', '').strip('_')}"
        elif isinstance(mark, FieldInfo):
            yield from list(_marked(name, mark.metadata))[1:]
        elif not isinstance(mark, BeforeValidator | Refers) and not getattr(mark, "discriminator", None):
            asks = {key: getattr(mark, key, None) for key in ("ge", "gt", "le", "lt", "min_length", "pattern")}
            yield from (f"{name} {key}={value}" for key, value in asks.items() if value is not None)


def reference_kinds() -> set[str]:
    """The kinds of things that ids refer to, by the word that stands for them where there is nothing of that id."""
    found: set[str] = set()

    def look(annotation: Any) -> None:
        for mark in getattr(annotation, "__metadata__", ()):
            if isinstance(mark, Refers):
                found.add(mark.kinds[0])
        for part in get_args(annotation):
            look(part)

    for model in models():
        for info in model.model_fields.values():
            found.update(mark.kinds[0] for mark in info.metadata if isinstance(mark, Refers))
            look(info.annotation)
    return found


def sites() -> set[Site]:
    """Every place in the code that says what is wrong: module, first line, last line."""
    found = set()
    for path in sorted(WORLD.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYERS:
                only = SAYERS[node.func.id]
                if only is None or path.stem in only:
                    found.add((path.stem, node.lineno, node.end_lineno or node.lineno))
    return found
