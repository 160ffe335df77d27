"""The broken cases of `tests/broken/`: a small valid world, and beside it folders that each break one rule of it.

A case is a folder whose files lie over those of `base/` (those that `gone.txt` names are taken away), and
`expected.txt`: what `str(InputError)` must say. Where a case has a scenario `broken`, the world is read under it.
"""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from comity.errors import InputError
from comity.world import World, read_world

BROKEN = Path(__file__).parents[1] / "broken"
BASE = BROKEN / "base"
FIELDS = BROKEN / "fields.toml"
OURS = ("expected.txt", "gone.txt")


def names() -> list[str]:
    """Every broken case."""
    return sorted(path.name for path in BROKEN.iterdir() if path.is_dir() and path != BASE)


class Edit(NamedTuple):
    """One line of a file of the base world, and what it becomes: nothing, another line, or two."""

    file: str
    line: int
    old: str
    new: str


class Field(NamedTuple):
    """A rule of a model, the edit that breaks it, and what must be said."""

    rule: str
    edit: Edit
    expected: str


def field_cases() -> list[Field]:
    """The cases of `fields.toml`."""
    table = tomllib.loads(FIELDS.read_text("utf-8"))["case"]
    return [
        Field(case["rule"], Edit(case["file"], case["line"], case["old"], case["new"]), case["expected"])
        for case in table
    ]


@contextmanager
def base() -> Iterator[Path]:
    """A copy of the base world, for a while."""
    with tempfile.TemporaryDirectory() as scratch:
        yield Path(shutil.copytree(BASE, Path(scratch) / "base"))


@contextmanager
def laid_over(name: str) -> Iterator[Path]:
    """The base world with a case laid over it, for a while."""
    with base() as world:
        case = BROKEN / name
        gone = case / "gone.txt"
        for file in gone.read_text("utf-8").split() if gone.exists() else ():
            (world / file).unlink()
        shutil.copytree(case, world, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OURS))
        yield world


def read(world: Path) -> World | InputError:
    """The world, under its scenario `broken` if it has one, or what is wrong with it."""
    scenarios = ["broken"] if (world / "scenarios" / "broken.toml").exists() else None
    try:
        return read_world(world, scenarios)
    except InputError as error:
        return error


def complaint(name: str) -> InputError:
    """What is wrong with a case."""
    with laid_over(name) as world:
        found = read(world)
    assert isinstance(found, InputError), f"{name} is not broken"
    return found


@contextmanager
def edited(edit: Edit) -> Iterator[Path]:
    """A file of a copy of the base world with one of its lines edited, for a while."""
    with base() as world:
        file = world / edit.file
        lines = file.read_text("utf-8").split("\n")
        assert lines[edit.line - 1] == edit.old, f"{edit.file}:{edit.line} is no longer {edit.old!r}"
        lines[edit.line - 1 : edit.line] = edit.new.split("\n") if edit.new else []
        file.write_text("\n".join(lines), encoding="utf-8")
        yield file


def complaint_of(edit: Edit) -> InputError:
    """What is wrong with the base world once a line of it is edited; where it is a scenario's, the world under that."""
    with edited(edit) as file:
        scenarios = [file.stem] if edit.file.startswith("scenarios/") else None
        with pytest.raises(InputError) as caught:
            read_world(file.parents[edit.file.count("/")], scenarios)
    return caught.value
