"""For every check of a submission, one in which it finds something and one that is only just right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec.structs import replace

from comity.formats.aef_tables import Action, Holding, Report
from tests.formats.aef_reports import (
    AVIATION,
    BILATERAL,
    BUYER,
    ENTITY,
    HOST,
    action,
    beside,
    block,
    report,
    submission,
)

ABROAD: dict[str, Any] = {"subtype": "First transfer to another Party", "acquiring": BUYER}


class Case(NamedTuple):
    """A submission that has the finding, in these rows, and one that only just has not."""

    bad: Report
    rows: list[int]
    good: Report
    earlier: tuple[Report, ...] = ()
    earlier_good: tuple[Report, ...] = ()


def act(one: Report, row: int, **others: Any) -> Report:
    """A submission with another action in a row."""
    actions = list(one.actions)
    actions[row - 2] = replace(actions[row - 2], **others)
    return replace(one, actions=tuple(actions))


def more(one: Report, *actions: Action) -> Report:
    """A submission with more actions."""
    return replace(one, actions=(*one.actions, *actions))


def hold(one: Report, *holdings: dict[str, Any]) -> Report:
    """A submission with other holdings."""
    return replace(one, holdings=tuple(Holding(**holding) for holding in holdings))


def allow(one: Report, row: int, **others: Any) -> Report:
    """A submission with another authorization in a row."""
    authorizations = list(one.authorizations)
    authorizations[row - 2] = replace(authorizations[row - 2], **others)
    return replace(one, authorizations=tuple(authorizations))


def head(one: Report, **others: Any) -> Report:
    """A submission with another first table."""
    return replace(one, submission=replace(one.submission, **others))


def versions(*others: dict[str, Any]) -> Report:
    """The host's submission with further versions of its first authorization."""
    further = tuple(replace(BILATERAL, **changes) for changes in others)
    return replace(report(), authorizations=(BILATERAL, AVIATION, *further))


def next_year(*actions: Action, holdings: tuple[Holding, ...] = report().holdings) -> Report:
    """The host's submission about the year after."""
    later = tuple(replace(one, at=one.at.replace(year=2026)) for one in actions)
    return Report(submission(HOST, 2026), report().authorizations, later, holdings, (ENTITY,))


def metered() -> Report:
    """A submission about units of another metric."""
    return replace(
        report(),
        authorizations=(BILATERAL, replace(AVIATION, metric="non-GHG", non_ghg_metric="MWh")),
        actions=(action("Authorization", 5, 1, 50, **SEA | {"authorization": "GHA-2", "quantity": Decimal("21.5")}),),
        holdings=(Holding(**block(1, 50, **SEA | {"authorization": "GHA-2", "quantity": Decimal("21.5")})),),
    )


REST = block(2051, 2100, authorization="GHA-2")
SEA: dict[str, Any] = {"metric": "non-GHG", "non_ghg_metric": "MWh", "quantity_non_ghg": Decimal(50)}
UNDERLYING: dict[str, Any] = {"unit_registry": "GS", "unit_first": "GS1-1", "unit_last": "GS1-1000"}
ACQUIRED = action("Acquisition", 7, 5001, 5010, registry="PER01", first_party="PER", transferring="PER")
CASES: dict[str, Case] = {
    "conditional-missing": Case(act(beside(), 2, transferring=None), [2], beside()),
    "conditional-surplus": Case(act(report(), 2, acquiring=BUYER), [2], act(report(), 2, acquiring=None)),
    "platform-filled": Case(head(report(), consistency="consistent"), [2], report()),
    "year-open": Case(head(report(), date=date(2025, 12, 31)), [2], head(report(), date=date(2026, 1, 1))),
    "submission-repeated": Case(report(), [2], head(report(), version="1.1"), (report(),), (report(),)),
    "snapshot-changed": Case(
        hold(head(report(), version="1.1"), block(601, 1000)),
        [2],
        head(report(), version="1.1"),
        (report(),),
        (report(),),
    ),
    "ndc-period-reversed": Case(head(report(), ndc_last=2020), [2], head(report(), ndc_first=2025, ndc_last=2025)),
    "authorization-version-repeated": Case(
        versions({"date": date(2025, 2, 1)}), [4], versions({"version": 2, "date": date(2025, 2, 1)})
    ),
    "authorization-version-order": Case(
        versions({"version": 2, "date": date(2025, 1, 9)}), [4], versions({"version": 2, "date": date(2025, 1, 10)})
    ),
    "timeframe-reversed": Case(
        allow(report(), 2, timeframe=(2030, 2021)), [2], allow(report(), 3, timeframe=(2024, 2025))
    ),
    "authorized-entity-unlisted": Case(allow(report(), 2, entities=("nobody",)), [2], report()),
    "authorized-quantity-exceeded": Case(
        versions({"version": 2, "date": date(2025, 6, 1), "quantity": 999}),
        [4],
        versions({"version": 2, "date": date(2025, 6, 1), "quantity": 1000}),
    ),
    "subtype-misfit": Case(
        act(report(), 2, subtype="Issuance"),
        [2],
        act(act(report(), 2, subtype="Not yet defined"), 4, subtype="Authorization"),
    ),
    "action-outside-year": Case(
        act(report(), 6, at=datetime(2026, 1, 1, tzinfo=UTC)),
        [6],
        act(report(), 6, at=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ),
    "range-reversed": Case(act(report(), 2, first=1000, last=1), [2], act(report(), 4, first=2001, last=2100)),
    "quantity-differs": Case(
        act(report(), 3, quantity=Decimal("600.5")), [3], act(report(), 3, quantity=Decimal("600.0"))
    ),
    "underlying-incomplete": Case(act(report(), 2, unit_registry="GS"), [2], act(report(), 2, **UNDERLYING)),
    "vintage-too-early": Case(
        act(allow(report(), 2, timeframe=None), 3, vintage=2020), [3], act(report(), 3, vintage=2021)
    ),
    "vintage-too-late": Case(act(report(), 3, vintage=2026), [3], act(report(), 3, vintage=2025)),
    "authorization-unknown": Case(act(report(), 3, authorization="GHA-9"), [3], report()),
    "authorization-not-in-force": Case(
        allow(report(), 2, date=date(2025, 3, 2)), [2], allow(report(), 2, date=date(2025, 3, 1))
    ),
    "approach-differs": Case(act(report(), 3, approach="CA0002"), [3], report()),
    "metric-differs": Case(
        act(report(), 6, **SEA),
        [6],
        metered(),
    ),
    "vintage-outside-timeframe": Case(
        allow(report(), 2, timeframe=(2025, 2030)), [2, 3, 2], allow(report(), 2, timeframe=(2024, 2030))
    ),
    "action-outside-timeframe": Case(
        allow(report(), 2, timeframe=(2021, 2024)), [2, 3], allow(report(), 2, timeframe=(2021, 2025))
    ),
    "entity-unknown": Case(replace(report(), entities=()), [5, 6], report()),
    "party-not-authorized": Case(allow(report(), 2, parties=("PER",)), [3], allow(report(), 2, parties=("PER", BUYER))),
    "entity-not-authorized": Case(
        replace(act(report(), 6, user_entity="other"), entities=(ENTITY, replace(ENTITY, id="other", name="Another"))),
        [6],
        allow(report(), 3, entities=()),
    ),
    "purpose-not-authorized": Case(
        act(report(), 6, oimp=None, ndc_year=2025),
        [6],
        allow(act(report(), 6, oimp=None, ndc_year=2025), 3, purpose="NDC and OIMP"),
    ),
    "use-year-outside-ndc": Case(act(beside(), 4, ndc_year=2031), [4], act(beside(), 4, ndc_year=2030)),
    "vintage-outside-ndc": Case(head(beside(), ndc_first=2025), [4], head(beside(), ndc_first=2024)),
    "first-transfer-misdefined": Case(
        act(report(), 5, subtype="Issuance"), [5], act(report(), 5, subtype="Voluntary cancellation to deliver OMGE")
    ),
    "first-transfer-repeated": Case(
        more(report(), action("First transfer", 8, 600, 700, **ABROAD)),
        [7],
        hold(more(report(), action("First transfer", 8, 601, 700, **ABROAD)), block(701, 1000), REST),
    ),
    "first-transfer-missing": Case(
        hold(more(report(), action("Transfer", 8, 601, 700, acquiring=BUYER)), block(701, 1000), REST),
        [7],
        hold(
            more(
                report(),
                action("First transfer", 8, 601, 700, **ABROAD),
                action("Acquisition", 9, 601, 700, transferring=BUYER),
                action("Transfer", 10, 601, 700, acquiring=BUYER),
            ),
            block(701, 1000),
            REST,
        ),
    ),
    "attributes-differ": Case(
        hold(report(), block(601, 1000, mitigation="Removals"), REST),
        [2],
        hold(report(), block(601, 700), block(701, 1000), REST),
    ),
    "holdings-overlap": Case(
        hold(report(), block(601, 1000), block(1000, 1000), REST),
        [3],
        hold(report(), block(601, 999), block(1000, 1000), REST),
    ),
    "held-and-ended": Case(hold(report(), block(601, 1000), block(2050, 2100, authorization="GHA-2")), [3], report()),
    "ended-twice": Case(
        more(beside(), action("Cancellation", 12, 220, 230, user_party=BUYER)),
        [6],
        hold(more(beside(), action("Cancellation", 12, 221, 230, user_party=BUYER)), block(231, 600)),
    ),
    "moved-after-end": Case(
        more(beside(), replace(action("Transfer", 12, 220, 300, acquiring=HOST), at=datetime(2025, 12, 2, tzinfo=UTC))),
        [6],
        hold(more(beside(), action("Transfer", 12, 221, 300, acquiring=HOST)), block(301, 600)),
    ),
    "opening-unknown": Case(
        next_year(), [0], next_year(), (replace(report(), submission=submission(HOST, 2024)),), (report(),)
    ),
    "not-held": Case(
        more(beside(), action("Cancellation", 4, 500, 500, user_party=BUYER)),
        [6],
        hold(more(beside(), action("Cancellation", 5, 600, 600, user_party=BUYER)), block(221, 599)),
    ),
    "already-held": Case(
        more(beside(), action("Acquisition", 6, 600, 600, transferring=HOST)),
        [6],
        hold(
            more(
                beside(),
                action("Transfer", 5, 600, 600, acquiring=HOST),
                action("Acquisition", 6, 600, 600, transferring=HOST),
            ),
            block(221, 600),
        ),
    ),
    "holding-missing": Case(hold(report(), block(602, 1000), REST), [2], report()),
    "holding-unexplained": Case(hold(report(), block(600, 1000), REST), [2], report()),
}
