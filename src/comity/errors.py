"""Every error that Comity raises on purpose, in one tree.

    ComityError
    ├── InputError      a file, address or argument is wrong; carries every problem found
    ├── Refusal         a rule says no; carries the code and the clause
    └── NoSolution      a market has no answer that may be reported; carries the status

A person's mistake is always an `InputError`: the terminal prints its problems and exits 2, without a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Said:
    """Something to say to a person: a message of `text/*.ftl` and its arguments, spoken once the language is known."""

    key: str
    args: tuple[tuple[str, str], ...] = ()


def said(key: str, /, **args: object) -> Said:
    """`said("expected-number", least=0)`; underscores in argument names become hyphens."""
    return Said(key, tuple((name.replace("_", "-"), str(value)) for name, value in args.items()))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input: where it stands, what was found, what was expected, what to do.

    `file` is relative to the world's folder and `line` counts from 1; both are empty or 0 where there is no file.
    What is quoted from the input is a plain string; what we say about it is `Said`.
    """

    file: str
    line: int
    address: str
    found: str | Said
    expected: Said
    hint: Said | None = None


class ComityError(Exception):
    """Base of all errors raised on purpose."""


class InputError(ComityError):
    """The input is wrong. All problems of one reading are collected and raised once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*self.problems)

    def __str__(self) -> str:
        from comity.text import load  # late: the words are needed only when somebody reads them

        return "\n".join(load("en").problem(problem) for problem in self.problems)


class Refusal(ComityError):
    """A rule refuses what was asked.

    `code` is in the register of refusals; `clause` is the address of the clause or rule; `said` is the sentence.
    """

    def __init__(self, code: str, clause: str, args: Mapping[str, object] = MappingProxyType({})) -> None:
        self.code, self.clause = code, clause
        self.said = said(f"refusal-{code}", **args)
        super().__init__(f"{code} ({clause})")


class NoSolution(ComityError):
    """A market has no answer that may be reported as solved. `status` is one of those in `results.Status`."""

    def __init__(self, status: str, message: str = "") -> None:
        self.status = status
        super().__init__(message or status)
