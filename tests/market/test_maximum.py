"""The search for a highest point: smooth peaks, jumps, stretches that cannot be evaluated, several variables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.market.curves import Floats
from comity.market.maximum import Value, climbed, highest


@given(st.integers(1, 9999), st.integers(1, 50))
@example(1, 1)
def test_a_smooth_peak(place: int, height: int) -> None:
    best = place / 10000
    peak = highest(lambda x: Value(-height * (x - best) ** 2, 2 * height * max(best - x, 0.0)), 1.0)
    assert peak.x == pytest.approx(best, abs=1e-6)
    assert peak.sure


@given(st.integers(100, 9999))
def test_a_jump(place: int) -> None:
    """Rises with slope 1 up to a point, then falls at once: the point just before it."""
    edge = place / 10000
    peak = highest(lambda x: Value(x if x < edge else x - 1, 1.0), 1.0)
    assert edge - 1e-6 <= peak.x <= edge
    assert peak.sure


def test_what_cannot_be_evaluated_is_told() -> None:
    assert not highest(lambda x: Value(float("nan")), 1.0).sure
    hole = highest(lambda x: Value(float("nan") if 0.4 < x < 0.6 else 1 - abs(x - 0.5), 1.0), 1.0)
    assert not hole.sure


def test_several_variables() -> None:
    """A concave quadratic whose highest point has its second variable at 0."""

    def height(x: Floats) -> float:
        return float(10 * x[0] - 2 * x[0] ** 2 - x[0] * x[1] - x[1] - x[1] ** 2 + 6 * x[2] - x[2] ** 2)

    assert climbed(height, np.ones(3), 1.0) == pytest.approx([2.5, 0, 3], abs=1e-6)
