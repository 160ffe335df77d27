"""`comity explain`: where a value comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from comity.cli.asked import Asked
from comity.cli.clause_words import clause_words
from comity.cli.face import Face
from comity.text import LANGUAGES, Language, load
from comity.world import World, clauses, read_world
from comity.world import address as addresses
from comity.world.read import read_folder
from tests.cli.terminal import SAMPLE, comity

WHERE = f"{SAMPLE}/"


def explained(address: str, *more: str, where: str = WHERE) -> dict[str, Any]:
    """The explanation, and a check that it can be read by people as well."""
    ran = comity("explain", where, address, *more, "--json")
    assert (ran.code, ran.err) == (0, "")
    words = comity("explain", where, address, *more)
    found: dict[str, Any] = json.loads(ran.out)
    assert words.out.splitlines()[0] == found["address"]
    assert "How it came about" in words.out
    return found


def test_a_figure_has_its_file_status_and_source() -> None:
    found = explained("mechanism.alpha-ets.cap.2030")
    assert (found["value"], found["unit"], found["year"], found["status"]) == ("60", "Mt CO2e", 2030, "sourced")
    assert found["source"] == "National inventory reports, annex (UNFCCC, 2025); licence: fact"
    assert found["steps"] == [
        "mechanisms/alpha-ets.toml:14 says 60.",
        "2 clauses are made from it: mechanism.alpha-ets.cap, mechanism.alpha-ets.cap.free-share.",
    ]


def test_a_scenario_says_from_what_to_what() -> None:
    found = explained("mechanism.alpha-ets.cap.2030", "--scenario", "dear")
    assert (found["value"], found["status"]) == ("55", "assumed")
    assert found["steps"][:2] == [
        "mechanisms/alpha-ets.toml:14 says 60.",
        "Scenario dear (scenarios/dear.toml:8) sets it from 60 to 55.",
    ]


def test_scenarios_that_come_first_are_told_first() -> None:
    found = explained("agreement.alpha-beta.status", "--scenario", "dear")
    assert "Scenario linked (scenarios/linked.toml:3) sets it from signed to in-force." in found["steps"]
    found = explained("activity.beta-power.curve.slope", "-s", "linked", "-s", "dear")
    scaled = [step for step in found["steps"] if "scales" in step]
    assert scaled == ["Scenario dear (scenarios/dear.toml:4) scales it from 1 to 2."]


def test_a_year_between_is_read_off_the_line() -> None:
    found = explained("activity.alpha-power.baseline.2028")
    assert (found["value"], found["status"]) == ("105", "derived")
    between = (
        "2028 is read off the line between 2026 (100, activities.toml:10) and 2030 (110, activities.toml:11): 105."
    )
    assert between in found["steps"]
    assert explained("activity.alpha-power.baseline", "--year", "2028") == found


def test_a_year_outside_is_unknown_and_not_zero() -> None:
    found = explained("activity.alpha-power.baseline.2040")
    assert (found["value"], found["status"]) == ("unknown", "")
    assert found["steps"][-1] == "2040 is outside the figures, which go from 2026 to 2030: absent is not zero."


def test_conversions_are_shown() -> None:
    found = explained("activity.beta-power.curve")
    assert found["value"] == "marginal cost = 1 q"
    assert "In the unit that the world is solved in, 1 USD/t is 0.9 EUR2026/t CO2e." in found["steps"]
    assert "Exchange rate: 1 USD is 0.9 EUR in 2026." in found["steps"]


def test_a_default_says_that_it_is_one() -> None:
    found = explained("mechanism.beta-ets.cap.free-share")
    assert (found["value"], found["unit"]) == ("0", "")
    assert found["steps"][0] == "No file says it: this is the default."


def test_a_clause_is_told_in_words_and_so_is_one_that_is_not_in_force() -> None:
    address = "agreement.alpha-beta.clauses.beta-units-in-alpha"
    found = explained(address, "--scenario", "linked", "--year", "2028")
    assert found["value"] == "units enter the other mechanism"
    assert "Transfer: units keep their serial numbers, one for one." in found["steps"]
    quota = f"Quota {address}.quota: at most 20% of the obligation of Alphaland Emissions Trading Scheme in 2028."
    assert quota in found["steps"]
    assert "In force from 2026-01-01, without end." in found["steps"]
    assert "is signed, not in force: this yields no clause now." in " ".join(explained(address)["steps"])


def test_a_clause_among_many_is_told_once_or_twice() -> None:
    found = explained("agreement.one-market.clauses.trade", "-s", "one-market", where="rice50-2030")
    assert found["steps"][-1] == "… and 3190 more of the same clause."


def test_a_price_is_an_outcome_of_curves_with_figures() -> None:
    found = explained("mechanism.beta-ets.price.2028")
    assert (found["value"], found["unit"], found["year"]) == ("18", "EUR2026/t CO2e", 2028)
    assert found["status"] == "assumed"  # the caps are
    assert "A price stands in no file; it is an outcome." in found["steps"][0]
    assert found["steps"][-1].startswith(
        "activity.beta-power.curve (Power and industry of Betania): marginal cost = 1 q"
    )
    assert found["steps"][-1].endswith("licence: CC-BY-4.0")


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("mechanism.alfa-ets.cap", "perhaps it is mechanism.alpha-ets.cap"),
        ("mechanism.alpha-ets.capp.2030", "perhaps it is mechanism.alpha-ets.cap.2030"),
        ("nonsense", "expected an address that begins with one of source, party, body, activity, mechanism, agreement"),
        ("mechanism.*.cap", "expected the address of one thing: mechanism.alpha-ets.cap, mechanism.beta-ets.cap"),
        ("", "found nothing at this address"),
        ("mechanism.nobody.price", "below mechanism stand: alpha-ets, beta-ets, gold."),
    ],
)
def test_an_unknown_address_gets_the_closest(address: str, hint: str) -> None:
    ran = comity("explain", WHERE, address)
    assert (ran.code, ran.out) == (2, "")
    assert hint in ran.err


@pytest.mark.parametrize("where", [WHERE, "tutorial", "ellerman-decaux-1998"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_whatever_has_an_address_can_be_explained(where: str, lang: str) -> None:
    tree = read_folder(where).tree
    for address in sorted({addresses.spell(tree, path) for path in _paths(tree, ()) if path})[::3]:
        if "." not in address or address.endswith(".values"):
            continue
        ran = comity("explain", where, address, "--lang", lang)
        assert (ran.code, ran.err) == (0, ""), (address, ran.err)


def _paths(node: Any, path: addresses.Path) -> list[addresses.Path]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(inner for key, value in items for inner in _paths(value, (*path, key)))]


GOLDEN = Path(__file__).parents[1] / "golden"


def steps(case: str, address: str, *more: str) -> tuple[str, str]:
    """What is said of a clause of a golden world, in English and in Chinese."""
    ran = [comity("explain", f"{GOLDEN / case}/", address, *more, "--json", "--lang", lang) for lang in LANGUAGES]
    english, chinese = (" ".join(json.loads(one.out)["steps"]) for one in ran)
    return english, chinese


def test_a_charge_less_a_price_says_so() -> None:
    english, chinese = steps("top-up", "mechanism.floor.charge")
    assert "A (treasury) is paid 30 EUR/t in 2030." in english
    assert "Taken off that, down to nothing: the price of units of ets in 2030." in english
    assert "It takes nothing and gives cover for the obligation of floor." in english
    assert "从中扣除ets单位 2030 年的价格，扣至零为止。" in chinese


def test_a_charge_without_another_price_says_nothing_of_one() -> None:
    assert "Taken off" not in steps("tax", "mechanism.tax.charge")[0]


def test_a_fine_that_is_a_multiple_says_of_what() -> None:
    fine = "mechanism.ets.penalties.fine"
    english, chinese = steps("penalty-multiples", fine)
    assert "A (treasury) is paid 88 EUR/t in 2030." in english
    assert "That is 1.1 times the price ceiling." in english
    assert "即价格上限的 1.1 倍。" in chinese


@pytest.mark.parametrize(("scenario", "times"), [("threefold", "3"), ("half-and-made-good", "0.5")])
def test_a_fine_that_is_a_multiple_of_what_units_cost(scenario: str, times: str) -> None:
    english, chinese = steps("penalty-multiples", "mechanism.ets.penalties.fine", "-s", scenario)
    assert f"A (treasury) is paid {times} times the price of units of ets in 2030." in english
    assert "It takes the money worth of units of ets and gives" in english
    assert "Each unit counts as" not in english
    assert "That is " not in english
    assert f"2030 年向 A（财政） 支付ets单位价格的 {times} 倍。" in chinese


def test_output_that_responds_is_told_with_its_curve() -> None:
    world = read_world(GOLDEN / "output-response")
    told = {
        "en": "is worth to those who use it is 0.4 q [EUR/t], with q the tonnes that go with output not made",
        "zh": "伴随一吨排放的产出对使用者的价值为 0.4 q [EUR/t]，q 为减产所对应的排放量，单位 Mt CO2e。",
    }
    for lang in LANGUAGES:
        assert told[lang] in benchmark_words(world, lang)
        assert told[lang] not in benchmark_words(world.with_("fixed"), lang)
    share = world.with_({"mechanism.tps.benchmarks.all.output-response.per": "share"})
    assert "with q the share of the baseline that goes with output not made" in benchmark_words(share, "en")


def benchmark_words(world: World, lang: Language) -> str:
    """What is said of the benchmark's clause."""
    asked = Asked(Face(load(lang)), world, (), 2030)
    (clause,) = (clause for clause in clauses(world) if clause.id == "mechanism.tps.benchmarks.all")
    return " ".join(clause_words(asked, world, clause))
