"""The accounts of a settlement: one for all holders of a mechanism, one for what its stability reserve takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.registry.commands import OpenAccount
from comity.registry.opening import opening
from comity.results import Flow
from comity.world.world import World


def holders(mechanism: str) -> str:
    """The account of all who hold and use a mechanism's units."""
    return f"{mechanism}-holders"


def reserve_of(flow: Flow) -> str:
    """The account in which a mechanism's stability reserve rests."""
    return f"{flow.source or flow.target}-reserve"


def accounts(world: World, flows: Iterable[Flow]) -> Iterator[OpenAccount]:
    """All that booking these flows needs, and what the world needs besides."""
    for id, mechanism in world.mechanism.items():
        yield OpenAccount(account=holders(id), type="party-holding", party=mechanism.balance or "")
    for request in opening(world):
        if isinstance(request.command, OpenAccount):
            yield request.command
    for flow in flows:
        if flow.kind == "reserve":
            party = world.mechanism[flow.source or flow.target].revenue_to or ""
            yield OpenAccount(account=reserve_of(flow), type="reserve", party=party)
