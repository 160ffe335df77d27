"""What a reserve's rules decide at one circulation; rules of other systems, written and not coded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.world.regimes import NOTHING, Regime, decisions, intake, per_unit
from comity.world.reserve import StockReserve
from tests import strategies

BEGINS = strategies.PATH_BEGINS
circulations = st.integers(0, 2 * 10**9).map(Fraction)


def reserve(**rules: Any) -> StockReserve:
    """A reserve in tonnes, of which one is an allowance, whose circulation decides for the calendar year after."""
    return StockReserve.model_validate({"name": {"en": "R", "zh": "储备"}, "unit": "t CO2e"} | rules)


BAND = {
    "releases": {"scarce": {"below": 400, "volume": 100, "status": "assumed"}},
    "intakes": {
        "graduated": {"at-least": 833, "share": 1, "beyond": 833, "status": "assumed"},
        "share": {"above": 1096, "share": Decimal("0.24"), "status": "assumed"},
    },
}
STEP = {"intakes": {"all": {"share": Decimal("0.5"), "least": 100, "status": "assumed"}}}


def at(policy: StockReserve, circulation: int | Fraction, **limits: Fraction) -> tuple[Any, ...]:
    """Intake, release, slope, regime; then whether it is limited."""
    return tuple(intake(policy, BEGINS, Fraction(circulation), **limits, whole=False)[:5])


@pytest.mark.parametrize(
    ("circulation", "found"),
    [
        (0, (0, 100, 0, "releases.scarce", False)),
        (399, (0, 100, 0, "releases.scarce", False)),
        (400, (0, 0, 0, NOTHING, False)),
        (833, (0, 0, 0, NOTHING, False)),
        (843, (10, 0, 1, "intakes.graduated", False)),
        (1096, (263, 0, 1, "intakes.graduated", False)),
        (1100, (264, 0, Fraction("0.24"), "intakes.share", False)),
    ],
)
def test_regimes_and_their_slopes(circulation: int, found: tuple[Any, ...]) -> None:
    assert at(reserve(**BAND), circulation) == found


def test_limits_take_the_slope_away() -> None:
    policy = reserve(**BAND)
    assert at(policy, 1100, auctions=Fraction(200)) == (200, 0, 0, "intakes.share", True)
    assert at(policy, 1100, auctions=Fraction(300)) == at(policy, 1100)
    assert at(policy, 300, content=Fraction(60)) == (0, 60, 0, "releases.scarce", True)
    assert at(policy, 300, content=Fraction(100)) == at(policy, 300)


def test_least_is_a_threshold() -> None:
    assert [at(reserve(**STEP), level)[0] for level in (199, 200, 201)] == [0, 100, Fraction(201, 2)]


@pytest.mark.parametrize(
    ("rounding", "found"),
    [("nearest", [1, 1, 2, 2]), ("down", [0, 1, 1, 2]), ("none", [Fraction(1, 2), 1, Fraction(3, 2), 2])],
)
def test_rounding(rounding: str, found: list[Fraction]) -> None:
    half = {"share": Decimal("0.5"), "status": "assumed"}
    policy = reserve(rounding=rounding, intakes={"all": half})
    assert [intake(policy, BEGINS, Fraction(level)).intake for level in (1, 2, 3, 4)] == found


def test_smoothing_makes_a_ramp_of_a_step() -> None:
    policy = reserve(smoothing=20, **STEP)
    assert at(policy, 190) == (0, 0, 0, NOTHING, False)
    ramp = Fraction(105, 20)  # from nothing at 190 to half of 210
    assert at(policy, 200) == (10 * ramp, 0, ramp, "nothing > intakes.all", False)
    assert at(policy, 210) == (105, 0, Fraction(1, 2), "intakes.all", False)
    release = reserve(smoothing=20, releases=BAND["releases"])
    assert at(release, 400) == (0, 50, 5, "releases.scarce > nothing", False)


def test_a_bend_is_no_step() -> None:
    policy = reserve(smoothing=20, intakes={"graduated": BAND["intakes"]["graduated"]})
    assert at(policy, 835) == (2, 0, 1, "intakes.graduated", False)


def test_ramps_keep_out_of_each_others_way() -> None:
    """Each is at most half-way to the next threshold."""
    rule = {"volume": 10, "status": "assumed"}
    steps = {"low": rule | {"at-least": 100}, "high": rule | {"at-least": 110, "volume": 20}}
    policy = reserve(smoothing=1000, intakes=steps)
    assert [at(policy, level)[0] for level in (95, 100, 105, 110, 115)] == [0, 5, 10, 15, 20]


@given(strategies.reserves(), circulations, st.integers(1, 1000))
def test_the_slope_is_that_of_the_amounts(policy: StockReserve, circulation: Fraction, step: int) -> None:
    one = intake(policy, BEGINS, circulation, whole=False)
    other = intake(policy, BEGINS, circulation + step, whole=False)
    assume(one.name == other.name and NOTHING not in one.name)
    assert (other.intake - other.release) - (one.intake - one.release) == one.slope * step


@given(strategies.reserves(), circulations.map(lambda one: one + 1))
def test_what_is_smoothed_is_continuous(policy: StockReserve, circulation: Fraction) -> None:
    """But at a circulation of 0, below which there is nothing to smooth with."""
    smoothed = policy.model_copy(update={"smoothing": max(policy.smoothing, Decimal(10))})
    tiny = Fraction(1, 10**9)
    one, other = (intake(smoothed, BEGINS, circulation + shift, whole=False) for shift in (0, tiny))
    assume(other.slope == one.slope)
    assert abs((other.intake - other.release) - (one.intake - one.release) - one.slope * tiny) < Fraction(1, 10**3)


@given(strategies.reserves(), circulations)
def test_amounts_are_exact_and_not_negative(policy: StockReserve, circulation: Fraction) -> None:
    found = intake(policy, BEGINS, circulation)
    assert all(isinstance(amount, Fraction) and amount >= 0 for amount in (found.intake, found.release))
    if policy.rounding != "none":
        assert found.intake.denominator == found.release.denominator == 1
    decided = [one.regime for one in decisions(policy, BEGINS, circulation)]
    assert found.intake == sum(one.intake for one in decided)
    assert intake(policy, BEGINS - 9, circulation) == Regime(Fraction(0), Fraction(0), Fraction(0), NOTHING)


# Systems --------------------------------------------------------------------------------------------------------------


def test_short_tons_are_allowances_of_their_own() -> None:
    """RGGI: an allowance is a short ton."""
    policy = reserve(unit="Mst CO2", allowance="st CO2")
    assert per_unit(policy) == 10**6
    assert per_unit(reserve(unit="Mt C")) == Fraction(44, 12) * 10**6


def test_the_second_european_system_and_its_proposed_band() -> None:
    """600 million to begin with; 100 taken above 440, released below 210; proposed: a graduated release up to 260."""
    status = {"status": "assumed"}
    policy = reserve(
        unit="Mt CO2e",
        application={"month": 9, "lag": 1, "months": 12},
        intakes={"glut": {"above": 440, "volume": 100} | status},
        releases={"scarce": {"below": 210, "volume": 100} | status, "band": {"below": 260, "times": 2} | status},
        additions={"opening": {"on": date(2027, 1, 1), "volume": 600} | status},
        invalidations={"end": {"start": date(2031, 1, 1), "end": date(2031, 1, 1), "above": 0} | status},
        **{
            "price-releases": {
                "level": {
                    "months": 2,
                    "volume": 20,
                    "rest": 12,
                    "most": 80,
                    "above": {
                        "unit": "EUR2020/t",
                        "values": [{"year": year, "value": 45, "status": "assumed"} for year in (2027, 2035)],
                    },
                }
                | status,
                "half-more": {"months": 3, "over": 6, "factor": Decimal("1.5"), "volume": 50} | status,
            }
        },
    )
    million = 10**6
    found = {level: intake(policy, 2028, Fraction(level * million)) for level in (200, 220, 260, 440, 441)}
    taken = {level: one.intake / million for level, one in found.items()}
    given_out = {level: one.release / million for level, one in found.items()}
    assert taken == {200: 0, 220: 0, 260: 0, 440: 0, 441: 100}
    assert given_out == {200: 100, 220: 80, 260: 0, 440: 0, 441: 0}
    assert found[220].slope == 2


def test_rules_are_named_by_address() -> None:
    policy = reserve(**BAND)
    assert [name for name, _ in policy.rules()] == ["intakes.graduated", "intakes.share", "releases.scarce"]
