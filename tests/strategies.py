"""The hypothesis strategies of all tests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from tests.random_worlds import EVERYTHING, Recipe, Tree, random_tree

T = TypeVar("T")


class Drawn:
    """The choices of a random world, drawn by hypothesis, which then makes a failing world smaller."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def real(self, low: float, high: float) -> Decimal:
        """A number with three digits behind the point."""
        return Decimal(self._draw(st.integers(round(low * 1000), round(high * 1000)))) / 1000

    def flag(self, chance: float) -> bool:
        """True with about that chance."""
        return self._draw(st.integers(0, 99)) >= 100 - round(100 * chance)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return self._draw(st.sampled_from(options))


@st.composite
def trees(draw: st.DrawFn, recipe: Recipe = EVERYTHING) -> Tree:
    """Trees of random worlds of a recipe."""
    return random_tree(Drawn(draw), recipe)
