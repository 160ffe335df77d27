"""What ties a mechanism's units to a price: reserve prices, tiers, floors and ceilings, fines, charges.

Each rule says the days on which it holds, so that one that began or ended is written once.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from comity.world.values import Date, Flag, Id, MechanismId, Model, Positive, Price, Quantity, Reading, rule

Fate = Literal["cancelled", "later-auctions", "reserve"]


class Spell(Model):
    """The days on which a rule holds."""

    start: Date | None = None
    """First day; the mechanism's if left out."""
    end: Date | None = None
    """Last day; the mechanism's if left out."""

    @model_validator(mode="after")
    def _forward(self) -> Spell:
        if self.start and self.end and self.end < self.start:
            raise rule("forward")
        return self

    def in_force(self, on: date) -> bool:
        """Whether a day is between its first and last."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


class ReservePrice(Price, Spell):
    """The price under which the auction sells nothing. Outside its days, or before its first figure, it sells all."""

    unsold: Fate = "cancelled"
    """What becomes of what is not sold."""


class Tier(Spell):
    """A quantity that is issued at or above a price."""

    price: Price
    """Trigger price."""
    volume: Quantity
    """Offered a year."""
    unsold: Fate = "cancelled"
    """What becomes of what is not sold."""


class Floor(Spell):
    """Units bought, and cancelled, by the treasury without limit, or up to a volume, at a price."""

    price: Price
    """The floor."""
    volume: Quantity | None = None
    """Bought a year; without limit if left out."""


class Ceiling(Spell):
    """Units sold without limit, or up to a volume, at a price."""

    price: Price
    """The ceiling."""
    volume: Quantity | None = None
    """Offered a year; without limit if left out."""
    compliance_only: Flag = False
    """Whether they can only be surrendered at home and do not travel."""


class PriceControls(Model):
    """Everything that ties issuance to the price."""

    auction_reserve: ReservePrice | None = None
    """Reserve price of the auctions."""
    emissions_containment: dict[Id, Tier] = {}
    """Parts of the cap that are auctioned only at or above a higher price."""
    containment: dict[Id, Tier] = {}
    """Units above the cap that are sold at or above a price."""
    floor: Floor | None = None
    """Price floor."""
    ceiling: Ceiling | None = None
    """Price ceiling."""


class Multiple(Model):
    """So many times another price of the same mechanism."""

    times: Positive
    """How many times."""
    of: Literal["unit-price", "auction-reserve", "floor", "ceiling", "charge"]
    """Which price: what the market asks for its units in the year, or one of its rules'."""


class Penalty(Spell):
    """What a missing unit costs. Of several, the cheapest counts."""

    kind: Literal["pay-in-lieu", "make-good"]
    """pay-in-lieu settles the obligation (and breaks the cap); make-good also takes units of the next year."""
    price: Price | None = None
    """Fine per missing unit."""
    multiple: Multiple | None = None
    """Or: the fine as a multiple. With neither, which only make-good may be, there is no fine."""
    ratio: Positive = Field(default=Decimal(1), validate_default=True)
    """make-good: units due next year per missing unit, that unit included."""
    next_price: Price | None = None
    """make-good in a one-year world: next year's unit price, an input."""
    most: Quantity | None = None
    """The most that can be settled at this price a year; without limit if left out."""

    @model_validator(mode="after")
    def _one_fine(self) -> Penalty:
        fines = (self.price is not None) + (self.multiple is not None)
        if fines > 1 or (self.kind == "pay-in-lieu" and not fines):
            raise rule("penalty-one-form")
        return self

    @model_validator(mode="after")
    def _make_good_only(self) -> Penalty:
        if self.kind == "pay-in-lieu" and (self.ratio != 1 or self.next_price is not None):
            raise rule("make-good-only")
        return self


class Charge(Spell):
    """A tax or internal price: the mechanism sells without limit at its rate."""

    rate: Price
    """Per tonne covered."""
    less: MechanismId | None = None
    """A mechanism whose price is taken off the rate, down to nothing: for tonnes under both, the rate is a floor."""


class HeldBack(Quantity):
    """What a tier of the cap keeps out of the auction: its volume where the tier holds, else nothing."""

    tier: Tier
    """Whose volume it is."""

    @classmethod
    def of(cls, tier: Tier) -> HeldBack:
        """What a tier keeps out."""
        return cls.model_construct(unit=tier.volume.unit, values=tier.volume.values, tier=tier)

    def at(self, year: int) -> Reading | None:
        """The volume of a year, or nothing."""
        holds = self.tier.in_force(date(year, 12, 31)) and self.tier.price.at(year) is not None
        volume = super().at(year) if holds else None
        return volume or Reading(Fraction(0), "derived", (), (year,))
