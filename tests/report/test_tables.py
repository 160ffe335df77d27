"""Tables of answers: the same values in every format, with their units, and what each column means."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from comity.report.excel import excel_bytes
from comity.report.sheets import csv_text, parquet_bytes
from comity.report.sources import cited
from comity.report.tables import TABLES, ResultTable, result_table, result_tables
from comity.results import Run
from comity.text import LANGUAGES, Language, load
from comity.world.checks import _named, _references
from comity.world.values import keys_cited
from comity.world.walk import models
from tests.report.conftest import Answers


def values(run: Run, table: ResultTable) -> list[list[Any]]:
    """The rows of an answer's table, read off its models without any frame."""
    found = []
    for row in getattr(run, table.name):
        dumped = json.loads(row.model_dump_json(by_alias=True))
        cells = []
        for column in table.columns:
            value = dumped
            for part in column.key.split("."):
                value = value[part]
            cells.append(" ".join(value) if isinstance(value, list) else value)
        found.append(cells)
    return found


@pytest.mark.parametrize("name", TABLES)
def test_a_frame_has_the_values_of_the_answer(run: Run, name: str) -> None:
    table = result_table(run, name)
    wanted = values(run, table)
    assert wanted
    assert list(table.frame.columns) == [column.header for column in table.columns]
    for row, cells in zip(table.frame.itertuples(index=False), wanted, strict=True):
        assert [None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row] == cells


@pytest.mark.parametrize("name", TABLES)
def test_csv_has_the_values_of_the_answer(run: Run, name: str, written: dict[Language, Path]) -> None:
    table = result_table(run, name)
    with (written["zh"] / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == [column.header for column in table.columns]
    kinds = [column.kind for column in table.columns]
    read = {"text": str, "year": int, "number": float, "flag": {"true": True, "false": False}.__getitem__}
    made = [
        [read[kind](cell) if cell or kind == "text" else None for kind, cell in zip(kinds, row, strict=True)]  # type: ignore[operator]
        for row in rows
    ]
    assert made == values(run, table)


@pytest.mark.parametrize("name", TABLES)
def test_parquet_has_the_values_and_the_units(run: Run, name: str, written: dict[Language, Path]) -> None:
    table = result_table(run, name)
    read = pq.read_table(written["en"] / f"{name}.parquet")
    assert read.column_names == [column.header for column in table.columns]
    assert [list(row.values()) for row in read.to_pylist()] == values(run, table)
    for column in table.columns:
        about = read.schema.field(column.header).metadata
        assert about == {b"name": column.key.encode(), b"unit": column.unit.encode()}
    stated = json.loads(read.schema.metadata[b"comity"])
    assert (stated["world"], stated["units"]["price"], stated["status"]) == ("sample", "EUR2026/t CO2e", "solved")


def as_excel_keeps(value: Any) -> Any:
    """A number to its fifteenth digit; what is unknown as nothing."""
    return "" if value is None else pytest.approx(value, rel=1e-15) if isinstance(value, float) else value


def test_excel_has_the_values_under_headers_that_stay(run: Run, written: dict[Language, Path]) -> None:
    book = openpyxl.load_workbook(written["en"] / "tables.xlsx")
    assert book.sheetnames == ["notes", *TABLES, "sources"]
    for table in result_tables(run):
        sheet = book[table.name]
        header, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert header == [column.header for column in table.columns]
        for row, cells in zip(rows, values(run, table), strict=True):
            assert ["" if cell is None else cell for cell in row] == [as_excel_keeps(cell) for cell in cells]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    price = next(cell for cell in book["markets"][2] if book["markets"].cell(1, cell.column).value.startswith("price "))
    assert price.number_format == "#,##0.00"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_notes_say_what_the_workbook_holds(run: Run, written: dict[Language, Path], lang: Language) -> None:
    text = load(lang)
    rows = list(openpyxl.load_workbook(written[lang] / "tables.xlsx")["notes"].iter_rows(values_only=True))
    said = {row[0]: row[1] for row in rows if row[0]}
    assert said[text("report-residual")] == as_excel_keeps(run.residual)
    assert said[text("report-scenario-id")] == "linked"
    assert said[text("report-as-of")] == "2026-01-01"
    assert said[text("report-unit-money")] == "million EUR2026"
    for status, share in run.marked.items():
        assert said[text(f"status-{status}")] == as_excel_keeps(share)
    explained = [(row[0], row[1], row[2] or "") for row in rows if row[3] and row[0] in TABLES]
    assert explained == [
        (table.name, column.key, column.unit) for table in result_tables(run) for column in table.columns
    ]


def test_the_sources_are_those_that_the_world_cites(answers: Answers, written: dict[Language, Path]) -> None:
    world = answers.worlds[0]
    named = {
        key
        for _, model in models(world)
        for name, refers in _references(type(model)).values()
        if refers.kinds == ("source",)
        for _, text in _named(getattr(model, name))
        for key in keys_cited(text)
    }
    assert named
    assert set(cited([world])) == named
    _, *rows = openpyxl.load_workbook(written["en"] / "tables.xlsx")["sources"].iter_rows(values_only=True)
    assert {(row[0], row[1], row[4]) for row in rows} == {
        (key, world.source[key].title, world.source[key].licence) for key in named
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_a_meaning(run: Run, lang: Language) -> None:
    for table in result_tables(run):
        for column in table.columns:
            key = f"report-column-{table.name}-{column.key.replace('.', '-').replace('_', '-')}"
            assert key in load(lang)


def test_every_number_has_a_unit(run: Run) -> None:
    bare = [
        (table.name, column.key)
        for table in result_tables(run)
        for column in table.columns
        if column.kind == "number" and not column.unit
    ]
    assert bare == []


def test_a_table_without_rows_keeps_its_columns_and_their_types(answers: Answers) -> None:
    world, empty = answers.worlds[0], answers.runs[0].model_copy(update=dict.fromkeys(TABLES, ()))
    for table, full in zip(result_tables(empty), result_tables(answers.runs[0]), strict=True):
        assert table.frame.dtypes.to_dict() == full.frame.dtypes.to_dict()
        assert csv_text(table).splitlines() == csv_text(full).splitlines()[:1]
        schemas = [pq.read_schema(io.BytesIO(parquet_bytes(empty, one))) for one in (table, full)]
        assert schemas[0].equals(schemas[1])
    book = openpyxl.load_workbook(io.BytesIO(excel_bytes(world, empty, result_tables(empty), load("en"))))
    assert [book[name].max_row for name in TABLES] == [1] * len(TABLES)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "\x07bell", "a\nb", "'", "1e5"])
def test_excel_takes_no_name_for_a_formula(answers: Answers, name: str) -> None:
    run = answers.runs[0]
    hostile = run.model_copy(update={"markets": (run.markets[0].model_copy(update={"unit_class": name}),)})
    made = excel_bytes(answers.worlds[0], hostile, result_tables(hostile), load("en"))
    cell = openpyxl.load_workbook(io.BytesIO(made))["markets"]["B2"]
    assert (cell.data_type, cell.value) == ("s", name.replace("\x07", "\ufffd"))
