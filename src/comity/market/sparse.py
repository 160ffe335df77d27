"""The normal matrix of a large program, of which most is zero: local rows first, then a narrow band by LAPACK.

Callers list budgets year by year, and years are joined by what is carried from one to the next only. So no two
neighbours (rows in one movement) are further apart than a year is long, and the matrix is a band. Rows that are local
to a year (quotas, pools, activities) are eliminated beforehand, many at a time: a round takes rows of which no two are
neighbours. What is left is markets over years, and its band is as wide as there are markets. Where the caller's order
says nothing, SciPy's reverse Cuthill-McKee finds one from the pattern alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from comity.market.curves import Floats, Ints, gathered
from comity.market.program import Mask, Program

FEW = 12  # neighbours of a row that is eliminated as local
YEARS = 4  # rows are taken to be listed year by year where at least so many would fit
WORTH = 0.01  # of all rows: a round that takes fewer is not worth its time
SHIFTS = (0.0, 1e-14, 1e-12, 1e-10, 1e-8)  # added to the unit diagonal of the equilibrated matrix until it factors


@dataclass(frozen=True, slots=True)
class Round:
    """Rows that are eliminated together, and the entries that this involves, as places among the matrix's values.

    rows, pivot: (k,) the rows and their diagonals. other, of: (e,) a row's neighbours, and which row's.
    below, beside: (e,) the entries of the neighbour and the row, and of the row and the neighbour.
    first, second, target: (f,) what is subtracted where: entries below and beside, and the place of their product.
    """

    rows: Ints
    pivot: Ints
    other: Ints
    of: Ints
    below: Ints
    beside: Ints
    first: Ints
    second: Ints
    target: Ints


class Sparse:
    """Factors and solves; see `normal.Normal`. width: how far from the diagonal the band of what is left reaches."""

    def __init__(self, program: Program) -> None:
        m = self._rows = program.rows
        self._symmetric = program.symmetric()
        self._lapack: Any = import_module("scipy.linalg.lapack")
        self._column, first, second = pairs(program)
        self._weight: Floats = program.does[first] * program.feels[second]
        place = program.row[first] * m + program.row[second]
        pattern = _distinct(place, np.arange(m) * (m + 1))
        order = _order(pattern, m)
        rounds, self._keys = _rounds(pattern, order)
        self._row, self._of = self._keys // m, self._keys % m
        self._where = self._at(place)
        self._diagonal = self._at(np.arange(m) * (m + 1))
        self._rounds = [self._round(*found) for found in rounds]
        self._left_over(order)
        self._left: Floats = np.zeros(0)
        self._kept: Floats = np.ones(m)
        self._parts: list[tuple[Floats, Floats, Floats]] = []
        self._factor: tuple[Any, ...] = ()

    def _at(self, keys: Ints) -> Ints:
        """The places of entries among the values."""
        return np.searchsorted(self._keys, keys)

    def _round(self, rows: Ints, below: Ints) -> Round:
        """The round that eliminates `rows`, with entries `below` (as keys, by row of the round)."""
        m = self._rows
        other, of = below // m, np.searchsorted(rows, below % m)
        first, second = crossed(of, len(rows))
        target = self._at(other[first] * m + other[second])
        beside = self._at(rows[of] * m + other)
        return Round(rows, self._diagonal[rows], other, of, self._at(below), beside, first, second, target)

    def _left_over(self, order: Ints) -> None:
        """Where the entries of the rows left over stand in a band, and how wide that is."""
        rank = np.full(self._rows, -1, dtype=np.int64)
        left = np.ones(self._rows, dtype=bool)
        for one in self._rounds:
            left[one.rows] = False
        self._band_rows = order[left[order]]
        rank[self._band_rows] = np.arange(len(self._band_rows))
        row, column = rank[self._row], rank[self._of]
        among = (row >= 0) & (column >= 0)
        self.width = int(np.max((row - column)[among], initial=0))
        if self._symmetric:  # what is above the diagonal is not looked at
            among &= row >= column
        wide, above = (self.width + 1, 0) if self._symmetric else (3 * self.width + 1, 2 * self.width)
        self._band_shape = (len(self._band_rows), wide)
        self._band_from = np.flatnonzero(among)
        self._band_at = (column * wide + above + row - column)[among]

    def factor(self, theta: Floats, diagonal: Floats, chosen: Ints | None = None) -> bool:
        """Factor with theta (n,) >= 0 and diagonal (m,) >= 0, on the rows `chosen` or on all; False if it cannot be."""
        values = gathered(self._where, theta[self._column] * self._weight, len(self._keys))
        values[self._diagonal] += diagonal
        self._kept = np.ones(self._rows)
        if chosen is not None:
            self._kept = np.zeros(self._rows)
            self._kept[chosen] = 1.0
            values *= self._kept[self._row] * self._kept[self._of]
            values[self._diagonal] += 1.0 - self._kept
        if not np.all(np.isfinite(values)):
            return False
        size = np.abs(values[self._diagonal])
        self._left = 1.0 / np.sqrt(np.where(size > 0, size, 1.0))
        values *= self._left[self._row] * self._left[self._of]
        for shift in SHIFTS:
            values[self._diagonal] += shift
            if self._eliminated(values.copy()):
                return True
        return False

    def _eliminated(self, values: Floats) -> bool:
        """Eliminate the rounds in turn, then the band; False where a pivot is not what it must be."""
        self._parts = []
        for one in self._rounds:
            pivot = values[one.pivot]
            if not np.all(pivot > 0 if self._symmetric else pivot != 0):
                return False
            below, beside = values[one.below] / pivot[one.of], values[one.beside]
            values -= gathered(one.target, below[one.first] * beside[one.second], len(values))
            self._parts.append((pivot, below, beside))
        band = np.zeros(self._band_shape)
        band.ravel()[self._band_at] = values[self._band_from]
        if self._symmetric:
            lower, info = self._lapack.dpbtrf(band.T, lower=1, overwrite_ab=1)
            self._factor = (lower,)
        else:
            mixed, pivots, info = self._lapack.dgbtrf(band.T, self.width, self.width, overwrite_ab=1)
            self._factor = (mixed, pivots)
        return bool(info == 0)

    def solve(self, right: Floats) -> Floats:
        """The solution (m,) for the right-hand side (m,); 0 on rows that were not chosen."""
        x = self._left * self._kept * right
        for one, (_, below, _) in zip(self._rounds, self._parts, strict=True):
            x -= gathered(one.other, below * x[one.rows][one.of], self._rows)
        if self._symmetric:
            found, _ = self._lapack.dpbtrs(self._factor[0], x[self._band_rows], lower=1)
        else:
            width = self.width
            found, _ = self._lapack.dgbtrs(self._factor[0], width, width, x[self._band_rows], self._factor[1])
        x[self._band_rows] = found
        for one, (pivot, _, beside) in zip(reversed(self._rounds), reversed(self._parts), strict=True):
            known = gathered(one.of, beside * x[one.other], len(one.rows))
            x[one.rows] = (x[one.rows] - known) / pivot
        return self._left * self._kept * x


def pairs(program: Program) -> tuple[Ints, Ints, Ints]:
    """All pairs of entries of a column: the column, the one entry and the other."""
    column = program.column()
    first, second = crossed(column, program.columns)
    return column[first], first, second


def crossed(group: Ints, groups: int) -> tuple[Ints, Ints]:
    """All pairs of places in the same group, where `group` ascends from 0 to below `groups`: the one and the other."""
    counts = np.bincount(group, minlength=groups)
    repeats = counts[group]
    first = np.repeat(np.arange(len(group)), repeats)
    within = np.arange(len(first)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return first, (np.cumsum(counts) - counts)[group[first]] + within


def _distinct(keys: Ints, more: Ints) -> Ints:
    """The keys in both arrays, ascending, each once. (np.unique is slower: it hashes.)"""
    both = np.sort(np.concatenate([keys, more]))
    once: Ints = both[np.diff(both, prepend=-1) != 0]
    return once


def _spread(pattern: Ints, rank: Ints) -> int:
    """How far apart two neighbours stand at most."""
    return int(np.max(np.abs(rank[pattern // len(rank)] - rank[pattern % len(rank)]), initial=0))


def _order(pattern: Ints, m: int) -> Ints:
    """The caller's order of the rows, or that of Cuthill and McKee where it is narrower by half."""
    given = np.arange(m)
    if YEARS * _spread(pattern, given) <= m:
        return given
    sparse, graph = import_module("scipy.sparse"), import_module("scipy.sparse.csgraph")
    matrix = sparse.csr_matrix((np.ones(len(pattern)), (pattern // m, pattern % m)), shape=(m, m))
    found = np.asarray(graph.reverse_cuthill_mckee(matrix, symmetric_mode=True), dtype=np.int64)
    rank = np.empty(m, dtype=np.int64)
    rank[found] = given
    return found if 2 * _spread(pattern, rank) <= _spread(pattern, given) else given


def _rounds(pattern: Ints, order: Ints) -> tuple[list[tuple[Ints, Ints]], Ints]:
    """The rows that each round eliminates with the entries below them, and the pattern with all fill.

    pattern: where the matrix is not zero, as row * m + column, ascending.
    A row is local if it has few neighbours, all nearer to one another than the band is wide: then it widens nothing.
    """
    m = len(order)
    rank = np.empty(m, dtype=np.int64)
    rank[order] = np.arange(m)
    width, whole = _spread(pattern, rank), pattern
    found: list[tuple[Ints, Ints]] = []
    while True:
        row, column = pattern // m, pattern % m
        lowest, highest = rank.copy(), rank.copy()
        np.minimum.at(lowest, column, rank[row])
        np.maximum.at(highest, column, rank[row])
        degree = np.bincount(column, minlength=m)  # with the diagonal
        local = (degree > 0) & (degree <= FEW + 1) & (highest - lowest < width)
        chosen = _apart(row, column, local, degree * m + rank)
        if chosen.sum() <= WORTH * m:
            return found, whole
        entries = np.flatnonzero(chosen[column] & (row != column))
        below = pattern[entries[np.argsort(column[entries], kind="stable")]]  # by the row that goes
        rows = np.flatnonzero(chosen)
        found.append((rows, below))
        first, second = crossed(np.searchsorted(rows, below % m), len(rows))
        fill = below[first] // m * m + below[second] // m
        pattern = _distinct(pattern[~(chosen[row] | chosen[column])], fill)
        whole = _distinct(whole, fill)


def _apart(row: Ints, column: Ints, local: Mask, key: Ints) -> Mask:
    """Those `local` rows (m,) that come before, by `key`, all neighbours that are local too."""
    beaten = local[row] & local[column] & (key[row] < key[column])
    chosen = local.copy()
    chosen[column[beaten]] = False
    return chosen
