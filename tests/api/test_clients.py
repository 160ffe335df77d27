"""Many at once on one account: no update is lost, nothing is held that is not there, and nothing fails."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from pathlib import Path

import httpx
import pytest

from comity.registry.ledger import Ledger
from comity.registry.store import open_store
from comity.registry.store.backup import backup, import_journal, restore
from comity.registry.verify import verify
from tests.api.conftest import Client, Place, serving
from tests.api.server import started

pytestmark = pytest.mark.anyio
CLIENTS = 64


async def crowd(client: Client, each: int) -> Counter[int]:
    """64 clients move units from and to one account, some more than it has; some repeat what they said."""
    chance = random.Random(7)
    orders = [
        [(chance.choice(("acme", "acme-2")), chance.randint(1, 60_000), f"{number}-{turn}") for turn in range(each)]
        for number in range(CLIENTS)
    ]

    async def one(own: list[tuple[str, int, str]]) -> list[int]:
        statuses = []
        for account, quantity, key in own:
            to = {"acme": "acme-2", "acme-2": "acme"}[account]
            given = {"account": account, "to": to, "quantity": quantity, "unit_type": "EUA"}
            for _ in range(2):
                answer = await client.do("transfer", headers={"Idempotency-Key": key}, **given)
                statuses.append(answer.status_code)
        return statuses

    return Counter(status for statuses in await asyncio.gather(*map(one, orders)) for status in statuses)


async def check(client: Client, counted: Counter[int]) -> None:
    """What the crowd may have left behind."""
    assert set(counted) <= {200, 201, 409}, counted
    assert counted[201] >= CLIENTS
    entries = (await client.get("/registry/journal", params={"limit": 1000})).json()["entries"]
    made = [row for row in entries if row["kind"] == "transfer"]
    assert len(made) == counted[201] == len({row["key"] for row in made})
    held = {"acme": 1_000_000, "acme-2": 0}
    for row in made:
        held[row["asked"]["account"]] -= row["asked"]["quantity"]
        held[row["asked"]["to"]] += row["asked"]["quantity"]
        assert min(held.values()) >= 0
    found = (await client.get("/registry/holdings")).json()["holdings"]
    assert {row["account"]: row["quantity"] for row in found if row["account"] != "other"} == {
        account: quantity for account, quantity in held.items() if quantity
    }


def copied(where: str, copy: Path) -> None:
    """What `comity registry backup` does, beside the service."""
    with open_store(where) as store:
        backup(store, copy)


async def test_64_clients_on_one_account(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    async with serving(place) as client:
        crowding = asyncio.create_task(crowd(client, 5))
        await asyncio.sleep(0.3)
        copy = await client.get("/backup", "administrator")  # while it is in use
        beside = tmp_path_factory.mktemp("beside") / "copy.db"
        await asyncio.to_thread(copied, place.where, beside)
        assert not crowding.done()
        counted = await crowding
        await check(client, counted)
        status, seq = client.service.look(lambda state: (state.hash, state.seq))
        whole = await client.get("/backup", "administrator")
    with open_store(place.where) as store:
        report = verify(store, redecide=True)
        assert (report.sound, report.hash, report.entries) == (True, status, seq)
    for name, text in (("early", copy), ("whole", whole)):
        file = tmp_path_factory.mktemp(name) / "journal.jsonl"
        file.write_bytes(text.content)
        where = file.with_name("restored.db")
        with file.open("rb") as stream:
            import_journal(stream, where)
        with open_store(where) as store:
            assert verify(store, redecide=True).sound
            if name == "whole":
                assert Ledger(store).state.hash == status
    restore(beside, beside.with_name("restored.db"))
    with open_store(place.where) as store, open_store(beside.with_name("restored.db")) as again:
        assert verify(again, redecide=True).sound
        last, hash = again.last()
        kept = store.entry(last)
        assert kept is not None
        assert (kept.hash, 6 < last < seq) == (hash, True)


async def test_64_clients_of_a_real_server(place: Place) -> None:
    with started("tutorial", "--registry", place.where, "--rate", "100000") as server:
        limits = httpx.Limits(max_connections=CLIENTS)
        async with httpx.AsyncClient(base_url=server.address, limits=limits, timeout=60) as http:
            client = Client(http, place)
            await check(client, await crowd(client, 2))
        server.stop(signal.SIGTERM)
    with open_store(place.where) as store:
        assert verify(store, redecide=True).sound


async def test_of_many_who_hold_the_same_condition_one_is_first(client: Client) -> None:
    tag = (await client.get("/registry")).headers["etag"]
    given = {"account": "acme", "to": "acme-2", "quantity": 1, "unit_type": "EUA"}

    async def one(condition: dict[str, str]) -> httpx.Response:
        return await client.do("transfer", headers=condition, **given)

    answers = await asyncio.gather(*(one({"If-Match": tag}) for _ in range(16)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 412: 15}


async def test_of_many_who_accept_at_once_one_has_its_effect(client: Client) -> None:
    given = {"account": "acme", "to": "acme-2", "quantity": 200_000, "unit_type": "EUA"}
    asked = await client.do("transfer", **given)
    second = client.place.token("authority")
    accepts = (client.ask("POST", f"{asked.headers['location']}/accept", token=second) for _ in range(8))
    answers = await asyncio.gather(*accepts)
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    held = (await client.get("/registry/holdings", params={"account": "acme-2"})).json()["holdings"]
    assert [row["quantity"] for row in held] == [200_000]
