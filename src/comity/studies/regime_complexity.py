"""How complex the regime of `2026` became, by year, and what moved each measure.

`python -m comity.studies.regime_complexity` prints the tables of docs/regime/complexity.md, and writes them there and,
in Chinese, into its twin.

Measures are those of `comity.regime.complexity` on the last day of each year; after the day of the world, what is
scheduled by then is counted. Credits issued are the World Bank's (`inputs/credits-issued.csv`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from comity.regime.claims import conflicts
from comity.regime.complexity import MOVED_BY, Event, Move, Snapshot, complexity, events, moves
from comity.regime.definition import SOURCES, definition
from comity.regime.layers import layers
from comity.regime.network import Regime
from comity.regime.shares import Issued, issued_in, shares
from comity.regime.structure import centrality
from comity.regime.trend import kink
from comity.results.map import Metrics
from comity.studies.pages import DOCS, publish, table
from comity.studies.regime_words import chinese, names_of
from comity.studies.world_2026_data import FOLDER, rows
from comity.world.read import read_world
from comity.world.world import World

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("complexity.md", "complexity.zh-CN.md"))
YEARS = range(1995, 2036)
#: The claim: density rises faster after this year. Tested over the years to the last whole one before the world's day.
CLAIMED, TESTED = 2012, range(1997, 2026)
DENSITIES = ("mechanisms", "per_party", "per_gigatonne", "links", "link_density", "shared_parties")
#: The four standards of the claim that they have almost two thirds of registered projects.
FOUR = ("acr", "car", "gold-standard", "vcs")
#: Whose centrality is listed, and how many.
CENTRAL_YEARS, CENTRAL = (2008, 2012, 2020, 2026), 6
#: Sets put to the definition test, with the day.
SETS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("Kyoto's three mechanisms, JI by its tracks", 2010, ("cdm", "ji-track1", "ji-track2", "kyoto-iet")),
    ("the same with the investment schemes", 2010, ("cdm", "ji-track1", "ji-track2", "kyoto-iet", "kyoto-gis")),
    ("Article 6 of the Paris Agreement", 2026, ("paris-6-2", "paris-6-4", "paris-6-8")),
    ("the three treaties", 2026, ("unfccc", "kyoto-protocol", "paris-agreement")),
    ("Article 6.4, CORSIA, EU ETS", 2026, ("paris-6-4", "corsia", "eu-ets")),
    ("California, RGGI, Tokyo", 2026, ("usa-ca", "rggi", "jpn-tokyo")),
    ("four standards", 2026, FOUR),
)
#: Among sectors, a word means something else than among rules.
SECTOR = {"transport": "交通"}
GROUPS: dict[str, tuple[str, ...]] = {
    "density": ("mechanisms", "links", "per_party", "per_gigatonne", "link_density", "routes"),
    "overlap": (
        "shared_parties",
        "overlapping",
        "entropy_kinds",
        "entropy_layers",
        "entropy_covered",
        "conflicts",
        "conflicts_possible",
    ),
    "structure": (
        "centralisation",
        "modularity",
        "modularity_random",
        "modularity_deviations",
        "largest_part",
        "largest_part_random",
    ),
    "tonnes": (
        "covered_known",
        "covered_carried",
        "covered_subnational",
        "credited_complex",
        "credited_private",
        "credited_concentration",
    ),
}


def issued(folder: Path = FOLDER) -> Issued:
    """Credits issued, t CO2e, by mechanism and year; of mechanisms not told apart, under the first."""
    return {
        (row["mechanism"].split()[0], int(row["year"])): float(row["credits"]) for row in rows("credits-issued", folder)
    }


def tables(world: World, credits: Issued, years: Sequence[int] = YEARS) -> dict[str, str]:
    """The tables of the page."""
    found = complexity(world, years, issued=credits)
    happened = events(world, years)
    return {
        **{f"measures-{name}": _measures(found, names) for name, names in GROUPS.items()},
        "faster": _faster(found),
        "links": _links(found, happened),
        "largest": _largest(found, happened),
        "central": _central(world),
        "conflicts": _conflicts(world),
        "definition": _definition(world),
        "credits": _credits(world, credits),
    }


def _measures(found: Sequence[Metrics], names: Sequence[str]) -> str:
    lines = [(one.year, *(figure(getattr(one, name)) for name in names)) for one in found]
    return table(("31 December", *(name.replace("_", " ") for name in names)), lines)


def figure(value: float | int | None) -> str:
    """A number as it is printed: – where it is not known."""
    if value is None:
        return "–"
    if isinstance(value, int) or value == 0:
        return f"{value:.0f}"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4f}" if abs(value) < 0.1 else f"{value:.2f}"


def _faster(found: Sequence[Metrics]) -> str:
    lines: list[tuple[str, ...]] = []
    for name in DENSITIES:
        tested = kink({one.year: getattr(one, name) for one in found if one.year in TESTED}, CLAIMED)
        if tested is None:
            lines.append((name.replace("_", " "), "–", "–", "–", "–", "–", "too few years"))
            continue
        answer = "yes" if tested.change > 0 and tested.p < 0.05 else "no"
        p = f"{tested.p:.4f}" if tested.p >= 0.0001 else "< 0.0001"
        steps = (*(f"{value:.4f}" for value in (tested.before, tested.after, tested.change)), p)
        lines.append((name.replace("_", " "), *steps, str(tested.best), answer))
    head = ("measure", "rise a year before", "after", "change", "p", "best year for a kink", f"faster after {CLAIMED}")
    return table(head, lines)


def _links(found: Sequence[Metrics], happened: Sequence[Event]) -> str:
    lines = []
    for move in moves(found, happened, "links"):
        made, gone = (
            ", ".join(f"`{' → '.join(event.who)}`" for event in move.events if event.what == what) or "–"
            for what in ("link", "unlink")
        )
        lines.append((move.year, figure(move.before), figure(move.after), made, gone))
    return table(("year", "before", "after", "made", "ended"), lines)


def _largest(found: Sequence[Metrics], happened: Sequence[Event]) -> str:
    """Of each measure, the year in which it moved most, and how many events of each kind stand behind."""
    lines = []
    for name in MOVED_BY:
        made = [move for move in moves(found, happened, name) if move.before is not None and move.after is not None]
        if made:
            move = max(made, key=_size)
            kinds: dict[str, list[str]] = {}
            for event in move.events:
                kinds.setdefault(event.what, []).append(f"`{' → '.join(event.who)}`")
            said = "; ".join(f"{len(who)} × {what}: {_some(who)}" for what, who in kinds.items())
            lines.append((name.replace("_", " "), move.year, figure(move.before), figure(move.after), said))
    return table(("measure", "year", "before", "after", "what happened"), lines)


def _size(move: Move) -> float:
    return abs((move.after or 0.0) - (move.before or 0.0))


def _some(who: Sequence[str], most: int = 5) -> str:
    return ", ".join(who[:most]) + (f" and {len(who) - most} more" if len(who) > most else "")


def _central(world: World) -> str:
    lines = [
        (year, place, f"`{one.id}`", figure(one.degree), figure(one.betweenness), figure(one.eigenvector))
        for year in CENTRAL_YEARS
        for place, one in enumerate(centrality(Snapshot(world, year).ties)[:CENTRAL], start=1)
    ]
    return table(("31 December", "", "mechanism", "degree", "betweenness", "eigenvector"), lines)


def _conflicts(world: World) -> str:
    now = Snapshot(world, world.world.as_of.year)
    lines = [
        (f"`{one.a}`", f"`{one.b}`", _some(one.parties), ", ".join(one.sectors))
        for one in conflicts(now.regime, now.ties)
        if one.certain
    ]
    return table(("mechanism", "mechanism", "Parties", "sectors"), lines)


def _definition(world: World) -> str:
    lines = []
    for name, year, ids in SETS:
        day = min(date(year, 12, 31), world.world.as_of)
        found = definition(Regime(world, day), ids)
        answers = [f"{_answer(one.met)} ({figure(one.value)})" for one in found.conditions]
        lines.append((name, day, *answers, _answer(found.met)))
    head = [f"{name} ({source})" for name, source in SOURCES.items()]
    return table(("set", "day", *head, "regime complex"), lines)


def _answer(met: bool | None) -> str:
    return "not known" if met is None else "yes" if met else "no"


def _credits(world: World, credits: Issued) -> str:
    placed = {id: one.layer for id, one in layers(world).items()}
    lines = []
    for year in sorted({year for _, year in credits}):
        of_year = issued_in(credits, year, world.mechanism)
        by_layer, by_id = shares(of_year, placed), shares(of_year, {id: id for id in of_year})
        four = sum(by_id.get(id, 0.0) for id in FOUR)
        shown = (figure(by_layer.get(layer, 0.0)) for layer in ("complex", "cluster", "linkage"))
        lines.append((year, f"{sum(of_year.values()) / 1e6:.1f}", *shown, figure(four)))
    return table(("year", "Mt credited", "complex", "clusters", "linkages", "four standards"), lines)


def run(folder: Path = FOLDER) -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    world = read_world(folder)
    found = tables(world, issued(folder))
    names = names_of(world) | SECTOR
    return {PAGE: found, PAGE_ZH: {name: chinese(one, names) for name, one in found.items()}}


if __name__ == "__main__":
    publish(run())
