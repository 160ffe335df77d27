"""What is wrong with a submission: each finding has a code of the register in `aef.toml`, a row, and a reason.

    findings = check(report, earlier=(report_of_last_year,))

A submission is checked as it stands, and against the Party's earlier ones. Where those are not given (None), what was
held on 1 January is unknown, and a finding says that the holdings could not be checked; `()` says that there are none.
Blocks are swept in the order of their serial numbers or of time, n log n in all (`aef_spans.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from msgspec import Struct

from comity.errors import Said, said
from comity.formats import aef_blocks, aef_rows
from comity.formats.aef_tables import Action, Authorization, Holding, Report, Severity, TableName, aef


class Finding(Struct, frozen=True):
    """One thing that is wrong."""

    code: str
    severity: Severity
    party: str
    """Whose submission it is in."""
    table: str
    """Name of the sheet."""
    row: int
    """As in the sheet, whose heads are row 1; 0 if it is about no row."""
    units: int
    """ITMOs that it is about; 0 if it is about none in particular."""
    why: Said


@dataclass(slots=True)
class Checking:
    """A submission with what its checks look up."""

    report: Report
    earlier: Sequence[Report] | None
    versions: dict[str, list[Authorization]] = field(init=False)
    """By id, the versions of an authorization in the order of their dates."""
    rows: dict[tuple[str, int, date], int] = field(init=False)

    def __post_init__(self) -> None:
        self.versions, self.rows = {}, {}
        for number, one in enumerate(self.report.authorizations, start=2):
            self.versions.setdefault(one.id, []).append(one)
            self.rows.setdefault((one.id, one.version, one.date), number)
        for several in self.versions.values():
            several.sort(key=lambda one: (one.date, one.version))

    @property
    def party(self) -> str:
        """Whose submission it is."""
        return self.report.submission.party

    @property
    def year_end(self) -> date:
        """The last day of the reported year."""
        return date(self.report.submission.year, 12, 31)

    def in_force(self, id: str, day: date) -> Authorization | None:
        """The version of an authorization that is in force on a day."""
        versions = self.versions.get(id, [])
        place = bisect_right(versions, day, key=lambda one: one.date)
        return versions[place - 1] if place else None

    def row_of(self, one: Authorization) -> int:
        """The row of a version of an authorization."""
        return self.rows[one.id, one.version, one.date]

    def blocks(self) -> Iterator[tuple[TableName, int, Action | Holding]]:
        """Every row that names a block, with its table and row; the actions first."""
        for number, action in enumerate(self.report.actions, start=2):
            yield "actions", number, action
        for number, holding in enumerate(self.report.holdings, start=2):
            yield "holdings", number, holding

    def found(self, code: str, table: TableName, row: int, units: int = 0, /, **why: object) -> Finding:
        """A finding in this submission."""
        return made(code, aef().checks[code], self.party, table, row, units, why)


def made(
    code: str, severity: Severity, party: str, table: TableName, row: int, units: int, why: dict[str, Any]
) -> Finding:
    """A finding; its sentence is `aef-` and its code."""
    return Finding(code, severity, party, aef().tables[table].sheet, row, units, said(f"aef-{code}", **why))


def check(report: Report, earlier: Sequence[Report] | None = None) -> list[Finding]:
    """All findings, by table and row. `earlier`: the Party's other submissions; None if they are not known."""
    checking = Checking(report, earlier)
    found = [finding for one in (*aef_rows.CHECKS, *aef_blocks.CHECKS) for finding in one(checking)]
    order = {table.sheet: place for place, table in enumerate(aef().tables.values())}
    register = {code: place for place, code in enumerate(aef().checks)}
    return sorted(found, key=lambda one: (order[one.table], one.row, register[one.code]))
