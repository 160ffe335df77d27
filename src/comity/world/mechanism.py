"""Mechanisms: the rules under which units are issued and used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from comity.world.activity import Curve, TransactionCost
from comity.world.design import HOLDING, Design, Kind, Progress
from comity.world.observed import ObservedPrice
from comity.world.party import Membership, Period
from comity.world.price_controls import Charge, Penalty, PriceControls, Spell
from comity.world.price_controls import Fate as Fate
from comity.world.reserve import StockReserve
from comity.world.terms import Eligibility, Levy, Quota, Terms
from comity.world.values import (
    BodyId,
    Cited,
    Date,
    Flag,
    Id,
    MechanismId,
    MechanismOrBodyId,
    MemberId,
    Model,
    Names,
    NonNegative,
    PartyId,
    Price,
    Quantity,
    QuotaId,
    Ratio,
    Share,
    Shares,
    Words,
    rule,
)


class Cap(Quantity):
    """Allowances issued a year."""

    free_share: Share = Field(default=Decimal(0), validate_default=True)
    """Share handed out free, to the covered activities in proportion to their baselines; the rest is auctioned."""


class Benchmark(Quantity, Spell):
    """Allowances issued free per unit of realised output."""

    activities: tuple[Words, ...] = ("*",)
    """Types of activity it is for; `*` is all that the mechanism covers."""
    output_response: Curve | None = None
    """What a tonne of emissions is worth to those who use the output it comes with: as a curve of the tonnes that go
    with output not made, before any abatement; more output is made, by the same curve, where the benchmark gives more
    than a tonne. At an elasticity e it is linear, `per = "share"`, with slope: price of the output per tonne / e.
    Output is fixed if left out."""


class Obligation(Model):
    """What the covered activities must surrender for."""

    factor: NonNegative = Field(default=Decimal(1), validate_default=True)
    """Units due per tonne."""
    above: Quantity | None = None
    """Only tonnes above this level count (an offsetting obligation on growth)."""


class Backing(Model):
    """A unit that is given up for each unit issued, as an AAU or RMU for an ERU."""

    mechanism: MechanismId
    """From whose units."""
    unit_types: tuple[Words, ...] = ()
    """Which unit types; any if empty."""


class Crediting(Eligibility):
    """How a standard turns reductions into units. `hosts` and `activities` say which it admits."""

    by_agreement: Flag = False
    """Whether it credits only what an agreement authorises."""
    authorised: Flag = False
    """Whether its units are authorised, with an adjustment by the host, without an agreement that says so."""
    charges: Flag = False
    """Whether hosts charge what one more authorised unit costs their balance."""
    levies: dict[Id, Levy] = {}
    """Shares of each issuance that go elsewhere."""
    backed_by: dict[PartyId, Backing] = {}
    """By host, the unit that leaves circulation for each unit issued; hosts that are not named cannot issue."""
    fee: Price | None = None
    """Issuance fee, to the authority's treasury."""
    cost: TransactionCost | None = None
    """Real cost per unit, by kind."""
    quotas: tuple[QuotaId, ...] = ()
    """Quotas of this file that its issuance counts against."""


class Demand(Model):
    """Voluntary demand: units are retired and no obligation is met."""

    holder: PartyId
    """The Party whose buyers these are."""
    claim: Literal["offset", "contribution"]
    """What the buyers claim."""
    quantity: Quantity | None = None
    """A fixed quantity, whatever it costs."""
    price: Price | None = None
    """Or willingness to pay for the first unit, …"""
    slope: NonNegative | None = None
    """… and how much it falls per unit (the world's units) up to …"""
    most: Quantity | None = None
    """… this quantity."""

    @model_validator(mode="after")
    def _one_form(self) -> Demand:
        curve = (self.price, self.slope, self.most)
        if self.quantity is not None and any(part is not None for part in curve):
            raise rule("demand-one-form")
        if self.quantity is None and any(part is None for part in curve):
            raise rule("demand-one-form")
        return self


class Cancellation(Model):
    """Units that are bought or held back and cancelled, by rule."""

    quantity: Quantity
    """A year."""
    holder: PartyId
    """The Party whose treasury does it."""


class Carry(Model):
    """Units of one year used in another."""

    allowed: Flag = True
    """Whether it is."""
    limit: Quantity | None = None
    """The most that may be carried."""
    interest: NonNegative = Field(default=Decimal(0), validate_default=True)
    """Borrowing: units due more per unit borrowed."""


class BorderAdjustment(Model):
    """A payment on imports, less the price paid at home; exempt by a link with this mechanism."""

    exporter: MechanismId
    """The mechanism that covers the exporters at home."""
    tonnes: Quantity | None = None
    """Emissions embedded in the goods; nothing is paid in the model where they are not known."""
    share: Shares | None = None
    """Share of them that must be paid for, where that is less than all (as long as producers at home get allowances
    free)."""
    payer: PartyId
    """The Party of the exporters."""

    def charged(self, year: int) -> Fraction | None:
        """The share of a year; None in a year in which the series does not say."""
        if self.share is None:
            return Fraction(1)
        reading = self.share.at(year)
        return None if reading is None else reading.value


class Mechanism(Model):
    """A carbon-trading mechanism."""

    name: Names
    """In both languages."""
    kind: Kind
    """What sort of mechanism."""
    status: Progress = "in-force"
    """How far it has come. Only what is pilot, in-force, closing, ended or abolished yields clauses, bounded by its
    dates; the others yield none until a scenario sets the status."""
    authority: BodyId | None = None
    """The body that supervises it."""
    elaborates: MechanismOrBodyId | None = None
    """The mechanism or body whose rules it carries out."""
    parties: tuple[PartyId, ...] = ()
    """Parties it is a mechanism of."""
    balance: PartyId | None = None
    """The Party whose target its emissions and units count against."""
    treasury: PartyId | None = None
    """The Party that gets its revenue; that of the balance, else the first party, if left out."""
    start: Date | None = None
    """First day."""
    end: Date | None = None
    """Last day."""
    unit_type: Words | None = None
    """Its unit, as EUA or CER; without one it issues nothing."""
    members: dict[MemberId, Membership] = {}
    """Members with dates, where `parties` is not enough."""
    cap: Cap | None = None
    """Absolute cap."""
    benchmarks: dict[Id, Benchmark] = {}
    """Intensity caps."""
    obligation: Obligation = Obligation()
    """What its covered activities must surrender for."""
    price_controls: PriceControls = PriceControls()
    """What ties issuance to the price."""
    stock_reserves: dict[Id, StockReserve] = {}
    """Reserves that take allowances out of its auctions, or add to them, by what is in circulation."""
    penalties: dict[Id, Penalty] = {}
    """What a missing unit costs."""
    charge: Charge | None = None
    """Its rate, if it is a tax or internal price."""
    accepts: dict[Id, Terms] = {}
    """Foreign units that its own rules accept."""
    quotas: dict[Id, Quota] = {}
    """Limits that several of its rules share."""
    crediting: Crediting | None = None
    """How it turns reductions into units."""
    demands: dict[Id, Demand] = {}
    """Voluntary demand for its units."""
    cancellations: dict[Id, Cancellation] = {}
    """Cancellation by rule."""
    banking: Carry | None = None
    """Units of a year used later."""
    borrowing: Carry | None = None
    """Units of a later year used now."""
    opening_holdings: Quantity | None = None
    """Units in accounts at the start of the year of the figure; read where that is the first year solved."""
    past_circulation: Quantity | None = None
    """Units held at the end of years before the first one solved, where a stock-triggered reserve asks."""
    compliance_periods: tuple[Period, ...] = ()
    """Years that are surrendered for together, at the end of the period; a year not in any stands alone."""
    discount_rate: Ratio | None = None
    """Real rate at which those who hold its units discount; the world's if left out."""
    border_adjustments: dict[Id, BorderAdjustment] = {}
    """Payments on imports."""
    design: Design | None = None
    """How it is built, in words that can be compared."""
    covered_emissions: Quantity | None = None
    """Emissions under its obligation, as reported or estimated. The market reads those of activities instead."""
    observed_prices: dict[Id, ObservedPrice] = {}
    """Prices of its units as observed, by where they were read."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it."""
    note: str = ""
    """What a reader should know."""

    @model_validator(mode="after")
    def _issues_in_units(self) -> Mechanism:
        issues = self.cap is not None or self.benchmarks or self.crediting is not None
        if issues and self.unit_type is None:
            raise rule("issues-in-units")
        return self

    @model_validator(mode="after")
    def _forward(self) -> Mechanism:
        if self.start and self.end and self.end < self.start:
            raise rule("forward")
        return self

    @model_validator(mode="after")
    def _auctions_what_it_contains(self) -> Mechanism:
        if self.price_controls.emissions_containment and self.cap is None:
            raise rule("contains-cap")
        return self

    @model_validator(mode="after")
    def _multiplies_what_it_has(self) -> Mechanism:
        for penalty in self.penalties.values():
            if penalty.multiple is not None and penalty.multiple.of not in self.priced:
                raise rule("multiple-of", prices=", ".join(self.priced) or "-")
        return self

    @property
    def yields(self) -> bool:
        """Whether its status lets it yield clauses; not where it ended on a day that nobody knows."""
        return self.status in HOLDING and (self.end is not None or self.status not in ("ended", "abolished"))

    def in_force(self, on: date) -> bool:
        """Whether its status lets it hold, and the day is between its first and last."""
        return self.yields and (self.start or on) <= on <= (self.end or on)

    @property
    def priced(self) -> dict[str, Price | None]:
        """The prices that a multiple may be of, by its word for them; that of its units is an outcome."""
        controls, charge = self.price_controls, self.charge
        rules: dict[str, Price | None] = {
            "auction-reserve": controls.auction_reserve,
            "floor": controls.floor.price if controls.floor else None,
            "ceiling": controls.ceiling.price if controls.ceiling else None,
            "charge": charge.rate if charge else None,
        }
        units: dict[str, Price | None] = {"unit-price": None} if self.unit_type else {}
        return units | {name: price for name, price in rules.items() if price is not None}

    @property
    def revenue_to(self) -> str | None:
        """The Party that gets its revenue, if any is named."""
        return self.treasury or self.balance or (self.parties[0] if self.parties else None)

    @property
    def users(self) -> str | None:
        """The Party in whose name its covered emitters buy and use units, if any is named."""
        return self.balance or (self.parties[0] if self.parties else None)
