"""`comity run`: solve a world's markets; say what came out, in words, then in tables."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from comity.cli.commands import PROGRAM, Verb, argument, option, refuse, scenario_option
from comity.cli.face import Face
from comity.cli.load import DEFAULT_WORLD, Namer, load_world, pick_years, scenario_label

if TYPE_CHECKING:
    from comity.results import Run
    from comity.world import World

#: Work that is done sooner needs no sign that it is under way.
PATIENCE_SECONDS = 0.5


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("world", "WORLD", required=False, default=DEFAULT_WORLD),
        scenario_option(face),
        option(face, "--years", metavar="A:B", help="run-option-years"),
        option(face, "--beside", metavar="S", multiple=True, help="run-option-beside"),
        option(face, "--out", metavar="DIR", help="run-option-out"),
        option(face, "--all", "everything", is_flag=True, help="run-option-all"),
    ]
    examples = (
        "run",
        "run tutorial --scenario link --years 2026:2030",
        "run rice50-2030 --scenario no-links --beside one-market",
    )
    return Verb(face, "run", run, params, examples)


def run(
    face: Face,
    world: str,
    scenario: tuple[str, ...],
    years: str | None,
    beside: tuple[str, ...],
    out: str | None,
    everything: bool,
) -> int:
    """Solve, and print or write the answers; 0 only if all are solved."""
    if beside and face.json:
        refuse("--beside", "--json", "expected-beside-alone")
    worlds = [load_world(world, scenario)]
    worlds += [load_world(world, other.split("+")) for other in beside]
    chosen = pick_years(worlds[0], years)
    folder = _folder(out)
    solutions = [_solve(face, one, chosen) for one in worlds]
    if folder is not None:
        _write(folder, worlds, solutions)
    if face.json:
        face.answer(solutions[0])
    else:
        _tell(face, worlds, solutions, everything)
        if folder is not None:
            face.say()
            face.prose(face.text("run-written", dir=str(out)))
        face.say()
        face.say(face.text("next", command=_next(face, world, scenario, beside, worlds[0], solutions[0])))
    return 0 if all(solution.status == "solved" for solution in solutions) else 1


def _solve(face: Face, world: World, years: tuple[int, ...] | None) -> Run:
    from comity.market import solve

    with _working(face, scenario_label(world)):
        return solve(world, years)


@contextmanager
def _working(face: Face, scenario: str) -> Iterator[None]:
    """Show on a terminal that something is going on; say nothing to files and programs."""
    if face.json or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    status = Console(stderr=True).status(face.text("run-working", scenario=scenario))
    timer = Timer(PATIENCE_SECONDS, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()


def _folder(out: str | None) -> Path | None:
    """The folder for `--out`, found wanting before anything is solved."""
    if out is None:
        return None
    if not out or (Path(out).exists() and not Path(out).is_dir()):
        refuse("--out", out, "expected-folder")
    return Path(out)


def _write(folder: Path, worlds: list[World], solutions: list[Run]) -> None:
    """The first answer into the folder, the others each into a folder of its scenario's name inside it."""
    from comity.cli.run_files import write

    write(folder, solutions[0])
    for world, solution in zip(worlds[1:], solutions[1:], strict=True):
        write(folder / scenario_label(world).replace("/", "-"), solution)


def _tell(face: Face, worlds: list[World], solutions: list[Run], everything: bool) -> None:
    from comity.cli import beside, run_tables, run_words

    names = Namer(worlds[0], face.text)
    if len(solutions) > 1:
        labels = [scenario_label(world) for world in worlds]
        beside.tell(face, worlds[0], labels, solutions, everything=everything)
        return
    run_words.opening(face, worlds[0], solutions[0], names)
    run_tables.markets(face, solutions[0], names, everything=everything)
    run_tables.holders(face, solutions[0], names, everything=everything)
    run_tables.balances(face, solutions[0], names, everything=everything)
    run_words.scoreboard(face, solutions[0])


def _next(
    face: Face, where: str, scenario: tuple[str, ...], beside: tuple[str, ...], world: World, solution: Run
) -> str:
    """One command worth typing now."""
    from comity.world.scenarios import scenario_names

    if solution.status != "solved":
        return f"{PROGRAM} check {shlex.quote(where)} --figures"
    command = [PROGRAM, "run", where, *(word for name in scenario for word in ("--scenario", name))]
    others = [name for name in scenario_names(world.folder) if name not in (*world.folder.scenarios, *scenario)]
    if others and not beside:
        return shlex.join([*command, "--beside", others[0]])
    dearest = max(solution.markets, key=lambda market: market.price or 0.0, default=None)
    if dearest is None:
        return shlex.join([PROGRAM, "check", where])
    layers = command[3:]
    return shlex.join([PROGRAM, "explain", where, f"mechanism.{dearest.mechanism}.price.{dearest.year}", *layers])
