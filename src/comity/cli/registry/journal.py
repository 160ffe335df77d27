"""`comity registry journal`: what happened, in order."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.lists import ROWS_MOST, day, one_of
from comity.cli.registry.where import opened, pick, plain, shown, where_option

if TYPE_CHECKING:
    from comity.registry.state import State
    from comity.registry.store import SqlStore
    from comity.results import EntryRow

NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        option(face, "--account", metavar="ACCOUNT", help="registry-option-only-account"),
        option(face, "--since", metavar="DAY|ENTRY", help="registry-option-since"),
        option(face, "--all", "everything", is_flag=True, help="registry-option-all"),
        where_option(face),
    ]
    return Verb(face, verb, journal, given, words="registry-journal")


def journal(face: Face, account: str | None, since: str | None, everything: bool, registry: str | None) -> int:
    """List entries: the latest, or all."""
    from comity.registry.ledger import Ledger
    from comity.results import RegistryJournal, Schema

    after, start = begin(since)
    where = pick(registry)
    with opened(where) as store:
        state = Ledger(store).state
        one_of("--account", account, state.accounts)
        found = _entries(store, state, account, after, start)
        if face.json:
            schema = Schema(name="registry-journal")
            answer = RegistryJournal(schema=schema, registry=state.registry, where=shown(where), entries=tuple(found))
            face.answer(answer)
            return 0
        rows: deque[EntryRow] = deque(maxlen=None if everything else ROWS_MOST)
        count = 0
        for row in found:
            rows.append(row)
            count += 1
    under = {"registry": plain(state.registry), "where": shown(where)}
    face.prose(face.text("registry-journal-under", count=count, **under))
    _show(face, list(rows))
    if count > len(rows):
        face.say(click.style("  " + face.text("registry-earlier", more=count - len(rows)), dim=True))
    return 0


def begin(since: str | None) -> tuple[int, str]:
    """The number behind which entries are listed, and the instant from which. Raises InputError."""
    if since is None:
        return 0, ""
    if NUMBER.fullmatch(since):
        return max(int(since) - 1, 0), ""
    return 0, f"{day(since, '--since').isoformat()}T"


def _entries(store: SqlStore, state: State, account: str | None, after: int, start: str) -> Iterator[EntryRow]:
    from comity.registry.answers.entries import accounts_of, entry_row
    from comity.registry.journal import read_body

    for entry in store.read(after):
        if entry.seq > state.seq:
            return  # written since the state was read
        if entry.at >= start and (account is None or account in accounts_of(read_body(entry.body))):
            yield entry_row(state, entry)


def _show(face: Face, rows: list[EntryRow]) -> None:
    from comity.cli.registry.words import did, standing_words, when

    if not rows:
        face.say()
        face.say("  " + face.text("registry-nothing"))
    for row in rows:
        face.say()
        face.say(click.style(face.text("registry-journal-entry", entry=row.entry, at=when(row.at)), bold=True))
        face.prose(did(face, row), "  ", "  ")
        if special := standing_words(face, row.postings):
            face.prose(special, "  ", "  ")
        key = "registry-journal-key" if row.key else "registry-journal-rule"
        face.prose(face.text(key, clause=row.clause, key=plain(row.key)), "  ", "  ")
