"""`comity worlds`: the worlds that ship."""

from __future__ import annotations

import click

from comity.cli.commands import PROGRAM, Verb
from comity.cli.face import Face
from comity.cli.load import DEFAULT_WORLD


def command(face: Face) -> Verb:
    """The verb."""
    return Verb(face, "worlds", worlds, [])


def worlds(face: Face) -> int:
    """List the worlds that ship, with their scenarios."""
    from comity.results import Schema, Worlds
    from comity.world.answers import world_rows

    rows = world_rows(face.text)
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
