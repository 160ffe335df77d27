"""Every word a person reads, in English and Chinese: `en.ftl` and `zh.ftl`, in Fluent.

    text = load("zh")
    text("check-done", files=61)

The rules for arguments:

- Text is put in as it is. A number that needs a unit, a fixed precision or a thousands separator is formatted by the
  caller and passed as text.
- Whole numbers are written in plain digits, so that a year is 2030 and not 2,030. They alone can choose a plural form.
- `Decimal` and `float` are written out in full: no exponent, no grouping, nothing rounded away.
- Dates and times are written as ISO 8601.
- Anything else is a `TypeError`; so is a bool, for which two messages are the better way.
- Python's underscores are Fluent's hyphens: `unit_class=` fills `{ $unit-class }`.

Code that does not know the language yet answers with `errors.Said`, whose arguments are all text; `Text.say` speaks it.

Fluent is loaded at the first message and each message is parsed at its first use, because to do both at the start would
cost a tenth of a second in every run. Messages have no attributes: every key is a message of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from comity.errors import InputError, Problem, Said, said

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Argument = str | int | float | Decimal | date | time

# fluent.runtime refuses an argument of more than 2500 characters. Nothing that long belongs in a sentence: it is cut,
# and the cut is shown.
ARGUMENT_CHARACTERS_MOST = 2000

# From here on an integer is passed as text: Fluent's number formatting has 28 digits.
_INTEGER_END = 10**15

# An entry begins in the first column and ends where the next one, or a comment, does.
_ENTRY = re.compile(r"^(-?[A-Za-z][A-Za-z0-9_-]*) *=.*?(?=^-?[A-Za-z#]|\Z)", re.MULTILINE | re.DOTALL)
# What an entry's placeables may refer to. It also matches function names and selected words, which are then no entries.
_REFERENCE = re.compile(r"-?[A-Za-z][A-Za-z0-9_-]*")


class Text:
    """The messages of one language. Called with a key and its arguments, it gives the words."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang
        source = Path(__file__).with_name(f"{lang}.ftl").read_text(encoding="utf-8")
        self._entries = {match[1]: match[0] for match in _ENTRY.finditer(source)}
        self._parsed: set[str] = set()
        self._bundle: FluentBundle | None = None

    def __call__(self, key: str, /, **arguments: Argument) -> str:
        """The message `key`, filled in.

        Raises KeyError where the key, or an argument the message uses, is missing; TypeError for an argument of a kind
        that messages do not take; ValueError where Fluent cannot format the message. It never answers with a raw key.
        """
        if key not in self._entries or key.startswith("-"):
            raise KeyError(f"{self.lang}.ftl has no message {key!r}")
        bundle = self._ready(key)
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise ValueError(f"{self.lang}.ftl: {key} has no words")
        plain = {name.replace("_", "-"): _plain(value) for name, value in arguments.items()}
        words, faults = bundle.format_pattern(pattern, plain)
        if faults:
            from fluent.runtime.errors import FluentReferenceError

            message = f"{self.lang}.ftl: {key}: " + "; ".join(str(fault) for fault in faults)
            missing = any(isinstance(fault, FluentReferenceError) for fault in faults)
            raise KeyError(message) if missing else ValueError(message)
        return str(words)

    def __contains__(self, key: str) -> bool:
        """Whether there is a message `key`."""
        return key in self._entries and not key.startswith("-")

    def say(self, what: Said | str) -> str:
        """The words for `what`; a plain string is quoted input and stays as it is. Raises as a call does."""
        return what if isinstance(what, str) else self(what.key, **dict(what.args))

    def problem(self, problem: Problem) -> str:
        """One line: `agreements/eu-uk.toml:9  agreement.eu-uk.status: found x, expected y. Hint: z`."""
        file = f"{problem.file}:{problem.line}" if problem.file and problem.line else problem.file
        words = self("problem", found=self.say(problem.found), expected=self.say(problem.expected))
        if problem.address:
            words = self("problem-address", address=problem.address, problem=words)
        if problem.hint:
            words = self("problem-hint", problem=words, hint=self.say(problem.hint))
        return f"{file}  {words}" if file else words

    def name(self, names: Mapping[str, str]) -> str:
        """The name in this language out of `{en = …, zh = …}`, else in the other. Raises KeyError if there is none."""
        for lang in (self.lang, *LANGUAGES):
            if name := names.get(lang):
                return name
        raise KeyError(f"no name in {' or '.join(LANGUAGES)}")

    def _ready(self, key: str) -> FluentBundle:
        """The bundle, holding `key` and whatever it refers to."""
        from fluent.runtime import FluentBundle, FluentResource

        if self._bundle is None:
            self._bundle = FluentBundle([self.lang], use_isolating=False)
        pending = [key]
        while pending:
            wanted = pending.pop()
            if wanted in self._parsed or wanted not in self._entries:
                continue
            entry = self._entries[wanted]
            self._parsed.add(wanted)
            self._bundle.add_resource(FluentResource(entry))
            if "{" in entry:
                pending.extend(_REFERENCE.findall(entry))
        return self._bundle


@cache
def load(lang: Language) -> Text:
    """The messages of `lang`, read once a process."""
    return Text(lang)


def pick_language(option: str | None, environ: Mapping[str, str]) -> Language:
    """The language to speak: `option` if given, else that of the environment, else English.

    In the environment the first of LC_ALL, LC_MESSAGES and LANG that is set decides, as POSIX has it; any kind of
    Chinese is zh. Raises InputError if `option` is no language of ours.
    """
    if option is not None:
        if option not in LANGUAGES:
            raise InputError([Problem("", 0, "--lang", repr(option), said("expected-language"))])
        return option
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def printable(words: str) -> str:
    """A text that can be encoded: bytes of an argument that were no UTF-8 are written as escapes."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def _plain(value: object) -> Any:
    """`value` as Fluent is to print it, by the rules at the top of this module."""
    if isinstance(value, str):
        return value if len(value) <= ARGUMENT_CHARACTERS_MOST else value[:ARGUMENT_CHARACTERS_MOST] + "…"
    if isinstance(value, bool):
        raise TypeError("a message takes no bool: write two messages")
    if isinstance(value, Integral):
        whole = int(value)
        if abs(whole) >= _INTEGER_END:
            return str(whole)
        from fluent.runtime.types import fluent_number

        return fluent_number(whole, useGrouping=False)
    if isinstance(value, float):
        value = Decimal(repr(float(value)))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"a message takes no {type(value).__name__}")
