"""Curves and baselines out of an IAMC table: columns model, scenario, region, variable, unit, and years.

A region is an activity's id, or the id of the Party that hosts exactly one activity which no other region names. A
baseline is `Emissions|…` of the scenario without a carbon price. A curve goes through one point a scenario: its
`Price|Carbon`, and the share by which its emissions are below those of the scenario without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from comity.errors import said
from comity.formats.own_baselines import baseline, beyond
from comity.formats.own_cells import (
    Given,
    again,
    decimal,
    heads_fit,
    note_of,
    number,
    price_unit,
    quantity_unit,
    year_of,
)
from comity.formats.own_curves import Point, through
from comity.formats.own_table import Faults, Row, Table, like
from comity.world.values import Quantity
from comity.world.world import World

KEYS = ("model", "scenario", "region", "variable", "unit")
PRICE, EMISSIONS = "price|carbon", "emissions|"
#: Of several emissions in a table, those that a world in CO2e, or in another substance, is about.
WHOLE = {True: ("emissions|kyoto gases", "emissions|co2"), False: ("emissions|co2", "emissions|kyoto gases")}
EVERYWHERE = "world"
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of any series
Run = tuple[str, str]
"""A model and a scenario."""


@dataclass(slots=True)
class Series:
    """One variable of a region in one scenario: figures by year, and the rows that they stand in."""

    row: Row
    unit: str
    figures: dict[int, tuple[Decimal, Row]] = field(default_factory=dict)

    def at(self, year: int) -> Fraction | None:
        """The figure of a year, read off the line between two; None outside."""
        values = [{"year": each, "value": value, "status": "assumed"} for each, (value, _) in self.figures.items()]
        reading = Quantity.model_validate({"unit": "t", "values": values}).at(year) if values else None
        return reading.value if reading else None


#: By variable, region and run.
Found = dict[tuple[str, str, Run], Series]


def is_iamc(table: Table) -> bool:
    """Whether a table is an IAMC one, complete or not."""
    return "variable" in table.heads or {"model", "scenario", "region"} <= set(table.heads)


def iamc_baselines(table: Table, world: World, faults: Faults) -> list[Given]:
    """The baselines of an IAMC table. Mistakes are noted."""
    found, variable = _read(table, world, faults)
    if not variable:
        return []
    run = _base_run(found, variable, faults)
    given = []
    for region, id in _places(found, variable, world, faults):
        series = found.get((variable, region, run)) if run else None
        if series is None or not series.figures:
            if run:
                row = next(one.row for (name, at, _), one in found.items() if (name, at) == (variable, region))
                expected = said("expected-own-base-figure", year=world.world.years[0])
                faults.add(row.line, "variable", None, expected)
            continue
        for year, (value, row) in series.figures.items():
            if value < 0:
                column = str(year) if str(year) in table.heads else "value"
                faults.add(row.line, column, row.cells[column], said("rule-greater-than-equal", ge=0))
        years = set(series.figures) - set(beyond(series.figures, id, world))
        figures = {year: (value, row.line) for year, (value, row) in series.figures.items() if year in years}
        notes = {year: note_of(table, series.figures[year][1], world) for year in years}
        if figures:
            given.append(baseline(id, series.unit, figures, notes))
        else:
            expected = said("expected-own-year", first=world.world.years[0], last=world.world.years[-1])
            faults.add(series.row.line, "year", ", ".join(map(str, sorted(series.figures))), expected)
    return given


def iamc_curves(table: Table, world: World, faults: Faults) -> list[Given]:
    """The curves of an IAMC table. Mistakes are noted."""
    found, variable = _read(table, world, faults, priced=True)
    if not variable:
        return []
    run = _base_run(found, variable, faults)
    year = _price_year(found, world, faults)
    if run is None or year is None:
        return []
    given = []
    for region, id in _places(found, variable, world, faults):
        before = len(faults.problems)
        points, unit = _points(found, variable, region, run, year, faults)
        if len(faults.problems) == before:
            row = found[variable, region, run].row
            common = {"unit": unit, "per": "share", **note_of(table, row, world)}
            common["note"] = f"{common['note']} ({year})"
            one = through(id, points, common, "variable", faults)
            given += [one] if one else []
    return given


def _read(table: Table, world: World, faults: Faults, *, priced: bool = False) -> tuple[Found, str]:
    """All prices and emissions of a table, and the variable that emissions are read from; empty if there is none."""
    long = not table.years
    needed = (*KEYS, "year", "value") if long else KEYS
    if not heads_fit(table, needed, (*needed, *table.heads), faults):
        return {}, ""
    found: Found = {}
    for row in table.rows:
        name = row.word("variable").casefold()
        if name != PRICE and not name.startswith(EMISSIONS):
            continue
        key = (name, row.word("region"), (row.word("model"), row.word("scenario")))
        series = found.get(key)
        if series is None:
            read = price_unit if name == PRICE else quantity_unit
            series = found[key] = Series(row, read(row, "unit", faults, lenient=True))
        elif row.cells.get("unit") != series.row.cells.get("unit"):
            expected = said("expected-own-same", line=series.row.line, value=series.row.word("unit"))
            faults.add(row.line, "unit", row.cells.get("unit"), expected)
        _fill(series, row, table, faults, long=long)
    variable = _variable(found, world, faults)
    if priced and variable and not any(name == PRICE for name, _, _ in found):
        faults.add(table.top, "variable", None, said("expected-own-price"))
        return found, ""
    return found, variable


def _fill(series: Series, row: Row, table: Table, faults: Faults, *, long: bool) -> None:
    """Put the figures of a row into its series."""
    stated = year_of(row, faults) if long else None
    columns = {int(column): column for column in table.years} if not long else {stated: "value"} if stated else {}
    for year, column in columns.items():
        value = number(row, column, faults)
        if value is None or not FIRST_YEAR <= year <= LAST_YEAR:
            continue
        if year in series.figures:
            again(row, "year" if long else "variable", series.figures[year][1].line, said("expected-own-once"), faults)
        series.figures.setdefault(year, (value, row))


def _variable(found: Found, world: World, faults: Faults) -> str:
    """The emissions that a table is about: its only ones, else those of all gases or of CO2, as the world has it."""
    table = faults.table
    names = list(dict.fromkeys(name for name, _, _ in found if name != PRICE))
    if not names:
        faults.add(table.top, "variable", None, said("expected-own-emissions"))
        return ""
    substance = world.measures.quantity.text.partition(" ")[2] or "CO2e"
    chosen = names[0] if len(names) == 1 else next((one for one in WHOLE[substance == "CO2e"] if one in names), "")
    if not chosen:
        series = next(one for (name, _, _), one in found.items() if name == names[1])
        faults.add(series.row.line, "variable", series.row.word("variable"), said("expected-own-one-variable"))
    return chosen


def _base_run(found: Found, variable: str, faults: Faults) -> Run | None:
    """The scenario that baselines are those of: the only one, else the only one without a carbon price."""
    runs = list(dict.fromkeys(run for name, _, run in found if name == variable))
    models = {model for model, _ in runs}
    if len(models) > 1:
        row = next(one.row for (name, _, run), one in found.items() if name == variable and run[0] != runs[0][0])
        faults.add(row.line, "model", row.word("model"), said("expected-own-one-model", model=runs[0][0]))
        return None
    prices = [(run, one.figures.values()) for (name, _, run), one in found.items() if name == PRICE]
    priced = {run for run, figures in prices if any(value > 0 for value, _ in figures)}
    free = [run for run in runs if run not in priced] if len(runs) > 1 else runs
    if len(free) != 1:
        wrong = free[1] if free else runs[0]
        row = next(one.row for (name, _, run), one in found.items() if name == variable and run == wrong)
        expected = said("expected-own-base-scenario", scenarios=", ".join(scenario for _, scenario in runs))
        faults.add(row.line, "scenario", row.word("scenario"), expected)
        return None
    return free[0]


def _price_year(found: Found, world: World, faults: Faults) -> int | None:
    """The year whose points make the curves: the world's, if it has one; else the only one of it with prices."""
    prices = [one for (name, _, _), one in found.items() if name == PRICE]
    years = world.world.years
    if len(years) == 1 and all(one.at(years[0]) is not None for one in prices):
        return years[0]
    stated = sorted({year for one in prices for year, (value, _) in one.figures.items() if value > 0})
    inside = [year for year in stated if years[0] <= year <= years[-1]]
    if len(inside) == 1:
        return inside[0]
    expected = said("expected-own-one-price-year", first=years[0], last=years[-1])
    hint = said("hint-own-one-price-year", year=inside[0]) if inside else None
    line = prices[0].row.line
    faults.add(line, "year", ", ".join(map(str, inside or stated)), expected, hint)
    return None


def _places(found: Found, variable: str, world: World, faults: Faults) -> Iterator[tuple[str, str]]:
    """Each region with the activity that it is; one that is none is noted."""
    rows: dict[str, Row] = {}
    for (name, region, _), series in found.items():
        if name == variable:
            rows.setdefault(region, series.row)
    claimed = {region for region in rows if region in world.activity}
    for region, row in rows.items():
        if region in world.activity:
            yield region, region
            continue
        hosted = [id for id, one in world.activity.items() if one.host == region and id not in claimed]
        if len(hosted) == 1:
            yield region, hosted[0]
        elif hosted:
            expected = said("expected-own-activities", activities=", ".join(hosted))
            faults.add(row.line, "region", region, expected)
        elif region.casefold() != EVERYWHERE:
            known = [*world.activity, *dict.fromkeys(one.host for one in world.activity.values())]
            faults.add(row.line, "region", region, said("expected-own-region"), like(region, known))


def _points(found: Found, variable: str, region: str, base: Run, year: int, faults: Faults) -> tuple[list[Point], str]:
    """The points of a region in a year, and the unit of their prices. What is missing is noted."""
    here = (variable, region)
    runs: Mapping[Run, Series] = {run: one for (name, at, run), one in found.items() if (name, at) == here}
    start = runs[base].at(year) if base in runs else None
    if not start or start < 0:
        row = runs[base].row if base in runs else next(iter(runs.values())).row
        faults.add(row.line, "variable", row.word("variable"), said("expected-own-base-figure", year=year))
        return [], ""
    points: dict[tuple[Decimal, Decimal], Point] = {}
    unit, first = "", 0
    for run, emissions in runs.items():
        if run == base:
            continue
        price = _price(found, region, run)
        paid, left = price.at(year) if price else None, emissions.at(year)
        if price is None or paid is None or left is None:
            expected = said("expected-own-price-of", scenario=run[1], region=region, year=year)
            faults.add(emissions.row.line, "variable", None, expected)
            continue
        if unit and price.unit != unit:
            expected = said("expected-own-same", line=first, value=unit)
            faults.add(price.row.line, "unit", price.row.word("unit"), expected)
        if left > start:
            expected = said("expected-own-abated", scenario=base[1], year=year)
            faults.add(emissions.row.line, "scenario", run[1], expected)
            continue
        unit, first = unit or price.unit, first or price.row.line
        point = Point(decimal(1 - left / start), decimal(paid), price.row.line)
        points.setdefault((point.abatement, point.price), point)
    if not points and not unit:
        faults.add(runs[base].row.line, "scenario", None, said("expected-own-priced-scenario", region=region))
    return list(points.values()), unit


def _price(found: Found, region: str, run: Run) -> Series | None:
    """The carbon price of a region in a scenario; else that of the whole world."""
    own = found.get((PRICE, region, run))
    return own or next(
        (one for (name, at, other), one in found.items() if (name, at.casefold(), other) == (PRICE, EVERYWHERE, run)),
        None,
    )
