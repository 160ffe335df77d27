"""What mechanisms share, on worlds small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from comity.regime.distance import norms
from comity.regime.network import Regime
from comity.regime.overlap import Overlaps, overlaps
from comity.world.world import World
from tests.regime.small_regime import named, small_world

PARTIES: dict[str, dict[str, Any]] = {"A": {}, "B": {}, "A1": {"parent": "A"}, "A2": {"parent": "A"}}


def _limit(*parties: str, **more: Any) -> dict[str, Any]:
    return {"parties": list(parties), "unit-type": "U", **more}


def _standard(*hosts: str, **more: Any) -> dict[str, Any]:
    crediting = {"hosts": list(hosts), "activities": ["project"]}
    return {"kind": "project-crediting", "unit-type": "C", "crediting": crediting, **more}


def _overlaps(world: World) -> Overlaps:
    return overlaps(Regime(world, world.world.as_of), norms(world))


def _between(world: World, a: str, b: str) -> Any:
    found = _overlaps(world)
    return found.between(found.mechanisms.index(a), found.mechanisms.index(b))


def test_parties_by_lineage() -> None:
    """Two provinces share the state they are part of: one of three."""
    world = small_world({"x": _limit("A1"), "y": _limit("A2"), "z": _limit("B")}, parties=PARTIES)
    assert _between(world, "x", "y").parties == pytest.approx(1 / 3)
    assert _between(world, "x", "z").parties == 0


def test_parties_that_nobody_knows_are_none() -> None:
    world = small_world({"x": _limit("A"), "y": {"kind": "disclosure"}}, parties=PARTIES)
    assert _between(world, "x", "y").parties is None


def test_members_of_a_treaty_are_parties_of_what_carries_it_out() -> None:
    body = {"name": named("treaty"), "kind": "treaty", "members": {"A": {}, "B": {}}}
    one = {"kind": "project-crediting", "elaborates": "treaty"}
    world = small_world({"x": _limit("A"), "y": one}, parties=PARTIES, body={"treaty": body})
    assert _between(world, "x", "y").parties == 0.5


def test_sectors_and_gases_are_those_of_the_norms() -> None:
    designs = ({"sectors": ["power"], "gases": ["CO2"]}, {"sectors": ["power", "waste"]})
    world = small_world({"x": {"design": designs[0]}, "y": {"design": designs[1]}})
    assert _between(world, "x", "y").sectors == 0.5
    assert _between(world, "x", "y").gases is None


def test_buyers() -> None:
    """x takes c and d, y takes d: d is bought by both and freely, c by x and freely."""
    world = small_world(
        {
            "x": _limit("A", accepts={"c": _takes("c", "x"), "d": _takes("d", "x")}),
            "y": _limit("B", accepts={"d": _takes("d", "y")}),
            "c": _standard("A"),
            "d": _standard("B"),
        },
        parties=PARTIES,
    )
    assert _between(world, "c", "d").buyers == pytest.approx(2 / 3)
    assert _between(world, "x", "d").buyers == pytest.approx(1 / 3)  # x is where its own units are bought
    assert _between(world, "x", "y").buyers == 0


def _takes(giver: str, taker: str) -> dict[str, Any]:
    return {"accepts": {"from": giver, "into": taker}}


def test_activities_over_those_of_the_smaller() -> None:
    """A standard open to all takes from one of a province all that it could credit."""
    world = small_world({"all": _standard(), "a1": _standard("A1"), "b": _standard("B")}, parties=PARTIES)
    assert _between(world, "all", "a1").activities == 1
    assert _between(world, "a1", "b").activities == 0
    state = small_world({"a": _standard("A"), "a1": _standard("A1")}, parties=PARTIES)
    assert _between(state, "a", "a1").activities == 1  # what is in the province is in the state


def test_systems_that_cover_the_same_sectors_of_the_same_party() -> None:
    power, both = {"sectors": ["power"]}, {"sectors": ["power", "industry"]}
    world = small_world(
        {"a": _limit("A", design=both), "a1": _limit("A1", design=power), "b": _limit("B", design=both)},
        parties=PARTIES,
    )
    assert _between(world, "a", "a1").activities == 1
    assert _between(world, "a", "b").activities == 0


def test_links_are_counted_by_direction_and_day() -> None:
    both = {"clauses": {"units": {"moves": {"among": ["x", "y"]}}}}
    ended = {"clauses": {"units": {"moves": {"from": "x", "into": "z"}}}, "status": "negotiating"}
    world = small_world({"x": _limit("A"), "y": _limit("B"), "z": _limit("B")}, {"both": both, "ended": ended}, PARTIES)
    links = _overlaps(world).links
    assert links.tolist() == [[0, 2, 0], [2, 0, 0], [0, 0, 0]]


def test_kin_carry_out_one_instrument() -> None:
    body = {"treaty": {"name": named("treaty"), "kind": "treaty"}}
    world = small_world(
        {"x": {"elaborates": "treaty"}, "y": {"elaborates": "x"}, "z": {}, "w": {"elaborates": "treaty"}}, body=body
    )
    kin = _overlaps(world).kin
    assert kin[0].tolist() == [True, True, False, True]
    assert kin[1].tolist() == [True, True, False, True]
