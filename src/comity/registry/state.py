"""The state of a registry: the fold of its journal. Nothing is in it that replaying the journal would not give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.json import decode, encode

from comity.registry.accounts import (
    Account,
    Accreditation,
    Approach,
    Authorisation,
    Commitment,
    Compliance,
    Hold,
    Issued,
    Record,
    Tally,
    Undone,
    UnitType,
)
from comity.registry.blocks import Block, Holdings, Misposted, Series, Standing
from comity.registry.external import Arrival, Departure
from comity.registry.journal import Change, Entry, Post, Put, genesis, read_body, seal, turned
from comity.registry.permits import Adoption


class Broken(Exception):
    """A journal that does not hold together: an entry out of place, changed, or impossible."""


class Stored(Struct, frozen=True):
    """A state as it is written down, in an order that depends on nothing but its content."""

    registry: str
    seq: int
    at: str
    hash: str
    keys: dict[str, int]
    records: list[Record]
    standings: list[Standing]
    blocks: dict[str, list[tuple[int, int, int]]]
    """By series: first and last serial, place among the standings."""


class State:
    """Who holds what, and all records, after entry `seq`."""

    __slots__ = (
        "accounts", "accreditations", "adoptions", "approaches", "arrivals", "at", "authorisations", "commitments",
        "compliance", "departures", "hash", "holdings", "holds", "issued", "keys", "registry", "seq", "series",
        "tables", "tallies", "undone", "unit_types",
    )  # fmt: skip

    def __init__(self, registry: str, indexed: bool = True) -> None:
        """`indexed`: as of `Holdings`; folding is quicker without, and planners need it."""
        self.registry = registry
        self.seq = 0
        self.at = ""
        self.hash = genesis(registry)
        self.keys: dict[str, int] = {}
        """Idempotency key -> the entry that it made."""
        self.holdings = Holdings(indexed)
        self.accounts: dict[str, Account] = {}
        self.unit_types: dict[str, UnitType] = {}
        self.series: dict[str, Series] = {}
        self.issued: dict[str, Issued] = {}
        self.compliance: dict[str, Compliance] = {}
        self.holds: dict[str, Hold] = {}
        self.tallies: dict[str, Tally] = {}
        self.adoptions: dict[str, Adoption] = {}
        self.approaches: dict[str, Approach] = {}
        self.authorisations: dict[str, Authorisation] = {}
        self.commitments: dict[str, Commitment] = {}
        self.accreditations: dict[str, Accreditation] = {}
        self.undone: dict[str, Undone] = {}
        self.departures: dict[str, Departure] = {}
        self.arrivals: dict[str, Arrival] = {}
        self.tables: dict[type, dict[str, Any]] = {
            Account: self.accounts,
            UnitType: self.unit_types,
            Series: self.series,
            Issued: self.issued,
            Compliance: self.compliance,
            Hold: self.holds,
            Tally: self.tallies,
            Adoption: self.adoptions,
            Approach: self.approaches,
            Authorisation: self.authorisations,
            Commitment: self.commitments,
            Accreditation: self.accreditations,
            Undone: self.undone,
            Departure: self.departures,
            Arrival: self.arrivals,
        }

    def advance(self, entry: Entry, changes: tuple[Change, ...]) -> None:
        """Fold one entry whose hash has been made or checked. Raises Misposted, and leaves the state as it was."""
        done = 0
        try:
            for change in changes:
                self.apply(change)
                done += 1
        except Misposted:
            for change in reversed(changes[:done]):
                self.apply(turned(change))
            raise
        self.seq, self.at, self.hash = entry.seq, entry.at, entry.hash
        if entry.key:
            self.keys[entry.key] = entry.seq

    def retreat(self, entry: Entry, changes: tuple[Change, ...], at: str, hash: str) -> None:
        """Undo the last entry; `at` and `hash` are those of the one before it."""
        for change in reversed(changes):
            self.apply(turned(change))
        self.seq, self.at, self.hash = entry.seq - 1, at, hash
        if entry.key:
            del self.keys[entry.key]

    def follow(self, entry: Entry) -> None:
        """Fold an entry that was read from a journal. Raises Broken where it does not follow."""
        sealed = seal(self.hash, entry.seq, entry.at, entry.kind, entry.key, entry.clause, entry.body)
        if entry.seq != self.seq + 1 or entry.hash != sealed or entry.at < self.at:
            raise Broken(f"entry {entry.seq} does not follow entry {self.seq}")
        try:
            self.advance(entry, read_body(entry.body).changes)
        except (Misposted, ValueError) as problem:
            raise Broken(f"entry {entry.seq}: {problem}") from problem

    def apply(self, change: Change) -> None:
        """One change. Raises Misposted where what it turns is not as it says, and changes nothing."""
        if type(change) is Post:
            self.holdings.post(change.series, change.first, change.last, change.before, change.after)
        elif type(change) is Put:
            self._put(change)

    def _put(self, change: Put) -> None:
        record = change.after or change.before
        if record is None:
            raise Misposted("a change of no record")
        table = self.tables[type(record)]
        if table.get(record.id) != change.before:
            raise Misposted(f"record {record.id} is not as the change says")
        if change.after is None:
            del table[record.id]
        else:
            table[record.id] = change.after

    def records(self) -> Iterator[Record]:
        """All records, by kind and id."""
        for table in self.tables.values():
            for id in sorted(table):
                yield table[id]

    def store(self) -> bytes:
        """The state as bytes: equal states give equal bytes."""
        places: dict[Standing, int] = {}
        blocks: dict[str, list[tuple[int, int, int]]] = {}
        for block, standing in self.holdings.everything():
            place = places.setdefault(standing, len(places))
            blocks.setdefault(block.series, []).append((block.first, block.last, place))
        return encode(
            Stored(
                self.registry,
                self.seq,
                self.at,
                self.hash,
                dict(sorted(self.keys.items())),
                list(self.records()),
                list(places),
                blocks,
            )
        )

    @classmethod
    def restore(cls, text: bytes) -> State:
        """The state that `store` wrote. Raises msgspec.ValidationError or DecodeError where it is none."""
        stored = decode(text, type=Stored)
        state = cls(stored.registry)
        state.seq, state.at, state.hash, state.keys = stored.seq, stored.at, stored.hash, stored.keys
        for record in stored.records:
            state.apply(Put(None, record))
        for series, rows in stored.blocks.items():
            for first, last, place in rows:
                state.holdings.post(series, first, last, None, stored.standings[place])
        return state

    def standings(self, block: Block) -> Iterator[tuple[Block, Standing]]:
        """The parts of a range that have been issued, with their standings."""
        line = self.holdings.lines.get(block.series)
        if line is not None:
            for first, last, standing in line.within(block.first, block.last):
                yield Block(block.series, first, last), standing
