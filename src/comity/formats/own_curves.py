"""A user's abatement curves: rows of a table → curves as they would stand in `activities.toml`.

A row is a term or a step of a curve, in the columns of its family; or, in a table without families, a point that the
curve goes through: how much is abated (tonnes, or a share of the baseline), and what the last tonne costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ValidationError

from comity.errors import said
from comity.formats.own_cells import (
    Given,
    again,
    by_activity,
    choice,
    decimal,
    heads_fit,
    note_of,
    number,
    price_unit,
    quantity_unit,
    same_below,
)
from comity.formats.own_table import Faults, Row, Table
from comity.world.activity import Exponential, Linear, Piecewise, Power, Quadratic
from comity.world.problems import problems_of
from comity.world.world import World

MODELS: Mapping[str, type[BaseModel]] = {
    "linear": Linear,
    "quadratic": Quadratic,
    "power": Power,
    "exponential": Exponential,
    "piecewise": Piecewise,
}
#: The columns of each family.
PARAMETERS = {
    "linear": ("slope", "intercept"),
    "quadratic": ("a", "b"),
    "power": ("coefficient", "exponent"),
    "exponential": ("coefficient", "rate"),
    "piecewise": ("quantity", "price", "to-price"),
}
OPTIONAL = ("intercept", "to-price")
#: Families of several rows, and the list in which these stand.
LISTS = {"power": "terms", "piecewise": "steps"}
PER = ("quantity", "share")
#: What all rows of a curve have in common.
SHARED = ("family", "unit", "per", "factor", "supply")
EVERY_PARAMETER = tuple(dict.fromkeys(column for columns in PARAMETERS.values() for column in columns))
DESCRIBING = ("activity", "name", "host", "source", "note")
TERM_COLUMNS = (*DESCRIBING[:3], *SHARED, *EVERY_PARAMETER, *DESCRIBING[3:])
POINT_COLUMNS = (*DESCRIBING[:3], "abatement", "share", "abatement-unit", "marginal-cost", "unit", *DESCRIBING[3:])


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A point of a curve: what is abated (the world's unit, or a share), at what marginal cost; and its line."""

    abatement: Decimal
    price: Decimal
    line: int


def curves(table: Table, world: World, faults: Faults) -> list[Given]:
    """The curves of a table of terms, or of points if it has no families. Mistakes are noted."""
    if "family" not in table.heads and {"abatement", "share"} & set(table.heads):
        return _of_points(table, world, faults)
    other = "--baselines" if table.years or "year" in table.heads else ""
    if not heads_fit(table, ("activity", "family", "unit"), TERM_COLUMNS, faults, other=other):
        return []
    saying = [row for row in table.rows if set(row.cells) & {"family", "factor", "supply", *EVERY_PARAMETER}]
    found = (_of_terms(id, rows, world, faults) for id, rows in by_activity(saying, world, faults).items())
    return [one for one in found if one is not None]


def _of_terms(id: str, rows: list[Row], world: World, faults: Faults) -> Given | None:
    """The curve of an activity; None if something is wrong with it, which is then noted."""
    before, first = len(faults.problems), rows[0]
    if "family" not in first.cells:
        faults.add(first.line, "family", None, said("rule-literal-error", expected=", ".join(MODELS)))
    family = choice(first, "family", tuple(MODELS), faults)
    value: dict[str, Any] = {"family": family, "unit": price_unit(first, "unit", faults)}
    value["per"] = choice(first, "per", PER, faults) or PER[0]
    for column in ("factor", "supply"):  # written out, so that scenarios find them
        given = number(first, column, faults)
        value[column] = Decimal(1) if given is None else given
    same_below(rows, SHARED, faults)
    if not family:
        return None
    places: dict[tuple[str | int, ...], tuple[int, str]] = {(column,): (first.line, column) for column in SHARED}
    _once(rows, family, faults)
    listed = LISTS.get(family, "")
    rows = rows if listed else rows[:1]
    numbers = [_numbers(row, family, faults) for row in rows]
    for position, (row, one) in enumerate(zip(rows, numbers, strict=True)):
        above = (listed, position) if listed else ()
        places |= {(*above, column): (row.line, column) for column in PARAMETERS[family]}
        places.setdefault(above, (row.line, PARAMETERS[family][-1]))
        if not listed:
            value |= one
    if listed:
        value[listed] = numbers
    if family == "piecewise":
        _in_order(rows, numbers, faults)
    value |= note_of(faults.table, first, world)
    _validate(family, value, places, faults)
    lines = {path: line for path, (line, _) in places.items()}
    return Given(id, "curve", value, lines | {(): first.line}) if len(faults.problems) == before else None


def _once(rows: Sequence[Row], family: str, faults: Faults) -> None:
    """Note a row that stands twice, or a second one of a curve that has but one."""
    expected = said("expected-own-once") if family in LISTS else said("expected-own-one-row", family=family)
    seen: dict[Any, int] = {}
    for row in rows:
        terms = tuple(row.cells.get(column) for column in PARAMETERS[family]) if family in LISTS else ()
        if terms in seen:
            again(row, "activity", seen[terms], expected, faults)
        seen.setdefault(terms, row.line)


def _numbers(row: Row, family: str, faults: Faults) -> dict[str, Decimal]:
    """The parameters of a row, by column; those of other families must be empty."""
    found = {}
    for column in EVERY_PARAMETER:
        if column not in PARAMETERS[family]:
            if column in row.cells:
                expected = said("expected-own-empty", family=family, columns=", ".join(PARAMETERS[family]))
                faults.add(row.line, column, row.cells[column], expected)
            continue
        value = number(row, column, faults)
        if value is not None:
            found[column] = value
        elif column not in row.cells and column not in OPTIONAL:
            faults.add(row.line, column, None, said("expected-own-parameter", family=family))
    return found


def _in_order(rows: Sequence[Row], steps: Sequence[Mapping[str, Decimal]], faults: Faults) -> None:
    end: Decimal | None = None
    for row, step in zip(rows, steps, strict=True):
        if end is not None and "price" in step and step["price"] < end:
            faults.add(row.line, "price", row.cells["price"], said("expected-own-rising", least=end))
        start, end = step.get("price"), step.get("to-price", step.get("price"))
        if start is not None and end is not None and end < start:
            faults.add(row.line, "to-price", row.cells["to-price"], said("expected-own-rising", least=start))


def _validate(
    family: str, value: dict[str, Any], places: Mapping[tuple[str | int, ...], tuple[int, str]], faults: Faults
) -> None:
    """Note what the schema finds wrong with a curve, at the cell that it is about. What is missing, or no number, has
    been noted: 1 stands in for it."""
    paths: list[tuple[str | int, ...]] = []

    def place(path: tuple[str | int, ...]) -> tuple[str, int]:
        paths.append(path)
        return faults.table.file, places.get(path, places.get((), (0, "")))[0]

    stand_in = {column: Decimal(1) for column in PARAMETERS[family] if column not in OPTIONAL}
    listed = LISTS.get(family)
    terms = {listed: [{**stand_in, **one} for one in value[listed]]} if listed else {}
    whole = {**(stand_in if not listed else {}), **value, "unit": value["unit"] or "EUR/t", **terms}
    try:
        MODELS[family].model_validate(whole)
    except ValidationError as error:
        problems = problems_of(MODELS[family], whole, error, place)
        for path, problem in zip(paths, problems, strict=True):
            if problem.expected.key not in ("rule-segment-rises", "rule-segments-in-order"):  # noted at their rows
                column = places.get(path, (0, "activity"))[1]
                faults.problems.append(replace(problem, address=faults.table.address(column)))


def _of_points(table: Table, world: World, faults: Faults) -> list[Given]:
    """Curves through points: column `abatement` or `share`, and `marginal-cost` (or `price`)."""
    cost = "price" if "price" in table.heads and "marginal-cost" not in table.heads else "marginal-cost"
    amount = "share" if "share" in table.heads else "abatement"
    if not heads_fit(table, ("activity", cost, "unit"), (*POINT_COLUMNS, cost), faults):
        return []
    if "share" in table.heads and "abatement" in table.heads:
        faults.add(table.top, "share", table.heads["share"], said("expected-own-one-amount"))
    found = []
    saying = [row for row in table.rows if set(row.cells) & {amount, cost}]
    for id, rows in by_activity(saying, world, faults).items():
        before = len(faults.problems)
        unit = price_unit(rows[0], "unit", faults)
        same_below(rows, ("unit",), faults)
        points = [point for row in rows if (point := _point(row, amount, cost, world, faults))]
        if len(faults.problems) == before:
            per = "share" if amount == "share" else "quantity"
            given = through(id, points, {"unit": unit, "per": per, **note_of(table, rows[0], world)}, cost, faults)
            found += [given] if given else []
    return found


def _point(row: Row, amount: str, cost: str, world: World, faults: Faults) -> Point | None:
    abated, price = number(row, amount, faults), number(row, cost, faults)
    for column, value in ((amount, abated), (cost, price)):
        if value is None and column not in row.cells:
            faults.add(row.line, column, None, said("rule-number"))
    if abated is not None and abated < 0:
        faults.add(row.line, amount, row.cells[amount], said("rule-greater-than-equal", ge=0))
    if abated is not None and amount == "abatement" and "abatement-unit" in row.cells:
        unit = quantity_unit(row, "abatement-unit", faults)
        abated = decimal(world.measures.convert_quantity(Fraction(abated), unit)) if unit else None
    return Point(abated, price, row.line) if abated is not None and price is not None else None


def through(id: str, points: Sequence[Point], common: dict[str, Any], cost: str, faults: Faults) -> Given | None:
    """The piecewise curve through points: straight between them, and from nothing abated at no cost (or at the first
    point's, if that is negative) to the first. None if there is none, which is then noted."""
    before = len(faults.problems)
    steps: list[dict[str, Decimal]] = []
    lines: dict[tuple[str | int, ...], int] = {(): points[0].line if points else 0}
    ordered = sorted(points)
    at = Point(Decimal(0), min(Decimal(0), ordered[0].price) if ordered else Decimal(0), 0)
    if ordered and ordered[0].abatement == 0:
        at = ordered.pop(0)
    for point in ordered:
        if (point.abatement, point.price) == (at.abatement, at.price):
            found = said("found-own-again", what=id, line=at.line)
            faults.add(point.line, "activity", found, said("expected-own-once"))
        elif point.price < at.price:
            faults.add(point.line, cost, str(point.price), said("expected-own-rising", least=at.price))
        elif point.abatement > at.abatement:
            lines["steps", len(steps)] = point.line
            quantity = point.abatement - at.abatement
            steps.append({"quantity": quantity, "price": at.price, "to-price": point.price})
        at = point
    if not steps and len(faults.problems) == before:
        faults.add(points[0].line if points else 0, "abatement", said("found-nothing"), said("expected-own-points"))
    if len(faults.problems) > before:
        return None
    value = {"family": "piecewise", **common, "factor": Decimal(1), "supply": Decimal(1), "steps": steps}
    return Given(id, "curve", value, lines)
