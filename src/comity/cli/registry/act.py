"""The verbs that do one thing: made from their commands' fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.desk import desk
from comity.cli.registry.fields import COMMANDS, params, read
from comity.cli.registry.where import pick, plain, shown, where_option
from comity.errors import InputError, Problem, said

if TYPE_CHECKING:
    from comity.registry.commands import Command

KEY_CHARACTERS_MOST = 200


def command(face: Face, verb: str) -> Verb:
    """One verb."""
    given = [*params(face, COMMANDS[verb]), key_option(face), where_option(face, "where")]
    return Verb(face, verb, partial(act, verb=verb), given, words=f"registry-{verb}")


def act(face: Face, verb: str, key: str | None, where: str | None, **given: Any) -> int:
    """Ask for what was typed, and say what came of it. Raises Refusal."""
    asked = read(COMMANDS[verb], given, click.get_current_context().command_path)
    do(face, asked, checked(key), pick(where))
    return 0


def do(face: Face, asked: Command, key: str, where: str) -> None:
    """Have one command decided, and say what entry it made."""
    from comity.registry.answers.entries import entry_row  # late, as the help needs no answers

    with desk(where) as at:
        entry = at.ledger.do(asked, key)
        again = entry.seq not in at.made
        row, registry = entry_row(at.state, entry), at.registry
    if face.json:
        from comity.results import RegistryEntry, Schema

        schema = Schema(name="registry-entry")
        face.answer(RegistryEntry(schema=schema, registry=registry, where=shown(where), entry=row, again=again))
    else:
        from comity.cli.registry.words import tell

        tell(face, row, shown(where), again=again)


def key_option(face: Face) -> click.Option:
    """`--key`."""
    return option(face, "--key", metavar="KEY", help="registry-option-key")


def checked(key: str | None) -> str:
    """An idempotency key. Raises InputError."""
    if key is None:
        return ""
    if not key.strip() or not key.isprintable() or len(key) > KEY_CHARACTERS_MOST:
        expected = said("expected-key", most=KEY_CHARACTERS_MOST)
        raise InputError([Problem("", 0, "--key", plain(key) if key.strip() else said("found-nothing"), expected)])
    return key
