"""Registries that deal with one another over real loopback connections, each a service in a thread of this process."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx

from comity.api import carrier, exchange, tokens
from comity.api.app import create_app
from comity.api.records import Records
from comity.api.roles import Role
from comity.api.server import bound
from comity.api.service import Service
from comity.api.settings import Settings
from comity.registry.commands import Command, DeclareUnitType, Issue, OpenAccount
from comity.registry.exchange.http import HttpPeer
from comity.registry.exchange.peer import Peer
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger, utc_now
from comity.registry.store import open_store
from comity.registry.verify import verify
from tests.api.conftest import GENEROUS, LONG_AGO
from tests.api.server import SECONDS_MOST, listening

NAMES = ("EU", "UK", "CH")
ISSUED = 1_000
MESSAGES = "/registry/external/messages"


def start(name: str) -> tuple[Command, ...]:
    """What a registry begins with."""
    return (
        DeclareUnitType(unit_type="EUA", family="allowance"),
        OpenAccount(account="one", type="trading", holder="Acme"),
        OpenAccount(account="two", type="trading", holder="Other"),
        Issue(account="one", mechanism=name.lower(), unit_type="EUA", vintage="2026", quantity=ISSUED),
    )


def series(name: str) -> str:
    """The units that a registry begins with."""
    return f"{name}/{name.lower()}/EUA/v2026"


def forged(name: str, number: int, first: int = 1, last: int = 5, of: str = "", to: str = "EU") -> list[dict[str, Any]]:
    """What a registry would say of a transfer: to admit, to complete, and to drop it. `of`: whose units they are."""
    issuer = of or name
    kind = {"registry": issuer, "mechanism": issuer.lower(), "unit_type": "EUA", "vintage": "2026"}
    unit = {"series": kind, "first": first, "last": last, "pool": issuer.lower()}
    both = {"registry": name, "number": number, "hash": "a" * 64}
    types = [{"id": "EUA", "family": "allowance"}]
    return [
        {"do": "admit-external", **both, "addressee": to, "account": "two", "units": [unit], "unit_types": types},
        {"do": "complete-external", **both, "transferred": [False]},
        {"do": "drop-external", **both},
    ]


def until(there: Callable[[], bool], what: object = "") -> None:
    """Wait for something that comes by itself."""
    deadline = time.monotonic() + SECONDS_MOST
    while not there():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


@dataclass
class Site:
    """One registry: where it is, and its service while it runs."""

    name: str
    where: Path
    tokens: dict[str, str]
    """By role; those of other registries by their names."""
    port: int = 0
    peers: dict[str, Peer] = field(default_factory=dict)
    clock: Callable[[], datetime] = utc_now
    settings: Settings = GENEROUS
    service: Service | None = None
    began: int = 0
    """How much had been told when its service was started."""
    open: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        """Its address, which stays when it is started again."""
        if not self.port:
            with bound("127.0.0.1", 0) as taken:
                self.port = taken.getsockname()[1]
        return f"http://127.0.0.1:{self.port}"

    def token(self, role: Role, holder: str = "", person: str = "") -> str:
        """One more."""
        with open_store(str(self.where)) as store:
            return tokens.make(Records(store.engine), role, holder, person, LONG_AGO, "")[1]

    def begin(self, told: int = 0) -> None:
        """Start its service, when so much had been told."""
        self.began = told
        app = create_app(self.where, "", self.settings, self.clock, self.peers)
        taken = self.open.enter_context(bound("127.0.0.1", int(self.url.rpartition(":")[2])))
        self.open.enter_context(listening(app, taken))
        self.service = app.state.service

    def end(self) -> None:
        """Stop it."""
        self.open.close()
        self.service = None

    @property
    def inside(self) -> Service:
        """Its service, which runs."""
        assert self.service is not None
        return self.service

    def ask(self, method: str, path: str, role: str = "authority", **how: Any) -> httpx.Response:
        """One request with the token of a role, a registry, or `token`."""
        bearer = how.pop("token", "") or self.tokens[role]
        headers = {"Authorization": f"Bearer {bearer}", **how.pop("headers", {})}
        return httpx.request(method, f"{self.url}{path}", headers=headers, timeout=SECONDS_MOST, **how)

    def do(self, command: str, role: str = "authority", /, **body: Any) -> httpx.Response:
        """A command; what is not an option of the request is its body."""
        options = {name: body.pop(name) for name in ("headers", "token") if name in body}
        return self.ask("POST", f"/registry/commands/{command}", role, json=body, **options)

    def send(self, quantity: int, registry: str, to: str = "one", role: str = "authority", **more: Any) -> Any:
        """Propose an external transfer: the response."""
        return self.do("propose-external", role, account="one", quantity=quantity, registry=registry, to=to, **more)

    def entries(self) -> list[Any]:
        """Its external transfers' entries, as the journal tells them."""
        found = self.ask("GET", "/registry/journal?limit=1000").json()["entries"]
        return [row for row in found if row["kind"].endswith("-external")]

    def kinds(self) -> list[str]:
        """Their kinds."""
        return [row["kind"].removesuffix("-external") for row in self.entries()]

    def units(self, account: str, of: str) -> int:
        """How many units of a registry's series an account has."""
        rows = self.ask("GET", f"/registry/holdings?account={account}").json()["holdings"]
        live = [row for row in rows if row["state"] in ("held", "reserved") and row["mechanism"] == of.lower()]
        return sum(row["quantity"] for row in live)

    def metric(self, name: str) -> float:
        """A number that Prometheus would read; 0 if there is none yet."""
        lines = self.ask("GET", "/metrics", "read-only").text.splitlines()
        return next((float(line.split()[-1]) for line in lines if line.startswith(f"comity_{name} ")), 0.0)


@dataclass
class Sites:
    """Three registries; all know all."""

    sites: dict[str, Site]
    told: list[dict[str, Any]] = field(default_factory=list)
    """What their services logged: level, message, thread, and all that was told with it."""
    wires: list[HttpPeer] = field(default_factory=list)
    """All connections that there are."""

    def __getitem__(self, name: str) -> Site:
        return self.sites[name]

    def knows(self, name: str, other: str, token: str = "") -> None:
        """From its next start on a registry asks another with a token."""
        site, asked = self.sites[name], self.sites[other]
        site.peers[other] = wire = HttpPeer(asked.url, token or asked.tokens[name])
        self.wires.append(wire)

    def steps(self, outcome: str) -> list[tuple[str, str, str]]:
        """Of the steps that were told: transfer, other registry and why."""
        return [(row["transfer"], row["other"], row["why"]) for row in self.told if row.get("outcome") == outcome]

    def report(self, name: str) -> dict[str, Any]:
        """The one report of a registry's service since it was started."""
        site = self.sites[name]
        thread = site.inside.exchange._thread.ident

        def found() -> list[dict[str, Any]]:
            since = self.told[site.began :]
            return [row for row in since if row["message"] == "reconciliation" and row["thread"] == thread]

        until(lambda: bool(found()), name)
        (report,) = found()
        return report

    def sound(self) -> None:
        """Nothing is wrong with any registry's books, and all that was decided would be decided so again."""
        for site in self.sites.values():
            site.end()
            with open_store(str(site.where)) as store:
                assert verify(store, redecide=True).sound, site.name
                assert violations(Ledger(store).state) == [], site.name


class _Told(logging.Handler):
    """Notes what is logged."""

    def __init__(self, told: list[dict[str, Any]]) -> None:
        super().__init__()
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self._told.append(
            {
                "level": record.levelname,
                "message": record.getMessage(),
                "thread": record.thread,
                **getattr(record, "told", {}),
            }
        )


def made(where: Path) -> Sites:
    """Three registries in a folder, with tokens."""
    sites = {}
    for name in NAMES:
        file = where / f"{name}.db"
        with open_store(str(file), create=name) as store:
            ledger = Ledger(store)
            for command in start(name):
                ledger.do(command)
            records = Records(store.engine)
            whose = {**dict.fromkeys(("administrator", "authority", "read-only"), ""), "account-holder": "Acme"}
            given = {role: tokens.make(records, role, whose[role], "", LONG_AGO, "")[1] for role in whose}  # type: ignore[arg-type]
            others = {other: tokens.make(records, "registry", other, "", LONG_AGO, "")[1] for other in NAMES}
        sites[name] = Site(name, file, {**given, **others})
    return Sites(sites)


@contextmanager
def ready(sites: Sites) -> Iterator[Sites]:
    """Registries that know one another, none of which runs yet; rounds and looks follow closely."""
    handler = _Told(sites.told)
    loggers = [logging.getLogger(f"comity.api.{name}") for name in ("carrier", "exchange")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    for name in NAMES:
        for other in NAMES:
            if other != name:
                sites.knows(name, other)
    try:
        with patch.object(carrier, "ROUND_SECONDS", 0.02), patch.object(exchange, "LOOK_SECONDS", 0.02):
            yield sites
    finally:
        for site in sites.sites.values():
            site.end()
        for wire in sites.wires:
            wire.close()
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)


def copied(sites: Sites, where: Path) -> Sites:
    """The same, to be changed."""
    made: dict[str, Site] = {}
    for name, site in sites.sites.items():
        file = where / f"{name}.db"
        file.write_bytes(site.where.read_bytes())
        made[name] = replace(site, where=file, peers={}, open=ExitStack())
    return Sites(made)
