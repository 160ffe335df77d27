"""What a map of the regime says, in sentences and rows that the terminal and the page share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from comity.regime.complexity import Event
from comity.regime.modes import MODES
from comity.results.map import Metrics
from comity.text.numbers import NONE, one

if TYPE_CHECKING:
    from comity.report.regime_subject import MapSubject
    from comity.results.regime_pairs import PairRow

PAIRS_NAMED = 3
#: Measures that are shares of a whole.
SHARES = {
    "link_density",
    "overlapping",
    "largest_part",
    "largest_part_random",
    "covered_carried",
    "covered_subnational",
    "credited_complex",
    "credited_private",
}
#: Measures that cannot be told apart from what the year alone says.
LEFT_OUT = {"year"}
#: Of a change, in units or percentage points: less is told as almost nothing.
CHANGE_LEAST, ALMOST_NONE = 0.0005, "≈0"
EVENTS = ("start", "end", "link", "unlink", "join", "leave")


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in words: what it is, its value, what it was the year before, by how much it changed."""

    key: str
    name: str
    value: str
    before: str
    change: str


def opening(subject: MapSubject) -> list[str]:
    """What exists, in sentences."""
    text, there = subject.text, subject.regime.mechanisms
    layers = {f"{layer}_": len(ids) for layer, ids in subject.by_layer.items()}
    families = text("map-separator").join(
        text("map-family", family=text(f"family-{family}"), count=len(ids))
        for family, ids in sorted(subject.by_family.items(), key=lambda item: -len(item[1]))
    )
    found = [
        text(
            "map-layers",
            year=subject.year,
            count=len(there),
            complex=layers["complex_"],
            cluster=layers["cluster_"],
            linkage=layers["linkage_"],
        ),
        text("map-families", families=families),
        text(
            "map-ties",
            links=len(subject.regime.links),
            agreements=len(agreements(subject)),
            parties=len(_parties(subject)),
        ),
    ]
    scheduled = [id for id, model in there.items() if not model.in_force(subject.regime.day)]
    if scheduled:
        names = text("map-separator").join(subject.name(id) for id in scheduled)
        found.append(text("map-scheduled", count=len(scheduled), names=names))
    return found


def extremes(subject: MapSubject) -> list[tuple[str, str]]:
    """The nearest and the farthest pairs of the main systems: what they are, and which."""
    text = subject.text
    near, far = _nearest_and_farthest(subject)
    found = []
    for key, pairs in (("map-nearest", near), ("map-farthest", far)):
        if pairs:
            words = [text("map-pair-distance", pair=subject.pair(a, b), distance=f"{d:.2f}") for a, b, d in pairs]
            found.append((text(key), text("map-separator").join(words)))
    return found


def modes(subject: MapSubject) -> list[tuple[str, str]]:
    """How many pairs are of each mode."""
    text, counts = subject.text, subject.interactions.counts()
    return [(text(f"mode-{mode}"), text("map-pairs-count", count=counts[mode])) for mode in MODES]


def gains_known(subject: MapSubject) -> str:
    """Of how many pairs it is known what a link would bring."""
    known = len(subject.priced)
    if known:
        return subject.text("map-gains-known", count=known)
    return subject.text("map-gains-unknown" if subject.facts is None else "map-gains-none")


def measures(subject: MapSubject) -> list[MeasureRow]:
    """The measures of complexity that are known, with their change since the year before."""
    text = subject.text
    before, now = subject.measures
    rows = []
    for name in Metrics.model_fields:
        value, was = getattr(now, name), getattr(before, name)
        if name in LEFT_OUT or value is None:
            continue
        key = name.replace("_", "-")
        rows.append(
            MeasureRow(
                name,
                text(f"map-measure-{key}", unit=subject.world.world.quantity),
                _shown(name, value),
                NONE if was is None else _shown(name, was),
                NONE if was is None else _change(subject, name, value - was),
            )
        )
    return rows


def happened(subject: MapSubject) -> list[tuple[str, list[str]]]:
    """What happened in the year: by what it was, whom it befell. Joining and leaving are counted by mechanism."""
    text, found = subject.text, []
    for what in EVENTS:
        own = [event for event in subject.events if event.what == what]
        if not own:
            continue
        if what in ("join", "leave"):
            counted = Counter(event.who[1] for event in own)
            said = [
                text("map-event-members", mechanism=subject.name(id), count=count)
                for id, count in counted.most_common()
            ]
        else:
            said = [_event(subject, event) for event in own]
        found.append((text(f"map-event-{what}", count=len(own)), said))
    return found


def chosen_pairs(subject: MapSubject, pairs: Sequence[PairRow], most: int) -> list[PairRow]:
    """Pairs of most interest: those of the main systems first; of each mode but indifference, the nearest."""
    main = set(subject.main)

    def order(pair: PairRow) -> tuple[int, float, float]:
        distance = 2.0 if pair.norm_distance is None else pair.norm_distance
        return -sum(id in main for id in (pair.a, pair.b)), -(pair.gain or 0.0), distance

    found = []
    for mode in MODES[:-1]:
        found += sorted((pair for pair in pairs if pair.mode == mode), key=order)[:most]
    return found


def layer_reason(subject: MapSubject, mechanism: str) -> str:
    """Why a mechanism is in its layer, with the top of what the rule saw."""
    placed = subject.placed[mechanism]
    trace = subject.name(placed.trace[-1]) if placed.trace else NONE
    return subject.text(f"map-rule-{placed.rule}", trace=trace)


def agreements(subject: MapSubject) -> tuple[str, ...]:
    """The agreements with a clause in force."""
    return tuple(id for kind, id in subject.regime.graph.nodes if kind == "agreement")


def _parties(subject: MapSubject) -> frozenset[str]:
    """The Parties of the mechanisms that exist, and the hosts that an agreement binds."""
    regime = subject.regime
    of = {party for id in regime.mechanisms for party in regime.parties_of(id)}
    edges = regime.graph.edges(data=True)
    return frozenset(of | {id for _, (kind, id), more in edges if kind == "party" and more["type"] == "binds"})


Named = list[tuple[str, str, float]]


def _nearest_and_farthest(subject: MapSubject) -> tuple[Named, Named]:
    """Pairs of the main systems, by norm distance."""
    found, ids = subject.interactions, subject.interactions.norms.mechanisms
    main = {place for place, id in enumerate(ids) if id in subject.main}
    sides = (side.tolist() for side in found.places)
    rows = sorted(
        (float(distance), ids[a], ids[b])
        for a, b, distance in zip(*sides, found.numbers.distance, strict=True)
        if a in main and b in main and not isnan(distance)
    )
    named = [(a, b, distance) for distance, a, b in rows]
    return named[:PAIRS_NAMED], named[::-1][:PAIRS_NAMED]


def _event(subject: MapSubject, event: Event) -> str:
    names = [subject.name(id) for id in event.who]
    if len(names) == 1:
        return names[0]
    return subject.text("map-link", source=names[0], target=names[1])


def _shown(name: str, value: float) -> str:
    return f"{100 * value:.3g}%" if name in SHARES else one(value)


def _change(subject: MapSubject, name: str, change: float) -> str:
    points = name in SHARES
    size = 100 * change if points else change
    if abs(size) < CHANGE_LEAST:
        return "0" if size == 0 else ALMOST_NONE
    words = f"{size:+.0f}" if abs(size) >= 1000 else f"{size:+.3g}"
    return subject.text("map-points", points=words) if points else words
