"""Work that takes a while: asked for with `POST`, looked after as a job, stopped with `DELETE`."""

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from msgspec import Raw
from msgspec.json import encode
from pydantic import Field, StrictBool, StrictInt

from comity.api.bodies import MANY_MOST, Body, ScenarioName, Words, Year
from comity.api.guard import Guarded
from comity.api.jobs import Job, shape
from comity.api.pages import answer
from comity.api.problems import Trouble, words
from comity.api.roles import Caller
from comity.api.service import Asking, Served, Service
from comity.api.work import Asked
from comity.results.api import JobAnswer
from comity.studies.regime_map import FIRST_YEAR, LAST_YEAR

router = APIRouter(route_class=Guarded, tags=["jobs"])
Scenarios = Annotated[tuple[ScenarioName, ...], Field(max_length=20)]
Years = Annotated[tuple[Year, ...], Field(min_length=1, max_length=MANY_MOST)]
JobId = Annotated[str, Path(max_length=100)]


class Terms(Body):
    """The terms of a link: `first` takes `second`'s units, and the other way round if it is not one-way."""

    first: Words
    second: Words
    rate: Annotated[Decimal, Field(ge=Decimal("0.000001"), le=1_000_000, max_digits=18)] = Decimal(1)
    quota: Annotated[Decimal, Field(ge=Decimal("0.000001"), le=1, max_digits=18)] | None = None
    one_way: StrictBool = False
    start: Year | None = None


class SolveBody(Body):
    """A world, under its own scenarios or those named, in all of its years or those named."""

    world: Words
    scenarios: Scenarios = ()
    years: Years | None = None


class CompareBody(SolveBody):
    """Beside it, other scenarios; the reference that the world names if there are none."""

    against: Scenarios = ()


class LinkBody(SolveBody):
    """Beside it, a link."""

    link: Terms


class MapBody(Body):
    """A world, under its own scenarios or those named, in its own year or another; perhaps with gains by links."""

    world: Words
    scenarios: Scenarios = ()
    year: Annotated[StrictInt, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    gains: Annotated[StrictBool, Field(description="Also what a market says of each pair of systems")] = False


class CheckBody(Body):
    """A world, with all of its scenarios."""

    world: Words


@router.post("/solve", operation_id="solve", response_model=JobAnswer, status_code=202)
async def solve(request: Request, service: Served, caller: Asking, body: SolveBody) -> Response:
    """Prices, flows, accounts and balances, as `comity run` has them."""
    return _begun(request, service, caller, "solve", body)


@router.post("/compare", operation_id="compare", response_model=JobAnswer, status_code=202)
async def compare(request: Request, service: Served, caller: Asking, body: CompareBody) -> Response:
    """Two scenarios side by side, as `comity compare` has them."""
    return _begun(request, service, caller, "compare", body, against=body.against)


@router.post("/link", operation_id="link", response_model=JobAnswer, status_code=202)
async def link(request: Request, service: Served, caller: Asking, body: LinkBody) -> Response:
    """What a link would do to both sides, as `comity link` has it."""
    return _begun(request, service, caller, "link", body, terms=body.link.model_dump(mode="json"))


@router.post("/map", operation_id="map", response_model=JobAnswer, status_code=202)
async def map_(request: Request, service: Served, caller: Asking, body: MapBody) -> Response:
    """Layers, interactions and measures of a regime, as `comity map` has them."""
    years = None if body.year is None else (body.year,)
    return _begun(request, service, caller, "map", body, years=years, gains=body.gains)


@router.post("/check", operation_id="check", response_model=JobAnswer, status_code=202)
async def check(request: Request, service: Served, caller: Asking, body: CheckBody) -> Response:
    """Every problem of a world, as `comity check` has them."""
    return _begun(request, service, caller, "check", body)


@router.get("/jobs/{job}", operation_id="job", response_model=JobAnswer)
async def job(service: Served, caller: Asking, job: JobId) -> Response:
    """The stage of a job, and how far it has come; its answer when it is done."""
    found = _find(service, caller, job)
    told = shape(found).model_dump(mode="json", by_alias=True)
    if found.stage == "done":
        told["answer"] = Raw(found.said.encode())  # as the other process wrote it
    return Response(encode(told), headers={"Cache-Control": "no-store"}, media_type="application/json")


@router.delete("/jobs/{job}", operation_id="job-stop", response_model=JobAnswer)
async def stop(request: Request, service: Served, caller: Asking, job: JobId) -> Response:
    """Stop a job: on answer its process is gone. One that is over stays as it is; so does one that a read began, unless
    an administrator stops it."""
    found = _find(service, caller, job)
    request.state.subject = found.id
    if not found.owner and caller.role != "administrator":
        raise Trouble("forbidden")  # others wait for it too
    await service.jobs.stop(found)
    return answer(shape(found))


def _begun(request: Request, service: Service, caller: Caller, kind: str, body: Any, **more: Any) -> Response:
    given = {name: getattr(body, name) for name in ("scenarios", "years") if hasattr(body, name)}
    asked = Asked(kind=kind, where=service.where(body.world), language=words(request).lang, **given, **more)
    made = service.jobs.start(asked, caller.token)
    request.state.subject, request.state.outcome = f"{kind} {body.world}", made.id
    return answer(shape(made), {"Location": f"/jobs/{made.id}"}, 202)


def _find(service: Service, caller: Caller, id: str) -> Job:
    """A job that is the caller's own, or nobody's; an administrator's is every job. Raises Trouble."""
    found = service.jobs.find(id)
    if found is None or (found.owner not in ("", caller.token) and caller.role != "administrator"):
        raise Trouble("not-found")
    return found
