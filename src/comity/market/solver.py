"""Solve a market program: presolve, scale, interior point, polish, and a residual that is recomputed from the data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.market.core import Answer, answer
from comity.market.curves import Floats, Ints
from comity.market.kernel import chosen
from comity.market.least_norm import least_norm
from comity.market.measure import SOLVED, residual
from comity.market.outer import outer
from comity.market.presolve import dead, penniless, typical
from comity.market.program import Program, Scale, Solution

__all__ = ["least_norm", "residual", "solve"]

RUNGS = (10.0, 20.0, 100.0, 1e3, 1e4)  # in typical prices: near all real ones, then by steps
NOTHING = 1e-14  # an amount or price below this, relative to the typical one, is 0 if the residual allows


def solve(program: Program, *, tolerance: float = 1e-9, start: Solution | None = None, exact: bool = True) -> Solution:
    """Amounts and prices of `program`.

    tolerance: scaled measure at which the interior point stops and the polish begins; the answer is usually far better.
    exact: if not, an answer within the tolerance is good enough; it takes about a third less time.
    start: an answer of a similar program of the same shape. It is tried first, by the polish alone, and costs nothing
        where the same bounds are active; prices within a set of equally good ones may then differ from a cold start's.

    The status is "solved" only if the residual, recomputed from the unscaled data, is at most 1e-6.
    """
    scale = typical(program)
    lost, gone = dead(program, scale)
    idle = penniless(program, lost, gone)
    columns, rows = np.flatnonzero(~gone), np.flatnonzero(~lost & ~idle)
    core = program.take(columns, rows).rescaled(scale.quantity, scale.price)
    before = None
    if start is not None:
        before = (start.x[columns] / scale.quantity, start.price[rows] / scale.price)
    found, rounds = _tried(core, tolerance, before, exact)
    price = np.zeros(program.rows)
    price[lost] = np.nan
    return _answered(program, scale, found, columns, rows, price, rounds)


def _tried(core: Program, tolerance: float, before: tuple[Floats, Floats] | None, exact: bool) -> tuple[Answer, int]:
    """The answer of a scaled program and the rounds it took: by what is quick first, and only then by what is not."""
    found, rounds = _climbed(core, tolerance, before, exact, patient=False), 1
    if found.off <= SOLVED or core.symmetric():
        return found, rounds
    looped, rounds = outer(core, tolerance, found.y)
    found = looped if looped.off < found.off else found
    if found.off > SOLVED and chosen() != "reference":  # which has been patient already
        climbed = _climbed(core, tolerance, before, exact, patient=True)
        found = climbed if climbed.off < found.off else found
    return found, rounds


def _climbed(
    core: Program, tolerance: float, before: tuple[Floats, Floats] | None, exact: bool, patient: bool
) -> Answer:
    """The answer of a scaled program; where amounts differ and it fails, by way of last resorts that are less dear.

    A movement that keeps a budget feasible at a million typical prices can make the path to an equilibrium (there is no
    optimum to descend to) so steep that steps shrink to nothing. With its price cut to a rung the path is easy. As long
    as the same bounds are active, prices are linear in the rung, so two rungs tell them at the next.
    """
    equal = np.zeros(core.rows, dtype=bool)
    top = float(np.max(core.costs.base, initial=0.0))
    direct = answer(core, equal, tolerance, before, exact, patient)
    if direct.off <= SOLVED or core.symmetric() or top <= RUNGS[1]:
        return direct
    found, spent = direct, direct.iterations
    known: list[tuple[float, Answer]] = []
    for rung in (*(rung for rung in RUNGS if rung < top), top):
        before = _foreseen(known, rung)
        found = answer(_cut(core, rung), equal, tolerance, before, exact, patient)
        spent += found.iterations
        known.append((rung, found))
    return replace(found if found.off < direct.off else direct, iterations=spent)


def _foreseen(known: list[tuple[float, Answer]], rung: float) -> tuple[Floats, Floats] | None:
    """Amounts and prices to try first at a rung: on the line through the last two rungs, those that were solved if any
    were; none before there are two."""
    solved = [one for one in known if one[1].off <= SOLVED]
    if len(solved) == 1:
        return solved[0][1].x, solved[0][1].y
    if len(known) < 2:
        return None
    (lower, low), (upper, high) = (solved or known)[-2:]
    return high.x, np.maximum(high.y + (high.y - low.y) * (rung - upper) / (upper - lower), 0.0)


def _cut(core: Program, rung: float) -> Program:
    """The program with no constant cost above the rung."""
    return replace(core, costs=replace(core.costs, base=np.minimum(core.costs.base, rung)))


def _answered(
    program: Program, scale: Scale, found: Answer, columns: Ints, rows: Ints, price: Floats, rounds: int
) -> Solution:
    """The solution in the program's own units: `found` on the remaining columns and rows, and what presolve settled."""
    upper = program.upper[columns]
    x = np.zeros(program.columns)
    x[columns] = np.where(found.x >= upper / scale.quantity, upper, np.clip(found.x * scale.quantity, 0.0, upper))
    price[rows] = np.maximum(found.y, 0.0) * scale.price
    off = residual(program, x, price, scale)
    small_x = np.where(x <= NOTHING * scale.quantity, 0.0, x)
    small_price = np.where(price <= NOTHING * scale.price, 0.0, price)
    if not (np.array_equal(small_x, x) and np.array_equal(small_price, price, equal_nan=True)):
        snapped = residual(program, small_x, small_price, scale)
        if snapped <= max(off, 1e-12):
            x, price, off = small_x, small_price, snapped
    slack = program.slack(x)
    status = "solved" if off <= SOLVED else "not-converged"
    if status == "solved":
        slack = np.where(price > 0, 0.0, slack)
    return Solution(
        x=x,
        price=price,
        slack=slack,
        iterations=found.iterations,
        residual=off,
        status=status,
        method=found.method,
        scale=scale,
        rounds=rounds,
    )
