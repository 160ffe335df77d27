"""A user's table of curves or baselines as it stands in a CSV or Excel file: heads, and rows with their lines.

Nothing here knows what the columns mean. Heads are read in English or Chinese, in any case, with spaces, underscores or
hyphens. What cannot be read at all is an `InputError`; what is wrong with a row is a `Problem`, collected by `Faults`.
"""

from __future__ import annotations

import csv
import io
import re
import stat
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from comity.errors import InputError, Problem, Said, said
from comity.text import LANGUAGES, load
from comity.world.problems import FOUND_MOST, shown

#: A table of curves is a few pages; what is larger is another file.
FILE_BYTES_MOST = 32 * 1024 * 1024
#: A stray cell in the last corner makes a sheet of thousands of millions.
CELLS_MOST = 2_000_000
#: What an `.xls`, and an `.xlsx` under a password, begin with: Microsoft's compound file.
COMPOUND = b"\xd0\xcf\x11\xe0"
YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)

#: Every column that a table of curves or baselines may have; `own-column-…` are their names.
COLUMNS = (
    *("activity", "name", "host", "family", "unit", "per", "factor", "supply", "slope", "intercept", "a", "b"),
    *("coefficient", "exponent", "rate", "quantity", "price", "to-price", "abatement", "share", "abatement-unit"),
    *("marginal-cost", "year", "value", "source", "note", "model", "scenario", "region", "variable"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line, and its cells by column; empty cells are left out."""

    line: int
    cells: Mapping[str, Any]

    def word(self, column: str) -> str:
        """A cell as text without the spaces around it; empty if there is none."""
        return str(self.cells.get(column, ""))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the file and perhaps the sheet it stands in, its heads as written by column, and its rows."""

    file: str
    sheet: str
    heads: Mapping[str, str]
    rows: Sequence[Row]
    top: int = 1
    """The line of the heads."""

    def address(self, column: str) -> str:
        """A column as the file names it; in a workbook, after its sheet."""
        head = self.heads.get(column, column)
        return ".".join(part for part in (self.sheet, head) if part)

    @property
    def years(self) -> tuple[str, ...]:
        """The columns that are years."""
        return tuple(column for column in self.heads if YEAR.fullmatch(column))


@dataclass(slots=True)
class Faults:
    """All that is wrong with a table, in the order found."""

    table: Table
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, column: str, found: Any, expected: Said, hint: Said | None = None) -> None:
        """A problem with a cell; `found` None is nothing, a plain value is quoted."""
        what = found if isinstance(found, Said) else said("found-nothing") if found in (None, "") else quoted(found)
        self.problems.append(Problem(self.table.file, line, self.table.address(column), what, expected, hint))

    def check(self) -> None:
        """Raise InputError if anything was found."""
        if self.problems:
            raise InputError(sorted(dict.fromkeys(self.problems), key=lambda problem: problem.line))


def quoted(cell: Any) -> str:
    """A cell as it is told of: on one line, briefly."""
    words = " ".join(str(cell).split()) if isinstance(cell, str) else shown(cell)
    return words if len(words) <= FOUND_MOST else words[: FOUND_MOST - 1] + "…"


def like(word: str, words: Sequence[str]) -> Said | None:
    """The hint that a word may be another."""
    lower = {known.casefold(): known for known in reversed(words)}
    close = get_close_matches(word.casefold(), list(lower), 1)
    return said("hint-did-you-mean", key=lower[close[0]]) if close else None


def read_table(path: Path, sheet: str) -> Table:
    """The table of a `.csv` file, or of a sheet of an `.xlsx` file: the one named, else that of an IAMC workbook
    (`data`), else the only one. Raises InputError."""
    content = _content(path)
    file = str(path).encode("utf-8", "backslashreplace").decode()
    if path.suffix.lower() == ".xlsx":
        name, rows = _from_xlsx(file, content, sheet)
    else:
        name, rows = "", list(_from_csv(file, content))
    return as_table(file, name, rows)


def _content(path: Path) -> bytes:
    """The bytes of a file that is one, of a kind that is read here."""
    file = str(path).encode("utf-8", "backslashreplace").decode()
    expected = said("expected-own-file")
    try:
        mode = path.stat().st_mode  # asked before opening: to open a pipe would wait for ever
        if not stat.S_ISREG(mode):
            found = said("found-folder" if stat.S_ISDIR(mode) else "found-not-a-file")
            raise InputError([Problem(file, 0, "", found, expected)])
        if path.suffix.lower() not in (".csv", ".xlsx"):
            hint = said("hint-own-save-as") if path.suffix.lower() in (".xls", ".xlsm", ".ods", ".txt") else None
            raise InputError([Problem(file, 0, "", shown(path.suffix or path.name), expected, hint)])
        with path.open("rb") as stream:
            content = stream.read(FILE_BYTES_MOST + 1)
    except FileNotFoundError:
        raise InputError([Problem(file, 0, "", said("found-no-file"), expected)]) from None
    except OSError as error:
        found = said("found-unreadable", reason=error.strerror or type(error).__name__)
        raise InputError([Problem(file, 0, "", found, expected)]) from None
    except ValueError:  # a NUL character
        raise InputError([Problem(file, 0, "", said("found-bad-path"), expected)]) from None
    if len(content) > FILE_BYTES_MOST:
        most = said("expected-file-size", megabytes=FILE_BYTES_MOST // 1024**2)
        raise InputError([Problem(file, 0, "", said("found-larger-file"), most)])
    return content


def _from_csv(file: str, content: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = said("hint-save-utf8")
        raise InputError([Problem(file, line, "", said("found-bad-text"), said("expected-utf8"), hint)]) from None
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() or None for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        raise InputError([Problem(file, line, "", said("found-no-csv"), said("expected-own-csv"))]) from None


def _from_xlsx(file: str, content: bytes, wanted: str) -> tuple[str, list[tuple[int, list[Any]]]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # late: slow to load

    expected = said("expected-own-xlsx")
    if content.startswith(COMPOUND):
        raise InputError([Problem(file, 0, "", said("found-compound-file"), expected, said("hint-own-password"))])
    try:
        with warnings.catch_warnings(), closing(load_workbook(io.BytesIO(content))) as book:
            warnings.simplefilter("ignore")  # of what openpyxl does not read, nothing is needed here
            with closing(load_workbook(io.BytesIO(content), data_only=True)) as computed:
                pages = {page.title: (page, computed[page.title]) for page in book.worksheets}
    except Exception:  # whatever openpyxl makes of a file that is none of its kind, it says in many ways
        raise InputError([Problem(file, 0, "", said("found-no-xlsx"), expected)]) from None
    known = [*(load(lang)(f"own-sheet-{wanted}").casefold() for lang in LANGUAGES), wanted, "data"]
    name = next((name for one in known for name in pages if name.strip().casefold() == one), None)
    if name is None and len(pages) == 1:
        name = next(iter(pages))
    if name is None:
        sheets = said("found-sheets", sheets=", ".join(map(quoted, pages)))
        raise InputError([Problem(file, 0, "", sheets, said("expected-own-sheet", sheet=wanted))])
    formulas, values = pages[name]
    if formulas.max_row * formulas.max_column > CELLS_MOST:
        found = said("found-larger-sheet", rows=formulas.max_row, columns=formulas.max_column)
        raise InputError([Problem(file, 0, name, found, said("expected-own-cells", most=CELLS_MOST))])
    rows = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True)
    return name, [(line, [_cell(*both) for both in zip(*row, strict=True)]) for line, row in enumerate(rows, start=1)]


def _cell(value: Any, formula: Any) -> Any:
    """A cell; of a formula that nobody has computed yet, the formula, which is no number."""
    if value is None and isinstance(formula, str) and formula.startswith("="):
        return formula
    return (value.strip() or None) if isinstance(value, str) else value


def as_table(file: str, sheet: str, rows: Sequence[tuple[int, list[Any]]]) -> Table:
    """Rows of cells, with their lines, as a table: the first in which anything stands has the heads. Raises
    InputError."""
    filled = [(line, cells) for line, cells in rows if any(cell is not None for cell in cells)]
    if not filled:
        raise InputError([Problem(file, 0, sheet, said("found-nothing"), said("expected-own-table"))])
    top, names = filled[0]
    columns, heads = {}, {}
    faults = Faults(Table(file, sheet, {}, (), top))
    for place, name in enumerate(names):
        if name is None:
            continue
        column = _column(name)
        if column in heads:
            faults.add(top, str(name), said("found-column-again"), said("expected-column-once"))
        columns[place], heads[column] = column, str(name)
    body = []
    for line, cells in filled[1:]:
        beyond = [cell for place, cell in enumerate(cells) if place not in columns and cell is not None]
        if beyond:
            faults.add(line, "", beyond[0], said("expected-own-head"))
        values = {columns[place]: cell for place, cell in enumerate(cells) if place in columns and cell is not None}
        body.append(Row(line, values))
    faults.check()
    if not body:
        raise InputError([Problem(file, top, sheet, said("found-heads-alone"), said("expected-own-table"))])
    return Table(file, sheet, heads, body, top)


def _column(head: Any) -> str:
    """The column that a head names, in either language; a year as four digits; else the head itself."""
    word = re.sub(r"[\s_-]+", "-", str(head).strip().casefold())
    year = re.fullmatch(r"([0-9]{4})(\.0)?-?年?", word, re.ASCII)
    return year[1] if year and YEAR.fullmatch(year[1]) else _columns().get(word, word)


def _columns() -> dict[str, str]:
    found = {column: column for column in COLUMNS}
    for lang in LANGUAGES:
        found |= {load(lang)(f"own-column-{column}").casefold(): column for column in COLUMNS}
    return found
