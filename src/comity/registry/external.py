"""External transfers: units that leave one registry for another, in three steps, each an entry of a journal.

1. The transferring registry *proposes*: the units wait there. The acquiring registry *admits* them, or refuses: what it
   promises is that nothing will stand in their way.
2. The transferring registry *finalises*, or *terminates*: it alone decides, by one entry. From then on the units have
   departed.
3. The acquiring registry *completes*: the units are there; the other *confirms* that it has heard so.

Until step 2 the units are in the one registry, from step 3 on in the other, and between them on the way: nowhere twice.
Every step may be repeated; a registry that was away learns from the other how it ended. The names are those of the
Kyoto Protocol's data exchange standards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from comity.registry.authorisation import Authorisation
from comity.registry.blocks import Block, Series

if TYPE_CHECKING:
    from comity.registry.accounts import Tally

#: Of one transfer, so that a message about it has its bounds.
CONSIGNMENTS_MOST = 1_000
Stage = Literal["proposed", "finalised", "terminated", "unknown"]


class Consignment(Struct, frozen=True, omit_defaults=True):
    """Consecutive units of one standing, as one registry tells another: what they are, and all that stays with them."""

    series: Series
    first: int
    last: int
    pool: str
    period: str = ""
    """The period to which they were carried over, if they were."""
    authorisation: str = ""
    expires: str = ""
    """Last day on which they are valid, of a temporary or long-term CER."""

    @property
    def block(self) -> Block:
        """Their serial numbers."""
        return Block(self.series.id, self.first, self.last)


class Departure(Struct, frozen=True, omit_defaults=True, tag="departure", tag_field="is"):
    """An external transfer that has been proposed, and not yet terminated or confirmed: kept by who transfers."""

    id: str
    """The number of the entry that proposed it."""
    account: str
    blocks: tuple[Block, ...]
    registry: str
    """Where the units go."""
    to: str
    """The account there."""
    party: str = ""
    """The Party under whose authority that account is."""
    holder: str = ""
    """Whose account it is; empty if nobody has said so."""
    authorisations: tuple[Authorisation, ...] = ()
    """Under which the units are authorised, as the other registry is told of them."""
    under: str = ""
    """The clause to let them go under; the first in address order if empty."""
    expires: str = ""
    """The instant from which it is not finalised any more; never if empty."""
    finalised: int = 0
    """The number of the entry that finalised it."""


class Arrival(Struct, frozen=True, omit_defaults=True, tag="arrival", tag_field="is"):
    """An external transfer that has been admitted, and is not yet completed or dropped: kept by who acquires."""

    registry: str
    """Where the units come from."""
    number: int
    """Of the entry that proposed it there."""
    hash: str
    """Of that entry: a journal that was put back and goes on differently has another."""
    account: str
    units: tuple[Consignment, ...]

    @property
    def id(self) -> str:
        """Its key among the records."""
        return f"{self.registry}/{self.number}"


def travelled(tallies: Mapping[str, Tally]) -> Iterator[tuple[str, str, str, int]]:
    """Out of all running numbers: `departed` or `arrived`, to or from which registry, what series, how many units."""
    for id, tally in tallies.items():
        kind, _, rest = id.partition(":")
        if kind in ("departed", "arrived"):
            registry, _, series = rest.partition(":")
            yield kind, registry, series, int(tally.value)


def departed_id(registry: str, series: str) -> str:
    """Under which id the units of a series are counted that have departed to a registry."""
    return f"departed:{registry}:{series}"


def arrived_id(registry: str, series: str) -> str:
    """Under which id the units of a series are counted that have arrived from a registry."""
    return f"arrived:{registry}:{series}"
