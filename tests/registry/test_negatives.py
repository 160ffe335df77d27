"""Every refusal: by code, by kind of request, and by which of two comes first."""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib.resources import files

import pytest

from comity.errors import Refusal
from comity.registry.commands import Command, SetObligation
from comity.registry.ledger import Ledger, Request
from comity.registry.refusals import register
from tests.registry.clause_negatives import CLAUSES
from tests.registry.exchange.worlds import OWN
from tests.registry.memory import MemoryStore
from tests.registry.negatives import FAULTS, MORE, spoilt
from tests.registry.small import BEGIN, CORRECTED_SALE, GOOD, LATER, REVERSED_RETIREMENT, WORLD, number

KINDS = sorted(GOOD, key=lambda kind: kind.__name__)
CASES = [(kind, code, spoilt(kind, changes)) for kind, faults in FAULTS.items() for code, changes in faults.items()]
CASES += [(kind, code, spoilt(kind, changes)) for kind, code, changes in MORE]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


def small() -> Ledger:
    """The small registry, some months after it was set up."""
    clock = Clock()
    ledger = Ledger(MemoryStore("R"), clock)
    for command in WORLD:
        ledger.do(command)
    clock.now = LATER
    return ledger


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """One for all refusals: none may leave a trace."""
    return small()


def test_the_world_undoes_what_it_means_to() -> None:
    assert (number(REVERSED_RETIREMENT), number(CORRECTED_SALE)) == (27, 38)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_good_requests_are_accepted(kind: type[Command]) -> None:
    ledger = small()
    assert ledger.do(GOOD[kind]).seq == len(WORLD) + 1


@pytest.mark.parametrize(
    ("kind", "code", "command"), CASES, ids=[f"{kind.__name__}-{code}-{n}" for n, (kind, code, _) in enumerate(CASES)]
)
def test_refused(ledger: Ledger, kind: type[Command], code: str, command: Command) -> None:
    before = ledger.state.store()
    with pytest.raises(Refusal) as refused:
        ledger.do(command, key="one")
    assert refused.value.code == code
    assert refused.value.clause == rules()[code]
    assert ledger.state.store() == before
    assert ledger.state.seq == len(WORLD)
    assert "one" not in ledger.state.keys


def rules() -> dict[str, str]:
    """The rule behind each code, read from the data."""
    text = files("comity.registry").joinpath("refusals.toml").read_text(encoding="utf-8")
    return {row["code"]: row["rule"] for row in tomllib.loads(text)["refusal"]}


def test_a_key_stands_for_one_request() -> None:
    ledger = small()
    command = SetObligation(account="bob", mechanism="eu", period="2025", quantity=100)
    first = ledger.do(command, key="one")
    before = ledger.state.store()
    assert ledger.do(command, key="one") == first
    other = SetObligation(account="bob", mechanism="eu", period="2025", quantity=101)
    nonsense = SetObligation(account="nobody", mechanism="/", period="", quantity=-1)
    for command in (other, nonsense):  # nothing takes precedence over it
        (outcome,) = ledger.submit([Request(command, "one")])
        assert isinstance(outcome, Refusal)
        assert (outcome.code, outcome.clause) == ("key-reused", rules()["key-reused"])
    assert ledger.state.store() == before


def test_a_refused_request_may_come_again_under_its_key() -> None:
    ledger = small()
    kind = SetObligation
    with pytest.raises(Refusal):
        ledger.do(spoilt(kind, FAULTS[kind]["account-unknown"]), key="one")
    assert ledger.do(GOOD[kind], key="one").key == "one"


def test_every_code_has_a_case() -> None:
    tried = {code for _, code, _ in CASES} | {"key-reused"} | set(CLAUSES) | OWN
    assert set(register()) - tried == set(), "codes without a case"
    assert tried - set(register()) == set(), "cases of no code"
