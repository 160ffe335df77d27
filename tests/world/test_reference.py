"""The reference is what the models say, and the schemas take every file that we ship."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from comity.world.read import PLACES, SHIPPED
from comity.world.reference import KINDS, meanings, pages, schema
from tests.world import broken, rules

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
SCHEMAS = {name: schema(kind) for name, kind in KINDS.items()}
WORLDS = [broken.BASE, *sorted(path.parent for path in SHIPPED.glob("*/world.toml"))]


def file_kind(file: Path) -> tuple[str, bool]:
    """Which kind of file a file of a world is, and whether it is a table of many."""
    if file.parent.name == "scenarios":
        return "scenario", False
    for kind, place in PLACES.items():
        if file.parent.name == place or file.stem == place:
            return next(name for name in (kind, place) if name in KINDS), file.stem == place
    return "world", False


def as_json(value: Any) -> Any:
    """What `tomllib` read, as JSON has it."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def complaint(file: Path) -> str:
    """What a schema has against a file; nothing if it takes it."""
    name, table = file_kind(file)
    tree = as_json(tomllib.loads(file.read_text("utf-8")))
    if KINDS[name].table and not table:
        tree = {file.stem: tree}
    for one in [tree] if KINDS[name].table or not table else tree.values():
        for error in jsonschema.Draft202012Validator(SCHEMAS[name]).iter_errors(one):
            return f"{file}: {error.json_path}: {error.message}"
    return ""


def test_the_committed_reference_is_what_the_models_say() -> None:
    """`python -m comity.world.reference` writes it anew."""
    written = {
        path.relative_to(REFERENCE).as_posix(): path.read_text("utf-8")
        for path in (REFERENCE / "world.md", *REFERENCE.glob("schema/*"))
    }
    assert written == pages()


@pytest.mark.parametrize("name", KINDS)
def test_a_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_the_schemas_take_the_files_that_are_right(world: Path) -> None:
    places = {*PLACES.values(), "scenarios"}
    files = [file for file in world.rglob("*.toml") if file.parent == world or file.parent.name in places]
    assert [problem for file in files if (problem := complaint(file))] == []


@pytest.mark.parametrize("case", ["several-problems", "model-type-whole-file", "string-pattern-mismatch-key"])
def test_the_schemas_refuse_files_that_are_wrong(case: str) -> None:
    assert any(complaint(file) for file in (broken.BROKEN / case).rglob("*.toml"))


def test_the_schemas_refuse_most_of_what_the_models_refuse() -> None:
    """All but what needs two keys at once, and the units, which are no matter of form."""
    taken = []
    for case in broken.field_cases():
        if not case.rule.startswith("type") or "tuple of 2" in case.rule:
            with broken.edited(case.edit) as file:
                if not complaint(file):
                    taken.append(case.rule)
    assert taken == []


def test_every_key_and_every_table_says_what_it_means() -> None:
    silent = [
        f"{model.__name__}.{key}" for model in rules.models() for key, meaning in meanings(model).items() if not meaning
    ]
    assert silent == []
    assert [model.__name__ for model in rules.models() if not (model.__doc__ or "").strip()] == []


def test_the_page_names_every_key() -> None:
    page = pages()["world.md"]
    for model in rules.models():
        assert f"### {model.__name__}\n" in page
        section = page.partition(f"### {model.__name__}\n")[2].partition("\n### ")[0]
        for key in rules.fields(model):
            assert f"| `{key}` |" in section
