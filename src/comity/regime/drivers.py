"""Sets of drivers held against each other: in sample, out of sample, and by how well they date what happened.

Three questions, which a power model answers differently:

- *Who* starts systems: a ranking of actors (`auc`).
- *How many* in the years to come: `expected` beside `observed`, from rolling origins. A model fitted to what was known
  at the end of a year makes histories of the years after, and is told nothing more.
- *When*, given who: of an actor that did start a system within the years of the table, how much more chance the model
  gives the year in which it started its first than a year drawn by lot. What only differs between actors cancels out.
  The model is fitted without that actor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy

from comity.regime.exposure import CONTROL, DRIVERS, Array, Setting, person_periods
from comity.regime.forecast import rates, simulate
from comity.regime.hazard import fit, likelihood_ratio, scores

if TYPE_CHECKING:
    from pandas import DataFrame

Sets = Mapping[str, tuple[str, ...]]
#: Parts of the actors that are left out in turn.
FOLDS = 5
#: Draws of actors, with replacement, for intervals of scores.
RESAMPLES = 2000


def sets() -> dict[str, tuple[str, ...]]:
    """Sets of covariates by name: none, each driver, time alone, all drivers but power, and all."""
    rest = tuple(name for driver, names in DRIVERS.items() if driver != "power" for name in names)
    return {
        "none": CONTROL,
        **{driver: (*CONTROL, *names) for driver, names in DRIVERS.items()},
        "calendar": (*CONTROL, "elapsed"),
        "all but power": (*CONTROL, *rest),
        "all": (*CONTROL, *DRIVERS["power"], *rest),
    }


def in_sample(table: DataFrame, tried: Sets) -> DataFrame:
    """By set: log likelihood, AIC, AUC, whether it was penalised; and a likelihood ratio test of each against none, and
    of all against all without it (`added`). The tests take rows as independent given the covariates."""
    from pandas import DataFrame

    fitted = {name: fit(table, names) for name, names in tried.items()}
    happened, rows = table["event"].to_numpy(dtype=float), []
    for name, one in fitted.items():
        gain, degrees, chance = likelihood_ratio(fitted["none"], one)
        kept = tuple(each for each in tried["all"] if each not in tried[name] or each in CONTROL)
        added = likelihood_ratio(fit(table, kept), fitted["all"])[2] if name in DRIVERS else numpy.nan
        auc = scores(one.of(table[list(one.names)].to_numpy(dtype=float)), happened).auc
        rows.append((name, one.log_likelihood, one.aic, auc, gain, degrees, chance if degrees else 1.0, added))
    columns = ["set", "log_likelihood", "aic", "auc", "ratio", "degrees", "p", "added_p"]
    return DataFrame(rows, columns=columns)


def dating(setting: Setting, tried: Sets) -> DataFrame:
    """By set and actor: `gain`, the logarithm of the chance that its first system starts in the year in which it did,
    given that it starts within the years of the table, over that of a year drawn by lot.

    Covariates of the years after are those of the actual history; so that no set gains by the year being the last at
    risk. Fitted without the actor, in folds. The own system of an actor is no covariate of its first.
    """
    from pandas import DataFrame

    every, first = person_periods(setting), person_periods(setting, first=True)
    began = first[first["event"] == 1].set_index("actor")["year"]
    fold = {actor: number % FOLDS for number, actor in enumerate(sorted(set(first["actor"])))}
    by_fold, rows = first["actor"].map(fold), []
    for name, names in tried.items():
        used = tuple(one for one in names if one != "system")
        fitted = [fit(first[by_fold != number], used) for number in range(FOLDS)]
        for actor, year in began.items():
            own = every[every["actor"] == actor]
            hazard = fitted[fold[str(actor)]].of(own[list(used)].to_numpy(dtype=float))
            chance = hazard * numpy.cumprod(numpy.append(1.0, 1 - hazard[:-1]))
            share = float(chance[own["year"].to_numpy() == year][0] / chance.sum())
            rows.append((name, str(actor), int(year), float(numpy.log(share * len(own)))))
    return DataFrame(rows, columns=["set", "actor", "year", "gain"])


def predictions(
    setting: Setting, tried: Sets, origins: Sequence[int], *, ahead: int, draws: int, seed: int
) -> DataFrame:
    """By set, origin, year and actor at risk: the `chance` given at the end of the origin, and the `event`."""
    from pandas import DataFrame, concat

    tables = []
    for origin in origins:
        past = setting.until(origin)
        last = min(origin + ahead, setting.last)
        past = past.through(last)
        known = person_periods(past)
        for name, names in tried.items():
            generator = numpy.random.default_rng([seed, origin])
            hazard = fit(known, names)
            found = simulate(past, hazard, rates(past, hazard, draws, generator), generator).hazards.mean(axis=0)
            for step, year in enumerate(range(origin + 1, last + 1)):
                here = setting.known[setting.place(year)] & past.known[past.place(year)]
                tables.append(
                    DataFrame(
                        {
                            "set": name,
                            "origin": origin,
                            "year": year,
                            "actor": numpy.array(setting.actors)[here],
                            "chance": found[step][here],
                            "event": (setting.starts[setting.place(year)][here] > 0).astype(int),
                        }
                    )
                )
    return concat(tables, ignore_index=True)


def scored(found: DataFrame, *, against: str, seed: int) -> DataFrame:
    """By set: log score, Brier score, AUC, events expected and observed, calibration slope (1 is right, below 1 too
    bold), and the log score less that of the set `against`, with a 95 % interval over actors drawn anew."""
    from pandas import DataFrame

    rows = []
    base = _by_actor(found[found["set"] == against])
    for name in dict.fromkeys(found["set"]):
        part = found[found["set"] == name]
        one = scores(part["chance"].to_numpy(dtype=float), part["event"].to_numpy(dtype=float))
        own = _by_actor(part)
        apart = numpy.column_stack([own[:, 0] - base[:, 0], own[:, 1]])
        low, high = resampled(apart, seed)
        difference = float(apart[:, 0].sum() / len(part))
        rows.append(
            (name, one.log_score, one.brier, one.auc, one.expected, one.observed, _slope(part), difference, low, high)
        )
    columns = ["set", "log_score", "brier", "auc", "expected", "observed", "slope", "difference", "low", "high"]
    return DataFrame(rows, columns=columns)


def _slope(part: DataFrame) -> float:
    """The coefficient of the prediction's own predictor."""
    chance = numpy.clip(part["chance"].to_numpy(dtype=float), 1e-12, 1 - 1e-12)
    if numpy.ptp(chance) < 1e-12:
        return float("nan")
    table = part.assign(predictor=numpy.log(-numpy.log1p(-chance)))
    found = fit(table, ("predictor",))
    return float(found.estimate[1] / found.scale[0])


def _by_actor(part: DataFrame) -> Array:
    """[actor, 2]: the sum of log scores and the number of rows."""
    chance = numpy.clip(part["chance"].to_numpy(dtype=float), 1e-12, 1 - 1e-12)
    loss = -numpy.log(numpy.where(part["event"].to_numpy() == 1, chance, 1 - chance))
    grouped = part.assign(loss=loss).groupby("actor")["loss"].agg(["sum", "size"])
    return grouped.to_numpy(dtype=float)


def resampled(sums: Array, seed: int) -> tuple[float, float]:
    """95 % interval of a mean over rows, actors being drawn anew; sums: [actor, 2], sum and number of rows."""
    generator = numpy.random.default_rng(seed)
    drawn = sums[generator.integers(0, len(sums), (RESAMPLES, len(sums)))].sum(axis=1)
    low, high = numpy.quantile(drawn[:, 0] / drawn[:, 1], (0.025, 0.975))
    return float(low), float(high)


def dated(found: DataFrame, *, seed: int) -> DataFrame:
    """By set: how many times the chance of a year drawn by lot the years of action were given (`factor`, a geometric
    mean over events), with a 95 % interval over actors drawn anew, and for how many events it was more than once."""
    from pandas import DataFrame

    rows = []
    for name in dict.fromkeys(found["set"]):
        part = found[found["set"] == name]
        low, high = resampled(part.groupby("actor")["gain"].agg(["sum", "size"]).to_numpy(dtype=float), seed)
        factor = float(numpy.exp(part["gain"].mean()))
        rows.append(
            (name, factor, float(numpy.exp(low)), float(numpy.exp(high)), int((part["gain"] > 0).sum()), len(part))
        )
    return DataFrame(rows, columns=["set", "factor", "low", "high", "better", "events"])


def totals(found: DataFrame, origin: int) -> DataFrame:
    """By year: events expected by each set at one origin, and observed."""
    part = found[found["origin"] == origin]
    wide: Sequence[str] = list(dict.fromkeys(part["set"]))
    expected = part.pivot_table(index="year", columns="set", values="chance", aggfunc="sum")[wide]
    expected["observed"] = part[part["set"] == wide[0]].groupby("year")["event"].sum()
    return expected.reset_index()
