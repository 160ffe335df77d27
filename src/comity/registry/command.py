"""What every command is, and every command that takes units out of an account."""

from __future__ import annotations

from msgspec import Struct

from comity.registry.blocks import Block


class Command(Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="do"):
    """Base of all. `do` is the kind, and the journal's word for the transaction."""


class Units(Command, frozen=True, kw_only=True):
    """Base of what takes units out of an account: these blocks; or so many, of this type, series, vintage or pool."""

    account: str
    blocks: tuple[Block, ...] = ()
    quantity: int | None = None
    """In units. With blocks it may be left out, and if given must be their sum."""
    unit_type: str = ""
    series: str = ""
    vintage: str = ""
    pool: str = ""
    """Beside blocks, these four must be true of them."""
    under: str = ""
    """The clause to act under, where several would allow it; the first in address order if empty."""
