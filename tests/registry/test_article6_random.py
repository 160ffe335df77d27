"""Corresponding adjustments of random books: conservation, and what the methods have in common."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from comity.registry.article6 import (
    Balance,
    Booked,
    Method,
    Target,
    adjustment,
    balance,
)
from comity.registry.article6_audit import conservation


def exactly(amounts: Mapping[int, int]) -> dict[int, Fraction]:
    """Amounts by year as exact numbers."""
    return {year: Fraction(amount) for year, amount in amounts.items()}


def target(method: Method = "trajectory", first: int = 2021, last: int = 2030, **more: Any) -> Target:
    return Target(party="GHA", method=method, first=first, last=last, **more)


def books(transferred: Mapping[int, int], used: Mapping[int, int] | None = None, party: str = "GHA") -> Booked:
    return Booked(party, exactly(transferred), exactly(used or {}))


amounts = st.dictionaries(st.integers(2021, 2030), st.integers(0, 10**15), max_size=6)
methods = st.sampled_from(("averaging", "trajectory", "multi-year-trajectory", "multi-year-budget"))


@st.composite
def sales(draw: st.DrawFn) -> dict[str, Booked]:
    """Parties that first transfer ITMOs to one another, who use some of them; the rest is held or cancelled."""
    names = ("A", "B", "C")
    transferred: dict[str, dict[int, Fraction]] = {name: {} for name in names}
    used: dict[str, dict[int, Fraction]] = {name: {} for name in names}
    for _ in range(draw(st.integers(0, 8))):
        host, user = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        vintage, sold = draw(st.integers(2021, 2030)), draw(st.integers(1, 10**12))
        spent, year = draw(st.integers(0, sold)), draw(st.integers(vintage, 2030))
        transferred[host][vintage] = transferred[host].get(vintage, Fraction(0)) + sold
        used[user][year] = used[user].get(year, Fraction(0)) + spent
    return {name: Booked(name, transferred[name], used[name]) for name in names}


def whole(party: str, method: Method, one: Booked) -> Balance:
    return balance(Target(party=party, method=method, first=2021, last=2030), one, {})


@given(sales(), methods)
def test_adjustments_of_all_parties_are_what_was_transferred_and_not_used(
    one: dict[str, Booked], method: Method
) -> None:
    found = conservation(one.values())
    assert found.holds
    assert sum(whole(party, method, each).cumulative for party, each in one.items()) == found.outstanding


@given(amounts, amounts)
def test_every_method_books_the_same_and_averaging_spreads_it(
    transferred: dict[int, int], used: dict[int, int]
) -> None:
    one = books(transferred, used)
    found = {method: balance(target(method), one, {}) for method in ("averaging", "trajectory", "multi-year-budget")}
    assert len({each.cumulative for each in found.values()}) == 1
    assert found["averaging"].reported * 10 == found["multi-year-budget"].reported
    assert found["trajectory"].reported == one.net((2030,))
    assert sum(year.adjustment for year in found["trajectory"].years) == found["trajectory"].cumulative


@given(amounts, amounts, st.integers(2021, 2030))
def test_the_divisors_agree_in_the_last_year_alone(
    transferred: dict[int, int], used: dict[int, int], year: int
) -> None:
    one, aim = books(transferred, used), target("averaging")
    elapsed, period = adjustment(aim, one, year, "elapsed"), adjustment(aim, one, year, "period")
    assert elapsed * (year - 2020) == period * 10
    assert (elapsed == period) == (year == 2030 or elapsed == 0)


@given(amounts, amounts, methods)
def test_another_metric_is_the_mirror_image(transferred: dict[int, int], used: dict[int, int], method: Method) -> None:
    one = books(transferred, used)
    assert (
        balance(target(method), one, {}).reported == -balance(target(method, greenhouse_gases=False), one, {}).reported
    )
