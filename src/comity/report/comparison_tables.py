"""A comparison as tidy tables with units in the headers: prices and tonnes, money and tonnes, risks, borders, variants.

What is measured in money and what in tonnes are tables of their own, so that a column has one unit. A range is three
columns: `before.central`, `before.low`, `before.high`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from comity.report.comparison_words import of_money
from comity.report.tables import FRAME_TYPES, Column, Kind, ResultTable
from comity.results import LinkAnswer

if TYPE_CHECKING:
    from comity.results import Comparison, Range, Units

#: A column: its name, what it holds, in which of the answer's units, and how it is read off a row.
Field = tuple[str, Kind, str, Callable[[Any], Any]]
ENDS = ("central", "low", "high")


def comparison_tables(answer: Comparison) -> tuple[ResultTable, ...]:
    """All tables of a comparison, in the order they are read; those of a link have risks and borders besides."""
    units = answer.units
    prices = [row for row in answer.change if row.measure == "price"]
    amounts = [row for row in answer.change if row.measure != "price"]
    setters: Field = ("set_by", "text", "", lambda row: " ".join(row.set_by))
    made = [
        _table("change-prices", prices, [*_change("price"), setters], units),
        _table("change-tonnes", amounts, [_plain("measure"), *_change("quantity")], units),
        _table("verdicts-money", [row for row in answer.verdicts if of_money(row)], _verdict("money"), units),
        _table("verdicts-tonnes", [row for row in answer.verdicts if not of_money(row)], _verdict("quantity"), units),
    ]
    if isinstance(answer, LinkAnswer):
        made.append(_table("risks", answer.risks, _risk(), units))
        made.append(_table("borders", answer.borders, _border(), units))
    variant: list[Field] = [
        _plain("family"),
        ("slope", "number", "", attrgetter("slope")),
        _plain("before"),
        _plain("after"),
    ]
    made.append(_table("variants", answer.variants, variant, units))
    return tuple(made)


def _change(measure: str) -> list[Field]:
    ranges = [field for name in ("before", "after", "change") for field in _range(name, measure)]
    return [_plain("mechanism"), _year(), *ranges, _plain("sign")]


def _verdict(measure: str) -> list[Field]:
    ends: list[Field] = [(end, "number", measure, attrgetter(end)) for end in ENDS]
    turn: list[Field] = [
        ("turn.mechanism", "text", "", lambda row: row.turn and row.turn.mechanism),
        ("turn.of", "text", "", lambda row: row.turn and row.turn.of),
        ("turn.times", "number", "", lambda row: row.turn and row.turn.times),
    ]
    return [_plain("holder"), _plain("account"), *ends, _plain("sign"), *turn]


def _risk() -> list[Field]:
    ranges = [field for name in ("before", "after") for field in _range(name, "price")]
    return [_plain("shocked"), ("share", "number", "", attrgetter("share")), _plain("mechanism"), _year(), *ranges]


def _border() -> list[Field]:
    share: Field = ("share", "number", "", attrgetter("share"))
    tonnes: Field = ("tonnes", "number", "quantity", attrgetter("tonnes"))
    ranges = (*_range("charge", "price"), tonnes, *_range("payment", "money"))
    return [_plain("mechanism"), _plain("exporter"), _year(), share, *ranges]


def _plain(name: str) -> Field:
    return name, "text", "", attrgetter(name)


def _year() -> Field:
    return "year", "year", "", lambda row: row.year


def _range(name: str, measure: str) -> Iterator[Field]:
    def end_of(end: str) -> Callable[[Any], float | None]:
        def read(row: Any) -> float | None:
            found: Range | None = getattr(row, name)
            return None if found is None else float(getattr(found, end))

        return read

    for end in ENDS:
        yield f"{name}.{end}", "number", measure, end_of(end)


def _table(name: str, rows: Sequence[Any], fields: Sequence[Field], units: Units) -> ResultTable:
    from pandas import DataFrame

    columns = tuple(
        Column(key, kind, measure, getattr(units, measure) if measure else "") for key, kind, measure, _ in fields
    )
    frame = DataFrame(
        {column.header: [read(row) for row in rows] for column, (*_, read) in zip(columns, fields, strict=True)}
    ).astype({column.header: FRAME_TYPES[column.kind] for column in columns})
    return ResultTable(name, columns, frame)
