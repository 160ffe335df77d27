"""How all charts look, and how one becomes an image that stands in a page or a document without anything else.

Colours are those of Okabe and Ito, which the colour-blind tell apart; wherever a colour tells scenarios apart, a shape,
a dash or a place does too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from unicodedata import east_asian_width

import altair as alt

from comity.text import Language

LATIN_FONTS = "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial"
CHINESE_FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC'"
#: By language: whose letters come first has the punctuation that both have.
FONTS = {
    "en": f"{LATIN_FONTS}, {CHINESE_FONTS}, sans-serif",
    "zh": f"{CHINESE_FONTS}, {LATIN_FONTS}, sans-serif",
}
#: One a scenario, in order.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [10, 4], [1, 3])
#: One a money account.
ACCOUNT_COLOURS = {"emitters": "#0072B2", "treasury": "#E69F00", "funds": "#009E73"}
#: From the best founded to the least.
STATUS_COLOURS = {
    "sourced": "#08519C",
    "derived": "#4292C6",
    "calibrated": "#9ECAE1",
    "unverified": "#FDBE85",
    "assumed": "#E6550D",
}
INK, PALE = "#23303B", "#DDE3E8"
LABEL_PIXELS_MOST = 400
WIDTH = 900
NAMES_PIXELS = 340  # of what stands beside a plot
ROW_PIXELS = 19
LEGEND_PIXELS_MOST = 640
LEGEND_MARK_PIXELS = 28

Records = list[dict[str, Any]]
Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r'( id="|url\(#|href="#)([^")]+)')
_SPOKEN = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')


def styled(chart: Drawn, lang: Language, title: str, subtitle: str, description: str) -> Drawn:
    """A chart with its title, and what it shows in words for those who cannot see it."""
    heading = alt.TitleParams(text=title, subtitle=subtitle, anchor="start", offset=14)
    text = {"labelColor": INK, "labelLimit": LABEL_PIXELS_MOST}
    axis = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "titleColor": INK, "titlePadding": 8}
    quiet = {"domainColor": "#9AA7B2", "tickColor": "#9AA7B2", "gridColor": PALE}
    made: Drawn = (
        chart.properties(title=heading, description=description)
        .configure(font=FONTS[lang], background="white", padding=6)
        .configure_axis(**axis, **quiet, **text)
        .configure_title(color=INK, fontSize=16, subtitleColor="#56636E", subtitleFontSize=12, subtitlePadding=5)
        .configure_header(labelFontSize=13, labelFontWeight="bold", title=None, **text)
        .configure_view(stroke=None)
        .configure_legend(orient="top", direction="horizontal", labelFontSize=12, title=None, **text)
    )
    return made


def by_scenario(labels: Sequence[str], colours: bool = True) -> alt.Scale:
    """The scale of colours, or of shapes, that tells scenarios apart."""
    given = COLOURS if colours else SHAPES
    return alt.Scale(domain=list(labels), range=[given[place % len(given)] for place in range(len(labels))])


def dashes(labels: Sequence[str]) -> alt.Scale:
    """The scale of dashes that tells scenarios apart."""
    return alt.Scale(domain=list(labels), range=[DASHES[place % len(DASHES)] for place in range(len(labels))])


def inline(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Rows as a chart takes them."""
    return alt.InlineData(values=list(rows))


def names_axis(field: str, order: Sequence[str], pixels: int = LABEL_PIXELS_MOST) -> alt.Y:
    """Names one under another in a given order, each on a line of its own."""
    axis = alt.Axis(labelLimit=pixels, labelPadding=10, ticks=False, domain=False, grid=True, gridColor="#EEF1F4")
    return alt.Y(f"{field}:N", sort=list(order), title=None, axis=axis)


def legend(shown: bool, labels: Sequence[str]) -> alt.Legend | None:
    """The legend of these scenarios, in as many columns as there is room for; none where there is one scenario."""
    if not shown:
        return None
    widths = [LEGEND_MARK_PIXELS + sum(12 if east_asian_width(one) in "WF" else 7 for one in name) for name in labels]
    # 0 is a line of all of them.
    columns = 0 if sum(widths) <= LEGEND_PIXELS_MOST else 2 if 2 * max(widths) <= LEGEND_PIXELS_MOST else 1
    return alt.Legend(title=None, columns=columns, values=list(labels))


def highest_first(values: Mapping[str, float]) -> list[str]:
    """Names by what they are worth, from the highest."""
    return sorted(values, key=lambda name: -values[name])


def svg(chart: Drawn, prefix: str = "") -> str:
    """The chart as SVG whose text can be selected; `prefix` begins its ids, so that a page may hold several.

    Read aloud it is one image with its description: Vega would name every mark in English.
    """
    stream = io.StringIO()
    chart.save(stream, format="svg")
    image = _TAG.sub(lambda tag: _ID.sub(rf"\g<1>{prefix}\g<2>", _SPOKEN.sub("", tag[0])), stream.getvalue())
    return image.replace("<svg ", f'<svg role="img" aria-label="{escape(str(chart.description))}" ', 1)
