"""What is wrong with a world's files is said, with file and line, in both languages; no rule goes without a case."""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

import comity.world
from comity.errors import InputError, Problem
from comity.text import load
from comity.world import World, read_world
from tests.world import broken, rules

FIELDS = broken.field_cases()
# Mistakes that only a program can make, not a file.
BY_PROGRAM: dict[str, Callable[[World], object]] = {
    "a name that does not ship": lambda _: read_world("no-such-world"),
    "a value nested too deeply": lambda world: world.with_({"mechanism.alpha.note": nested(200)}),
    "an address too deep": lambda world: world.with_(
        *({f"mechanism.alpha.note{'.a' * n}": nested(60)} for n in (0, 60, 120))
    ),
    "not a number": lambda world: world.with_({"mechanism.alpha.cap.2030": float("nan")}),
}


def nested(depth: int) -> dict[str, Any]:
    """Tables in one another."""
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


class Complaints:
    """What every case says, and the places in the code that said it."""

    def __init__(self) -> None:
        self.reached: set[tuple[str, int]] = set()
        with pytest.MonkeyPatch.context() as patch:
            for name, module in self._modules():
                for sayer in rules.SAYERS:
                    if hasattr(module, sayer) and getattr(module, sayer).__module__.startswith("comity."):
                        patch.setattr(module, sayer, self._heard(name, getattr(module, sayer)))
            self.folders = {name: broken.complaint(name) for name in broken.names()}
            self.fields = {case.rule: broken.complaint_of(case.edit) for case in FIELDS}
            world = read_world(broken.BASE)
            self.programs: dict[str, InputError] = {}
            for what, mistake in BY_PROGRAM.items():
                with pytest.raises(InputError) as caught:
                    mistake(world)
                self.programs[what] = caught.value

    @staticmethod
    def _modules() -> Iterator[tuple[str, ModuleType]]:
        """All of `comity.world`, also what is imported late."""
        for found in pkgutil.iter_modules(comity.world.__path__):
            yield found.name, import_module(f"comity.world.{found.name}")

    def _heard(self, module: str, sayer: Any) -> Any:
        """A function (or an exception) that says something, which now also notes from where it is called."""

        def note() -> None:
            frame = sys._getframe(2)
            self.reached.add((module, frame.f_lineno))

        if isinstance(sayer, type):
            begin = vars(sayer)["__init__"]

            def initialise(self: Any, *args: Any) -> None:
                note()
                begin(self, *args)

            return type(sayer.__name__, (sayer,), {"__init__": initialise})

        def speak(*args: Any, **named: Any) -> Any:
            note()
            return sayer(*args, **named)

        return speak

    def problems(self) -> Iterator[Problem]:
        """All problems of all cases."""
        for errors in (self.folders, self.fields, self.programs):
            for error in errors.values():
                yield from error.problems


@pytest.fixture(scope="module")
def complaints() -> Complaints:
    """Every case, read once."""
    return Complaints()


def test_the_base_world_is_whole() -> None:
    world = read_world(broken.BASE)
    for scenario in ("no-links", "stricter", "recession"):
        world.with_(scenario)


@pytest.mark.parametrize("name", broken.names())
def test_a_broken_case_says_what_is_wrong(complaints: Complaints, name: str) -> None:
    expected = (broken.BROKEN / name / "expected.txt").read_text("utf-8")
    assert str(complaints.folders[name]) + "\n" == expected


@pytest.mark.parametrize("case", FIELDS, ids=[case.rule for case in FIELDS])
def test_a_broken_line_is_named(complaints: Complaints, case: broken.Field) -> None:
    assert str(complaints.fields[case.rule]) == case.expected


def test_every_rule_of_every_model_has_one_case() -> None:
    written = [case.rule for case in FIELDS]
    assert sorted(written) == sorted(" ".join(rule) for rule in rules.model_rules() | rules.type_rules())


def test_every_place_that_says_something_is_wrong_has_a_case(complaints: Complaints) -> None:
    silent = {
        f"{module}.py:{first}"
        for module, first, last in rules.sites()
        if not any((module, line) in complaints.reached for line in range(first, last + 1))
    }
    assert silent == set()


def test_every_kind_of_reference_has_a_case(complaints: Complaints) -> None:
    said = {problem.expected.key for error in complaints.folders.values() for problem in error.problems}
    assert {f"rule-{kind}-exists" for kind in rules.reference_kinds()} <= said
    assert {"rule-exchange-rate", "rule-price-index"} <= said


def test_a_case_is_named_after_what_it_breaks(complaints: Complaints) -> None:
    for name, error in complaints.folders.items():
        keys = [problem.expected.key.partition("-")[2] for problem in error.problems]
        assert name == "several-problems" or any(name.startswith(key) for key in keys) or name.startswith("file-s"), (
            name
        )


def test_every_problem_is_said_in_both_languages(complaints: Complaints) -> None:
    english, chinese = load("en"), load("zh")
    for problem in complaints.problems():
        assert english.problem(problem) != chinese.problem(problem)
        assert problem.expected.key != "rule-other", problem


def test_every_problem_in_a_file_has_a_line(complaints: Complaints) -> None:
    for name, error in (complaints.folders | complaints.fields).items():
        for problem in error.problems:
            assert problem.file, name
            assert problem.line or problem.file == "world.toml", name


def test_what_a_program_gets_wrong_has_an_address(complaints: Complaints) -> None:
    assert [(problem.file, problem.line) for error in complaints.programs.values() for problem in error.problems] == [
        ("", 0)
    ] * len(BY_PROGRAM)
    assert complaints.programs["not a number"].problems[0].address == "mechanism.alpha.cap.2030"


def test_a_file_whose_name_is_no_text_has_a_place() -> None:
    with broken.base() as world:
        (world / "mechanisms" / os.fsdecode(b"\xff.toml")).write_text("kind = 3\n", encoding="utf-8")
        found = broken.read(world)
    assert isinstance(found, InputError)
    assert {(problem.file, problem.line) for problem in found.problems} == {("mechanisms/?.toml", 1)}
    assert str(found).encode("utf-8")
