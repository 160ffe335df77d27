"""What whoever runs the service may choose; every default is the careful one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

from comity.api.roles import FOR_SOMEBODY
from comity.errors import InputError, Problem, Said, said
from comity.registry.exchange.address import is_safe
from comity.world.model_file import read_model
from comity.world.toml import Document
from comity.world.values import Model, Words


class SignIn(Model):
    """The file of `--oidc`: which identity provider is believed, and what of it.

    issuer = "https://id.example.org/realms/registry"
    audience = "comity"
    role-claim = "realm_access.roles"
    holder-claim = "company"

    [roles]
    "registry-authority" = "authority"
    "registry-operator" = "account-holder"
    """

    issuer: Words
    """As its tokens have it."""
    audience: Words
    """This service, as the issuer's tokens name it."""
    keys: Words | None = None
    """Where the issuer publishes its keys (JWKS); found from the issuer if left out."""
    roles: dict[str, Literal["administrator", "authority", "account-holder", "verifier", "read-only"]]
    """By value of the role claim."""
    role_claim: Words = "roles"
    """A text, or a list; dots lead into tables: `realm_access.roles`."""
    holder_claim: Words | None = None
    """For whom account holders and verifiers act."""
    person_claim: Words = "sub"
    """What is the same in all accounts of one human, and nobody can change for himself."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Bounds of one service. Nothing here is secret."""

    four_eyes_above: int = 100_000
    """Units of one command above which a second person has to accept it."""
    one_person_adopts: bool = False
    """Whether one person may change the rules of a registry that has some; for trying things out."""
    waiting_seconds: float = 86_400
    """Before a command to a new counterparty can be accepted, and before a new token can accept anything."""
    address_requests_per_second: float = 50
    """In the long run, from one address."""
    token_requests_per_second: float = 50
    """In the long run, with one token."""
    burst_seconds: float = 4
    """How many seconds' worth of requests may come at once."""
    body_bytes_most: int = 1_000_000
    jobs_at_once_most: int = 2
    """Each is a process that keeps a core busy."""
    jobs_waiting_most: int = 20
    job_seconds_most: float = 3_600
    reconcile_seconds: float = 86_400
    """Between two comparisons of books with other registries; one is made at the start."""
    behind_proxy: bool = False
    """Whether a proxy in front ends TLS, and says for whom it asks."""
    sign_in: SignIn | None = None
    """Who besides may vouch for callers."""


def read_sign_in(file: str) -> SignIn:
    """What a file of `--oidc` says. Raises InputError with all that is wrong, or where nothing here can check JWTs."""
    if find_spec("jwt") is None or find_spec("cryptography") is None:
        found, expected = said("oidc-found-no-library"), said("oidc-expected-library")
        raise InputError([Problem("", 0, "--oidc", found, expected, said("oidc-hint-library"))])
    sign_in, document = read_model(SignIn, file)
    if problems := list(_unfit(sign_in, document)):
        raise InputError(problems)
    return sign_in


def _unfit(sign_in: SignIn, document: Document) -> Iterator[Problem]:
    """What is wrong with a file whose keys are there and of their types."""

    def problem(key: str, found: str | Said, expected: Said) -> Problem:
        return Problem(document.file, document.line_of((key,)), key, found, expected)

    if not is_safe(sign_in.issuer) or "?" in sign_in.issuer:
        yield problem("issuer", sign_in.issuer, said("oidc-expected-issuer"))
    if sign_in.keys is not None and not is_safe(sign_in.keys):
        yield problem("keys", sign_in.keys, said("oidc-expected-address"))
    if not sign_in.roles:
        yield problem("roles", said("found-nothing"), said("oidc-expected-roles"))
    acting = [role for role in FOR_SOMEBODY if role in sign_in.roles.values()]
    if acting and sign_in.holder_claim is None:
        expected = said("oidc-expected-holder-claim", roles=", ".join(acting))
        yield problem("holder-claim", said("found-nothing"), expected)
