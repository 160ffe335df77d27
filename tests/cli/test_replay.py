"""`comity replay`: anyone's path under a reserve's rules; what is wrong with a table is said with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from comity.text import load
from comity.world.path_table import COLUMNS
from tests.cli.terminal import Ran, comity

PATHS = Path(__file__).with_name("paths")
EU = "eu-reserve/eu-ets"
HEAD = "year,auctions [Mt CO2e],emissions [Mt CO2e],circulation [t CO2e]"
RULES = """\
name = { en = "A reserve", zh = "某储备" }
unit = "Mt CO2e"
intakes.glut = { start = 2026-01-01, at-least = 833, share = 0.12, status = "assumed" }
"""


@pytest.fixture
def rules(tmp_path: Path) -> str:
    file = tmp_path / "rules.toml"
    file.write_text(RULES, encoding="utf-8")
    return str(file)


def replayed(tmp_path: Path, rules: str, *lines: str) -> Ran:
    table = tmp_path / "path.csv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return comity("replay", str(table), "--rules", rules)


def answer(*arguments: str) -> dict[str, Any]:
    ran = comity("replay", *arguments, "--json")
    assert ran.err == ""
    found: dict[str, Any] = json.loads(ran.out)
    return found


# Answers --------------------------------------------------------------------------------------------------------------


def test_official_figures_to_the_allowance() -> None:
    ran = comity("replay", str(PATHS / "official.csv"), "--rules", EU)
    assert (ran.code, ran.err) == (0, "")
    assert "All 9 published figures are what the rules give." in ran.out
    assert "397,178,358" in ran.out
    assert "price-releases.article-29a: unverified" in ran.out
    found = answer(str(PATHS / "official.csv"), "--rules", f"{EU}.msr")
    assert found["compared"] == 9
    assert found["differences"] == []
    assert found["rules_of"] == "mechanism.eu-ets.stock-reserves.msr"
    assert {row["year"]: row["intake"] for row in found["decisions"]}[2025] == 190_494_202
    assert found["not_evaluated"] == ["price-releases.article-29a"]


def test_another_version_of_the_law_is_a_scenario() -> None:
    ran = comity("replay", str(PATHS / "official.csv"), "--rules", EU, "-s", "decision-2015")
    assert ran.code == 1
    assert "Published, but not what the rules give" in ran.out
    assert "198,589,179" in ran.out  # 12 % of 1,654,909,824


def test_flows_and_conservation() -> None:
    found = answer(str(PATHS / "flows.csv"), "--rules", str(PATHS / "reserve.toml"))
    years = found["periods"]
    assert [row["circulation"] for row in years] == [900_000_000, 841_500_000, 845_000_000]
    assert [row["unexplained"] for row in years] == [None, 0, 54_480_000]
    months = answer(str(PATHS / "flows.csv"), "--rules", str(PATHS / "reserve.toml"), "--monthly")["periods"]
    assert len(months) == 25
    assert sum(row["intake"] for row in months[1:13]) == years[1]["intake"] == 108_000_000


def test_published_figures_are_compared_to_the_digits_they_have(tmp_path: Path, rules: str) -> None:
    lines = ["year,circulation [Mt CO2e],intake [Mt CO2e],cancelled [Mt CO2e]", "2025,1004,120,", "2026,1004,120.4,5"]
    ran = replayed(tmp_path, rules, *lines)
    assert ran.code == 1
    found = answer(str(tmp_path / "path.csv"), "--rules", rules)
    assert [(one["year"], one["what"], one["published"], one["replayed"]) for one in found["differences"]] == [
        (2026, "intake", 120_400_000, 120_480_000),
        (2026, "cancelled", 5_000_000, 0),
    ]


def test_a_table_of_months(tmp_path: Path, rules: str) -> None:
    months = [f"{2025 + m // 12},{m % 12 + 1},10,9,,{20 + m}" for m in range(12, 25)]
    head = "year,month,auctions [Mt CO2e],emissions [Mt CO2e],circulation [Mt CO2e],price [EUR/t]"
    ran = replayed(tmp_path, rules, head, "2025,12,,,900,30", *months)
    assert (ran.code, ran.err) == (0, "")
    found = answer(str(tmp_path / "path.csv"), "--rules", rules)
    assert [row["circulation"] for row in found["periods"][:2]] == [900_000_000, 900_000_000 + 12_000_000 - 108_000_000]
    assert found["units"] == {"quantity": "t CO2e", "price": "EUR/t"}


def test_the_file_of_a_mechanism_holds_its_rules(tmp_path: Path) -> None:
    import comity.worlds as shipped

    file = Path(next(iter(shipped.__path__))) / "eu-reserve" / "mechanisms" / "eu-ets.toml"
    found = answer(str(PATHS / "official.csv"), "--rules", str(file))
    assert found["differences"] == []
    two = tmp_path / "two.toml"
    head = 'name = { en = "X", zh = "某" }\nkind = "cap-and-trade"\n'
    one = '[stock-reserves.{0}]\nname = {{ en = "X", zh = "某" }}\nunit = "t CO2e"\n'
    two.write_text(head + one.format("a") + one.format("b"), encoding="utf-8")
    ran = comity("replay", str(PATHS / "official.csv"), "--rules", str(two))
    assert (ran.code, "expected a file with one stock reserve" in ran.err) == (2, True)


# Mistakes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "path.csv  found nothing, expected a CSV table of years or months."),
        ([HEAD], "path.csv:1  circulation: found nothing, expected a circulation in the first row"),
        ([HEAD, "2025,1,1,"], "path.csv:2  circulation: found nothing, expected a circulation in the first row"),
        (["year,emission [Mt CO2e]"], "expected one of the columns year, month, cap,"),
        (["year,emission [Mt CO2e]"], "Hint: perhaps it is emissions."),
        (["emissions [Mt CO2e]"], "path.csv:1  year: found nothing, expected a column for it."),
        (["year,emissions"], "emissions: found emissions, expected emissions with its unit in square brackets: a mass"),
        (["year,emissions [EUR/t]"], "expected emissions with its unit in square brackets: a mass"),
        (["year,price [Mt CO2e]"], "expected price with its unit in square brackets: a currency"),
        (["year [a]"], "path.csv:1  year: found year [a], expected this column without a unit."),
        (["year,year"], "path.csv:1  year: found year, expected each column once."),
        (
            ["year,cap [t],auctions [t]"],
            "found cap, auctions, expected only one of the columns cap, auctions, auctioned.",
        ),
        ([HEAD, "2025,,,1", "2026,1"], "path.csv:3  found 2 cells, expected as many cells as the table has heads (4)."),
        ([HEAD, "25,,,1"], "path.csv:2  year: found 25, expected a year of four digits."),
        ([HEAD, "2025,,,1", "2027,1,1,"], "path.csv:3  year: found 2027, expected the row of 2026:"),
        ([HEAD, "2025,,,1", "2026,1e9,1,"], "path.csv:3  auctions: found 1e9, expected a number without thousands"),
        ([HEAD, "2025,,,1", '2026,"1,000",1,'], "auctions: found 1,000, expected a number without thousands"),
        (["year,month,circulation [t]", "2025,13,1"], "path.csv:2  month: found 13, expected a month from 1 to 12."),
        (["year,month,circulation [t]", "2025,12,1", "2026,2,1"], "found 2026-02, expected the row of 2026-01:"),
        ([HEAD, "2025,,,1", "2026,1,,"], "path.csv:3  circulation: found nothing, expected a published circulation"),
        ([HEAD, "x"], "path.csv:2  found 1 cells, expected as many cells"),
    ],
)
def test_a_mistake_in_a_table_has_its_line(tmp_path: Path, rules: str, lines: list[str], words: str) -> None:
    ran = replayed(tmp_path, rules, *lines)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    chinese = comity("replay", str(tmp_path / "path.csv"), "--rules", rules, "--lang", "zh")
    assert (chinese.code, "应为" in chinese.err) == (2, True)


def test_what_decides_before_the_table_begins_is_named(tmp_path: Path) -> None:
    ran = replayed(tmp_path, EU, HEAD, "2024,,,900000000", "2025,500,500,")
    assert ran.code == 2
    assert "path.csv:3  circulation: found nothing, expected the circulation of 2023: what it decides" in ran.err


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("", "--rules: found nothing, expected WORLD/MECHANISM"),
        ("eu-ets", "--rules: found eu-ets, expected WORLD/MECHANISM"),
        ("eu-reserve/uk-ets", "expected a reserve of this world: eu-reserve/eu-ets.msr."),
        ("eu-reserve/eu-ets.none", "expected a reserve of this world: eu-reserve/eu-ets.msr."),
        ("tutorial/north-ets", "expected a reserve of this world: -."),
        ("nowhere/eu-ets", "found nowhere, expected the name of a world that ships"),
        ("nowhere.toml", "nowhere.toml  found no such file"),
    ],
)
def test_rules_that_are_not_there(rules: str, words: str) -> None:
    ran = comity("replay", str(PATHS / "official.csv"), "--rules", rules)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_files_that_cannot_be_read(tmp_path: Path, rules: str) -> None:
    for name, content in (("latin.csv", b"year,\xff"), ("null.csv", b"year,a\n\0")):
        (tmp_path / name).write_bytes(content)
    for table in ("nowhere.csv", str(tmp_path), str(tmp_path / "latin.csv"), str(tmp_path / "null.csv"), "a\0b"):
        ran = comity("replay", table, "--rules", rules)
        assert (ran.code, ran.out) == (2, ""), table
        assert len(ran.err.splitlines()) == 1
    broken = tmp_path / "broken.toml"
    broken.write_text(RULES.replace("share = 0.12", "share = 1.2"), encoding="utf-8")
    ran = comity("replay", str(PATHS / "official.csv"), "--rules", str(broken))
    assert (ran.code, "broken.toml:3  intakes.glut.share: found 1.2, expected a share from 0 to 1." in ran.err) == (
        2,
        True,
    )
    ran = comity("replay", str(PATHS / "official.csv"), "--rules", rules, "-s", "decision-2015")
    assert (ran.code, "expected --scenario only with the reserve of a world" in ran.err) == (2, True)


def test_prices_in_another_unit_than_the_rules(tmp_path: Path, rules: str) -> None:
    above = '{ unit = "EUR2020/t", values = [{ year = 2025, value = 45, status = "assumed" }] }'
    level = f'price-releases.level = {{ months = 2, above = {above}, volume = 20, status = "assumed" }}\n'
    Path(rules).write_text(RULES + level, encoding="utf-8")
    ran = replayed(tmp_path, rules, "year,circulation [t],price [USD/t]", "2025,1,1")
    assert (ran.code, "price: found USD/t, expected prices in EUR2020/t" in ran.err) == (2, True)


def test_the_help_names_the_columns() -> None:
    words = load("en")("argument-table")
    assert {"year", "auctions", "emissions", "circulation"} <= set(COLUMNS)
    assert all(name in words for name in ("year", "auctions", "emissions", "circulation"))
