"""Marginal cost curves: values, slopes and integrals against arithmetic that does not use them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from comity.market.curves import Costs, Floats, marginal, slope, total


def costs(
    base: list[float],
    power_col: Sequence[int] = (),
    power_coefficient: Sequence[float] = (),
    power_exponent: Sequence[float] = (),
    exp_col: Sequence[int] = (),
    exp_coefficient: Sequence[float] = (),
    exp_rate: Sequence[float] = (),
    flat_to: Sequence[float] = (),
) -> Costs:
    """Costs from plain lists."""
    return Costs(
        base=np.array(base),
        power_col=np.array(power_col, dtype=np.int64),
        power_coefficient=np.array(power_coefficient),
        power_exponent=np.array(power_exponent),
        exp_col=np.array(exp_col, dtype=np.int64),
        exp_coefficient=np.array(exp_coefficient),
        exp_rate=np.array(exp_rate),
        flat_to=np.array(flat_to),
    )


MIXED = costs(
    base=[1.0, -2.0, 3.0],
    power_col=[0, 0, 2],
    power_coefficient=[2.0, 0.5, 4.0],
    power_exponent=[1.0, 4.0, 0.5],
    exp_col=[1, 2, 2],
    exp_coefficient=[3.0, 1.0, 2.0],
    exp_rate=[0.2, 0.1, 0.3],
)

# Ellerman & Decaux (1998), Other OECD: 0.0085 q² - 0.0986 q, in 1985 US$/tC and MtC.
A, B = 0.0085, -0.0986
OOE = costs(
    base=[0.0],
    power_col=[0, 0],
    power_coefficient=[A, B],
    power_exponent=[2.0, 1.0],
    flat_to=[-3 * B / (4 * A)],
)


def raw(j: int, x: float) -> float:
    """The curves of MIXED, written out."""
    return (
        1.0 + 2.0 * x + 0.5 * x**4,
        -2.0 + 3.0 * (math.exp(0.2 * x) - 1),
        3.0 + 4.0 * math.sqrt(x) + (math.exp(0.1 * x) - 1) + 2.0 * (math.exp(0.3 * x) - 1),
    )[j]


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_marginal_is_the_sum_of_its_terms(a: float, b: float, c: float) -> None:
    x = np.array([a, b, c])
    np.testing.assert_allclose(marginal(MIXED, x), [raw(j, float(x[j])) for j in range(3)], rtol=1e-13, atol=1e-14)


@given(st.floats(0.01, 10))
def test_slope_is_the_derivative(at: float) -> None:
    x, h = np.full(3, at), 1e-6 * at
    central = [(raw(j, at + h) - raw(j, at - h)) / (2 * h) for j in range(3)]
    np.testing.assert_allclose(slope(MIXED, x), central, rtol=1e-6)


@pytest.mark.parametrize("at", [0.0, 1e-7, 0.3, 2.0, 9.0])
def test_total_is_the_integral(at: float) -> None:
    integral = [quad(lambda t, j=j: raw(j, t), 0, at, epsabs=0, epsrel=1e-12)[0] if at else 0.0 for j in range(3)]
    np.testing.assert_allclose(total(MIXED, np.full(3, at)), integral, rtol=1e-10)


def test_total_of_a_small_exponential_does_not_cancel() -> None:
    one = costs(base=[0.0], exp_col=[0], exp_coefficient=[5.0], exp_rate=[2.0])
    for t in (1e-9, 1e-5, 0.0099, 0.0101):
        series = sum(t**k / math.factorial(k) for k in range(2, 12))
        np.testing.assert_allclose(total(one, np.array([t / 2])), [5.0 / 2 * series], rtol=1e-11)


def test_slopes_at_zero_and_overflow_are_infinite_without_a_warning() -> None:
    root = costs(base=[0.0], power_col=[0], power_coefficient=[1.0], power_exponent=[0.5])
    assert slope(root, np.zeros(1))[0] == math.inf
    steep = costs(base=[0.0], exp_col=[0], exp_coefficient=[1.0], exp_rate=[1.0])
    assert marginal(steep, np.array([1e4]))[0] == math.inf


def ooe_raw_total(q: float) -> float:
    """Integral of a q² + b q."""
    return A * q**3 / 3 + B * q**2 / 2


def test_flat_part_is_the_tangent_from_the_origin() -> None:
    """The chord from 0 to `flat_to` lies below the raw total cost everywhere, and touches it there alone."""
    end = float(OOE.flat_to[0])
    level = float(marginal(OOE, np.zeros(1))[0])
    assert level == pytest.approx(A * end**2 + B * end, rel=1e-14)
    assert level * end == pytest.approx(ooe_raw_total(end), rel=1e-13)
    for q in np.linspace(0.01, 3 * end, 200):
        assert level * q <= ooe_raw_total(q) + 1e-12
    assert slope(OOE, np.array([0.9 * end]))[0] == 0.0
    assert slope(OOE, np.array([1.1 * end]))[0] == pytest.approx(2 * A * 1.1 * end + B, rel=1e-14)


@given(st.floats(0, 200))
def test_total_of_a_hull_equals_the_raw_integral_beyond_its_flat_part(q: float) -> None:
    end = float(OOE.flat_to[0])
    value = float(total(OOE, np.array([q]))[0])
    expected = ooe_raw_total(q) if q >= end else q * (A * end**2 + B * end)
    assert value == pytest.approx(expected, rel=1e-11, abs=1e-11)


def test_hull_never_falls() -> None:
    at = np.linspace(0, 40, 400)
    values = np.array([float(marginal(OOE, np.array([q]))[0]) for q in at])
    assert np.all(np.diff(values) >= 0)
    assert values[-1] > values[0]


@given(st.floats(0.01, 1e3), st.floats(0.01, 1e3), st.floats(0, 5))
def test_rescaling_changes_units_and_nothing_else(quantity: float, price: float, at: float) -> None:
    x = np.full(3, at)
    other = MIXED.rescaled(quantity, price)
    np.testing.assert_allclose(marginal(other, x / quantity) * price, marginal(MIXED, x), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(total(other, x / quantity) * price * quantity, total(MIXED, x), rtol=1e-9, atol=1e-12)


def test_taking_columns_keeps_their_curves() -> None:
    x: Floats = np.array([1.5, 2.5, 0.5])
    part = MIXED.take(np.array([2, 0]))
    np.testing.assert_allclose(marginal(part, x[[2, 0]]), marginal(MIXED, x)[[2, 0]], rtol=1e-15)
    assert MIXED.take(np.array([1])).curved().tolist() == [True]
    assert costs(base=[1.0, 2.0]).curved().tolist() == [False, False]


def test_shifting_adds_a_constant() -> None:
    amount = np.array([1.0, 2.0, 3.0])
    x = np.array([0.5, 1.5, 2.5])
    np.testing.assert_allclose(marginal(MIXED.shifted(amount), x) - marginal(MIXED, x), amount, rtol=1e-12)


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": [0.0], "power_col": [1], "power_coefficient": [1.0], "power_exponent": [1.0]},
        {"base": [0.0], "power_col": [0], "power_coefficient": [1.0], "power_exponent": [0.0]},
        {"base": [0.0], "power_col": [0], "power_coefficient": [1.0, 2.0], "power_exponent": [1.0]},
        {"base": [0.0], "exp_col": [0], "exp_coefficient": [1.0], "exp_rate": [-1.0]},
        {"base": [0.0], "flat_to": [0.0, 0.0]},
    ],
)
def test_wrong_arrays_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"outside|positive|length|entries"):
        costs(**wrong)
