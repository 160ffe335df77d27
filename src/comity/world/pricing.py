"""Whether a mechanism has a price that a market makes, and why, read off its rules and what has been observed.

The rule, in order; the first that fits decides:

1. It has no obligation that units meet (a standard that credits, a disclosure rule, a bilateral programme): no system.
2. It is not in force on the day: no system.
3. A charge of its own holds on the day: a fixed or statutory price.
4. Buyers and sellers have made a price of its units in this year or one of the three before: a market.
5. Its authority buys at a floor, or sells nothing below a reserve price, perhaps with a ceiling above: administered.
6. What is missing can be paid for at a ceiling; or what was observed in those years is a price at which allowances were
   sold, or a charge that the law names: a fixed or statutory price.
7. Else: no trading that anybody has reported.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from comity.text import Text
from comity.world.mechanism import Mechanism
from comity.world.world import World

PriceClass = Literal["market", "fixed", "administered", "no-trading"]
#: Kinds with an obligation, or a charge, on emissions.
OBLIGING = (
    "cap-and-trade",
    "voluntary-cap-and-trade",
    "government-trading",
    "tradable-performance-standard",
    "baseline-and-credit",
    "fixed-price-allowance",
    "offsetting-obligation",
    "carbon-tax",
    "carbon-tax-with-offsets",
    "carbon-price-floor",
    "border-adjustment",
    "fuel-intensity-standard",
)
#: How many years an observed price speaks for.
YEARS = 3


class Pricing(NamedTuple):
    """How a system's price comes about, and the reason as the end of a key of `text/` (`pricing-<reason>`)."""

    kind: PriceClass
    reason: str
    rests_on: str = ""
    """What in its file decides: the end of an address, such as `charge` or `observed-prices.april`."""

    def words(self, text: Text) -> str:
        """The reason as a sentence."""
        return text(f"pricing-{self.reason}", on=self.rests_on or "-")


def pricings(world: World, on: date | None = None) -> dict[str, Pricing]:
    """All systems in force on a day (that of the world, if none is named), each with its class and the reason."""
    day = on or world.world.as_of
    found = {id: pricing(mechanism, day) for id, mechanism in world.mechanism.items()}
    return {id: one for id, one in found.items() if one is not None}


def pricing(mechanism: Mechanism, on: date) -> Pricing | None:
    """The class of one mechanism on a day; None if it is no system in force."""
    if mechanism.kind not in OBLIGING or not mechanism.in_force(on):
        return None
    if mechanism.charge is not None and mechanism.charge.in_force(on):
        return Pricing("fixed", "charge", "charge")
    observed = _observed(mechanism, on.year)
    for id, basis in observed.items():
        if basis in ("auction", "spot"):
            return Pricing("market", basis, f"observed-prices.{id}")
    controls = mechanism.price_controls
    ceiling, floor, reserve = (
        rule if rule is not None and rule.in_force(on) else None
        for rule in (controls.ceiling, controls.floor, controls.auction_reserve)
    )
    if floor is not None or reserve is not None:
        which = "floor" if floor is not None else "auction-reserve"
        reason = "band" if ceiling is not None else which
        return Pricing("administered", reason, f"price-controls.{which}")
    if ceiling is not None:
        return Pricing("fixed", "ceiling", "price-controls.ceiling")
    for id, basis in observed.items():
        return Pricing("fixed", basis, f"observed-prices.{id}")
    return Pricing("no-trading", "nothing")


def _observed(mechanism: Mechanism, year: int) -> dict[str, str]:
    """What has been observed of late, by its id: on which basis."""
    recent = range(year - YEARS, year + 1)
    return {
        id: price.basis
        for id, price in mechanism.observed_prices.items()
        if any(value.year in recent for value in price.values)
    }
