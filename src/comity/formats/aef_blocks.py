"""Checks of the agreed electronic format that look at all blocks of a registry at once: interval sweeps.

An ITMO is a registry and a serial number; all else that is said of it must be the same wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from comity.formats.aef_rows import ABROAD, ANYWHERE, ENDS
from comity.formats.aef_spans import Spans
from comity.formats.aef_tables import Action, Held, Report, TableName, aef

if TYPE_CHECKING:
    from comity.formats.aef_checks import Checking, Finding

V = TypeVar("V")
Registries = dict[str, Spans[V]]
#: Of actions at one instant, which comes first.
RANK = {"Authorization": 0, "Acquisition": 1, "First transfer": 2, "Transfer": 3}
HERE = ("Authorization", "Issuance")
"""Subtypes of a first transfer after which the units are where they were."""


def spans(registries: Registries[V], registry: str) -> Spans[V]:
    """The ranges of a registry."""
    return registries.setdefault(registry, Spans())


def in_time(actions: Iterable[Action]) -> list[tuple[int, Action]]:
    """Actions with their rows, in the order in which they happened."""
    rows = enumerate(actions, start=2)
    return sorted(rows, key=lambda one: (one[1].at, RANK.get(one[1].action, len(RANK)), one[0]))


def latest(checking: Checking) -> list[Report]:
    """The Party's submissions about earlier years, the last version of each, in the order of years."""
    found: dict[int, Report] = {}
    for report in checking.earlier or ():
        one = report.submission
        if one.party == checking.party and one.year < checking.report.submission.year:
            known = found.get(one.year)
            if known is None or _version(report) > _version(known):
                found[one.year] = report
    return [found[year] for year in sorted(found)]


def _version(report: Report) -> list[int]:
    return [int(part) for part in report.submission.version.split(".")]


def attributes(one: Held) -> tuple[object, ...]:
    """What is fixed about an ITMO."""
    return one.approach, one.authorization, one.first_party, one.metric, one.non_ghg_metric, one.mitigation, one.vintage


def same_attributes(checking: Checking) -> Iterator[Finding]:
    """Whatever is fixed about a block is the same in every row that names it."""
    known: Registries[tuple[tuple[object, ...], tuple[TableName, int]]] = {}
    for table, row, one in checking.blocks():
        there, fixed = spans(known, one.registry), attributes(one)
        other: dict[tuple[TableName, int], int] = {}
        for first, last, (before, place) in there.within(one.first, one.last):
            if before != fixed:
                other[place] = other.get(place, 0) + last - first + 1
        for (their_table, their_row), units in other.items():
            sheet = aef().tables[their_table].sheet
            yield checking.found("attributes-differ", table, row, units, table=sheet, row=their_row)
        there.assign(one.first, one.last, (fixed, (table, row)))


def quantities(checking: Checking) -> Iterator[Finding]:
    """Under an authorization there are no more units than it says in the version in force when the year ends."""
    named: dict[str, Registries[bool]] = {}
    for report in (*latest(checking), checking.report):
        for one in (*report.actions, *report.holdings):
            spans(named.setdefault(one.authorization, {}), one.registry).assign(one.first, one.last, True)
    for id, registries in named.items():
        version = checking.in_force(id, checking.year_end)
        units = sum(last - first + 1 for there in registries.values() for first, last, _ in there.everything())
        if version and version.quantity is not None and units > version.quantity:
            row = checking.row_of(version)
            over = units - version.quantity
            yield checking.found(
                "authorized-quantity-exceeded", "authorizations", row, over, quantity=version.quantity, units=units
            )


def holdings(checking: Checking) -> Iterator[Finding]:
    """What is held is held once, and was neither used nor cancelled."""
    held: Registries[int] = {}
    ended: Registries[int] = {}
    for row, action in in_time(checking.report.actions):
        if action.action in ENDS:
            spans(ended, action.registry).assign(action.first, action.last, row)
    for row, one in enumerate(checking.report.holdings, start=2):
        for first, last, other in spans(held, one.registry).within(one.first, one.last):
            units = last - first + 1
            yield checking.found("holdings-overlap", "holdings", row, units, row=other, first=first, last=last)
        for first, last, other in spans(ended, one.registry).within(one.first, one.last):
            units = last - first + 1
            yield checking.found("held-and-ended", "holdings", row, units, row=other, first=first, last=last)
        spans(held, one.registry).assign(one.first, one.last, row)


@dataclass(slots=True)
class Sweep:
    """What became of every ITMO, action after action. A value is the row that did it; 0 is an earlier submission."""

    checking: Checking
    opening: bool
    """Whether it is known what was held when the year began."""
    held: Registries[int] = field(default_factory=dict)
    ended: Registries[int] = field(default_factory=dict)
    transferred: Registries[int] = field(default_factory=dict)

    def seed(self) -> None:
        """Start from the Party's earlier submissions."""
        before = latest(self.checking)
        for report in before:
            for action in report.actions:
                block = (action.first, action.last, 0)
                if action.action in ENDS:
                    spans(self.ended, action.registry).assign(*block)
                elif action.action == "First transfer":
                    spans(self.transferred, action.registry).assign(*block)
        for holding in before[-1].holdings if before else ():
            spans(self.held, holding.registry).assign(holding.first, holding.last, 0)

    def step(self, row: int, one: Action) -> Iterator[Finding]:
        """One action."""
        ended, held = spans(self.ended, one.registry), spans(self.held, one.registry)
        code = "ended-twice" if one.action in ENDS else "moved-after-end"
        for first, last, other in ended.within(one.first, one.last):
            yield self._found(code, row, first, last, row=place(other))
        yield from self._first_transfer(row, one)
        if comes(one, self.checking.party):
            if one.action == "Acquisition" and self.opening:
                for first, last, other in held.within(one.first, one.last):
                    yield self._found("already-held", row, first, last, row=place(other))
            held.assign(one.first, one.last, row)
        elif goes(one, self.checking.party):
            for first, last in held.gaps(one.first, one.last) if self.opening else ():
                for low, high in self._without(one, first, last):
                    yield self._found("not-held", row, low, high)
            held.clear(one.first, one.last)
        if one.action in ENDS:
            ended.assign(one.first, one.last, row)

    def _first_transfer(self, row: int, one: Action) -> Iterator[Finding]:
        """An ITMO is first transferred once, by its first transferring Party, before or when it is used."""
        done = spans(self.transferred, one.registry)
        if one.action == "First transfer":
            for first, last, other in done.within(one.first, one.last):
                yield self._found("first-transfer-repeated", row, first, last, row=place(other))
            done.assign(one.first, one.last, row)
        elif self.opening and one.first_party == self.checking.party and self._needs_first(one):
            for first, last in done.gaps(one.first, one.last):
                yield self._found("first-transfer-missing", row, first, last)

    def _without(self, one: Action, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The units of a range that a Party lets go without having had them, and may not.

        It may have its own first transferred, and used or cancelled at once, without a row that says they came to be.
        """
        if one.first_party != self.checking.party or one.action == "Transfer":
            yield first, last
        elif one.action in ENDS:
            at = first
            for low, high, row in spans(self.transferred, one.registry).within(first, last):
                if row and at_use(self.checking.report.actions[row - 2]):
                    if at < low:
                        yield at, low - 1
                    at = high + 1
            if at <= last:
                yield at, last

    def _needs_first(self, one: Action) -> bool:
        """Every use does; a transfer, unless a use or cancellation is the first one; a cancellation, by definition."""
        version = self.checking.in_force(one.authorization, one.at.date())
        defined = version.first_transfer if version else None
        if one.action == "Transfer":
            return defined != "Use or Cancellation"
        return one.action == "Use" or (one.action in ENDS and defined is not None)

    def _found(self, code: str, row: int, first: int, last: int, /, **why: object) -> Finding:
        return self.checking.found(code, "actions", row, last - first + 1, first=first, last=last, **why)


def place(row: int) -> str:
    """A row, as a sentence names it; `earlier` for an earlier submission."""
    return str(row) if row else "earlier"


def at_use(one: Action) -> bool:
    """Whether a first transfer is a use or cancellation. Another row says so of the units, wherever they are."""
    return one.action == "First transfer" and one.subtype not in (None, ANYWHERE, ABROAD, *HERE)


def comes(one: Action, party: str) -> bool:
    """Whether after an action the units are held under the Party's authority, where they may not have been before."""
    if one.action == "First transfer":
        return not at_use(one) and one.subtype != ABROAD and one.acquiring in (None, party)
    return one.action in ("Authorization", "Acquisition")


def goes(one: Action, party: str) -> bool:
    """Whether after an action they are not."""
    if one.action in ENDS or (one.action == "Transfer" and one.acquiring != party):
        return True
    return one.action == "First transfer" and one.acquiring not in (None, party)


def balance(checking: Checking) -> Iterator[Finding]:
    """Opening holdings and actions give the closing holdings; nothing is used, or first transferred, twice."""
    year = checking.report.submission.year
    before = latest(checking)
    opening = checking.earlier is not None and (not before or before[-1].submission.year == year - 1)
    sweep = Sweep(checking, opening)
    sweep.seed()
    for row, one in in_time(checking.report.actions):
        yield from sweep.step(row, one)
    if not opening:
        yield checking.found("opening-unknown", "holdings", 0, year=year - 1)
        return
    closing: Registries[int] = {}
    for row, holding in enumerate(checking.report.holdings, start=2):
        for first, last in spans(sweep.held, holding.registry).gaps(holding.first, holding.last):
            yield checking.found("holding-unexplained", "holdings", row, last - first + 1, first=first, last=last)
        spans(closing, holding.registry).assign(holding.first, holding.last, row)
    for registry, there in sweep.held.items():
        for start, end, row in there.everything():
            for first, last in spans(closing, registry).gaps(start, end):
                table: TableName = "actions" if row else "holdings"
                yield checking.found("holding-missing", table, row, last - first + 1, first=first, last=last)


CHECKS: tuple[Callable[[Checking], Iterator[Finding]], ...] = (same_attributes, quantities, holdings, balance)
