"""`comity registry backup`, `restore`, `export`, `import`, `upgrade`: whole registries, as files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from comity.cli.commands import Verb, argument
from comity.cli.face import Face
from comity.cli.registry.progress import counting
from comity.cli.registry.where import opened, pick, plain, shown, told, where_option
from comity.errors import InputError, Problem, said

if TYPE_CHECKING:
    from comity.registry.store import SqlStore

STREAM = "-"


def command(face: Face, verb: str) -> Verb:
    """One verb."""
    if verb == "upgrade":
        return Verb(face, verb, upgrade, [where_option(face)], words="registry-upgrade")
    do: dict[str, Callable[..., int]] = {"backup": backup, "restore": restore, "export": export, "import": import_}
    metavar = "FILE" if verb in ("backup", "restore") else "FILE|-"
    return Verb(face, verb, do[verb], [argument("copy", metavar), where_option(face)], words=f"registry-{verb}")


def backup(face: Face, copy: str, registry: str | None) -> int:
    """Copy a registry while it may be in use."""
    from comity.registry.store.backup import backup as write

    where = pick(registry)
    with opened(where) as store:
        write(store, path(copy))
        return _say(face, store, shown(where), copy)


def restore(face: Face, copy: str, registry: str | None) -> int:
    """Make a registry out of a backup."""
    from comity.registry.store.backup import restore as read

    where = pick(registry)
    with told(where):
        read(path(copy), where)
    return _made(face, where, copy)


def export(face: Face, copy: str, registry: str | None) -> int:
    """Write the journal as text: whole, or not at all."""
    from comity.registry.store.backup import export_journal, written

    if copy == STREAM and face.json:
        raise InputError([Problem("", 0, "FILE", STREAM, said("expected-file-with-json"))])
    where = pick(registry)
    with opened(where) as store:
        if copy == STREAM:
            export_journal(store, sys.stdout.buffer)
            return 0
        with written(path(copy)) as temporary, temporary.open("wb") as stream:
            export_journal(store, stream)
        return _say(face, store, shown(where), copy)


def import_(face: Face, copy: str, registry: str | None) -> int:
    """Make a registry out of a journal as text, every entry of which is checked."""
    from comity.registry.store.backup import import_journal

    where = pick(registry)
    with told(where), counting(face, "registry-importing") as progress:
        if copy == STREAM:
            import_journal(_counted(sys.stdin.buffer, plain("-"), progress), where)
        else:
            with _reading(copy) as stream:
                import_journal(_counted(stream, plain(copy), progress), where)
    return _made(face, where, copy)


def upgrade(face: Face, registry: str | None) -> int:
    """Bring a registry of an earlier release up to date, with all that is in it."""
    from comity.registry.store import upgrade as bring

    where = pick(registry)
    with told(where):
        bring(where)
    with opened(where) as store:
        return _say(face, store, shown(where), shown(where), "registry-upgraded")


def path(typed: str) -> Path:
    """A path that a file can have. Raises InputError."""
    if not typed or "\0" in typed:
        raise InputError([Problem("", 0, "FILE", plain(typed) or '""', said("expected-readable"))])
    return Path(typed)


class _Counted:
    """A stream of lines that tells how many have been read."""

    def __init__(self, stream: IO[bytes], name: str, progress: Callable[[int], None]) -> None:
        self._stream, self.name, self._progress = stream, name, progress

    def __iter__(self) -> Iterator[bytes]:
        for count, line in enumerate(self._stream):
            self._progress(count)
            yield line


def _counted(stream: IO[bytes], name: str, progress: Callable[[int], None]) -> IO[bytes]:
    return cast("IO[bytes]", _Counted(stream, name, progress))


def _reading(typed: str) -> IO[bytes]:
    try:
        return path(typed).open("rb")
    except FileNotFoundError:
        raise InputError([Problem(plain(typed), 0, "", said("found-no-file"), said("expected-journal"))]) from None
    except IsADirectoryError:
        raise InputError([Problem(plain(typed), 0, "", said("found-folder"), said("expected-journal"))]) from None


def _made(face: Face, where: str, copy: str) -> int:
    """Say what a new registry has."""
    with opened(where) as store:
        return _say(face, store, plain(copy), shown(where))


def _say(face: Face, store: SqlStore, source: str, written: str, key: str = "registry-copied") -> int:
    entries = store.last()[0]
    if face.json:
        from comity.results import RegistryCopy, Schema

        face.answer(
            RegistryCopy(
                schema=Schema(name="registry-copy"),
                registry=store.registry,
                where=source,
                written=plain(written),
                entries=entries,
            )
        )
    else:
        under = {"registry": plain(store.registry), "where": source, "written": plain(written)}
        face.prose(face.text(key, entries=entries, **under))
    return 0
