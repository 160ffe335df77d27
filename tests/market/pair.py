"""Two countries with linear marginal costs and caps, linked or not, in closed form.

A country emits `emissions` without abatement, may emit `cap`, and its q-th tonne avoided costs slope times q.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from comity.world import World
from tests.random_worlds import Tree, names, series, world_of


@dataclass(frozen=True)
class Country:
    """One side of a link."""

    emissions: Fraction
    cap: Fraction
    slope: Fraction

    @property
    def required(self) -> Fraction:
        """Tonnes to be avoided without a link."""
        return max(self.emissions - self.cap, Fraction(0))

    @property
    def price(self) -> Fraction:
        """Of a tonne without a link."""
        return self.slope * self.required

    def cost(self, avoided: Fraction) -> Fraction:
        """Of so many tonnes avoided."""
        return self.slope * avoided**2 / 2


@dataclass(frozen=True)
class Trade:
    """An equilibrium of a link: prices, and units of the second that the first takes; negative if it gives them."""

    prices: tuple[Fraction, Fraction]
    units: Fraction
    avoided: tuple[Fraction, Fraction]
    gains: tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Countries:
    """Both."""

    a: Country
    b: Country

    def steeper(self, factor: Fraction) -> Countries:
        """All marginal costs times a factor."""
        return Countries(*(replace(one, slope=one.slope * factor) for one in (self.a, self.b)))

    def traded(self, rate: Fraction = Fraction(1), one_way: bool = False) -> Trade:
        """Under a link by which one unit of b counts for `rate` units of a, and the inverse on the way back."""
        a, b = self.a, self.b
        price = (a.required + rate * b.required) / (1 / a.slope + rate**2 / b.slope)
        units = rate * price / b.slope - b.required
        if one_way and units < 0:
            return self._trade((a.price, b.price), Fraction(0), Fraction(0))
        return self._trade((price, rate * price), units, rate * units)

    def limited(self, share: Fraction) -> Trade:
        """Under a link one for one by which a, the buyer, may meet at most `share` of its obligation with b's units."""
        free = self.traded()
        avoided = (self.a.required - share * self.a.emissions) / (1 - share)
        units = self.a.required - avoided
        if units >= free.units:
            return free
        return self._trade((self.a.slope * avoided, self.b.slope * (self.b.required + units)), units, units)

    def _trade(self, prices: tuple[Fraction, Fraction], given: Fraction, taken: Fraction) -> Trade:
        """`given` by b and counted as `taken` by a; both gain what they save less what they pay, at b's price."""
        avoided = (self.a.required - taken, self.b.required + given)
        paid = given * prices[1]
        saved = (
            self.a.cost(self.a.required) - self.a.cost(avoided[0]) - paid,
            self.b.cost(self.b.required) - self.b.cost(avoided[1]) + paid,
        )
        return Trade(prices, given, avoided, saved)

    def world(self, **changes: Any) -> World:
        """As a world; `changes` to its tree."""
        tree: Tree = {"party": {}, "activity": {}, "mechanism": {}, "agreement": {}}
        for id, one in (("a", self.a), ("b", self.b)):
            tree["party"][id.upper()] = {"name": names(id)}
            tree["activity"][f"{id}-sectors"] = {
                "name": names(id),
                "host": id.upper(),
                "type": "all",
                "baseline": series(_decimal(one.emissions)),
                "covered-by": [id],
                "curve": {"family": "linear", "unit": "EUR/t", "slope": _decimal(one.slope), "status": "assumed"},
            }
            tree["mechanism"][id] = {
                "name": names(id),
                "kind": "cap-and-trade",
                "parties": [id.upper()],
                "balance": id.upper(),
                "unit-type": f"U{id}",
                "cap": series(_decimal(one.cap)),
            }
        for kind, things in changes.items():
            for id, thing in things.items():
                tree.setdefault(kind, {})[id] = (
                    {**tree.get(kind, {}).get(id, {}), **thing} if kind != "world" else thing
                )
        return world_of(tree)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def country(emissions: int, cap: int, slope: Fraction | int | str) -> Country:
    """A country of whole tonnes."""
    return Country(Fraction(emissions), Fraction(cap), Fraction(slope))


#: The first's tonne costs 120 without a link, the second's 72; with it, both 600/7. The second exports 80/7.
BUYER_AND_SELLER = Countries(country(100, 60, 3), country(200, 140, "6/5"))
