"""The verifier: silent on what a ledger wrote, and loud on whatever anybody did to it since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from comity.registry.commands import (
    Accept,
    Cancel,
    Command,
    Correct,
    Freeze,
    Propose,
    Release,
    Retire,
    Reverse,
    SetObligation,
    Surrender,
)
from comity.registry.journal import Entry, Post, Put, genesis, read_body, seal, write_body
from comity.registry.ledger import Ledger
from comity.registry.store import SqlStore, open_store
from comity.registry.verify import PROBLEMS_MOST, STEP, verify
from tests.registry.conftest import opened_accounts, pay, rows, unprotect

COLUMNS = ("seq", "at", "kind", "key", "clause", "body", "hash")


def story(ledger: Ledger) -> None:
    """One of nearly every kind of entry."""
    opened_accounts(ledger)
    numbers = count(1)

    def do(command: Command) -> int:
        return ledger.do(command, f"key-{next(numbers)}").seq

    do(SetObligation(account="A", mechanism="eu-ets", period="2024", quantity=50))
    moved = do(pay(100))
    do(Accept(account="B", proposal=do(Propose(account="A", to="B", quantity=20, unit_type="EUA"))))
    ended = do(Surrender(account="A", quantity=60, mechanism="eu-ets", period="2024"))
    do(Reverse(entry=ended, reason="too many", authority="court"))
    do(Correct(entry=moved, reason="slip", authority="registrar"))
    held = do(Freeze(account="A", quantity=5, reason="theft", authority="police"))
    do(Release(hold=held, reason="found"))
    do(Retire(account="A", quantity=3, beneficiary="Mrs Green"))
    do(Cancel(account="A", quantity=3, purpose="voluntary"))


@pytest.fixture
def kept(database: str) -> Iterator[SqlStore]:
    """A registry with a story, which was put away once and can be tampered with."""
    with open_store(database, create="EU") as store:
        story(Ledger(store))
    with open_store(database) as store:
        unprotect(store)
        yield store


def codes(store: SqlStore, *, redecide: bool = False) -> dict[int, set[str]]:
    """What is wrong, by entry."""
    found: dict[int, set[str]] = {}
    for problem in verify(store, redecide).problems:
        found.setdefault(problem.seq, set()).add(problem.code)
    return found


@pytest.mark.parametrize("redecide", [False, True])
def test_what_a_ledger_wrote_is_sound(kept: SqlStore, redecide: bool) -> None:
    report = verify(kept, redecide)
    assert report.sound, report.problems
    assert (report.entries, report.hash) == kept.last()
    assert (report.redecided, report.omitted) == (redecide, 0)


@pytest.mark.parametrize("column", COLUMNS)
def test_any_column_of_any_entry(kept: SqlStore, column: str) -> None:
    last = kept.last()[0]
    for entry in list(kept.read()):
        was = getattr(entry, column)
        if column == "seq":
            now: Any = was + 1000
        elif column == "at":
            now = was.replace("Z", "z")
        else:
            now = was[:-1] + ("x" if was[-1:] != "x" else "y")
        sql = f"UPDATE entry SET {column} = :now WHERE seq = :seq"
        rows(kept, sql, now=now, seq=entry.seq)
        found = codes(kept)
        # Where the number is changed the hole is noticed at the next entry, or as an end cut off.
        assert found, f"{column} of entry {entry.seq}"
        assert column == "seq" or found.keys() <= {entry.seq, entry.seq + 1}
        assert column != "hash" or entry.seq == last or {entry.seq, entry.seq + 1} == found.keys()
        rows(kept, sql, now=was, seq=now if column == "seq" else entry.seq)
    assert not codes(kept)


def test_entries_that_are_gone(kept: SqlStore) -> None:
    seq, hash = kept.last()
    entry = kept.entry(seq)
    assert entry is not None
    rows(kept, "DELETE FROM entry WHERE seq = :seq", seq=seq)
    assert codes(kept) == {seq: {"cut"}}
    rows(kept, "UPDATE registry SET seq = 0")
    assert verify(kept).sound  # by itself no journal can know
    assert not verify(kept, witnesses=[(seq, hash)]).sound  # who has it in writing does
    rows(kept, "DELETE FROM entry WHERE seq = 9")
    assert codes(kept)[10] == {"numbering", "chain"}
    rows(kept, "DELETE FROM entry")
    assert verify(kept).entries == 0


def test_entries_that_changed_places(kept: SqlStore) -> None:
    for old, new in ((8, 0), (9, 8), (0, 9)):
        rows(kept, "UPDATE entry SET seq = :new WHERE seq = :old", old=old, new=new)
    found = codes(kept)
    assert {"chain"} <= found[8]
    assert {"chain"} <= found[9]
    assert {"chain"} <= found[10]


def test_a_witness_that_says_otherwise(kept: SqlStore) -> None:
    found = verify(kept, witnesses=[(7, "another hash")]).problems
    assert [(problem.seq, problem.code) for problem in found] == [(7, "chain")]


# Somebody who can write the database can seal everything anew. Then the last hash differs from what others have written
# down; and what the rules would not have allowed is found by deciding again.

Forgery = Callable[[Entry], Entry]


def forged(store: SqlStore, seq: int, forgery: Forgery) -> None:
    """Change one entry and seal all of them anew."""
    hash = genesis(store.registry)
    with store.engine.begin() as connection:
        for entry in list(store.read()):
            new = forgery(entry) if entry.seq == seq else entry
            hash = seal(hash, new.seq, new.at, new.kind, new.key, new.clause, new.body)
            sql = "UPDATE entry SET at=:at, kind=:kind, key=:key, clause=:clause, body=:body, hash=:hash WHERE seq=:seq"
            values = {name: getattr(new, name) for name in COLUMNS}
            connection.execute(text(sql), {**values, "hash": hash})
        connection.execute(text("UPDATE registry SET seq = 0"))


def more(entry: Entry) -> Entry:
    """More units move than were asked for."""
    body = read_body(entry.body)
    changes = tuple(
        replace(change, last=change.last + 1) if isinstance(change, Post) else change for change in body.changes
    )
    return replace(entry, body=write_body(body.asked, changes))


def created(entry: Entry) -> Entry:
    """Units come from nothing."""
    body = read_body(entry.body)
    changes = tuple(
        replace(change, last=change.last + 10) if isinstance(change, Post) and change.before is None else change
        for change in body.changes
    )
    return replace(entry, body=write_body(body.asked, changes))


def unbooked(entry: Entry) -> Entry:
    """A record is left as it was."""
    body = read_body(entry.body)
    return replace(entry, body=write_body(body.asked, tuple(c for c in body.changes if not isinstance(c, Put))))


FORGERIES: dict[str, tuple[int, Forgery, str, str]] = {
    "clause": (7, lambda entry: replace(entry, clause="registry.issue"), "", "decision"),
    "kind": (7, lambda entry: replace(entry, kind="cancel"), "kind", "kind"),
    "key": (8, lambda entry: replace(entry, key="key-1"), "key", "key"),
    "back in time": (8, lambda entry: replace(entry, at="2001-01-01T00:00:00.000000Z"), "time", "time"),
    "no instant": (8, lambda entry: replace(entry, at="9999"), "time", "time"),
    "no body": (8, lambda entry: replace(entry, body="{}"), "body", "body"),
    "no record": (10, unbooked, "changes", "decision"),
    "created": (5, created, "invariant", "decision"),
    "more": (7, more, "changes", "decision"),
    "refused": (
        7,
        lambda entry: replace(entry, body=entry.body.replace('"quantity":100', '"quantity":0')),
        "",
        "refused",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_that_is_sealed(kept: SqlStore, name: str) -> None:
    seq, forgery, folded, redecided = FORGERIES[name]
    before = kept.last()[1]
    forged(kept, seq, forgery)
    report = verify(kept)
    assert report.hash != before
    found = {problem.code for problem in report.problems}
    assert folded in found if folded else not found
    assert redecided in {code for found in codes(kept, redecide=True).values() for code in found}


def test_a_snapshot_that_is_not_the_fold(kept: SqlStore) -> None:
    ledger = Ledger(kept)
    kept.keep(ledger.state)
    assert verify(kept).sound
    other = ledger.state.store().replace(b'"A"', b'"Z"')
    rows(kept, "UPDATE snapshot SET state = :other", other=other)
    assert codes(kept) == {ledger.state.seq: {"snapshot"}}
    rows(kept, "UPDATE snapshot SET seq = 7")
    assert codes(kept) == {7: {"snapshot"}}
    rows(kept, "UPDATE snapshot SET seq = 70")
    assert codes(kept) == {70: {"snapshot"}}


def test_problems_are_listed_to_a_hundred_and_then_counted(kept: SqlStore) -> None:
    ledger = Ledger(kept)
    for _ in range(PROBLEMS_MOST):
        ledger.do(pay())
    rows(kept, "UPDATE entry SET hash = 'no'")
    report = verify(kept)
    assert len(report.problems) == PROBLEMS_MOST
    assert report.omitted > 0


class Retold:
    """A journal that is told many times over: enough for the progress to be said."""

    registry = "EU"

    def __init__(self, times: int) -> None:
        self.times = times

    def append(self, entries: object) -> None:
        raise AssertionError("a journal that is only told takes nothing")

    def read(self, after: int = 0) -> Iterator[Entry]:
        for seq in range(1, self.times + 1):
            yield Entry(seq, "", "", "", "", "", "")

    def entry(self, seq: int) -> None:
        return None

    def snapshot(self, before: str = "") -> None:
        return None

    def snapshots(self) -> Iterator[tuple[int, str, bytes]]:
        return iter(())

    def witness(self) -> tuple[int, str]:
        return 0, ""


def test_progress_is_told() -> None:
    told: list[int] = []
    verify(Retold(2 * STEP + 1), progress=told.append)
    assert told == [STEP, 2 * STEP]
