"""Many years: banking, borrowing, opening holdings, periods, make-good, foresight, against closed forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import exp
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.market.answer import Solved, abated, markets
from comity.market.solve import solve
from comity.market.years import solve_years
from comity.world import World
from tests.random_worlds import Tree, names, world_of

Path = Sequence[float | Decimal]
FIRST = 2001


def yearly(values: Path, unit: str = "Mt CO2e") -> Tree:
    """One assumed figure a year from 2001 on."""
    figures = [
        {
            "year": FIRST + place,
            "value": Decimal(repr(value)) if isinstance(value, float) else value,
            "status": "assumed",
        }
        for place, value in enumerate(values)
    ]
    return {"unit": unit, "values": figures}


def system(required: Path, rules: Tree | None = None, *, slope: float = 1, base: float = 100) -> Tree:
    """One market: baseline less cap is `required` in each year; marginal cost slope × abatement."""
    years = len(required)
    mechanism = {
        "name": names("ets"),
        "kind": "cap-and-trade",
        "parties": ["A"],
        "unit-type": "UA",
        "cap": yearly([round(base - float(one), 9) for one in required]),
    }
    activity = {
        "name": names("a"),
        "host": "A",
        "type": "all",
        "covered-by": ["ets"],
        "baseline": yearly([base] * years),
        "curve": {"family": "linear", "unit": "EUR2001/t", "slope": Decimal(repr(slope)), "status": "assumed"},
    }
    return {
        "party": {"A": {"name": names("A")}},
        "activity": {"a": activity},
        "mechanism": {"ets": mechanism | (rules or {})},
    }


def world(tree: Tree, years: int, rate: float = 0, step: int = 1, **about: Any) -> World:
    """The tree as a world of so many years."""
    figures = {"unit": "a year", "values": [{"year": FIRST, "value": Decimal(repr(rate)), "status": "assumed"}]}
    figures["values"].append({"year": FIRST + 199, "value": Decimal(repr(rate)), "status": "assumed"})  # type: ignore[attr-defined]
    listed = [FIRST + step * place for place in range(years)]
    return world_of(tree | {"world": {"price-year": FIRST, "years": listed, "discount-rate": figures} | about})


def solved(tree: Tree, years: int, rate: float = 0, **about: Any) -> list[Solved]:
    one = world(tree, years, rate, **about)
    found = solve_years(one, one.world.years)
    assert all(year.solution.status == "solved" for year in found)
    return found


def abatement(found: list[Solved]) -> list[float]:
    return [abated(year, "a") for year in found]


def prices(found: list[Solved]) -> list[float]:
    return [year.worth["obligation:ets"] for year in found]


def bank(found: list[Solved]) -> list[float]:
    return [sum(year.banked.values()) for year in found]


BANKING: Tree = {"banking": {}}


# O13: two and three periods -------------------------------------------------------------------------------------------


def test_two_periods_of_rising_scarcity() -> None:
    found = solved(system([10, 30], BANKING), 2, 0.1)
    assert abatement(found) == pytest.approx([400 / 21, 440 / 21], rel=1e-9)
    assert bank(found)[0] == pytest.approx(190 / 21, rel=1e-9)
    assert prices(found)[1] == pytest.approx(1.1 * prices(found)[0], rel=1e-9)


def test_two_periods_of_falling_scarcity_without_borrowing() -> None:
    found = solved(system([30, 10], BANKING), 2, 0.1)
    assert prices(found) == pytest.approx([30, 10], rel=1e-9)
    assert bank(found)[0] == 0


def test_borrowing_one_for_one() -> None:
    found = solved(system([30, 10], BANKING | {"borrowing": {}}), 2, 0.1)
    assert abatement(found) == pytest.approx([400 / 21, 440 / 21], rel=1e-9)
    borrowed = found[0].sum("carry")
    assert borrowed == pytest.approx(230 / 21, rel=1e-9)


def test_borrowing_with_interest_and_a_limit() -> None:
    """At 20 % interest on units 1.2 p2 / 1.1 = p1; q1 + b = 30, q2 = 10 + 1.2 b. At most 2 may be borrowed."""
    rate = {"borrowing": {"interest": Decimal("0.2")}}
    found = solved(system([30, 10], rate), 2, 0.1)
    first, second = abatement(found)
    assert first == pytest.approx(1.2 * second / 1.1, rel=1e-8)
    assert second - 10 == pytest.approx(1.2 * (30 - first), rel=1e-8)
    limited = solved(system([30, 10], {"borrowing": {"limit": yearly([2, 2])}}), 2, 0.1)
    assert abatement(limited)[0] == pytest.approx(28, rel=1e-9)


def test_three_periods() -> None:
    found = solved(system([0, 10, 30], BANKING), 3, 0.1)
    assert abatement(found) == pytest.approx([4000 / 331, 4400 / 331, 4840 / 331], rel=1e-9)
    assert bank(found) == pytest.approx([4000 / 331, 4000 / 331 + 4400 / 331 - 10, 0], abs=1e-8)


def test_opening_holdings_are_units_of_the_first_year() -> None:
    found = solved(system([10, 30], BANKING | {"opening-holdings": yearly([5])}), 2, 0.0)
    assert abatement(found) == pytest.approx([17.5, 17.5], rel=1e-9)
    assert bank(found)[0] == pytest.approx(12.5, rel=1e-9)


# O14 to O16: continuous banking, as a limit of small steps ------------------------------------------------------------


def stepped(required: Any, years: float, steps: int, rate: float, opening: float = 0.0) -> list[Solved]:
    """A continuous market in steps of 1 / `steps` years: flows per step at its middle, cost per step."""
    number = round(years * steps)
    path = [required((place + 0.5) / steps) / steps for place in range(number)]
    rules = dict(BANKING)
    if opening:
        rules["opening-holdings"] = yearly([opening])
    growth = exp(rate / steps) - 1
    return solved(system(path, rules, slope=float(steps), base=200 / steps), number, growth)


def extrapolated(values: Sequence[float], order: int) -> float:
    """Richardson's value from steps of 1, 1/2 and 1/4, for an error that falls with the order and two above."""
    first = [(2**order * fine - coarse) / (2**order - 1) for coarse, fine in pairwise(values)]
    return float((2 ** (order + 1) * first[1] - first[0]) / (2 ** (order + 1) - 1))


def test_a_step_cap() -> None:
    """O14: no constraint for 10 years, then 10 for ever, r = 5 %: p0 = 3.01710, the bank at 10 years 39.145."""
    p0, held = 3.0170956268, 39.1450821774
    errors, found_prices, found_banks = [], [], []
    for steps in (1, 2, 4):
        found = stepped(lambda t: 0.0 if t < 10 else 10.0, 28, steps, 0.05)
        found_prices.append(prices(found)[0] * exp(-0.05 * 0.5 / steps))  # from the middle of the first step to 0
        found_banks.append(bank(found)[10 * steps - 1])
        errors.append(abs(found_prices[-1] - p0))
    assert errors[0] < 0.02
    assert max(errors) == errors[0]
    assert found_prices[-1] == pytest.approx(p0, rel=1e-3)
    assert found_banks[-1] == pytest.approx(held, rel=1e-3)


@pytest.mark.parametrize(("opening", "p0"), [(0.0, 6.4761023789), (100.0, 5.4790300437)])
def test_a_linear_cap(opening: float, p0: float) -> None:
    """O15: required abatement g t, r = 5 %."""
    values = []
    for steps in (1, 2, 4):
        found = stepped(lambda t: t, 44, steps, 0.05, opening)
        values.append(prices(found)[0] * exp(-0.05 * 0.5 / steps))
    errors = [abs(value - p0) for value in values]
    assert errors[2] < errors[0] / 2
    assert extrapolated(values, 2) == pytest.approx(p0, rel=1e-3)


@pytest.mark.parametrize(("horizon", "p0"), [(10, 3.8537), (20, 5.8198)])
def test_a_finite_horizon(horizon: int, p0: float) -> None:
    """O16: a shorter planning horizon gives a lower price today."""
    values = []
    for steps in (1, 2, 4):
        found = stepped(lambda t: t, horizon, steps, 0.05)
        values.append(prices(found)[0] * exp(-0.05 * 0.5 / steps))
    assert extrapolated(values, 2) == pytest.approx(p0, rel=1e-3)


# Periods, make-good, rates, foresight ---------------------------------------------------------------------------------


def test_a_compliance_period_is_one_obligation() -> None:
    """Without banking, 10 and 30 in one period are 20 and 20 at one price (no discounting)."""
    periods = [{"start": FIRST, "end": FIRST + 1}]
    found = solved(system([10, 30, 5], {"compliance-periods": periods, "banking": {}}), 3)
    assert prices(found)[:2] == pytest.approx([20, 20], rel=1e-9)
    assert abatement(found) == pytest.approx([20, 20, 5], rel=1e-9)


def test_what_ends_inside_a_period_is_due_by_its_end() -> None:
    """A mechanism of two years in a period of three: 10 and 30 are 20 and 20, and nothing is asked for afterwards."""
    rules = {
        "compliance-periods": [{"start": FIRST, "end": FIRST + 2}],
        "banking": {},
        "end": date(FIRST + 1, 12, 31),
    }
    found = solved(system([10, 30, 5], rules), 3)
    assert prices(found[:2]) == pytest.approx([20, 20], rel=1e-9)
    assert abatement(found) == pytest.approx([20, 20, 0], rel=1e-9)


def test_an_enforced_target_holds_over_its_period() -> None:
    target = {
        "type": "absolute",
        "period": {"start": FIRST, "end": FIRST + 1},
        "level": yearly([90, 70]),
        "enforced": True,
    }
    tree = system([0, 0])
    tree["party"]["A"]["targets"] = {"ndc": target}
    tree["activity"]["a"].pop("covered-by")
    found = solved(tree, 2)
    assert abatement(found) == pytest.approx([20, 20], rel=1e-9)
    rows = solve(world(tree, 2)).balances
    assert [row.target for row in rows] == [90, 70]
    assert [row.missed for row in rows] == pytest.approx([0, 10])
    assert [row.price for row in rows][1] == pytest.approx(20)


def test_making_good_takes_next_years_units() -> None:
    """A fine of 2 and three units of the next year for one: this year's price stops at 2 + 3 × next year's."""
    late = {"kind": "make-good", "price": yearly([2, 2], "EUR2001/t"), "ratio": 3}
    found = solved(system([40, 5], {"penalties": {"late": late}}), 2)
    first, second = prices(found)
    assert first == pytest.approx(2 + 3 * second, rel=1e-8)
    missing = 40 - abatement(found)[0]
    assert abatement(found)[1] == pytest.approx(5 + 3 * missing, rel=1e-8)


def test_each_mechanism_may_discount_at_its_own_rate() -> None:
    rate = {"unit": "a year", "values": [{"year": FIRST, "value": Decimal("0.2"), "status": "assumed"}]}
    rate["values"].append({"year": FIRST + 9, "value": Decimal("0.2"), "status": "assumed"})  # type: ignore[attr-defined]
    tree = system([10, 30], BANKING)
    other = system([10, 30], BANKING | {"discount-rate": rate})
    tree["mechanism"]["other"] = other["mechanism"]["ets"] | {"unit-type": "UO"}
    tree["activity"]["b"] = other["activity"]["a"] | {"covered-by": ["other"]}
    found = solved(tree, 2, 0.1)
    p = [year.worth["obligation:ets"] for year in found]
    q = [year.worth["obligation:other"] for year in found]
    assert p[1] == pytest.approx(1.1 * p[0], rel=1e-8)
    assert q[1] == pytest.approx(1.2 * q[0], rel=1e-8)


def test_years_that_stand_for_several() -> None:
    """Two years five apart, each for five: the bank is five years' flows, and the rate is compounded five times."""
    tree = system([10, 10, 10, 10, 10, 30], BANKING)
    one = world(tree, 2, 0.02, 5)
    found = solve_years(one, one.world.years)
    first, second = (year.worth["obligation:ets"] for year in found)
    assert second == pytest.approx(1.02**5 * first, rel=1e-9)
    assert first + second == pytest.approx(40, rel=1e-9)
    assert sum(found[0].banked.values()) == pytest.approx(first - 10, rel=1e-9)


def test_what_is_unsold_is_offered_again() -> None:
    """A reserve price of 20 with 10 required in the first year and 40 in the second, no banking.

    Cancelled: 10 of the first year are not sold, and the second price is 40. Later: they are sold then, at 30. From a
    reserve: they are sold at the tier's price of 35, five of them beside the tier's own four.
    """
    floor = yearly([20, 20], "EUR2001/t")
    tier = {"price": yearly([35, 35], "EUR2001/t"), "volume": yearly([0, 4])}

    def sold(fate: str, **more: Tree) -> list[Solved]:
        controls = {"auction-reserve": floor | {"unsold": fate}} | more
        return solved(system([10, 40], {"price-controls": controls}), 2)

    assert prices(sold("cancelled")) == pytest.approx([20, 40])
    assert prices(sold("later-auctions")) == pytest.approx([20, 30])
    reserve = sold("reserve", containment={"one": tier})
    assert prices(reserve) == pytest.approx([20, 35])
    tiers = [reserve[1].amounts[m.id] for m in reserve[1].network.movements if "containment" in m.id]
    assert tiers == pytest.approx([5])


def test_foresight() -> None:
    """Nobody who sees one year banks for the third; who sees all does. What is left over is kept all the same."""
    tree = system([0, 0, 30], BANKING)
    perfect = solved(tree, 3)
    assert abatement(perfect) == pytest.approx([10, 10, 10], rel=1e-9)
    myopic = solved(tree, 3, foresight=0)
    assert abatement(myopic) == pytest.approx([0, 0, 30], abs=1e-8)
    one_ahead = solved(tree, 3, foresight=1)
    assert abatement(one_ahead) == pytest.approx([0, 15, 15], abs=1e-7)
    slack = solved(system([-10, 30], BANKING), 2, foresight=0)
    assert bank(slack)[0] == pytest.approx(10)
    assert abatement(slack) == pytest.approx([0, 20], abs=1e-8)


def test_a_banked_credit_is_still_claimed_twice() -> None:
    """Credits issued in the first year, from inside the host's target, are banked and used abroad in the second."""
    tree = system([0, 20], slope=2)
    target = {"type": "absolute", "period": {"start": FIRST, "end": FIRST + 1}, "level": yearly([90, 90])}
    tree["party"]["H"] = {"name": names("H"), "targets": {"ndc": target}}
    tree["activity"]["p"] = tree["activity"]["a"] | {"host": "H", "type": "project", "covered-by": []}
    tree["mechanism"]["std"] = {
        "name": names("std"),
        "kind": "project-crediting",
        "unit-type": "CR",
        "crediting": {"activities": ["project"]},
        "banking": {},
    }
    tree["mechanism"]["ets"]["accepts"] = {"credits": {"accepts": {"from": "std", "into": "ets"}}}
    run = solve(world(tree, 2))
    issued = [row.units for row in run.flows if row.kind == "credit"]
    assert len(issued) == 2
    assert run.air[0].claimed_twice == 0
    assert run.air[1].claimed_twice == pytest.approx(sum(issued), rel=1e-8)


# Invariants over random paths -----------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(
    st.lists(st.integers(-20, 60), min_size=2, max_size=6),
    st.sampled_from([0.0, 0.03, 0.1]),
    st.integers(0, 40),
    st.booleans(),
)
def test_banking_on_random_paths(required: list[int], rate: float, opening: int, borrows: bool) -> None:
    """Invariant 7: p(t+1) <= (1 + r) p(t), equal while the bank is positive; 6: circulation changes by flows only."""
    rules = dict(BANKING) | {"opening-holdings": yearly([opening])}
    if borrows:
        rules["borrowing"] = {"limit": yearly([3] * len(required))}
    found = solved(system(required, rules), len(required), rate)
    p, held = prices(found), bank(found)
    for now, after, kept, year in zip(p, p[1:], held, found, strict=False):
        assert after <= (1 + rate) * now + 1e-6 * (1 + now)
        carried = sum(year.amounts[m.id] for m in year.network.movements if m.id == "mechanism.ets.banking")
        if carried > 1e-6:
            assert after == pytest.approx((1 + rate) * now, rel=1e-6, abs=1e-6)
        assert kept >= carried - 1e-6
    before = float(opening) if not borrows else None
    for year, kept in zip(found, held, strict=True):
        emitted = 100 - abated(year, "a")
        issued = sum(year.amounts[m.id] for m in year.network.movements if m.clause == "mechanism.ets.cap")
        if before is not None and kept > 0:
            assert kept - before == pytest.approx(issued - emitted, abs=1e-6)
        before = kept if before is not None else None
    run = solve(world(system(required, rules), len(required), rate))
    assert sum(row.payments for row in run.holders) == pytest.approx(0, abs=1e-5)
    assert all(row.bank is not None for one in found for row in markets(one))
