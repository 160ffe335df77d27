"""The tables of `comity run`: markets, Parties, balances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cli.face import Face
from comity.cli.load import units_of
from comity.cli.tables import ROWS_MOST, Column, cut, numbers, prices, show
from comity.report.rows import holder_sums, is_reference, price_of, size_of
from comity.report.subject import Namer
from comity.text.numbers import NONE

if TYPE_CHECKING:
    from comity.results import Balance, Market, Run

SETTERS_MOST = 1  # named; of more, only how many there are
ROWS_OF_YEARS_MOST = 24


def markets(face: Face, run: Run, names: Namer, *, everything: bool) -> None:
    """Unit classes with their prices, the largest first."""
    text = face.text
    groups: dict[tuple[str, str], list[Market]] = {}
    for row in run.markets:
        groups.setdefault((row.mechanism, row.unit_class), []).append(row)
    ordered = sorted(groups.values(), key=lambda rows: -max(size_of(row) for row in rows))
    shown = ordered if everything else ordered[: most(len(run.years))]
    rows = [row for group in shown for row in group]
    if not rows:
        return
    face.head(text("run-markets"))
    units = units_of(face, run)
    given = [Column(text("head-mechanism"), [names(row.mechanism) for row in rows])]
    if any(row.unit_class for row in rows):
        given.append(Column(text("head-unit"), [row.unit_class for row in rows]))
    if len(run.years) > 1:
        given.append(Column(text("head-year"), [str(row.year) for row in rows]))
    given += [
        prices(text("head-price"), [price_of(row) for row in rows], units.price),
        numbers(text("head-emissions"), [row.emissions for row in rows], units.quantity),
        numbers(text("head-abatement"), [row.abatement for row in rows], units.quantity),
        Column(text("head-set-by"), [setters(face, row) for row in rows]),
    ]
    show(face, given)
    cut(face, len(shown), len(ordered))


def most(years: int) -> int:
    """How many markets (or Parties) are shown, each with a row a year."""
    return ROWS_MOST if years == 1 else max(ROWS_OF_YEARS_MOST // years, 3)


def setters(face: Face, row: Market) -> str:
    """What sets the price of a market."""
    return setters_of(face, row.price_set_by, price_of(row))


def setters_of(face: Face, found: tuple[str, ...], price: float | None) -> str:
    """What sets a price: the addresses of a few, or how many there are."""
    if not found:
        return face.text("set-by-nothing") if not price else NONE
    if len(found) <= SETTERS_MOST:
        return ", ".join(address.removesuffix(".curve") for address in found)
    activities = sum(address.startswith("activity.") for address in found)
    parts = [
        face.text(key, count=count)
        for key, count in (("set-by-activities", activities), ("set-by-rules", len(found) - activities))
        if count
    ]
    return face.text("list-separator").join(parts)


def holders(face: Face, run: Run, names: Namer, *, everything: bool) -> None:
    """What each Party, over all of its accounts, pays, bears and gains; those with most at stake."""
    text, money = face.text, units_of(face, run).money
    sums = holder_sums(run)
    if not sums:
        return
    reference = is_reference(run)
    stake = 0 if reference else 2
    by_stake = sorted(sums, key=lambda holder: -abs(sums[holder][stake]))
    shown = by_stake if everything else by_stake[:ROWS_MOST]
    shown.sort(key=lambda holder: -sums[holder][stake])
    scale = max(abs(amount) for amounts in sums.values() for amount in amounts)
    face.head(text("run-holders-reference" if reference else "run-holders"))
    given = [
        Column(text("head-holder"), [names(holder) for holder in shown]),
        numbers(text("head-cost"), [sums[holder][0] for holder in shown], money, scale=scale),
        numbers(text("head-payments"), [sums[holder][1] for holder in shown], money, scale=scale, signed=True),
    ]
    if not reference:
        given.append(numbers(text("head-gain"), [sums[holder][2] for holder in shown], money, scale=scale, signed=True))
    show(face, given)
    cut(face, len(shown), len(by_stake))


def balances(face: Face, run: Run, names: Namer, *, everything: bool) -> None:
    """Targets, and how they are kept; nothing where no Party has one."""
    text, units = face.text, units_of(face, run)
    ordered = sorted(run.balances, key=lambda row: -row.target)
    parties = list(dict.fromkeys((row.party, row.period) for row in ordered))
    kept = set(parties if everything else parties[: most(len(run.years))])
    rows = [row for party in parties for row in run.balances if (row.party, row.period) == party and party in kept]
    if not rows:
        return
    face.head(text("run-balances"))
    given = [
        Column(text("head-party"), [names(row.party) for row in rows]),
        Column(text("head-target-of"), [_kind(face, row) for row in rows]),
    ]
    if len(run.years) > 1:
        given.append(Column(text("head-year"), [str(row.year) for row in rows]))
    given += [
        numbers(text("head-target"), [row.target for row in rows], units.quantity),
        numbers(text("head-inventory"), [row.inventory for row in rows], units.quantity),
        numbers(text("head-adjustments"), [row.adjustments for row in rows], units.quantity, signed=True),
        numbers(text("head-missed"), [row.missed for row in rows], units.quantity),
        prices(text("head-price"), [row.price for row in rows], units.price),
    ]
    show(face, given)
    cut(face, len(kept), len(parties))


def _kind(face: Face, row: Balance) -> str:
    return face.text("balance-enforced" if row.enforced else "balance-memo", period=row.period)
