"""Reads the compliance reports of California's cap-and-trade programme, and the emissions of its facilities.

A report is a workbook of the California Air Resources Board (CARB) for one compliance period, with three sheets whose
names begin with the period: `Compliance Summary`, `Allowance Detail`, `Offset Detail`. In each the heads stand in the
row that begins with `Entity ID`. Columns are found by their heads, so that a period with other vintages reads alike.

CARB strikes figures out and writes the new one behind: a cell `3476 14,482` says 14,482 since then. Such cells, and
rows that do not add up, are corrected only where the sheet itself says how, and each correction is kept to be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from comity.errors import InputError, Problem, Said, said

SHEETS = ("Compliance Summary", "Allowance Detail", "Offset Detail")
PERIOD = re.compile(r"(\d{4})-(\d{4}) ")
ENTITY = re.compile(r"[A-Z]{2}\d{4,}")
VINTAGE = re.compile(r"(\d{4}) Allowances Surrendered")
FILE_BYTES_MOST = 64 * 1024 * 1024
FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
PROJECT = re.compile(r"(CA)([A-Z]{2})(\d+)(-[A-Z0-9]+(?:-[A-Z0-9]+)*)")
LATE = re.compile(r"untimely surrender obligation due by (\w+ \d{1,2}, \d{4})")
Cells = tuple[Any, ...]
#: Covered emissions in t CO2e, by ARB GHG ID and year.
Facilities = dict[tuple[str, int], int]


@dataclass(slots=True)
class Filing:
    """What one entity owed and surrendered for a period, in units of 1 t CO2e, as reported."""

    entity: str
    name: str
    facilities: tuple[str, ...]
    """ARB GHG IDs."""
    obligation: int
    allowances_total: int
    offsets_total: int
    total: int
    status: str
    allowances: dict[str, int] = field(default_factory=dict)
    """By vintage."""
    offsets: dict[str, int] = field(default_factory=dict)
    """By ARB project issuance id."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Where a sheet contradicts itself, and what was read instead."""

    entity: str
    sheet: str
    row: int
    why: str


@dataclass(slots=True)
class Report:
    """One compliance period."""

    period: str
    first: int
    last: int
    filings: dict[str, Filing] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    """Rows of the summary that are of no entity."""
    late: date | None = None
    """The day by which untimely surrenders of this report were due."""

    @property
    def years(self) -> range:
        """The years whose emissions it is for."""
        return range(self.first, self.last + 1)

    @property
    def deadline(self) -> date:
        """1 November of the year after the period (17 CCR section 95856)."""
        return date(self.last + 1, 11, 1)


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook: its rows with their numbers, and the columns by head."""

    file: str
    name: str
    heads: dict[str, int]
    rows: list[tuple[int, Cells]]
    problems: list[Problem]

    def column(self, words: str) -> int:
        """The column whose head contains these words; a problem if there is none."""
        for head, place in self.heads.items():
            if words in head:
                return place
        self.problems.append(
            Problem(self.file, 0, f"{self.name}, {words}", said("found-nothing"), said("expected-column"))
        )
        return -1

    def number(self, row: int, cells: Cells, place: int, corrections: list[Correction] | None = None) -> int:
        """A whole, non-negative number; an empty cell is 0; of several the last, since the others are struck out."""
        cell = cells[place] if 0 <= place < len(cells) else None
        if cell is None or cell == "":
            return 0
        figures = FIGURE.findall(cell) if isinstance(cell, str) else []
        if figures and not re.sub(r"[\s,\d]", "", cell):
            values = [int(figure.replace(",", "")) for figure in figures]
            if len(values) > 1 and corrections is not None:
                why = f"{values[0]:,} is struck out; {values[-1]:,} stands behind it"
                corrections.append(Correction(text(cells[0]), self.name, row, why))
            return values[-1]
        if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 2**53 and cell == int(cell):
            return int(cell)
        self.wrong(row, place, cell, said("expected-plain-number"))
        return 0

    def wrong(self, row: int, place: int, cell: object, expected: Said) -> None:
        """Note a cell that cannot be read."""
        head = next((head for head, at in self.heads.items() if at == place), "")
        self.problems.append(Problem(self.file, row, f"{self.name}, {head}", str(cell)[:80], expected))


def text(cell: object) -> str:
    """A cell as text without blanks at its ends or runs of them."""
    return "" if cell is None else " ".join(str(cell).split())


def read_report(where: Path) -> Report:
    """The report in a workbook. Raises InputError with file, sheet, row and column."""
    sheets, notes = open_sheets(where)
    found = PERIOD.match(sheets["Compliance Summary"].name)
    assert found is not None
    report = Report(found.group().strip(), int(found[1]), int(found[2]))
    read_summary(sheets["Compliance Summary"], report)
    read_allowances(sheets["Allowance Detail"], report)
    read_offsets(sheets["Offset Detail"], report)
    if any(sheet.problems for sheet in sheets.values()):
        raise InputError([problem for sheet in sheets.values() for problem in sheet.problems])
    late = LATE.search(notes)
    if late:
        report.late = datetime.strptime(late[1], "%B %d, %Y").date()
    return report


def open_sheets(where: Path) -> tuple[dict[str, Sheet], str]:
    """The three sheets by the last words of their names, and all text of the summary below its table."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # late: only this study needs it

    file = where.name
    try:
        small_enough(where)
        book = load_workbook(where, read_only=True, data_only=True)
        found: dict[str, Sheet] = {}
        notes = ""
        for page in book.worksheets:
            kind = next((kind for kind in SHEETS if page.title.strip().endswith(kind)), "")
            if kind and PERIOD.match(page.title):
                rows = list(enumerate(page.iter_rows(values_only=True), 1))
                found[kind] = sheet_of(file, page.title.strip(), rows)
                if kind == SHEETS[0]:
                    notes = " ".join(text(cell) for _, cells in rows for cell in cells if isinstance(cell, str))
        book.close()
    except InputError:
        raise
    except Exception as error:  # a file that is no workbook breaks its reader in many ways
        reason = said("found-unreadable", reason=type(error).__name__)
        raise InputError([Problem(file, 0, "", reason, said("expected-readable"))]) from None
    missing = [kind for kind in SHEETS if kind not in found]
    if missing:
        raise InputError([Problem(file, 0, kind, said("found-nothing"), pattern_of(kind)) for kind in missing])
    return found, notes


def pattern_of(kind: str) -> Said:
    """How the name of a sheet is written."""
    return said("rule-string-pattern-mismatch", pattern=f"2013-2014 {kind}")


def small_enough(where: Path) -> None:
    """Refuse a file that is larger than any such report."""
    if where.stat().st_size > FILE_BYTES_MOST:
        most = said("expected-file-size", megabytes=FILE_BYTES_MOST // 1024**2)
        raise InputError([Problem(where.name, 0, "", said("found-larger-file"), most)])


def sheet_of(file: str, name: str, rows: list[tuple[int, Cells]]) -> Sheet:
    """The table of a sheet: from the row that begins with `Entity ID`, the rows of entities and of nobody (`n/a`)."""
    for place, (_, cells) in enumerate(rows):
        if cells and text(cells[0]) == "Entity ID":
            heads: dict[str, int] = {}
            for column, cell in enumerate(cells):
                heads.setdefault(text(cell), column)
            below = [(row, found) for row, found in rows[place + 1 :] if found and text(found[0])]
            kept = [(row, found) for row, found in below if ENTITY.fullmatch(text(found[0])) or text(found[0]) == "n/a"]
            return Sheet(file, name, heads, kept, [])
    raise InputError([Problem(file, 0, f"{name}, Entity ID", said("found-nothing"), said("expected-column"))])


def read_summary(sheet: Sheet, report: Report) -> None:
    """Obligation and totals of every entity."""
    places = [sheet.column(words) for words in ("Obligation", "Total Allowances", "Total Offsets", "Total Instruments")]
    name, facilities, status = (sheet.column(words) for words in ("Legal Name", "GHG ID", "Status"))
    if sheet.problems:
        return
    for row, cells in sheet.rows:
        owed, allowances, offsets, total = (sheet.number(row, cells, place, report.corrections) for place in places)
        entity, called = text(cells[0]), text(cells[name])
        if entity == "n/a":
            report.outside.append(f"{called}: {owed:,} owed, {total:,} retired by CARB itself")
            continue
        if entity in report.filings:
            sheet.wrong(row, 0, entity, said("expected-once"))
        ids = tuple(part.strip() for part in text(cells[facilities]).split(",") if part.strip())
        report.filings[entity] = Filing(entity, called, ids, owed, allowances, offsets, total, text(cells[status]))


def read_allowances(sheet: Sheet, report: Report) -> None:
    """Allowances by vintage; one cell that repeats the row's total, beside others that make it up, is left out."""
    vintages = {match[1]: place for head, place in sheet.heads.items() if (match := VINTAGE.fullmatch(head))}
    total_at = sheet.column("Total Allowances")
    if not vintages:
        sheet.column("Allowances Surrendered of a year")
    for row, cells in sheet.rows:
        filing = report.filings.get(text(cells[0]))
        if filing is None:
            sheet.wrong(row, 0, text(cells[0]), said("rule-literal-error", expected="Compliance Summary: Entity ID"))
            continue
        found = {year: sheet.number(row, cells, place, report.corrections) for year, place in vintages.items()}
        total = sheet.number(row, cells, total_at)
        twice = [year for year, units in found.items() if units == total and sum(found.values()) == 2 * total > 0]
        if len(twice) == 1:
            why = f"{total:,} under vintage {twice[0]} is the row's own total: the other vintages sum to it; left out"
            report.corrections.append(Correction(filing.entity, sheet.name, row, why))
            found[twice[0]] = 0
        for year, units in found.items():
            if units:
                filing.allowances[year] = filing.allowances.get(year, 0) + units


def read_offsets(sheet: Sheet, report: Report) -> None:
    """Offsets by issuance id."""
    quantity, project = sheet.column("Quantity"), sheet.column("Project ID")
    if sheet.problems:
        return
    for row, cells in sheet.rows:
        filing = report.filings.get(text(cells[0]))
        if filing is None:
            sheet.wrong(row, 0, text(cells[0]), said("rule-literal-error", expected="Compliance Summary: Entity ID"))
            continue
        id = text(cells[project])
        if not PROJECT.fullmatch(id):
            sheet.wrong(row, project, id, said("rule-string-pattern-mismatch", pattern="CAFR5012-D"))
            continue
        filing.offsets[id] = filing.offsets.get(id, 0) + sheet.number(row, cells, quantity)


def read_facilities(folder: Path) -> Facilities | None:
    """Covered emissions in t CO2e by ARB GHG ID and year; None where there is no table, or no reader for it."""
    path = next(iter(sorted(folder.glob("mrr_facility_emissions*"))), None)
    if path is None:
        return None
    import pandas

    try:
        table = pandas.read_csv(path) if path.suffix == ".csv" else pandas.read_parquet(path)
    except ImportError:
        return None
    found: Facilities = {}
    for id, year, tonnes in table[["arb_id", "data_year", "total_covered"]].dropna().itertuples(index=False):
        key = (str(int(id)), int(year))
        found[key] = found.get(key, 0) + round(tonnes)
    return found


def of_facilities(filing: Filing, years: range, known: Facilities) -> int:
    """Covered emissions of an entity's facilities in these years, in t CO2e."""
    return sum(known.get((id, year), 0) for id in filing.facilities for year in years)
