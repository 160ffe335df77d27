"""Activities: where tonnes come from, and what it costs to avoid them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from comity.world.values import (
    Cited,
    Flag,
    MechanismId,
    Model,
    Names,
    NonNegative,
    Number,
    PartyId,
    Positive,
    Price,
    PriceText,
    Quantity,
    Ratio,
    Share,
    Status,
    Words,
    rule,
)


class _Curve(Model):
    unit: PriceText
    """Unit of the marginal cost."""
    per: Literal["quantity", "share"] = "quantity"
    """What the curve is a function of: tonnes abated (the world's unit), or the share of the baseline abated."""
    factor: Positive = Field(default=1, validate_default=True)
    """Multiplies the marginal cost: 2 is twice as dear."""
    supply: Positive = Field(default=1, validate_default=True)
    """Multiplies what is abated at each price: 0.1 leaves a tenth of the potential."""
    status: Status
    """How far the curve can be trusted."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it. Needed unless the status is assumed."""
    note: str = ""
    """What a reader of the curve should know."""

    @model_validator(mode="after")
    def _has_source(self) -> _Curve:
        if self.status != "assumed" and not self.source:
            raise rule("source")
        return self


class Linear(_Curve):
    """Marginal cost = intercept + slope × abatement."""

    family: Literal["linear"]
    """Which family."""
    slope: NonNegative
    """Price per unit of abatement."""
    intercept: Number = Field(default=0, validate_default=True)
    """Price at which abatement starts."""


class Quadratic(_Curve):
    """Marginal cost = a × abatement² + b × abatement. With b < 0 abatement up to −b/a pays for itself."""

    family: Literal["quadratic"]
    """Which family."""
    a: Positive
    """Of the square."""
    b: Number
    """Of the linear term; may be negative."""


class PowerTerm(Model):
    """coefficient × abatement ^ exponent."""

    coefficient: Positive
    """Price at one unit of abatement."""
    exponent: Positive
    """Power."""


class Power(_Curve):
    """Marginal cost = a sum of powers of abatement, as in RICE50+: a μ + b μ⁴."""

    family: Literal["power"]
    """Which family."""
    terms: Annotated[tuple[PowerTerm, ...], Field(min_length=1)]
    """The terms of the sum."""


class Exponential(_Curve):
    """Marginal cost = coefficient × (exp(rate × abatement) − 1)."""

    family: Literal["exponential"]
    """Which family."""
    coefficient: Positive
    """Price scale."""
    rate: Positive
    """Per unit of abatement."""


class Step(Model):
    """One segment: `quantity` more abatement, its marginal cost rising from `price` to `to_price`."""

    quantity: Positive
    """Length of the segment."""
    price: Number
    """Marginal cost at its start."""
    to_price: Number | None = None
    """Marginal cost at its end; the same if left out (a flat step)."""

    @model_validator(mode="after")
    def _rises(self) -> Step:
        if self.to_price is not None and self.to_price < self.price:
            raise rule("segment-rises")
        return self


class Piecewise(_Curve):
    """Marginal cost in segments, flat or sloped; nothing more can be abated after the last."""

    family: Literal["piecewise"]
    """Which family."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """The segments, in order of cost."""

    @model_validator(mode="after")
    def _in_order(self) -> Piecewise:
        ends = [step.to_price if step.to_price is not None else step.price for step in self.steps]
        if any(step.price < end for step, end in zip(self.steps[1:], ends, strict=False)):
            raise rule("segments-in-order")
        return self


Curve = Annotated[Linear | Quadratic | Power | Exponential | Piecewise, Field(discriminator="family")]


class TransactionCost(Model):
    """Real cost of a transaction by kind, per tonne."""

    unit: PriceText
    """Unit of all five."""
    information: NonNegative = Field(default=0, validate_default=True)
    """Finding out what is on offer and under which rules."""
    search: NonNegative = Field(default=0, validate_default=True)
    """Finding a counterparty."""
    bargaining: NonNegative = Field(default=0, validate_default=True)
    """Agreeing on terms."""
    contract: NonNegative = Field(default=0, validate_default=True)
    """Drawing up, registering, insuring."""
    performance: NonNegative = Field(default=0, validate_default=True)
    """Monitoring, verification, enforcement."""
    status: Status = "assumed"
    """How far the figures can be trusted."""
    source: Cited = ""
    """Key of a source in sources.toml, then where in it."""

    @property
    def total(self) -> Number:
        """All five together, in `unit`."""
        return self.information + self.search + self.bargaining + self.contract + self.performance


class Activity(Model):
    """A mitigation activity: a host, a type, a baseline and a cost curve."""

    name: Names
    """In both languages."""
    host: PartyId
    """The Party whose emissions these are."""
    type: Words
    """What sort of activity, for example `power`, `cement`, `avoided-deforestation`, `all`."""
    baseline: Quantity
    """Emissions without abatement."""
    output: Ratio | None = None
    """Output, where a benchmark allocates by it."""
    curve: Curve | None = None
    """Marginal cost of abatement; without one nothing can be abated."""
    covered_by: tuple[MechanismId, ...] = ()
    """Mechanisms whose obligation covers these emissions."""
    policy_reaches: Flag = True
    """Whether policy reaches it, so that it feels the obligations that cover it and its host's enforced balance."""
    anyway: Quantity | None = None
    """Tonnes of reduction that happen in the baseline already and could be credited all the same."""
    paperwork: Price | None = None
    """What it costs to have a tonne credited that happens anyway; nothing if left out."""
    additional_share: Share | None = None
    """A fixed share of each credit that is additional, where a study gives one; then `anyway` is left out."""
    potential: Quantity | None = None
    """The most that can be abated; the baseline if left out."""

    @model_validator(mode="after")
    def _one_form_of_additionality(self) -> Activity:
        if self.anyway is not None and self.additional_share is not None:
            raise rule("one-additionality")
        return self
