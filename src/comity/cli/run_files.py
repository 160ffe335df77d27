"""`--out`: an answer as run.json and one CSV a table, each file written whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.cli.files import write_whole

if TYPE_CHECKING:
    from comity.results import Run

TABLES = ("markets", "flows", "holders", "balances", "air")
#: Which of the answer's units each column has.
MEASURES: Mapping[str, tuple[str, ...]] = {
    "price": ("price", "obligation_price"),
    "quantity": (
        *("emissions", "reference.emissions", "change", "claimed_twice", "abatement", "supply", "bank", "unmet"),
        *("units", "credited", "target", "inventory", "adjustments", "missed"),
    ),
    "money": ("value", "cost", "payments", "gain"),
}


def write(folder: Path, run: Run) -> None:
    """Write run.json and the tables into the folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        write_whole(folder / f"{table}.csv", sheet(run, table))
    # Last, so that where it stands the tables beside it are those of the same answer.
    write_whole(folder / "run.json", run.model_dump_json(by_alias=True, indent=2) + "\n")


def sheet(run: Run, table: str) -> str:
    """A table as CSV, with units in the header: `price [USD2005/t CO2]`. What is unknown is left empty."""
    units = {column: getattr(run.units, unit) for unit, columns in MEASURES.items() for column in columns}
    rows = [_flat(row.model_dump(by_alias=True)) for row in getattr(run, table)]
    named = [*rows, _columns(run, table)]
    header = [f"{column} [{units[column]}]" if column in units else column for column in named[0]]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return stream.getvalue()


def _columns(run: Run, table: str) -> dict[str, Any]:
    """The columns of a table without rows."""
    from comity.results import Run as RunShape

    model = RunShape.model_fields[table].annotation.__args__[0]  # type: ignore[union-attr]
    names = [info.alias or name for name, info in model.model_fields.items()]
    return dict.fromkeys(name for column in names for name in _FLAT.get(column, (column,)))


_FLAT = {"reference": ("reference.scenario", "reference.emissions")}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for column, value in row.items():
        if isinstance(value, dict):
            flat.update({f"{column}.{inner}": part for inner, part in value.items()})
        else:
            flat[column] = value
    return flat


def _cell(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return " ".join(value)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value
