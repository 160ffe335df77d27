"""`comity registry` says no: refusals exit 1, mistakes exit 2, and neither changes anything."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from comity import results
from comity.text import LANGUAGES
from tests.cli.registry_small import TAKE, last
from tests.cli.registry_small import here as here
from tests.cli.registry_small import made as made
from tests.cli.terminal import comity

REFUSED = {
    "holdings-insufficient": ("retire", "2000", "NUA", *TAKE, "--beneficiary", "x"),
    "account-unknown": ("retire", "1", "NUA", "--from", "acne", "--beneficiary", "x"),
    "acquiring-account-unknown": ("transfer", "1", "NUA", *TAKE, "--to", "nobody"),
    "may-not-hold": ("transfer", "1", "NUA", *TAKE, "--to", "b"),
    "not-for-this-account-type": ("surrender", "1", "NUA", "--from", "b", "--mechanism", "m", "--period", "2026"),
    "account-exists": ("open", "acme", "trading"),
    "unit-type-exists": ("declare", "NUA", "allowance"),
    "quantity-not-positive": ("retire", "0", "NUA", *TAKE, "--beneficiary", "x"),
    "beneficiary-missing": ("retire", "1", "NUA", *TAKE, "--beneficiary", " "),
    "identifier-malformed": ("open", "a b", "trading"),
    "range-reversed": ("retire", *TAKE, "--blocks", "s:9-1", "--beneficiary", "x"),
    "not-issued": ("retire", *TAKE, "--blocks", "tutorial/north-ets/NUA/v2026:900-1001", "--beneficiary", "x"),
    "entry-unknown": ("reverse", "9007199254740991", "--reason", "r", "--authority", "a"),
    "not-correctable": ("correct", "1", "--reason", "r", "--authority", "a"),
    "hold-unknown": ("accept", "1", "--account", "acme"),
    "period-not-later": ("carry-over", "1", "NUA", "--in", "acme", "--to-period", "2026"),
    "expiry-past": ("propose", "1", "NUA", *TAKE, "--to", "NORTH-holding", "--expires", "2020-01-01"),
    "account-not-empty": ("status", "acme", "closed", "--reason", "r"),
    "serial-too-high": ("issue", "9007199254740991", "NUA", "--to", "acme", "--mechanism", "north-ets", "--first", "9"),
    "not-accepted-for-surrender": ("surrender", "1", "NUA", *TAKE, "--mechanism", "south-ets", "--period", "2026"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_is_one_line_and_exit_1(here: Path, code: str, lang: str) -> None:
    before = last()
    ran = comity("registry", *REFUSED[code], "--lang", lang)
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    start, end = ("Refused: ", r"[.\]]") if lang == "en" else ("不予办理：", "］")
    assert ran.err.startswith(start)
    assert re.search(rf"[\[［]{code}[;；] ?registry\.[a-z-]+{end}\n$", ran.err)
    assert "refusal-" not in ran.err
    assert last() == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_in_json_is_one_object(here: Path, lang: str) -> None:
    ran = comity("registry", *REFUSED["not-for-this-account-type"], "--lang", lang, "--json")
    found = results.Refused.model_validate_json(ran.out)
    assert (ran.code, found.schema_.name) == (1, "refused")
    assert (found.refused.code, found.refused.clause) == ("not-for-this-account-type", "registry.permission-matrix")
    expected = "buffer account" if lang == "en" else "账户 b 为缓冲账户，其单位不得清缴。"
    assert expected in found.refused.message


def test_of_many_commands_the_refused_ones_are_told(here: Path) -> None:
    lines = [
        {"do": "retire", "account": "acme", "beneficiary": "x", "quantity": 1, "unit_type": "NUA"},
        {"do": "retire", "account": "acme", "beneficiary": "x", "quantity": 5000, "unit_type": "NUA"},
    ]
    (here / "do.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = comity("registry", "do", "do.jsonl")
    assert (ran.code, "1 done, 0 done before, 1 refused." in ran.out) == (1, True)
    assert ran.err.startswith("do.jsonl:2  Refused: acme has 999 such units that are free")
    found = results.RegistryBatch.model_validate_json(comity("registry", "do", "do.jsonl", "--json").out)
    assert [one.refused and one.refused.code for one in found.outcomes] == [None, "holdings-insufficient"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("retire",), "--from: found nothing, expected a value for it. Hint: see comity registry retire --help."),
        (("retire", "x", "NUA", *TAKE, "--beneficiary", "x"), "QUANTITY: found x, expected a whole number"),
        (("retire", "1,000", "NUA", *TAKE, "--beneficiary", "x"), "QUANTITY: found 1,000, expected a whole number"),
        (("retire", "9" * 30, "NUA", *TAKE, "--beneficiary", "x"), "at most 9007199254740991."),
        (("retire", "１", "NUA", *TAKE, "--beneficiary", "x"), "QUANTITY: found １, expected a whole number"),
        (("retire", "1", *TAKE, "--beneficiary", "x"), "found 1, expected QUANTITY and UNIT, or --blocks."),
        (("retire", *TAKE, "--beneficiary", "x"), "found nothing, expected QUANTITY and UNIT, or --blocks."),
        (("retire", *TAKE, "--beneficiary", "x", "--blocks", "1-2"), "--blocks: found 1-2, expected SERIES:FIRST-LAST"),
        (
            ("retire", "1", "CER", *TAKE, "--beneficiary", "x", "--blocks", "a/b/NUA:1"),
            "--blocks: found a/b/NUA:1-1, expected blocks of CER.",
        ),
        (
            ("retire", *TAKE, "--beneficiary", "x", "--blocks", "a/b/NUA:1", "--vintage", "2026"),
            "--vintage: found 2026, expected blocks, or what chooses among units, not both.",
        ),
        (("retire", "-5", "NUA", *TAKE, "--beneficiary", "x"), "found -5, expected one of"),
        (("retire", "1", "NUA", *TAKE, "--beneficiary", "x", "--key", ""), "--key: found nothing, expected one line"),
        (("retire", "1", "NUA", *TAKE, "--beneficiary", "x", "--key", "a\nb"), "--key: found a\\nb, expected one line"),
        (("cancel", "1", "NUA", *TAKE, "--purpose", "volunary"), "Hint: perhaps it is voluntary."),
        (("open", "x", "tradin"), "TYPE: found tradin, expected one of party-holding, allocation, auction, reserve"),
        (("status", "acme", "shut", "--reason", "r"), "STATUS: found shut, expected one of open, blocked, closed."),
        (("accept", "first", "--account", "acme"), "PROPOSAL: found first, expected a whole number"),
        (
            ("propose", "1", "NUA", *TAKE, "--to", "NORTH-holding", "--expires", "2026-06-01T12:00"),
            "--expires: found 2026-06-01T12:00, expected a day, as 2026-12-31, or an instant with its time zone",
        ),
        (("holdings", "--at", "yesterday"), "--at: found yesterday, expected a day, as 2026-12-31."),
        (("holdings", "--at", "9999-12-31"), "--at: found 9999-12-31, expected a day"),
        (("holdings", "--account", "acne"), "--account: found acne, expected one of NORTH-holding,"),
        (("holdings", "--account", "acne"), "Hint: perhaps it is acme."),
        (("holdings", "--state", "lost"), "--state: found lost, expected one of held, reserved,"),
        (("journal", "--since", "-1"), "--since: found -1, expected a day"),
        (("init",), "found nothing, expected --world, whose name becomes the id, or --id."),
        (("init", "--world", "nowhere"), "found nowhere, expected the name of a world that ships"),
        (("init", "--id", "a/b"), "--id: found a/b, expected letters, digits and . _ + -"),
        (("init", "--id", "EU"), "registry.db: found the registry tutorial, expected a file or database where nothing"),
        (("do", "nowhere.jsonl"), "nowhere.jsonl  found no such file, expected a file with one command a line"),
        (("do", "."), ".  found a folder, expected a file with one command a line"),
        (("export", "-", "--json"), "FILE: found -, expected a file: with --json the one object goes to stdout."),
        (("backup", "registry.db"), "registry.db: found a file that is there already, expected a path where nothing"),
        (("restore", "nowhere.db", "--registry", "n.db"), "nowhere.db: found No such file or directory"),
        (("import", "nowhere.jsonl", "--registry", "n.db"), "nowhere.jsonl  found no such file, expected a file of"),
        (("auction", "b.csv", "9", "NUA", *TAKE), "--currency: found nothing, expected a currency, as EUR."),
        (("auction", "b.csv", "9", "NUA", *TAKE, "--currency", "euro"), "--currency: found euro, expected a currency"),
        (
            ("auction", "b.csv", "9", "NUA", *TAKE, "--currency", "EUR"),
            "b.csv  found no such file, expected a CSV file",
        ),
        (("auction", "b.csv", "9", "NUA", *TAKE, "--rules", "tutorial"), "--rules: found tutorial, expected WORLD/MEC"),
        (("auction", "b.csv", "9", "NUA", *TAKE, "--rules", "tutorial/x"), "expected one of north-ets, south-ets."),
        (("auction", "b.csv", "9", "NUA", *TAKE, "--currency", "EUR", "--lot", "0"), "found terms that no auction can"),
        (("trnsfer",), "Hint: perhaps it is transfer."),
    ],
)
def test_a_mistake_is_exit_2_and_changes_nothing(here: Path, arguments: tuple[str, ...], words: str) -> None:
    before, files = last(), sorted(os.listdir(here))  # noqa: PTH208
    ran = comity("registry", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "Traceback" not in ran.err
    chinese = comity("registry", *arguments, "--lang", "zh")
    assert (chinese.code, chinese.out) == (2, "")
    assert all("应为：" in line for line in chinese.err.splitlines())
    assert (last(), sorted(os.listdir(here))) == (before, files)  # noqa: PTH208


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[]", "found [], expected a command"),
        ("{", "found something that is not JSON"),
        ('{"do": "transfr"}', "do: found transfr, expected one of open,"),
        ('{"account": "a"}', "do: found nothing, expected one of"),
        ('{"do": "transfer", "acount": "a"}', "acount: found the key acount, expected one of do, key, account,"),
        ('{"do": "transfer", "account": "a"}', "to: found nothing, expected a value for it."),
        ('{"do": "transfer", "account": "a", "to": 5}', "to: found 5, expected str as JSON has it."),
        ('{"do": "transfer", "account": "a", "to": "b", "quantity": "5"}', "quantity: found 5, expected a whole"),
        ('{"do": "transfer", "account": "a", "to": "b", "quantity": 1e30}', "quantity: found 1e+30, expected a whole"),
        (f'{{"do": "transfer", "account": "a", "to": "b", "quantity": {"9" * 25}}}', "expected a whole number"),
        ('{"do": "transfer", "account": "a", "to": "b", "blocks": [1]}', "blocks: found [1], expected"),
        ('{"do": "cancel", "account": "a", "purpose": "x"}', "purpose: found x, expected one of voluntary,"),
        ('{"do": "expire", "proposal": 1, "key": 7}', "key: found 7, expected str as JSON has it."),
    ],
)
def test_a_line_that_is_no_command_has_its_number(here: Path, line: str, words: str) -> None:
    before = last()
    good = json.dumps({"do": "retire", "account": "acme", "beneficiary": "x", "quantity": 1, "unit_type": "NUA"})
    (here / "do.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    ran = comity("registry", "do", "do.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("do.jsonl:2  ")
    assert words in ran.err
    assert last() == before


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "bids.csv  found nothing, expected a CSV file with the columns bid, account, quantity, price."),
        (["bid,acount,quantity,price"], "bids.csv:1  acount: found acount, expected one of the columns bid, account,"),
        (["bid,bid,account,quantity,price"], "bids.csv:1  bid: found bid, expected each column once."),
        (["bid,account,quantity"], "bids.csv:1  price: found nothing, expected a column for it."),
        (["bid,account,quantity,price", "b,a,1"], "bids.csv:2  found 3 cells, expected as many cells"),
        (["bid,account,quantity,price", "b,a,1.5,3"], "bids.csv:2  quantity: found 1.5, expected a whole number"),
        (["bid,account,quantity,price", "b,a,1,1e3"], "bids.csv:2  price: found 1e3, expected a price without"),
        (["bid,account,quantity,price", ",a,1,3"], "bids.csv:2  bid: found nothing, expected the id of a bid."),
        (["bid,account,quantity,price,currency", "b,a,1,3,eur"], "currency: found eur, expected a currency, as EUR."),
    ],
)
def test_a_book_of_bids_with_mistakes(here: Path, lines: list[str], words: str) -> None:
    (here / "bids.csv").write_text("\n".join(lines), encoding="utf-8")
    ran = comity("registry", "auction", "bids.csv", "9", "NUA", *TAKE, "--currency", "EUR")
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_bids_of_accounts_that_do_not_exist_are_refused(here: Path) -> None:
    (here / "bids.csv").write_text("bid,account,quantity,price\nb,nobody,5,3\n", encoding="utf-8")
    comity("registry", "issue", "9", "NUA", "--to", "north-ets-auction", "--mechanism", "north-ets")
    call = ("auction", "bids.csv", "9", "NUA", "--from", "north-ets-auction", "--currency", "EUR")
    ran = comity("registry", *call)
    assert (ran.code, ran.out, "acquiring-account-unknown" in ran.err) == (1, "", True)
