"""Second persons, tokens and the audit log."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import StringConstraints

from comity.api import four_eyes, tokens
from comity.api.bodies import Body
from comity.api.commands import entered, waiting
from comity.api.guard import Guarded
from comity.api.own import check_own
from comity.api.pages import Paged, answer
from comity.api.problems import Trouble
from comity.api.reads import Number
from comity.api.roles import FOR_SOMEBODY, Caller, may
from comity.api.service import WHERE, Asking, Served, Service
from comity.errors import Problem, said
from comity.registry.journal import read_command
from comity.results import RegistryEntry, Schema
from comity.results.api import Audit, TokenMade, TokenRow, Tokens, Waiting, WaitingList, WaitingRow

router = APIRouter(route_class=Guarded)
Name = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


@router.get("/registry/waiting", operation_id="waiting-list", response_model=WaitingList, tags=["waiting"])
async def all_waiting(service: Served, caller: Asking, page: Paged) -> Response:
    """What waits, or has waited, for a second person; of an account holder's accounts to that holder."""
    found = await asyncio.to_thread(service.records.all_waiting, page.after_number, 100_000)
    rows = (four_eyes.row(one) for one in found if _concerns(service, caller, one["asked"]))
    part, more = page.cut(rows, lambda row: (row.waiting,))
    schema, registry = Schema(name="registry-waiting-list"), service.store.registry
    return answer(WaitingList(schema=schema, registry=registry, where=WHERE, waiting=tuple(part)), more)


@router.get("/registry/waiting/{number}", operation_id="waiting", response_model=Waiting, tags=["waiting"])
async def one_waiting(request: Request, service: Served, caller: Asking, number: Number) -> Response:
    """One of them."""
    return waiting(service, request, await _seen(service, caller, number), 200)


@router.post(
    "/registry/waiting/{number}/accept",
    operation_id="waiting-accept",
    response_model=RegistryEntry,
    status_code=201,
    tags=["waiting"],
)
async def accept(request: Request, service: Served, caller: Asking, number: Number) -> Response:
    """Do it, as a second person whose role may ask for it."""
    request.state.subject = f"waiting {number}"
    found = await _seen(service, caller, number)
    if not may(caller.role, f"command-{found.kind}"):
        raise Trouble("forbidden")
    _, entry = await four_eyes.accept(service, caller, number)
    return await entered(service, request, entry)


@router.post(
    "/registry/waiting/{number}/reject", operation_id="waiting-reject", response_model=Waiting, tags=["waiting"]
)
async def reject(request: Request, service: Served, caller: Asking, number: Number) -> Response:
    """Let it be: also by whoever asked for it."""
    request.state.subject = f"waiting {number}"
    await _seen(service, caller, number)
    return waiting(service, request, await four_eyes.reject(service, caller, number), 200)


async def _seen(service: Service, caller: Caller, number: int) -> WaitingRow:
    found = await asyncio.to_thread(service.records.waits, number)
    if found is None or not _concerns(service, caller, found["asked"]):
        raise Trouble("not-found")
    return four_eyes.row(found)


def _concerns(service: Service, caller: Caller, asked: str) -> bool:
    """Whether somebody might have asked for it."""
    try:
        check_own(caller, read_command(asked), service.state)
    except Trouble:
        return False
    return True


class TokenBody(Body):
    """Whose token it is to be."""

    role: Literal["administrator", "authority", "account-holder", "verifier", "read-only"]
    holder: Name = ""
    person: Name = ""


@router.get("/tokens", operation_id="tokens", response_model=Tokens, tags=["tokens"])
async def all_tokens(service: Served, page: Paged) -> Response:
    """The tokens, without their secrets."""
    after = str(page.after[0]) if page.after else ""
    found = await asyncio.to_thread(service.records.tokens, after, page.limit + 1)
    rows, more = page.cut(map(_token, found), lambda row: (row.token,))
    return answer(Tokens(schema=Schema(name="tokens"), tokens=tuple(rows)), more)


@router.post("/tokens", operation_id="token-make", response_model=TokenMade, status_code=201, tags=["tokens"])
async def make(request: Request, service: Served, caller: Asking, body: TokenBody) -> Response:
    """A new token: its secret is shown this once."""
    if body.role in FOR_SOMEBODY and not body.holder:
        raise Trouble(
            "malformed", problems=[Problem("", 0, "body.holder", said("found-nothing"), said("expected-holder"))]
        )
    made = service.now()
    given = (service.records, body.role, body.holder, body.person, made, caller.token)
    id, secret = await asyncio.to_thread(tokens.make, *given)
    request.state.subject = request.state.outcome = id
    row = TokenRow(
        token=id,
        role=body.role,
        holder=body.holder,
        person=body.person or id,
        made=made,
        made_by=caller.token,
        revoked="",
    )
    return answer(
        TokenMade(schema=Schema(name="token-made"), token=row, secret=secret), {"Cache-Control": "no-store"}, 201
    )


@router.delete("/tokens/{token}", operation_id="token-revoke", status_code=204, tags=["tokens"])
async def revoke(request: Request, service: Served, token: Annotated[str, Path(max_length=100)]) -> Response:
    """Let a token hold no more, from now on."""
    request.state.subject = token
    if not await asyncio.to_thread(service.records.revoke, token, service.now()):
        raise Trouble("not-found")
    service.doorkeeper.forget(token)
    return Response(status_code=204)


@router.get("/audit", operation_id="audit", response_model=Audit, tags=["tokens"])
async def audit(service: Served, page: Paged) -> Response:
    """Who asked for what, when, and what became of it."""
    found = await asyncio.to_thread(service.records.audited, page.after_number, page.limit + 1)
    rows, more = page.cut(found, lambda row: (row.audit,))
    return answer(Audit(schema=Schema(name="audit"), audit=tuple(rows)), more)


def _token(row: dict[str, str]) -> TokenRow:
    return TokenRow(token=row.pop("id"), **{name: value for name, value in row.items() if name != "hash"})
