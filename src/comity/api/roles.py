"""Who may ask for what: roles, and the matrix of roles and operations (`roles.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Role = Literal["administrator", "authority", "account-holder", "verifier", "read-only", "registry", "public"]
ROLES: tuple[Role, ...] = get_args(Role)
#: Those that a token can have.
GIVEN: tuple[Role, ...] = tuple(role for role in ROLES if role != "public")
#: Those that act for somebody, whose name a token has to say.
FOR_SOMEBODY: tuple[Role, ...] = ("account-holder", "verifier", "registry")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. Nobody in particular has no token."""

    role: Role = "public"
    token: str = ""
    holder: str = ""
    person: str = ""
    made: str = ""
    """When the token was made."""


@cache
def matrix() -> Mapping[str, frozenset[str]]:
    """By operation, the roles that may ask for it; `public` is everybody."""
    text = files("comity.api").joinpath("roles.toml").read_text(encoding="utf-8")
    return {operation: frozenset(roles) for operation, roles in tomllib.loads(text).items()}


def may(role: str, operation: str) -> bool:
    """Whether a role may ask for an operation."""
    return bool(matrix()[operation] & {role, "public"})
