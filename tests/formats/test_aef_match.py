"""Two Parties' submissions beside one another."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from comity.formats.aef_match import Matched, match
from comity.formats.aef_tables import Action, Holding, Report, aef
from tests.formats.aef_reports import BILATERAL, BUYER, HOST, action, beside, block, report, submission


def with_acquisitions(*acquisitions: Action) -> Report:
    """The buyer's submission with these in the place of its two."""
    return replace(beside(), actions=(*acquisitions, *beside().actions[2:]))


def found(matched: Matched) -> list[tuple[str, str, str, int, int]]:
    """Code, Party, table, row and units of every finding."""
    return [(one.code, one.party, one.table, one.row, one.units) for one in matched.findings]


def test_consistent_submissions_match_row_by_row() -> None:
    matched = match(report(), beside())
    assert matched.findings == ()
    rows = [(one.giver, one.giver_row, one.taker, one.taker_row, one.first, one.last) for one in matched.pairs]
    assert rows == [(HOST, 3, BUYER, 2, 1, 250), (HOST, 3, BUYER, 3, 251, 600)]
    assert sum(pair.units for pair in matched.pairs) == 600
    assert {pair.registry for pair in match(beside(), report()).pairs} == {"GHA01"}


FIRST, SECOND = beside().actions[:2]
CASES = {
    "years-differ": (
        replace(beside(), submission=submission(BUYER, 2026)),
        [("years-differ", BUYER, "Submission", 2, 0)],
    ),
    "transfer-unmatched": (
        with_acquisitions(FIRST, replace(SECOND, first=300, quantity=Decimal(301))),
        [("transfer-unmatched", HOST, "Actions", 3, 49)],
    ),
    "acquisition-unmatched": (
        with_acquisitions(FIRST, replace(SECOND, last=610, quantity=Decimal(360))),
        [("acquisition-unmatched", BUYER, "Actions", 3, 10)],
    ),
    "acquired-before-transfer": (
        with_acquisitions(FIRST, replace(SECOND, at=datetime(2025, 3, 31, tzinfo=UTC))),
        [("acquired-before-transfer", BUYER, "Actions", 3, 350)],
    ),
    "attributes-differ-between": (
        with_acquisitions(replace(FIRST, vintage=2023), SECOND),
        [("attributes-differ-between", BUYER, "Actions", 2, 250)],
    ),
    "quantities-differ-between": (
        with_acquisitions(FIRST, replace(SECOND, quantity=Decimal(349))),
        [("quantities-differ-between", BUYER, "Actions", 3, 350)],
    ),
    "held-by-both": (
        replace(beside(), holdings=(*beside().holdings, Holding(**block(601, 610)))),
        [("held-by-both", BUYER, "Holdings", 3, 10)],
    ),
    "ended-by-both": (
        replace(beside(), actions=(*beside().actions, action("Use", 12, 2041, 2060, ndc_year=2025, user_party=BUYER))),
        [("held-and-ended-between", BUYER, "Actions", 6, 10), ("ended-by-both", BUYER, "Actions", 6, 10)],
    ),
    "held-and-ended-between": (
        replace(beside(), holdings=(*beside().holdings, Holding(**block(2041, 2050)))),
        [("held-and-ended-between", BUYER, "Holdings", 3, 10)],
    ),
}


def test_every_match_of_the_register_has_a_case() -> None:
    assert list(CASES) == list(aef().matches)


@pytest.mark.parametrize("code", CASES)
def test_what_does_not_match_is_said_in_its_row(code: str) -> None:
    other, expected = CASES[code]
    matched = match(report(), other)
    assert found(matched) == expected
    assert all(one.severity == aef().matches[one.code] and one.why.key == f"aef-{one.code}" for one in matched.findings)
    assert Counter(one[0] for one in found(match(other, report()))) == Counter(one[0] for one in expected)


def test_units_that_go_back_and_forth_are_matched_in_their_order() -> None:
    there, back = {"acquiring": BUYER}, {"acquiring": HOST}
    host = Report(
        submission(HOST),
        (BILATERAL,),
        (
            action("First transfer", 1, 1, 100, subtype="First transfer to another Party", **there),
            action("Acquisition", 4, 51, 100, transferring=BUYER),
            action("Transfer", 5, 51, 60, **there),
        ),
    )
    buyer = Report(
        submission(BUYER),
        (BILATERAL,),
        (
            action("Acquisition", 2, 1, 100, transferring=HOST),
            action("Transfer", 3, 51, 100, **back),
            action("Acquisition", 6, 51, 60, transferring=HOST),
        ),
    )
    matched = match(host, buyer)
    assert matched.findings == ()
    rows = {(one.giver, one.giver_row, one.taker_row, one.first, one.last) for one in matched.pairs}
    assert rows == {(HOST, 2, 2, 1, 100), (BUYER, 3, 3, 51, 100), (HOST, 4, 4, 51, 60)}
    lost = replace(buyer, actions=buyer.actions[:2])
    assert [(one.code, one.row, one.units) for one in match(host, lost).findings] == [("transfer-unmatched", 4, 10)]


ranges = st.tuples(st.integers(1, 12), st.integers(0, 4), st.integers(1, 4))


@settings(max_examples=200, deadline=None)
@given(st.lists(ranges, max_size=6), st.lists(ranges, max_size=6))
def test_as_many_units_match_as_looking_at_every_unit_finds(
    gone: list[tuple[int, int, int]], come: list[tuple[int, int, int]]
) -> None:
    abroad = {"subtype": "First transfer to another Party", "acquiring": BUYER}
    left = tuple(action("First transfer", month, first, first + more, **abroad) for first, more, month in gone)
    right = tuple(action("Acquisition", month, first, first + more, transferring=HOST) for first, more, month in come)
    matched = match(Report(submission(HOST), (), left), Report(submission(BUYER), (), right))
    sent = Counter(serial for first, more, _ in gone for serial in range(first, first + more + 1))
    got = Counter(serial for first, more, _ in come for serial in range(first, first + more + 1))
    assert sum(pair.units for pair in matched.pairs) == (sent & got).total()
    units = Counter[str]()
    for one in matched.findings:
        units[one.code] += one.units
    assert units["transfer-unmatched"] == (sent - got).total()
    assert units["acquisition-unmatched"] == (got - sent).total()
