"""Stock-triggered reserves: rules that take allowances out of the auctions, or add to them, by what is in circulation.

A reserve is a set of dated rules, none of them particular to one system. The circulation at the end of a year decides;
what it decides is carried out over the months of an application that begins a year or more later. A rule is in force
for an application that begins between its first and last day. Quantities are in the reserve's `unit`.

    [stock-reserves.stability]
    name = { en = "Stability reserve", zh = "稳定储备" }
    unit = "Mt CO2e"
    application = { month = 9, lag = 1, months = 12 }
    intakes.all = { above = 833, share = 0.12, status = "assumed" }
    releases.scarce = { below = 400, volume = 100, status = "assumed" }

`world/circulation.py` replays these rules over a path; `world/regimes.py` reads them at one circulation.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StrictInt, model_validator

from comity.world.values import (
    Cited,
    Date,
    Flag,
    Id,
    Model,
    Names,
    NonNegative,
    Positive,
    Price,
    QuantityText,
    Share,
    Status,
    rule,
)

#: The month of a year, January being 1.
MonthOfYear = Annotated[StrictInt, Field(ge=1, le=12)]
Some = Annotated[StrictInt, Field(ge=1)]
Count = Annotated[StrictInt, Field(ge=0)]


class Application(Model):
    """The months over which is carried out, in equal parts, what the circulation at the end of a year decides."""

    month: MonthOfYear = 1
    """The month it begins in; January is 1."""
    lag: Some = 1
    """Years from the year whose circulation decides to the one it begins in."""
    months: Some = 12
    """How many months it lasts."""


class Dated(Model):
    """What every rule of a reserve says of itself."""

    start: Date | None = None
    """First day on which an application under it may begin; always, if left out."""
    end: Date | None = None
    """Last day on which an application under it may begin."""
    status: Status
    """How far its figures can be trusted: sourced, unverified, derived, calibrated or assumed."""
    source: Cited = ""
    """Key of a source in sources.toml, then, after a comma, where in it. Needed unless the status is assumed."""
    note: str = ""
    """What a reader should know."""

    @model_validator(mode="after")
    def _has_source(self) -> Dated:
        if self.status != "assumed" and not self.source:
            raise rule("source")
        return self

    @model_validator(mode="after")
    def _forward(self) -> Dated:
        if self.start and self.end and self.end < self.start:
            raise rule("forward")
        return self

    def in_force(self, on: date) -> bool:
        """Whether a day is between its first and last."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


class Intake(Dated):
    """Taken out of the auctions where circulation is high. Of the rules that hold, the one with the highest threshold
    alone counts."""

    at_least: NonNegative | None = None
    """It holds from this circulation on. With neither this nor `above` it always holds."""
    above: NonNegative | None = None
    """Or: it holds at more than this circulation."""
    share: Share | None = None
    """What is taken, as a share of the circulation beyond `beyond`."""
    beyond: NonNegative = Field(default=Decimal(0), validate_default=True)
    """The part of the circulation that `share` leaves out."""
    volume: NonNegative | None = None
    """Or: what is taken, whatever the circulation."""
    least: NonNegative = Field(default=Decimal(0), validate_default=True)
    """Where it would be less than this, nothing is taken."""
    cancels: Flag = False
    """Whether what is taken is cancelled and does not come into the reserve."""
    application: Application | None = None
    """When it is carried out; the reserve's if left out."""

    @model_validator(mode="after")
    def _one_threshold(self) -> Intake:
        if self.at_least is not None and self.above is not None:
            raise rule("threshold-one-form")
        return self

    @model_validator(mode="after")
    def _one_amount(self) -> Intake:
        if (self.share is None) == (self.volume is None) or (self.share is None and self.beyond):
            raise rule("intake-one-form")
        return self

    @property
    def threshold(self) -> Decimal:
        """The circulation from which it holds."""
        return next((level for level in (self.at_least, self.above) if level is not None), Decimal(0))


class Release(Dated):
    """Added to the auctions where circulation is low, as much as is held. Of the rules that hold, the one with the
    lowest threshold alone counts."""

    below: NonNegative
    """It holds at less than this circulation."""
    volume: NonNegative | None = None
    """What is released, whatever the circulation."""
    times: NonNegative | None = None
    """Or: what is released, as so many times what the circulation is short of `below`."""
    application: Application | None = None
    """When it is carried out; the reserve's if left out."""

    @model_validator(mode="after")
    def _one_amount(self) -> Release:
        if (self.volume is None) == (self.times is None):
            raise rule("release-one-form")
        return self


class PriceRelease(Dated):
    """Added to the auctions where the monthly price has been high, as much as is held.

    Either the mean of the last `months` is more than `factor` times the mean of the `over` months before them, or each
    of the last `months` is more than the price `above`.
    """

    months: Some
    """How many months are looked at; the last of them has ended."""
    factor: Positive | None = None
    """How many times the mean of the months before."""
    over: Count = 0
    """How many months before the last ones `factor` compares them with."""
    above: Price | None = None
    """Or: a price that each of the last months exceeds."""
    volume: NonNegative
    """What is released."""
    wait: Count = 0
    """Months from the month after the last one looked at to the first in which it is released."""
    spread: Some = 1
    """Over how many months, in equal parts."""
    rest: Count = 0
    """Months after a release in which there is no other by this rule."""
    most: NonNegative | None = None
    """The most by this rule in a calendar year."""
    beside: Flag = True
    """Whether it also releases while the circulation makes the reserve release."""

    @model_validator(mode="after")
    def _one_trigger(self) -> PriceRelease:
        if (self.factor is None) == (self.above is None) or (self.factor is None) != (self.over == 0):
            raise rule("price-trigger-one-form")
        return self


class Addition(Dated):
    """Allowances that come into the reserve from elsewhere and were never in circulation."""

    on: Date
    """The day they come."""
    volume: NonNegative | None = None
    """How many. If left out nobody knows, and neither does anybody know the content from that day on."""


class Invalidation(Dated):
    """What the reserve holds above a level ceases to be valid: on the first day, and on that day of each later year."""

    start: Date
    """The first time."""
    above: NonNegative | None = None
    """The level."""
    above_auctions: Flag = False
    """Or: the level is what was auctioned in the calendar year before."""

    @model_validator(mode="after")
    def _one_level(self) -> Invalidation:
        if (self.above is None) != self.above_auctions:
            raise rule("invalidation-one-form")
        return self


class StockReserve(Model):
    """A stock-triggered reserve. Allowances in it are not in circulation."""

    name: Names
    """In both languages."""
    unit: QuantityText
    """Unit of the quantities in its rules, as `Mt CO2e`."""
    allowance: QuantityText = "t CO2e"
    """What one allowance stands for."""
    rounding: Literal["nearest", "down", "none"] = "nearest"
    """What is decided is so rounded to whole allowances; nearest takes a half up."""
    smoothing: NonNegative = Field(default=Decimal(0), validate_default=True)
    """Width, in circulation, of the ramp that stands for a step at a threshold; at most half-way to the next threshold
    on either side. 0 is the rule as it is written."""
    application: Application = Application()
    """When what a circulation decides is carried out."""
    intakes: dict[Id, Intake] = {}
    """What is taken out of the auctions."""
    releases: dict[Id, Release] = {}
    """What is added to the auctions by circulation."""
    price_releases: dict[Id, PriceRelease] = {}
    """What is added to the auctions by price."""
    additions: dict[Id, Addition] = {}
    """What comes into it from elsewhere."""
    invalidations: dict[Id, Invalidation] = {}
    """What ceases to be valid."""
    note: str = ""
    """What a reader should know."""

    def rules(self) -> tuple[tuple[str, Dated], ...]:
        """All of its rules, by address below the reserve."""
        groups: tuple[tuple[str, dict[str, Dated]], ...] = (
            ("intakes", {**self.intakes}),
            ("releases", {**self.releases}),
            ("price-releases", {**self.price_releases}),
            ("additions", {**self.additions}),
            ("invalidations", {**self.invalidations}),
        )
        return tuple((f"{kind}.{id}", rule) for kind, group in groups for id, rule in group.items())
