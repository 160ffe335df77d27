"""The fallback where what movements do and what their owners feel differ: symmetric solves in a loop.

With the prices p of the last round, movements are charged the difference, (does - feels).T p, as a constant cost, and
the symmetric program in `does` is solved. A fixed point is an answer of the original program. Anderson's acceleration
(D. G. Anderson, J. ACM 12, 1965), damped by one half, finds it or does not; the best round counts.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.market.core import EXACT, Answer, answer
from comity.market.curves import Floats
from comity.market.measure import measure
from comity.market.polish import UNIT
from comity.market.program import Program

MEMORY = 5
DAMPING = 0.5
ROUNDS = 60


def outer(program: Program, tolerance: float, price: Floats) -> tuple[Answer, int]:
    """The best answer (scaled) of up to `ROUNDS` rounds from the prices `price` (m,), and how many there were."""
    nothing = np.zeros(program.columns, dtype=bool)
    inequalities = np.zeros(program.rows, dtype=bool)
    gap = replace(program, feels=program.does - program.feels)
    symmetric = replace(program, feels=program.does)
    best = Answer(np.zeros(program.columns), np.zeros(program.rows), np.inf, 0, "none")
    asked: list[Floats] = []
    given: list[Floats] = []
    iterations, rounds, last = 0, 0, None
    price = np.maximum(np.nan_to_num(price), 0.0)
    while rounds < ROUNDS:
        rounds += 1
        shifted = replace(symmetric, costs=program.costs.shifted(gap.felt(price)))
        found = answer(shifted, inequalities, tolerance, last)
        iterations += found.iterations
        off = measure(program, found.x, found.y, UNIT, nothing)
        if off < best.off:
            best = Answer(found.x, found.y, off, iterations, "outer loop")
        if off <= EXACT:
            break
        asked, given = [*asked, price][-MEMORY:], [*given, found.y][-MEMORY:]
        price = _mixed(asked, given)
        last = (found.x, found.y)
    return replace(best, iterations=iterations), rounds


def _mixed(asked: list[Floats], given: list[Floats]) -> Floats:
    """The next prices (m,) to ask, from those asked and what the solves gave back."""
    change = [after - before for before, after in zip(asked, given, strict=True)]
    if len(asked) == 1:
        return np.maximum(asked[-1] + DAMPING * change[-1], 0.0)
    turns = np.stack([change[-1] - other for other in change[:-1]], axis=1)
    steps = np.stack([asked[-1] - other for other in asked[:-1]], axis=1)
    share = np.linalg.lstsq(turns, change[-1], rcond=1e-10)[0]
    mixed = asked[-1] + DAMPING * change[-1] - (steps + DAMPING * turns) @ share
    return np.maximum(mixed, 0.0)
