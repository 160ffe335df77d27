"""Parsing of units and exact conversion between them (fractions, never floats)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

#: Tonnes (metric) in one of each mass unit. A short ton is exactly 2,000 lb of 0.45359237 kg.
SHORT_TON = Fraction(2000 * 45359237, 100_000_000 * 1000)
MASSES: Mapping[str, Fraction] = {
    "t": Fraction(1),
    "kt": Fraction(1_000),
    "Mt": Fraction(1_000_000),
    "Gt": Fraction(1_000_000_000),
    "st": SHORT_TON,
    "Mst": SHORT_TON * 1_000_000,
}
#: Tonnes of CO2 (equivalent) in one tonne of each substance, by molar mass: 44 g CO2 hold 12 g C.
SUBSTANCES: Mapping[str, Fraction] = {"CO2e": Fraction(1), "CO2": Fraction(1), "C": Fraction(44, 12)}

_QUANTITY = re.compile(r"(?P<mass>[A-Za-z]+)(?: (?P<substance>[A-Za-z0-9]+))?")
_PRICE = re.compile(r"(?P<currency>[A-Z]{3})(?P<year>[0-9]{4})?/(?P<quantity>.+)")

#: For a currency and a year, how much of something one unit of it is (exchange rate, price index); None if unknown.
Rates = Callable[[str, int], "Fraction | None"]


@dataclass(frozen=True, slots=True)
class QuantityUnit:
    """A mass of a substance, with its size in tonnes of CO2 (equivalent)."""

    text: str
    tonnes: Fraction


@dataclass(frozen=True, slots=True)
class PriceUnit:
    """Money of a currency, of a stated year or (None) of the year the figure belongs to, per quantity."""

    currency: str
    year: int | None
    quantity: QuantityUnit


@lru_cache(maxsize=512)
def parse_quantity(text: str) -> QuantityUnit:
    """`Mt CO2e` → a quantity unit. Raises ValueError with the units that are known."""
    match = _QUANTITY.fullmatch(text)
    mass = MASSES.get(match["mass"]) if match else None
    substance = SUBSTANCES.get(match["substance"] or "CO2e") if match else None
    if mass is None or substance is None:
        raise ValueError(f"a mass ({', '.join(MASSES)}) and a substance ({', '.join(SUBSTANCES)}), as in 'Mt CO2e'")
    return QuantityUnit(text, mass * substance)


@lru_cache(maxsize=512)
def parse_price(text: str) -> PriceUnit:
    """`USD2005/t CO2` → a price unit. Raises ValueError with the form expected."""
    match = _PRICE.fullmatch(text)
    if not match:
        raise ValueError("a currency, perhaps its year, and a quantity, as in 'GBP/t' or 'USD2005/t CO2'")
    year = int(match["year"]) if match["year"] else None
    return PriceUnit(match["currency"], year, parse_quantity(match["quantity"]))


@dataclass(frozen=True)
class Measures:
    """What a world solves in: one quantity unit, one currency, one price year; and how others become these.

    Prices are per the tonne of the quantity unit's own substance: a world in `Mt C` has prices per t C.
    """

    quantity: QuantityUnit
    currency: str
    price_year: int
    exchange: Rates
    index: Rates

    @property
    def tonne(self) -> Fraction:
        """Tonnes of CO2 (equivalent) in the tonne that prices are per."""
        substance = self.quantity.text.partition(" ")[2] or "CO2e"
        return SUBSTANCES[substance]

    @property
    def price_text(self) -> str:
        """The price unit as printed, for example `USD2005/t CO2`."""
        substance = self.quantity.text.partition(" ")[2] or "CO2e"
        return f"{self.currency}{self.price_year}/t {substance}"

    @property
    def money_text(self) -> str:
        """The unit of price times quantity as printed, for example `million USD2005`."""
        size = self.quantity.tonnes / self.tonne
        names = {Fraction(1): "", Fraction(1_000): "thousand ", Fraction(1_000_000): "million "}
        return f"{names.get(size, f'{float(size):g} × ')}{self.currency}{self.price_year}"

    def convert_quantity(self, value: Fraction, unit: str) -> Fraction:
        """A quantity in `unit` → the world's quantity unit."""
        return value * parse_quantity(unit).tonnes / self.quantity.tonnes

    def convert_price(self, value: Fraction, unit: str, year: int) -> Fraction:
        """A price in `unit`, belonging to `year` → the world's money per tonne of its substance.

        First to the price year in its own currency (price index), then to the world's currency (the exchange rate
        of the price year). Raises LookupError("exchange-rate" or "price-index", currency, year) where one is missing.
        """
        known = self._worth.get((unit, year))
        if known is None:
            known = self._worth[unit, year] = self._price_worth(parse_price(unit), year)
        return value * known

    @cached_property
    def _worth(self) -> dict[tuple[str, int], Fraction]:
        """What prices are converted by, as far as it was asked for."""
        return {}

    def _price_worth(self, price: PriceUnit, year: int) -> Fraction:
        worth, money_year = Fraction(1), price.year or year
        if money_year != self.price_year:
            worth *= self._ratio(price.currency, money_year)
        if price.currency != self.currency:
            rate = self.exchange(price.currency, self.price_year)
            if rate is None:
                raise LookupError("exchange-rate", price.currency, self.price_year)
            worth *= rate
        return worth / price.quantity.tonnes * self.tonne

    def _ratio(self, currency: str, year: int) -> Fraction:
        then, now = self.index(currency, year), self.index(currency, self.price_year)
        if then is None or now is None:
            raise LookupError("price-index", currency, year if then is None else self.price_year)
        return now / then
