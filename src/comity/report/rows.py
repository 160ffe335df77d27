"""Rows that set scenarios beside each other: the scoreboard, and the order of markets; the same in every face."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.report.subject import spoken_units
from comity.text.numbers import NONE, one

if TYPE_CHECKING:
    from comity.results import Market, Run
    from comity.text import Text

#: A unit class of a mechanism.
MarketKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the scoreboard: what it is, in which unit, one cell a scenario; `part` of the line above it."""

    words: str
    unit: str
    cells: tuple[str, ...]
    part: bool = False


def scoreboard(text: Text, runs: Sequence[Run]) -> list[Row]:
    """Status, prices, gains and harms of each scenario."""
    units, boards = spoken_units(runs[0], text), [run.scoreboard for run in runs]
    total = max(sum(row.emissions for row in run.air) for run in runs)
    cost = max(abs(board.reference_cost) for board in boards)

    def row(words: str, unit: str, values: Iterable[float], scale: float = 0.0, *, signed: bool = False) -> Row:
        return Row(words, unit, tuple(one(value, scale=scale, signed=signed) for value in values))

    accounts = [
        Row(
            text(f"account-{account}"),
            units.money,
            tuple(one(board.saved_by_account[account], scale=cost, signed=True) for board in boards),
            part=True,
        )
        for account in boards[0].saved_by_account
    ]
    money, quantity = units.money, units.quantity
    air = (sum(row.emissions for row in run.air) for run in runs)
    return [
        Row(text("head-status"), "", tuple(text(f"status-{run.status}") for run in runs)),
        Row(text("score-prices"), units.price, tuple(price_range(text, run) for run in runs)),
        row(text("score-real-cost"), money, (board.real_cost for board in boards)),
        row(text("score-cost-saved"), money, (board.cost_saved for board in boards), cost, signed=True),
        *accounts,
        row(text("score-spread"), units.price, (board.price_spread for board in boards)),
        row(text("score-traded"), quantity, (board.traded for board in boards)),
        row(text("score-finance"), money, (board.finance_to_hosts for board in boards)),
        row(text("score-emissions"), quantity, air),
        row(text("score-air"), quantity, (board.air_change for board in boards), total, signed=True),
        row(text("score-claimed-twice"), quantity, (board.claimed_twice for board in boards), total),
        row(text("score-missed"), quantity, (board.missed for board in boards), total),
        row(text("score-transaction-cost"), money, (board.transaction_cost for board in boards), cost),
        row(text("score-effort-avoided"), quantity, (board.effort_avoided for board in boards), total),
    ]


def price_of(market: Market) -> float | None:
    """The price of a unit; of a mechanism without units (a tax), what a tonne costs."""
    return market.obligation_price if market.price is None else market.price


def price_range(text: Text, run: Run) -> str:
    """The lowest and the highest price of an answer, or the one price there is."""
    prices = [price for market in run.markets if (price := price_of(market)) is not None]
    if not prices:
        return NONE
    low, high = min(prices), max(prices)
    if high - low <= 1e-6 * max(abs(high), 1e-12):
        return one(high)
    return text("score-range", low=one(low, scale=high), high=one(high))


def size_of(market: Market) -> float:
    """How large a market is: tonnes covered; without any, units issued."""
    return market.supply if market.emissions is None else market.emissions


def by_size(runs: Iterable[Run]) -> list[MarketKey]:
    """Every market of some answers, the largest first."""
    sizes: dict[MarketKey, float] = {}
    for run in runs:
        for row in run.markets:
            key = (row.mechanism, row.unit_class)
            sizes[key] = max(sizes.get(key, 0.0), size_of(row))
    return sorted(sizes, key=lambda key: -sizes[key])


def prices_of(run: Run) -> dict[tuple[str, str, int], float | None]:
    """Prices by mechanism, unit class and year."""
    return {(row.mechanism, row.unit_class, row.year): price_of(row) for row in run.markets}


def is_reference(run: Run) -> bool:
    """Whether the answer is the reference that it would be compared with: it then gains exactly nothing."""
    gains = (row.gain for row in run.holders)
    return run.scoreboard.cost_saved == 0 and run.scoreboard.air_change == 0 and not any(gains)


def discount(run: Run, year: int) -> float:
    """What money of a year counts for, as on the scoreboard, so that gains of holders add up to what is saved."""
    return float((1 + run.scoreboard.discount_rate) ** (run.years[0] - year))


def holder_sums(run: Run) -> dict[str, tuple[float, float, float]]:
    """Cost, payments and gain by holder, over its accounts and the years; discounted as the scoreboard is, so that the
    gains add up to what it says is saved."""
    sums: dict[str, tuple[float, float, float]] = {}
    for row in run.holders:
        weight = discount(run, row.year)
        cost, payments, gain = sums.get(row.holder, (0.0, 0.0, 0.0))
        sums[row.holder] = (
            cost + weight * row.cost,
            payments + weight * row.payments,
            gain + weight * (row.gain or 0.0),
        )
    return sums
