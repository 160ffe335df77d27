"""Compliance in an emissions trading system: verified emissions, surrender, shortfall, fine, making good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from comity.registry.commands import (
    Accredit,
    Allocate,
    Assess,
    CarryOver,
    DeclareUnitType,
    Issue,
    Move,
    OpenAccount,
    Reverse,
    SetObligation,
    Surrender,
    Transfer,
)
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger
from comity.registry.permits import PenaltyRule, Permit, QuotaRule, digest
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


def test_verified_emissions_come_on_top_of_what_was_carried_forward(ledger: Ledger) -> None:
    ledger.do(SetObligation(account="mill", mechanism="a", period="2025", quantity=100))
    ledger.do(Surrender(account="mill", mechanism="a", period="2025", quantity=80))
    ledger.do(Assess(account="mill", mechanism="a", period="2025", next_period="2026"))
    for quantity in (90, 70):  # later words replace earlier ones, and not the default
        ledger.do(SetObligation(account="mill", mechanism="a", period="2026", quantity=quantity))
        record = ledger.state.compliance["a/2026/mill"]
        assert (record.due, record.carried_forward) == (quantity + 20, 20)
        assert ledger.state.tallies["due:a:2026"].value == str(quantity + 20)


def test_a_default_that_comes_after_the_obligation_is_added_once(ledger: Ledger) -> None:
    ledger.do(SetObligation(account="mill", mechanism="a", period="2025", quantity=100))
    ledger.do(SetObligation(account="mill", mechanism="a", period="2026", quantity=90))
    ledger.do(Assess(account="mill", mechanism="a", period="2025", next_period="2026"))
    record = ledger.state.compliance["a/2026/mill"]
    assert (record.due, record.carried_forward) == (190, 100)


def test_a_parent_surrenders_for_its_subsidiary(ledger: Ledger) -> None:
    ledger.do(OpenAccount(account="parent", type="operator-holding", holder="Mills plc"))
    ledger.do(Transfer(account="mill", to="parent", quantity=30))
    ledger.do(SetObligation(account="mill", mechanism="a", period="2025", quantity=80))
    ledger.do(Surrender(account="mill", mechanism="a", period="2025", quantity=50))
    entry = ledger.do(Surrender(account="parent", mechanism="a", period="2025", quantity=30, obliged="mill"))
    assert ledger.state.compliance["a/2025/mill"].surrendered == 80
    assert "a/2025/parent" not in ledger.state.compliance
    assert violations(ledger.state) == []
    ledger.do(Reverse(entry=entry.seq, reason="typing error", authority="administrator"))
    assert ledger.state.compliance["a/2025/mill"].surrendered == 50


def test_what_a_parent_surrenders_counts_against_the_quota_of_whose_obligation_it_is(ledger: Ledger) -> None:
    ledger.do(OpenAccount(account="parent", type="operator-holding"))
    quota = QuotaRule(id="mechanism.a.quotas.imports", shares={"2026": "1/10"}, of="a", per_entity=True)
    imports = Permit(id="mechanism.a.accepts.b", kind="use", takes="b", gives=("a",), quotas=(quota.id,))
    ledger.do(adopt(imports, quotas=(quota,)))
    ledger.do(Issue(account="parent", mechanism="b", unit_type="UB", vintage="2026", quantity=20))
    ledger.do(SetObligation(account="mill", mechanism="a", period="2026", quantity=100))
    ten = Surrender(account="parent", mechanism="a", period="2026", quantity=10, obliged="mill")
    assert refused(ledger, replace(ten, obliged="")) == ("quota-base-unknown", imports.id)
    ledger.do(ten)
    assert ledger.state.tallies[f"quota:{quota.id}:2026:mill"].value == "10"
    assert refused(ledger, replace(ten, quantity=1)) == ("quota-exceeded", imports.id)


def test_a_surrender_takes_what_the_obligation_accepts_the_oldest_first(ledger: Ledger) -> None:
    ledger.do(Issue(account="mill", mechanism="b", unit_type="UB", vintage="2020", quantity=50))
    ledger.do(Issue(account="mill", mechanism="a", unit_type="UA", vintage="2024", quantity=5))
    ledger.do(Surrender(account="mill", mechanism="a", period="2025", quantity=10))
    given = {
        block.series: block.quantity
        for block, standing in ledger.state.holdings.all_of("mill")
        if standing.state == "surrendered"
    }
    assert given == {"r/a/UA/v2024": 5, "r/a/UA/v2025": 5}
    too_many = Surrender(account="mill", mechanism="a", period="2025", quantity=76)
    assert refused(ledger, too_many) == ("not-accepted-for-surrender", "registry.surrender")  # not `holdings-…`


@pytest.mark.parametrize(
    ("terms", "goes"),
    [({}, "2020"), ({"unit_types": ("UA",)}, "2025"), ({"vintages": (2025,)}, "2025"), ({"end": "2026-03-31"}, "2025")],
)
def test_what_a_clause_does_not_admit_is_left_alone(ledger: Ledger, terms: dict[str, object], goes: str) -> None:
    ledger.do(adopt(Permit(id="mechanism.a.accepts.b", kind="use", takes="b", gives=("a",), **terms)))  # type: ignore[arg-type]
    ledger.do(Issue(account="mill", mechanism="b", unit_type="UB", vintage="2020", quantity=50))
    entry = ledger.do(Surrender(account="mill", mechanism="a", period="2025", quantity=10))
    assert entry.clause == ("mechanism.a.accepts.b" if goes == "2020" else "mechanism.a.use")


def test_what_came_over_a_link_that_ended_is_left_alone(ledger: Ledger) -> None:
    link = Permit(id="agreement.ab.clauses.b-in-a", kind="move", takes="b", gives=("a",), form="transfer")
    ledger.do(adopt(link))
    ledger.do(OpenAccount(account="other", type="operator-holding"))
    ledger.do(Issue(account="other", mechanism="b", unit_type="UB", vintage="2020", quantity=50))
    ledger.do(Move(account="other", to="mill", into="a", quantity=50))
    ledger.do(adopt(replace(link, end="2026-03-31", after_end="no-use")))
    ledger.do(Surrender(account="mill", mechanism="a", period="2025", quantity=10))
    assert [block.series for block, one in ledger.state.holdings.all_of("mill") if one.state == "surrendered"] == [
        "r/a/UA/v2025"
    ]


def test_a_period_takes_the_share_of_its_last_year(ledger: Ledger) -> None:
    shares = {"2025": "1/2", "2026": "1/10", "2027": "1/5"}
    quota = QuotaRule(id="mechanism.a.quotas.imports", shares=shares, of="a", periods=((2025, 2027),))
    imports = Permit(id="mechanism.a.accepts.b", kind="use", takes="b", gives=("a",), quotas=(quota.id,))
    ledger.do(adopt(imports, quotas=(quota,)))
    ledger.do(Issue(account="mill", mechanism="b", unit_type="UB", vintage="2026", quantity=100))
    ledger.do(SetObligation(account="mill", mechanism="a", period="2025-2027", quantity=100))
    for period in ("2025", "2026", "2025-2027"):  # whatever year it is for, or falls in
        some = Surrender(account="mill", mechanism="a", period=period, quantity=21, unit_type="UB")
        assert refused(ledger, some) == ("quota-exceeded", imports.id)
    ledger.do(Surrender(account="mill", mechanism="a", period="2025-2027", quantity=20, unit_type="UB"))


def test_units_are_carried_over_under_a_clause_that_carries_forward(ledger: Ledger) -> None:
    lent = Permit(id="mechanism.a.borrowing", kind="carry", takes="a", gives=("a",), lag=-1)
    kept = Permit(id="mechanism.a.later-banking", kind="carry", takes="a", gives=("a",), lag=1, start="2027-01-01")
    carry = CarryOver(account="mill", quantity=10, to_period="2026")
    ledger.do(adopt(lent))
    assert refused(ledger, carry) == ("clause-borrows", lent.id)
    ledger.do(adopt(lent, kept))
    assert refused(ledger, carry) == ("clause-not-started", kept.id)  # the nearest miss
    ledger.do(adopt(lent, replace(kept, start="")))
    assert ledger.do(carry).clause == kept.id
