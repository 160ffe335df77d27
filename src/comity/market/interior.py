"""The iteration: a primal-dual interior point with native row slacks, on a scaled program.

With slack s, price y, room w = upper - x, and reduced cost z - v (z at the lower, v at the upper bound), it follows

    marginal(x) + e x - feels.T y - z + v = 0,   does x + limit + f y - s = 0,   x z = w v = s y = mu

to mu = 0 by Mehrotra's predictor and corrector (S. Mehrotra, SIAM J. Optim. 2, 1992). The vanishing terms e x and f y
(Tikhonov) keep the path bounded where amounts or prices are not: two free links in opposite directions, a budget that
nothing can move. They vanish with mu, so the answer is not that of another problem. Eliminating all but y leaves

    [does Theta feels.T + diag(s / y + f)] dy = ...,       Theta = 1 / (slope + e + z / x + v / w).

Rows marked `equal` hold as equations: s = 0 and y of either sign.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.market.curves import Floats, marginal, slope
from comity.market.normal import Normal
from comity.market.program import Mask, Program

REGULAR = 1e-3  # relative to the squares of the largest quantity and price, so that no answer is out of reach
STEEP = 10.0  # a curve's rise (in typical prices) up to its amount at the start
BEND = 0.5  # how far a curve may bend from its tangent in a step, relative to the marginal cost that is aimed at
STEP = 0.995  # of the way to the nearest bound
CENTRING = 4.0  # power of the share of the products that the predictor would leave
FAINTEST = 1e-20  # products below this are rounding
PATIENCE = 25  # iterations without a smaller measure
LIMIT = 120  # iterations in all


@dataclass(slots=True)
class Point:
    """An iterate: x, z, w, v (n,), y, s (m,), all in scaled units; w = 1 and v = 0 for movements without a capacity."""

    x: Floats
    z: Floats
    w: Floats
    v: Floats
    y: Floats
    s: Floats

    def flat(self) -> Floats:
        """All six, one after the other, as an array of its own."""
        return np.concatenate([self.x, self.z, self.w, self.v, self.y, self.s])

    @staticmethod
    def of(flat: Floats, columns: int) -> Point:
        """The point whose `flat` array this is, without copying it."""
        rows = (len(flat) - 4 * columns) // 2
        return Point(*np.split(flat, [*(k * columns for k in (1, 2, 3, 4)), 4 * columns + rows]))

    def moved(self, step: float, by: Point) -> Point:
        """The point after `step` along the direction `by`."""
        return Point(
            self.x + step * by.x,
            self.z + step * by.z,
            self.w + step * by.w,
            self.v + step * by.v,
            self.y + step * by.y,
            self.s + step * by.s,
        )


class Interior:
    """One run of the iteration on one scaled program. Without a `normal` it can say where to start, and no more."""

    def __init__(self, program: Program, normal: Normal | None, equal: Mask) -> None:
        self.program, self._normal = program, normal
        self.bounded = np.isfinite(program.upper).astype(float)
        self.free = equal.astype(float)
        self.open = 1.0 - self.free
        self.pairs = max(1.0, program.columns + self.bounded.sum() + self.open.sum())
        sizes = np.concatenate([np.abs(program.limit), program.upper[np.isfinite(program.upper)]])
        self.ease_x = REGULAR / max(1.0, float(np.max(sizes, initial=1.0))) ** 2
        self.ease_y = REGULAR / max(1.0, float(np.max(np.abs(program.costs.base), initial=1.0))) ** 2
        self.iterations = 0

    @property
    def normal(self) -> Normal:
        """The normal matrix."""
        assert self._normal is not None
        return self._normal

    def first(self, product: float) -> Point:
        """A start with products of at least `product`: typical amounts, half the capacity, or less on steep curves.

        What is very dear still starts at its typical amount, else its price could not be reached from here.
        """
        program, bounded = self.program, self.bounded
        y = self.open.copy()
        x = np.minimum(1.0, program.upper / 2)
        steep = marginal(program.costs, np.zeros(program.columns)) + STEEP
        for _ in range(60):
            over = marginal(program.costs, x) > steep
            if not over.any():
                break
            x = np.where(over, x / 4, x)
        dear = marginal(program.costs, x) - program.felt(y)
        w = np.where(bounded > 0, program.upper - x, 1.0)
        s = np.maximum(program.slack(x), 1.0) * self.open
        y = np.where(self.open > 0, 1.0 / np.where(s > 0, s, 1.0), 0.0)
        z, v = np.maximum(dear, 0.0), np.maximum(-dear, 0.0)
        return Point(x, product / x + z, w, bounded * (product / w + v), product * y, s)

    def mu(self, at: Point) -> float:
        """The mean product of the complementary pairs."""
        return float((at.x @ at.z + at.w @ at.v + at.s @ at.y) / self.pairs)

    def gaps(self, at: Point) -> tuple[Floats, Floats]:
        """By how much the first (n,) and the second equation (m,) are off, without their vanishing terms."""
        dual = marginal(self.program.costs, at.x) - self.program.felt(at.y) - at.z + at.v
        return dual, self.program.slack(at.x) - at.s

    def off(self, at: Point) -> float:
        """The loop's own measure: the worst of both equations and of the smaller of each complementary pair."""
        return self._off(at, self.gaps(at))

    def _off(self, at: Point, gaps: tuple[Floats, Floats]) -> float:
        """`off`, of known gaps."""
        pairs = ((at.x, at.z), (at.w, at.v), (at.s, np.abs(at.y)))
        worst = max(np.max(np.minimum(one, other), initial=0.0) for one, other in pairs)
        worst = max(worst, *(np.max(np.abs(gap), initial=0.0) for gap in gaps))
        return float(worst) if np.isfinite(worst) else np.inf

    def run(self, at: Point, tolerance: float) -> Point:
        """Iterate from `at` until the loop's own measure is below `tolerance` or nothing more is gained."""
        gaps = self.gaps(at)
        best, least, since = at, self._off(at, gaps), 0
        while least > tolerance and self.iterations < LIMIT and since < PATIENCE:
            with np.errstate(over="ignore", invalid="ignore"):
                new = self.step(at, gaps) if self.mu(at) > FAINTEST else None
            if new is None:
                break
            at = new
            self.iterations += 1
            gaps = self.gaps(at)
            measure = self._off(at, gaps)
            since += 1
            if measure < least:
                since = 0 if measure < 0.9 * least else since
                best, least = at, measure
        return best

    def step(self, at: Point, gaps: tuple[Floats, Floats]) -> Point | None:
        """One predictor and corrector from `at`, of these `gaps`; None where no direction can be found."""
        mu = self.mu(at)
        curve = slope(self.program.costs, at.x)
        theta = 1.0 / (np.minimum(curve, 1e30) + self.ease_x * mu + at.z / at.x + at.v / at.w)
        ratio = at.s / np.where(self.open > 0, at.y, 1.0)
        shift = np.where(self.open > 0, self.ease_y * mu, max(self.ease_y * mu, 1e-12))
        if not self.normal.factor(theta, ratio + shift):
            return None
        predictor = self._direction(at, gaps, (theta, ratio), 0.0, None)
        if predictor is None:
            return None
        reach = min(1.0, self._reach(at, predictor))
        ahead = self.mu(at.moved(reach, predictor)) / mu
        centring = min(1.0, max(ahead, 0.0) ** CENTRING)
        corrector = self._direction(at, gaps, (theta, ratio), max(centring, 1e-8) * mu, predictor)
        if corrector is None or not np.all(np.isfinite(corrector.x)):
            return None
        step = self._curbed(at, gaps[0], corrector, min(1.0, STEP * self._reach(at, corrector)), mu)
        return self._tidied(at.moved(step, corrector))

    def _direction(
        self, at: Point, gaps: tuple[Floats, Floats], weights: tuple[Floats, Floats], aim: float, before: Point | None
    ) -> Point | None:
        """Newton's direction towards products `aim`, corrected by those of `before`; weights: Theta and s / y."""
        program, bounded, live = self.program, self.bounded, self.open
        theta, ratio = weights
        y = np.where(live > 0, at.y, 1.0)
        low, high, row = aim - at.x * at.z, bounded * aim - at.w * at.v, live * aim - at.s * at.y
        if before is not None:
            low -= before.x * before.z
            high -= before.w * before.v
            row -= before.s * before.y
        dual, primal = gaps[0] + self.ease_x * aim * at.x, gaps[1] + self.ease_y * aim * at.y
        push = low / at.x - high / at.w - dual
        dy = self.normal.solve(row / y - primal - program.done(theta * push))
        if not np.all(np.isfinite(dy)):
            return None
        dx = theta * (push + program.felt(dy))
        return Point(
            dx,
            (low - at.z * dx) / at.x,
            -bounded * dx,
            (high + at.v * bounded * dx) / at.w,
            dy,
            live * (row / y - ratio * dy),
        )

    def _reach(self, at: Point, by: Point) -> float:
        """How far along `by` everything stays positive, as a multiple of `by`, at most 1 / STEP."""
        capped, live = self.bounded > 0, self.open > 0
        falls = (
            (at.x, by.x),
            (at.z, by.z),
            (at.w, by.w),
            (at.s, by.s),
            (np.where(capped, at.v, 1.0), by.v * self.bounded),
            (np.where(live, at.y, 1.0), by.y * self.open),
        )
        return 1.0 / max(STEP, *(_fall(value, change) for value, change in falls))

    def _curbed(self, at: Point, gap: Floats, by: Point, step: float, mu: float) -> float:
        """`step`, shortened until the first equation's `gap` shrinks: a step may be too long for curves that bend."""
        costs = self.program.costs
        if not len(costs.exp_col) and np.all(costs.power_exponent == 1.0) and not costs.flat_to.any():
            return step  # nothing bends
        here, off = marginal(costs, at.x), np.max(np.abs(gap), initial=0.0)
        change = self.program.felt(by.y) + by.z - by.v
        level = self.program.felt(at.y) + at.z - at.v
        for _ in range(30):
            wanted = level + step * change
            after = np.abs(marginal(costs, at.x + step * by.x) - wanted)
            if np.all(after <= (1 - 0.1 * step) * off + 10.0 * mu + BEND * np.abs(wanted) + 1e-12 * np.abs(here)):
                break
            step *= 0.6
        return step

    def _tidied(self, at: Point) -> Point:
        """Keep x + w = upper (by the smaller, hence more exact, of the two) and everything away from zero."""
        upper = self.program.upper
        near = (self.bounded > 0) & (at.w < at.x)
        x = np.where(near, upper - at.w, at.x) if near.any() else at.x
        w = np.where((self.bounded > 0) & ~near, upper - x, at.w)
        floor = 1e-250
        live = self.open > 0
        return Point(
            np.maximum(x, floor),
            np.maximum(at.z, floor),
            np.maximum(w, floor),
            np.where(self.bounded > 0, np.maximum(at.v, floor), 0.0),
            np.where(live, np.maximum(at.y, floor), at.y),
            np.where(live, np.maximum(at.s, floor), 0.0),
        )


def _fall(value: Floats, change: Floats) -> float:
    """The largest relative fall of `value` along `change`, 0 where nothing falls."""
    return float(-np.min(change / value, initial=0.0))
