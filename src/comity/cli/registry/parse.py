"""Words of the command line as what they mean: whole numbers, blocks of units, days, years, words to choose from."""

from __future__ import annotations

import re
from datetime import date, datetime
from difflib import get_close_matches

from comity.errors import Said, said
from comity.registry.blocks import Block
from comity.registry.journal import instant
from comity.registry.plans.issues import SERIAL_MOST
from comity.registry.views import end_of

BLOCK = re.compile(r"(?P<series>[^:]+):(?P<first>[0-9]+)(?:-(?P<last>[0-9]+))?")
WHOLE = re.compile(r"[0-9]{1,16}", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?", re.ASCII)


class Wrong(ValueError):
    """What somebody typed is not what a field takes."""

    def __init__(self, expected: Said, hint: Said | None = None) -> None:
        self.expected, self.hint = expected, hint
        super().__init__(expected.key)


def whole(typed: str) -> int:
    """A whole number. Raises Wrong."""
    if not WHOLE.fullmatch(typed) or int(typed) > SERIAL_MOST:
        raise Wrong(said("expected-whole-number", most=SERIAL_MOST))
    return int(typed)


def block(typed: str) -> Block:
    """`SERIES:FIRST-LAST`, or `SERIES:ONE`. Raises Wrong."""
    match = BLOCK.fullmatch(typed)
    if not match:
        raise Wrong(said("expected-block"))
    first = whole(match["first"])
    return Block(match["series"], first, whole(match["last"]) if match["last"] else first)


def day(typed: str) -> date:
    """`2026-12-31`, of which the next day also exists. Raises Wrong."""
    try:
        found = date.fromisoformat(typed) if DAY.fullmatch(typed) else date.max
    except ValueError:
        found = date.max
    if found == date.max:
        raise Wrong(said("expected-day"))
    return found


def moment(typed: str) -> str:
    """The instant from which something is over: the end of a day, or an instant with its time zone. Raises Wrong."""
    if DAY.fullmatch(typed):
        return end_of(day(typed))
    try:
        return instant(datetime.fromisoformat(typed))
    except (ValueError, OverflowError):
        raise Wrong(said("expected-day-or-instant")) from None


def choice(typed: str, choices: tuple[str, ...]) -> str:
    """One of several words. Raises Wrong."""
    if typed not in choices:
        close = get_close_matches(typed, choices, 1)
        hint = said("hint-did-you-mean", key=close[0]) if close else None
        raise Wrong(said("expected-one-of", choices=", ".join(choices)), hint)
    return typed


def years(typed: str) -> tuple[int, int]:
    """`2021-2030`, or one year. Raises Wrong."""
    match = YEARS.fullmatch(typed)
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise Wrong(said("expected-year-range"))
    return int(match[1]), int(match[2] or match[1])
