"""Replays the circulation of allowances under a reserve's declared rules, month by month, with no market to solve.

Circulation changes by flows only and is never worked out anew from stocks:

    circulation = circulation before + issued - emissions - intake + release

and what came in is always somewhere: issued = circulated + held + surrendered + cancelled. All in allowances, exact:
integers or fractions, never floats. What nobody knows is None, and what rests on it is None too.

A table of years is spread evenly over their months, so that a replay by years is that by months, summed. What an
application decides comes due in equal parts, a month at a time, in whole allowances that add up to what was decided;
what a month's auctions are too small for waits for the next month, until the application ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from comity.errors import InputError, Problem, Said, said
from comity.world.path import (
    MONTHS,
    Known,
    Path,
    Period,
    Replayed,
    Row,
    beginning,
    index_of,
    less,
    months,
    total,
    years,
)
from comity.world.regimes import (
    ZERO,
    Decision,
    Regime,
    deciding,
    decisions,
    intake,
    is_high,
    per_unit,
    rounded,
)
from comity.world.reserve import StockReserve

__all__ = ["Decision", "Path", "Period", "Regime", "Replayed", "Row", "intake", "replay", "years"]


@dataclass(slots=True)
class _Plan:
    """Something decided that is carried out over months."""

    begin: int
    months: int
    amount: Fraction
    cancels: bool = False
    done: Fraction = ZERO

    @property
    def end(self) -> int:
        """The month after its last."""
        return self.begin + self.months

    def due(self, month: int, reserve: StockReserve) -> Fraction:
        """What has come due by the end of a month and has not been done; nothing once the application has ended."""
        past = month - self.begin + 1
        if not 0 < past <= self.months:
            return ZERO
        return rounded(self.amount * past / self.months, reserve) - self.done


@dataclass(slots=True)
class _State:
    """What a replay carries from month to month; months are counted from year 0."""

    path: Path
    reserve: StockReserve
    circulation: Known
    content: Known
    known: set[int] = field(default_factory=set)
    """Years whose circulation is known, so that what it decides is among the plans."""
    intakes: list[_Plan] = field(default_factory=list)
    releases: list[_Plan] = field(default_factory=list)
    priced: dict[str, list[_Plan]] = field(default_factory=dict)
    auctioned: dict[int, list[Known]] = field(default_factory=dict)
    prices: dict[int, Decimal | None] = field(default_factory=dict)
    decided: list[Decision] = field(default_factory=list)
    blind: dict[str, None] = field(default_factory=dict)
    missing: Said | None = None
    """What would have to be known for what is not."""


def replay(path: Path, reserve: StockReserve) -> Replayed:
    """The path under the reserve's rules. Raises InputError where a circulation is needed that nobody can know."""
    opening, *rows = path.rows
    first = index_of(opening.year, opening.month or MONTHS)
    content = _opening_content(opening, reserve, first)
    state = _State(path, reserve, opening.circulation, content)
    state.auctioned[opening.year] = _opening_auctions(opening, reserve)
    state.prices[first] = opening.price
    periods = [beginning(opening, content)]
    _decide(state, first)
    for row, closes in months(rows):
        periods.append(_step(state, row, closes))
        _decide(state, index_of(row.year, row.month or 0))
    return Replayed(tuple(periods), tuple(state.decided), tuple(state.blind))


# One month ------------------------------------------------------------------------------------------------------------


def _step(state: _State, row: Row, closes: bool) -> Period:
    month = index_of(row.year, row.month or 0)
    added = _added(state.reserve, month)
    held = total(state.content, added)
    gone = _invalidated(state, held, month)
    held = less(held, gone)
    taken, dropped = _take(state, month, row.auctions)
    held = total(held, less(taken, dropped))
    given = _give(state, month, held)
    held = less(held, given)
    auctioned = row.auctioned if row.auctioned is not None else less(total(row.auctions, given), taken)
    auctions = row.auctions if row.auctions is not None else less(total(row.auctioned, taken), given)
    flows = less(total(auctioned, row.free, row.other), row.emissions)
    by_flows = total(state.circulation, flows)
    state.circulation = by_flows if row.circulation is None else row.circulation
    if closes and state.circulation is None:
        raise InputError([_unknowable(state, row)])
    state.content = held if row.content is None else row.content
    state.auctioned.setdefault(row.year, []).append(auctioned)
    state.prices[month] = row.price
    return Period(
        year=row.year,
        month=row.month,
        auctions=auctions,
        auctioned=auctioned,
        free=row.free,
        other=row.other,
        emissions=row.emissions,
        intake=taken,
        release=given,
        added=added,
        cancelled=total(gone, dropped),
        content=state.content,
        content_unexplained=less(state.content, held),
        circulation=state.circulation,
        unexplained=less(state.circulation, by_flows),
    )


def _decide(state: _State, month: int) -> None:
    """At the end of a December, what its circulation decides."""
    year = month // MONTHS
    if month % MONTHS != MONTHS - 1 or state.circulation is None:
        return
    state.known.add(year)
    for decision in decisions(state.reserve, year, state.circulation):
        state.decided.append(decision)
        regime, begin = decision.regime, index_of(decision.begin.year, decision.begin.month)
        state.intakes.append(_Plan(begin, decision.months, regime.intake, regime.cancels))
        state.releases.append(_Plan(begin, decision.months, regime.release))


def _take(state: _State, month: int, auctions: Known) -> tuple[Known, Known]:
    """What is taken out of the auctions of a month, and what of it is cancelled."""
    if _is_undecided(state, month):
        return None, None if any(rule.cancels for rule in state.reserve.intakes.values()) else ZERO
    left = None if auctions is None else _whole(auctions, state.reserve)
    taken = dropped = ZERO
    for plan in state.intakes:
        amount = plan.due(month, state.reserve)
        amount = amount if left is None else max(min(amount, left - taken), ZERO)
        plan.done += amount
        taken += amount
        dropped += amount if plan.cancels else ZERO
    return taken, dropped


def _whole(amount: Fraction, reserve: StockReserve) -> Fraction:
    return amount if reserve.rounding == "none" else Fraction(floor(amount))


def _give(state: _State, month: int, held: Known) -> Known:
    """What is released in a month; None where nobody knows whether there is enough."""
    _watch_prices(state, month)
    if _is_undecided(state, month):
        return None
    given = ZERO
    for plan in (*state.releases, *(plan for plans in state.priced.values() for plan in plans)):
        amount = plan.due(month, state.reserve)
        if amount and held is None:
            state.missing = said("expected-content")
            return None
        amount = amount if held is None else max(min(amount, held - given), ZERO)
        plan.done += amount
        given += amount
    return given


def _is_undecided(state: _State, month: int) -> bool:
    """Whether a year whose circulation is not known decides something for a month."""
    year = next((year for year, _ in deciding(state.reserve, month) if year not in state.known), None)
    if year is not None:
        state.missing = said("expected-circulation-of", year=year)
    return year is not None


# Prices, additions, invalidation --------------------------------------------------------------------------------------


def _watch_prices(state: _State, month: int) -> None:
    """Plan the releases that the prices up to the month before trigger."""
    reserve, size = state.reserve, per_unit(state.reserve)
    year = month // MONTHS
    for id, rule in reserve.price_releases.items():
        plans = state.priced.setdefault(id, [])
        if not rule.in_force(date(year, month % MONTHS + 1, 1)):
            continue
        if any(month < plan.end + rule.rest for plan in plans):
            continue
        if not rule.beside and any(plan.amount and plan.begin <= month < plan.end for plan in state.releases):
            continue
        high = is_high(rule, state.prices, month)
        if high is None:
            state.blind[f"price-releases.{id}"] = None
        elif high:
            begin = month + rule.wait
            amount = rounded(Fraction(rule.volume) * size, reserve)
            if rule.most is not None:
                this_year = sum((plan.amount for plan in plans if plan.begin // MONTHS == begin // MONTHS), ZERO)
                amount = min(amount, max(Fraction(rule.most) * size - this_year, ZERO))
            plans.append(_Plan(begin, rule.spread, amount))


def _added(reserve: StockReserve, month: int) -> Known:
    """What comes into the reserve from elsewhere in a month."""
    size = per_unit(reserve)
    coming = (rule.volume for rule in reserve.additions.values() if index_of(rule.on.year, rule.on.month) == month)
    return total(ZERO, *(None if volume is None else Fraction(volume) * size for volume in coming))


def _invalidated(state: _State, held: Known, month: int) -> Known:
    """What ceases to be valid in a month."""
    reserve, year = state.reserve, month // MONTHS
    gone: Known = ZERO
    for rule in reserve.invalidations.values():
        if rule.start.month != month % MONTHS + 1 or year < rule.start.year:
            continue
        if rule.end is not None and rule.start.replace(year=year, day=min(rule.start.day, 28)) > rule.end:
            continue
        level = None if rule.above is None else Fraction(rule.above) * per_unit(reserve)
        if rule.above_auctions:
            last = state.auctioned.get(year - 1, [])
            level = total(*last) if len(last) == MONTHS else None
        if held is None or level is None or gone is None:
            gone = None
        else:
            gone = max(gone, held - level)
    return gone


# How a path begins ----------------------------------------------------------------------------------------------------


def _opening_content(opening: Row, reserve: StockReserve, first: int) -> Known:
    """What the reserve holds when the path begins: as published, else what came before anything could leave it."""
    if opening.content is not None:
        return opening.content
    if _has_begun(reserve, first):
        return None
    came = (month for rule in reserve.additions.values() if (month := index_of(rule.on.year, rule.on.month)) <= first)
    return total(ZERO, *(_added(reserve, month) for month in dict.fromkeys(came)))


def _has_begun(reserve: StockReserve, month: int) -> bool:
    """Whether by the end of a month something may have been taken, released or invalidated."""
    starts = [rule.start for group in (reserve.invalidations, reserve.price_releases) for rule in group.values()]
    starts += [rule.start for group in (reserve.intakes, reserve.releases) for rule in group.values()]
    return any(start is None or index_of(start.year, start.month) <= month for start in starts)


def _opening_auctions(opening: Row, reserve: StockReserve) -> list[Known]:
    """What was auctioned in the months of the first row."""
    known = opening.auctioned
    if known is None and not _has_begun(reserve, index_of(opening.year, opening.month or MONTHS)):
        known = opening.auctions
    return [known] if opening.month is not None else [known, *[ZERO] * (MONTHS - 1)]


def _unknowable(state: _State, row: Row) -> Problem:
    """Why the circulation at the end of a row cannot be known."""
    flows = said("expected-flows") if None in (row.emissions, row.free, row.other) else state.missing
    return Problem(state.path.file, row.line, "circulation", said("found-nothing"), flows or said("expected-flows"))
