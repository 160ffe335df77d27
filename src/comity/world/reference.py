"""What may stand in the files of a world, generated from the models: a page for people, JSON Schemas for editors.

`python -m comity.world.reference [FOLDER]` writes them, into `docs/reference` if no folder is named.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticUndefined, core_schema

from comity.world.activity import Activity
from comity.world.agreement import Agreement
from comity.world.mechanism import Mechanism
from comity.world.party import Body, Party
from comity.world.relation import Relation
from comity.world.scenarios import Scenario
from comity.world.values import Id, Refers
from comity.world.world import Settings, Source


@dataclass(frozen=True)
class FileKind:
    """One kind of file: what it holds, whether one of these or a table of many by id, and where it is kept."""

    model: type[BaseModel]
    where: str
    table: bool = False

    @property
    def type(self) -> Any:
        """What its content becomes."""
        return dict[Id, self.model] if self.table else self.model  # type: ignore[name-defined]


#: By name of its schema.
KINDS: Mapping[str, FileKind] = {
    "world": FileKind(Settings, "`world.toml`"),
    "sources": FileKind(Source, "`sources.toml`, a table by key; or `sources/KEY.toml`", table=True),
    "parties": FileKind(Party, "`parties.toml`, a table by id; or `parties/ID.toml`", table=True),
    "bodies": FileKind(Body, "`bodies.toml`, a table by id; or `bodies/ID.toml`", table=True),
    "activities": FileKind(Activity, "`activities.toml`, a table by id; or `activities/ID.toml`", table=True),
    "mechanism": FileKind(Mechanism, "`mechanisms/ID.toml`; or `mechanisms.toml`, a table by id"),
    "agreement": FileKind(Agreement, "`agreements/ID.toml`; or `agreements.toml`, a table by id"),
    "relations": FileKind(Relation, "`relations.toml`, a table by id; or `relations/ID.toml`", table=True),
    "scenario": FileKind(Scenario, "`scenarios/NAME.toml`"),
}


def pages() -> dict[str, str]:
    """The files of the reference, by path in its folder."""
    schemas = {f"schema/{name}.json": schema(kind) for name, kind in KINDS.items()}
    return {"world.md": page()} | {
        path: json.dumps(made, ensure_ascii=False, indent=2) + "\n" for path, made in schemas.items()
    }


def main() -> None:
    """Write the reference."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference")
    for path, text in pages().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


# JSON Schema ----------------------------------------------------------------------------------------------------------


@cache
def meanings(model: type[BaseModel]) -> dict[str, str]:
    """By TOML key: the text under each field of a model, its own or inherited.

    Read from the source here, because to have pydantic do it would slow every start of the program.
    """
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if issubclass(one, BaseModel) and one is not BaseModel:
            body = ast.parse(textwrap.dedent(inspect.getsource(one))).body[0]
            assert isinstance(body, ast.ClassDef)
            for field, text in pairwise(body.body):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and isinstance(text, ast.Expr)
                ):
                    found[field.target.id] = " ".join(str(ast.literal_eval(text.value)).split())
    return {str(info.alias): found.get(name, "") for name, info in model.model_fields.items()}


class _Schemas(GenerateJsonSchema):
    """JSON Schema of what stands in a file: numbers are numbers, there is no null, and every key has its meaning."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A table, with what its keys mean."""
        found = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        for key, meaning in meanings(model).items():
            found["properties"][key]["description"] = meaning
        return found

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """A number, with its bounds."""
        bounds = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
        found: dict[str, Any] = {"type": "number"}
        return found | {word: float(schema[key]) for key, word in bounds.items() if key in schema}  # type: ignore[literal-required]

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A table whose keys are ids has no others."""
        found = super().dict_schema(schema)
        return found | {"additionalProperties": False} if "patternProperties" in found else found

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """What it is when it is there."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """With its default, where there is one to speak of."""
        found = super().default_schema(schema)
        if found.get("default", "") in (None, [], {}):
            del found["default"]
        return found

    def encode_default(self, dft: Any) -> Any:
        """A default as it would stand in a file."""
        if isinstance(dft, Decimal):
            return int(dft) if dft == dft.to_integral_value() else float(dft)
        if isinstance(dft, BaseModel):
            return {}
        return super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Keys are their own titles."""
        return False


def schema(kind: FileKind) -> dict[str, Any]:
    """The JSON Schema of a kind of file."""
    made = TypeAdapter(kind.type).json_schema(schema_generator=_Schemas)
    return {"$schema": GenerateJsonSchema.schema_dialect, **_one_line(made)}


def _one_line(value: Any) -> Any:
    """The schema with each description on one line."""
    if isinstance(value, dict):
        return {
            key: " ".join(inner.split()) if key == "description" and isinstance(inner, str) else _one_line(inner)
            for key, inner in value.items()
        }
    return [_one_line(inner) for inner in value] if isinstance(value, list) else value


#: The form of an id.
ID_FORM = next(mark.pattern for mark in get_args(Id) if hasattr(mark, "pattern"))

# The page -------------------------------------------------------------------------------------------------------------

HEAD = """\
# The files of a world

<!-- Written by `python -m comity.world.reference` from the models in `src/comity/world/`. Change it there. -->

A world is a folder of TOML files. Below is every key that may stand in them: files first, then the tables within them.
Keys that are not named here are refused. Dates are written `2030-12-31`. For editors there are
[JSON Schemas](schema/).
"""


def page() -> str:
    """The reference as Markdown."""
    files = [kind.model for kind in KINDS.values()]
    inner = sorted(set(_models(files)) - set(files), key=lambda model: model.__name__)
    sections = [HEAD, "\n## Files\n"]
    sections += [_section(kind.model, f"Stands in {kind.where}.") for kind in KINDS.values()]
    sections += ["\n## Tables within them\n", *(_section(model) for model in inner)]
    return "".join(sections)


def _section(model: type[BaseModel], where: str = "") -> str:
    rows = "".join(_row(str(info.alias), info, meanings(model)) for info in model.model_fields.values())
    about = f"{_text(model.__doc__ or '')} {where}".strip()
    head = "| key | what it may be | if left out | meaning |\n|---|---|---|---|\n"
    return f"\n### {model.__name__}\n\n{about}\n\n{head}{rows}"


def _row(key: str, info: FieldInfo, meaning: dict[str, str]) -> str:
    return f"| `{key}` | {_words(info.annotation, info.metadata)} | {_default(info)} | {_text(meaning[key])} |\n"


def _text(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _default(info: FieldInfo) -> str:
    if info.default is PydanticUndefined:
        return "**needed**"
    if info.default in (None, (), {}, "") or isinstance(info.default, BaseModel):
        return ""
    if isinstance(info.default, bool):
        return f"`{str(info.default).lower()}`"
    if isinstance(info.default, tuple):
        return f"`{json.dumps(info.default)}`"
    return f"`{info.default}`"


def _words(annotation: Any, marks: Any = ()) -> str:
    """What a value may be, in words."""
    origin, inner = get_origin(annotation), [part for part in get_args(annotation) if part is not type(None)]
    if origin is Annotated:
        return _words(inner[0], (*inner[1:], *marks))
    if origin is Literal:
        return " or ".join(f"`{choice}`" for choice in inner)
    if origin is dict:
        return f"table by {_words(inner[0])} of: {_words(inner[1])}"
    if origin is tuple:
        return f"list of: {_words(inner[0])}" if inner[-1] is ... else f"list of {len(inner)}: {_words(inner[0])} each"
    if inner:
        return " or ".join(_words(part, marks) for part in inner)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return _scalar(annotation, list(_flat(marks)))


def _flat(marks: Any) -> Iterator[Any]:
    for mark in marks:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)


def _scalar(kind: Any, marks: list[Any]) -> str:
    refers = next((mark for mark in marks if isinstance(mark, Refers)), None)
    if refers is not None:
        return "citation" if refers.kinds == ("source",) else f"id of a {' or '.join(refers.kinds)}"
    checks = {getattr(mark.func, "__name__", "") for mark in marks if isinstance(mark, AfterValidator)}
    if kind is str:
        if "_quantity" in checks:
            return "unit of quantity, as `Mt CO2e`"
        if "_price" in checks:
            return "unit of price, as `EUR/t`"
        pattern = next((mark.pattern for mark in marks if getattr(mark, "pattern", None)), "")
        return "id" if pattern == ID_FORM else f"text of the form `{pattern}`" if pattern else "text"
    if kind is Decimal:
        if "_share" in checks:
            return "share from 0 to 1"
        bounds = {key: getattr(mark, key) for mark in marks for key in ("gt", "ge") if hasattr(mark, key)}
        return f"number above {bounds['gt']}" if "gt" in bounds else "number, 0 or more" if bounds else "number"
    if kind is int:
        least = next((mark.ge for mark in marks if hasattr(mark, "ge")), None)
        most = next((mark.le for mark in marks if hasattr(mark, "le")), None)
        if (least, most) != (1900, 2200):
            return f"whole number, {least} or more" if most is None else f"whole number from {least} to {most}"
    return {int: "year", bool: "`true` or `false`", date: "date"}.get(kind, "anything")


def _models(roots: list[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Every model in these, themselves included."""
    seen: set[type[BaseModel]] = set()
    pending: list[Any] = list(roots)
    while pending:
        found = pending.pop()
        if isinstance(found, type) and issubclass(found, BaseModel):
            if found not in seen:
                seen.add(found)
                yield found
                pending += [info.annotation for info in found.model_fields.values()]
        else:
            pending += get_args(found)


if __name__ == "__main__":
    main()
