"""Who may ask for what: every operation as every role, generated from the matrix and from the description."""

from __future__ import annotations

from typing import Any

import pytest

from comity.api.records import Records
from comity.api.roles import ROLES, Role, matrix, may
from comity.api.tokens import Doorkeeper
from comity.registry.store import open_store
from tests.api.conftest import LONG_AGO, Client, secret_of

#: What stands for a parameter of a path.
PLACES = {"world": "tutorial", "number": "1", "job": "none", "token": "none"}
READERS = ("get", "head")


async def operations(client: Client) -> list[tuple[str, str, str]]:
    """Id, method and address of each."""
    document: dict[str, Any] = (await client.get("/openapi.json")).json()
    return [
        (operation["operationId"], method, path.format(**PLACES))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.mark.anyio
async def test_every_operation_lets_in_whom_the_matrix_names_and_nobody_else(client: Client) -> None:
    found = await operations(client)
    assert {operation for operation, _, _ in found} | {"openapi"} == set(matrix())
    assert len(found) == len({operation for operation, _, _ in found})
    wrong = []
    for operation, method, path in found:
        for role in ROLES:
            answer = await client.ask(method.upper(), path, role, json={} if method == "post" else None)
            expected = {True: "in", False: 401 if role == "public" else 403}[may(role, operation)]
            got = answer.status_code if answer.status_code in (401, 403) else "in"
            if got != expected or answer.status_code >= 500:
                wrong.append((operation, role, answer.status_code))
    assert wrong == []


def test_what_no_matrix_may_say() -> None:
    """Read by hand: the public writes nothing, who only reads changes nothing, who gives out tokens moves no unit."""
    moves = {"issue", "transfer", "move", "convert", "retire", "surrender", "cancel", "allocate", "auction", "reverse"}
    for operation, roles in matrix().items():
        if operation.startswith(("command-", "token", "waiting", "audit", "backup")):
            assert "public" not in roles
        if operation.startswith(("command-", "token-", "waiting-accept", "waiting-reject")):
            assert "read-only" not in roles
        if operation.removeprefix("command-") in moves:
            assert "administrator" not in roles
    verifier: Role = "verifier"
    assert [operation for operation in matrix() if "command" in operation and may(verifier, operation)] == [
        "command-obligation"
    ]


@pytest.mark.anyio
@pytest.mark.parametrize("token", ["comity_aaaaaaaaaaaa_" + "a" * 43, "nonsense", "comity_", ""])
async def test_a_token_that_nobody_has_opens_not_even_what_is_public(client: Client, token: str) -> None:
    for headers in ({"Authorization": f"Bearer {token}"}, {"Authorization": token}, {"Authorization": "Basic YTpi"}):
        answer = await client.http.get("/worlds", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.anyio
async def test_a_wrong_secret_is_refused_even_while_the_right_one_is_remembered(client: Client) -> None:
    right = client.place.tokens["authority"]
    assert (await client.get("/registry/holdings")).status_code == 200
    wrong = right[:-1] + ("a" if right[-1] != "a" else "b")
    assert (await client.get("/registry/holdings", token=wrong)).status_code == 401
    assert (await client.get("/registry/holdings")).status_code == 200


@pytest.mark.anyio
async def test_only_hashes_are_kept(client: Client) -> None:
    secrets = [secret_of(token) for token in client.place.tokens.values()]
    rows = client.service.records.tokens("", 100)
    assert {row["hash"].split("$")[1] for row in rows} == {"argon2id"}
    assert not [secret for secret in secrets if secret in str(rows)]
    assert (await client.get("/registry/holdings")).status_code == 200
    assert not [secret for secret in secrets if secret in str(vars(client.service.doorkeeper))]


@pytest.mark.anyio
async def test_a_token_is_made_shown_once_listed_and_revoked(client: Client) -> None:
    made = await client.ask("POST", "/tokens", "administrator", json={"role": "account-holder", "holder": "Other"})
    assert made.status_code == 201
    token, id = made.json()["secret"], made.json()["token"]["token"]
    found = await client.get("/registry/holdings", token=token)
    assert [row["account"] for row in found.json()["holdings"]] == ["other"]
    listed = await client.get("/tokens", "administrator")
    assert id in listed.text
    assert token not in listed.text
    assert secret_of(token) not in listed.text
    assert (await client.ask("DELETE", f"/tokens/{id}", "administrator")).status_code == 204
    assert (await client.get("/registry/holdings", token=token)).status_code == 401
    assert (await client.ask("DELETE", f"/tokens/{id}", "administrator")).status_code == 404
    nobody = await client.ask("POST", "/tokens", "administrator", json={"role": "account-holder"})
    assert (nobody.status_code, nobody.json()["problems"][0]["address"]) == (422, "body.holder")


@pytest.mark.anyio
async def test_a_token_that_another_process_revokes_is_soon_forgotten(client: Client) -> None:
    now = 0.0
    with open_store(client.place.where) as store:
        records = Records(store.engine)
        keeper = Doorkeeper(records, lambda: LONG_AGO, clock=lambda: now)
        token = client.place.tokens["authority"]
        caller = await keeper.recognise(token)
        assert caller is not None
        Records(store.engine).revoke(caller.token, LONG_AGO)
        assert await keeper.remembered(token) == caller
        now = 1.0
        assert await keeper.remembered(token) is None
        assert await keeper.recognise(token) is None
