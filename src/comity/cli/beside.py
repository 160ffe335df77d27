"""`comity run --beside`: several scenarios of one world, a column each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.face import Face
from comity.cli.load import Namer, units_of
from comity.cli.numbers import NONE, PRICE_DECIMALS, column, one
from comity.cli.run_tables import most
from comity.cli.run_words import price_of, status
from comity.cli.tables import Column, cut, show

if TYPE_CHECKING:
    from comity.results import Run
    from comity.world import World


def tell(face: Face, world: World, labels: list[str], runs: list[Run], *, everything: bool) -> None:
    """What the scenarios have in common, the scoreboard of each, and the prices of each."""
    text, names = face.text, Namer(world, face.text)
    face.say(click.style(text.name(world.world.title.model_dump()), bold=True))
    years = ", ".join(map(str, runs[0].years))
    reference = runs[0].air[0].reference.scenario
    face.prose(text("beside-under", world=world.id, years=years, reference=reference))
    for label, run in zip(labels, runs, strict=True):
        if run.status != "solved":
            face.head(label)
            status(face, run, names)
    face.head(text("beside-scoreboard"))
    _scoreboard(face, labels, runs)
    face.head(text("beside-prices", unit=units_of(face, runs[0]).price))
    _prices(face, names, labels, runs, everything=everything)


def _scoreboard(face: Face, labels: list[str], runs: list[Run]) -> None:
    text, units = face.text, units_of(face, runs[0])
    boards = [run.scoreboard for run in runs]
    total = max(sum(row.emissions for row in run.air) for run in runs)
    cost = max(abs(board.reference_cost) for board in boards)
    lines: list[tuple[str, str, list[str]]] = [
        (text("head-status"), "", [text(f"status-{run.status}") for run in runs]),
        (text("score-prices"), units.price, [_range(face, run) for run in runs]),
    ]

    def line(key: str, unit: str, values: list[float], scale: float = 0.0, *, signed: bool = False) -> None:
        lines.append((text(key), unit, [one(value, scale=scale, signed=signed) for value in values]))

    line("score-real-cost", units.money, [board.real_cost for board in boards])
    line("score-cost-saved", units.money, [board.cost_saved for board in boards], cost, signed=True)
    for account in boards[0].saved_by_account:
        values = [board.saved_by_account[account] for board in boards]
        lines.append(
            (f"  {text(f'account-{account}')}", units.money, [one(v, scale=cost, signed=True) for v in values])
        )
    line("score-spread", units.price, [board.price_spread for board in boards])
    line("score-traded", units.quantity, [board.traded for board in boards])
    line("score-finance", units.money, [board.finance_to_hosts for board in boards])
    line("score-emissions", units.quantity, [sum(row.emissions for row in run.air) for run in runs])
    line("score-air", units.quantity, [board.air_change for board in boards], total, signed=True)
    line("score-claimed-twice", units.quantity, [board.claimed_twice for board in boards], total)
    line("score-missed", units.quantity, [board.missed for board in boards], total)
    line("score-transaction-cost", units.money, [board.transaction_cost for board in boards], cost)
    line("score-effort-avoided", units.quantity, [board.effort_avoided for board in boards], total)
    given = [
        Column("", [words for words, _, _ in lines]),
        Column(text("head-measured-in"), [unit for _, unit, _ in lines]),
    ]
    given += [
        Column(label, [cells[place] for _, _, cells in lines], numbers=True) for place, label in enumerate(labels)
    ]
    show(face, given)


def _range(face: Face, run: Run) -> str:
    prices = [price for market in run.markets if (price := price_of(market)) is not None]
    if not prices:
        return NONE
    low, high = min(prices), max(prices)
    if high - low <= 1e-6 * max(abs(high), 1e-12):
        return one(high)
    return face.text("score-range", low=one(low, scale=high), high=one(high))


def _prices(face: Face, names: Namer, labels: list[str], runs: list[Run], *, everything: bool) -> None:
    """A row a market and year; a market that a scenario does not have is left open there."""
    text = face.text
    prices = [{(row.mechanism, row.unit_class, row.year): price_of(row) for row in run.markets} for run in runs]
    sizes: dict[tuple[str, str], float] = {}
    for run in runs:
        for row in run.markets:
            market = (row.mechanism, row.unit_class)
            sizes[market] = max(sizes.get(market, 0.0), row.supply if row.emissions is None else row.emissions)
    ordered = sorted(sizes, key=lambda market: -sizes[market])
    shown = ordered if everything else ordered[: most(len(runs[0].years))]
    keys = [(*market, year) for market in shown for year in runs[0].years]
    given = [
        Column(text("head-mechanism"), [names(key[0]) for key in keys]),
        Column(text("head-unit"), [key[1] for key in keys]),
    ]
    if len(runs[0].years) > 1:
        given.append(Column(text("head-year"), [str(key[2]) for key in keys]))
    # All prices with the same decimals, so that a row can be compared.
    cells = column([found.get(key) for found in prices for key in keys], decimals_least=PRICE_DECIMALS)
    for place, label in enumerate(labels):
        given.append(Column(label, cells[place * len(keys) : (place + 1) * len(keys)], numbers=True))
    show(face, given)
    cut(face, len(shown), len(ordered))
