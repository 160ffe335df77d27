"""The map of a regime as people read it: what exists, what is near, how pairs interact; then tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.face import Face, prose_columns
from comity.cli.tables import Column, show
from comity.cli.wrap import wrap
from comity.report.regime_words import (
    chosen_pairs,
    extremes,
    gains_known,
    happened,
    layer_reason,
    measures,
    modes,
    opening,
)
from comity.text.numbers import NONE, column

if TYPE_CHECKING:
    from comity.report.regime_subject import MapSubject
    from comity.results.regime_pairs import PairRow

EVENTS_MOST = 6
PAIRS_EACH = 4
LAYER_ROWS = {"complex": 5, "cluster": 8, "linkage": 4}


def tell(face: Face, subject: MapSubject, *, everything: bool) -> None:
    """All that `comity map` prints."""
    text = face.text
    title = text.name(subject.world.world.title.model_dump())
    say_styled(face, text("map-title", year=subject.year, world=title), bold=True)
    for sentence in opening(subject):
        face.prose(sentence)
    _pairs_in_short(face, subject)
    _complexity(face, subject)
    _mechanisms(face, subject, everything=everything)
    _pairs(face, subject, everything=everything)


def _pairs_in_short(face: Face, subject: MapSubject) -> None:
    text = face.text
    if named := extremes(subject):
        face.head(text("map-extremes"))
        face.pairs(named)
    face.head(text("map-modes"))
    face.pairs(modes(subject))
    face.prose(gains_known(subject), "  ", "  ")


def _complexity(face: Face, subject: MapSubject) -> None:
    """The measures, with what they were and what moved them."""
    text, rows = face.text, measures(subject)
    face.head(text("map-measures", year=subject.year - 1))
    show(
        face,
        [
            Column(text("head-measure"), [row.name for row in rows]),
            Column(str(subject.year), [row.value for row in rows], numbers=True),
            Column(str(subject.year - 1), [row.before for row in rows], numbers=True),
            Column(text("head-change"), [row.change for row in rows], numbers=True),
        ],
    )
    face.head(text("map-happened"))
    found = happened(subject)
    if not found:
        face.prose(text("map-event-none"), "  ", "  ")
    for what, whom in found:
        more = len(whom) - EVENTS_MOST
        said = [*whom[:EVENTS_MOST], *([text("map-event-more", count=more)] if more > 0 else [])]
        face.prose(text("map-term", term=what, words=text("map-separator").join(said)), "  ", "    ")


def _mechanisms(face: Face, subject: MapSubject, *, everything: bool) -> None:
    """Those that exist, by layer; of each, the ones with most ties, or all."""
    text, world = face.text, subject.world
    ids = [
        id
        for layer, found in subject.by_layer.items()
        for id in (sorted(found, key=subject.rank)[: None if everything else LAYER_ROWS[layer]])
    ]
    models = [world.mechanism[id] for id in ids]
    face.head(text("map-mechanisms"))
    show(
        face,
        [
            Column(text("head-mechanism"), [subject.name(id) for id in ids]),
            Column(text("head-layer"), [text(f"layer-{subject.placed[id].layer}") for id in ids]),
            Column(text("head-kind"), [text(f"kind-{model.kind}") for model in models]),
            Column(text("head-start-year"), [str(model.start.year) if model.start else NONE for model in models]),
            Column(text("head-party-count"), [str(subject.party_count(id) or NONE) for id in ids], numbers=True),
            Column(text("head-tie-count"), [str(subject.tie_count(id)) for id in ids], numbers=True),
            Column(text("head-why"), [layer_reason(subject, id) for id in ids]),
        ],
    )
    _more(face, len(ids), len(subject.regime.mechanisms))


def _pairs(face: Face, subject: MapSubject, *, everything: bool) -> None:
    """Pairs that interact: the nearest of each mode, or all."""
    text, pairs = face.text, subject.interacting
    rows: list[PairRow] = chosen_pairs(subject, pairs, len(pairs) if everything else PAIRS_EACH)
    if not rows:
        return
    face.head(text("map-pairs"))
    gains = [row.gain for row in rows]
    columns = [
        Column(text("head-mechanism"), [subject.name(row.a) for row in rows]),
        Column(text("head-with"), [subject.name(row.b) for row in rows]),
        Column(text("head-mode"), [text(f"mode-{row.mode}") for row in rows]),
        Column(text("head-distance"), _shares([row.norm_distance for row in rows]), numbers=True),
        Column(text("head-overlap-buyers"), _shares([row.overlap.buyers for row in rows]), numbers=True),
        Column(text("head-overlap-activities"), _shares([row.overlap.activities for row in rows]), numbers=True),
        Column(text("head-link-count"), [str(row.links) for row in rows], numbers=True),
        Column(text("head-basis"), [text(f"basis-{row.basis}") for row in rows]),
    ]
    if any(gain is not None for gain in gains):
        percents = column([None if gain is None else 100 * gain for gain in gains], signed=True)
        columns.insert(-1, Column(text("head-lesser-gain"), percents, "%", numbers=True))
    show(face, columns)
    _more(face, len(rows), len(pairs))


def _more(face: Face, shown: int, total: int) -> None:
    """Say that there is more, and how to see it."""
    if total > shown:
        say_styled(face, face.text("map-more", more=total - shown), "  ", dim=True)


def say_styled(face: Face, words: str, indent: str = "", *, bold: bool = False, dim: bool = False) -> None:
    """A sentence, wrapped, that stands out or keeps back."""
    for line in wrap(words, prose_columns(), indent, indent):
        face.say(click.style(line, bold=bold or None, dim=dim or None))


def _shares(values: list[float | None]) -> list[str]:
    return [NONE if value is None else f"{value:.2f}" for value in values]
