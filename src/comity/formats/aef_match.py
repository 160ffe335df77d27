"""Two Parties' submissions beside one another: what one gave is what the other got, row by row.

The k-th time an ITMO left one Party for the other is matched with the k-th time it arrived there, in each direction.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, zip_longest

from msgspec import Struct

from comity.formats.aef_blocks import Registries, attributes, in_time, spans
from comity.formats.aef_checks import Finding, made
from comity.formats.aef_rows import ENDS
from comity.formats.aef_tables import Action, Held, Report, TableName, aef


class Pair(Struct, frozen=True):
    """Units that left in one row and arrived in another."""

    registry: str
    first: int
    last: int
    giver: str
    giver_row: int
    taker: str
    taker_row: int

    @property
    def units(self) -> int:
        """How many ITMOs."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Matched:
    """What matches, and what does not."""

    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...]


def match(a: Report, b: Report) -> Matched:
    """Match two Parties' submissions about one year: transfers with acquisitions, in both directions, and what both
    say of the same units."""
    pairs: list[Pair] = []
    findings: list[Finding] = []
    if a.submission.year != b.submission.year:
        why = {"year": b.submission.year, "other": a.submission.year}
        findings.append(_found("years-differ", b, "submission", 2, 0, a, **why))
    for giver, taker in ((a, b), (b, a)):
        for first, last, registry, gone, come in routes(giver, taker):
            if gone is None and come is not None:
                findings.append(_ranged("acquisition-unmatched", taker, "actions", come, first, last, giver))
            elif come is None and gone is not None:
                findings.append(_ranged("transfer-unmatched", giver, "actions", gone, first, last, taker))
            elif gone is not None and come is not None:
                names = (giver.submission.party, gone, taker.submission.party, come)
                pairs.append(Pair(registry, first, last, *names))
                findings += differences(giver, gone, taker, come, first, last)
    findings += both(a, b)
    order = {table.sheet: place for place, table in enumerate(aef().tables.values())}
    findings.sort(key=lambda one: (one.party, order[one.table], one.row))
    return Matched(tuple(pairs), tuple(findings))


Route = tuple[int, int, str, int | None, int | None]


def routes(giver: Report, taker: Report) -> Iterator[Route]:
    """Ranges with their registry, the giver's row and the taker's row; None where one of them has none."""
    to, by = taker.submission.party, giver.submission.party
    gone = [(row, one) for row, one in in_time(giver.actions) if one.acquiring == to != by]
    come = [(row, one) for row, one in in_time(taker.actions) if one.action == "Acquisition" and one.transferring == by]
    for registry in sorted({one.registry for _, one in (*gone, *come)}):
        ours = [(place, row, one) for place, (row, one) in enumerate(gone) if one.registry == registry]
        theirs = [(place, row, one) for place, (row, one) in enumerate(come) if one.registry == registry]
        found = sorted(_segments(ours, theirs), key=lambda one: (one[2] or 0, one[3] or 0, one[0]))
        for (left, right), several in groupby(found, key=lambda one: one[2:]):
            for first, last in _joined((one[0], one[1]) for one in several):
                yield first, last, registry, left, right


def _segments(
    left: Sequence[tuple[int, int, Action]], right: Sequence[tuple[int, int, Action]]
) -> Iterator[tuple[int, int, int | None, int | None]]:
    """A sweep over serial numbers: between two ends of blocks, the k-th row of the one and the k-th of the other."""
    edges: list[tuple[int, int, int, tuple[int, int]]] = []
    for side, rows in enumerate((left, right)):
        for place, row, one in rows:
            if one.first <= one.last:
                edges += [(one.first, 1, side, (place, row)), (one.last + 1, 0, side, (place, row))]
    active: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    at = 0
    for place, opens, side, item in sorted(edges):
        if place > at:
            for ours, theirs in zip_longest(*active):
                yield at, place - 1, ours and ours[1], theirs and theirs[1]
        at = place
        if opens:
            insort(active[side], item)
        else:
            active[side].remove(item)


def _joined(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges in order, neighbours as one."""
    begin: int | None = None
    end = 0
    for first, last in ranges:
        if begin is not None and first == end + 1:
            end = last
            continue
        if begin is not None:
            yield begin, end
        begin, end = first, last
    if begin is not None:
        yield begin, end


def differences(giver: Report, gone: int, taker: Report, come: int, first: int, last: int) -> Iterator[Finding]:
    """What two matching rows say differently. The finding is in the taker's row."""
    left, right = giver.actions[gone - 2], taker.actions[come - 2]
    units = last - first + 1
    if right.at < left.at:
        yield _found("acquired-before-transfer", taker, "actions", come, units, giver, row=gone)
    if attributes(left) != attributes(right):
        yield _found("attributes-differ-between", taker, "actions", come, units, giver, row=gone)
    if per_unit(left) != per_unit(right):
        yield _found("quantities-differ-between", taker, "actions", come, units, giver, row=gone)


def per_unit(one: Held) -> tuple[Fraction, Fraction | None]:
    """Quantity of one ITMO of a row, t CO2e and in its other metric: so that a block can be compared with its parts."""
    width = one.last - one.first + 1
    other = one.quantity_non_ghg
    return Fraction(one.quantity) / width, None if other is None else Fraction(other) / width


def both(a: Report, b: Report) -> Iterator[Finding]:
    """Units that both hold on 31 December, that both used or cancelled, or that one ended and the other holds."""
    held: Registries[int] = {}
    ended: Registries[int] = {}
    for row, holding in enumerate(a.holdings, start=2):
        spans(held, holding.registry).assign(holding.first, holding.last, row)
    for row, action in in_time(a.actions):
        if action.action in ENDS:
            spans(ended, action.registry).assign(action.first, action.last, row)
    rows: list[tuple[TableName, int, Held]] = [("holdings", row, one) for row, one in enumerate(b.holdings, start=2)]
    rows += [("actions", row, one) for row, one in in_time(b.actions) if one.action in ENDS]
    for table, row, one in rows:
        holds = table == "holdings"
        for code, known in (
            ("held-by-both" if holds else "held-and-ended-between", held),
            ("held-and-ended-between" if holds else "ended-by-both", ended),
        ):
            for first, last, other in spans(known, one.registry).within(one.first, one.last):
                yield _ranged(code, b, table, row, first, last, a, row=other)


def _ranged(
    code: str, report: Report, table: TableName, place: int, first: int, last: int, other: Report, /, **why: object
) -> Finding:
    return _found(code, report, table, place, last - first + 1, other, first=first, last=last, **why)


def _found(
    code: str, report: Report, table: TableName, place: int, units: int, beside: Report, /, **why: object
) -> Finding:
    said = {"party": beside.submission.party, **why}
    return made(code, aef().matches[code], report.submission.party, table, place, units, said)
