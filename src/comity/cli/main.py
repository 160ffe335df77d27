"""`comity`: the entry, the options that all verbs share, the exit codes.

0: done. 1: it ran, but did not solve, was refused, or found something. 2: bad input. A mistake of whoever typed it is
told in one line each, never as a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import click

from comity.cli.commands import PROGRAM, Verbs
from comity.cli.face import Face, survive_encodings
from comity.cli.usage import problem_of
from comity.errors import ComityError, InputError, Problem, Refusal, said
from comity.text import load, pick_language

DONE, FINDINGS, BAD_INPUT = 0, 1, 2
GARBAGE = 200_000  # objects made, less those gone, before cycles are looked for
INTERRUPTED, BROKEN_PIPE = 130, 141  # 128 and the number of the signal, as shells have it


@dataclass(frozen=True, slots=True)
class Shared:
    """The options that may stand before or after the verb, and all the other arguments."""

    lang: str | None
    json: bool
    rest: list[str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line says, and exit."""
    # A world is some hundred thousand objects that live as long as the process: to look through them for cycles every
    # few hundred new ones takes a tenth of its time.
    gc.set_threshold(GARBAGE)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; the exit code."""
    survive_encodings()
    face = Face(load(pick_language(None, os.environ)))
    try:
        shared = split(arguments)
        face = Face(load(pick_language(shared.lang, os.environ)), shared.json)
        code = _dispatch(face, shared.rest)
        sys.stdout.flush()  # here, so that a reader who has gone is noticed while we can still be quiet about it
        return code
    except InputError as error:
        face.complain(error.problems)
        return BAD_INPUT
    except Refusal as refusal:
        _refused(face, refusal)
        return FINDINGS
    except ComityError as error:
        face.talk(str(error))
        return FINDINGS
    except click.UsageError as error:
        face.complain([problem_of(error)])
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return BROKEN_PIPE
    except OSError as error:
        found = said("found-unreadable", reason=error.strerror or type(error).__name__)
        face.complain([Problem(str(error.filename or ""), 0, "", found, said("expected-readable"))])
        return BAD_INPUT


def split(arguments: Sequence[str]) -> Shared:
    """Take `--lang` and `--json` out of the arguments, wherever they stand before a `--`. Raises InputError."""
    lang, json, rest = None, False, []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--":
            rest += [word, *left]
            break
        if word == "--json":
            json = True
        elif word == "--lang":
            if not left:
                raise InputError([Problem("", 0, "--lang", said("found-nothing"), said("expected-language"))])
            lang = left.pop(0)
        elif word.startswith("--lang="):
            lang = word.partition("=")[2]
        else:
            rest.append(word)
    return Shared(lang, json, rest)


def _dispatch(face: Face, arguments: list[str]) -> int:
    group = Verbs(face)
    try:
        with group.make_context(PROGRAM, arguments) as ctx:
            return int(group.invoke(ctx) or DONE)
    except click.exceptions.Exit as end:
        return end.exit_code


def _refused(face: Face, refusal: Refusal) -> None:
    """Say why a rule refuses: one line; in JSON, an object too."""
    from comity.cli.registry.where import plain  # late: only a registry refuses

    message = plain(face.text.say(refusal.said))
    face.talk(face.text("refused", message=message, code=refusal.code, clause=refusal.clause))
    if face.json:
        from comity.results import Refused, RefusedRow, Schema

        row = RefusedRow(code=refusal.code, clause=refusal.clause, message=message)
        face.answer(Refused(schema=Schema(name="refused"), refused=row))


def _forget_stdout() -> None:
    """Nobody reads any more: let Python's own last flush go nowhere."""
    with suppress(OSError, ValueError):  # a stream that is no file, as in tests
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
