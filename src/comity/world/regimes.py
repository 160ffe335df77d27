"""What a reserve's rules decide at one circulation: how much, under which regime, and how it changes with circulation.

Exact: allowances are integers or fractions, never floats. Between thresholds each rule is a straight line, so that the
slope of the regime is all that a solver needs to know of it beside the amounts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from comity.quantity import parse_quantity
from comity.world.reserve import Application, Intake, PriceRelease, Release, StockReserve

ZERO = Fraction(0)
HALF = Fraction(1, 2)
#: The regime in which a reserve does nothing.
NOTHING = "nothing"
#: Between the two regimes whose step a ramp smooths.
RAMP = " > "


class Regime(NamedTuple):
    """What the circulation of a year decides, in allowances over all months of its application."""

    intake: Fraction
    """Taken out of the auctions."""
    release: Fraction
    """Added to them."""
    slope: Fraction
    """What one allowance more in circulation adds to intake less release; 0 where auctions or content limit it."""
    name: str
    """Addresses of the rules that hold, as `intakes.doubled`; `nothing`; of a ramp, both regimes with ` > ` between."""
    limited: bool = False
    """Whether the auctions are too small for the intake, or the content for the release."""
    cancels: bool = False
    """Whether what is taken is cancelled."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the circulation at the end of a year decides for one application."""

    year: int
    """Whose circulation decides."""
    circulation: Fraction
    """That circulation."""
    begin: date
    """First day of the application."""
    months: int
    """How many it lasts."""
    regime: Regime


class _Line(NamedTuple):
    """An amount on the straight line it is on."""

    amount: Fraction
    slope: Fraction
    name: str
    cancels: bool = False

    def at(self, shift: Fraction) -> Fraction:
        return self.amount + self.slope * shift


def per_unit(reserve: StockReserve) -> Fraction:
    """Allowances in one of the unit that the reserve's rules are written in."""
    return parse_quantity(reserve.unit).tonnes / parse_quantity(reserve.allowance).tonnes


def rounded(amount: Fraction, reserve: StockReserve) -> Fraction:
    """An amount in allowances, rounded as the reserve says."""
    if reserve.rounding == "none":
        return amount
    return Fraction(floor(amount + HALF if reserve.rounding == "nearest" else amount))


def intake(
    reserve: StockReserve,
    year: int,
    circulation: Fraction,
    content: Fraction | None = None,
    auctions: Fraction | None = None,
    *,
    whole: bool = True,
) -> Regime:
    """What the circulation at the end of a year decides, over all applications that it decides for.

    All in allowances. `content`: the most that can be released; `auctions`: the most that can be taken, both over the
    months of the application; not limited where None. `whole=False` leaves the amounts unrounded, for a solver.
    """
    return together(decisions(reserve, year, circulation, whole=whole), content, auctions)


def together(parts: Iterable[Decision], content: Fraction | None, auctions: Fraction | None) -> Regime:
    """What decisions are in all, within the limits that `intake` names."""
    total = Regime(ZERO, ZERO, ZERO, NOTHING)
    for decision in parts:
        found = decision.regime
        names = [name for name in (total.name, found.name) if name != NOTHING]
        total = Regime(
            total.intake + found.intake,
            total.release + found.release,
            total.slope + found.slope,
            " + ".join(names) or NOTHING,
            cancels=total.cancels or found.cancels,
        )
    return _limited(total, content, auctions)


def decisions(reserve: StockReserve, year: int, circulation: Fraction, *, whole: bool = True) -> tuple[Decision, ...]:
    """What the circulation at the end of a year decides, one an application; those for which no rule is in force are
    left out."""
    found = []
    for application in _applications(reserve):
        begin = date(year + application.lag, application.month, 1)
        intakes, releases = _in_force(reserve, application, begin)
        if intakes or releases:
            regime = _regime(reserve, intakes, releases, circulation)
            if whole:
                regime = regime._replace(
                    intake=rounded(regime.intake, reserve), release=rounded(regime.release, reserve)
                )
            found.append(Decision(year, circulation, begin, application.months, regime))
    return tuple(found)


def deciding(reserve: StockReserve, month: int) -> Iterator[tuple[int, date]]:
    """The years whose circulation decides something for a month (counted as `path.index_of` does), each with the first
    day of the application."""
    for application in _applications(reserve):
        latest = month // 12 - application.lag
        for year in range(latest - application.months // 12 - 1, latest + 1):
            begin = date(year + application.lag, application.month, 1)
            past = month - (begin.year * 12 + begin.month - 1)
            if 0 <= past < application.months and any(_in_force(reserve, application, begin)):
                yield year, begin


def _applications(reserve: StockReserve) -> tuple[Application, ...]:
    rules: tuple[Intake | Release, ...] = (*reserve.intakes.values(), *reserve.releases.values())
    return tuple(dict.fromkeys(rule.application or reserve.application for rule in rules))


def is_high(rule: PriceRelease, prices: Mapping[int, Decimal | None], month: int) -> bool | None:
    """Whether the mean prices of the months before a month trigger a release; None if some are not known.

    `prices` by month, counted as `path.index_of` does.
    """
    last = _known(prices, month - rule.months, month)
    if rule.above is not None:
        reading = rule.above.at((month - 1) // 12)
        return None if last is None or reading is None else all(price > reading.value for price in last)
    before = _known(prices, month - rule.months - rule.over, month - rule.months)
    if last is None or before is None:
        return None
    return sum(last) / rule.months > Fraction(rule.factor or 0) * sum(before) / rule.over


def _known(prices: Mapping[int, Decimal | None], begin: int, end: int) -> list[Fraction] | None:
    found = [prices.get(month) for month in range(begin, end)]
    known = [Fraction(price) for price in found if price is not None]
    return known if len(known) == len(found) else None


def _in_force(
    reserve: StockReserve, application: Application, begin: date
) -> tuple[dict[str, Intake], dict[str, Release]]:
    def holds(rule: Intake | Release) -> bool:
        return (rule.application or reserve.application) == application and rule.in_force(begin)

    return (
        {f"intakes.{id}": rule for id, rule in reserve.intakes.items() if holds(rule)},
        {f"releases.{id}": rule for id, rule in reserve.releases.items() if holds(rule)},
    )


def _limited(regime: Regime, content: Fraction | None, auctions: Fraction | None) -> Regime:
    if auctions is not None and regime.intake > auctions:
        regime = regime._replace(intake=max(auctions, ZERO), slope=ZERO, limited=True)
    if content is not None and regime.release > content:
        regime = regime._replace(release=max(content, ZERO), slope=ZERO, limited=True)
    return regime


# The rules as lines over circulation ----------------------------------------------------------------------------------


def _regime(
    reserve: StockReserve, intakes: dict[str, Intake], releases: dict[str, Release], circulation: Fraction
) -> Regime:
    size = per_unit(reserve)
    width = Fraction(reserve.smoothing) * size

    def taken(at: Fraction) -> _Line:
        return _intake_line(intakes, at, size)

    def given(at: Fraction) -> _Line:
        return _release_line(releases, at, size)

    if width:
        steps = {step for step in _intake_steps(intakes, size) if step > 0}
        took = _smooth(taken, sorted(steps), circulation, width)
        gave = _smooth(given, sorted({Fraction(rule.below) * size for rule in releases.values()}), circulation, width)
    else:
        took, gave = taken(circulation), given(circulation)
    names = [line.name for line in (took, gave) if line.name != NOTHING]
    return Regime(took.amount, gave.amount, took.slope - gave.slope, " + ".join(names) or NOTHING, cancels=took.cancels)


def _intake_line(rules: dict[str, Intake], circulation: Fraction, size: Fraction) -> _Line:
    def holds(rule: Intake) -> bool:
        threshold = Fraction(rule.threshold) * size
        return circulation > threshold if rule.above is not None else circulation >= threshold

    holding = {id: rule for id, rule in rules.items() if holds(rule)}
    if not holding:
        return _Line(ZERO, ZERO, NOTHING)
    # At the same threshold the stricter of two rules, `above`, is the higher.
    id = max(holding, key=lambda one: (holding[one].threshold, holding[one].above is not None))
    rule = holding[id]
    if rule.share is None:
        line = _Line(Fraction(rule.volume or 0) * size, ZERO, id, rule.cancels)
    else:
        share = Fraction(rule.share)
        line = _Line(share * (circulation - Fraction(rule.beyond) * size), share, id, rule.cancels)
    too_little = line.amount < Fraction(rule.least) * size or line.amount <= 0
    return _Line(ZERO, ZERO, NOTHING) if too_little else line


def _release_line(rules: dict[str, Release], circulation: Fraction, size: Fraction) -> _Line:
    holding = {id: rule for id, rule in rules.items() if circulation < Fraction(rule.below) * size}
    if not holding:
        return _Line(ZERO, ZERO, NOTHING)
    id = min(holding, key=lambda one: holding[one].below)
    rule = holding[id]
    if rule.times is None:
        return _Line(Fraction(rule.volume or 0) * size, ZERO, id)
    times = Fraction(rule.times)
    return _Line(times * (Fraction(rule.below) * size - circulation), -times, id)


def _intake_steps(rules: dict[str, Intake], size: Fraction) -> Iterator[Fraction]:
    """Circulations at which the intake may step or bend: thresholds, and where it begins or comes to its least."""
    for rule in rules.values():
        threshold, beyond = Fraction(rule.threshold), Fraction(rule.beyond)
        least = beyond + Fraction(rule.least) / Fraction(rule.share) if rule.share else ZERO
        yield threshold * size
        yield from (level * size for level in (beyond, least) if level > threshold)


def _smooth(line: Callable[[Fraction], _Line], steps: list[Fraction], circulation: Fraction, width: Fraction) -> _Line:
    """The line at a circulation; near a step, the ramp that stands for it."""
    for place, step in enumerate(steps):
        # Nothing is below the first step or above the last to keep away from: as far as the ramp is wide will do.
        before = steps[place - 1] if place else step - width
        after = steps[place + 1] if place + 1 < len(steps) else step + width
        half = min(width, step - before, after - step) / 2
        if abs(circulation - step) >= half:
            continue
        low, high = line(step - half), line(step + half)
        if low.at(half) == high.at(-half):
            continue  # it bends there, but does not step
        slope = (high.amount - low.amount) / (2 * half)
        amount = low.amount + slope * (circulation - step + half)
        return _Line(amount, slope, f"{low.name}{RAMP}{high.name}", low.cancels or high.cancels)
    return line(circulation)
