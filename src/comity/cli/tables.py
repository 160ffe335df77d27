"""Tables, by rich: as wide as the terminal; in a file or another program as wide as they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from comity.cli.face import Face, columns
from comity.cli.wrap import columns_of
from comity.text.numbers import NONE, PRICE_DECIMALS, column

ROWS_MOST = 12
UNBOUNDED = 10_000
TEXT_COLUMNS = 12  # in less, names and ids fall to pieces


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the unit under it, its cells. Numbers stand to the right."""

    head: str
    cells: Sequence[str]
    unit: str = ""
    numbers: bool = False


def numbers(
    head: str, values: Iterable[float | None], unit: str = "", *, scale: float = 0.0, signed: bool = False
) -> Column:
    """A column of numbers; `scale`: how large they could be, so that a billionth of that is 0."""
    return Column(head, column(values, scale=scale, signed=signed), unit, numbers=True)


def prices(head: str, values: Iterable[float | None], unit: str = "") -> Column:
    """A column of prices."""
    return Column(head, column(values, decimals_least=PRICE_DECIMALS), unit, numbers=True)


def show(face: Face, given: Sequence[Column]) -> None:
    """Print a table; where the terminal is too narrow for one, a list of its rows."""
    width = columns()
    if width is not None and _narrowest(given) > width:
        _stacked(face, given)
        return
    indent = "  " if width is None or width >= _narrowest(given) + 2 else ""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for one in given:
        head = Words(one.head)
        if one.unit:
            head.append(f"\n{one.unit}", style="not bold dim")
        # A number is never cut or folded; an id may be folded, and is then still whole.
        table.add_column(
            head,
            justify="right" if one.numbers else "left",
            no_wrap=one.numbers,
            overflow="fold",
            vertical="bottom",
            min_width=_narrow(one),
        )
    for cells in zip(*(one.cells for one in given), strict=True):
        table.add_row(*(Words(cell) for cell in cells))
    console = Console(width=width - len(indent) if width else UNBOUNDED, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        face.say(indent + line.rstrip())


def _narrow(one: Column) -> int:
    """The least width of a column: all of a number, and enough of a text to be read."""
    widest = max(map(columns_of, (one.head, one.unit, *one.cells)))
    return widest if one.numbers else min(widest, TEXT_COLUMNS)


def _narrowest(given: Sequence[Column]) -> int:
    """The least width of a table: its columns, and two spaces between."""
    return sum(_narrow(one) + 2 for one in given)


def _stacked(face: Face, given: Sequence[Column]) -> None:
    first, *others = given
    for row, title in enumerate(first.cells):
        face.say(f"  {title}")
        pairs = [
            (one.head, one.cells[row] + (f" {one.unit}" if one.unit and one.cells[row] != NONE else ""))
            for one in others
        ]
        face.pairs(pairs, indent="    ")


def cut(face: Face, shown: int, total: int) -> None:
    """Say that there is more, and how to see it."""
    if total > shown:
        face.say(click.style("  " + face.text("table-more", more=total - shown), dim=True))
