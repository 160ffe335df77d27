"""How far apart the rules of systems are: a matrix of norm distances in which those that are alike stand together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import numpy as np

from comity.report.chart_style import Drawn, Records, inline, styled
from comity.report.regime_names import name_of

if TYPE_CHECKING:
    from comity.regime.distance import Matrix, Norms
    from comity.text import Text
    from comity.world.world import World

CELLS_PIXELS, CELL_PIXELS_MOST, CELL_PIXELS_LEAST = 640, 24, 11
NAME_LETTERS_MOST = 56
NAMES_PIXELS = 330
STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
NEAR_TO_FAR = ["#08306B", "#08519C", "#2171B5", "#4292C6", "#6BAED6", "#9ECAE1", "#C6DBEF", "#EAF2FA"]
UNKNOWN_COLOUR = "#F0E2C4"


def by_likeness(distance: Matrix) -> list[int]:
    """The order in which the nearest stand side by side: the leaves of average-linkage clustering, turned so that
    neighbours are as near as can be. What is unknown counts as far."""
    if len(distance) < 3:
        return list(range(len(distance)))
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import squareform

    known = np.where(np.isnan(distance), 1.0, distance)
    np.fill_diagonal(known, 0.0)
    condensed = squareform(known, checks=False)
    ordered: list[int] = leaves_list(optimal_leaf_ordering(linkage(condensed, "average"), condensed)).tolist()
    return ordered


def matrix(world: World, year: int, norms: Norms, text: Text, everything: bool = False) -> Drawn | None:
    """The norm distance of every pair; the darker the nearer. None for fewer than two. `everything`: these are all
    mechanisms, and not the main systems alone."""
    distance, ids = norms.distances.distance, norms.mechanisms
    if len(ids) < 2:
        return None
    order = by_likeness(distance)
    names = _numbered([name_of(world, text, ids[place]) for place in order])
    rows: Records = [
        {
            "row": names[down],
            "column": across + 1,
            "distance": None if np.isnan(distance[one, other]) else round(float(distance[one, other]), 4),
        }
        for down, one in enumerate(order)
        for across, other in enumerate(order)
        if down != across
    ]
    cell = min(max(CELLS_PIXELS // len(ids), CELL_PIXELS_LEAST), CELL_PIXELS_MOST)
    size = min(cell - 1.5, 12)
    y = alt.Y(
        "row:N",
        sort=names,
        title=None,
        axis=alt.Axis(labelLimit=NAMES_PIXELS, labelFontSize=size, ticks=False, domain=False, labelPadding=6),
    )
    x = alt.X(
        "column:O",
        title=None,
        axis=alt.Axis(
            orient="top", labelFontSize=min(size, 8.5), labelAngle=0, ticks=False, domain=False, labelPadding=3
        ),
    )
    # In steps, and with marks in place of a gradient: that would have an id which depends on what was drawn before.
    scale = alt.Scale(type="threshold", domain=list(STEPS), range=NEAR_TO_FAR)
    legend = alt.Legend(title=None, orient="bottom", type="symbol", symbolType="square", symbolSize=180)
    known = [row for row in rows if row["distance"] is not None]
    cells = (
        alt.Chart(inline(known)).mark_rect().encode(x=x, y=y, color=alt.Color("distance:Q", scale=scale, legend=legend))
    )
    blank = [row for row in rows if row["distance"] is None]
    unknown = alt.Chart(inline(blank)).mark_rect(color=UNKNOWN_COLOUR).encode(x=x, y=y)
    chart = alt.layer(cells, unknown).properties(width=cell * len(ids), height=cell * len(ids))
    near, far = _extremes(distance, order, names)
    says = text("report-regime-matrix-says", count=len(ids), near=near, far=far)
    note = text("report-regime-matrix-note", count=len(ids))
    heading = text("report-regime-matrix-all" if everything else "report-regime-matrix", year=year)
    return styled(chart, text.lang, heading, note, says)


def _numbered(names: Sequence[str]) -> list[str]:
    """Names with the number of their column."""
    return [
        f"{name if len(name) <= NAME_LETTERS_MOST else name[: NAME_LETTERS_MOST - 1] + '…'}  {number}"
        for number, name in enumerate(names, 1)
    ]


def _extremes(distance: Matrix, order: Sequence[int], names: Sequence[str]) -> tuple[str, str]:
    """The nearest and the farthest pair, in words."""
    first, second = np.triu_indices(len(order), 1)
    values = distance[np.ix_(order, order)][first, second]
    if np.isnan(values).all():
        return "–", "–"

    def pair(place: int) -> str:
        ends = (names[first[place]], names[second[place]])
        return " – ".join(end.rsplit("  ", 1)[0] for end in ends)

    return pair(int(np.nanargmin(values))), pair(int(np.nanargmax(values)))
