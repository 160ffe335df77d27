"""`comity check`: every problem of a world and of each of its scenarios, once; how far its figures can be trusted, and
how its systems are priced."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from comity.cli.commands import Verb, argument, option, refuse
from comity.cli.face import Face
from comity.errors import Problem

if TYPE_CHECKING:
    from comity.world import World


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
    from comity.world.examining import examine

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
                _pricing(face, base)
    return 2 if missing else 1 if problems else 0


def _answer(face: Face, problems: list[Problem], base: World | None) -> None:
    from comity.world.answers import checked

    face.answer(checked(face.text, problems, base))


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
    from comity.world.figures import walk
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
    from comity.world.figures import place, walk

    weak = [figure for figure in walk(base) if figure.status != "sourced"]
    face.head(face.text("check-weak", count=len(weak)))
    for figure in weak:
        words = face.text("check-figure", what=figure.words(face.text), status=face.text(f"status-{figure.status}"))
        if figure.note:
            words = face.text("check-figure-note", figure=words, note=figure.note)
        face.say(f"  {place(base, figure.path)}  {figure.address}: {words}")


def _pricing(face: Face, base: World) -> None:
    """How each system in force is priced, and what is missing where the solver does not."""
    from comity.cli.pricing_words import tell

    tell(face, base)
