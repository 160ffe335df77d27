"""What a registry for a world begins with."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from comity.errors import InputError
from comity.registry.accounts import account_types
from comity.registry.commands import DeclareUnitType, OpenAccount
from comity.registry.journal import Entry
from comity.registry.ledger import Ledger
from comity.registry.opening import opening, unit_id
from comity.world import World
from comity.world.clauses import clauses
from comity.world.read import shipped
from tests.registry.memory import MemoryStore

TUTORIAL = World.load("tutorial")
GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SETTINGS = """\
title = { en = "Units", zh = "单位" }
as-of = 2026-01-01
quantity = "Mt CO2e"
currency = "EUR"
price-year = 2026
years = [2026]
"""
PARTIES = """\
AAA = { name = { en = "A", zh = "甲" } }
BBB = { name = { en = "B", zh = "乙" }, kind = "subnational" }
fund = { name = { en = "Fund", zh = "基金" }, kind = "company" }
"""


def written(folder: Path, **mechanisms: str) -> World:
    """A world with these mechanisms."""
    (folder / "mechanisms").mkdir(parents=True)
    (folder / "world.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "parties.toml").write_text(PARTIES, encoding="utf-8")
    for id, text in mechanisms.items():
        head = f'name = {{ en = "{id}", zh = "机制" }}\nparties = ["AAA"]\nbalance = "AAA"\n'
        (folder / "mechanisms" / f"{id}.toml").write_text(head + text, encoding="utf-8")
    return World.load(folder)


def cap(unit: str) -> str:
    return f'cap = {{ unit = "{unit}", values = [{{ year = 2026, value = 1, status = "assumed" }}] }}\n'


def test_the_tutorial() -> None:
    told = [
        (one.unit_type, one.family, one.measure)
        if isinstance(one, DeclareUnitType)
        else (one.account, one.type, one.party)
        for one in (request.command for request in opening(TUTORIAL))
        if isinstance(one, DeclareUnitType | OpenAccount)
    ]
    assert told == [
        ("NUA", "allowance", "t CO2e"),
        ("SUA", "allowance", "t CO2e"),
        ("north-ets-allocation", "allocation", "NORTH"),
        ("north-ets-auction", "auction", "NORTH"),
        ("south-ets-allocation", "allocation", "SOUTH"),
        ("south-ets-auction", "auction", "SOUTH"),
        ("NORTH-holding", "party-holding", "NORTH"),
        ("SOUTH-holding", "party-holding", "SOUTH"),
    ]


@pytest.mark.parametrize("name", shipped())
def test_every_world_that_ships_can_be_opened_and_opened_again(name: str) -> None:
    world = World.load(name)
    requests = opening(world)
    ledger = Ledger(MemoryStore(name))
    assert all(isinstance(outcome, Entry) for outcome in ledger.submit(requests))
    before = ledger.state.seq
    assert before == len(requests)
    assert all(isinstance(outcome, Entry) for outcome in ledger.submit(opening(World.load(name))))
    assert ledger.state.seq == before
    issuing = {unit_id(one.unit_type) for one in world.mechanism.values() if one.unit_type is not None}
    given = {unit_id(one.unit_type) for one in clauses(world) if one.unit_type is not None}
    assert set(ledger.state.unit_types) == issuing | given


def test_families_by_kind_and_by_name(tmp_path: Path) -> None:
    world = written(
        tmp_path / "w",
        ets='kind = "cap-and-trade"\nunit-type = "EUA"\n',
        offsets='kind = "project-crediting"\nunit-type = "VCU"\ncrediting = {}\n',
        forests='kind = "jurisdictional-crediting"\nunit-type = "TREES"\ncrediting = {}\n',
        approach='kind = "cooperative-approach"\nunit-type = "XITMO"\n',
        kyoto='kind = "government-trading"\nunit-type = "AAU"\n' + cap("Mt CO2e"),
        cdm='kind = "project-crediting"\nunit-type = "CER"\ncrediting = {}\n',
        ji='kind = "project-crediting"\nunit-type = "ERU"\ncrediting = {}\n',
        paris='kind = "project-crediting"\nunit-type = "A6.4ER"\ncrediting = {}\n',
        tax='kind = "carbon-tax"\n',
    )
    requests = [request.command for request in opening(world)]
    families = {one.unit_type: one.family for one in requests if isinstance(one, DeclareUnitType)}
    assert families == {
        "A6.4ER": "a64er",
        "AAU": "aau",
        "CER": "cer",
        "ERU": "eru",
        "EUA": "allowance",
        "TREES": "credit",
        "VCU": "credit",
        "XITMO": "itmo",
    }
    accounts = {one.account: one.type for one in requests if isinstance(one, OpenAccount)}
    assert accounts == {
        "cdm-pending": "pending",
        "forests-pending": "pending",
        "kyoto-allocation": "allocation",
        "kyoto-auction": "auction",
        "offsets-pending": "pending",
        "paris-pending": "pending",
        "AAA-holding": "party-holding",
    }
    assert set(accounts.values()) <= set(account_types())


@pytest.mark.parametrize(
    ("unit", "measure"),
    [("Mt CO2e", "t CO2e"), ("kt", "t CO2e"), ("Mst CO2", "st CO2"), ("st CO2", "st CO2"), ("Mt C", "t C")],
)
def test_the_measure_is_a_ton_of_what_the_cap_is_in(tmp_path: Path, unit: str, measure: str) -> None:
    world = written(tmp_path / "w", rggi='kind = "cap-and-trade"\nunit-type = "RGA"\n' + cap(unit))
    first = opening(world)[0].command
    assert isinstance(first, DeclareUnitType)
    assert first.measure == measure


def test_two_mechanisms_may_issue_one_unit_if_it_is_the_same(tmp_path: Path) -> None:
    text = 'kind = "cap-and-trade"\nunit-type = "EUA"\n'
    world = written(tmp_path / "w", one=text + cap("Mt CO2e"), two=text + cap("kt CO2e"), three=text)
    kinds = Counter(type(request.command) for request in opening(world))
    assert kinds[DeclareUnitType] == 1


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (
            'kind = "cap-and-trade"\nunit-type = "RGA"\n' + cap("Mst CO2"),
            'kind = "cap-and-trade"\nunit-type = "RGA"\n' + cap("Mt CO2"),
            "two.toml:5  mechanism.two.unit-type: found allowance, t CO2, expected RGA as one issues it: "
            "allowance, st CO2.",
        ),
        (
            'kind = "cap-and-trade"\nunit-type = "X"\n',
            'kind = "project-crediting"\nunit-type = "X"\n',
            "expected X as one issues it: allowance, t CO2e.",
        ),
        (
            'kind = "cap-and-trade"\nunit-type = "X"\n',
            'kind = "cap-and-trade"\nunit-type = "单位"\n',
            "two.toml:5  mechanism.two.unit-type: found 单位, expected letters, digits and . _ + -",
        ),
    ],
)
def test_what_cannot_be_declared_is_said_with_its_place(tmp_path: Path, first: str, second: str, words: str) -> None:
    world = written(tmp_path / "w", one=first, two=second)
    with pytest.raises(InputError) as raised:
        opening(world)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("unit_type", "id"),
    [("EUA", "EUA"), ("A6.4ER", "A6.4ER"), ("Québec offset credit", "Quebec-offset-credit"), ("ITMO (CH)", "ITMO-CH")],
)
def test_a_unit_type_of_several_words_becomes_one(unit_type: str, id: str) -> None:
    assert unit_id(unit_type) == id


def test_an_id_that_is_too_long_for_an_account(tmp_path: Path) -> None:
    world = written(tmp_path / "w", **{"m" * 60: 'kind = "cap-and-trade"\nunit-type = "X"\n' + cap("t CO2e")})
    with pytest.raises(InputError, match="expected letters, digits"):
        opening(world)


def test_what_a_conversion_gives_is_of_the_family_of_the_other_mechanism() -> None:
    requests = [request.command for request in opening(World.load(f"{GOLDEN}/link-convert/"))]
    declared = {one.unit_type: (one.family, one.measure) for one in requests if isinstance(one, DeclareUnitType)}
    assert declared == dict.fromkeys(("UA", "UA-image", "UB", "UB-image"), ("allowance", "t CO2e"))


def levies(text: str, unit_type: str = "VCU", parties: str = "") -> str:
    """A mechanism whose issues pay a levy."""
    levy = f"{{ share = 0.1, {text} }}"
    return f'kind = "project-crediting"\nunit-type = "{unit_type}"\ncrediting = {{ levies.one = {levy} }}\n{parties}'


@pytest.mark.parametrize(
    ("unit_type", "levy", "account", "type", "party"),
    [
        ("VCU", 'to = "nobody", purpose = "buffer"', "m-buffer", "buffer", ""),
        ("A6.4ER", 'to = "nobody", purpose = "buffer"', "m-buffer", "trading", ""),
        ("CER", 'to = "fund", purpose = "adaptation"', "fund", "adaptation-fund", "fund"),
        ("VCU", 'to = "fund", purpose = "adaptation"', "fund", "trading", "fund"),
        ("CER", 'to = "fund", purpose = "administration"', "fund", "trading", "fund"),
        ("VCU", 'to = "AAA", purpose = "administration"', "AAA", "party-holding", "AAA"),
        ("VCU", 'to = "BBB", purpose = "administration"', "BBB", "trading", "BBB"),
    ],
)
def test_what_a_levy_gives_has_an_account(
    tmp_path: Path, unit_type: str, levy: str, account: str, type: str, party: str
) -> None:
    world = written(tmp_path / "w", m=levies(levy, unit_type))
    opened = [one.command for one in opening(world) if isinstance(one.command, OpenAccount)]
    assert OpenAccount(account=account, type=type, party=party) in opened


def test_what_is_cancelled_needs_no_account(tmp_path: Path) -> None:
    world = written(tmp_path / "w", m=levies('to = "cancellation", purpose = "omge"'))
    accounts = [one.command.account for one in opening(world) if isinstance(one.command, OpenAccount)]
    assert accounts == ["m-pending", "AAA-holding"]


def test_an_account_of_a_levy_must_be_able_to_be(tmp_path: Path) -> None:
    world = written(tmp_path / "w", **{"m" * 60: levies('to = "nobody", purpose = "buffer"')})
    with pytest.raises(InputError, match=f"mechanism.{'m' * 60}.crediting: found {'m' * 60}-buffer, expected letters"):
        opening(world)
