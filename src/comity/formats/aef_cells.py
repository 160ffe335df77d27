"""One cell of the agreed electronic format: text to value and back, exactly."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from comity.errors import Said, said
from comity.formats.aef_tables import Field, Kind, aef

#: More digits than any registry needs; without a limit one cell could keep a machine busy.
DIGITS_MOST = 100

#: Control characters, halves of characters, and two that XML has not.
UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Value = Any
"""None, str, int, Decimal, date, datetime, or a tuple of str or int."""


class Misread(Exception):
    """A cell that does not say what its column asks for."""

    def __init__(self, expected: Said) -> None:
        self.expected = expected
        super().__init__(expected.key)


def read_cell(field: Field, text: str) -> Value:
    """The value of a cell. Raises Misread. An empty cell is as good as `NA`: the platform's own columns stay empty."""
    text = text.strip()
    if text in ("", aef().absent):
        if field.required:
            raise Misread(said("expected-aef-required"))
        return () if field.type in LISTS else None
    if field.type in LISTS:
        items = tuple(item.strip() for item in text.split(aef().separator.strip()))
        return tuple(_one(field, item) for item in items)
    return _one(field, text)


def write_cell(field: Field, value: Value) -> str:
    """The cell of a value. Raises Misread where it could not be read back as it is."""
    if value is None or value == ():
        if field.required:
            raise Misread(said("expected-aef-required"))
        return "" if field.platform else aef().absent
    try:
        text = _text(field, value)
        back = read_cell(field, text)
    except (TypeError, ValueError, AttributeError):
        raise Misread(expected(field)) from None
    if back != value or type(back) is not type(value):
        raise Misread(expected(field))
    return text


def expected(field: Field) -> Said:
    """What a column asks for."""
    if field.type in ("choice", "choices"):
        return said("expected-aef-choice", values=", ".join(aef().values[field.values]))
    return EXPECTED[field.type]


def _one(field: Field, text: str) -> Value:
    """A value that is no list, or one item of a list."""
    if field.type in ("choice", "choices"):
        if text not in aef().values[field.values]:
            raise Misread(expected(field))
        return text
    pattern, read = READERS[field.type]
    if not pattern.fullmatch(text):
        raise Misread(expected(field))
    try:
        return read(text)
    except ValueError:  # a day that no calendar has, a character that no file holds
        raise Misread(expected(field)) from None


def _text(field: Field, value: Value) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value.tzinfo else ""
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, Decimal):
        return format(value, "f")
    if field.type == "years":
        return " - ".join(f"{year:04}" for year in value)
    if isinstance(value, tuple):
        return aef().separator.join(value)
    if field.type == "year":
        return f"{value:04}"
    return str(value)


def _plain(text: str) -> str:
    """Text that every form of the file can hold: no control characters, no halves of characters, no `NA`."""
    if text in ("", aef().absent) or text != text.strip() or UNWRITABLE.search(text):
        raise ValueError(text)
    return text


def _day(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


def _years(text: str) -> tuple[int, int]:
    first, last = text.split(" - ")
    return int(first), int(last)


LISTS = frozenset({"texts", "parties", "choices"})
_ANY = re.compile(r"[^\n]*")
_PARTY = re.compile(r"[A-Z]{3}")  # ISO 3166-1 alpha-3, with reserved codes such as EUE
READERS: dict[Kind, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    "text": (_ANY, _plain),
    "texts": (_ANY, _plain),
    "integer": (re.compile(rf"0|[1-9][0-9]{{0,{DIGITS_MOST - 1}}}"), int),
    "number": (re.compile(rf"(0|[1-9][0-9]{{0,{DIGITS_MOST - 1}}})(\.[0-9]{{1,{DIGITS_MOST}}})?"), Decimal),
    "year": (re.compile(r"[0-9]{4}"), int),
    "years": (re.compile(r"[0-9]{4} - [0-9]{4}"), _years),
    "date": (re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}"), _day),
    "instant": (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.([0-9]{3}|[0-9]{6}))?(Z|\+00:00)"),
        _instant,
    ),
    "party": (_PARTY, str),
    "parties": (_PARTY, str),
    "registry": (re.compile(r"[A-Z]{3}[0-9]{2}"), str),
    "approach": (re.compile(r"CA[0-9]{4}"), str),
    "version": (re.compile(r"[1-9][0-9]{0,8}\.[0-9]{1,9}"), str),
    "authorization": (re.compile(r"[A-Za-z0-9 -]+"), _plain),
}
EXPECTED: dict[Kind, Said] = {
    "text": said("expected-aef-text"),
    "texts": said("expected-aef-texts"),
    "integer": said("expected-aef-integer", digits=DIGITS_MOST),
    "number": said("expected-aef-number", digits=DIGITS_MOST),
    "year": said("expected-aef-year"),
    "years": said("expected-aef-years"),
    "date": said("expected-aef-date"),
    "instant": said("expected-aef-instant"),
    "party": said("expected-aef-party"),
    "parties": said("expected-aef-parties"),
    "registry": said("expected-aef-registry"),
    "approach": said("expected-aef-approach"),
    "version": said("expected-aef-version"),
    "authorization": said("expected-aef-authorization"),
}
