"""How a regime grew: mechanisms in force at the end of each year, by layer or by family, with the treaties as rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import altair as alt

from comity.regime.counts import FAMILY
from comity.regime.events import norm_bodies
from comity.regime.layers import layers
from comity.regime.network import Regime
from comity.report.chart_style import INK, Drawn, Records, inline, styled
from comity.report.regime_names import FAMILY_COLOURS, LAYER_COLOURS, name_of

if TYPE_CHECKING:
    from comity.text import Text
    from comity.world.world import World

WIDTH, HEIGHT, TREATY_PIXELS = 840, 300, 48
LINE_PIXELS = 15
LABEL_LINES = 3  # names of treaties stand on so many heights, in turn, so that they do not meet
LATER_OPACITY = 0.45
LEGEND_COLUMNS = 3
COLOURS: dict[str, Mapping[str, str]] = {"layer": LAYER_COLOURS, "family": FAMILY_COLOURS}


def timeline(world: World, first: int, last: int, by: Literal["layer", "family"], text: Text) -> Drawn | None:
    """Years side by side; those after the world's own day paler, with what is scheduled. None where nothing exists.

    Mechanisms whose first day nobody knows are in no year.
    """
    years = range(first, last + 1)
    there = {year: tuple(Regime.of_year(world, year, expected=True, dated=True).mechanisms) for year in years}
    most = max(there, key=lambda year: len(there[year]))
    if not there[most]:
        return None
    today = world.world.as_of.year
    part = _part_of(world, by)
    names = {one: text(f"{by}-{one}") for one in COLOURS[by]}
    rows: Records = [
        {"year": year, "what": names[one], "place": place, "count": counted[one], "later": year > today}
        for year, ids in there.items()
        for counted in [Counter(part[id] for id in ids)]
        for place, one in enumerate(names)
        if counted[one]
    ]
    top = len(there[most]) * (1 + TREATY_PIXELS / HEIGHT)
    used = [one for one in names if any(row["what"] == names[one] for row in rows)]
    scale = alt.Scale(domain=[names[one] for one in used], range=[COLOURS[by][one] for one in used])
    ticks = [year for year in there if year % 5 == 0]
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first - 0.6, last + 0.6], nice=False),
        axis=alt.Axis(format="d", grid=False, values=ticks),
    )
    y = alt.Y(
        "count:Q",
        title=text("report-regime-axis-count"),
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(values=_steps(len(there[most]))),
    )
    bars = (
        alt.Chart(inline(rows))
        .mark_bar(size=WIDTH / len(there) * 0.82)
        .encode(
            x=x,
            y=y,
            color=alt.Color("what:N", scale=scale, legend=alt.Legend(title=None, columns=LEGEND_COLUMNS)),
            order=alt.Order("place:Q"),
            opacity=alt.condition("datum.later", alt.value(LATER_OPACITY), alt.value(1.0)),
        )
    )
    chart = alt.layer(bars, *_treaties(world, first, last, top, text), *_ends(there, text))
    says = text(
        "report-regime-timeline-says", first=first, last=last, start=len(there[first]), most=len(there[most]), year=most
    )
    heading = text(f"report-regime-timeline-{by}", first=first, last=last)
    note = text("report-regime-timeline-note", year=today)
    return styled(chart.properties(width=WIDTH, height=HEIGHT + TREATY_PIXELS), text.lang, heading, note, says)


def treaties(world: World, first: int, last: int) -> list[tuple[int, str]]:
    """The treaties that gave the regime its norms, by the year in which they entered into force."""
    bodies = [(world.body[id].founded, id) for id in norm_bodies(world) if world.body[id].kind == "treaty"]
    return sorted((day.year, id) for day, id in bodies if day is not None and first <= day.year <= last)


def _part_of(world: World, by: Literal["layer", "family"]) -> Mapping[str, str]:
    """The layer or the family of every mechanism."""
    if by == "layer":
        return {id: placed.layer for id, placed in layers(world).items()}
    return {id: FAMILY[model.kind] for id, model in world.mechanism.items()}


def _treaties(world: World, first: int, last: int, top: float, text: Text) -> list[alt.Chart]:
    """A rule for each treaty, its name at the top."""
    unit = top / (HEIGHT + TREATY_PIXELS)
    rows: Records = [
        {
            "year": year - 0.5,
            "height": top - (place % LABEL_LINES) * LINE_PIXELS * unit,
            "words": text("report-regime-treaty", treaty=name_of(world, text, id), year=year),
        }
        for place, (year, id) in enumerate(treaties(world, first, last))
    ]
    if not rows:
        return []
    base = alt.Chart(inline(rows)).encode(x="year:Q", y="height:Q")
    rules = base.mark_rule(color="#7B8894", strokeDash=[4, 3]).encode(y2=alt.datum(0))
    return [
        rules,
        base.mark_text(align="left", baseline="top", dx=5, dy=1, fontSize=11.5, color=INK).encode(text="words:N"),
    ]


def _ends(there: Mapping[int, tuple[str, ...]], text: Text) -> list[alt.Chart]:
    """Over every fifth bar, how many there are."""
    rows: Records = [{"year": year, "count": len(ids)} for year, ids in there.items() if year % 5 == 0 and ids]
    mark = alt.Chart(inline(rows)).mark_text(baseline="bottom", dy=-3, fontSize=11, color="#56636E")
    return [mark.encode(x="year:Q", y="count:Q", text="count:Q")]


def _steps(most: int) -> list[int]:
    """Round numbers of the axis."""
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000) if most / step <= 6 or step == 1000)
    return list(range(0, most + 1, step))
