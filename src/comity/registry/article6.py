"""Corresponding adjustments of the Paris Agreement's Article 6.2 (decision 2/CMA.3, annex), in exact numbers.

What a Party must adjust for is *booked*: ITMOs first transferred, F, by the calendar year in which the outcome occurred
(the vintage), and ITMOs used towards an NDC, U, by the calendar year of use (paragraph 8). What it reports follows from
its *method*, one for the whole NDC period (paragraph 7):

- averaging (7(a)(ii), single-year NDC): what has been booked since the period began, divided by the years elapsed; each
  year's is indicative, and the NDC year's is the adjustment;
- trajectory (7(a)(i), single-year NDC): each year's own amount, beside an indicative trajectory;
- multi-year trajectory, multi-year budget (7(b)): each year's own amount, and all of them at the end.

The emissions balance adds F and takes off U; a metric other than greenhouse gases does the reverse (paragraph 9). F
and U stay apart in every answer, since the decision does not say in which order to net them. Quantities are in t CO2e,
or in the units of the other metric. A datum that is missing makes an answer None, or `undetermined`: never met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from comity.registry.permits import exact
from comity.registry.state import State

Method = Literal["averaging", "trajectory", "multi-year-trajectory", "multi-year-budget"]
Divisor = Literal["elapsed", "period"]
#: Where each way to divide what averaging has gathered is written. They agree in the NDC year alone.
DIVISORS: Mapping[Divisor, str] = {
    "elapsed": "decision 2/CMA.3, annex, paragraph 7(a)(ii): the number of elapsed years in the NDC period",
    "period": "Switzerland–Ghana agreement of 23 November 2020, article 10: the years of the NDC implementation period",
}
ZERO = Fraction(0)
Yearly = Mapping[int, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a Party is held to for an NDC period."""

    party: str
    method: Method
    first: int
    last: int
    """The NDC year of a single-year NDC; the last year of any."""
    greenhouse_gases: bool = True
    """Whether it is in t CO2e; else in the units of another metric."""
    at_least: bool = False
    """Whether the target is reached from below, as one of renewable power is."""
    level: Fraction | None = None
    """The target of the NDC year; of a budget, that of the whole period."""
    trajectory: Yearly = field(default_factory=dict)
    """By year: the indicative trajectory of a single-year NDC, or the multi-year NDC itself."""

    @property
    def years(self) -> range:
        """The years of the period."""
        return range(self.first, self.last + 1)

    @property
    def sign(self) -> int:
        """What a first transfer does to the balance: + 1 to emissions, - 1 to an indicator of another metric."""
        return 1 if self.greenhouse_gases else -1


@dataclass(frozen=True, slots=True)
class Booked:
    """What a Party has to adjust for, whatever its method."""

    party: str
    transferred: Yearly = field(default_factory=dict)
    """First transferred, by vintage year."""
    used: Yearly = field(default_factory=dict)
    """Used towards an NDC, by year of use."""

    def net(self, years: Iterable[int]) -> Fraction:
        """First transferred less used in these years."""
        return sum((self.transferred.get(year, ZERO) - self.used.get(year, ZERO) for year in years), ZERO)


def booked(state: State, party: str) -> Booked:
    """What a registry has counted for a Party."""
    return Booked(party, *(_tallied(state, f"{what}:{party}:") for what in ("transferred", "used")))


def _tallied(state: State, beginning: str) -> dict[int, Fraction]:
    ids = [id for id in sorted(state.tallies) if id.startswith(beginning)]
    return {int(id.removeprefix(beginning)): exact(state.tallies[id].value) for id in ids}


def parties(state: State) -> list[str]:
    """The Parties for which a registry has counted anything."""
    ids = (id.split(":") for id in state.tallies)
    return sorted({":".join(parts[1:-1]) for parts in ids if parts[0] in ("transferred", "used")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of a Party's balance. None is not known."""

    year: int
    emissions: Fraction | None
    """Covered by the NDC; or the indicator of another metric."""
    transferred: Fraction
    used: Fraction
    adjustment: Fraction
    """With its sign: what is added to the emissions."""
    indicative: bool
    """Whether the method calls for another number in the end."""
    target: Fraction | None

    @property
    def adjusted(self) -> Fraction | None:
        """The emissions balance of paragraph 8, or the indicator of paragraph 9."""
        return None if self.emissions is None else self.emissions + self.adjustment


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A Party's balance as of a year: year by year, over all years so far, and in the last of them."""

    target: Target
    years: tuple[Year, ...]
    transferred: Fraction
    """In all years so far."""
    used: Fraction
    outside: Fraction
    """First transferred less used in years outside the period: not adjusted for here, and not lost either."""

    @property
    def cumulative(self) -> Fraction:
        """The adjustments of all years so far: what was booked, with its sign, whatever the method."""
        return self.target.sign * (self.transferred - self.used)

    @property
    def last(self) -> Year:
        """The year as of which it is; at the end of the period that is the NDC year."""
        return self.years[-1]

    @property
    def reported(self) -> Fraction:
        """The one adjustment that stands against the NDC as of the last year.

        Averaging: the average. Trajectory: that year's own. Multi-year: that of all years.
        """
        return self.cumulative if self.target.method.startswith("multi-year") else self.last.adjustment


def balance(
    target: Target, books: Booked, emissions: Yearly, through: int | None = None, divisor: Divisor = "elapsed"
) -> Balance:
    """A Party's balance as of the end of year `through`, the last of the period if it is not said.

    Raises ValueError for a year outside the period, and for books of another Party.
    """
    through = target.last if through is None else through
    if through not in target.years or books.party != target.party:
        raise ValueError(f"no balance of {target.party} for {books.party} in {through}")
    so_far = range(target.first, through + 1)
    years = tuple(
        Year(
            year=year,
            emissions=emissions.get(year),
            transferred=books.transferred.get(year, ZERO),
            used=books.used.get(year, ZERO),
            adjustment=adjustment(target, books, year, divisor),
            indicative=target.method == "averaging" and year != target.last,
            target=target.level if _single(target) and year == target.last else target.trajectory.get(year),
        )
        for year in so_far
    )
    elsewhere = (books.transferred.keys() | books.used.keys()) - set(target.years)
    return Balance(
        target=target,
        years=years,
        transferred=sum((year.transferred for year in years), ZERO),
        used=sum((year.used for year in years), ZERO),
        outside=books.net(elsewhere),
    )


def _single(target: Target) -> bool:
    """Whether the target is that of one year."""
    return not target.method.startswith("multi-year")


def adjustment(target: Target, books: Booked, year: int, divisor: Divisor = "elapsed") -> Fraction:
    """What a Party adds to its emissions of a year by its method, with its sign."""
    if target.method != "averaging":
        return target.sign * books.net((year,))
    elapsed = range(target.first, year + 1)
    return target.sign * books.net(elapsed) / len(elapsed if divisor == "elapsed" else target.years)


Outcome = Literal["met", "not-met", "undetermined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether adjusted emissions stay within what they are held against."""

    outcome: Outcome
    adjusted: Fraction | None
    target: Fraction | None
    missing: tuple[tuple[str, int], ...] = ()
    """Which datum is not known (emissions, target or trajectory), and of which year."""


def over_the_years(found: Balance) -> Judgement:
    """The safeguard: adjusted emissions of all years so far against the trajectory, or at the end the budget.

    Annual amounts count, not averages. A budget is judged when the whole period is known. Averaging without a
    trajectory has nothing to be held against over the years, and stays undetermined.
    """
    target, years = found.target, found.years
    missing = [("emissions", year.year) for year in years if year.emissions is None]
    against: Fraction | None
    if target.method == "multi-year-budget":
        missing += [("emissions", year) for year in range(found.last.year + 1, target.last + 1)]
        missing += [] if target.level is not None else [("target", target.last)]
        against = target.level
    else:
        held = [target.trajectory.get(year.year) for year in years]
        missing += [("trajectory", year.year) for year, one in zip(years, held, strict=True) if one is None]
        against = sum((one for one in held if one is not None), ZERO) if None not in held else None
    known = [year.emissions for year in years if year.emissions is not None]
    total = sum(known, ZERO) + found.cumulative if len(known) == len(years) else None
    return _judged(target, total, against, missing)


def in_the_ndc_year(found: Balance) -> Judgement:
    """The NDC year by itself: its adjusted emissions against its target; undetermined before that year is known."""
    target = found.target
    if found.last.year != target.last:
        return _judged(target, None, target.level, [("emissions", target.last)])
    held = target.level if _single(target) else target.trajectory.get(target.last)
    missing = [("emissions", target.last)] if found.last.emissions is None else []
    missing += [("target", target.last)] if held is None else []
    return _judged(target, found.last.adjusted, held, missing)


def _judged(
    target: Target, adjusted: Fraction | None, against: Fraction | None, missing: list[tuple[str, int]]
) -> Judgement:
    outcome: Outcome = "undetermined"
    if not missing and adjusted is not None and against is not None:
        within = adjusted >= against if target.at_least else adjusted <= against
        outcome = "met" if within else "not-met"
    return Judgement(outcome=outcome, adjusted=adjusted, target=against, missing=tuple(sorted(missing)))
