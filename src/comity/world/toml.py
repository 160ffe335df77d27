"""Reads one TOML file and knows on which line each of its keys stands.

`tomllib` alone decides what a file says. `tree-sitter-toml` only says where, and only when somebody asks: a world that
reads without a problem never loads it.
"""

from __future__ import annotations

import decimal
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.errors import Problem, Said, said

if TYPE_CHECKING:
    from tree_sitter import Node

KeyPath = tuple[str | int, ...]

FILE_BYTES_MOST = 16 * 1024 * 1024
# Deeper files exhaust the stack of whoever walks them; tomllib's time grows with the square of a dotted key's parts.
DEPTH_MOST = 100
# Beyond this a float is infinite and an exact fraction takes minutes.
DIGITS_MOST = 300

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_KEY_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_KEY_PART}[ \t]*+\.[ \t]*+){{{DEPTH_MOST}}}")
_LONG_INTEGER = re.compile(r"(?<![0-9_])[0-9](?:_?[0-9]){639}")

# How tomllib's message begins, what we say instead (it speaks only English), and what to do about it.
_SYNTAX = (
    ("Invalid value", "found-toml-value", "hint-toml-value"),
    ("Invalid date", "found-toml-date", "hint-toml-date"),
    ("Invalid initial character", "found-toml-key", "hint-toml-key"),
    ("Invalid statement", "found-toml-key", "hint-toml-key"),
    ("Invalid hex value", "found-toml-escape", "hint-toml-escape"),
    ("Unescaped", "found-toml-escape", "hint-toml-escape"),
    ("Escaped character", "found-toml-escape", "hint-toml-escape"),
    ("Expected '='", "found-toml-equals", "hint-toml-key"),
    ("Expected newline", "found-toml-rest", "hint-toml-rest"),
    ("Expected ']", "found-toml-header", ""),
    ("Cannot overwrite", "found-toml-key-again", "hint-toml-again"),
    ("Duplicate inline table key", "found-toml-key-again", "hint-toml-again"),
    ("Cannot ", "found-toml-table-again", "hint-toml-again"),
    ("Unclosed", "found-toml-bracket", ""),
    ("Unterminated string", "found-toml-quote", "hint-toml-quote"),
    ("Expected '\"", "found-toml-quote", "hint-toml-quote"),
    ("Expected \"'", "found-toml-quote", "hint-toml-quote"),
    ("Illegal character '\\n'", "found-toml-quote", "hint-toml-quote"),
    ("Illegal character", "found-toml-character", ""),
    ("Found invalid character '\\n'", "found-toml-quote", "hint-toml-quote"),
    ("Found invalid character", "found-toml-character", ""),
    ("", "found-toml-syntax", ""),
)


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read.

    `file` is its name relative to the world's folder. `tree` is what `tomllib` made of it, its floats as `Decimal`,
    all numbers finite. `lines` gives for every key path (names are strings, list positions integers) the line, from 1,
    where that key or element begins; every table on the way has one too, and the empty path has line 1. It is worked
    out when first asked.
    """

    file: str
    tree: dict[str, Any]
    lines: Mapping[KeyPath, int] = field(repr=False, compare=False)

    def line_of(self, path: KeyPath) -> int:
        """The line of `path`, or of its deepest prefix that the file has."""
        for end in range(len(path), 0, -1):
            line = self.lines.get(path[:end])
            if line is not None:
                return line
        return 1


def read_toml(path: Path, file: str) -> Document | Problem:
    """Read the file at `path`; `file` is the name to use for it in problems.

    Every fault of the file comes back as a `Problem` and none is raised: missing or unreadable, over `FILE_BYTES_MOST`,
    not UTF-8, a NUL byte, not TOML, nested deeper than `DEPTH_MOST`, a key (or anything that looks like one) of more
    than `DEPTH_MOST` dotted parts, a number that is not finite or has more than `DIGITS_MOST` digits.
    """
    text = _read_text(path, file)
    return text if isinstance(text, Problem) else _parse(text, file)


def _read_text(path: Path, file: str) -> str | Problem:
    data = _read_bytes(path)
    if isinstance(data, Said):
        return Problem(file, 0, "", data, said("expected-toml-file"))
    if len(data) > FILE_BYTES_MOST:
        most = said("expected-file-size", megabytes=FILE_BYTES_MOST // 1024**2)
        return Problem(file, 0, "", said("found-larger-file"), most, said("hint-split-file"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_text(file, data, error.start)
    if "\0" in text:
        return _not_text(file, data, data.index(b"\0"))
    return text.replace("\r\n", "\n")


def _read_bytes(path: Path) -> bytes | Said:
    """The first bytes of the file, one more than the limit, or why there are none."""
    try:
        # Asked before opening: to open a pipe would wait for ever.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return said("found-folder" if stat.S_ISDIR(mode) else "found-not-a-file")
        with path.open("rb") as stream:
            return stream.read(FILE_BYTES_MOST + 1)
    except FileNotFoundError:
        return said("found-no-file")
    except OSError as error:
        return said("found-unreadable", reason=error.strerror or type(error).__name__)
    except ValueError:  # a NUL character
        return said("found-bad-path")


def _not_text(file: str, data: bytes, position: int) -> Problem:
    byte = data[position]
    found = said("found-byte", byte=f"0x{byte:02x}") if byte else said("found-nul")
    line = data.count(b"\n", 0, position) + 1
    return Problem(file, line, "", found, said("expected-utf8"), said("hint-save-utf8"))


def _parse(text: str, file: str) -> Document | Problem:
    if long_key := _LONG_KEY.search(text):
        return _too_deep(file, text.count("\n", 0, long_key.start()) + 1, "")
    try:
        tree = tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(error, text, file)
    except RecursionError:
        return _too_deep(file, 0, "")
    except ValueError:
        # Python refuses to read integers of thousands of digits, and does not say where it met one.
        match = _LONG_INTEGER.search(text)
        line = text.count("\n", 0, match.start()) + 1 if match else 0
        return Problem(file, line, "", said("found-number-unreadable"), _finite_number())
    document = Document(file, tree, _Lines(text))
    return _value_problem(document) or document


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except decimal.InvalidOperation:  # an exponent of twenty digits
        return Decimal("Infinity")


def _too_deep(file: str, line: int, address: str) -> Problem:
    most = said("expected-levels", most=DEPTH_MOST)
    return Problem(file, line, address, said("found-nesting"), most, said("hint-nesting"))


def _finite_number() -> Said:
    return said("expected-finite-number", digits=DIGITS_MOST)


def _syntax_problem(error: tomllib.TOMLDecodeError, text: str, file: str) -> Problem:
    message = str(error)
    # The message is all that says where, before Python 3.14.
    place = _PLACE.search(message)
    if place and place["line"]:
        line, column = int(place["line"]), int(place["column"])
    else:
        before = text.rstrip("\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    found, hint = next((found, hint) for start, found, hint in _SYNTAX if message.startswith(start))
    if text.startswith("\ufeff"):
        hint = "hint-byte-order-mark"
    return Problem(file, line, "", said(found, column=column), said("expected-toml"), said(hint) if hint else None)


def _value_problem(document: Document) -> Problem | None:
    """The first value that TOML allows and Comity does not, if there is one."""
    pending: list[tuple[KeyPath, dict[str, Any] | list[Any]]] = [((), document.tree)]
    while pending:
        path, container = pending.pop()
        if len(path) >= DEPTH_MOST:
            return _too_deep(document.file, document.line_of(path), _address(path[:5]) + "…")
        items = container.items() if isinstance(container, dict) else enumerate(container)
        for key, value in items:
            if isinstance(value, dict | list):
                pending.append(((*path, key), value))
            elif found := _bad_number(value):
                inner = (*path, key)
                hint = said("hint-unknown-value") if found in ("nan", "inf") else None
                line = document.line_of(inner)
                return Problem(document.file, line, _address(inner), found, _finite_number(), hint)
    return None


def _bad_number(value: object) -> str | Said:
    """What to say of a number that may not stand in a world; empty if it may."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            return "nan" if value.is_nan() else "inf"
        if abs(value.adjusted()) > DIGITS_MOST or len(str(value)) > DIGITS_MOST + len("-0.E+300"):
            return said("found-number-out-of-range")
    # Hexadecimal integers escape Python's own limit, and then cannot be printed.
    elif isinstance(value, int) and value.bit_length() > DIGITS_MOST * 3.33:
        return said("found-number-out-of-range")
    return ""


def _address(path: KeyPath) -> str:
    """`path` as people write it: `cap.values[0].year`."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.removeprefix(".")


class _Lines(Mapping[KeyPath, int]):
    """The lines of a text, found when first asked."""

    __slots__ = ("_found", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[KeyPath, int] | None = None

    def _all(self) -> dict[KeyPath, int]:
        if self._found is None:
            self._found = _find_lines(self._text)
        return self._found

    def __getitem__(self, path: KeyPath) -> int:
        return self._all()[path]

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _find_lines(text: str) -> dict[KeyPath, int]:
    import tree_sitter
    import tree_sitter_toml

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    lines: dict[KeyPath, int] = {(): 1}
    elements: dict[KeyPath, int] = {}  # arrays of tables: how many elements so far
    for node in parser.parse(text.encode()).root_node.named_children:
        base: KeyPath = ()
        if node.type in ("table", "table_array_element"):
            header = next((child for child in node.named_children if child.type.endswith("_key")), None)
            if header is None:  # tree-sitter stumbled over what tomllib understands: its keys have no lines
                continue
            repeats = node.type == "table_array_element"
            base = _mark_header(_key_parts(header), _line(node), lines, elements, repeats=repeats)
        pairs = node.named_children if base else [node]
        for pair in pairs:
            if pair.type == "pair":
                _mark_pair(pair, base, lines)
    return lines


def _line(node: Node) -> int:
    return int(node.start_point.row) + 1


def _mark_header(
    parts: list[str], line: int, lines: dict[KeyPath, int], elements: dict[KeyPath, int], *, repeats: bool
) -> KeyPath:
    """Note the line of `[parts]`, or of `[[parts]]` if it repeats; returns the path of the table it opens."""
    path: KeyPath = ()
    for part in parts[:-1]:
        path = (*path, part)
        lines.setdefault(path, line)
        if path in elements:  # a table inside the last element so far
            path = (*path, elements[path] - 1)
    path = (*path, parts[-1])
    if not repeats:
        lines[path] = line
        return path
    lines.setdefault(path, line)
    elements[path] = elements.get(path, 0) + 1
    path = (*path, elements[path] - 1)
    lines[path] = line
    return path


def _mark_pair(pair: Node, base: KeyPath, lines: dict[KeyPath, int]) -> None:
    """Note the lines of a key and of all that stands in its value."""
    pending: list[tuple[Node, KeyPath]] = [(pair, base)]
    while pending:
        node, path = pending.pop()
        if len(path) > DEPTH_MOST:
            continue
        inside = [child for child in node.named_children if child.type not in ("comment", "ERROR")]
        if node.type == "pair" and len(inside) == 2:
            key, value = inside
            for part in (parts := _key_parts(key))[:-1]:
                path = (*path, part)
                lines.setdefault(path, _line(node))
            path = (*path, parts[-1])
            lines[path] = _line(node)
            pending.append((value, path))
        elif node.type == "inline_table":
            pending.extend((child, path) for child in reversed(inside))
        elif node.type == "array":
            for position, element in enumerate(inside):
                lines[(*path, position)] = _line(element)
            pending.extend((element, (*path, position)) for position, element in reversed(list(enumerate(inside))))


def _key_parts(node: Node) -> list[str]:
    """The names in a key: `a."b.c"` is a and b.c. tree-sitter nests them, the last outermost."""
    names: list[str] = []
    while node.type == "dotted_key":
        inside = node.named_children
        names.append(_name(inside[-1]))
        node = inside[0]
    names.append(_name(node))
    names.reverse()
    return names


def _name(node: Node) -> str:
    raw = (node.text or b"").decode()
    if node.type != "quoted_key":
        return raw
    if "\\" not in raw or raw.startswith("'"):
        return raw[1:-1]
    try:
        return str(tomllib.loads(f"key = {raw}")["key"])
    except tomllib.TOMLDecodeError:  # only where tree-sitter misread; a key without a line is no harm
        return raw
