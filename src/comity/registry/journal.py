"""The journal: what was asked and what it changed, entry by entry, each sealed with the hash of the one before.

A change turns one thing from a `before` into an `after`; turned round, it undoes itself. The state of a registry is the
fold of all changes, so that nothing else needs to be kept.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from comity.registry.accounts import Record
from comity.registry.blocks import Standing
from comity.registry.commands import AnyCommand, Command


class Post(Struct, frozen=True, omit_defaults=True, gc=False, tag="post", tag_field="change"):
    """A range of serial numbers turns from one standing into another; None is "not issued"."""

    series: str
    first: int
    last: int
    before: Standing | None = None
    after: Standing | None = None


class Put(Struct, frozen=True, omit_defaults=True, tag="put", tag_field="change"):
    """A record turns into another; None is "no record"."""

    before: Record | None = None
    after: Record | None = None


Change = Post | Put


class Body(Struct, frozen=True):
    """What an entry carries."""

    asked: AnyCommand
    changes: tuple[Change, ...]


class Entry(Struct, frozen=True, gc=False):
    """One line of the journal. `hash` seals it and all before it."""

    seq: int
    at: str
    """UTC instant, microseconds, `2026-01-01T00:00:00.000000Z`; never before the entry above."""
    kind: str
    key: str
    """Idempotency key of the request; empty if it had none."""
    clause: str
    """Address of the clause that allows it, or the administrative rule."""
    body: str
    """JSON of a `Body`."""
    hash: str


_encode = Encoder().encode
_decode = Decoder(Body).decode
_decode_command: Decoder[AnyCommand] = Decoder(AnyCommand)


def genesis(registry: str) -> str:
    """What stands for the hash before the first entry: journals of two registries never share a chain."""
    return sha256(registry.encode()).hexdigest()


def seal(previous: str, seq: int, at: str, kind: str, key: str, clause: str, body: str) -> str:
    """SHA-256, in hexadecimal, over the previous hash and the fields, as a JSON array in UTF-8."""
    return sha256(_encode((previous, seq, at, kind, key, clause, body))).hexdigest()


def write_body(asked: Command, changes: tuple[Change, ...]) -> str:
    """The JSON of an entry's body."""
    return _encode({"asked": asked, "changes": changes}).decode()


def read_body(text: str) -> Body:
    """The body of an entry. Raises msgspec.ValidationError or DecodeError where it is none."""
    return _decode(text)


def write_command(command: Command) -> str:
    """A command as JSON."""
    return _encode(command).decode()


def read_command(text: str | bytes) -> AnyCommand:
    """A command from JSON. Raises msgspec.ValidationError or DecodeError where it is none."""
    return _decode_command.decode(text)


def turned(change: Change) -> Change:
    """The change that undoes a change."""
    if isinstance(change, Post):
        return Post(change.series, change.first, change.last, change.after, change.before)
    return Put(change.after, change.before)


def instant(moment: datetime) -> str:
    """A moment as the journal writes it. Raises ValueError for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
