"""Whether a series rises faster after a year than before: a line with a kink, and how sure the kink is.

    y = level + slope × (t − year) + change × max(t − year, 0) + residual

by least squares; the standard error of `change` is Newey and West's, corrected for the number of years, which allows
for residuals that hang together over time. The test is one-sided: that the change is above 0. With some thirty years it
is approximate (among series without a kink, nearer one in twelve than one in twenty has a p under 0.05), and it says
nothing of why; the year that fits best is given beside, for whoever names a year names a cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Years over which residuals may hang together.
LAGS = 2
#: Years that must lie on either side of a kink.
SIDE_LEAST = 4


@dataclass(frozen=True)
class Kink:
    """What a series does at a year."""

    year: int
    before: float
    """Rise a year, up to then."""
    after: float
    """Rise a year, from then on."""
    error: float
    """Standard error of the change."""
    p: float
    """How likely a change this large is where there is none; one-sided."""
    best: int
    """The year at which a kink fits best."""

    @property
    def change(self) -> float:
        """By how much faster it rises."""
        return self.after - self.before


def kink(series: Mapping[int, float | None], year: int) -> Kink | None:
    """The kink of a series by year, unknown years left out; None where too few years are known on either side."""
    known = {when: value for when, value in sorted(series.items()) if value is not None}
    candidates = [when for when in known if _sides(known, when)]
    if not _sides(known, year):
        return None
    slope, change, error, p = _fitted(known, year)
    best = min(candidates, key=lambda when: _squares(known, when))
    return Kink(year, slope, slope + change, error, p, best)


def _sides(known: Mapping[int, float], year: int) -> bool:
    return min(sum(when <= year for when in known), sum(when > year for when in known)) >= SIDE_LEAST


def _terms(known: Mapping[int, float], year: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The years' terms, and their values."""
    years = np.array(list(known), dtype=float)
    return np.column_stack([np.ones(len(years)), years - year, np.maximum(years - year, 0)]), np.array(
        [*known.values()]
    )


def _squares(known: Mapping[int, float], year: int) -> float:
    """What a kink at a year leaves: the sum of squared residuals."""
    terms, values = _terms(known, year)
    left = values - terms @ np.linalg.lstsq(terms, values, rcond=None)[0]
    return float(left @ left)


def _fitted(known: Mapping[int, float], year: int) -> tuple[float, float, float, float]:
    """Slope, its change, and the change's standard error and one-sided p."""
    from scipy.stats import t
    from statsmodels.api import OLS  # type: ignore[import-untyped]

    terms, values = _terms(known, year)
    fit = OLS(values, terms).fit(cov_type="HAC", cov_kwds={"maxlags": LAGS, "use_correction": True})
    _, slope, change = (float(one) for one in fit.params)
    error = float(fit.bse[2])
    p = float(t.sf(change / error, len(values) - terms.shape[1])) if error > 0 else float(change <= 0)
    return slope, change, error, p
