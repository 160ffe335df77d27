"""Around every request: bounds on rate and size, careful headers, counts, and one line in the log."""

from __future__ import annotations

import logging
from time import perf_counter

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comity.api.guard import origin
from comity.api.problems import Trouble, answered
from comity.api.service import Service

logger = logging.getLogger(__name__)
#: Nothing that is answered is a page, and nobody else may take it for one.
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)


class Around:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; of anything but HTTP, pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        service: Service = scope["app"].state.service
        request, start, status = Request(scope, receive), perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        try:
            trouble = _turned_away(service, request)
            if trouble is not None:
                await answered(request, trouble)(scope, receive, sending)
            else:
                await self._app(scope, _bounded(receive, service.settings.body_bytes_most), sending)
        finally:
            _tell(service, request, status, perf_counter() - start)


def _turned_away(service: Service, request: Request) -> Trouble | None:
    """Why a request is not even looked at."""
    if wait := service.addresses.take(origin(request)):
        return Trouble("too-many-requests", headers={"Retry-After": str(int(wait) + 1)})
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length[:20]) > service.settings.body_bytes_most:
        return Trouble("too-large", most=service.settings.body_bytes_most)
    return None


def _bounded(receive: Receive, most: int) -> Receive:
    """A body that ends in Trouble where it is too large, whatever its header said."""
    total = 0

    async def receiving() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > most:
            raise Trouble("too-large", most=most)
        return message

    return receiving


def _tell(service: Service, request: Request, status: int, seconds: float) -> None:
    """Count a request and log it: neither its path, which may hold anything, nor its query, headers or body."""
    state = request.state
    operation, code = getattr(state, "operation", ""), str(getattr(state, "outcome", ""))
    service.metrics.requests.labels(operation, status).inc()
    service.metrics.seconds.labels(operation).observe(seconds)
    if status >= 400:
        service.metrics.refused.labels(code).inc()
    caller = getattr(state, "caller", None)
    told = {
        "method": request.method,
        "operation": operation,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "address": origin(request),
        "token": caller.token if caller else "",
        "outcome": code,
    }
    logger.info("request", extra={"told": told})
