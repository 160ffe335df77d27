"""Entries of a journal as answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import to_builtins

from comity.registry.blocks import Standing
from comity.registry.external_commands import ProposeExternal
from comity.registry.journal import Body, Entry, Post, Put, read_body
from comity.registry.state import State
from comity.results import EntryRow, PostingRow, StandingRow

if TYPE_CHECKING:
    from comity.registry.commands import Command


def entry_row(state: State, entry: Entry) -> EntryRow:
    """An entry, with the measures of its units; `state` is of that moment or later."""
    body = read_body(entry.body)
    return EntryRow(
        entry=entry.seq,
        at=entry.at,
        kind=entry.kind,
        key=entry.key,
        clause=entry.clause,
        hash=entry.hash,
        asked=to_builtins(body.asked),
        postings=tuple(_posting(state, change) for change in body.changes if isinstance(change, Post)),
    )


def accounts_of(body: Body) -> Iterator[str]:
    """The accounts that an entry touches, some more than once."""
    for change in body.changes:
        if isinstance(change, Post):
            yield from (standing.account for standing in (change.before, change.after) if standing is not None)
        elif isinstance(change, Put) and (record := change.after or change.before) is not None:
            yield getattr(record, "account", record.id if record.__struct_config__.tag == "account" else "")
    # an account of another registry may be called as one of this
    here = ("account",) if isinstance(body.asked, ProposeExternal) else ("account", "to")
    yield from (str(getattr(body.asked, name, "")) for name in here)


def kind_of(command: Command) -> str:
    """The word that asks for a command."""
    return str(command.__struct_config__.tag)


def _posting(state: State, post: Post) -> PostingRow:
    unit_type = state.series[post.series].unit_type
    return PostingRow(
        series=post.series,
        first=post.first,
        last=post.last,
        quantity=post.last - post.first + 1,
        unit_type=unit_type,
        measure=state.unit_types[unit_type].measure,
        before=_standing(post.before),
        after=_standing(post.after),
    )


def _standing(standing: Standing | None) -> StandingRow | None:
    if standing is None:
        return None
    return StandingRow(
        account=standing.account,
        pool=standing.pool,
        state=standing.state,
        by=standing.by or None,
        period=standing.period,
        authorisation=standing.authorisation,
        first_transfer=standing.first or None,
        expires=standing.expires,
    )
