"""`comity serve`: started as a person would, in a process of its own; and the page that says how."""

from __future__ import annotations

import json
import re
import shlex
import signal
import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from comity.api.server import is_loopback
from comity.registry.store import open_store
from comity.registry.verify import verify
from tests.api.server import PROGRAM, SECONDS_MOST, started
from tests.cli.terminal import comity

ROOT = Path(__file__).resolve().parents[2]
TOKEN = re.compile(r"comity_[a-z0-9]{12}_[A-Za-z0-9_-]{43}")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_is_used_and_stops_cleanly(how: signal.Signals) -> None:
    with started("tutorial") as server:
        with httpx.Client(base_url=server.address) as http:
            assert http.get("/ready").json()["status"] == "ok"
            assert http.get("/registry").json()["registry"] == "tutorial"
            # nobody is believed who says for whom he asks
            assert "server" not in http.get("/health", headers={"X-Forwarded-For": "192.0.2.7"}).headers
        err = server.stop(how)
    (token,) = TOKEN.findall(err)
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["message"] == "request"]
    assert {line["operation"] for line in requests} == {"ready", "registry", "health"}
    assert {line["address"] for line in requests} == {"127.0.0.1"}
    assert [line for line in err.splitlines() if not line.startswith("{")] == [
        f"The first administrator's token, shown this once: {token}"
    ]
    with open_store("registry.db") as store:
        assert verify(store, redecide=True).sound
        assert len(store.snapshot() or b"") > 0
    with started("tutorial") as server:
        answer = httpx.get(f"{server.address}/tokens", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, len(answer.json()["tokens"])) == (200, 1)
        assert not TOKEN.findall(server.stop(how))


def lines_of(page: str) -> list[list[str]]:
    """The curl lines of a page, as words."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.startswith("curl ")]


def curl(words: list[str], address: str, headers: dict[str, str]) -> httpx.Response:
    """What a curl line asks for."""
    (url,) = [word for word in words if word.startswith("http://127.0.0.1:8000/")]
    body = words[words.index("-d") + 1] if "-d" in words else None
    known = headers if "-sK" in words else {}
    target = url.replace("http://127.0.0.1:8000", address)
    return httpx.request("POST" if body else "GET", target, headers=known, content=body, timeout=SECONDS_MOST)


def test_the_lines_of_the_page_do_what_it_says() -> None:
    """Both pages have the same lines; a real server of the world of 2026 answers them."""
    lines = lines_of("service.md")
    assert lines == lines_of("service.zh-CN.md")
    assert len(lines) == 2 + 6
    made = subprocess.run([*PROGRAM, "serve", "--new-token", "authority"], capture_output=True, text=True, check=True)
    assert TOKEN.fullmatch(made.stdout.strip())
    headers = {"Authorization": f"Bearer {made.stdout.strip()}", "Content-Type": "application/json"}
    assert "\ncomity serve --one-person-adopts\n" in (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    with started("--one-person-adopts") as server:
        answers = [curl(words, server.address, headers) for words in lines]
        server.stop(signal.SIGTERM)
    assert [answer.status_code for answer in answers] == [201, 201, 201, 201, 409, 201, 200, 200]
    given: list[Any] = [answer.json() for answer in answers]
    assert sum(row["quantity"] for row in given[3]["entry"]["postings"] if row["unit_type"] == "EUA") == 80
    assert given[4]["code"] == "quota-exceeded"
    assert given[4]["clause"] == "agreement.eu-ets-with-uk-ets.clauses.units.uk-ets.eu-ets"
    assert {(row["party"], row["transferred"], row["used"]) for row in given[6]["adjustments"]} == {
        ("GBR", "100", "0"),
        ("EUU", "0", "80"),
    }
    assert [(row["beneficiary"], row["quantity"]) for row in given[7]["retirements"]] == [("Acme Ltd", 10)]


@pytest.mark.parametrize("page", ["service.md", "service.zh-CN.md"])
def test_the_tests_that_the_page_names_are_there(page: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / page).read_text(encoding="utf-8")))
    there = "".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "tests/api").glob("*.py"), Path(__file__)])
    assert len(named) > 12
    assert {name for name in named if f"def {name}(" not in there} == set()


def test_with_a_certificate_it_speaks_tls_alone() -> None:
    certificate, key = (ROOT / "tests/api/tls" / name for name in ("certificate.pem", "key.pem"))
    with started("tutorial", "--certificate", str(certificate), "--key", str(key), "--behind-proxy") as server:
        trust = ssl.create_default_context(cafile=certificate)
        assert server.address.startswith("https://127.0.0.1:")
        proxied = {"X-Forwarded-For": "192.0.2.7"}
        assert httpx.get(f"{server.address}/ready", verify=trust, headers=proxied).status_code == 200
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"{server.address.replace('https', 'http')}/ready")
        assert '"address": "192.0.2.7"' in server.stop(signal.SIGTERM)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_listens_to_this_machine_alone_unless_told_otherwise(lang: str) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"):
        ran = comity("serve", "--host", host, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert "--behind-proxy" in ran.err
    assert not Path("registry.db").exists()
    assert [is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "0.0.0.0")] == [True] * 4 + [
        False
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--port", "70000"), "--port: found 70000, expected a whole number"),
        (("--certificate", "a.pem"), "expected --certificate and --key together"),
        (("--certificate", "a.pem", "--key", "b.pem"), "expected a certificate chain and its private key"),
        (("--new-token", "boss"), "expected one of administrator, authority"),
        (("--new-token", "account-holder"), "--holder: found nothing, expected the holder of accounts"),
        (("--four-eyes-above", "-1"), "expected a whole number"),
        (("nowhere",), "expected the name of a world that ships"),
        (("tutorial", "--registry", "no/where.db"), "no/where.db"),
    ],
)
def test_a_mistake_is_told_before_anything_is_done(arguments: tuple[str, ...], words: str) -> None:
    ran = comity("serve", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not Path("registry.db").exists()


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = comity("serve", "tutorial", "--port", str(taken.getsockname()[1]), "--lang", "zh")
    assert ran.code == 2
    assert "空闲的端口" in ran.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_token_is_all_that_stands_on_stdout(lang: str) -> None:
    ran = comity("serve", "tutorial", "--new-token", "account-holder", "--holder", "Acme", "--lang", lang)
    assert ran.code == 0
    assert TOKEN.fullmatch(ran.out.strip())
    made = json.loads(comity("serve", "tutorial", "--new-token", "read-only", "--json").out)
    assert made["token"]["role"] == "read-only"
    assert TOKEN.fullmatch(made["secret"])
