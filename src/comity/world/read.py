"""Reads a world's folder: files → a tree → models, with every problem found, once.

A kind of thing is kept in one file of tables by id (`parties.toml`), in a folder of one file each (`mechanisms/`), or
in both. Scenarios (`scenarios/*.toml`) are changes to the tree, applied before it becomes models, so a scenario is
checked exactly as the files are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from comity.errors import InputError, Problem, said
from comity.world.address import Path, spell
from comity.world.problems import problems_of
from comity.world.toml import Document, read_toml
from comity.world.world import World

if TYPE_CHECKING:
    from comity.world.scenarios import Named

#: The kinds of things in a world and where they are kept.
PLACES = {
    "source": "sources",
    "party": "parties",
    "body": "bodies",
    "activity": "activities",
    "mechanism": "mechanisms",
    "agreement": "agreements",
    "relation": "relations",
}
SHIPPED = FilePath(__file__).parent.parent / "worlds"


@dataclass(frozen=True)
class Mark:
    """Something that a scenario changed, and which of its changes did; no document if it was changed from Python."""

    path: Path
    document: Document | None
    change: int

    def concerns(self, path: Path) -> bool:
        """Whether what stands at a path, or something in or around it, was changed."""
        shared = min(len(path), len(self.path))
        return path[:shared] == self.path[:shared]

    def place(self, path: Path) -> tuple[str, int]:
        """File and line of the change, or of the part of its value that now stands at a path."""
        if self.document is None:
            return "", 0
        inside = path[len(self.path) :]
        return self.document.file, self.document.line_of(("change", self.change, "to", *inside))


@dataclass(frozen=True)
class Folder:
    """A world's files as read: the tree they make, and which document each part of it came from."""

    id: str
    path: FilePath
    tree: dict[str, Any]
    origins: Mapping[Path, Document]
    changes: tuple[Mark, ...] = ()
    """Everything that scenarios have changed, in order."""
    scenarios: tuple[str, ...] = ()
    """Names of the scenarios applied, in order; changes that have no name are `changes`."""
    layers: tuple[Named, ...] = ()
    """The scenarios applied, each with its own changes alone: what is laid on again when the files change."""
    base: Folder | None = None
    """The same before any scenario; None where none has been applied."""

    @property
    def unchanged(self) -> Folder:
        """The files before any scenario."""
        return self.base or self

    def place(self, path: Path) -> tuple[str, int]:
        """File and line of a path; what a scenario changed is placed in the scenario."""
        for mark in reversed(self.changes):
            if mark.concerns(path):
                return mark.place(path)
        for length in (2, 1):
            document = self.origins.get(path[:length])
            if document is not None:
                return document.file, document.line_of(path[length:])
        return "", 0


def locate(where: str | FilePath) -> FilePath:
    """The folder of a world: a path if it ends in or contains `/`, else the name of one that is shipped."""
    if isinstance(where, FilePath) or "/" in where:
        return FilePath(where)
    if where not in shipped():
        names = ", ".join(shipped())
        hint = said("hint-world-path", name=where)
        raise InputError([Problem("", 0, "", where, said("expected-world", names=names), hint)])
    return SHIPPED / where


def shipped() -> list[str]:
    """Names of the worlds that come with Comity."""
    return sorted(path.parent.name for path in SHIPPED.glob("*/world.toml"))


def read_folder(where: str | FilePath) -> Folder:
    """The tree of a world's files. Raises InputError with every file that cannot be read."""
    path = locate(where)
    problems: list[Problem] = []
    tree: dict[str, Any] = {kind: {} for kind in PLACES}
    origins: dict[Path, Document] = {}
    for prefix, read in _documents(path):
        if isinstance(read, Problem):
            problems.append(read)
            continue
        if len(prefix) == 1:
            tree[str(prefix[0])] = dict(read.tree)
        elif prefix[1] not in tree[str(prefix[0])]:
            tree[str(prefix[0])][prefix[1]] = read.tree
        else:
            found = said("found-twice", id=prefix[1], file=origins[prefix[:1]].file)
            problems.append(Problem(read.file, 1, ".".join(map(str, prefix)), found, said("expected-once")))
            continue
        origins[prefix] = read
    if problems:
        raise InputError(problems)
    return Folder(path.resolve().name, path, tree, origins)


def _documents(path: FilePath) -> Iterator[tuple[Path, Document | Problem]]:
    """Every file of the world as read, with the path of what is in it; of a folder that is no world, only that."""
    world = read_toml(path / "world.toml", "world.toml")
    if isinstance(world, Problem) and not world.line:
        missing = world.found == said("found-no-file")
        yield ("world",), replace(world, expected=said("expected-world-file")) if missing else world
        return
    yield ("world",), world
    for kind, place in PLACES.items():
        for file in (*path.glob(f"{place}.toml"), *sorted((path / place).glob("*.toml"))):
            name = file.relative_to(path).as_posix().encode("utf-8", "replace").decode()  # it need not be text
            prefix = (kind,) if file.parent == path else (kind, name.rpartition("/")[2].removesuffix(".toml"))
            yield prefix, read_toml(file, name)


def build(folder: Folder) -> World:
    """Models of a tree, checked. Raises InputError with all problems of the schema, else all of the checks."""
    from comity.world.checks import check  # late: checks read clauses, which read the world
    from comity.world.scenarios import find  # late: scenarios read files, as this does

    try:
        world = World.model_validate({**folder.tree, "id": folder.id})
    except ValidationError as error:
        raise InputError(_in_files(folder, problems_of(World, folder.tree, error, folder.place))) from None
    problems = [
        Problem(*folder.place(path), spell(folder.tree, path), found, expected)
        for path, found, expected in check(world)
    ]
    if problems:
        raise InputError(_in_files(folder, problems))
    if world.world.reference:
        find(folder, world.world.reference, (*folder.place(("world", "reference")), "world.reference"))
    for position, family in enumerate(world.world.curve_families):
        place = folder.place(("world", "curve-families", position))
        find(folder, family, (*place, f"world.curve-families.{position}"))
    world._folder = folder
    return world


def _in_files(folder: Folder, problems: list[Problem]) -> list[Problem]:
    """The problems; those that are there without any scenario are the files' own, and placed there."""
    if folder.base is None:
        return problems
    try:
        build(folder.base)
    except InputError as error:
        own = {(problem.address, problem.expected): problem for problem in error.problems}
        return [own.get((problem.address, problem.expected), problem) for problem in problems]
    return problems


def read_world(where: str | FilePath, scenarios: Iterable[str] | None = None) -> World:
    """A world with its scenarios applied in the order given (those of its `world.toml` if None)."""
    from comity.world.scenarios import apply, find

    folder = read_folder(where)
    if scenarios is not None:
        for name in scenarios:
            folder = apply(folder, find(folder, name))
        return build(folder)
    names = folder.tree["world"].get("scenarios")
    for position, name in enumerate(names if isinstance(names, list) else ()):
        if isinstance(name, str):  # else the schema says what is wrong
            place = folder.unchanged.place(("world", "scenarios", position))
            folder = apply(folder, find(folder, name, (*place, "world.scenarios")))
    return build(folder)
