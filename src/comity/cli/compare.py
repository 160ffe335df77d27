"""`comity compare`: two scenarios of one world side by side, as ranges over curves that are not known."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.commands import PROGRAM, Verb, argument, option, refuse
from comity.cli.face import Face, printable
from comity.cli.load import load_world, pick_years
from comity.cli.own import own_options, own_words, tell_own, with_own
from comity.cli.run import out_folder
from comity.cli.working import working
from comity.report.subject import scenario_label

if TYPE_CHECKING:
    from comity.results import Comparison
    from comity.world import World


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("world", "WORLD"),
        option(face, "--scenario", "-s", metavar="S", multiple=True, required=True, help="compare-option-scenario"),
        option(face, "--against", metavar="S", multiple=True, help="compare-option-against"),
        option(face, "--years", metavar="A:B", help="run-option-years"),
        *own_options(face),
        option(face, "--out", metavar="DIR", help="report-option-out"),
        option(face, "--all", "everything", is_flag=True, help="run-option-all"),
    ]
    examples = (
        "compare 2026 --scenario east-asia",
        "compare rice50-2030 --scenario one-market --against no-links",
    )
    return Verb(face, "compare", compare, params, examples)


def compare(
    face: Face,
    world: str,
    scenario: tuple[str, ...],
    against: tuple[str, ...],
    years: str | None,
    curves: str | None,
    baselines: str | None,
    out: str | None,
    everything: bool,
) -> int:
    """Solve both under every variant, and say what is different; 0 only if all are solved."""
    after = with_own(load_world(world, scenario), curves, baselines)
    before = with_own(load_world(world, against), curves, baselines) if against else after.reference()
    if before.folder.tree == after.folder.tree:
        refuse("--against", scenario_label(before), "expected-another-scenario")
    chosen, folder = pick_years(after, years), out_folder(out)
    answer = _compared(face, before, after, chosen)
    if folder is not None:
        write(face, folder, after, answer, world, own_words(curves, baselines))
    if face.json:
        face.answer(answer)
    else:
        from comity.cli import compare_words

        compare_words.tell(face, after, answer, everything=everything)
        tell_own(face, curves, baselines)
        if folder is not None:
            tell_written(face, folder, answer)
        face.say()
        face.say(face.text("next", command=_next(world, scenario, own_words(curves, baselines))))
    return 0 if solved(answer) else 1


def solved(answer: Comparison) -> bool:
    """Whether both sides are, under every variant."""
    return all(one.before == one.after == "solved" for one in answer.variants)


def write(face: Face, folder: Path, world: World, answer: Comparison, where: str, own: Sequence[str]) -> None:
    """The tables of a comparison or a link, and the report; `where` is the world as it was typed, `own` the options."""
    from comity import report

    with working(face, face.text("report-writing", folder=printable(str(folder)))):
        report.write_comparison(folder, world, answer, face.text, printable(where), list(map(printable, own)))


def tell_written(face: Face, folder: Path, answer: Comparison) -> None:
    """Say what was written where."""
    face.say()
    name = f"{answer.schema_.name}.json"
    face.prose(face.text("report-compared-written", dir=printable(str(folder)), file=name))


def _compared(face: Face, before: World, after: World, years: tuple[int, ...] | None) -> Comparison:
    from comity.market.compare import compare as compare_worlds

    with working(face, face.text("compare-working", before=scenario_label(before), after=scenario_label(after))):
        return compare_worlds(before, after, years)


def _next(world: str, scenario: Sequence[str], own: Sequence[str]) -> str:
    layers = [word for name in scenario for word in ("--scenario", name)]
    return shlex.join([PROGRAM, "run", world, *layers, *own])
