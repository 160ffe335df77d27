"""How many carbon-pricing and carbon-trading initiatives there are, by year and family, with the list behind a number.

Families are kept apart: allowances, taxes and credits are not one market, and their sum is no number of anything.

*What counts as one.* An initiative is one mechanism: each pilot by itself, each of two linked systems by itself, one
that several jurisdictions run jointly once. A market in which the units of others are sold together has no unit of its
own and is not counted again. *When.* In force from the first day to the last; scheduled, if its first day is still to
come, within the time asked about, and its rules are law (or, seen from later, became so).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from comity.regime.network import EXPECTED, Regime
from comity.world.design import Kind
from comity.world.mechanism import Mechanism
from comity.world.world import World

Family = Literal[
    "trading-system",
    "voluntary-system",
    "performance-standard",
    "government-trading",
    "carbon-tax",
    "crediting",
    "cooperation",
    "offsetting-obligation",
    "other-issue",
]
FAMILIES: tuple[Family, ...] = get_args(Family)
#: The family of each kind of mechanism. A trading system binds emitters to surrender tradable units for emissions.
FAMILY: dict[Kind, Family] = {
    "cap-and-trade": "trading-system",
    "baseline-and-credit": "trading-system",
    "fixed-price-allowance": "trading-system",
    "voluntary-cap-and-trade": "voluntary-system",
    "voluntary-market": "voluntary-system",
    "tradable-performance-standard": "performance-standard",
    "fuel-intensity-standard": "performance-standard",
    "government-trading": "government-trading",
    "carbon-tax": "carbon-tax",
    "carbon-tax-with-offsets": "carbon-tax",
    "carbon-price-floor": "carbon-tax",
    "project-crediting": "crediting",
    "jurisdictional-crediting": "crediting",
    "sectoral-crediting": "crediting",
    "results-based-payment": "crediting",
    "cooperative-approach": "cooperation",
    "non-market-approach": "cooperation",
    "offsetting-obligation": "offsetting-obligation",
    "border-adjustment": "other-issue",
    "internal-price": "other-issue",
    "disclosure": "other-issue",
}
#: Families whose emitters must surrender units, or may against a charge.
OBLIGED: tuple[Family, ...] = ("trading-system", "voluntary-system", "carbon-tax", "offsetting-obligation")


@dataclass(frozen=True)
class Initiative:
    """One that counts."""

    id: str
    family: Family
    standing: Literal["in-force", "scheduled"]


@dataclass(frozen=True)
class YearCount:
    """One family in one year."""

    year: int
    family: Family
    in_force: tuple[str, ...]
    """On its last day."""
    scheduled: tuple[str, ...]
    """Expected to be, from a day up to then on."""
    began: tuple[str, ...]
    """In force, and not so on the last day of the year before."""
    ended: tuple[str, ...]
    """The other way round."""


def initiatives(world: World, day: date, *, scheduled_by: date | None = None) -> tuple[Initiative, ...]:
    """What counts on a day: what is in force, and what is scheduled to be by another day, if one is named."""
    there = Regime(world, day).mechanisms
    found = []
    for id, model in world.mechanism.items():
        if not counts(model):
            continue
        if id in there:
            found.append(Initiative(id, FAMILY[model.kind], "in-force"))
        elif scheduled_by is not None and _comes(model, day, scheduled_by):
            found.append(Initiative(id, FAMILY[model.kind], "scheduled"))
    return tuple(found)


def counts(model: Mechanism) -> bool:
    """Whether a mechanism is an initiative of its own: not a market for the units of others."""
    joint = FAMILY[model.kind] == "trading-system" and model.yields and model.unit_type is None
    return not joint


def by_year(world: World, years: Iterable[int]) -> tuple[YearCount, ...]:
    """Counts of every family in every year, on its last day; without those whose first day nobody knows."""
    rows = []
    for year in years:
        (now, more), (before, _) = (_dated(world, date(one, 12, 31)) for one in (year, year - 1))
        for family in FAMILIES:
            is_, was, comes = (
                tuple(id for id in ids if FAMILY[world.mechanism[id].kind] == family) for ids in (now, before, more)
            )
            began, ended = (tuple(id for id in a if id not in b) for a, b in ((is_, was), (was, is_)))
            rows.append(YearCount(year, family, is_, comes, began, ended))
    return tuple(rows)


def undated(world: World) -> tuple[str, ...]:
    """Initiatives in force whose first day nobody knows: they are in no series of years."""
    return tuple(id for id, model in world.mechanism.items() if counts(model) and model.yields and model.start is None)


def jurisdictions(world: World, day: date, ids: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The states, and the subnational jurisdictions, that initiatives are of on a day; a bloc is its members."""
    regime = Regime(world, day)
    parties = {party for id in ids for party in regime.parties_of(id)}
    kinds: Mapping[str, frozenset[str]] = {
        kind: frozenset(id for id in parties if world.party[id].kind == kind) for kind in ("state", "subnational")
    }
    return kinds["state"], kinds["subnational"]


def _comes(model: Mechanism, day: date, by: date) -> bool:
    holds = model.yields or model.status in EXPECTED
    return holds and model.start is not None and day < model.start <= by


def _dated(world: World, day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is in force on a day, and what is expected to be besides."""
    there, expected = (Regime(world, day, more, dated=True).mechanisms for more in (False, True))
    return (
        tuple(id for id, model in there.items() if counts(model)),
        tuple(id for id, model in expected.items() if counts(model) and id not in there),
    )
