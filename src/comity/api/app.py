"""The application: what it answers, and the description of it (OpenAPI)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from comity.api import adopting, commands, external, operations, persons, problems, reads, solving, worlds
from comity.api.middleware import Around
from comity.api.roles import matrix
from comity.api.service import Service
from comity.api.settings import Settings
from comity.registry.exchange.peer import Peer
from comity.registry.ledger import Clock, utc_now
from comity.registry.store import open_store
from comity.results.api import ProblemDetails

ROUTERS = (
    operations.router,
    worlds.router,
    solving.router,
    adopting.router,
    commands.router,
    persons.router,
    reads.router,
    external.router,
)
#: Problems that any operation may answer with.
STATUSES = {
    "401": "Who asks is not known",
    "403": "The role may not, or it is another's",
    "404": "There is nothing of that address",
    "405": "Not with this method",
    "409": "A rule refuses: code and clause say which",
    "412": "The registry has changed since it was read",
    "413": "The body is too large",
    "422": "The request is malformed",
    "429": "Too many requests",
    "503": "The database does not answer",
}


def create_app(
    place: str | Path,
    world: str = "",
    settings: Settings | None = None,
    clock: Clock = utc_now,
    peers: Mapping[str, Peer] = MappingProxyType({}),
) -> FastAPI:
    """The application for a registry that is there, at a path or URL. It is opened when the application starts.

    Raises InputError then, as `open_store` does.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = app.state.service = Service(open_store(place), world, settings or Settings(), clock, peers)
        if peers:
            service.exchange.start()
        try:
            yield
        finally:
            await service.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.add_api_route("/openapi.json", _openapi, operation_id="openapi", include_in_schema=False)
    app.openapi = description  # type: ignore[method-assign]
    app.add_middleware(Around)
    if unlisted := {"openapi", *(str(route.operation_id) for route in routes())} ^ set(matrix()):
        raise AssertionError(f"roles.toml and the operations differ in {sorted(unlisted)}")
    return app


def routes() -> list[APIRoute]:
    """All operations but the description of them."""
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def _openapi() -> JSONResponse:
    return JSONResponse(description())


@cache
def description() -> dict[str, Any]:
    """OpenAPI: what FastAPI knows, and what it cannot: who may ask, and that problems are problem details."""
    schema = get_openapi(
        title="Comity",
        version=version("comity"),
        summary="Linking agreements as code for carbon markets: worlds, markets, and a registry that enforces",
        routes=routes(),
    )
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {}).update(_problem_schemas())
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path in schema["paths"].values():
        for operation in path.values():
            _complete(operation)
    return schema


def _problem_schemas() -> dict[str, Any]:
    made = ProblemDetails.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    return {**made.pop("$defs", {}), "ProblemDetails": made}


def _complete(operation: dict[str, Any]) -> None:
    """One operation: its roles, and its problems."""
    roles = matrix()[operation["operationId"]]
    operation["x-roles"] = sorted(roles)
    operation["security"] = [{"token": []}, *([{}] if "public" in roles else [])]
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    responses = operation.setdefault("responses", {})
    for status, description in STATUSES.items():
        if status not in responses or status == "422":
            responses[status] = {"description": description, "content": content}
