"""A path of circulation, before and after it is replayed: rows, periods, and sums of amounts of which some are unknown.

All in allowances, exact: integers or fractions, never floats. What nobody knows is None, and what rests on it is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from comity.world.regimes import ZERO, Decision

MONTHS = 12
#: An amount of allowances, if it is known.
Known = Fraction | None
#: What comes and goes, as opposed to what is there at the end.
ROW_FLOWS = ("auctions", "auctioned", "free", "other", "emissions")
#: What is known only of what has been replayed.
MOVED = ("intake", "release", "added", "cancelled", "content_unexplained", "unexplained")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One year or month of a path, in allowances. None is unknown."""

    year: int
    month: int | None = None
    line: int = 0
    """Where it stands in its file."""
    auctions: Known = None
    """What would be auctioned without the reserve."""
    auctioned: Known = None
    """Or: what was auctioned, after intake and release."""
    free: Known = ZERO
    """Handed out free."""
    other: Known = ZERO
    """One-off flows: into circulation +, out of it -."""
    emissions: Known = None
    """Verified emissions, or what was surrendered."""
    circulation: Known = None
    """As published, at the end; the flows go on from it."""
    content: Known = None
    """Of the reserve, as published, at the end."""
    price: Decimal | None = None
    """Mean price of the month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A path: rows in order without gaps, all of years or all of months. The first is where it begins: of it only the
    stocks at its end count, and what was auctioned in it."""

    rows: tuple[Row, ...]
    price_unit: str = ""
    file: str = ""

    @property
    def monthly(self) -> bool:
        """Whether its rows are months."""
        return self.rows[0].month is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What became of the allowances in a year or month. Stocks are those at its end."""

    year: int
    month: int | None
    auctions: Known
    auctioned: Known
    free: Known
    other: Known
    emissions: Known
    intake: Known
    release: Known
    added: Known
    """Came into the reserve from elsewhere."""
    cancelled: Known
    """Ceased to be valid in the reserve, or was taken out of the auctions to be cancelled."""
    content: Known
    content_unexplained: Known
    """Published content less that by flows."""
    circulation: Known
    unexplained: Known
    """Published circulation less that by flows."""

    @property
    def issued(self) -> Known:
        """What came into circulation, or would have without the reserve."""
        return total(self.auctions, self.free, self.other)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A path under a reserve's rules: by months, and what the circulation of each year decides."""

    periods: tuple[Period, ...]
    decisions: tuple[Decision, ...]
    not_evaluated: tuple[str, ...] = ()
    """Price rules that were in force when the prices they look at were not known."""


def beginning(opening: Row, content: Known) -> Period:
    """The first period of a replay: the stocks that it begins with, and the flows that its row states."""
    unknown: dict[str, Any] = dict.fromkeys(MOVED)
    stated: dict[str, Any] = {name: getattr(opening, name) for name in ROW_FLOWS}
    return Period(
        year=opening.year,
        month=opening.month or MONTHS,
        content=content,
        circulation=opening.circulation,
        **stated,
        **unknown,
    )


def years(replayed: Replayed) -> tuple[Period, ...]:
    """A replay by years: flows summed, stocks at the end. The month that it begins with is of no year that it sums."""
    opening, *rest = replayed.periods
    grouped: dict[int, list[Period]] = {}
    for period in rest:
        grouped.setdefault(period.year, []).append(period)
    begin = [replace(opening, month=None)] if opening.month == MONTHS else []
    return (*begin, *(_summed(group) for group in grouped.values()))


# Amounts, some unknown ------------------------------------------------------------------------------------------------


def months(rows: Iterable[Row]) -> Iterator[tuple[Row, bool]]:
    """The months of the rows, and whether a row closes with it; flows of a year are spread evenly."""
    for row in rows:
        if row.month is not None:
            yield row, True
            continue
        flows: dict[str, Any] = {name: _share(getattr(row, name)) for name in ROW_FLOWS}
        for month in range(1, MONTHS):
            yield replace(row, month=month, circulation=None, content=None, price=None, **flows), False
        yield replace(row, month=MONTHS, price=None, **flows), True


def _summed(group: list[Period]) -> Period:
    """Months as a year."""
    sums: dict[str, Any] = {name: total(*(getattr(period, name) for period in group)) for name in (*ROW_FLOWS, *MOVED)}
    return replace(group[-1], month=None, **sums)


def index_of(year: int, month: int) -> int:
    """A month, counted from January of year 0."""
    return year * MONTHS + month - 1


def _share(amount: Known) -> Known:
    return None if amount is None else amount / MONTHS


def total(*amounts: Known) -> Known:
    """The sum, if all are known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if len(known) == len(amounts) else None


def less(amount: Known, other: Known) -> Known:
    """The difference, if both are known."""
    return None if amount is None or other is None else amount - other
