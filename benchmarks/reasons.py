"""Why a bar is not reached: where the time of one solve goes, ours and the peer's, measured in the same run.

The solve is repeated with clocks around its public pieces; nothing in the product knows of them. A piece's own time
does not count that of the pieces inside it. What the compiled kernel does within an iteration is in C, and not told
apart: an iteration is one factorisation and two solves, whatever the kernel.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from unittest.mock import patch

from benchmarks.peers import SOLVERS
from comity.market.program import Program

TRIES = 3  # the fastest counts


@dataclass
class Clock:
    """Seconds and calls by piece, and what the solver itself says of its iterations."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    iterations: int = 0
    factoring: float = 0.0
    total: float = 0.0
    _inside: list[float] = field(default_factory=list)

    @contextmanager
    def around(self, owner: Any, name: str, piece: str) -> Iterator[None]:
        """Time the calls of an attribute of a module or class for a while."""
        plain = getattr(owner, name)

        def timed(*args: Any, **named: Any) -> Any:
            self._inside.append(0.0)
            begin = time.perf_counter()
            try:
                return plain(*args, **named)
            finally:
                took = time.perf_counter() - begin
                self.seconds[piece] = self.seconds.get(piece, 0.0) + took - self._inside.pop()
                self.calls[piece] = self.calls.get(piece, 0) + 1
                if self._inside:
                    self._inside[-1] += took

        with patch.object(owner, name, timed):
            yield


#: By kernel: module, class or none, attribute and what it is called here.
PIECES = {
    "compiled": (
        ("comity.market._kernel", "", "create", "ordering and pattern"),
        ("comity.market._kernel", "", "run", "iterations in C"),
        ("comity.market._kernel", "", "polish", "polish in C"),
    ),
    "reference": (
        ("comity.market.normal", "Sparse", "__init__", "ordering and pattern"),
        ("comity.market.normal", "Sparse", "factor", "factorisations"),
        ("comity.market.normal", "Sparse", "solve", "substitutions"),
    ),
}
PRESOLVE = tuple(("comity.market.solver", "", name, "presolve") for name in ("typical", "dead", "penniless"))


def ours(program: Program, kernel: str, tolerance: float) -> Clock:
    """Where our time goes; the rest, under that name, is arithmetic in NumPy."""
    solver = import_module("comity.market.solver")
    os.environ["COMITY_KERNEL"] = kernel
    clock = Clock()
    with ExitStack() as stack:
        for module, inner, name, piece in (*PIECES[kernel], *PRESOLVE):
            owner = import_module(module)
            stack.enter_context(clock.around(getattr(owner, inner) if inner else owner, name, piece))
        begin = time.perf_counter()
        found = solver.solve(program, tolerance=tolerance, exact=False)
        clock.total = time.perf_counter() - begin
    clock.iterations = found.iterations
    clock.seconds["rest"] = clock.total - sum(clock.seconds.values())
    return clock


def theirs(program: Program, name: str, tolerance: float) -> Clock:
    """How many iterations a peer takes, and how long it says that it factors, where it says so."""
    run, made, answers = SOLVERS[name](program), [], []
    assert run is not None
    piqp, clarabel = import_module("piqp"), import_module("clarabel")
    sparse, default = piqp.SparseSolver, clarabel.DefaultSolver

    def noted() -> Any:
        made.append(sparse())
        made[-1].settings.compute_timings = True
        return made[-1]

    class Noted:
        def __init__(self, *args: Any) -> None:
            self._solver = default(*args)

        def solve(self) -> Any:
            answers.append(self._solver.solve())
            return answers[-1]

    clock = Clock()
    with patch.object(piqp, "SparseSolver", noted), patch.object(clarabel, "DefaultSolver", Noted):
        begin = time.perf_counter()
        run(tolerance)
        clock.total = time.perf_counter() - begin
    if made:
        clock.iterations, clock.factoring = made[-1].result.info.iter, made[-1].result.info.kkt_factor_time
    elif answers:
        clock.iterations = answers[-1].iterations
    return clock


def reasons(program: Program, who: tuple[str, float], than: tuple[str, float], wanted: float) -> Iterator[str]:
    """What stands in the way of being `wanted` times as fast; both sides as name and tolerance."""
    kernel = who[0].partition(", ")[2]
    mine = min((ours(program, kernel, who[1]) for _ in range(TRIES)), key=lambda one: one.total)
    other = min((theirs(program, *than) for _ in range(TRIES)), key=lambda one: one.total)
    (piece, most), *smaller = sorted(mine.seconds.items(), key=lambda item: -item[1])
    calls = mine.iterations if piece == "iterations in C" else mine.calls.get(piece, 1)
    left = mine.total - most
    room = other.total / wanted - left
    at = f"{1e3 * room / calls:.2f} ms each would reach the bar"
    verdict = at if room > 0 else f"even without it the ratio would be {other.total / left:.1f}"
    ms = f"{most / mine.total:.0%} of {1e3 * mine.total:.0f} ms is {calls} {piece}, {1e3 * most / calls:.2f} ms each"
    yield f"{ms}; {verdict}"
    shares = ", ".join(f"{seconds / mine.total:.0%} {name}" for name, seconds in smaller)
    yield f"else {shares}: without all of that {other.total / most:.1f}"
    if other.iterations and mine.iterations:
        each, there = mine.total / mine.iterations, other.total / other.iterations
        factoring = f" ({other.factoring / other.total:.0%} of it factoring)" if other.factoring else ""
        yield (
            f"{than[0]} takes {other.iterations} iterations of {1e3 * there:.1f} ms{factoring}, "
            f"we {mine.iterations} of {1e3 * each:.1f} ms: "
            f"{there / each:.1f} x as fast, {mine.iterations / other.iterations:.2f} x as many"
        )
