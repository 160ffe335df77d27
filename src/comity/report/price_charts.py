"""Charts of prices: of every system in a year, and over the years in the largest ones.

Each is a pure function that answers with an Altair chart, or with None where there is nothing to show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import altair as alt

from comity.report.chart_style import (
    NAMES_PIXELS,
    ROW_PIXELS,
    WIDTH,
    Drawn,
    Records,
    by_scenario,
    dashes,
    highest_first,
    inline,
    legend,
    names_axis,
    styled,
)
from comity.report.rows import MarketKey, by_size, prices_of
from comity.report.subject import Subject

SYSTEMS_OVER_YEARS_MOST = 9
ALIKE = 0.005  # of the dearest: prices nearer than that cannot be told apart in a chart


def prices_by_system(subject: Subject, year: int | None = None) -> Drawn | None:
    """The price of every system in a year (the last one), one mark a scenario, the dearest first."""
    year = subject.years[-1] if year is None else year
    names = system_names(subject)
    rows: Records = []
    for label, run in zip(subject.labels, subject.runs, strict=True):
        rows += [
            {"system": names[mechanism, unit], "scenario": label, "price": price}
            for (mechanism, unit, of), price in prices_of(run).items()
            if of == year and price is not None
        ]
    if not rows:
        return None
    order = highest_first({row["system"]: row["price"] for row in reversed(rows)})
    unit, text, several = subject.units.price, subject.text, len(subject.runs) > 1
    alike = _alike(rows) if several else set()
    for row in rows:
        row["alike"] = row["system"] in alike
    base = alt.Chart(inline(rows)).encode(y=names_axis("system", order))
    x = alt.X("price:Q", title=text("report-axis-price", unit=unit))
    spans = base.mark_rule(color="#B8C2CB", strokeWidth=2).encode(x=x.aggregate("min"), x2="max(price):Q")
    same = base.transform_filter("datum.alike").mark_point(size=42, filled=True, color="#7B8894", opacity=1)
    dots = base.transform_filter("!datum.alike").mark_point(size=70, strokeWidth=2, filled=not several, opacity=1)
    key = legend(several, subject.labels)
    scales = {
        "color": alt.Color("scenario:N", scale=by_scenario(subject.labels), legend=key),
        "shape": alt.Shape("scenario:N", scale=by_scenario(subject.labels, colours=False), legend=key),
    }
    layers = [spans, same.encode(x=x.aggregate("mean")), dots.encode(x=x, **scales)]
    low, high = order[-1], order[0]
    chart = alt.layer(*layers).properties(width=WIDTH - NAMES_PIXELS, height=alt.Step(ROW_PIXELS))
    return styled(
        chart,
        text.lang,
        text("report-chart-prices", year=year),
        unit,
        text("report-chart-prices-says", count=len(order), high=high, low=low),
    )


def prices_over_years(subject: Subject) -> Drawn | None:
    """Prices from year to year in the largest systems, a line a scenario; nothing for a single year."""
    if len(subject.years) < 2:
        return None
    names, rows = system_names(subject), []
    prices = [prices_of(run) for run in subject.runs]
    for mechanism, unit in by_size(subject.runs):
        found: Records = [
            {"system": names[mechanism, unit], "scenario": label, "year": year, "price": price}
            for label, of in zip(subject.labels, prices, strict=True)
            for year in subject.years
            if (price := of.get((mechanism, unit, year))) is not None
        ]
        if len({row["year"] for row in found}) > 1:
            rows.append(found)
        if len(rows) == SYSTEMS_OVER_YEARS_MOST:
            break
    if not rows:
        return None
    text, unit = subject.text, subject.units.price
    key = legend(len(subject.runs) > 1, subject.labels)
    order = [found[0]["system"] for found in rows]
    chart = (
        alt.Chart(inline([row for found in rows for row in found]), width=WIDTH // 3 - 50, height=130)
        .mark_line(strokeWidth=2.2)
        .encode(
            x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", grid=False, values=_ticks(subject.years))),
            y=alt.Y("price:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=4, labelFlush=True)),
            color=alt.Color("scenario:N", scale=by_scenario(subject.labels), legend=key),
            strokeDash=alt.StrokeDash("scenario:N", scale=dashes(subject.labels), legend=key),
        )
        .facet(
            facet=alt.Facet("system:N", sort=order, header=alt.Header(labelLimit=280, labelFontSize=12)),
            columns=3,
            bounds="flush",  # or the panels of a row would not stand in line
            spacing=alt.RowColnumber(row=58, column=52),
        )
        .resolve_scale(y="independent")
        .resolve_axis(x="independent")
    )
    says = text("report-chart-years-says", count=len(order), first=subject.years[0], last=subject.years[-1])
    return styled(chart, text.lang, text("report-chart-years"), unit, says)


def system_names(subject: Subject) -> dict[MarketKey, str]:
    """What each market is called: its mechanism's name, with the unit where that alone would be two markets'."""
    keys = by_size(subject.runs)
    names, many = subject.names(mechanism for mechanism, _ in keys), Counter(mechanism for mechanism, _ in keys)
    return {
        (mechanism, unit): f"{names[mechanism]} · {unit}" if many[mechanism] > 1 and unit else names[mechanism]
        for mechanism, unit in keys
    }


def _alike(rows: Records) -> set[str]:
    """Systems whose prices are the same in all scenarios, as far as a chart can show."""
    prices: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        prices[row["system"]].append(row["price"])
    dearest = max(max(of) for of in prices.values())
    return {system for system, of in prices.items() if max(of) - min(of) <= ALIKE * dearest}


def _ticks(years: Sequence[int]) -> list[int]:
    """Years to write under an axis: all of a few; of many, those a step apart, and no more than five."""
    step = -(-len(years) // 5)
    return list(years[::step])
