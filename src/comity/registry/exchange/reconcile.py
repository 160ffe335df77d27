"""Compares the books of registries that deal with one another: totals first, and where they differ, blocks.

Each registry holds by itself that what is here is what was issued and arrived, less what departed. So the totals of
two agree where each has heard of all that the other sent, or what it has not heard of is known to be on the way. Blocks
then say which units are in two places, or in none. Registries go on while they are asked: a finding is what stands in
several looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from comity.registry.blocks import Block
from comity.registry.exchange.peer import Books, Peer, Places, Unreachable

#: How often books are looked at before a difference counts.
LOOKS = 3


class Difference(NamedTuple):
    """What the totals of two registries do not agree on, in units of a series."""

    giver: str
    taker: str
    series: str
    departed: int
    """As the giver has it."""
    arrived: int
    """As the taker has it."""
    unconfirmed: int
    """What the giver knows to be on the way."""

    @property
    def way(self) -> tuple[str, str, str]:
        """Of what, and between whom."""
        return self.giver, self.taker, self.series


class Finding(NamedTuple):
    """Units that are in two places, or in none."""

    kind: Literal["twice", "nowhere"]
    registries: tuple[str, ...]
    """Where they are; of what is nowhere, who issued it. `A > B` is the way from one to the other."""
    block: Block


class Report(NamedTuple):
    """How the books of registries compare."""

    books: tuple[Books, ...]
    silent: tuple[str, ...]
    """Registries that could not be asked."""
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]

    @property
    def agrees(self) -> bool:
        """Whether all were asked, and every unit is in exactly one place."""
        return not (self.silent or self.differences or self.findings)


def reconcile(registries: Mapping[str, Peer], pause: Callable[[], None], looks: int = LOOKS) -> Report:
    """Ask all, the own one too, and again as long as something differs; between two looks there is a pause."""
    ways: set[tuple[str, str, str]] | None = None
    found: set[Finding] | None = None
    while True:
        books, silent = _asked(registries)
        now = [one for one in differences(books) if ways is None or one.way in ways]
        ways = {one.way for one in now}
        there = {one for series in sorted({one.series for one in now}) for one in _look(registries, books, series)}
        found = there if found is None else found & there
        looks -= 1
        if not (ways or found) or not looks:
            return Report(tuple(books), tuple(silent), tuple(now), tuple(sorted(found, key=str)))
        pause()


def _asked(registries: Mapping[str, Peer]) -> tuple[list[Books], list[str]]:
    books, silent = [], []
    for name, peer in registries.items():
        try:
            found = peer.books()
        except Unreachable:
            silent.append(name)
            continue
        if found.registry == name:
            books.append(found)
        else:  # somebody else answers there
            silent.append(name)
    return books, silent


def _look(registries: Mapping[str, Peer], books: Sequence[Books], series: str) -> Iterator[Finding]:
    """The units of a series that are misplaced, as far as the registries that answer can tell."""
    heard: dict[tuple[str, str], frozenset[int]] = {}
    try:
        places = [registries[one.registry].places(series) for one in books]
        for found in places:
            for to in sorted({to for _, to, _ in found.on_the_way} & registries.keys()):
                numbers = [number for _, other, number in found.on_the_way if other == to]
                heard[found.registry, to] = registries[to].heard(found.registry, numbers)
    except Unreachable:
        return
    beyond = {flow.registry for one in books for flow in one.flows if flow.series == series}
    for finding in misplaced(places, heard):
        # where a registry was not asked, what seems to be nowhere may be there
        if finding.kind == "twice" or beyond <= {one.registry for one in books}:
            yield finding


def differences(books: Sequence[Books]) -> Iterator[Difference]:
    """What totals do not agree on: more arrived than departed, or more is missing than is on the way."""
    names = {one.registry for one in books}
    flows = {(one.registry, flow.registry, flow.series): flow for one in books for flow in one.flows}
    ways = dict.fromkeys((min(a, b), max(a, b), series) for a, b, series in flows if {a, b} <= names)
    for one, other, series in ways:
        for giver, taker in ((one, other), (other, one)):
            gave, took = flows.get((giver, taker, series)), flows.get((taker, giver, series))
            departed, unconfirmed = (gave.departed, gave.unconfirmed) if gave else (0, 0)
            arrived = took.arrived if took else 0
            if not 0 <= departed - arrived <= unconfirmed:
                yield Difference(giver, taker, series, departed, arrived, unconfirmed)


def misplaced(places: Sequence[Places], heard: Mapping[tuple[str, str], frozenset[int]]) -> Iterator[Finding]:
    """The units of one series that are in two places, or in none, of all that its issuer issued.

    `heard`: by giver and taker, the transfers that have been completed though the giver has not heard so.
    """
    there = [(block.first, block.last, one.registry) for one in places for block in one.present]
    there += [
        (block.first, block.last, f"{one.registry} > {to}")
        for one in places
        for block, to, number in one.on_the_way
        if number not in heard.get((one.registry, to), frozenset())
    ]
    there.sort()
    series = next(
        (
            block.series
            for one in places
            for block in (*one.present, *one.issued, *(block for block, _, _ in one.on_the_way))
        ),
        "",
    )
    reach, where = 0, ""
    for first, last, who in there:
        if first <= reach:
            yield Finding("twice", (min(where, who), max(where, who)), Block(series, first, min(last, reach)))
        if last > reach:
            reach, where = last, who
    for one in places:
        for first, last in _gaps(((block.first, block.last) for block in one.issued), there):
            yield Finding("nowhere", (one.registry,), Block(series, first, last))


def _gaps(ranges: Iterable[tuple[int, int]], covered: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """The parts of ranges that nothing covers; both in order."""
    place, reach = 0, 0
    for first, last in ranges:
        at = max(first, 1)
        while at <= last:
            while place < len(covered) and covered[place][0] <= at:
                reach = max(reach, covered[place][1])
                place += 1
            if reach >= at:
                at = reach + 1
                continue
            end = min(last, covered[place][0] - 1) if place < len(covered) else last
            yield at, end
            at = end + 1
