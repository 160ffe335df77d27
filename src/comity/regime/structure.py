"""The shape of a regime's network: which mechanisms are tied, who is central, and whether it falls into parts.

Two mechanisms are *tied* where something joins them directly: units of one go into the other, one elaborates the other,
a relation says what lies between them, or one agreement binds both. That is a graph without directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from comity.regime.network import Regime

if TYPE_CHECKING:
    from networkx import Graph

#: Random graphs that the modularity of a graph is compared with, and swaps per edge that make one of them.
DRAWS, SWAPS = 20, 10


@dataclass(frozen=True)
class Central:
    """How central a mechanism is, from 0 to 1."""

    id: str
    degree: float
    """Share of the others that it is tied to."""
    betweenness: float
    """Share of the shortest ways between others that pass through it."""
    eigenvector: float | None
    """Tied to those that are central themselves, as a share of the most central; None outside the largest part, or
    where the iteration does not converge."""


@dataclass(frozen=True)
class Parts:
    """Whether a graph is scattered, chaotic, or neither, beside random graphs in which each has as many ties."""

    communities: int
    modularity: float
    """Of the communities that the Louvain method finds; 0 is no more ties within them than chance has."""
    random_mean: float
    random_deviation: float
    largest: float
    """Share of the mechanisms that hang together in the largest part."""
    random_largest: float

    @property
    def deviations(self) -> float | None:
        """By how many standard deviations the modularity is above that of the random graphs; None if all are alike."""
        above = self.modularity - self.random_mean
        return above / self.random_deviation if self.random_deviation > 1e-12 else None


def ties(regime: Regime) -> Graph[str]:
    """The mechanisms that exist, joined where they are tied."""
    from networkx import Graph

    graph: Graph[str] = Graph()
    graph.add_nodes_from(regime.mechanisms)
    bound: dict[str, list[str]] = {}
    for (source_kind, source), (target_kind, target), more in regime.graph.edges(data=True):
        if source_kind == target_kind == "mechanism" and source != target:
            graph.add_edge(source, target)
        elif more["type"] == "binds" and target_kind == "mechanism":
            bound.setdefault(source, []).append(target)
    for together in bound.values():
        graph.add_edges_from(combinations(together, 2))
    return graph


def centrality(graph: Graph[str]) -> tuple[Central, ...]:
    """Every mechanism with how central it is, the most tied first."""
    from networkx import betweenness_centrality, degree_centrality

    if graph.number_of_nodes() < 2:
        return tuple(Central(id, 0.0, 0.0, None) for id in graph)
    degree, between, eigen = degree_centrality(graph), betweenness_centrality(graph), eigenvector(graph)
    found = (Central(id, degree[id], between[id], eigen.get(id)) for id in graph)
    return tuple(sorted(found, key=lambda one: (-one.degree, -one.betweenness, one.id)))


def eigenvector(graph: Graph[str]) -> dict[str, float]:
    """Eigenvector centrality in the largest part, the most central having 1; empty where nothing is tied or the power
    iteration does not converge."""
    from networkx import PowerIterationFailedConvergence, connected_components, eigenvector_centrality

    part = max(connected_components(graph), key=len, default=set())
    if len(part) < 2:
        return {}
    try:
        found = eigenvector_centrality(graph.subgraph(part), max_iter=2000, tol=1e-9)
    except PowerIterationFailedConvergence:
        return {}
    most = max(found.values())
    return {id: value / most for id, value in found.items()}


def centralisation(graph: Graph[str]) -> float | None:
    """Freeman's: 1 if all are tied to one and to nobody else, 0 if all are tied to as many; None below three."""
    size = graph.number_of_nodes()
    if size < 3:
        return None
    degrees = [degree for _, degree in graph.degree()]
    return sum(max(degrees) - degree for degree in degrees) / ((size - 1) * (size - 2))


def parts(graph: Graph[str], *, seed: int = 1, draws: int = DRAWS) -> Parts | None:
    """How modular the graph is; None where too few are tied for ties to be exchanged."""
    from networkx import NetworkXAlgorithmError, NetworkXError, double_edge_swap

    tied = _numbered(graph)
    count = tied.number_of_edges()
    if count < 2:
        return None
    modularity, communities = _modularity(tied, seed)
    random = []
    for draw in range(draws):
        other = tied.copy()
        try:
            double_edge_swap(other, nswap=SWAPS * count, max_tries=1000 * count, seed=seed + draw)
        except (NetworkXError, NetworkXAlgorithmError):
            return None
        random.append((_modularity(other, seed)[0], _largest(other) * len(tied) / len(graph)))
    mean = sum(value for value, _ in random) / draws
    deviation = (sum((value - mean) ** 2 for value, _ in random) / draws) ** 0.5
    largest = sum(value for _, value in random) / draws
    return Parts(communities, modularity, mean, deviation, _largest(tied) * len(tied) / len(graph), largest)


def _numbered(graph: Graph[str]) -> Graph[int]:
    """What is tied, by its place in the graph: sets of words have another order at every run, numbers have not."""
    from networkx import Graph

    place = {id: number for number, id in enumerate(graph)}
    tied: Graph[int] = Graph()
    tied.add_nodes_from(place[id] for id, degree in graph.degree() if degree)
    tied.add_edges_from(sorted((min(place[a], place[b]), max(place[a], place[b])) for a, b in graph.edges))
    return tied


def _modularity(graph: Graph[int], seed: int) -> tuple[float, int]:
    from networkx.algorithms.community import louvain_communities, modularity

    communities = louvain_communities(graph, seed=seed)
    return float(modularity(graph, communities)), len(communities)


def _largest(graph: Graph[int]) -> float:
    from networkx import connected_components

    return max(len(part) for part in connected_components(graph)) / graph.number_of_nodes()
