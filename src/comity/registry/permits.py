"""What was agreed, as the registry keeps it: the clauses of an adopted world, resolved to exact numbers.

The market reads a clause as a movement between budgets; here the same clause is a permission. An adoption is written
into the journal in full, so that replaying it opens no other file.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Literal

from msgspec import Struct
from msgspec.json import encode

#: An exact number, as `fractions.Fraction` reads it: `3`, `1/3`.
Exact = str


class Share(Struct, frozen=True, omit_defaults=True):
    """A levy: a share of what is issued or moved that goes elsewhere."""

    share: Exact
    to: str
    """The fund or Party that gets it; `cancellation`; or `nobody`: a pool that rests."""
    purpose: str = "adaptation"
    exempt: tuple[str, ...] = ()
    """Host Parties whose activities do not pay it."""


class QuotaRule(Struct, frozen=True, omit_defaults=True):
    """A limit on credited units, gross, over the permits that name it."""

    id: str
    limits: dict[str, Exact] = {}
    """By year, in units."""
    shares: dict[str, Exact] = {}
    """By year, of the obligation of `of`."""
    of: str = ""
    per_entity: bool = False
    periods: tuple[tuple[int, int], ...] = ()
    """Compliance periods it runs over, first and last year; a year in none stands alone."""

    def period_of(self, year: int) -> tuple[int, int]:
        """First and last year of the period that a year belongs to."""
        return next((period for period in self.periods if period[0] <= year <= period[1]), (year, year))


class Permit(Struct, frozen=True, omit_defaults=True):
    """A clause as a permission. Empty lists of eligibility ask nothing."""

    id: str
    kind: Literal["issue", "credit", "trade", "move", "use", "retire", "carry", "cancel"]
    takes: str = ""
    """The pool that units leave."""
    gives: tuple[str, ...] = ()
    """The pools that units come into, or the mechanism whose obligation they meet."""
    form: Literal["", "transfer", "immobilise", "reissue"] = ""
    unit_type: str = ""
    rate: Exact = "1"
    lag: int = 0
    amounts: dict[str, Exact] | None = None
    """By year, how many units it brings at most, as far as the figures say; without limit if None."""
    unsold_later: bool = False
    """Whether what a year did not bring may come in a later one, as units that an auction did not sell."""
    levies: tuple[Share, ...] = ()
    adjusts: bool = False
    backed_by: dict[str, tuple[str, tuple[str, ...]]] = {}
    """By host, the pool and unit types of the unit given up for each unit issued."""
    quotas: tuple[str, ...] = ()
    unit_types: tuple[str, ...] = ()
    vintages: tuple[int, ...] = ()
    hosts: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    after_end: Literal["stay", "no-use", "return"] = "stay"

    def in_force(self, day: str) -> bool:
        """Whether a day, `2026-01-01`, is between its first and last."""
        return self.start <= day and (not self.end or day <= self.end)


class PenaltyRule(Struct, frozen=True, omit_defaults=True):
    """What a missing unit costs."""

    id: str
    mechanism: str
    ratio: Exact = "0"
    """Units due in the next period for each missing one; 0 where money settles it."""
    fines: dict[str, Exact] = {}
    """By year, per missing unit; empty where the fine is a multiple of a market price, or there is none."""
    currency: str = ""
    start: str = ""
    end: str = ""

    def in_force(self, day: str) -> bool:
        """Whether a day is between its first and last."""
        return self.start <= day and (not self.end or day <= self.end)


class Adoption(Struct, frozen=True, tag="adoption", tag_field="is", dict=True):
    """The clauses of a world, in force from a day until the next adoption takes effect."""

    id: str
    """The number of the entry that adopted it."""
    world: str
    scenarios: tuple[str, ...]
    digest: str
    """SHA-256 of the permits, quotas and penalties."""
    effective: str
    """First day, UTC."""
    permits: tuple[Permit, ...]
    """In address order."""
    quotas: tuple[QuotaRule, ...]
    penalties: tuple[PenaltyRule, ...]
    balances: dict[str, str]
    """By mechanism, the Party whose balance its units count against."""

    @cached_property
    def by_route(self) -> dict[tuple[str, str, str], tuple[Permit, ...]]:
        """The permits by kind, pool taken from and pool given to (empty where there is none)."""
        found: dict[tuple[str, str, str], list[Permit]] = {}
        for permit in self.permits:
            for given in permit.gives or ("",):
                found.setdefault((permit.kind, permit.takes, given), []).append(permit)
        return {route: tuple(permits) for route, permits in found.items()}

    @cached_property
    def quota(self) -> dict[str, QuotaRule]:
        """The quotas by id."""
        return {quota.id: quota for quota in self.quotas}

    @cached_property
    def by_id(self) -> dict[str, tuple[Permit, ...]]:
        """The permits by address: of a joint auction one for each mechanism."""
        found: dict[str, list[Permit]] = {}
        for permit in self.permits:
            found.setdefault(permit.id, []).append(permit)
        return {id: tuple(permits) for id, permits in found.items()}


def digest(permits: tuple[Permit, ...], quotas: tuple[QuotaRule, ...], penalties: tuple[PenaltyRule, ...]) -> str:
    """SHA-256, in hexadecimal, of what is adopted."""
    return sha256(encode((permits, quotas, penalties))).hexdigest()


@lru_cache(maxsize=4096)
def exact(text: Exact) -> Fraction:
    """The number itself."""
    return Fraction(text)
