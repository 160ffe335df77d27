"""Assemble and factor  does @ diag(theta) @ feels.T + diag(diagonal), where almost all time is spent.

Cholesky where does and feels agree (symmetric positive definite), LU otherwise. Up to `SMALL` rows with NumPy alone;
beyond, with SciPy, which is imported only then, since that takes longer than such a solve. Past `DENSE` rows only what
is not zero is kept (sparse.py). The compiled kernel does the same in its own way (_kernel_factor.h).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

import numpy as np

from comity.market.curves import Floats, Ints, gathered
from comity.market.program import Program
from comity.market.sparse import SHIFTS, Sparse, pairs

SMALL = 64
DENSE = 600  # rows; with more, only what is not zero is kept


class Normal(Protocol):
    """The normal matrix of one program: pattern once, then `factor` and `solve` as often as needed."""

    def factor(self, theta: Floats, diagonal: Floats, chosen: Ints | None = None) -> bool:
        """Factor with theta (n,) >= 0 and diagonal (m,) >= 0, on the rows `chosen` or on all; False if it cannot be."""
        ...

    def solve(self, right: Floats) -> Floats:
        """The solution (m,) for the right-hand side (m,); 0 on rows that were not chosen."""
        ...


def normal(program: Program) -> Normal:
    """The normal matrix of a program."""
    return Dense(program) if program.rows <= DENSE else Sparse(program)


class Dense:
    """All of the matrix."""

    def __init__(self, program: Program) -> None:
        self._rows = program.rows
        self._lapack: Any = import_module("scipy.linalg.lapack") if program.rows > SMALL else None
        self._symmetric = program.symmetric()
        self._column, first, second = pairs(program)
        self._weight: Floats = program.does[first] * program.feels[second]
        self._place: Ints = program.row[first] * program.rows + program.row[second]
        self._factor: tuple[Any, ...] = ()
        self._left: Floats = np.zeros(0)
        self._chosen: Ints | None = None

    def factor(self, theta: Floats, diagonal: Floats, chosen: Ints | None = None) -> bool:
        """Factor with theta (n,) >= 0 and diagonal (m,) >= 0, on the rows `chosen` or on all; False if it cannot be."""
        m = self._rows
        matrix = gathered(self._place, theta[self._column] * self._weight, m * m).reshape(m, m)
        matrix[np.arange(m), np.arange(m)] += diagonal
        if chosen is not None:
            matrix = matrix[np.ix_(chosen, chosen)]
        self._chosen = chosen
        if not np.all(np.isfinite(matrix)):
            return False
        size = np.abs(matrix.diagonal())
        self._left = 1.0 / np.sqrt(np.where(size > 0, size, 1.0))
        matrix *= self._left[:, None]
        matrix *= self._left[None, :]
        return self._decompose(matrix)

    def _decompose(self, matrix: Floats) -> bool:
        """Factor the equilibrated matrix, shifting its diagonal a little where it is not (numerically) regular."""
        if not len(matrix):
            return True
        for shift in SHIFTS:
            trial = matrix if shift == 0.0 else matrix + shift * np.eye(len(matrix))
            if self._lapack is None:
                self._factor, info = _factored(trial, self._symmetric)
            elif self._symmetric:
                lower, info = self._lapack.dpotrf(trial, lower=1)
                self._factor = (lower,)
            else:
                mixed, pivots, info = self._lapack.dgetrf(trial)
                self._factor = (mixed, pivots)
            if info == 0:
                return True
        return False

    def solve(self, right: Floats) -> Floats:
        """The solution (m,) for the right-hand side (m,); 0 on rows that were not chosen."""
        if self._chosen is not None and len(self._chosen) == 0:
            return np.zeros(self._rows)
        scaled = self._left * (right if self._chosen is None else right[self._chosen])
        if self._lapack is None:
            answer = scaled
            for part in self._factor:
                answer = np.linalg.solve(part, answer[::-1] if self._symmetric else answer)
        elif self._symmetric:
            answer, _ = self._lapack.dpotrs(self._factor[0], scaled, lower=1)
        else:
            answer, _ = self._lapack.dgetrs(self._factor[0], self._factor[1], scaled)
        answer = self._left * np.asarray(answer, dtype=np.float64)
        if self._chosen is None:
            return answer
        whole = np.zeros(self._rows)
        whole[self._chosen] = answer
        return whole


def _factored(matrix: Floats, symmetric: bool) -> tuple[tuple[Any, ...], int]:
    """What to solve with in turn, and 0, or another number if there is nothing.

    A Cholesky factor is turned into upper triangles, which `np.linalg.solve` merely substitutes back: the lower one by
    reversing rows and columns, so that each solve reverses the vector.
    """
    if not symmetric:
        return (matrix,), int(np.linalg.slogdet(matrix).sign == 0)
    try:
        lower = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return (), 1
    return (lower[::-1, ::-1], lower.T), 0
