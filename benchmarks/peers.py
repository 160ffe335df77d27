"""Ours and other people's solvers behind one interface, for benchmarks/market.py: a program in, amounts and prices out.

Each peer gets the form that suits it best: rows as one-sided inequalities, bounds as bounds where it knows them, the
matrices in its own format before the clock starts. Exponential curves are exponential cones for those that know them.

    python benchmarks/peers.py SOLVER FILE      solve the instance in a file; print the peak memory in MB

Nothing of Comity is imported for a peer, so that memory and cold start are its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from comity.market.program import Program

Floats = NDArray[np.float64]
Answer = tuple[Floats, Floats]  # amounts (n,), prices (m,)
Run = Callable[[float], Answer]  # takes the solver's own tolerance
Maker = Callable[["Program"], Run | None]  # None where the solver does not know such curves

PARTS = ("start", "row", "does", "feels", "limit", "upper")
CURVES = (
    "base",
    "power_col",
    "power_coefficient",
    "power_exponent",
    "exp_col",
    "exp_coefficient",
    "exp_rate",
    "flat_to",
)
SECONDS = 60.0  # after which a solver that can be stopped is stopped


def saved(program: Program, path: Path) -> None:
    """Write an instance as plain arrays."""
    costs = {f"costs_{name}": getattr(program.costs, name) for name in CURVES}
    np.savez(path, **{name: getattr(program, name) for name in PARTS}, **costs)


def loaded(path: str) -> Any:
    """What looks like the program in a file."""
    with np.load(path) as arrays:
        costs = SimpleNamespace(**{name: arrays[f"costs_{name}"] for name in CURVES})
        parts = {name: arrays[name] for name in PARTS}
    return SimpleNamespace(**parts, costs=costs, rows=len(parts["limit"]), columns=len(parts["upper"]))


def quadratic(program: Program) -> Floats:
    """(n,) slopes of the linear marginal costs."""
    out = np.zeros(program.columns)
    np.add.at(out, program.costs.power_col, program.costs.power_coefficient)
    return out


def matrix(program: Program) -> Any:
    """does as a sparse matrix."""
    from scipy import sparse

    return sparse.csc_matrix((program.does, program.row, program.start), shape=(program.rows, program.columns))


def ours(kernel: str, exact: bool = False) -> Maker:
    """Comity, presolve and recomputed residual included."""

    def maker(program: Program) -> Run:
        from comity.market.curves import Costs
        from comity.market.program import Program
        from comity.market.solver import solve

        if not isinstance(program, Program):  # from a file
            parts = {name: getattr(program, name) for name in PARTS}
            program = Program(**parts, costs=Costs(**vars(program.costs)))

        def run(tolerance: float) -> Answer:
            os.environ["COMITY_KERNEL"] = kernel
            found = solve(program) if exact else solve(program, tolerance=tolerance, exact=False)
            return found.x, found.price

        return run

    return maker


def piqp(program: Program) -> Run | None:
    """PIQP, sparse."""
    if len(program.costs.exp_col):
        return None
    import piqp as peer
    from scipy import sparse

    n, m = program.columns, program.rows
    hessian, rows = sparse.diags(quadratic(program), format="csc"), (-matrix(program)).tocsc()
    nothing, below, upper = np.zeros(n), np.full(m, -np.inf), program.upper.copy()

    def run(tolerance: float) -> Answer:
        solver = peer.SparseSolver()
        solver.settings.verbose = False
        solver.settings.eps_abs = solver.settings.eps_rel = tolerance
        solver.setup(hessian, program.costs.base, None, None, rows, below, program.limit, nothing, upper)
        solver.solve()
        return np.asarray(solver.result.x), np.asarray(solver.result.z_u)

    return run


def clarabel(method: str) -> Maker:
    """Clarabel with a direct solver: "auto", its default, or "qdldl"."""

    def maker(program: Program) -> Run:
        import clarabel as peer
        from scipy import sparse

        n, m, costs = program.columns, program.rows, program.costs
        bounded, bent = np.flatnonzero(np.isfinite(program.upper)), len(costs.exp_col)
        eye = sparse.identity(n, format="csc")
        parts = sparse.vstack([-matrix(program), -eye, eye[bounded]], format="csc")
        right = np.concatenate([program.limit, np.zeros(n), program.upper[bounded]])
        slopes, linear = quadratic(program), costs.base
        cones: list[Any] = [peer.NonnegativeConeT(len(right))]
        if bent:  # exp(rate x) <= t, as (rate x, 1, t) in the exponential cone; the cost is k t / rate - k x
            pick = sparse.csc_matrix((costs.exp_rate, (3 * np.arange(bent), costs.exp_col)), shape=(3 * bent, n))
            last = sparse.csc_matrix((np.ones(bent), (3 * np.arange(bent) + 2, np.arange(bent))))
            parts = sparse.bmat([[parts, None], [-pick, -last]], format="csc")
            right = np.concatenate([right, np.tile([0.0, 1.0, 0.0], bent)])
            slopes = np.concatenate([slopes, np.zeros(bent)])
            linear = np.concatenate([linear, costs.exp_coefficient / costs.exp_rate])
            np.subtract.at(linear, costs.exp_col, costs.exp_coefficient)
            cones += [peer.ExponentialConeT()] * bent
        hessian = sparse.diags(slopes, format="csc")

        def run(tolerance: float) -> Answer:
            settings = peer.DefaultSettings()
            settings.verbose, settings.direct_solve_method = False, method
            settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
            settings.time_limit = SECONDS
            found = peer.DefaultSolver(hessian, linear, parts, right, cones, settings).solve()
            return np.array(found.x)[:n], np.array(found.z)[:m]

        return run

    return maker


def osqp(program: Program) -> Run | None:
    """OSQP, with polishing."""
    if len(program.costs.exp_col):
        return None
    import osqp as peer
    from scipy import sparse

    n, m = program.columns, program.rows
    hessian = sparse.diags(quadratic(program), format="csc")
    parts = sparse.vstack([matrix(program), sparse.identity(n)], format="csc")
    low = np.concatenate([-program.limit, np.zeros(n)])
    high = np.concatenate([np.full(m, np.inf), program.upper])

    def run(tolerance: float) -> Answer:
        solver = peer.OSQP()
        solver.setup(
            hessian, program.costs.base, parts, low, high,
            verbose=False, eps_abs=tolerance, eps_rel=tolerance, max_iter=1_000_000, polishing=True, time_limit=SECONDS,
        )  # fmt: skip
        found = solver.solve()
        return np.asarray(found.x), -np.asarray(found.y)[:m]

    return run


def highs(program: Program) -> Run | None:
    """HiGHS' solver for quadratic programs."""
    if len(program.costs.exp_col):
        return None
    import highspy as peer

    n, m = program.columns, program.rows
    slopes = quadratic(program)
    curved = np.flatnonzero(slopes)
    model = peer.HighsModel()
    model.lp_.num_col_, model.lp_.num_row_ = n, m
    model.lp_.col_cost_, model.lp_.col_lower_, model.lp_.col_upper_ = program.costs.base, np.zeros(n), program.upper
    model.lp_.row_lower_, model.lp_.row_upper_ = -program.limit, np.full(m, np.inf)
    model.lp_.a_matrix_.format_ = peer.MatrixFormat.kColwise
    model.lp_.a_matrix_.start_ = program.start
    model.lp_.a_matrix_.index_, model.lp_.a_matrix_.value_ = program.row, program.does
    model.hessian_.dim_ = n
    model.hessian_.format_ = peer.HessianFormat.kTriangular
    model.hessian_.start_ = np.searchsorted(curved, np.arange(n + 1))
    model.hessian_.index_, model.hessian_.value_ = curved, slopes[curved]

    def run(tolerance: float) -> Answer:
        solver = peer.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("time_limit", SECONDS)
        solver.setOptionValue("primal_feasibility_tolerance", max(tolerance, 1e-10))
        solver.setOptionValue("dual_feasibility_tolerance", max(tolerance, 1e-10))
        solver.passModel(model)
        solver.run()
        found = solver.getSolution()
        return np.array(found.col_value), np.array(found.row_dual)

    return run


def cvxpy(program: Program) -> Run:
    """cvxpy as its users write it, its problem built anew each time, with Clarabel and qdldl, the better of the two."""
    import cvxpy as peer

    slopes, does, costs = quadratic(program), matrix(program), program.costs

    def run(tolerance: float) -> Answer:
        x = peer.Variable(program.columns, nonneg=True)
        total = costs.base @ x + 0.5 * peer.sum(peer.multiply(slopes, peer.square(x)))
        if len(costs.exp_col):
            bent = peer.exp(peer.multiply(costs.exp_rate, x[costs.exp_col]))
            total += (costs.exp_coefficient / costs.exp_rate) @ bent - costs.exp_coefficient @ x[costs.exp_col]
        bounded = np.flatnonzero(np.isfinite(program.upper))
        budgets = does @ x + program.limit >= 0
        problem = peer.Problem(peer.Minimize(total), [budgets, x[bounded] <= program.upper[bounded]])
        problem.solve(
            solver=peer.CLARABEL, tol_gap_abs=tolerance, tol_gap_rel=tolerance, tol_feas=tolerance,
            direct_solve_method="qdldl", time_limit=SECONDS,
        )  # fmt: skip
        return np.asarray(x.value), np.asarray(budgets.dual_value)

    return run


SOLVERS: dict[str, Maker] = {
    "comity, compiled": ours("compiled"),
    "comity, compiled, exact": ours("compiled", exact=True),
    "comity, reference": ours("reference"),
    "PIQP": piqp,
    "Clarabel, qdldl": clarabel("qdldl"),
    "Clarabel, default": clarabel("auto"),
    "OSQP": osqp,
    "HiGHS QP": highs,
    "cvxpy": cvxpy,
}
PACKAGES = {"comity": "comity", "PIQP": "piqp", "Clarabel": "clarabel", "OSQP": "osqp", "HiGHS": "highspy",
            "cvxpy": "cvxpy", "NumPy": "numpy", "SciPy": "scipy"}  # fmt: skip


if __name__ == "__main__":
    task = SOLVERS[sys.argv[1]](loaded(sys.argv[2]))
    if task is not None:
        task(1e-8)
    status = Path("/proc/self/status").read_text(encoding="ascii")  # (getrusage counts what was before this program)
    sys.stdout.write(f"{int(status.split('VmHWM:')[1].split()[0]) / 1024}\n")
