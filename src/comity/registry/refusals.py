"""The register of refusals: every code, in order of precedence, with the rule that it stands for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NoReturn

from msgspec import Struct, convert

from comity.errors import Refusal


class Entry(Struct, frozen=True):
    """One reason to refuse."""

    code: str
    rule: str
    itl: int | None = None
    """Response code of the transaction logs that says the same."""


@cache
def register() -> dict[str, Entry]:
    """All reasons by code, the one that takes precedence first."""
    text = files("comity.registry").joinpath("refusals.toml").read_text(encoding="utf-8")
    return {entry.code: entry for entry in convert(tomllib.loads(text)["refusal"], list[Entry])}


@cache
def precedence() -> dict[str, int]:
    """Place of each code in the register."""
    return {code: place for place, code in enumerate(register())}


def refuse(code: str, clause: str = "", /, **args: object) -> NoReturn:
    """Raise the refusal of a code. `clause`: what is broken, if not the code's rule. `args` go into its sentence."""
    raise Refusal(code, clause or register()[code].rule, args)
