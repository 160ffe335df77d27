"""The worlds that ship: they load, every scenario builds and solves, sources may be redistributed, names are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from pydantic import BaseModel

import comity
from comity.results import Run
from comity.world.read import SHIPPED, read_folder, shipped
from comity.world.scenarios import find, scenario_names
from comity.world.values import Names

FOUNDING = ("tutorial", "rice50-2030", "ellerman-decaux-1998")
CASES = [(world, scenario) for world in shipped() for scenario in scenario_names(read_folder(world))]
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# oracles.md 1.1 (D: exact for the inputs). Price in USD of 1985 per t C.
PRICES = {
    "oecd": (("usa", "jpn", "eec", "ooe"), 240.368952),
    "annex-b": (("usa", "jpn", "eec", "ooe", "eet", "fsu"), 126.934148),
    "world": (("usa", "jpn", "eec", "ooe", "eet", "fsu", "eex", "chn", "ind", "dae", "bra", "row"), 23.783652),
}
AUTARKY = {"usa": 185.7463, "jpn": 582.912, "eec": 273.966, "ooe": 233.094225, "eet": 115.7344, "fsu": 0.0}
COST_BILLION = {"no-trade": 119.78, "annex-b": 53.91, "world": 11.14}
# Abatement Q (Mt C), net cost and gain (billion USD of 1985) in the world market.
WORLD_MARKET = {
    "usa": (181.901, 10.916, 26.601),
    "jpn": (11.890, 3.279, 30.977),
    "eec": (73.044, 6.301, 24.203),
    "ooe": (59.014, 3.086, 9.756),
    "eet": (51.879, 2.006, 2.659),
    "fsu": (100.780, -4.231, 4.231),
    "eex": (51.020, -0.678, 0.678),
    "chn": (436.665, -6.164, 6.164),
    "ind": (102.390, -1.486, 1.486),
    "dae": (41.535, -0.550, 0.550),
    "bra": (2.414, -0.030, 0.030),
    "row": (88.967, -1.304, 1.304),
}
ANNEX_B = {
    "usa": (465.623, 34.515, 3.001),
    "jpn": (49.220, 14.847, 19.409),
    "eec": (200.786, 23.115, 7.389),
    "ooe": (128.140, 10.656, 2.186),
    "eet": (123.719, 4.633, 0.032),
    "fsu": (234.012, -33.854, 33.854),
}
OECD_GAINS = {"usa": 2.335, "jpn": 10.418, "eec": 0.354, "ooe": 0.009}


@cache
def solved(world: str, scenario: str) -> Run:
    return comity.solve(comity.World.load(world, scenario))


def names(value: object) -> Iterator[Names]:
    """Every name inside a model."""
    if isinstance(value, Names):
        yield value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from names(getattr(value, field))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from names(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from names(inner)


def prices(world: str, scenario: str) -> dict[str, float]:
    return {row.mechanism: row.price for row in solved(world, scenario).markets if row.price is not None}


def accounts(scenario: str, party: str) -> tuple[float, float]:
    """Net cost and gain of a Party, billion USD: all its money accounts together."""
    rows = [row for row in solved("ellerman-decaux-1998", scenario).holders if row.holder == party.upper()]
    return sum(row.cost - row.payments for row in rows) / 1000, sum(row.gain or 0.0 for row in rows) / 1000


def test_they_are_there() -> None:
    assert set(FOUNDING) <= set(shipped())


@pytest.mark.parametrize("world", shipped())
def test_sources_may_be_redistributed(world: str) -> None:
    classes = {id: source.licence_class for id, source in comity.World.load(world).source.items()}
    assert set(classes.values()) <= {"A", "fact"}, classes


@pytest.mark.parametrize(("world", "scenario"), CASES)
def test_scenarios_build(world: str, scenario: str) -> None:
    assert comity.World.load(world, scenario).folder.scenarios[-1] == scenario


@pytest.mark.parametrize(("world", "scenario"), [case for case in CASES if case[0] in FOUNDING])
def test_scenarios_solve(world: str, scenario: str) -> None:
    assert solved(world, scenario).status == "solved"


@pytest.mark.parametrize("world", shipped())
def test_names_are_in_both_languages(world: str) -> None:
    loaded = comity.World.load(world)
    found = [*names(loaded), *(name for id in scenario_names(loaded.folder) for name in names(find(loaded.folder, id)))]
    assert [name.en for name in found if CHINESE.search(name.en)] == []
    assert [name.zh for name in found if not CHINESE.search(name.zh)] == []


def test_every_world_is_described() -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    assert [f"{world}: {scenario}" for world, scenario in CASES if f"`{world}`" not in text] == []
    assert [
        f"{world}: {scenario}" for world, scenario in CASES if world in FOUNDING and f"`{scenario}`" not in text
    ] == []


@pytest.mark.parametrize("scenario", PRICES)
def test_ellerman_decaux_prices(scenario: str) -> None:
    members, price = PRICES[scenario]
    found = prices("ellerman-decaux-1998", scenario)
    assert {member: found[member] for member in members} == pytest.approx(dict.fromkeys(members, price), rel=1e-8)


def test_ellerman_decaux_autarky() -> None:
    found = prices("ellerman-decaux-1998", "no-trade")
    assert {region: found[region] for region in AUTARKY} == pytest.approx(AUTARKY, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("scenario", COST_BILLION)
def test_ellerman_decaux_costs(scenario: str) -> None:
    cost = solved("ellerman-decaux-1998", scenario).scoreboard.real_cost / 1000
    assert cost == pytest.approx(COST_BILLION[scenario], abs=0.005)


@pytest.mark.parametrize(("scenario", "table"), [("world", WORLD_MARKET), ("annex-b", ANNEX_B)])
def test_ellerman_decaux_regions(scenario: str, table: dict[str, tuple[float, float, float]]) -> None:
    abated = {row.mechanism: row.abatement for row in solved("ellerman-decaux-1998", scenario).markets}
    found = {region: (abated[region], *accounts(scenario, region)) for region in table}
    for region, expected in table.items():
        assert found[region] == pytest.approx(expected, abs=0.00051), region


def test_ellerman_decaux_oecd_gains() -> None:
    gains = {region: accounts("oecd", region)[1] for region in OECD_GAINS}
    assert gains == pytest.approx(OECD_GAINS, abs=0.00051)


def test_ellerman_decaux_variants() -> None:
    """Each of our own scenarios does to the free price what its rule must do."""
    free = PRICES["annex-b"][1]
    limited = prices("ellerman-decaux-1998", "annex-b-import-limit")
    assert limited["fsu"] < free < limited["jpn"] == pytest.approx(limited["eec"], rel=1e-6)
    withheld = prices("ellerman-decaux-1998", "annex-b-withheld-surplus")
    assert withheld["usa"] == pytest.approx(withheld["fsu"], rel=1e-6)
    assert withheld["usa"] > free
    rated = prices("ellerman-decaux-1998", "annex-b-exchange-rate")
    assert rated["fsu"] == pytest.approx(0.8 * rated["usa"], rel=1e-6)
    assert prices("ellerman-decaux-1998", "world-scaled-supply")["chn"] > PRICES["world"][1]
