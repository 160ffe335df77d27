"""Anderson's acceleration of a fixed-point iteration (D. G. Anderson, J. ACM 12, 1965), damped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from comity.market.curves import Floats


def next_point(points: Sequence[Floats], steps: Sequence[Floats], damping: float) -> Floats:
    """The next point (k,) after `points`, each with the step (k,) that the iteration would take from it.

    It is the mix of the points whose steps cancel best, and of its step the part `damping`.
    """
    if len(points) == 1:
        return points[0] + damping * steps[0]
    changes = np.array([later - earlier for earlier, later in pairwise(steps)]).T
    moves = np.array([later - earlier for earlier, later in pairwise(points)]).T
    mix = np.linalg.lstsq(changes, steps[-1], rcond=None)[0]
    mixed: Floats = points[-1] - moves @ mix + damping * (steps[-1] - changes @ mix)
    return mixed
