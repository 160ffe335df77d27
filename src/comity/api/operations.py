"""For whoever runs the service: health, readiness, counts, a copy of the registry while it is in use."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from typing import IO

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from comity.api.guard import Guarded
from comity.api.metrics import MEDIA_TYPE
from comity.api.pages import answer
from comity.api.service import Served, Service
from comity.registry.store import Unavailable
from comity.registry.store.backup import export_journal
from comity.registry.writer import Closed, NotKept
from comity.results import Schema
from comity.results.api import Health

CHUNK_BYTES = 1 << 16
router = APIRouter(route_class=Guarded, tags=["operations"])


@router.get("/health", operation_id="health", response_model=Health)
async def health() -> Response:
    """Whether the process lives."""
    return answer(Health(schema=Schema(name="health"), status="ok", entry=None), {"Cache-Control": "no-store"})


@router.get("/ready", operation_id="ready", response_model=Health, responses={503: {"model": Health}})
async def ready(service: Served) -> Response:
    """Whether it can decide: the writer takes commands, and the database answers."""
    try:
        seq = await asyncio.to_thread(service.look, lambda state: state.seq)
        await asyncio.to_thread(service.store.last)
    except (Closed, NotKept, Unavailable):
        return answer(Health(schema=Schema(name="health"), status="unavailable", entry=None), status=503)
    return answer(Health(schema=Schema(name="health"), status="ok", entry=seq), {"Cache-Control": "no-store"})


@router.get(
    "/metrics", operation_id="metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}}
)
async def metrics(service: Served) -> Response:
    """Counts, in Prometheus's text format."""
    for stage, count in service.jobs.counts().items():
        service.metrics.jobs.labels(stage).set(count)
    state = service.state
    service.metrics.entries.set(state.seq)
    service.metrics.under_way.set(len(state.departures) + len(state.arrivals))
    return Response(service.metrics.text(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)


@router.get(
    "/backup",
    operation_id="backup",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/jsonl": {}}, "description": "The journal as text"}},
)
async def backup(service: Served) -> Response:
    """The journal as text, as it is at one moment: `comity registry import` makes a registry of it, anywhere."""
    stream = await asyncio.to_thread(_written, service)
    headers = {
        "Content-Disposition": f'attachment; filename="{service.store.registry}.jsonl"',
        "Content-Length": str(stream.seek(0, os.SEEK_END)),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_chunks(stream), headers=headers, media_type="application/jsonl")


def _written(service: Service) -> IO[bytes]:
    """The journal in a file that has no name, and is gone once it is closed."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    export_journal(service.store, stream)
    return stream


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        stream.seek(0)
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
