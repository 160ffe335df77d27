"""Charts of a comparison: prices before and after with their ranges; what changes for whom, with whiskers; trade.

Each is a pure function that answers with an Altair chart, or with None where there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from comity.report.chart_style import (
    INK,
    NAMES_PIXELS,
    ROW_PIXELS,
    WIDTH,
    Drawn,
    Records,
    by_scenario,
    inline,
    names_axis,
    styled,
)
from comity.report.comparison_words import ACCOUNTS, concerned, of_money, outcome, repriced, verdict
from comity.report.subject import Subject
from comity.results import Comparison, Verdict

SYSTEMS_MOST = 12
HOLDERS_MOST = 6
#: By outcome; told apart by the side of zero as well, and by words in the legend.
OUTCOME_COLOURS = {"gains": "#0072B2", "loses": "#D55E00", "depends": "#8A949D"}
SIGN_COLOURS = {"-": "#56B4E9", "+": "#E69F00", "?": "#8A949D"}


def prices_before_after(subject: Subject, answer: Comparison) -> Drawn | None:
    """Prices of the first and the last year of the systems where they change most: a mark, and its range as a bar."""
    rows = [row for row in answer.change if row.measure == "price"]
    kept = repriced(answer)[:SYSTEMS_MOST]
    if not kept:
        return None
    names, text = subject.names(kept), subject.text
    years = [str(year) for year in dict.fromkeys((subject.years[0], subject.years[-1]))]
    found: Records = [
        {
            "system": names[row.mechanism],
            "year": str(row.year),
            "scenario": label,
            "price": range_.central,
            "low": range_.low,
            "high": range_.high,
        }
        for row in rows
        if row.mechanism in names and str(row.year) in years
        for label, range_ in zip(subject.labels, (row.before, row.after), strict=True)
    ]
    offset = alt.YOffset("scenario:N", sort=list(subject.labels))
    legend = alt.Legend(title=None, symbolOpacity=1)
    colour = alt.Color("scenario:N", scale=by_scenario(subject.labels), legend=legend)
    shape = alt.Shape("scenario:N", scale=by_scenario(subject.labels, colours=False), legend=legend)
    base = alt.Chart().encode(y=names_axis("system", [names[id] for id in kept]), yOffset=offset)
    axis = alt.Axis(tickCount=5, format=",~f", labelOverlap="greedy")
    x = alt.X("low:Q", title=text("report-axis-price", unit=subject.units.price), axis=axis)
    bars = base.mark_bar(height=7, opacity=0.32, cornerRadius=3).encode(x=x, x2="high:Q", color=colour)
    marks = base.mark_point(size=62, filled=True, opacity=1, stroke="white").encode(
        x="price:Q", color=colour, shape=shape
    )
    width = (WIDTH - NAMES_PIXELS) // len(years)
    chart = (
        alt.layer(bars, marks, data=inline(found))
        .properties(width=width, height=alt.Step(ROW_PIXELS - 3, **{"for": "offset"}))
        .facet(facet=alt.Facet("year:N", sort=years, title=None), columns=2, spacing=28)
    )
    says = text("report-chart-change-says", count=len(kept))
    return styled(chart, text.lang, text("report-chart-change"), text("report-chart-range-note"), says)


def verdicts_by_account(subject: Subject, answer: Comparison) -> Drawn | None:
    """What each money account of those with most at stake has more or less: bars about zero, with whiskers."""
    holders = concerned(subject.world, answer)[:HOLDERS_MOST]
    if not holders:
        return None
    text, names = subject.text, subject.names(holders)
    money = [row for row in answer.verdicts if of_money(row) and row.holder in names]
    found = [
        {
            "holder": names[row.holder],
            "row": text(f"account-{row.account}"),
            "outcome": verdict(text, row),
            "central": row.central,
            "low": row.low,
            "high": row.high,
        }
        for row in money
    ]
    colours = {verdict(text, row): OUTCOME_COLOURS[outcome(row)] for row in money}
    order = [text(f"account-{account}") for account in ACCOUNTS]
    chart = (
        _bars(found, order, colours)
        .properties(width=WIDTH // 2 - 175, height=alt.Step(ROW_PIXELS + 3))
        .facet(facet=alt.Facet("holder:N", sort=list(names.values()), title=None), columns=2, spacing=34)
        .resolve_scale(x="independent", y="independent")
    )
    note = text("report-chart-verdicts-note", unit=subject.units.money)
    says = text("report-chart-verdicts-says", count=len(holders))
    return styled(chart, text.lang, text("report-chart-verdicts"), note, says)


def tonnes_by_holder(subject: Subject, answer: Comparison) -> Drawn | None:
    """Units that each system takes in more or less, net, and what the air gets: bars about zero, with whiskers."""
    wanted = [row for row in answer.verdicts if row.account in ("net-import", "air", "claimed-twice")]
    systems = sorted((row for row in wanted if row.holder), key=lambda row: -abs(row.central))[:SYSTEMS_MOST]
    rows: list[Verdict] = [*sorted(systems, key=lambda row: -row.central), *(row for row in wanted if not row.holder)]
    if not rows:
        return None
    text, names = subject.text, subject.names(row.holder for row in systems)
    found = [
        {
            "row": names[row.holder] if row.holder else text(f"account-{row.account}"),
            "outcome": verdict(text, row),
            "central": row.central,
            "low": row.low,
            "high": row.high,
        }
        for row in rows
    ]
    colours = {verdict(text, row): SIGN_COLOURS[row.sign] for row in rows}
    chart = _bars(found, [str(row["row"]) for row in found], colours)
    chart = chart.properties(width=WIDTH - NAMES_PIXELS, height=alt.Step(ROW_PIXELS + 3))
    note, says = text("report-chart-tonnes-note", unit=subject.units.quantity), text("report-chart-tonnes-says")
    return styled(chart, text.lang, text("report-chart-tonnes"), note, says)


def _bars(rows: Records, order: Sequence[str], colours: dict[str, str]) -> alt.LayerChart:
    """Bars to either side of zero, one a row, coloured by outcome, with the range as a whisker."""
    base = alt.Chart().encode(y=names_axis("row", order))
    axis = alt.Axis(format="~s" if _wide(rows) else ",~f", tickCount=4, labelOverlap="greedy", labelSeparation=8)
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    colour = alt.Color("outcome:N", scale=scale, legend=alt.Legend(title=None, symbolOpacity=1, symbolType="square"))
    bars = base.mark_bar(height=12, opacity=0.85).encode(x=alt.X("central:Q", title=None, axis=axis), color=colour)
    whiskers = base.mark_rule(color=INK, strokeWidth=1.4).encode(x="low:Q", x2="high:Q")
    ends = [base.mark_tick(color=INK, thickness=1.4, size=9).encode(x=f"{end}:Q") for end in ("low", "high")]
    zero = alt.Chart().mark_rule(color="#7B8894").encode(x=alt.datum(0))
    # Where a bar is too short to be seen its mark still shows the outcome.
    marks = base.mark_point(size=48, filled=True, opacity=1, stroke="white", strokeWidth=1).encode(
        x="central:Q", color=colour
    )
    return alt.LayerChart(layer=[bars, zero, whiskers, *ends, marks], data=inline(rows))


def _wide(rows: Records) -> bool:
    """Whether numbers are so large that an axis has no room for their digits."""
    return any(max(abs(row["low"]), abs(row["high"])) >= 1e7 for row in rows)
