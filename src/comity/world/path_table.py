"""Reads a path of circulation from a plain table: CSV, one row a year or month, with the units in the heads.

    year,auctions [Mt CO2e],free [Mt CO2e],emissions [Mt CO2e],circulation [t CO2e]
    2018,,,,1654909824
    2019,1000,580,1530,

The first row is where the path begins: it needs a circulation. A column that is not there is nothing (or, of stocks,
computed); an empty cell is unknown. Lines that begin with `#` are comments. Columns: `year`, `month`; one of `cap` (of
which `free` is handed out), `auctions` (before the reserve) and `auctioned` (after it); `free`, `other`, `emissions`;
`price`; the stocks `circulation` and `content` as published, from which the flows go on; and what is only compared
with what the rules give: `intake` and `release` decided by the circulation of a year, and `cancelled` in it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from io import StringIO
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from comity.errors import InputError, Problem, Said, said
from comity.quantity import parse_price, parse_quantity
from comity.quantity.units import MASSES, SUBSTANCES
from comity.world.path import MONTHS, ROW_FLOWS, Path, Row, index_of
from comity.world.reserve import StockReserve

TIMES = ("year", "month")
SUPPLY = ("cap", "auctions", "auctioned")
#: Compared with what the rules give.
COMPARED = ("intake", "release", "cancelled")
QUANTITIES = (*SUPPLY, "free", "other", "emissions", "circulation", "content", *COMPARED)
COLUMNS = (*TIMES, *QUANTITIES, "price")
FILE_BYTES_MOST = 16 * 1024 * 1024
_HEAD = re.compile(r"\s*(?P<name>[^\[\]]*?)\s*(?:\[(?P<unit>[^\[\]]*)\])?\s*")
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII)
_YEARS = range(1900, 2201)


class Published(NamedTuple):
    """A figure that the rules' own is compared with, in allowances."""

    year: int
    month: int | None
    what: str
    value: Fraction
    precision: Fraction
    """The last digit it is written with."""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    unit: str = ""
    allowances: Fraction = Fraction(1)
    """In one of the unit."""


def read_path(where: FilePath, reserve: StockReserve) -> tuple[Path, tuple[Published, ...]]:
    """The path of a file, in the reserve's allowances, and what it is compared with. Raises InputError."""
    file = str(where)
    lines = _lines(_text(where), file)
    problems: list[Problem] = []
    if not lines:
        raise InputError([Problem(file, 0, "", said("found-nothing"), said("expected-path-table"))])
    columns = _columns(*lines[0], reserve, file, problems)
    if problems:
        raise InputError(problems)
    rows: list[Row] = []
    published: list[Published] = []
    for number, cells in lines[1:]:
        found = _row(number, cells, columns, file, problems)
        if found is not None:
            rows.append(found[0])
            published += found[1]
    problems += _out_of_order(rows, file)
    if not problems and (not rows or rows[0].circulation is None):
        line = rows[0].line if rows else lines[0][0]
        problems.append(Problem(file, line, "circulation", said("found-nothing"), said("expected-opening")))
    if problems:
        raise InputError(problems)
    price_unit = next((column.unit for column in columns if column.name == "price"), "")
    for rule in reserve.price_releases.values():
        if price_unit and rule.above is not None and rule.above.unit != price_unit:
            expected = said("expected-price-unit", unit=rule.above.unit)
            raise InputError([Problem(file, lines[0][0], "price", price_unit, expected)])
    return Path(rows=tuple(rows), price_unit=price_unit, file=file), tuple(published)


def _text(where: FilePath) -> str:
    file = str(where)
    try:
        data = where.read_bytes()
        if len(data) <= FILE_BYTES_MOST:
            return data.decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError([Problem(file, 0, "", said("found-no-file"), said("expected-path-table"))]) from None
    except IsADirectoryError:
        raise InputError([Problem(file, 0, "", said("found-folder"), said("expected-path-table"))]) from None
    except ValueError:  # no UTF-8, or a path that no file can have
        raise InputError([Problem(file, 0, "", said("found-bad-text"), said("expected-utf8"))]) from None
    most = said("expected-file-size", megabytes=FILE_BYTES_MOST // 1024**2)
    raise InputError([Problem(file, 0, "", said("found-larger-file"), most, said("hint-split-file"))])


def _lines(text: str, file: str) -> list[tuple[int, list[str]]]:
    """The lines that say something, with their numbers."""
    reader = csv.reader(StringIO(text))
    try:
        read = [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        raise InputError(
            [Problem(file, reader.line_num, "", said("found-no-csv"), said("expected-path-table"))]
        ) from None
    return [(number, cells) for number, cells in read if any(cells) and not cells[0].lstrip().startswith("#")]


# Heads ----------------------------------------------------------------------------------------------------------------


def _columns(line: int, heads: list[str], reserve: StockReserve, file: str, problems: list[Problem]) -> list[_Column]:
    columns: list[_Column] = []
    for head in heads:
        match = _HEAD.fullmatch(head)
        name, unit = (match["name"], match["unit"]) if match else (head, None)
        wrong = _wrong_head(name, unit, {column.name for column in columns})
        if wrong:
            close = get_close_matches(name, COLUMNS, 1) if name not in COLUMNS else []
            hint = said("hint-did-you-mean", key=close[0]) if close else None
            problems.append(Problem(file, line, name, head or said("found-nothing"), wrong, hint))
        allowance = parse_quantity(reserve.allowance).tonnes
        size = parse_quantity(unit).tonnes / allowance if unit and not wrong and name in QUANTITIES else Fraction(1)
        columns.append(_Column(name, unit or "", size))
    names = [column.name for column in columns]
    if not problems and "year" not in names:
        problems.append(Problem(file, line, "year", said("found-nothing"), said("expected-column")))
    supplies = [name for name in names if name in SUPPLY]
    if len(supplies) > 1:
        expected = said("expected-one-supply", columns=", ".join(SUPPLY))
        problems.append(Problem(file, line, "", ", ".join(supplies), expected))
    return columns


def _wrong_head(name: str, unit: str | None, before: set[str]) -> Said | None:
    """What is expected of a head, if it is not that."""
    if name not in COLUMNS:
        return said("expected-columns", columns=", ".join(COLUMNS))
    if name in before:
        return said("expected-column-once")
    if name in TIMES:
        return said("expected-no-unit") if unit is not None else None
    try:
        (parse_price if name == "price" else parse_quantity)(unit or "")
    except ValueError:
        if name == "price":
            return said("expected-unit-of-price", column=name)
        return said(
            "expected-unit-of-quantity",
            column=name,
            masses=", ".join(MASSES),
            substances=", ".join(SUBSTANCES),
        )
    return None


# Rows -----------------------------------------------------------------------------------------------------------------


def _row(
    line: int, cells: list[str], columns: list[_Column], file: str, problems: list[Problem]
) -> tuple[Row, list[Published]] | None:
    if len(cells) != len(columns):
        expected = said("expected-cells", cells=len(columns))
        problems.append(Problem(file, line, "", said("found-cells", cells=len(cells)), expected))
        return None
    read: dict[str, Decimal | None] = {}
    wrong = False
    for column, cell in zip(columns, map(str.strip, cells), strict=True):
        wanted = _wrong_cell(column.name, cell)
        if wanted:
            problems.append(Problem(file, line, column.name, cell or said("found-nothing"), wanted))
            wrong = True
        else:
            read[column.name] = Decimal(cell) if cell else None
    return None if wrong else _made(line, read, {column.name: column.allowances for column in columns})


def _wrong_cell(name: str, cell: str) -> Said | None:
    if name == "year":
        return None if _NUMBER.fullmatch(cell) and cell.isdigit() and int(cell) in _YEARS else said("expected-one-year")
    if name == "month":
        return None if cell.isascii() and cell.isdigit() and 1 <= int(cell) <= MONTHS else said("expected-month")
    return None if not cell or _NUMBER.fullmatch(cell) else said("expected-plain-number")


def _made(line: int, read: dict[str, Decimal | None], sizes: dict[str, Fraction]) -> tuple[Row, list[Published]]:
    """A row and what it is compared with, of cells that are sound."""
    year, month = int(read["year"] or 0), int(read["month"] or 0) if "month" in read else None
    amounts: dict[str, Any] = {
        name: None if read[name] is None else Fraction(read[name] or 0) * sizes[name]
        for name in QUANTITIES
        if name in read
    }
    published = [
        Published(year, month, name, amounts.pop(name), sizes[name] * Fraction(10) ** _exponent(read[name]))
        for name in COMPARED
        if amounts.get(name) is not None
    ]
    if "cap" in read:
        free = amounts.get("free", Fraction(0))
        amounts["auctions"] = None if amounts["cap"] is None or free is None else amounts["cap"] - free
    stated = {name: amounts[name] for name in (*ROW_FLOWS, "circulation", "content") if name in amounts}
    return Row(year=year, month=month, line=line, price=read.get("price"), **stated), published


def _exponent(value: Decimal | None) -> int:
    exponent = value.as_tuple().exponent if value is not None else 0
    return exponent if isinstance(exponent, int) else 0


def _out_of_order(rows: list[Row], file: str) -> Iterator[Problem]:
    """The first row that does not follow the one before it."""
    for before, after in pairwise(rows):
        if after.month is None or before.month is None:
            follows, following = before.year + 1 == after.year, f"{before.year + 1}"
        else:
            month = index_of(before.year, before.month) + 1
            follows = month == index_of(after.year, after.month)
            following = f"{month // MONTHS}-{month % MONTHS + 1:02d}"
        if not follows:
            found = f"{after.year}" if after.month is None else f"{after.year}-{after.month:02d}"
            yield Problem(file, after.line, "year", found, said("expected-row", row=following))
            return
