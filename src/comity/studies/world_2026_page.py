"""What the backtest of the world `2026` says, as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.market.calibrate import Fit

#: Years forecast; years solved together, as the world does and twice as many.
AHEAD, HORIZONS = 3, (5, 10)
#: Not tested apart, and why.
APART = {"can-qc": "one price with California", "jpn-saitama": "one price with Tokyo since 2011"}


@dataclass(frozen=True)
class Forecast:
    """One system fitted in one year. Prices by year, USD of 2025."""

    mechanism: str
    year: int
    fit: Fit
    cap: str
    """`known` or `held`."""
    size: str
    """`known` or `carried` back from a later year."""
    predicted: dict[int, float]
    observed: dict[int, float]

    @property
    def useful(self) -> bool:
        """Whether it is a forecast: the model has the price of t, by its costs or by a rule that holds it there."""
        return self.fit.reason in ("fitted", "at-a-control")


def summary(found: Sequence[Forecast]) -> str:
    """Cells of a row: years, years fitted, forecasts, mean errors of model and of no change, how often it is closer."""
    fitted = [one for one in found if one.useful]
    errors = [
        (abs(one.predicted[year] / seen - 1), abs(one.fit.target.price / seen - 1))
        for one in fitted
        for year, seen in one.observed.items()
    ]
    count = len(errors)
    if not count:
        return f"{len(found)} | {len(fitted)} | 0 | – | – | –"
    mine, still = (sum(pair[side] for pair in errors) / count for side in (0, 1))
    closer = sum(one < other for one, other in errors)
    return f"{len(found)} | {len(fitted)} | {count} | {100 * mine:.0f} % | {100 * still:.0f} % | {closer} of {count}"


#: By horizon, the forecasts of each system.
Tested = dict[int, dict[str, list[Forecast]]]


def page(tested: Tested, names: dict[str, str]) -> str:
    """The page."""
    lines = [HEAD]
    for horizon, systems_of in tested.items():
        lines.append(f"\n### {horizon} years solved together\n\n{COLUMNS}")
        known = {id: [one for one in found if one.cap == "known"] for id, found in systems_of.items()}
        lines += [f"| {names[id]} (`{id}`) | {summary(found)} |" for id, found in known.items() if found]
        lines.append(f"| **All** | {summary([one for found in known.values() for one in found])} |")
    first = next(iter(tested.values()))
    held = {id: [one for one in found if one.cap == "held"] for id, found in first.items()}
    lines.append(HELD + COLUMNS)
    lines += [f"| {names[id]} (`{id}`) | {summary(found)} |" for id, found in held.items() if found]
    lines.append(APART_TEXT + "\n".join(f"- `{id}`: {why}." for id, why in APART.items()))
    for horizon, systems_of in tested.items():
        lines.append(MISSES.format(horizon=horizon))
        lines += [
            _row(one) for found in systems_of.values() for one in found if one.cap == "known" or horizon == HORIZONS[0]
        ]
    return "\n".join(lines) + "\n"


def _row(one: Forecast) -> str:
    cells = []
    for year in range(one.year + 1, one.year + AHEAD + 1):
        known = year in one.observed
        cells.append(f"{one.predicted[year]:.1f} / {one.observed[year]:.1f}" if known else "–")
    share = f"{100 * one.fit.calibrated.share:.0f} %"
    how = f"{one.fit.reason}, cap {one.cap}, size {one.size}"
    figures = f"{one.fit.target.price:.1f} | {one.fit.scale:g} | {share}"
    return f"| `{one.mechanism}` | {one.year} | {figures} | {how} | {' | '.join(cells)} |"


HEAD = """# Backtest: fitted in a year, asked for the three after it

<!-- Written by `python -m comity.studies.world_2026_backtest`. Change that, or the world's files, and run it again. -->

Each market system of the world `2026` alone: its costs are fitted to the price of a year t, the years from t on are
solved together, and what the solution says of t + 1 to t + 3 is held against the price observed. Beside it stands the
forecast that nothing changes: the price of t. Prices are in USD of 2025; an error is a share of the price observed;
the mean is over all forecasts of a system. How the years are set up is at the head of
`src/comity/studies/world_2026_backtest.py`.

A year is fitted if some scale of costs brings the price of t about, or if a rule of price holds it there. Else there
is no forecast: as where allowances exceed emissions in all the years solved together, whose price in the model is
nothing.

What to read off it: the model says how prices differ between worlds, and does not foretell a price. Where it can be
fitted it lets prices rise with the discount rate and holds them at floors and ceilings; of the reforms, wars and
recessions that moved prices it knows nothing. Where it cannot be fitted, holders looked further than it does, or knew
of reforms to come: compare the two tables. Looking ten years ahead, it finds scarcity in years in which five show
none. The world itself is solved for the five years whose caps have been announced; what links change is asked of it,
not when prices will move.

## Systems whose caps are known"""

COLUMNS = """| system | years | fitted | forecasts | mean error, model | mean error, no change | model closer |
|---|---|---|---|---|---|---|"""

HELD = """
## Systems whose supply is assumed from the price

No cap or benchmark of theirs is in the world's files. The share that the price of t leaves is held, so that the model
says what no change says, by construction: these rows test nothing, and show how far prices moved.

"""

APART_TEXT = """
Not tested apart:

"""

MISSES = """
## Every forecast, {horizon} years solved together

`factor` and `abated` are those of year t; a cell is predicted / observed. Cap `held`: supply assumed from the price.
Size `carried`: emissions of a later year carried back. `at-a-control`: a floor, a reserve price or a ceiling is
within 5 %.

| system | t | price | factor | abated | how | t + 1 | t + 2 | t + 3 |
|---|---|---|---|---|---|---|---|---|"""
