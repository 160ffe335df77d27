"""`comity check`: every problem of a world and of each of its scenarios, once; and how far its figures can be
trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from comity.cli.commands import Verb, argument, option, refuse
from comity.cli.face import Face, printable
from comity.errors import InputError, Problem

if TYPE_CHECKING:
    from comity.world import World
    from comity.world.read import Folder


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("world", "WORLD"),
        option(face, "--figures", "figures", is_flag=True, help="check-option-figures"),
    ]
    return Verb(face, "check", check, params, ("check tutorial", "check rice50-2030 --figures"))


def check(face: Face, world: str, figures: bool) -> int:
    """Build the world and each scenario; 0 if nothing is wrong, 1 if something is, 2 if there is nothing to check."""
    if figures and face.json:
        refuse("--figures", "--json", "expected-figures-alone")
    problems, base, files, scenarios = examine(world)
    missing = base is None and not files
    if face.json:
        _answer(face, problems, base)
    elif missing:
        face.complain(problems)
    else:
        for problem in problems:
            face.say(face.text.problem(problem))
        _summary(face, problems, files, scenarios)
        if base is not None:
            _statuses(face, base)
            if figures:
                _weak(face, base)
    return 2 if missing else 1 if problems else 0


def examine(where: str) -> tuple[list[Problem], World | None, int, int]:
    """All problems, the world without scenarios if it can be built, and how many files and scenarios were read."""
    from comity.world.read import build, locate, read_folder
    from comity.world.scenarios import apply, find, scenario_names

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
    from comity.world.scenarios import scenario_names

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


def _answer(face: Face, problems: list[Problem], base: World | None) -> None:
    from comity.cli.figures import walk
    from comity.results import Check, ProblemRow, Schema

    say = face.text.say
    rows = tuple(
        ProblemRow(
            file=problem.file,
            line=problem.line,
            address=problem.address,
            found=printable(say(problem.found)),
            expected=printable(say(problem.expected)),
            hint=printable(say(problem.hint)) if problem.hint else "",
        )
        for problem in problems
    )
    counted = Counter(figure.status for figure in walk(base)) if base is not None else {}
    face.answer(Check(schema=Schema(name="check"), problems=rows, figures=dict(counted)))


def _summary(face: Face, problems: list[Problem], files: int, scenarios: int) -> None:
    if problems:
        face.say()
        face.say(face.text("problem-count", count=len(problems)))
    elif scenarios:
        face.say(face.text("check-done-scenarios", files=files, scenarios=scenarios))
    else:
        face.say(face.text("check-done", files=files))


def _statuses(face: Face, base: World) -> None:
    """How many figures have which status, the strongest first."""
    from comity.cli.figures import walk
    from comity.world.values import STRENGTH

    text, counted = face.text, Counter(figure.status for figure in walk(base))
    face.head(text("check-figures", count=sum(counted.values())))
    width = len(str(max(counted.values(), default=0)))
    lines = [
        (f"{counted[status]:>{width}}  {text(f'status-{status}')}", text(f"status-{status}-means"))
        for status in STRENGTH
        if counted[status]
    ]
    face.pairs(lines)


def _weak(face: Face, base: World) -> None:
    """The figures that are not `sourced`, with their places."""
    from comity.cli.figures import place, walk

    weak = [figure for figure in walk(base) if figure.status != "sourced"]
    face.head(face.text("check-weak", count=len(weak)))
    for figure in weak:
        words = face.text("check-figure", what=figure.words(face.text), status=face.text(f"status-{figure.status}"))
        if figure.note:
            words = face.text("check-figure-note", figure=words, note=figure.note)
        face.say(f"  {place(base, figure.path)}  {figure.address}: {words}")
