"""Records of a registry: accounts and their types, unit types, compliance, and what is held back.

A record is frozen; a change puts a new one in its place. `accounts.toml` is the matrix of account types and units.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct, convert

from comity.registry.blocks import Block, Series

Status = Literal["open", "blocked", "closed"]
Family = Literal["allowance", "credit", "itmo", "a64er", "mcu", "aau", "rmu", "eru", "cer", "tcer", "lcer"]
FAMILIES: tuple[str, ...] = Family.__args__  # type: ignore[attr-defined]
STATUSES: tuple[str, ...] = Status.__args__  # type: ignore[attr-defined]
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")


class AccountType(Struct, frozen=True):
    """What an account of this type may hold, and what may be done with the units in it."""

    holds: frozenset[str]
    acts: frozenset[str]
    kyoto: int = 0


@cache
def account_types() -> dict[str, AccountType]:
    """The permission matrix, by account type."""
    text = files("comity.registry").joinpath("accounts.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text), dict[str, AccountType])


class Account(Struct, frozen=True, omit_defaults=True, tag="account", tag_field="is"):
    """Where units are held."""

    id: str
    type: str
    holder: str = ""
    """Who owns it, as the registry's administrator wrote it."""
    party: str = ""
    """The Party under whose authority it is."""
    status: Status = "open"


class UnitType(Struct, frozen=True, omit_defaults=True, tag="unit-type", tag_field="is"):
    """A type of unit: one unit is one `measure`."""

    id: str
    family: Family
    measure: str = "t CO2e"


class Compliance(Struct, frozen=True, omit_defaults=True, tag="compliance", tag_field="is"):
    """What an account was allocated, must surrender and has surrendered under a mechanism for a period, in units."""

    mechanism: str
    period: str
    account: str
    due: int | None = None
    """The obligation; None as long as nobody has said it, which is not 0."""
    allocated: int = 0
    surrendered: int = 0

    @property
    def id(self) -> str:
        """Its key among the records."""
        return f"{self.mechanism}/{self.period}/{self.account}"


class Hold(Struct, frozen=True, omit_defaults=True, tag="hold", tag_field="is"):
    """Units that wait: proposed to somebody, frozen or disputed. Its id is the number of the entry that holds them."""

    id: str
    kind: Literal["proposal", "freeze", "dispute"]
    account: str
    blocks: tuple[Block, ...]
    to: str = ""
    expires: str = ""
    """The instant from which a proposal cannot be accepted; never if empty."""


class Issued(Struct, frozen=True, tag="issued", tag_field="is"):
    """How many units of a series were ever issued. Kept apart from the blocks, so that each checks the other."""

    id: str
    """Of the series."""
    quantity: int


class Undone(Struct, frozen=True, tag="undone", tag_field="is"):
    """An entry that was reversed or corrected, which can be done once."""

    id: str
    """Its number."""
    by: int
    """Number of the counter-entry."""


Record = Account | UnitType | Series | Issued | Compliance | Hold | Undone
