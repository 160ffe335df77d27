"""The figures of a world: typed, dated, sourced; and the base of all models.

TOML keys are kebab-case, attributes snake_case. Every model is frozen and refuses keys it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from comity.quantity import parse_price, parse_quantity
from comity.quantity.units import MASSES, SUBSTANCES


def kebab(name: str) -> str:
    """`from_` → `from`, `unit_type` → `unit-type`: the TOML key of an attribute."""
    return name.rstrip("_").replace("_", "-")


class Model(BaseModel):
    """Base of everything that is read from a file."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=kebab)


def rule(name: str, **args: object) -> PydanticCustomError:
    """The error of a validation rule; `rule-<name>` in `text/` says what is expected."""
    return PydanticCustomError(name, "{rule}", {"rule": name, **{key: str(value) for key, value in args.items()}})


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise rule("number")
    if abs(Decimal(value)) > 10**18:
        raise rule("number-size")
    return Decimal(value)


def _date(value: Any) -> Any:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise rule("date")
    return value


def _quantity(text: str) -> str:
    try:
        parse_quantity(text)
    except ValueError:
        raise rule("quantity-unit", masses=", ".join(MASSES), substances=", ".join(SUBSTANCES)) from None
    return text


def _price(text: str) -> str:
    try:
        parse_price(text)
    except ValueError:
        raise rule("price-unit") from None
    return text


def _share(value: Decimal) -> Decimal:
    if not 0 <= value <= 1:
        raise rule("share")
    return value


Number = Annotated[Decimal, BeforeValidator(_number)]
NonNegative = Annotated[Number, Field(ge=0)]
Positive = Annotated[Number, Field(gt=0)]
Share = Annotated[Number, AfterValidator(_share)]
Flag = StrictBool
#: A day as TOML writes it, without quotes.
Date = Annotated[date, BeforeValidator(_date)]
Year = Annotated[StrictInt, Field(ge=1900, le=2200)]
Words = Annotated[str, StringConstraints(strict=True, min_length=1)]
Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
QuantityText = Annotated[Words, AfterValidator(_quantity)]
PriceText = Annotated[Words, AfterValidator(_price)]


class Refers:
    """Marks a field as the id of something else in the world; `checks.py` looks it up."""

    def __init__(self, *kinds: str, besides: tuple[str, ...] = ()) -> None:
        """`kinds`: of what it may be the id. `besides`: words that may stand there instead."""
        self.kinds, self.besides = kinds, besides


PartyId = Annotated[Id, Refers("party")]
BodyId = Annotated[Id, Refers("body")]
MechanismId = Annotated[Id, Refers("mechanism")]
MechanismOrBodyId = Annotated[Id, Refers("mechanism", "body")]
#: Who gets a levy; or that it is cancelled, or rests with nobody.
Recipient = Annotated[Id, Refers("party", "body", besides=("cancellation", "nobody"))]
MemberId = Annotated[Id, Refers("party", "mechanism")]
QuotaId = Annotated[Id, Refers("quota")]
#: Keys of sources in sources.toml, each with, after a comma, where in it; several with semicolons between.
Cited = Annotated[str, Refers("source")]
Status = Literal["sourced", "unverified", "derived", "calibrated", "assumed"]
#: How far an agreement, or a clause, has come.
Stage = Literal["negotiating", "signed", "in-force", "suspended", "ended", "abandoned"]
#: Those that have been in force on the days between the first and the last.
EFFECTIVE: tuple[Stage, ...] = ("in-force", "suspended", "ended")


class Names(Model):
    """A name in both languages."""

    en: Words
    """English."""
    zh: Words
    """简体中文."""


class Value(Model):
    """One figure of one year."""

    year: Year
    """The year the figure is of."""
    value: Number
    """The figure, in the series' unit."""
    status: Status
    """How far it can be trusted: sourced, unverified, derived, calibrated or assumed."""
    source: Cited = ""
    """Key of a source in sources.toml, then, after a comma, where in it. Needed unless the status is assumed."""
    note: str = ""
    """What a reader of the figure should know."""

    @model_validator(mode="after")
    def _has_source(self) -> Value:
        if self.status != "assumed" and not self.source:
            raise rule("source")
        return self


class Reading:
    """A series read at a year: the value, the weakest status it rests on, the sources, and how it was got."""

    __slots__ = ("sources", "status", "value", "years")

    def __init__(self, value: Fraction, status: Status, sources: tuple[str, ...], years: tuple[int, ...]) -> None:
        self.value, self.status, self.sources, self.years = value, status, sources, years


#: From the strongest to the weakest; a reading between two figures has the weaker of their statuses.
STRENGTH: tuple[Status, ...] = ("sourced", "derived", "calibrated", "unverified", "assumed")


class _Series(Model):
    values: Annotated[tuple[Value, ...], Field(min_length=1)]
    """The figures, one a year, in any order."""

    @model_validator(mode="after")
    def _one_a_year(self) -> _Series:
        years = [value.year for value in self.values]
        if len(set(years)) != len(years):
            raise rule("one-a-year")
        return self

    def at(self, year: int) -> Reading | None:
        """The figure of a year; between two figures, the one on the line between them; outside, None (not zero)."""
        before = after = None
        for value in self.values:
            if value.year == year:
                return Reading(Fraction(value.value), value.status, (value.source,), (year,))
            if value.year < year and (before is None or value.year > before.year):
                before = value
            if value.year > year and (after is None or value.year < after.year):
                after = value
        if before is None or after is None:
            return None
        weight = Fraction(year - before.year, after.year - before.year)
        amount = Fraction(before.value) * (1 - weight) + Fraction(after.value) * weight
        status = max(before.status, after.status, key=STRENGTH.index)
        sources = tuple(dict.fromkeys((before.source, after.source)))
        return Reading(amount, status, sources, (before.year, after.year))


class Quantity(_Series):
    """Yearly quantities; years between two figures are read off the line, years outside are unknown."""

    unit: QuantityText
    """A mass and a substance, as in `Mt CO2e`."""


class Price(_Series):
    """Yearly prices; years between two figures are read off the line, years outside are unknown unless it goes on."""

    unit: PriceText
    """Currency, perhaps its year, and quantity, as in `GBP/t` or `USD2005/t CO2`."""
    escalation: NonNegative | None = None
    """It goes on after its last figure, and rises by this share a year."""
    indexed: Flag = False
    """It goes on after its last figure, and rises with the price level besides. Where the unit names the year of its
    money it does so anyway."""

    @model_validator(mode="after")
    def _indexes_money_of_the_day(self) -> Price:
        if self.indexed and parse_price(self.unit).year is not None:
            raise rule("indexed")
        return self

    @property
    def goes_on(self) -> bool:
        """Whether it is known after its last figure."""
        return self.escalation is not None or self.indexed

    def at(self, year: int) -> Reading | None:
        """As of any series; after the last figure, what that has become, in the money of `money_year`."""
        if not self.goes_on:
            return super().at(year)
        last = max(self.values, key=lambda value: value.year)
        if year <= last.year:
            return super().at(year)
        growth = (1 + Fraction(self.escalation or 0)) ** (year - last.year)
        return Reading(Fraction(last.value) * growth, _weaker(last.status), (last.source,), (last.year,))

    def money_year(self, year: int) -> int:
        """The year whose money the price of a year is in, where the unit does not name it."""
        return min(year, max(value.year for value in self.values)) if self.indexed else year

    def times(self, factor: Decimal) -> Price:
        """The price so many times."""
        values = tuple(
            value.model_copy(update={"value": value.value * factor, "status": _weaker(value.status)})
            for value in self.values
        )
        return Price.model_construct(unit=self.unit, values=values, escalation=self.escalation, indexed=self.indexed)


def keys_cited(text: str) -> Iterator[str]:
    """The keys of the sources that a citation names."""
    for one in text.split(";"):
        if key := one.split(",")[0].strip():
            yield key


def _weaker(status: Status) -> Status:
    """The status of what is computed from a figure."""
    return max(status, "derived", key=STRENGTH.index)


class Ratio(_Series):
    """Yearly ratios without a unit of mass: shares, outputs, indices, intensities per output."""

    unit: Words
    """What the ratio is of, in words."""


class ShareValue(Value):
    """One share of one year."""

    value: Share
    """The share, from 0 to 1."""


class Shares(Ratio):
    """Yearly shares, from 0 to 1."""

    values: Annotated[tuple[ShareValue, ...], Field(min_length=1)]
    """The shares, one a year, in any order."""
