"""The Excel workbook that `comity new --excel` writes: a world's curves and baselines, to be changed and given back."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from comity.formats.own_curves import MODELS, PER, TERM_COLUMNS
from comity.formats.own_rows import Cells, baseline_rows, baseline_years, curve_rows
from comity.formats.own_table import YEAR
from comity.quantity.units import MASSES, SUBSTANCES
from comity.text import Text
from comity.world.world import World

#: Columns of text, and how wide they are; numbers take the usual width.
WIDTHS = {"activity": 22, "name": 40, "host": 28, "family": 14, "unit": 18, "source": 24, "note": 30}
WIDTH_USUAL = 13
ABOUT_WIDTH = 100
#: Columns that say what a row is of; a reader of the table passes over them, but for the first.
GIVEN = ("activity", "name", "host")
LIST_CHARACTERS_MOST = 255
"""A list to choose from in a spreadsheet is no longer."""
DIGITS_KEPT = 15
"""A spreadsheet keeps as many digits of a number, and no more."""


def template(world: World, text: Text, where: str, file: str) -> bytes:
    """The workbook of a world. `where`, `file`: how the world and the workbook are typed in the commands in it."""
    from openpyxl import Workbook  # type: ignore[import-untyped]  # late: slow to load

    book = Workbook()
    _about(book.active, world, text, where, file)
    years = baseline_years(world)
    columns = (*GIVEN, "unit", *years, "source", "note")
    page = book.create_sheet(text("own-sheet-baselines"))
    _fill(page, columns, baseline_rows(world, text), text)
    measures = [f"{mass} {substance}" for substance in SUBSTANCES for mass in MASSES]
    _choose(page, columns, "unit", measures, strict=False)
    _not_negative(page, columns, years, text)
    page = book.create_sheet(text("own-sheet-curves"))
    _fill(page, TERM_COLUMNS, curve_rows(world, text), text)
    _choose(page, TERM_COLUMNS, "family", [text(f"own-family-{family}") for family in MODELS])
    _choose(page, TERM_COLUMNS, "per", [text(f"own-per-{per}") for per in PER])
    units = {one.curve.unit for one in world.activity.values() if one.curve} | {world.measures.price_text}
    _choose(page, TERM_COLUMNS, "unit", sorted(units), strict=False)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _about(page: Any, world: World, text: Text, where: str, file: str) -> None:
    """The first sheet: what this is, the commands, and what each column means."""
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

    page.title = text("own-sheet-about")
    own = shlex.join(["--curves", file, "--baselines", file])
    lines = [
        (text("own-about-title", world=text.name(world.world.title.model_dump())), True),
        (text("own-about-what", world=world.id), False),
        (f"comity run {shlex.quote(where)} {own}", False),
        *((text(f"own-about-{key}"), False) for key in ("rows", "same", "empty", "scenarios", "forms")),
        (text("own-sheet-baselines"), True),
        (text("own-about-column", column=world.world.years[0], meaning=text("own-about-year")), False),
        *((_meaning(column, text), False) for column in ("unit", "source", "note")),
        (text("own-sheet-curves"), True),
        *((_meaning(column, text), False) for column in TERM_COLUMNS[len(GIVEN) :]),
    ]
    for line, (words, bold) in enumerate(lines, start=1):
        cell = page.cell(line, 1)
        _put(cell, words)
        cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=bold)
    page.column_dimensions["A"].width = ABOUT_WIDTH


def _meaning(column: str, text: Text) -> str:
    return text("own-about-column", column=text(f"own-column-{column}"), meaning=text(f"own-meaning-{column}"))


def _fill(page: Any, columns: Sequence[str], rows: Iterable[Cells], text: Text) -> None:
    """Heads with what they mean, then the rows; the heads and the activity stay in sight."""
    from openpyxl.comments import Comment  # type: ignore[import-untyped]
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    for place, column in enumerate(columns, start=1):
        year = YEAR.fullmatch(column)
        head = page.cell(1, place, int(column) if year else text(f"own-column-{column}"))
        head.font, head.fill = Font(bold=True), PatternFill("solid", start_color="DDE6EE")
        meaning = text("own-about-year" if year else f"own-meaning-{column}")
        head.comment = Comment(meaning, "Comity", width=360, height=120)
        page.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column, WIDTH_USUAL)
    for line, cells in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            if column in cells:
                _put(page.cell(line, place), cells[column])
                if column in GIVEN:
                    page.cell(line, place).font = Font(color="666666")
    page.freeze_panes = "B2"


def _put(cell: Any, value: str | Decimal) -> None:
    """A number as one where a spreadsheet keeps all its digits; text that stays text, whatever it begins with."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and abs(value) < 10**DIGITS_KEPT
        number = int(value) if whole else float(value)
        cell.value = number if Decimal(repr(number)) == value else str(value)
    else:
        cell.value = value
    if isinstance(cell.value, str):
        cell.data_type = "s"


def _choose(page: Any, columns: Sequence[str], column: str, words: Sequence[str], *, strict: bool = True) -> None:
    """A list to choose from below a head; not `strict`: other words may be written too."""
    from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

    listed = ",".join(words)
    if len(listed) > LIST_CHARACTERS_MOST:
        return
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=strict)
    rule.add(_below(columns, column, page.max_row))
    page.add_data_validation(rule)


def _not_negative(page: Any, columns: Sequence[str], years: Sequence[str], text: Text) -> None:
    """Numbers of 0 or more below the years."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    rule.error, rule.errorTitle, rule.showErrorMessage = text("own-error-number"), "Comity", True
    for year in years:
        rule.add(_below(columns, year, page.max_row))
    page.add_data_validation(rule)


def _below(columns: Sequence[str], column: str, last: int) -> str:
    """The cells below a head, and as many again for new rows."""
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(columns.index(column) + 1)
    return f"{letter}2:{letter}{2 * last + 100}"
