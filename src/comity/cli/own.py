"""`--curves` and `--baselines`: a user's own data, for every verb that solves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cli.commands import option, refuse
from comity.cli.face import printable

if TYPE_CHECKING:
    import click

    from comity.cli.face import Face
    from comity.world import World


def own_options(face: Face) -> list[click.Parameter]:
    """The two options; the verb takes them as `curves` and `baselines`."""
    return [
        option(face, "--curves", metavar="FILE", help="own-option-curves"),
        option(face, "--baselines", metavar="FILE", help="own-option-baselines"),
    ]


def with_own(world: World, curves: str | None, baselines: str | None) -> World:
    """The world with a user's own curves and baselines in its files' place; itself if there are none.

    They hold under all its scenarios and for the reference that answers are measured against. Raises InputError with
    all that is wrong with either file.
    """
    if curves is None and baselines is None:
        return world
    from comity.formats.own_data import with_own as put  # late: nobody else needs it

    for name, file in (("--curves", curves), ("--baselines", baselines)):
        if file == "":
            refuse(name, "", "expected-own-file")

    return put(world, curves, baselines)


def own_words(curves: str | None, baselines: str | None) -> list[str]:
    """The two options as they were typed, for a command to type next."""
    given = {"--curves": curves, "--baselines": baselines}
    return [word for name, file in given.items() if file is not None for word in (name, file)]


def tell_own(face: Face, curves: str | None, baselines: str | None) -> None:
    """Say that an answer rests on a user's own data."""
    files = [printable(file) for file in dict.fromkeys((curves, baselines)) if file is not None]
    if files:
        face.say()
        face.prose(face.text("own-used", files=face.text("list-separator").join(files)))
