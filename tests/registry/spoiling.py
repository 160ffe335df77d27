"""What random requests are made of, and the values with which they are spoilt."""

from __future__ import annotations

from typing import Any

from comity.registry import commands as ask

FAMILIES = ("allowance", "credit", "itmo", "a64er", "mcu", "aau", "rmu", "eru", "cer", "tcer", "lcer")
PERIODS = ("2024", "2025", "2026", "2031")
MECHANISMS = ("eu", "uk", "cdm")
UNITS_MOST = 900
"""Units in one registry: the oracle looks at them one by one."""
ACCOUNTS_MOST = 24

#: Values with which a field is spoilt.
WRONG: dict[str, tuple[Any, ...]] = {
    "account": ("nobody", "", "a b", "a1", "a2", "a3", "a4"),
    "to": ("nobody", "a0", "a1", "a2", "a3"),
    "type": ("piggy-bank", "buffer"),
    "reason": ("", "  "),
    "authority": ("",),
    "beneficiary": (" ",),
    "purpose": ("spring-cleaning",),
    "price": ("", "dear", "-1", "nan", "inf"),
    "family": ("coupon",),
    "status": ("asleep", "open", "closed"),
    "unit_type": ("XYZ", "?", "T-allowance"),
    "mechanism": ("e/u", "uk", "cdm"),
    "period": ("", "20 25"),
    "to_period": ("2001", "/"),
    "vintage": ("2025", "y/r"),
    "quantity": (0, -3, 2**53, 7, None),
    "first": (0, 1, 5, None, 2**53 - 2),
    "last": (0, 3, 2**53 + 9),
    "expires": ("soon", "2026-01-01T00:00:00.000000Z", "2026-02-30T00:00:00.000000Z"),
    "proposal": (0, 1, 10**6),
    "hold": (0, 1, 10**6),
    "entry": (0, 1, -1, 10**6),
    "awards": ((), (ask.Award("a1", 0),), (ask.Award("nobody", 2),)),
    "pool": ("eu", "nowhere"),
    "series": ("nowhere",),
    "obliged": ("nobody",),
    "replaces": ((),),
}
