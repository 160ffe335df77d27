"""Circulation by flows under declared rules: what comes in is somewhere, by years as by months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.world.circulation import Path, Period, Row, intake, replay, years
from comity.world.path import MOVED, ROW_FLOWS, index_of
from comity.world.reserve import StockReserve
from tests import strategies

SPIKE = {"months": 2, "factor": 2, "over": 3, "volume": 12, "status": "assumed"}


def reserve(**rules: Any) -> StockReserve:
    """A reserve in tonnes, of which one is an allowance, whose circulation decides for the calendar year after."""
    return StockReserve.model_validate({"name": {"en": "R", "zh": "储备"}, "unit": "t CO2e"} | rules)


def path(*rows: dict[str, Any], begin: int = 2020) -> Path:
    return Path(rows=tuple(Row(year=begin + place, **_exact(row)) for place, row in enumerate(rows)))


def _exact(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if value is None else Fraction(value) for key, value in row.items()}


def prices(*given: int | None, reserve: StockReserve, held: int = 100, begin: int = 1) -> list[Fraction | None]:
    """What is released in each month after the first, at these monthly prices."""
    rows = [
        Row(
            year=2024,
            month=begin + place,
            auctions=Fraction(50),
            emissions=Fraction(50),
            price=None if p is None else Decimal(p),
        )
        for place, p in enumerate(given)
    ]
    rows[0] = replace(rows[0], circulation=Fraction(500), content=Fraction(held))
    return [period.release for period in replay(Path(rows=tuple(rows)), reserve).periods[1:]]


# Conservation ---------------------------------------------------------------------------------------------------------


@given(strategies.paths(), strategies.reserves())
def test_circulation_changes_by_flows_alone(path: Path, reserve: StockReserve) -> None:
    found = replay(path, reserve).periods
    for before, after in pairwise(found):
        assert None not in (after.circulation, after.intake, after.release)
        moved = sure(after.issued) - sure(after.emissions) - sure(after.intake) + sure(after.release)
        assert sure(after.circulation) - sure(before.circulation) == moved
        assert after.unexplained == 0


@given(strategies.paths(), strategies.reserves())
def test_what_came_in_is_somewhere(path: Path, reserve: StockReserve) -> None:
    opening, *found = years(replay(path, reserve))
    if any(period.cancelled is None for period in found):
        return  # by a level that nobody knows
    came = sure(opening.circulation) + sure(opening.content) + sum(sure(one.issued) + sure(one.added) for one in found)
    last = found[-1]
    gone = sum(sure(one.emissions) + sure(one.cancelled) for one in found)
    assert came == sure(last.circulation) + sure(last.content) + gone


@given(strategies.paths(), strategies.reserves())
def test_nothing_is_taken_that_is_not_there(path: Path, reserve: StockReserve) -> None:
    for period in replay(path, reserve).periods[1:]:
        assert 0 <= sure(period.intake) <= max(sure(period.auctions), Fraction(0))
        assert period.content is None or period.content >= 0
        assert sure(period.release) >= 0
        assert all(isinstance(amount, Fraction) for amount in (period.intake, period.circulation))


def sure(amount: Fraction | None) -> Fraction:
    assert amount is not None
    return amount


# Years and months -----------------------------------------------------------------------------------------------------


@given(strategies.paths(), strategies.reserves())
def test_months_of_equal_flows_are_the_year(path: Path, reserve: StockReserve) -> None:
    opening, *rows = path.rows
    monthly: list[Row] = [opening]
    for row in rows:
        flows: dict[str, Any] = {name: _twelfth(getattr(row, name)) for name in ROW_FLOWS}
        monthly += [replace(row, month=month, **flows) for month in range(1, 13)]
    assert years(replay(Path(rows=tuple(monthly)), reserve)) == years(replay(path, reserve))


def _twelfth(amount: Fraction | None) -> Fraction | None:
    return None if amount is None else amount / 12


@given(st.lists(st.integers(0, 10**6), min_size=24, max_size=24), strategies.reserves())
def test_when_in_a_year_tonnes_are_emitted_changes_no_rule(emitted: list[int], reserve: StockReserve) -> None:
    """Rules by the circulation of Decembers do not see the seasons."""
    opening = Row(year=2020, auctioned=Fraction(0), circulation=Fraction(900 * 10**6), content=Fraction(10**8))
    months = [
        Row(year=2021 + place // 12, month=place % 12 + 1, auctions=Fraction(10**12), emissions=Fraction(tonnes))
        for place, tonnes in enumerate(emitted)
    ]
    totals = [sum(emitted[:12]), sum(emitted[12:])]
    annual = [
        Row(year=2021 + place, auctions=Fraction(12 * 10**12), emissions=Fraction(total))
        for place, total in enumerate(totals)
    ]
    by_months = years(replay(Path(rows=(opening, *months)), reserve))
    by_years = years(replay(Path(rows=(opening, *annual)), reserve))
    assert [moves(one) for one in by_months] == [moves(one) for one in by_years]


def moves(period: Period) -> list[Fraction | None]:
    return [getattr(period, name) for name in (*MOVED, "content", "circulation")]


def test_an_intake_is_spread_over_its_application() -> None:
    """What September to August brings falls for a third into the first calendar year; whole allowances that add up."""
    rule = {"share": Decimal("0.24"), "status": "assumed"}
    policy = reserve(application={"month": 9, "lag": 1, "months": 12}, intakes={"all": rule})
    rows = [{"circulation": 0}, {"circulation": 1001}, {"circulation": 0}, {"circulation": 0}]
    found = years(replay(path(*rows), policy))
    assert [one.intake for one in found] == [None, None, 80, 160]
    months = [one.intake for one in replay(path(*rows), policy).periods if one.intake]
    assert months == [20] * 12


def test_what_the_auctions_are_too_small_for_waits_until_the_application_ends() -> None:
    rows = [
        Row(year=2020, circulation=Fraction(1000)),
        *(Row(year=2021, month=m, auctions=Fraction(30 if m > 6 else 0), emissions=Fraction(0)) for m in range(1, 13)),
        *(Row(year=2022, month=m, auctions=Fraction(5), emissions=Fraction(0)) for m in range(1, 4)),
    ]
    rule = {"volume": 240, "start": date(2021, 1, 1), "status": "assumed"}
    found = replay(Path(rows=tuple(rows)), reserve(intakes={"all": rule})).periods[1:]
    assert [one.intake for one in found] == [0] * 6 + [30] * 6 + [5] * 3
    assert all(one.circulation is not None for one in found)


# Releases by price ----------------------------------------------------------------------------------------------------


def test_a_price_that_has_risen_releases() -> None:
    policy = reserve(**{"price-releases": {"spike": SPIKE}})
    assert prices(1, 1, 1, 2, 2, 1, 1, 1, reserve=policy) == [0] * 7  # twice as high is not more than twice
    assert prices(1, 1, 1, 2, 3, 1, 1, 1, reserve=policy) == [0, 0, 0, 0, 12, 0, 0]
    assert prices(1, 1, 1, 2, 3, 1, 1, 1, reserve=policy, held=7) == [0, 0, 0, 0, 7, 0, 0]


def test_a_release_waits_spreads_rests_and_has_a_most() -> None:
    steep = (1, 1, 1, 9, 9, 99, 99, 999, 999, 999)
    slow = reserve(**{"price-releases": {"spike": SPIKE | {"wait": 1, "spread": 3}}})
    assert prices(*steep, reserve=slow) == [0, 0, 0, 0, 0, 4, 4, 4, 0]
    rests = reserve(**{"price-releases": {"spike": SPIKE | {"rest": 2}}})
    assert prices(*steep, reserve=rests) == [0, 0, 0, 0, 12, 0, 0, 12, 0]
    most = reserve(**{"price-releases": {"spike": SPIKE | {"most": 20}}})
    assert prices(*steep, reserve=most) == [0, 0, 0, 0, 12, 8, 0, 0, 0]


def test_a_level_of_price_releases_each_time_it_has_been_exceeded() -> None:
    above = {"unit": "EUR2020/t", "values": [{"year": 2024, "value": 45, "status": "assumed"}]}
    level = {"months": 2, "above": above, "volume": 20, "status": "assumed"}
    policy = reserve(**{"price-releases": {"level": level | {"rest": 12}}})
    assert prices(44, 46, 46, 46, 46, reserve=policy) == [0, 0, 20, 0]
    assert prices(46, 45, 46, 45, 46, reserve=policy) == [0, 0, 0, 0]
    assert prices(46, 46, None, 46, 46, reserve=reserve(**{"price-releases": {"level": level}})) == [0, 20, 0, 0]


@pytest.mark.parametrize(("beside", "released"), [(True, [2, 2, 2, 2, 14, 2]), (False, [2] * 6)])
def test_a_release_by_price_may_stand_back(beside: bool, released: list[int]) -> None:
    """Beside a release by circulation it does nothing where the rule says so."""
    scarce = {"below": 600, "volume": 24, "start": date(2024, 1, 1), "status": "assumed"}
    policy = reserve(**{"releases": {"scarce": scarce}, "price-releases": {"spike": SPIKE | {"beside": beside}}})
    rows = [
        Row(year=2024, month=month, auctions=Fraction(50), emissions=Fraction(50), price=Decimal(price))
        for month, price in enumerate((1, 1, 3, 3, 3, 1), 1)
    ]
    opening = Row(year=2023, month=12, circulation=Fraction(500), content=Fraction(100), price=Decimal(1))
    assert [one.release for one in replay(Path(rows=(opening, *rows)), policy).periods[1:]] == released


def test_prices_that_are_not_known_are_told() -> None:
    policy = reserve(**{"price-releases": {"spike": SPIKE}})
    found = replay(path({"circulation": 5, "content": 0}, {"auctions": 5, "emissions": 5}), policy)
    assert found.not_evaluated == ("price-releases.spike",)
    assert index_of(2024, 1) == 24288


# Additions and invalidation -------------------------------------------------------------------------------------------


def test_content_additions_and_invalidation() -> None:
    policy = reserve(
        additions={"opening": {"on": date(2021, 3, 1), "volume": 900, "status": "assumed"}},
        invalidations={
            "auctions": {
                "start": date(2022, 1, 1),
                "end": date(2022, 12, 31),
                "above-auctions": True,
                "status": "assumed",
            },
            "fixed": {"start": date(2023, 1, 1), "above": 400, "status": "assumed"},
        },
    )
    flows = {"auctions": 600, "emissions": 600}
    found = years(replay(path({"circulation": 100}, flows, flows, flows, flows), policy))
    assert [one.content for one in found] == [0, 900, 600, 400, 400]
    assert [one.cancelled for one in found[1:]] == [0, 300, 200, 0]


def test_an_addition_that_nobody_knows_makes_the_content_unknown() -> None:
    policy = reserve(additions={"some": {"on": date(2021, 3, 1), "status": "assumed"}})
    flows = {"auctions": 1, "emissions": 1}
    found = years(replay(path({"circulation": 100}, flows, flows | {"content": 7}, flows), policy))
    assert [one.content for one in found] == [0, None, 7, 7]
    assert [one.circulation for one in found] == [100] * 4


def test_what_is_taken_may_be_cancelled() -> None:
    """As RGGI's adjustments for banked allowances: a bank is taken off the caps of five years."""
    rule = {
        "start": date(2021, 1, 1),
        "end": date(2021, 12, 31),
        "share": 1,
        "cancels": True,
        "application": {"month": 1, "lag": 1, "months": 60},
        "status": "assumed",
    }
    flows = {"auctions": 50, "emissions": 50}
    found = years(replay(path({"circulation": 100}, *[flows] * 6), reserve(intakes={"bank": rule})))
    assert [one.intake for one in found[1:]] == [20] * 5 + [0]
    assert [one.cancelled for one in found[1:]] == [20] * 5 + [0]
    assert {one.content for one in found} == {0}
    assert found[-1].circulation == 0


# What is not known ----------------------------------------------------------------------------------------------------

ALL = {"intakes": {"all": {"share": Decimal("0.5"), "status": "assumed"}}}


def test_published_circulation_is_gone_on_from_and_the_rest_is_told() -> None:
    rows = [
        {"circulation": 100},
        {"auctioned": 10, "emissions": 5, "circulation": 120},
        {"auctioned": 1, "emissions": 2},
    ]
    found = years(replay(path(*rows), reserve()))
    assert [one.circulation for one in found] == [100, 120, 119]
    assert [one.unexplained for one in found] == [None, 15, 0]


def test_auctions_after_the_reserve_are_those_before_it_less_what_it_took() -> None:
    rows = [{"circulation": 100, "content": 0}, {"auctioned": 10, "emissions": 5}]
    found = years(replay(path(*rows), reserve(**ALL)))[-1]
    assert [found.intake, found.auctions, found.auctioned, found.circulation] == [50, 60, 10, 105]


@pytest.mark.parametrize(
    ("rows", "rules", "expected"),
    [
        (
            [{"circulation": 100, "content": 0}, {"auctions": 10, "emissions": 5}],
            {"application": {"month": 9, "lag": 1, "months": 12}} | ALL,
            "expected the circulation of 2019",
        ),
        (
            [{"circulation": 100}, {"auctions": 10, "emissions": 5}],
            {"releases": {"scarce": {"below": 400, "volume": 5, "status": "assumed"}}},
            "expected a published content of the reserve in the first row",
        ),
        ([{"circulation": 100}, {"auctions": 10}], {}, "expected a published circulation, or the flows"),
        ([{"circulation": 100}, {"emissions": 10}], {}, "expected a published circulation, or the flows"),
    ],
)
def test_a_circulation_that_nobody_can_know_is_an_input_error(
    rows: list[dict[str, Any]], rules: dict[str, Any], expected: str
) -> None:
    with pytest.raises(InputError, match=expected):
        replay(path(*rows), reserve(**rules))


def test_a_circulation_alone_is_enough_for_what_it_decides() -> None:
    found = replay(path({"circulation": 100}, {"circulation": 90}), reserve(**ALL))
    assert [one.regime.intake for one in found.decisions] == [50, 45]
    assert [one.circulation for one in found.decisions] == [100, 90]
    assert intake(reserve(**ALL), 2020, Fraction(100)) == found.decisions[0].regime


def test_months_before_the_first_december_decide_nothing() -> None:
    months = [Row(year=2021, month=m, auctions=Fraction(5), emissions=Fraction(5)) for m in range(11, 13)]
    rule = {"start": date(2022, 1, 1), "volume": 12, "status": "assumed"}
    after = [Row(year=2022, month=m, auctions=Fraction(5), emissions=Fraction(5)) for m in range(1, 3)]
    rows = (replace(months[0], circulation=Fraction(9)), months[1], *after)
    found = replay(Path(rows=rows), reserve(intakes={"all": rule}))
    assert [one.intake for one in found.periods] == [None, 0, 1, 1]
    assert [one.year for one in years(found)] == [2021, 2022]
    assert [one.intake for one in years(found)] == [0, 2]
