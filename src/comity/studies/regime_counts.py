"""How many initiatives the world `2026` has by year and family, and who they are, beside the World Bank's list.

`python -m comity.studies.regime_counts` prints the tables of docs/regime/counts.md, and writes them there and, in
Chinese, into its twin.

The founding paper counts "31 emissions trading systems and 30 crediting mechanisms" in 2020. The World Bank's figure is
31 trading systems and 30 carbon taxes, in force or scheduled. The first number is counted here by a rule; the second
cannot be, since this world holds few taxes: those against which units count, and those on tonnes under a cap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comity.regime.counts import FAMILIES, Initiative, YearCount, by_year, initiatives, jurisdictions, undated
from comity.studies.pages import DOCS, publish, table
from comity.studies.regime_words import chinese, names_of
from comity.studies.world_2026_data import FOLDER, rows
from comity.world.read import read_world
from comity.world.world import World

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("counts.md", "counts.zh-CN.md"))
#: The year of the paper's figure; what is scheduled then begins in the year after.
CLAIMED = 2020
#: The day that the World Bank's edition of August 2025 is of.
EDITION = date(2025, 4, 1)
YEARS = range(1990, 2036)


@dataclass(frozen=True)
class Listed:
    """A trading system of the World Bank's edition of August 2025."""

    name: str
    mechanisms: tuple[str, ...]
    """Ours, one after the other."""
    status: str
    first: int | None
    """First year with a price or a share of world emissions; None if there is none."""
    last: int | None


def listed(folder: Path = FOLDER) -> tuple[Listed, ...]:
    """The World Bank's trading systems, by name."""
    return tuple(
        Listed(
            row["name"],
            tuple(row["mechanism"].split()),
            row["status"],
            int(row["first-year"]) if row["first-year"] else None,
            int(row["last-year"]) if row["last-year"] else None,
        )
        for row in rows("worldbank-systems", folder)
    )


def systems(world: World, day: date, by: date | None = None) -> tuple[Initiative, ...]:
    """The trading systems in force on a day, and those that begin by another."""
    return tuple(one for one in initiatives(world, day, scheduled_by=by) if one.family == "trading-system")


def in_2020(world: World) -> tuple[Initiative, ...]:
    """In force on the last day of the year of the claim, or beginning in the year after."""
    return systems(world, date(CLAIMED, 12, 31), date(CLAIMED + 1, 12, 31))


def tables(world: World, bank: tuple[Listed, ...]) -> dict[str, str]:
    """The tables of the page."""
    counted = by_year(world, YEARS)
    return {
        "systems-2020": _systems_2020(world, bank),
        "differences-2020": _differences_2020(world, bank),
        "differences-2025": _differences_2025(world, bank),
        "systems-today": _today(world),
        "families-today": _families(world),
        "by-year": _by_year(world, counted),
        "systems-by-year": _changes(counted),
    }


def _name(world: World, id: str) -> str:
    return f"{world.mechanism[id].name.en} (`{id}`)"


def _in_edition(one: Listed) -> bool:
    """Whether the edition has a figure for the year of the claim or begins in the year after."""
    if one.first is None or one.last is None:
        return False
    return one.first <= CLAIMED + 1 and one.last >= CLAIMED


def _systems_2020(world: World, bank: tuple[Listed, ...]) -> str:
    named = {id: one for one in bank for id in one.mechanisms}
    found = in_2020(world)
    lines = []
    for number, one in enumerate(found, start=1):
        there = named.get(one.id)
        begins = world.mechanism[one.id].start
        lines.append((number, _name(world, one.id), begins or "–", one.standing, f"*{there.name}*" if there else "–"))
    in_force = [one.id for one in found if one.standing == "in-force"]
    states, parts = jurisdictions(world, date(CLAIMED, 12, 31), in_force)
    said = (
        f"{len(found)} trading systems: {len(in_force)} in force on 31 December {CLAIMED}, and "
        f"{len(found) - len(in_force)} that began in {CLAIMED + 1}. Those in force are in {len(states)} states and "
        f"{len(parts)} subnational jurisdictions."
    )
    return f"{said}\n\n{table(('', 'system', 'first day', 'standing', 'name in the edition of 2025'), lines)}"


def _differences_2020(world: World, bank: tuple[Listed, ...]) -> str:
    ours = {one.id for one in in_2020(world)}
    theirs = [one for one in bank if _in_edition(one)]
    lines: list[tuple[object, ...]] = []
    for id in sorted(ours - {id for one in theirs for id in one.mechanisms}):
        there = next((one for one in bank if id in one.mechanisms), None)
        first = f"first figure of {there.first}" if there and there.first else "not in it"
        lines.append((_name(world, id), f"from {world.mechanism[id].start}", first))
    for one in theirs:
        if not ours & set(one.mechanisms):
            days = "; ".join(f"`{id}` from {world.mechanism[id].start}" for id in one.mechanisms)
            lines.append((f"*{one.name}*", days or "not in this world", f"figures from {one.first}"))
    same = sum(bool(ours & set(one.mechanisms)) for one in theirs)
    said = f"Ours {len(ours)}, the edition's {len(theirs)}; {same} are the same."
    return f"{said}\n\n{table(('system', 'here', 'edition of August 2025'), lines)}"


def _differences_2025(world: World, bank: tuple[Listed, ...]) -> str:
    ours = {one.id for one in systems(world, EDITION)}
    theirs = [one for one in bank if one.status == "implemented"]
    lines: list[tuple[object, ...]] = []
    for id in sorted(ours - {id for one in theirs for id in one.mechanisms}):
        there = next((one for one in bank if id in one.mechanisms), None)
        lines.append((_name(world, id), _days(world, id), there.status if there else "not in it"))
    for one in theirs:
        if not ours & set(one.mechanisms):
            days = "; ".join(f"`{id}` {_days(world, id)}" for id in one.mechanisms)
            lines.append((f"*{one.name}*", days or "not in this world", one.status))
    said = f"Ours {len(ours)} on {EDITION}, the edition's {len(theirs)}."
    return f"{said}\n\n{table(('system', 'here', 'status in the edition'), lines)}"


def _days(world: World, id: str) -> str:
    model = world.mechanism[id]
    return f"from {model.start}" + (f" to {model.end}" if model.end else "")


def _today(world: World) -> str:
    day = world.world.as_of
    found = systems(world, day)
    lines = [(number, _name(world, one.id), world.mechanism[one.id].start) for number, one in enumerate(found, start=1)]
    said = f"{len(found)} trading systems in force on {day}."
    return f"{said}\n\n{table(('', 'system', 'first day'), lines)}"


def _families(world: World) -> str:
    found = initiatives(world, world.world.as_of)
    lines = []
    for family in FAMILIES:
        ids = [one.id for one in found if one.family == family]
        lines.append((family, len(ids), _ids(ids) if family != "trading-system" else "see above"))
    return table(("family", f"in force on {world.world.as_of}", "which"), lines)


def _by_year(world: World, counted: Iterable[YearCount]) -> str:
    years: dict[int, dict[str, str]] = {}
    for row in counted:
        more = f" + {len(row.scheduled)}" if row.scheduled else ""
        years.setdefault(row.year, {})[row.family] = f"{len(row.in_force)}{more}"
    lines = [(year, *(found[family] for family in FAMILIES)) for year, found in years.items()]
    said = f"Not in the table, their first day being unknown: {_ids(undated(world)) or 'none'}."
    return f"{table(('31 December', *FAMILIES), lines)}\n\n{said}"


def _changes(counted: Iterable[YearCount]) -> str:
    lines = [
        (row.year, len(row.in_force), _ids(row.began) or "–", _ids(row.ended) or "–")
        for row in counted
        if row.family == "trading-system" and (row.began or row.ended)
    ]
    return table(("year", "in force at its end", "began", "ended"), lines)


def _ids(ids: Iterable[str]) -> str:
    return ", ".join(f"`{id}`" for id in ids)


def run(folder: Path = FOLDER) -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    world = read_world(folder)
    found = tables(world, listed(folder))
    names = names_of(world)
    return {PAGE: found, PAGE_ZH: {name: chinese(one, names) for name, one in found.items()}}


if __name__ == "__main__":
    publish(run())
