"""How pairs of mechanisms interact: on the plane of norm distance and gain; where no gain is known, by distance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil, isnan, log10
from typing import TYPE_CHECKING

import altair as alt

from comity.regime.modes import MODES, thresholds
from comity.report.chart_style import INK, Drawn, Records, inline, styled
from comity.report.regime_layout import LINE_SHARE, Box, Label, Marked, labelled
from comity.report.regime_names import MODE_COLOURS, MODE_SHAPES, name_of, pair_name

if TYPE_CHECKING:
    from comity.results.regime_pairs import Mode, PairRow
    from comity.text import Text
    from comity.world.world import World

WIDTH, HEIGHT, STRIP_PIXELS = 800, 520, 74
BINS = 50  # of a distance from 0 to 1
LABELS_MOST = 40
LABEL_PIXELS = 9.5
LABEL_GAPS_PIXELS = (2.0, 6.0)
POINT_RADIUS = 4.5
SHADES = {"benign-synergy": "#E3F3EC", "constructive-cooperation": "#E8F1F8", "functional-competition": "#FBF1EA"}


def plane(world: World, year: int, pairs: Sequence[PairRow], text: Text) -> Drawn | None:
    """Pairs of which a market says what a link would bring; None where there is none."""
    known = [pair for pair in pairs if pair.gain is not None and pair.norm_distance is not None]
    if not known:
        return None
    at = _Plane([pair.gain or 0.0 for pair in known], [pair.norm_distance or 0.0 for pair in known])
    rows: Records = [
        {"distance": pair.norm_distance, "height": at.height(pair.gain or 0.0), "mode": text(f"mode-{pair.mode}")}
        for pair in known
    ]
    there = [mode for mode in MODES if any(pair.mode == mode for pair in known)]
    points = (
        alt.Chart(inline(rows))
        .mark_point(filled=True, size=3.1416 * POINT_RADIUS**2, opacity=0.85, stroke="white", strokeWidth=0.6)
        .encode(x=_distance(at, text), y=at.axis(text), fill=_fill(there, text), shape=_shape(there, text))
    )
    layers = [*_regions(at, text), points, *_pair_labels(world, known, at, text)]
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    best = max(known, key=lambda pair: pair.gain or 0.0)
    says = text("report-regime-plane-says", count=len(known), best=pair_name(world, text, best.a, best.b))
    limits = {name: f"{one.value:g}" for name, one in thresholds().items()}
    note = text("report-regime-plane-note", near=limits["near"], gain=limits["gain"])
    return styled(chart, text.lang, text("report-regime-plane", year=year), note, says)


def by_distance(year: int, pairs: Sequence[tuple[Mode, float]], text: Text) -> Drawn | None:
    """Modes and norm distances of pairs whose gain is not known, a strip a mode; None where there are none."""
    known = [(mode, distance) for mode, distance in pairs if not isnan(distance)]
    if not known:
        return None
    counted = Counter(mode for mode, _ in known)
    names = {mode: text("report-regime-strip-mode", mode=text(f"mode-{mode}"), count=counted[mode]) for mode in MODES}
    bins = Counter((mode, min(int(distance * BINS), BINS - 1)) for mode, distance in known)
    rows: Records = [
        {"mode": names[mode], "from": place / BINS, "to": (place + 1) / BINS, "count": count, "none": 0}
        for (mode, place), count in sorted(bins.items())
    ]
    there = [mode for mode in MODES if counted[mode]]
    scale = alt.Scale(domain=[names[mode] for mode in there], range=[MODE_COLOURS[mode] for mode in there])
    bars = (
        alt.Chart()
        .mark_bar(binSpacing=1)
        .encode(
            x=alt.X(
                "from:Q",
                title=text("report-regime-axis-distance"),
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(tickCount=10, format=".1f"),
            ),
            x2="to:Q",
            y=alt.Y("count:Q", title=None, axis=alt.Axis(tickCount=3, grid=False)),
            y2="none:Q",
            color=alt.Color("mode:N", scale=scale, legend=None),
        )
    )
    near = alt.Chart().mark_rule(color="#7B8894", strokeDash=[4, 3]).encode(x=alt.datum(thresholds()["near"].value))
    chart = (
        alt.layer(bars, near, data=inline(rows))
        .properties(width=WIDTH, height=STRIP_PIXELS)
        .facet(
            facet=alt.Facet(
                "mode:N", sort=[names[mode] for mode in there], title=None, header=alt.Header(labelAnchor="start")
            ),
            columns=1,
            spacing=14,
        )
        .resolve_scale(y="independent")
    )
    note = text("report-regime-strip-note", near=f"{thresholds()['near'].value:g}")
    says = text("report-regime-strip-says", count=len(known), unknown=len(pairs) - len(known))
    return styled(chart, text.lang, text("report-regime-strip", year=year), note, says)


class _Plane:
    """Both axes. That of gains has as much room between a threshold and 0 as for any tenfold beyond it: most gains lie
    near 0, a few far from it."""

    def __init__(self, gains: Sequence[float], distances: Sequence[float]) -> None:
        self.far = min(ceil(10 * max(*distances, 0.5) + 0.5) / 10, 1.0)
        limits = thresholds()
        self.gain, self.loss = limits["gain"].value, -limits["loss"].value
        self._unit = max(self.gain, -self.loss)
        self.low = min(self.height(min(*gains, -10 * self._unit)), self.height(10 * self.loss)) - 0.15
        self.high = max(self.height(max(*gains, 10 * self._unit)), self.height(10 * self.gain)) + 0.25

    def height(self, gain: float) -> float:
        """Where a gain stands: in units of the threshold up to it, then by powers of ten."""
        size = abs(gain) / self._unit
        return (1 if gain >= 0 else -1) * (size if size <= 1 else 1 + log10(size))

    def axis(self, text: Text) -> alt.Y:
        """With its ticks where gains are round."""
        steps = [self._unit * 10**power for power in range(6) if self._unit * 10**power <= 10]
        values = {self.height(sign * step): sign * step for step in steps for sign in (1, -1)} | {0.0: 0.0}
        shown = {height: gain for height, gain in values.items() if self.low <= height <= self.high}
        words = " : ".join(
            f"abs(datum.value - {height:.6f}) < 1e-4 ? '{100 * gain:+g}%'".replace("'+0%'", "'0'")
            for height, gain in shown.items()
        )
        axis = alt.Axis(values=sorted(shown), labelExpr=f"{words} : ''", grid=False)
        scale = alt.Scale(domain=[self.low, self.high], nice=False)
        return alt.Y("height:Q", title=text("report-regime-axis-gain"), scale=scale, axis=axis)

    def pixel(self, distance: float, gain: float) -> tuple[float, float]:
        """From the top left corner."""
        return distance / self.far * WIDTH, (self.high - self.height(gain)) / (self.high - self.low) * HEIGHT

    def of_pixel(self, y: float) -> float:
        """The height of a pixel."""
        return self.high - y / HEIGHT * (self.high - self.low)


def _distance(at: _Plane, text: Text) -> alt.X:
    scale = alt.Scale(domain=[0, at.far], nice=False)
    return alt.X(
        "distance:Q",
        title=text("report-regime-axis-distance"),
        scale=scale,
        axis=alt.Axis(grid=False, tickCount=10, format=".1f"),
    )


def _fill(there: Sequence[Mode], text: Text) -> alt.Fill:
    names = [text(f"mode-{mode}") for mode in there]
    return alt.Fill("mode:N", scale=alt.Scale(domain=names, range=[MODE_COLOURS[mode] for mode in there]))


def _shape(there: Sequence[Mode], text: Text) -> alt.Shape:
    names = [text(f"mode-{mode}") for mode in there]
    return alt.Shape("mode:N", scale=alt.Scale(domain=names, range=[MODE_SHAPES[mode] for mode in there]))


def _regions(at: _Plane, text: Text) -> list[alt.Chart]:
    """Where which mode can be, and the thresholds between."""
    near = thresholds()["near"].value
    gain, loss = at.height(at.gain), at.height(at.loss)
    areas = [
        (0.0, near, gain, at.high, "benign-synergy"),
        (near, at.far, gain, at.high, "constructive-cooperation"),
        (0.0, at.far, loss, gain, "constructive-cooperation"),
        (0.0, at.far, at.low, loss, "functional-competition"),
    ]
    rows: Records = [
        {"distance": left, "right": right, "height": low, "top": high, "colour": SHADES[mode]}
        for left, right, low, high, mode in areas
    ]
    shade = (
        alt.Chart(inline(rows))
        .mark_rect()
        .encode(
            x=_distance(at, text), x2="right:Q", y=at.axis(text), y2="top:Q", color=alt.Color("colour:N", scale=None)
        )
    )
    named: Records = [
        {"distance": 0.995 * at.far, "height": at.high - 0.12, "words": text("mode-constructive-cooperation")},
        {"distance": 0.995 * at.far, "height": at.low + 0.12, "words": text("report-regime-plane-below")},
    ]
    words = alt.Chart(inline(named)).mark_text(align="right", fontSize=12, fontStyle="italic", color="#66737F")
    corner: Records = [{"distance": 0.005 * at.far, "height": at.high - 0.12, "words": text("mode-benign-synergy")}]
    first = alt.Chart(inline(corner)).mark_text(align="left", fontSize=12, fontStyle="italic", color="#66737F")
    lines: Records = [
        {"distance": 0.0, "right": at.far, "height": gain, "top": gain},
        {"distance": 0.0, "right": at.far, "height": loss, "top": loss},
        {"distance": near, "right": near, "height": gain, "top": at.high},
    ]
    rules = alt.Chart(inline(lines)).mark_rule(color="#7B8894", strokeDash=[4, 3])
    return [
        shade,
        rules.encode(x="distance:Q", x2="right:Q", y="height:Q", y2="top:Q"),
        *(one.encode(x="distance:Q", y="height:Q", text="words:N") for one in (words, first)),
    ]


def _pair_labels(world: World, known: Sequence[PairRow], at: _Plane, text: Text) -> list[alt.Chart]:
    """Names of pairs of which both sides gain, the nearest first, as far as there is room."""
    places = {(pair.a, pair.b): at.pixel(pair.norm_distance or 0.0, pair.gain or 0.0) for pair in known}
    gainers = [pair for pair in known if (pair.gain or 0.0) >= at.gain]
    first = sorted(gainers, key=lambda pair: (pair.norm_distance or 0.0, pair.a, pair.b))[:LABELS_MOST]
    labels = {
        (pair.a, pair.b): [
            Label(lines, LABEL_PIXELS, POINT_RADIUS, LABEL_GAPS_PIXELS)
            for lines in (
                (pair_name(world, text, pair.a, pair.b),),
                (name_of(world, text, pair.a), name_of(world, text, pair.b)),
            )
        ]
        for pair in first
    }
    marks = [(place, POINT_RADIUS - 1) for place in places.values()]
    found = labelled(places, labels, Marked(marks, []), Box(0, 22, WIDTH, HEIGHT - 44))
    charts = []
    for align in ("left", "right", "center"):
        rows: Records = [
            {"distance": one.x / WIDTH * at.far, "height": at.of_pixel(one.y), "words": "\n".join(one.lines)}
            for one in found.values()
            if one.align == align
        ]
        if rows:
            mark = alt.Chart(inline(rows)).mark_text(
                align=align,
                baseline="middle",
                fontSize=LABEL_PIXELS,
                color=INK,
                lineBreak="\n",
                lineHeight=LABEL_PIXELS * LINE_SHARE,
            )
            charts.append(mark.encode(x="distance:Q", y="height:Q", text="words:N"))
    return charts
