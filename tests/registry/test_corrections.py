"""Stories that an administrator of a registry could tell, from the request to what everybody then holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.errors import Refusal
from comity.registry.accounts import Compliance
from comity.registry.blocks import Block, Standing
from comity.registry.commands import (
    Accept,
    Allocate,
    Auction,
    Award,
    Cancel,
    CarryOver,
    Command,
    Correct,
    DeclareUnitType,
    Dispute,
    Expire,
    Freeze,
    Issue,
    OpenAccount,
    Propose,
    Reject,
    Release,
    Replace,
    Retire,
    Reverse,
    SetObligation,
    SetStatus,
    Surrender,
    Transfer,
)  # fmt: skip
from comity.registry.invariants import violations
from comity.registry.journal import instant
from comity.registry.ledger import Ledger
from tests.registry.memory import MemoryStore
from tests.registry.small import BEGIN
from tests.registry.test_negatives import Clock

EUA24, EUA25 = "EU/eu-ets/EUA/v2024", "EU/eu-ets/EUA/v2025"


class Registry:
    """A registry of allowances: 100 of 2024 and 100 of 2025 wait in the allocation account."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.ledger = Ledger(MemoryStore("EU"), self.clock)
        self.do(DeclareUnitType(unit_type="EUA", family="allowance"))
        self.do(OpenAccount(account="state", type="party-holding"))
        for plant in ("steel", "cement", "glass"):
            self.do(OpenAccount(account=plant, type="operator-holding"))
        for year in ("2024", "2025"):
            self.do(Issue(account="state", mechanism="eu-ets", unit_type="EUA", vintage=year, quantity=100))

    def do(self, command: Command) -> int:
        """Do it; the number of the entry."""
        seq = self.ledger.do(command).seq
        assert violations(self.ledger.state) == []
        return seq

    def refused(self, command: Command) -> str:
        """Why it cannot be done."""
        with pytest.raises(Refusal) as refused:
            self.ledger.do(command)
        return refused.value.code

    def holds(self, account: str, state: str = "held") -> int:
        """How many units an account has in a state."""
        return sum(b.quantity for b, s in self.ledger.state.holdings.all_of(account) if s.state == state)

    def where(self, series: str, first: int, last: int) -> Standing:
        """The one standing of a block."""
        ((_, standing),) = self.ledger.state.standings(Block(series, first, last))
        return standing

    def record(self, account: str, period: str = "2025") -> Compliance:
        """What an account owes and gave."""
        return self.ledger.state.compliance[f"eu-ets/{period}/{account}"]


@pytest.fixture
def registry() -> Registry:
    return Registry()


def surrender(account: str, quantity: int) -> Surrender:
    """For 2025, whatever is oldest."""
    return Surrender(account=account, quantity=quantity, mechanism="eu-ets", period="2025")


def reverse(entry: int) -> Reverse:
    """On an authority's order."""
    return Reverse(entry=entry, reason="typing error", authority="administrator")


def correct(entry: int) -> Correct:
    """On an authority's order."""
    return Correct(entry=entry, reason="typing error", authority="administrator")


def test_allocated_surrendered_and_both_taken_back(registry: Registry) -> None:
    registry.do(SetObligation(account="steel", mechanism="eu-ets", period="2025", quantity=30))
    given = registry.do(Allocate(account="state", to="steel", quantity=40, period="2025"))
    assert registry.record("steel") == Compliance("eu-ets", "2025", "steel", 30, 40, 0)
    ended = registry.do(surrender("steel", 30))
    assert (registry.record("steel").surrendered, registry.holds("steel"), registry.holds("steel", "surrendered")) == (
        30,
        10,
        30,
    )
    assert registry.refused(correct(given)) == "units-moved-on"
    registry.do(reverse(ended))
    assert (registry.record("steel").surrendered, registry.holds("steel")) == (0, 40)
    registry.do(correct(given))
    assert registry.record("steel") == Compliance("eu-ets", "2025", "steel", 30, 0, 0)
    assert (registry.holds("steel"), registry.holds("state")) == (0, 200)


def test_an_allocation_is_corrected_once_even_if_its_units_come_back(registry: Registry) -> None:
    """Else the second correction would take off the record what was never put on it."""
    given = registry.do(Allocate(account="state", to="steel", quantity=40, period="2025"))
    registry.do(correct(given))
    registry.do(Transfer(account="state", to="steel", quantity=40))
    assert registry.refused(correct(given)) == "not-correctable"
    assert registry.record("steel").allocated == 0


def test_later_words_about_an_obligation_replace_earlier_ones(registry: Registry) -> None:
    assert "eu-ets/2025/steel" not in registry.ledger.state.compliance
    registry.do(Transfer(account="state", to="steel", quantity=5))
    registry.do(surrender("steel", 5))
    assert registry.record("steel").due is None  # nobody has said it, which is not 0
    for due in (30, 0):
        registry.do(SetObligation(account="steel", mechanism="eu-ets", period="2025", quantity=due))
        assert (registry.record("steel").due, registry.record("steel").surrendered) == (due, 5)


def test_the_oldest_go_first(registry: Registry) -> None:
    registry.do(Transfer(account="state", to="steel", blocks=(Block(EUA25, 1, 10),)))
    registry.do(Transfer(account="state", to="steel", blocks=(Block(EUA24, 50, 54),)))
    registry.do(Transfer(account="steel", to="cement", quantity=7))
    assert registry.where(EUA24, 50, 54).account == "cement"
    assert registry.where(EUA25, 1, 2).account == "cement"
    assert registry.where(EUA25, 3, 10).account == "steel"
    registry.do(Transfer(account="steel", to="cement", quantity=2, vintage="2025", unit_type="EUA", pool="eu-ets"))
    assert registry.where(EUA25, 1, 4).account == "cement"


def test_an_auction_delivers_in_the_order_of_its_awards(registry: Registry) -> None:
    sold = registry.do(
        Auction(
            account="state", blocks=(Block(EUA25, 1, 10), Block(EUA25, 21, 30)), price="71.20", currency="EUR",
            awards=(Award("steel", 12), Award("cement", 5), Award("steel", 3)),
        )
    )  # fmt: skip
    for first, last, winner in ((1, 10, "steel"), (21, 22, "steel"), (23, 27, "cement"), (28, 30, "steel")):
        assert registry.where(EUA25, first, last).account == winner
    registry.do(correct(sold))
    assert registry.holds("state") == 200


def test_an_offer_is_accepted_and_that_is_corrected(registry: Registry) -> None:
    offer = registry.do(Propose(account="state", to="steel", quantity=10))
    assert (registry.holds("state"), registry.holds("state", "reserved"), registry.holds("steel")) == (190, 10, 0)
    assert registry.refused(Transfer(account="state", to="cement", blocks=(Block(EUA24, 1, 10),))) == "unit-reserved"
    assert registry.refused(Accept(account="cement", proposal=offer)) == "not-for-this-account"
    taken = registry.do(Accept(account="steel", proposal=offer))
    assert (registry.holds("state", "reserved"), registry.holds("steel")) == (0, 10)
    assert registry.refused(Accept(account="steel", proposal=offer)) == "hold-unknown"
    registry.do(correct(taken))
    assert (registry.holds("state"), registry.holds("steel")) == (200, 0)


@pytest.mark.parametrize("who", ["state", "steel"])
def test_an_offer_is_declined_or_withdrawn(registry: Registry, who: str) -> None:
    offer = registry.do(Propose(account="state", to="steel", quantity=10))
    registry.do(Reject(account=who, proposal=offer))
    assert registry.holds("state") == 200
    assert registry.ledger.state.holds == {}


def test_an_offer_expires_to_the_microsecond(registry: Registry) -> None:
    end = BEGIN + timedelta(days=1)
    offer = registry.do(Propose(account="state", to="steel", quantity=10, expires=instant(end)))
    registry.clock.now = end - timedelta(microseconds=1)
    assert registry.refused(Expire(proposal=offer)) == "proposal-not-expired"
    registry.clock.now = end
    assert registry.refused(Accept(account="steel", proposal=offer)) == "proposal-expired"
    registry.do(Expire(proposal=offer))
    assert registry.holds("state") == 200


def test_an_offer_without_an_end_never_expires(registry: Registry) -> None:
    offer = registry.do(Propose(account="state", to="steel", quantity=10))
    registry.clock.now = BEGIN + timedelta(days=36_500)
    assert registry.refused(Expire(proposal=offer)) == "proposal-not-expired"
    registry.do(Accept(account="steel", proposal=offer))


def test_what_a_blocked_account_had_offered_stays_until_it_is_open_again(registry: Registry) -> None:
    offer = registry.do(Propose(account="state", to="steel", quantity=10))
    registry.do(SetStatus(account="state", status="blocked", reason="sanctions"))
    assert registry.refused(Accept(account="steel", proposal=offer)) == "account-blocked"
    registry.do(SetStatus(account="state", status="open", reason="lifted"))
    registry.do(Accept(account="steel", proposal=offer))


@pytest.mark.parametrize("kind", [Freeze, Dispute])
def test_frozen_or_disputed_units_stay_until_they_are_released(registry: Registry, kind: type[Command]) -> None:
    extra = {"authority": "court"} if kind is Freeze else {}
    held = registry.do(kind(account="state", quantity=20, reason="case 12", **extra))
    assert registry.refused(Retire(account="state", blocks=(Block(EUA24, 1, 1),), beneficiary="x")) == "unit-frozen"
    assert registry.refused(Transfer(account="state", to="steel", quantity=181)) == "holdings-insufficient"
    assert registry.refused(SetStatus(account="state", status="closed", reason="x")) == "account-not-empty"
    registry.do(Release(hold=held, reason="case closed"))
    registry.do(Transfer(account="state", to="steel", quantity=200))


def test_a_blocked_account_may_still_do_its_duty(registry: Registry) -> None:
    registry.do(Transfer(account="state", to="steel", quantity=30))
    registry.do(SetStatus(account="steel", status="blocked", reason="late report"))
    assert registry.refused(Transfer(account="steel", to="cement", quantity=1)) == "account-blocked"
    registry.do(surrender("steel", 10))
    registry.do(Cancel(account="steel", quantity=10, purpose="voluntary"))
    registry.do(Replace(account="steel", quantity=5, replaces=(Block(EUA24, 1, 5),), reason="worthless"))
    registry.do(Transfer(account="state", to="steel", quantity=1))  # it may still be given units
    assert registry.holds("steel") == 6


def test_one_retirement_is_undone_and_not_its_neighbour(registry: Registry) -> None:
    first = registry.do(Retire(account="state", blocks=(Block(EUA24, 1, 10),), beneficiary="Acme"))
    second = registry.do(Retire(account="state", blocks=(Block(EUA24, 11, 20),), beneficiary="Acme"))
    assert registry.where(EUA24, 11, 20).by == second
    registry.do(reverse(first))
    assert (registry.holds("state"), registry.where(EUA24, 1, 10).state) == (190, "held")
    assert registry.refused(reverse(first)) == "not-correctable"
    again = registry.do(Retire(account="state", blocks=(Block(EUA24, 1, 10),), beneficiary="Acme"))
    assert registry.refused(reverse(first)) == "not-correctable"
    registry.do(reverse(again))


def test_worthless_units_are_replaced_once(registry: Registry) -> None:
    registry.do(Transfer(account="state", to="steel", blocks=(Block(EUA25, 1, 10),)))
    ended = registry.do(Retire(account="state", blocks=(Block(EUA24, 1, 10),), beneficiary="Acme"))
    registry.do(Replace(account="steel", quantity=10, replaces=(Block(EUA24, 1, 10),), reason="reversal of storage"))
    assert (registry.where(EUA24, 1, 10).state, registry.where(EUA25, 1, 10).state) == ("replaced", "replacement")
    assert registry.where(EUA24, 1, 10).account == "state"
    more = Replace(account="state", quantity=10, replaces=(Block(EUA24, 1, 10),), reason="again")
    assert registry.refused(more) == "not-replaceable"
    assert registry.refused(reverse(ended)) == "units-moved-on"


def test_units_are_carried_over_and_that_is_corrected(registry: Registry) -> None:
    carried = registry.do(CarryOver(account="state", blocks=(Block(EUA24, 1, 10),), to_period="2025"))
    assert registry.where(EUA24, 1, 10).period == "2025"
    assert (
        registry.refused(CarryOver(account="state", blocks=(Block(EUA24, 1, 10),), to_period="2025"))
        == "period-not-later"
    )
    registry.do(correct(carried))
    assert registry.where(EUA24, 1, 10).period == ""


def test_a_closed_account_gets_nothing_back(registry: Registry) -> None:
    moved = registry.do(Transfer(account="state", to="steel", quantity=10))
    on = registry.do(Transfer(account="steel", to="cement", quantity=10))
    registry.do(SetStatus(account="steel", status="closed", reason="sold"))
    assert registry.refused(SetStatus(account="steel", status="open", reason="again")) == "account-closed"
    assert registry.refused(correct(on)) == "account-since-closed"
    assert registry.refused(correct(moved)) == "units-moved-on"
