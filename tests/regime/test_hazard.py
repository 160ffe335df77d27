"""Hazards with answers that are known: coins, Kaplan–Meier, statsmodels' own errors, and separation."""

from __future__ import annotations

from math import exp, log

import numpy
import pytest
from pandas import DataFrame

from comity.regime.hazard import Hazard, fit, hazard_of, life_table, likelihood_ratio, scores, separated


def flips(events: int, rows: int) -> DataFrame:
    return DataFrame(
        {
            "actor": [f"a{number % 10}" for number in range(rows)],
            "event": [1] * events + [0] * (rows - events),
            "x": [0.0] * rows,
        }
    )


def sample(rows: int, slope: float, seed: int) -> DataFrame:
    generator = numpy.random.default_rng(seed)
    x, z = generator.normal(size=(2, rows))
    event = generator.random(rows) < hazard_of(-2 + slope * x)
    return DataFrame(
        {"actor": [f"a{number % 40}" for number in range(rows)], "event": event.astype(int), "x": x, "z": z}
    )


@pytest.mark.parametrize(("events", "rows"), [(1, 10), (7, 40), (20, 40), (39, 40)])
def test_the_hazard_of_a_coin_is_its_share(events: int, rows: int) -> None:
    found = fit(flips(events, rows), ())
    assert found.of(numpy.zeros((1, 0)))[0] == pytest.approx(events / rows, rel=1e-6)
    assert found.log_likelihood == pytest.approx(
        events * log(events / rows) + (rows - events) * log(1 - events / rows), rel=1e-9
    )
    assert not found.penalised


@pytest.mark.parametrize("events", [0, 10])
def test_nothing_can_be_said_where_all_rows_are_of_one_sort(events: int) -> None:
    with pytest.raises(ValueError, match="with and without"):
        fit(flips(events, 10), ())


def test_a_hazard_of_every_year_is_that_of_kaplan_and_meier() -> None:
    at_risk, events = (8, 6, 5), (2, 1, 3)
    rows = [
        (year, f"a{number}", int(number < happened))
        for year, (count, happened) in enumerate(zip(at_risk, events, strict=True))
        for number in range(count)
    ]
    table = DataFrame(rows, columns=["year", "actor", "event"])
    life = life_table(table)
    assert list(life["at_risk"]) == list(at_risk)
    assert list(life["events"]) == list(events)
    assert list(life["survival"]) == pytest.approx([6 / 8, 6 / 8 * 5 / 6, 6 / 8 * 5 / 6 * 2 / 5])
    table["second"], table["third"] = (table["year"] == 1).astype(float), (table["year"] == 2).astype(float)
    found = fit(table, ("second", "third"))
    by_year = found.of(numpy.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    assert list(numpy.cumprod(1 - by_year)) == pytest.approx(list(life["survival"]), rel=1e-6)


def test_estimates_and_clustered_errors_are_those_of_statsmodels() -> None:
    from statsmodels.genmod.families import Binomial  # type: ignore[import-untyped]
    from statsmodels.genmod.families.links import CLogLog  # type: ignore[import-untyped]
    from statsmodels.genmod.generalized_linear_model import GLM  # type: ignore[import-untyped]

    table = sample(600, 0.7, 1)
    table.loc[table["x"] > 1, "event"] = 1  # errors larger when clustered, for some of them
    found = fit(table, ("x", "z"))
    standard = (table[["x", "z"]] - found.centre) / found.scale
    design = numpy.column_stack([numpy.ones(len(table)), standard])
    groups = numpy.unique(table["actor"], return_inverse=True)[1]
    theirs = GLM(table["event"].to_numpy(), design, family=Binomial(link=CLogLog()))
    plain = theirs.fit(tol=1e-12)
    clustered = theirs.fit(tol=1e-12, cov_type="cluster", cov_kwds={"groups": groups})
    assert found.estimate == pytest.approx(plain.params, rel=1e-5)
    hessian = numpy.linalg.inv(-theirs.hessian(plain.params))
    larger = numpy.maximum(numpy.sqrt(numpy.diag(hessian)), clustered.bse)
    assert numpy.sqrt(numpy.diag(found.covariance)) == pytest.approx(larger, rel=1e-4)


def test_a_ratio_is_of_a_standard_deviation_whatever_the_unit() -> None:
    table = sample(4000, 0.7, 2)
    table["thousand"] = table["x"] * 1000 + 5
    one, other = fit(table, ("x",)), fit(table, ("thousand",))
    assert float(one.table()["ratio"][0]) == pytest.approx(float(other.table()["ratio"][0]), rel=1e-6)
    assert float(one.table()["low"][0]) < exp(0.7 * table["x"].std()) < float(one.table()["high"][0])
    assert one.of(numpy.array([[0.3]])) == pytest.approx(other.of(numpy.array([[305.0]])), rel=1e-6)


def test_a_fit_without_a_finite_answer_is_penalised_and_says_so() -> None:
    table = flips(5, 60)
    table["x"] = table["event"] * 1.0  # tells all events
    found = fit(table, ("x",))
    assert found.penalised
    assert numpy.isfinite(found.estimate).all()
    assert found.estimate[1] > 0
    assert float(found.table()["low"][0]) > 1
    never = flips(5, 60)
    never["x"] = [0.0] * 50 + [1.0] * 10  # no event where it is one: a sandwich would be sure of that
    found = fit(never, ("x",))
    assert found.penalised
    assert float(found.table()["high"][0]) > 1 > float(found.table()["ratio"][0])


def test_a_covariate_that_does_not_vary_leaves_the_rest_as_it_is() -> None:
    table = sample(800, 0.7, 3)
    table["z"] = 4.0
    both, one = fit(table, ("x", "z")), fit(table, ("x",))
    assert both.penalised
    assert both.estimate[2] == pytest.approx(0, abs=1e-6)
    assert both.estimate[:2] == pytest.approx(one.estimate, rel=0.05)


def test_separation_is_found_also_across_covariates() -> None:
    generator = numpy.random.default_rng(4)
    x = generator.normal(size=(80, 2))
    design = numpy.column_stack([numpy.ones(80), x])
    assert separated(design, (x.sum(axis=1) > 0.1).astype(float))
    assert not separated(design, (generator.random(80) < 0.5).astype(float))
    assert separated(numpy.column_stack([design, x[:, 0] * 2]), (generator.random(80) < 0.5).astype(float))


def test_a_larger_model_is_tested_against_one_within_it() -> None:
    table = sample(2000, 0.6, 5)
    none, right, wrong = fit(table, ()), fit(table, ("x",)), fit(table, ("z",))
    gain, degrees, chance = likelihood_ratio(none, right)
    assert degrees == 1
    assert gain == pytest.approx(2 * (right.log_likelihood - none.log_likelihood))
    assert chance < 1e-6 < likelihood_ratio(none, wrong)[2]
    assert right.aic < none.aic


def test_scores_of_hand() -> None:
    chance, happened = numpy.array([0.1, 0.4, 0.4, 0.8]), numpy.array([0.0, 1.0, 0.0, 1.0])
    found = scores(chance, happened)
    assert found.log_score == pytest.approx(-(log(0.9) + log(0.4) + log(0.6) + log(0.8)) / 4)
    assert found.brier == pytest.approx((0.01 + 0.36 + 0.16 + 0.04) / 4)
    assert found.auc == pytest.approx(3.5 / 4)  # of four pairs, three in order and one tie
    assert found.expected == pytest.approx(1.7)
    assert found.observed == 2
    assert numpy.isnan(scores(chance, numpy.zeros(4)).auc)


def test_no_chances_beat_the_true_ones_on_average() -> None:
    generator = numpy.random.default_rng(6)
    true = generator.random(20000) * 0.3
    happened = (generator.random(20000) < true).astype(float)
    best = scores(true, happened)
    for wrong in (true * 1.5, true * 0.5, numpy.full(20000, true.mean())):
        assert scores(wrong, happened).log_score > best.log_score
        assert scores(wrong, happened).brier > best.brier


def test_hazards_of_many_coefficients_are_those_of_each() -> None:
    found: Hazard = fit(sample(500, 0.5, 7), ("x", "z"))
    values = numpy.random.default_rng(8).normal(size=(3, 4, 2))
    many = numpy.stack([found.estimate, found.estimate + 0.1, found.estimate * 0])
    together = found.of(values, many)
    assert together[0] == pytest.approx(found.of(values[0]))
    assert together[2] == pytest.approx(numpy.full(4, 1 - exp(-1)))
