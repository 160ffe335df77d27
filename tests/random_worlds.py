"""Random worlds with everything that one year knows: rates, levies, quotas, slack and impossible caps, credits,
balances.

A world is made of choices. `Seeded` takes them from a seed; `tests/strategies.py` takes them from hypothesis, which can
then make a failing world smaller.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Protocol, TypeVar

from comity.world import World
from comity.world.read import Folder, build

YEAR = 2030
Tree = dict[str, Any]
T = TypeVar("T")


class Choices(Protocol):
    """Where a random world's choices come from."""

    def real(self, low: float, high: float) -> Decimal:
        """A number with three digits behind the point."""

    def flag(self, chance: float) -> bool:
        """True with about that chance."""

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""


class Seeded:
    """Choices from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def real(self, low: float, high: float) -> Decimal:
        return Decimal(round(self._random.uniform(low, high), 3)).quantize(Decimal("0.001"))

    def flag(self, chance: float) -> bool:
        return self._random.random() < chance

    def pick(self, options: Sequence[T]) -> T:
        return self._random.choice(options)


@dataclass(frozen=True)
class Recipe:
    """Which features a random world may have."""

    curves: tuple[str, ...] = ("linear", "quadratic", "power", "exponential", "piecewise")
    caps: tuple[str, ...] = ("binding", "slack", "impossible")
    controls: bool = True
    rates: bool = True
    quotas: bool = True
    outside_quotas: bool = True
    """Quotas as a share of realised obligations that nobody internalises."""
    credits: bool = True
    balances: bool = True
    link_all: bool = False
    """Every market linked with every other, one for one; else some, in some form."""
    levies: bool = True
    markets: tuple[int, ...] = field(default=(2, 3, 4))


EVERYTHING = Recipe()
FREE_MARKETS = Recipe(
    caps=("binding",), controls=False, rates=False, quotas=False, credits=False, balances=False, link_all=True
)
OPTIMUM = Recipe(curves=("linear", "piecewise"), outside_quotas=False, balances=False, levies=False)


def series(value: Decimal | int, unit: str = "Mt CO2e") -> Tree:
    """A series of one assumed figure."""
    return {"unit": unit, "values": [{"year": YEAR, "value": value, "status": "assumed"}]}


def price(value: Decimal | int) -> Tree:
    """A price of one assumed figure."""
    return series(value, "EUR/t")


def names(id: str) -> Tree:
    """A name."""
    return {"en": id, "zh": id}


def world_of(tree: Tree) -> World:
    """A world from a tree of its own, without files."""
    settings = {
        "title": names("random"),
        "as-of": date(2026, 1, 1),
        "quantity": "Mt CO2e",
        "currency": "EUR",
        "price-year": YEAR,
        "years": [YEAR],
    }
    kinds = ("source", "party", "body", "activity", "mechanism", "agreement", "relation")
    full = {kind: dict(tree.get(kind, {})) for kind in kinds} | {"world": settings | tree.get("world", {})}
    return build(Folder("random", Path(), full, {}))


def curve(choose: Choices, family: str, baseline: Decimal) -> Tree:
    """A curve whose marginal cost at the baseline is some tens to hundreds."""
    top = choose.real(20, 300)
    common: Tree = {"family": family, "unit": "EUR/t", "status": "assumed"}
    shape: Tree
    if family == "linear":
        shape = {"slope": round(top / baseline, 6), "intercept": choose.pick([0, 0, 5, -3])}
    elif family == "quadratic":
        shape = {"a": round(top / baseline**2, 8), "b": round(choose.pick([1, 0, -1]) * top / baseline / 8, 6)}
    elif family == "power":
        terms = [{"coefficient": top, "exponent": choose.pick([1, 2, Decimal("0.5")])}]
        terms += [{"coefficient": top * 2, "exponent": 4}] if choose.flag(0.5) else []
        return common | {"terms": terms, "per": "share"}
    elif family == "exponential":
        shape = {"coefficient": round(top / 6, 3), "rate": round(2 / baseline, 6)}
    else:
        low, middle = choose.real(0, 20), choose.real(20, 60)
        step = round(baseline / 3, 3)
        first = {"quantity": step, "price": low} | ({"to-price": middle} if choose.flag(0.5) else {})
        second = {"quantity": step, "price": middle} | ({"to-price": middle + top} if choose.flag(0.7) else {})
        shape = {"steps": [first, second]}
    return common | shape


def random_tree(choose: Choices, recipe: Recipe = EVERYTHING) -> Tree:
    """The tree of a random world."""
    tree: Tree = {"party": {}, "activity": {}, "mechanism": {}, "agreement": {}}
    ids = [f"m{number}" for number in range(choose.pick(recipe.markets))]
    for id in ids:
        _market(choose, recipe, tree, id)
    if recipe.credits and choose.flag(0.7):
        _credits(choose, recipe, tree, ids)
    _links(choose, recipe, tree, ids)
    return tree


def _market(choose: Choices, recipe: Recipe, tree: Tree, id: str) -> None:
    party = id.upper()
    tree["party"][party] = {"name": names(party)}
    total = Decimal(0)
    for number in range(choose.pick([1, 1, 2])):
        baseline = choose.real(20, 200)
        total += baseline
        tree["activity"][f"{id}-{number}"] = {
            "name": names(id),
            "host": party,
            "type": "covered",
            "baseline": series(baseline),
            "covered-by": [id],
            "curve": curve(choose, choose.pick(recipe.curves), baseline),
        }
    shares = {"binding": (0.6, 0.95), "slack": (1.0, 1.2), "impossible": (0.0, 0.2)}
    cap = round(total * choose.real(*shares[choose.pick(recipe.caps)]), 3)
    mechanism: Tree = {
        "name": names(id),
        "kind": "cap-and-trade",
        "parties": [party],
        "balance": party,
        "unit-type": f"U{id}",
        "cap": series(cap) | {"free-share": choose.pick([0, Decimal("0.3"), 1])},
    }
    if recipe.controls:
        _controls(choose, mechanism, total)
    tree["mechanism"][id] = mechanism
    if recipe.balances and choose.flag(0.4):
        enforced = choose.flag(0.6)
        level = round(total * choose.real(0.5, 1.1), 3)
        period = {"start": YEAR, "end": YEAR}
        target = {"type": "absolute", "period": period, "level": series(level), "enforced": enforced}
        tree["party"][party]["targets"] = {"ndc": target}


def _controls(choose: Choices, mechanism: Tree, total: Decimal) -> None:
    controls: Tree = {}
    if choose.flag(0.3):
        controls["auction-reserve"] = price(choose.real(1, 60))
    if choose.flag(0.2):
        controls["containment"] = {"one": {"price": price(choose.real(30, 90)), "volume": series(round(total / 20, 3))}}
    if choose.flag(0.2):
        controls["ceiling"] = {"price": price(choose.real(60, 200)), "compliance-only": choose.flag(0.5)}
    if controls:
        mechanism["price-controls"] = controls
    if choose.flag(0.3):
        mechanism["penalties"] = {"fine": {"kind": "pay-in-lieu", "price": price(choose.real(80, 300))}}


def _quota(choose: Choices, recipe: Recipe, of: str) -> Tree:
    rent = {"rent": choose.pick(["user", "source", "treasury"])}
    if choose.flag(0.5):
        return {"limit": series(choose.real(0, 15))} | rent
    share = {"share-of-obligation": series(choose.real(0, 0.3), "share"), "of": of}
    internalised = choose.flag(0.5) if recipe.outside_quotas else True
    return share | {"internalised": internalised} | rent


def _credits(choose: Choices, recipe: Recipe, tree: Tree, ids: list[str]) -> None:
    tree["party"]["H"] = {"name": names("H")}
    tree["party"]["FUND"] = {"name": names("FUND")}
    baseline = choose.real(50, 200)
    activity: Tree = {
        "name": names("p"),
        "host": "H",
        "type": "project",
        "baseline": series(baseline),
        "policy-reaches": False,
        "curve": curve(choose, choose.pick(recipe.curves), baseline),
    }
    if choose.flag(0.4):
        activity |= {"anyway": series(choose.real(1, 20)), "paperwork": price(choose.real(0, 5))}
    elif choose.flag(0.4):
        activity["additional-share"] = choose.real(0.2, 1)
    tree["activity"]["p"] = activity
    crediting: Tree = {"activities": ["project"], "authorised": choose.flag(0.5)}
    if recipe.levies and choose.flag(0.5):
        crediting["levies"] = {
            "sop": {"share": Decimal("0.05"), "to": "FUND"},
            "omge": {"share": Decimal("0.02"), "to": "cancellation", "purpose": "omge"},
        }
    if choose.flag(0.3):
        crediting["fee"] = price(choose.real(0, 3))
    tree["mechanism"]["std"] = {
        "name": names("std"),
        "kind": "project-crediting",
        "unit-type": "CR",
        "crediting": crediting,
    }
    if recipe.balances and choose.flag(0.5):
        level, other = choose.real(100, 300), choose.real(60, 120)
        tree["activity"]["h"] = {
            "name": names("h"),
            "host": "H",
            "type": "industry",
            "baseline": series(other),
            "curve": curve(choose, choose.pick(recipe.curves), other),
        }
        target = {"type": "absolute", "period": {"start": YEAR, "end": YEAR}, "level": series(level)}
        tree["party"]["H"]["targets"] = {"ndc": target | {"enforced": choose.flag(0.7)}}
        crediting["charges"] = choose.flag(0.5)
    for id in ids:
        if choose.flag(0.6):
            accepts: Tree = {"accepts": {"from": "std", "into": id}}
            if recipe.rates and choose.flag(0.3):
                accepts["rate"] = Decimal("0.5")
            if recipe.quotas and choose.flag(0.6):
                accepts["quota"] = _quota(choose, recipe, id)
            tree["mechanism"][id]["accepts"] = {"credits": accepts}


def _links(choose: Choices, recipe: Recipe, tree: Tree, ids: list[str]) -> None:
    agreement: Tree = {"title": names("link"), "status": "in-force", "clauses": {}}
    tree["agreement"]["link"] = agreement
    if recipe.link_all:
        agreement["clauses"]["all"] = {"moves": {"among": ids}}
        return
    form = choose.pick(["moves", "converts", "pairs"])
    if form == "moves" or not recipe.rates:
        agreement["clauses"]["all"] = {"moves": {"among": ids}}
    elif form == "converts":
        weights = {id: choose.real(0.5, 2) for id in ids}
        agreement["clauses"]["all"] = {"converts": {"among": ids, "weights": weights}}
    else:
        for one, other in itertools.pairwise(ids):
            route = {"from": one, "into": other, "unit-type": f"U{one}-image"}
            agreement["clauses"][f"{one}-in-{other}"] = {"reissues": route, "rate": choose.real(0.5, 1)}
    if recipe.quotas and choose.flag(0.4):
        for clause in agreement["clauses"].values():
            clause["quota"] = {"limit": series(choose.real(0, 30)), "rent": choose.pick(["user", "treasury"])}
