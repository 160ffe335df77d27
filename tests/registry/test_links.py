"""Across links: moves, conversions and their way back, reissues, levies, quotas, what rounding leaves."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from msgspec.structs import replace

from comity.registry.blocks import Block
from comity.registry.commands import (
    Adopt,
    Allocate,
    Auction,
    Award,
    Convert,
    DeclareUnitType,
    Issue,
    Move,
    OpenAccount,
    Propose,
    Reissue,
    Return,
    Surrender,
    Transfer,
    WriteOff,
)
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger
from comity.registry.permits import Permit, QuotaRule, Share, digest
from tests.registry.agreed import Clock, refused
from tests.registry.memory import MemoryStore

UA = "r/a/UA/v2025"
FOUR_FIFTHS = Permit(
    id="agreement.ab.clauses.a-in-b",
    kind="move",
    takes="a",
    gives=("b",),
    form="immobilise",
    unit_type="UB",
    rate="4/5",
)


def adopt(*permits: Permit, quotas: tuple[QuotaRule, ...] = (), effective: str = "2026-01-01") -> Adopt:
    """A world of two systems whose own rules allow everything at home, and these clauses."""
    own = [
        Permit(id=f"mechanism.{one}.{kind}", kind=kind, takes=takes, gives=gives)  # type: ignore[arg-type]
        for one in ("a", "b")
        for kind, takes, gives in (("issue", "", (one,)), ("trade", one, (one,)), ("use", one, (one,)))
    ]
    found = tuple(sorted((*own, *permits), key=lambda permit: permit.id))
    return Adopt(
        world="w",
        effective=effective,
        digest=digest(found, quotas, ()),
        permits=found,
        quotas=quotas,
        balances={"a": "A", "b": "B"},
    )


@pytest.fixture
def ledger() -> Ledger:
    """Anna has 100 UA of vintage 2025; Bo is in the other system, and there is a fund."""
    ledger = Ledger(MemoryStore("r"), Clock(datetime(2026, 7, 1, tzinfo=UTC)))
    for unit_type in ("UA", "UB"):
        ledger.do(DeclareUnitType(unit_type=unit_type, family="allowance"))
    for account, party in (("anna", "A"), ("bo", "B"), ("fund", "")):
        ledger.do(OpenAccount(account=account, type="operator-holding", party=party))
    ledger.do(adopt())
    ledger.do(Issue(account="anna", mechanism="a", unit_type="UA", vintage="2025", quantity=100))
    return ledger


def held(ledger: Ledger, account: str) -> dict[tuple[str, str, str], int]:
    """What an account has, by unit type, pool and state."""
    found: dict[tuple[str, str, str], int] = {}
    for block, standing in ledger.state.holdings.all_of(account):
        key = (ledger.state.series[block.series].unit_type, standing.pool, standing.state)
        found[key] = found.get(key, 0) + block.quantity
    return found


def test_nothing_crosses_without_a_clause(ledger: Ledger) -> None:
    assert refused(ledger, Move(account="anna", to="bo", into="b", quantity=1)) == ("no-clause", "registry.clauses")


def test_a_moved_unit_counts_at_home_again_only_when_it_comes_home(ledger: Ledger) -> None:
    there = Permit(id="agreement.ab.clauses.a-in-b", kind="move", takes="a", gives=("b",), form="transfer")
    back = Permit(id="agreement.ab.clauses.b-in-a", kind="move", takes="b", gives=("a",), form="transfer")
    ledger.do(adopt(there, back))
    assert ledger.do(Move(account="anna", to="bo", into="b", quantity=40)).clause == there.id
    assert held(ledger, "bo") == {("UA", "b", "held"): 40}
    assert refused(ledger, Surrender(account="bo", mechanism="a", period="2026", quantity=1))[0] == (
        "not-accepted-for-surrender"
    )
    ledger.do(Surrender(account="bo", mechanism="b", period="2026", quantity=10))
    ledger.do(Move(account="bo", to="anna", into="a", quantity=30))
    assert held(ledger, "anna") == {("UA", "a", "held"): 90}
    assert violations(ledger.state) == []


def test_originals_rest_while_their_images_live(ledger: Ledger) -> None:
    ledger.do(adopt(FOUR_FIFTHS))
    ledger.do(Convert(account="anna", to="bo", into="b", quantity=12))  # 9.6 images
    assert held(ledger, "bo") == {("UB", "b", "held"): 9}
    ledger.do(Convert(account="anna", to="bo", into="b", quantity=3))  # and 2.4: with what was left, three
    assert held(ledger, "bo") == {("UB", "b", "held"): 12}
    resting = f"immobilised.{FOUR_FIFTHS.id}"
    assert held(ledger, resting) == {("UA", "a", "immobilised"): 15}
    assert refused(ledger, Transfer(account=resting, to="anna", quantity=1))[0] == "not-for-this-account-type"
    ledger.do(Return(account="bo", to="anna", quantity=6))  # 7.5 originals
    assert held(ledger, "anna") == {("UA", "a", "held"): 92}
    ledger.do(Return(account="bo", to="anna", quantity=6))  # and 7.5: eight, all that is left
    assert held(ledger, "anna") == {("UA", "a", "held"): 100}
    assert held(ledger, resting) == {}
    assert held(ledger, "bo") == {("UB", "b", "returned"): 12}
    assert violations(ledger.state) == []


def test_the_oldest_originals_come_back_first(ledger: Ledger) -> None:
    ledger.do(adopt(FOUR_FIFTHS))
    ledger.do(Issue(account="anna", mechanism="a", unit_type="UA", vintage="2026", quantity=100))
    ledger.do(Convert(account="anna", to="bo", into="b", quantity=10, vintage="2025"))
    ledger.do(Convert(account="anna", to="bo", into="b", quantity=10, vintage="2026"))
    ledger.do(Return(account="bo", to="anna", quantity=4, vintage="2025"))
    back = [(block.first, block.last) for block, _ in ledger.state.holdings.all_of("anna") if "v2025" in block.series]
    assert back == [(1, 5), (11, 100)]


def test_images_of_an_ended_clause_still_go_home(ledger: Ledger) -> None:
    ledger.do(adopt(FOUR_FIFTHS))
    ledger.do(Convert(account="anna", to="bo", into="b", quantity=10))
    ended = Permit(
        **{**{name: getattr(FOUR_FIFTHS, name) for name in FOUR_FIFTHS.__struct_fields__}, "end": "2026-06-30"}
    )
    ledger.do(adopt(ended))
    assert refused(ledger, Convert(account="anna", to="bo", into="b", quantity=10)) == ("clause-ended", FOUR_FIFTHS.id)
    ledger.do(Return(account="bo", to="anna", quantity=8))
    assert held(ledger, "anna") == {("UA", "a", "held"): 100}


def test_a_reissue_has_no_way_back_and_its_fraction_is_written_off_at_the_end(ledger: Ledger) -> None:
    clause = Permit(
        id="agreement.ab.clauses.new", kind="move", takes="a", gives=("b",), form="reissue", unit_type="UB", rate="1/3"
    )
    ledger.do(adopt(clause))
    ledger.do(Reissue(account="anna", to="bo", into="b", quantity=10))
    assert held(ledger, "bo") == {("UB", "b", "held"): 3}
    assert held(ledger, "anna") == {("UA", "a", "held"): 90, ("UA", "a", "reissued"): 10}
    (left,) = (tally for id, tally in ledger.state.tallies.items() if id.startswith(f"remainder:{clause.id}:bo:"))
    assert Fraction(left.value) == Fraction(1, 3)
    assert refused(ledger, Return(account="bo", to="anna", quantity=3))[0] == "no-clause"
    assert refused(ledger, WriteOff(clause=clause.id)) == ("clause-in-force", clause.id)
    ledger.do(adopt())
    ledger.do(WriteOff(clause=clause.id))
    assert not [id for id in ledger.state.tallies if id.startswith("remainder:")]


def test_a_levy_on_a_move_takes_whole_units_and_remembers_the_rest(ledger: Ledger) -> None:
    clause = Permit(
        id="agreement.ab.clauses.taxed",
        kind="move",
        takes="a",
        gives=("b",),
        form="transfer",
        levies=(Share("1/20", "fund"),),
    )
    ledger.do(adopt(clause))
    ledger.do(Move(account="anna", to="bo", into="b", quantity=30))  # 1.5
    ledger.do(Move(account="anna", to="bo", into="b", quantity=30))  # and 1.5
    assert held(ledger, "fund") == {("UA", "b", "held"): 3}
    assert held(ledger, "bo") == {("UA", "b", "held"): 57}


def test_a_quota_survives_the_next_adoption(ledger: Ledger) -> None:
    quota = QuotaRule(id="agreement.ab.quotas.imports", limits={"2026": "50"})
    clause = Permit(
        id="agreement.ab.clauses.some", kind="move", takes="a", gives=("b",), form="transfer", quotas=(quota.id,)
    )
    ledger.do(adopt(clause, quotas=(quota,)))
    ledger.do(Move(account="anna", to="bo", into="b", quantity=45))
    ledger.do(adopt(clause, quotas=(quota,)))
    six = Move(account="anna", to="bo", into="b", quantity=6)
    assert refused(ledger, six) == ("quota-exceeded", clause.id)
    ledger.do(Move(account="anna", to="bo", into="b", quantity=5))


def test_a_share_of_an_obligation_that_nobody_knows_is_no_limit_of_nothing(ledger: Ledger) -> None:
    quota = QuotaRule(id="agreement.ab.quotas.share", shares={"2026": "1/10"}, of="b")
    clause = Permit(
        id="agreement.ab.clauses.some", kind="move", takes="a", gives=("b",), form="transfer", quotas=(quota.id,)
    )
    ledger.do(adopt(clause, quotas=(quota,)))
    assert refused(ledger, Move(account="anna", to="bo", into="b", quantity=1)) == ("quota-base-unknown", clause.id)


def test_the_nearest_miss_is_named(ledger: Ledger) -> None:
    early = Permit(
        id="agreement.x.clauses.later", kind="move", takes="a", gives=("b",), form="transfer", start="2027-01-01"
    )
    choosy = Permit(
        id="agreement.y.clauses.choosy", kind="move", takes="a", gives=("b",), form="transfer", vintages=(2024,)
    )
    ledger.do(adopt(early, choosy))
    move = Move(account="anna", to="bo", into="b", quantity=1)
    assert refused(ledger, move) == ("vintage-not-eligible", choosy.id)
    named = Move(account="anna", to="bo", into="b", quantity=1, under=early.id)
    assert refused(ledger, named) == ("clause-not-started", early.id)


def test_an_adoption_takes_effect_on_its_day(ledger: Ledger) -> None:
    clause = Permit(id="agreement.ab.clauses.free", kind="move", takes="a", gives=("b",), form="transfer")
    ledger.do(adopt(clause, effective="2026-08-01"))
    move = Move(account="anna", to="bo", into="b", quantity=1)
    assert refused(ledger, move)[0] == "no-clause"
    ledger._clock.now = datetime(2026, 8, 1, tzinfo=UTC)  # type: ignore[attr-defined]
    ledger.do(move)


@pytest.mark.parametrize(
    ("after_end", "uses", "trades"), [("stay", True, True), ("no-use", False, True), ("return", False, False)]
)
def test_what_becomes_of_units_whose_link_has_ended(ledger: Ledger, after_end: str, uses: bool, trades: bool) -> None:
    there = Permit(
        id="agreement.ab.clauses.a-in-b",
        kind="move",
        takes="a",
        gives=("b",),
        form="transfer",
        after_end=after_end,  # type: ignore[arg-type]
        end="2026-12-31",
    )
    back = Permit(id="agreement.ab.clauses.home", kind="move", takes="b", gives=("a",), form="transfer")
    ledger.do(adopt(there, back))
    ledger.do(Move(account="anna", to="bo", into="b", quantity=40))
    ledger.do(OpenAccount(account="cy", type="operator-holding", party="B"))
    ledger._clock.now = datetime(2027, 1, 1, tzinfo=UTC)  # type: ignore[attr-defined]
    for command, allowed in (
        (Surrender(account="bo", mechanism="b", period="2026", quantity=1), uses),
        (Transfer(account="bo", to="cy", quantity=1), trades),
    ):
        if allowed:
            ledger.do(command)
        else:
            assert refused(ledger, command) == ("clause-ended", there.id)
    ledger.do(Move(account="bo", to="anna", into="a", quantity=1))


def test_allocation_auction_and_proposal_keep_to_the_rules_of_the_pool(ledger: Ledger) -> None:
    gone = replace(adopt(), permits=(), digest=digest((), (), ()))
    ledger.do(OpenAccount(account="state", type="party-holding", party="A"))
    ledger.do(Transfer(account="anna", to="state", quantity=10))
    ledger.do(gone)
    for command in (
        Allocate(account="state", to="anna", quantity=1, period="2026"),
        Auction(account="state", quantity=1, awards=(Award("anna", 1),), price="5", currency="EUR"),
        Propose(account="state", to="anna", quantity=1),
    ):
        assert refused(ledger, command)[0] == "no-clause"


@pytest.mark.parametrize(("later", "most"), [(True, 130), (False, 50)])
def test_what_an_auction_did_not_sell_comes_later_where_that_is_the_rule(
    ledger: Ledger, later: bool, most: int
) -> None:
    cap = Permit(
        id="mechanism.b.cap", kind="issue", gives=("b",), amounts={"2026": "100", "2027": "50"}, unsold_later=later
    )
    ledger.do(adopt(cap))
    sold = Issue(account="bo", mechanism="b", unit_type="UB", vintage="2026", quantity=20, under=cap.id)
    ledger.do(sold)
    assert refused(ledger, replace(sold, quantity=81)) == ("amount-exceeded", cap.id)
    next_year = replace(sold, vintage="2027")
    assert refused(ledger, replace(next_year, quantity=most + 1)) == ("amount-exceeded", cap.id)
    ledger.do(replace(next_year, quantity=most))


def test_backed_units_take_others_out_of_circulation(ledger: Ledger) -> None:
    crediting = Permit(
        id="mechanism.b.crediting", kind="credit", gives=("b",), backed_by={"RUS": ("a", ("UA",))}, levies=()
    )
    ledger.do(adopt(crediting))
    bare = Issue(
        account="anna", mechanism="b", unit_type="UB", vintage="2026", host="RUS", quantity=10, under=crediting.id
    )
    assert refused(ledger, bare) == ("backing-differs", crediting.id)
    entry = ledger.do(replace(bare, backing=(Block(UA, 3, 6), Block(UA, 11, 16))))
    assert entry.clause == crediting.id
    state = ledger.state
    ended = [block for block, one in state.holdings.everything() if one.state == "converted"]
    assert ended == [Block(UA, 3, 6), Block(UA, 11, 16)]
    assert violations(state) == []
    again = replace(bare, quantity=4, backing=(Block(UA, 3, 6),))
    assert refused(ledger, again) == ("backing-differs", crediting.id)
