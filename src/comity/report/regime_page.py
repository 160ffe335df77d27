"""The map of a regime as one page: in short, how it grew, its network, how near rules are, how pairs interact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from comity.regime.distance import norms
from comity.report.page import Command, Figure, Head, Paragraph, Part, Section, Table, Terms, page
from comity.report.regime_matrix_chart import matrix
from comity.report.regime_modes_chart import by_distance, plane
from comity.report.regime_network_chart import network
from comity.report.regime_timeline_chart import timeline
from comity.report.regime_words import (
    agreements,
    chosen_pairs,
    extremes,
    gains_known,
    happened,
    layer_reason,
    measures,
    modes,
    opening,
)
from comity.report.words import joined
from comity.text.numbers import NONE

if TYPE_CHECKING:
    from comity.report.chart_style import Drawn
    from comity.report.regime_subject import MapSubject

FIRST_YEAR, LAST_YEAR = 1990, 2035
PAIRS_EACH = 15


def map_page(subject: MapSubject, command: str, *, everything: bool = False) -> str:
    """The HTML, in the language of the subject; `command` is what makes it again. `everything`: all mechanisms in the
    matrix, all pairs that interact in the table."""
    text, settings = subject.text, subject.world.world
    world = text.name(settings.title.model_dump())
    title = text("map-title", year=subject.year, world=world)
    parts: dict[str, Iterator[Part]] = {
        "summary": _summary(subject),
        "growth": _growth(subject),
        "network": _network(subject),
        "distance": _distance(subject, everything),
        "modes": _modes(subject, everything),
        "complexity": _complexity(subject),
        "mechanisms": _mechanisms(subject),
        "again": _again(subject, command),
    }
    sections = [Section(name, text(f"report-regime-section-{name}"), list(found)) for name, found in parts.items()]
    return page(text, title, text("report-regime-subtitle", as_of=settings.as_of, year=subject.year), sections)


def _figure(chart: Drawn | None, caption: str) -> list[Part]:
    return [] if chart is None else [Figure(chart, caption)]


def _summary(subject: MapSubject) -> Iterator[Part]:
    text = subject.text
    yield Paragraph(joined(text, opening(subject)), "lead")
    counted = text("map-separator").join(text("map-term", term=mode, words=count) for mode, count in modes(subject))
    pairs = [(term, [words]) for term, words in extremes(subject)]
    yield Terms([*pairs, (text("map-modes"), [counted, gains_known(subject)])])


def _growth(subject: MapSubject) -> Iterator[Part]:
    text = subject.text
    for by in ("layer", "family"):
        chart = timeline(subject.world, FIRST_YEAR, LAST_YEAR, by, text)
        yield from _figure(chart, text(f"report-regime-growth-{by}-how"))


def _network(subject: MapSubject) -> Iterator[Part]:
    text, world = subject.text, subject.world
    yield from _figure(network(subject.regime, text), text("report-regime-network-how"))
    rows = _links(subject)
    if rows:
        heads = [Head(text(f"head-{name}")) for name in ("takes-units", "of-whom", "link-way", "stems-from")]
        caption = text("report-regime-links-caption", year=subject.year, count=len(subject.regime.links))
        yield Table(caption, heads, rows)
    if there := agreements(subject):
        heads = [Head(text("head-agreement")), Head(text("head-start-year"), numbers=True)]
        known = [world.agreement[id] for id in there]
        made = [(text.name(one.title.model_dump()), str(one.start.year) if one.start else NONE) for one in known]
        yield Table(text("report-regime-agreements-caption", year=subject.year, count=len(made)), heads, made)


def _links(subject: MapSubject) -> list[Sequence[str]]:
    """A row for each who takes units, and each instrument: from whom. Links that pass units on come first."""
    text = subject.text
    found: dict[tuple[str, str, str], list[str]] = {}
    for clause in subject.regime.links:
        way = "moves" if clause.kind == "move" else "accepts"
        found.setdefault((way, clause.gives[0].of, clause.stems_from), []).append(subject.name(clause.takes[0].of))
    return [
        (
            subject.name(taker),
            text("map-separator").join(sorted(set(givers))),
            text(f"report-regime-tie-{way}"),
            _instrument(subject, stems_from),
        )
        for (way, taker, stems_from), givers in sorted(found.items(), key=lambda item: (item[0][0] != "moves", item[0]))
    ]


def _instrument(subject: MapSubject, address: str) -> str:
    """What a link comes from: an agreement by its title, else the taker's own rules."""
    kind, _, id = address.partition(".")
    if kind == "agreement" and id in subject.world.agreement:
        return subject.text.name(subject.world.agreement[id].title.model_dump())
    return subject.text("report-regime-own-rules")


def _distance(subject: MapSubject, everything: bool) -> Iterator[Part]:
    regime = subject.regime
    ids = tuple(regime.mechanisms) if everything else subject.main
    chart = matrix(subject.world, subject.year, norms(subject.world, regime.day, ids), subject.text, everything)
    yield from _figure(chart, subject.text("report-regime-matrix-how"))


def _modes(subject: MapSubject, everything: bool) -> Iterator[Part]:
    text, found = subject.text, subject.interactions
    yield Terms([(text(f"mode-{mode}"), [text(f"mode-{mode}-means")]) for mode in found.counts()])
    chart = plane(subject.world, subject.year, subject.priced, text)
    yield from _figure(chart, text("report-regime-plane-how"))
    frame = found.frame()
    unknown = frame[frame["gain"].isna()]
    pairs = list(zip(unknown["mode"], unknown["norm_distance"], strict=True))
    yield from _figure(by_distance(subject.year, pairs, text), text("report-regime-strip-how"))
    rows = chosen_pairs(subject, subject.interacting, len(subject.interacting) if everything else PAIRS_EACH)
    if not rows:
        return
    heads = [Head(text("head-pair")), Head(text("head-mode"))]
    numbers = ("distance", "overlap-buyers", "overlap-activities", "link-count", "lesser-gain")
    heads += [Head(text(f"head-{name}"), numbers=True) for name in numbers]
    heads.append(Head(text("head-basis")))
    made = [
        (
            subject.pair(row.a, row.b),
            text(f"mode-{row.mode}"),
            *(_share(value) for value in (row.norm_distance, row.overlap.buyers, row.overlap.activities)),
            str(row.links),
            NONE if row.gain is None else f"{100 * row.gain:+.2f}%",
            text(f"basis-{row.basis}"),
        )
        for row in rows
    ]
    yield Table(text("report-regime-pairs-caption", shown=len(made), count=len(subject.interacting)), heads, made)


def _complexity(subject: MapSubject) -> Iterator[Part]:
    text = subject.text
    heads = [Head(text("head-measure"))]
    heads += [Head(words, numbers=True) for words in (str(subject.year), str(subject.year - 1), text("head-change"))]
    rows = [(row.name, row.value, row.before, row.change) for row in measures(subject)]
    yield Table(text("map-measures", year=subject.year - 1), heads, rows)
    events = [(term, [text("map-separator").join(whom)]) for term, whom in happened(subject)]
    yield Paragraph(text("map-happened" if events else "map-event-none"))
    if events:
        yield Terms(events)


def _mechanisms(subject: MapSubject) -> Iterator[Part]:
    text, world = subject.text, subject.world
    heads = [Head(text(f"head-{name}")) for name in ("mechanism", "kind")]
    heads += [Head(text(f"head-{name}"), numbers=True) for name in ("start-year", "party-count", "tie-count")]
    heads.append(Head(text("head-why")))
    for layer, ids in subject.by_layer.items():
        rows: list[Sequence[str]] = []
        for id in sorted(ids, key=subject.rank):
            model = world.mechanism[id]
            counts = (str(subject.party_count(id) or NONE), str(subject.tie_count(id)))
            since = str(model.start.year) if model.start else NONE
            name = text.name(model.name.model_dump())
            rows.append((name, text(f"kind-{model.kind}"), since, *counts, layer_reason(subject, id)))
        if rows:
            caption = text("report-regime-layer-caption", layer=text(f"layer-{layer}"), count=len(rows))
            yield Table(caption, heads, rows)


def _again(subject: MapSubject, command: str) -> Iterator[Part]:
    yield Paragraph(subject.text("report-regime-again"))
    yield Command(command)


def _share(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"
