"""The activities, supply and calibration of the world `2026` are what its inputs and rules make them."""

from __future__ import annotations

import csv
import shutil
from functools import cache
from pathlib import Path

import pytest

from comity.market.solve import solve
from comity.results import Run
from comity.studies import world_2026, world_2026_backtest
from comity.studies.world_2026 import BAND, missing
from comity.studies.world_2026_data import BASE, FOLDER, SSP2, Region, Sector, facts, rows, sectors
from comity.studies.world_2026_supply import YEARS
from comity.world.pricing import pricings
from comity.world.read import read_world
from comity.world.world import World

GENERATED = ("activities.toml", "scenarios/assumed-supply.toml", "scenarios/cubic-curves.toml", "calibration.csv")
QUICK = ("no-links", "in-force", "east-asia", "china-eu", "brics", "open-coalition", "one-market")
LONG = ("announced", "rcep", "shock-2020", "slopes-half", "slopes-double", "cubic-curves")


@pytest.fixture(scope="module")
def known() -> World:
    return facts()


@pytest.fixture(scope="module")
def found(known: World) -> dict[str, Sector]:
    return {sector.id: sector for sector in sectors(FOLDER, known)}


@cache
def solved(scenario: str) -> Run:
    world = read_world(FOLDER, (scenario,))
    return solve(world, reference=world)


def prices(scenario: str, year: int = BASE) -> dict[str, float]:
    """Of units, and where a mechanism has none, of its obligation."""
    listed = [row for row in solved(scenario).markets if row.year == year and row.emissions is not None]
    return {row.mechanism: row.obligation_price or 0.0 for row in listed}


def calibration(family: str) -> list[dict[str, str]]:
    lines = (FOLDER / "calibration.csv").read_text(encoding="utf-8").splitlines()
    return [
        row for row in csv.DictReader(line for line in lines if not line.startswith("#")) if row["family"] == family
    ]


@pytest.mark.slow
def test_committed_files_are_what_the_study_writes(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "2026")
    for name in GENERATED:
        (tmp_path / "2026" / name).unlink()
    assert world_2026.files(tmp_path / "2026") == {name: (FOLDER / name).read_bytes().decode() for name in GENERATED}


@pytest.mark.slow
def test_the_page_of_the_backtest_is_current() -> None:
    assert world_2026_backtest.PAGE.read_text(encoding="utf-8") == world_2026_backtest.run()


def test_a_baseline_by_hand(found: dict[str, Sector]) -> None:
    """California: 256.6 Mt in 2024 at USD 28.06. SSP2 of the United States: 4.9398474 Gt in 2025, 4.9504153 in 2030."""
    california = found["usa-ca-sectors"]
    a, b = 0.492373 * 485.77369, 0.492373 * 4978.372
    share = float(california.share)
    assert a * share + b * share**4 == pytest.approx(28.06 * california.usd2005, rel=1e-3)
    in_2020 = float(next(row for row in rows("rice50") if row["region"] == "usa")["ssp2_2020_gt"])
    in_2024 = in_2020 + 0.8 * (4.9398474 - in_2020)
    assert float(california.baseline(2030)) == pytest.approx(256.6 / (1 - share) * 4.9504153 / in_2024, rel=1e-4)


def test_activities_counted_apart_are_counted_once(found: dict[str, Sector], known: World) -> None:
    for id, parts in (("eu-ets", ("eu-sectors", "nld-sectors")), ("uk-ets", ("gbr-sectors", "gbr-power"))):
        covered = known.mechanism[id].covered_emissions
        assert covered is not None
        last = max(covered.values, key=lambda value: value.year)
        assert sum(found[part].observed for part in parts) == last.value
    assert found["chn-power"].observed + found["chn-industry"].observed == 8000


def test_the_cubic_is_the_nearest_up_to_one_half() -> None:
    region = Region(("x",), 240.0, 2450.0, (1.0,) * len(SSP2))

    def distance(c: float) -> float:
        steps = [(0.5 * (place + 0.5)) / 2000 for place in range(2000)]
        return sum((region.a * m + region.b * m**4 - c * m**3) ** 2 for m in steps)

    assert distance(region.cubic) < min(distance(region.cubic * 1.01), distance(region.cubic * 0.99))


def test_every_system_in_force_is_priced_or_named(known: World) -> None:
    world = read_world(FOLDER, ("in-force",))
    named = {id: lacks for id, _, lacks in missing(world)}
    priced = set(prices("in-force"))
    assert set(pricings(known)) == set(named) | priced
    assert not set(named) & priced
    assert all(named.values())
    with_both = {
        id
        for id in pricings(known)
        if known.mechanism[id].covered_emissions is not None and known.mechanism[id].observed_prices
    }
    assert with_both <= priced


def test_opening_holdings_by_hand() -> None:
    """Korea: three caps of 589.3 Mt less 591, 572 and 550 Mt that were emitted."""
    world = read_world(FOLDER, ("assumed-supply",))
    holdings = world.mechanism["kor-ets"].opening_holdings
    assert holdings is not None
    assert float(holdings.values[0].value) == pytest.approx(3 * 589.3 - 591 - 572 - 550)
    assert holdings.values[0].status == "assumed"


@pytest.mark.parametrize("family", ["rice50", "cubic"])
def test_fitted_prices_are_those_observed(family: str) -> None:
    for row in calibration(family):
        if row["reason"] == "fitted":
            assert float(row["calibrated_usd"]) == pytest.approx(float(row["observed_usd"]), rel=2e-3, abs=0.011)
        else:
            assert row["factor"] == "1"
            assert row["why"]
        outside = not BAND[0] <= float(row["abated_share"]) <= BAND[1]
        assert (row["outside_band"] == "yes") == outside
        assert row["why"] or not outside


def test_the_world_has_the_calibrated_prices() -> None:
    together = prices("in-force")
    for row in calibration("rice50"):
        assert together[row["market"].split("+")[0]] == pytest.approx(float(row["calibrated_usd"]), rel=2e-3, abs=0.011)


def test_links_in_force_have_one_price() -> None:
    linked, apart = prices("in-force"), prices("no-links")
    for pair in (("usa-ca", "can-qc"), ("eu-ets", "che-ets"), ("jpn-tokyo", "jpn-saitama")):
        assert linked[pair[0]] == pytest.approx(linked[pair[1]], rel=1e-6)
        assert apart[pair[0]] != pytest.approx(apart[pair[1]], rel=0.01)


def test_charges_are_paid_at_their_rate(known: World) -> None:
    """Singapore: SGD 45 in 2026, money of 2026."""
    rate = known.mechanism["sgp-icc"].charge
    assert rate is not None
    assert prices("in-force")["sgp-icc"] == pytest.approx(45 * 0.74477 / (1 + 0.2 * (1.1487 / 1.0404 - 1)), rel=0.01)


@pytest.mark.parametrize("scenario", [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in LONG)])
def test_scenarios_are_solved(scenario: str) -> None:
    run = solved(scenario)
    assert run.status == "solved"
    assert run.years == YEARS
    assert all(not row.unmet or row.unmet < 1e-6 for row in run.markets)


def test_every_scenario_is_tried() -> None:
    shipped = {path.stem for path in (FOLDER / "scenarios").glob("*.toml")}
    assert shipped == {*QUICK, *LONG, "assumed-supply"}


def test_a_market_of_three_has_one_price() -> None:
    found = prices("east-asia")
    assert found["chn-national"] == pytest.approx(found["kor-ets"], rel=1e-6)
    assert found["chn-national"] == pytest.approx(found["jpn-gx-ets"], rel=1e-6)


def test_china_has_slack_sectors_until_caps_come() -> None:
    """In 2026 steel, cement and aluminium are given what they would emit; from 2027 the emissions of 2026."""
    world = read_world(FOLDER, ("in-force",))
    rules = world.mechanism["chn-national"]
    industry = rules.benchmarks["industry"]
    assert [value.value for value in industry.values] == [1, 1]
    assert industry.end is not None
    assert industry.end.year == BASE
    assert rules.benchmarks["power"].output_response is not None
    assert rules.cap is not None
    caps = {value.year: value.value for value in rules.cap.values}
    assert caps[2026] == 0 < caps[2027] == caps[2040]


# What the inputs say is what their origins say ---------------------------------------------------------------------


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_rice50_is_the_original(shared_data: Path) -> None:
    original = {
        (row["region"], row["year"]): row
        for row in read(shared_data / "macc" / "rice50_mac_coefficients_2015_2050.csv")
    }
    for row in rows("rice50"):
        of_2030 = original[row["region"], "2030"]
        assert (row["a"], row["b"]) == (of_2030["a"], of_2030["b"])
        for year in SSP2:
            assert row[f"ssp2_{year}_gt"] == original[row["region"], str(year)]["bau_gtco2_ssp2"]
    regions = {(row["iso3"], row["region"]) for row in read(shared_data / "macc" / "rice50_region_iso3.csv")}
    assert {(row["iso3"], row["region"]) for row in rows("countries")} <= regions


def test_emissions_are_the_original(shared_data: Path) -> None:
    original = {
        (row["Code"], row["Year"]): float(row["Annual CO₂ emissions"]) / 1e6
        for row in read(shared_data / "emissions" / "owid_co2_fossil_1750_2024.csv")
    }
    japan = next(row for row in rows("activities") if row["id"] == "jpn-sectors")
    assert float(japan["size"]) == pytest.approx(0.6 * original["JPN", "2024"], abs=0.05)
    fall = original["OWID_WRL", "2020"] / original["OWID_WRL", "2019"]
    assert "by    = 0.948" in (FOLDER / "scenarios" / "shock-2020.toml").read_text(encoding="utf-8")
    assert fall == pytest.approx(0.948, abs=5e-4)
