"""Marginal cost curves of movements, as flat arrays.

A movement's marginal cost is the sum of a constant, power terms and exponential terms,

    marginal(x) = base + sum c * x**e + sum k * (exp(r * x) - 1),

which covers linear and quadratic curves (a q² + b q: Ellerman & Decaux, MIT Joint Program Report 40, 1998), RICE50+
(a mu + b mu**4, mu = q / E), MIMOSA (kappa * gamma * a**3), square roots and exponentials. Quantities are in the
program's quantity unit (tonnes, Mt), marginal costs in its price unit (money per quantity unit), totals in price times
quantity.

A curve whose marginal cost first falls below 0 and then rises has a total cost that is not convex. `flat_to` replaces
its first stretch by the convex hull: up to `flat_to` marginal cost is constant, equal to the value at `flat_to`. The
tangent from the origin to the total cost C touches where C(q) = q C'(q). For C' = a q² + b q with b < 0,

    a q³/3 + b q²/2 = q (a q² + b q)   =>   (2/3) a q = -b/2   =>   flat_to = -3 b / (4 a),

and from there on the hull's total equals the raw curve's integral.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def _no_floats() -> Floats:
    return np.zeros(0)


def _no_ints() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Costs:
    """Marginal cost curves of n movements; a movement may have no, one or several terms of each kind.

    base: (n,) constant marginal cost, price unit; negative for a willingness to pay.
    power_col, power_coefficient, power_exponent: (k,) movement, c and e > 0 of the terms c * x**e.
    exp_col, exp_coefficient, exp_rate: (l,) movement, k and r > 0 of the terms k * (exp(r * x) - 1).
    flat_to: (n,) quantity up to which marginal cost is constant; 0 for curves that are convex from the start.
    """

    base: Floats
    power_col: Ints = field(default_factory=_no_ints)
    power_coefficient: Floats = field(default_factory=_no_floats)
    power_exponent: Floats = field(default_factory=_no_floats)
    exp_col: Ints = field(default_factory=_no_ints)
    exp_coefficient: Floats = field(default_factory=_no_floats)
    exp_rate: Floats = field(default_factory=_no_floats)
    flat_to: Floats = field(default_factory=_no_floats)

    def __post_init__(self) -> None:
        n = len(self.base)
        if len(self.flat_to) == 0 and n:
            object.__setattr__(self, "flat_to", np.zeros(n))
        if len(self.flat_to) != n:
            raise ValueError(f"flat_to has {len(self.flat_to)} entries for {n} movements")
        power = (self.power_col, self.power_coefficient, self.power_exponent)
        exponential = (self.exp_col, self.exp_coefficient, self.exp_rate)
        for name, col, coefficient, shape in (("power", *power), ("exp", *exponential)):
            if not len(col) == len(coefficient) == len(shape):
                raise ValueError(f"the arrays of the {name} terms differ in length")
            if len(col) and (col.min() < 0 or col.max() >= n):
                raise ValueError(f"{name}_col is outside 0..{n - 1}")
            if not np.all(shape > 0):
                raise ValueError(f"exponents and rates of the {name} terms must be positive")

    def __len__(self) -> int:
        return len(self.base)

    def curved(self) -> NDArray[np.bool_]:
        """(n,) whether a movement has any power or exponential term."""
        found = np.zeros(len(self), dtype=bool)
        found[self.power_col[self.power_coefficient != 0]] = True
        found[self.exp_col[self.exp_coefficient != 0]] = True
        return found

    def take(self, columns: Ints) -> Costs:
        """The costs of `columns` (k,), renumbered 0..k-1."""
        place = np.full(len(self), -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        power, exponential = place[self.power_col] >= 0, place[self.exp_col] >= 0
        return Costs(
            base=self.base[columns],
            power_col=place[self.power_col[power]],
            power_coefficient=self.power_coefficient[power],
            power_exponent=self.power_exponent[power],
            exp_col=place[self.exp_col[exponential]],
            exp_coefficient=self.exp_coefficient[exponential],
            exp_rate=self.exp_rate[exponential],
            flat_to=self.flat_to[columns],
        )

    def rescaled(self, quantity: float, price: float) -> Costs:
        """The same curves with quantities counted in units of `quantity` and prices in units of `price`."""
        return Costs(
            base=self.base / price,
            power_col=self.power_col,
            power_coefficient=self.power_coefficient * quantity**self.power_exponent / price,
            power_exponent=self.power_exponent,
            exp_col=self.exp_col,
            exp_coefficient=self.exp_coefficient / price,
            exp_rate=self.exp_rate * quantity,
            flat_to=self.flat_to / quantity,
        )

    def shifted(self, amount: Floats) -> Costs:
        """The same curves with `amount` (n,) added to the constant part."""
        return Costs(
            base=self.base + amount,
            power_col=self.power_col,
            power_coefficient=self.power_coefficient,
            power_exponent=self.power_exponent,
            exp_col=self.exp_col,
            exp_coefficient=self.exp_coefficient,
            exp_rate=self.exp_rate,
            flat_to=self.flat_to,
        )


def marginal(costs: Costs, x: Floats) -> Floats:
    """Marginal cost (n,) at the amounts x (n,) >= 0; inf where an exponential overflows."""
    at = np.maximum(x, costs.flat_to)
    out = costs.base.copy()
    with np.errstate(over="ignore"):
        if len(costs.power_col):
            _add(out, costs.power_col, costs.power_coefficient * at[costs.power_col] ** costs.power_exponent)
        if len(costs.exp_col):
            _add(out, costs.exp_col, costs.exp_coefficient * np.expm1(costs.exp_rate * at[costs.exp_col]))
    return out


def slope(costs: Costs, x: Floats) -> Floats:
    """Slope (n,) of marginal cost at x (n,) >= 0: 0 up to `flat_to`, inf at 0 for exponents below 1."""
    out = np.zeros(len(costs))
    with np.errstate(over="ignore", divide="ignore"):
        if len(costs.power_col):
            coefficient, exponent = costs.power_coefficient, costs.power_exponent
            _add(out, costs.power_col, coefficient * exponent * x[costs.power_col] ** (exponent - 1.0))
        if len(costs.exp_col):
            rate = costs.exp_rate
            _add(out, costs.exp_col, costs.exp_coefficient * rate * np.exp(rate * x[costs.exp_col]))
    out[(costs.flat_to > 0) & (x <= costs.flat_to)] = 0.0
    return out


def total(costs: Costs, x: Floats) -> Floats:
    """Total cost (n,): the integral of `marginal` from 0 to x (n,).

    With `flat_to` at the tangent point (see the module's head) it equals the raw curve's integral from there on.
    """
    flat = np.minimum(x, costs.flat_to)
    out = flat * marginal(costs, costs.flat_to)
    beyond = np.maximum(x, costs.flat_to)
    out += _raw_total(costs, beyond) - _raw_total(costs, costs.flat_to)
    return out


def _raw_total(costs: Costs, x: Floats) -> Floats:
    """Integral (n,) of the terms from 0 to x, without the flat part."""
    out = costs.base * x
    with np.errstate(over="ignore"):
        if len(costs.power_col):
            above = costs.power_exponent + 1.0
            _add(out, costs.power_col, costs.power_coefficient * x[costs.power_col] ** above / above)
        if len(costs.exp_col):
            rate = costs.exp_rate
            _add(out, costs.exp_col, costs.exp_coefficient / rate * _exp_less_line(rate * x[costs.exp_col]))
    return out


def _exp_less_line(t: Floats) -> Floats:
    """exp(t) - 1 - t without cancellation: the Taylor series below 0.01, where its remainder is under 1e-16."""
    series = t * t / 2 * (1 + t / 3 * (1 + t / 4 * (1 + t / 5 * (1 + t / 6 * (1 + t / 7)))))
    return np.where(np.abs(t) < 0.01, series, np.expm1(t) - t)


def gathered(place: Ints, amount: Floats, length: int) -> Floats:
    """(length,) the sums of `amount` (k,) by `place` (k,)."""
    return np.asarray(np.bincount(place, weights=amount, minlength=length), dtype=np.float64)


def _add(out: Floats, column: Ints, amount: Floats) -> None:
    """out[column] += amount, with repeated columns added up."""
    out += gathered(column, amount, len(out))
