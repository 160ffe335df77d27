"""Units of measurement: tonnes, substances, currencies and price years, converted exactly.

A quantity unit is written `Mt CO2e`, `t C`, `Mst CO2` (short tons); a price unit `GBP/t`, `USD2005/t CO2`, `USD/t C`.
A price without a year is in the money of the year it belongs to; one with a year is in the money of that year.
"""

from comity.quantity.units import Measures, PriceUnit, QuantityUnit, Rates, parse_price, parse_quantity

__all__ = ["Measures", "PriceUnit", "QuantityUnit", "Rates", "parse_price", "parse_quantity"]
