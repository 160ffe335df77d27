"""Mistakes on the command line, as problems."""

from __future__ import annotations

import click
from click.exceptions import BadOptionUsage, MissingParameter, NoSuchOption

from comity.errors import Problem, Said, said


def problem_of(error: click.UsageError) -> Problem:
    """What click says in English, as a problem that can be spoken."""
    if isinstance(error, NoSuchOption):
        close = sorted(error.possibilities or ())
        hint = said("hint-did-you-mean", key=", ".join(close)) if close else None
        return Problem("", 0, "", error.option_name, said("expected-option", options=_options(error.ctx)), hint)
    if isinstance(error, BadOptionUsage):
        if "does not take a value" in error.message:  # click says so nowhere else
            return Problem("", 0, error.option_name, said("found-value"), said("expected-no-value"))
        return Problem("", 0, error.option_name, said("found-nothing"), said("expected-value"))
    if isinstance(error, MissingParameter) and error.param is not None:
        option = isinstance(error.param, click.Option)
        name = error.param.opts[0] if option else error.param.human_readable_name
        return Problem("", 0, name, said("found-nothing"), said("expected-argument"), _help(error.ctx))
    if error.ctx is not None and error.ctx.args == [] and "unexpected extra" in error.message:
        extra = error.message.partition("(")[2].removesuffix(")")
        return Problem("", 0, "", extra or '""', said("expected-no-argument"), _help(error.ctx))
    return Problem("", 0, "", error.format_message(), said("expected-usage"), _help(error.ctx))


def _help(ctx: click.Context | None) -> Said:
    return said("hint-help", command=ctx.command_path if ctx else "comity")


def _options(ctx: click.Context | None) -> str:
    params = ctx.command.params if ctx else ()
    return ", ".join(param.opts[0] for param in params if isinstance(param, click.Option))
