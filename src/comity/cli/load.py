"""What a verb is asked about: a world under some scenarios, and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.cli.commands import refuse

if TYPE_CHECKING:
    from comity.cli.face import Face
    from comity.results import Run, Units
    from comity.text import Text
    from comity.world import World

DEFAULT_WORLD = "2026"
#: The files as they stand, without the scenarios of world.toml (unless a scenario has that name).
BASE = "base"


def load_world(where: str, scenarios: Sequence[str]) -> World:
    """A world under the scenarios named, layered in order; under those of its world.toml if none is named."""
    from comity.world.read import read_world

    return read_world(where, layered(where, scenarios) if scenarios else None)


def layered(where: str, scenarios: Sequence[str]) -> list[str]:
    """The names to apply: `base` means none, where no scenario is called so."""
    from comity.world.read import locate

    own = (locate(where) / "scenarios" / f"{BASE}.toml").is_file()
    return [name for name in scenarios if name != BASE or own]


def scenario_label(world: World) -> str:
    """The scenarios of a world as one word."""
    return "+".join(world.folder.scenarios) or BASE


def pick_years(world: World, years: str | None) -> tuple[int, ...] | None:
    """`2030`, `2026:2030`, `:2030`, `2028:` → those of the world's years; None for all. Raises InputError."""
    if years is None:
        return None
    known = world.world.years
    match = re.fullmatch(r"(\d{4})?(:?)(\d{4})?", years, re.ASCII)
    if not match or not (match[1] or match[3]) or (match[3] and not match[2]):
        refuse("--years", years, "expected-years")
    first = int(match[1]) if match[1] else known[0]
    last = int(match[3]) if match[3] else known[-1] if match[2] else first
    chosen = tuple(year for year in known if first <= year <= last)
    if not chosen:
        refuse("--years", years, "expected-year", years=", ".join(map(str, known)))
    return chosen


class Namer:
    """Names, in one language, of what a world has."""

    def __init__(self, world: World, text: Text) -> None:
        self._world, self._text = world, text

    def __call__(self, id: str) -> str:
        """The name of a mechanism, Party, body or activity; its id where it has none."""
        world = self._world
        for kind in (world.mechanism, world.party, world.body, world.activity):
            if id in kind:
                return self._text.name(kind[id].name.model_dump())
        return id


def units_of(face: Face, run: Run) -> Units:
    """The units of an answer as people read them: `million` is a word, `Mt CO2e` is not."""
    money = run.units.money
    for word in ("million", "thousand"):
        if money.startswith(f"{word} "):
            money = face.text(f"unit-{word}", currency=money.removeprefix(f"{word} "))
    return run.units.model_copy(update={"money": money})
