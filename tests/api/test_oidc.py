"""Sign-in by an identity provider: one of the test's own publishes keys on this machine, and signs tokens."""

from __future__ import annotations

import base64
import hmac
import io
import json
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from comity.api import logs
from comity.api.oidc import KEPT_SECONDS, Provider, texts_at
from comity.api.problems import Trouble
from comity.api.records import Records
from comity.api.settings import Settings, SignIn
from comity.api.tokens import Doorkeeper
from comity.registry.store import open_store
from tests.api.conftest import GENEROUS, Client, Place, serving
from tests.api.server import started
from tests.cli.terminal import comity

LARGE = {"account": "acme", "to": "acme-2", "quantity": 200_000, "unit_type": "EUA"}
#: By key id: the key, and an algorithm of its kind.
KEYS: dict[str, tuple[Any, str]] = {
    "first": (rsa.generate_private_key(65537, 2048), "RS256"),
    "second": (rsa.generate_private_key(65537, 2048), "PS256"),
    "curve": (ec.generate_private_key(ec.SECP256R1()), "ES256"),
    "edwards": (ed25519.Ed25519PrivateKey.generate(), "EdDSA"),
}
PEM: bytes = KEYS["first"][0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
SHARED = {"kty": "oct", "kid": "shared", "k": base64.urlsafe_b64encode(b"s" * 32).decode().rstrip("=")}


def published(*ids: str, **more: str) -> list[dict[str, Any]]:
    """Keys as a provider publishes them."""
    made = ((id, jwt.get_algorithm_by_name(KEYS[id][1]), KEYS[id][0].public_key()) for id in ids)
    return [{**json.loads(algorithm.to_jwk(key)), "kid": id, **more} for id, algorithm, key in made]


@dataclass
class Issuer:
    """An identity provider: what it answers by path, and what it was asked for."""

    address: str
    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    moved: str = ""
    """Where it sends all who ask."""

    def publish(self, keys: list[dict[str, Any]]) -> None:
        """Its keys from now on."""
        described = {"issuer": self.address, "jwks_uri": f"{self.address}/keys"}
        self.pages = {"/.well-known/openid-configuration": described, "/keys": {"keys": keys}}

    def sign_in(self, **more: Any) -> SignIn:
        """What a file about it says."""
        roles = {"boss": "authority", "chief": "authority", "firm": "account-holder", "admin": "administrator"}
        given = {"issuer": self.address, "audience": "comity", "roles": roles, "holder-claim": "company"}
        return SignIn.model_validate({**given, **more})

    def token(
        self, roles: Any = ("boss",), key: str = "first", headers: dict[str, Any] | None = None, **more: Any
    ) -> str:
        """A token; what is given as None is not in it."""
        now = int(time.time())
        claims = {"iss": self.address, "aud": "comity", "sub": "ada", "exp": now + 300, "iat": now, "roles": roles}
        kept = {name: value for name, value in {**claims, **more}.items() if value is not None}
        secret, algorithm = KEYS[key]
        return jwt.encode(kept, secret, algorithm, {"kid": key, **(headers or {})})


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """A provider that listens."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            page = found.pages.get(self.path)
            self.send_response(302 if found.moved else 404 if page is None else 200)
            self.send_header("Location", found.moved)
            self.end_headers()
            self.wfile.write(page if isinstance(page, bytes) else json.dumps(page).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        found = Issuer(f"http://127.0.0.1:{server.server_port}")
        found.publish(published("first", "curve", "edwards"))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def believing(sign_in: SignIn, **more: Any) -> Settings:
    """Settings of a service that believes a provider."""
    return replace(GENEROUS, sign_in=sign_in, **more)


# What is let in


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("key", "algorithm"),
    [("first", "RS256"), ("first", "RS512"), ("first", "PS384"), ("curve", "ES256"), ("edwards", "EdDSA")],
)
async def test_a_token_of_the_provider_has_the_role_that_the_file_gives(
    place: Place, issuer: Issuer, key: str, algorithm: str
) -> None:
    headers = {"alg": algorithm}
    async with serving(place, believing(issuer.sign_in())) as client:
        boss = issuer.token(["boss", "unknown", "chief"], key, headers, aud=["other", "comity"])
        done = await client.do("transfer", token=boss, **{**LARGE, "quantity": 5})
        assert (done.status_code, done.json()["entry"]["postings"][0]["quantity"]) == (201, 5)
        assert (await client.ask("GET", "/tokens", token=boss)).json()["code"] == "forbidden"
        firm = issuer.token("firm", key, headers, sub="bo", company="Other")
        held = (await client.get("/registry/holdings", token=firm)).json()["holdings"]
        assert {row["account"] for row in held} == {"other"}
    assert issuer.asked == ["/.well-known/openid-configuration", "/keys"]


@pytest.mark.anyio
async def test_where_the_keys_and_the_claims_are_can_be_said(place: Place, issuer: Issuer) -> None:
    issuer.pages = {"/certs?p=1": {"keys": published("first", use="sig")}}
    said = {"role-claim": "realm_access.roles", "keys": f"{issuer.address}/certs?p=1"}
    async with serving(place, believing(issuer.sign_in(**said))) as client:
        token = issuer.token(None, realm_access={"roles": ["boss"]})
        assert (await client.get("/registry/holdings", token=token)).status_code == 200
    assert issuer.asked == ["/certs?p=1"]


def test_names_of_claims_may_have_dots() -> None:
    claims = {"a": {"b": {"c": ["x", 1, "y"]}, "b.c": "z"}, "https://example.org/roles": "w", "n": 1}
    found = [
        texts_at(claims, path) for path in ("a.b", "a.b.c", "https://example.org/roles", "n", "a.x", "", "a.b.c.d")
    ]
    assert found == [[], ["z"], ["w"], [], [], [], []]
    assert texts_at({"a": {"b": {"c": ["x", 1, "y"]}}}, "a.b.c") == ["x", "y"]


# What is not


def signed_by_the_public_key(issuer: Issuer) -> str:
    """HS256, with the public key that anybody can read as the secret."""
    body = issuer.token().split(".")[1]
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT","kid":"first"}').decode().rstrip("=")
    made = base64.urlsafe_b64encode(hmac.digest(PEM, f"{head}.{body}".encode(), "sha256")).decode().rstrip("=")
    return f"{head}.{body}.{made}"


def with_head(issuer: Issuer, **head: str) -> str:
    """A good token whose header was changed."""
    made = base64.urlsafe_b64encode(json.dumps(head).encode()).decode().rstrip("=")
    return ".".join([made, *issuer.token().split(".")[1:]])


WRONG: dict[str, Callable[[Issuer], str]] = {
    "another issuer": lambda issuer: issuer.token(iss="https://id.example.org"),
    "another audience": lambda issuer: issuer.token(aud="other"),
    "no audience": lambda issuer: issuer.token(aud=None),
    "expired": lambda issuer: issuer.token(exp=int(time.time()) - 60),
    "never ends": lambda issuer: issuer.token(exp=None),
    "ends in words": lambda issuer: issuer.token(exp="tomorrow"),
    "not yet valid": lambda issuer: issuer.token(nbf=int(time.time()) + 120),
    "nobody's": lambda issuer: issuer.token(sub=None),
    "an unknown key": lambda issuer: issuer.token(key="second"),
    "another key under a known id": lambda issuer: issuer.token(key="second", headers={"kid": "first"}),
    "a key of another kind": lambda issuer: issuer.token(key="curve", headers={"kid": "first"}),
    "no key": lambda issuer: with_head(issuer, alg="RS256"),
    "a shared secret": lambda issuer: jwt.encode({"sub": "ada"}, b"s" * 32, "HS256", {"kid": "shared"}),
    "the public key as the secret": signed_by_the_public_key,
    "no signature": lambda issuer: with_head(issuer, alg="none", kid="first").rpartition(".")[0] + ".",
    "another algorithm than its key is for": lambda issuer: issuer.token(headers={"alg": "RS512"}),
    "told to end a session": lambda issuer: issuer.token(headers={"typ": "logout+jwt"}),
    "changed after it was signed": lambda issuer: ".".join(
        [issuer.token(sub="bo").split(".")[0], issuer.token(sub="bo").split(".")[1], issuer.token().split(".")[2]]
    ),
    "what is no token": lambda _: "a.b.c",
}


@pytest.mark.anyio
async def test_a_token_that_does_not_hold_is_refused(place: Place, issuer: Issuer) -> None:
    issuer.publish([*published("first", alg="RS256"), *published("curve"), SHARED, {"kty": "RSA", "kid": "broken"}])
    async with serving(place, believing(issuer.sign_in())) as client:
        assert (await client.get("/worlds", token=issuer.token())).status_code == 200
        got = {name: await client.get("/worlds", token=made(issuer)) for name, made in WRONG.items()}
        assert {name: (one.status_code, one.json()["code"]) for name, one in got.items()} == dict.fromkeys(
            WRONG, (401, "oidc-refused")
        )
        assert {one.headers["www-authenticate"] for one in got.values()} == {"Bearer"}
        assert len(client.service.records.tokens("", 100)) == len(place.tokens) + 1
    async with serving(place) as client:
        refused = await client.get("/worlds", token=issuer.token())
        assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")


@pytest.mark.anyio
async def test_who_has_not_exactly_one_role_is_not_let_in_and_is_audited(place: Place, issuer: Issuer) -> None:
    strange: dict[str, Any] = {
        "oidc-no-role": [{"roles": ["unknown"]}, {"roles": []}, {"roles": None}, {"roles": {"boss": 1}}],
        "oidc-several-roles": [{"roles": ["boss", "admin"]}],
        "oidc-no-claim": [
            {"roles": "firm"},
            {"roles": "firm", "company": ["Acme", "Other"]},
            {"roles": "firm", "company": ""},
            {"sub": "a\nb"},
        ],
    }
    async with serving(place, believing(issuer.sign_in())) as client:
        for code, all_claims in strange.items():
            for claims in all_claims:
                answer = await client.get("/worlds", token=issuer.token(**claims))
                problem = answer.json()
                assert (answer.status_code, problem["code"]) == (403, code), claims
                (row,) = (await client.get("/audit", "read-only")).json()["audit"][-1:]
                assert (row["outcome"], row["token"], row["role"]) == (code, "", "public")
                assert row["subject"].startswith("oidc-")
                assert row["subject"] in problem["detail"]


@pytest.mark.anyio
async def test_neither_tokens_nor_claims_are_in_logs_audit_or_answers(place: Place, issuer: Issuer) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines())
    logger = logging.getLogger("comity.api")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    claims: dict[str, Any] = {"sub": "secret-subject", "mail": "secret-mail"}
    made = [issuer.token(**claims), issuer.token(["secret-role"], **claims), issuer.token(aud="secret-place", **claims)]
    try:
        async with serving(place, believing(issuer.sign_in())) as client:
            answers = [await client.get("/registry/holdings", token=token) for token in made]
            done = await client.do("transfer", token=made[0], **{**LARGE, "quantity": 5})
            with patch("comity.api.reads._summary", side_effect=ZeroDivisionError(made[0])):
                answers.append(await client.get("/registry"))
            rows = (await client.get("/audit", "read-only")).json()["audit"]
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert [answer.status_code for answer in answers] == [200, 403, 401, 500]
    assert "ZeroDivisionError" in stream.getvalue()
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["why"] for line in told if line["message"] == "sign-in refused"] == ["InvalidAudienceError"]
    (row,) = [row for row in rows if row["status"] == done.status_code]
    assert (row["operation"], row["role"], row["subject"]) == ("command-transfer", "authority", "transfer acme")
    assert row["token"] == told[0]["token"]
    assert len(row["token"]) == len("oidc-") + 20
    for said in (stream.getvalue(), str(rows)):
        assert "secret" not in said
        assert not [token for token in made if token.split(".")[1] in said or token.split(".")[2] in said]


# Persons


@pytest.mark.anyio
async def test_two_tokens_of_one_subject_are_one_pair_of_eyes(place: Place, issuer: Issuer) -> None:
    now = datetime.now(UTC)
    accept = "/registry/waiting/1/accept"
    async with serving(place, believing(issuer.sign_in()), lambda: now) as client:
        asked = await client.do("transfer", token=issuer.token(), **LARGE)
        assert (asked.status_code, asked.headers["location"]) == (202, "/registry/waiting/1")
        named = client.place.token("authority", person=f"{issuer.address}#ada")
        now += timedelta(days=2)
        for same in (issuer.token(jti="another"), named):
            refused = await client.ask("POST", accept, token=same)
            assert (refused.status_code, refused.json()["code"]) == (403, "own-request")
        assert (await client.ask("POST", accept, token=place.tokens["authority"])).status_code == 201


@pytest.mark.anyio
async def test_accounts_of_one_human_are_one_person_where_a_claim_says_so(place: Place, issuer: Issuer) -> None:
    now = datetime.now(UTC)
    async with serving(place, believing(issuer.sign_in(**{"person-claim": "staff"})), lambda: now) as client:
        tokens = [issuer.token(sub=sub, staff="S-17") for sub in ("ada", "ada.admin")]
        asked = [await client.do("transfer", token=token, **LARGE) for token in tokens]
        now += timedelta(days=2)
        refused = await client.ask("POST", f"{asked[0].headers['location']}/accept", token=tokens[1])
        assert refused.json()["code"] == "own-request"
        renamed = issuer.token(sub="ada", staff="S-18")
        for same in (renamed, tokens[0]):
            refused = await client.ask("POST", f"{asked[0].headers['location']}/accept", token=same)
            assert refused.json()["code"] == "own-request"
        assert (await client.get("/worlds", token=issuer.token())).json()["code"] == "oidc-no-claim"


@pytest.mark.anyio
async def test_a_subject_that_is_new_here_or_has_a_new_role_accepts_nothing_before_its_time(
    place: Place, issuer: Issuer
) -> None:
    now = datetime.now(UTC)

    async def tried(client: Client, **claims: Any) -> str:
        asked = await client.do("transfer", **LARGE)
        answer = await client.ask("POST", f"{asked.headers['location']}/accept", token=issuer.token(**claims))
        return str(answer.json().get("code", answer.status_code))

    async with serving(place, believing(issuer.sign_in(), waiting_seconds=3_600), lambda: now) as client:
        assert await tried(client, sub="bo") == "too-early"
        now += timedelta(seconds=3_599)
        assert await tried(client, sub="bo") == "too-early"
        now += timedelta(seconds=2)
        assert await tried(client, sub="bo", jti="another") == "201"
        assert (await client.get("/tokens", token=issuer.token("admin", sub="bo"))).status_code == 200
        assert await tried(client, sub="bo", jti="a third") == "too-early"
    async with serving(place, believing(issuer.sign_in(), waiting_seconds=3_600), lambda: now) as client:
        assert await tried(client, sub="bo") == "too-early"
        now += timedelta(seconds=3_601)
        assert await tried(client, sub="bo", jti="later") == "201"


@pytest.mark.anyio
async def test_a_subject_is_listed_and_can_be_shut_out(place: Place, issuer: Issuer) -> None:
    async with serving(place, believing(issuer.sign_in())) as client:
        assert (await client.get("/registry/holdings", token=issuer.token())).status_code == 200
        listed = (await client.get("/tokens", "administrator")).json()["tokens"]
        (row,) = [row for row in listed if row["token"].startswith("oidc-")]
        assert (row["person"], row["made_by"], row["role"]) == (f"{issuer.address}#ada", issuer.address, "authority")
        assert (await client.ask("DELETE", f"/tokens/{row['token']}", "administrator")).status_code == 204
        for token in (issuer.token(), issuer.token(jti="another"), issuer.token("admin")):
            assert (await client.get("/registry/holdings", token=token)).status_code == 401


# Keys


@pytest.mark.anyio
async def test_new_keys_are_asked_for_once_a_minute_and_withdrawn_ones_forgotten(issuer: Issuer) -> None:
    now = 0.0
    provider = Provider(issuer.sign_in(keys=f"{issuer.address}/keys"), lambda: now)
    await provider.vouched(issuer.token())
    issuer.publish(published("second"))
    for _ in range(5):
        with pytest.raises(Trouble, match="oidc-refused"):
            await provider.vouched(issuer.token(key="second"))
    assert len(issuer.asked) == 1
    now = 61.0
    assert (await provider.vouched(issuer.token(key="second"))).role == "authority"
    assert len(issuer.asked) == 2
    with pytest.raises(Trouble, match="oidc-refused"):
        await provider.vouched(issuer.token())
    issuer.publish(published("first"))
    await provider.vouched(issuer.token(key="second"))
    assert len(issuer.asked) == 2
    now = 661.0
    with pytest.raises(Trouble, match="oidc-refused"):
        await provider.vouched(issuer.token(key="second"))
    assert len(issuer.asked) == 3


@pytest.mark.anyio
async def test_keys_hold_for_a_day_while_the_provider_is_down(issuer: Issuer) -> None:
    now = 0.0
    provider = Provider(issuer.sign_in(), lambda: now)
    token = issuer.token()
    await provider.vouched(token)
    issuer.pages = {}
    now = KEPT_SECONDS - 1
    await provider.vouched(token)
    with pytest.raises(Trouble, match="oidc-unavailable") as unknown:
        await provider.vouched(issuer.token(key="second"))
    assert unknown.value.headers == {"Retry-After": "61"}
    now = KEPT_SECONDS + 1
    with pytest.raises(Trouble, match="oidc-unavailable"):
        await provider.vouched(token)
    issuer.publish(published("first"))
    now += 60
    await provider.vouched(token)


@pytest.mark.anyio
async def test_a_provider_that_was_never_reached_is_told_and_asked_again(place: Place, issuer: Issuer) -> None:
    described = "/.well-known/openid-configuration"
    broken: list[tuple[str, Any]] = [
        (described, {"issuer": "https://id.example.org", "jwks_uri": f"{issuer.address}/keys"}),
        (described, {"issuer": issuer.address, "jwks_uri": "http://id.example.org/keys"}),
        (described, ["a list"]),
        (described, b"<html>"),
        ("/keys", {"keys": [SHARED]}),
        ("/keys", {"keys": 1}),
        ("/keys", {"keys": published("first", use="enc")}),
        ("/keys", b"\xff"),
    ]
    for path, page in broken:
        issuer.publish(published("first"))
        issuer.pages[path] = page
        with pytest.raises(Trouble, match="oidc-unavailable"):
            await Provider(issuer.sign_in()).vouched(issuer.token())
    issuer.publish(published("first"))
    issuer.moved = f"{issuer.address}/keys"
    async with serving(place, believing(issuer.sign_in(keys=issuer.moved))) as client:
        answer = await client.get("/worlds", token=issuer.token())
        assert (answer.status_code, answer.json()["code"]) == (503, "oidc-unavailable")
        assert int(answer.headers["retry-after"]) > 50
        assert (await client.get("/registry/holdings")).status_code == 200


@pytest.mark.anyio
async def test_a_token_is_not_remembered_for_longer_than_it_holds(place: Place, issuer: Issuer) -> None:
    now = 0.0
    with open_store(place.where) as store:
        keeper = Doorkeeper(Records(store.engine), lambda: "2026-01-01", Provider(issuer.sign_in()), lambda: now)
        late, fresh = issuer.token(exp=int(time.time()) - 20), issuer.token()
        assert await keeper.recognise(late) == await keeper.recognise(fresh)
        assert await keeper.remembered(late)
        now = 11.0
        assert [await keeper.remembered(token) is not None for token in (late, fresh)] == [False, True]
        now = 61.0
        assert await keeper.remembered(fresh) is None


# The option

GOOD = """issuer = "https://id.example.org/realms/one"
audience = "comity"
[roles]
boss = "authority"
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('audience = "comity"\n[roles]\nboss = "authority"', "a.toml:1  issuer: found nothing, expected a value"),
        (
            GOOD.replace("https", "http"),
            "a.toml:1  issuer: found http://id.example.org/realms/one, expected the issuer's",
        ),
        (GOOD.replace("/one", "/one?a=b"), "a.toml:1  issuer: found https://id.example.org/realms/one?a=b, expected"),
        (GOOD.replace("comity", ""), 'a.toml:2  audience: found "", expected a text that is not empty'),
        ('keys = "file:///etc/keys"\n' + GOOD, "a.toml:1  keys: found file:///etc/keys, expected a web address"),
        (GOOD.replace("authority", "public"), "a.toml:4  roles.boss: found public, expected one of administrator"),
        (GOOD.replace('boss = "authority"', ""), "a.toml:3  roles: found nothing, expected a table of at least one"),
        (GOOD.replace("authority", "verifier"), "holder-claim: found nothing, expected the claim that names whom"),
        ("role_claim = 'a'\n" + GOOD, "a.toml:1  role_claim: found the key role_claim, expected one of the keys aud"),
        ("role-claim = 1\n" + GOOD, "a.toml:1  role-claim: found 1, expected a text in quotes"),
        ("issuer = ", "a.toml:1  found a value that TOML does not know"),
    ],
)
def test_a_wrong_file_is_told_before_anything_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_text(text, encoding="utf-8")
    for file, expected in (("a.toml", words), ("b.toml", "b.toml  found no such file, expected a TOML file")):
        ran = comity("serve", "tutorial", "--oidc", file)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert expected in ran.err
    assert not Path("registry.db").exists()


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_text(GOOD, encoding="utf-8")
    with patch.dict(sys.modules, {"jwt": None}):
        ran = comity("serve", "tutorial", "--oidc", "a.toml")
    assert ran.code == 2
    assert 'expected PyJWT with cryptography. Hint: run pip install "comity[oidc]".' in ran.err


def test_the_library_is_not_loaded_unless_it_is_used() -> None:
    program = "import sys, comity.api.server; assert not {'jwt', 'cryptography'} & {*sys.modules}"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_service_of_its_own_believes_what_the_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, issuer: Issuer
) -> None:
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_text(GOOD.replace("https://id.example.org/realms/one", issuer.address), encoding="utf-8")
    with started("tutorial", "--oidc", "a.toml") as server:
        for token, status in ((issuer.token(), 200), (issuer.token(aud="other"), 401), (issuer.token("none"), 403)):
            headers = {"Authorization": f"Bearer {token}"}
            assert httpx.get(f"{server.address}/registry/holdings", headers=headers).status_code == status
        assert "ada" not in server.stop(signal.SIGTERM)
