"""Every market system of the world `2026`, fitted in a year and asked for the three after it.

`python -m comity.studies.world_2026_backtest` prints the misses and writes docs/validation/backtest.md.

For each system and each year t with a price in it and in one of the three years after: its costs are fitted to the
price of t as in `world_2026`, the years t to t + 4 being solved together (or, to see what foresight does, t to t +
9); what the same solution says of t + 1 to t + 3 stands beside what was observed and beside the price of t, the
forecast that nothing changes. All prices are in USD of 2025. Where no scale brings the price about, there is no
forecast, and the page says so.

What is known in t: its price, the emissions of t where its file has them, and caps, price rules and reserves of the
file. A file has no cap as of a date: caps are those that held, which in a few years were set later. Where the
emissions of t are not known, the only figure there is is carried back by the growth of SSP2; where caps are not, the
share that the price of t leaves is held. What was banked before is the sum of caps less emissions as far back as both
are known."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from comity.market.calibrate import Target, fit, reading, scaled
from comity.market.years import solve_years
from comity.studies.world_2026_data import FOLDER, SSP2, Sector, sectors
from comity.studies.world_2026_page import AHEAD, APART, HORIZONS, Forecast, page
from comity.world.activity import Activity
from comity.world.mechanism import Cap, Mechanism
from comity.world.pricing import pricings
from comity.world.read import read_world
from comity.world.values import Quantity, Ratio
from comity.world.world import World

PAGE = Path(__file__).parents[3] / "docs" / "validation" / "backtest.md"


def prices(world: World, mechanism: Mechanism) -> dict[int, float]:
    """What was observed, by year."""
    found: dict[int, float] = {}
    for series in mechanism.observed_prices.values():
        for value in series.values:
            money = series.money_year(value.year)
            found[value.year] = float(world.measures.convert_price(Fraction(value.value), series.unit, money))
    return dict(sorted(found.items()))


def systems(folder: Path = FOLDER) -> Iterator[tuple[World, Sector, str]]:
    """The market systems to test, with the activity whose region they have; by id."""
    world = read_world(folder, ("assumed-supply",))
    by_first = {one.covered_by[0]: one for one in reversed(sectors(folder))}
    for id, one in sorted(pricings(world).items()):
        if one.kind == "market" and id not in APART:
            yield world, by_first[id], id


def forecasts(world: World, sector: Sector, id: str, horizon: int) -> Iterator[Forecast]:
    """One system, year by year."""
    seen = prices(world, world.mechanism[id])
    for year in seen:
        after = {later: seen[later] for later in range(year + 1, year + AHEAD + 1) if later in seen}
        if year < SSP2[0] or not after:
            continue
        past, cap, size = _as_of(world, sector, id, range(year, year + horizon), seen[year])
        target, years = Target((id,), seen[year]), past.world.years
        found = fit(past, target, years)
        solved = solve_years(scaled(past, target.fitted(past), float(found.scale)), years)
        predicted = {one.year: reading(solved[place:], target).price for place, one in enumerate(solved)}
        yield Forecast(id, year, found, cap, size, {later: predicted[later] for later in after}, after)


def _as_of(world: World, sector: Sector, id: str, years: range, price: float) -> tuple[World, str, str]:
    """The system alone from a year on, with what is known in it; whether caps and emissions are."""
    mechanism, year = world.mechanism[id], years[0]
    emitted = mechanism.covered_emissions.at(year) if mechanism.covered_emissions else None
    growth = sector.region.at(year) / sector.region.at(sector.year)
    observed = float(emitted.value) if emitted is not None else float(sector.observed) * growth
    share = sector.region.share(price * sector.usd2005)
    baseline = {one: observed / (1 - share) * sector.region.at(one) / sector.region.at(year) for one in years}
    caps = mechanism.cap if mechanism.cap and all(mechanism.cap.at(one) for one in years) else None
    held = Cap.model_validate(_series({one: (1 - share) * size for one, size in baseline.items()}) | {"free-share": 1})
    banked = _banked(mechanism, year)
    alone = mechanism.model_copy(
        update={
            "cap": caps or held,
            "benchmarks": {},
            "accepts": {},
            "quotas": {},
            "opening_holdings": Quantity.model_validate(_series({year: banked})) if banked else None,
        }
    )
    past = world.model_copy(
        update={
            "activity": {id: _activity(sector, id, baseline)},
            "mechanism": {id: alone},
            "agreement": {},
            "world": world.world.model_copy(update={"years": tuple(years), "discount_rate": _rate(world, years)}),
        }
    )
    past._clauses = None  # those of the world it was copied from
    return past, "known" if caps else "held", "known" if emitted is not None else "carried"


def _activity(sector: Sector, id: str, baseline: dict[int, float]) -> Activity:
    """All that a system covers, with the uncalibrated curve of its region."""
    terms = [
        {"coefficient": _number(sector.region.a), "exponent": 1},
        {"coefficient": _number(sector.region.b), "exponent": 4},
    ]
    curve = {"family": "power", "unit": "USD2005/t CO2", "per": "share", "terms": terms, "status": "assumed"}
    return Activity.model_validate(
        {
            "name": {"en": id, "zh": id},
            "host": sector.row["host"],
            "type": "all",
            "baseline": _series(baseline),
            "covered-by": [id],
            "curve": curve,
        }
    )


def _rate(world: World, years: range) -> Ratio:
    """The rate at which holders discount, that of the world's first year in all."""
    rate = world.world.discount_rate
    known = rate.at(world.world.years[0]) if rate else None
    value = _number(float(known.value)) if known else Decimal(0)
    values = [{"year": year, "value": value, "status": "assumed"} for year in (years[0], years[-1])]
    return Ratio.model_validate({"unit": "a year, real", "values": values})


def _banked(mechanism: Mechanism, year: int) -> float:
    """Caps less emissions of the years before, as far back as both are known; Mt."""
    total = 0.0
    for before in range(year - 1, year - 30, -1):
        issued = mechanism.cap.at(before) if mechanism.cap else None
        emitted = mechanism.covered_emissions.at(before) if mechanism.covered_emissions else None
        if issued is None or emitted is None:
            break
        total += float(issued.value - emitted.value)
    return max(total, 0.0)


def _series(figures: dict[int, float]) -> dict[str, object]:
    values = [{"year": year, "value": _number(size), "status": "assumed"} for year, size in figures.items()]
    return {"unit": "Mt CO2e", "values": values}


def _number(value: float) -> Decimal:
    return Decimal(f"{value:.6g}")


def run(folder: Path = FOLDER) -> str:
    """The page, of the files in a folder."""
    every = list(systems(folder))
    names = {id: world.mechanism[id].name.en for world, _, id in every}
    tested = {
        horizon: {id: list(forecasts(world, sector, id, horizon)) for world, sector, id in every}
        for horizon in HORIZONS
    }
    return page(tested, names)


def main() -> None:
    """Print the summary and the misses, and write the page."""
    text = run()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
