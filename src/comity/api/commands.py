"""What may be asked of the registry: one endpoint a command, `POST /registry/commands/transfer` and the like.

`Idempotency-Key` is the ledger's: repeating a request under its key has no second effect, and another request under it
is refused. `If-Match` with the ETag of a read makes a command conditional: it is done only in the state that was read.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from comity.api import four_eyes
from comity.api.bodies import COMMANDS, Body, body_of, command_of
from comity.api.guard import Guarded
from comity.api.own import check_own
from comity.api.pages import answer, tag, wanted
from comity.api.problems import Trouble
from comity.api.roles import Caller
from comity.api.service import WHERE, Asking, Served, Service
from comity.errors import Problem, said
from comity.registry.answers.entries import entry_row
from comity.registry.commands import Command, ProposeExternal
from comity.registry.journal import Entry
from comity.results import RegistryEntry, Schema
from comity.results.api import Waiting, WaitingRow

#: Of an idempotency key, as the ledger takes it.
Key = Annotated[str | None, Header(alias="Idempotency-Key", pattern=r"^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$")]
Match = Annotated[str | None, Header(alias="If-Match", max_length=1_000)]
MADE: dict[int | str, dict[str, Any]] = {
    200: {"model": RegistryEntry, "description": "The same request was done before, under its key"},
    201: {"model": RegistryEntry, "description": "Done: an entry of the journal"},
    202: {"model": Waiting, "description": "It waits for a second person"},
}

router = APIRouter(route_class=Guarded, prefix="/registry/commands")


def _endpoint(kind: type[Command]) -> Callable[..., Coroutine[Any, Any, Response]]:
    async def endpoint(
        request: Request, service: Served, caller: Asking, body: Body, key: Key = None, match: Match = None
    ) -> Response:
        return await ask(service, caller, request, command_of(kind, body), key or "")

    endpoint.__annotations__["body"] = body_of(kind)
    endpoint.__doc__ = kind.__doc__
    return endpoint


for _tag, _kind in COMMANDS.items():
    router.add_api_route(
        f"/{_tag}",
        _endpoint(_kind),
        methods=["POST"],
        operation_id=f"command-{_tag}",
        tags=["commands"],
        status_code=201,
        response_model=None,
        responses=MADE,
    )


async def ask(service: Service, caller: Caller, request: Request, command: Command, key: str) -> Response:
    """Have a command decided, or let it wait. Raises Trouble and Refusal."""
    request.state.subject = f"{command.__struct_config__.tag} {getattr(command, 'account', '')}".strip()
    check_own(caller, command, service.state)
    if key.startswith(four_eyes.OWN_KEYS):
        expected = said("expected-other-key", own=", ".join(four_eyes.OWN_KEYS))
        raise Trouble("malformed", problems=[Problem("", 0, "header.Idempotency-Key", key, expected)])
    async with service.gate.passing(alone="if-match" in request.headers):
        if "if-match" in request.headers:
            seq, hash = await asyncio.to_thread(service.look, lambda state: (state.seq, state.hash))
            if not wanted(request, tag(seq, hash)):
                raise Trouble("changed-meanwhile")
        waits = await four_eyes.held_up(service, caller, command, key)
        if waits is None:
            entry = await service.writer.ask(command, key)
            if isinstance(command, ProposeExternal):
                service.exchange.wake()
            return await entered(service, request, entry)
    if waits.entry is not None:
        done = await asyncio.to_thread(service.store.entry, waits.entry)
        if done is not None:
            return await entered(service, request, done)
    return waiting(service, request, waits)


async def entered(service: Service, request: Request, entry: Entry) -> Response:
    """The answer to a command that made an entry, now or before."""
    new = service.made_here(entry)
    request.state.outcome = str(entry.seq)
    service.metrics.entries.set(entry.seq)
    registry, row = service.store.registry, entry_row(service.state, entry)
    made = RegistryEntry(schema=Schema(name="registry-entry"), registry=registry, where=WHERE, entry=row, again=not new)
    headers = {"Location": f"{WHERE}/journal/{entry.seq}", "ETag": tag(entry.seq, entry.hash)}
    return answer(made, headers, 201 if new else 200)


def waiting(service: Service, request: Request, row: WaitingRow, status: int = 202) -> Response:
    """The answer to a command that waits."""
    request.state.outcome = f"waiting {row.waiting}"
    made = Waiting(schema=Schema(name="registry-waiting"), registry=service.store.registry, where=WHERE, waiting=row)
    return answer(made, {"Location": f"{WHERE}/waiting/{row.waiting}"}, status)
