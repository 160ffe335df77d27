"""Three registries in three processes, SQLite and PostgreSQL mixed, killed at every phase of an external transfer.

`python -m tests.api.exchanges --where FOLDER --postgres URL --kills 22 --seed 2026`. People go on proposing and
withdrawing meanwhile. At the end all run once more on a good network; then every serial number that was ever issued
must be in exactly one place, each journal must verify, and what was acknowledged must be there.
"""

from __future__ import annotations

import argparse
import json
import signal
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import IO, Any

import httpx

from comity.api import tokens
from comity.api.records import Records
from comity.registry.commands import DeclareUnitType, Issue, OpenAccount
from comity.registry.invariants import violations
from comity.registry.journal import instant
from comity.registry.ledger import Ledger, utc_now
from comity.registry.state import State
from comity.registry.store import open_store
from tests.api.conftest import LONG_AGO
from tests.api.exchange_node import PHASES
from tests.registry.exchange.network import here

NAMES = ("A", "B", "C")
ACCOUNTS = ("one", "two")
ISSUED = 2_000
TROUBLE = 0.12
ROOT = Path(__file__).resolve().parents[2]
#: Until a process ends, or all has come to an end.
SECONDS_MOST = 60.0
#: For one kill, on average.
DIES_SECONDS = 15.0


@dataclass
class Site:
    """Where one registry is, how it is asked, and its process while it lives."""

    name: str
    where: str
    port: int
    token: str = ""
    peers: Path = Path()
    process: subprocess.Popen[str] | None = None
    log: IO[str] | None = None
    lives: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    """By idempotency key, the entry that a proposal was said to have made."""

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def begin(self, seed: str, trouble: float, die: str = "", times: int = 1) -> None:
        """Start it, to die at a phase."""
        self.lives += 1
        command = [sys.executable, "-m", "tests.api.exchange_node", "--registry", self.where, "--port", str(self.port)]
        command += ["--peers", str(self.peers), "--seed", f"{seed}/{self.name}/{self.lives}"]
        command += ["--trouble", str(trouble), "--die", die, "--times", str(times)]
        self.log = (self.peers.parent / f"{self.name}.log").open("a", encoding="utf-8")
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log, text=True)

    def end(self) -> None:
        """Stop it, if it lives."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=SECONDS_MOST)
        if self.log is not None:
            self.log.close()

    @property
    def dead(self) -> bool:
        """Whether it has been killed; nothing else may end it."""
        code = self.process.poll() if self.process is not None else None
        assert code in (None, -signal.SIGKILL), f"{self.name} ended with {code}"
        return code is not None


class Exchanges:
    """The three, and the people who use them."""

    def __init__(self, where: Path, postgres: str, seed: str) -> None:
        self.seed, self.random = seed, Random(seed)
        places = {name: str(where / f"{name}.db") for name in NAMES}
        if postgres:
            places["C"] = postgres
        self.sites = {name: Site(name, places[name], port) for name, port in zip(NAMES, ports(len(NAMES)), strict=True)}
        self.client = httpx.Client(timeout=5)
        self.asked = 0
        given = {name: made(self.sites[name]) for name in NAMES}
        for name, site in self.sites.items():
            site.token = given[name]["authority"]
            site.peers = where / f"{name}.toml"
            lines = []
            for other in NAMES:
                if other != name:
                    (where / f"{name}-{other}.token").write_text(given[other][name])
                    lines += [f"[registries.{other}]", f'url = "{self.sites[other].url}"']
                    lines += [f'token-file = "{name}-{other}.token"', ""]
            site.peers.write_text("\n".join(lines))

    def kill(self, kills: int) -> Counter[str]:
        """All three run, each to die at a phase, and start again: until so many have died, and one at every phase."""
        hits: Counter[str] = Counter()
        turn, mine = deque(PHASES), dict.fromkeys(NAMES, "")
        deadline = time.monotonic() + max(kills, len(PHASES)) * DIES_SECONDS
        for name in NAMES:
            mine[name] = self.doom(name, turn)
        while hits.total() < kills or len(hits) < len(PHASES):
            assert time.monotonic() < deadline, f"{self}: phases that are hardly ever reached: {hits}"
            self.act()
            for name in NAMES:
                if self.sites[name].dead:
                    hits[mine[name]] += 1
                    self.sites[name].end()
                    mine[name] = self.doom(name, turn)
        for site in self.sites.values():
            site.end()
        return hits

    def doom(self, name: str, turn: deque[str]) -> str:
        """Start a registry that will die at the phase whose turn it is, not always the first time."""
        phase = turn[0]
        turn.rotate(-1)
        self.sites[name].begin(self.seed, TROUBLE, phase, self.random.randint(1, 3))
        return phase

    def act(self) -> None:
        """Somebody asks for something, which may not be heard."""
        site = self.sites[self.random.choice(NAMES)]
        self.asked += 1
        key = f"{self.seed}-{self.asked}"
        account = self.random.choice(ACCOUNTS)
        with suppress(httpx.HTTPError):
            if site.acknowledged and self.random.random() < 0.2:
                number = self.random.choice(list(site.acknowledged.values())[-5:])
                self.post(site, "terminate-external", key, {"account": account, "transfer": number})
                return
            other = self.random.choice([name for name in NAMES if name != site.name])
            soon = instant(utc_now() + timedelta(seconds=self.random.choice((0.2, 60, 60))))
            body = {
                "account": account,
                "quantity": self.random.randint(1, 20),
                "registry": other,
                "to": self.random.choice((*ACCOUNTS, *ACCOUNTS, "nobody")),
                "expires": soon,
            }
            answer = self.post(site, "propose-external", key, body)
            if answer.status_code == httpx.codes.CREATED:
                site.acknowledged[key] = answer.json()["entry"]["entry"]

    def post(self, site: Site, kind: str, key: str, body: dict[str, Any]) -> httpx.Response:
        """A command of the authority. One that is not refused or done is a failure of the service."""
        headers = {"Authorization": f"Bearer {site.token}", "Idempotency-Key": key}
        answer = self.client.post(f"{site.url}/registry/commands/{kind}", json=body, headers=headers)
        assert answer.status_code in (200, 201, 409), f"{self}: {answer.status_code} {answer.text}"
        return answer

    def settle(self) -> None:
        """All three run on a good network until nothing is under way."""
        for site in self.sites.values():
            site.begin(self.seed, 0.0)
        deadline = time.monotonic() + SECONDS_MOST
        while any(under_way(site.where) for site in self.sites.values()):
            assert time.monotonic() < deadline, f"{self}: {[under_way(site.where) for site in self.sites.values()]}"
            time.sleep(0.2)
        for site in self.sites.values():
            site.end()

    def look(self) -> Counter[str]:
        """Where everything is, out of the databases; the entries by kind."""
        states: dict[str, State] = {}
        kinds: Counter[str] = Counter()
        for site in self.sites.values():
            with open_store(site.where) as store:
                state = states[site.name] = State(store.registry)
                entries = {}
                for entry in store.read():
                    state.follow(entry)
                    entries[entry.key] = entry.seq
                    kinds[entry.kind] += 1
            assert violations(state) == [], f"{self} {site.name}"
            lost = {key for key, seq in site.acknowledged.items() if entries.get(key) != seq}
            assert not lost, f"{self} {site.name}: acknowledged and gone: {lost}"
        for issuer in NAMES:
            series = f"{issuer}/{issuer.lower()}/EUA/v2026"
            found: Counter[int] = Counter(serial for state in states.values() for serial in here(state, series))
            wrong = {serial: found[serial] for serial in range(1, ISSUED + 1) if found[serial] != 1}
            assert not wrong, f"{self} {series}: not in exactly one place: {wrong}"
        return kinds

    def __str__(self) -> str:
        return f"seed {self.seed!r}"


def made(site: Site) -> dict[str, str]:
    """A registry with units of its own; tokens by whose they are."""
    with open_store(site.where, create=site.name) as store:
        ledger = Ledger(store)
        ledger.do(DeclareUnitType(unit_type="EUA", family="allowance"))
        for account in ACCOUNTS:
            ledger.do(OpenAccount(account=account, type="trading"))
        mechanism = site.name.lower()
        ledger.do(Issue(account="one", mechanism=mechanism, unit_type="EUA", vintage="2026", quantity=ISSUED))
        records = Records(store.engine)
        given = {other: tokens.make(records, "registry", other, "", LONG_AGO, "")[1] for other in NAMES}
        return {**given, "authority": tokens.make(records, "authority", "", "", LONG_AGO, "")[1]}


def under_way(where: str) -> int:
    """External transfers that have not come to an end, out of the database."""
    with open_store(where) as store:
        state = State(store.registry)
        for entry in store.read():
            state.follow(entry)
    return len(state.departures) + len(state.arrivals)


def ports(count: int) -> list[int]:
    """Ports that are free now."""
    with several(count) as sockets:
        return [one.getsockname()[1] for one in sockets]


@contextmanager
def several(count: int) -> Iterator[list[socket.socket]]:
    """Sockets, each on a port of its own."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(("127.0.0.1", 0))
        yield sockets
    finally:
        for one in sockets:
            one.close()


def run(where: Path, postgres: str, kills: int, seed: str) -> tuple[Counter[str], Counter[str]]:
    """So many kills and more, over all phases in turn; hits by phase, and entries by kind."""
    exchanges = Exchanges(where, postgres, seed)
    hits = exchanges.kill(kills)
    exchanges.settle()
    exchanges.client.close()
    return hits, exchanges.look()


def main() -> None:
    """Run, and print hits and entries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--where", required=True, type=Path)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--kills", type=int, required=True)
    parser.add_argument("--seed", default="2026")
    asked: Any = parser.parse_args()
    hits, kinds = run(asked.where, asked.postgres, asked.kills, asked.seed)
    json.dump([dict(hits), dict(kinds)], sys.stdout)


if __name__ == "__main__":
    main()
