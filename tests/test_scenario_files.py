"""What a policy question needs is a scenario file, no code: an import limit, a withheld surplus, an exchange rate on
one region, a dominant seller, scarce supply, each on the world `ellerman-decaux-1998`, each beside a price found by a
root of one line, or a search along one.

The roots know only the curves and caps of the files: regions abate until marginal cost is their price.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from math import sqrt

import pytest
from scipy.optimize import brentq, minimize_scalar

from comity import World
from comity.results import Run
from comity.world.activity import Quadratic
from tests.golden_world import Answer

WORLD = "ellerman-decaux-1998"
YEAR = 2010


@cache
def solved(scenario: str) -> Answer:
    return Answer(World.load(WORLD, scenario))


def run(scenario: str) -> Run:
    found = solved(scenario).run
    assert found.status == "solved"
    return found


def prices(scenario: str) -> dict[str, float]:
    return {row.mechanism: row.price for row in run(scenario).markets if row.price is not None}


def members(scenario: str, agreement: str) -> tuple[str, ...]:
    terms = solved(scenario).world.agreement[agreement].clauses["trade"]
    route = terms.moves or terms.converts
    assert route is not None
    return route.among


def imports(scenario: str) -> dict[str, float]:
    """Net, in units of each region's own."""
    net = dict.fromkeys(solved(scenario).world.mechanism, 0.0)
    for flow in run(scenario).flows:
        if flow.kind == "move":
            net[flow.target] += flow.credited
            net[flow.source] -= flow.units
    return net


def short(world: World, region: str) -> Callable[[float], float]:
    """What a region still lacks at a price: required reduction less what it abates there, P = a (Q/s)² + b Q/s."""
    activity, cap = world.activity[region], world.mechanism[region].cap
    curve = activity.curve
    assert isinstance(curve, Quadratic)
    assert cap is not None
    baseline, allowed = activity.baseline.at(YEAR), cap.at(YEAR)
    assert baseline is not None
    assert allowed is not None
    a, b, supply = float(curve.a), float(curve.b), float(curve.supply)
    required = float(baseline.value - allowed.value)
    return lambda price: required - supply * (sqrt(b * b + 4 * a * max(price, 0.0)) - b) / (2 * a)


def root(excess: Callable[[float], float]) -> float:
    return float(brentq(excess, 0.0, 1000.0, xtol=1e-12, rtol=1e-14))


def clearing(world: World, regions: Iterable[str]) -> float:
    """The price at which together they lack nothing."""
    lacks = [short(world, region) for region in regions]
    return root(lambda price: sum(lack(price) for lack in lacks))


def test_import_limit() -> None:
    """Above the price where importers lack the limit, below it exporters' price; between, a region is alone."""
    name = "annex-b-import-limit"
    world, free = solved(name).world, prices("annex-b")["usa"]
    regions = members(name, "annex-b")
    quota = world.agreement["annex-b"].clauses["trade"].quota
    assert quota is not None
    assert quota.limit is not None
    limit = float(quota.limit.values[0].value)
    lacks = {region: short(world, region) for region in regions}
    dear = root(lambda price: sum(max(lack(price), 0.0) for lack in lacks.values()) - limit)
    cheap = root(lambda price: sum(max(-lack(price), 0.0) for lack in lacks.values()) - limit)
    assert cheap < free < dear
    alone = {region: max(clearing(world, [region]), 0.0) if lacks[region](0.0) > 0 else 0.0 for region in regions}
    expected = {region: min(max(alone[region], cheap), dear) for region in regions}
    found = prices(name)
    assert {region: found[region] for region in regions} == pytest.approx(expected, rel=1e-6)
    net = imports(name)
    assert sum(max(value, 0.0) for value in net.values()) == pytest.approx(limit, rel=1e-6)
    assert limit < sum(max(value, 0.0) for value in imports("annex-b").values())
    assert net["fsu"] == pytest.approx(lacks["fsu"](cheap), rel=1e-6)


def test_withheld_surplus() -> None:
    """One price, higher: the surplus no longer covers others' shortage, and its seller abates more."""
    name = "annex-b-withheld-surplus"
    regions = members(name, "annex-b")
    price = clearing(solved(name).world, regions)
    found = prices(name)
    assert {region: found[region] for region in regions} == pytest.approx(dict.fromkeys(regions, price), rel=1e-6)
    assert price > prices("annex-b")["fsu"]
    assert imports("annex-b")["fsu"] < imports(name)["fsu"] < 0
    withheld = short(solved(name).world, "fsu")(0.0) - short(solved("annex-b").world, "fsu")(0.0)
    assert run(name).air[0].emissions == pytest.approx(run("annex-b").air[0].emissions - withheld, rel=1e-9)


def test_exchange_rate_on_one_region() -> None:
    """Units that count w are worth w: dearer elsewhere, cheaper there, and the air keeps 1 − w of each."""
    name = "annex-b-exchange-rate"
    world, free = solved(name).world, prices("annex-b")["usa"]
    route = world.agreement["annex-b"].clauses["trade"].converts
    assert route is not None
    weight = float(route.weights["fsu"])
    lacks = {region: short(world, region) for region in route.among}
    others = [region for region in route.among if region != "fsu"]
    price = root(lambda p: sum(lacks[region](p) for region in others) + weight * lacks["fsu"](weight * p))
    found = prices(name)
    expected = dict.fromkeys(others, price) | {"fsu": weight * price}
    assert {region: found[region] for region in route.among} == pytest.approx(expected, rel=1e-6)
    assert weight * price < free < price
    sold = -imports(name)["fsu"]
    assert sold == pytest.approx(-lacks["fsu"](weight * price), rel=1e-6)
    saved = run("annex-b").air[0].emissions - run(name).air[0].emissions
    assert saved == pytest.approx((1 - weight) * sold, rel=1e-6)


def test_dominant_seller() -> None:
    """The price at which p x − C(x − surplus) is highest, x being what all others lack at it."""
    name = "annex-b-dominant-fsu"
    world = solved(name).world
    others = [short(world, region) for region in members(name, "annex-b") if region != "fsu"]
    curve = world.activity["fsu"].curve
    assert isinstance(curve, Quadratic)
    a, b, surplus = float(curve.a), float(curve.b), -short(world, "fsu")(0.0)

    def has(price: float) -> float:
        sold = sum(lack(price) for lack in others)
        abated = max(sold - surplus, 0.0)
        return price * sold - a * abated**3 / 3 - b * abated**2 / 2

    free = prices("annex-b")["fsu"]
    price = minimize_scalar(lambda p: -has(p), bounds=(free, 400.0), method="bounded", options={"xatol": 1e-9}).x
    sold = sum(lack(price) for lack in others)
    found = prices(name)
    assert [found[region] for region in members(name, "annex-b") if region != "fsu"] == pytest.approx(
        [price] * 5, rel=1e-6
    )
    assert found["fsu"] == pytest.approx(a * (sold - surplus) ** 2 + b * (sold - surplus), rel=1e-6)
    assert -imports(name)["fsu"] == pytest.approx(sold, rel=1e-6)
    assert found["fsu"] < free < price
    money = sum(row.payments - row.cost for row in run(name).holders if row.holder == "FSU")
    assert money == pytest.approx(has(price), rel=1e-9)


def test_scaled_supply() -> None:
    """A tenth of the reductions at each price outside Annex B: dearer, and less comes from there."""
    name = "world-scaled-supply"
    regions = members(name, "world")
    price = clearing(solved(name).world, regions)
    found = prices(name)
    assert {region: found[region] for region in regions} == pytest.approx(dict.fromkeys(regions, price), rel=1e-6)
    assert prices("world")["chn"] < price < prices("annex-b")["usa"]
    scaled = [
        id for id, activity in solved(name).world.activity.items() if activity.curve and activity.curve.supply != 1
    ]
    assert len(scaled) > 1
    before, after = imports("world"), imports(name)
    assert sum(before[region] for region in scaled) < sum(after[region] for region in scaled) < 0
    assert after["chn"] == pytest.approx(short(solved(name).world, "chn")(price), rel=1e-6)
