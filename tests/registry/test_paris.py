"""Article 6: authorisations, first transfers as each defines them, 6.4 issuance, use towards a target."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from comity.registry.commands import (
    Authorise,
    AuthoriseUnits,
    Cancel,
    DeclareUnitType,
    Issue,
    Move,
    OpenAccount,
    Retire,
    SetApproach,
    Surrender,
    Transfer,
    UseNdc,
)
from comity.registry.invariants import violations
from comity.registry.ledger import Ledger
from comity.registry.permits import Permit, Share
from tests.registry.agreed import Clock, refused
from tests.registry.memory import MemoryStore
from tests.registry.test_links import adopt, held

OF_64 = Permit(
    id="mechanism.paris-6-4.crediting",
    kind="credit",
    gives=("paris-6-4",),
    levies=(Share("1/20", "adaptation-fund"), Share("1/50", "cancellation", "omge")),
)
OWN = tuple(
    Permit(id=f"mechanism.paris-6-4.{kind}", kind=kind, takes="paris-6-4", gives=gives)  # type: ignore[arg-type]
    for kind, gives in (("trade", ("paris-6-4",)), ("retire", ()))
)


@pytest.fixture
def ledger() -> Ledger:
    """A host with an account, a buyer, the adaptation fund; the clauses of the 6.4 mechanism."""
    ledger = Ledger(MemoryStore("r"), Clock(datetime(2027, 3, 1, tzinfo=UTC)))
    for unit_type, family in (("A6.4ER", "a64er"), ("MCU", "mcu"), ("UA", "allowance"), ("UB", "allowance")):
        ledger.do(DeclareUnitType(unit_type=unit_type, family=family))  # type: ignore[arg-type]
    for account, party in (("gha", "GHA"), ("che", "CHE"), ("adaptation-fund", "")):
        ledger.do(OpenAccount(account=account, type="party-holding", party=party))
    ledger.do(adopt(OF_64, *OWN))
    return ledger


def authorise(ledger: Ledger, first_transfer: str, **more: object) -> None:
    ledger.do(
        Authorise(
            authorisation="GHA-1",
            host="GHA",
            purposes=more.pop("purposes", ("ndc",)),  # type: ignore[arg-type]
            first_transfer=first_transfer,  # type: ignore[arg-type]
            **more,  # type: ignore[arg-type]
        )
    )


def unit(quantity: int, **more: str) -> Issue:
    kind = {"unit_type": "A6.4ER", "authorisation": "GHA-1", **more}
    return Issue(account="gha", mechanism="paris-6-4", host="GHA", vintage="2026", quantity=quantity, **kind)  # type: ignore[arg-type]


def adjusted(ledger: Ledger) -> dict[str, str]:
    """What Parties must adjust for."""
    return {id: tally.value for id, tally in ledger.state.tallies.items() if id.startswith(("transferred:", "used:"))}


def test_of_a_thousand_issued_fifty_are_for_adaptation_and_twenty_are_cancelled(ledger: Ledger) -> None:
    authorise(ledger, "transfer")
    ledger.do(unit(1000))
    assert held(ledger, "adaptation-fund") == {("A6.4ER", "paris-6-4", "held"): 50}
    assert held(ledger, "gha") == {("A6.4ER", "paris-6-4", "held"): 930, ("A6.4ER", "paris-6-4", "cancelled"): 20}
    assert adjusted(ledger) == {"transferred:GHA:2026": "70"}  # these are first transferred at issuance
    ledger.do(Transfer(account="gha", to="che", quantity=100))
    assert adjusted(ledger) == {"transferred:GHA:2026": "170"}
    ledger.do(Transfer(account="che", to="gha", quantity=100))  # a transfer back is not a first one
    ledger.do(Transfer(account="gha", to="che", quantity=110))  # the same again, lowest serials first, and ten others
    assert adjusted(ledger) == {"transferred:GHA:2026": "180"}
    assert violations(ledger.state) == []


def test_a_levy_of_a_small_issue_waits_for_the_next(ledger: Ledger) -> None:
    authorise(ledger, "transfer")
    for _ in range(3):
        ledger.do(unit(333))  # 16.65 and 6.66 each
    assert held(ledger, "adaptation-fund") == {("A6.4ER", "paris-6-4", "held"): 49}
    assert held(ledger, "gha")[("A6.4ER", "paris-6-4", "cancelled")] == 19


def test_authorised_unit_or_contribution_unit_never_both(ledger: Ledger) -> None:
    authorise(ledger, "transfer")
    assert refused(ledger, unit(1, authorisation="")) == ("authorisation-missing", "paris.article-6-4")
    assert refused(ledger, unit(1, unit_type="MCU")) == ("contribution-unit", "paris.article-6-4")
    ledger.do(unit(100, unit_type="MCU", authorisation=""))
    later = AuthoriseUnits(account="gha", quantity=1, unit_type="MCU", authorisation="GHA-1")
    assert refused(ledger, later) == ("contribution-unit", "paris.article-6-4")
    ledger.do(Retire(account="gha", quantity=1, unit_type="MCU", beneficiary="a contribution"))
    assert adjusted(ledger) == {}


@pytest.mark.parametrize(
    ("definition", "at_issue", "at_transfer", "at_use"),
    [("issuance", 100, 100, 100), ("authorisation", 100, 100, 100), ("transfer", 7, 100, 100), ("use", 7, 7, 100)],
)
def test_each_authorisation_defines_its_first_transfer(
    ledger: Ledger, definition: str, at_issue: int, at_transfer: int, at_use: int
) -> None:
    authorise(ledger, definition)
    ledger.do(unit(100))
    assert adjusted(ledger) == {"transferred:GHA:2026": str(at_issue)}
    ledger.do(Transfer(account="gha", to="che", quantity=93))
    assert adjusted(ledger) == {"transferred:GHA:2026": str(at_transfer)}
    ledger.do(UseNdc(account="che", quantity=93, year=2027))
    assert adjusted(ledger) == {"transferred:GHA:2026": str(at_use), "used:CHE:2027": "93"}
    assert refused(ledger, UseNdc(account="che", quantity=1, year=2028))[0] == "holdings-insufficient"  # no double use


def test_an_authorisation_has_bounds(ledger: Ledger) -> None:
    authorise(ledger, "transfer", quantity=100, vintages=(2025, 2026))
    ledger.do(unit(80))
    assert refused(ledger, unit(21))[0] == "authorisation-exceeded"
    assert refused(ledger, _of_vintage("2027"))[0] == "authorisation-vintage"
    authorise(ledger, "transfer", quantity=200)  # version 2
    ledger.do(unit(21))
    assert ledger.state.authorisations["GHA-1"].version == 2
    other = Authorise(authorisation="GHA-1", host="CHE")
    assert refused(ledger, other)[0] == "authorisation-of-another-host"
    assert refused(ledger, _of_vintage("2026", authorisation="GHA-9"))[0] == "authorisation-unknown"


def _of_vintage(vintage: str, authorisation: str = "GHA-1") -> Issue:
    return Issue(
        account="gha",
        mechanism="paris-6-4",
        unit_type="A6.4ER",
        host="GHA",
        vintage=vintage,
        quantity=1,
        authorisation=authorisation,
    )


def test_use_needs_the_purpose_and_another_party(ledger: Ledger) -> None:
    authorise(ledger, "transfer", purposes=("international-mitigation",))
    ledger.do(unit(100))
    assert refused(ledger, UseNdc(account="gha", quantity=1, year=2027))[0] == "authorisation-missing"
    ledger.do(Transfer(account="gha", to="che", quantity=10))
    assert refused(ledger, UseNdc(account="che", quantity=1, year=2027))[0] == "purpose-not-eligible"


def test_units_of_a_domestic_scheme_can_be_authorised_later_and_once(ledger: Ledger) -> None:
    authorise(ledger, "authorisation")
    ledger.do(Issue(account="gha", mechanism="a", unit_type="UA", host="GHA", vintage="2026", quantity=50))
    ledger.do(AuthoriseUnits(account="gha", quantity=20, unit_type="UA", authorisation="GHA-1"))
    assert adjusted(ledger) == {"transferred:GHA:2026": "20"}
    again = AuthoriseUnits(account="gha", quantity=20, unit_type="UA", authorisation="GHA-1")
    assert refused(ledger, again)[0] == "already-authorised"


def test_corsia_takes_what_is_eligible_in_the_period(ledger: Ledger) -> None:
    corsia = Permit(
        id="mechanism.corsia.accepts.a6-4",
        kind="use",
        takes="paris-6-4",
        gives=("corsia",),
        vintages=(2024, 2025, 2026),
        purposes=("international-mitigation",),
    )
    ledger.do(adopt(OF_64, *OWN, corsia))
    ledger.do(OpenAccount(account="airline", type="operator-holding"))
    authorise(ledger, "transfer", purposes=("international-mitigation",))
    ledger.do(unit(100))
    ledger.do(_of_vintage("2027"))
    ledger.do(Transfer(account="gha", to="airline", quantity=94))
    fill = Surrender(account="airline", mechanism="corsia", period="2024-2026", quantity=94)
    assert refused(ledger, fill) == ("vintage-not-eligible", corsia.id)
    ledger.do(Surrender(account="airline", mechanism="corsia", period="2024-2026", quantity=93, vintage="2026"))
    assert ledger.state.compliance["corsia/2024-2026/airline"].surrendered == 93


def test_a_buffer_pays_for_a_reversal(ledger: Ledger) -> None:
    buffered = Permit(
        id="mechanism.a.crediting", kind="credit", gives=("a",), levies=(Share("1/10", "nobody", "buffer"),)
    )
    ledger.do(DeclareUnitType(unit_type="VCU", family="credit"))
    ledger.do(adopt(buffered))
    made = Issue(account="gha", mechanism="a", unit_type="VCU", quantity=100, vintage="2026", under=buffered.id)
    assert refused(ledger, made) == ("levy-account-missing", buffered.id)
    ledger.do(OpenAccount(account="a-buffer", type="buffer"))
    ledger.do(made)
    assert held(ledger, "a-buffer") == {("VCU", "a", "held"): 10}
    assert refused(ledger, Transfer(account="a-buffer", to="gha", quantity=1))[0] == "not-for-this-account-type"
    ledger.do(Cancel(account="a-buffer", quantity=4, purpose="reversal", reason="fire"))
    assert held(ledger, "a-buffer") == {("VCU", "a", "held"): 6, ("VCU", "a", "cancelled"): 4}


def test_no_itmo_is_used_twice_however_it_is_named(ledger: Ledger) -> None:
    authorise(ledger, "transfer")
    ledger.do(unit(100))
    ledger.do(Transfer(account="gha", to="che", quantity=10))
    (itmos,) = (block for block, _ in ledger.state.holdings.all_of("che"))
    ledger.do(UseNdc(account="che", blocks=(itmos,), year=2027))
    assert refused(ledger, UseNdc(account="che", blocks=(itmos,), year=2027))[0] == "unit-ended"
    assert refused(ledger, Transfer(account="che", to="gha", blocks=(itmos,)))[0] == "unit-ended"
    assert adjusted(ledger)["used:CHE:2027"] == "10"


def test_cancelling_counts_where_use_or_cancellation_is_the_first_transfer(ledger: Ledger) -> None:
    authorise(ledger, "use", purposes=("international-mitigation",))
    ledger.do(unit(100))
    ledger.do(Cancel(account="gha", quantity=10, purpose="voluntary"))
    assert adjusted(ledger) == {"transferred:GHA:2026": "17"}


def test_a_link_that_adjusts_counts_an_itmo_once(ledger: Ledger) -> None:
    link = Permit(
        id="agreement.x.clauses.y", kind="move", takes="paris-6-4", gives=("b",), form="transfer", adjusts=True
    )
    both = replace(adopt(OF_64, *OWN, link), balances={"paris-6-4": "GHA", "b": "CHE"})
    ledger.do(both)
    authorise(ledger, "transfer")
    ledger.do(unit(100))
    ledger.do(Move(account="gha", to="che", into="b", quantity=10))
    assert adjusted(ledger) == {"transferred:GHA:2026": "17"}
    ledger.do(UseNdc(account="che", quantity=10, year=2027))
    assert adjusted(ledger) == {"transferred:GHA:2026": "17", "used:CHE:2027": "10"}


def test_what_is_issued_abroad_is_first_transferred(ledger: Ledger) -> None:
    authorise(ledger, "transfer")
    ledger.do(replace(unit(100), account="che"))
    assert adjusted(ledger) == {"transferred:GHA:2026": "100"}


def test_an_obligation_that_counts_towards_a_target_takes_what_is_authorised_for_one(ledger: Ledger) -> None:
    use = Permit(id="mechanism.b.accepts.itmos", kind="use", takes="paris-6-4", gives=("b",))
    ledger.do(adopt(OF_64, *OWN, use))
    authorise(ledger, "transfer", purposes=("international-mitigation",))
    ledger.do(unit(100))
    ledger.do(Transfer(account="gha", to="che", quantity=10))
    fill = Surrender(account="che", mechanism="b", period="2027", quantity=10)
    assert refused(ledger, fill)[0] == "purpose-not-eligible"


def test_first_transfers_are_counted_without_any_agreement() -> None:
    ledger = Ledger(MemoryStore("r"), Clock(datetime(2027, 3, 1, tzinfo=UTC)))
    ledger.do(DeclareUnitType(unit_type="CR", family="credit"))
    for account, party in (("gha", "GHA"), ("che", "CHE")):
        ledger.do(OpenAccount(account=account, type="party-holding", party=party))
    authorise(ledger, "transfer")
    ledger.do(unit(100, unit_type="CR"))
    ledger.do(Transfer(account="gha", to="che", quantity=40))
    assert adjusted(ledger) == {"transferred:GHA:2026": "40"}


def test_units_go_to_whom_they_are_authorised_for(ledger: Ledger) -> None:
    for account, party, holder in (
        ("stoves", "GHA", "Stoves Ltd"), ("klik", "CHE", "KliK"), ("klik-2", "CHE", "KliK"), ("bank", "CHE", "Bank")
    ):  # fmt: skip
        ledger.do(OpenAccount(account=account, type="party-holding", party=party, holder=holder))
    authorise(ledger, "transfer", entities=("KliK", "bank"))
    ledger.do(unit(100))
    for taker in ("che", "stoves"):  # no account of theirs, at home or abroad
        assert refused(ledger, Transfer(account="gha", to=taker, quantity=1)) == (
            "entity-not-authorised",
            "registry.authorisation",
        )
    ledger.do(Transfer(account="gha", to="klik", quantity=60))  # by its holder; and the Party's own account gives
    ledger.do(Transfer(account="klik", to="klik-2", quantity=20))
    ledger.do(Transfer(account="klik", to="bank", quantity=20))  # by the account itself
    ledger.do(UseNdc(account="klik-2", quantity=5, year=2026))
    authorise(ledger, "transfer", entities=("bank",))  # from the next version on
    assert refused(ledger, UseNdc(account="klik-2", quantity=5, year=2026))[0] == "entity-not-authorised"
    ledger.do(Cancel(account="klik-2", quantity=5, purpose="voluntary"))  # which is no use of anybody's
    ledger.do(Transfer(account="klik", to="bank", quantity=5))  # first transferred already: whoever gives
    assert violations(ledger.state) == []


def test_who_first_transfers_is_authorised_too(ledger: Ledger) -> None:
    for account, party, holder in (("stoves", "GHA", "Stoves Ltd"), ("klik", "CHE", "KliK")):
        ledger.do(OpenAccount(account=account, type="party-holding", party=party, holder=holder))
    authorise(ledger, "transfer", entities=("KliK",))
    ledger.do(replace(unit(100), account="stoves"))
    sale = Transfer(account="stoves", to="klik", quantity=1)
    assert refused(ledger, sale)[0] == "entity-not-authorised"
    authorise(ledger, "transfer", entities=("KliK", "Stoves Ltd"))
    ledger.do(sale)


def test_an_approach_goes_through_its_states(ledger: Ledger) -> None:
    clock = ledger._clock
    assert isinstance(clock, Clock)
    authorise(ledger, "transfer", approach="CA0004")
    ledger.do(unit(100))
    sale = Transfer(account="gha", to="che", quantity=10)
    ledger.do(sale)  # an approach that is not on record is nobody's to stop
    ledger.do(SetApproach(approach="CA0004", state="proposed", parties=("GHA", "CHE")))
    assert refused(ledger, sale) == ("approach-not-active", "registry.approaches")
    ledger.do(SetApproach(approach="CA0004", state="active", since="2027-03-02"))
    assert refused(ledger, sale)[0] == "approach-not-active"  # not before that day
    clock.now = datetime(2027, 3, 2, tzinfo=UTC)
    ledger.do(sale)
    ledger.do(SetApproach(approach="CA0004", state="suspended", reason="reversal", since="2027-03-02"))
    assert refused(ledger, sale)[0] == "approach-not-active"
    ledger.do(Transfer(account="che", to="gha", quantity=5))  # first transferred already
    ledger.do(UseNdc(account="che", quantity=5, year=2027))
    ledger.do(Transfer(account="gha", to="che", quantity=5))  # these again: the oldest serial numbers go first
    ledger.do(SetApproach(approach="CA0004", state="active"))
    ledger.do(sale)
    ledger.do(SetApproach(approach="CA0004", state="ended", reason="agreed"))
    assert refused(ledger, sale)[0] == "approach-not-active"
    found = ledger.state.approaches["CA0004"]
    assert found.parties == ("GHA", "CHE")
    assert [state for _, state in found.states] == ["proposed", "active", "suspended", "active", "ended"]
    assert (found.on("2027-02-28"), found.on("2027-03-01")) == (("", ""), ("2027-03-01", "proposed"))
    assert violations(ledger.state) == []
    assert type(ledger.state).restore(ledger.state.store()).store() == ledger.state.store()


def test_each_way_to_be_first_transferred_needs_an_active_approach(ledger: Ledger) -> None:
    ledger.do(SetApproach(approach="CA0004", state="proposed"))
    for definition in ("authorisation", "issuance"):
        authorise(ledger, definition, approach="CA0004")
        assert refused(ledger, unit(10))[0] == "approach-not-active"
    authorise(ledger, "use", approach="CA0004")
    ledger.do(unit(10, unit_type="A6.4ER"))
    assert refused(ledger, Cancel(account="gha", quantity=1, purpose="voluntary"))[0] == "approach-not-active"
    assert refused(ledger, Retire(account="gha", quantity=1, beneficiary="x"))[0] == "approach-not-active"


@pytest.mark.parametrize(
    "terms", [{"entities": ("KliK",)}, {"purposes": ("other",)}], ids=["for-somebody-else", "for-another-purpose"]
)
def test_a_surrender_leaves_alone_what_is_not_authorised_for_it(ledger: Ledger, terms: dict[str, object]) -> None:
    into = Permit(id="mechanism.a.accepts.itmos", kind="use", takes="paris-6-4", gives=("a",))
    ledger.do(adopt(OF_64, *OWN, into))
    authorise(ledger, "issuance", **terms)
    ledger.do(replace(unit(100), vintage="2024"))
    ledger.do(replace(unit(0), authorisation="", unit_type="MCU", vintage="2025", quantity=100))
    entry = ledger.do(Surrender(account="gha", mechanism="a", period="2026", quantity=10))
    assert entry.clause == into.id
    given = [one for one, stands in ledger.state.holdings.all_of("gha") if stands.state == "surrendered"]
    assert [ledger.state.series[block.series].unit_type for block in given] == ["MCU"]
