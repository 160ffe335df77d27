"""What is read of worlds: those that ship, and the one that the service is for."""

import asyncio
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from comity.api.bodies import ScenarioName
from comity.api.guard import Guarded
from comity.api.jobs import Job, shape
from comity.api.pages import Paged, answer, unless_known
from comity.api.problems import RETRY_SECONDS, Trouble, respond, words
from comity.api.roles import Caller
from comity.api.service import Asking, Served, Service
from comity.api.work import Asked
from comity.errors import Problem, said
from comity.results import Map, Run, Schema, WorldRow, Worlds
from comity.results.api import (
    ClauseRow,
    FigureRow,
    JobAnswer,
    ProblemDetails,
    WorldClauses,
    WorldFigures,
    WorldMarkets,
    WorldSummary,
)
from comity.studies.regime_map import FIRST_YEAR, LAST_YEAR
from comity.text import Language, load
from comity.world.answers import clause_rows, figure_rows, world_rows
from comity.world.read import read_world
from comity.world.scenarios import scenario_names
from comity.world.world import World

router = APIRouter(route_class=Guarded, prefix="/worlds", tags=["worlds"])
Id = Annotated[str, Path(max_length=100)]
Scenarios = Annotated[
    tuple[ScenarioName, ...],
    Query(
        alias="scenario", max_length=20, description="Layered in order; needs a token, as a world is read anew for it"
    ),
]

WORKING: dict[int | str, dict[str, Any]] = {
    202: {"model": JobAnswer, "description": "A job works it out: Location says which, Retry-After when to ask again"}
}


@lru_cache(maxsize=8)
def read(where: str, scenarios: tuple[str, ...]) -> World:
    """A world, read once and kept: files that change while the service runs are not read again. Raises InputError."""
    return read_world(where, scenarios or None)


@lru_cache(maxsize=8)
def _clauses(where: str, scenarios: tuple[str, ...]) -> tuple[ClauseRow, ...]:
    return clause_rows(read(where, scenarios))


@lru_cache(maxsize=8)
def _figures(where: str, scenarios: tuple[str, ...], language: Language) -> tuple[FigureRow, ...]:
    return figure_rows(load(language), read(where, scenarios))


def _asked(service: Service, caller: Caller, id: str, scenarios: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Where the world is, and its scenarios. Raises Trouble."""
    if id not in service.worlds:
        raise Trouble("not-found")
    if scenarios and not caller.token:
        raise Trouble("unauthenticated")
    return service.worlds[id], scenarios


@router.get("", operation_id="worlds", response_model=Worlds)
def worlds(request: Request, service: Served) -> Response:
    """The worlds that can be asked about, with their scenarios."""
    text = words(request)
    rows = [row.model_copy(update={"path": ""}) for row in world_rows(text) if row.id in service.worlds]
    for id, where in service.worlds.items():
        if id != where:
            world = read(where, ())
            scenarios = tuple(scenario_names(world.folder))
            rows.append(WorldRow(id=id, title=text.name(world.world.title.model_dump()), path="", scenarios=scenarios))
    return answer(Worlds(schema=Schema(name="worlds"), worlds=tuple(rows)))


@router.get("/{world}", operation_id="world", response_model=WorldSummary)
def one(request: Request, service: Served, caller: Asking, world: Id, scenario: Scenarios = ()) -> Response:
    """What a world is: its years, mechanisms, agreements and scenarios."""
    text, found = words(request), read(*_asked(service, caller, world, scenario))
    about = found.world.about
    return answer(
        WorldSummary(
            schema=Schema(name="world"),
            world=world,
            title=text.name(found.world.title.model_dump()),
            about=text.name(about.model_dump()) if about else "",
            as_of=found.world.as_of.isoformat(),
            years=found.world.years,
            scenarios=tuple(scenario_names(found.folder)),
            mechanisms=tuple(found.mechanism),
            agreements=tuple(found.agreement),
        )
    )


@router.get("/{world}/clauses", operation_id="clauses", response_model=WorldClauses)
def clauses(service: Served, caller: Asking, page: Paged, world: Id, scenario: Scenarios = ()) -> Response:
    """What agreements and rules allow: the same clauses that the market solves and the registry enforces."""
    asked = _asked(service, caller, world, scenario)
    found = read(*asked)
    rows, more = page.cut(_clauses(*asked), lambda row: (row.clause,))
    schema = Schema(name="world-clauses")
    return answer(
        WorldClauses(schema=schema, world=world, scenario=tuple(found.folder.scenarios), clauses=tuple(rows)), more
    )


@router.get("/{world}/figures", operation_id="figures", response_model=WorldFigures)
def figures(
    request: Request, service: Served, caller: Asking, page: Paged, world: Id, scenario: Scenarios = ()
) -> Response:
    """Every figure, with its status and place."""
    asked = _asked(service, caller, world, scenario)
    found = read(*asked)
    rows = enumerate(_figures(*asked, words(request).lang), start=1)
    part, more = page.cut(rows, lambda row: (row[0],))
    schema = Schema(name="world-figures")
    return answer(
        WorldFigures(
            schema=schema, world=world, scenario=tuple(found.folder.scenarios), figures=tuple(row for _, row in part)
        ),
        more,
    )


@router.get("/{world}/regime", operation_id="regime", response_model=Map, responses=WORKING)
async def regime(
    request: Request,
    service: Served,
    caller: Asking,
    world: Id,
    scenario: Scenarios = (),
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR, description="That of the world if left out")] = None,
) -> Response:
    """Layers, interactions and measures of a regime, as `comity map` has them, without gains by links."""
    where, scenarios = _asked(service, caller, world, scenario)
    years = None if year is None else (year,)
    found = await _known(request, service, Asked(kind="map", where=where, scenarios=scenarios, years=years))
    if isinstance(found, Response):
        return found
    answered, headers = found
    return Response(answered, headers=headers, media_type="application/json")


@router.get("/{world}/markets", operation_id="markets", response_model=WorldMarkets, responses=WORKING)
async def markets(
    request: Request,
    service: Served,
    caller: Asking,
    page: Paged,
    world: Id,
    scenario: Scenarios = (),
    year: Annotated[int | None, Query(ge=1000, le=9999, description="One of the world's; all if left out")] = None,
) -> Response:
    """Prices, emissions, units issued and kept by mechanism and year, as `comity run` has them in all years."""
    where, scenarios = _asked(service, caller, world, scenario)
    found = await _known(request, service, Asked(kind="solve", where=where, scenarios=scenarios))
    if isinstance(found, Response):
        return found
    answered, headers = found
    run = await asyncio.to_thread(Run.model_validate_json, answered)
    if year is not None and year not in run.years:
        expected = said("expected-year", years=", ".join(map(str, run.years)))
        raise Trouble("malformed", problems=[Problem("", 0, "query.year", str(year), expected)])
    rows = enumerate((row for row in run.markets if year in (None, row.year)), start=1)
    part, more = page.cut(rows, lambda row: (row[0],))
    made = WorldMarkets(
        schema=Schema(name="world-markets"),
        world=world,
        scenario=run.scenario,
        units=run.units,
        status=run.status,
        residual=run.residual,
        markets=tuple(row for _, row in part),
    )
    return answer(made, {**headers, **more})


async def _known(request: Request, service: Service, asked: Asked) -> tuple[bytes, dict[str, str]] | Response:
    """JSON of an answer, and the headers that it is told with; a response where there is a job, or a problem, instead.

    Raises NotModified where whoever asks has the answer, Trouble where too many jobs wait.
    """
    language = words(request).lang
    tag, found = await service.answers.ask(asked.model_copy(update={"language": language}))
    if isinstance(found, Job):
        headers = {"Location": f"/jobs/{found.id}", "Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"}
        return answer(shape(found), headers, 202)
    if not found.done:
        return respond(request, ProblemDetails.model_validate_json(found.said), language)
    return found.said, unless_known(request, tag)
