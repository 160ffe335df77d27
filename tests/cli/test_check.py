"""`comity check`: every problem once, and the figures that are not sourced."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from comity.world import read_world
from comity.world.read import SHIPPED
from tests.cli.terminal import comity


def test_a_world_without_problems_says_so(where: str) -> None:
    ran = comity("check", where)
    assert ran.code == 0
    assert ran.out.startswith("Read 9 files and 4 scenarios and found nothing wrong.\n")
    assert re.search(r"^ +9  sourced +stands in the source named$", ran.out, re.MULTILINE)


def test_problems_come_once_with_their_places(world: Path, where: str) -> None:
    file = world / "agreements" / "alpha-beta.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("value = 0.2,", "value = 1.2,", 1), encoding="utf-8")
    ran = comity("check", where)
    assert (ran.code, ran.err) == (1, "")
    problems = [line for line in ran.out.splitlines() if line.startswith("agreements/")]
    assert len(problems) == 1
    assert problems[0].startswith("agreements/alpha-beta.toml:")
    assert (
        "agreement.alpha-beta.clauses.beta-units-in-alpha.quota.share-of-obligation.2026.value: found 1.2"
        in problems[0]
    )
    assert problems[0].endswith("expected a share from 0 to 1.")
    assert ran.out.splitlines()[-1] == "1 problem"


def test_problems_of_scenarios_are_found_too(world: Path, where: str) -> None:
    (world / "scenarios" / "wrong.toml").write_text(
        'title = { en = "w", zh = "w" }\n\n[[change]]\nset = "mechanism.alpha-ets.authority"\nto = "unheard-of"\n',
        encoding="utf-8",
    )
    (world / "scenarios" / "lost.toml").write_text(
        'title = { en = "l", zh = "l" }\n\n[[change]]\nremove = "mechanism.nowhere"\n', encoding="utf-8"
    )
    ran = comity("check", where)
    assert ran.code == 1
    assert "scenarios/lost.toml:3  mechanism.nowhere: found nothing at this address" in ran.out
    assert "mechanism.alpha-ets.authority: found unheard-of, expected the id of a body of this world." in ran.out
    assert "Figures and curves by status" in ran.out  # the files themselves are sound


def test_files_that_cannot_be_read_are_findings(world: Path, where: str) -> None:
    (world / "parties.toml").write_text("[AAA\n", encoding="utf-8")
    ran = comity("check", where)
    assert ran.code == 1
    assert ran.out.startswith("parties.toml:1  found a table header without its closing bracket")


def test_a_folder_that_is_no_world_is_bad_input(tmp_path: Path) -> None:
    for missing in (tmp_path / "nowhere", tmp_path):
        ran = comity("check", f"{missing}/")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "world.toml  found no such file, expected a folder that holds a world, with a world.toml.\n"


def test_figures_are_counted_as_they_are_listed(where: str) -> None:
    counted = json.loads(comity("check", where, "--json").out)["figures"]
    listed = comity("check", where, "--figures").out
    weak = re.findall(r"^  [\w/-]+\.toml:\d+  [\w.-]+: .*?, (\w+)(?: –|$)", listed, re.MULTILINE)
    assert {status: weak.count(status) for status in set(weak)} == {
        status: count for status, count in counted.items() if status != "sourced"
    }
    assert "  activities.toml:11  activity.alpha-power.baseline.2030: 110 Mt CO2e, derived\n" in listed
    assert "  activities.toml:34  activity.beta-power.curve: linear curve, USD/t, calibrated\n" in listed


RESERVE = """
[stock-reserves.stability]
name = { en = "Stability reserve", zh = "稳定储备" }
unit = "Mt CO2e"
intakes.high = { above = 30, share = 0.12, status = "calibrated", source = "inventory, annex" }
releases.low = { below = 10, volume = 4, status = "assumed", note = "a guess" }
additions.opening = { on = 2026-01-01, volume = 5, status = "derived", source = "inventory, annex" }
invalidations.all = { start = 2028-01-01, above = 5, status = "assumed" }

[stock-reserves.stability.price-releases.dear]
months = 3
above = { unit = "EUR2026/t", escalation = 0, values = [{ year = 2026, value = 90, status = "assumed" }] }
volume = 2
status = "unverified"
source = "inventory, annex"
"""


def test_the_rules_of_a_reserve_are_figures_too(world: Path, where: str) -> None:
    before = json.loads(comity("check", where, "--json").out)["figures"]
    with (world / "mechanisms" / "alpha-ets.toml").open("a", encoding="utf-8") as file:
        file.write(RESERVE)
    found = json.loads(comity("check", where, "--json").out)
    assert found["problems"] == []
    more = {"calibrated": 1, "assumed": 3, "derived": 1, "unverified": 1}
    counts = {status: before.get(status, 0) + more.get(status, 0) for status in before | more}
    assert found["figures"] == counts
    listed = comity("check", where, "--figures").out
    at = "mechanism.alpha-ets.stock-reserves.stability"
    assert f"{at}.releases.low: rule of a reserve: what low circulation makes it release, assumed – a guess\n" in listed
    assert f"{at}.price-releases.dear.above.2026: 90 EUR2026/t, assumed\n" in listed
    for rule in ("intakes.high", "additions.opening", "invalidations.all", "price-releases.dear"):
        assert re.search(rf"^  mechanisms/alpha-ets\.toml:\d+  {at}\.{rule}: ", listed, re.MULTILINE)
        assert re.search(rf"  {at}\.{rule}: 储备规则：", comity("check", where, "--figures", "--lang", "zh").out)


def test_the_reserve_that_ships_counts_its_rules() -> None:
    figures = json.loads(comity("check", "eu-reserve", "--json").out)["figures"]
    assert sum(figures.values()) == len(read_world("eu-reserve").mechanism["eu-ets"].stock_reserves["msr"].rules())


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The world of 2026 without its scenarios, which take long to check."""
    folder = tmp_path_factory.mktemp("worlds") / "today"
    shutil.copytree(SHIPPED / "2026", folder)
    shutil.rmtree(folder / "scenarios")
    settings = (folder / "world.toml").read_text(encoding="utf-8")
    (folder / "world.toml").write_text(
        re.sub(r"(?m)^(scenarios|reference|curve-families) .*$", "", settings), encoding="utf-8"
    )
    return f"{folder}/"


def test_every_system_in_force_is_listed_with_its_reason(today: str) -> None:
    found = json.loads(comity("check", today, "--json").out)["pricing"]
    listed = comity("check", today, "--figures").out.partition("How each system in force is priced: ")[2]
    assert listed.startswith(f"{len(found)}\n")
    for row in found:
        line = next(line for line in listed.splitlines() if line.startswith(f"  {row['mechanism']} "))
        assert line.endswith(row["reason"])
        assert bool(row["missing"]) or row["solved"]
    counts = {words: int(count) for count, words in re.findall(r"^ +(\d+)  (.*)$", listed, re.MULTILINE)}
    assert counts["market"] == sum(row["pricing"] == "market" for row in found) > 20
    assert counts["are not priced by the solver"] == sum(not row["solved"] for row in found) > 0
    assert counts["have activities, and are priced by the solver"] == sum(row["solved"] for row in found)


def test_what_is_missing_is_named_in_both_languages(today: str) -> None:
    wanted = {
        "en": "vnm-ets +covered emissions, a price +no price",
        "zh": "vnm-ets +覆盖排放量、价格 +其单位的价格未知",
    }
    for lang, words in wanted.items():
        assert re.search(words, comity("check", today, "--figures", "--lang", lang).out)


def test_a_world_without_observed_prices_claims_nothing(world: Path, where: str) -> None:
    found = json.loads(comity("check", where, "--json").out)["pricing"]
    assert {row["pricing"] for row in found} == {"unknown"}
    assert all(row["solved"] and row["missing"] == [] for row in found)
    listed = comity("check", where, "--figures").out
    assert listed.endswith(
        f"{len(found)}  have activities, and are priced by the solver\n     0  are not priced by the solver\n"
    )
    (world / "parties.toml").write_text("[AAA\n", encoding="utf-8")
    assert json.loads(comity("check", where, "--json").out)["pricing"] == []


def test_all_shipped_worlds_are_sound() -> None:
    for row in json.loads(comity("worlds", "--json").out)["worlds"]:
        ran = comity("check", row["id"])
        assert (ran.code, ran.err) == (0, ""), ran.out
