"""What the activities of the world `2026` are made of: its inputs, the figures of its mechanisms, and two rules.

    observed   =  covered emissions of the mechanism, less activities that are counted apart (Mt CO2e)
    share      =  what the uncalibrated curve abates at the prices last observed under the mechanisms that cover it
    baseline   =  observed / (1 − share)  ×  growth of SSP2 from the year of the figure

The first says what was emitted under the price; the last what would have been without it, and how it goes on. Figures
that the World Bank's coverage gives are of emissions of 2023 whatever their year says. The growth is that of the CO2
of a whole region of RICE50+, read off the line between its five-year figures; no sector is in it, and history after
2020 is not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from comity.studies.rice50_2030 import rows as rows_of
from comity.world.mechanism import Mechanism
from comity.world.read import SHIPPED, build, read_folder
from comity.world.world import World

FOLDER = SHIPPED / "2026"
#: Of RICE50+, from its coefficients to USD of 2005 per t CO2; constant until about 2045.
FACTOR = Decimal("0.492373")
#: The first year solved; prices last observed are taken to hold in it.
BASE = 2026
#: The years of a baseline that are written; those between are read off the line.
POINTS = (2026, 2030, 2035, 2040)
#: The years of the SSP2 baselines among the inputs.
SSP2 = (2015, 2020, 2025, 2030, 2035, 2040)
#: The World Bank's coverage is of emissions of this year.
WB_YEAR = 2023
CENT = Decimal("0.01")


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """An input file of this world."""
    return rows_of(name, folder)


def facts(folder: Path = FOLDER) -> World:
    """The world as its files stand, without activities and scenarios: the mechanisms and their figures."""
    read = read_folder(folder)
    naming = ("scenarios", "reference", "curve-families")  # scenarios, of which some are written from these facts
    settings = {key: value for key, value in read.tree["world"].items() if key not in naming}
    read.tree.update(activity={}, world=settings)
    return build(read)


@dataclass(frozen=True)
class Region:
    """The regions of RICE50+ that stand for an activity, as one: means weighted by SSP2 baselines of 2030."""

    names: tuple[str, ...]
    a: float
    """Of the curve a m + b m⁴, m the share of the baseline that is abated; USD of 2005 per t CO2."""
    b: float
    path: tuple[float, ...]
    """SSP2 baselines of the years `SSP2`, Gt CO2."""

    def at(self, year: int) -> float:
        """The SSP2 baseline of a year, on the line between two figures; Gt CO2."""
        after = next(place for place, known in enumerate(SSP2) if year <= known)
        if after == 0:
            return self.path[0]
        first, last = SSP2[after - 1], SSP2[after]
        return self.path[after - 1] + (self.path[after] - self.path[after - 1]) * (year - first) / (last - first)

    @property
    def cubic(self) -> float:
        """The coefficient c of c m³ that is nearest to the curve up to one half (least squares); USD of 2005 per t CO2.

        Minimises the integral of (a m + b m⁴ − c m³)² from 0 to M = 1/2, hence c = 7 (a / (5 M²) + b M / 8).
        """
        most = 0.5
        return 7 * (self.a / (5 * most**2) + self.b * most / 8)

    def share(self, price: float) -> float:
        """The share that is abated at a price in USD of 2005 per t CO2; by halving, to 1e-12."""
        low, high = 0.0, 1.0
        while high - low > 1e-12:
            half = (low + high) / 2
            low, high = (half, high) if self.a * half + self.b * half**4 < price else (low, half)
        return high if price > 0 else 0.0


@dataclass(frozen=True)
class Sector:
    """One activity, with all that its rules need."""

    row: dict[str, str]
    region: Region
    observed: Decimal
    """Mt CO2e."""
    year: int
    """Of the emissions observed."""
    source: str
    status: str
    price: float
    """The sum of prices last observed under its mechanisms, USD of 2025 per t; 0 where there is none."""
    usd2005: float
    """USD of 2005 per USD of 2025."""

    @property
    def id(self) -> str:
        """Its id in `activities.toml`."""
        return self.row["id"]

    @property
    def covered_by(self) -> tuple[str, ...]:
        """The mechanisms that cover it, the one that says its size first."""
        return tuple(self.row["covered_by"].split(";"))

    @cached_property
    def share(self) -> Decimal:
        """What the uncalibrated curve abates at the price observed."""
        return Decimal(self.region.share(self.price * self.usd2005)).quantize(Decimal("0.0001"))

    def baseline(self, year: int) -> Decimal:
        """Emissions without abatement, Mt CO2e."""
        growth = Decimal(self.region.at(year) / self.region.at(self.year))
        return (self.observed / (1 - self.share) * growth).quantize(CENT)


def sectors(folder: Path = FOLDER, world: World | None = None) -> list[Sector]:
    """The activities, in the order of `inputs/activities.csv`."""
    known = world or facts(folder)
    listed = {row["id"]: row for row in rows("activities", folder)}
    regions = _regions(folder)
    deflated = 1 / float(known.measures.convert_price(Fraction(1), "USD2005/t CO2", known.world.price_year))
    found = []
    for row in listed.values():
        size, year, source, status = _size(known, row)
        for other in filter(None, row["less"].split(";")):
            size -= _size(known, listed[other])[0]
            status = "derived"
        price = sum(_price(known, id) or 0.0 for id in row["covered_by"].split(";"))
        region = _mean([regions[country] for country in row["countries"].split(";")])
        found.append(Sector(row, region, size, year, source, status, price, deflated))
    return found


def latest(world: World, mechanism: Mechanism) -> tuple[int, float] | None:
    """The price last observed: its year, and USD of 2025 per t CO2e. None where there is none."""
    best: tuple[int, float] | None = None
    for series in mechanism.observed_prices.values():
        value = max(series.values, key=lambda one: one.year)
        money = series.money_year(value.year)
        price = float(world.measures.convert_price(Fraction(value.value), series.unit, money))
        if best is None or value.year > best[0]:
            best = value.year, price
    return best


def _price(world: World, id: str) -> float | None:
    """The price that speaks for a mechanism: the last observed, else the floor of the first year."""
    mechanism = world.mechanism[id]
    if mechanism.charge is not None and mechanism.charge.less:
        return None  # a floor under another mechanism's price: that one's speaks for both
    seen = latest(world, mechanism)
    if seen is not None:
        return seen[1]
    floor = mechanism.price_controls.floor
    reading = floor.price.at(BASE) if floor is not None else None
    if floor is None or reading is None:
        return None
    return float(world.measures.convert_price(reading.value, floor.price.unit, floor.price.money_year(BASE)))


def _size(world: World, row: dict[str, str]) -> tuple[Decimal, int, str, str]:
    """Emissions observed, the year they are of, and the source and status of the figure."""
    if row["size"]:
        status = "derived" if "%" in row["size_source"] else "sourced"
        return Decimal(row["size"]), int(row["size_year"]), row["size_source"], status
    covered = world.mechanism[row["covered_by"].split(";")[0]].covered_emissions
    if covered is None:
        raise LookupError(f"{row['id']}: no covered emissions")
    value = max(covered.values, key=lambda one: one.year)
    size = Decimal(str(float(world.measures.convert_quantity(Fraction(value.value), covered.unit))))
    return size, WB_YEAR if value.source == "wb-coverage" else value.year, value.source, value.status


def _regions(folder: Path) -> dict[str, dict[str, str]]:
    """By country, the row of its region."""
    rice50 = {row["region"]: row for row in rows("rice50", folder)}
    return {row["iso3"]: rice50[row["region"]] for row in rows("countries", folder)}


def _mean(several: list[dict[str, str]]) -> Region:
    distinct = list({row["region"]: row for row in several}.values())
    path = tuple(sum(float(row[f"ssp2_{year}_gt"]) for row in distinct) for year in SSP2)
    weights = [float(row["ssp2_2030_gt"]) / path[SSP2.index(2030)] for row in distinct]
    a, b = (sum(w * float(row[key]) for w, row in zip(weights, distinct, strict=True)) for key in ("a", "b"))
    return Region(tuple(row["region"] for row in distinct), a * float(FACTOR), b * float(FACTOR), path)
