"""Numbers, prices and currencies as they are typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from comity.cli.registry.parse import Wrong
from comity.cli.registry.where import plain
from comity.errors import InputError, Problem, said

N = TypeVar("N", int, Decimal)
PRICE = re.compile(r"[0-9]{1,15}(\.[0-9]{1,12})?", re.ASCII)
CURRENCY = re.compile(r"[A-Z]{3}")
#: Decimals of a price that no decimal number is exactly.
DECIMALS = 12


def number(address: str, typed: str, kind: Callable[[str], N]) -> N:
    """What an option says. Raises InputError."""
    try:
        if kind is Decimal and not PRICE.fullmatch(typed):
            raise Wrong(said("expected-price"))
        return kind(typed)
    except Wrong as wrong:
        raise InputError([Problem("", 0, address, plain(typed) or '""', wrong.expected)]) from None


def currency_of(typed: str) -> str:
    """An ISO 4217 code. Raises InputError."""
    if not CURRENCY.fullmatch(typed):
        raise InputError([Problem("", 0, "--currency", plain(typed) or '""', said("expected-currency"))])
    return typed


def price_text(price: Fraction) -> str:
    """A price as a decimal number: exact where there is such a number, else to twelve decimals."""
    rest = price.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        digits = 0
        while (price * 10**digits).denominator != 1:
            digits += 1
        scaled = int(price * 10**digits)
        return f"{scaled // 10**digits}.{scaled % 10**digits:0{digits}d}" if digits else str(scaled)
    scaled = round(price * 10**DECIMALS)
    return f"{scaled // 10**DECIMALS}.{scaled % 10**DECIMALS:0{DECIMALS}d}"
