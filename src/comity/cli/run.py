"""`comity run`: solve a world's markets; say what came out, in words, then in tables."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.commands import PROGRAM, Verb, argument, option, refuse, scenario_option
from comity.cli.face import Face, printable
from comity.cli.load import DEFAULT_WORLD, load_world, pick_years
from comity.cli.own import own_options, own_words, tell_own, with_own
from comity.cli.working import working
from comity.report.subject import Namer, scenario_label

if TYPE_CHECKING:
    from comity.results import Run
    from comity.world import World


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("world", "WORLD", required=False, default=DEFAULT_WORLD),
        scenario_option(face),
        option(face, "--years", metavar="A:B", help="run-option-years"),
        option(face, "--beside", metavar="S", multiple=True, help="run-option-beside"),
        option(face, "--out", metavar="DIR", help="run-option-out"),
        option(face, "--all", "everything", is_flag=True, help="run-option-all"),
        *own_options(face),
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
    curves: str | None,
    baselines: str | None,
) -> int:
    """Solve, and print or write the answers; 0 only if all are solved."""
    if beside and face.json:
        refuse("--beside", "--json", "expected-beside-alone")
    worlds = [load_world(world, scenario)]
    worlds += [load_world(world, other.split("+")) for other in beside]
    worlds = [with_own(one, curves, baselines) for one in worlds]
    chosen = pick_years(worlds[0], years)
    folder = out_folder(out)
    solutions = [_solve(face, one, chosen) for one in worlds]
    own = own_words(curves, baselines)
    if folder is not None:
        again = _again(world, scenario, years, beside, own)
        _write(face, folder, worlds, solutions, again)
    if face.json:
        face.answer(solutions[0])
    else:
        _tell(face, worlds, solutions, everything)
        tell_own(face, curves, baselines)
        if folder is not None:
            face.say()
            face.prose(face.text("run-written", dir=str(out)))
        face.say()
        face.say(face.text("next", command=_next(world, scenario, beside, own, worlds[0], solutions[0])))
    return 0 if all(solution.status == "solved" for solution in solutions) else 1


def _solve(face: Face, world: World, years: tuple[int, ...] | None) -> Run:
    from comity.market import solve

    with working(face, face.text("run-working", scenario=scenario_label(world))):
        return solve(world, years)


def out_folder(out: str | None) -> Path | None:
    """The folder for `--out`, found wanting before anything is solved."""
    if out is None:
        return None
    if not out or (Path(out).exists() and not Path(out).is_dir()):
        refuse("--out", out, "expected-folder")
    return Path(out)


def _write(face: Face, folder: Path, worlds: list[World], solutions: list[Run], again: str) -> None:
    """All tables, and the report, which says to type `again` to make it once more."""
    from comity import report

    with working(face, face.text("report-writing", folder=printable(str(folder)))):
        report.write(folder, worlds, solutions, face.text, again)


def _again(world: str, scenario: tuple[str, ...], years: str | None, beside: tuple[str, ...], own: list[str]) -> str:
    command = [PROGRAM, "run", world, *(word for name in scenario for word in ("--scenario", name))]
    command += ["--years", years] if years else []
    command += [word for name in beside for word in ("--beside", name)]
    return printable(shlex.join([*command, *own, "--out", "DIR"]))


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
    where: str, scenario: tuple[str, ...], beside: tuple[str, ...], own: list[str], world: World, solution: Run
) -> str:
    """One command worth typing now."""
    from comity.world.scenarios import scenario_names

    if solution.status != "solved":
        return f"{PROGRAM} check {shlex.quote(where)} --figures"
    command = [PROGRAM, "run", where, *(word for name in scenario for word in ("--scenario", name))]
    others = [name for name in scenario_names(world.folder) if name not in (*world.folder.scenarios, *scenario)]
    if others and not beside:
        return shlex.join([*command, *own, "--beside", others[0]])
    dearest = max(solution.markets, key=lambda market: market.price or 0.0, default=None)
    if dearest is None:
        return shlex.join([PROGRAM, "check", where])
    address = f"mechanism.{dearest.mechanism}.price.{dearest.year}"
    return shlex.join([PROGRAM, "explain", where, address, *command[3:], *own])
