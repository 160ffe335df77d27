"""What an answer says, in sentences: prices, cost, trade, the air, what is claimed twice, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from comity.report.rows import is_reference, price_of
from comity.report.subject import Subject
from comity.text.numbers import NONE, one, percent

if TYPE_CHECKING:
    from comity.results import Run
    from comity.text import Text

#: What sets a price is named up to so many; of more, only how many there are.
SETTERS_MOST = 3
UNMET_LEAST = 1e-9
PLACES_MOST = 12  # of what is not solved; of more, how many


def joined(text: Text, sentences: Iterable[str]) -> str:
    """Sentences one after the other: Chinese has no space between them."""
    return ("" if text.lang == "zh" else " ").join(sentences)


def summary(subject: Subject, run: Run) -> str:
    """An answer as one paragraph with its numbers."""
    years = dict.fromkeys((run.years[0], run.years[-1]))
    sentences = [_prices(subject, run, year) for year in years]
    sentences += [_cost(subject, run), _trade(subject, run), _air(subject, run), _claimed(subject, run)]
    return joined(subject.text, sentences)


def _prices(subject: Subject, run: Run, year: int) -> str:
    text, unit = subject.text, subject.units.price
    priced = [
        (price, market) for market in run.markets if market.year == year and (price := price_of(market)) is not None
    ]
    if not priced:
        return text("report-sum-price-none", year=year)
    (low, cheapest), (high, dearest) = min(priced, key=lambda p: p[0]), max(priced, key=lambda p: p[0])
    if len(priced) == 1:
        where = subject.name(dearest.mechanism)
        return text("report-sum-price-single", year=year, price=one(high), unit=unit, mechanism=where)
    if high - low <= 1e-6 * max(abs(high), 1e-12):
        return text("report-sum-price-one", year=year, price=one(high), unit=unit, count=len(priced))
    return text(
        "report-sum-price-range",
        year=year,
        count=len(priced),
        low=one(low, scale=high),
        low_at=subject.name(cheapest.mechanism),
        high=one(high),
        high_at=subject.name(dearest.mechanism),
        unit=unit,
    )


def _cost(subject: Subject, run: Run) -> str:
    text, board, unit = subject.text, run.scoreboard, subject.units.money
    cost = one(board.real_cost)
    if is_reference(run):
        return text("report-sum-cost-reference", cost=cost, unit=unit)
    saved = one(abs(board.cost_saved), scale=abs(board.reference_cost))
    key = "same" if saved == "0" else "less" if board.cost_saved > 0 else "more"
    share = percent(abs(board.cost_saved / board.reference_cost)) if board.reference_cost else NONE
    return text(f"report-sum-cost-{key}", cost=cost, unit=unit, saved=saved, share=share, reference=subject.reference)


def _trade(subject: Subject, run: Run) -> str:
    amount = one(run.scoreboard.traded, scale=sum(row.emissions for row in run.air))
    key = "report-sum-trade-none" if amount == "0" else "report-sum-trade"
    return subject.text(key, amount=amount, unit=subject.units.quantity)


def _air(subject: Subject, run: Run) -> str:
    total, change = sum(row.emissions for row in run.air), run.scoreboard.air_change
    amount = one(abs(change), scale=total)
    key = "reference" if is_reference(run) else "same" if amount == "0" else "more" if change > 0 else "less"
    return subject.text(
        f"report-sum-air-{key}",
        total=one(total),
        unit=subject.units.quantity,
        change=amount,
        reference=subject.reference,
    )


def _claimed(subject: Subject, run: Run) -> str:
    amount = one(run.scoreboard.claimed_twice, scale=sum(row.emissions for row in run.air))
    key = "report-sum-claimed-none" if amount == "0" else "report-sum-claimed"
    return subject.text(key, amount=amount, unit=subject.units.quantity)


def unsolved_places(subject: Subject, run: Run) -> list[str]:
    """Where an answer is not solved; of many, the first."""
    found = all_unsolved_places(run, subject.text, subject.name)
    more = len(found) - PLACES_MOST
    return found if more <= 0 else [*found[:PLACES_MOST], subject.text("report-more", count=more)]


def all_unsolved_places(run: Run, text: Text, name: Callable[[str], str]) -> list[str]:
    """Where an answer is not solved: obligations not covered, rules that find no rest, targets missed."""
    unit = run.units.quantity
    found = [
        text("run-unmet-at", where=name(row.mechanism), year=row.year, amount=one(row.unmet), unit=unit)
        for row in run.markets
        if row.unmet and row.unmet > UNMET_LEAST * run.typical.get("quantity", 1.0)
    ]
    found += [
        text(
            "run-cycle",
            where=name(cycle.mechanism),
            reserve=cycle.reserve,
            year=cycle.decided,
            regimes=text("list-separator").join(cycle.regimes),
            low=one(cycle.low),
            high=one(cycle.high),
            smoothing=one(cycle.smoothing),
            unit=unit,
        )
        for cycle in run.cycles
    ]
    return found + [
        text("run-missed-at", where=name(row.party), year=row.year, amount=one(row.missed), unit=unit)
        for row in run.balances
        if row.enforced and row.missed > 0
    ]


def set_by(subject: Subject, found: tuple[str, ...], price: float | None) -> str:
    """What sets a price, out of the addresses of it."""
    text = subject.text
    if not found:
        return NONE if price else text("set-by-nothing")
    activities = [address for address in found if address.startswith("activity.")]
    rules = [address for address in found if not address.startswith("activity.")]
    parts = [_rule(subject, address) for address in rules]
    if len(activities) > SETTERS_MOST:
        parts.append(text("set-by-activities", count=len(activities)))
    elif activities:
        named = text("report-semicolon").join(subject.name(address.split(".")[1]) for address in activities)
        parts.append(text("report-set-by-abatement", activities=named))
    return text("report-semicolon").join(parts)


def _rule(subject: Subject, address: str) -> str:
    """A rule by its name where it has one, else by its address."""
    text, (kind, id, *_, last) = subject.text, address.split(".")
    if kind == "agreement" and id in subject.world.agreement:
        title = text.name(subject.world.agreement[id].title.model_dump())
        return text("report-set-by-agreement", agreement=title)
    key = f"report-set-by-{last}"
    return text(key) if kind == "mechanism" and key in text else address
