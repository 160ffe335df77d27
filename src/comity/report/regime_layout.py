"""Where the nodes of a network stand in a picture, and where their labels do: the same network gives the same picture.

Each connected part is laid out by networkx (Kamada and Kawai, from a circle, so that nothing is drawn at random) in a
box of its own; the boxes share the picture in proportion to how many nodes they hold. Places are pixels from the top
left corner.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from networkx import Graph

NodeT = TypeVar("NodeT", bound=Hashable)
Place = tuple[float, float]
Line = tuple[Place, Place]
#: Lines × the places of their ends.
Segments = NDArray[np.float64]
SHORT = 1e-9
MARGIN_PIXELS = 34  # of a box, for the labels of those at its rim
GAPS_PIXELS = (4.0, 12.0, 22.0)
ORDER_COST = 0.08  # of a place that is tried later, in lines that run through a label
LINE_SHARE = 1.18  # of a line, in heights of its letters
LATIN_SHARE = 0.56  # of a letter, in heights
PASSES = 60


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its left and upper edge, its width and height."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles have an inside in common."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    def holds(self, other: Box) -> bool:
        """Whether the other is inside."""
        return (
            self.left <= other.left
            and other.left + other.width <= self.left + self.width
            and self.top <= other.top
            and other.top + other.height <= self.top + self.height
        )


@dataclass(frozen=True, slots=True)
class Label:
    """What should stand beside a node: its lines, the height of its letters, the radius of the node's mark, and how far
    from it the label may be, the best first."""

    lines: tuple[str, ...]
    font_pixels: float
    radius: float
    gaps_pixels: tuple[float, ...] = GAPS_PIXELS


@dataclass(frozen=True, slots=True)
class Marked:
    """What labels keep off: marks with their radius, where they can, and lines, as far as they can."""

    marks: Sequence[tuple[Place, float]]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Placed:
    """A label that found a place: its first line's middle, and how its lines are aligned there."""

    x: float
    y: float
    align: str
    lines: tuple[str, ...]


def laid_out(graph: Graph[NodeT], box: Box, apart: float) -> dict[NodeT, Place]:
    """Where each node stands. `apart`: pixels that two nodes of one part should at least be from each other. Edges may
    say how long they want to be, as `length`."""
    from networkx import connected_components

    parts = sorted((sorted(part, key=str) for part in connected_components(graph)), key=lambda part: (-len(part), part))
    return {
        node: place
        for part, inner in zip(parts, _shared([len(part) + 1.0 for part in parts], box), strict=True)
        for node, place in _part(graph, part, inner, apart).items()
    }


def _shared(sizes: Sequence[float], box: Box) -> list[Box]:
    """Boxes of areas in proportion to sizes: the list is halved as evenly as can be, the box across its longer side."""
    if len(sizes) <= 1:
        return [box for _ in sizes]
    total = sum(sizes)
    cut = min(range(1, len(sizes)), key=lambda place: abs(sum(sizes[:place]) - total / 2))
    share = sum(sizes[:cut]) / total
    if box.width >= box.height:
        wide = box.width * share
        halves = (
            Box(box.left, box.top, wide, box.height),
            Box(box.left + wide, box.top, box.width - wide, box.height),
        )
    else:
        high = box.height * share
        halves = (Box(box.left, box.top, box.width, high), Box(box.left, box.top + high, box.width, box.height - high))
    return [*_shared(sizes[:cut], halves[0]), *_shared(sizes[cut:], halves[1])]


def _part(graph: Graph[NodeT], part: Sequence[NodeT], box: Box, apart: float) -> dict[NodeT, Place]:
    """One connected part, stretched to fill its box but for a margin."""
    from networkx import Graph, kamada_kawai_layout

    # In an order that does not come from a set: where nodes start decides where they end.
    ordered: Graph[NodeT] = Graph()
    ordered.add_nodes_from(part)
    ordered.add_edges_from(sorted(graph.subgraph(part).edges(data=True), key=lambda edge: sorted(map(str, edge[:2]))))
    if len(part) == 2:  # one above the other: so both have room for their names
        found = dict(zip(part, ((0.0, 0.0), (0.0, 1.0)), strict=True))
    else:
        laid = kamada_kawai_layout(ordered, weight="length")
        found = {node: (float(x), float(y)) for node, (x, y) in laid.items()}
    margin_x, margin_y = min(MARGIN_PIXELS, box.width / 4), min(MARGIN_PIXELS, box.height / 4)
    inner = Box(box.left + margin_x, box.top + margin_y, box.width - 2 * margin_x, box.height - 2 * margin_y)
    return _apart(_fitted(found, inner), inner, apart)


def _fitted(found: Mapping[NodeT, Place], box: Box) -> dict[NodeT, Place]:
    """Places moved and stretched to a box; in its middle where they have no extent."""
    sides = []
    for axis, (start, length) in enumerate(((box.left, box.width), (box.top, box.height))):
        values = [place[axis] for place in found.values()]
        low, extent = min(values), max(values) - min(values)
        sides.append(
            {
                node: start + length * ((place[axis] - low) / extent if extent > SHORT else 0.5)
                for node, place in found.items()
            }
        )
    return {node: (sides[0][node], sides[1][node]) for node in found}


def _apart(found: Mapping[NodeT, Place], box: Box, apart: float) -> dict[NodeT, Place]:
    """Nodes that are too near are moved away from each other, in place after place, inside the box."""
    placed, nodes = dict(found), list(found)
    for _ in range(PASSES):
        moved = False
        for number, one in enumerate(nodes):
            for other in nodes[number + 1 :]:
                (x1, y1), (x2, y2) = placed[one], placed[other]
                across, down = x2 - x1, y2 - y1
                distance = (across**2 + down**2) ** 0.5
                if distance >= apart:
                    continue
                moved = True
                if distance < 1e-6:
                    across, down, distance = 1.0, 0.5, 1.118
                step = (apart - distance) / 2 / distance
                placed[one] = _inside(box, x1 - across * step, y1 - down * step)
                placed[other] = _inside(box, x2 + across * step, y2 + down * step)
        if not moved:
            break
    return placed


def _inside(box: Box, x: float, y: float) -> Place:
    return min(max(x, box.left), box.left + box.width), min(max(y, box.top), box.top + box.height)


def labelled(
    places: Mapping[NodeT, Place], labels: Mapping[NodeT, Sequence[Label]], drawing: Marked, box: Box
) -> dict[NodeT, Placed]:
    """The labels that find room, tried in the order given: each beside, above or below its node where the fewest lines
    run, away from marks and from labels that came before. Of several ways to write one, the first that finds room; one
    that finds none is left out."""
    taken = [Box(x - radius, y - radius, 2 * radius, 2 * radius) for (x, y), radius in drawing.marks]
    lines = np.array([[*start, *end] for start, end in drawing.lines], dtype=float).reshape(-1, 4)
    found: dict[NodeT, Placed] = {}
    for node, ways in labels.items():
        for label in ways:
            free = [
                (crossing(lines, area) + place * ORDER_COST, place, area, placed)
                for place, (area, placed) in enumerate(_tries(places[node], label))
                if box.holds(area) and not any(area.meets(other) for other in taken)
            ]
            if free:
                _, _, area, found[node] = min(free, key=lambda one: one[:2])
                taken.append(area)
                break
    return found


def crossing(lines: Segments, box: Box) -> int:
    """How many lines run through a box (Liang and Barsky)."""
    enters, leaves = np.zeros(len(lines)), np.ones(len(lines))
    apart = np.zeros(len(lines), dtype=bool)
    for axis, (low, length) in enumerate(((box.left, box.width), (box.top, box.height))):
        start, extent = lines[:, axis], lines[:, 2 + axis] - lines[:, axis]
        along = np.abs(extent) < SHORT
        apart |= along & ((start <= low) | (start >= low + length))
        step = np.where(along, 1.0, extent)
        one, other = (low - start) / step, (low + length - start) / step
        enters = np.where(along, enters, np.maximum(enters, np.minimum(one, other)))
        leaves = np.where(along, leaves, np.minimum(leaves, np.maximum(one, other)))
    return int(np.count_nonzero((enters < leaves) & ~apart))


def _tries(place: Place, label: Label) -> Iterator[tuple[Box, Placed]]:
    """Where a label could stand, the best first: near, then farther off."""
    x, y = place
    line = label.font_pixels * LINE_SHARE
    width = max(text_pixels(one, label.font_pixels) for one in label.lines)
    height = line * len(label.lines)
    for gap in label.gaps_pixels:
        reach = label.radius + gap
        for shift in (0.0, -0.3, 0.3, -0.6, 0.6, -0.9, 0.9):
            top = y + shift * height - height / 2
            yield _try(Box(x + reach, top, width, height), "left", label, line)
            yield _try(Box(x - reach - width, top, width, height), "right", label, line)
        for shift in (0.0, 0.2, -0.2, 0.4, -0.4):
            left = x - width / 2 + shift * width
            yield _try(Box(left, y - reach - height, width, height), "center", label, line)
            yield _try(Box(left, y + reach, width, height), "center", label, line)


def _try(area: Box, align: str, label: Label, line: float) -> tuple[Box, Placed]:
    x = area.left + area.width * {"left": 0.0, "right": 1.0, "center": 0.5}[align]
    return area, Placed(x, area.top + line / 2, align, label.lines)


def text_pixels(words: str, font_pixels: float) -> float:
    """About how wide a text is."""
    return font_pixels * sum(1.0 if east_asian_width(letter) in "WF" else LATIN_SHARE for letter in words)
