"""What a verb is asked about: a world under some scenarios, and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.cli.commands import refuse
from comity.report.subject import BASE, spoken_units

if TYPE_CHECKING:
    from comity.cli.face import Face
    from comity.results import Run, Units
    from comity.world import World

DEFAULT_WORLD = "2026"


def load_world(where: str, scenarios: Sequence[str]) -> World:
    """A world under the scenarios named, layered in order; under those of its world.toml if none is named."""
    from comity.world.read import read_world

    return read_world(where, layered(where, scenarios) if scenarios else None)


def layered(where: str, scenarios: Sequence[str]) -> list[str]:
    """The names to apply: `base` means none, where no scenario is called so."""
    from comity.world.read import locate

    own = (locate(where) / "scenarios" / f"{BASE}.toml").is_file()
    return [name for name in scenarios if name != BASE or own]


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


def units_of(face: Face, run: Run) -> Units:
    """The units of an answer as people read them: `million` is a word, `Mt CO2e` is not."""
    return spoken_units(run, face.text)
