"""The service beside both databases: an older registry is brought up to date, and all that is kept works there."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.api import tokens
from comity.api.records import Records
from comity.errors import InputError
from comity.registry.ledger import Ledger, Request
from comity.registry.store import open_store, schema, table, upgrade
from comity.registry.verify import verify
from tests.api.conftest import LONG_AGO, Place, made_at, serving
from tests.registry.conftest import opened_accounts, pay, rows


def test_a_registry_of_version_1_is_brought_up_to_date_with_its_data(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "v0001.py").write_bytes((schema.VERSIONS / "v0001.py").read_bytes())
    with monkeypatch.context() as past:
        past.setattr(schema, "VERSIONS", versions)
        past.setattr(table, "VERSION", "0001")
        with open_store(database, create="EU") as store:
            ledger = Ledger(store)
            opened_accounts(ledger)
            ledger.submit([Request(pay(), f"key-{number}") for number in range(20)])
            store.keep(ledger.state)
            assert not [name for name in _tables(store) if name.startswith("service_")]
    with pytest.raises(InputError) as error:
        open_store(database)
    assert error.value.problems[0].found == "0001"
    upgrade(database)
    with open_store(database) as store:
        report = verify(store, redecide=True)
        assert (report.sound, report.hash, report.entries) == (True, ledger.state.hash, ledger.state.seq)
        assert Ledger(store).state.store() == ledger.state.store()
        assert store.snapshot() is not None
        id, secret = tokens.make(Records(store.engine), "authority", "", "", LONG_AGO, "")
        assert secret.startswith(f"comity_{id}_")
        again = Ledger(store)
        again.do(pay(), "after")
        assert again.state.seq == ledger.state.seq + 1


def _tables(store: object) -> list[str]:
    from sqlalchemy import inspect

    return inspect(store.engine).get_table_names()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.anyio
async def test_tokens_audit_and_second_persons_work_on_both_databases(database: str) -> None:
    place: Place = made_at(database)
    given = {"account": "acme", "to": "acme-2", "unit_type": "EUA"}
    async with serving(place) as client:
        key = {"Idempotency-Key": "one"}
        assert (await client.do("transfer", **given, quantity=5, headers=key)).status_code == 201
        assert (await client.do("transfer", **given, quantity=5, headers=key)).status_code == 200
        asked = await client.do("transfer", **given, quantity=200_000, headers={"Idempotency-Key": "two"})
        assert asked.status_code == 202
        accepted = await client.ask(
            "POST", f"{asked.headers['location']}/accept", token=place.token("authority", person="Bo")
        )
        assert accepted.status_code == 201
        audit = (await client.get("/audit", "administrator", params={"limit": 2})).json()["audit"]
        assert [row["audit"] for row in audit] == [1, 2]
        made = await client.ask("POST", "/tokens", "administrator", json={"role": "read-only"})
        id = made.json()["token"]["token"]
        assert (await client.ask("DELETE", f"/tokens/{id}", "administrator")).status_code == 204
    with open_store(database) as store:
        assert verify(store, redecide=True).sound
        assert rows(store, "SELECT count(*) FROM service_waiting WHERE status = 'done'") == [(1,)]
