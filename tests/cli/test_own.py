"""`comity new --excel`, `--curves` and `--baselines`: a workbook out, the same workbook in, the same answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from comity.text import LANGUAGES
from tests.cli.terminal import SAMPLE, comity

WRONG = "activity,family,unit,slope\nnorth-industri,linear,EUR2026/t,3\nnorth-industry,linear,EUR2026/t,-3\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of one's own."""
    monkeypatch.chdir(tmp_path)


def answer(*arguments: str) -> dict[str, Any]:
    ran = comity("run", *arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("world", ["tutorial", "rice50-2030", "2026"])
def test_an_untouched_workbook_changes_no_answer(world: str, lang: str) -> None:
    ran = comity("new", "--excel", "own.xlsx", "--from", world, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == f"  comity run {world} --curves own.xlsx --baselines own.xlsx"
    years = ("--years", "2030") if world == "2026" else ()
    own = answer(world, *years, "--curves", "own.xlsx", "--baselines", "own.xlsx")
    assert own == answer(world, *years)


@pytest.mark.parametrize("world", ["tutorial", "rice50-2030"])
def test_a_workbook_says_all_that_the_solver_needs(world: str) -> None:
    """Curves written otherwise, at twice the price and half the factor, give the same prices."""
    comity("new", "--excel", "own.xlsx", "--from", world)
    book = load_workbook("own.xlsx")
    page = book["curves"]
    times = {"factor": 0.5} | dict.fromkeys(("slope", "intercept", "a", "b", "coefficient", "price", "to-price"), 2)
    for head, *cells in page.iter_cols():
        for cell in cells:
            if head.value in times and cell.value is not None:
                cell.value *= times[head.value]
    book.save("own.xlsx")
    plain, own = answer(world), answer(world, "--curves", "own.xlsx")
    for before, after in zip(plain["markets"], own["markets"], strict=True):
        assert after["price"] == pytest.approx(before["price"], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("lang", "sheets", "heads"),
    [
        ("en", ["read me", "baselines", "curves"], ["activity", "name", "host", "unit", 2026, 2028, 2030]),
        ("zh", ["说明", "基准排放", "减排曲线"], ["减排活动", "名称", "所属缔约方", "单位", 2026, 2028, 2030]),
    ],
)
def test_the_workbook_explains_itself(lang: str, sheets: list[str], heads: list[Any]) -> None:
    comity("new", "--excel", "own.xlsx", "--lang", lang)
    book = load_workbook("own.xlsx")
    assert book.sheetnames == sheets
    about, baselines, curves = (book[name] for name in sheets)
    words = [row[0] for row in about.iter_rows(values_only=True)]
    assert "comity run tutorial --curves own.xlsx --baselines own.xlsx" in words
    assert [cell.value for cell in baselines[1]][:7] == heads
    for page in (baselines, curves):
        assert page.freeze_panes == "B2"
        assert all(cell.comment and cell.comment.text for cell in page[1])
        assert len({page.column_dimensions[letter].width for letter in "ABDE"}) > 1
    lists = [rule.formula1 for rule in curves.data_validations.dataValidation]
    assert '"linear,quadratic,power,exponential,piecewise"' in lists or '"线性,二次,幂函数,指数,分段"' in lists
    assert any("Mt CO2e" in rule.formula1 for rule in baselines.data_validations.dataValidation)


def test_a_changed_workbook_changes_the_answer() -> None:
    comity("new", "--excel", "own.xlsx", "--lang", "zh")
    book = load_workbook("own.xlsx")
    page = book["减排曲线"]
    heads = [cell.value for cell in page[1]]
    page.cell(2, heads.index("斜率") + 1).value = 6
    book.save("own.xlsx")
    before, after = answer("tutorial"), answer("tutorial", "--curves", "own.xlsx")
    prices = [{(row["mechanism"], row["year"]): row["price"] for row in one["markets"]} for one in (before, after)]
    assert prices[1]["north-ets", 2026] == pytest.approx(2 * prices[0]["north-ets", 2026])
    assert prices[1]["south-ets", 2026] == pytest.approx(prices[0]["south-ets", 2026])


def test_own_data_hold_in_every_scenario_beside_and_in_the_reference() -> None:
    Path("own.csv").write_text("activity,unit,2026,2030\nnorth-industry,Mt CO2e,200,200\n", encoding="utf-8")
    ran = comity("run", "tutorial", "--scenario", "no-link", "--beside", "link", "--baselines", "own.csv")
    assert ran.code == 0
    assert answer("tutorial", "-s", "no-link", "--baselines", "own.csv")["air"][0]["change"] == pytest.approx(
        0, abs=1e-6
    )
    plain, own = (answer("tutorial", *given)["air"] for given in ((), ("--baselines", "own.csv")))
    assert own[0]["reference"]["emissions"] != pytest.approx(plain[0]["reference"]["emissions"])


def test_what_is_suggested_next_keeps_own_data() -> None:
    comity("new", "--excel", "own.xlsx")
    last = comity("run", "tutorial", "--curves", "own.xlsx").out.splitlines()[-1]
    assert "--curves own.xlsx" in last


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("json_too", [False, True])
def test_every_mistake_is_a_line_and_nothing_is_solved(lang: str, json_too: bool) -> None:
    Path("own.csv").write_text(WRONG, encoding="utf-8-sig")
    more = ["--json"] if json_too else []
    ran = comity("run", "tutorial", "--curves", "own.csv", "--baselines", "nowhere.csv", "--lang", lang, *more)
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["own.csv:2", "own.csv:3", "nowhere.csv"]
    assert "north-industry" in lines[0]
    assert "slope" in lines[1]


def test_an_empty_name_is_no_file() -> None:
    ran = comity("run", "tutorial", "--curves", "")
    assert (ran.code, ran.err) == (2, "--curves: found nothing, expected a .csv or .xlsx file.\n")


# What `comity new --excel` does not do


def test_a_folder_or_a_workbook_not_both() -> None:
    for arguments in ((), ("mine/", "--excel", "own.xlsx")):
        ran = comity("new", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "either DIR or --excel FILE" in ran.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_there_is_never_overwritten(lang: str) -> None:
    Path("own.xlsx").write_bytes(b"mine")
    ran = comity("new", "--excel", "own.xlsx", "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert Path("own.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["own.csv", "own", "", ".xlsx", "nowhere/own.xlsx"])
def test_other_names_are_refused(name: str) -> None:
    ran = comity("new", "--excel", name)
    assert (ran.code, ran.out) == (2, "")
    assert list(Path().iterdir()) == []


def test_a_world_without_activities_has_no_workbook() -> None:
    ran = comity("new", "--excel", "own.xlsx", "--from", "eu-reserve")
    assert ran.code == 2
    assert "a world with activities" in ran.err
    assert not Path("own.xlsx").exists()


def test_a_failure_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    ran = comity("new", "--excel", "own.xlsx")
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert list(Path().iterdir()) == []


def test_json_names_the_file() -> None:
    ran = comity("new", "--excel", "own.xlsx", "--from", f"{SAMPLE}/", "--json")
    assert (ran.code, json.loads(ran.out)["written"]) == (0, ["own.xlsx"])
    assert answer(f"{SAMPLE}/", "--curves", "own.xlsx") == answer(f"{SAMPLE}/")
