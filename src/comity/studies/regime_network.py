"""How large the network of `2026` is, by year: nodes, edges, hypergraph, derivation trees.

`python -m comity.studies.regime_network` prints the tables of docs/regime/network.md, and writes them there and, in
Chinese, into its twin. Years are those of `comity.regime.complexity`: their last day, with what is scheduled by then,
and without mechanisms whose first day nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.regime.network import Node, NodeKind, Regime, derivation, hypergraph
from comity.studies.pages import DOCS, publish, table
from comity.studies.regime_words import chinese
from comity.studies.world_2026_data import FOLDER
from comity.world.read import read_world
from comity.world.world import World

if TYPE_CHECKING:
    from networkx import DiGraph

PAGE, PAGE_ZH = (DOCS / "regime" / name for name in ("network.md", "network.zh-CN.md"))
YEARS = (1997, 2001, 2005, 2008, 2010, 2012, 2015, 2018, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2030, 2035)
NODES: tuple[NodeKind, ...] = ("party", "mechanism", "body", "agreement")
#: Edges in the order of the table; whatever else there is are the world's relations.
EDGES = ("party-of", "member-of", "supervised-by", "under", "elaborates", "moves", "accepts", "binds")
HYPEREDGES = ("mechanism", "body", "agreement")
NAMES = {
    "31 December": "年末",
    "party": "缔约方或行为体",
    "mechanism": "机制",
    "body": "机构",
    "agreement": "协议",
    "nodes": "节点",
    "edges": "边",
    "relations": "其他关系",
    "incidences": "关联数",
    "mean members": "平均成员数",
    "most members": "最多成员数",
    "which": "该超边",
    "parts": "独立部分",
    "longest chain": "最长链",
    "root": "根",
    "below it": "其下",
    "what": "内容",
}


def tables(world: World, years: Sequence[int] = YEARS) -> dict[str, str]:
    """The tables of the page."""
    found = {year: Regime.of_year(world, year, expected=True, dated=True) for year in years}
    return {
        "nodes": _nodes(found),
        "edges": _edges(found),
        "hypergraph": _hypergraph(found),
        "derivation": _derivation(found),
        "trees": _trees(Regime(world, world.world.as_of)),
    }


def _nodes(found: dict[int, Regime]) -> str:
    rows = []
    for year, regime in found.items():
        counted = Counter(kind for kind, _ in regime.graph.nodes)
        rows.append((year, *(counted[kind] for kind in NODES), sum(counted.values())))
    return table(("31 December", *NODES, "nodes"), rows)


def _edges(found: dict[int, Regime]) -> str:
    rows = []
    for year, regime in found.items():
        counted = Counter(more["type"] for *_, more in regime.graph.edges(data=True))
        whole = sum(counted.values())
        shown = [counted[type_] for type_ in EDGES]
        rows.append((year, *shown, whole - sum(shown) - counted["part-of"], whole))
    return table(("31 December", *(f"`{type_}`" for type_ in EDGES), "relations", "edges"), rows)


def _hypergraph(found: dict[int, Regime]) -> str:
    rows: list[tuple[object, ...]] = []
    for year, regime in found.items():
        held = hypergraph(regime)
        sizes = Counter(zip(held["edge_kind"], held["edge"], strict=True))
        counted = Counter(kind for kind, _ in sizes)
        (_, widest), most = sizes.most_common(1)[0]
        mean = sum(sizes.values()) / len(sizes)
        rows.append((year, *(counted[kind] for kind in HYPEREDGES), len(held), f"{mean:.1f}", most, f"`{widest}`"))
    return table(("31 December", *HYPEREDGES, "incidences", "mean members", "most members", "which"), rows)


def _derivation(found: dict[int, Regime]) -> str:
    from networkx import dag_longest_path_length, number_weakly_connected_components

    rows = []
    for year, regime in found.items():
        tree = derivation(regime)
        parts, chain = number_weakly_connected_components(tree), dag_longest_path_length(tree, default_weight=1)
        rows.append((year, tree.number_of_nodes(), tree.number_of_edges(), parts, chain))
    return table(("31 December", "nodes", "edges", "parts", "longest chain"), rows)


def _trees(regime: Regime) -> str:
    """The roots of what is derived on the day of the world, with what is below each."""
    tree = derivation(regime)
    below = {root: _below(tree, root) for root in tree if not tree.in_degree(root)}
    order = sorted(below.items(), key=lambda one: (-len(one[1]), one[0]))
    return table(
        ("root", "below it", "what"),
        [(f"`{root[1]}`", len(under), ", ".join(f"`{id}`" for _, id in under)) for root, under in order],
    )


def _below(tree: DiGraph[Node], root: Node) -> list[Node]:
    from networkx import descendants

    return sorted(descendants(tree, root), key=lambda node: (node[1], node[0]))


def run(folder: Path = FOLDER) -> dict[Path, dict[str, str]]:
    """The tables of the page in each language, by name."""
    found = tables(read_world(folder))
    return {PAGE: found, PAGE_ZH: {name: chinese(one, NAMES) for name, one in found.items()}}


if __name__ == "__main__":
    publish(run())
