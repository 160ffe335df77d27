"""Histories made forward from known rates; what is found again in them; drivers held against each other."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy
import pytest
from pandas import DataFrame

from comity.regime.drivers import dated, dating, in_sample, predictions, resampled, scored, sets
from comity.regime.exposure import Setting, person_periods
from comity.regime.forecast import Rates, backtest, forecast, measures, observed, rates, simulate
from comity.regime.hazard import Hazard, fit
from comity.regime.recovery import coverage, dated_by_chance, told_apart, truth
from tests.regime.small_history import by

ACTORS, YEARS, LAST = 60, tuple(range(2000, 2031)), 2020
QUICK, SLOW = 20, 200
KNOWN = {"size": 0.8, "neighbours": 0.5}


def made_up(seed: int = 1) -> Setting:
    """A setting of sixty actors in a ring, that differ in size and of which one is a bloc of two others; no history."""
    generator = numpy.random.default_rng(seed)
    shape = (len(YEARS), ACTORS)
    ring = (numpy.eye(ACTORS, k=1) + numpy.eye(ACTORS, k=-1) + numpy.eye(ACTORS, k=ACTORS - 1)) / 2
    ring = ring + numpy.eye(ACTORS, k=1 - ACTORS) / 2
    size = numpy.repeat(generator.normal(size=(1, ACTORS)), len(YEARS), 0)
    bloc = numpy.full(ACTORS, -1)
    bloc[1:3] = 0
    return Setting(
        actors=tuple(f"a{number:02}" for number in range(ACTORS)),
        years=YEARS,
        last=LAST,
        known=numpy.ones(shape, bool),
        starts=numpy.zeros(shape, numpy.int64),
        ends=numpy.zeros(shape, numpy.int64),
        running=numpy.zeros(ACTORS, numpy.int64),
        had=numpy.zeros(ACTORS, bool),
        fixed={
            "size": size,
            "income": generator.normal(size=shape),
            "credited": numpy.zeros(shape),
            "treaties": numpy.repeat((numpy.array(YEARS)[:, None] > 2010) * 1.0, ACTORS, 1),
            "new-norms": generator.integers(0, 3, (len(YEARS), 1)) * numpy.ones(ACTORS),
            "elapsed": numpy.repeat(numpy.arange(float(len(YEARS)))[:, None], ACTORS, 1),
        },
        nets={
            name: numpy.repeat((ring if name == "neighbours" else ring[::-1])[None], len(YEARS), 0)
            for name in ("neighbours", "peers", "partners")
        },
        bloc=bloc,
        emissions_mt=numpy.exp(size),
    )


@pytest.fixture(scope="module")
def lived() -> Setting:
    """With a history of known drivers."""
    empty = made_up()
    model = replace(coin(0.0), names=tuple(KNOWN), centre=numpy.zeros(2), scale=numpy.ones(2))
    model = replace(model, estimate=numpy.array([-3.2, 1.0, 1.2]))
    past, generator = empty.through(LAST), numpy.random.default_rng(3)
    found = simulate(past, model, rates(past, model, 1, generator, certain=True), generator, anew=True)
    starts = numpy.zeros_like(empty.starts)
    starts[: len(past.years)] = found.starts[0]
    return replace(empty, starts=starts)


def coin(predictor: float) -> Hazard:
    """A hazard that is the same for all."""
    return Hazard(
        names=(),
        centre=numpy.zeros(0),
        scale=numpy.ones(0),
        estimate=numpy.array([predictor]),
        covariance=numpy.full((1, 1), 1e-12),
        log_likelihood=0.0,
        rows=1,
        events=1,
        actors=1,
        penalised=False,
    )


def test_a_coin_thrown_forward_falls_as_often_as_it_should() -> None:
    of, hazard = made_up(), coin(log(-log(0.9)))  # one in ten
    generator = numpy.random.default_rng(1)
    found = simulate(of, hazard, rates(of, hazard, 400, generator, certain=True), generator)
    assert found.years == tuple(range(2021, 2031))
    assert found.hazards == pytest.approx(numpy.full(found.hazards.shape, 0.1))
    count = 400 * 10 * ACTORS
    assert found.starts.sum() == pytest.approx(count / 10, abs=4 * (count * 0.09) ** 0.5)
    assert found.ends.sum() == 0  # none ever ended
    assert (found.running == found.starts.cumsum(axis=1)).all()


def test_systems_end_at_the_rate_at_which_they_did() -> None:
    of = made_up()
    of.starts[0, :20] = 1
    of.ends[10, :10] = 1
    given = rates(of, coin(-9), 5, numpy.random.default_rng(1), certain=True)
    assert given.ending == pytest.approx(numpy.full(5, 10 / (20 * 10 + 10 * 11 + 10)))
    drawn = rates(of, coin(-9), 4000, numpy.random.default_rng(1)).ending
    assert drawn.mean() == pytest.approx(10.5 / 321, rel=0.03)
    sure = Rates(coefficients=numpy.array([[-30.0]]), sizes=numpy.ones(1, numpy.int64), ending=numpy.ones(1))
    assert simulate(of, coin(-30), sure, numpy.random.default_rng(1)).running.sum() == 0


def test_a_bloc_counts_for_its_members() -> None:
    of = made_up()
    of.starts[0, 0] = 1
    came = observed(of, 2010)
    assert came["jurisdictions"][2020] == 2  # the members, not the bloc besides
    assert came["running"][2020] == 1
    assert came["started"][2020] == 0
    share = of.emissions_mt[0, 1:3].sum() / of.emissions_mt[0, 1:].sum()
    assert came["emissions-share"][2020] == pytest.approx(share)


def test_imitation_spreads_along_the_ring() -> None:
    of = made_up()
    of.starts[0, 30] = 1
    copying = replace(
        coin(0.0),
        names=("neighbours",),
        centre=numpy.zeros(1),
        scale=numpy.ones(1),
        estimate=numpy.array([-30.0, 80.0]),
        covariance=numpy.zeros((2, 2)),
    )
    generator = numpy.random.default_rng(1)
    found = simulate(of, copying, rates(of, copying, 1, generator, certain=True), generator)
    reached = [sorted(numpy.flatnonzero(found.running[0, step])) for step in range(3)]
    assert reached == [[29, 30, 31], [28, 29, 30, 31, 32], [27, 28, 29, 30, 31, 32, 33]]


def test_forecasts_are_the_same_for_the_same_seed_and_bands_in_order(lived: Setting) -> None:
    one, found = forecast(lived, ("size", "neighbours"), draws=50, seed=4)
    again, _ = forecast(lived, ("size", "neighbours"), draws=50, seed=4)
    other, _ = forecast(lived, ("size", "neighbours"), draws=50, seed=5)
    assert one.equals(again)
    assert not one.equals(other)
    assert (one["low"] <= one["median"]).all()
    assert (one["median"] <= one["high"]).all()
    assert set(one["year"]) == set(range(2021, 2031))
    shares = measures(lived, found)["emissions-share"]
    assert ((shares >= 0) & (shares <= 1)).all()


def test_a_forecast_of_the_past_is_told_nothing_of_what_came(lived: Setting) -> None:
    found = backtest(lived, ("size", "neighbours"), 2012, draws=100, seed=1)
    assert set(found["year"]) == set(range(2013, LAST + 1))
    changed = replace(lived, starts=lived.starts.copy())
    changed.starts[lived.place(2015)] += 3
    other = backtest(changed, ("size", "neighbours"), 2012, draws=100, seed=1)
    assert other[["low", "median", "high"]].equals(found[["low", "median", "high"]])
    assert not other["observed"].equals(found["observed"])
    assert list(found["inside"]) == list((found["low"] <= found["observed"]) & (found["observed"] <= found["high"]))


@pytest.mark.slow
def test_nine_in_ten_bands_hold_what_a_known_model_makes() -> None:
    of = made_up()
    model = truth(of, KNOWN, 80, 1)
    inside = []
    for seed in range(60):
        generator = numpy.random.default_rng(seed)
        past = of.through(LAST)
        made = simulate(past, model, rates(past, model, 1, generator, certain=True), generator, anew=True)
        whole = replace(past, starts=made.starts[0], ends=made.ends[0])
        found = backtest(whole, tuple(KNOWN), 2012, draws=200, seed=seed)
        inside += list(found[(found["measure"] == "started") & (found["year"] == LAST)]["inside"])
    assert 0.8 <= numpy.mean(inside) <= 1.0


def test_in_sample_the_drivers_that_made_it_are_found(lived: Setting) -> None:
    found = by(in_sample(person_periods(lived), sets()))
    assert found["power"]["p"] < 0.01
    assert found["norms"]["p"] > 0.01
    assert found["none"]["ratio"] == 0
    assert min(found, key=lambda name: found[name]["aic"]) in ("all", "power", "imitation")
    assert found["all"]["log_likelihood"] == max(one["log_likelihood"] for one in found.values())


def test_predictions_are_scored_against_what_came(lived: Setting) -> None:
    tried = {name: sets()[name] for name in ("none", "power")}
    found = predictions(lived, tried, (2012, 2016), ahead=3, draws=40, seed=2)
    assert set(found["year"] - found["origin"]) == {1, 2, 3}
    assert found["chance"].between(0, 1).all()
    told = by(scored(found, against="power", seed=1))
    assert told["power"]["difference"] == 0
    assert told["none"]["observed"] == int(
        lived.starts[13:16].astype(bool).sum() + lived.starts[17:20].astype(bool).sum()
    )
    assert told["none"]["difference"] == pytest.approx(told["none"]["log_score"] - told["power"]["log_score"])
    assert told["none"]["auc"] < told["power"]["auc"]


def test_what_only_differs_between_actors_dates_nothing(lived: Setting) -> None:
    found = dating(lived, {"none": (), "size": ("size",)})
    hazard = person_periods(lived)["event"].mean()
    assert (found[found["set"] == "none"]["gain"].abs() < 21 * hazard).all()  # of a hazard alike in all years, nearly 0
    both = found.pivot(index="actor", columns="set", values="gain")
    assert (both["size"] - both["none"]).abs().max() < 1.5
    told = by(dated(found, seed=1))
    assert told["none"]["events"] == len(both)


def test_a_driver_that_sets_the_year_dates_it() -> None:
    of = made_up()
    for actor in range(3, 40):
        of.starts[of.place(2011) + actor % 3, actor] = 1
    found = by(dated(dating(of, {"none": (), "treaties": ("treaties",)}), seed=1))
    assert found["treaties"]["low"] > 1.5
    assert found["none"]["high"] < 1.1


def test_an_interval_over_actors_narrows_with_their_number() -> None:
    few = numpy.column_stack([numpy.tile([0.0, 2.0], 5), numpy.ones(10)])
    many = numpy.column_stack([numpy.tile([0.0, 2.0], 500), numpy.ones(1000)])
    assert resampled(few, 1)[0] < resampled(many, 1)[0] < 1 < resampled(many, 1)[1] < resampled(few, 1)[1]
    assert resampled(numpy.ones((4, 2)), 1) == (1, 1)


def test_intervals_hold_known_coefficients_quick() -> None:
    held(coverage(made_up(), truth(made_up(), KNOWN, 80, 1), QUICK, 2), least=0.8, most=1.0)


@pytest.mark.slow
def test_intervals_hold_known_coefficients() -> None:
    held(coverage(made_up(), truth(made_up(), KNOWN, 80, 1), SLOW, 2), least=0.9, most=0.99)


def held(found: DataFrame, *, least: float, most: float) -> None:
    assert found["held"].between(least, most).all()
    apart = (found["mean"] - found["truth"]).abs()
    assert (apart < 0.35 * found["truth"].abs()).all()


@pytest.mark.parametrize("made_by", ["size", "treaties"])
def test_a_wrong_driver_is_told_from_the_right_one(made_by: str) -> None:
    of = made_up()
    tried = {"size": ("size",), "income": ("income",), "treaties": ("treaties",)}
    found = by(told_apart(of, truth(of, {made_by: 1.0}, 80, 1), tried, QUICK, 3))
    assert found[made_by]["least"] >= QUICK - 1
    assert found["income"]["least"] <= 1


def test_where_power_made_it_nothing_seems_to_date_it() -> None:
    of = made_up()
    found = dated_by_chance(of, truth(of, {"size": 1.0}, 40, 1), {"norms": ("treaties",), "power": ("size",)}, 5, 4)
    assert len(found) == 10
    assert found["factor"].between(0.5, 2).all()


def test_the_constant_of_a_truth_makes_as_many_events_as_asked() -> None:
    of = made_up()
    model = truth(of, KNOWN, 60, 5)
    past, generator = of.through(LAST), numpy.random.default_rng(9)
    found = simulate(past, model, rates(past, model, 200, generator, certain=True), generator, anew=True)
    assert (found.starts > 0).sum() / 200 == pytest.approx(60, rel=0.1)
    refit = fit(person_periods(replace(past, starts=found.starts[0])), tuple(KNOWN))
    assert refit.events == int((found.starts[0] > 0).sum())
