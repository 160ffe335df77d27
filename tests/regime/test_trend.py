"""Whether a series rises faster after a year."""

from __future__ import annotations

import numpy as np
import pytest

from comity.regime.trend import kink

YEARS = range(1997, 2026)


def test_a_kink_that_is_there() -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, len(YEARS))
    series = {year: 0.1 * (year - 1997) + 0.3 * max(year - 2012, 0) + noise[year - 1997] for year in YEARS}
    found = kink(series, 2012)
    assert found is not None
    assert found.before == pytest.approx(0.1, abs=0.02)
    assert found.change == pytest.approx(0.3, abs=0.02)
    assert found.p < 0.001
    assert abs(found.best - 2012) <= 1


def test_a_straight_line_has_none() -> None:
    noise = np.random.default_rng(2).normal(0, 0.2, len(YEARS))
    found = kink({year: 0.1 * year + noise[year - 1997] for year in YEARS}, 2012)
    assert found is not None
    assert found.p > 0.05


def test_one_that_slows_down_does_not_rise_faster() -> None:
    noise = np.random.default_rng(3).normal(0, 0.05, len(YEARS))
    found = kink({year: min(year, 2012) * 0.2 + noise[year - 1997] for year in YEARS}, 2012)
    assert found is not None
    assert found.change < 0
    assert found.p > 0.99


def test_the_slopes_are_those_of_least_squares() -> None:
    series = {year: float((year * 7919) % 13) for year in YEARS}
    found = kink(series, 2010)
    years = np.array(YEARS)
    terms = np.column_stack([np.ones(len(years)), years - 2010, np.maximum(years - 2010, 0)])
    slope, change = np.linalg.lstsq(terms, np.array(list(series.values())), rcond=None)[0][1:]
    assert found is not None
    assert found.before == pytest.approx(slope)
    assert found.change == pytest.approx(change)


def test_false_alarms_are_about_as_many_as_promised() -> None:
    """Of straight lines with independent noise, somewhat more than one in twenty have a p under 0.05."""
    draw = np.random.default_rng(4)
    alarms = 0
    for _ in range(400):
        noise = draw.normal(0, 1, len(YEARS))
        found = kink({year: noise[year - 1997] for year in YEARS}, 2012)
        assert found is not None
        alarms += found.p < 0.05
    assert 0.02 < alarms / 400 < 0.12


def test_too_few_years() -> None:
    assert kink(dict.fromkeys(range(2010, 2026), 1.0), 2012) is None
    assert kink({}, 2012) is None


def test_unknown_years_are_left_out() -> None:
    series = {year: float(year) if year % 2 else None for year in YEARS}
    found = kink(series, 2012)
    assert found is not None
    assert found.before == pytest.approx(1)
    assert found.after == pytest.approx(1)
