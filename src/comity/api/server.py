"""Runs the service: what the terminal starts it with, until it is told to stop."""

from __future__ import annotations

import signal
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import uvicorn

from comity.api import logs, tokens
from comity.api.app import create_app
from comity.api.records import Records
from comity.api.roles import Role
from comity.api.settings import Settings
from comity.errors import InputError, Problem, said
from comity.registry.exchange.address import is_loopback as is_loopback
from comity.registry.exchange.peer import Peer
from comity.registry.exchange.peers import read_peers as read_peers
from comity.registry.journal import instant
from comity.registry.ledger import utc_now
from comity.registry.store import open_store
from comity.results import Schema
from comity.results.api import TokenMade, TokenRow

#: How long requests that are under way have to end, once it is told to stop.
GRACE_SECONDS = 10
#: Connections that may be open at once.
CONNECTIONS_MOST = 1_000
#: Connections that may wait to be taken.
WAITING_MOST = 2_048


def new_token(place: str, role: Role, holder: str, person: str) -> TokenMade:
    """A token that whoever can write the database gives out. Raises InputError, Unavailable."""
    with open_store(place) as store:
        records, made = Records(store.engine), instant(utc_now())
        id, secret = tokens.make(records, role, holder, person, made, "")
    row = TokenRow(token=id, role=role, holder=holder, person=person or id, made=made, made_by="", revoked="")
    return TokenMade(schema=Schema(name="token-made"), token=row, secret=secret)


def first_token(place: str) -> TokenMade | None:
    """An administrator's token, where there is none of anybody. Raises InputError, Unavailable."""
    with open_store(place) as store:
        if Records(store.engine).tokens():
            return None
    return new_token(place, "administrator", "", "")


def bound(host: str, port: int) -> socket.socket:
    """A socket that takes connections; on a free port if it is 0. Raises InputError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family)
        try:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(address)
            taken.listen(WAITING_MOST)
        except OSError:
            taken.close()
            raise
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError([Problem("", 0, f"{host}:{port}", found, said("expected-free-port"))]) from error
    return taken


def check_certificate(certificate: str, key: str) -> None:
    """Raise InputError where TLS cannot be begun with these files."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        found = getattr(error, "strerror", "") or str(error)
        raise InputError([Problem(certificate, 0, "", found, said("expected-certificate"))]) from error


def serve(
    place: str,
    world: str,
    taken: socket.socket,
    settings: Settings,
    certificate: str = "",
    key: str = "",
    peers: Mapping[str, Peer] = MappingProxyType({}),
) -> None:
    """Answer until SIGINT or SIGTERM; then end what is under way, and put the registry away."""
    logs.begin()
    config = uvicorn.Config(
        create_app(Path(place) if "://" not in place else place, world, settings, peers=peers),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=settings.behind_proxy,
        ssl_certfile=certificate or None,
        ssl_keyfile=key or None,
        limit_concurrency=CONNECTIONS_MOST,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    with _told_once():
        uvicorn.Server(config).run(sockets=[taken])


@contextmanager
def _told_once() -> Iterator[None]:
    """Uvicorn raises a signal again after it has obeyed it: by then there is nothing to do."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: None) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
