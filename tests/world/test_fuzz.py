"""Whatever stands in a world's files, whatever a program changes: a World, or what is wrong, in both languages."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comity.errors import InputError
from comity.text import LANGUAGES, load
from comity.world import World, clauses, read_world
from comity.world.address import expand, get, new_path, replace, spell, without
from tests.strategies import addresses, any_bytes, mutated, parts, python_values, scenario_changes, toml_values
from tests.world.broken import BASE

FILES = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.toml"))
TREES = {file: tomllib.loads((BASE / file).read_text("utf-8"), parse_float=Decimal) for file in FILES}
OTHERS = parts(list(TREES.values()))
SCENARIOS = (None, ["recession"], ["no-links", "stricter"])


def attempt(make: Callable[[], World]) -> InputError | None:
    """What is wrong, if anything, said in both languages; any other exception is a bug."""
    try:
        clauses(make())
        return None
    except InputError as error:
        found = error
    assert found.problems
    for problem in found.problems:
        for lang in LANGUAGES:
            assert load(lang).problem(problem)
        assert problem.expected.key != "rule-other", problem
    return found


def attempt_files(world: Path, files: dict[str, bytes], scenarios: list[str] | None) -> None:
    """The base world with some files replaced for a while; every problem stands on a line that its file has."""
    try:
        for file, content in files.items():
            (world / file).write_bytes(content)
        error = attempt(lambda: read_world(world, scenarios))
        for problem in error.problems if error else ():
            if problem.file and (world / problem.file).is_file():
                content = (world / problem.file).read_bytes()
                assert 0 <= problem.line <= content.count(b"\n") + 1, problem
    finally:
        for file in files:
            (world / file).write_bytes((BASE / file).read_bytes() if file in FILES else b"")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the base world to write in."""
    return Path(shutil.copytree(BASE, tmp_path_factory.mktemp("fuzz") / "base"))


def written(value: Any) -> str:
    """A value as TOML, tables inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(str(key))} = {written(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return str(value).replace("E+", "e").replace("E-", "e-")


def as_file(tree: dict[str, Any]) -> bytes:
    """A tree as a file, a line a key."""
    return "".join(f"{written(str(key))} = {written(value)}\n" for key, value in tree.items()).encode()


@settings(max_examples=60)
@given(file=st.sampled_from(FILES), content=any_bytes)
def test_any_bytes_as_any_file(world: Path, file: str, content: bytes) -> None:
    attempt_files(world, {file: content}, ["recession"])


@settings(max_examples=150)
@given(data=st.data())
def test_any_change_to_any_file(world: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    content = as_file(data.draw(mutated(TREES[file], OTHERS)))
    attempt_files(world, {file: content}, data.draw(st.sampled_from(SCENARIOS)))


@settings(max_examples=60)
@given(values=st.dictionaries(st.sampled_from(FILES), toml_values, min_size=1, max_size=2))
def test_any_value_as_a_whole_file(world: Path, values: dict[str, Any]) -> None:
    trees = {file: value if isinstance(value, dict) else {"mechanism": value} for file, value in values.items()}
    attempt_files(world, {file: as_file(tree) for file, tree in trees.items()}, None)


@settings(max_examples=100)
@given(
    changes=scenario_changes,
    after=st.sampled_from(("stricter", "any", "none", "*")),
)
def test_any_scenario(world: Path, changes: list[dict[str, Any]], after: str) -> None:
    tree = {"title": {"en": "Any", "zh": "任意"}, "after": [after], "change": changes}
    attempt_files(
        world, {"scenarios/any.toml": as_file(tree), "scenarios/none.toml": as_file({**tree, "after": []})}, ["any"]
    )


@cache
def base() -> World:
    """The base world, which nothing here changes."""
    return read_world(BASE)


@settings(max_examples=200)
@given(st.lists(st.dictionaries(addresses, python_values, max_size=2), min_size=1, max_size=2))
@example([{"mechanism.alpha.cap": {"values": [{"year": 10**400}]}}])
def test_any_change_by_a_program(changes: list[dict[str, Any]]) -> None:
    attempt(lambda: base().with_(*changes))


@settings(max_examples=60)
@given(st.text(max_size=20))
@example("a/" * 3000)
@example("a" * 5000)
@example("nul\0")
@example("..")
def test_any_name(name: str) -> None:
    attempt(lambda: World.load(name))
    attempt(lambda: base().with_(name))
    attempt(lambda: World.load(BASE, name))


@settings(max_examples=200)
@given(st.data())
def test_addresses_name_what_they_say(data: st.DataObject) -> None:
    tree = data.draw(mutated(base().folder.tree, OTHERS))
    address = data.draw(addresses)
    before = written(tree)
    for path in expand(tree, address):
        value = get(tree, path)
        assert expand(tree, spell(tree, path)) or any("." in str(part) for part in path)
        assert get(replace(tree, path, lambda _: "new"), path) == "new"
        assert replace(tree, path, lambda old: old) == tree
        smaller = without(tree, path)
        assert smaller != tree or value == []
    for path in new_path(tree, address):
        assert get(replace(tree, path, lambda _: "new"), path) == "new"
    assert written(tree) == before
