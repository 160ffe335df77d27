"""Other people's solvers on our programs, to check ours."""

from __future__ import annotations

import clarabel as peer
import numpy as np
from scipy import sparse

from comity.market.curves import Floats
from comity.market.program import Program


def clarabel(program: Program) -> Floats:
    """The optimal amounts (n,) of a symmetric program with linear marginal costs, by Clarabel, on scaled data."""
    costs = program.costs
    assert program.symmetric()
    assert not len(costs.exp_col)
    assert np.all(costs.power_exponent == 1)
    n, m = program.columns, program.rows
    quantity = max(float(np.median(np.abs(program.limit[program.limit != 0]))), 1e-9)
    slope = np.bincount(costs.power_col, weights=costs.power_coefficient, minlength=n)
    does = sparse.csc_matrix((program.does, program.row, program.start), shape=(m, n))
    bounded = np.flatnonzero(np.isfinite(program.upper))
    eye = sparse.identity(n, format="csc")
    constraints = sparse.vstack([-does, -eye, eye[bounded]], format="csc")
    right = np.concatenate([program.limit, np.zeros(n), program.upper[bounded]]) / quantity
    settings = peer.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-11
    solver = peer.DefaultSolver(
        sparse.diags(slope * quantity, format="csc"),
        costs.base,
        constraints,
        right,
        [peer.NonnegativeConeT(len(right))],
        settings,
    )
    return np.asarray(solver.solve().x) * quantity
