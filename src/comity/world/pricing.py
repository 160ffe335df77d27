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

In a world that holds no observed price of anything, all that rule 4 and those after it would say is unknown.

Whether the solver makes a price of a system is another question: it does where an activity of the world is covered by
it. What the files of a system lack for that is read off them too (`systems`).
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from comity.text import Text
from comity.world.mechanism import Mechanism
from comity.world.world import World

PriceClass = Literal["market", "fixed", "administered", "no-trading", "unknown"]
#: What a system's files lack: how much it covers, any price, rules that issue its units; or nothing but an activity.
Lack = Literal["size", "price", "supply", "activity"]
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


class System(NamedTuple):
    """A system in force, and whether the world can put a price on it."""

    pricing: Pricing
    solved: bool
    """Whether an activity is covered by it, so that the solver has a market to clear."""
    lacks: tuple[Lack, ...]
    """What would have to be found to price it. Of a system that is solved, only its supply can be lacking, which a
    scenario then has to assume."""


def systems(world: World, on: date | None = None) -> dict[str, System]:
    """All systems in force on a day (that of the world, if none is named): how each is priced, and what it lacks."""
    day = on or world.world.as_of
    covering = {id for activity in world.activity.values() for id in activity.covered_by}
    return {
        id: System(priced, id in covering, _lacks(world.mechanism[id], id in covering, day))
        for id, priced in pricings(world, day).items()
    }


def _lacks(mechanism: Mechanism, solved: bool, on: date) -> tuple[Lack, ...]:
    """An activity says how much is covered, and a solution what the price is; a charge is supply without limit."""
    sold = mechanism.charge is not None and mechanism.charge.in_force(on)
    there: dict[Lack, bool] = {
        "size": solved or mechanism.covered_emissions is not None,
        "price": solved or bool(mechanism.observed_prices) or mechanism.charge is not None,
        "supply": mechanism.cap is not None or bool(mechanism.benchmarks) or sold,
    }
    lacking = tuple(name for name, is_there in there.items() if not is_there)
    return lacking or (() if solved else ("activity",))


def pricings(world: World, on: date | None = None) -> dict[str, Pricing]:
    """All systems in force on a day (that of the world, if none is named), each with its class and the reason."""
    day = on or world.world.as_of
    found = {id: pricing(mechanism, day) for id, mechanism in world.mechanism.items()}
    observed = any(mechanism.observed_prices for mechanism in world.mechanism.values())
    return {
        id: one if observed or one.reason == "charge" else Pricing("unknown", "unobserved")
        for id, one in found.items()
        if one is not None
    }


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
