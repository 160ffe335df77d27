"""Copies of a registry: a whole database while it is in use, or its journal as text that any database can take in.

A journal as text is JSON Lines in UTF-8: a header with format, version, registry, and number and hash of the last
entry; then one entry a line. What is taken in is checked link by link, and is there whole or not at all.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice, takewhile
from pathlib import Path
from typing import IO

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from comity.errors import InputError, Problem, said
from comity.registry.journal import Entry, genesis, seal
from comity.registry.store import schema
from comity.registry.store.drivers import DRIVERS
from comity.registry.store.place import opened
from comity.registry.store.store import CHUNK, SqlStore, open_store

FORMAT = "comity-journal"
VERSION = 1
SQLITE = b"SQLite format 3\x00"


class Header(Struct, frozen=True):
    """The first line of a journal as text."""

    format: str
    version: int
    registry: str
    entries: int
    hash: str
    """Of the last entry; that of the empty journal if there is none."""


_encoder = Encoder()
_entry = Decoder(Entry).decode
_header = Decoder(Header).decode


def backup(store: SqlStore, path: Path, *, replace: bool = False) -> None:
    """Copy a registry into a file while others use it: of SQLite a database, of PostgreSQL its journal as text.

    The copy is as the registry was at one moment. Raises InputError where there is a file already and it is not to be
    replaced, or none can be written; Unavailable where the database fails.
    """
    with written(path, replace) as temporary:
        if store.engine.dialect.name == "sqlite":
            source, copy = sqlite3.connect(store.where), sqlite3.connect(temporary)
            with closing(source), closing(copy):
                source.backup(copy)
        else:
            with temporary.open("wb") as stream:
                export_journal(store, stream)


def restore(path: Path, where: str | Path) -> None:
    """Make a registry at a new path or URL out of either kind of backup. Raises InputError, Unavailable."""
    try:
        with path.open("rb") as stream:
            if stream.read(len(SQLITE)) != SQLITE:
                stream.seek(0)
                import_journal(stream, where)
                return
    except OSError as error:
        raise schema.wrong(str(path), error.strerror or str(error), said("expected-readable")) from error
    with open_store(path) as source:
        seq, hash = source.last()
        header = Header(FORMAT, VERSION, source.registry, seq, hash or genesis(source.registry))
        take_in(header, source.read(), where, str(path))


def export_journal(store: SqlStore, stream: IO[bytes]) -> int:
    """Write the journal as text, up to its last entry of now. Gives the number of entries. Raises Unavailable."""
    seq, hash = store.last()
    header = Header(FORMAT, VERSION, store.registry, seq, hash or genesis(store.registry))
    entries = takewhile(lambda entry: entry.seq <= seq, store.read())
    buffer = bytearray(_encoder.encode(header) + b"\n")
    while chunk := list(islice(entries, CHUNK)):
        buffer += _encoder.encode_lines(chunk)
        stream.write(buffer)
        buffer.clear()
    stream.write(buffer)
    return seq


def import_journal(stream: IO[bytes], where: str | Path) -> int:
    """Make a registry at a new path or URL out of a journal as text. Gives the number of entries.

    Raises InputError where the text is not such a journal, or changed or cut off; where the place is taken; or where
    the database fails. Then nothing is there that was not there before.
    """
    name = str(getattr(stream, "name", "journal"))
    lines = iter(stream)
    try:
        header = _header(next(lines, b""))
    except ValueError as error:
        raise _unlike(name, 1, str(error)) from error
    if header.format != FORMAT or header.version != VERSION:
        raise _unlike(name, 1, f"{header.format} {header.version}")
    return take_in(header, _parsed(lines, name), where, name)


def take_in(header: Header, entries: Iterable[Entry], where: str | Path, source: str) -> int:
    """Fill a new registry with entries, in one transaction. Raises InputError as `import_journal` does."""
    checked = linked(header, entries, source)
    with opened(where, new=True) as (engine, name):
        driver = DRIVERS[engine.dialect.name]()
        with engine.begin() as connection:
            schema.make(connection, name, header.registry)
            raw = connection.connection.driver_connection
            while chunk := list(islice(checked, CHUNK)):
                driver.insert(raw, chunk)
        with SqlStore(engine, header.registry, name) as store:
            store.mark()
    return header.entries


def linked(header: Header, entries: Iterable[Entry], source: str) -> Iterator[Entry]:
    """Entries up to the header's last, each seen to follow the one before. Raises InputError where one does not."""
    seq, at, hash = 0, "", genesis(header.registry)
    for entry in islice(entries, header.entries):
        sealed = seal(hash, entry.seq, entry.at, entry.kind, entry.key, entry.clause, entry.body)
        if entry.seq != seq + 1 or entry.hash != sealed or entry.at < at:
            raise _unlike(source, seq + 2, str(entry.seq))
        seq, at, hash = entry.seq, entry.at, entry.hash
        yield entry
    if seq != header.entries or hash != header.hash:
        raise _unlike(source, seq + 1, f"{seq}/{header.entries}")


@contextmanager
def written(path: Path, replace: bool = False) -> Iterator[Path]:
    """A file beside its place, which is moved there once it is complete and on the disk. Raises InputError."""
    if path.exists() and not replace:
        raise schema.wrong(str(path), said("found-existing-file"), said("expected-free-path"))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise schema.wrong(str(path), error.strerror or str(error), said("expected-readable")) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        if not replace:
            path.touch(exist_ok=False)  # fails if somebody else has made the file meanwhile
        temporary.replace(path)
    except FileExistsError as error:
        raise schema.wrong(str(path), said("found-existing-file"), said("expected-free-path")) from error
    finally:
        temporary.unlink(missing_ok=True)


def _parsed(lines: Iterator[bytes], name: str) -> Iterator[Entry]:
    for number, line in enumerate(lines, 2):
        try:
            yield _entry(line)
        except ValueError as error:
            raise _unlike(name, number, str(error)) from error


def _unlike(name: str, line: int, found: str) -> InputError:
    return InputError([Problem(name, line, "", found, said("expected-journal"))])
