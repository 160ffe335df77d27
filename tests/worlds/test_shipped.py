"""The worlds that ship: they load, every scenario builds and solves, sources may be redistributed, names are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

import comity
from comity.results import Run
from comity.world.read import SHIPPED, read_folder, shipped
from comity.world.scenarios import find, scenario_names
from comity.world.values import Names
from comity.world.walk import models

FOUNDING = ("tutorial", "rice50-2030", "ellerman-decaux-1998")
CASES = [(world, scenario) for world in shipped() for scenario in scenario_names(read_folder(world))]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def solved(world: str, scenario: str) -> Run:
    return comity.solve(comity.World.load(world, scenario))


def names(value: object) -> Iterator[Names]:
    """Every name inside a model."""
    return (model for _, model in models(value) if isinstance(model, Names))


def test_they_are_there() -> None:
    assert set(FOUNDING) <= set(shipped())


@pytest.mark.parametrize("world", shipped())
def test_sources_may_be_redistributed(world: str) -> None:
    classes = {id: source.licence_class for id, source in comity.World.load(world).source.items()}
    assert set(classes.values()) <= {"A", "fact"}, classes


@pytest.mark.parametrize(("world", "scenario"), CASES)
def test_scenarios_build(world: str, scenario: str) -> None:
    assert comity.World.load(world, scenario).folder.scenarios[-1] == scenario


@pytest.mark.parametrize(("world", "scenario"), [case for case in CASES if case[0] in FOUNDING])
def test_scenarios_solve(world: str, scenario: str) -> None:
    assert solved(world, scenario).status == "solved"


@pytest.mark.parametrize("world", shipped())
def test_names_are_in_both_languages(world: str) -> None:
    loaded = comity.World.load(world)
    found = [*names(loaded), *(name for id in scenario_names(loaded.folder) for name in names(find(loaded.folder, id)))]
    assert [name.en for name in found if CHINESE.search(name.en)] == []
    assert [name.zh for name in found if not CHINESE.search(name.zh)] == []


def test_every_world_is_described() -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    assert [f"{world}: {scenario}" for world, scenario in CASES if f"`{world}`" not in text] == []
    assert [
        f"{world}: {scenario}" for world, scenario in CASES if world in FOUNDING and f"`{scenario}`" not in text
    ] == []
