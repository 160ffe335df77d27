"""A world's clauses put in force, perhaps with a link that was tried out before: `POST /registry/adopt`."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from comity.api.bodies import Body, Words
from comity.api.commands import MADE, Key, Match, ask
from comity.api.guard import Guarded
from comity.api.service import Asking, Served, today
from comity.api.solving import Scenarios, Terms
from comity.api.work import link_terms
from comity.api.worlds import read
from comity.errors import Refusal
from comity.registry.adopting import adoption
from comity.registry.commands import Adopt
from comity.registry.opening import missing
from comity.world.linking import linked
from comity.world.world import World

router = APIRouter(route_class=Guarded, prefix="/registry", tags=["commands"])


class AdoptBody(Body):
    """A world, under its own scenarios or those named; a link besides, if one is given."""

    world: Words
    scenarios: Scenarios = ()
    effective: Annotated[date | None, Field(description="First day, UTC; today if left out")] = None
    link: Terms | None = None


@router.post("/adopt", operation_id="command-adopt", status_code=201, response_model=None, responses=MADE)
async def adopt(
    request: Request, service: Served, caller: Asking, body: AdoptBody, key: Key = None, match: Match = None
) -> Response:
    """Declare the unit types and open the accounts that a world needs, then put its clauses in force.

    Where others have been adopted, these wait for a second person; until then nothing can come into what is new.
    """
    command, world = await asyncio.to_thread(_command, service.where(body.world), body, today(service))
    wanted = await asyncio.to_thread(service.look, lambda state: missing(state, world))
    for outcome in await asyncio.to_thread(service.submit_many, wanted):
        if isinstance(outcome, Refusal):
            raise outcome
    return await ask(service, caller, request, command, key or "")


def _command(where: str, body: AdoptBody, today: str) -> tuple[Adopt, World]:
    world = read(where, body.scenarios)
    if body.link is not None:
        world = linked(world, link_terms(body.link.model_dump(mode="json")))
    first = body.effective.isoformat() if body.effective else today
    return adoption(world, tuple(world.folder.scenarios), first), world
