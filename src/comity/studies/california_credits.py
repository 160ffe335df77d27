"""California's offset credits: the table of issuances that CARB publishes, and what its comments say became invalid.

    In September 2020, CARB invalidated 4,896 of 15,002 offset credits issued as CALS5123-D.
    In October 2020, 1,112 credits surrendered by a covered entity to meet the obligation for the CALS5123-D
    invalidation were retired.

The second stands beside the credits that replaced. Who replaced is whoever reported just these quantities.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from comity.errors import InputError, Problem, said
from comity.registry.blocks import Series
from comity.studies.california_data import PROJECT, Report, small_enough

INVALID = re.compile(r"In (\w+ \d{4}), CARB invalidated (?:all )?([\d,]+)[^.]*? offset credits issued as ([\w-]+)")
REPLACED = re.compile(
    r"In (\w+ \d{4}), ([\d,]+) credits surrendered by a covered entity"
    r" to meet the obligation for the ([\w-]+) invalidation"
)


@dataclass(frozen=True, slots=True)
class Issuance:
    """One issuance of offset credits, as the table of CARB has it, in credits of 1 t CO2e."""

    id: str
    project: str
    type: str
    vintage: str
    issued: int
    buffer: int
    """Of these, contributed to the forest buffer."""
    on: date
    retired: dict[str, int]
    """By what for: the last words of the column's head."""
    comment: str


def read_issuances(where: Path) -> dict[str, Issuance]:
    """The offset credits that were issued, by id. Rows without a quantity or a day issue nothing and are left out."""
    try:
        small_enough(where)
        with where.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, ValueError, csv.Error) as error:
        reason = said("found-unreadable", reason=type(error).__name__)
        raise InputError([Problem(where.name, 0, "", reason, said("expected-readable"))]) from None
    needed = ("CARB Issuance ID", "ARB Offset Credits Issued", "Issuance Date", "Vintage", "Comment")
    absent = [name for name in needed if not rows or name not in rows[0]]
    if absent:
        raise InputError(
            [Problem(where.name, 1, name, said("found-nothing"), said("expected-column")) for name in absent]
        )
    issuances, problems = {}, []
    for line, row in enumerate(rows, 2):
        try:
            found = issuance_of(row)
        except ValueError as error:
            problems.append(
                Problem(where.name, line, row["CARB Issuance ID"], str(error), said("expected-plain-number"))
            )
            continue
        if found is not None:
            issuances[found.id] = found
    if problems:
        raise InputError(problems)
    return issuances


def issuance_of(row: dict[str, str]) -> Issuance | None:
    """One row of the table."""
    issued = row["ARB Offset Credits Issued"].strip()
    if not issued[:1].isdigit() or not row["Issuance Date"].strip():
        return None
    retired = {head.split("Retired ")[-1]: whole(cell) for head, cell in row.items() if head and "Retired" in head}
    return Issuance(
        id=row["CARB Issuance ID"].strip(),
        project=row.get("OPR Project ID", "").strip(),
        type=row.get("Project Type", "").strip(),
        vintage=str(whole(row["Vintage"])),
        issued=whole(issued),
        buffer=whole(row.get("Forest Buffer Account Contribution", "")),
        on=date.fromisoformat(row["Issuance Date"].strip()[:10]),
        retired={name: units for name, units in retired.items() if units},
        comment=row["Comment"].strip(),
    )


def whole(cell: str) -> int:
    """A whole number; 0 where there is none (`n/a`, empty)."""
    cell = cell.strip().replace(",", "")
    if not cell[:1].isdigit():
        return 0
    value = float(cell)
    if value != int(value):
        raise ValueError(cell)
    return int(value)


def official(id: str, known: dict[str, Issuance]) -> str:
    """The id as CARB issues it: of one that is mistyped, the only known one with the same kind, number and letter."""
    if id in known:
        return id
    match = PROJECT.fullmatch(id)
    alike = [other for other in known if match and same(match, PROJECT.fullmatch(other))]
    return alike[0] if len(alike) == 1 else id


def same(one: re.Match[str], other: re.Match[str] | None) -> bool:
    """Whether two ids differ in the zeros before their number at most."""
    return other is not None and (one[2], int(one[3]), one[4]) == (other[2], int(other[3]), other[4])


@dataclass(frozen=True, slots=True)
class Replacement:
    """Credits that were found invalid after an entity had surrendered them, and what it gave in their place."""

    invalid: str
    entity: str
    period: str
    surrendered: date
    on: date
    by: dict[str, int]
    """Credits by issuance id."""

    @property
    def units(self) -> int:
        """How many."""
        return sum(self.by.values())


def invalidations(issuances: dict[str, Issuance]) -> Iterator[tuple[str, date, int]]:
    """What was found invalid: issuance, first day of the month, credits."""
    for one in issuances.values():
        for month, units, id in INVALID.findall(one.comment):
            if id in issuances:
                yield id, first_of(month), whole(units)


def replacements(issuances: dict[str, Issuance], reports: list[Report]) -> tuple[list[Replacement], dict[str, int]]:
    """What replaced it; and, by invalid issuance, the credits that cannot be traced to one entity."""
    given: dict[str, dict[str, tuple[int, date]]] = {}
    for one in issuances.values():
        for month, units, invalid in REPLACED.findall(one.comment):
            given.setdefault(invalid, {})[one.id] = (whole(units), first_of(month))
    invalid_on = {id: on for id, on, _ in invalidations(issuances)}
    found: list[Replacement] = []
    untraced: dict[str, int] = {}
    for invalid, by in given.items():
        quantities = {id: units for id, (units, _) in by.items()}
        likely = [
            (report, filing.entity)
            for report in reports
            for filing in report.filings.values()
            if invalid not in by and quantities.items() <= filing.offsets.items()
        ]
        if len(likely) == 1 and invalid in invalid_on and invalid in issuances:
            report, entity = likely[0]
            on = max(day for _, day in by.values())
            before = date(invalid_on[invalid].year - (invalid_on[invalid].month < 11), 11, 1)
            found.append(Replacement(invalid, entity, report.period, min(report.deadline, before), on, quantities))
        else:
            untraced[invalid] = sum(quantities.values())
    return found, untraced


def first_of(month: str) -> date:
    """`September 2020` as its first day."""
    return datetime.strptime(month, "%B %Y").date()


def credit_series(registry: str, one: Issuance) -> Series:
    """The series of an issuance of offset credits."""
    return Series(
        registry=registry,
        mechanism="california-offset",
        unit_type="ARBOC",
        vintage=one.vintage,
        activity=one.id,
        activity_type=re.sub(r"[^A-Za-z0-9]+", "-", one.type).strip("-").lower(),
    )
