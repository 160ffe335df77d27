"""`comity map`: which mechanisms exist, in which layers, how they interact, how complex that is; what changed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from comity.cli.commands import PROGRAM, Verb, argument, option, refuse, scenario_option
from comity.cli.face import Face, printable
from comity.cli.load import DEFAULT_WORLD, load_world
from comity.cli.map_export import export_file, write
from comity.cli.working import working

if TYPE_CHECKING:
    from comity.report.regime_subject import MapSubject
    from comity.world import World


def command(face: Face) -> Verb:
    """The verb."""
    params = [
        argument("world", "WORLD", required=False),
        option(face, "--year", metavar="Y", help="map-option-year"),
        scenario_option(face),
        option(face, "--gains", is_flag=True, help="map-option-gains"),
        option(face, "--export", metavar="FILE", help="map-option-export"),
        option(face, "--diff", metavar="OLD NEW", nargs=2, help="map-option-diff"),
        option(face, "--all", "everything", is_flag=True, help="map-option-all"),
    ]
    examples = (
        "map",
        "map 2026 --year 2012",
        "map 2026 --export map.html",
        "map --diff 2026 2026 --scenario announced",
    )
    return Verb(face, "map", map_, params, examples)


def map_(
    face: Face,
    world: str | None,
    year: str | None,
    scenario: tuple[str, ...],
    gains: bool,
    export: str | None,
    diff: tuple[str, str] | None,
    everything: bool,
) -> int:
    """Map a year, or say what changed between two worlds."""
    if diff is not None:
        if world is not None or year is not None or export is not None or gains:
            refuse("--diff", " ".join(diff), "expected-map-diff-alone")
        from comity.cli.map_diff import tell_changes

        return tell_changes(face, diff, scenario, everything=everything)
    where = world or DEFAULT_WORLD
    file = export_file(export)
    loaded = load_world(where, scenario)
    subject = _subject(face, loaded, _year(loaded, year), gains)
    if file is not None:
        with working(face, face.text("report-writing", folder=printable(str(file)))):
            write(file, subject, _again(where, year, scenario, gains, everything, export), everything=everything)
    if face.json:
        face.answer(subject.answer(everything))
        return 0
    from comity.cli import map_words

    map_words.tell(face, subject, everything=everything)
    if file is not None:
        face.say()
        face.prose(face.text("map-written", file=printable(str(file))))
    face.say()
    face.say(face.text("next", command=_next(where, subject, scenario, export)))
    return 0


def _year(world: World, words: str | None) -> int:
    """The year asked for, or that of the world. Raises InputError."""
    from comity.studies.regime_map import FIRST_YEAR, LAST_YEAR, usual_year

    if words is None:
        return usual_year(world)
    if not (words.isascii() and words.isdigit() and FIRST_YEAR <= int(words) <= LAST_YEAR):
        refuse("--year", words, "expected-map-year", first=FIRST_YEAR, last=LAST_YEAR)
    return int(words)


def _subject(face: Face, world: World, year: int, gains: bool) -> MapSubject:
    """What is asked about."""
    from comity.studies.regime_map import map_subject

    if not gains:
        return map_subject(world, year, face.text)
    with working(face, face.text("map-solving")):
        return map_subject(world, year, face.text, gains=True)


def _again(
    where: str, year: str | None, scenario: tuple[str, ...], gains: bool, everything: bool, export: str | None
) -> str:
    """What to type to make a file once more."""
    command = [PROGRAM, "map", where, *(["--year", year] if year else [])]
    command += [word for name in scenario for word in ("--scenario", name)]
    command += [word for word, given in (("--gains", gains), ("--all", everything)) if given]
    return printable(shlex.join([*command, "--export", export or ""]))


def _next(where: str, subject: MapSubject, scenario: tuple[str, ...], export: str | None) -> str:
    """One command worth typing now."""
    layers = [word for name in scenario for word in ("--scenario", name)]
    year = [] if subject.year == subject.world.world.as_of.year else ["--year", str(subject.year)]
    if export is None:
        return shlex.join([PROGRAM, "map", where, *year, *layers, "--export", "map.html"])
    if subject.facts is None:
        return shlex.join([PROGRAM, "map", where, *year, *layers, "--gains"])
    if not subject.priced:
        return shlex.join([PROGRAM, "check", where, "--figures"])
    best = max(subject.priced, key=lambda pair: pair.gain or 0.0)
    return shlex.join([PROGRAM, "link", where, best.a, best.b, *layers])
