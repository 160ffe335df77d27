"""Is a journal what it should be? Read from its first entry to its last, believing nothing but what it says itself.

    report = verify(store, redecide=True)
    assert report.sound, report.problems

Entries are numbered without a gap, sealed one on another and never go back in time; keys are used once; every change
turns exactly what is there; the state at the end breaks no invariant; the snapshots are what the fold gives. With
`redecide` every request is also decided again, and must come out as it did then.

What no journal can show by itself is that its end was cut off. The registry notes its last entry whenever it is put
away; and who has written down the number and hash of any entry elsewhere can hand it in as a `witness`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from comity.errors import Refusal
from comity.registry.blocks import Misposted
from comity.registry.invariants import violations
from comity.registry.journal import Body, Entry, read_body, seal
from comity.registry.ledger import Store, unburdened
from comity.registry.plans import plan
from comity.registry.plans.plan import Now
from comity.registry.state import State

#: Problems that a report lists; more of them are counted.
PROBLEMS_MOST = 100
#: Entries between two words of progress.
STEP = 10_000
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

Witness = tuple[int, str]


class Kept(Store, Protocol):
    """A store that keeps snapshots and knows how far its journal once went."""

    def snapshots(self) -> Iterator[tuple[int, str, bytes]]:
        """Number, hash and state of each."""

    def witness(self) -> Witness:
        """Number and hash of an entry that was there."""


class Found(Struct, frozen=True):
    """One thing that is wrong."""

    seq: int
    """The entry; of what concerns the end state, the last one."""
    code: str
    """One of CODES."""
    words: str
    """What exactly, for engineers."""


#: What can be wrong.
CODES = (
    "numbering", "chain", "time", "body", "kind", "key",
    "changes", "refused", "decision", "invariant", "snapshot", "cut",
)  # fmt: skip


class Report(Struct, frozen=True):
    """What was found in a journal."""

    entries: int
    hash: str
    """Of the last entry. Compared with one written down elsewhere it vouches for the whole journal."""
    redecided: bool
    problems: tuple[Found, ...]
    omitted: int = 0
    """Problems beyond the first hundred."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(
    store: Kept,
    redecide: bool = False,
    progress: Callable[[int], None] | None = None,
    witnesses: Iterable[Witness] = (),
) -> Report:
    """Check a journal from end to end, in bounded memory but for its state. `progress` is told entries so far.

    Raises what the store raises where it cannot be read.
    """
    check = Check(store, redecide, witnesses)
    with unburdened():
        for entry in store.read():
            check.entry(entry)
            if progress is not None and not check.entries % STEP:
                progress(check.entries)
        return check.finish()


class Check:
    """One reading of a journal."""

    def __init__(self, store: Kept, redecide: bool, witnesses: Iterable[Witness]) -> None:
        self._store, self._redecide = store, redecide
        self._state = State(store.registry, indexed=redecide)
        self._seq, self._at, self._hash = 0, "", self._state.hash
        self._folds = True  # until something cannot be folded: what comes behind it would only be noise
        self._witnesses = {seq: hash for seq, hash in (*witnesses, store.witness()) if seq}
        self._snapshots = store.snapshots()
        self._snapshot = next(self._snapshots, None)
        self._problems: list[Found] = []
        self._omitted = 0
        self.entries = 0

    def entry(self, entry: Entry) -> None:
        """Check the next entry, and fold it."""
        self.entries += 1
        try:
            self._link(entry)
            if self._folds:
                self._fold(entry, read_body(entry.body))
        except Misposted as problem:
            self._lose(entry.seq, "changes", str(problem))
        except (ValueError, TypeError) as problem:
            self._lose(entry.seq, "body", str(problem))
        self._seq, self._at, self._hash = entry.seq, entry.at, entry.hash
        if self._snapshot is not None and self._snapshot[0] <= entry.seq:
            self._compare(entry.seq)

    def finish(self) -> Report:
        """Check what stands at the end."""
        if self._folds:
            for words in violations(self._state):
                self._note(self._seq, "invariant", words)
        while self._snapshot is not None:
            self._note(self._snapshot[0], "snapshot", "of an entry that is not there")
            self._snapshot = next(self._snapshots, None)
        for seq in sorted(self._witnesses):
            self._note(seq, "cut", f"this entry was there; the journal ends with entry {self._seq}")
        return Report(self.entries, self._hash, self._redecide, tuple(self._problems), self._omitted)

    def _link(self, entry: Entry) -> None:
        """See that an entry goes on from the one before it."""
        seq, at = entry.seq, entry.at
        if seq != self._seq + 1:
            self._note(seq, "numbering", f"it stands behind entry {self._seq}")
        if entry.hash != seal(self._hash, seq, at, entry.kind, entry.key, entry.clause, entry.body):
            self._note(seq, "chain", "its hash does not seal it and the entry before it")
        if at < self._at or not (at == self._at or INSTANT.fullmatch(at)):
            self._note(seq, "time", f"{at} after {self._at}")
        if self._witnesses and self._witnesses.pop(seq, entry.hash) != entry.hash:
            self._note(seq, "chain", "its hash is not the one that was noted")

    def _fold(self, entry: Entry, body: Body) -> None:
        """Decide an entry again, if that is asked, and apply its changes. Raises Misposted."""
        state, seq = self._state, entry.seq
        if entry.kind != body.asked.__struct_config__.tag:
            self._note(seq, "kind", f"{entry.kind} is not what was asked")
        if entry.key and entry.key in state.keys:
            self._note(seq, "key", f"entry {state.keys[entry.key]} has the same key")
        if self._redecide:
            try:
                planned = plan(state, body.asked, Now(entry.at, self._recall))
            except Refusal as refusal:
                self._note(seq, "refused", str(refusal))
            else:
                if planned.changes != body.changes or planned.clause != entry.clause:
                    self._note(seq, "decision", f"it comes out differently, by {planned.clause}")
        state.advance(entry, body.changes)

    def _recall(self, seq: int) -> Entry | None:
        """An entry of the journal as far as it has been read: read again, since few commands look back."""
        return self._store.entry(seq) if seq <= self._state.seq else None

    def _compare(self, at: int) -> None:
        """Hold the snapshots that have been passed against the fold."""
        while self._snapshot is not None and self._snapshot[0] <= at:
            seq, hash, kept = self._snapshot
            if seq != at or hash != self._hash:
                self._note(seq, "snapshot", "of an entry that is not there")
            elif self._folds and not same(kept, self._state):
                self._note(seq, "snapshot", "it is not what the fold gives")
            self._snapshot = next(self._snapshots, None)

    def _lose(self, seq: int, code: str, words: str) -> None:
        self._note(seq, code, words)
        self._folds = False

    def _note(self, seq: int, code: str, words: str) -> None:
        if len(self._problems) < PROBLEMS_MOST:
            self._problems.append(Found(seq, code, words))
        else:
            self._omitted += 1


def same(kept: bytes, state: State) -> bool:
    """Whether a snapshot is this state. One of an earlier release may be written differently and mean the same."""
    now = state.store()
    try:
        return kept == now or State.restore(kept).store() == now
    except (Misposted, ValueError):
        return False
