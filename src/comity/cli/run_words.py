"""What a solution says, in sentences: the first lines of `comity run`, and its scoreboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.face import Face, columns
from comity.cli.load import units_of
from comity.cli.wrap import columns_of, listed, padded
from comity.report.rows import is_reference, price_of
from comity.report.subject import BASE, Namer
from comity.report.words import all_unsolved_places
from comity.text.numbers import NONE, one, percent

if TYPE_CHECKING:
    from comity.results import Run
    from comity.world import World

YEARS_MOST = 4  # told one by one; of more, the first and the last
SIDE_BY_SIDE = 110  # columns that gains and harms need beside each other


def opening(face: Face, world: World, run: Run, names: Namer) -> None:
    """World, scenario and status; then price, cost, air and what is claimed twice."""
    text = face.text
    face.say(click.style(text.name(world.world.title.model_dump()), bold=True))
    years = ", ".join(map(str, run.years))
    scenario = "+".join(run.scenario) or BASE
    face.prose(text("run-under", world=run.world, scenario=scenario, years=years, status=text(f"status-{run.status}")))
    if run.status != "solved":
        status(face, run, names)
    face.say()
    face.pairs(
        [
            *prices(face, run, names),
            (text("run-cost"), cost_words(face, run)),
            (text("run-air"), air_words(face, run)),
            (text("run-claimed-twice"), claimed_words(face, run)),
            (text("run-figures"), figures_words(face, run)),
        ]
    )


def status(face: Face, run: Run, names: Namer) -> None:
    """What it means that a solution is not solved, and where."""
    face.say()
    face.prose(face.text(f"run-status-{run.status}", residual=f"{run.residual:.0e}"))
    for words in all_unsolved_places(run, face.text, names):
        face.prose(words, "  ")


def prices(face: Face, run: Run, names: Namer) -> list[tuple[str, str]]:
    """One price or a range, a line a year."""
    years = run.years if len(run.years) <= YEARS_MOST else (run.years[0], run.years[-1])
    phrases = [_year_prices(face, run, names, year) for year in years]
    if len(run.years) > 1:
        phrases = [face.text("run-in-year", year=year, words=words) for year, words in zip(years, phrases, strict=True)]
    return [(face.text("run-price") if place == 0 else "", words) for place, words in enumerate(phrases)]


def _year_prices(face: Face, run: Run, names: Namer, year: int) -> str:
    text, unit = face.text, units_of(face, run).price
    priced = [
        (price, market) for market in run.markets if market.year == year and (price := price_of(market)) is not None
    ]
    if not priced:
        return text("run-price-none")
    (low, cheapest), (high, dearest) = min(priced, key=lambda p: p[0]), max(priced, key=lambda p: p[0])
    if len(priced) == 1:
        return text("run-price-single", price=one(high), unit=unit, mechanism=names(dearest.mechanism))
    if high - low <= 1e-6 * max(abs(high), 1e-12):
        return text("run-price-one", price=one(high), unit=unit, count=len(priced))
    return text(
        "run-price-range",
        low=one(low, scale=high),
        low_at=names(cheapest.mechanism),
        high=one(high),
        high_at=names(dearest.mechanism),
        unit=unit,
        count=len(priced),
    )


def cost_words(face: Face, run: Run) -> str:
    """The real cost, and what is saved against the reference."""
    text, board = face.text, run.scoreboard
    cost = one(board.real_cost)
    if is_reference(run):
        return text("run-cost-reference", cost=cost, unit=units_of(face, run).money)
    saved = one(abs(board.cost_saved), scale=abs(board.reference_cost))
    if saved == "0":
        key = "run-cost-same"
    else:
        key = "run-cost-less" if board.cost_saved > 0 else "run-cost-more"
    share = percent(abs(board.cost_saved / board.reference_cost)) if board.reference_cost else NONE
    reference = run.air[0].reference.scenario
    return text(key, cost=cost, unit=units_of(face, run).money, saved=saved, share=share, reference=reference)


def air_words(face: Face, run: Run) -> str:
    """Emissions over the years, and the change against the reference."""
    total, change = sum(row.emissions for row in run.air), run.scoreboard.air_change
    amount = one(abs(change), scale=total)
    if is_reference(run):
        key = "run-air-reference"
    elif amount == "0":
        key = "run-air-same"
    else:
        key = "run-air-more" if change > 0 else "run-air-less"
    reference = run.air[0].reference.scenario
    return face.text(key, total=one(total), unit=units_of(face, run).quantity, change=amount, reference=reference)


def claimed_words(face: Face, run: Run) -> str:
    """Tonnes that two sides claim."""
    total = sum(row.emissions for row in run.air)
    amount = one(run.scoreboard.claimed_twice, scale=total)
    return face.text(
        "run-claimed-none" if amount == "0" else "run-claimed", amount=amount, unit=units_of(face, run).quantity
    )


def figures_words(face: Face, run: Run) -> str:
    """What share of the tonnes of baselines and caps rests on figures of which status."""
    parts = [
        face.text("run-figures-part", share=percent(share), status=face.text(f"status-{status}"))
        for status, share in sorted(run.marked.items(), key=lambda item: -item[1])
    ]
    return face.text("run-figures-words", parts=face.text("list-separator").join(parts)) if parts else NONE


def scoreboard(face: Face, run: Run) -> None:
    """Gains beside harms: next to each other where there is room, else one below the other."""
    text = face.text
    face.head(text("run-scoreboard", reference=run.air[0].reference.scenario))
    if run.scoreboard.discount_rate:
        face.prose(text("run-discounted", rate=percent(run.scoreboard.discount_rate), year=run.years[0]), "  ", "  ")
    sides = [(text("run-gains"), gains(face, run)), (text("run-harms"), harms(face, run))]
    width = columns()
    if width is not None and width < SIDE_BY_SIDE:
        for head, pairs in sides:
            face.say()
            face.say(f"  {head}")
            face.pairs([(f"  {term}", words) for term, words in pairs])
        return
    blocks = [[f"  {head}", *listed([(f"  {term}", words) for term, words in pairs], 200)] for head, pairs in sides]
    left = max(columns_of(line) for line in blocks[0]) + 4
    face.say()
    for row in range(max(map(len, blocks))):
        cells = [block[row] if row < len(block) else "" for block in blocks]
        face.say((padded(cells[0], left) + cells[1]).rstrip())


def gains(face: Face, run: Run) -> list[tuple[str, str]]:
    """The side of the scoreboard that speaks for the solution."""
    text, board, units = face.text, run.scoreboard, units_of(face, run)
    scale = abs(board.reference_cost)

    def money(value: float) -> str:
        return f"{one(value, scale=scale, signed=True)} {units.money}"

    accounts = [(f"  {text(f'account-{name}')}", money(value)) for name, value in board.saved_by_account.items()]
    spread = text(
        "score-spread-words", before=one(board.reference_price_spread), after=one(board.price_spread), unit=units.price
    )
    return [
        (text("score-cost-saved"), money(board.cost_saved)),
        *accounts,
        (text("score-spread"), spread),
        (text("score-traded"), f"{one(board.traded)} {units.quantity}"),
        (text("score-finance"), f"{one(board.finance_to_hosts)} {units.money}"),
    ]


def harms(face: Face, run: Run) -> list[tuple[str, str]]:
    """The side that speaks against it."""
    text, board, units = face.text, run.scoreboard, units_of(face, run)
    total = sum(row.emissions for row in run.air)

    def tonnes(value: float, *, signed: bool = False) -> str:
        return f"{one(value, scale=total, signed=signed)} {units.quantity}"

    lines = [
        (text("score-air"), tonnes(board.air_change, signed=True)),
        (text("score-claimed-twice"), tonnes(board.claimed_twice)),
        (text("score-missed"), tonnes(board.missed)),
        (text("score-transaction-cost"), f"{one(board.transaction_cost, scale=board.real_cost)} {units.money}"),
        (text("score-effort-avoided"), tonnes(board.effort_avoided)),
    ]
    if board.unmet > total * 1e-9:
        lines.append((text("score-unmet"), tonnes(board.unmet)))
    return lines
