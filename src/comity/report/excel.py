"""An answer as a workbook: a sheet a table, one of notes on what it says, one of the sources it rests on."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from comity.report.rows import scoreboard
from comity.report.sources import cited
from comity.report.subject import Subject, scenario_label
from comity.report.tables import Column, ResultTable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

    from comity.results import Run
    from comity.text import Text
    from comity.world import World

#: How Excel shows a measure.
FORMATS = {"price": "#,##0.00", "quantity": "#,##0.000", "money": "#,##0.0", "": "General"}
WIDTH_LEAST, WIDTH_MOST = 10, 60
NOTES_WIDTHS = (22, 30, 26, 90)


def excel_bytes(world: World, run: Run, tables: Sequence[ResultTable], text: Text) -> bytes:
    """The workbook. Words are in the language of `text`; names of sheets and columns are those of the JSON."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        data_sheet(book.create_sheet(table.name), table)
    _notes(book.create_sheet("notes", 0), Subject.of([world], [run], text), tables)
    sources_sheet(book.create_sheet("sources"), world, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def data_sheet(sheet: Worksheet, table: ResultTable) -> None:
    """The rows of a table under a header that stays in sight and filters them."""
    line(sheet, table.frame.columns, head=True)
    for row in table.frame.itertuples(index=False):
        line(sheet, row)
    for place, column in enumerate(table.columns, start=1):
        cells = [cell for (cell,) in sheet.iter_rows(min_col=place, max_col=place)]
        for cell in cells[1:]:
            cell.number_format = FORMATS[column.measure]
        # Numbers are narrower than their digits in full.
        lengths = [len(str(cell.value)) for cell in cells[1:] if column.kind == "text" and cell.value is not None]
        widen(sheet, place, max([len(column.header) + 4, *lengths]))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _notes(sheet: Worksheet, subject: Subject, tables: Sequence[ResultTable]) -> None:
    """World, scenario, solution; the scoreboard; the standing of the figures; what each column means."""
    text, run, settings = subject.text, subject.runs[0], subject.world.world
    about: list[tuple[str, Any]] = [
        ("report-world", text.name(settings.title.model_dump())),
        ("report-world-id", run.world),
        ("report-scenario", subject.labels[0]),
        ("report-scenario-id", scenario_label(subject.world)),
        ("report-reference", subject.reference),
        ("report-as-of", settings.as_of.isoformat()),
        ("report-years", ", ".join(map(str, run.years))),
        ("report-status", text(f"status-{run.status}")),
        ("report-residual", run.residual),
        ("report-discount-rate", run.scoreboard.discount_rate),
        ("report-unit-price", run.units.price),
        ("report-unit-quantity", run.units.quantity),
        ("report-unit-money", run.units.money),
    ]
    line(sheet, [text("report-notes")], head=True)
    for key, value in about:
        line(sheet, [text(key), value])
    line(sheet, [])
    line(sheet, [text("report-scoreboard"), text("head-measured-in"), subject.labels[0]], head=True)
    for row in scoreboard(text, subject.runs):
        line(sheet, [f"    {row.words}" if row.part else row.words, row.unit, *row.cells])
    standing(sheet, run, text)
    meanings(sheet, tables, text, lambda table, column: text(f"report-column-{table.name}-{_dashed(column.key)}"))


def standing(sheet: Worksheet, run: Run, text: Text) -> None:
    """Lines of notes: the share of tonnes by the status of the figure that they rest on."""
    line(sheet, [])
    heads = ("report-share-status", "report-share", "", "report-meaning")
    line(sheet, [text(head) if head else "" for head in heads], head=True)
    for status, share in sorted(run.marked.items(), key=lambda item: -item[1]):
        line(sheet, [text(f"status-{status}"), share, "", text(f"status-{status}-means")])
        sheet.cell(sheet.max_row, 2).number_format = "0.0%"


def meanings(
    sheet: Worksheet, tables: Sequence[ResultTable], text: Text, meaning: Callable[[ResultTable, Column], str]
) -> None:
    """The last lines of notes: what each column means."""
    line(sheet, [])
    heads = ("report-sheet", "report-column", "report-unit", "report-meaning")
    line(sheet, [text(head) for head in heads], head=True)
    for table in tables:
        for column in table.columns:
            line(sheet, [table.name, column.key, column.unit, meaning(table, column)])
    for place, width in enumerate(NOTES_WIDTHS, start=1):
        widen(sheet, place, width, most=width)


def _dashed(key: str) -> str:
    return key.replace(".", "-").replace("_", "-")


def sources_sheet(sheet: Worksheet, world: World, text: Text) -> None:
    """Every source that the world cites."""
    heads = ("key", "title", "publisher", "year", "licence", "licence-class", "address", "note")
    line(sheet, [text(f"report-source-{head}") for head in heads], head=True)
    for key, source in cited([world]).items():
        about = (source.title, source.publisher, source.year, source.licence, source.licence_class)
        line(sheet, [key, *about, source.address, source.note])
    for place, width in enumerate((18, 60, 28, 8, 18, 10, 50, 60), start=1):
        widen(sheet, place, width)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def line(sheet: Worksheet, values: Iterable[Any], *, head: bool = False) -> None:
    """One more row. A text stays a text, also where Excel would take it for a formula; what is unknown stays empty."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]

    cells = []
    for value in values:
        cell = Cell(sheet, row=1, column=1)  # append puts it in its place
        if isinstance(value, str):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)
            cell.data_type = "s"
        elif value is not None and not (isinstance(value, float) and isnan(value)):
            cell.value = value.item() if hasattr(value, "item") else value
        if head:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E8EEF3")
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        cells.append(cell)
    sheet.append(cells)


def widen(sheet: Worksheet, place: int, width: int, *, most: int = WIDTH_MOST) -> None:
    """Make a column so wide, in letters, within bounds."""
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    sheet.column_dimensions[get_column_letter(place)].width = min(max(width, WIDTH_LEAST), most)
