"""Every check of a submission: what it finds, and what it lets pass."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from comity.formats.aef_checks import Finding, check
from comity.formats.aef_tables import aef
from tests.formats.aef_cases import ABROAD, CASES, act, hold, metered, more, next_year
from tests.formats.aef_reports import (
    BUYER,
    FLYING,
    HOST,
    action,
    beside,
    block,
    report,
    submission,
)


def of(code: str, findings: list[Finding]) -> list[int]:
    """The rows in which a code was found."""
    return [finding.row for finding in findings if finding.code == code]


def test_every_check_of_the_register_has_a_case() -> None:
    assert list(CASES) == list(aef().checks)


@pytest.mark.parametrize("code", aef().checks)
def test_a_check_finds_what_is_wrong_in_its_row(code: str) -> None:
    case = CASES[code]
    found = [finding for finding in check(case.bad, case.earlier) if finding.code == code]
    assert [finding.row for finding in found] == case.rows
    assert {finding.severity for finding in found} == {aef().checks[code]}
    assert {finding.why.key for finding in found} == {f"aef-{code}"}
    assert {finding.party for finding in found} == {case.bad.submission.party}


@pytest.mark.parametrize("code", aef().checks)
def test_a_check_lets_pass_what_is_only_just_right(code: str) -> None:
    case = CASES[code]
    assert of(code, check(case.good, case.earlier_good)) == []


def test_submissions_in_which_all_is_right_have_no_findings() -> None:
    for one in (report(), beside()):
        assert check(one, ()) == []
    assert check(next_year(), (report(),)) == []


# What went before


def test_without_earlier_submissions_the_holdings_are_not_judged() -> None:
    (found,) = check(hold(report(), block(1, 10)), None)
    assert (found.code, found.severity) == ("opening-unknown", "undetermined")


def test_what_ended_or_was_transferred_in_an_earlier_year_stays_so() -> None:
    again = next_year(action("Use", 3, 2001, 2010, **FLYING), action("First transfer", 4, 600, 610, **ABROAD))
    codes = {(finding.code, finding.units) for finding in check(again, (report(),))}
    assert {("ended-twice", 10), ("first-transfer-repeated", 1), ("not-held", 10), ("holding-unexplained", 10)} == codes


def test_the_last_version_of_an_earlier_year_counts() -> None:
    first = hold(report(), block(601, 700))
    second = replace(report(), submission=submission(HOST, version="1.10"))
    between = replace(first, submission=submission(HOST, version="1.9"))
    assert check(next_year(), (second, first, between)) == []


def test_units_of_another_host_need_no_first_transfer_of_ours() -> None:
    onward = more(beside(), action("Transfer", 6, 600, 600, acquiring=HOST))
    assert of("first-transfer-missing", check(onward, ())) == []


def test_where_use_is_the_first_transfer_a_transfer_needs_none_before_it() -> None:
    onward = more(report(), action("Transfer", 8, 2051, 2100, authorization="GHA-2", acquiring=BUYER))
    assert check(hold(onward, block(601, 1000)), ()) == []
    ended = more(report(), action("Cancellation", 8, 2051, 2100, authorization="GHA-2", user_party=HOST))
    assert of("first-transfer-missing", check(ended, ())) == [7]


def test_a_first_transfer_at_use_stands_beside_the_use() -> None:
    lonely = replace(report(), actions=report().actions[:4])
    assert of("holding-missing", check(lonely, ())) == [4]
    at_once = replace(report(), actions=report().actions[3:], holdings=())
    assert check(at_once, ()) == []


def test_metrics_other_than_greenhouse_gases_are_counted_in_their_own() -> None:
    assert check(metered(), ()) == []
    assert of("quantity-differs", check(act(metered(), 2, quantity_non_ghg=Decimal(49)), ())) == [2]
