"""The regime of a year as data: a graph with typed attributes for other programs, and tables for spreadsheets."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from comity.regime.counts import FAMILY
from comity.regime.layers import layer
from comity.regime.network import edges, hypergraph
from comity.results.regime_pairs import Overlap

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pandas import DataFrame

    from comity.regime.network import Node, Regime
    from comity.results.regime_pairs import PairRow

#: Of files in an archive: the same regime is the same archive.
ARCHIVE_DAY = (1980, 1, 1, 0, 0, 0)

PAIR_COLUMNS = (
    *("a", "b", "norm_distance", "known", "gain"),
    *(f"overlap_{name}" for name in Overlap.model_fields),
    *("links", "mode", "basis"),
)


def graph(regime: Regime) -> MultiDiGraph[str]:
    """The network with a text for each node (`mechanism:ID`) and attributes that every format of graphs can hold: texts
    and whole numbers. What is not known of a node or an edge is left out. No attribute is called `id`, `type`, `start`
    or `end`, which GEXF keeps for itself."""
    from networkx import MultiDiGraph

    found: MultiDiGraph[str] = MultiDiGraph(world=regime.world.id, year=regime.day.year)
    for node in regime.graph.nodes:
        found.add_node(_address(node), **_of_node(regime, node))
    for source, target, more in regime.graph.edges(data=True):
        known = {name: value for name, value in more.items() if name != "type" and value}
        found.add_edge(_address(source), _address(target), tie=more["type"], **known)
    return found


def graphml(regime: Regime) -> bytes:
    """As GraphML."""
    from networkx import write_graphml

    stream = io.BytesIO()
    write_graphml(graph(regime), stream, named_key_ids=True)
    return stream.getvalue()


def gexf(regime: Regime) -> bytes:
    """As GEXF 1.2."""
    from networkx import write_gexf

    stream = io.BytesIO()
    write_gexf(graph(regime), stream)
    return stream.getvalue()


def archive(regime: Regime, pairs: tuple[PairRow, ...]) -> bytes:
    """Tables in CSV, in a ZIP archive: nodes, edges, incidences (of the hypergraph), pairs."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, table in tables(regime, pairs).items():
            entry = zipfile.ZipInfo(f"{name}.csv", ARCHIVE_DAY)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, table.to_csv(index=False, lineterminator="\n"))
    return stream.getvalue()


def tables(regime: Regime, pairs: tuple[PairRow, ...]) -> dict[str, DataFrame]:
    """The tables of the archive, by name. An empty cell is unknown, or has no meaning."""
    from pandas import DataFrame

    known = [_of_node(regime, node) for node in regime.graph.nodes]
    columns = ["kind", "code", *dict.fromkeys(name for row in known for name in row if name not in ("kind", "code"))]
    incidences = hypergraph(regime)
    rows = [
        (
            *(pair.a, pair.b, pair.norm_distance, pair.known, pair.gain),
            *pair.overlap.model_dump().values(),
            *(pair.links, pair.mode, pair.basis),
        )
        for pair in pairs
    ]
    return {
        "nodes": DataFrame(known, columns=columns).drop(columns="label"),
        "edges": edges(regime),
        "incidences": incidences,
        "pairs": DataFrame(rows, columns=PAIR_COLUMNS),
    }


def _address(node: Node) -> str:
    return ":".join(node)


def _of_node(regime: Regime, node: Node) -> dict[str, Any]:
    """What is known of a node."""
    kind, id = node
    world = regime.world
    more: dict[str, str | int | None]
    if kind == "agreement":
        agreement = world.agreement[id]
        names, more = agreement.title, {"standing": agreement.status, "first_year": _year(agreement.start)}
    elif kind == "mechanism":
        model, placed = world.mechanism[id], layer(world, id)
        names, more = (
            model.name,
            {
                "layer": placed.layer,
                "layer_rule": placed.rule,
                "mechanism_kind": model.kind,
                "family": FAMILY[model.kind],
                "standing": model.status,
                "first_year": _year(model.start),
                "last_year": _year(model.end),
                "parties": len(regime.parties_of(id)),
            },
        )
    elif kind == "body":
        body = world.body[id]
        names, more = body.name, {"body_kind": body.kind, "first_year": _year(body.founded)}
    else:
        names, more = world.party[id].name, {"party_kind": world.party[id].kind}
    said = names.model_dump()
    named = {"label": said.get("en") or said.get("zh"), "name_en": said.get("en"), "name_zh": said.get("zh")}
    return {"kind": kind, "code": id} | {name: value for name, value in (named | more).items() if value is not None}


def _year(day: Any) -> int | None:
    return day.year if day is not None else None
