"""What an auction with a reserve price does not sell, where it is offered again: in later auctions, or from a reserve.

The auctioneer does not wait for a better price: just what is left at the reserve price goes on. So the offers of later
years depend on the outcome of earlier ones, and are found by iteration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from comity.market.acceleration import next_point
from comity.market.answer import Solved
from comity.market.curves import Floats
from comity.market.network import Movement, Network

SETTLED = 1e-8  # of the typical quantity
LOOP_MOST, MEMORY, DAMPING = 60, 5, 1.0

#: By year and movement id, what is offered more than the rule says.
Extra = Mapping[tuple[int, str], float]


def offers_again(networks: Sequence[Network]) -> bool:
    """Whether anything unsold in one of these years may be offered in another."""
    return len(networks) > 1 and any(_fate(network, movement) for network in networks for movement in network.movements)


def settle_unsold(networks: Sequence[Network], solve: Callable[[Sequence[Network]], list[Solved]]) -> list[Solved]:
    """The years solved with what earlier ones left unsold; not settled where the iteration does not end."""
    keys = [(one.year, movement.id) for one in networks for movement in one.movements if _offered(movement)]
    x = np.zeros(len(keys))
    points: list[Floats] = []
    steps: list[Floats] = []
    found: list[Solved] = []
    for _ in range(LOOP_MOST):
        extra = dict(zip(keys, x, strict=True))
        offered = [_with(one, extra) for one in networks]
        found = solve(offered)
        left = _left(offered, found)
        step = np.array([left.get(key, 0.0) for key in keys]) - x
        if float(np.max(np.abs(step), initial=0.0)) <= SETTLED * found[0].solution.scale.quantity:
            return found
        points, steps = [*points[-MEMORY:], x], [*steps[-MEMORY:], step]
        x = np.maximum(next_point(points, steps, DAMPING), 0.0)
    return [replace(one, settled=False) for one in found]


def _offered(movement: Movement) -> bool:
    return movement.kind == "issue" and movement.fixed is None


def _fate(network: Network, movement: Movement) -> str:
    """Where what a movement leaves unsold is offered again, if anywhere."""
    return network.offered_again.get(movement.clause, "") if _offered(movement) else ""


def _with(network: Network, extra: Extra) -> Network:
    movements = (
        replace(movement, most=movement.most + more) if (more := extra.get((network.year, movement.id))) else movement
        for movement in network.movements
    )
    return replace(network, movements=tuple(movements))


def _left(networks: Sequence[Network], found: Sequence[Solved]) -> dict[tuple[int, str], float]:
    """What each year leaves for the next, per year of that one's length, by the movement that offers it again."""
    left: dict[tuple[int, str], float] = {}
    for place, (network, solved) in enumerate(zip(networks[:-1], found[:-1], strict=True)):
        later = networks[place + 1]
        for movement in network.movements:
            fate = _fate(network, movement)
            again = movement.id if fate == "later-auctions" else _cheapest_tier(later, movement) if fate else ""
            if again:
                unsold = max(movement.most - solved.amounts[movement.id], 0.0) * network.length / later.length
                left[later.year, again] = left.get((later.year, again), 0.0) + unsold
    return left


def _cheapest_tier(network: Network, movement: Movement) -> str:
    """The containment tier of the same mechanism with the lowest price, from which a reserve is sold first."""
    tiers = [
        one for one in network.movements if one.clause.startswith(f"mechanism.{movement.target}.price-controls.cont")
    ]
    return min(tiers, key=lambda one: one.price).id if tiers else ""
