"""A link tried out becomes the agreement that its terms say; what cannot be linked is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from comity.errors import InputError
from comity.text import LANGUAGES, load
from comity.world import World
from comity.world.clauses import clauses
from comity.world.linking import Link, linked
from tests.market.pair import BUYER_AND_SELLER


@pytest.fixture(scope="module")
def world() -> World:
    return BUYER_AND_SELLER.world()


def test_both_ways_one_for_one(world: World) -> None:
    """Each side's units, whole, in the other's circulation; both adjust for what crosses."""
    new = linked(world, Link(first="a", second="b"))
    added = [clause for clause in clauses(new) if clause not in clauses(world)]
    assert [(c.kind, c.form, c.takes[0].of, c.gives[0].of, c.rate) for c in added] == [
        ("move", "transfer", "a", "b", Fraction(1)),
        ("move", "transfer", "b", "a", Fraction(1)),
    ]
    assert all(clause.adjusts and not clause.quotas and clause.start == date(2030, 1, 1) for clause in added)
    assert set(clauses(world)) < set(clauses(new))


def test_a_rate_converts_and_its_inverse_comes_back(world: World) -> None:
    new = linked(world, Link(first="a", second="b", rate=Decimal("0.2")))
    rates = {(c.takes[0].of, c.gives[0].of): (c.rate, c.form) for c in clauses(new) if c.kind == "move"}
    assert rates == {("b", "a"): (Fraction(1, 5), "immobilise"), ("a", "b"): (Fraction(5), "immobilise")}


@pytest.mark.parametrize("rate", ["1", "0.2", "3"])
def test_one_way_only_the_first_takes(world: World, rate: str) -> None:
    new = linked(world, Link(first="a", second="b", rate=Decimal(rate), one_way=True))
    (clause,) = [clause for clause in clauses(new) if clause.kind == "move"]
    assert (clause.takes[0].of, clause.gives[0].of, clause.rate) == ("b", "a", Fraction(rate))


def test_a_quota_is_a_share_of_each_sides_own_obligation(world: World) -> None:
    new = linked(world, Link(first="a", second="b", quota=Decimal("0.1")))
    limits = {(c.takes[0].of, limit.of): limit for c in clauses(new) if c.kind == "move" for limit in c.quotas}
    assert set(limits) == {("a", "b"), ("b", "a")}
    assert len({limit.id for limit in limits.values()}) == 2
    for limit in limits.values():
        assert limit.share is not None
        reading = limit.share.at(2030)
        assert reading is not None
        assert reading.value == Fraction(1, 10)


def test_it_begins_when_its_terms_say() -> None:
    world = World.load("tutorial")
    ids = [id for id in world.mechanism if any(id in activity.covered_by for activity in world.activity.values())]
    years = world.world.years
    new = linked(world, Link(first=ids[0], second=ids[1], start=years[1]))
    added = [clause for clause in clauses(new) if clause.stems_from == f"agreement.{ids[0]}-with-{ids[1]}"]
    assert added
    assert all(clause.start == date(years[1], 1, 1) for clause in added)


def test_a_link_that_has_ended_is_none(world: World) -> None:
    agreement = {
        "title": {"en": "x", "zh": "x"},
        "status": "ended",
        "end": date(2029, 12, 31),
        "clauses": {"units": {"moves": {"from": "b", "into": "a"}}},
    }
    linked(BUYER_AND_SELLER.world(agreement={"past": agreement}), Link(first="a", second="b"))


@pytest.mark.parametrize("terms", [Link(first="x", second="b"), Link(first="a", second="a"), Link(first="", second="")])
def test_a_refusal_reads_in_both_languages(world: World, terms: Link) -> None:
    with pytest.raises(InputError) as caught:
        linked(world, terms)
    said = {load(lang).problem(problem) for lang in LANGUAGES for problem in caught.value.problems}
    assert len(said) == len(LANGUAGES)


def test_the_hint_is_the_nearest_that_has_a_market() -> None:
    world = World.load("2026")
    with pytest.raises(InputError) as caught:
        linked(world, Link(first="eu-est", second="chn-national"))
    assert "eu-ets" in load("en").problem(caught.value.problems[0])
