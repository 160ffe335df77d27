"""What bounds the service: rates, sizes, and what its log and audit log may say."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from unittest.mock import patch

import pytest

from comity.api import logs
from comity.api.limits import KNOWN_MOST, Rate
from comity.api.settings import Settings
from comity.registry.store import Unavailable
from tests.api.conftest import GENEROUS, Client, Place, secret_of, serving

pytestmark = pytest.mark.anyio
FIVE = {"account": "acme", "to": "acme-2", "quantity": 5, "unit_type": "EUA"}


def test_a_bucket_empties_fills_again_and_is_one_for_each() -> None:
    now = 0.0
    rate = Rate(2, 2, lambda: now)
    assert [rate.take("a") for _ in range(4)] == [0.0] * 4
    assert rate.take("a") == 0.5
    assert rate.take("b") == 0.0
    now = 0.5
    assert (rate.take("a"), rate.take("a")) == (0.0, 0.5)
    now = 100.0
    assert [rate.take("a") > 0 for _ in range(5)] == [False] * 4 + [True]
    for number in range(KNOWN_MOST + 5):
        rate.take(str(number))
    assert len(rate._buckets) == KNOWN_MOST


async def test_too_many_requests_from_an_address_or_with_a_token_wait(place: Place) -> None:
    for settings, role in (
        (replace(GENEROUS, address_requests_per_second=0.5, burst_seconds=6), "public"),
        (replace(GENEROUS, token_requests_per_second=0.5, burst_seconds=6), "authority"),
    ):
        async with serving(place, settings) as client:
            answers = [await client.get("/health", role) for _ in range(5)]  # type: ignore[arg-type]
        assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 2
        assert answers[-1].json()["code"] == "too-many-requests"
        assert int(answers[-1].headers["retry-after"]) >= 1


async def test_who_guesses_tokens_is_stopped_soon(place: Place) -> None:
    settings = replace(GENEROUS, address_requests_per_second=10, burst_seconds=4)
    async with serving(place, settings) as client:
        token = "comity_aaaaaaaaaaaa_" + "a" * 43
        statuses = [(await client.get("/worlds", token=token)).status_code for _ in range(20)]
    assert statuses.count(401) <= 6
    assert statuses[-1] == 429


async def test_a_body_that_is_too_large_is_not_read(place: Place) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b" " * 100

    async with serving(place, replace(GENEROUS, body_bytes_most=1_000)) as client:
        for content in (b" " * 1_001, chunks()):
            answer = await client.ask("POST", "/registry/commands/transfer", content=content)
            assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
        assert (await client.do("transfer", **FIVE)).status_code == 201


async def test_what_goes_wrong_in_the_database_is_told_and_nothing_was_done(client: Client) -> None:
    with patch.object(client.service.store, "append", side_effect=Unavailable("disk full, at a secret place")):
        answer = await client.do("transfer", **FIVE)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "secret place" not in answer.text
    assert (await client.do("transfer", **FIVE)).status_code == 201
    with patch("comity.api.reads._summary", side_effect=ZeroDivisionError("inside")):
        answer = await client.get("/registry")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "inside" not in answer.text


async def test_what_could_not_be_audited_is_not_told_as_done_and_done_once(client: Client) -> None:
    key = {"Idempotency-Key": "one"}
    with patch.object(client.service.records, "note", side_effect=Unavailable("disk full")):
        answer = await client.do("transfer", **FIVE, headers=key)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    again = await client.do("transfer", **FIVE, headers=key)
    assert (again.status_code, again.json()["entry"]["entry"], again.json()["again"]) == (200, 7, True)


async def test_the_audit_log_says_who_what_when_and_what_became_of_it(client: Client) -> None:
    await client.do("transfer", **FIVE)
    await client.do("transfer", **{**FIVE, "quantity": 2_000_000})
    await client.do("issue", "account-holder")
    await client.get("/audit", "public")
    await client.get("/registry/holdings")
    rows = (await client.get("/audit", "read-only")).json()["audit"]
    told = [(row["operation"], row["role"], row["subject"], row["status"], row["outcome"]) for row in rows]
    assert told == [
        ("command-transfer", "authority", "transfer acme", 201, "7"),
        ("command-transfer", "authority", "transfer acme", 409, "holdings-insufficient"),
        ("command-issue", "account-holder", "", 403, "forbidden"),
        ("audit", "public", "", 401, "unauthenticated"),
    ]
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert {row["address"] for row in rows} == {"127.0.0.1"}


async def test_no_secret_is_in_a_log_or_an_audit_log(client: Client) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines())
    logger = logging.getLogger("comity.api")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        token = client.place.tokens["authority"]
        made = await client.ask("POST", "/tokens", "administrator", json={"role": "read-only"})
        for path in (f"/worlds?token={token}", f"/{token}", f"/worlds/{token}", f"/registry/holdings?account={token}"):
            await client.get(path)
        await client.ask("DELETE", f"/tokens/{token}", "administrator")
        await client.do("transfer", **{**FIVE, "to": token})
        with patch("comity.api.reads._summary", side_effect=ZeroDivisionError(token)):
            await client.get("/registry")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {"at", "level", "method", "operation", "status", "milliseconds", "address", "token"} <= lines[0].keys()
    assert any("ZeroDivisionError" in line.get("trace", "") for line in lines)
    rows = str(client.service.records.audited(0, 1_000))
    for secret in (*client.place.tokens.values(), made.json()["secret"]):
        assert secret_of(secret) not in stream.getvalue()
        assert secret_of(secret) not in rows


async def test_careful_headers_are_on_every_answer(client: Client) -> None:
    for path in ("/health", "/nothing", "/registry/holdings", "/openapi.json"):
        headers = (await client.get(path, "public")).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_the_defaults_are_careful() -> None:
    settings = Settings()
    assert not settings.behind_proxy
    assert settings.waiting_seconds >= 86_400
    assert settings.four_eyes_above <= 100_000
