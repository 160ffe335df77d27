"""`comity run`: what is said, what is written, at every width."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from comity.cli.wrap import columns_of
from comity.report.sheets import csv_text
from comity.report.tables import TABLES, result_table
from comity.results import Run
from tests.cli.terminal import comity


def test_the_first_lines_say_it_in_words(where: str) -> None:
    ran = comity("run", where, "--scenario", "linked", "--years", "2026")
    lines = ran.out.splitlines()
    assert lines[:2] == ["Two markets and a standard", "sample · scenario linked · 2026 · solved"]
    said = " ".join(line.strip() for line in lines[3:10])
    assert "EUR2026/t CO2e (Alphaland Emissions Trading Scheme), 3 markets" in said
    assert "less (25%) than in the reference, base" in said
    assert "are emitted: 0.6065 more than in the reference, base" in said
    assert "2.291 Mt CO2e are claimed by two sides without an adjustment" in said


def test_the_reference_is_not_compared_with_itself(where: str) -> None:
    ran = comity("run", where)
    assert "this is the reference itself" in ran.out
    assert "Gain" not in ran.out.split("Scoreboard")[0]


def test_what_is_not_solved_says_so_and_where(where: str) -> None:
    ran = comity("run", where, "--scenario", "impossible", "--years", "2026")
    assert ran.code == 1
    assert "Not solved: some budget could be closed only by the numerical unmet movement." in ran.out
    assert "Betania Emissions Trading Scheme, 2026: 20 Mt CO2e of the obligation not covered" in ran.out
    assert comity("run", where, "--scenario", "impossible", "--json").code == 1


def test_the_largest_are_shown_and_the_rest_counted() -> None:
    short, whole = comity("run", "rice50-2030"), comity("run", "rice50-2030", "--all")
    assert "… and 45 more. To see all: --all" in short.out
    assert "China carbon market" in short.out
    assert "more. To see all" not in whole.out
    assert len(whole.out.splitlines()) == len(short.out.splitlines()) + 2 * (45 - 1)


def test_a_price_set_by_many_is_counted() -> None:
    ran = comity("run", "rice50-2030", "--scenario", "one-market")
    assert "one price in all 57 markets: 20.88 USD2005/t CO2" in ran.out
    assert "57 activities" in ran.out


def test_scenarios_stand_beside_each_other(where: str) -> None:
    ran = comity("run", where, "--years", "2026", "--beside", "linked", "--beside", "linked+adjusted")
    heads = [line.split() for line in ran.out.splitlines() if line.strip().endswith("linked+adjusted")]
    assert [head[-3:] for head in heads] == [["base", "linked", "linked+adjusted"]] * 2
    alpha = next(line for line in ran.out.splitlines() if line.strip().startswith("Alphaland"))
    assert alpha.split()[-3:] == ["52.63", "28.37", "28.37"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 100, 140])
@pytest.mark.parametrize("more", [[], ["--beside", "linked"]])
def test_nothing_is_wider_than_the_terminal(where: str, columns: int, lang: str, more: list[str]) -> None:
    ran = comity("run", where, "--scenario", "dear", *more, "--lang", lang, columns=columns)
    wide = [line for line in ran.out.splitlines() if columns_of(line) > columns]
    assert [line for line in wide if "comity run" not in line and "comity explain" not in line] == []


def test_nothing_is_cut_in_a_pipe(where: str) -> None:
    ran = comity("run", where, "--years", "2026", "--scenario", "linked")
    assert "…" not in ran.out
    assert "\x1b" not in ran.out
    rows = [line for line in ran.out.splitlines() if "Alphaland Emissions Trading Scheme  AUA" in line]
    assert len(rows) == 1


def test_out_writes_the_answer_and_its_tables_with_units(where: str, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    ran = comity("run", where, "--scenario", "linked", "--out", str(out))
    assert f"Written to {out}" in " ".join(ran.out.split())
    answer = Run.model_validate_json((out / "run.json").read_text(encoding="utf-8"))
    assert json.loads(comity("run", where, "--scenario", "linked", "--json").out)["markets"]
    for table in TABLES:
        with (out / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert len(rows) == len(getattr(answer, table))
        assert {len(row) for row in rows} == {len(header)}
        numbers = [name for name in header if "[" in name]
        assert numbers, table
    heads = (out / "markets.csv").read_text(encoding="utf-8").splitlines()[0]
    assert heads.startswith("mechanism,unit_class,year,price [EUR2026/t CO2e],obligation_price [EUR2026/t CO2e],")
    sheets = [f"{table}.{extension}" for table in TABLES for extension in ("csv", "parquet")]
    whole = ["report.html", "tables.xlsx", "iamc.csv", "run.json", *sheets]
    assert sorted(path.name for path in out.iterdir()) == sorted(whole)


def test_every_number_of_a_table_has_a_unit(where: str) -> None:
    answer = Run.model_validate_json(comity("run", where, "--scenario", "linked", "--json").out)
    counted = {"year"}
    for table in TABLES:
        header, *rows = csv.reader(csv_text(result_table(answer, table)).splitlines())
        for name, cell in zip(header, rows[0], strict=True):
            if cell.replace(".", "", 1).replace("-", "", 1).replace("e", "", 1).isdigit():
                assert "[" in name or name in counted, (table, name)


def test_a_table_without_rows_has_its_header(where: str) -> None:
    answer = Run.model_validate_json(comity("run", where, "--json").out).model_copy(update={"air": ()})
    assert csv_text(result_table(answer, "air")).startswith("year,emissions [Mt CO2e],reference.scenario,")


def test_a_file_is_written_whole_or_not_at_all(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    assert comity("run", where, "--out", str(out)).code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(out))

    monkeypatch.setattr("os.fsync", full)
    ran = comity("run", where, "--scenario", "linked", "--out", str(out))
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_out_must_be_a_folder(where: str, tmp_path: Path, lang: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ran = comity("run", where, "--out", str(tmp_path / "file"), "--lang", lang)
    assert (ran.code, ran.out) == (2, "")


def test_each_scenario_beside_is_written_too(where: str, tmp_path: Path) -> None:
    comity("run", where, "--years", "2026", "--beside", "linked", "--out", str(tmp_path / "out"))
    inner = Run.model_validate_json((tmp_path / "out" / "linked" / "run.json").read_text(encoding="utf-8"))
    assert inner.scenario == ("linked",)
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert f"comity run {where} --years 2026 --beside linked --out DIR" in report
    assert not (tmp_path / "out" / "linked" / "report.html").exists()


@pytest.mark.parametrize(("lang", "words"), [("en", "Prices over the years"), ("zh", "历年价格")])
def test_the_report_is_in_the_language_of_the_face(where: str, tmp_path: Path, lang: str, words: str) -> None:
    assert comity("run", where, "--lang", lang, "--out", str(tmp_path / "out")).code == 0
    assert words in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("span", "years"), [("2028", [2028]), ("2027:2030", [2028, 2030]), (":2028", [2026, 2028]), ("2030:", [2030])]
)
def test_years_are_those_of_the_world_inside_the_span(where: str, span: str, years: list[int]) -> None:
    assert json.loads(comity("run", where, "--years", span, "--json").out)["years"] == years
