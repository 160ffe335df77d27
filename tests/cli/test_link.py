"""`comity link` in the terminal and for programs."""

from __future__ import annotations

import json
import re
import shlex
from decimal import Decimal
from pathlib import Path

import pytest

from comity.report.comparison_words import spanned
from comity.results import LinkAnswer
from comity.text import LANGUAGES
from tests.cli.terminal import SAMPLE, comity
from tests.cli.test_compare import untranslated

WHERE = f"{SAMPLE}/"
CALL = ("link", WHERE, "alpha-ets", "beta-ets")
FORMS = ((), ("--one-way",), ("--rate", "0.5"), ("--quota", "10%"), ("--from", "2028"), ("--all",), ("--years", "2028"))


def answer(*arguments: str) -> LinkAnswer:
    ran = comity(*arguments, "--json")
    assert ran.err == ""
    return LinkAnswer.model_validate_json(ran.out)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_it_reads_in_both_languages(lang: str, form: tuple[str, ...]) -> None:
    ran = comity(*CALL, *form, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert untranslated(ran.out) == set()
    assert not set(ran.out) & set("{}\u2068\u2069")
    if lang == "zh":
        assert not re.search(r"\b(Prices|Before|After|Change|gains|loses|depends|times|takes)\b", ran.out)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_narrow_terminal_cuts_no_number_off(lang: str) -> None:
    narrow, wide = (comity(*CALL, "--lang", lang, columns=columns) for columns in (60, 200))
    numbers = {word for word in re.findall(r"[-+]?\d[\d,.]*\d", wide.out) if "." in word}
    assert numbers <= set(re.findall(r"[-+]?\d[\d,.]*\d", narrow.out))


def test_json_is_one_object_of_the_shape() -> None:
    ran = comity(*CALL, "--json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["schema"] == {"name": "link", "version": 1}
    assert LinkAnswer.model_validate_json(ran.out).model_dump(mode="json", by_alias=True) == found


def test_what_is_printed_is_what_is_answered() -> None:
    out, found = comity(*CALL, "--all", columns=300).out, answer(*CALL)
    squeezed = " ".join(out.split())
    for row in found.change:
        if row.measure == "price":
            cells = (spanned(row.before), spanned(row.after), spanned(row.change, signed=True))
            assert f"{row.year} {' '.join(cells)}" in squeezed
    for verdict in found.verdicts:
        assert spanned(verdict, signed=True) in squeezed
    for risk in found.risks:
        assert f"{risk.year} {spanned(risk.before, signed=True)} {spanned(risk.after, signed=True)}" in squeezed
    for verdict in found.verdicts:
        if verdict.turn is not None:
            assert f" times {verdict.turn.times:g}: " in squeezed


def test_nobody_in_particular_is_on_neither_side() -> None:
    """Betania's scheme names no balance; it is counted for the Party in whose name its units are used."""
    lines = comity(*CALL, columns=200).out.splitlines()
    own = lines[lines.index("Both sides, by account") : lines.index("Others, and all together")]
    holders = {line.split("  ")[1] for line in own[3:] if line.strip()}
    assert holders == {
        "Alphaland",
        "Betania",
        "Alphaland Emissions Trading Scheme",
        "Betania Emissions Trading Scheme",
    }


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ((), {"rate": 1.0, "quota": None, "one_way": False, "start": 2026}),
        (("--rate", "0.5"), {"rate": 0.5}),
        (("--rate", "2e0"), {"rate": 2.0}),
        (("--quota", "0.1"), {"quota": 0.1}),
        (("--quota", "10%"), {"quota": 0.1}),
        (("--quota", "100%"), {"quota": 1.0}),
        (("--one-way",), {"one_way": True}),
        (("--from", "2028"), {"start": 2028}),
        (("--years", "2028:"), {"start": 2028}),
    ],
)
def test_terms_are_those_asked_for(words: tuple[str, ...], terms: dict[str, object]) -> None:
    found = answer(*CALL, *words).terms
    assert found.mechanisms == ("alpha-ets", "beta-ets")
    for name, value in terms.items():
        assert getattr(found, name) == value


def test_before_its_first_year_a_link_without_a_bank_does_nothing() -> None:
    found = answer(*CALL, "--from", "2028")
    assert {row.year for row in found.change if row.sign != "0"} == {2028, 2030}
    assert {row.year for row in found.risks} == {2028, 2030}
    assert "in 2028" in " ".join(comity(*CALL, "--from", "2027").out.split())


def test_both_forms_of_a_quota_are_the_same() -> None:
    assert answer(*CALL, "--quota", "10%") == answer(*CALL, "--quota", "0.1")


def test_what_is_linked_already_is_said_with_its_clause() -> None:
    ran = comity(*CALL, "--scenario", "linked")
    assert (ran.code, ran.out) == (2, "")
    assert "agreement.alpha-beta" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("link", WHERE, "alpha-ets"), "B: found nothing, expected a value for it"),
        (
            ("link", WHERE, "alpha-etx", "beta-ets"),
            "A: found alpha-etx, expected a mechanism of this world that issues",
        ),
        (("link", WHERE, "alpha-ets", "beta"), "Hint: perhaps it is beta-ets"),
        (("link", WHERE, "alpha-ets", "gold"), "B: found gold, which has no market here, expected a mechanism"),
        (("link", WHERE, "alpha-ets", "alpha-ets"), "B: found alpha-ets, expected another mechanism than A"),
        ((*CALL, "--rate", "0"), "--rate: found 0, expected a number above 0, as 0.5"),
        ((*CALL, "--rate", "-1"), "--rate: found -1, expected a number above 0"),
        ((*CALL, "--rate", "nan"), "--rate: found nan, expected a number above 0"),
        ((*CALL, "--rate", "1e999"), "--rate: found 1e999, expected a number above 0"),
        ((*CALL, "--rate", "half"), "--rate: found half, expected a number above 0"),
        ((*CALL, "--quota", "1.1"), "--quota: found 1.1, expected a share from 0 to 1, or a percentage"),
        ((*CALL, "--quota", "110%"), "--quota: found 110%, expected a share"),
        ((*CALL, "--quota", "ten"), "--quota: found ten, expected a share"),
        ((*CALL, "--quota", "%"), "--quota: found %, expected a share"),
        ((*CALL, "--quota", ""), "--quota: found"),
        ((*CALL, "--from", "2025"), "--from: found 2025, expected a year that this world can be solved for"),
        ((*CALL, "--from", "soon"), "--from: found soon, expected a year"),
        ((*CALL, "--from", "２０２８"), "--from: found"),
        ((*CALL, "--years", "2031"), "expected a year that this world can be solved for"),
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


def test_where_a_variant_is_not_solved_the_exit_code_says_so() -> None:
    ran = comity(*CALL, "--scenario", "impossible", "--years", "2026")
    assert (ran.code, ran.err) == (1, "")
    assert "left out of the ranges" in ran.out


def test_a_border_adjustment_is_told(world: Path, where: str) -> None:
    """Per tonne where the tonnes embedded are not known; with the money where they are."""
    file = world / "mechanisms" / "alpha-ets.toml"
    text = file.read_text("utf-8")
    border = '\n[border-adjustments.beta]\nexporter = "beta-ets"\npayer = "BBB"\n'
    payer = re.search(r'^parties\s*=\s*\["(\w+)"\]', (world / "mechanisms" / "beta-ets.toml").read_text("utf-8"), re.M)
    assert payer is not None
    border = border.replace("BBB", payer[1])
    file.write_text(text + border, "utf-8")
    ran = comity("link", where, "alpha-ets", "beta-ets")
    assert (ran.code, ran.err) == (0, "")
    assert "What exporters stop paying at the border" in ran.out
    assert "told per tonne alone" in ran.out
    values = ", ".join(f'{{ year = {year}, value = 10, status = "assumed" }}' for year in (2026, 2030))
    file.write_text(f'{text}{border}tonnes = {{ unit = "Mt CO2e", values = [{values}] }}\n', "utf-8")
    ran = comity("link", where, "alpha-ets", "beta-ets")
    assert (ran.code, ran.err) == (0, "")
    assert "told per tonne alone" not in ran.out
    found = answer("link", where, "alpha-ets", "beta-ets")
    for row in found.borders:
        assert row.payment is not None
        assert (row.tonnes, row.share) == (10.0, 1.0)
        assert row.payment.central == pytest.approx(10 * row.charge.central)


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_what_is_suggested_next_runs_and_keeps_the_terms(form: tuple[str, ...]) -> None:
    last = comity(*CALL, *form).out.splitlines()[-1]
    assert last.startswith("Try next: comity link ")
    words = shlex.split(last)[3:]
    before, after = answer(*CALL, *form).terms, answer(*words).terms
    assert (after.rate, after.one_way) == (before.rate, before.one_way)
    assert (after.quota is None) != (before.quota is None)


def test_numbers_are_exact_on_the_way_in() -> None:
    """A third of a unit is what is typed, not what a float makes of it."""
    last = comity(*CALL, "--rate", "0.3").out.splitlines()[-1]
    assert Decimal(re.search(r"--rate (\S+)", last)[1]) == Decimal("0.3")  # type: ignore[index]
