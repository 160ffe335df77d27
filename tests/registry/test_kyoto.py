"""The books of the Kyoto Protocol: assigned amounts, reserve, joint implementation, carry-over, expiry, replacement."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from comity.registry.blocks import Block
from comity.registry.commands import (
    Accept,
    CarryOver,
    ChangeExpiry,
    Commit,
    ConvertToEru,
    DeclareUnitType,
    ExpireUnits,
    Issue,
    OpenAccount,
    Propose,
    Reject,
    Replace,
    Retire,
    Transfer,
)
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger
from comity.registry.plans.kyoto import in_reserve
from tests.registry.agreed import Clock, refused
from tests.registry.memory import MemoryStore

FIRST, SECOND = "2008-2012", "2013-2020"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2010, 6, 1, tzinfo=UTC))


@pytest.fixture
def itl(clock: Clock) -> Ledger:
    """Two Parties with an account each, and every unit type. RUS may issue 1,000 AAUs and must keep 900."""
    ledger = Ledger(MemoryStore("itl"), clock)
    for unit_type in ("AAU", "RMU", "ERU", "CER", "tCER", "lCER"):
        ledger.do(DeclareUnitType(unit_type=unit_type, family=unit_type.lower()))  # type: ignore[arg-type]
    for party in ("RUS", "JPN"):
        ledger.do(OpenAccount(account=f"{party}-100", type="party-holding", party=party))
    ledger.do(Commit(party="RUS", period=FIRST, assigned=1000))
    ledger.do(Commit(party="JPN", period=FIRST, assigned=2000))
    return ledger


def issue(ledger: Ledger, unit_type: str, quantity: int, host: str = "RUS", **more: str) -> None:
    party = more.pop("to", host)
    ledger.do(
        Issue(
            account=f"{party}-100",
            mechanism="kyoto-iet",
            unit_type=unit_type,
            quantity=quantity,
            host=host,
            period=FIRST,
            **more,  # type: ignore[arg-type]
        )
    )


def test_no_party_issues_more_than_its_assigned_amount(itl: Ledger) -> None:
    issue(itl, "AAU", 1000)
    more = Issue(account="RUS-100", mechanism="kyoto-iet", unit_type="AAU", quantity=1, host="RUS", period=FIRST)
    assert refused(itl, more) == ("assigned-amount-exceeded", "kyoto.assigned-amount")
    nobodys = Issue(account="RUS-100", mechanism="kyoto-iet", unit_type="AAU", quantity=1, host="USA", period=FIRST)
    assert refused(itl, nobodys)[0] == "commitment-unknown"


def test_the_reserve_stays_at_home(itl: Ledger) -> None:
    issue(itl, "AAU", 1000)
    sell = Transfer(account="RUS-100", to="JPN-100", quantity=100, unit_type="AAU")
    itl.do(sell)
    assert in_reserve(itl.state, "RUS", FIRST) == 900
    one = Transfer(account="RUS-100", to="JPN-100", quantity=1, unit_type="AAU")
    assert refused(itl, one) == ("below-commitment-period-reserve", "kyoto.commitment-period-reserve")
    itl.do(Commit(party="RUS", period=FIRST, assigned=1000, inventory=100))  # five inventories are less than 900
    itl.do(Transfer(account="RUS-100", to="JPN-100", quantity=400, unit_type="AAU"))
    assert refused(itl, one)[0] == "below-commitment-period-reserve"


def test_what_was_retired_counts_in_the_reserve(itl: Ledger) -> None:
    issue(itl, "AAU", 1000)
    itl.do(Retire(account="RUS-100", quantity=900, beneficiary="RUS"))
    itl.do(Transfer(account="RUS-100", to="JPN-100", quantity=100, unit_type="AAU"))
    assert in_reserve(itl.state, "RUS", FIRST) == 900


def test_an_eru_is_an_aau_with_its_serial_numbers(itl: Ledger) -> None:
    issue(itl, "AAU", 1000)
    aau = "itl/kyoto-iet/AAU/p2008-2012/hRUS"
    itl.do(ConvertToEru(account="RUS-100", blocks=(Block(aau, 101, 150),), project="RU1000042"))
    eru = "itl/kyoto-iet/ERU/p2008-2012/hRUS/aRU1000042/strack-1/iAAU"
    assert [(block, standing.state) for block, standing in itl.state.standings(Block(eru, 1, 1000))] == [
        (Block(eru, 101, 150), "held")
    ]
    assert [standing.state for _, standing in itl.state.standings(Block(aau, 101, 150))] == ["converted"]
    assert in_reserve(itl.state, "RUS", FIRST) == 1000  # nothing left the period's accounting
    assert violations(itl.state) == []
    again = ConvertToEru(account="RUS-100", quantity=1, unit_type="ERU", project="RU1000042")
    assert refused(itl, again)[0] == "not-convertible"


def test_the_eligibility_list_decides_the_track(itl: Ledger) -> None:
    issue(itl, "AAU", 1000)
    itl.do(Commit(party="RUS", period=FIRST, assigned=1000, eligible=False))
    alone = ConvertToEru(account="RUS-100", quantity=200, unit_type="AAU", project="RU2000001")
    assert refused(itl, alone) == ("not-eligible-for-track-1", "kyoto.joint-implementation")
    itl.do(
        ConvertToEru(account="RUS-100", quantity=200, unit_type="AAU", project="RU2000001", verified_by_committee=True)
    )
    itl.do(Transfer(account="RUS-100", to="JPN-100", quantity=200, unit_type="ERU"))  # exempt from the reserve
    assert in_reserve(itl.state, "RUS", FIRST) == 800


def test_carry_over_has_limits(itl: Ledger) -> None:
    issue(itl, "AAU", 1000)
    issue(itl, "CER", 60, host="CHN", to="JPN", activity="CN0001")
    issue(itl, "RMU", 10)
    itl.do(CarryOver(account="RUS-100", quantity=1000, unit_type="AAU", to_period=SECOND))
    itl.do(CarryOver(account="JPN-100", quantity=50, unit_type="CER", to_period=SECOND))  # 2.5 % of 2,000
    held = next(block for block, standing in itl.state.holdings.all_of("JPN-100") if not standing.period)
    one = CarryOver(account="JPN-100", blocks=(Block(held.series, held.first, held.first),), to_period=SECOND)
    assert refused(itl, one) == ("carry-over-limit", "kyoto.carry-over")
    sinks = CarryOver(account="RUS-100", quantity=1, unit_type="RMU", to_period=SECOND)
    assert refused(itl, sinks) == ("not-carried-over", "kyoto.carry-over")


def test_temporary_cers_expire_or_are_replaced(itl: Ledger, clock: Clock) -> None:
    issue(itl, "AAU", 500)
    issue(itl, "tCER", 30, host="CHN", to="JPN", activity="CN0002", expires="2017-12-31")
    issue(itl, "lCER", 30, host="CHN", to="JPN", activity="CN0003", expires="2030-12-31")
    (tcer,) = (block for block, _ in itl.state.holdings.all_of("JPN-100") if "tCER" in block.series)
    lcers = Replace(account="JPN-100", quantity=30, unit_type="lCER", replaces=(tcer,), reason="expiry")
    assert refused(itl, lcers) == ("may-not-replace", "kyoto.replacement")
    early = ExpireUnits(account="JPN-100", quantity=30, unit_type="tCER")
    assert refused(itl, early)[0] == "not-expired"
    itl.do(ChangeExpiry(account="JPN-100", quantity=30, unit_type="lCER", expires="2050-12-31"))
    assert refused(itl, ChangeExpiry(account="JPN-100", quantity=1, unit_type="tCER", expires="2050-12-31")) == (
        "expiry-missing",
        "kyoto.expiry",
    )
    clock.now = datetime(2018, 1, 1, tzinfo=UTC)
    assert refused(itl, Retire(account="JPN-100", quantity=1, unit_type="tCER", beneficiary="JPN"))[0] == "unit-expired"
    itl.do(ExpireUnits(account="JPN-100", quantity=30, unit_type="tCER"))
    assert violations(itl.state) == []


def test_temporary_cers_say_when_they_end(itl: Ledger) -> None:
    endless = Issue(account="JPN-100", mechanism="cdm", unit_type="tCER", quantity=1, host="CHN", period=FIRST)
    assert refused(itl, endless) == ("expiry-missing", "kyoto.expiry")


def test_what_expires_before_it_is_accepted_is_not_taken(itl: Ledger, clock: Clock) -> None:
    issue(itl, "tCER", 30, host="CHN", to="JPN", activity="CN0002", expires="2017-12-31")
    proposal = itl.do(Propose(account="JPN-100", to="RUS-100", quantity=30, unit_type="tCER")).seq
    clock.now = datetime(2018, 1, 1, tzinfo=UTC)
    assert refused(itl, Accept(account="RUS-100", proposal=proposal)) == ("unit-expired", "kyoto.expiry")
    itl.do(Reject(account="RUS-100", proposal=proposal))


def test_there_are_no_erus_where_nobody_has_said_what_one_is(clock: Clock) -> None:
    ledger = Ledger(MemoryStore("itl"), clock)
    ledger.do(DeclareUnitType(unit_type="AAU", family="aau"))
    ledger.do(OpenAccount(account="RUS-100", type="party-holding", party="RUS"))
    ledger.do(Commit(party="RUS", period=FIRST, assigned=1000))
    issue(ledger, "AAU", 10)
    assert refused(ledger, ConvertToEru(account="RUS-100", quantity=1, project="RU1"))[0] == "not-convertible"
