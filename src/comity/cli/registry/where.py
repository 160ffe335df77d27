"""Which registry a verb is about, and the work of opening it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from comity.cli.commands import option
from comity.cli.face import Face, printable
from comity.errors import InputError, Problem, said

if TYPE_CHECKING:
    from comity.registry.store import SqlStore

VARIABLE = "COMITY_REGISTRY"
#: In the current folder, where neither the option nor the variable says anything.
DEFAULT = "registry.db"


def where_option(face: Face, name: str = "registry") -> click.Option:
    """`--registry` of one verb, which hears it as `name`; that of the group counts where it is not given."""
    return option(face, "--registry", name, metavar="WHERE", help="registry-option-registry")


def pick(registry: str | None) -> str:
    """The path or address of the registry: as typed, else of the environment, else in this folder."""
    above = click.get_current_context().parent
    typed = registry if registry is not None else above.params.get("registry") if above else None
    return str(typed if typed is not None else os.environ.get(VARIABLE) or DEFAULT)


def shown(where: str) -> str:
    """A path or address for people: without the password that an address may hold."""
    masked = re.sub(r"(://[^/@:]*):.*@", r"\1:***@", where)
    return plain(re.sub(r"(password=)[^&\s]*", r"\1***", masked))


def plain(words: str) -> str:
    """A text that does nothing to a terminal: what cannot be printed is written as an escape."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in printable(words))


@contextmanager
def told(where: str) -> Iterator[None]:
    """Tell as problems of `where` what else goes wrong with a registry."""
    from comity.registry.state import Broken
    from comity.registry.store import Unavailable

    try:
        yield
    except InputError as error:
        raise InputError(_masked(problem) for problem in error.problems) from error
    except Broken as error:
        found, hint = said("found-broken-journal", why=str(error)), said("hint-verify")
        raise InputError([Problem("", 0, shown(where), found, said("expected-whole-journal"), hint)]) from error
    except Unavailable as error:
        reason = plain(str(error).strip().partition("\n")[0])
        expected = said("expected-registry")
        raise InputError([Problem("", 0, shown(where), said("found-unavailable", reason=reason), expected)]) from error


def _masked(problem: Problem) -> Problem:
    """A problem on one line, without the password of an address that may stand in it."""
    found = shown(problem.found) if isinstance(problem.found, str) else problem.found
    return replace(problem, file=shown(problem.file), address=shown(problem.address), found=found)


@contextmanager
def opened(where: str, create: str | None = None) -> Iterator[SqlStore]:
    """The store, closed when it is done with. Raises InputError."""
    from comity.registry.store import open_store

    if not where or "\0" in where:
        raise InputError([Problem("", 0, "--registry", where or said("found-nothing"), said("expected-registry"))])
    with told(where), open_store(where, create=create) as store:
        yield store
