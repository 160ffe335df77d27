"""For whoever runs the service: it says whether it lives and is ready, and counts what it does."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from prometheus_client.parser import text_string_to_metric_families

from comity.registry.state import Broken
from comity.registry.store import Unavailable
from tests.api.conftest import Client

pytestmark = pytest.mark.anyio
FIVE = {"account": "acme", "to": "acme-2", "quantity": 5, "unit_type": "EUA"}


async def test_it_is_ready_only_while_the_database_answers(client: Client) -> None:
    assert (await client.get("/ready", "public")).json() == {
        "schema": {"name": "health", "version": 1},
        "status": "ok",
        "entry": 6,
    }
    with patch.object(client.service.store, "last", side_effect=Unavailable("gone")):
        answer = await client.get("/ready", "public")
        assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
        assert (await client.get("/health", "public")).status_code == 200
    assert (await client.get("/ready", "public")).status_code == 200


async def test_it_is_not_ready_once_its_journal_is_broken(client: Client) -> None:
    with patch.object(client.service.store, "append", side_effect=Broken("another history")):
        answer = await client.do("transfer", **FIVE)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert (await client.get("/ready", "public")).status_code == 503
    assert (await client.do("transfer", **FIVE)).status_code == 503


async def test_what_it_does_is_counted(client: Client) -> None:
    await client.do("transfer", **FIVE)
    await client.do("transfer", **{**FIVE, "quantity": 2_000_000})
    await client.get("/nothing")
    answer = await client.get("/metrics", "read-only")
    assert answer.headers["content-type"].startswith("text/plain")
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert found["comity_requests_total", "201", "command-transfer"] == 1
    assert found["comity_requests_total", "409", "command-transfer"] == 1
    assert found["comity_requests_total", "", "404"] == 1
    assert found["comity_problems_total", "holdings-insufficient"] == 1
    assert found["comity_request_seconds_count", "command-transfer"] == 2
    assert found["comity_journal_entries",] == 7
    assert found["comity_jobs", "working"] == 0
