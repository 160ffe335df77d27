"""What every request passes before anything of it is read: who asks, whether the role may, how often; and its audit."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import Headers

from comity.api.logs import SECRET
from comity.api.oidc import Stranger
from comity.api.problems import NotModified, Trouble, answered
from comity.api.roles import Caller, may
from comity.api.service import Service, service_of

#: What a token that nobody has costs of an address's bucket: each is a hash to compute.
FAILED_DROPS = 10.0
READING = ("GET", "HEAD")


class Guarded(APIRoute):
    """A route that lets in whom `roles.toml` lets in, before it reads a body; and notes who was let in, or not.

    What is noted: every request that may change something, and every one that is turned away.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind the guard."""
        handler, operation = super().get_route_handler(), str(self.operation_id)

        async def guarded(request: Request) -> Response:
            service = service_of(request)
            request.state.caller, request.state.operation = Caller(), operation
            request.state.subject, request.state.outcome = "", ""
            admitted = False
            try:
                request.state.caller = await recognised(service, request)
                if not may(request.state.caller.role, operation):
                    raise Trouble("forbidden" if request.state.caller.token else "unauthenticated")
                admitted = True
                response = await handler(request)
            except NotModified as same:
                return Response(status_code=304, headers=same.headers)
            except Exception as error:  # what nobody expects is logged there, and told without a word of it
                response = answered(request, error)
            if request.method not in READING or (not admitted and response.status_code in (401, 403)):
                await noted(service, request, response.status_code)
            return response

        return guarded


async def recognised(service: Service, request: Request) -> Caller:
    """Who asks. Raises Trouble: a token that nobody has, or that nobody can check, or too many requests."""
    headers: Headers = request.headers
    given = headers.get("authorization")
    if given is None:
        return Caller()
    scheme, _, token = given.partition(" ")
    token = token.strip()
    caller = await service.doorkeeper.remembered(token)
    if caller is None:
        _take(service.addresses.take(origin(request), FAILED_DROPS - 1))
        try:
            caller = await service.doorkeeper.recognise(token) if scheme.lower() == "bearer" else None
        except Stranger as stranger:
            request.state.subject = stranger.subject
            raise
    if caller is None:
        raise Trouble("unauthenticated")
    _take(service.tokens.take(caller.token))
    return caller


def _take(wait: float) -> None:
    """Raise Trouble where somebody has to wait."""
    if wait:
        raise Trouble("too-many-requests", headers={"Retry-After": str(int(wait) + 1)})


def origin(request: Request) -> str:
    """Where a request comes from; of the sixth version, the network that one customer has."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)


async def noted(service: Service, request: Request, status: int) -> None:
    """Write a line of the audit log. Raises Unavailable."""
    caller: Caller = request.state.caller
    await service.audit.note(
        at=service.now(),
        token=caller.token,
        role=caller.role,
        address=origin(request),
        operation=request.state.operation,
        subject=SECRET.sub(r"\1…", request.state.subject)[:500],
        status=status,
        outcome=str(request.state.outcome),
    )
