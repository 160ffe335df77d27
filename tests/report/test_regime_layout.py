"""Where nodes and labels of a network stand: inside, apart, the same each time."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.report.regime_layout import LINE_SHARE, Box, Label, Marked, crossing, labelled, laid_out, text_pixels
from comity.report.regime_names import lines_of

PICTURE = Box(0, 0, 600, 400)
APART = 12.0


GRAPHS = {
    "pair": nx.path_graph(2),
    "path": nx.path_graph(7),
    "star": nx.star_graph(25),
    "all tied": nx.complete_graph(6),
    "parts": nx.disjoint_union_all([nx.star_graph(6), nx.cycle_graph(5), nx.path_graph(2), nx.path_graph(2)]),
}


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=list(GRAPHS))
def test_nodes_stand_inside_and_apart_whatever_the_order_of_edges(graph: nx.Graph[int]) -> None:
    places = laid_out(graph, PICTURE, APART)
    assert set(places) == set(graph)
    assert all(0 <= x <= PICTURE.width and 0 <= y <= PICTURE.height for x, y in places.values())
    for (x1, y1), (x2, y2) in combinations(places.values(), 2):
        assert (x1 - x2) ** 2 + (y1 - y2) ** 2 > (APART / 2) ** 2
    other: nx.Graph[int] = nx.Graph()
    other.add_edges_from((b, a) for a, b in sorted(graph.edges, reverse=True))
    again = laid_out(other, PICTURE, APART)
    assert all(again[node] == pytest.approx(place) for node, place in places.items())


def test_parts_that_hang_together_have_areas_of_their_own() -> None:
    graph = nx.disjoint_union(nx.cycle_graph(9), nx.path_graph(4))
    places = laid_out(graph, PICTURE, APART)
    first, second = ([places[node][0] for node in part] for part in (range(9), range(9, 13)))
    assert max(first) < min(second)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(20, 580), st.integers(20, 380)), min_size=1, max_size=25, unique=True))
def test_labels_meet_neither_each_other_nor_marks(points: list[tuple[int, int]]) -> None:
    places = {number: (float(x), float(y)) for number, (x, y) in enumerate(points)}
    labels = {number: [Label((f"Label {number}", "second line"), 10.0, 4.0)] for number in places}
    marks = [(place, 4.0) for place in places.values()]
    found = labelled(places, labels, Marked(marks, []), PICTURE)
    areas = []
    for number, placed in found.items():
        width = max(text_pixels(line, 10.0) for line in placed.lines)
        line = 10.0 * LINE_SHARE
        left = placed.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[placed.align]
        areas.append(Box(left + 1e-6, placed.y - line / 2 + 1e-6, width - 2e-6, 2 * line - 2e-6))
        assert PICTURE.holds(areas[-1]), number
    assert not any(one.meets(other) for one, other in combinations(areas, 2))
    squares = [Box(x - radius, y - radius, 2 * radius, 2 * radius) for (x, y), radius in marks]
    assert not any(area.meets(square) for area in areas for square in squares)


def test_a_label_keeps_off_lines_where_it_can() -> None:
    places = {"a": (300.0, 200.0)}
    label = {"a": [Label(("somewhere",), 10.0, 4.0)]}
    across = Marked([(places["a"], 4.0)], [((300.0, 200.0), (600.0, 200.0)), ((0.0, 200.0), (300.0, 200.0))])
    (placed,) = labelled(places, label, across, PICTURE).values()
    assert abs(placed.y - 200) > 5


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ((0, 0, 10, 10), 1),
        ((0, 5, 20, 5), 1),
        ((0, 20, 20, 20), 0),
        ((5, 0, 5, 20), 1),
        ((0, 12, 3, 20), 0),
        ((20, 20, 30, 30), 0),
        ((4, 4, 6, 6), 1),
    ],
)
def test_which_lines_run_through_a_box(line: tuple[float, ...], count: int) -> None:
    assert crossing(np.array([line], dtype=float), Box(2, 2, 6, 6)) == count


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("CORSIA", ("CORSIA",)),
        ("Clean Development Mechanism", ("Clean", "Development Mechanism")),
        ("国际航空碳抵消与减排计划", ("国际航空碳抵", "消与减排计划")),
        ("日本J-Credit制度", ("日本J-Credit制度",)),
        ("One name that needs a great many more lines than two", ("One name that needs a", "great many more lines…")),
    ],
)
def test_names_are_broken_evenly_and_cut_where_they_must_be(name: str, lines: tuple[str, ...]) -> None:
    found = lines_of(name, 22, 2)
    assert "".join(found).replace(" ", "").rstrip("…") in name.replace(" ", "")
    assert len(found) == len(lines)
    assert found[-1].endswith("…") == lines[-1].endswith("…")
    assert all(text_pixels(line, 1.0) <= 23 * 0.56 + 1 for line in found)
