"""Charts of gains, trade, emissions, and how well founded an answer is: what a minister asks after prices.

Each is a pure function that answers with an Altair chart, or with None where there is nothing to show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import altair as alt

from comity.report.chart_style import (
    ACCOUNT_COLOURS,
    INK,
    NAMES_PIXELS,
    ROW_PIXELS,
    STATUS_COLOURS,
    WIDTH,
    Drawn,
    Records,
    by_scenario,
    highest_first,
    inline,
    legend,
    names_axis,
    styled,
)
from comity.report.rows import discount, is_reference
from comity.report.subject import Subject
from comity.results import Run

HOLDERS_MOST = 14
FLOWS_MOST = 12
STAKE_LEAST = 0.002  # of the largest gain: less is no bar that could be seen
NOISE = 1e-9
SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+,~f')"


def gains_by_account(subject: Subject) -> Drawn | None:
    """What each Party gains or loses against the reference, by money account; those with most at stake."""
    text = subject.text
    compared = {label: gains(run) for label, run in _compared(subject)}
    most = max((abs(gain) for found in compared.values() for gain in found.values()), default=0.0)
    if most <= NOISE * max(abs(run.scoreboard.reference_cost) for run in subject.runs):
        return None
    stakes, net = _at_stake(compared.values())
    kept = [holder for holder in highest_first(stakes) if stakes[holder] > most * STAKE_LEAST][:HOLDERS_MOST]
    names = subject.names(kept)
    order = [names[holder] for holder in highest_first({holder: net[holder] for holder in kept})]
    rows: Records = [
        {"holder": names[holder], "scenario": label, "account": text(f"account-{account}"), "gain": gain}
        for label, found in compared.items()
        for (holder, account), gain in found.items()
        if holder in names
    ]
    used = {row["account"] for row in rows if abs(row["gain"]) > most * NOISE}
    accounts = {name: colour for one, colour in ACCOUNT_COLOURS.items() if (name := text(f"account-{one}")) in used}
    base = alt.Chart().encode(y=names_axis("holder", order))
    axis = alt.Axis(tickCount=5, format=",~f", labelOverlap="greedy")
    bars = base.mark_bar(height=12).encode(
        x=alt.X("gain:Q", title=None, axis=axis),
        color=alt.Color("account:N", scale=alt.Scale(domain=list(accounts), range=list(accounts.values()))),
    )
    zero = alt.Chart().mark_rule(color="#7B8894").encode(x=alt.datum(0))
    net_marks = base.mark_point(shape="diamond", filled=True, size=75, opacity=1, color=INK, stroke="white").encode(
        x=alt.X("sum(gain):Q")
    )
    width = (WIDTH - NAMES_PIXELS // 2) // min(len(compared), 3)
    chart = (
        alt.layer(bars, zero, net_marks, data=inline(rows))
        .properties(width=width, height=alt.Step(ROW_PIXELS + 3))
        .facet(facet=alt.Facet("scenario:N", sort=list(compared), title=None), columns=3, spacing=28)
    )
    heading = text("report-chart-gains", reference=subject.reference)
    says = text("report-chart-gains-says", count=len(order), first=order[0], last=order[-1])
    return styled(chart, text.lang, heading, text("report-chart-gains-note", unit=subject.units.money), says)


def flows_between_systems(subject: Subject) -> Drawn | None:
    """Units that one system's users had of another, over all years; the largest flows."""
    rows: Records = []
    sums: dict[str, float] = defaultdict(float)
    found = [traded(run) for run in subject.runs]
    names = subject.names(mechanism for of in found for pair in of for mechanism in pair)
    for label, of in zip(subject.labels, found, strict=True):
        for (source, target), units in of.items():
            pair = subject.text("report-pair", source=names[source], target=names[target])
            rows.append({"pair": pair, "scenario": label, "units": units})
            sums[pair] = max(sums[pair], units)
    order = highest_first(sums)[:FLOWS_MOST]
    if not order:
        return None
    text, unit = subject.text, subject.units.quantity
    rows = [row for row in rows if row["pair"] in order]
    labels = [label for label in subject.labels if any(row["scenario"] == label for row in rows)]
    several = len(labels) > 1
    chart = (
        alt.Chart(inline(rows))
        .mark_bar()
        .encode(
            y=names_axis("pair", order, 2 * NAMES_PIXELS),
            yOffset=alt.YOffset("scenario:N", sort=labels),
            x=alt.X("units:Q", title=text("report-axis-units", unit=unit), axis=alt.Axis(format=",~f", tickCount=6)),
            color=alt.Color("scenario:N", scale=by_scenario(subject.labels), legend=legend(several, labels)),
        )
        .properties(width=WIDTH // 2, height=alt.Step(26 if several else 20, **{"for": "position"}))
    )
    heading, says = text("report-chart-flows"), text("report-chart-flows-says", count=len(order), first=order[0])
    return styled(chart, text.lang, heading, subject.span, says)


def emissions_against_reference(subject: Subject) -> Drawn | None:
    """How much more or less is emitted a year than in the reference."""
    compared = _compared(subject)
    rows = [
        {"year": row.year, "scenario": label, "change": row.change if abs(row.change) > row.emissions * NOISE else 0.0}
        for label, run in compared
        for row in run.air
    ]
    if not any(row["change"] for row in rows):
        return None
    text, labels, several = subject.text, [label for label, _ in compared], len(compared) > 1
    unit = subject.units.quantity
    chart = (
        alt.Chart(inline(rows))
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(paddingInner=0.25)),
            xOffset=alt.XOffset("scenario:N", sort=labels),
            y=alt.Y("change:Q", title=text("report-axis-change", unit=unit), axis=alt.Axis(labelExpr=SIGNED)),
            color=alt.Color("scenario:N", scale=by_scenario(subject.labels), legend=legend(several, labels)),
        )
        .properties(width=min(WIDTH - 60, 60 + 130 * len(subject.years)), height=220)
    )
    heading = text("report-chart-emissions", reference=subject.reference)
    return styled(chart, text.lang, heading, unit, text("report-chart-emissions-says", reference=subject.reference))


def standing_of_figures(subject: Subject) -> Drawn | None:
    """Share of the tonnes of baselines and caps by the status of the figure they rest on."""
    text = subject.text
    rows: Records = [
        {"scenario": label, "status": text(f"status-{status}"), "place": place, "share": run.marked[status]}
        for label, run in zip(subject.labels, subject.runs, strict=True)
        for place, status in enumerate(STATUS_COLOURS)
        if run.marked.get(status)
    ]
    if not rows:
        return None
    used = {row["status"] for row in rows}
    statuses = {name: colour for one, colour in STATUS_COLOURS.items() if (name := text(f"status-{one}")) in used}
    chart = (
        alt.Chart(inline(rows))
        .mark_bar(height=22)
        .encode(
            y=names_axis("scenario", list(subject.labels)),
            x=alt.X(
                "share:Q",
                stack="zero",
                scale=alt.Scale(domain=[0, 1]),
                title=text("report-axis-share"),
                axis=alt.Axis(format=".0%", tickCount=5),
            ),
            color=alt.Color("status:N", scale=alt.Scale(domain=list(statuses), range=list(statuses.values()))),
            order=alt.Order("place:Q"),
        )
        .properties(width=WIDTH - NAMES_PIXELS // 2, height=alt.Step(34))
    )
    heading = text("report-chart-figures")
    return styled(chart, text.lang, heading, text("report-chart-figures-note"), text("report-chart-figures-says"))


def gains(run: Run) -> dict[tuple[str, str], float]:
    """Gains by holder and money account, over all years, discounted as the scoreboard is."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in run.holders:
        sums[row.holder, row.account] += discount(run, row.year) * (row.gain or 0.0)
    return sums


def traded(run: Run) -> dict[tuple[str, str], float]:
    """Units by the pair of mechanisms that they came from and went to, over all years."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in run.flows:
        if row.source and row.target and row.source != row.target:
            sums[row.source, row.target] += row.units
    largest = max([run.typical.get("quantity", 0.0), *sums.values()])
    return {pair: units for pair, units in sums.items() if units > largest * NOISE}


def _compared(subject: Subject) -> list[tuple[str, Run]]:
    """The scenarios that are not the reference itself."""
    return [(label, run) for label, run in zip(subject.labels, subject.runs, strict=True) if not is_reference(run)]


def _at_stake(compared: Iterable[dict[tuple[str, str], float]]) -> tuple[dict[str, float], dict[str, float]]:
    """By holder, over the scenarios: the most that an account of it gains or loses; the most that it does in all."""
    stakes: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for found in compared:
        net: dict[str, float] = defaultdict(float)
        for (holder, _), gain in found.items():
            stakes[holder] = max(stakes[holder], abs(gain))
            net[holder] += gain
        for holder, gain in net.items():
            most[holder] = max(most[holder], gain, key=abs)
    return stakes, most
