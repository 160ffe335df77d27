"""What people ask of a registry: who holds what now or at a past instant, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from comity.registry.blocks import Block, Standing
from comity.registry.journal import instant
from comity.registry.ledger import Store
from comity.registry.state import State


@dataclass(frozen=True, slots=True)
class Holding:
    """A block, where it stands, and what it is."""

    block: Block
    standing: Standing
    mechanism: str
    unit_type: str
    vintage: str
    measure: str


def state_at(store: Store, until: str) -> State:
    """The state after the last entry before an instant. Raises Broken where the journal does not hold together."""
    kept = store.snapshot(until)
    state = State.restore(kept) if kept else State(store.registry)
    for entry in takewhile(lambda entry: entry.at < until, store.read(state.seq)):
        state.follow(entry)
    return state


def end_of(day: date) -> str:
    """The first instant after a day, UTC: holdings "at 31 December" are those before the new year."""
    return instant(datetime.combine(day + timedelta(days=1), time(), UTC))


def holdings(
    state: State, account: str = "", mechanism: str = "", unit_type: str = "", standing: str = ""
) -> Iterator[Holding]:
    """The blocks that are what is asked for; empty asks for nothing. By account if one is named, else by series."""
    found = state.holdings.all_of(account) if account else state.holdings.everything()
    for block, stands in found:
        series = state.series[block.series]
        if (
            mechanism in ("", series.mechanism)
            and unit_type in ("", series.unit_type)
            and standing in ("", stands.state)
        ):
            measure = state.unit_types[series.unit_type].measure
            yield Holding(block, stands, series.mechanism, series.unit_type, series.vintage, measure)


def totals(found: Iterator[Holding]) -> dict[tuple[str, str, str, str, str, str], int]:
    """Units by account, mechanism, unit type, vintage, state and measure, in that order."""
    sums: dict[tuple[str, str, str, str, str, str], int] = {}
    for one in found:
        key = (
            one.standing.account,
            one.mechanism,
            one.unit_type,
            one.vintage,
            one.standing.state,
            one.measure,
        )
        sums[key] = sums.get(key, 0) + one.block.quantity
    return dict(sorted(sums.items()))
