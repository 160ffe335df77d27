"""From a registry's journal to the five tables: right by every check, and in agreement with its tallies."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from comity.errors import InputError
from comity.formats.aef_checks import check
from comity.formats.aef_from_registry import Particulars
from comity.formats.aef_match import match
from comity.formats.aef_tables import Report
from comity.registry.article6 import booked
from comity.registry.article6_audit import conserved
from comity.registry.commands import (
    Authorise,
    AuthoriseUnits,
    Cancel,
    Correct,
    Freeze,
    Issue,
    OpenAccount,
    Replace,
    Retire,
    Reverse,
    Surrender,
    UseNdc,
)
from tests.formats.aef_hub import PARTICULARS, SOLAR, Registry, take


@pytest.fixture
def hub() -> Registry:
    return Registry()


def rows(report: Report) -> list[tuple[str, str | None, Decimal]]:
    """Action, subtype and quantity of every row."""
    return [(one.action, one.subtype, one.quantity) for one in report.actions]


ABROAD = "First transfer to another Party"


def agrees(hub: Registry, *years: int) -> None:
    """All submissions pass every check, match one another, and have in them what the registry has counted."""
    transferred: dict[int, Fraction] = defaultdict(Fraction)
    used: dict[int, Fraction] = defaultdict(Fraction)
    earlier: dict[str, tuple[Report, ...]] = {"GHA": (), "CHE": ()}
    for year in years:
        reports = {party: hub.filed(party, year).report for party in earlier}
        for party, report in reports.items():
            assert check(report, earlier[party]) == []
            earlier[party] += (report,)
            for action in report.actions:
                if action.action == "First transfer":
                    transferred[action.vintage] += Fraction(action.quantity)
                elif action.ndc_year is not None:
                    used[action.ndc_year] += Fraction(action.quantity)
        assert match(*reports.values()).findings == ()
    assert booked(hub.ledger.state, "GHA").transferred == transferred
    assert booked(hub.ledger.state, "CHE").used == used
    assert conserved(hub.ledger.state).holds


def test_towards_a_target(hub: Registry) -> None:
    hub.issue(1000)
    hub.do(take("gha", "che", 600))
    hub.do(UseNdc(account="che", quantity=200, year=2026))
    host, buyer = (hub.filed(party).report for party in ("GHA", "CHE"))
    assert rows(host) == [("Authorization", None, Decimal(1000)), ("First transfer", ABROAD, Decimal(600))]
    assert rows(buyer) == [("Acquisition", None, Decimal(600)), ("Use", None, Decimal(200))]
    assert [(one.first, one.last) for one in host.holdings] == [(10**12 + 601, 10**12 + 1000)]
    assert [(one.first, one.last) for one in buyer.holdings] == [(10**12 + 201, 10**12 + 600)]
    assert [(one.id, one.version, one.date, one.purpose) for one in buyer.authorizations] == [
        ("N-1", 1, date(2026, 1, 1), "NDC")
    ]
    agrees(hub, 2026)


def test_for_an_airline(hub: Registry) -> None:
    hub.issue(100, "O-1")
    hub.do(take("gha", "airline", 60))
    hub.do(Surrender(account="airline", mechanism="corsia", period="2024-2026", quantity=50))
    host, buyer = (hub.filed(party).report for party in ("GHA", "CHE"))
    assert rows(host) == [
        ("Authorization", None, Decimal(100)),
        ("Transfer", None, Decimal(60)),
        ("First transfer", "Use or cancellation", Decimal(50)),
    ]
    use = buyer.actions[-1]
    assert (use.action, use.oimp, use.user_entity, use.ndc_year) == ("Use", "IMP", "airline", None)
    assert [(one.id, one.name, one.country) for one in buyer.entities] == [("airline", "An airline", "CHE")]
    agrees(hub, 2026)


def test_shares_of_an_article_6_4_issuance(hub: Registry) -> None:
    hub.issue(1000, "M-1", mechanism="paris-6-4", unit_type="A6.4ER")
    report = hub.filed("GHA").report
    fund, omge = "Mandatory transfer to the Adaptation Fund (A6.4 ERs)", "Mandatory cancellation to deliver OMGE"
    assert rows(report) == [
        ("Authorization", None, Decimal(50)),
        ("First transfer", None, Decimal(50)),
        ("Transfer", fund, Decimal(50)),
        ("Authorization", None, Decimal(20)),
        ("First transfer", omge, Decimal(20)),
        ("Cancellation", omge, Decimal(20)),
        ("Authorization", None, Decimal(930)),
    ]
    agrees(hub, 2026)


def test_two_purposes_and_a_later_authorisation(hub: Registry) -> None:
    hub.issue(100, "B-1")
    hub.do(take("gha", "che", 40))
    hub.do(Retire(account="che", quantity=10, beneficiary="Acme"))
    hub.do(Surrender(account="che", mechanism="che-ets", period="2026", quantity=5))
    hub.do(Issue(account="gha", mechanism="hub", unit_type="MO", host="GHA", vintage="2024", quantity=30))
    hub.do(AuthoriseUnits(account="gha", quantity=20, vintage="2024", authorisation="N-1"))
    hub.do(Cancel(account="gha", quantity=3, vintage="2024", purpose="voluntary"))
    host, buyer = (hub.filed(party).report for party in ("GHA", "CHE"))
    assert ("First transfer", "Issuance", Decimal(100)) in rows(host)
    assert [(one.action, one.oimp, one.ndc_year) for one in buyer.actions[1:]] == [
        ("Use", "OP", None),
        ("Use", None, 2026),
    ]
    assert rows(host)[-2:] == [
        ("Authorization", None, Decimal(20)),
        ("Voluntary Cancellation", "Other cancellations", Decimal(3)),
    ]
    agrees(hub, 2026)


def test_a_year_begins_with_what_the_one_before_it_ended_with(hub: Registry) -> None:
    hub.issue(100)
    hub.do(take("gha", "che", 40))
    hub.in_year(2027)
    hub.do(take("gha", "che", 10), take("che", "gha", 5), UseNdc(account="che", quantity=20, year=2027))
    agrees(hub, 2026, 2027)
    assert rows(hub.filed("GHA", 2027).report)[1][0] == "Acquisition"


def test_what_was_undone_is_not_reported(hub: Registry) -> None:
    hub.issue(100)
    wrong = hub.do(take("gha", "che", 40))
    hub.do(Correct(entry=wrong, reason="typing error", authority="administrator"))
    ended = hub.do(Cancel(account="gha", quantity=10, purpose="voluntary"))
    hub.do(Reverse(entry=ended, reason="typing error", authority="administrator"))
    assert rows(hub.filed("GHA").report) == [("Authorization", None, Decimal(100))]
    assert rows(hub.filed("CHE").report) == []
    agrees(hub, 2026)


def test_what_the_format_has_no_word_for_is_left_out_and_said(hub: Registry) -> None:
    hub.issue(100)
    hub.do(take("gha", "che", 40))
    hub.do(Cancel(account="che", quantity=10, purpose="voluntary"))
    entry = hub.do(
        Replace(
            account="gha",
            quantity=10,
            replaces=tuple(
                block for block, stands in hub.ledger.state.holdings.everything() if stands.state == "cancelled"
            ),
            reason="the project never was",
        )
    )
    assert hub.filed("GHA").left_out == (entry,)
    hub.do(Freeze(account="gha", quantity=1, reason="court order", authority="court"))
    assert sum(one.quantity for one in hub.filed("GHA").report.holdings) == 50


def test_another_metric_is_counted_in_its_own(hub: Registry) -> None:
    hub.issue(50, "M-1", unit_type="GWH", metric="MWh")
    (authorization,) = (
        one for one in hub.filed("GHA", tonnes={"MWh": Decimal("0.43")}).report.authorizations if one.id == "M-1"
    )
    assert (authorization.metric, authorization.non_ghg_metric) == ("non-GHG", "MWh")
    report = hub.filed("GHA", tonnes={"MWh": Decimal("0.43")}).report
    assert (report.actions[0].quantity, report.actions[0].quantity_non_ghg) == (Decimal("21.50"), Decimal(50))
    assert check(report, ()) == []


def test_what_the_filing_leaves_out_is_an_input_error(hub: Registry) -> None:
    hub.issue(50, "M-1", unit_type="GWH", metric="MWh")
    hub.do(Authorise(authorisation="X-1", host="GHA"))
    left_out: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "tonnes.MWh"),
        ({"registries": {}}, "registries.hub"),
        ({"particulars": {}}, "particulars.M-1"),
    )
    for more, address in left_out:
        with pytest.raises(InputError) as caught:
            hub.filed("GHA", **more)
        addresses = [problem.address for problem in caught.value.problems]
        assert address in addresses
        assert "particulars.X-1" in addresses
        assert "purposes.X-1" in addresses
        assert len(addresses) == len(set(addresses))


def test_an_approach_and_a_country_come_from_the_filing_if_the_ledger_has_none(hub: Registry) -> None:
    hub.do(OpenAccount(account="ship", type="operator-holding"))
    hub.do(Authorise(authorisation="O-2", host="GHA", purposes=("other",), first_transfer="use", entities=("ship",)))
    with pytest.raises(InputError) as caught:
        hub.filed(
            "GHA", particulars={**PARTICULARS, "O-2": Particulars(sectors=("Agriculture",), mitigation="Removals")}
        )
    assert {problem.address for problem in caught.value.problems} == {"particulars.O-2.approach", "countries.ship"}
    report = hub.filed("GHA", particulars={**PARTICULARS, "O-2": SOLAR}, countries={"ship": "PAN"}).report
    assert (report.authorizations[-1].approach, report.entities[-1].country) == ("CA0007", "PAN")
