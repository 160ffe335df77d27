"""Every problem of a world and of each of its scenarios, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from comity.errors import InputError, Problem
from comity.world.read import Folder, build, locate, read_folder
from comity.world.scenarios import apply, find, scenario_names
from comity.world.world import World


def examine(where: str) -> tuple[list[Problem], World | None, int, int]:
    """All problems, the world without scenarios if it can be built, and how many files and scenarios were read."""
    problems: dict[Problem, None] = {}  # a problem of the files shows in every scenario, and is told once
    folder, base = None, None
    try:
        path = locate(where)
    except InputError as error:
        return list(error.problems), None, 0, 0
    with _noting(problems):
        folder = read_folder(where)
    if folder is None:
        # Its scenarios cannot be applied to what cannot be read.
        there = (path / "world.toml").is_file()
        return list(problems), None, len(list(path.rglob("*.toml"))) if there else 0, 0
    with _noting(problems):
        base = build(folder)
    for names in _wanted(folder):
        with _noting(problems):
            changed = folder
            for name in names:
                changed = apply(changed, find(folder, name))
            build(changed)
    files = len({document.file for document in folder.origins.values()})
    return list(problems), base, files, len(scenario_names(folder))


def _wanted(folder: Folder) -> list[tuple[str, ...]]:
    """Each scenario of the folder; those that hold together unless others are named; the one of the reference."""
    settings = folder.tree["world"]
    wanted = [(name,) for name in scenario_names(folder)]
    together, reference = settings.get("scenarios"), settings.get("reference")
    if isinstance(together, list) and together and all(isinstance(name, str) for name in together):
        wanted.append(tuple(together))
    if isinstance(reference, str) and reference:
        wanted.append((reference,))
    return list(dict.fromkeys(wanted))


@contextmanager
def _noting(problems: dict[Problem, None]) -> Iterator[None]:
    """Keep the problems of an attempt, and go on."""
    try:
        yield
    except InputError as error:
        problems.update(dict.fromkeys(error.problems))
