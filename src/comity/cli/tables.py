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
from comity.cli.numbers import column

ROWS_MOST = 12
UNBOUNDED = 10_000
ROOMY = 60  # columns; narrower terminals have none to spare for an indent


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the unit under it, its cells. Numbers stand to the right."""

    head: str
    cells: Sequence[str]
    unit: str = ""
    numbers: bool = False


def numbers(head: str, values: Iterable[float | None], unit: str = "", *, signed: bool = False) -> Column:
    """A column of numbers."""
    return Column(head, column(values, signed=signed), unit, numbers=True)


def show(face: Face, given: Sequence[Column]) -> None:
    """Print a table."""
    width = columns()
    indent = "  " if width is None or width >= ROOMY else ""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for one in given:
        head = Words(one.head)
        if one.unit:
            head.append(f"\n{one.unit}", style="not bold dim")
        justify = "right" if one.numbers else "left"
        # A number is never cut or folded; an id may be folded, and is then still whole.
        table.add_column(head, justify=justify, no_wrap=one.numbers, overflow="fold", vertical="bottom")
    for cells in zip(*(one.cells for one in given), strict=True):
        table.add_row(*(Words(cell) for cell in cells))
    console = Console(width=width - len(indent) if width else UNBOUNDED, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        face.say(indent + line.rstrip())


def cut(face: Face, shown: int, total: int) -> None:
    """Say that there is more, and how to see it."""
    if total > shown:
        face.say(click.style("  " + face.text("table-more", more=total - shown), dim=True))
