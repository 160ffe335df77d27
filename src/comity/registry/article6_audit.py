"""Corresponding adjustments of several Parties beside one another: conservation, methods that differ, Article 6.4.

On booked quantities the adjustments of all Parties sum to what was first transferred and not (yet) used, which is never
below 0. Reported ones need not: where two Parties follow different methods, or their periods end in different years,
what one adds and the other takes off do not cancel year by year. Both views are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from comity.registry.article6 import ZERO, Balance, Booked, booked, parties
from comity.registry.state import State


@dataclass(frozen=True, slots=True)
class Conservation:
    """What all Parties together have booked, in ITMOs."""

    transferred: Fraction
    used: Fraction

    @property
    def outstanding(self) -> Fraction:
        """The sum of all adjustments: first transferred and not (yet) used towards an NDC."""
        return self.transferred - self.used

    @property
    def holds(self) -> bool:
        """Whether no more was used than was first transferred."""
        return self.outstanding >= 0


def conservation(books: Iterable[Booked]) -> Conservation:
    """The sums over Parties. Use before first transfer, or use of one ITMO twice, would show as less than 0."""
    transferred, used = ZERO, ZERO
    for one in books:
        transferred += sum(one.transferred.values(), ZERO)
        used += sum(one.used.values(), ZERO)
    return Conservation(transferred, used)


def conserved(state: State) -> Conservation:
    """The sums over all Parties of a registry."""
    return conservation(booked(state, party) for party in parties(state))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Two Parties' adjustments as of the last year of each."""

    methods_differ: bool
    years_differ: bool
    """Whether they stand as of different years."""
    cumulative: tuple[Fraction, Fraction]
    """What each has booked over all years of its period so far."""
    reported: tuple[Fraction, Fraction]
    """What each holds against its NDC."""

    @property
    def cumulative_sum(self) -> Fraction:
        """0 where all that one first transferred the other used."""
        return sum(self.cumulative, ZERO)

    @property
    def reported_sum(self) -> Fraction:
        """Where it differs from the cumulative sum, tonnes are lost or counted twice between the two methods."""
        return sum(self.reported, ZERO)

    @property
    def leak(self) -> Fraction:
        """Tonnes by which what is reported falls short of what was booked; below 0 where it goes beyond."""
        return self.cumulative_sum - self.reported_sum


def beside(one: Balance, other: Balance) -> Beside:
    """Compare two Parties' balances."""
    return Beside(
        methods_differ=one.target.method != other.target.method,
        years_differ=one.last.year != other.last.year,
        cumulative=(one.cumulative, other.cumulative),
        reported=(one.reported, other.reported),
    )


Rounding = Literal["down", "up"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """What becomes of A6.4ERs on issuance, in units. The host adjusts for all of them if they are authorised."""

    adaptation: int
    cancelled: int
    distributed: int

    @property
    def issued(self) -> int:
        """All of them."""
        return self.adaptation + self.cancelled + self.distributed


def distribution(
    issued: int,
    proceeds: Fraction = Fraction(5, 100),
    mitigation: Fraction = Fraction(2, 100),
    rounding: Rounding = "down",
) -> Distribution:
    """Shares of an Article 6.4 issuance: 5 % to the Adaptation Fund, at least 2 % cancelled (decision 3/CMA.3, annex).

    No rule of rounding was found in the decisions: down is what the ledger does with one issuance, whose clauses keep
    what is left over for the next. Raises ValueError for shares or quantities below 0, or shares above the whole.
    """
    if issued < 0 or min(proceeds, mitigation) < 0 or proceeds + mitigation > 1:
        raise ValueError(f"{issued} units cannot be shared by {proceeds} and {mitigation}")
    adaptation, cancelled = (_whole(issued * share, rounding) for share in (proceeds, mitigation))
    cancelled = min(cancelled, issued - adaptation)
    return Distribution(adaptation, cancelled, issued - adaptation - cancelled)


def _whole(amount: Fraction, rounding: Rounding) -> int:
    return floor(amount) if rounding == "down" else -floor(-amount)
