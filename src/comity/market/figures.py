"""A world's figures of one year, as floats in its own units: nothing past here computes with fractions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from comity.world.clause import Amount, Clause
from comity.world.price_controls import Spell
from comity.world.values import Price, Quantity, Ratio
from comity.world.world import World


@dataclass(frozen=True)
class Figures:
    """A world's figures of one year, as floats in its own units."""

    world: World
    year: int

    def quantity(self, series: Quantity | None, otherwise: float = 0.0) -> float:
        """A yearly quantity in the world's unit; `otherwise` where it is not known."""
        reading = series.at(self.year) if series is not None else None
        if series is None or reading is None:
            return otherwise
        return float(self.world.measures.convert_quantity(reading.value, series.unit))

    def price(self, series: Price | None) -> float | None:
        """A price in the world's money per tonne; None where it is not known, or outside its days."""
        reading = series.at(self.year) if series is not None else None
        if series is None or reading is None:
            return None
        if isinstance(series, Spell) and not series.in_force(date(self.year, 12, 31)):
            return None
        return float(self.world.measures.convert_price(reading.value, series.unit, series.money_year(self.year)))

    def ratio(self, series: Ratio | None) -> float:
        """A yearly ratio; 0 where it is not known."""
        reading = series.at(self.year) if series is not None else None
        return float(reading.value) if reading is not None else 0.0

    def amount(self, amount: Amount | None) -> float | None:
        """An amount in the world's unit; None where it is not known, or unlimited."""
        value = amount.at(self.year, self.world.measures) if amount is not None else None
        return float(value) if value is not None else None

    def prices(self, clause: Clause) -> list[float]:
        """The prices that a clause asks, those that are known; a rule that asks some holds from its first figure on."""
        return [price for series in clause.prices if (price := self.price(series)) is not None]

    def asked(self, clause: Clause) -> float:
        """The highest price that a clause asks, 0 if none."""
        return max(self.prices(clause), default=0.0)

    def begun(self, clause: Clause) -> bool:
        """Whether it asks no price, or one that is known."""
        return not clause.prices or bool(self.prices(clause))

    def transaction_cost(self, clause: Clause) -> float:
        """Real cost per unit, all kinds together."""
        if clause.cost is None:
            return 0.0
        value = self.world.measures.convert_price(Fraction(clause.cost.total), clause.cost.unit, self.year)
        return float(value)
