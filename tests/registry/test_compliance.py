"""Compliance in an emissions trading system: verified emissions, surrender, shortfall, fine, making good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from comity.registry.commands import (
    Accredit,
    Allocate,
    Assess,
    DeclareUnitType,
    Issue,
    OpenAccount,
    SetObligation,
    Surrender,
)
from comity.registry.ledger import Ledger
from comity.registry.permits import PenaltyRule, digest
from tests.registry.agreed import Clock, refused
from tests.registry.memory import MemoryStore
from tests.registry.test_links import adopt

FINE = PenaltyRule(id="mechanism.a.penalties.excess", mechanism="a", ratio="1", fines={"2025": "100"}, currency="EUR/t")


@pytest.fixture
def ledger() -> Ledger:
    """A mill with 80 allowances for 2025, and the rules of its system."""
    ledger = Ledger(MemoryStore("r"), Clock(datetime(2026, 4, 1, tzinfo=UTC)))
    ledger.do(DeclareUnitType(unit_type="UA", family="allowance"))
    ledger.do(DeclareUnitType(unit_type="UB", family="allowance"))
    ledger.do(OpenAccount(account="state", type="allocation"))
    ledger.do(OpenAccount(account="mill", type="operator-holding"))
    adopted = adopt()
    sealed = digest(adopted.permits, (), (FINE,))
    ledger.do(replace(adopted, penalties=(FINE,), digest=sealed))
    ledger.do(Issue(account="state", mechanism="a", unit_type="UA", vintage="2025", quantity=80))
    ledger.do(Allocate(account="state", to="mill", quantity=80, period="2025"))
    return ledger


def test_emissions_are_verified_by_who_is_accredited(ledger: Ledger) -> None:
    due = SetObligation(account="mill", mechanism="a", period="2025", quantity=100, verifier="tuev")
    assert refused(ledger, due) == ("verifier-not-accredited", "registry.verification")
    ledger.do(Accredit(verifier="tuev", reason="ISO 14065"))
    ledger.do(due)
    ledger.do(Accredit(verifier="tuev", accredited=False, reason="suspended"))
    assert refused(ledger, due)[0] == "verifier-not-accredited"
    assert ledger.state.compliance["a/2025/mill"].verifier == "tuev"


def test_a_default_is_fined_and_carried_forward(ledger: Ledger) -> None:
    assess = Assess(account="mill", mechanism="a", period="2025", next_period="2026")
    assert refused(ledger, assess)[0] == "obligation-unknown"
    ledger.do(SetObligation(account="mill", mechanism="a", period="2025", quantity=100))
    ledger.do(Surrender(account="mill", mechanism="a", period="2025", quantity=80))
    assert ledger.do(assess).clause == FINE.id
    state = ledger.state
    assert state.compliance["a/2025/mill"].shortfall == 20
    assert state.compliance["a/2026/mill"].due == 20
    assert state.tallies["due:a:2026"].value == "20"
    assert state.tallies[f"fine:{FINE.id}:2025:mill:EUR/t"].value == "2000"
    assert refused(ledger, assess) == ("already-assessed", "registry.surrender")


def test_who_has_surrendered_enough_pays_nothing(ledger: Ledger) -> None:
    ledger.do(SetObligation(account="mill", mechanism="a", period="2025", quantity=80))
    ledger.do(Surrender(account="mill", mechanism="a", period="2025", quantity=80))
    assert ledger.do(Assess(account="mill", mechanism="a", period="2025", next_period="2026")).clause == (
        "registry.surrender"
    )
    assert ledger.state.compliance["a/2025/mill"].shortfall == 0
    assert not [id for id in ledger.state.tallies if id.startswith("fine:")]
