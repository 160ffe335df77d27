"""Discrete-time hazards: the chance that an actor at risk in a year has the event in it.

A complementary log-log regression (the grouped-time form of proportional hazards) by statsmodels. Covariates are
measured in their own standard deviations, so that a coefficient's exponential is the ratio of hazards of two actors one
standard deviation apart. Standard errors are clustered by actor, with the usual correction for few clusters, and never
smaller than those of the curvature: where a few actors have most of the events, a sandwich alone is too sure of itself
(Angrist and Pischke, 2009, section 8.2). Intervals are by Student's t, with as many clusters as there are actors with
events.

Where a covariate parts events from the rest without error, or does not vary, no finite estimate exists. Such a fit is
penalised: a log-F(1, 1) prior on every coefficient but the constant (Greenland and Mansournia, 2015), which is two
more rows of weight one half each, and it says so. It is close to Firth's, and needs no more than weights. Its standard
errors are those of the curvature: where nothing happens no score varies, and a sandwich would take that for certainty.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pandas import DataFrame

Array = NDArray[numpy.float64]
#: The linear predictor at which the hazard is one half: the penalty's rows stand there, so that it pulls to 0.
HALF = float(numpy.log(numpy.log(2)))
#: Past these the hazard is 0 or 1 to machine precision.
LEAST, MOST = -30.0, 3.5
#: Weight of each of the two rows of the penalty: half a row of each outcome.
PENALTY_WEIGHT = 0.5
#: Curvature, in rows of the penalty's own weight, below which a maximum is looked into.
FLAT = 0.01
#: A separating direction is worth at least this much in standard deviations, summed over rows.
SEPARATES = 1e-6


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """A fitted model. Coefficients are of the constant, then of `names`, per standard deviation."""

    names: tuple[str, ...]
    centre: Array
    scale: Array
    estimate: Array
    covariance: Array
    """By the larger of two standard errors; of a penalised fit, by the curvature alone."""
    log_likelihood: float
    """Of the rows themselves, without the penalty."""
    rows: int
    events: int
    actors: int
    """Actors with the event: the clusters that carry what is known."""
    penalised: bool

    @property
    def aic(self) -> float:
        """Akaike's information criterion; of a penalised fit, with all its coefficients counted."""
        return 2 * len(self.estimate) - 2 * self.log_likelihood

    def of(self, values: Array, coefficients: Array | None = None) -> Array:
        """Hazards of covariates [..., covariate], in their own units; with other coefficients [..., 1 + covariate]
        in place of the estimate, one for each of the first axis."""
        used = self.estimate if coefficients is None else coefficients
        standard = (values - self.centre) / self.scale
        if used.ndim == 1:
            return hazard_of(used[0] + standard @ used[1:])
        return hazard_of(used[:, :1] + numpy.einsum("sak,sk->sa", standard, used[:, 1:]))

    def table(self) -> DataFrame:
        """A row a covariate: `ratio` of hazards a standard deviation apart, `low` and `high` of its 95 % interval."""
        from pandas import DataFrame

        low, high = self.interval
        rows = zip(self.names, *(numpy.exp(each[1:]) for each in (self.estimate, low, high)), strict=True)
        return DataFrame(list(rows), columns=["covariate", "ratio", "low", "high"])

    @cached_property
    def interval(self) -> tuple[Array, Array]:
        """95 % intervals of the coefficients."""
        from scipy.stats import t

        reach = float(t.ppf(0.975, max(self.actors - 1, 1))) * numpy.sqrt(numpy.diag(self.covariance))
        return self.estimate - reach, self.estimate + reach


def hazard_of(predictor: Array) -> Array:
    """The hazard at a value of the linear predictor."""
    return numpy.asarray(-numpy.expm1(-numpy.exp(numpy.clip(predictor, LEAST, MOST))))


def fit(table: DataFrame, names: Sequence[str], *, event: str = "event", actor: str = "actor") -> Hazard:
    """The hazard of an event of 0 or 1 by covariates. Raises ValueError where nothing or everything happened."""
    happened = table[event].to_numpy(dtype=float)
    if not 0 < happened.sum() < len(happened):
        raise ValueError("a hazard needs rows with and without the event")
    raw = table[list(names)].to_numpy(dtype=float)
    centre, spread = raw.mean(axis=0), raw.std(axis=0)
    scale = numpy.where(spread > 0, spread, 1.0)
    design = numpy.column_stack([numpy.ones(len(raw)), (raw - centre) / scale])
    model, estimate = _solve(design, happened, penalised=False)
    penalised = _flat(model, estimate) and separated(design, happened)
    if penalised:
        model, estimate = _solve(design, happened, penalised=True)
    _, groups = numpy.unique(table[actor].to_numpy(dtype=str), return_inverse=True)
    chance = numpy.clip(hazard_of(design @ estimate), 1e-300, 1 - 1e-16)
    return Hazard(
        names=tuple(names),
        centre=centre,
        scale=scale,
        estimate=estimate,
        covariance=_curved(model, estimate) if penalised else _larger(model, estimate, groups),
        log_likelihood=float(numpy.log(numpy.where(happened > 0, chance, 1 - chance)).sum()),
        rows=len(happened),
        events=int(happened.sum()),
        actors=len(set(groups[happened > 0])),
        penalised=penalised,
    )


def _solve(design: Array, happened: Array, *, penalised: bool) -> tuple[Any, Array]:
    """The model of statsmodels and its estimate."""
    from statsmodels.genmod.families import Binomial  # type: ignore[import-untyped]
    from statsmodels.genmod.families.links import CLogLog  # type: ignore[import-untyped]
    from statsmodels.genmod.generalized_linear_model import GLM  # type: ignore[import-untyped]

    count = design.shape[1]
    weights, offset = numpy.ones(len(design)), numpy.zeros(len(design))
    if penalised and count > 1:
        prior = numpy.repeat(numpy.eye(count)[1:], 2, axis=0)
        design = numpy.vstack([design, prior])
        happened = numpy.append(happened, numpy.tile([1.0, 0.0], count - 1))
        weights = numpy.append(weights, numpy.full(len(prior), PENALTY_WEIGHT))
        offset = numpy.append(offset, numpy.full(len(prior), HALF))
    model = GLM(happened, design, family=Binomial(link=CLogLog()), freq_weights=weights, offset=offset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of separation, overflow on its way and no convergence: `fit` looks for itself
        found = model.fit(maxiter=200, tol=1e-10)
    return model, numpy.nan_to_num(numpy.asarray(found.params, dtype=float))


def _flat(model: Any, estimate: Array) -> bool:
    """Whether the likelihood hardly curves in some direction, as where there is no maximum; a cheap look before a dear
    one."""
    with numpy.errstate(all="ignore"):  # far out the curvature is not a number
        curvature = -numpy.asarray(model.hessian(estimate), dtype=float)
    return not numpy.isfinite(curvature).all() or float(numpy.linalg.eigvalsh(curvature)[0]) < FLAT


def _curved(model: Any, estimate: Array) -> Array:
    """The inverse of the curvature."""
    return numpy.asarray(numpy.linalg.inv(-numpy.asarray(model.hessian(estimate), dtype=float)))


def _larger(model: Any, estimate: Array, groups: NDArray[numpy.intp]) -> Array:
    """The covariance of the curvature, stretched to the clustered standard errors where these are larger."""
    curved, clustered = _curved(model, estimate), _clustered(model, estimate, groups)
    stretch = numpy.sqrt(numpy.maximum(numpy.diag(clustered) / numpy.diag(curved), 1))
    return numpy.asarray(curved * stretch[:, None] * stretch[None, :])


def _clustered(model: Any, estimate: Array, groups: NDArray[numpy.intp]) -> Array:
    """The sandwich: what the scores of each actor say of how far they vary."""
    scored, bread = numpy.asarray(model.score_obs(estimate), dtype=float), _curved(model, estimate)
    count, rows, width = int(groups.max()) + 1, len(groups), len(estimate)
    sums = numpy.zeros((count, width))
    numpy.add.at(sums, groups, scored)
    correction = count / max(count - 1, 1) * (rows - 1) / max(rows - width, 1)
    return numpy.asarray(correction * bread @ (sums.T @ sums) @ bread)


def separated(design: Array, happened: Array) -> bool:
    """Whether there is no one finite estimate: a covariate follows from the others, or some combination of them parts
    events from the rest, wholly or but for ties, and likelihood grows without end along it (a linear program; Konis,
    2007)."""
    from scipy.optimize import linprog

    if numpy.linalg.matrix_rank(design) < design.shape[1]:
        return True
    signed = design * (2 * happened - 1)[:, None]
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=numpy.zeros(len(signed)), bounds=(-1, 1), method="highs")
    return found.status == 0 and found.fun is not None and found.fun < -SEPARATES


def likelihood_ratio(small: Hazard, large: Hazard) -> tuple[float, int, float]:
    """Twice the gain in log likelihood of a model over one nested in it, degrees of freedom and chance of as much."""
    from scipy.stats import chi2

    gain, degrees = 2 * (large.log_likelihood - small.log_likelihood), len(large.names) - len(small.names)
    return gain, degrees, float(chi2.sf(max(gain, 0.0), degrees))


@dataclass(frozen=True, kw_only=True)
class Scores:
    """How chances fared against what happened. Lower is better of the first two, higher of `auc`."""

    log_score: float
    """Mean of minus the logarithm of the chance given to what happened."""
    brier: float
    """Mean squared error."""
    auc: float
    """Chance that a row with the event was given more than one without; ties count half."""
    expected: float
    """Events by the chances."""
    observed: int
    """Events that happened."""


def scores(chance: Array, happened: Array) -> Scores:
    """Scores of chances, row by row. `auc` is NaN where all rows are of one sort."""
    from scipy.stats import rankdata

    inside = numpy.clip(chance, 1e-12, 1 - 1e-12)
    events = int(happened.sum())
    rest = len(happened) - events
    ranks = rankdata(chance)[happened > 0].sum() - events * (events + 1) / 2
    return Scores(
        log_score=float(-numpy.log(numpy.where(happened > 0, inside, 1 - inside)).mean()),
        brier=float(((chance - happened) ** 2).mean()),
        auc=float(ranks / (events * rest)) if events and rest else float("nan"),
        expected=float(chance.sum()),
        observed=events,
    )


def life_table(table: DataFrame, *, time: str = "year", event: str = "event") -> DataFrame:
    """By time: how many were at risk, how many had the event, and the share that had not by its end (Kaplan–Meier, with
    late entry where rows begin late)."""
    grouped = table.groupby(time)[event]
    found = grouped.agg(at_risk="size", events="sum").reset_index()
    found["survival"] = (1 - found["events"] / found["at_risk"]).cumprod()
    return found
