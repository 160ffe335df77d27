"""`comity registry adopt`, `settle`, `tallies`: what was agreed is in force, is booked, and is all that is allowed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import comity as package
from comity import results
from comity.text import LANGUAGES
from tests.cli.registry_agreed import FROM, GOLDEN, at
from tests.cli.terminal import SAMPLE, Ran, comity

WORLD = Path(package.__file__).parent / "worlds" / "tutorial"
LINK = "agreement.north-south.clauses.south-units-in-north"
ADOPT = ("adopt", "tutorial", "--scenario", "link", *FROM)
SETTLE = ("settle", "tutorial", "--scenario", "link", "--year", "2026")
GO_NORTH = ("move", "1", "SUA", "--from", "south-ets-holders", "--to", "north-ets-holders", "--into", "north-ets")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)
    with at():
        assert done("init", "--world", "tutorial").code == 0
        yield


def done(*arguments: str) -> Ran:
    return comity("registry", *arguments)


def answer(*arguments: str, code: int = 0) -> dict[str, Any]:
    ran = done(*arguments, "--json")
    assert ran.code == code
    found: dict[str, Any] = json.loads(ran.out)
    return found


# Adopting -------------------------------------------------------------------------------------------------------------


def test_adopting_twice_is_once() -> None:
    first, second = answer(*ADOPT), answer(*ADOPT)
    assert (first["again"], second["again"]) == (False, True)
    assert (first["entry"], second["entry"]) == (9, 9)
    assert first["kinds"] == {"issue": 3, "trade": 2, "move": 2, "use": 2, "retire": 2, "penalty": 1}
    assert len(first["came"]) == 12
    assert second["came"] == second["went"] == second["changed"] == []
    assert answer("holdings")["entry"] == 9


def test_adopting_another_scenario_says_what_is_new() -> None:
    done(*ADOPT)
    full = answer("adopt", "tutorial", "--scenario", "full-link", *FROM)
    assert (full["came"], full["went"], full["changed"]) == ([], [], [LINK])
    none = answer("adopt", "tutorial", "--scenario", "no-link", *FROM)
    assert none["went"] == ["agreement.north-south.clauses.north-units-in-south", LINK]
    back = answer(*ADOPT)  # what was in force once is adopted again where it no longer is
    assert (back["again"], back["came"]) == (False, none["went"])


def test_a_changed_limit_is_a_changed_clause(tmp_path: Path) -> None:
    shutil.copytree(WORLD, tmp_path / "w")
    file = tmp_path / "w" / "agreements" / "north-south.toml"
    done("adopt", "w/", "--scenario", "link", *FROM)
    file.write_text(file.read_text(encoding="utf-8").replace("value = 0.1", "value = 0.2"), encoding="utf-8")
    assert answer("adopt", "w/", "--scenario", "link", *FROM)["changed"] == [LINK]


def test_adopting_declares_what_is_missing() -> None:
    done("init", "--id", "bare", "--registry", "bare.db")
    done("open", "NORTH-holding", "trading", "--registry", "bare.db")
    found = answer(*ADOPT, "--registry", "bare.db")
    assert (found["declared"], found["opened"]) == (2, 5)
    assert answer(*ADOPT, "--registry", "bare.db")["opened"] == 0


def test_without_a_day_it_is_today_or_the_day_of_the_last_entry() -> None:
    done(*ADOPT)
    with at(datetime(9000, 1, 1, tzinfo=UTC)):
        done("open", "late", "trading")
    assert answer("adopt", "tutorial", "--scenario", "full-link")["effective"] == "9000-01-01"
    assert "--effective: found soon, expected a day" in done("adopt", "tutorial", "--effective", "soon").err


# Settling -------------------------------------------------------------------------------------------------------------


def test_settling_books_every_flow_once() -> None:
    done(*ADOPT)
    first = answer(*SETTLE)
    assert [flow["kind"] for flow in first["flows"]] == ["issue", "issue", "issue", "move", "use", "use"]
    assert all(0 <= flow["remainder"] < 2 for flow in first["flows"])
    assert (first["refused"], first["short"], first["before"]) == (0, 0, 0)
    holdings, tallies = answer("holdings"), answer("tallies")
    second = answer(*SETTLE)
    assert (second["entries"], second["booked"]) == (0, first["booked"])
    assert second["flows"] == first["flows"]
    assert answer("holdings") == holdings
    assert answer("tallies") == tallies
    moved = next(flow["booked"] for flow in first["flows"] if flow["kind"] == "move")
    assert tallies["adjustments"] == [
        {"party": "NORTH", "year": 2026, "transferred": "0", "used": str(moved)},
        {"party": "SOUTH", "year": 2026, "transferred": str(moved), "used": "0"},
    ]
    (quota,) = (row for row in tallies["quotas"] if row["kind"] == "quota")
    assert (quota["limit"], quota["used"], quota["period"]) == (f"{LINK}.quota", str(moved), "2026")
    assert answer("journal", "--since", "10")["entries"][0]["at"] == "2026-12-31T23:00:00.000000Z"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_unit_more_is_refused_by_the_clause(lang: str) -> None:
    done(*ADOPT)
    done(*SETTLE)
    ran = done(*GO_NORTH, "--lang", lang)
    assert (ran.code, ran.out) == (1, "")
    assert f"quota-exceeded; {LINK}]" in ran.err if lang == "en" else f"quota-exceeded；{LINK}］" in ran.err
    found = results.Refused.model_validate_json(done(*GO_NORTH, "--json").out)
    assert (found.refused.code, found.refused.clause) == ("quota-exceeded", LINK)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_refused_is_listed_with_its_reason(lang: str) -> None:
    done(*ADOPT)
    done("open", "south-ets-holders", "buffer")
    ran = done(*SETTLE, "--lang", lang)
    assert ran.code == 1
    assert "mechanism.south-ets.cap" in ran.out
    told = {line.split(" ")[0]: line for line in ran.err.splitlines()}
    assert "may-not-hold" in told["mechanism.south-ets.cap"]
    assert list(told) == ["mechanism.south-ets.cap", LINK, "mechanism.north-ets.use", "mechanism.south-ets.use"]
    assert "refusal-" not in ran.err
    again = answer(*SETTLE, code=1)
    assert (again["refused"], again["short"], again["entries"]) == (1, 3, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_nothing_could_cover_is_not_booked(lang: str) -> None:
    world = (f"{SAMPLE}/", "--scenario", "impossible")
    done("adopt", *world, *FROM)
    ran = done("settle", *world, "--year", "2030", "--lang", lang)
    assert (ran.code, ran.err) == (1, "")
    assert ("some budget could be closed only by" if lang == "en" else "部分预算只能靠数值上的缺口流转") in ran.out
    found = answer("settle", *world, "--year", "2030", code=1)
    assert (found["status"], found["refused"], found["short"]) == ("unmet", 0, 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*SETTLE[:-1], "2027"), "--year: found 2027, expected a year that this world can be solved for (2026, 2028,"),
        ((*SETTLE[:-1], "x"), "--year: found x, expected a year"),
        (SETTLE[:-2], "--year: found nothing, expected a year"),
        (("settle", "nowhere", "--year", "2026"), "found nowhere, expected the name of a world that ships"),
        (
            SETTLE,
            "WORLD: found a registry in which no clauses are in force at the end of 2026, expected those of "
            "tutorial+link, as they now stand, to be in force at the end of 2026. Hint: "
            "comity registry adopt tutorial --scenario link --effective 2026-01-01.",
        ),
    ],
)
def test_what_cannot_be_settled(arguments: tuple[str, ...], words: str) -> None:
    for lang in LANGUAGES:
        ran = done(*arguments, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert lang == "zh" or words in ran.err
    assert answer("holdings")["entry"] == 8


def test_clauses_of_another_scenario_are_not_settled() -> None:
    done("adopt", "tutorial", "--scenario", "full-link", *FROM)
    ran = done(*SETTLE)
    assert ran.code == 2
    assert "found the clauses of tutorial+link+full-link in force, adopted by entry 9, expected those" in ran.err


def test_a_registry_that_is_later_than_the_year() -> None:
    done(*ADOPT)
    with at(datetime(2027, 1, 1, tzinfo=UTC)):
        done("open", "late", "trading")
    ran = done(*SETTLE)
    expected = "expected a registry whose last entry is not later than 31 December 2026."
    assert (ran.code, ran.err) == (
        2,
        f"--year: found a journal that is at entry 10, of 2027-01-01, {expected}\n",
    )


def test_one_year_after_another() -> None:
    done(*ADOPT)
    for year in ("2026", "2028", "2030"):
        found = answer(*SETTLE[:-1], year)
        assert (found["year"], found["refused"], found["short"]) == (int(year), 0, 0)
    assert done(*SETTLE).code == 2
    assert done("verify", "--redecide").code == 0


# The world is gone ----------------------------------------------------------------------------------------------------


def test_a_journal_is_replayed_without_its_world(tmp_path: Path) -> None:
    shutil.copytree(WORLD, tmp_path / "w")
    done("adopt", "w/", "--scenario", "link", *FROM)
    assert done("settle", "w/", "--scenario", "link", "--year", "2026").code == 0
    shutil.rmtree(tmp_path / "w")
    program = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "from comity.cli.main import run\n"
        "code = run(['registry', 'verify', '--redecide', '--json'])\n"
        "print(*(path for path in opened if path.endswith('.toml')), sep='\\n', file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    found = json.loads(ran.stdout)
    assert (found["redecided"], found["problems"]) == (True, [])
    registers = {"accounts.toml", "refusals.toml"}  # of the program: what a registry is, not what was agreed
    assert {Path(path).name for path in ran.stderr.split()} <= registers
    ran_now = done(*GO_NORTH)
    assert (ran_now.code, LINK in ran_now.err) == (1, True)


# What is typed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("authorise", "G", "GHA", "--vintages", "2030-2021"), "--vintages: found 2030-2021, expected a year or two"),
        (("authorise", "G", "GHA", "--first-transfer", "isuance"), "Hint: perhaps it is issuance."),
        (("change-expiry", "1", "lCER", "--from", "x", "--expires", "2026"), "--expires: found 2026, expected a day"),
        (("issue", "1", "lCER", "--to", "x", "--mechanism", "m", "--expires", "1"), "--expires: found 1, expected a"),
        (("commit", "RUS", "many", "--period", "2008-2012"), "ASSIGNED: found many, expected a whole number"),
        (("write-off",), "CLAUSE: found nothing, expected a value"),
        (("use-ndc", "1", "ITMO", "--from", "x"), "--year: found nothing, expected a value"),
        (
            ("accredit", "V", "--reason", "r", "--not-accredited=yes"),
            "--not-accredited: found a value, expected the option alone",
        ),
    ],
)
def test_a_mistake_is_exit_2(arguments: tuple[str, ...], words: str) -> None:
    ran = done(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_words_that_are_repeated_and_flags_reach_the_command() -> None:
    call = ("authorise", "G", "GHA", "--purpose", "ndc", "--purpose", "other", "--vintages", "2024", "--entity", "a")
    asked = answer(*call)["entry"]["asked"]
    assert (asked["purposes"], asked["vintages"], asked["entities"]) == (["ndc", "other"], [2024, 2024], ["a"])
    committed = answer("commit", "RUS", "9", "--period", "2008-2012", "--not-eligible")["entry"]["asked"]
    assert (committed["eligible"], committed["assigned"]) == (False, 9)
    assert "eligible" not in answer("commit", "RUS", "9", "--period", "2008-2012")["entry"]["asked"]


# The market beside the books ------------------------------------------------------------------------------------------

HOST = f"{GOLDEN / 'authorisation'}/"
ENFORCED = f"{GOLDEN / 'host-balance'}/"


def test_the_price_of_one_more_tonne_stands_beside_a_balance() -> None:
    comity("run", ENFORCED, "--out", "out")
    done("adopt", ENFORCED, *FROM)
    done("settle", ENFORCED, "--year", "2030")
    found = answer("tallies", "--run", "out/run.json")
    solved = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    (row,), (balance,) = found["balances"], solved["balances"]
    assert (row["party"], row["year"], row["period"], row["enforced"]) == ("H", 2030, balance["period"], True)
    assert row["price"] == balance["price"] > 0
    assert row["emissions"] == pytest.approx(balance["inventory"] * 1e6)  # a run in Mt, a registry in t
    assert row["target"] == pytest.approx(balance["target"] * 1e6)
    assert row["balance"] == row["emissions"]  # without adjustments
    assert found["priced_by"] == {
        "world": solved["world"],
        "scenario": solved["scenario"],
        "years": solved["years"],
        "status": "solved",
        "price": solved["units"]["price"],
    }
    for lang in LANGUAGES:
        told = done("tallies", "--run", "out/run.json", "--lang", lang).out
        assert f"{balance['price']:.2f}" in told
        assert solved["units"]["price"] in told
        assert "host-balance" in told


def test_what_the_registry_counts_adjusts_the_balance_of_the_run() -> None:
    Path("run.json").write_text(comity("run", HOST, "--json").out, encoding="utf-8")
    done("adopt", HOST, *FROM)
    done("settle", HOST, "--year", "2030")
    found = answer("tallies", "--run", "run.json")
    rows = {row["party"]: row for row in found["balances"]}
    counted = {row["party"]: row for row in found["adjustments"]}
    solved = {row["party"]: row for row in json.loads(Path("run.json").read_text(encoding="utf-8"))["balances"]}
    assert set(rows) == set(solved) == {"H", "B"}
    assert int(counted["H"]["transferred"]) > 0
    for party, row in rows.items():
        transferred, used = int(counted[party]["transferred"]), int(counted[party]["used"])
        assert (row["transferred"], row["used"]) == (str(transferred), str(used))
        assert row["balance"] == pytest.approx(row["emissions"] + transferred - used)
        assert row["balance"] == pytest.approx((solved[party]["inventory"] + solved[party]["adjustments"]) * 1e6)
        assert row["price"] is None  # a memo


def test_without_a_run_no_balance_is_shown() -> None:
    done("adopt", ENFORCED, *FROM)
    assert (answer("tallies")["balances"], answer("tallies")["priced_by"]) == ([], None)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema": {"name": "check", "version": 1}}', "\xff"])
def test_what_is_no_run_is_no_input(text: str) -> None:
    Path("run.json").write_text(text, encoding="latin-1")
    ran = done("tallies", "--run", "run.json")
    assert (ran.code, ran.out) == (2, "")
    assert "run.json  --run:" in ran.err
    assert done("tallies", "--run", "nowhere.json").code == 2


# Obligations of another, and of before --------------------------------------------------------------------------------


def test_what_a_default_made_due_again_stands_apart() -> None:
    done("adopt", f"{GOLDEN / 'penalties'}/", *FROM)
    for line in (
        "open mill operator-holding --holder Mills",
        "open parent operator-holding --holder Mills",
        "issue 50 UA --to parent --mechanism ets --vintage 2030",
        "obligation mill 100 --mechanism ets --period 2029",
        "assess mill --mechanism ets --period 2029 --next-period 2030",
        "obligation mill 30 --mechanism ets --period 2030",
    ):
        assert done(*line.split()).code == 0, line
    before, row = answer("compliance", "--account", "mill")["compliance"]
    assert (before["due"], before["missing"], before["carried_forward"]) == (100, 100, 0)
    assert (row["due"], row["missing"], row["carried_forward"]) == (130, 130, 100)
    for lang, head in (("en", "carried forward"), ("zh", "上期缺口转入")):
        assert head in done("compliance", "--account", "mill", "--lang", lang).out.replace("\n", " ")
        assert head not in done("compliance", "--account", "mill", "--period", "2029", "--lang", lang).out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_surrenders_for_whom_is_said(lang: str) -> None:
    done(*ADOPT)
    for line in (
        "open mill operator-holding",
        "open parent operator-holding",
        "issue 50 NUA --to parent --mechanism north-ets --vintage 2026",
    ):
        assert done(*line.split()).code == 0, line
    pay = ("surrender", "5", "NUA", "--from", "parent", "--mechanism", "north-ets", "--period", "2026")
    ran = done(*pay, "--obliged", "mill", "--lang", lang)
    assert ran.code == 0
    assert {"mill", "parent"} <= set(ran.out.splitlines()[0].rstrip(".。").replace("mill", " mill ").split())
    (row,) = answer("compliance", "--account", "mill")["compliance"]
    assert (row["surrendered"], row["due"], row["missing"]) == (5, None, None)
    assert answer("compliance", "--account", "parent")["compliance"] == []
