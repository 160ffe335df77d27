"""The setting of a world: what was known of every actor by the end of each year, from it and from frames handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

from comity.regime.events import Family, actor_of, credited_since, events, member_years, norm_bodies, systems
from comity.regime.exposure import Array, Setting
from comity.world.world import World

if TYPE_CHECKING:
    from pandas import DataFrame

#: Years for which a body's founding is news.
NEWS_YEARS = 3
#: Years for which a figure that stops is carried on.
CARRIED_YEARS = 3
#: Quarters of income.
GROUPS = 4


def setting_of(
    world: World, family: Family, states: DataFrame, places: DataFrame, *, years: tuple[int, int], until: int
) -> Setting:
    """The setting of a world for a family of systems.

    states: columns party, year, co2_mt, gdp_usd_bn, population_m. places: party, region, subregion, borders (ids parted
    by blanks). years: first and last year at risk that are known. until: the year forecasts end with. What is not in
    the world is handed in by these; a bloc's figures are the sums over its members, its neighbours theirs.
    """
    members = _members(world)
    actors = (
        *sorted(bloc for bloc in members),
        *sorted(id for id, party in world.party.items() if party.kind == "state" and id in set(states["party"])),
    )
    span = tuple(range(years[0], years[1] + 2))  # what the first year after is asked with is known
    figures = {
        column: _figures(states, column, actors, members, span) for column in ("co2_mt", "gdp_usd_bn", "population_m")
    }
    emissions, head = figures["co2_mt"], figures["gdp_usd_bn"] / figures["population_m"]
    known = numpy.isfinite(emissions) & numpy.isfinite(head) & (emissions > 0)
    starts, ends, running, had = _histories(world, family, actors, span, years[1])
    bodies = norm_bodies(world)
    founded = [world.body[body].founded.year for body in bodies if world.body[body].founded]  # type: ignore[union-attr]
    clock = numpy.array(span)[:, None]
    everyone = numpy.ones(len(actors))
    credited = credited_since(world)
    since = numpy.array([credited[actor].year if actor in credited else 9999 for actor in actors])
    income = numpy.where(known, head, numpy.nan)
    fixed = {
        "size": _clean(numpy.log(numpy.where(known, emissions, 1.0))),
        "income": _clean(numpy.log(income / numpy.nanmedian(income, axis=1, keepdims=True))),
        "credited": numpy.where(clock - 1 >= since, numpy.log1p(numpy.maximum(clock - since, 0)), 0.0),
        "treaties": _treaties(world, bodies, actors, span),
        "new-norms": everyone * numpy.array([[sum(0 < year - one <= NEWS_YEARS for one in founded)] for year in span]),
        "elapsed": everyone * (clock - years[0]).astype(float),
    }
    found = Setting(
        actors=actors,
        years=span,
        last=years[1],
        known=known,
        starts=starts,
        ends=ends,
        running=running,
        had=had,
        fixed=fixed,
        nets={
            "neighbours": numpy.repeat(_neighbours(places, actors, members)[None], len(span), 0),
            "peers": _peers(income, known),
            "partners": _partners(world, actors, span),
        },
        bloc=numpy.array(
            [next((place for place, one in enumerate(actors) if actor in members.get(one, ())), -1) for actor in actors]
        ),
        emissions_mt=numpy.where(numpy.isfinite(emissions), emissions, 0.0),
    )
    return found.until(years[1], until)


def _members(world: World) -> dict[str, tuple[str, ...]]:
    """States by the bloc they are part of, as the world stands: of its past members it does not say."""
    blocs = [id for id, party in world.party.items() if party.kind == "bloc"]
    return {bloc: tuple(id for id, party in world.party.items() if party.parent == bloc) for bloc in blocs}


def _figures(
    states: DataFrame, column: str, actors: Sequence[str], members: Mapping[str, Sequence[str]], span: Sequence[int]
) -> Array:
    """Figures of the year before each, [year, actor]; carried on for some years where they stop, else NaN."""
    wide = states.pivot(index="year", columns="party", values=column)
    wide = wide.reindex(range(span[0] - 1, span[-1])).ffill(limit=CARRIED_YEARS)
    columns = [
        wide.reindex(columns=list(members[actor])).sum(axis=1, min_count=1) if actor in members else wide[actor]
        for actor in actors
    ]
    return numpy.array(columns, dtype=float).T


def _histories(
    world: World, family: Family, actors: Sequence[str], span: Sequence[int], last: int
) -> tuple[NDArray[numpy.int64], NDArray[numpy.int64], NDArray[numpy.int64], NDArray[numpy.bool_]]:
    """Starts and ends by year, and what was before the first."""
    found = events(world)
    found = found[(found["family"] == family) & (found["other"] == "") & found["actor"].isin(actors)]
    place = {actor: number for number, actor in enumerate(actors)}
    starts, ends = (numpy.zeros((len(span), len(actors)), dtype=numpy.int64) for _ in range(2))
    running = numpy.zeros(len(actors), dtype=numpy.int64)
    had = numpy.zeros(len(actors), dtype=bool)
    for one in found.to_dict("records"):
        start, where, year = one["event"] == "adoption", place[one["actor"]], one["year"]
        if year < span[0]:
            running[where] += 1 if start else -1
            had[where] |= start
        elif year <= last:
            (starts if start else ends)[year - span[0], where] += 1
    return starts, ends, running, had


def _treaties(world: World, bodies: Sequence[str], actors: Sequence[str], span: Sequence[int]) -> Array:
    """Treaties of the regime that each actor was party to at the end of the year before."""
    counted = numpy.zeros((len(span), len(actors)))
    for id in bodies:
        if world.body[id].kind == "treaty":
            held = member_years(world, world.body[id], [year - 1 for year in span])
            counted += numpy.array([held.get(actor, [False] * len(span)) for actor in actors], dtype=float).T
    return counted


def _neighbours(places: DataFrame, actors: Sequence[str], members: Mapping[str, Sequence[str]]) -> Array:
    """Those across a land border; of the subregion, where there are none."""
    known = {str(row.party): (str(row.subregion), set(str(row.borders).split())) for row in places.itertuples()}
    weights = numpy.zeros((len(actors), len(actors)))
    for here, actor in enumerate(actors):
        own = set(members.get(actor, (actor,)))
        borders = set().union(*(known[one][1] for one in own if one in known)) - own
        near = {known[one][0] for one in own if one in known}
        for there, other in enumerate(actors):
            if other in own or other not in known:
                continue
            weights[here, there] = other in borders if borders & set(actors) else known[other][0] in near
    return _shares(weights)


def _peers(income: Array, known: NDArray[numpy.bool_]) -> Array:
    """Those in the same quarter of income in the year before."""
    found = numpy.zeros((*income.shape, income.shape[1]))
    for row, values in enumerate(income):
        edges = numpy.nanquantile(values, numpy.linspace(0, 1, GROUPS + 1)[1:-1])
        group = numpy.where(known[row], numpy.searchsorted(edges, values), -1 - numpy.arange(len(values)))
        found[row] = (group[:, None] == group[None, :]) & ~numpy.eye(len(values), dtype=bool)
    return _shares(found)


def _partners(world: World, actors: Sequence[str], span: Sequence[int]) -> Array:
    """Fellow members of bodies at the end of the year before; a body of n weighs 1 / (n - 1)."""
    found = numpy.zeros((len(span), len(actors), len(actors)))
    for body in world.body.values():
        if body.members:
            held = member_years(world, body, [year - 1 for year in span])
            inside = numpy.array([held.get(actor, [False] * len(span)) for actor in actors], dtype=float).T
            inside /= numpy.sqrt(numpy.maximum(inside.sum(axis=1, keepdims=True) - 1, 1))
            found += inside[:, :, None] * inside[:, None, :]
    found[:, numpy.arange(len(actors)), numpy.arange(len(actors))] = 0
    return _shares(found)


def _shares(weights: Array) -> Array:
    """Rows that add up to 1; of 0 where there is nobody."""
    total = weights.sum(axis=-1, keepdims=True)
    shares: Array = numpy.divide(weights, total, out=numpy.zeros_like(weights), where=total > 0)
    return shares


def _clean(values: Array) -> Array:
    """0 where nothing is known; such rows are not at risk."""
    return numpy.where(numpy.isfinite(values), values, 0.0)


def system_periods(world: World, family: Family, last: int) -> DataFrame:
    """A row a system and year in which it ran: whether it was `linked` anew with another of its family in it, in either
    direction, and whether it `ended`; by the end of the year before, its `age` in years, whether it `has-link`, and how
    many `others` of its family ran."""
    from pandas import DataFrame

    ids = systems(world, family)
    spans = {id: _years_of(world, id, last) for id in ids}
    found = events(world)
    linking = found[(found["event"] == "linking") & found["mechanism"].isin(ids) & found["other"].isin(ids)]
    ending = found[(found["event"] == "leaving") & found["mechanism"].isin(ids) & found["other"].isin(ids)]
    both = {name: _by_system(table) for name, table in (("linking", linking), ("leaving", ending))}
    rows = []
    for id, (first, final) in spans.items():
        for year in range(first, final + 1):
            held = sum(one < year for one in both["linking"].get(id, ())) > sum(
                one < year for one in both["leaving"].get(id, ())
            )
            end = world.mechanism[id].end
            rows.append(
                {
                    "actor": actor_of(world, world.mechanism[id].parties[0]),
                    "system": id,
                    "year": year,
                    "linked": int(year in both["linking"].get(id, ())),
                    "ended": int(end is not None and end.year == year),
                    "age": float(year - first),
                    "has-link": float(held),
                    "others": float(sum(start < year <= stop for other, (start, stop) in spans.items() if other != id)),
                }
            )
    return DataFrame(rows)


def _years_of(world: World, id: str, last: int) -> tuple[int, int]:
    """First and last year in which a system ran."""
    mechanism = world.mechanism[id]
    start = mechanism.start.year if mechanism.start else last
    return start, min(mechanism.end.year if mechanism.end else last, last)


def _by_system(found: DataFrame) -> dict[str, list[int]]:
    """Years of the events of links, for both sides."""
    years: dict[str, list[int]] = {}
    pairs = {(row["year"], row["mechanism"], row["other"]) for row in found.to_dict("records")}
    for year, one, other in sorted(pairs):
        years.setdefault(one, []).append(year)
        years.setdefault(other, []).append(year)
    return years
