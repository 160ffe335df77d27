"""Who does the arithmetic of one scaled program: the readable reference, or the same in C where that was built.

Both iterate the interior point and polish its answer, step by step alike; they differ only in how the normal matrix is
ordered and factored, and so in rounding. The compiled one is chosen where it is there. COMITY_KERNEL=reference|compiled
chooses otherwise, and COMITY_REQUIRE_KERNEL=1 fails where it is not there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from comity.errors import InputError, Problem, said
from comity.market.curves import Floats, Ints
from comity.market.interior import Interior, Point
from comity.market.normal import normal
from comity.market.polish import polish
from comity.market.program import Mask, Program


class Kernel(Protocol):
    """One run of the iteration on one scaled program. iterations: those since `first`. off: the loop's own measure."""

    iterations: int
    off: float

    def first(self, product: float) -> Point:
        """A start; see `Interior.first`."""
        ...

    def run(self, at: Point, tolerance: float) -> Point:
        """The best point found from `at` on; see `Interior.run`."""
        ...

    def polish(self, at: Point) -> tuple[Floats, Floats, float]:
        """Amounts (n,), prices (m,) and their measure; see `polish.polish`."""
        ...


class Reference:
    """The kernel in NumPy and SciPy."""

    def __init__(self, program: Program, equal: Mask) -> None:
        self._program, self._equal, self._normal = program, equal, normal(program)
        self._interior = Interior(program, self._normal, equal)
        self.iterations, self.off = 0, np.inf

    def first(self, product: float) -> Point:
        """A start; see `Interior.first`."""
        self.iterations = self._interior.iterations = 0
        return self._interior.first(product)

    def run(self, at: Point, tolerance: float) -> Point:
        """The best point found from `at` on; see `Interior.run`."""
        found = self._interior.run(at, tolerance)
        self.iterations, self.off = self._interior.iterations, self._interior.off(found)
        return found

    def polish(self, at: Point) -> tuple[Floats, Floats, float]:
        """Amounts (n,), prices (m,) and their measure; see `polish.polish`."""
        return polish(self._program, self._normal, self._equal, at)


class Compiled:
    """The kernel in C. Not for several threads at a time; each solve makes its own."""

    def __init__(self, program: Program, equal: Mask) -> None:
        self._interior = Interior(program, None, equal)
        self._native = _native()
        costs = program.costs
        self._state = self._native.create(
            _ints(program.start),
            _ints(program.row),
            _floats(program.does),
            _floats(program.feels),
            _floats(program.limit),
            _floats(program.upper),
            _floats(costs.base),
            _floats(costs.flat_to),
            _ints(costs.power_col),
            _floats(costs.power_coefficient),
            _floats(costs.power_exponent),
            _ints(costs.exp_col),
            _floats(costs.exp_coefficient),
            _floats(costs.exp_rate),
            np.ascontiguousarray(equal, dtype=np.bool_),
            self._interior.ease_x,
            self._interior.ease_y,
            float(self._interior.pairs),
        )
        self.iterations, self.off = 0, np.inf

    def first(self, product: float) -> Point:
        """A start; see `Interior.first`."""
        self.iterations = 0
        return self._interior.first(product)

    def run(self, at: Point, tolerance: float) -> Point:
        """The best point found from `at` on; see `Interior.run`."""
        flat = at.flat()
        self.iterations, self.off = self._native.run(self._state, flat, tolerance, self.iterations)
        return Point.of(flat, len(at.x))

    def polish(self, at: Point) -> tuple[Floats, Floats, float]:
        """Amounts (n,), prices (m,) and their measure; see `polish.polish`."""
        flat = at.flat()
        off = float(self._native.polish(self._state, flat))
        found = Point.of(flat, len(at.x))
        return found.x, found.y, off


def chosen() -> str:
    """The kernel that is used: "compiled" or "reference". Raises InputError where the environment asks for another."""
    asked, required = os.environ.get("COMITY_KERNEL", ""), os.environ.get("COMITY_REQUIRE_KERNEL") == "1"
    there = _native() is not None
    wanted = asked or ("compiled" if there or required else "reference")
    known = ("reference", "compiled") if there else ("reference",)
    if wanted not in known or (required and not there):
        found = asked or "compiled"
        raise InputError([Problem("", 0, "COMITY_KERNEL", found, said("expected-option", options=", ".join(known)))])
    return wanted


def kernel(program: Program, equal: Mask, name: str) -> Kernel:
    """The kernel `name` for the scaled `program`, whose rows `equal` (m,) hold as equations."""
    makers: dict[str, Callable[[Program, Mask], Kernel]] = {"reference": Reference, "compiled": Compiled}
    return makers[name](program, equal)


def _native() -> Any:
    """The module in C, None where it was not built."""
    try:
        return import_module("comity.market._kernel")
    except ImportError:
        return None


def _ints(values: Ints) -> Ints:
    return np.ascontiguousarray(values, dtype=np.int64)


def _floats(values: Floats) -> Floats:
    return np.ascontiguousarray(values, dtype=np.float64)
