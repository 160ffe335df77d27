"""Whose the tonnes are: under which layer, run by whom, how concentrated.

Tonnes *covered* are the emissions under a mechanism's obligation, from its own file; a year that has no figure has the
nearest one (`carried` says how much of the sum that is), and a mechanism without any is in no sum. Tonnes *credited*
are the credits that crediting mechanisms issued in a year; no world has them, so they are handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import log2
from typing import Literal, get_args

from comity.regime.counts import FAMILY, OBLIGED
from comity.regime.definition import PARTS
from comity.regime.network import Regime
from comity.world.world import World

Runner = Literal["international", "state", "subnational", "private", "unknown"]
RUNNERS: tuple[Runner, ...] = get_args(Runner)
#: Kinds of authority that states have made together, and those that no state has made.
INTERNATIONAL = ("treaty", "treaty-body", "supervisory-body", "un-agency", "development-bank", "fund")
PRIVATE = ("programme-operator", "standard-setter", "disclosure", "exchange")
#: Kinds of mechanism that firms run for themselves.
OWN = ("internal-price", "disclosure")
#: Credits issued, t CO2e, by mechanism and year.
Issued = Mapping[tuple[str, int], float]


@dataclass(frozen=True)
class Covered:
    """Emissions under the obligations of mechanisms in a year, in the world's unit."""

    by_mechanism: dict[str, float]
    carried: float
    """Share of the sum that rests on figures of other years."""
    unknown: tuple[str, ...]
    """Mechanisms with an obligation of which no figure is known."""

    @property
    def total(self) -> float:
        """The sum; tonnes under two mechanisms are in it twice."""
        return sum(self.by_mechanism.values())


def covered(regime: Regime, mechanisms: Collection[str]) -> Covered:
    """What these mechanisms cover in the regime's year."""
    world, year = regime.world, regime.day.year
    found, carried, unknown = {}, 0.0, []
    for id in mechanisms:
        model = world.mechanism[id]
        series = model.covered_emissions
        if series is None:
            if FAMILY[model.kind] in OBLIGED:
                unknown.append(id)
            continue
        reading = series.at(year)
        if reading is None:
            nearest = min((value.year for value in series.values), key=lambda known: (abs(known - year), known))
            reading = series.at(nearest)
            assert reading is not None
        size = float(world.measures.convert_quantity(Fraction(reading.value), series.unit))
        found[id] = size
        carried += size if year not in reading.years and len(reading.years) == 1 else 0.0
    total = sum(found.values())
    return Covered(found, carried / total if total else 0.0, tuple(unknown))


def runner(world: World, mechanism: str) -> Runner:
    """Who runs a mechanism: subnational jurisdictions, if it is of no other; else whoever its authority is."""
    model = world.mechanism[mechanism]
    if model.parties and all(world.party[id].kind in PARTS for id in model.parties):
        return "subnational"
    kind = world.body[model.authority].kind if model.authority else ""
    if model.kind in OWN or kind in PRIVATE:
        return "private"
    if kind in INTERNATIONAL:
        return "international"
    if model.parties or kind == "competent-authority":
        return "state"
    return "unknown"


def shares(amounts: Mapping[str, float], group: Mapping[str, str]) -> dict[str, float]:
    """Share of each group in a sum; empty where there is nothing."""
    total = sum(amounts.values())
    found: dict[str, float] = {}
    for id, amount in amounts.items():
        found[group[id]] = found.get(group[id], 0.0) + amount
    return {name: amount / total for name, amount in found.items()} if total else {}


def issued_in(issued: Issued, year: int, mechanisms: Collection[str]) -> dict[str, float]:
    """Credits of a year by mechanism, of these; a mechanism may still issue after its end."""
    return {id: amount for (id, when), amount in issued.items() if when == year and id in mechanisms}


def entropy(amounts: Iterable[float]) -> float:
    """Shannon's, in bits: 0 if all is in one place, 1 if halves are in two, 2 if quarters are in four."""
    positive = [amount for amount in amounts if amount > 0]
    total = sum(positive)
    return sum(-amount / total * log2(amount / total) for amount in positive)


def concentration(amounts: Iterable[float]) -> float | None:
    """Herfindahl and Hirschman's index: 1 if all is in one place, 1/n if it is even in n; None if there is nothing."""
    positive = [amount for amount in amounts if amount > 0]
    total = sum(positive)
    return sum((amount / total) ** 2 for amount in positive) if positive else None
