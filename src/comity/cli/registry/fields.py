"""Commands as arguments and options: made from the fields of their structs, and read back into them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

import click
from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields

from comity.cli.commands import argument, option
from comity.cli.face import Face
from comity.cli.registry import parse
from comity.cli.registry.parse import Wrong
from comity.cli.registry.where import plain
from comity.errors import InputError, Problem, said
from comity.registry.accounts import account_types
from comity.registry.blocks import Block
from comity.registry.commands import AnyCommand, Command, Propose, ProposeExternal, Units
from comity.registry.external_commands import BETWEEN_REGISTRIES
from comity.registry.journal import write_command
from comity.registry.plans.issues import SERIAL_MOST

#: The commands by the word that asks for them.
COMMANDS: Mapping[str, type[Command]] = {
    str(kind.__struct_config__.tag): kind
    for kind in get_args(AnyCommand)
    if issubclass(kind, Command) and kind not in BETWEEN_REGISTRIES
}
#: Fields that are said without an option's name; those of a command that takes units are the last line's.
PLACED = {
    "open": ("account", "type"),
    "status": ("account", "status"),
    "declare": ("unit_type", "family"),
    "obligation": ("account", "quantity"),
    "issue": ("quantity", "unit_type"),
    "accept": ("proposal",),
    "reject": ("proposal",),
    "expire": ("proposal",),
    "terminate-external": ("transfer",),
    "release": ("hold",),
    "reverse": ("entry",),
    "correct": ("entry",),
    "approach": ("approach", "state"),
    "authorise": ("authorisation", "host"),
    "accredit": ("verifier",),
    "assess": ("account",),
    "write-off": ("clause",),
    "commit": ("party", "assigned"),
}
PLACED_OF_UNITS = ("quantity", "unit_type")
#: What the option of the field `account` is called, so that a line reads as a sentence.
ACCOUNT = {"issue": "--to", "freeze": "--in", "dispute": "--in", "carry-over": "--in", "accept": "--account"}
ACCOUNT |= {"reject": "--account", "terminate-external": "--account"}
ACCOUNT_OF_UNITS = "--from"
METAVARS = {"account": "ACCOUNT", "to": "ACCOUNT", "unit_type": "UNIT", "expires": "DAY", "type": "TYPE"}
METAVARS |= {"into": "MECHANISM", "under": "CLAUSE", "vintages": "FIRST-LAST", "entities": "WHO", "since": "DAY"}
#: What the option of the field `registry` is called: `--registry` says where the own one is.
OTHER_REGISTRY = "--in"
#: Fields of several words: one word an option, which may be repeated.
ONE_OF = {"purposes": "purpose", "entities": "entity", "parties": "party"}
CHOICES_MOST = 4  # more do not fit into a line of the help
#: Fields that choose among units, and mean nothing beside blocks.
CHOOSING = ("series", "vintage", "pool")


def params(face: Face, kind: type[Command], without: Collection[str] = ()) -> list[click.Parameter]:
    """The arguments of a command, in their order, then its options; `without` some fields."""
    placed = _placed(kind)
    by_name = {field.name: field for field in fields(kind) if field.name not in without}
    found: list[click.Parameter] = [
        argument(name, _metavar(by_name[name]), required=by_name[name].default is NODEFAULT or _verb(kind) == "issue")
        for name in placed
    ]
    options = [field for field in by_name.values() if field.name not in placed]
    for field in sorted(options, key=lambda field: field.default is not NODEFAULT):  # what is needed comes first
        how: dict[str, Any] = {"metavar": _metavar(field)}
        if _is_many(field):
            how["multiple"] = True
        elif field.type is bool:
            how = {"is_flag": True}
        words = face.text(_help(face, kind, field))
        if field.default is NODEFAULT and not _is_many(field):
            words = face.text("registry-option-needed", what=words)
        made = option(face, spelt(kind, field.name), field.name, help="option-help", **how)
        made.help = words
        found.append(made)
    return found


def read(kind: type[Command], given: Mapping[str, Any], help: str) -> Command:
    """The command that somebody typed. Raises InputError with all that is wrong; `help`: the command's path."""
    command = kind(**values_of(kind, given, help))
    check(command)
    return command


def values_of(kind: type[Command], given: Mapping[str, Any], help: str) -> dict[str, Any]:
    """The fields of a command that somebody typed. Raises InputError with all that is wrong."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.name not in given:
            continue
        typed = given[field.name]
        address = spelt(kind, field.name)
        if typed is None or typed == () or typed is False:
            if field.default is NODEFAULT:
                hint = said("hint-help", command=help)
                problems.append(Problem("", 0, address, said("found-nothing"), said("expected-argument"), hint))
            continue
        try:
            values[field.name] = _value(kind, field, typed)
        except Wrong as wrong:
            found = typed if isinstance(typed, str) else ", ".join(typed)
            problems.append(Problem("", 0, address, plain(found) or '""', wrong.expected, wrong.hint))
    if issubclass(kind, Units) and not problems:
        problems += _wrong_units(values, help)
    if problems:
        raise InputError(problems)
    return values


def check(command: Command, file: str = "", line: int = 0) -> None:
    """Raise InputError where a command cannot be written into a journal."""
    try:
        write_command(command)
    except UnicodeEncodeError:
        raise InputError([Problem(file, line, "", said("found-bad-text"), said("expected-utf8"))]) from None
    except OverflowError:  # inside a block or an award
        expected = said("expected-whole-number", most=SERIAL_MOST)
        raise InputError([Problem(file, line, "", said("found-number-out-of-range"), expected)]) from None
    for field in fields(type(command)):
        value = getattr(command, field.name)
        if isinstance(value, int) and not -SERIAL_MOST <= value <= SERIAL_MOST:
            expected = said("expected-whole-number", most=SERIAL_MOST)
            raise InputError([Problem(file, line, field.name, str(value), expected)])


def spelt(kind: type[Command], name: str) -> str:
    """How a field is named on the command line."""
    if name in _placed(kind):
        return METAVARS.get(name, name.upper())
    if name == "account":
        return ACCOUNT.get(_verb(kind), ACCOUNT_OF_UNITS)
    if name == "registry":
        return OTHER_REGISTRY
    field = next(field for field in fields(kind) if field.name == name)
    word = ONE_OF.get(name, name).replace("_", "-")
    return f"--not-{word}" if field.default is True else f"--{word}"


def _verb(kind: type[Command]) -> str:
    return str(kind.__struct_config__.tag)


def _placed(kind: type[Command]) -> tuple[str, ...]:
    return PLACED_OF_UNITS if issubclass(kind, Units) else PLACED[_verb(kind)]


def choices_of(field: FieldInfo) -> tuple[str, ...]:
    """The words that a field chooses from; none if it takes anything."""
    if get_origin(field.type) is Literal:
        return get_args(field.type)
    return tuple(account_types()) if field.name == "type" else ()


def _is_blocks(field: FieldInfo) -> bool:
    return bool(field.type == tuple[Block, ...])


def _is_many(field: FieldInfo) -> bool:
    """Whether its option may be repeated."""
    return _is_blocks(field) or bool(field.type == tuple[str, ...])


def _metavar(field: FieldInfo) -> str:
    if _is_blocks(field):
        return "SERIES:FIRST-LAST"
    choices = choices_of(field)
    if 0 < len(choices) <= CHOICES_MOST:
        return "|".join(choices)
    return METAVARS.get(field.name, ONE_OF.get(field.name, field.name).upper().replace("_", "-"))


def _help(face: Face, kind: type[Command], field: FieldInfo) -> str:
    """The key of an option's help: one of its own, or the one that commands share."""
    name = field.name.replace("_", "-")
    own = f"registry-option-{_verb(kind)}-{name}"
    if own in face.text:
        return own
    if field.name == "account" and issubclass(kind, Units):
        return "registry-option-from"
    return f"registry-option-{name}"


def _value(kind: type[Command], field: FieldInfo, typed: Any) -> Any:
    if _is_blocks(field):
        return tuple(parse.block(one) for one in typed)
    if _is_many(field):
        return tuple(typed)
    if field.type is bool:
        return not field.default  # the flag says the other thing
    if field.name == "expires":
        return parse.moment(typed) if kind in (Propose, ProposeExternal) else parse.day(typed).isoformat()
    if field.name == "since":
        return parse.day(typed).isoformat()
    if field.name == "vintages":
        return parse.years(typed)
    if choices := choices_of(field):
        return parse.choice(typed, choices)
    return parse.whole(typed) if field.type is int or int in get_args(field.type) else typed


def _wrong_units(values: Mapping[str, Any], help: str) -> Iterator[Problem]:
    """What is wrong with how units are named: by blocks; or by a quantity and what they are."""
    blocks: tuple[Block, ...] = values.get("blocks", ())
    unit_type = values.get("unit_type", "")
    if not blocks and (values.get("quantity") is None or not (unit_type or values.get("series"))):
        found = str(values["quantity"]) if "quantity" in values else said("found-nothing")
        yield Problem("", 0, "", found, said("expected-units"), said("hint-help", command=help))
    for one in blocks:
        if unit_type and one.series.split("/")[2:3] != [unit_type]:
            yield Problem("", 0, "--blocks", plain(str(one)), said("expected-blocks-of", unit_type=unit_type))
    for name in CHOOSING:
        if blocks and values.get(name):
            yield Problem("", 0, f"--{name}", plain(values[name]), said("expected-blocks-alone"))
