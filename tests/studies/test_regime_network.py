"""The sizes of the network of `2026`, and the page that shows them."""

from __future__ import annotations

from networkx import is_directed_acyclic_graph

from comity.regime.network import Regime, derivation
from comity.studies.pages import filled
from comity.studies.regime_network import NODES, YEARS, run, tables
from comity.world.world import World

WORLD = World.load("2026")


def test_nodes_of_all_kinds_are_the_whole() -> None:
    for line in tables(WORLD, (2005, 2026))["nodes"].splitlines()[2:]:
        year, *kinds, whole = (int(cell) for cell in line.strip("| ").split(" | "))
        assert len(kinds) == len(NODES)
        assert sum(kinds) == whole == Regime.of_year(WORLD, year, expected=True, dated=True).graph.number_of_nodes()


def test_edges_that_are_not_shown_are_parts_of_parties() -> None:
    nested = sum(party.parent is not None for party in WORLD.party.values())
    for line in tables(WORLD, (2012, 2030))["edges"].splitlines()[2:]:
        _, *shown, whole = (int(cell) for cell in line.strip("| ").split(" | "))
        assert whole - sum(shown) == nested


def test_derivation_never_goes_round() -> None:
    assert all(is_directed_acyclic_graph(derivation(Regime.of_year(WORLD, year, expected=True))) for year in YEARS)


def test_the_pages_are_current() -> None:
    for page, found in run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text
