"""Authorisations: what a host lets count elsewhere."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Authorisation(Struct, frozen=True, omit_defaults=True, tag="authorisation", tag_field="is"):
    """What a host lets count elsewhere, and promises to adjust for (decision 2/CMA.3, annex, paragraph 2)."""

    id: str
    version: int
    host: str
    approach: str = ""
    """Cooperative approach, `CA0004`."""
    purposes: tuple[str, ...] = ()
    """ndc, international-mitigation, other."""
    first_transfer: Literal["authorisation", "issuance", "use", "transfer"] = "transfer"
    quantity: int | None = None
    """Units at most; without limit if None."""
    vintages: tuple[int, int] | None = None
    """First and last year of the reductions; any if None."""
    entities: tuple[str, ...] = ()
    """Who may acquire, first transfer and use them: accounts, or holders of accounts; any if empty."""
    issued: int = 0
    """Units issued, or authorised later, under all its versions."""
