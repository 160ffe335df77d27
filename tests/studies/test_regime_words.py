"""The Chinese of the tables about the regime."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.regime.modes import thresholds
from comity.studies import regime_complexity, regime_core, regime_counts, regime_layers, regime_network
from comity.studies.pages import DOCS, table
from comity.studies.regime_words import WORDS, chinese, names_of
from comity.studies.regime_words_growth import growth_chinese
from comity.studies.regime_words_rules import REASONS, rules_chinese
from comity.world.world import World

#: Ids, names that others have given, and people.
KEPT = re.compile(r"`[^`]*`|\*[^*]*\*|Raustiala|Victor|Orsini|Morin|Young|Hicks|Allen|Kaplan–Meier")
ENGLISH = re.compile(r"[a-z]{3,}")


def of_some_years() -> dict[Path, dict[str, str]]:
    """The tables of complexity, of few years: what is said of them is the same."""
    world = World.load("2026")
    found = regime_complexity.tables(world, regime_complexity.issued(), range(2009, 2016))
    names = names_of(world) | regime_complexity.SECTOR
    return {regime_complexity.PAGE_ZH: {name: chinese(one, names) for name, one in found.items()}}


@pytest.mark.parametrize("run", [regime_layers.run, regime_counts.run, regime_network.run, of_some_years])
def test_nothing_is_left_in_english(run: Callable[[], dict[Path, dict[str, str]]]) -> None:
    made = next(found for page, found in run().items() if page.name.endswith("zh-CN.md"))
    left = {cell.strip() for one in made.values() for line in one.splitlines() for cell in line.split("|")}
    assert {cell for cell in left if ENGLISH.search(KEPT.sub("", cell))} == set()


def test_no_two_words_of_a_head_are_one_in_chinese() -> None:
    measures = [name.replace("_", " ") for names in regime_complexity.GROUPS.values() for name in names]
    assert len({WORDS[name] for name in measures}) == len(measures)


def test_names_come_before_words() -> None:
    made = table(["rule", "sectors"], [["transport", "`a`"]])
    assert "国际运输" in chinese(made, {})
    assert "交通" in chinese(made, {"transport": "交通"})


def test_both_languages_have_the_same_figures() -> None:
    """Numbers, dates and ids are the same, in the same places."""
    figure = re.compile(r"[\d.+ -]+|`[^`]*`")
    for english, other in (tuple(one.run().values()) for one in (regime_layers, regime_counts)):
        for name, made in english.items():
            for line, twin in zip(made.splitlines(), other[name].splitlines(), strict=True):
                cells, twins = line.split("|"), twin.split("|")
                assert len(cells) == len(twins)
                same = [(a, b) for a, b in zip(cells, twins, strict=True) if figure.fullmatch(a.strip())]
                assert [a for a, _ in same] == [b for _, b in same]
                assert sorted(re.findall(r"`[^`]*`", line)) == sorted(re.findall(r"`[^`]*`", twin))


#: Pages whose studies take long: their tables are read off the English page, which a slow test holds to the study.
SLOW = {
    "norm-distance": rules_chinese,
    "interaction-modes": rules_chinese,
    "common-core": lambda made: rules_chinese(made, regime_core.OWN),
    "growth": growth_chinese,
}
PLACE = re.compile(r"<!-- study: ([a-z0-9-]+) -->\n\n(.*?)\n\n<!-- end -->", re.DOTALL)


def on_page(name: str) -> dict[str, str]:
    return dict(PLACE.findall((DOCS / "regime" / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", SLOW)
def test_the_chinese_page_has_the_tables_of_the_english(name: str) -> None:
    assert on_page(f"{name}.zh-CN.md") == SLOW[name](on_page(f"{name}.md"))


@pytest.mark.parametrize("name", SLOW)
def test_nothing_of_slow_studies_is_left_in_english(name: str) -> None:
    made = on_page(f"{name}.zh-CN.md")
    left = {cell.strip() for one in made.values() for line in one.splitlines() for cell in line.split("|")}
    assert {cell for cell in left if ENGLISH.search(KEPT.sub("", cell))} == set()


@pytest.mark.parametrize("name", SLOW)
def test_slow_studies_have_the_same_figures_in_both_languages(name: str) -> None:
    number = re.compile(r"-?\b\d+(?:\.\d+)?\b")
    english, other = on_page(f"{name}.md"), on_page(f"{name}.zh-CN.md")
    for table_name in english.keys() - {"thresholds"}:  # whose reasons are sentences
        for line, twin in zip(english[table_name].splitlines(), other[table_name].splitlines(), strict=True):
            assert sorted(number.findall(line.replace("Article 6.4", ""))) == sorted(number.findall(twin))


def test_each_threshold_has_its_reason_with_the_same_figures() -> None:
    assert set(REASONS) == set(thresholds())
    reasons = {rules_chinese({"": f"| {name} | a | b | c |"})[""] for name in thresholds()}
    assert {reason.split(" | ")[-1].removesuffix(" |") for reason in reasons} == set(REASONS.values())
    decimals = re.compile(r"\d+\.\d+")
    for name, one in thresholds().items():
        assert decimals.findall(REASONS[name]) == decimals.findall(one.reason)
