"""The definition of a regime complex, condition by condition."""

from __future__ import annotations

from datetime import date
from itertools import combinations, permutations

import pytest
from hypothesis import given

from comity.regime.definition import SOURCES, Condition, Definition, definition, participants, states
from comity.regime.network import Regime
from comity.world.world import World
from tests import strategies
from tests.random_worlds import Tree, names, world_of
from tests.regime.small_world import mechanism, small

DAY = date(2011, 7, 1)


def condition(found: Definition, name: str) -> Condition:
    return next(one for one in found.conditions if one.name == name)


def of(*asked: str, world: World | None = None, day: date = DAY) -> Definition:
    return definition(Regime(world or small(), day), asked)


def test_a_complex() -> None:
    """beta has B and C, the board B and C, and what the board supervises is open to the same."""
    found = of("beta", "board", "agency-scheme", world=three())
    assert found.met is True
    assert condition(found, "three-or-more") == Condition(
        "three-or-more", True, 3, 3, (("beta",), ("board",), ("agency-scheme",))
    )
    overlap = condition(found, "overlap")
    assert overlap.value == 1
    assert set(overlap.trace) == {
        ("beta", "board", "BBB", "CCC"),
        ("beta", "agency-scheme", "BBB"),
        ("board", "agency-scheme", "BBB"),
    }
    assert condition(found, "no-hierarchy") == Condition("no-hierarchy", True, 0, 0, ())


def three() -> World:
    return small(mechanism={"agency-scheme": mechanism("offsetting-obligation", authority="agency", parties=["BBB"])})


def test_two_are_no_complex() -> None:
    found = of("beta", "board")
    assert condition(found, "three-or-more").met is False
    assert found.met is False


def test_what_does_not_exist_is_no_element() -> None:
    found = of("beta", "board", "sky", "never")
    assert found.absent == ("sky", "never")
    assert condition(found, "three-or-more").value == 2


def test_asked_twice_counts_once() -> None:
    assert of("beta", "beta", "beta").elements == ("beta",)


def test_members_apart() -> None:
    found = of("alpha", "beta", "board")
    overlap = condition(found, "overlap")
    assert (overlap.met, overlap.value) == (False, 1 / 3)
    assert ("alpha",) in overlap.trace


def test_two_pairs_that_nothing_ties_do_not_overlap() -> None:
    more = {"one": mechanism("cap-and-trade", parties=["AAA"]), "two": mechanism("cap-and-trade", parties=["BBB"])}
    assert condition(of("alpha", "one", "beta", "two", world=small(mechanism=more)), "overlap").met is False


def test_unknown_members_leave_it_open() -> None:
    found = of("beta", "board", "agency")
    assert found.unknown == ("agency",)
    assert condition(found, "overlap").met is None
    assert found.met is None


def test_no_beats_unknown() -> None:
    found = of("board", "meeting", "agency")
    assert condition(found, "overlap").met is None
    assert condition(found, "no-hierarchy").met is False
    assert found.met is False


def test_overlap_ends_with_a_membership() -> None:
    """Once C has left the board and beta, nothing ties what C has alone to them."""
    world = small(mechanism={"cs": mechanism("cap-and-trade", parties=["CCC"])})
    assert condition(of("beta", "board", "cs", world=world), "overlap").met is True
    assert condition(of("beta", "board", "cs", world=world, day=date(2013, 1, 1)), "overlap").met is False


@pytest.mark.parametrize(
    ("elements", "ranked"),
    [
        (("central", "board", "alpha"), {("central", "board")}),
        (
            ("central", "convention", "carried"),
            {("central", "convention"), ("carried", "central"), ("carried", "convention")},
        ),
        (("central", "hosted", "alpha"), set()),
        (
            ("board", "meeting", "convention"),
            {("board", "meeting"), ("board", "convention"), ("meeting", "convention")},
        ),
    ],
)
def test_hierarchy(elements: tuple[str, ...], ranked: set[tuple[str, str]]) -> None:
    found = condition(of(*elements), "no-hierarchy")
    assert (found.met, set(found.trace), found.value) == (not ranked, ranked, len(ranked))


def test_a_mechanism_under_a_treaty_is_open_to_its_parties() -> None:
    world = small()
    treaty = {"name": names("treaty"), "kind": "treaty", "members": {"AAA": {}, "CCC": {}}}
    joined = small(
        body={"convention": treaty, "board": {"name": names("b"), "kind": "supervisory-body", "parent": "meeting"}}
    )
    assert participants(Regime(world, DAY), "central") == {"BBB", "CCC"}
    assert participants(Regime(joined, DAY), "central") == {"AAA", "CCC"}
    assert participants(Regime(joined, DAY), "carried") == {"AAA", "CCC"}
    assert participants(Regime(joined, DAY), "alpha") == {"AAA"}
    assert participants(Regime(joined, DAY), "home") == {"AAA", "CCC"}


def test_a_part_counts_as_what_it_is_part_of() -> None:
    blocs = {"BLOC": {"name": names("bloc"), "kind": "bloc"}, "DDD": {"name": names("D"), "parent": "BLOC"}}
    world = small(party=blocs)
    assert states(world, ["AAA-1", "BBB"]) == {"AAA", "BBB"}
    assert states(world, ["DDD"]) == {"DDD"}  # a state is not the bloc that it belongs to


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(KeyError, match="nobody"):
        of("beta", "nobody")


def test_every_condition_has_its_source() -> None:
    assert {one.name: True for one in of("beta").conditions} == dict.fromkeys(SOURCES, True)
    assert "Orsini" in SOURCES["three-or-more"]
    assert SOURCES["overlap"] == SOURCES["no-hierarchy"] == "Raustiala and Victor 2004"


@given(strategies.regimes())
def test_order_does_not_matter_and_more_members_cannot_part(tree: Tree) -> None:
    world = world_of(tree)
    regime = Regime(world, DAY)
    asked = list(dict.fromkeys((*world.mechanism, *world.body)))[:4]
    answers = {
        tuple((one.name, one.met, one.value) for one in definition(regime, order).conditions)
        for order in permutations(asked)
    }
    assert len(answers) == 1
    found = definition(regime, asked)
    shared = condition(found, "overlap")
    known = {id: states(world, participants(regime, id)) for id in found.elements if id not in found.unknown}
    pairs = list(combinations(known, 2))
    assert shared.value == (sum(bool(known[a] & known[b]) for a, b in pairs) / len(pairs) if pairs else None)
