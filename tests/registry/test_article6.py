"""Corresponding adjustments: the worked examples, every method, both signs, conservation, a registry's own counts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from comity.registry.accounts import Tally
from comity.registry.article6 import (
    DIVISORS,
    Booked,
    Method,
    Target,
    balance,
    booked,
    in_the_ndc_year,
    over_the_years,
    parties,
)
from comity.registry.article6_audit import beside, conservation, conserved, distribution
from comity.registry.journal import Put
from comity.registry.state import State


def exactly(amounts: Mapping[int, int]) -> dict[int, Fraction]:
    """Amounts by year as exact numbers."""
    return {year: Fraction(amount) for year, amount in amounts.items()}


def target(method: Method = "trajectory", first: int = 2021, last: int = 2030, **more: Any) -> Target:
    return Target(party="GHA", method=method, first=first, last=last, **more)


def books(transferred: Mapping[int, int], used: Mapping[int, int] | None = None, party: str = "GHA") -> Booked:
    return Booked(party, exactly(transferred), exactly(used or {}))


def plain(*found: Fraction | None) -> tuple[int | None, ...]:
    """Exact numbers that are whole, as such."""
    assert all(one is None or one.denominator == 1 for one in found)
    return tuple(None if one is None else int(one) for one in found)


# The worked examples

A = books({2021: 100, 2022: 200, 2023: 300})
B = books({2023: 100, 2024: 200, 2025: 300, 2030: 400})


def test_a_averaging_states_the_whole_and_not_the_staircase() -> None:
    found = balance(target("averaging"), A, {}, through=2023)
    assert [year.adjustment for year in found.years] == [100, 150, 200]
    assert all(year.indicative for year in found.years)
    assert found.reported == 200
    assert found.reported * len(found.years) == found.cumulative == 600
    assert sum(year.adjustment for year in found.years) == 450  # what nobody may report as the total


@pytest.mark.parametrize(
    ("method", "through", "divisor", "reported", "cumulative"),
    [
        ("averaging", 2025, "elapsed", 120, 600),
        ("averaging", 2030, "elapsed", 100, 1000),
        ("averaging", 2025, "period", 60, 600),
        ("averaging", 2030, "period", 100, 1000),
        ("trajectory", 2030, "elapsed", 400, 1000),
        ("multi-year-trajectory", 2030, "elapsed", 1000, 1000),
        ("multi-year-budget", 2030, "elapsed", 1000, 1000),
    ],
)
def test_b_methods_compared(method: Method, through: int, divisor: Any, reported: int, cumulative: int) -> None:
    found = balance(target(method), B, {}, through, divisor)
    assert plain(found.reported, found.cumulative) == (reported, cumulative)
    assert set(DIVISORS) == {"elapsed", "period"}


TRAJECTORY = exactly({2021: 40_000, 2022: 39_000, 2023: 38_000})
EMISSIONS = exactly({2021: 60_000, 2022: 56_000, 2023: 0})
OVER = books({2021: 1000, 2022: 600})


def test_c_the_safeguard_fails() -> None:
    found = over_the_years(balance(target(last=2023, trajectory=TRAJECTORY), OVER, EMISSIONS))
    assert found.outcome == "not-met"
    assert plain(found.adjusted, found.target) == (117_600, 117_000)
    kept = over_the_years(balance(target(last=2023, trajectory=TRAJECTORY), books({2021: 1000}), EMISSIONS))
    assert (kept.outcome, kept.missing) == ("met", ())
    assert kept.adjusted == 117_000


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_c_without_a_datum_it_is_undetermined(year: int) -> None:
    known = {at: amount for at, amount in EMISSIONS.items() if at != year}
    found = over_the_years(balance(target(last=2023, trajectory=TRAJECTORY), OVER, known))
    assert (found.outcome, found.adjusted, found.missing) == ("undetermined", None, (("emissions", year),))
    held = {at: amount for at, amount in TRAJECTORY.items() if at != year}
    found = over_the_years(balance(target(last=2023, trajectory=held), OVER, EMISSIONS))
    assert (found.outcome, found.target, found.missing) == ("undetermined", None, (("trajectory", year),))


def test_d_conservation() -> None:
    host, buyer = books({2025: 100}), books({}, {2027: 60}, party="CHE")
    found = conservation((host, buyer))  # 40 were cancelled
    assert plain(found.transferred, found.used, found.outstanding) == (100, 60, 40)
    assert found.holds
    assert balance(target("multi-year-budget"), host, {}).cumulative == 100
    theirs = Target(party="CHE", method="multi-year-budget", first=2021, last=2030)
    assert balance(theirs, buyer, {}).cumulative == -60
    assert not conservation((buyer,)).holds


def test_e_an_article_6_4_issuance() -> None:
    found = distribution(1000)
    assert (found.adaptation, found.cancelled, found.distributed, found.issued) == (50, 20, 930, 1000)
    assert distribution(333) == distribution(333, rounding="down")
    small, one = distribution(333), distribution(1)
    assert (small.adaptation, small.cancelled, small.distributed) == (16, 6, 311)
    assert (one.adaptation, one.cancelled, one.distributed) == (0, 0, 1)
    up = distribution(1, rounding="up")
    assert (up.adaptation, up.cancelled, up.distributed) == (1, 0, 0)
    for issued, share in ((-1, "1/20"), (1, "-1/20"), (1, "99/100")):
        with pytest.raises(ValueError, match="cannot be shared"):
            distribution(issued, Fraction(share))


def test_f_two_methods_do_not_cancel() -> None:
    sold = books(dict.fromkeys(range(2021, 2031), 100))
    bought = books({}, dict.fromkeys(range(2021, 2031), 100), party="CHE")
    averaging, theirs = target("averaging"), Target(party="CHE", method="multi-year-budget", first=2021, last=2030)
    found = beside(balance(averaging, sold, {}), balance(theirs, bought, {}))
    assert found.methods_differ
    assert not found.years_differ
    assert plain(*found.cumulative, found.cumulative_sum) == (1000, -1000, 0)
    assert plain(*found.reported, found.reported_sum, found.leak) == (100, -1000, -900, 900)
    same = beside(balance(target("multi-year-budget"), sold, {}), balance(theirs, bought, {}, 2029))
    assert (same.methods_differ, same.years_differ) == (False, True)
    assert plain(same.cumulative_sum, same.leak) == (100, 0)


# Methods, years, signs


def test_transfers_count_by_vintage_and_uses_by_year_of_use_and_stay_apart() -> None:
    found = balance(target(first=2024, last=2026), books({2024: 10, 2025: 3}, {2025: 7, 2026: 1}), exactly({2025: 50}))
    rows = [plain(year.transferred, year.used, year.adjustment) for year in found.years]
    assert rows == [(10, 0, 10), (3, 7, -4), (0, 1, -1)]
    assert [year.adjusted for year in found.years] == [None, 46, None]
    assert plain(found.transferred, found.used, found.cumulative) == (13, 8, 5)


def test_what_lies_outside_the_period_is_said_and_not_counted() -> None:
    found = balance(target(first=2024, last=2026), books({2020: 5, 2024: 10}, {2031: 2}), {})
    assert plain(found.cumulative, found.outside) == (10, 3)


def test_another_metric_has_the_signs_turned_round() -> None:
    power = target("multi-year-trajectory", 2025, 2026, greenhouse_gases=False, at_least=True,
                   trajectory=exactly({2025: 100, 2026: 100}))  # fmt: skip
    found = balance(power, books({2025: 30}, {2026: 10}), exactly({2025: 120, 2026: 100}))
    assert [plain(year.adjustment, year.adjusted) for year in found.years] == [(-30, 90), (10, 110)]
    assert found.cumulative == -20
    judged = over_the_years(found)
    assert judged.outcome == "met"
    assert plain(judged.adjusted, judged.target) == (200, 200)
    assert in_the_ndc_year(found).outcome == "met"
    short = balance(power, books({2025: 31}, {2026: 10}), exactly({2025: 120, 2026: 100}))
    assert over_the_years(short).outcome == "not-met"


def test_the_ndc_year_by_itself() -> None:
    aim = target("averaging", 2021, 2022, level=Fraction(100))
    emissions = exactly({2021: 500, 2022: 95})
    assert in_the_ndc_year(balance(aim, books({2021: 10}), emissions)).outcome == "met"  # 95 + 10/2
    over = in_the_ndc_year(balance(aim, books({2021: 12}), emissions))
    assert over.outcome == "not-met"
    assert plain(over.adjusted, over.target) == (101, 100)
    early = in_the_ndc_year(balance(aim, books({2021: 10}), emissions, through=2021))
    assert (early.outcome, early.missing) == ("undetermined", (("emissions", 2022),))
    unaimed = in_the_ndc_year(balance(target("averaging", 2021, 2022), books({}), exactly({2021: 1})))
    assert (unaimed.outcome, unaimed.missing) == ("undetermined", (("emissions", 2022), ("target", 2022)))
    assert balance(aim, books({}), emissions).years[-1].target == 100


def test_averaging_without_a_trajectory_has_no_safeguard_over_the_years() -> None:
    found = over_the_years(
        balance(target("averaging", 2021, 2022, level=Fraction(9)), books({}), exactly({2021: 1, 2022: 1}))
    )
    assert (found.outcome, found.missing) == ("undetermined", (("trajectory", 2021), ("trajectory", 2022)))


def test_a_budget_is_judged_at_the_end() -> None:
    aim = target("multi-year-budget", 2021, 2022, level=Fraction(100))
    emissions = exactly({2021: 60, 2022: 60})
    early = over_the_years(balance(aim, books({}, {2022: 20}), emissions, through=2021))
    assert (early.outcome, early.missing) == ("undetermined", (("emissions", 2022),))
    assert over_the_years(balance(aim, books({}, {2022: 20}), emissions)).outcome == "met"
    assert over_the_years(balance(aim, books({}, {2022: 19}), emissions)).outcome == "not-met"
    missing = over_the_years(balance(target("multi-year-budget", 2021, 2022), books({}), emissions))
    assert (missing.outcome, missing.missing) == ("undetermined", (("target", 2022),))


def test_no_balance_outside_the_period_or_of_another_party() -> None:
    with pytest.raises(ValueError, match="no balance"):
        balance(target(), books({}), {}, through=2031)
    with pytest.raises(ValueError, match="no balance"):
        balance(target(), books({}, party="CHE"), {})


# What a registry counted


def state_with(**tallies: str) -> State:
    """A state with these running numbers; double underscores stand for colons."""
    state = State("r")
    for id, value in tallies.items():
        state.apply(Put(None, Tally(id.replace("__", ":"), value)))
    return state


def test_books_are_read_from_a_registrys_tallies() -> None:
    state = state_with(
        transferred__GHA__2025="100",
        transferred__GHA__2024="1/2",
        used__GHA__2026="3",
        used__CHE__2027="60",
        quota__x="9",
    )
    assert booked(state, "GHA") == Booked("GHA", {2024: Fraction(1, 2), 2025: Fraction(100)}, {2026: Fraction(3)})
    assert booked(state, "PER") == Booked("PER", {}, {})
    assert parties(state) == ["CHE", "GHA"]
    assert conserved(state).outstanding == Fraction(75, 2)
