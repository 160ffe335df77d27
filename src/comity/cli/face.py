"""How a verb talks to whoever called it: in which language, as words or as JSON, on which stream."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from comity.cli.wrap import listed, wrap
from comity.errors import Problem
from comity.text import Text
from comity.text import printable as printable

if TYPE_CHECKING:
    from comity.results import Answer

PROSE_COLUMNS_MOST = 100


@dataclass(frozen=True, slots=True)
class Face:
    """What all verbs are given. Answers go to stdout, talk to stderr."""

    text: Text
    json: bool = False

    def say(self, line: str = "") -> None:
        """A line of the answer as people read it."""
        click.echo(line)

    def prose(self, words: str, first: str = "", then: str = "") -> None:
        """A sentence of the answer, wrapped."""
        for line in wrap(words, prose_columns(), first, then):
            self.say(line)

    def pairs(self, pairs: list[tuple[str, str]], indent: str = "  ") -> None:
        """Terms and what is said of each, in two columns."""
        for line in listed(pairs, prose_columns(), indent):
            self.say(line)

    def head(self, words: str) -> None:
        """A heading, after an empty line."""
        self.say()
        for line in wrap(words, prose_columns()):
            self.say(click.style(line, bold=True))

    def talk(self, line: str) -> None:
        """What is said about the work, and is no part of the answer."""
        click.echo(line, err=True)

    def answer(self, answer: Answer) -> None:
        """The one object of `--json`."""
        click.echo(answer.model_dump_json(by_alias=True, indent=2))

    def complain(self, problems: Iterable[Problem]) -> None:
        """Problems with the input, one a line."""
        for problem in problems:
            self.talk(self.text.problem(problem))


def columns() -> int | None:
    """Width of the terminal that the answer goes to; None where it goes to a file or another program."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return max(shutil.get_terminal_size().columns, 40)
    return None


def prose_columns() -> int:
    """Where sentences are wrapped."""
    return min(columns() or PROSE_COLUMNS_MOST, PROSE_COLUMNS_MOST)


def survive_encodings() -> None:
    """Let a stream that cannot encode a character write its escape: no answer is lost for one letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
