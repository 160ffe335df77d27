"""`comity registry init`: a new registry, opened with what a world's mechanisms and Parties need."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.desk import desk
from comity.cli.registry.where import opened, pick, plain, shown, where_option
from comity.errors import InputError, Problem, said

if TYPE_CHECKING:
    from comity.registry.ledger import Request
    from comity.results import OutcomeRow


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        option(face, "--world", metavar="WORLD", help="registry-option-world"),
        option(face, "--id", metavar="ID", help="registry-option-id"),
        where_option(face),
    ]
    return Verb(face, verb, init, given, words="registry-init")


def init(face: Face, world: str | None, id: str | None, registry: str | None) -> int:
    """Make a registry, or go on with one of this id; repeating it does no harm."""
    from comity.cli.registry.batch import answer, submit

    where = pick(registry)
    name, requests = _wanted(world, id)
    new = _make(where, name)
    with desk(where) as at:
        outcomes = submit(face, at, list(enumerate(requests, start=1)))
    if not face.json:
        text = face.text
        face.prose(text("registry-made" if new else "registry-there", registry=plain(name), where=shown(where)))
    if face.json or any(one.refused for one in outcomes):
        code = answer(face, name, where, outcomes, world or "")
    else:
        code = 0
        _opened(face, outcomes)
    if not face.json:
        words = ["comity", "registry", "accounts", *(["--registry", registry] if registry is not None else [])]
        face.say(face.text("next", command=shlex.join(words)))
    return code


def _opened(face: Face, outcomes: Sequence[OutcomeRow]) -> None:
    """Say what the registry was opened with."""
    made = Counter(one.kind for one in outcomes if not one.again)
    if made:
        face.prose(face.text("registry-opened", types=made["declare"], accounts=made["open"]))
    elif outcomes:
        face.prose(face.text("registry-opened-before"))


def _wanted(world: str | None, id: str | None) -> tuple[str, tuple[Request, ...]]:
    """The id of the registry and what it is opened with. Raises InputError."""
    from comity.registry.accounts import IDENTIFIER

    if world is None and id is None:
        raise InputError([Problem("", 0, "", said("found-nothing"), said("expected-world-or-id"))])
    requests: tuple[Request, ...] = ()
    name = id or ""
    if world is not None:
        from comity.cli.load import load_world
        from comity.registry.opening import opening

        loaded = load_world(world, ())
        requests, name = opening(loaded), id if id is not None else loaded.id
    if not IDENTIFIER.fullmatch(name):
        raise InputError([Problem("", 0, "--id", plain(name) or '""', said("expected-identifier"))])
    return name, requests


def _make(where: str, name: str) -> bool:
    """Make the registry; False if one of this id is there already. Raises InputError where something else is."""
    try:
        with opened(where, create=name):
            return True
    except InputError as error:
        if error.problems[0].expected.key != "expected-no-registry":
            raise
        try:
            with opened(where) as store:
                there = store.registry
        except InputError:
            raise error from None  # tables, but no registry
        if there != name:
            found = said("found-other-registry", registry=plain(there))
            raise InputError([Problem("", 0, shown(where), found, said("expected-no-registry"))]) from None
        return False
