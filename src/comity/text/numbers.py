"""Numbers for people: a column has one number of decimals, and nothing that is noise."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor, isfinite, log10

NONE = "–"  # unknown, or without meaning
NOISE = 1e-9  # of the largest in the column: less is what the solver left, and is shown as 0
FIGURES = 4  # significant, of the largest
DECIMALS_MOST = 6
PRICE_DECIMALS = 2


def column(
    values: Iterable[float | None], *, scale: float = 0.0, signed: bool = False, decimals_least: int = 0
) -> list[str]:
    """Numbers that stand under one another.

    `scale`: how large they could be, so that a billionth of that is 0. `signed`: with a plus sign. `decimals_least`:
    2 for prices, where one that is absurd should not hide the cents of the others.
    """
    listed = [0.0 if value is not None and abs(value) <= scale * NOISE else value for value in values]
    largest = max((abs(value) for value in listed if value is not None and isfinite(value)), default=0.0)
    decimals = 0 if largest == 0 else min(max(FIGURES - 1 - floor(log10(largest)), 0), DECIMALS_MOST)
    decimals = max(decimals, decimals_least)
    return [NONE if value is None else _shown(value, decimals, largest * NOISE, signed) for value in listed]


def one(value: float | None, *, scale: float = 0.0, signed: bool = False) -> str:
    """A number that stands alone; `scale`: how large it could be, so that a billionth of that is 0."""
    words = column([value], scale=scale, signed=signed)[0]
    return words.rstrip("0").rstrip(".") if "." in words else words


def percent(share: float) -> str:
    """0.125 → 12.5%; whole percents from ten on."""
    return f"{100 * share:.0f}%" if abs(share) >= 0.0995 else f"{100 * share:.1f}%"


def exact(value: Fraction) -> str:
    """A figure as it was written, or read off a line: with at most ten significant digits."""
    if value.denominator == 1:
        return str(value.numerator)
    shown = f"{float(value):.10f}" if abs(value) >= Fraction(1, 1000) else f"{float(value):.10g}"
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown


def _shown(value: float, decimals: int, noise: float, signed: bool) -> str:
    if not isfinite(value):
        return NONE
    if abs(value) <= noise:
        return "0"
    words = f"{value:{'+' if signed else ''},.{decimals}f}"
    # What is something is not shown as nothing.
    return words if float(words.replace(",", "")) else "≈0"
