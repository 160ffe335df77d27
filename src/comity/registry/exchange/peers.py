"""The file that says where other registries are, and with which token they are asked.

    [registries.UK]
    url = "https://registry.example.gov.uk"
    token-file = "uk.token"

A token is in a file of its own, beside this one, so that this one may be shown.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

from comity.errors import InputError, Problem, Said, said
from comity.registry.accounts import IDENTIFIER
from comity.registry.exchange.address import is_safe
from comity.registry.exchange.http import HttpPeer
from comity.world.model_file import read_model
from comity.world.toml import Document
from comity.world.values import Model, Words


class Address(Model):
    """`[registries.<name>]`."""

    url: Words
    """Where it is served; https, or this machine."""
    token_file: Words
    """Of a token that it gave this registry, for the role `registry`; relative to this file."""
    ca_file: Words | None = None
    """Certificates that are believed beside those of the system."""


class Addresses(Model):
    """The file."""

    registries: dict[str, Address]


def read_peers(file: str) -> dict[str, HttpPeer]:
    """The registries of a file, by name. Raises InputError with all that is wrong."""
    found, document = read_model(Addresses, file)
    peers: dict[str, HttpPeer] = {}
    problems: list[Problem] = []
    for name, address in found.registries.items():
        problems += _unfit(document, name, address)
        token = _token(document, name, address)
        if isinstance(token, Problem):
            problems.append(token)
            continue
        authorities = str(_beside(document, address.ca_file)) if address.ca_file else None
        try:
            peers[name] = HttpPeer(address.url.rstrip("/"), token, authorities)
        except ssl.SSLError:
            problems.append(
                _problem(document, name, "ca-file", said("found-no-certificate"), said("expected-certificates"))
            )
        except OSError as error:
            unreadable = said("found-unreadable", reason=error.strerror or type(error).__name__)
            problems.append(_problem(document, name, "ca-file", unreadable, said("expected-certificates")))
    if problems:
        raise InputError(problems)
    return peers


def _beside(document: Document, file: str) -> Path:
    return Path(document.file).parent / file


def _token(document: Document, name: str, address: Address) -> str | Problem:
    """The token in its file."""
    try:
        token = _beside(document, address.token_file).read_bytes().decode("ascii", "replace").strip()
    except OSError as error:
        unreadable = said("found-unreadable", reason=error.strerror or type(error).__name__)
        return _problem(document, name, "token-file", unreadable, said("expected-token-file"))
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        return _problem(document, name, "token-file", said("found-no-token"), said("expected-token-file"))
    return token


def _unfit(document: Document, name: str, address: Address) -> Iterator[Problem]:
    """What is wrong with a registry's name and address."""
    if not IDENTIFIER.fullmatch(name):
        yield _problem(document, name, "", name, said("expected-identifier"))
    if not is_safe(address.url):
        yield _problem(document, name, "url", address.url, said("expected-safe-address"))


def _problem(document: Document, name: str, key: str, found: str | Said, expected: Said) -> Problem:
    path = ("registries", name, *([key] if key else []))
    return Problem(document.file, document.line_of(path), ".".join(path), found, expected)
