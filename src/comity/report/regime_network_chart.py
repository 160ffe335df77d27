"""The network of a regime as a picture: who takes whose units, who is bound by an agreement, in which layer.

Mechanisms that neither link nor are bound by an agreement are not drawn; the subtitle says how many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from math import atan2, degrees, sqrt
from typing import TYPE_CHECKING

import altair as alt

from comity.regime.layers import layers
from comity.report.chart_style import INK, Drawn, Records, inline, styled
from comity.report.regime_layout import LINE_SHARE, Box, Label, Marked, Place, labelled, laid_out
from comity.report.regime_names import LAYER_COLOURS, LAYER_SHAPES, lines_of, name_of

if TYPE_CHECKING:
    from networkx import Graph

    from comity.regime.network import Node, Regime
    from comity.text import Text

WIDTH, HEIGHT_MOST = 900, 760
HEIGHT_LEAST, NODE_PIXELS = 200, 8  # and as much more a node, to the most
APART_PIXELS = 24
CROWD = 2.6
LABEL_PIXELS, PARTY_LABEL_PIXELS = 11.0, 9.5
#: Letters of a line and lines of a label: as it is written, or else, where there is no room so.
LINE_LETTERS = ((22, 2), (16, 3))
PARTY_RADIUS = 3.0
RADIUS_LEAST, RADIUS_STEP, RADIUS_MOST = 4.5, 1.5, 11.0
PARTY_COLOUR = "#B3BDC6"
#: How a tie is drawn: colour, dash, width.
TIES = {
    "moves": ("#1B2A36", [1, 0], 2.8),
    "accepts": ("#6B7A88", [1, 0], 1.1),
    "binds": ("#C3A25B", [3, 3], 1.0),
}


def network(regime: Regime, text: Text) -> Drawn | None:
    """Links and agreements on a day; None where there is neither."""
    drawing = _Drawing(regime, text)
    if not drawing.ties:
        return None
    layer = [_ties(drawing), _arrows(drawing), _marks(drawing), *_labels(drawing)]
    chart = alt.layer(*layer).properties(width=WIDTH, height=drawing.height)
    alone = len(regime.mechanisms) - sum(kind == "mechanism" for kind, _ in drawing.places)
    subtitle = text("report-regime-network-note", alone=alone)
    says = text(
        "report-regime-network-says",
        links=len(regime.links),
        agreements=sum(kind == "agreement" for kind, _ in regime.graph.nodes),
        hubs=text("list-separator").join(name_of(regime.world, text, id) for _, id in drawing.hubs[:3]),
    )
    return styled(chart, text.lang, text("report-regime-network", year=regime.day.year), subtitle, says)


@dataclass(frozen=True)
class _Drawing:
    """What is drawn, and where."""

    regime: Regime
    text: Text

    @cached_property
    def ties(self) -> dict[tuple[Node, Node], str]:
        """By the two ends, what ties them. Of a link, from whom to whom; both ways it is there twice."""
        found: dict[tuple[Node, Node], str] = {}
        for source, target, more in self.regime.graph.edges(data=True):
            if more["type"] in ("moves", "accepts"):
                found[source, target] = more["type"]
        return {**{pair: "binds" for pair in self._bound() if pair not in found and pair[::-1] not in found}, **found}

    def _bound(self) -> Iterable[tuple[Node, Node]]:
        """Those that an agreement ties: its mechanisms among each other, else each with the hosts."""
        graph = self.regime.graph
        for agreement in sorted(node for node in graph if node[0] == "agreement"):
            ends = [target for _, target, more in graph.out_edges(agreement, data=True) if more["type"] == "binds"]
            mechanisms = sorted(end for end in ends if end[0] == "mechanism")
            hosts = sorted(end for end in ends if end[0] == "party")
            for place, one in enumerate(mechanisms):
                yield from ((one, other) for other in (*mechanisms[place + 1 :], *hosts))

    @cached_property
    def graph(self) -> Graph[Node]:
        """The ties without direction."""
        from networkx import Graph

        graph: Graph[Node] = Graph()
        graph.add_edges_from(self.ties)
        for one, other in graph.edges:
            most = max(graph.degree[one], graph.degree[other])
            graph.edges[one, other]["length"] = max(1.0, most**0.5 / CROWD)  # room round those with many ties
        return graph

    @cached_property
    def places(self) -> dict[Node, Place]:
        """Where each node stands."""
        return laid_out(self.graph, Box(0, 0, WIDTH, self.height), APART_PIXELS)

    @cached_property
    def hubs(self) -> list[Node]:
        """The mechanisms that are drawn, those with most ties first."""
        return sorted(
            (node for node in self.graph if node[0] == "mechanism"), key=lambda node: (-self.graph.degree[node], node)
        )

    @property
    def height(self) -> int:
        """Of the picture: less for a smaller network."""
        return min(HEIGHT_LEAST + NODE_PIXELS * len(self.graph), HEIGHT_MOST)

    def radius(self, node: Node) -> float:
        """How large a node is drawn."""
        if node[0] == "party":
            return PARTY_RADIUS
        ties: int = self.graph.degree[node]
        return min(RADIUS_LEAST + RADIUS_STEP * (sqrt(ties) - 1), RADIUS_MOST)


def _x() -> alt.X:
    return alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH], nice=False), axis=None)


def _y(drawing: _Drawing) -> alt.Y:
    return alt.Y("y:Q", scale=alt.Scale(domain=[drawing.height, 0], nice=False), axis=None)


def _ties(drawing: _Drawing) -> alt.Chart:
    """The ties as lines, each between two nodes once."""
    text, rows, drawn = drawing.text, [], set()
    for (source, target), type_ in drawing.ties.items():
        if (target, source) in drawn:
            continue
        drawn.add((source, target))
        (x, y), (x2, y2) = drawing.places[source], drawing.places[target]
        rows.append({"x": x, "y": y, "x2": x2, "y2": y2, "type": text(f"report-regime-tie-{type_}")})
    names = {text(f"report-regime-tie-{type_}"): how for type_, how in TIES.items() if type_ in drawing.ties.values()}
    legend = alt.Legend(title=None, orient="bottom", symbolType="stroke", symbolSize=500)

    def scale(place: int) -> alt.Scale:
        return alt.Scale(domain=list(names), range=[how[place] for how in names.values()])

    rules: alt.Chart = (
        alt.Chart(inline(rows))
        .mark_rule()
        .encode(
            x=_x(),
            y=_y(drawing),
            x2="x2:Q",
            y2="y2:Q",
            stroke=alt.Stroke("type:N", scale=scale(0), legend=legend),
            strokeDash=alt.StrokeDash("type:N", scale=scale(1), legend=legend),
            strokeWidth=alt.StrokeWidth("type:N", scale=scale(2), legend=legend),
        )
    )
    return rules


def _arrows(drawing: _Drawing) -> alt.Chart:
    """At the taker's end of a link, the way that units go."""
    rows: Records = []
    for (source, target), type_ in drawing.ties.items():
        if type_ == "binds":
            continue
        (x1, y1), (x2, y2) = drawing.places[source], drawing.places[target]
        length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1e-6)
        share = (drawing.radius(target) + 4.5) / length
        rows.append(
            {
                "x": x2 - (x2 - x1) * share,
                "y": y2 - (y2 - y1) * share,
                "angle": degrees(atan2(y2 - y1, x2 - x1)) + 90,
                "colour": TIES[type_][0],
            }
        )
    drawn: alt.Chart = (
        alt.Chart(inline(rows))
        .mark_point(shape="triangle-up", filled=True, size=42, opacity=1)
        .encode(
            x=_x(),
            y=_y(drawing),
            angle=alt.Angle("angle:Q", scale=alt.Scale(domain=[0, 360], range=[0, 360])),
            color=alt.Color("colour:N", scale=None, legend=None),
        )
    )
    return drawn


def _marks(drawing: _Drawing) -> alt.Chart:
    """The nodes: mechanisms by layer, Parties small and pale."""
    placed, text = layers(drawing.regime.world), drawing.text
    party = text("report-regime-host-party")
    rows: Records = []
    for node, (x, y) in drawing.places.items():
        kind, id = node
        what = party if kind == "party" else text(f"layer-{placed[id].layer}")
        rows.append({"x": x, "y": y, "what": what, "size": 3.1416 * drawing.radius(node) ** 2})
    there = {row["what"] for row in rows}
    colours = {text(f"layer-{one}"): colour for one, colour in LAYER_COLOURS.items()} | {party: PARTY_COLOUR}
    shapes = {text(f"layer-{one}"): shape for one, shape in LAYER_SHAPES.items()} | {party: "circle"}
    domain = [name for name in colours if name in there]
    legend = alt.Legend(title=None, symbolSize=110, symbolStrokeWidth=0)
    drawn: alt.Chart = (
        alt.Chart(inline(rows))
        .mark_point(filled=True, opacity=1, stroke="white", strokeWidth=0.8)
        .encode(
            x=_x(),
            y=_y(drawing),
            size=alt.Size("size:Q", scale=None, legend=None),
            fill=alt.Fill("what:N", scale=_told(domain, colours), legend=legend),
            shape=alt.Shape("what:N", scale=_told(domain, shapes), legend=legend),
        )
    )
    return drawn


def _told(domain: Sequence[str], values: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(domain), range=[values[name] for name in domain])


def _labels(drawing: _Drawing) -> list[alt.Chart]:
    """Names, of those with most ties first, as far as there is room."""
    world, text = drawing.regime.world, drawing.text
    parties = sorted(
        (node for node in drawing.graph if node[0] == "party"), key=lambda node: (-drawing.graph.degree[node], node)
    )
    wanted = {}
    for node in (*drawing.hubs, *parties):
        size = PARTY_LABEL_PIXELS if node[0] == "party" else LABEL_PIXELS
        name = name_of(world, text, node[1])
        wanted[node] = [
            Label(lines_of(name, letters, most), size, drawing.radius(node)) for letters, most in LINE_LETTERS
        ]
    places = drawing.places
    marks = [(place, drawing.radius(node) + 1) for node, place in places.items()]
    lines = [(places[source], places[target]) for source, target in drawing.ties]
    found = labelled(places, wanted, Marked(marks, lines), Box(-8, -8, WIDTH + 16, drawing.height + 16))
    charts = []
    for align in ("left", "right", "center"):
        for kind, colour in (("mechanism", INK), ("party", "#66737F")):
            rows = [
                {"x": one.x, "y": one.y, "words": "\n".join(one.lines)}
                for node, one in found.items()
                if one.align == align and node[0] == kind
            ]
            if rows:
                size = PARTY_LABEL_PIXELS if kind == "party" else LABEL_PIXELS
                base = alt.Chart(inline(rows)).encode(x=_x(), y=_y(drawing), text="words:N")
                mark = partial(
                    base.mark_text,
                    align=align,
                    baseline="middle",
                    fontSize=size,
                    lineBreak="\n",
                    lineHeight=size * LINE_SHARE,
                )
                # Under the letters their outline in white, so that no line strikes them through.
                charts += [mark(stroke="white", strokeWidth=3, strokeJoin="round"), mark(color=colour)]
    return charts
