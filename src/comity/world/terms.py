"""The terms of a clause: what units may do, how many, at what rate and price, under which conditions.

An agreement's clauses and a mechanism's own acceptance of foreign units are written in the same terms. Only
`world/clauses.py` reads them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from comity.world.activity import TransactionCost
from comity.world.values import (
    EFFECTIVE,
    Cited,
    Date,
    Flag,
    Id,
    MechanismId,
    Model,
    PartyId,
    Positive,
    Price,
    Quantity,
    QuotaId,
    Recipient,
    Share,
    Shares,
    Stage,
    Words,
    Year,
    rule,
)

Purpose = Literal["ndc", "international-mitigation", "other"]


class Levy(Model):
    """A share of an issuance or a move that goes elsewhere."""

    share: Share
    """Of the quantity."""
    to: Recipient
    """The fund or Party that gets it (and may sell it); `cancellation`; or `nobody` (a pool that rests)."""
    purpose: Literal["adaptation", "omge", "buffer", "administration"] = "adaptation"
    """What for."""
    exempt: tuple[PartyId, ...] = ()
    """Of an issuance: host Parties whose activities do not pay it, as least developed countries under the CDM."""


class Eligibility(Model):
    """Which units (or activities) a rule is for. An empty list asks nothing."""

    unit_types: tuple[Words, ...] = ()
    """Unit types."""
    vintages: tuple[Year, ...] = ()
    """Vintage years."""
    hosts: tuple[PartyId, ...] = ()
    """Host Parties."""
    standards: tuple[MechanismId, ...] = ()
    """Mechanisms that issued them."""
    activities: tuple[Words, ...] = ()
    """Types of activity."""
    purposes: tuple[Purpose, ...] = ()
    """Purposes they are authorised for; asking any asks for an authorisation."""
    entities: tuple[Id, ...] = ()
    """Who may do it."""


class Quota(Model):
    """A limit over the clauses that name it, counted in credited units, gross."""

    limit: Quantity | None = None
    """Absolute, a year."""
    share_of_obligation: Shares | None = None
    """Share of a mechanism's realised obligation."""
    of: MechanismId | None = None
    """The mechanism whose obligation that is; with `per = "mechanism"` left out, since it is each taker's own."""
    over: MechanismId | None = None
    """The mechanism over whose compliance periods it runs; a year if left out."""
    internalised: Flag = False
    """Whether those who abate take into account that a smaller obligation is a smaller quota."""
    per: Literal["all", "mechanism", "entity"] = "all"
    """Whether the limit is for all together, for each mechanism that takes units, or for each entity."""
    rent: Literal["user", "source", "treasury"] = "user"
    """Who keeps the scarcity rent: the mechanism that takes the units, the one they come from, or (a quota that is
    auctioned) the treasury of the one that takes them."""

    @model_validator(mode="after")
    def _one_form(self) -> Quota:
        if (self.limit is None) == (self.share_of_obligation is None):
            raise rule("quota-one-form")
        needs_of = self.share_of_obligation is not None and self.per != "mechanism"
        if needs_of != (self.of is not None):
            raise rule("quota-of")
        if self.internalised and self.share_of_obligation is None:
            raise rule("quota-internalised")
        return self


class Route(Model):
    """From where into where: one mechanism into another, both ways, or among several."""

    from_: MechanismId | None = None
    """Mechanism whose units go."""
    into: MechanismId | None = None
    """Mechanism into whose units they come."""
    among: tuple[MechanismId, ...] = ()
    """Instead of the two: each into each other."""
    weights: dict[MechanismId, Positive] = {}
    """With `among`: what a member's unit is worth, 1 if left out; the rate from a to b is weight a / weight b."""
    unit_type: Words | None = None
    """With `converts` or `reissues`: the unit type that is given."""

    @model_validator(mode="after")
    def _from_into_or_among(self) -> Route:
        pair = self.from_ is not None and self.into is not None and not self.among and self.from_ != self.into
        several = self.from_ is None and self.into is None and len(set(self.among)) == len(self.among) > 1
        if not (pair or several):
            raise rule("route")
        if not set(self.weights) <= set(self.among):
            raise rule("weights")
        return self


class Authorisation(Model):
    """A host Party lets credits of its activities go, and adjusts for them."""

    host: PartyId
    """Host Party."""
    standard: MechanismId
    """Mechanism that issues the credits."""
    charges: Flag = False
    """Whether the host charges what one more authorised unit costs its balance."""
    first_transfer: Literal["authorisation", "issuance", "use", "transfer"] = "transfer"
    """What the authorisation defines as first transfer."""


class Auction(Model):
    """One auction of several mechanisms' allowances, in fixed proportion, at the highest of their reserve prices."""

    among: Annotated[tuple[MechanismId, ...], Field(min_length=2)]
    """The mechanisms; each brings what it would have auctioned alone."""


class Terms(Eligibility):
    """One clause: exactly one action, with its conditions."""

    moves: Route | None = None
    """Units enter the other's units and keep their serial numbers, one for one."""
    converts: Route | None = None
    """Units are immobilised and an image of another unit type is given, at a rate; the image's return frees them."""
    reissues: Route | None = None
    """Units are cancelled and new ones issued, at a rate."""
    accepts: Route | None = None
    """Units may be surrendered for the other's obligation, and go no further."""
    authorises: Authorisation | None = None
    """Credits of a host are authorised, with a corresponding adjustment."""
    auctions: Auction | None = None
    """Allowances are auctioned jointly."""
    status: Stage = "in-force"
    """How far this clause has come, where that is less than the rest of its file; as of agreements."""
    start: Date | None = None
    """First day; the agreement's if left out."""
    end: Date | None = None
    """Last day; the agreement's if left out."""
    after_end: Literal["stay", "no-use", "return"] = "stay"
    """What becomes of units already moved."""
    rate: Positive = Field(default=Decimal(1), validate_default=True)
    """Units credited per unit."""
    adjusts: Flag = False
    """Whether both sides book a corresponding adjustment."""
    price: Price | None = None
    """What is charged per unit, to `payee`."""
    payee: PartyId | None = None
    """The Party whose treasury is paid; that of the mechanism that takes the units if left out."""
    cost: TransactionCost | None = None
    """Real cost per unit, by kind."""
    quotas: tuple[QuotaId, ...] = ()
    """Quotas of the same file that this clause counts against."""
    quota: Quota | None = None
    """A quota of this clause alone."""
    levies: dict[Id, Levy] = {}
    """Shares that go elsewhere."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it."""
    note: str = ""
    """What a reader should know."""

    @property
    def yields(self) -> bool:
        """Whether its status lets it yield clauses."""
        return self.status in EFFECTIVE

    @model_validator(mode="after")
    def _one_action(self) -> Terms:
        if sum(1 for name in ACTIONS if getattr(self, name) is not None) != 1:
            raise rule("one-action", actions=", ".join(ACTIONS))
        return self

    @model_validator(mode="after")
    def _rate_needs_a_form(self) -> Terms:
        weights = self.moves.weights if self.moves else {}
        if (self.rate != 1 or weights) and not (self.converts or self.reissues or self.accepts):
            raise rule("rate-form")
        return self

    @model_validator(mode="after")
    def _names_its_image(self) -> Terms:
        for name in ("converts", "reissues"):
            route = getattr(self, name)
            if route is not None and route.from_ is not None and route.unit_type is None:
                raise rule("image-type")
        return self

    @model_validator(mode="after")
    def _forward(self) -> Terms:
        if self.start and self.end and self.end < self.start:
            raise rule("forward")
        return self


ACTIONS = ("moves", "converts", "reissues", "accepts", "authorises", "auctions")
