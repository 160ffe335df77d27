"""Reads a world's folder: files → a tree → models, with every problem found, once.

A kind of thing is kept in one file of tables by id (`parties.toml`), in a folder of one file each (`mechanisms/`), or
in both. Scenarios (`scenarios/*.toml`) are changes to the tree, applied before it becomes models, so a scenario is
checked exactly as the files are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from comity.errors import InputError, Problem, Said, said
from comity.world.address import Path, spell
from comity.world.toml import Document, read_toml
from comity.world.world import World

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

#: The kinds of things in a world and where they are kept.
PLACES = {
    "source": "sources",
    "party": "parties",
    "body": "bodies",
    "activity": "activities",
    "mechanism": "mechanisms",
    "agreement": "agreements",
}
SHIPPED = FilePath(__file__).parent.parent / "worlds"
FOUND_MOST = 60


@dataclass(frozen=True)
class Folder:
    """A world's files as read: the tree they make, and which document each part of it came from."""

    id: str
    path: FilePath
    tree: dict[str, Any]
    origins: Mapping[Path, Document]
    changes: tuple[tuple[str, Path], ...] = field(default=())
    """Scenario and path of everything that a scenario has changed, in order."""
    base: Folder | None = None
    """The same before any scenario; None where none has been applied."""

    @property
    def unchanged(self) -> Folder:
        """The files before any scenario."""
        return self.base or self

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios applied, in order; changes that have no name are `changes`."""
        return tuple(dict.fromkeys(name or "changes" for name, _ in self.changes))

    def place(self, path: Path) -> tuple[str, int]:
        """File and line of a path; what a scenario changed is placed in the scenario."""
        for scenario, changed in reversed(self.changes):
            if path[: len(changed)] == changed:
                return f"scenarios/{scenario}.toml" if scenario else "", 0
        for length in (2, 1):
            document = self.origins.get(path[:length])
            if document is not None:
                inside = path[length:] if document.file.count("/") or length == 1 else path[1:]
                return document.file, document.line_of(inside)
        return "", 0


def locate(where: str | FilePath) -> FilePath:
    """The folder of a world: a path if it ends in or contains `/`, else the name of one that is shipped."""
    if isinstance(where, FilePath) or "/" in where:
        return FilePath(where)
    folder = SHIPPED / where
    if not (folder / "world.toml").is_file():
        names = ", ".join(shipped())
        hint = said("hint-world-path", name=where)
        raise InputError([Problem("", 0, "", where, said("expected-world", names=names), hint)])
    return folder


def shipped() -> list[str]:
    """Names of the worlds that come with Comity."""
    return sorted(path.parent.name for path in SHIPPED.glob("*/world.toml"))


def read_folder(where: str | FilePath) -> Folder:
    """The tree of a world's files. Raises InputError with every file that cannot be read."""
    path = locate(where)
    problems: list[Problem] = []
    tree: dict[str, Any] = {kind: {} for kind in PLACES}
    origins: dict[Path, Document] = {}
    if not (path / "world.toml").is_file():
        raise InputError([Problem("world.toml", 0, "", said("found-no-file"), said("expected-world-file"))])
    for prefix, document in _documents(path, problems):
        if len(prefix) == 2 and prefix[1] in tree[str(prefix[0])]:
            other = origins.get(prefix) or origins[prefix[:1]]
            found = said("found-twice", id=prefix[1], file=other.file)
            problems.append(Problem(document.file, 1, ".".join(map(str, prefix)), found, said("expected-once")))
            continue
        origins[prefix] = document
        if len(prefix) == 2:
            tree[str(prefix[0])][prefix[1]] = document.tree
        else:
            tree[str(prefix[0])] = dict(document.tree)
    if problems:
        raise InputError(problems)
    return Folder(path.resolve().name, path, tree, origins)


def _documents(path: FilePath, problems: list[Problem]) -> Iterator[tuple[Path, Document]]:
    files: list[tuple[Path, FilePath]] = [(("world",), path / "world.toml")]
    for kind, place in PLACES.items():
        if (path / f"{place}.toml").exists():
            files.append(((kind,), path / f"{place}.toml"))
        files += [((kind, file.stem), file) for file in sorted((path / place).glob("*.toml"))]
    for prefix, file in files:
        read = read_toml(file, file.relative_to(path).as_posix())
        if isinstance(read, Problem):
            problems.append(read)
        else:
            yield prefix, read


def build(folder: Folder) -> World:
    """Models of a tree, checked. Raises InputError with all problems of the schema, else all of the checks."""
    from comity.world.checks import check  # late: checks read clauses, which read the world

    try:
        world = World.model_validate({"id": folder.id, **folder.tree})
    except ValidationError as error:
        raise InputError(_problems(folder, error)) from None
    except RecursionError:
        raise InputError([Problem("", 0, "", said("found-too-deep"), said("expected-shallower"))]) from None
    problems = [
        Problem(*folder.place(path), spell(folder.tree, path), found, expected, None)
        for path, found, expected in check(world)
    ]
    if problems:
        raise InputError(problems)
    world._folder = folder
    return world


def read_world(where: str | FilePath, scenarios: Iterable[str] | None = None) -> World:
    """A world with its scenarios applied in the order given (those of its `world.toml` if None)."""
    from comity.world.scenarios import apply, find

    folder = read_folder(where)
    names = folder.tree["world"].get("scenarios", ()) if scenarios is None else scenarios
    for name in names if isinstance(names, list | tuple) else ():  # else the schema says what is wrong
        folder = apply(folder, find(folder, str(name)))
    return build(folder)


def _problems(folder: Folder, error: ValidationError) -> list[Problem]:
    return [problem_of(folder, detail) for detail in error.errors(include_url=False)]


def problem_of(folder: Folder, detail: ErrorDetails) -> Problem:
    """One pydantic error as a problem, with its place in the files."""
    path = _real_path(folder.tree, detail["loc"])
    kind, context = detail["type"].replace("_", "-"), detail.get("ctx", {})
    found: str | Said = _short(detail["input"])
    args = {key: str(value) for key, value in context.items() if key not in ("rule", "error")}
    hint = None
    if kind == "missing":
        found = said("found-nothing")
    elif kind == "extra-forbidden":
        found = said("found-key", key=path[-1])
        args["known"], close = _known_keys(path)
        hint = said("hint-did-you-mean", key=close) if close else None
    file, line = folder.place(path)
    return Problem(file, line, spell(folder.tree, path), found, said(f"rule-{kind}", **args), hint)


def _real_path(tree: Any, loc: tuple[int | str, ...]) -> Path:
    """The path in the tree of a pydantic location, which also names the branches of unions and the keys of mappings."""
    path: list[str | int] = []
    node = tree
    for position, part in enumerate(loc):
        if part == "[key]":
            continue
        last = position == len(loc) - 1
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            if not last:
                continue
        path.append(part)
    return tuple(path)


def _known_keys(path: Path) -> tuple[str, str | None]:
    """The keys allowed beside the last one of a path, and the closest to it."""
    model: Any = World
    for part in path[:-1]:
        model = _inside(model, part)
    keys = sorted({field.alias or name for found in _models(model) for name, field in found.model_fields.items()})
    close = get_close_matches(str(path[-1]), keys, 1)
    return ", ".join(keys), close[0] if close else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for part in getattr(annotation, "__args__", ()):
            yield from _models(part)


def _inside(annotation: Any, part: str | int) -> Any:
    """The annotation of what stands at a key: a model's field, or a mapping's or list's element."""
    for model in _models(annotation):
        for name, info in model.model_fields.items():
            if (info.alias or name) == part:
                return info.annotation
    return annotation


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    text = text if len(text) <= FOUND_MOST else text[: FOUND_MOST - 1] + "…"
    return text or '""'
