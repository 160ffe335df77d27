"""How Parties behave in the market where they do not take its prices as given."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from comity.world.values import Model, PartyId


class Dominance(Model):
    """A Party or a bloc that knows that prices answer to what it trades, against others who take them as given."""

    parties: Annotated[tuple[PartyId, ...], Field(min_length=1)]
    """The Parties that act as one, each with those that are part of it. A mechanism is theirs if all its Parties
    are."""
    side: Literal["sells", "buys"]
    """Whether they hold back what they sell to others, net, or what they buy from them. In a year in which they would
    be on the other side anyway they take prices as given."""
