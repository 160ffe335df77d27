"""Cells of a user's table: numbers, units, activities and choices, each with what to say where it is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any, Literal

from comity.errors import Said, said
from comity.formats.own_table import YEAR, Faults, Row, Table, like, quoted
from comity.quantity import parse_price, parse_quantity
from comity.quantity.units import MASSES, SUBSTANCES
from comity.text import LANGUAGES, load
from comity.world.world import World

#: As in the files of a world.
NUMBER_MOST = 10**18
_NUMBER = re.compile(r"[+-]?([0-9]{1,300}\.?[0-9]{0,300}|\.[0-9]{1,300})([eE][+-]?[0-9]{1,3})?")
#: How other people write what we write in one way: IAMC's currencies, years and substances.
_SPELLINGS = (
    (re.compile(r"^\s*(US\$|\$)"), "USD"),
    (re.compile(r"^\s*€"), "EUR"),
    (re.compile(r"^([A-Z]{3})[_ ]([0-9]{4})"), r"\1\2"),
    (re.compile(r"CO2[-_ ]?(equivalent|equiv|eq|e)\b", re.IGNORECASE), "CO2e"),
    (re.compile(r"(?<![A-Za-z])(t|kt|Mt|Gt)(CO2e?|C)\b"), r"\1 \2"),
    (re.compile(r"\s*/\s*(yr|year|a)$"), ""),
    (re.compile(r"\s*/\s*"), "/"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """One curve or baseline that a user gives: of which activity, as it would stand in `activities.toml`, and the line
    of each of its parts."""

    activity: str
    key: Literal["curve", "baseline"]
    value: dict[str, Any]
    lines: Mapping[tuple[str | int, ...], int]


def number_of(cell: Any) -> Decimal | None:
    """The number of a cell, exactly as it is written; None where there is none, as in `1,000`, `nan` or a date."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | Decimal):
        return Decimal(cell) if Decimal(cell).is_finite() else None
    if isinstance(cell, float):
        return Decimal(repr(cell)) if isfinite(cell) else None
    return Decimal(cell) if isinstance(cell, str) and _NUMBER.fullmatch(cell) else None


def number(row: Row, column: str, faults: Faults) -> Decimal | None:
    """The number in a column; None if the cell is empty, or wrong, which is then noted."""
    cell = row.cells.get(column)
    found = number_of(cell)
    if cell is not None and found is None:
        hint = said("hint-own-formula") if isinstance(cell, str) and cell.startswith("=") else None
        faults.add(row.line, column, cell, said("expected-plain-number"), hint)
    if found is not None and abs(found) > NUMBER_MOST:
        faults.add(row.line, column, cell, said("rule-number-size"))
        return None
    return found


def year_of(row: Row, faults: Faults) -> int | None:
    """The year in the column `year`; None if there is none, which is then noted."""
    found = number_of(row.cells.get("year"))
    if found is None or not YEAR.fullmatch(f"{found.normalize():f}"):
        faults.add(row.line, "year", row.cells.get("year"), said("expected-one-year"))
        return None
    return int(found)


def spelled(unit: str) -> str:
    """A unit as Comity writes it: `US$2010/tCO2` → `USD2010/t CO2`, `Mt CO2-equiv/yr` → `Mt CO2e`."""
    for pattern, ours in _SPELLINGS:
        unit = pattern.sub(ours, unit)
    return unit.strip()


def quantity_unit(row: Row, column: str, faults: Faults, *, lenient: bool = False) -> str:
    """The unit of a quantity; empty if there is none, which is then noted. `lenient`: in anybody's spelling."""
    unit = _unit(row, column, lenient)
    try:
        parse_quantity(unit)
    except ValueError:
        known = {"masses": ", ".join(MASSES), "substances": ", ".join(SUBSTANCES)}
        hint = _respelled(unit, parse_quantity)
        faults.add(row.line, column, row.cells.get(column), said("rule-quantity-unit", **known), hint)
        return ""
    return unit


def price_unit(row: Row, column: str, faults: Faults, *, lenient: bool = False) -> str:
    """The unit of a price; empty if there is none, which is then noted. `lenient`: in anybody's spelling."""
    unit = _unit(row, column, lenient)
    try:
        parse_price(unit)
    except ValueError:
        faults.add(row.line, column, row.cells.get(column), said("rule-price-unit"), _respelled(unit, parse_price))
        return ""
    return unit


def _unit(row: Row, column: str, lenient: bool) -> str:
    return spelled(row.word(column)) if lenient else row.word(column)


def _respelled(unit: str, parse: Any) -> Any:
    """The hint of the unit that was meant, where only its spelling is another's."""
    try:
        parse(spelled(unit))
    except ValueError:
        return None
    return said("hint-did-you-mean", key=spelled(unit))


def choice(row: Row, column: str, choices: Sequence[str], faults: Faults) -> str:
    """One of several words, in either language (`own-<column>-<word>`); empty if there is none, or a wrong one."""
    cell = row.word(column).casefold()
    if not cell:
        return ""
    for word in choices:
        if cell in (word, *(load(lang)(f"own-{column}-{word}").casefold() for lang in LANGUAGES)):
            return word
    expected = said("rule-literal-error", expected=", ".join(choices))
    faults.add(row.line, column, row.cells[column], expected, like(cell, choices))
    return ""


def activity(row: Row, world: World, faults: Faults) -> str:
    """The activity that a row is of; empty if it is of none, which is then noted."""
    id = row.word("activity")
    if id in world.activity:
        return id
    named = [one for one, model in world.activity.items() if id.casefold() in (model.name.en.casefold(), model.name.zh)]
    hint = said("hint-did-you-mean", key=named[0]) if named else like(id, list(world.activity)) if id else None
    faults.add(row.line, "activity", row.cells.get("activity"), said("rule-activity-exists"), hint)
    return ""


def heads_fit(
    table: Table, needed: Sequence[str], known: Sequence[str], faults: Faults, *, years: bool = False, other: str = ""
) -> bool:
    """Whether a table has the columns it needs; those that are missing, else those that nobody knows, are noted.

    `years`: columns that are years are known. `other`: the option that reads such a table, if this one does not.
    """
    strange = {
        column: head
        for column, head in table.heads.items()
        if column not in known and not (years and column in table.years)
    }
    missing = [column for column in needed if column not in table.heads]
    for column in missing:
        hint = said("hint-own-other", option=other) if other else like(column, list(strange.values()))
        expected = said("expected-own-years" if column == "year" else "expected-column")
        faults.add(table.top, column, None, expected, hint)
    for column, head in () if missing else strange.items():
        expected = said("expected-columns", columns=", ".join(known))
        faults.add(table.top, column, head, expected, like(column, known))
    return not missing


def note_of(table: Table, row: Row, world: World) -> dict[str, str]:
    """Where a figure comes from: the user's file and row, and the source where it is one of the world's."""
    sheet = f"!{table.sheet}" if table.sheet else ""
    words = [f"{table.file}{sheet}:{row.line}"]
    source, known = row.word("source"), {}
    if source and all(part.partition(",")[0].strip() in world.source for part in source.split(";")):
        known = {"source": source}
    elif source:
        words.append(source)
    if note := row.word("note"):
        words.append(note)
    return {**known, "status": "assumed", "note": "; ".join(words)}


def again(row: Row, column: str, first: int, expected: Said, faults: Faults) -> None:
    """Note that a row says again what another has said."""
    faults.add(row.line, column, said("found-own-again", what=quoted(row.cells.get(column, "")), line=first), expected)


def by_activity(rows: Sequence[Row], world: World, faults: Faults) -> dict[str, list[Row]]:
    """The rows of each activity, in the order written."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if id := activity(row, world, faults):
            found.setdefault(id, []).append(row)
    return found


def same_below(rows: Sequence[Row], columns: Sequence[str], faults: Faults) -> None:
    """Note where a later row of an activity says otherwise than the first what holds for all of them."""
    for row in rows[1:]:
        for column in columns:
            one, other = row.cells.get(column), rows[0].cells.get(column)
            if one is not None and one != other and (number_of(one) is None or number_of(one) != number_of(other)):
                value = "-" if other is None else quoted(other)
                expected = said("expected-own-same", line=rows[0].line, value=value)
                faults.add(row.line, column, one, expected)


def decimal(value: Fraction) -> Decimal:
    """A fraction as a decimal of 28 digits at most."""
    return Decimal(value.numerator) / Decimal(value.denominator)
