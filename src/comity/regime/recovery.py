"""Does the method find what is there? Histories made from known coefficients on the real covariates, and fitted.

What a history's own events feed (shares of neighbours that have a system, own experience) is made anew with it, so
that the test is of the whole and not of a regression on fixed numbers. Do the 95 % intervals hold the truth in about 95
of 100 histories? Is a set of drivers that did not make the history told from the one that did?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy

from comity.regime.drivers import Sets, dating
from comity.regime.exposure import Setting, person_periods
from comity.regime.forecast import rates, simulate
from comity.regime.hazard import Hazard, fit

if TYPE_CHECKING:
    from pandas import DataFrame

#: A history with fewer actor-years with events than this says nothing of many coefficients, and is drawn again.
FEWEST = 10
#: Halvings and histories by which the constant is found.
STEPS, SAMPLE = 12, 40


def truth(setting: Setting, coefficients: Mapping[str, float], events: float, seed: int) -> Hazard:
    """A model with coefficients per standard deviation of the real table, whose constant makes histories of about as
    many actor-years with events as asked, on the average."""
    table = person_periods(setting)
    names = tuple(coefficients)
    raw = table[list(names)].to_numpy(dtype=float)
    spread = raw.std(axis=0)
    slopes = numpy.array([coefficients[name] for name in names])
    model = Hazard(
        names=names,
        centre=raw.mean(axis=0),
        scale=numpy.where(spread > 0, spread, 1.0),
        estimate=numpy.append(0.0, slopes),
        covariance=numpy.zeros((len(names) + 1, len(names) + 1)),
        log_likelihood=0.0,
        rows=len(table),
        events=0,
        actors=0,
        penalised=False,
    )
    past, low, high = setting.through(setting.last), -15.0, 0.0
    for _ in range(STEPS):  # the number rises with the constant; the same draws each time let it do so evenly
        middle = (low + high) / 2
        model = replace(model, estimate=numpy.append(middle, slopes))
        generator = numpy.random.default_rng(seed)
        found = simulate(past, model, rates(past, model, SAMPLE, generator, certain=True), generator, anew=True)
        low, high = (low, middle) if (found.starts > 0).sum() / SAMPLE > events else (middle, high)
    return model


def histories(setting: Setting, model: Hazard, count: int, seed: int) -> Iterator[Setting]:
    """Settings whose starts and ends up to the last known year are made by a model."""
    past, generator = setting.through(setting.last), numpy.random.default_rng(seed)
    made = 0
    while made < count:
        given = rates(past, model, 1, generator, certain=True)
        found = simulate(past, model, given, generator, anew=True)
        if int((found.starts > 0).sum()) >= FEWEST:
            made += 1
            yield replace(past, starts=found.starts[0], ends=found.ends[0])


def coverage(setting: Setting, model: Hazard, count: int, seed: int) -> DataFrame:
    """By covariate: the `truth` per standard deviation of the real table, the mean and standard deviation of estimates,
    the mean standard error, and the share of histories whose 95 % interval holds the truth."""
    from pandas import DataFrame

    found = []
    for history in histories(setting, model, count, seed):
        one = fit(person_periods(history), model.names)
        unit = model.scale / one.scale  # a history's own standard deviation differs; the real one is the measure
        low, high = (bound[1:] * unit for bound in one.interval)
        error = numpy.sqrt(numpy.diag(one.covariance))[1:] * unit
        held = (low <= model.estimate[1:]) & (model.estimate[1:] <= high)
        found.append(numpy.stack([one.estimate[1:] * unit, error, held.astype(float)]))
    values = numpy.stack(found)
    return DataFrame(
        {
            "covariate": model.names,
            "truth": model.estimate[1:],
            "mean": values[:, 0].mean(axis=0),
            "spread": values[:, 0].std(axis=0),
            "error": values[:, 1].mean(axis=0),
            "held": values[:, 2].mean(axis=0),
            "histories": len(values),
        }
    )


def dated_by_chance(setting: Setting, model: Hazard, tried: Sets, count: int, seed: int) -> DataFrame:
    """By history and set: the factor by which years of first systems are dated better than by lot (see `drivers.dated`)
    in histories made by a model: what a set seems to date where that model is all there is."""
    from pandas import DataFrame

    rows = []
    for number, history in enumerate(histories(setting, model, count, seed)):
        gains = dating(history, tried).groupby("set")["gain"].mean()
        rows += [(number, str(name), float(numpy.exp(gain))) for name, gain in gains.items()]
    return DataFrame(rows, columns=["history", "set", "factor"])


def told_apart(setting: Setting, model: Hazard, tried: Sets, count: int, seed: int) -> DataFrame:
    """By set of covariates: in how many histories made by a model it has the least AIC, and its mean AIC above the
    least."""
    from pandas import DataFrame

    found = []
    for history in histories(setting, model, count, seed):
        table = person_periods(history)
        found.append([fit(table, names).aic for names in tried.values()])
    values = numpy.array(found)
    above = values - values.min(axis=1, keepdims=True)
    return DataFrame(
        {"set": list(tried), "least": (above == 0).sum(axis=0), "above": above.mean(axis=0), "histories": len(values)}
    )
