"""Files of a user's own data, written for tests."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]

from comity.errors import InputError, Problem
from comity.formats.own_data import own_changes, with_own
from comity.formats.own_rows import Cells
from comity.formats.own_table import Row, Table
from comity.world import World

Rows = Sequence[Sequence[Any]]


def csv_file(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    """A CSV file."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def xlsx_file(path: Path, **sheets: Rows) -> Path:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path


def table(rows: Sequence[Cells], file: str = "own.csv") -> Table:
    """Rows of cells by column, as if they had been read."""
    heads = {column: column for cells in rows for column in cells}
    return Table(file, "", heads, [Row(line, dict(cells)) for line, cells in enumerate(rows, start=2)])


def applied(world: World, **tables: Table) -> World:
    """The world with tables of `curves` and `baselines`."""
    given = [changes for kind, one in tables.items() if (changes := own_changes(world, kind, one))]
    return world.rebased(*given)


def wrong(world: World, **files: Path) -> list[Problem]:
    """What is said of files that are wrong."""
    try:
        with_own(world, **files)
    except InputError as error:
        return list(error.problems)
    raise AssertionError("nothing was found wrong")
