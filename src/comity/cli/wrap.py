"""Lines of a given width, in scripts with and without spaces.

A Chinese character is two columns wide, may be followed by a break, and must not be parted from the punctuation that
closes after it; neither Python's `textwrap` nor click knows that.
"""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

_CLOSING = "，。、；：！？）》」』】”’…"
_OPENING = "（《「『【“‘"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60"
# A wide character, or what has no space and no wide character in it, each with the punctuation that must stay beside
# it; else punctuation that opens nothing; else spaces.
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:(?![{_OPENING}])[{_WIDE}]|[^\s{_WIDE}{_OPENING}]+)[{_CLOSING}]*|[{_OPENING}]+|\s+"
)


def columns_of(words: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def padded(words: str, width: int) -> str:
    """A text with spaces after it, up to `width` columns."""
    return words + " " * (width - columns_of(words))


def wrap(words: str, width: int, first: str = "", then: str = "") -> list[str]:
    """The lines of a text: `first` before the first one, `then` before the others. Long words are never cut."""
    lines, line, empty = [], first, True
    for piece in _PIECE.findall(words):
        if piece.isspace():
            line += "" if empty else " "
            continue
        if not empty and columns_of(line + piece) > width:
            lines.append(line.rstrip())
            line = then
        line += piece
        empty = False
    return [*lines, line.rstrip()]


def listed(pairs: list[tuple[str, str]], width: int, indent: str = "  ") -> list[str]:
    """Two columns: short terms, and what is said of each, wrapped beside it."""
    beside = max((columns_of(term) for term, _ in pairs), default=0) + len(indent) + 2
    lines = []
    for term, words in pairs:
        lines += wrap(words, max(width, beside + 24), padded(indent + term, beside), " " * beside)
    return lines
