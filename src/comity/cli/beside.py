"""`comity run --beside`: several scenarios of one world, a column each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.face import Face
from comity.cli.load import units_of
from comity.cli.run_tables import most
from comity.cli.run_words import status
from comity.cli.tables import Column, cut, show
from comity.report.rows import by_size, prices_of, scoreboard
from comity.report.subject import Namer
from comity.text.numbers import PRICE_DECIMALS, column

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
    rows = scoreboard(face.text, runs)
    given = [
        Column("", [f"  {row.words}" if row.part else row.words for row in rows]),
        Column(face.text("head-measured-in"), [row.unit for row in rows]),
    ]
    given += [Column(label, [row.cells[place] for row in rows], numbers=True) for place, label in enumerate(labels)]
    show(face, given)


def _prices(face: Face, names: Namer, labels: list[str], runs: list[Run], *, everything: bool) -> None:
    """A row a market and year; a market that a scenario does not have is left open there."""
    text = face.text
    prices = [prices_of(run) for run in runs]
    ordered = by_size(runs)
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
