"""`comity worlds`: the worlds that ship."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.commands import PROGRAM, Verb
from comity.cli.face import Face, printable
from comity.cli.load import DEFAULT_WORLD

if TYPE_CHECKING:
    from comity.results import WorldRow


def command(face: Face) -> Verb:
    """The verb."""
    return Verb(face, "worlds", worlds, [])


def worlds(face: Face) -> int:
    """List the worlds that ship, with their scenarios."""
    from comity.results import Schema, Worlds

    rows = tuple(_rows(face))
    if face.json:
        face.answer(Worlds(schema=Schema(name="worlds"), worlds=rows))
        return 0
    if not rows:
        face.say(face.text("worlds-none"))
        return 0
    for row in rows:
        face.say(f"{click.style(row.id, bold=True)}  {row.title}")
        face.prose(face.text("worlds-scenarios", scenarios=", ".join(row.scenarios) or "-"), "  ", "    ")
        face.say(f"  {row.path}")
        face.say()
    face.say(face.text("next", command=f"{PROGRAM} run {DEFAULT_WORLD}"))
    return 0


def _rows(face: Face) -> list[WorldRow]:
    """What each world's own file says of it; a world is not read whole just to be named."""
    from comity.errors import InputError, Problem
    from comity.results import WorldRow
    from comity.world.read import locate, shipped
    from comity.world.toml import read_toml

    rows, problems = [], []
    for id in shipped():
        path = locate(id)
        read = read_toml(path / "world.toml", f"{id}/world.toml")
        if isinstance(read, Problem):
            problems.append(read)
            continue
        names = read.tree.get("title")
        title = face.text.name(names) if isinstance(names, dict) and names else id
        scenarios = tuple(sorted(file.stem for file in (path / "scenarios").glob("*.toml")))
        rows.append(WorldRow(id=id, title=title, path=printable(str(path)), scenarios=scenarios))
    if problems:
        raise InputError(problems)
    return rows
