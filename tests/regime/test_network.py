"""What exists on a day, and what ties it: of a small regime every node, edge, hyperedge and descent is known."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given

from comity.regime.network import Node, Regime, above, derivation, edges, hypergraph, nodes, supervision
from comity.world.world import World
from tests import strategies
from tests.random_worlds import Tree, world_of
from tests.regime.small_world import mechanism, small
from tests.renaming import new_name, renamed

WORLD = small()
IN_2011 = Regime(WORLD, date(2011, 7, 1))
DAYS = (date(1993, 1, 1), date(2005, 6, 1), date(2011, 7, 1), date(2030, 12, 31))


def test_who_exists_when() -> None:
    assert set(IN_2011.mechanisms) == {"central", "carried", "hosted", "home", "alpha", "beta"}
    assert set(Regime.of_year(WORLD, 2004).mechanisms) == {"hosted"}  # its first day is not known
    assert "hosted" not in Regime(WORLD, date(2013, 1, 1)).mechanisms
    assert "hosted" in Regime(WORLD, date(2012, 12, 31)).mechanisms


def test_a_year_is_its_last_day() -> None:
    assert Regime.of_year(WORLD, 2010).day == date(2010, 12, 31)


def test_what_is_scheduled_exists_only_where_it_is_expected() -> None:
    assert "later" not in Regime.of_year(WORLD, 2028).mechanisms
    assert "later" in Regime.of_year(WORLD, 2028, expected=True).mechanisms
    assert "later" not in Regime.of_year(WORLD, 2027, expected=True).mechanisms
    assert "never" not in Regime.of_year(WORLD, 2028, expected=True).mechanisms


def test_bodies_between_their_days() -> None:
    always = {"meeting", "agency", "ministry", "whoever"}
    assert Regime(WORLD, date(1994, 3, 20)).bodies == always
    assert Regime(WORLD, date(2000, 1, 1)).bodies == always | {"convention"}


def test_nodes() -> None:
    found = nodes(IN_2011)
    by_kind = found.groupby("kind")["id"].agg(set).to_dict()
    assert by_kind == {
        "party": {"AAA", "BBB", "CCC", "AAA-1"},
        "mechanism": {"central", "carried", "hosted", "home", "alpha", "beta"},
        "body": {"convention", "meeting", "board", "agency", "ministry", "whoever"},
        "agreement": {"alpha-beta"},
    }


def test_edges() -> None:
    found = edges(IN_2011)
    assert Counter(zip(found["from"], found["to"], found["type"], strict=True)) == Counter(
        [
            ("AAA-1", "AAA", "part-of"),
            ("AAA", "alpha", "party-of"),
            ("BBB", "beta", "party-of"),
            ("CCC", "beta", "member-of"),
            ("BBB", "board", "member-of"),
            ("CCC", "board", "member-of"),
            ("central", "board", "supervised-by"),
            ("hosted", "whoever", "supervised-by"),
            ("home", "ministry", "supervised-by"),
            ("alpha", "ministry", "supervised-by"),
            ("board", "meeting", "under"),
            ("meeting", "convention", "under"),
            ("carried", "central", "elaborates"),
            ("hosted", "meeting", "elaborates"),
            ("home", "central", "elaborates"),
            ("central", "alpha", "accepts"),
            ("alpha", "beta", "moves"),
            ("beta", "alpha", "moves"),
            ("alpha-beta", "alpha", "binds"),
            ("alpha-beta", "beta", "binds"),
            ("hosted", "central", "succession"),
        ]
    )
    chair = found[(found["from"] == "CCC") & (found["to"] == "board")]
    assert chair["role"].tolist() == ["chair"]
    moves = found[found["type"] == "moves"]
    assert all(clause.startswith("agreement.alpha-beta.clauses.both-ways") for clause in moves["clause"])


def test_edges_end_with_their_days() -> None:
    types = edges(Regime(WORLD, date(2021, 7, 1)))["type"].value_counts().to_dict()
    assert "moves" not in types
    assert "accepts" not in types
    assert "binds" not in types


def test_membership_with_an_interval() -> None:
    whole = {year: Regime(WORLD, date(year, 12, 31)).parties_of("beta") for year in (2010, 2011, 2012, 2015)}
    assert whole == {2010: {"BBB"}, 2011: {"BBB", "CCC"}, 2012: {"BBB"}, 2015: {"BBB", "CCC"}}
    assert IN_2011.members_of("board") == {"BBB", "CCC"}
    assert Regime(WORLD, date(2012, 1, 1)).members_of("board") == {"BBB"}


def test_hypergraph() -> None:
    found = hypergraph(IN_2011)
    held = {edge: set(part["member"]) for edge, part in found.groupby("edge")}
    assert held == {"alpha": {"AAA"}, "beta": {"BBB", "CCC"}, "board": {"BBB", "CCC"}, "alpha-beta": {"alpha", "beta"}}
    kinds = found.drop_duplicates("edge").set_index("edge")["edge_kind"].to_dict()
    assert kinds == {"alpha": "mechanism", "beta": "mechanism", "board": "body", "alpha-beta": "agreement"}


def test_a_host_is_bound_by_what_it_authorises() -> None:
    crediting = mechanism("project-crediting") | {"crediting": {}}
    del crediting["cap"]
    authorises = {"authorises": {"host": "CCC", "standard": "credits"}}
    agreement = {"title": {"en": "a", "zh": "a"}, "status": "in-force", "clauses": {"lets-go": authorises}}
    world = small(mechanism={"credits": crediting}, agreement={"host-buyer": agreement})
    found = edges(Regime(world, date(2011, 7, 1)))
    bound = found[(found["from"] == "host-buyer") & (found["type"] == "binds")]
    assert set(bound["to"]) == {"CCC", "credits"}


def test_derivation() -> None:
    from networkx import descendants

    tree = derivation(IN_2011)
    assert {(source[1], target[1]) for source, target in tree.edges} == {
        ("convention", "meeting"),
        ("meeting", "board"),
        ("meeting", "hosted"),
        ("central", "carried"),
        ("central", "home"),
        ("hosted", "central"),
    }
    out_of_the_treaty = {id for _, id in descendants(tree, ("body", "convention"))}
    assert out_of_the_treaty == {"meeting", "board", "hosted", "central", "carried", "home"}


def test_chain_of_supervision() -> None:
    assert supervision(WORLD, "central") == ("board", "meeting", "convention")
    assert supervision(WORLD, "beta") == ()
    assert above(WORLD, "meeting") == ("meeting", "convention")


def test_a_circle_of_bodies_ends() -> None:
    bodies = {
        id: {"name": {"en": id, "zh": id}, "kind": "x", "parent": parent} for id, parent in (("p", "q"), ("q", "p"))
    }
    assert above(small(body=bodies), "p") == ("p", "q")


def parts(world: World, day: date) -> tuple[set[Node], Counter[tuple[Node, Node, str]]]:
    """Nodes, and edges by their ends and type."""
    graph = Regime(world, day).graph
    return set(graph.nodes), Counter((source, target, more["type"]) for source, target, more in graph.edges(data=True))


def same_but_for_names(world: World, days: tuple[date, ...]) -> None:
    other = renamed(world)

    def new(node: Node) -> Node:
        return node[0], new_name(node[1])

    for day in days:
        found, ties = parts(world, day)
        moved = {new(node) for node in found}, Counter({(new(a), new(b), t): n for (a, b, t), n in ties.items()})
        assert parts(other, day) == moved


@given(strategies.regimes())
def test_names_do_not_matter(tree: Tree) -> None:
    same_but_for_names(world_of(tree), DAYS)


def test_names_do_not_matter_in_2026() -> None:
    same_but_for_names(World.load("2026"), (date(2012, 12, 31), date(2026, 4, 1)))


@given(strategies.regimes())
def test_the_graph_holds_what_exists(tree: Tree) -> None:
    """A mechanism is a node on exactly the days of its life, and an edge joins only nodes that are there."""
    world = world_of(tree)
    for day in DAYS:
        regime = Regime(world, day)
        graph = regime.graph
        assert {id for kind, id in graph.nodes if kind == "mechanism"} == set(regime.mechanisms)
        assert all(more["kind"] == node[0] and more["id"] == node[1] for node, more in graph.nodes(data=True))
        for id, model in world.mechanism.items():
            if id in regime.mechanisms:
                assert (model.start or day) <= day <= (model.end or day)


@pytest.mark.parametrize("day", DAYS)
def test_frames_are_the_graph(day: date) -> None:
    regime = Regime(WORLD, day)
    assert len(nodes(regime)) == regime.graph.number_of_nodes()
    assert len(edges(regime)) == regime.graph.number_of_edges()
