"""Does a link work by what both sides have in common, or by how large they are? (机制要素的最大公约数，而非规模)

The thesis: effectiveness depends on the common core of rules and not on size. The links between trading systems that
exist or existed are so few that nothing here rests on large numbers: ranks are compared pair by pair of links, and the
chance of as strong an order is counted out over all the ways in which the values could have fallen to the links.

A link that still holds is censored: it has lasted at least so long. Two links are compared only where it is known which
is the greater (Gehan, 1965); without censoring the measure is Kendall's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

from comity.regime.events import ends_of, family_of
from comity.world.clauses import clauses
from comity.world.mechanism import Mechanism
from comity.world.world import World

if TYPE_CHECKING:
    from pandas import DataFrame

#: As many links can be counted out in all their orders.
MOST_EXACT = 9
#: Days of a year.
YEAR_DAYS = 365.25
#: Yearly changes of price without which a deviation says nothing.
FEWEST_CHANGES = 2


@dataclass(frozen=True, kw_only=True)
class Association:
    """How two measures of the same links go together."""

    links: int
    """Links of which both are known."""
    comparable: int
    """Pairs of links of which the order is known in both."""
    tau: float
    """Share of comparable pairs in the same order less the share in the opposite one."""
    p: float
    """Chance of as strong an order either way if values had fallen to links at random, counted out."""
    least_p: float
    """The smallest such chance that this many links can give: above a twentieth, nothing they show is significant."""


def links(world: World) -> DataFrame:
    """Pairs of trading systems of which one takes or took the other's units, each once, in order.

    Columns: `a`, `b`; `start`, `end` (None while it holds); `years` that it lasted up to the world's day; `ended`;
    `both_ways`; `size_mt` and `smaller_mt`, emissions covered by both and by the smaller (NaN where the world lacks
    them); `volatility`, the standard deviation of yearly changes in the logarithm of observed prices while it held, the
    mean of those sides of which it is known (NaN of none).
    """
    from pandas import DataFrame

    found: dict[tuple[str, str], list[tuple[str, date, date | None]]] = {}
    for clause in clauses(world):
        for taker, giver in ends_of(clause):
            both = (world.mechanism[taker], world.mechanism[giver])
            if all(family_of(one) == "trading" for one in both) and clause.start and clause.start <= world.world.as_of:
                found.setdefault((min(taker, giver), max(taker, giver)), []).append((taker, clause.start, clause.end))
    rows = [_row(world, pair, spans) for pair, spans in sorted(found.items())]
    columns = ["a", "b", "start", "end", "years", "ended", "both_ways", "size_mt", "smaller_mt", "volatility"]
    return DataFrame(rows, columns=columns)


def _row(world: World, pair: tuple[str, str], spans: Sequence[tuple[str, date, date | None]]) -> tuple[object, ...]:
    start = min(span[1] for span in spans)
    last = None if any(span[2] is None for span in spans) else max(span[2] for span in spans if span[2])
    ended = last is not None and last <= world.world.as_of
    until = last if last is not None and ended else world.world.as_of
    sides = [world.mechanism[id] for id in pair]
    sizes = [_size_mt(world, side, start.year) for side in sides]
    moved = [change for side in sides if (change := _volatility(side, start.year, until.year)) is not None]
    return (
        *pair,
        start,
        last if ended else None,
        (until - start).days / YEAR_DAYS,
        ended,
        len({span[0] for span in spans}) == 2,
        sum(sizes),
        float(numpy.min(sizes)),  # unknown, if either is
        sum(moved) / len(moved) if moved else numpy.nan,
    )


def _size_mt(world: World, mechanism: Mechanism, year: int) -> float:
    """Emissions covered in a year, else in the nearest one known, else the cap; NaN if none is."""
    for series in (mechanism.covered_emissions, mechanism.cap):
        if series is not None:
            nearest = min((value.year for value in series.values), key=lambda known: (abs(known - year), known))
            reading = series.at(nearest)
            if reading is not None:
                return float(world.measures.convert_quantity(reading.value, series.unit))
    return numpy.nan


def _volatility(mechanism: Mechanism, first: int, last: int) -> float | None:
    """Of the longest series of observed prices: the standard deviation of yearly log changes between two years."""
    series = [
        {value.year: float(value.value) for value in one.values if first <= value.year <= last and value.value > 0}
        for one in mechanism.observed_prices.values()
    ]
    prices = max(series, key=len, default={})
    changes = [numpy.log(prices[year] / prices[year - 1]) for year in sorted(prices) if year - 1 in prices]
    return float(numpy.std(changes, ddof=1)) if len(changes) >= FEWEST_CHANGES else None


def associated(
    values: Sequence[float], outcome: Sequence[float], *, going_on: Sequence[bool] | None = None
) -> Association:
    """How an outcome goes with values of the same links, where both are known. going_on: whose outcome is at least what
    it says. Raises ValueError for more links than can be counted out."""
    here = numpy.isfinite(numpy.array(values, float)) & numpy.isfinite(numpy.array(outcome, float))
    first = numpy.array(values, float)[here]
    censored = numpy.array(going_on if going_on is not None else [False] * len(values), dtype=bool)[here]
    later = _order(numpy.array(outcome, float)[here], censored)
    order = numpy.sign(first[:, None] - first[None, :]).astype(numpy.int64)
    count = len(first)
    if count > MOST_EXACT:
        raise ValueError(f"{count} links, and orders can be counted out for {MOST_EXACT} at most")
    comparable = int((numpy.triu(later) != 0).sum()) if count else 0
    told = int(((numpy.triu(later) != 0) & (order != 0)).sum())
    sums = _all_sums(order, later)
    seen = int((order * later).sum() // 2)
    return Association(
        links=count,
        comparable=told,
        tau=seen / comparable if comparable else float("nan"),
        p=float((abs(sums) >= abs(seen)).mean()),
        least_p=float((abs(sums) >= abs(sums).max()).mean()),
    )


def _order(outcome: NDArray[numpy.float64], going_on: NDArray[numpy.bool_]) -> NDArray[numpy.int64]:
    """1 where the first is known to be the greater, -1 where the second is, 0 where it is not known."""
    count = len(outcome)
    order = numpy.zeros((count, count), dtype=numpy.int64)
    for first in range(count):
        for second in range(count):
            if outcome[first] > outcome[second] and not going_on[second]:
                order[first, second], order[second, first] = 1, -1
    return order


def _all_sums(order: NDArray[numpy.int64], later: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
    """Concordant less discordant pairs, for every way in which the values can fall to the links."""
    count = len(order)
    if count < 2:
        return numpy.zeros(1, dtype=numpy.int64)
    places = numpy.array(list(permutations(range(count))))
    sums = numpy.zeros(len(places), dtype=numpy.int64)
    for first in range(count):
        for second in range(first + 1, count):
            sums += order[places[:, first], places[:, second]] * later[first, second]
    return sums


def table(found: DataFrame, measures: Mapping[str, str], outcomes: Mapping[str, str]) -> DataFrame:
    """All measures (a column of the frame, by name) against all outcomes (`years` is taken as censored where the link
    still holds): a row each with the fields of `Association`."""
    from dataclasses import asdict

    from pandas import DataFrame

    rows = []
    for outcome, column in outcomes.items():
        going_on = [not ended for ended in found["ended"]] if column == "years" else None
        for measure, values in measures.items():
            one = associated(list(found[values]), list(found[column]), going_on=going_on)
            rows.append({"outcome": outcome, "measure": measure, **asdict(one)})
    return DataFrame(rows)


def associated_pairs(values: NDArray[numpy.float64], outcome: NDArray[numpy.float64]) -> Association:
    """As `associated`, of all pairs of a few systems, symmetric [system, system]. Pairs that share a system are not
    independent, so that whole systems are permuted (the quadratic assignment procedure), in all ways."""
    count = len(values)
    if count > MOST_EXACT - 1:
        raise ValueError(f"{count} systems, and orders can be counted out for {MOST_EXACT - 1} at most")
    row, column = numpy.triu_indices(count, 1)
    later = numpy.sign(outcome[row, column][:, None] - outcome[row, column][None, :])
    places = numpy.array(list(permutations(range(count))))
    sums = numpy.empty(len(places))
    for number, place in enumerate(places):
        moved = values[place[row], place[column]]
        sums[number] = (numpy.sign(moved[:, None] - moved[None, :]) * later).sum() / 2
    comparable = int((numpy.triu(later) != 0).sum())
    seen = sums[0]  # the first way leaves all as it is
    return Association(
        links=len(row),
        comparable=comparable,
        tau=float(seen / comparable) if comparable else float("nan"),
        p=float((abs(sums) >= abs(seen) - 1e-9).mean()),
        least_p=float((abs(sums) >= abs(sums).max() - 1e-9).mean()),
    )
