"""`comity compare` in the terminal and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from comity.report.comparison_words import spanned
from comity.results import Comparison
from comity.text import LANGUAGES
from tests.cli.terminal import SAMPLE, comity
from tests.cli.test_verbs import message_keys

WHERE = f"{SAMPLE}/"
CALL = ("compare", WHERE, "--scenario", "linked")


def answer(*arguments: str) -> Comparison:
    ran = comity(*arguments, "--json")
    assert ran.err == ""
    return Comparison.model_validate_json(ran.out)


def untranslated(out: str) -> set[str]:
    """Keys of messages that stand where their words should."""
    ids = set(re.findall(r"[a-z0-9-]+", " ".join(str(path) for path in SAMPLE.rglob("*"))))
    return set(re.findall(r"[a-z]+(?:-[a-z0-9]+)+", out)) & message_keys() - ids


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("more", [(), ("--all",), ("--years", "2028"), ("--against", "dear")], ids=" ".join)
def test_it_reads_in_both_languages(lang: str, more: tuple[str, ...]) -> None:
    ran = comity(*CALL, *more, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert untranslated(ran.out) == set()
    assert not set(ran.out) & set("{}\u2068\u2069")
    if lang == "zh":
        assert not re.search(r"\b(Prices|Before|After|Change|gains|loses|depends)\b", ran.out)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_narrow_terminal_cuts_no_number_off(lang: str) -> None:
    narrow, wide = (comity(*CALL, "--lang", lang, columns=columns) for columns in (60, 200))
    numbers = {word for word in re.findall(r"[-+]?\d[\d,.]*\d", wide.out) if "." in word}
    assert numbers <= set(re.findall(r"[-+]?\d[\d,.]*\d", narrow.out))


def test_json_is_one_object_of_the_shape() -> None:
    ran = comity(*CALL, "--json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["schema"] == {"name": "compare", "version": 1}
    assert Comparison.model_validate_json(ran.out).model_dump(mode="json", by_alias=True) == found


def test_what_is_printed_is_what_is_answered() -> None:
    """Every price of the first and last year, and every verdict, with its range."""
    out, found = comity(*CALL, "--all", columns=300).out, answer(*CALL)
    squeezed = " ".join(out.split())
    assert found.change
    assert found.verdicts
    for row in found.change:
        if row.measure == "price":
            cells = (spanned(row.before), spanned(row.after), spanned(row.change, signed=True))
            assert f"{row.year} {' '.join(cells)}" in squeezed
    for verdict in found.verdicts:
        assert spanned(verdict, signed=True) in squeezed


def test_years_are_those_asked_for() -> None:
    found = answer(*CALL, "--years", "2028:")
    assert found.before.years == found.after.years == (2028, 2030)
    assert {row.year for row in found.change} <= {2028, 2030}


def test_against_is_another_scenario_and_else_the_reference() -> None:
    assert answer(*CALL).before.scenario == ()
    assert answer(*CALL, "--against", "base").before.scenario == ()
    found = answer(*CALL, "--against", "dear")
    assert (found.before.scenario, found.after.scenario) == (("linked", "dear"), ("linked",))
    layered = answer("compare", WHERE, "-s", "linked", "-s", "dear", "--against", "linked")
    assert (layered.before.scenario, layered.after.scenario) == (("linked",), ("linked", "dear"))


def test_turned_round_every_change_has_the_other_sign() -> None:
    one = answer("compare", WHERE, "-s", "linked", "--against", "dear")
    other = answer("compare", WHERE, "-s", "dear", "--against", "linked")
    there = {(row.holder, row.account): row for row in other.verdicts}
    assert len(there) == len(one.verdicts)
    for row in one.verdicts:
        twin = there[row.holder, row.account]
        assert twin.central == pytest.approx(-row.central, rel=1e-6, abs=1e-4)
        assert (twin.low, twin.high) == pytest.approx((-row.high, -row.low), rel=1e-6, abs=1e-4)


def test_where_a_variant_is_not_solved_the_exit_code_says_so() -> None:
    ran = comity("compare", WHERE, "--scenario", "impossible", "--years", "2026")
    assert (ran.code, ran.err) == (1, "")
    assert "left out of the ranges" in ran.out
    ran = comity("compare", WHERE, "--scenario", "impossible", "--years", "2026", "--json")
    assert ran.code == 1
    assert {one.after for one in Comparison.model_validate_json(ran.out).variants} == {"unmet"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compare", WHERE), "scenario: found nothing, expected a value for it"),
        (("compare", WHERE, "-s", "nope"), "found nope, expected a scenario of this world ("),
        (("compare", WHERE, "-s", "linked", "--against", "nope"), "found nope, expected a scenario of this world ("),
        (("compare", WHERE, "-s", "base"), "--against: found base, expected another scenario"),
        (("compare", WHERE, "-s", "linked", "--against", "linked"), "--against: found linked, expected another"),
        (("compare", WHERE, "-s", "linked", "--years", "1999"), "expected a year that this world can be solved for"),
        (("compare", WHERE, "-s", "linked", "--years", "x"), "--years: found x, expected a year or a span of years"),
        (("compare", "nope", "-s", "linked"), "found nope, expected the name of a world that ships"),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(arguments: tuple[str, ...], words: str) -> None:
    ran = comity(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1
    chinese = comity(*arguments, "--lang", "zh")
    assert (chinese.code, chinese.out) == (2, "")
    assert "应为" in chinese.err


def test_a_family_in_world_toml_is_told(world: Path, where: str) -> None:
    """Under the family's name where it is not solved."""
    file = world / "world.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("years          =", 'curve-families = ["impossible"]\nyears          =', 1), "utf-8")
    ran = comity("compare", where, "-s", "linked", "--years", "2026")
    assert ran.code == 1
    words = " ".join(ran.out.split())
    assert "Curves impossible, costs times 1:" in words
    assert "2 families of curves" in words


def test_what_is_suggested_next_runs() -> None:
    last = comity(*CALL).out.splitlines()[-1]
    assert last.startswith("Try next: comity run ")
    assert comity(*last.split()[3:]).code == 0
