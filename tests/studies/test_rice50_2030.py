"""The world `rice50-2030` is what its inputs and rules make it, and its inputs are what their origins say."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pytest

import comity
from comity.studies import rice50_2030
from comity.studies.rice50_2030 import FOLDER, Region, files, regions, rows

GENERATED = ("parties.toml", "activities.toml", "mechanisms/*.toml", "agreements/*.toml")


@pytest.fixture(scope="module")
def found() -> dict[str, Region]:
    return {region.code: region for region in regions()}


def test_committed_files_are_what_the_study_writes(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "inputs", tmp_path / "inputs")
    rice50_2030.main(tmp_path)
    for pattern in GENERATED:
        written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.glob(pattern)}
        assert written == {path.relative_to(FOLDER): path.read_bytes() for path in FOLDER.glob(pattern)}


def test_caps_have_one_place(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "inputs", tmp_path / "inputs")
    caps = tmp_path / "inputs" / "caps.csv"
    caps.write_text(caps.read_text(encoding="utf-8").replace("0.30", "0.40"), encoding="utf-8")
    changed = {region.code: region for region in regions(tmp_path)}
    assert changed["rfa"].cap == (changed["rfa"].baseline * Decimal("0.6")).quantize(Decimal("0.01"))
    assert changed["chn"].cap == (changed["chn"].baseline * Decimal("0.9")).quantize(Decimal("0.01"))


def test_baselines_follow_the_rule(found: dict[str, Region]) -> None:
    """Germany by hand: 572.32 Mt in 2024; SSP2 0.69809, 0.67666, 0.63427 Gt in 2020, 2025, 2030, so 0.68094 in 2024."""
    germany = found["rfa"]
    assert float(germany.observed) == pytest.approx(572.32, abs=0.01)
    assert float(germany.baseline) == pytest.approx(572.32 * 0.63427 / 0.68094, abs=0.02)
    assert germany.cap == Decimal("373.16")


def test_the_broken_path_grows_like_the_rest(found: dict[str, Region]) -> None:
    rest = [region for code, region in found.items() if code != "golf57"]
    growth = sum(region.observed * region.growth for region in rest) / sum(region.observed for region in rest)
    assert found["golf57"].growth == pytest.approx(growth)


def test_every_region_is_whole(found: dict[str, Region]) -> None:
    assert len(found) == 57
    assert set(found) == {row["region"] for row in rows("rice50")} == {row["region"] for row in rows("countries")}
    assert all(0 < region.cap < region.baseline for region in found.values())
    assert len({region.party for region in found.values()}) == 57
    alone = {region.code: region.party for region in found.values() if region.kind == "state"}
    countries: dict[str, list[str]] = {}
    for row in rows("countries"):
        countries.setdefault(row["region"], []).append(row["iso3"])
    assert alone == {code: listed[0] for code, listed in countries.items() if len(listed) == 1}


def test_the_readme_names_who_has_no_figure() -> None:
    observed = {row["iso3"] for row in rows("fossil-co2-2024")}
    without = sorted({row["iso3"] for row in rows("countries")} - observed)
    text = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    assert f"{len(without)} territories" in text
    assert " ".join(without) in text


@pytest.mark.parametrize(
    ("scenario", "blocs"),
    [("two-blocs", [("advanced",), ("other",)]), ("one-market", [("advanced", "other")])],
)
def test_prices_clear_the_market(found: dict[str, Region], scenario: str, blocs: list[tuple[str, ...]]) -> None:
    """The price by bisection, from the study's figures alone."""
    answer = comity.solve(comity.World.load("rice50-2030", scenario))
    assert answer.status == "solved"
    prices = {row.mechanism: row.price for row in answer.markets}
    for groups in blocs:
        members = [region for region in found.values() if region.group in groups]
        expected = dict.fromkeys((region.code for region in members), pytest.approx(clearing(members), rel=1e-6))
        assert {region.code: prices[region.code] for region in members} == expected


def clearing(members: list[Region]) -> float:
    """The price at which the regions together abate what their caps ask for."""
    needed = float(sum(region.baseline - region.cap for region in members))
    return bisect(lambda price: sum(abated(region, price) for region in members), needed, 0.0, 1000.0)


def abated(region: Region, price: float) -> float:
    a, b = float(region.a), float(region.b)
    share = bisect(lambda m: 0.492373 * (a * m + b * m**4), price, 0.0, 1.0)
    return share * float(region.baseline)


def bisect(rising: Callable[[float], float], value: float, low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < value else (low, middle)
    return low


# What the inputs say is what their origins say ---------------------------------------------------------------------


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def pairs(found: Iterable[dict[str, str]], *keys: str) -> set[tuple[str, ...]]:
    return {tuple(row[key] for key in keys) for row in found}


def test_rice50_is_the_original(shared_data: Path) -> None:
    original = read(shared_data / "macc" / "rice50_mac_coefficients_2015_2050.csv")
    by_year = {year: [row for row in original if row["year"] == year] for year in ("2020", "2025", "2030")}
    mine = rows("rice50")
    assert pairs(mine, "region", "a", "b") == pairs(by_year["2030"], "region", "a", "b")
    for year, listed in by_year.items():
        assert pairs(mine, "region", f"ssp2_{year}_gt") == pairs(listed, "region", "bau_gtco2_ssp2")
    regions_of = read(shared_data / "macc" / "rice50_region_iso3.csv")
    assert pairs(rows("countries"), "region", "iso3") == pairs(regions_of, "region", "iso3")


def test_emissions_are_the_original(shared_data: Path) -> None:
    original = read(shared_data / "emissions" / "owid_co2_fossil_1750_2024.csv")
    of_2024 = [row for row in original if row["Year"] == "2024"]
    values = {row["Code"].replace("OWID_KOS", "KSV"): row["Annual CO₂ emissions"] for row in of_2024}
    listed = {row["iso3"] for row in rows("countries")}
    assert {row["iso3"]: row["co2_t"] for row in rows("fossil-co2-2024")} == {
        iso3: value for iso3, value in values.items() if iso3 in listed
    }
    bunkers = [row["Annual CO₂ emissions"] for row in of_2024 if row["Entity"].startswith("International ")]
    total = sum(float(region.observed) for region in regions()) + sum(map(float, bunkers)) / 1e6
    assert total == pytest.approx(float(values["OWID_WRL"]) / 1e6, rel=1e-5)


def test_advanced_economies_are_the_original(shared_data: Path) -> None:
    listed = rows("advanced-economies")
    for body, name in (("OECD", "oecd"), ("EU", "european-union")):
        members = {row["iso3"] for row in listed if body in row["member_of"].split("+")}
        assert members == {row["Code"] for row in read(shared_data / "groups" / f"{name}.csv")}


def test_every_file_says_that_it_is_generated() -> None:
    assert [path for path, text in files(regions()).items() if not text.startswith("# Written by")] == []
