"""Submissions of a host and a buyer in which everything is right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from comity.formats.aef_tables import Action, Authorization, Entity, Holding, Report, Submission

HOST, BUYER, AIRLINE = "GHA", "CHE", "airline-1"


def block(first: int, last: int, **others: Any) -> dict[str, Any]:
    """The columns of a block of the host's first authorization."""
    return {
        "approach": "CA0001",
        "authorization": "GHA-1",
        "first_party": HOST,
        "registry": "GHA01",
        "first": first,
        "last": last,
        "metric": "GHG",
        "quantity": Decimal(last - first + 1),
        "mitigation": "Emission reductions",
        "vintage": 2024,
        **others,
    }


def action(action: str, month: int, first: int, last: int, **others: Any) -> Action:
    """An action on the first day of a month of 2025."""
    return Action(action=action, at=datetime(2025, month, 1, 12, tzinfo=UTC), **block(first, last, **others))


def submission(party: str, year: int = 2025, version: str = "1.0") -> Submission:
    """A submission of the April after the year."""
    day = date(year + 1, 4, 15)
    return Submission(party=party, version=version, year=year, date=day, ndc_first=2021, ndc_last=2030)


BILATERAL = Authorization(
    id="GHA-1",
    date=date(2025, 1, 10),
    approach="CA0001",
    version=1,
    quantity=2000,
    metric="GHG",
    sectors=("Energy generation", "Waste management"),
    activities=("Solar",),
    purpose="NDC",
    parties=(BUYER,),
    timeframe=(2021, 2030),
)
AVIATION = Authorization(
    id="GHA-2",
    date=date(2025, 1, 10),
    approach="CA0001",
    version=1,
    metric="GHG",
    sectors=("Energy generation",),
    purpose="OIMP",
    entities=(AIRLINE,),
    oimp="IMP",
    first_transfer="Use or Cancellation",
)
FLYING: dict[str, Any] = {"authorization": "GHA-2", "oimp": "IMP", "user_entity": AIRLINE}
ENTITY = Entity(date=date(2025, 1, 10), name="An airline", country="FRA", id=AIRLINE, approach="CA0001")


def report() -> Report:
    """The host's first submission: it authorizes, transfers abroad, and lets an airline use."""
    return Report(
        submission(HOST),
        (BILATERAL, AVIATION),
        (
            action("Authorization", 3, 1, 1000),
            action("First transfer", 4, 1, 600, subtype="First transfer to another Party", acquiring=BUYER),
            action("Authorization", 5, 2001, 2100, authorization="GHA-2"),
            action("First transfer", 6, 2001, 2050, subtype="Use or cancellation", **FLYING),
            action("Use", 6, 2001, 2050, **FLYING),
        ),
        (Holding(**block(601, 1000)), Holding(**block(2051, 2100, authorization="GHA-2"))),
        (ENTITY,),
    )


def beside() -> Report:
    """The buyer's first submission: it acquires in two parts, uses, cancels and holds."""
    return Report(
        submission(BUYER),
        (BILATERAL,),
        (
            action("Acquisition", 5, 1, 250, transferring=HOST),
            action("Acquisition", 5, 251, 600, transferring=HOST),
            action("Use", 12, 1, 200, ndc_year=2025, user_party=BUYER),
            action("Cancellation", 12, 201, 220, subtype="Voluntary cancellation to deliver OMGE", user_party=BUYER),
        ),
        (Holding(**block(221, 600)),),
    )
