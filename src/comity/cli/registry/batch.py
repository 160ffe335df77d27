"""`comity registry do`: many commands from a file or a pipe, one JSON object a line, each perhaps with a `key`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from msgspec import DecodeError, ValidationError
from msgspec.json import decode
from msgspec.structs import FieldInfo, fields

from comity.cli.commands import Verb, argument
from comity.cli.face import Face
from comity.cli.registry.act import checked
from comity.cli.registry.desk import desk
from comity.cli.registry.fields import COMMANDS, check, choices_of
from comity.cli.registry.progress import counting
from comity.cli.registry.where import pick, plain, shown, where_option
from comity.errors import InputError, Problem, Refusal, Said, said
from comity.registry.journal import read_command
from comity.registry.ledger import Request
from comity.registry.plans.issues import SERIAL_MOST

if TYPE_CHECKING:
    from comity.registry.desk import Desk
    from comity.results import OutcomeRow

#: Requests of one transaction.
CHUNK = 1_000
#: Problems that are told; a file in another form has as many as lines.
PROBLEMS_MOST = 20
STDIN = "-"
_MISSING = re.compile(r"Object missing required field `(?P<name>\w+)`")
_PLACE = re.compile(r" - at `\$\.(?P<name>\w+)[^`]*`$")
#: A request, and the line that it stands in.
Lines = list[tuple[int, Request]]


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [argument("commands", "FILE|-"), where_option(face)]
    return Verb(face, verb, do, given, words="registry-do")


def do(face: Face, commands: str, registry: str | None) -> int:
    """Have commands decided in order; 1 if any is refused. Nothing is done where a line cannot be read."""
    lines = read(commands)
    with desk(pick(registry)) as at:
        outcomes, name = submit(face, at, lines), at.registry
    return answer(face, name, pick(registry), outcomes, "" if commands == STDIN else commands)


def submit(face: Face, at: Desk, lines: Lines) -> list[OutcomeRow]:
    """What becomes of each request."""
    from comity.results import OutcomeRow, RefusedRow

    outcomes, told = [], set()
    with counting(face, "registry-doing") as progress:
        for start in range(0, len(lines), CHUNK):
            part = lines[start : start + CHUNK]
            for (line, request), outcome in zip(part, at.ledger.submit([one for _, one in part]), strict=True):
                kind = str(request.command.__struct_config__.tag)
                if isinstance(outcome, Refusal):
                    message = face.text.say(outcome.said)
                    row = RefusedRow(code=outcome.code, clause=outcome.clause, message=plain(message))
                    entry, again = None, False
                else:
                    row, entry, again = None, outcome.seq, outcome.seq not in at.made or outcome.seq in told
                    told.add(outcome.seq)
                outcomes.append(
                    OutcomeRow(line=line, kind=kind, key=request.key, entry=entry, again=again, refused=row)
                )
            progress(start + len(part))
    return outcomes


def answer(face: Face, registry: str, where: str, outcomes: Sequence[OutcomeRow], file: str = "") -> int:
    """Say what became of many commands; the exit code."""
    done = [one for one in outcomes if one.entry is not None and not one.again]
    refused = [one for one in outcomes if one.refused is not None]
    again = len(outcomes) - len(done) - len(refused)
    if face.json:
        from comity.results import RegistryBatch, Schema

        face.answer(
            RegistryBatch(
                schema=Schema(name="registry-batch"),
                registry=registry,
                where=shown(where),
                done=len(done),
                again=again,
                refused=len(refused),
                outcomes=tuple(outcomes),
            )
        )
    else:
        under = {"registry": plain(registry), "where": shown(where)}
        counts = {"done": len(done), "again": again, "refused": len(refused)}
        face.prose(face.text("registry-batch", **counts, **under))
    for one in refused:
        if one.refused is not None:
            why = face.text("refused", message=one.refused.message, code=one.refused.code, clause=one.refused.clause)
            face.talk(face.text("registry-line", file=plain(file) or STDIN, line=one.line, why=why))
    return 1 if refused else 0


def read(where: str) -> Lines:
    """The requests of a file or of stdin. Raises InputError with every line that is none."""
    file = "" if where == STDIN else where
    problems: list[Problem] = []
    requests: Lines = []
    for number, text in enumerate(_text(where).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            requests.append((number, request(text, plain(file), number)))
        except InputError as error:
            problems += error.problems
            if len(problems) >= PROBLEMS_MOST:
                break
    if problems:
        raise InputError(problems)
    return requests


def request(text: str, file: str = "", line: int = 0) -> Request:
    """A line as a request. Raises InputError."""

    def wrong(address: str, found: str | Said, expected: Said) -> InputError:
        return InputError([Problem(file, line, address, found, expected)])

    try:
        tree = decode(text.encode())
    except (DecodeError, UnicodeEncodeError, RecursionError):
        raise wrong("", said("found-no-json"), said("expected-command")) from None
    if not isinstance(tree, dict):
        raise wrong("", plain(text)[:40], said("expected-command"))
    kind = COMMANDS.get(str(tree.get("do", "")))
    if kind is None:
        found = plain(str(tree["do"])) if "do" in tree else said("found-nothing")
        raise wrong("do", found, said("expected-one-of", choices=", ".join(COMMANDS)))
    names = ["do", "key", *(field.name for field in fields(kind))]
    for name in tree:
        if name not in names:
            raise wrong(
                plain(name), said("found-key", key=plain(name)), said("expected-one-of", choices=", ".join(names))
            )
    key = tree.get("key")
    if key is not None and not isinstance(key, str):
        raise wrong("key", plain(str(key)), said("expected-json", what="str"))
    try:
        command = read_command(text)
    except ValidationError as error:
        raise wrong(*_explained(str(error), tree, {field.name: field for field in fields(kind)})) from None
    check(command, file, line)
    return Request(command, checked(key))


def _explained(message: str, tree: dict[str, Any], known: dict[str, FieldInfo]) -> tuple[str, str | Said, Said]:
    """What msgspec says in English: where, what was found, what was expected."""
    if match := _MISSING.match(message):
        return match["name"], said("found-nothing"), said("expected-argument")
    place = _PLACE.search(message)
    name = place["name"] if place else ""
    found = plain(str(tree.get(name, "")))[:80] or '""'
    if name in known and (choices := choices_of(known[name])):
        return name, found, said("expected-one-of", choices=", ".join(choices))
    if name in known and int in (known[name].type, *get_args(known[name].type)):
        return name, found, said("expected-whole-number", most=SERIAL_MOST)
    wanted = re.search(r"Expected `(?P<what>[^`]+)`", message)
    return name, found, said("expected-json", what=wanted["what"] if wanted else message)


def _text(where: str) -> str:
    """All of a file, or of stdin. Raises InputError, OSError."""
    try:
        if where == STDIN:
            return "".join(_stdin())
        return Path(where).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError([Problem(plain(where), 0, "", said("found-no-file"), said("expected-commands"))]) from None
    except IsADirectoryError:
        raise InputError([Problem(plain(where), 0, "", said("found-folder"), said("expected-commands"))]) from None
    except ValueError:  # no UTF-8, or a path that no file can have
        raise InputError([Problem(plain(where), 0, "", said("found-bad-text"), said("expected-utf8"))]) from None


def _stdin() -> Iterator[str]:
    sys.stdin.reconfigure(encoding="utf-8", errors="strict")  # type: ignore[union-attr]
    yield from sys.stdin
