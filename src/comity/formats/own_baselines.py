"""A user's baselines: rows of a table → baselines as they would stand in `activities.toml`.

A row is an activity, with a column a year; or an activity and a year. Empty cells are unknown, not zero: years between
two figures are read off the line, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from comity.errors import said
from comity.formats.own_cells import (
    Given,
    again,
    by_activity,
    heads_fit,
    note_of,
    number,
    quantity_unit,
    same_below,
    year_of,
)
from comity.formats.own_table import Faults, Row, Table
from comity.world.world import World

BASELINE_COLUMNS = ("activity", "name", "host", "unit", "year", "value", "source", "note")
#: How many years outside the world's own a figure may stand, to read the first or last of these off the line.
YEARS_BESIDE = 10


def baselines(table: Table, world: World, faults: Faults) -> list[Given]:
    """The baselines of a table, wide or long. Mistakes are noted."""
    long = "year" in table.heads or not table.years
    needed = ("activity", "unit", "year", "value") if long else ("activity", "unit")
    other = "--curves" if "family" in table.heads or "abatement" in table.heads else ""
    if not heads_fit(table, needed, BASELINE_COLUMNS, faults, years=True, other=other):
        return []
    saying = [row for row in table.rows if set(row.cells) & {"year", "value", *table.years}]
    return [
        given
        for id, rows in by_activity(saying, world, faults).items()
        if (given := (_long if long else _wide)(id, rows, world, faults))
    ]


def _wide(id: str, rows: list[Row], world: World, faults: Faults) -> Given | None:
    before, row = len(faults.problems), rows[0]
    for other in rows[1:]:
        again(other, "activity", row.line, said("expected-own-once"), faults)
    unit = quantity_unit(row, "unit", faults)
    figures = {}
    for column in faults.table.years:
        value = _figure(row, column, faults)
        if value is not None:
            figures[int(column)] = (value, row)
    for year in beyond(figures, id, world):
        first, last = world.world.years[0], world.world.years[-1]
        expected = said("expected-own-year", first=first, last=last)
        faults.add(row.line, str(year), str(figures[year][0]), expected)
    return _given(id, unit, figures, world, faults) if len(faults.problems) == before else None


def _long(id: str, rows: list[Row], world: World, faults: Faults) -> Given | None:
    before = len(faults.problems)
    unit = quantity_unit(rows[0], "unit", faults)
    same_below(rows, ("unit",), faults)
    figures: dict[int, tuple[Decimal, Row]] = {}
    for row in rows:
        value, year = _figure(row, "value", faults), year_of(row, faults)
        if value is None and "value" not in row.cells:
            faults.add(row.line, "value", None, said("rule-number"))
        if year in figures:
            again(row, "year", figures[year][1].line, said("expected-own-once"), faults)
        elif year is not None and value is not None:
            figures[year] = (value, row)
    for year in beyond(figures, id, world):
        expected = said("expected-own-year", first=world.world.years[0], last=world.world.years[-1])
        faults.add(figures[year][1].line, "year", str(year), expected)
    return _given(id, unit, figures, world, faults) if len(faults.problems) == before else None


def _figure(row: Row, column: str, faults: Faults) -> Decimal | None:
    value = number(row, column, faults)
    if value is not None and value < 0:
        faults.add(row.line, column, row.cells[column], said("rule-greater-than-equal", ge=0))
        return None
    return value


def _given(
    id: str, unit: str, figures: Mapping[int, tuple[Decimal, Row]], world: World, faults: Faults
) -> Given | None:
    notes = {year: note_of(faults.table, row, world) for year, (_, row) in figures.items()}
    return baseline(id, unit, {year: (value, row.line) for year, (value, row) in figures.items()}, notes)


def baseline(
    id: str, unit: str, figures: Mapping[int, tuple[Decimal, int]], notes: Mapping[int, dict[str, Any]]
) -> Given:
    """A baseline from its figures and their lines, by year."""
    years = sorted(figures)
    values = [{"year": year, "value": figures[year][0], **notes[year]} for year in years]
    lines: dict[tuple[str | int, ...], int] = {("values", place): figures[year][1] for place, year in enumerate(years)}
    lines[()] = min(line for _, line in figures.values())
    return Given(id, "baseline", {"unit": unit, "values": values}, lines)


def beyond(years: Iterable[int], id: str, world: World) -> Sequence[int]:
    """Those years that no year of the world is read off, and in which the world has no figure either."""
    given = sorted(years)
    first, last = world.world.years[0], world.world.years[-1]
    low = max((year for year in given if year <= first), default=first)
    high = min((year for year in given if year >= last), default=last)
    low, high = max(low, first - YEARS_BESIDE), min(high, last + YEARS_BESIDE)
    present = {value.year for value in world.activity[id].baseline.values}
    return [year for year in given if not low <= year <= high and year not in present]
