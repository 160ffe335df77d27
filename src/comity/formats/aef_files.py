"""The files of the agreed electronic format: tables of cells in CSV, XLSX and JSON, and nothing of what they mean."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from comity.errors import InputError, Problem, Said, said
from comity.formats.aef_tables import Kind, aef

SPREADSHEET_DIGITS = 15
"""A spreadsheet keeps as many digits of a number, and no more."""
JSON_MOST = 2**53 - 1
"""The highest whole number that every reader of JSON holds exactly."""
WHOLE = re.compile(r"0|[1-9][0-9]*")
DECIMAL = re.compile(r"(0|[1-9][0-9]*)\.[0-9]*[1-9]")


@dataclass(slots=True)
class Sheet:
    """One table as it stands in a file: heads, and rows with their numbers; the heads are row 1."""

    name: str
    file: str
    heads: list[str]
    rows: list[tuple[int, list[Any]]]
    lists: bool = False
    """Whether rows are items of a list, as in JSON, and have no line of their own."""

    def address(self, row: int, column: str) -> str:
        """`Actions.FirstID`; of an item in a list, `Actions[0].FirstID`."""
        place = f"{self.name}[{row - 2}]" if self.lists and row > 1 else self.name
        return f"{place}.{column}" if column else place


def read(path: Path) -> list[Sheet]:
    """The tables of a file or folder. Raises InputError."""
    try:
        if path.is_dir():
            named = [(file.stem, file.name, file.read_bytes()) for file in sorted(path.glob("*.csv"))]
            return [_from_csv(stem, name, content) for stem, name, content in named]
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            raise _bad(path, said("expected-aef-file"))
        return reader(path)
    except OSError:
        raise _bad(path, said("expected-readable")) from None


def write(sheets: Sequence[Sheet], path: Path) -> None:
    """The tables as the ending of the path says; a folder of CSV files if it has none. Raises InputError."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise _bad(path, said("expected-aef-file"))
    try:
        writer(sheets, path)
    except OSError:
        raise _bad(path, said("expected-readable")) from None


def _bad(path: Path, expected: Said) -> InputError:
    return InputError([Problem(path.name, 0, "", path.name, expected)])


# CSV


def _csv_text(sheet: Sheet) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.heads)
    writer.writerows(cells for _, cells in sheet.rows)
    return text.getvalue()


def _write_folder(sheets: Sequence[Sheet], path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        (path / f"{sheet.name}.csv").write_bytes(_csv_text(sheet).encode())


def _write_zip(sheets: Sequence[Sheet], path: Path) -> None:
    with ZipFile(path, "w") as archive:
        for sheet in sheets:
            archive.writestr(f"{sheet.name}.csv", _csv_text(sheet))


def _from_csv(stem: str, name: str, content: bytes) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise InputError([Problem(name, 0, stem, name, said("expected-aef-csv"))]) from None
    heads = [head.strip() for head in rows[0]] if rows else []
    return Sheet(stem, name, heads, list(_rows(rows[1:])))


def _rows(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, list[Any]]]:
    """The rows in which anything stands, numbered from 2."""
    for number, cells in enumerate(rows, start=2):
        if any(cell not in (None, "") for cell in cells):
            yield number, list(cells)


def _read_zip(path: Path) -> list[Sheet]:
    try:
        with ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".csv"))
            found = [(PurePosixPath(name), archive.read(name)) for name in names]
    except (BadZipFile, RuntimeError, EOFError, zlib.error):
        raise _bad(path, said("expected-aef-file")) from None
    return [_from_csv(name.stem, f"{path.name}/{name.name}", content) for name, content in found]


# XLSX


def _write_xlsx(sheets: Sequence[Sheet], path: Path) -> None:
    from openpyxl import Workbook  # type: ignore[import-untyped]  # late: slow to load
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    kinds = _kinds()
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        page.append(sheet.heads)
        for _, cells in sheet.rows:
            row: list[Any] = []
            for head, text in zip(sheet.heads, cells, strict=True):
                value: Any = _spreadsheet_value(text, kinds[sheet.name, head])
                if isinstance(value, str) and value[0] in "=#":  # else it would be a formula, or an error
                    value = WriteOnlyCell(page, value)
                    value.data_type = "s"
                row.append(value)
            page.append(row)
    book.save(path)


def _kinds() -> dict[tuple[str, str], Kind]:
    """The kind of every column, by table and head."""
    return {(table.sheet, field.name): field.type for table in aef().tables.values() for field in table.fields}


def _spreadsheet_value(text: str, kind: Kind) -> str | int | float | None:
    """A number where the column is one and a spreadsheet keeps all its digits."""
    if text == "":
        return None
    if kind in ("integer", "year", "number") and len(text.replace(".", "")) <= SPREADSHEET_DIGITS:
        if WHOLE.fullmatch(text):
            return int(text)
        if DECIMAL.fullmatch(text) and Decimal(repr(float(text))) == Decimal(text):
            return float(text)
    return text


def _read_xlsx(path: Path) -> list[Sheet]:
    from openpyxl import load_workbook

    sheets = []
    content = io.BytesIO(path.read_bytes())  # openpyxl leaves a file open that it cannot read
    try:
        with closing(load_workbook(content, read_only=True, data_only=True)) as book:
            for page in book.worksheets:
                rows = [list(row) for row in page.iter_rows(values_only=True)]
                heads = ["" if head is None else str(head).strip() for head in rows[0]] if rows else []
                while heads and not heads[-1]:  # a spreadsheet may be wider than its table
                    heads.pop()
                sheets.append(Sheet(page.title, path.name, heads, list(_rows(rows[1:]))))
    except Exception:  # whatever openpyxl makes of a file that is none of its kind, it says in many ways
        raise _bad(path, said("expected-aef-file")) from None
    return sheets


def text_of(cell: Any, kind: Kind) -> str:
    """The text of a cell, whatever the file holds it as."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and kind == "instant":
        return cell.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    if isinstance(cell, float) and cell == cell and abs(cell) != float("inf"):
        return format(Decimal(repr(int(cell) if cell.is_integer() else cell)), "f")
    if isinstance(cell, int) and not isinstance(cell, bool) and kind == "year":
        return f"{cell:04}"
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


# JSON


def _write_json(sheets: Sequence[Sheet], path: Path) -> None:
    kinds = _kinds()
    tables = {
        sheet.name: [
            {head: _json_value(text, kinds[sheet.name, head]) for head, text in zip(sheet.heads, cells, strict=True)}
            for _, cells in sheet.rows
        ]
        for sheet in sheets
    }
    path.write_text(json.dumps(tables, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _json_value(text: str, kind: Kind) -> str | int:
    whole = kind in ("integer", "year", "number") and WHOLE.fullmatch(text)
    return int(text) if whole and int(text) <= JSON_MOST else text


def _read_json(path: Path) -> list[Sheet]:
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):  # no JSON, no UTF-8, a key twice, a number of endless digits
        raise _bad(path, said("expected-aef-json")) from None
    if not _is_tables(found):
        raise _bad(path, said("expected-aef-json"))
    heads = {table.sheet: [field.name for field in table.fields] for table in aef().tables.values()}
    sheets = []
    for name, rows in found.items():
        names = list(dict.fromkeys([*heads.get(name, ()), *(head for row in rows for head in row)]))
        listed = [(number, [row.get(head, "") for head in names]) for number, row in enumerate(rows, start=2)]
        sheets.append(Sheet(name, path.name, names, listed, lists=True))
    return sheets


def _is_tables(found: Any) -> bool:
    """Whether it is an object of lists of objects of text, numbers and null."""
    if not isinstance(found, dict) or not all(isinstance(rows, list) for rows in found.values()):
        return False
    rows = [row for rows in found.values() for row in rows]
    return all(
        isinstance(row, dict)
        and all(isinstance(cell, str | int | Decimal | None) and not isinstance(cell, bool) for cell in row.values())
        for row in rows
    )


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object each of whose keys stands once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


READERS: dict[str, Callable[[Path], list[Sheet]]] = {".zip": _read_zip, ".xlsx": _read_xlsx, ".json": _read_json}
WRITERS: dict[str, Callable[[Sequence[Sheet], Path], None]] = {
    "": _write_folder,
    ".zip": _write_zip,
    ".xlsx": _write_xlsx,
    ".json": _write_json,
}
