"""Initiatives by year and family, each number with the list behind it."""

from __future__ import annotations

from datetime import date
from typing import get_args

from hypothesis import given

from comity.regime.counts import FAMILIES, FAMILY, Initiative, by_year, initiatives, jurisdictions, undated
from comity.world.design import Kind
from comity.world.world import World
from tests import strategies
from tests.random_worlds import Tree, names, world_of
from tests.regime.small_world import mechanism, small

#: Of the World Bank's State and Trends of Carbon Pricing 2020: in force or scheduled.
SYSTEMS_2020 = 31


def test_every_kind_has_a_family() -> None:
    assert set(FAMILY) == set(get_args(Kind))
    assert set(FAMILY.values()) == set(FAMILIES)


def test_taxes_and_credits_are_no_trading_systems() -> None:
    assert {kind for kind, family in FAMILY.items() if family == "carbon-tax"} == {
        "carbon-tax",
        "carbon-tax-with-offsets",
        "carbon-price-floor",
    }
    assert all(FAMILY[kind] == "crediting" for kind in FAMILY if kind.endswith("-crediting"))


def test_of_the_small_regime() -> None:
    found = {one.id: one for one in initiatives(small(), date(2011, 7, 1))}
    assert set(found) == {"central", "carried", "hosted", "home", "alpha", "beta"}
    assert found["beta"] == Initiative("beta", "trading-system", "in-force")
    assert found["central"].family == "crediting"


def test_scheduled_is_what_comes_by_a_day() -> None:
    found = initiatives(small(), date(2009, 12, 31), scheduled_by=date(2010, 12, 31))
    assert {one.id for one in found if one.standing == "scheduled"} == {"beta"}
    assert "beta" not in {one.id for one in initiatives(small(), date(2009, 12, 31), scheduled_by=date(2009, 12, 31))}
    later = initiatives(small(), date(2026, 12, 31), scheduled_by=date(2028, 1, 1))
    assert {one.id for one in later if one.standing == "scheduled"} == {"later"}
    assert not [one for one in initiatives(small(), date(2026, 12, 31)) if one.standing == "scheduled"]


def test_what_was_given_up_was_never_scheduled() -> None:
    found = initiatives(small(), date(1999, 12, 31), scheduled_by=date(2000, 12, 31))
    assert "never" not in {one.id for one in found}


def test_a_market_for_the_units_of_others_is_not_counted_again() -> None:
    joint = {"name": names("joint"), "kind": "cap-and-trade", "parties": ["AAA", "BBB"]}
    world = small(mechanism={"joint": joint, "own": mechanism("cap-and-trade", parties=["AAA", "BBB"])})
    found = {one.id for one in initiatives(world, date(2011, 7, 1))}
    assert "joint" not in found
    assert "own" in found


def test_by_year_with_what_began_and_ended() -> None:
    rows = {(row.year, row.family): row for row in by_year(small(), range(2009, 2030))}
    assert rows[2010, "trading-system"].in_force == ("alpha", "beta")
    assert rows[2010, "trading-system"].began == ("beta",)
    assert rows[2028, "trading-system"].scheduled == ("later",)
    assert rows[2027, "trading-system"].scheduled == ()
    assert undated(small()) == ("hosted",)
    assert "hosted" not in rows[2010, "crediting"].in_force


def test_jurisdictions() -> None:
    world = small(mechanism={"north": mechanism("cap-and-trade", parties=["AAA-1"])})
    day = date(2011, 7, 1)
    assert jurisdictions(world, day, ["beta", "north"]) == (frozenset({"BBB", "CCC"}), frozenset({"AAA-1"}))


def test_a_bloc_is_its_members() -> None:
    bloc = {"UNI": {"name": names("union"), "kind": "bloc"}, "DDD": {"name": names("D"), "parent": "UNI"}}
    system = mechanism("cap-and-trade", parties=["UNI"], members={"DDD": {}})
    assert jurisdictions(small(party=bloc, mechanism={"s": system}), date(2011, 7, 1), ["s"]) == (
        frozenset({"DDD"}),
        frozenset(),
    )


@given(strategies.regimes())
def test_a_year_is_the_year_before_and_what_changed(tree: Tree) -> None:
    world = world_of(tree)
    before: dict[str, set[str]] = {}
    for row in by_year(world, range(2003, 2008)):
        if row.family in before:
            assert set(row.in_force) == (before[row.family] | set(row.began)) - set(row.ended)
        assert not set(row.began) & set(row.ended)
        assert not set(row.in_force) & set(row.scheduled)
        before[row.family] = set(row.in_force)
    listed = [id for ids in before.values() for id in ids]
    assert len(listed) == len(set(listed))
    day = date(2007, 12, 31)
    assert set(listed) == {one.id for one in initiatives(world, day) if world.mechanism[one.id].start}


def test_trading_systems_of_2020() -> None:
    """As many as the World Bank's report of 2020 has, in force or scheduled."""
    world = World.load("2026")
    found = initiatives(world, date(2020, 12, 31), scheduled_by=date(2021, 12, 31))
    systems = [one for one in found if one.family == "trading-system"]
    assert len(systems) == SYSTEMS_2020
    pilots = [one for one in systems if "pilot" in world.mechanism[one.id].name.en and one.standing == "in-force"]
    assert len(pilots) == 8  # of China, each by itself
