"""`comity registry`: every verb, in both languages, as words and as JSON."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from comity import results
from comity.cli.registry import MODULES
from comity.cli.registry.fields import COMMANDS
from comity.registry.accounts import FAMILIES, account_types
from comity.registry.commands import PURPOSES
from comity.text import LANGUAGES, Text, load
from tests.cli.registry_story import HOLDER, SERIES, Story, tell
from tests.cli.terminal import Ran, comity

SHAPES: dict[str, type[BaseModel]] = {
    "registry-entry": results.RegistryEntry,
    "registry-batch": results.RegistryBatch,
    "registry-accounts": results.RegistryAccounts,
    "registry-holdings": results.RegistryHoldings,
    "registry-compliance": results.RegistryCompliance,
    "registry-journal": results.RegistryJournal,
    "registry-verify": results.RegistryVerified,
    "registry-copy": results.RegistryCopy,
    "registry-auction": results.RegistryAuction,
    "registry-adoption": results.RegistryAdoption,
    "registry-settlement": results.RegistrySettlement,
    "registry-tallies": results.RegistryTallies,
    "registry-external": results.RegistryExternal,
    "registry-exchange": results.RegistryExchange,
    "registry-reconcile": results.RegistryReconciliation,
    "registry-aef": results.RegistryAef,
    "aef-check": results.AefCheck,
    "aef-match": results.AefMatch,
}
KEYS = frozenset(key for key in Text("en")._entries if "-" in key)
#: What may stand in an answer and looks like a key: ids, and words of the command line.
IDS = {"holdings-insufficient", "account-unknown"}


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Story]:
    """The same life in either language as words, and as JSON."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COMITY_REGISTRY", raising=False)
        for name, options in {"en": ("--lang", "en"), "zh": ("--lang", "zh"), "json": ("--json",)}.items():
            found[name] = Story(tmp_path_factory.mktemp(name), options)
            patch.chdir(found[name].folder)
            tell(found[name])
    return found


@pytest.fixture
def here(stories: dict[str, Story], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a registry of one's own, at the end of its story."""
    monkeypatch.delenv("COMITY_REGISTRY", raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copy(stories["en"].folder / "registry.db", tmp_path)
    return tmp_path


def answer(*arguments: str) -> dict[str, Any]:
    ran = comity("registry", *arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


# Every verb -----------------------------------------------------------------------------------------------------------


def test_the_story_uses_every_verb(stories: dict[str, Story]) -> None:
    assert {name.rstrip("0123456789") for name in stories["en"].ran} == set(MODULES)
    assert set(COMMANDS) <= set(MODULES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_verb_does_its_work_and_leaves_no_key(stories: dict[str, Story], lang: str) -> None:
    for name, ran in stories[lang].ran.items():
        assert (ran.code, ran.err) == (0, ""), name
        assert not set(re.findall(r"[a-z]+(?:-[a-z0-9]+)+", ran.out)) & KEYS, name
        assert not set(ran.out) & set("{}\u2068\u2069"), name


def test_chinese_has_no_english_words(stories: dict[str, Story]) -> None:
    allowed = re.compile(
        r"[\w.-]+\.(db|jsonl?|xlsx)|registry\.[\w-]+|tutorial\S*|north-ets\S*|south-ets\S*|\S+-holding|acme|fund|court|NUA|VCU"
        r"|CO2e|UTC|EUR|NORTH|SOUTH|Ltd|south|buyer|open-1|order-1|comity registry accounts|--registry"
        r"|[0-9a-f]{64}|(settle|opening)/\S+|(kyoto|paris|mechanism|agreement|immobilised)\.[\w.-]+|link-(convert|reissue)"
        r"|U[AB]-image|kyoto|cdm"
        r"|AAU|ERU|lCER|ITMO|SUA|RUS|RU1000001|GHA|CHE|GH-1|DNV|SHA|russia|ghana|swiss|alpha|beta|coop|ets-[ab]\S*"
    )
    for name, ran in stories["zh"].ran.items():
        assert re.search("[\u4e00-\u9fff]", ran.out), name
        assert not re.findall(r"[A-Za-z]{3,}", allowed.sub("", ran.out)), name


def test_json_is_exactly_one_object_of_its_shape(stories: dict[str, Story]) -> None:
    for name, ran in stories["json"].ran.items():
        found: Any = json.loads(ran.out)
        shape = SHAPES[found["schema"]["name"]]
        assert shape.model_validate_json(ran.out).model_dump(mode="json", by_alias=True) == found, name
        assert (ran.code, ran.err, found.get("registry", "tutorial")) == (0, "", "tutorial"), name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("verb", MODULES)
def test_every_verb_has_help(verb: str, lang: str) -> None:
    ran = comity("registry", verb, "--help", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert f"comity registry {verb}" in ran.out
    assert not set(re.findall(r"(?:registry|option|argument)-[a-z-]+", ran.out)) & KEYS
    if lang == "zh":
        assert not re.search(r"Usage|Options|Arguments|needed", ran.out)


def test_the_help_names_all_that_can_be_chosen() -> None:
    for lang in LANGUAGES:
        text = load(lang)
        for key, choices in (
            ("argument-type", account_types()),
            ("argument-family", FAMILIES),
            ("registry-option-purpose", PURPOSES),
        ):
            assert [one for one in choices if one not in text(key)] == []


def test_help_loads_no_database() -> None:
    heavy = {"alembic", "numpy", "pandas", "pydantic", "rich", "sqlalchemy"}
    calls = [["registry"], *(["registry", verb] for verb in MODULES)]
    program = (
        "import sys\n"
        "from comity.cli.main import run\n"
        f"assert [run([*call, '--help']) for call in {calls!r}] == [0] * {len(calls)}\n"
        f"assert not {heavy!r} & set(sys.modules), {heavy!r} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=True)


# What they say --------------------------------------------------------------------------------------------------------


def test_an_entry_says_what_was_done_by_which_rule_to_which_units(stories: dict[str, Story]) -> None:
    lines = stories["en"].ran["transfer"].out.splitlines()
    assert lines[0] == "100 NUA transferred from acme to NORTH-holding."
    assert re.fullmatch(
        r"Entry 16 of registry\.db, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, under registry\.transfer\.", lines[1]
    )
    assert lines[2] == f"Serial numbers: {SERIES}:1-100"
    assert stories["zh"].ran["surrender"].out.startswith("acme 在 north-ets 下为 2026 时期清缴 400 NUA。\n")


def test_holders_in_any_script(stories: dict[str, Story]) -> None:
    assert HOLDER in stories["en"].ran["accounts"].out
    rows = json.loads(stories["json"].ran["accounts"].out)["accounts"]
    assert [row["holder"] for row in rows if row["account"] == "acme"] == [HOLDER]


def test_holdings_sum_to_what_was_issued(stories: dict[str, Story]) -> None:
    found = json.loads(stories["json"].ran["holdings"].out)
    assert sum(row["quantity"] for row in found["holdings"]) == 1300
    assert {row["measure"] for row in found["holdings"]} == {"t CO2e"}
    blocks = json.loads(stories["json"].ran["holdings2"].out)["holdings"]
    assert all(row["last"] - row["first"] + 1 == row["quantity"] for row in blocks)


def test_an_auction_delivers_what_it_awards(stories: dict[str, Story]) -> None:
    found = json.loads(stories["json"].ran["auction"].out)
    assert (found["outcome"], found["price"], found["sold"]) == ("sold", "28", 300)
    assert [(row["bid"], row["awarded"], row["reason"]) for row in found["bids"]] == [
        ("b1", 200, ""),
        ("b2", 100, ""),
        ("b3", 0, "price-below-reserve"),
    ]
    assert found["entry"]["asked"]["bids"] == found["digest"]
    assert sum(row["quantity"] for row in found["entry"]["postings"]) == 300


def test_an_auction_takes_its_reserve_price_from_the_rules(here: Path) -> None:
    comity("registry", "issue", "90", "NUA", "--to", "north-ets-auction", "--mechanism", "north-ets")
    (here / "bids.csv").write_text("bid,account,quantity,price\nb1,acme,40,24.99\nb2,acme,40,26\n", encoding="utf-8")
    call = ["auction", "bids.csv", "90", "NUA", "--from", "north-ets-auction", "--rules", "tutorial/north-ets"]
    found = answer(*call, "--day", "2026-06-01", "--dry-run")
    assert (found["outcome"], found["price"], found["sold"], found["entry"]) == ("undersubscribed", "25", 40, None)
    assert [row["reason"] for row in found["bids"]] == ["price-below-reserve", ""]
    assert answer(*call, "--day", "2026-06-01", "--annul")["outcome"] == "annulled"


def test_no_more_than_the_limit_for_one_bidder(here: Path) -> None:
    comity("registry", "issue", "100", "NUA", "--to", "north-ets-auction", "--mechanism", "north-ets")
    (here / "bids.csv").write_text("bid,account,quantity,price\nb1,acme,90,30\n", encoding="utf-8")
    call = ["auction", "bids.csv", "--from", "north-ets-auction", "--currency", "EUR", "--lot", "10", "--limit", "0.25"]
    found = answer(*call, "--blocks", "tutorial/north-ets/NUA:1-100")
    assert (found["sold"], found["bids"][0]["reason"]) == (20, "purchase-limit-exceeded")
    assert [(row["first"], row["last"]) for row in found["entry"]["postings"]] == [(1, 20)]


# Time, keys, places ---------------------------------------------------------------------------------------------------


def test_before_the_first_entry_nobody_holds_anything(here: Path) -> None:
    found = answer("holdings", "--at", "2000-01-01")
    assert (found["entry"], found["holdings"]) == (0, [])
    assert "nothing" in comity("registry", "holdings", "--at", "2000-01-01").out
    assert answer("holdings", "--at", "9000-01-01")["holdings"] == answer("holdings")["holdings"]


def test_the_journal_from_an_entry_or_a_day(here: Path) -> None:
    assert [row["entry"] for row in answer("journal", "--since", "34")["entries"]] == [34, 35, 36, 37]
    assert answer("journal", "--since", "9000-01-01")["entries"] == []
    first = answer("journal")["entries"][0]["at"][:10]
    assert len(answer("journal", "--since", first)["entries"]) == 37


def test_a_key_makes_repeating_harmless(here: Path) -> None:
    call = ("transfer", "5", "NUA", "--from", "acme", "--to", "NORTH-holding", "--key", "k")
    first, second = answer(*call), answer(*call)
    assert (first["again"], second["again"]) == (False, True)
    assert first["entry"] == second["entry"]
    assert "Nothing was done again: entry 38 of" in " ".join(comity("registry", *call).out.split())
    ran = comity("registry", "retire", "5", "NUA", "--from", "acme", "--beneficiary", "x", "--key", "k")
    assert (ran.code, "key-reused" in ran.err) == (1, True)


def test_init_twice_is_once(here: Path) -> None:
    found = answer("init", "--world", "tutorial")
    assert (found["done"], found["again"], found["refused"]) == (0, 8, 0)
    assert (
        "Its unit types are declared and its accounts opened already."
        in comity("registry", "init", "--world", "tutorial").out
    )


def test_init_where_an_account_is_there_already_says_so(here: Path) -> None:
    comity("registry", "init", "--id", "tutorial", "--registry", "new.db")
    comity("registry", "open", "NORTH-holding", "trading", "--registry", "new.db")
    ran = comity("registry", "init", "--world", "tutorial", "--registry", "new.db")
    assert (ran.code, "7 done, 0 done before, 1 refused" in ran.out) == (1, True)
    assert ran.err == "tutorial:7  Refused: Account NORTH-holding exists already. [account-exists; registry.accounts]\n"


def test_init_without_a_world(here: Path) -> None:
    assert answer("init", "--id", "EU", "--registry", "eu.db")["outcomes"] == []
    assert comity("registry", "accounts", "--registry", "eu.db").out.startswith("EU (eu.db): 0 accounts")


def test_where_the_registry_is(here: Path) -> None:
    shutil.move(here / "registry.db", here / "other.db")
    calls: list[tuple[tuple[str, ...], dict[str, Any]]] = [
        (("registry", "accounts", "--registry", "other.db"), {}),
        (("registry", "--registry", "other.db", "accounts"), {}),
        (("registry", "--registry", "no.db", "accounts", "--registry", "other.db"), {"COMITY_REGISTRY": "no.db"}),
        (("registry", "accounts"), {"COMITY_REGISTRY": "other.db"}),
    ]
    for arguments, environ in calls:
        ran = comity(*arguments, **environ)
        assert (ran.code, "(other.db)" in ran.out) == (0, True)


def test_copies_say_the_same(stories: dict[str, Story]) -> None:
    folder = stories["en"].folder
    hashes = set()
    for name in ("registry.db", "copy.db", "again.db", "third.db"):
        hashes.add(answer("verify", "--registry", str(folder / name))["hash"])
    assert len(hashes) == 1


def test_the_journal_on_stdout(here: Path) -> None:
    program = "from comity.cli.main import main; main(['registry', 'export', '-'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=here)
    assert len(done.stdout.splitlines()) == 38
    read = "from comity.cli.main import main; main(['registry', 'import', '-', '--registry', 'piped.db'])"
    subprocess.run([sys.executable, "-c", read], input=done.stdout, capture_output=True, check=True, cwd=here)
    assert answer("verify", "--registry", "piped.db")["entries"] == 37


def test_commands_from_a_pipe(here: Path) -> None:
    line = json.dumps({"do": "retire", "account": "acme", "beneficiary": "他", "quantity": 1, "unit_type": "NUA"})
    program = "from comity.cli.main import main; main(['registry', 'do', '-', '--json'])"
    done = subprocess.run(
        [sys.executable, "-c", program], input=line.encode(), capture_output=True, check=True, cwd=here
    )
    assert results.RegistryBatch.model_validate_json(done.stdout).done == 1


@cache
def narrow() -> Ran:
    return comity("registry", "holdings", columns=40)


def test_a_narrow_terminal_loses_nothing(here: Path) -> None:
    ran = narrow()
    assert "north-ets-allocation" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 60
