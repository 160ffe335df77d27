"""click's commands, made to speak our words: help in the language asked for, verbs loaded when they are used."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

import click

from comity.cli.face import Face, prose_columns
from comity.cli.wrap import listed, wrap
from comity.errors import InputError, Problem, said

#: The verbs in the order of the help; each is a module here with a `command(face)`.
VERBS = ("run", "compare", "link", "map", "check", "explain", "new", "worlds", "replay", "registry", "serve")
PROGRAM = "comity"


class Verb(click.Command):
    """One verb: what it takes, and the function that does it and answers with the exit code."""

    def __init__(
        self,
        face: Face,
        name: str,
        do: Callable[..., int],
        params: list[click.Parameter],
        examples: tuple[str, ...] = (),
        words: str = "",
    ) -> None:
        """`words`: what the keys of its messages begin with, if not its name."""
        self.face, self.examples, self.words = face, examples, words or name
        super().__init__(name, params=params + _shared(face), add_help_option=False, callback=partial(do, face))

    def get_help(self, ctx: click.Context) -> str:
        """All that `comity VERB --help` prints."""
        lines = _help(self.face, self, ctx)
        if self.examples:
            lines += ["", _head(self.face, "help-examples"), *(f"  {PROGRAM} {example}" for example in self.examples)]
        return "\n".join(lines)


class Group(click.Group):
    """Verbs under one name, each loaded when it is used."""

    def __init__(
        self,
        face: Face,
        name: str,
        verbs: tuple[str, ...],
        load: Callable[[Face, str], click.Command],
        params: list[click.Parameter],
        before: str = "",
    ) -> None:
        """`before`: what the keys of its verbs' messages begin with, before the verb."""
        self.face, self.verbs, self.words, self._load, self._before = face, verbs, name, load, before
        params = _shared(face) + params
        super().__init__(name, params=params, add_help_option=False, invoke_without_command=True, callback=self._alone)

    def _alone(self, **_: object) -> None:
        ctx = click.get_current_context()
        if ctx.invoked_subcommand is None:
            if self.face.json:
                refuse("", "", "expected-verb", verbs=", ".join(self.verbs))
            self.face.say(self.get_help(ctx))

    def get_help(self, ctx: click.Context) -> str:
        """All that `comity --help` prints; no verb's module is loaded for it."""
        text, width = self.face.text, prose_columns()
        verbs = listed([(verb, text(f"{self._before}{verb}-help")) for verb in self.verbs], width)
        lines = _help(self.face, self, ctx, ["", _head(self.face, "help-verbs"), *verbs])
        return "\n".join([*lines, "", *wrap(text("help-more", command=ctx.command_path), width)])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A verb, its module loaded now."""
        return self._load(self.face, cmd_name) if cmd_name in self.verbs else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is asked for, and its arguments. Raises InputError."""
        command = self.get_command(ctx, args[0])
        if command is None:
            close = get_close_matches(args[0], self.verbs, 1)
            hint = said("hint-did-you-mean", key=close[0]) if close else None
            expected = said("expected-verb", verbs=", ".join(self.verbs))
            raise InputError([Problem("", 0, "", args[0] or '""', expected, hint)])
        return args[0], command, args[1:]


class Verbs(Group):
    """`comity` itself."""

    def __init__(self, face: Face) -> None:
        version = option(face, "--version", is_flag=True, help="option-version", expose_value=False, callback=_version)
        super().__init__(face, PROGRAM, VERBS, _load, [version])


def _load(face: Face, verb: str) -> click.Command:
    command: click.Command = import_module(f"comity.cli.{verb}").command(face)
    return command


def option(face: Face, *names: str, help: str, **how: Any) -> click.Option:
    """An option whose help is the message `help`."""
    return click.Option(names, help=face.text(help), is_eager="callback" in how, **how)


def scenario_option(face: Face) -> click.Option:
    """`--scenario`, which may be repeated."""
    return option(face, "--scenario", "-s", metavar="S", multiple=True, help="option-scenario")


def argument(name: str, metavar: str, *, required: bool = True, default: str | None = None) -> click.Argument:
    """An argument; `argument-<name>` says in the help what it is."""
    if required:
        return click.Argument([name], metavar=metavar, type=str)
    return click.Argument([name], metavar=f"[{metavar}]", required=False, default=default, type=str)


def refuse(address: str, found: str, key: str, **args: object) -> NoReturn:
    """Raise the InputError of one argument: what was found, and the message of what was expected."""
    raise InputError([Problem("", 0, address, found or said("found-nothing"), said(key, **args))])


def _shared(face: Face) -> list[click.Parameter]:
    """Options of every verb. `main` has read --lang and --json already, wherever they stood; the help names them."""
    return [
        option(face, "--lang", metavar="en|zh", help="option-lang", expose_value=False),
        option(face, "--json", is_flag=True, help="option-json", expose_value=False),
        option(face, "--help", "-h", is_flag=True, help="option-help", expose_value=False, callback=_show_help),
    ]


def _help(face: Face, command: Verb | Group, ctx: click.Context, verbs: list[str] | None = None) -> list[str]:
    text, width = face.text, prose_columns()
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    words = [ctx.command_path, *(param.make_metavar(ctx) for param in arguments), text("help-options-any")]
    if verbs:
        words.insert(1, text("help-verb-any"))
    lines = wrap(text(f"{command.words}-help"), width)
    lines += ["", *wrap(text("help-usage", usage=" ".join(words)), width, "", "    ")]
    if arguments:
        said_of = [(param.make_metavar(ctx).strip("[]"), text(_of(param))) for param in arguments]
        lines += ["", _head(face, "help-arguments"), *listed(said_of, width)]
    options = [param for param in command.params if isinstance(param, click.Option)]
    records = [record for option in options if (record := option.get_help_record(ctx))]
    return [*lines, *(verbs or ()), "", _head(face, "help-options"), *listed(records, width)]


def _of(argument: click.Argument) -> str:
    return f"argument-{argument.name}".replace("_", "-")


def _head(face: Face, key: str) -> str:
    return click.style(face.text(key), bold=True)


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version  # late: slow, and nobody else asks

        click.echo(f"{PROGRAM} {version(PROGRAM)}")
        ctx.exit()
