"""The study of growth on the world 2026: its table, its method on the real covariates, and its page."""

from __future__ import annotations

import pytest

from comity.regime.drivers import sets
from comity.regime.exposure import DRIVERS, Setting, person_periods
from comity.regime.forecast import backtest
from comity.regime.hazard import fit
from comity.regime.recovery import coverage, told_apart, truth
from comity.studies import regime_growth as study
from comity.studies.pages import filled
from comity.studies.world_2026_data import FOLDER
from comity.world.read import read_world
from comity.world.world import World
from tests.regime.small_history import by


@pytest.fixture(scope="module")
def world() -> World:
    return read_world(FOLDER)


@pytest.fixture(scope="module")
def of(world: World) -> Setting:
    return study.setting(world)


def test_all_that_states_and_blocs_started_is_in_the_table(of: Setting) -> None:
    table = person_periods(of)
    assert table["starts"].sum() == of.starts.sum()  # nobody starts a system while its figures are missing
    assert table.groupby("actor")["year"].max().eq(study.YEARS[1]).mean() > 0.95
    assert not table.isna().any().any()
    assert of.had.sum() == 0  # nobody had one before the first year: nothing is truncated on the left


def test_years_before_the_first_system_are_at_risk(of: Setting) -> None:
    table = person_periods(of)
    assert table[table["event"] == 1]["year"].min() - study.YEARS[0] >= 3


def test_every_driver_varies_and_no_fit_of_the_whole_is_penalised(of: Setting) -> None:
    table = person_periods(of)
    for names in sets().values():
        assert (table[list(names)].std() > 0).all()
        assert not fit(table, names).penalised


def test_power_alone_expects_fewer_systems_than_came(of: Setting) -> None:
    found = backtest(of, sets()["power"], study.ORIGIN, draws=200, seed=1)
    last = by(found[found["year"] == study.YEARS[1]], "measure")
    assert last["started"]["median"] < last["started"]["observed"] / 2
    assert not last["running"]["inside"]


def test_all_drivers_would_have_held_what_came(of: Setting) -> None:
    found = backtest(of, sets()["all"], study.ORIGIN, draws=200, seed=1)
    assert found[found["year"] == study.YEARS[1]]["inside"].all()


def test_intervals_hold_known_coefficients_on_the_real_covariates_quick(of: Setting) -> None:
    found = coverage(of, truth(of, study.KNOWN, study.KNOWN_EVENTS, 1), 20, 2)
    assert found["held"].min() >= 0.75  # of twenty; the slow test asks for what is claimed
    assert found["held"].mean() >= 0.9


@pytest.mark.slow
def test_intervals_hold_known_coefficients_on_the_real_covariates(of: Setting) -> None:
    found = coverage(of, truth(of, study.KNOWN, study.KNOWN_EVENTS, study.SEED), study.HISTORIES, study.SEED)
    assert found["held"].between(0.9, 0.99).all()


def test_a_history_that_power_made_is_taken_for_no_other(of: Setting) -> None:
    tried = {name: names for name, names in sets().items() if name in DRIVERS}
    found = by(told_apart(of, truth(of, study.MADE_BY["power"], 60, 1), tried, 8, 2))
    assert found["power"]["least"] == 8


@pytest.mark.slow
def test_the_pages_have_what_the_study_finds() -> None:
    for page, found in study.run().items():
        text = page.read_text(encoding="utf-8")
        assert filled(text, found) == text
