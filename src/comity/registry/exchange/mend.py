"""Mends what can be mended without asking anybody: a registry that has lost what it was told is told again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from comity.registry.commands import FinaliseExternal
from comity.registry.exchange.courier import Courier, Step
from comity.registry.exchange.peer import Peer
from comity.registry.exchange.reconcile import Difference
from comity.registry.external import Departure
from comity.registry.journal import Entry, Put, read_body

#: Transfers that are asked about at once.
MANY = 1_000


def mend(
    courier: Courier,
    registry: str,
    journal: Iterable[Entry],
    peers: Mapping[str, Peer],
    differences: Iterable[Difference],
) -> Iterator[Step]:
    """Every transfer of a registry that another has forgotten, told again. Raises Unreachable.

    `journal`: all entries of the registry. `differences`: as reconciliation found them; of those in which more has
    departed than arrived or is on the way. What arrived without having departed is for people to decide.
    """
    lost = {
        one.taker
        for one in differences
        if one.giver == registry and one.taker in peers and one.departed - one.arrived > one.unconfirmed
    }
    for taker, numbers in _finalised(journal, lost).items():
        for start in range(0, len(numbers), MANY):
            part = numbers[start : start + MANY]
            heard = peers[taker].heard(registry, part)
            yield from courier.send_again(taker, [number for number in part if number not in heard])


def _finalised(journal: Iterable[Entry], takers: set[str]) -> dict[str, list[int]]:
    """By registry, the numbers of the transfers that were finalised."""
    found: dict[str, list[int]] = {taker: [] for taker in sorted(takers)}
    for entry in journal if takers else ():
        if entry.kind != FinaliseExternal.__struct_config__.tag:
            continue
        for change in read_body(entry.body).changes:
            if isinstance(change, Put) and isinstance(change.after, Departure) and change.after.registry in takers:
                found[change.after.registry].append(int(change.after.id))
    return found
