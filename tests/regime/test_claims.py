"""Conflicting claims on the same tonnes, and routes to an obligation."""

from __future__ import annotations

from datetime import date

import pytest

from comity.regime.claims import SECTORS, Conflict, conflicts, routes
from comity.regime.network import Regime
from comity.regime.structure import ties
from comity.world.world import World
from tests.random_worlds import Tree, names
from tests.regime.small_world import mechanism, small

DAY = date(2011, 7, 1)


def covering(*sectors: str, parties: tuple[str, ...] = ("AAA",), kind: str = "cap-and-trade") -> Tree:
    design = {"design": {"sectors": list(sectors), "status": "assumed"}} if sectors else {}
    return mechanism(kind, parties=list(parties)) | design


def among(world: World, *ids: str) -> list[Conflict]:
    regime = Regime(world, DAY)
    return [one for one in conflicts(regime, ties(regime)) if {one.a, one.b} <= set(ids)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (covering("power"), covering("power", "waste"), (("AAA",), ("power",))),
        (covering("power"), covering("waste"), None),
        (covering("power"), covering("power", parties=("BBB",)), None),
        (covering("power"), covering("power", parties=("AAA-1",)), (("AAA-1",), ("power",))),
        (covering("power", parties=("AAA-1",)), covering("power", parties=("AAA-1", "CCC")), (("AAA-1",), ("power",))),
        (covering("power"), covering("all"), (("AAA",), ("power",))),
        (covering("power"), covering(kind="project-crediting"), (("AAA",), ())),
        (covering("power"), covering("power", kind="border-adjustment"), None),
        (covering("power"), covering("power", parties=()), None),
    ],
)
def test_two_on_one_activity(one: Tree, other: Tree, expected: tuple[tuple[str, ...], tuple[str, ...]] | None) -> None:
    found = among(small(mechanism={"one": one, "two": other}), "one", "two")
    assert [(conflict.parties, conflict.sectors) for conflict in found] == ([expected] if expected else [])
    assert all(conflict.certain == bool(conflict.sectors) for conflict in found)


def test_all_sectors() -> None:
    found = among(small(mechanism={"one": covering("all"), "two": covering("all")}), "one", "two")
    assert found[0].sectors == tuple(sorted(SECTORS))


def test_a_rule_between_them_ends_it() -> None:
    both = {"one": covering("power"), "two": covering("power")}
    nested = {"within": {"from": "one", "to": "two", "kind": "nested", "status": "in-force"}}
    assert among(small(mechanism=both), "one", "two")
    assert not among(small(mechanism=both, relation=nested), "one", "two")
    accepts = {"two": {"accepts": {"from": "two", "into": "one"}}}
    assert not among(small(mechanism={**both, "one": both["one"] | {"accepts": accepts}}), "one", "two")


def test_credits_where_their_hosts_are() -> None:
    crediting = mechanism("project-crediting", parties=["BBB"]) | {"crediting": {"hosts": ["AAA"]}}
    found = among(small(mechanism={"one": covering("power"), "credits": crediting}), "one", "credits")
    assert [one.parties for one in found] == [("AAA",)]


def test_routes_by_hand() -> None:
    """alpha: its own, B's over the link, credits that it accepts. beta: its own and A's, for credits go no further."""
    assert routes(Regime(small(), DAY)) == {"alpha": ("alpha", "beta", "central"), "beta": ("beta", "alpha")}
    assert routes(Regime(small(), date(2013, 1, 1)))["alpha"] == ("alpha", "beta")
    assert routes(Regime(small(), date(2021, 7, 1)))["alpha"] == ("alpha",)


def test_routes_over_several_links() -> None:
    far = {id: mechanism("cap-and-trade", start=date(2000, 1, 1)) for id in ("far", "near")}
    chain = {"a": {"moves": {"from": "far", "into": "near"}}, "b": {"moves": {"from": "near", "into": "alpha"}}}
    agreement = {"title": names("a"), "status": "in-force", "clauses": chain}
    found = routes(Regime(small(mechanism=far, agreement={"chain": agreement}), DAY))
    assert set(found["alpha"]) == {"alpha", "beta", "central", "near", "far"}
    assert set(found["beta"]) == {"beta", "alpha", "near", "far"}
    assert set(found["far"]) == {"far"}


def test_what_credits_can_be_moved_into_is_a_route_too() -> None:
    """Units that come into a scheme whose units are accepted."""
    route = {
        "title": names("a"),
        "status": "in-force",
        "clauses": {"a": {"moves": {"from": "home", "into": "central"}}},
    }
    found = routes(Regime(small(agreement={"in": route}), DAY))
    assert "home" in found["alpha"]


def test_a_tax_without_units_has_only_what_counts_against_it() -> None:
    tax = {
        "name": names("tax"),
        "kind": "carbon-tax-with-offsets",
        "parties": ["AAA"],
        "accepts": {"credits": {"accepts": {"from": "central", "into": "tax"}}},
    }
    assert routes(Regime(small(mechanism={"tax": tax}), DAY))["tax"] == ("central",)
