"""A ledger's state and an oracle's in one form, unit by unit, so that they can be compared."""

from __future__ import annotations

from collections import Counter
from typing import Any

from comity.registry.accounts import Hold
from comity.registry.blocks import Block
from comity.registry.state import State
from tests.registry.oracle import Oracle, Stand


def pictured(state: State) -> dict[str, Any]:
    """A ledger's state, unit by unit, as the oracle has it."""
    units = {}
    for block, stand in state.holdings.everything():
        one = Stand(stand.account, stand.pool, stand.state, stand.by, stand.period, stand.expires)
        for serial in range(block.first, block.last + 1):
            units[block.series, serial] = one
    return {
        "units": units,
        "accounts": {a.id: (a.type, a.holder, a.party, a.status) for a in state.accounts.values()},
        "unit types": {t.id: (t.family, t.measure) for t in state.unit_types.values()},
        "series": set(state.series),
        "issued": {one.id: one.quantity for one in state.issued.values()},
        "compliance": {c.id: (c.due, c.allocated, c.surrendered) for c in state.compliance.values()},
        "waits": {
            hold.id: (hold.kind, hold.account, spread(hold), hold.to, hold.expires) for hold in state.holds.values()
        },
        "keys": state.keys,
        "undone": set(state.undone),
    }


def spread(hold: Hold) -> list[tuple[str, int]]:
    """The units that wait, one by one."""
    return sorted((block.series, serial) for block in hold.blocks for serial in numbers(block))


def numbers(block: Block) -> range:
    """The serial numbers of a block."""
    return range(block.first, block.last + 1)


def known(oracle: Oracle) -> dict[str, Any]:
    """What the oracle knows."""
    return {
        "units": oracle.units,
        "accounts": {id: tuple(account) for id, account in oracle.accounts.items()},
        "unit types": oracle.unit_types,
        "series": set(oracle.series),
        "issued": dict(Counter(series for series, _ in oracle.units)),
        "compliance": {id: (tally.due, tally.allocated, tally.surrendered) for id, tally in oracle.tallies.items()},
        "waits": {str(n): (w.kind, w.account, sorted(w.units), w.to, w.expires) for n, w in oracle.waits.items()},
        "keys": {key: entry for key, (_, entry) in oracle.keys.items()},
        "undone": {str(entry) for entry in oracle.undone},
    }
