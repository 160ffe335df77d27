"""The highest point of a function that is dear to evaluate and may have kinks, jumps and several peaks.

In one variable: amounts are tried where a bound says that something better may hide, then each peak found is refined
until its slope is 0 or it is a kink. In several: along a ray, then by L-BFGS-B, then one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, isfinite, sqrt

import numpy as np

from comity.market.curves import Floats

PIECES = 8  # equal parts of the range that are tried first
LEAST = 1e-6  # the least amount tried, of the range
HIDDEN = 1e-3  # of the height of the peak: nothing higher by more than this may hide between amounts tried
TRIES = 1000  # amounts tried in a range to make sure of that, as far as stretches go that are
APART = 1 / 512  # of the range long or longer
STEP = 1e-3  # of the range, for slopes
NARROW = 1e-10  # of the range: a kink is found to this
STEPS = (1e-2, 1e-3, 1e-4)  # of the range, at which a peak is compared with its neighbours
ROUNDING = 1e-13  # of a height: a difference below this is none
LEVEL = 1e-8  # a slope below this, of the function's typical slope, is 0
GOLDEN = (sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Value:
    """The function at a point, and the most it can rise from there per unit to the right."""

    height: float
    rise: float = 0.0


Function = Callable[[float], Value]


@dataclass(frozen=True, slots=True)
class Peak:
    """Where the function is highest, how much it still rises per unit from there, and whether nothing hides."""

    x: float
    height: float
    slope: float = 0.0
    sure: bool = True


@dataclass(slots=True)
class Line:
    """The function on 0..top, and what is known of it. What is not finite could not be evaluated."""

    function: Function
    top: float
    known: dict[float, Value] = field(default_factory=dict)

    def at(self, x: float) -> float:
        """Its height."""
        if x not in self.known:
            self.known[x] = self.function(x)
        found = self.known[x].height
        return found if isfinite(found) else -inf

    def points(self) -> list[float]:
        """Where it could be evaluated, in order."""
        return sorted(x for x, value in self.known.items() if isfinite(value.height))

    def inside(self, x: float) -> float:
        """The nearest point of the range."""
        return min(max(x, 0.0), self.top)


def highest(function: Function, top: float) -> Peak:
    """The highest point on 0..top.

    `rise` bounds the function between two points tried, from the left one; parts longer than `APART` are halved, that
    with the highest bound first, until none exceeds the best height by more than `HIDDEN` of what that is above the
    left end.
    """
    line = Line(function, top)
    for piece in range(PIECES + 1):
        line.at(max(top * piece / PIECES, top * LEAST))
    sure = _surveyed(line)
    points = line.points()
    if not points:
        return Peak(top, -inf, inf, False)
    around = [0.0, *points, top]
    peaks = [
        (line.at(x), around[n], x, around[n + 2])
        for n, x in enumerate(points)
        if line.at(x) >= max(line.at(around[n]) if n else -inf, line.at(around[n + 2]))
    ]
    peaks.sort(key=lambda peak: -peak[0])
    found = [_refined(line, left, x, right) for _, left, x, right in peaks[:3]]
    best = max(found, key=line.at)
    return Peak(best, line.at(best), rising(line, best), sure)


def _surveyed(line: Line) -> bool:
    """Try points until nothing can hide; False if something still may."""
    for _ in range(TRIES):
        points = line.points()
        if len(points) < 2:
            return False
        best = max(map(line.at, points))
        allowed = best + HIDDEN * (best - line.at(points[0])) + LEVEL * abs(best)
        bounds = [
            (line.at(left) + max(line.known[left].rise, 0.0) * (right - left), left, right)
            for left, right in pairwise(points)
            if right - left > APART * line.top
        ]
        bound, left, right = max(bounds, default=(-inf, 0.0, 0.0))
        if bound <= allowed:
            return True
        middle = (left + right) / 2
        if middle in line.known:  # in vain
            return False
        line.at(middle)
    return False


def _refined(line: Line, left: float, x: float, right: float) -> float:
    """The peak between left and right, of which x is a point."""
    x = golden(line, left, right, x, 4 * STEP * line.top)
    width = 4 * STEP * line.top
    root = _level(line, line.inside(x - width), line.inside(x + width))
    if root is not None and line.at(root) >= line.at(x) - ROUNDING * abs(line.at(x)):
        x = root
    kink = golden(line, line.inside(x - width / 2), line.inside(x + width / 2), x, NARROW * line.top)
    return kink if line.at(kink) > line.at(x) + ROUNDING * abs(line.at(x)) else x


def golden(line: Line, left: float, right: float, x: float, width: float) -> float:
    """The best point found by golden sections of left..right down to a width, x included."""
    best = x
    inner = [right - GOLDEN * (right - left), left + GOLDEN * (right - left)]
    while right - left > width:
        if line.at(inner[0]) >= line.at(inner[1]):
            right, inner = inner[1], [inner[1] - GOLDEN * (inner[1] - left), inner[0]]
        else:
            left, inner = inner[0], [inner[1], inner[0] + GOLDEN * (right - inner[0])]
        best = max((best, *inner), key=line.at)
    return best


def slope(line: Line, x: float) -> float:
    """The slope at x, of fourth order; at the top, where the function ends, from the left and of second order."""
    step = min(STEP * line.top, x / 2, line.top - x)
    if step >= 1e-5 * line.top:
        wide = (line.at(x + step) - line.at(x - step)) / (2 * step)
        narrow = (line.at(x + step / 2) - line.at(x - step / 2)) / step
        return (4 * narrow - wide) / 3
    step = 1e-4 * line.top
    if x < 2 * step:
        return (line.at(x + step) - line.at(x)) / step
    return (3 * line.at(x) - 4 * line.at(x - step) + line.at(x - 2 * step)) / (2 * step)


def _level(line: Line, left: float, right: float) -> float | None:
    """Where the slope is 0 between left, where it must rise, and right, where it must fall (by the Illinois rule)."""
    low, high = slope(line, left), slope(line, right)
    if not (isfinite(low) and isfinite(high) and low > 0 > high):
        return None
    enough = LEVEL * 1e-3 * max(low, -high)
    for _ in range(40):
        x = (left * high - right * low) / (high - low)
        here = slope(line, x)
        if not isfinite(here):
            return None
        if abs(here) <= enough or right - left <= NARROW * line.top:
            return x
        if here > 0:
            left, low, high = x, here, high / 2
        else:
            right, high, low = x, here, low / 2
    return (left + right) / 2


def rising(line: Line, x: float) -> float:
    """By how much the function rises from x per unit, to either side, over steps of several lengths; 0 on a peak."""
    most = 0.0
    for share in STEPS:
        for other in (line.inside(x - share * line.top), line.inside(x + share * line.top)):
            if abs(other - x) > 0.5 * share * line.top:
                most = max(most, (line.at(other) - line.at(x)) / abs(other - x))
    return most


# Several variables ----------------------------------------------------------------------------------------------------


def climbed(function: Callable[[Floats], float], start: Floats, size: float) -> Floats:
    """A local maximum (n,) at or above 0 near `start` (n,): L-BFGS-B (Byrd, Lu, Nocedal & Zhu, SIAM J. Sci. Comput.
    16, 1995), with slopes of fourth order; `size` is the variables' typical amount."""
    from scipy.optimize import minimize

    scale = max(abs(function(start)), 1e-300)

    def depth(x: Floats) -> float:
        return -function(x * size) / scale

    def down(x: Floats) -> Floats:
        return -gradient(function, x * size, size) * size / scale

    found = minimize(
        depth,
        start / size,
        jac=down,
        method="L-BFGS-B",
        bounds=[(0.0, None)] * len(start),
        options={"ftol": 1e-16, "gtol": 1e-11, "maxiter": 200},
    )
    x = np.asarray(found.x, dtype=np.float64) * size
    return x if function(x) >= function(start) else start


def gradient(function: Callable[[Floats], float], x: Floats, size: float) -> Floats:
    """The slopes (n,) at x (n,), of fourth order; of first order, to the right, near 0."""
    found = np.zeros(len(x))
    for place, value in enumerate(x):
        unit = np.zeros(len(x))
        unit[place] = 1.0
        step = STEP * size
        if value <= step:
            found[place] = (function(x + step * unit) - function(x)) / step
            continue
        wide = (function(x + step * unit) - function(x - step * unit)) / (2 * step)
        narrow = (function(x + step / 2 * unit) - function(x - step / 2 * unit)) / step
        found[place] = (4 * narrow - wide) / 3
    return found
