"""Whose the tonnes are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.regime.network import Regime
from comity.regime.shares import concentration, covered, entropy, issued_in, runner, shares
from tests.random_worlds import Tree, names
from tests.regime.small_world import mechanism, small


def figures(*known: tuple[int, float]) -> Tree:
    return {"unit": "Mt CO2e", "values": [{"year": y, "value": v, "status": "assumed"} for y, v in known]}


def test_covered_with_the_nearest_figure() -> None:
    more = {
        "exact": mechanism("cap-and-trade", covered_emissions=figures((2011, 10), (2013, 20))),
        "between": mechanism("cap-and-trade", covered_emissions=figures((2010, 10), (2012, 20))),
        "later": mechanism("cap-and-trade", covered_emissions=figures((2020, 75), (2030, 5))),
        "unknown": mechanism("cap-and-trade"),
        "credits": mechanism("project-crediting"),
    }
    world = small(mechanism=more)
    found = covered(Regime(world, date(2011, 7, 1)), more)
    assert found.by_mechanism == {"exact": 10, "between": 15, "later": 75}
    assert found.total == 100
    assert found.carried == 0.75
    assert found.unknown == ("unknown",)


def test_covered_in_the_units_of_the_world() -> None:
    tonnes = {"unit": "t CO2e", "values": [{"year": 2011, "value": 5_000_000, "status": "assumed"}]}
    world = small(mechanism={"one": mechanism("cap-and-trade", covered_emissions=tonnes)})
    assert covered(Regime(world, date(2011, 7, 1)), ["one"]).total == 5


def test_nothing_covered() -> None:
    found = covered(Regime(small(), date(2011, 7, 1)), [])
    assert (found.total, found.carried) == (0, 0)


@pytest.mark.parametrize(
    ("id", "by"),
    [
        ("central", "international"),
        ("sky", "international"),
        ("alpha", "state"),
        ("home", "state"),
        ("beta", "state"),
        ("hosted", "unknown"),
        ("north", "subnational"),
        ("north-and-b", "state"),
        ("standard", "private"),
        ("own", "private"),
    ],
)
def test_who_runs_it(id: str, by: str) -> None:
    club = {"name": names("club"), "kind": "programme-operator"}
    more = {
        "north": mechanism("cap-and-trade", parties=["AAA-1"], authority="club"),
        "north-and-b": mechanism("cap-and-trade", parties=["AAA-1", "BBB"]),
        "standard": mechanism("project-crediting", parties=["AAA"], authority="club"),
        "own": mechanism("internal-price", authority="whoever"),
    }
    assert runner(small(mechanism=more, body={"club": club}), id) == by


def test_shares_of_groups() -> None:
    assert shares({"a": 1, "b": 2, "c": 1}, {"a": "x", "b": "y", "c": "x"}) == {"x": 0.5, "y": 0.5}
    assert shares({}, {}) == {}


def test_credits_of_a_year() -> None:
    issued = {("a", 2010): 5.0, ("a", 2011): 6.0, ("b", 2011): 7.0}
    assert issued_in(issued, 2011, ["a"]) == {"a": 6}


def test_entropy_and_concentration_by_hand() -> None:
    assert entropy([1, 1]) == 1
    assert entropy([1, 1, 1, 1]) == 2
    assert entropy([2, 1, 1]) == 1.5
    assert entropy([7]) == entropy([]) == 0
    assert concentration([1, 1, 2]) == pytest.approx(6 / 16)
    assert concentration([3]) == 1
    assert concentration([]) is None


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=8))
def test_even_is_the_most_spread(amounts: list[float]) -> None:
    count = len(amounts)
    assert -1e-9 <= entropy(amounts) <= entropy([1] * count) + 1e-9
    found = concentration(amounts)
    assert found is not None
    assert 1 / count - 1e-9 <= found <= 1 + 1e-9
