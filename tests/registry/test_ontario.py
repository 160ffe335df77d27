"""Ontario leaves: linked with California and Québec on 1 January 2018, frozen on 15 June, its rules revoked on 3 July.

The registry first adopts the agreement as it was signed, without a last day, and then the world as it came to be.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from comity.registry.adopting import adoption
from comity.registry.commands import (
    DeclareUnitType,
    Issue,
    Move,
    OpenAccount,
    SetObligation,
    SetStatus,
    Surrender,
    Transfer,
)
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger
from comity.registry.views import holdings
from comity.world import World
from tests.registry.agreed import Clock, refused
from tests.registry.memory import MemoryStore

LINK = "agreement.ontario.clauses.to-and-from-california"
WEST, EAST = f"{LINK}.can-on-ct.usa-ca", f"{LINK}.usa-ca.can-on-ct"
FROZEN = "Ontario's accounts are frozen"


class Registry(Ledger):
    """The linked registry, with two accounts in Ontario, two in California and one in Québec."""

    def __init__(self) -> None:
        self.clock, self.store = Clock(), MemoryStore("wci")
        super().__init__(self.store, self.clock)
        self.on(2017, 9, 22)
        for unit_type in ("CCA", "QCA", "OCA", "ARBOC", "QOC"):
            family = "credit" if unit_type in ("ARBOC", "QOC") else "allowance"
            self.do(DeclareUnitType(unit_type=unit_type, family=family))  # type: ignore[arg-type]
        for account in ("on-mill", "on-trader", "ca-plant", "ca-refinery", "qc-smelter"):
            self.do(OpenAccount(account=account, type="party-holding"))
        self.do(adoption(World.load("california-2013", "ontario-stays"), ("ontario-stays",), "2018-01-01"))
        self.do(adoption(World.load("california-2013"), (), "2017-01-01"))  # before that day Ontario stands alone

    def on(self, year: int, month: int, day: int) -> None:
        """It is this day."""
        self.clock.now = datetime(year, month, day, 12, tzinfo=UTC)


def west(units: int) -> Move:
    return Move(account="on-mill", to="ca-plant", into="usa-ca", quantity=units, pool="can-on-ct")


def ontario(units: int) -> Issue:
    return Issue(account="on-mill", mechanism="can-on-ct", unit_type="OCA", quantity=units, vintage="2018")


def in_california(units: int) -> Surrender:
    return Surrender(account="ca-plant", mechanism="usa-ca", period="2018-2020", quantity=units, unit_type="OCA")


def credits(units: int) -> Surrender:
    return Surrender(account="ca-plant", mechanism="usa-ca", period="2018-2020", quantity=units, unit_type="ARBOC")


@pytest.fixture
def linked() -> Registry:
    """14 June 2018: of 100 allowances of Ontario's, 60 have gone west, 10 are with a trader at home."""
    registry = Registry()
    registry.on(2017, 12, 31)
    registry.do(ontario(100))
    assert refused(registry, west(1)) == ("clause-not-started", WEST)
    registry.on(2018, 1, 1)
    assert registry.do(west(60)).clause == WEST
    registry.on(2018, 6, 14)
    registry.do(Transfer(account="on-mill", to="on-trader", quantity=10))
    credit = Issue(account="ca-plant", mechanism="california-offset", unit_type="ARBOC", quantity=100, vintage="2017")
    registry.do(credit)
    registry.do(SetObligation(account="ca-plant", mechanism="usa-ca", period="2018-2020", quantity=1000))
    registry.do(credits(50))  # of 80, which are 8 % of the obligation
    return registry


@pytest.fixture
def frozen(linked: Registry) -> Registry:
    """15 June 2018: Ontario's accounts are frozen, and the others adopt what holds without Ontario."""
    linked.on(2018, 6, 15)
    for account in ("on-mill", "on-trader"):
        linked.do(SetStatus(account=account, status="blocked", reason=FROZEN))
    linked.do(adoption(World.load("california-2013"), (), "2018-06-15"))
    return linked


@pytest.fixture
def revoked(frozen: Registry) -> Registry:
    """3 July 2018. Accounts are open again, so that nothing but the rules stands in the way."""
    frozen.on(2018, 7, 3)
    for account in ("on-mill", "on-trader"):
        frozen.do(SetStatus(account=account, status="open", reason="to see what the rules say"))
    return frozen


def test_who_is_frozen_cannot_transfer(frozen: Registry) -> None:
    rule = "registry.accounts"
    assert refused(frozen, Transfer(account="on-mill", to="on-trader", quantity=1)) == ("account-blocked", rule)
    assert refused(frozen, Transfer(account="on-trader", to="on-mill", quantity=1)) == ("account-blocked", rule)
    assert refused(frozen, west(1)) == ("account-blocked", rule)


def test_the_link_ends_with_the_freeze_for_those_who_are_not_frozen(frozen: Registry) -> None:
    east = Move(account="ca-plant", to="on-mill", into="can-on-ct", quantity=1, pool="usa-ca")
    assert refused(frozen, east) == ("clause-ended", EAST)
    assert frozen.do(ontario(1)).clause == "mechanism.can-on-ct.cap"  # its own rules hold until 2 July


def test_no_new_units_come(revoked: Registry) -> None:
    assert refused(revoked, ontario(1)) == ("clause-ended", "mechanism.can-on-ct.cap")
    assert refused(revoked, west(1)) == ("clause-ended", WEST)
    to_quebec = Move(account="on-mill", to="qc-smelter", into="can-qc", quantity=1)
    quebec = "agreement.ontario.clauses.to-and-from-quebec.can-on-ct.can-qc"
    assert refused(revoked, to_quebec) == ("clause-ended", quebec)


def test_nothing_happens_at_home(revoked: Registry) -> None:
    trade = Transfer(account="on-mill", to="on-trader", quantity=1)
    assert refused(revoked, trade) == ("clause-ended", "mechanism.can-on-ct.trade")
    use = Surrender(account="on-mill", mechanism="can-on-ct", period="2017-2020", quantity=1)
    assert refused(revoked, use) == ("clause-ended", "mechanism.can-on-ct.use")
    assert sum(one.block.quantity for one in holdings(revoked.state, "on-mill", "can-on-ct", standing="held")) == 30


def test_units_that_went_west_stay_valid(revoked: Registry) -> None:
    sold = Transfer(account="ca-plant", to="ca-refinery", quantity=20, unit_type="OCA")
    assert revoked.do(sold).clause == "mechanism.usa-ca.trade"
    on = Move(account="ca-refinery", to="qc-smelter", into="can-qc", quantity=5, unit_type="OCA")
    assert revoked.do(on).clause == "agreement.california-quebec.clauses.allowances.usa-ca.can-qc"
    assert revoked.do(in_california(40)).clause == "mechanism.usa-ca.use"
    revoked.on(2021, 11, 1)
    for account, mechanism, units in (("ca-refinery", "usa-ca", 15), ("qc-smelter", "can-qc", 5)):
        late = Surrender(account=account, mechanism=mechanism, period="2018-2020", quantity=units)
        assert revoked.do(late).clause == f"mechanism.{mechanism}.use"
    ended = list(holdings(revoked.state, unit_type="OCA", standing="surrendered"))
    assert sum(one.block.quantity for one in ended) == 60
    assert {one.mechanism for one in ended} == {"can-on-ct"}  # serial numbers still say where they were issued
    assert violations(revoked.state) == []


def test_what_was_counted_goes_on_counting(linked: Registry) -> None:
    """De-linking is a new adoption; the 50 of 80 credits surrendered before it are not forgotten."""
    limit = ("quota-exceeded", "mechanism.usa-ca.accepts.california-offsets")
    counted = linked.state.tallies["quota:mechanism.usa-ca.quotas.offsets:2018-2020:ca-plant"]
    issued = linked.state.tallies["issued:mechanism.can-on-ct.cap:can-on-ct:2018"]
    linked.on(2018, 6, 15)
    linked.do(adoption(World.load("california-2013"), (), "2018-06-15"))
    assert linked.state.tallies[counted.id] == counted
    assert linked.state.tallies[issued.id] == issued
    assert refused(linked, credits(31)) == limit
    linked.do(credits(30))
    assert refused(linked, credits(1)) == limit


def test_replaying_the_journal_gives_the_same(revoked: Registry) -> None:
    assert Ledger(revoked.store, revoked.clock).state.store() == revoked.state.store()
