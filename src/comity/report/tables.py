"""An answer as tidy tables with units in the headers, as `price [USD2025/t CO2e]`; every writer of tables starts here.

A row is an item, a column one thing measured in one unit. What is unknown is missing (NaN), never zero; a list of
addresses is one text with spaces between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from pandas import DataFrame
    from pydantic.fields import FieldInfo

    from comity.results import Run
    from comity.results.shared import Shape

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
Kind = Literal["text", "year", "flag", "number"]
FRAME_TYPES: Mapping[Kind, str] = {"text": "object", "year": "int64", "flag": "bool", "number": "float64"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the JSON (`reference.emissions` for what is nested), what it holds, in which unit."""

    key: str
    kind: Kind
    measure: str
    """Which of the answer's units: price, quantity or money; empty where it has none."""
    unit: str

    @property
    def header(self) -> str:
        """The name with its unit."""
        return f"{self.key} [{self.unit}]" if self.unit else self.key


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A table of an answer: the frame's columns are the headers, in the order of `columns`."""

    name: str
    columns: tuple[Column, ...]
    frame: DataFrame


def result_tables(run: Run) -> tuple[ResultTable, ...]:
    """All tables of an answer, in the order they are read."""
    return tuple(result_table(run, name) for name in TABLES)


def result_table(run: Run, name: str) -> ResultTable:
    """One table of an answer, by name."""
    from pandas import DataFrame

    columns = tuple(_columns(run, name))
    rows = [_flat(row.model_dump(by_alias=True)) for row in getattr(run, name)]
    frame = DataFrame(
        {column.header: [row[column.key] for row in rows] for column in columns},
    ).astype({column.header: FRAME_TYPES[column.kind] for column in columns})
    return ResultTable(name, columns, frame)


def _columns(run: Run, table: str) -> Iterator[Column]:
    measures = {column: measure for measure, columns in MEASURES.items() for column in columns}
    for key, kind in _keys(get_args(type(run).model_fields[table].annotation)[0]):
        measure = measures.get(key, "")
        yield Column(key, kind, measure, getattr(run.units, measure) if measure else "")


def _keys(model: type[Shape], prefix: str = "") -> Iterator[tuple[str, Kind]]:
    """Names and kinds of a model's columns; those of a model inside it with its name before theirs."""
    for name, info in model.model_fields.items():
        key = f"{prefix}{info.alias or name}"
        if hasattr(info.annotation, "model_fields"):
            yield from _keys(info.annotation, f"{key}.")  # type: ignore[arg-type]
        else:
            yield key, _kind(info)


def _kind(info: FieldInfo) -> Kind:
    kinds: dict[Any, Kind] = {int: "year", bool: "flag", float: "number"}
    for part in (info.annotation, *get_args(info.annotation)):
        if part in kinds:
            return kinds[part]
    return "text"


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for column, value in row.items():
        if isinstance(value, dict):
            flat.update({f"{column}.{inner}": part for inner, part in value.items()})
        else:
            flat[column] = " ".join(value) if isinstance(value, tuple | list) else value
    return flat
