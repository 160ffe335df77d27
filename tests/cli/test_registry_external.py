"""`comity registry external`, `exchange`, `reconcile`: two registries that are served, and what befalls them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from pydantic import BaseModel

from comity import results
from comity.cli.registry import external_peers
from comity.cli.registry.desk import desk
from comity.cli.registry.external_peers import Office
from comity.registry.commands import DeclareUnitType
from comity.registry.exchange.courier import ODD, Standing
from comity.text import LANGUAGES, Language, Text, load
from tests.api.server import PROGRAM, SECONDS_MOST, Started, started
from tests.api.sites import until
from tests.cli.terminal import Ran, comity

ROOT = Path(__file__).resolve().parents[2]
SERIES = "EU/eu-ets/EUA/v2026"
OTHER = {"EU": "UK", "UK": "EU"}
SHAPES: dict[str, type[BaseModel]] = {
    "external": results.RegistryExternal,
    "exchange": results.RegistryExchange,
    "reconcile": results.RegistryReconciliation,
}
KEYS = frozenset(key for key in Text("en")._entries if "-" in key)


@dataclass
class Pair:
    """Two registries in this folder; `EU.toml` says where UK is, and `UK.toml` where EU is."""

    served: dict[str, Started] = field(default_factory=dict)
    open: ExitStack = field(default_factory=ExitStack)

    def serve(self, name: str, where: str = "", *options: str) -> None:
        """Begin to serve a registry, or another copy of it, and tell the other where."""
        server = started("tutorial", "--registry", where or f"{name}.db", *options)
        self.served[name] = self.open.enter_context(server)
        token = f"{OTHER[name]}-at-{name}.token"
        peers = f'[registries.{name}]\nurl = "{self.served[name].address}"\ntoken-file = "{token}"\n'
        Path(f"{OTHER[name]}.toml").write_text(peers, encoding="utf-8")

    def stop(self, name: str) -> None:
        """End it."""
        self.served[name].stop(signal.SIGTERM)


def do(name: str, verb: str, *arguments: str, code: int = 0, lang: str = "en") -> Ran:
    """A verb at the terminal of a registry."""
    asks = ("--peers", f"{name[:2]}.toml") if verb in ("exchange", "reconcile") else ()
    ran = comity("registry", verb, *arguments, *asks, "--registry", f"{name}.db", "--lang", lang)
    assert (ran.code, ran.err) == (code, ""), ran
    return ran


def found(name: str, verb: str, *arguments: str, code: int = 0) -> dict[str, Any]:
    """What it says as JSON, which is of its shape."""
    out = do(name, verb, *arguments, "--json", code=code).out
    answer: dict[str, Any] = json.loads(out)
    assert SHAPES[verb].model_validate_json(out).model_dump(mode="json", by_alias=True) == answer
    assert answer["schema"]["name"] == f"registry-{verb}"
    return answer


def propose(quantity: int, to: str = "two", registry: str = "UK") -> None:
    """Units of EU for an account elsewhere."""
    do("EU", "propose-external", str(quantity), "EUA", "--from", "one", "--to", to, "--in", registry)


def outcomes(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What became of each transfer."""
    return [(one["transfer"], one["outcome"], one["why"]) for one in answer["transfers"]]


def held(name: str) -> int:
    """How many units are in account two."""
    answer = json.loads(do(name, "holdings", "--account", "two", "--json").out)
    return sum(one["quantity"] for one in answer["holdings"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both, each with a token of the other; EU has 100 units. And copies of both from then on."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("COMITY_REGISTRY", raising=False)
        for name, other in OTHER.items():
            do(name, "init", "--id", name)
            do(name, "declare", "EUA", "allowance")
            for account in ("one", "two"):
                do(name, "open", account, "trading")
            given = ("--new-token", "registry", "--holder", other, "--registry", f"{name}.db")
            token = comity("serve", "tutorial", *given).out
            Path(f"{other}-at-{name}.token").write_text(token, encoding="utf-8")
        do("EU", "issue", "100", "EUA", "--to", "one", "--mechanism", "eu-ets", "--vintage", "2026")
        for name in OTHER:
            do(name, "backup", f"{name}-old.db")
    return folder


@pytest.fixture
def pair(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """Both in a folder of one's own; neither is served yet."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.setattr(external_peers, "LOOK_SECONDS", 0.05)
    two = Pair()
    with two.open:
        yield two


def test_transfers_go_through_are_refused_withdrawn_or_wait(pair: Pair) -> None:
    pair.serve("UK")
    pair.serve("EU")
    propose(10)
    propose(5, to="nobody")
    propose(4)
    propose(3, registry="CH")
    do("EU", "terminate-external", "7", "--account", "one")
    rows = found("EU", "external")["transfers"]
    assert [(one["transfer"], one["way"], one["other"], one["other_account"]) for one in rows] == [
        ("EU/5", "to", "UK", "two"),
        ("EU/6", "to", "UK", "nobody"),
        ("EU/8", "to", "CH", "two"),
    ]
    assert {one["stage"] for one in rows} == {"proposed"}
    assert [one["quantity"] for one in rows] == [10, 5, 3]
    assert rows == over_http(pair, "EU", limit=2)
    answer = found("EU", "exchange", code=1)
    assert outcomes(answer) == [
        ("EU/5", "completed", ""),
        ("EU/6", "terminated", "acquiring-account-unknown"),
        ("EU/8", "no-peer", ""),
    ]
    assert outcomes(found("EU", "exchange", code=1)) == [("EU/8", "no-peer", "")]
    assert (held("EU"), held("UK")) == (0, 10)
    for name in OTHER:
        report = found(name, "reconcile")
        assert report["agrees"]
        assert sorted(one["registry"] for one in report["books"]) == ["EU", "UK"]
        assert "All agree: " in do(name, "reconcile").out.splitlines()[0]
    assert outcomes(found("UK", "exchange")) == []


def over_http(pair: Pair, name: str, limit: int) -> list[dict[str, Any]]:
    """The same list over HTTP, page by page."""
    made = comity("serve", "tutorial", "--new-token", "read-only", "--registry", f"{name}.db")
    headers = {"Authorization": f"Bearer {made.out.strip()}"}
    path: str | None = f"/registry/external?limit={limit}"
    rows: list[dict[str, Any]] = []
    while path is not None:
        answer = httpx.get(f"{pair.served[name].address}{path}", headers=headers, timeout=SECONDS_MOST)
        assert answer.json()["schema"]["name"] == "registry-external"
        page = answer.json()["transfers"]
        assert len(page) <= limit
        rows += page
        path = answer.links.get("next", {}).get("url")
    return rows


def test_a_registry_that_is_down_is_asked_again(pair: Pair) -> None:
    pair.serve("UK")
    propose(10)
    pair.stop("UK")
    assert outcomes(found("EU", "exchange", code=1)) == [("EU/5", "unreachable", "ConnectError")]
    report = found("EU", "reconcile", code=1)
    assert (report["agrees"], report["silent"], report["findings"]) == (False, ["UK"], [])
    pair.serve("UK")
    assert outcomes(found("EU", "exchange")) == [("EU/5", "completed", "")]
    assert found("EU", "reconcile")["agrees"]


def test_where_the_acquirer_lost_what_came_it_is_told_again(pair: Pair) -> None:
    pair.serve("UK")
    propose(10)
    do("EU", "exchange")
    pair.stop("UK")
    pair.serve("UK", "UK-old.db")
    report = found("EU", "reconcile", code=1)
    (difference,) = report["differences"]
    assert [difference[name] for name in ("giver", "taker", "departed", "arrived")] == ["EU", "UK", 10, 0]
    (finding,) = report["findings"]
    assert (finding["kind"], finding["series"], finding["first"], finding["last"]) == ("nowhere", SERIES, 1, 10)
    words = do("EU", "reconcile", code=1).out
    assert "comity registry reconcile --peers FILE --mend" in " ".join(words.split())
    mended = found("EU", "reconcile", "--mend")
    assert mended["agrees"]
    assert [(one["transfer"], one["outcome"]) for one in mended["told_again"]] == [("EU/5", "completed")]
    assert held("UK-old") == 10
    assert found("EU", "reconcile", "--mend")["told_again"] == []


def test_where_the_transferrer_lost_what_went_units_are_twice_and_nothing_mends_it(pair: Pair) -> None:
    pair.serve("UK")
    propose(10)
    do("EU", "exchange")
    for options in ((), ("--mend",)):
        report = found("EU-old", "reconcile", *options, code=1)
        (finding,) = report["findings"]
        assert (finding["kind"], sorted(finding["registries"]), finding["quantity"]) == ("twice", ["EU", "UK"], 10)
        assert [(one["departed"], one["arrived"]) for one in report["differences"]] == [(0, 10)]
    assert "No other registry can mend this" in " ".join(do("EU-old", "reconcile", code=1).out.split())


def test_a_round_beside_a_service_that_carries_too(pair: Pair) -> None:
    pair.serve("UK")
    pair.serve("EU", "", "--peers", "EU.toml")
    for _ in range(10):
        propose(2)
        assert {outcome for _, outcome, _ in outcomes(found("EU", "exchange"))} <= {"completed"}
    until(lambda: not found("EU", "external")["transfers"])
    assert held("UK") == 20
    assert found("EU", "reconcile")["agrees"]
    for name in OTHER:
        do(name, "verify", "--redecide")


def test_what_others_write_meanwhile_is_heard(pair: Pair) -> None:
    with desk("EU.db") as at, desk("EU.db") as elsewhere:
        office = Office(at)
        before = office.look(lambda state: state.seq)
        elsewhere.ledger.do(DeclareUnitType(unit_type="UKA", family="allowance"))
        assert office.look(lambda state: (state.seq, "UKA" in state.unit_types)) == (before + 1, True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_of_it_in_both_languages(pair: Pair, lang: Language) -> None:
    pair.serve("UK")
    propose(10)
    propose(5, to="nobody")
    propose(3, registry="CH")
    said = [do("EU", "external", lang=lang), do("EU", "exchange", code=1, lang=lang), do("EU", "reconcile", lang=lang)]
    said.append(do("EU-old", "reconcile", code=1, lang=lang))
    pair.stop("UK")
    propose(1)
    said += [do("EU", "exchange", code=1, lang=lang), do("EU", "reconcile", code=1, lang=lang)]
    pair.serve("UK", "UK-old.db")
    said += [do("EU", "reconcile", code=1, lang=lang), do("EU", "reconcile", "--mend", lang=lang)]
    out = "".join(ran.out for ran in said)
    assert not set(re.findall(r"[a-z]+(?:-[a-z0-9]+)+", out)) & KEYS
    assert not set(out) & set("{}\u2068\u2069")
    assert ("Try next: comity registry reconcile --peers EU.toml --registry EU.db" in out) == (lang == "en")
    if lang == "zh":
        allowed = re.compile(
            r"comity registry \w+|--\w+|FILE|BLOCK|EU\S*|UK\S*|EUA|CO2e|UTC|token-file|url|nobody|two|one"
        )
        allowed = re.compile(allowed.pattern + r"|ConnectError|registries\.CH|acquiring-account-unknown")
        assert not re.findall(r"[A-Za-z]{3,}", allowed.sub("", " ".join(out.split())))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_has_its_word(lang: Language) -> None:
    text = load(lang)
    assert [one for one in get_args(Standing) if f"registry-exchange-{one}" not in text] == []
    assert [one for one in (*ODD, "unreachable") if f"registry-exchange-do-{one}" not in text] == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('url = "https://a.example"\ntoken-file = "none"', "EU.toml:3  registries.UK.token-file: found a file that"),
        ('url = "http://192.0.2.1"\ntoken-file = "token"', "EU.toml:2  registries.UK.url: found http://192.0.2.1,"),
        ('url = "https://a.example"\ntoken-file = "token"\nx = 1', "EU.toml:4  registries.UK.x: found the key x,"),
        ('url = "https://a.example"\ntoken-file = "empty"', "EU.toml:3  registries.UK.token-file: found no token,"),
        (
            'url = "https://a.example"\ntoken-file = "token"\nca-file = "empty"',
            "EU.toml:4  registries.UK.ca-file: found",
        ),
    ],
)
def test_a_file_of_registries_that_is_wrong(pair: Pair, body: str, words: str) -> None:
    Path("token").write_text("secret", encoding="utf-8")
    Path("empty").write_text("", encoding="utf-8")
    Path("EU.toml").write_text(f"[registries.UK]\n{body}\n", encoding="utf-8")
    for verb in ("exchange", "reconcile"):
        ran = comity("registry", verb, "--peers", "EU.toml", "--registry", "EU.db")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(words)
        assert len(ran.err.splitlines()) == 1


# The page -------------------------------------------------------------------------------------------------------------


def lines_of(page: str) -> list[str]:
    """The lines of a page that are typed, and its files as `file NAME TEXT`, in order."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    typed: list[str] = []
    for kind, block in re.findall(r"```(console|toml)\n(.*?)```", text, re.DOTALL):
        if kind == "toml":
            typed.append(shlex.join(["file", block.splitlines()[0].removeprefix("# "), block]))
        else:
            typed += block.splitlines()
    return typed


def test_the_lines_of_the_page_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    lines = lines_of("between-registries.md")
    assert lines == lines_of("between-registries.zh-CN.md")
    ports: dict[str, str] = {}
    said: list[str] = []
    with ExitStack() as open_:
        files = [shlex.split(line)[1:] for line in lines if line.startswith("file ")]
        for line in lines:
            words = shlex.split(line)
            if words[:2] == ["comity", "serve"] and "--port" in words:
                port = words[words.index("--port") + 1]
                rest = words[2 : words.index("--port")]
                ports[port] = open_.enter_context(started(*rest)).address
            elif words[0] == "comity":
                for name, text in files:
                    for port, address in ports.items():
                        text = text.replace(f"http://127.0.0.1:{port}", address)
                    Path(name).write_text(text, encoding="utf-8")
                to = words.index(">") if ">" in words else len(words)
                asked = [*PROGRAM, *words[1:to], "--lang", "en"]
                ran = subprocess.run(asked, capture_output=True, text=True, check=False)
                assert (ran.returncode, ran.stderr) == (0, ""), line
                if to < len(words):
                    Path(words[to + 1]).write_text(ran.stdout, encoding="utf-8")
                said.append(ran.stdout)
    assert len(ports) == 2
    assert "All agree: EU, UK." in said[-1]
    page = (ROOT / "docs" / "between-registries.md").read_text(encoding="utf-8")
    assert said[-1].splitlines()[0] in page
    assert "completed" in "".join(said)
