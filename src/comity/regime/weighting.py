"""How much norm distances depend on the weights of the groups, which nobody can know to be right.

Each group's weight is doubled and halved; and all are drawn at random, from the Dirichlet distribution whose mean the
table has (with equal weights, uniform over all weightings there are). What is asked is whether the order of pairs
stays, by Kendall's tau-b, and whether the nearest neighbours do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from comity.regime.distance import Matrix, Norms, distances
from comity.results.regime_pairs import Weighting

#: Draws, and the seed they start from, so that anybody gets the same.
DRAWS, SEED = 100, 20260401
FACTORS = (2.0, 0.5)
#: Distances that differ by less are equal.
EQUAL = 1e-9


def sensitivity(of: Norms, draws: int = DRAWS, seed: int = SEED) -> tuple[Weighting, ...]:
    """Every group's weight doubled and halved, then the mean and the worst of weights drawn at random."""
    base = of.distances.distance
    found = [_against(of, base, name, weights) for name, weights in _changed(of)]
    drawn = [_against(of, base, "drawn", weights) for weights in _drawn(of, draws, seed)]
    if drawn:
        means = [float(np.mean([getattr(one, name) for one in drawn])) for name in ("tau", "nearest_kept")]
        worst = [min(getattr(one, name) for one in drawn) for name in ("tau", "nearest_kept")]
        for name, (tau, kept) in (("drawn", means), ("drawn-least", worst)):
            found.append(Weighting(weighting=name, tau=tau, nearest_kept=kept))
    return tuple(found)


def _changed(of: Norms) -> Iterator[tuple[str, Mapping[str, float]]]:
    weights = {name: group.weight for name, group in of.table.groups.items()}
    for name in weights:
        for factor in FACTORS:
            yield f"{name}×{factor:g}", weights | {name: weights[name] * factor}


def _drawn(of: Norms, draws: int, seed: int) -> Iterator[Mapping[str, float]]:
    weights = np.array([group.weight for group in of.table.groups.values()])
    for one in np.random.default_rng(seed).dirichlet(weights / weights.mean(), draws):
        yield dict(zip(of.table.groups, one.tolist(), strict=True))


def _against(of: Norms, base: Matrix, name: str, groups: Mapping[str, float]) -> Weighting:
    """One weighting beside that of the table, over the pairs that have a distance by it."""
    from scipy.stats import kendalltau

    other = distances(of, of.table.weighted(groups), ~np.isnan(base)).distance
    first, second = np.triu_indices(len(of.mechanisms), 1)
    before, after = base[first, second], other[first, second]
    there = ~np.isnan(before)
    tau = float(kendalltau(before[there], after[there]).statistic) if there.sum() > 1 else 1.0
    return Weighting(weighting=name, tau=1.0 if np.isnan(tau) else tau, nearest_kept=_kept(base, other))


def _kept(base: Matrix, other: Matrix) -> float:
    """Share of mechanisms of which a nearest neighbour under one weighting is one under the other."""
    before, after = _nearest(base), _nearest(other)
    have = np.any(before, axis=1)
    kept = np.any(before & after, axis=1)
    return float(np.mean(kept, where=have)) if np.any(have) else 1.0


def _nearest(distance: Matrix) -> NDArray[np.bool_]:
    """By mechanism, which others are at its smallest distance; none where it has no distance."""
    apart = np.where(np.isnan(distance), np.inf, distance)
    np.fill_diagonal(apart, np.inf)
    smallest = apart.min(axis=1, initial=np.inf)
    near: NDArray[np.bool_] = (apart <= smallest[:, None] + EQUAL) & np.isfinite(apart)
    return near
