"""Histories made forward: how many systems will run, year by year, with bands; and whether an old forecast held.

Each history draws its coefficients once (uncertainty of parameters: normal, with the covariance of the fit) and then,
year by year, who starts systems, how many, and which end (uncertainty of events). What starts changes the shares of
neighbours, peers and partners that have a system, and with them the hazards of the years after. What the covariates
outside the family will be nobody knows: they stay as they were last known, and only time goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy
from numpy.random import Generator
from numpy.typing import NDArray

from comity.regime.exposure import Array, Setting, person_periods
from comity.regime.hazard import Hazard, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

#: The band: one history in twenty lies below it, one above.
BAND = (0.05, 0.5, 0.95)
#: Prior of a rate that is a share: Jeffreys'.
HALF_EVENT = 0.5


@dataclass(frozen=True, kw_only=True)
class Histories:
    """Histories after a year, [history, year, actor]."""

    years: tuple[int, ...]
    hazards: Array
    starts: NDArray[numpy.int64]
    ends: NDArray[numpy.int64]
    running: NDArray[numpy.int64]
    """Systems at the end of each year."""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """What a hazard of starting leaves open, drawn for each history."""

    coefficients: Array
    """[history, 1 + covariate]."""
    sizes: NDArray[numpy.int64]
    """How many systems actors started in the years in which they started any: drawn from as they are."""
    ending: Array
    """[history]: chance that a system ends in a year."""


def rates(setting: Setting, hazard: Hazard, draws: int, generator: Generator, *, certain: bool = False) -> Rates:
    """Rates by what is known in a setting; certain: the estimates themselves, in every history."""
    many = setting.starts[setting.starts > 0]
    has_running = setting.running + numpy.cumsum(setting.starts - setting.ends, axis=0)
    known = numpy.array(setting.years) <= setting.last
    exposed, ended = float((has_running + setting.ends)[known].sum()), float(setting.ends[known].sum())
    if certain:
        coefficients = numpy.repeat(hazard.estimate[None], draws, 0)
        ending = numpy.full(draws, ended / exposed if exposed else 0.0)
    else:
        coefficients = generator.multivariate_normal(hazard.estimate, hazard.covariance, draws, method="cholesky")
        ending = generator.beta(ended + HALF_EVENT, max(exposed - ended, 0) + HALF_EVENT, draws)
    return Rates(coefficients=coefficients, sizes=many if len(many) else numpy.ones(1, numpy.int64), ending=ending)


def simulate(setting: Setting, hazard: Hazard, given: Rates, generator: Generator, *, anew: bool = False) -> Histories:
    """Histories of all years after the last known one; anew: of all years, from what was before the first."""
    first = 0 if anew else setting.place(setting.last) + 1
    draws, actors = len(given.coefficients), len(setting.actors)
    at_start = setting.running + (setting.starts - setting.ends)[:first].sum(axis=0)
    had_at_start = setting.had | (setting.starts[:first].sum(axis=0) > 0)
    running = numpy.repeat(at_start[None], draws, 0)
    had = numpy.repeat(had_at_start[None].astype(float), draws, 0)
    shape = (draws, len(setting.years) - first, actors)
    hazards, kept = numpy.zeros(shape), [numpy.zeros(shape, dtype=numpy.int64) for _ in range(3)]
    for step, row in enumerate(range(first, len(setting.years))):
        values = setting.design(hazard.names, row, (running > 0).astype(float), had)
        chance = hazard.of(values, given.coefficients) * setting.known[row]
        some = generator.random(chance.shape) < chance
        started = some * generator.choice(given.sizes, chance.shape)
        ended = generator.binomial(running, given.ending[:, None])
        running = running + started - ended
        had = numpy.maximum(had, some)
        hazards[:, step] = chance
        for array, value in zip(kept, (started, ended, running), strict=True):
            array[:, step] = value
    return Histories(years=setting.years[first:], hazards=hazards, starts=kept[0], ends=kept[1], running=kept[2])


def forecast(setting: Setting, names: Sequence[str], *, draws: int, seed: int) -> tuple[DataFrame, Histories]:
    """After the last known year: by year and measure, `low`, `median` and `high` of the band, and the histories.

    Measures: `started` in all since the last known year, `running` at the end of the year, `jurisdictions` that have
    one by themselves or their bloc, and `emissions-share` of those in the emissions of all, which are those of the last
    known year: an upper bound of what is priced, since no system covers all that its jurisdiction emits.
    """
    generator = numpy.random.default_rng(seed)
    hazard = fit(person_periods(setting), names)
    found = simulate(setting, hazard, rates(setting, hazard, draws, generator), generator)
    return bands(found.years, measures(setting, found)), found


def measures(setting: Setting, found: Histories) -> dict[str, Array]:
    """Measures of histories, [history, year]."""
    states = setting.bloc[None, None] >= 0
    covered = _reached(setting, found.running > 0)
    blocs = numpy.isin(numpy.arange(len(setting.actors)), setting.bloc[setting.bloc >= 0])
    emissions = setting.emissions_mt[setting.place(found.years[0])] * ~blocs
    counted = numpy.where(states, covered, found.running > 0) & ~blocs
    return {
        "started": found.starts.sum(axis=2).cumsum(axis=1).astype(float),
        "running": found.running.sum(axis=2).astype(float),
        "jurisdictions": counted.sum(axis=2).astype(float),
        "emissions-share": counted @ emissions / emissions.sum(),
    }


def _reached(setting: Setting, own: NDArray[numpy.bool_]) -> NDArray[numpy.bool_]:
    """Whether each has a system by itself or by its bloc."""
    return own | ((setting.bloc >= 0) & own[..., setting.bloc])


def observed(setting: Setting, since: int) -> dict[str, dict[int, float]]:
    """The same measures as they came about after a year, by measure and year up to the last known one."""
    rows = [row for row, year in enumerate(setting.years) if since < year <= setting.last]
    running = setting.running + numpy.cumsum(setting.starts - setting.ends, axis=0)
    one = Histories(
        years=tuple(setting.years[row] for row in rows),
        hazards=numpy.empty((1, len(rows), len(setting.actors))),
        starts=setting.starts[rows][None],
        ends=setting.ends[rows][None],
        running=running[rows][None],
    )
    return {
        name: dict(zip(one.years, map(float, values[0]), strict=True))
        for name, values in measures(setting, one).items()
    }


def bands(years: Sequence[int], found: dict[str, Array]) -> DataFrame:
    """Rows of year and measure with the band of their histories."""
    from pandas import DataFrame

    rows = [
        (year, name, *(float(value) for value in numpy.quantile(values[:, step], BAND)))
        for name, values in found.items()
        for step, year in enumerate(years)
    ]
    return DataFrame(rows, columns=["year", "measure", "low", "median", "high"])


def backtest(setting: Setting, names: Sequence[str], origin: int, *, draws: int, seed: int) -> DataFrame:
    """The forecast that would have been made at the end of a year, beside what came: columns as of `forecast`,
    `observed`, and `inside` the band or not."""
    found, _ = forecast(setting.until(origin).through(setting.last), names, draws=draws, seed=seed)
    came = observed(setting, origin)
    found["observed"] = [came[row["measure"]][row["year"]] for row in found.to_dict("records")]
    found["inside"] = (found["low"] <= found["observed"]) & (found["observed"] <= found["high"])
    return found.reset_index(drop=True)
