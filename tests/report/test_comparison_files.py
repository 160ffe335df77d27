"""What is written of a comparison and of a link: the same numbers in every format, a page that loads nothing."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from lxml import html  # type: ignore[import-untyped]

from comity import report
from comity.report import comparison_charts
from comity.report.chart_style import Drawn
from comity.report.comparison_excel import comparison_excel, meaning
from comity.report.comparison_page import comparison_page
from comity.report.comparison_tables import comparison_tables
from comity.report.comparison_words import spanned, subject_of, verdict
from comity.report.tables import ResultTable
from comity.results import Comparison, LinkAnswer
from comity.text import LANGUAGES, Language, load
from comity.world import World
from tests.report.comparisons import HOSTILE, compared, linked, sample, with_borders

LINK_TABLES = (
    *("change-prices", "change-tonnes", "verdicts-money", "verdicts-tonnes", "risks", "borders", "variants"),
)
COMPARE_TABLES = tuple(name for name in LINK_TABLES if name not in ("risks", "borders"))
BOTH = ("link", "compare")


def asked(name: str) -> tuple[World, Comparison]:
    """A world and an answer on it: of a link with charges at the border, or of two scenarios."""
    return (sample(), with_borders(linked(), 2)) if name == "link" else (sample("linked"), compared())


@cache
def page_of(name: str, lang: Language) -> str:
    """The report."""
    return comparison_page(*asked(name), load(lang), "comity")


def tree_of(name: str, lang: Language) -> html.HtmlElement:
    """The report, parsed."""
    return html.document_fromstring(page_of(name, lang))


def rows_of(tree: html.HtmlElement) -> list[list[str]]:
    """The rows of all tables of a report."""
    return [[" ".join(cell.text_content().split()) for cell in row] for row in tree.iterfind(".//tbody/tr")]


def rows(table: ResultTable, answer: Comparison) -> list[Any]:
    """What the rows of a table are of."""
    of, _, part = table.name.partition("-")
    if of == "change":
        return [row for row in answer.change if (row.measure == "price") == (part == "prices")]
    if of == "verdicts":
        tonnes = ("emissions", "balance", "net-import", "air", "claimed-twice")
        return [row for row in answer.verdicts if (row.account in tonnes) == (part == "tonnes")]
    return list(getattr(answer, of))


def shown(chart: Drawn) -> list[dict[str, Any]]:
    """The rows that a chart shows."""
    (found,) = chart.to_dict()["datasets"].values()
    return list(found)


def value_of(row: Any, key: str) -> Any:
    """A value by its key, read off the JSON."""
    value = json.loads(row.model_dump_json(by_alias=True))
    for part in key.split("."):
        value = None if value is None else value[part]
    return " ".join(value) if isinstance(value, list) else value


# Tables


@pytest.mark.parametrize("name", BOTH)
def test_tables_hold_every_row_of_the_answer(name: str) -> None:
    _, answer = asked(name)
    tables = comparison_tables(answer)
    assert tuple(table.name for table in tables) == (LINK_TABLES if name == "link" else COMPARE_TABLES)
    assert sum(len(table.frame) for table in tables[:2]) == len(answer.change)
    assert sum(len(table.frame) for table in tables[2:4]) == len(answer.verdicts)
    for table in tables:
        read = list(csv.DictReader(io.StringIO(report_csv(table))))
        found = rows(table, answer)
        assert len(read) == len(found) > 0, table.name
        for line, row in zip(read, found, strict=True):
            for column in table.columns:
                value, cell = value_of(row, column.key), line[column.header]
                if column.kind == "number":
                    assert (float(cell) if cell else None) == value
                else:
                    assert cell == ("" if value is None else str(value))


def report_csv(table: ResultTable) -> str:
    from comity.report.sheets import csv_text

    return csv_text(table)


@pytest.mark.parametrize("name", BOTH)
def test_a_column_of_numbers_names_its_unit(name: str) -> None:
    _, answer = asked(name)
    units = {"price": "EUR2026/t CO2e", "quantity": "Mt CO2e", "money": "million EUR2026"}
    for table in comparison_tables(answer):
        for column in table.columns:
            bare = column.key in ("share", "slope", "turn.times")
            assert bool(column.unit) == (column.kind == "number" and not bare), (table.name, column.key)
            assert column.unit == units.get(column.measure, "")
    assert "central [million EUR2026]" in comparison_tables(answer)[2].frame.columns
    assert "before.low [EUR2026/t CO2e]" in comparison_tables(answer)[0].frame.columns


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", BOTH)
def test_the_workbook_has_the_tables_and_says_what_each_column_is(name: str, lang: Language) -> None:
    world, answer = asked(name)
    tables = comparison_tables(answer)
    book = openpyxl.load_workbook(io.BytesIO(comparison_excel(world, answer, tables, load(lang))))
    assert book.sheetnames == ["notes", *(table.name for table in tables), "sources"]
    for table in tables:
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == list(table.frame.columns)
        assert sheet.max_row == len(table.frame) + 1
        for place, column in enumerate(table.columns, start=1):
            if column.kind == "number":
                cells = [cell.value for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place)]
                expected = [None if isnan(value) else pytest.approx(value) for value in table.frame[column.header]]
                assert cells == expected
    notes = [[cell.value for cell in row] for row in book["notes"].iter_rows()]
    for table in tables:
        for column in table.columns:
            line = [table.name, column.key, column.unit or None, meaning(load(lang), column.key)]
            assert line in [[cell or None for cell in row[:4]] for row in notes]


# The page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", BOTH)
def test_the_page_says_every_verdict_with_its_range(name: str, lang: Language) -> None:
    _, answer = asked(name)
    text, found = load(lang), rows_of(tree_of(name, lang))
    for row in answer.verdicts:
        unit = "Mt CO2e" if row.account in ("emissions", "balance", "net-import", "air", "claimed-twice") else None
        cells = [text(f"account-{row.account}"), spanned(row, signed=True)]
        assert any(line[1:3] == cells and unit in (None, line[3]) and line[4] == verdict(text, row) for line in found)
    for change in answer.change:
        if change.measure == "price" and change.year in (2026, 2030):
            cells = [str(change.year), spanned(change.before), spanned(change.after)]
            assert any(line[1:4] == cells for line in found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", BOTH)
def test_the_page_loads_nothing_and_can_be_read_aloud(name: str, lang: Language) -> None:
    source, tree = page_of(name, lang), tree_of(name, lang)
    assert tree.get("lang") == {"en": "en", "zh": "zh-Hans"}[lang]
    assert tree.xpath("//@src | //link | //script | //iframe | //object | //embed | //base") == []
    assert re.findall(r"@import|url\((?!#)", source) == []
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\s\"'<]+", source)) <= namespaces | set(tree.xpath("//a/@href"))
    charts = tree.findall(".//figure")
    assert len(charts) >= 4
    assert all(chart.find(".//svg") is not None and chart.find("figcaption").text.strip() for chart in charts)
    assert all(table.find("caption").text.strip() for table in tree.findall(".//table"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_has_sections_that_a_comparison_has_not(lang: Language) -> None:
    ids = {name: set(tree_of(name, lang).xpath("//section/@id")) for name in BOTH}
    assert ids["link"] - ids["compare"] == {"turns", "risks", "borders"}
    assert ids["compare"] >= {"summary", "prices", "accounts", "trade", "scoreboard", "basis", "sources", "again"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_have_the_ranges_of_the_answer(lang: Language) -> None:
    world, answer = asked("link")
    subject = subject_of(world, answer, load(lang))
    drawn = comparison_charts.prices_before_after(subject, answer)
    bars = comparison_charts.verdicts_by_account(subject, answer)
    tonnes = comparison_charts.tonnes_by_holder(subject, answer)
    assert drawn is not None
    assert bars is not None
    assert tonnes is not None
    prices = {(row.before.low, row.before.high) for row in answer.change if row.measure == "price"}
    assert {row["scenario"] for row in shown(drawn)} == set(subject.labels)
    before = [row for row in shown(drawn) if row["scenario"] == subject.labels[0]]
    assert {(row["low"], row["high"]) for row in before} <= prices
    spans = {(row.low, row.central, row.high) for row in answer.verdicts}
    values = [*shown(bars), *shown(tonnes)]
    assert {(row["low"], row["central"], row["high"]) for row in values} <= spans
    undecided = load(lang)("verdict-gain", sign="depends")
    assert all((row["outcome"] == undecided) == (not row["low"] > 0 and not row["high"] < 0) for row in values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_solved_is_not_compared(lang: Language) -> None:
    answer, text = linked("impossible"), load(lang)
    tree = html.document_fromstring(comparison_page(sample("impossible"), answer, text, "comity"))
    assert {"prices", "accounts", "trade", "turns"}.isdisjoint(tree.xpath("//section/@id"))
    assert text("report-not-compared") in tree.text_content()
    assert tree.find_class("caution")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", BOTH)
def test_hostile_names_are_only_words(name: str, lang: Language) -> None:
    world, answer = asked(name)
    names = {f"mechanism.alpha-ets.name.{one}": HOSTILE for one in ("en", "zh")}
    tree = html.document_fromstring(comparison_page(world.with_(names), answer, load(lang), HOSTILE))
    assert tree.xpath("//script") == []
    assert '<script>alert("x")</script>' in tree.text_content()


def test_two_scenarios_are_called_by_what_sets_them_apart() -> None:
    subject = subject_of(*asked("compare"), load("en"))
    titles = [load("en")("report-scenario-base"), sample("linked").world.title.en]
    assert subject.labels[0] == titles[0]
    assert subject.labels[0] != subject.labels[1]


# Files


@pytest.mark.parametrize("name", BOTH)
def test_everything_is_written_and_can_be_read_again(name: str, tmp_path: Path) -> None:
    world, answer = asked(name)
    report.write_comparison(tmp_path / "out", world, answer, load("zh"), "my world/", ["--curves", "mine.csv"])
    tables = LINK_TABLES if name == "link" else COMPARE_TABLES
    expected = [f"{table}.{kind}" for table in tables for kind in ("csv", "parquet")]
    found = {path.name for path in (tmp_path / "out").iterdir()}
    assert found == {*expected, "tables.xlsx", "report.html", f"{name}.json"}
    model = LinkAnswer if name == "link" else Comparison
    assert model.model_validate_json((tmp_path / "out" / f"{name}.json").read_text(encoding="utf-8")) == answer
    read = pq.read_table(tmp_path / "out" / "verdicts-money.parquet")
    assert read.schema.field("central [million EUR2026]").metadata[b"unit"] == b"million EUR2026"
    again = html.document_fromstring((tmp_path / "out" / "report.html").read_bytes()).xpath("string(//pre)")
    asked_for = ["alpha-ets", "beta-ets"] if name == "link" else ["--scenario", "linked", "--against", "base"]
    assert again == " ".join([f"comity {name} 'my world/'", *asked_for, "--curves mine.csv --out report"])


@pytest.mark.parametrize("times", [0, 1, 6])
def test_a_full_disk_leaves_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    world, answer = asked("link")
    monkeypatch.setattr("comity.report.comparison_page.page", lambda *_: "page")
    report.write_comparison(tmp_path / "whole", world, answer, load("en"))
    left, real = [times], os.fsync

    def sync(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr("os.fsync", sync)
    with pytest.raises(OSError, match="No space left"):
        report.write_comparison(tmp_path / "out", world, answer, load("en"))
    found = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert len(found) == times
    assert all(content == (tmp_path / "whole" / name).read_bytes() for name, content in found.items())
    assert "link.json" not in found


def test_nothing_is_written_where_an_answer_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise ValueError("no page")

    monkeypatch.setattr("comity.report.comparison_page.page", fail)
    with pytest.raises(ValueError, match="no page"):
        report.write_comparison(tmp_path / "out", *asked("compare"), load("en"))
    assert not (tmp_path / "out").exists()
