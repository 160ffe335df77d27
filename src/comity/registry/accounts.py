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

from comity.registry.authorisation import Authorisation as Authorisation
from comity.registry.blocks import Block, Series
from comity.registry.external import Arrival, Departure
from comity.registry.permits import Adoption

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
    verifier: str = ""
    """Who verified the emissions that the obligation rests on."""
    shortfall: int | None = None
    """What was missing when the period was assessed; None as long as it has not been."""
    carried_forward: int = 0
    """Of what is due: what the default of an earlier period made due again."""

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


class Tally(Struct, frozen=True, tag="tally", tag_field="is"):
    """A running number: what a quota has let through, what rounding has left over, what a Party must adjust for.

    Its id begins with what it counts and the address of the rule, so that it survives the adoption of another world.
    """

    id: str
    value: str
    """An exact number, as `fractions.Fraction` reads it."""


ApproachState = Literal["proposed", "active", "suspended", "ended"]
#: What may become of a cooperative approach; empty: of one that is not on record.
NEXT_STATES: dict[str, tuple[ApproachState, ...]] = {
    "": ("proposed", "active"),
    "proposed": ("active", "ended"),
    "active": ("suspended", "ended"),
    "suspended": ("active", "ended"),
    "ended": (),
}


class Approach(Struct, frozen=True, tag="approach", tag_field="is"):
    """A cooperative approach under Article 6.2: what authorisations are given for, and the states it has been in."""

    id: str
    """`CA0004`."""
    parties: tuple[str, ...]
    states: tuple[tuple[str, ApproachState], ...]
    """First day, UTC, and state; in the order of the days."""

    def on(self, day: str) -> tuple[str, str]:
        """The first day and state that hold on a day; two empty texts before the first."""
        return next((one for one in reversed(self.states) if one[0] <= day), ("", ""))


class Accreditation(Struct, frozen=True, tag="accreditation", tag_field="is"):
    """Whether a verifier may verify."""

    id: str
    """Of the verifier."""
    accredited: bool
    reason: str


class Commitment(Struct, frozen=True, omit_defaults=True, tag="commitment", tag_field="is"):
    """What a Party to the Kyoto Protocol may issue and must keep for a commitment period, in units."""

    party: str
    period: str
    assigned: int
    """Assigned amount (Article 3, paragraphs 7 and 8)."""
    inventory: int | None = None
    """Emissions of the most recently reviewed inventory, a year; None as long as there is none."""
    years: int = 5
    """Inventories in the reserve: 5 in the first period, 8 in the second (decision 1/CMP.8, paragraph 18)."""
    eligible: bool = True
    """Whether it is on the eligibility list, so that it may transfer and verify joint implementation itself."""

    @property
    def id(self) -> str:
        """Its key among the records."""
        return f"{self.party}/{self.period}"

    @property
    def reserve(self) -> int:
        """Commitment period reserve: 90 % of the assigned amount or all of its inventories, whichever is lower.

        Decision 11/CMP.1, annex, paragraph 6. Rounded up: it is a floor.
        """
        nine_tenths = -(-self.assigned * 9 // 10)
        return nine_tenths if self.inventory is None else min(nine_tenths, self.inventory * self.years)


class Undone(Struct, frozen=True, tag="undone", tag_field="is"):
    """An entry that was reversed or corrected, which can be done once."""

    id: str
    """Its number."""
    by: int
    """Number of the counter-entry."""


Record = (
    Account
    | UnitType
    | Series
    | Issued
    | Compliance
    | Hold
    | Tally
    | Adoption
    | Approach
    | Authorisation
    | Accreditation
    | Commitment
    | Undone
    | Departure
    | Arrival
)
