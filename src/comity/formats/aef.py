"""Reading and writing the agreed electronic format, version 2: CSV (a folder, or a zip), XLSX, JSON.

    report = read(Path("ghana-2025.xlsx"))
    write(report, Path("ghana-2025.json"))

The three forms hold the same five tables with the same columns, and whatever one of them holds, each of them holds:
numbers too long for a spreadsheet, or for a reader of JSON that knows only doubles, are written as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.errors import InputError, Problem, said
from comity.formats import aef_files
from comity.formats.aef_cells import Misread, read_cell, write_cell
from comity.formats.aef_files import Sheet
from comity.formats.aef_tables import RECORDS, Field, Record, Report, Table, TableName, aef

FOUND_MOST = 80
"""Characters of a cell that are quoted in a problem."""


def read(path: Path) -> Report:
    """A submission from a folder or `.zip` of CSV files, an `.xlsx` or a `.json` file.

    Raises InputError with every problem found: its file, its row and its table and column.
    """
    return report_of(aef_files.read(path))


def write(report: Report, path: Path) -> None:
    """A submission as `.xlsx`, `.json`, `.zip` of CSV files, or a folder of them; an existing file is replaced.

    Raises InputError for a value that the format cannot hold.
    """
    aef_files.write(sheets_of(report, path), path)


def sheets_of(report: Report, path: Path = Path()) -> list[Sheet]:
    """The five tables as text. Raises InputError."""
    problems: list[Problem] = []
    sheets = []
    for name, table in aef().tables.items():
        sheet = Sheet(table.sheet, path.name, [field.name for field in table.fields], [])
        for number, record in enumerate(report.table(name), start=2):
            cells: list[Any] = []
            for field in table.fields:
                value = getattr(record, field.attribute)
                try:
                    cells.append(write_cell(field, value))
                except Misread as misread:
                    problems.append(_problem(sheet, number, field.name, value, misread))
            sheet.rows.append((number, cells))
        sheets.append(sheet)
    if problems:
        raise InputError(problems)
    return sheets


def report_of(sheets: Sequence[Sheet]) -> Report:
    """The submission that five tables say. Raises InputError."""
    reading = Reading([])
    by_name = {sheet.name: sheet for sheet in sheets}
    names = [table.sheet for table in aef().tables.values()]
    for sheet in sheets:
        if sheet.name not in names:
            reading.wrong(sheet, 0, "", sheet.name, said("expected-aef-sheet", sheets=", ".join(names)))
    tables: dict[TableName, tuple[Any, ...]] = {}
    for name, table in aef().tables.items():
        found = by_name.get(table.sheet)
        if found is None:
            file = sheets[0].file if sheets else ""
            problem = Problem(file, 0, table.sheet, said("found-nothing"), said("expected-aef-table"))
            reading.problems.append(problem)
        else:
            tables[name] = tuple(reading.records(name, table, found))
    if "submission" in tables and len(tables["submission"]) != 1 and not reading.problems:
        sheet = by_name[aef().tables["submission"].sheet]
        reading.wrong(sheet, 0, "", str(len(sheet.rows)), said("expected-aef-one-row"))
    if reading.problems:
        raise InputError(reading.problems)
    return Report(tables["submission"][0], *(tables[name] for name in list(RECORDS)[1:]))


@dataclass(slots=True)
class Reading:
    """Reads tables, and collects what is wrong with them."""

    problems: list[Problem]

    def wrong(self, sheet: Sheet, row: int, column: str, found: str, what: Any) -> None:
        """Note a problem."""
        place = sheet.address(row, column)
        quoted: Any = found[:FOUND_MOST] if found.strip() else said("found-nothing")
        self.problems.append(Problem(sheet.file, row, place, quoted, what))

    def records(self, name: TableName, table: Table, sheet: Sheet) -> Iterator[Record]:
        """The records of a table; a row with a problem gives none."""
        columns = self._columns(table, sheet)
        if columns is None:
            return
        for row, cells in sheet.rows:
            if len(cells) > len(sheet.heads) and any(_said(None, cell) for cell in cells[len(sheet.heads) :]):
                self.wrong(sheet, row, "", str(len(cells)), said("expected-cells", cells=len(sheet.heads)))
                continue
            values, before = {}, len(self.problems)
            for field, place in columns:
                text = _said(field, cells[place]) if place < len(cells) else ""
                try:
                    values[field.attribute] = read_cell(field, text)
                except Misread as misread:
                    self.wrong(sheet, row, field.name, text, misread.expected)
            if len(self.problems) == before:
                yield RECORDS[name](**values)

    def _columns(self, table: Table, sheet: Sheet) -> list[tuple[Field, int]] | None:
        """The fields of a table and where they stand in its rows; None if some do not."""
        before = len(self.problems)
        known = {field.name: field for field in table.fields}
        places: dict[str, int] = {}
        for place, head in enumerate(sheet.heads):
            if head not in known:
                self.wrong(sheet, 1, "", head, said("expected-aef-column", columns=", ".join(known)))
            elif head in places:
                self.wrong(sheet, 1, head, head, said("expected-column-once"))
            places[head] = place
        for head in known:
            if head not in places:
                self.wrong(sheet, 1, head, "", said("expected-aef-column-there"))
        if len(self.problems) > before:
            return None
        return [(field, places[name]) for name, field in known.items()]


def _said(field: Field | None, cell: Any) -> str:
    """What a cell says as text, in the way its column writes it; a spreadsheet may hold a date or number as such."""
    return aef_files.text_of(cell, field.type if field else "text").strip()


def _problem(sheet: Sheet, row: int, column: str, value: Any, misread: Misread) -> Problem:
    shown = said("found-nothing") if value in (None, "", ()) else str(value)[:FOUND_MOST]
    return Problem(sheet.file, row, sheet.address(row, column), shown, misread.expected)
