"""A service for the tests: a small registry, a token for every role, and a client that asks inside the process."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI

from comity.api import tokens
from comity.api.app import create_app
from comity.api.records import Records
from comity.api.roles import GIVEN, Role
from comity.api.settings import Settings
from comity.registry.commands import Command, DeclareUnitType, Issue, OpenAccount
from comity.registry.ledger import Ledger, utc_now
from comity.registry.store import open_store

if TYPE_CHECKING:
    from tests.api.sites import Sites

#: As tests ask much and quickly.
GENEROUS = Settings(address_requests_per_second=1e6, token_requests_per_second=1e6)
LONG_AGO = "2000-01-01T00:00:00.000000Z"
START: tuple[Command, ...] = (
    DeclareUnitType(unit_type="EUA", family="allowance"),
    OpenAccount(account="acme", type="operator-holding", holder="Acme"),
    OpenAccount(account="acme-2", type="operator-holding", holder="Acme"),
    OpenAccount(account="other", type="operator-holding", holder="Other"),
    Issue(account="acme", mechanism="eu-ets", unit_type="EUA", quantity=1_000_000, vintage="2026"),
    Issue(account="other", mechanism="eu-ets", unit_type="EUA", quantity=500, vintage="2026"),
)


def secret_of(token: str) -> str:
    """The part of a token that nobody else may learn; it may have `_` in it."""
    match = tokens.TOKEN.fullmatch(token)
    assert match
    return match[2]


@dataclass(frozen=True)
class Place:
    """A registry, and a token for each role."""

    where: str
    tokens: dict[Role, str]

    def token(self, role: Role, holder: str = "", person: str = "", made: str = LONG_AGO) -> str:
        """One more."""
        with open_store(self.where) as store:
            return tokens.make(Records(store.engine), role, holder, person, made, "")[1]


def made_at(where: str) -> Place:
    """A registry at a place."""
    with open_store(where, create="EU") as store:
        ledger = Ledger(store)
        for command in START:
            ledger.do(command)
        records = Records(store.engine)
        holders = {"account-holder": "Acme", "verifier": "DNV", "registry": "UK"}
        given = {role: tokens.make(records, role, holders.get(role, ""), "", LONG_AGO, "")[1] for role in GIVEN}
    return Place(where, given)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A registry to copy."""
    return made_at(str(tmp_path_factory.mktemp("made") / "registry.db"))


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Place:
    """A registry of one's own."""
    return Place(str(shutil.copy(made.where, tmp_path / "registry.db")), made.tokens)


@dataclass
class Client:
    """Asks a service as some role."""

    http: httpx.AsyncClient
    place: Place
    service: Any = None
    """Its inside, a `Service`; not of one in another process."""

    async def ask(
        self, method: str, path: str, role: Role = "authority", *, token: str = "", **how: Any
    ) -> httpx.Response:
        """One request; `public` sends no token."""
        headers = dict(how.pop("headers", {}))
        bearer = token or self.place.tokens.get(role, "")
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        return await self.http.request(method, path, headers=headers, **how)

    async def get(self, path: str, role: Role = "authority", **how: Any) -> httpx.Response:
        """A read."""
        return await self.ask("GET", path, role, **how)

    async def do(self, command: str, role: Role = "authority", /, **how: Any) -> httpx.Response:
        """A command; what is not an option of the request is its body."""
        options = {name: how.pop(name) for name in ("headers", "token") if name in how}
        return await self.ask("POST", f"/registry/commands/{command}", role, json=how, **options)


@asynccontextmanager
async def serving(
    place: Place, settings: Settings = GENEROUS, clock: Callable[[], datetime] = utc_now, world: str = ""
) -> AsyncIterator[Client]:
    """A service, and a client of it."""
    app: FastAPI = create_app(place.where, world, settings, clock)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://comity") as http:
            yield Client(http, place, app.state.service)


@pytest.fixture
def anyio_backend() -> str:
    """Which event loop asynchronous tests run in."""
    return "asyncio"


@pytest.fixture
async def client(place: Place) -> AsyncIterator[Client]:
    """A service with room for many requests."""
    async with serving(place) as client:
        yield client


@pytest.fixture(scope="session")
def first_sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Registries to copy."""
    from tests.api.sites import made  # which uses this module

    return made(tmp_path_factory.mktemp("sites"))


@pytest.fixture
def sites(first_sites: Sites, tmp_path: Path) -> Iterator[Sites]:
    """Registries of one's own that know one another, none of which runs."""
    from tests.api.sites import copied, ready

    with ready(copied(first_sites, tmp_path)) as sites:
        yield sites


@pytest.fixture
def running(sites: Sites) -> Sites:
    """All of them run."""
    for site in sites.sites.values():
        site.begin()
    return sites
