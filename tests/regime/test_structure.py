"""The shape of the network: by hand on small graphs, by a second library on random ones."""

from __future__ import annotations

from datetime import date
from math import isclose

import igraph  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx import Graph, complete_graph, connected_components, path_graph, star_graph
from networkx.algorithms.community import louvain_communities, modularity

from comity.regime.network import Regime
from comity.regime.structure import Central, Parts, centralisation, centrality, eigenvector, parts, ties
from tests.regime.small_world import mechanism, small


def named(graph: Graph[int]) -> Graph[str]:
    """The graph with words for numbers."""
    words: Graph[str] = Graph()
    words.add_nodes_from(map(str, graph))
    words.add_edges_from((str(a), str(b)) for a, b in graph.edges)
    return words


def two_cliques(size: int = 5) -> Graph[str]:
    """Two groups in which all are tied, and one tie between them."""
    graph: Graph[str] = Graph()
    for side in "ab":
        graph.add_edges_from((f"{side}{i}", f"{side}{j}") for i in range(size) for j in range(i))
    graph.add_edge("a0", "b0")
    return graph


def test_ties_of_the_small_regime() -> None:
    found = ties(Regime(small(), date(2011, 7, 1)))
    assert set(found) == {"central", "carried", "hosted", "home", "alpha", "beta"}
    assert {frozenset(edge) for edge in found.edges} == {
        frozenset(edge)
        for edge in (
            ("central", "alpha"),  # accepts
            ("alpha", "beta"),  # a link both ways
            ("carried", "central"),
            ("home", "central"),  # elaborate
            ("hosted", "central"),  # succession
        )
    }


def test_one_agreement_ties_all_that_it_binds() -> None:
    more = {id: mechanism("cap-and-trade", start=date(2000, 1, 1)) for id in ("one", "two", "three")}
    chain = {
        "first": {"moves": {"from": "one", "into": "two"}},
        "second": {"moves": {"from": "two", "into": "three"}},
    }
    agreement = {"title": {"en": "a", "zh": "a"}, "status": "in-force", "clauses": chain}
    found = ties(Regime(small(mechanism=more, agreement={"chain": agreement}), date(2011, 7, 1)))
    assert found.has_edge("one", "three")


def test_a_path_by_hand() -> None:
    """0–1–2: the middle is tied to both and lies on the only way; its eigenvector is √2 of theirs."""
    found = {one.id: one for one in centrality(named(path_graph(3)))}
    assert (found["1"].degree, found["1"].betweenness, found["1"].eigenvector) == (1, 1, 1)
    assert (found["0"].degree, found["0"].betweenness) == (0.5, 0)
    assert found["0"].eigenvector == pytest.approx(0.5**0.5, abs=1e-6)


def test_the_most_tied_comes_first() -> None:
    assert centrality(named(star_graph(3)))[0].id == "0"


def test_nothing_to_be_central_in() -> None:
    alone: Graph[str] = Graph()
    alone.add_node("a")
    assert centrality(alone) == (Central("a", 0.0, 0.0, None),)
    alone.add_node("b")
    assert [one.eigenvector for one in centrality(alone)] == [None, None]
    assert eigenvector(Graph()) == {}


def test_centralisation_by_hand() -> None:
    assert centralisation(named(star_graph(4))) == 1
    assert centralisation(named(complete_graph(4))) == 0
    assert centralisation(named(path_graph(4))) == pytest.approx(2 / 6)  # (0 + 0 + 1 + 1) / (3 × 2)
    assert centralisation(named(path_graph(2))) is None


def test_two_cliques_are_scattered_and_not_chaotic() -> None:
    """21 ties of which 20 are within: Q = 20/21 − 2 × (21/42)²."""
    found = parts(two_cliques(), seed=3)
    assert found is not None
    assert found.communities == 2
    assert found.modularity == pytest.approx(20 / 21 - 0.5)
    assert found.modularity > found.random_mean
    assert found.deviations is not None
    assert found.deviations > 3
    assert found.largest == 1


def test_a_random_graph_is_like_random_graphs() -> None:
    from networkx import gnm_random_graph

    found = parts(named(gnm_random_graph(40, 100, seed=5)), seed=5, draws=40)
    assert found is not None
    assert found.deviations is not None
    assert abs(found.deviations) < 3


def test_no_deviation_where_all_random_graphs_are_alike() -> None:
    assert Parts(2, 0.5, 0.4, 0.0, 1, 1).deviations is None
    assert Parts(2, 0.5, 0.4, 0.05, 1, 1).deviations == pytest.approx(2)


def test_seeded() -> None:
    assert parts(two_cliques(), seed=7) == parts(two_cliques(), seed=7)


def test_names_do_not_matter() -> None:
    """Nor does the order of their hashes, which is another at every run."""
    graph = two_cliques()
    other: Graph[str] = Graph()
    other.add_nodes_from(f"{id[::-1]}-renamed" for id in graph)
    other.add_edges_from((f"{a[::-1]}-renamed", f"{b[::-1]}-renamed") for a, b in graph.edges)
    assert parts(graph, seed=7) == parts(other, seed=7)


def test_a_graph_that_cannot_be_shuffled() -> None:
    assert parts(named(star_graph(5))) is None  # every other graph with these degrees is the same star
    assert parts(Graph()) is None


graphs = st.integers(5, 14).flatmap(
    lambda size: st.lists(
        st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda edge: edge[0] < edge[1]),
        min_size=3,
        max_size=30,
        unique=True,
    ).map(lambda edges: (size, edges))
)


@given(graphs)
def test_igraph_has_the_same_numbers(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    size, edges = drawn
    graph: Graph[str] = Graph()
    graph.add_nodes_from(map(str, range(size)))
    graph.add_edges_from((str(a), str(b)) for a, b in edges)
    other = igraph.Graph(n=size, edges=edges)
    pairs = (size - 1) * (size - 2) / 2
    between, degree = other.betweenness(directed=False), other.degree()
    for one in centrality(graph):
        assert one.degree == pytest.approx(degree[int(one.id)] / (size - 1))
        assert one.betweenness == pytest.approx(between[int(one.id)] / pairs)
    found = eigenvector(graph)
    members = sorted(int(id) for id in found)
    part = other.induced_subgraph(members)
    assert part.is_connected()
    assert len(members) == max(len(group) for group in connected_components(graph))
    for id, value in zip(members, part.eigenvector_centrality(scale=True), strict=True):
        assert isclose(found[str(id)], value, abs_tol=1e-4)
    groups = louvain_communities(graph, seed=1)
    membership = [next(place for place, group in enumerate(groups) if str(id) in group) for id in range(size)]
    assert modularity(graph, groups) == pytest.approx(other.modularity(membership))
