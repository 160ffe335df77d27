"""The regime as data for other programs: read back, it is the same network, typed, and without anything empty."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import date
from functools import cache

import networkx as nx
import pytest

from comity.regime.network import Regime, edges, hypergraph, nodes
from comity.report.regime_tables import archive, gexf, graph, graphml, tables
from comity.world import World
from tests.cli.terminal import SAMPLE
from tests.report.regime_world import subject, world

YEAR = 2012


def regime() -> Regime:
    """That of a year with links, agreements and members."""
    return subject(YEAR).regime


@cache
def read_back(format: str) -> nx.Graph[str]:
    """What another program finds in a file."""
    if format == "graphml":
        return nx.read_graphml(io.BytesIO(graphml(regime())), force_multigraph=True)
    return nx.read_gexf(io.BytesIO(gexf(regime())))


def ties(of: nx.Graph[str]) -> Counter[tuple[str, str, str, str]]:
    """The edges with what they are."""
    return Counter((a, b, more["tie"], more.get("clause", "")) for a, b, more in of.edges(data=True))


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_nodes_and_edges_are_those_of_the_regime(format: str) -> None:
    found = read_back(format)
    assert set(found) == {f"{kind}:{id}" for kind, id in regime().graph.nodes}
    wanted = Counter(
        (":".join(source), ":".join(target), more["type"], more.get("clause", ""))
        for source, target, more in regime().graph.edges(data=True)
    )
    assert ties(found) == wanted


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_attributes_are_typed_and_nothing_is_none(format: str) -> None:
    found = read_back(format)
    for node, more in found.nodes(data=True):
        assert None not in more.values(), node
        assert "None" not in more.values(), node
        own = graph(regime()).nodes[node]
        assert {name: more[name] for name in own} == own
    eu = found.nodes["mechanism:eu-ets"]
    assert (eu["name_en"], eu["name_zh"]) == tuple(world().mechanism["eu-ets"].name.model_dump().values())
    assert (eu["first_year"], eu["layer"], eu["family"]) == (2005, "cluster", "trading-system")
    assert isinstance(eu["parties"], int)


def test_a_world_without_dates_can_be_written() -> None:
    sample = Regime(World.load(SAMPLE), date(2026, 12, 31))
    found = nx.read_graphml(io.BytesIO(graphml(sample)), force_multigraph=True)
    assert "first_year" not in found.nodes["mechanism:beta-ets"]
    assert set(nx.read_gexf(io.BytesIO(gexf(sample)))) == set(found)


def test_the_archive_holds_four_tables_with_heads() -> None:
    of = subject(YEAR)
    pairs = of.pairs(everything=True)
    content = archive(of.regime, pairs)
    assert archive(of.regime, pairs) == content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        found = {name: list(csv.DictReader(io.StringIO(file.read(name).decode("utf-8")))) for name in file.namelist()}
    assert set(found) == {"nodes.csv", "edges.csv", "incidences.csv", "pairs.csv"}
    assert [(row["kind"], row["code"]) for row in found["nodes.csv"]] == list(
        nodes(of.regime).itertuples(index=False, name=None)
    )
    assert len(found["edges.csv"]) == len(edges(of.regime))
    assert len(found["incidences.csv"]) == len(hypergraph(of.regime))
    count = len(of.regime.mechanisms)
    assert len(found["pairs.csv"]) == count * (count - 1) // 2
    by_pair = {(row["a"], row["b"]): row for row in found["pairs.csv"]}
    for pair in pairs[:50]:
        row = by_pair[pair.a, pair.b]
        assert row["mode"] == pair.mode
        assert row["gain"] == ""
        assert (float(row["norm_distance"]) if row["norm_distance"] else None) == pytest.approx(pair.norm_distance)
    assert all(value not in ("None", "nan") for rows in found.values() for row in rows for value in row.values())


def test_tables_of_nothing_still_have_heads() -> None:
    found = tables(Regime(World.load(SAMPLE), date(1990, 1, 1)), ())
    assert list(found["pairs"].columns)[:3] == ["a", "b", "norm_distance"]
    assert list(found["edges"].columns)[:2] == ["from_kind", "from"]
