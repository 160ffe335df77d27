"""What a clause is: one thing that a mechanism's rules or an agreement allow, with its conditions.

Market and registry read the same clauses: the one as a movement between budgets, the other as a permission.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from comity.quantity import Measures
from comity.world.activity import TransactionCost
from comity.world.mechanism import Demand, Fate
from comity.world.terms import Eligibility, Levy
from comity.world.values import Price, Quantity, Ratio

#: Asks nothing.
ANY = Eligibility()
Kind = Literal["issue", "credit", "trade", "move", "use", "retire", "pay", "carry", "cancel"]
Form = Literal["transfer", "immobilise", "reissue"]
Account = Literal["emitters", "treasury", "funds"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who, and in which of its accounts: emitters and consumers, treasury, or intermediaries and funds."""

    party: str
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """One side of a clause: the budget of a mechanism, or the tonnes of activities, that it takes from or gives to."""

    budget: Literal["units", "obligation", "activity"]
    of: str = ""
    unit_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of yearly quantities, each times a factor."""

    terms: tuple[tuple[Fraction, Quantity], ...]

    def at(self, year: int, measures: Measures) -> Fraction | None:
        """The amount of a year in the world's unit, never below 0; None where a figure is unknown."""
        total = Fraction(0)
        for factor, series in self.terms:
            reading = series.at(year)
            if reading is None:
                return None
            total += factor * measures.convert_quantity(reading.value, series.unit)
        return max(total, Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A quota as its clauses share it; `id` is its address."""

    id: str
    quantity: Quantity | None = None
    share: Ratio | None = None
    of: str = ""
    internalised: bool = False
    per: Literal["all", "mechanism", "entity"] = "all"
    over: str = ""
    """Mechanism over whose compliance periods it runs; a year if empty."""
    rent: Holder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause. `id` is its address in the world; of a clause among several, with `.from.into` behind it."""

    id: str
    stems_from: str
    """The agreement or mechanism."""
    kind: Kind
    takes: tuple[Pool, ...] = ()
    gives: tuple[Pool, ...] = ()
    form: Form | None = None
    unit_type: str | None = None
    """Unit type that is given, where it is not that of what is taken."""
    rate: Fraction = Fraction(1)
    """Credited per unit."""
    ratio: Fraction = Fraction(1)
    """Units due per missing unit, the missing one included."""
    prices: tuple[Price, ...] = ()
    """Asked by the owner; the highest counts."""
    payee: Holder | None = None
    """Who is paid that price; the owner if None."""
    next_price: Price | None = None
    """Next year's unit price, where units of next year are due and the world has one year."""
    cost: TransactionCost | None = None
    lag: int = 0
    """Years from what it takes to what it gives: 1 is banking, -1 borrowing or making good."""
    fixed: Amount | None = None
    """Must."""
    opening: bool = False
    """Only where the year of the figure is the first that is solved."""
    most: Amount | None = None
    """May."""
    parts: tuple[Amount, ...] = ()
    """In a joint auction, what each of `gives` brings."""
    per_output: Quantity | None = None
    """Issued per unit of realised output of the activities."""
    free: bool = False
    """Handed out to the covered activities in proportion to their baselines."""
    unsold: Fate = "cancelled"
    demand: Demand | None = None
    levies: tuple[Levy, ...] = ()
    adjusts: bool = False
    """Credit: the units are authorised and the host adjusts. Move: both sides adjust."""
    charges: bool = False
    """Whether the host charges what the adjustment costs its balance."""
    first_transfer: Literal["authorisation", "issuance", "use", "transfer"] = "issuance"
    """What counts as first transfer of units that are authorised; the market has no date inside a year and books the
    adjustment at issue."""
    backed_by: tuple[tuple[str, Pool], ...] = ()
    """By host, the unit given up for each unit issued."""
    quotas: tuple[Limit, ...] = ()
    owner: Holder | None = None
    """Who keeps the remainder."""
    eligible: Eligibility = ANY
    start: date | None = None
    end: date | None = None
    after_end: Literal["stay", "no-use", "return"] = "stay"

    def in_force(self, on: date) -> bool:
        """Whether the day is between its first and last."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)
